// SPDX-License-Identifier: Apache-2.0
//
// The queue against the sorted list: more than twenty million random operations, in queues of several shapes.
#include "random_world.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace caseclock {
namespace {

using timer_test::mix;
using timer_test::random_world;

#ifdef __SANITIZE_ADDRESS__
constexpr std::uint64_t share = 10;  // sanitized code is ten times slower
#else
constexpr std::uint64_t share = 1;
#endif

constexpr queue_shape small_shapes[] = {
    {.bucket_bits = 4, .ring_bits = 4, .far_bits = 2, .piece_size = 8},
    {.bucket_bits = 6, .ring_bits = 7, .far_bits = 7, .piece_size = 16},
    {.bucket_bits = 0, .ring_bits = 3, .far_bits = 0, .piece_size = 4},
    {.bucket_bits = 8, .ring_bits = 12, .far_bits = 5, .piece_size = 64},
    {.bucket_bits = 5, .ring_bits = 0, .far_bits = 0, .piece_size = 1},
};

/// Many short worlds of small shapes, and long ones of the queue as it is used.
class worlds {
public:
    explicit worlds(std::uint64_t seed) : seed_(seed) {}

    void small(const mix& m, std::uint64_t operations, unsigned rounds) {
        for (unsigned round = 0; round < rounds; ++round) every_shape(m, operations / share, std::make_index_sequence<std::size(small_shapes)>{});
    }
    void full_size(const mix& m, std::uint64_t operations) { one<queue_shape{}>(m, operations / share); }

    ~worlds() { std::cout << "first seed " << first_ << ", operations " << done_ << ", taken " << taken_ << '\n'; }
    worlds(const worlds&) = delete;
    worlds& operator=(const worlds&) = delete;

private:
    template <queue_shape Shape> void one(const mix& m, std::uint64_t operations) {
        if (testing::Test::HasFailure()) return;
        random_world<Shape> world(m, seed_++);
        EXPECT_EQ(world.run(operations), "");
        done_ += world.done();
        taken_ += world.taken();
        EXPECT_GT(world.taken(), operations / 1000);
    }
    template <std::size_t... I> void every_shape(const mix& m, std::uint64_t operations, std::index_sequence<I...>) {
        (one<small_shapes[I]>(m, operations), ...);
    }

    std::uint64_t seed_;
    const std::uint64_t first_ = seed_;
    std::uint64_t done_ = 0, taken_ = 0;
};

TEST(deadline_queue, takes_everything_in_time_and_in_order) {
    worlds all(1);
    const mix m{.name = "everything", .slots = 300, .arm = 500, .disarm = 150, .reuse = 80, .look = 70, .hot = 200, .past = 60, .rearm = 300};
    all.small(m, 1'000'000, 3);
    all.full_size(m, 6'000'000);
}

TEST(deadline_queue, survives_endless_churn) {
    worlds all(1'001);
    const mix m{.name = "churn", .slots = 1'000, .arm = 720, .disarm = 230, .reuse = 20, .look = 5, .hot = 50, .past = 20, .rearm = 500, .patient = true};
    all.small(m, 1'000'000, 2);
    all.full_size(m, 9'000'000);
}

TEST(deadline_queue, parts_clumps_by_root_case_and_case) {
    worlds all(2'001);
    const mix m{.name = "clumps", .slots = 3'000, .arm = 880, .disarm = 50, .reuse = 40, .look = 10, .hot = 950, .past = 10, .rearm = 200};
    all.small(m, 300'000, 2);
    all.full_size(m, 6'000'000);
}

TEST(deadline_queue, takes_what_is_armed_into_the_past) {
    worlds all(3'001);
    const mix m{.name = "past", .slots = 200, .arm = 450, .disarm = 100, .reuse = 50, .look = 50, .hot = 100, .past = 600, .rearm = 400};
    all.small(m, 200'000, 2);
    all.full_size(m, 1'000'000);
}

TEST(deadline_queue, looks_ahead_without_disturbing_the_order) {
    worlds all(4'001);
    const mix m{.name = "looks", .slots = 40, .arm = 330, .disarm = 120, .reuse = 50, .look = 400, .hot = 150, .past = 30, .rearm = 300};
    all.small(m, 1'000'000, 3);
    all.full_size(m, 1'500'000);
}

TEST(deadline_queue, goes_on_to_the_end_of_time) {
    worlds all(5'001);
    const mix nearly{.name = "the end", .slots = 100, .arm = 600, .disarm = 100, .reuse = 30, .look = 70, .hot = 100, .past = 50, .rearm = 100,
                     .start = due_key_end - (1 << 19)};
    all.small(nearly, 100'000, 2);
    mix m = nearly;
    m.start = due_key_end - (due_key{1} << 34);
    all.full_size(m, 500'000);
}

}  // namespace
}  // namespace caseclock

// SPDX-License-Identifier: Apache-2.0
//
// The queue as it is used, one property at a time: edges of laps, clumps, the past, looking ahead, refusals, memory.
#include "store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <random>
#include <tuple>

namespace caseclock {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using timer_test::store;
using timer_test::take_all;
using queue = deadline_queue<store>;

// What the default shape comes to; a bucket, a far bucket and a lap of the ring, in keys.
constexpr due_key bucket_span = due_key{1} << queue_shape{}.bucket_bits;
constexpr due_key far_span = bucket_span << queue_shape{}.far_bits;
constexpr due_key lap = bucket_span << queue_shape{}.ring_bits;

TEST(deadline_queue, opens_before_the_events_of_an_instant_and_limits_after_them) {
    store cases(3);
    queue due;
    const instant t{duration{1'000}};
    due.arm(cases, 0, limit_at(t));
    due.arm(cases, 1, opening_at(t));
    due.arm(cases, 2, opening_at(t + duration{1}));
    EXPECT_THAT(take_all(due, cases, passed_at(t - duration{1})), IsEmpty());
    EXPECT_THAT(take_all(due, cases, passed_at(t)), ElementsAre(due_case{opening_at(t), 1}));
    EXPECT_THAT(take_all(due, cases, passed_at(t + duration{1})), ElementsAre(due_case{limit_at(t), 0}, due_case{opening_at(t + duration{1}), 2}));
}

TEST(deadline_queue, fires_neither_early_nor_late_around_the_edges_of_every_lap) {
    constexpr std::array spans = {due_key{1}, bucket_span, far_span, lap};
    unsigned tried = 0;
    for (const due_key begin : {due_key{0}, bucket_span / 2, lap - bucket_span - 1, 3 * lap + far_span / 2, 7 * lap + 12'345})
        for (const due_key span : spans)
            for (const due_key times : {1, 2, 3})
                for (due_key off = -2; off <= 2; ++off) {
                    const due_key key = begin + times * span + off;
                    if (key < begin) continue;
                    store cases(2);
                    queue due;
                    due_case taken;
                    EXPECT_FALSE(due.take_due(cases, begin, taken));
                    due.arm(cases, 0, key);
                    EXPECT_FALSE(due.take_due(cases, key - 1, taken));
                    due.arm(cases, 1, key);  // once more, with the ring turned
                    EXPECT_FALSE(due.take_due(cases, key - 1, taken));
                    EXPECT_THAT(take_all(due, cases, key), ElementsAre(due_case{key, 0}, due_case{key, 1})) << "from " << begin << " to " << key;
                    EXPECT_EQ(due.next(cases), never_due);
                    ++tried;
                }
    EXPECT_GT(tried, 250U);
}

TEST(deadline_queue, fires_once_when_a_deadline_wanders_over_every_edge) {
    store cases(1);
    queue due;
    for (const due_key key : {3 * lap, lap - 1, lap, lap + 1, far_span, bucket_span, 5 * lap, due_key{7}, 2 * lap}) due.arm(cases, 0, key);
    EXPECT_THAT(take_all(due, cases, 2 * lap - 1), IsEmpty());
    EXPECT_EQ(due.next(cases), 2 * lap);
    EXPECT_THAT(take_all(due, cases, 9 * lap), ElementsAre(due_case{2 * lap, 0}));
}

TEST(deadline_queue, parts_a_million_due_at_one_instant_by_root_case_and_case) {
    constexpr std::uint32_t count = 1'000'000;
    std::cout << "seed 11\n";
    std::mt19937_64 random(11);
    store cases(count);
    std::vector<std::tuple<due_key, std::uint64_t, std::uint64_t, std::uint32_t>> expected;
    for (std::uint32_t slot = 0; slot < count; ++slot) cases.set_order(slot, {random() % 1'000, random()});
    queue due;
    const due_key instant_key = 2 * lap + 54'321;
    for (std::uint32_t slot = 0; slot < count; ++slot) {
        const due_key key = slot % 10 == 0 ? instant_key + static_cast<due_key>(random() % bucket_span) : instant_key;
        due.arm(cases, slot, key);
        expected.emplace_back(key, cases.order(slot).root, cases.order(slot).id, slot);
    }
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(due.next(cases), instant_key);
    EXPECT_THAT(take_all(due, cases, instant_key - 1), IsEmpty());
    const auto taken = take_all(due, cases, instant_key + bucket_span);
    ASSERT_EQ(taken.size(), expected.size());
    const bool in_order = std::equal(taken.begin(), taken.end(), expected.begin(),
                                     [](const due_case& a, const auto& b) { return a == due_case{std::get<0>(b), std::get<3>(b)}; });
    EXPECT_TRUE(in_order);
}

TEST(deadline_queue, merges_what_is_armed_while_others_fire) {
    store cases(6);
    queue due;
    for (std::uint32_t slot = 0; slot < 4; ++slot) due.arm(cases, slot, 100 + slot);
    due_case first;
    ASSERT_TRUE(due.take_due(cases, 200, first));
    due.arm(cases, 4, 102);  // the same instant as slot 2, a later case
    due.arm(cases, 0, 50);   // the past
    due.arm(cases, 5, 201);  // not yet
    due.arm(cases, 3, 101);  // earlier than it was
    EXPECT_THAT(take_all(due, cases, 200), ElementsAre(due_case{50, 0}, due_case{101, 1}, due_case{101, 3}, due_case{102, 2}, due_case{102, 4}));
    EXPECT_THAT(take_all(due, cases, 201), ElementsAre(due_case{201, 5}));
}

TEST(deadline_queue, does_not_fire_what_was_disarmed_or_moved_later) {
    store cases(3);
    queue due;
    for (std::uint32_t slot = 0; slot < 3; ++slot) due.arm(cases, slot, 1'000);
    queue::disarm(cases, 0);
    cases.cell(1).disarm();
    due.arm(cases, 2, 1'001);
    EXPECT_EQ(due.next(cases), 1'001);
    EXPECT_THAT(take_all(due, cases, 1'000), IsEmpty());
    due.arm(cases, 1, 1'000);
    EXPECT_THAT(take_all(due, cases, 5'000), ElementsAre(due_case{1'000, 1}, due_case{1'001, 2}));
    EXPECT_EQ(due.next(cases), never_due);
}

TEST(deadline_queue, serves_the_next_case_of_a_slot) {
    store cases(2);
    queue due;
    due.arm(cases, 0, 500);
    due.arm(cases, 1, 500);
    EXPECT_EQ(due.next(cases), 500);  // sorted now, as case 0 before case 1
    queue::disarm(cases, 0);
    cases.set_order(0, {9, 9});
    due.arm(cases, 0, 500);
    EXPECT_THAT(take_all(due, cases, 500), ElementsAre(due_case{500, 1}, due_case{500, 0}));
}

TEST(deadline_queue, takes_nothing_from_an_empty_queue_whatever_the_limit) {
    store cases(1);
    queue due;
    due_case out;
    for (const due_key limit : {due_key{-1}, due_key{0}, lap, due_key_end - 1, due_key_end, never_due}) EXPECT_FALSE(due.take_due(cases, limit, out)) << limit;
    EXPECT_EQ(due.next(cases), never_due);
    due.arm(cases, 0, 5);  // long past by now
    EXPECT_THAT(take_all(due, cases, never_due), ElementsAre(due_case{5, 0}));
}

TEST(deadline_queue, takes_the_first_and_the_last_key_there_are) {
    store cases(2);
    queue due;
    due.arm(cases, 0, due_key_end - 1);
    due.arm(cases, 1, 0);
    EXPECT_THAT(take_all(due, cases, 0), ElementsAre(due_case{0, 1}));
    EXPECT_THAT(take_all(due, cases, due_key_end - 2), IsEmpty());
    EXPECT_THAT(take_all(due, cases, never_due), ElementsAre(due_case{due_key_end - 1, 0}));
}

TEST(deadline_queue, refuses_a_key_out_of_range_and_changes_nothing) {
    store cases(8);
    queue due;
    due.arm(cases, 7, 42);
    for (const due_key key : {due_key{-1}, due_key_end, never_due, due_key{INT64_MIN}}) EXPECT_THROW(due.arm(cases, 7, key), std::out_of_range) << key;
    try {
        due.arm(cases, 7, -1);
    } catch (const std::out_of_range& e) {
        EXPECT_STREQ(e.what(), "slot 7: cannot be due at key -1 (allowed: 0 to 281474976710654)");
    }
    EXPECT_EQ(cases.cell(7).key(), 42);
    EXPECT_THAT(take_all(due, cases, never_due), ElementsAre(due_case{42, 7}));
}

TEST(deadline_queue, stays_small_under_endless_churn) {
    constexpr std::uint32_t count = 10'000;
    std::cout << "seed 12\n";
    std::mt19937_64 random(12);
    store cases(count);
    queue due;
    std::size_t most_entries = 0, most_bytes = 0;
    due_key now = 0;
    for (int i = 0; i < 3'000'000; ++i) {
        const auto slot = static_cast<std::uint32_t>(random() % count);
        if (random() % 8 == 0) queue::disarm(cases, slot);
        else due.arm(cases, slot, now + lap / 2 + static_cast<due_key>(random() % static_cast<std::uint64_t>(lap)));
        if (i % 100 == 0) {
            now += bucket_span / 4;
            EXPECT_THAT(take_all(due, cases, now).size(), testing::Le(count));
        }
        most_entries = std::max(most_entries, due.entries());
        most_bytes = std::max(most_bytes, due.memory_bytes());
    }
    EXPECT_LT(most_entries, 2 * count + 3 * 4'096U);
    // every bucket that holds anything owns a chunk of 256 bytes; there are at most as many as entries
    EXPECT_LT(most_bytes, 16 << 20);
}

TEST(deadline_queue, drops_what_was_sorted_ahead_in_vain) {
    constexpr std::uint32_t wanderers = 100, buckets = 200, count = wanderers + buckets + 1;
    store cases(count);
    queue due;
    std::size_t most = 0;
    // each bucket keeps one deadline, its first; the wanderers move on to the bucket before it
    for (std::uint32_t step = buckets; step > 0; --step) {
        due.arm(cases, wanderers + step, step * bucket_span);
        for (std::uint32_t slot = 0; slot < wanderers; ++slot) due.arm(cases, slot, step * bucket_span + 1 + slot);
        ASSERT_EQ(due.next(cases), step * bucket_span);
        most = std::max(most, due.entries());
    }
    EXPECT_LT(most, 2 * count + 4'096U + wanderers + 1);
    const auto taken = take_all(due, cases, never_due);
    ASSERT_EQ(taken.size(), count - 1);
    EXPECT_EQ(taken[0], (due_case{bucket_span, wanderers + 1}));
    for (std::uint32_t slot = 0; slot < wanderers; ++slot) EXPECT_EQ(taken[1 + slot], (due_case{bucket_span + 1 + slot, slot}));
    for (std::uint32_t step = 2; step <= buckets; ++step) EXPECT_EQ(taken[wanderers + step - 1], (due_case{step * bucket_span, wanderers + step}));
}

TEST(deadline_queue, drops_what_was_armed_into_the_past_in_vain) {
    store cases(10);
    queue due;
    due_case out;
    EXPECT_FALSE(due.take_due(cases, 5 * bucket_span, out));
    std::size_t most = 0;
    for (const due_key keys : {20'000, 2})  // entries that count no more, and entries that are there twice
        for (due_key i = 0; i < 200'000; ++i) {
            due.arm(cases, static_cast<std::uint32_t>(i % 10), 3 * bucket_span - i / 10 % keys);
            most = std::max(most, due.entries());
        }
    EXPECT_LE(most, 1'100U);
    EXPECT_EQ(take_all(due, cases, 5 * bucket_span).size(), 10U);
}

TEST(deadline_queue, needs_fourteen_bytes_for_a_deadline_besides_its_case) {
    constexpr std::uint32_t count = 2'000'000;
    std::cout << "seed 13\n";
    std::mt19937_64 random(13);
    store cases(count);
    queue due;
    const due_key three_days = 2 * 72 * 3'600'000LL;
    for (std::uint32_t slot = 0; slot < count; ++slot) due.arm(cases, slot, 30'000 + static_cast<due_key>(random() % static_cast<std::uint64_t>(three_days)));
    EXPECT_LT(static_cast<double>(due.memory_bytes()) / count + sizeof(deadline_cell), 14.0);
}

}  // namespace
}  // namespace caseclock

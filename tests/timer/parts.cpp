// SPDX-License-Identifier: Apache-2.0
//
// What the queue is made of: the cell in the record, the set of buckets, the lists of slots.
#include "caseclock/timer/bucket_set.hpp"
#include "caseclock/timer/deadline_cell.hpp"
#include "caseclock/timer/slot_lists.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <random>
#include <set>

namespace caseclock {
namespace {

TEST(deadline_cell, holds_a_key_and_a_place_apart) {
    deadline_cell cell;
    EXPECT_FALSE(cell.is_armed());
    EXPECT_EQ(cell.key(), never_due);
    for (const due_key key : {due_key{0}, due_key{1}, due_key{1} << 47, due_key_end - 1})
        for (const auto place : std::initializer_list<std::uint16_t>{0, 1, 0x8000, 0xffff}) {
            cell.set_key(key);
            cell.move_to(place);
            EXPECT_TRUE(cell.is_armed());
            EXPECT_EQ(cell.key(), key);
            EXPECT_EQ(cell.place(), place);
            cell.disarm();
            EXPECT_FALSE(cell.is_armed());
            EXPECT_EQ(cell.key(), never_due);
            EXPECT_EQ(cell.place(), place) << "whoever is filed stays filed";
        }
}

template <std::uint32_t Size> void compare_bucket_set(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    detail::bucket_set<Size> tested;
    std::set<std::uint32_t> expected;
    const auto density = 1 + random() % 200;
    for (int i = 0; i < 200'000; ++i) {
        const auto at = static_cast<std::uint32_t>(random() % Size);
        if (random() % 200 < density) {
            tested.insert(at);
            expected.insert(at);
        } else if (random() % 2 == 0 || expected.empty()) {
            tested.erase(at);
            expected.erase(at);
        } else {
            tested.erase(*expected.begin());
            expected.erase(expected.begin());
        }
        const auto from = static_cast<std::uint32_t>(random() % Size);
        auto first = expected.lower_bound(from);
        if (first == expected.end()) first = expected.begin();
        ASSERT_EQ(tested.first_from(from), expected.empty() ? detail::bucket_set<Size>::none : *first) << "size " << Size << ", seed " << seed;
    }
}

TEST(bucket_set, finds_the_next_bucket_going_round_once) {
    std::cout << "seeds 1 to 8\n";
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        compare_bucket_set<1>(seed);
        compare_bucket_set<16>(seed);
        compare_bucket_set<64>(seed);
        compare_bucket_set<4'096>(seed);
        compare_bucket_set<32'768>(seed);
    }
}

TEST(slot_lists, give_back_what_was_appended_in_order) {
    std::cout << "seed 21\n";
    std::mt19937_64 random(21);
    detail::slot_lists tested;
    std::map<std::size_t, std::vector<std::uint32_t>> expected;
    std::vector<detail::slot_lists::list> lists(100, detail::slot_lists::empty);
    std::size_t size = 0;
    for (int i = 0; i < 2'000'000; ++i) {
        const auto l = static_cast<std::size_t>(random() % (random() % 2 == 0 ? 5 : lists.size()));
        if (random() % 500 != 0) {
            const auto slot = static_cast<std::uint32_t>(random());
            tested.append(lists[l], slot);
            expected[l].push_back(slot);
            ++size;
        } else {
            std::vector<std::uint32_t> taken{77};  // appended to
            tested.take(lists[l], taken);
            auto all = expected[l];
            all.insert(all.begin(), 77);
            ASSERT_EQ(taken, all);
            ASSERT_EQ(lists[l], detail::slot_lists::empty);
            size -= expected[l].size();
            expected[l].clear();
        }
        ASSERT_EQ(tested.size(), size);
    }
    EXPECT_LT(tested.memory_bytes(), 1 << 21) << "chunks that were read are used again";
}

}  // namespace
}  // namespace caseclock

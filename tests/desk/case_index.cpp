// SPDX-License-Identifier: Apache-2.0
//
// The index of cases against a map: whatever comes and goes, and whichever ids share a place.
#include "caseclock/desk/case_store.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace caseclock {
namespace {

/// Ids by slot, as the records of a store hold them.
struct indexed {
    case_index index;
    std::map<std::uint64_t, std::uint32_t> model;
    std::vector<std::uint64_t> ids;

    std::uint32_t find(std::uint64_t id) const {
        return index.find(id, [&](std::uint32_t slot) { return ids[slot] == id; });
    }
    void insert(std::uint64_t id) {
        const auto slot = static_cast<std::uint32_t>(ids.size());
        ids.push_back(id);
        index.insert(id, slot);
        model.emplace(id, slot);
    }
    void erase(std::uint64_t id) {
        index.erase(id, model.at(id));
        model.erase(id);
    }
    void expect_same(const std::vector<std::uint64_t>& asked) const {
        ASSERT_EQ(index.size(), model.size());
        for (const auto id : asked) {
            const auto known = model.find(id);
            ASSERT_EQ(find(id), known == model.end() ? no_slot : known->second) << "id " << id;
        }
    }
};

void come_and_go(const std::vector<std::uint64_t>& ids) {
    std::mt19937_64 random{7};
    indexed tried;
    for (std::size_t round = 0; round < 20; ++round) {
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const auto id = ids[random() % ids.size()];
            if (tried.model.count(id) == 0) tried.insert(id);
            else if (random() % 2 == 0) tried.erase(id);
        }
        tried.expect_same(ids);
    }
    while (!tried.model.empty()) tried.erase(tried.model.begin()->first);
    tried.expect_same(ids);
}

TEST(case_index, is_a_map_of_random_ids) {
    std::mt19937_64 random{3};
    std::vector<std::uint64_t> ids(500);
    for (auto& id : ids) id = random();
    come_and_go(ids);
}

TEST(case_index, is_a_map_of_ids_that_count_up) {
    for (const std::uint64_t stride : {std::uint64_t{1}, std::uint64_t{64}, std::uint64_t{1} << 32, std::uint64_t{1} << 55}) {
        std::vector<std::uint64_t> ids;
        for (std::uint64_t i = 0; i < 300; ++i) ids.push_back(i * stride);
        come_and_go(ids);
    }
}

TEST(case_index, tells_apart_ids_whose_hashes_agree) {
    // two ids of one tag among 2^18 random ones are all but certain: that they are answered by their own slots is what is tested
    std::mt19937_64 random{5};
    indexed tried;
    std::vector<std::uint64_t> ids(std::size_t{1} << 18);
    for (auto& id : ids) tried.insert(id = random());
    std::size_t mistaken = 0;
    for (const auto id : ids) mistaken += tried.index.find(id, [](std::uint32_t) { return true; }) != tried.model.at(id);
    EXPECT_GT(mistaken, 0U) << "no two tags agree: the test tests nothing";
    EXPECT_LT(mistaken, 100U) << "the hash is bad";
    tried.expect_same(ids);
    EXPECT_EQ(tried.find(random()), no_slot);
}

TEST(case_index, grows_once_when_room_is_made) {
    indexed tried;
    tried.index.reserve(10'000);
    const auto held = tried.index.memory_bytes();
    for (std::uint64_t id = 0; id < 10'000; ++id) tried.insert(id);
    EXPECT_EQ(tried.index.memory_bytes(), held);
    EXPECT_LE(held, 10'000 * 8 * 8 / 3) << "never more than three eighths full when it has just grown";
}

TEST(case_store, finds_what_was_opened_since_a_likely_answer) {
    case_store cases;
    const auto likely = cases.find_likely(7);
    EXPECT_EQ(likely, no_slot);
    const auto slot = cases.open(7);
    EXPECT_EQ(cases.find_surely(7, likely), slot);
    EXPECT_EQ(cases.find_surely(7, cases.find_likely(7)), slot);
    const auto other = cases.open(8);
    EXPECT_EQ(cases.find_surely(7, other), slot) << "a slot of another case is no answer";
    EXPECT_EQ(cases.find_surely(9, other), no_slot);
}

}  // namespace
}  // namespace caseclock

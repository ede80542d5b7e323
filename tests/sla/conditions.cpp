// SPDX-License-Identifier: Apache-2.0
#include "sla/support.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <random>

namespace caseclock::sla_test {
namespace {

TEST(a_condition, that_is_empty_always_holds) {
    EXPECT_TRUE(condition{}.always());
    EXPECT_TRUE(condition{}.holds(plain_case{}));
    EXPECT_TRUE(condition::of_all({}).holds(plain_case{}));
    EXPECT_FALSE(condition::of_any({}).holds(plain_case{}));
    EXPECT_TRUE(condition::of_none({}).holds(plain_case{}));
    EXPECT_FALSE(condition::of_none({condition{}}).holds(plain_case{})) << "something that always holds is one of them";
}

TEST(a_condition, of_facts_wants_all_and_of_lacking_none) {
    const plain_case one{.facts_held = 0b011};
    EXPECT_TRUE(condition::of_facts(0b011).holds(one));
    EXPECT_FALSE(condition::of_facts(0b111).holds(one));
    EXPECT_TRUE(condition::of_lacking(0b100).holds(one));
    EXPECT_FALSE(condition::of_lacking(0b110).holds(one));
}

TEST(a_condition, of_states_holds_in_any_of_them_in_any_region) {
    const plain_case one{.states = {4, 9}};
    EXPECT_TRUE(condition::of_states({2, 9}).holds(one));
    EXPECT_FALSE(condition::of_states({2, 3}).holds(one));
    EXPECT_FALSE(condition::of_states({}).holds(one));
}

TEST(a_condition, over_an_unset_attribute_says_what_unknown_is) {
    const plain_case unset, low{.values = {{1, 5}}}, high{.values = {{1, 9}}};
    EXPECT_FALSE(condition::of_values(1, {5}).holds(unset));
    EXPECT_TRUE(condition::of_values(1, {5}, true).holds(unset));
    EXPECT_TRUE(condition::of_values(1, {4, 5}).holds(low));
    EXPECT_FALSE(condition::of_values(1, {4, 5}, true).holds(high));
    EXPECT_FALSE(condition::of_range(1, 0, 9).holds(unset));
    EXPECT_TRUE(condition::of_range(1, 0, 9, true).holds(unset));
    EXPECT_TRUE(condition::of_range(1, 5, 5).holds(low)) << "both ends count";
    EXPECT_FALSE(condition::of_range(1, 6, 8).holds(high));
    EXPECT_FALSE(condition::of_set(1).holds(unset));
    EXPECT_TRUE(condition::of_set(1).holds(low));
}

TEST(a_condition, knows_what_it_reads) {
    const auto c = condition::of_all(
        {condition::of_facts(1), condition::of_any({condition::of_lacking(8), condition::of_values(3, {1})}), condition::of_set(5)});
    EXPECT_EQ(c.facts_read(), 9U);
    EXPECT_EQ(c.attributes_read(), (1U << 3) | (1U << 5));
    EXPECT_FALSE(c.reads_states());
    EXPECT_TRUE(condition::of_none({c, condition::of_states({1})}).reads_states());
}

/// A random condition beside a plain evaluation of the same tree.
struct tree {
    condition made;
    std::function<bool(const plain_case&)> plain;
};
tree random_tree(std::mt19937& random, int depth) {
    const auto below = [&](unsigned n) { return random() % n; };
    if (depth == 0 || below(3) == 0) {
        const auto mask = std::uint64_t{1} << below(3) | std::uint64_t{1} << below(3);
        const auto a = static_cast<std::uint8_t>(below(2));
        const auto value = static_cast<std::int64_t>(below(3));
        const bool unknown = below(2) == 0;
        const auto state = static_cast<std::uint8_t>(below(3));
        switch (below(6)) {
            case 0: return {condition::of_facts(mask), [=](const plain_case& c) { return (c.facts_held | ~mask) == ~std::uint64_t{0}; }};
            case 1: return {condition::of_lacking(mask), [=](const plain_case& c) { return (c.facts_held & mask) == 0; }};
            case 2: return {condition::of_states({state}), [=](const plain_case& c) { return c.in_state(state); }};
            case 3:
                return {condition::of_values(a, {value, 7}, unknown),
                        [=](const plain_case& c) { return c.values.count(a) == 0 ? unknown : c.values.at(a) == value; }};
            case 4:
                return {condition::of_range(a, value, 2, unknown),
                        [=](const plain_case& c) { return c.values.count(a) == 0 ? unknown : c.values.at(a) >= value; }};
            default: return {condition::of_constant(unknown), [=](const plain_case&) { return unknown; }};
        }
    }
    std::vector<condition> parts;
    std::vector<std::function<bool(const plain_case&)>> plain;
    for (auto n = below(4); n > 0; --n) {
        auto part = random_tree(random, depth - 1);
        parts.push_back(part.made);
        plain.push_back(part.plain);
    }
    const auto count = [plain](const plain_case& c) {
        return static_cast<std::size_t>(std::count_if(plain.begin(), plain.end(), [&](const auto& p) { return p(c); }));
    };
    switch (below(3)) {
        case 0: return {condition::of_all(parts), [=](const plain_case& c) { return count(c) == plain.size(); }};
        case 1: return {condition::of_any(parts), [=](const plain_case& c) { return count(c) > 0; }};
        default: return {condition::of_none(parts), [=](const plain_case& c) { return count(c) == 0; }};
    }
}

TEST(a_condition, of_parts_says_what_a_plain_evaluation_says) {
    const unsigned seed = 20'260'302;
    std::mt19937 random{seed};
    for (int n = 0; n < 3'000; ++n) {
        const auto both = random_tree(random, 4);
        for (int k = 0; k < 20; ++k) {
            plain_case c{.facts_held = random() % 8, .states = {static_cast<unsigned>(random() % 3)}};
            for (unsigned a = 0; a < 2; ++a)
                if (random() % 3 != 0) c.values[a] = static_cast<std::int64_t>(random() % 3);
            ASSERT_EQ(both.made.holds(c), both.plain(c)) << "seed " << seed << ", condition " << n;
        }
    }
}

}  // namespace
}  // namespace caseclock::sla_test

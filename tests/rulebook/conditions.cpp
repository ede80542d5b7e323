// SPDX-License-Identifier: Apache-2.0
//
// What a condition says of cases: each line a condition and the cases in which it holds.
#include "rulebook/support.hpp"

#include "caseclock/time/iso8601.hpp"

namespace caseclock::rulebook_test {
namespace {

constexpr std::uint64_t told = 1, paid = 2;
constexpr unsigned reported = 0, assigned = 1, received = 2;

/// The condition as the `if` of a start.
condition compiled(const std::string& text, const std::string& more = {}) {
    const auto book = parsed(more + policy_text("start: {event: tick, if: " + text + "}, stop: {event: finish}, due: none"));
    const auto& plan = book.plan(0);
    return plan.on_event[*plan.machine.event("tick")].front().when;
}

asked_case facts(std::uint64_t mask) {
    asked_case of;
    of.known_facts = mask;
    return of;
}
asked_case in(unsigned state) {
    asked_case of;
    of.state = state;
    return of;
}
asked_case with(unsigned attribute, std::int64_t value) {
    asked_case of;
    of.values[attribute] = value;
    return of;
}

TEST(conditions, ask_for_facts) {
    for (const auto* text : {"told", "[told]", "{fact: told}", "{all: [told]}", "{none: [{lacks: told}]}"}) {
        EXPECT_TRUE(compiled(text).holds(facts(told))) << text;
        EXPECT_FALSE(compiled(text).holds(facts(paid))) << text;
    }
    for (const auto* text :
         {"[told, paid]", "{fact: [told, paid]}", "{all: [told, {fact: paid}]}", "{none: [{any: [{lacks: told}, {lacks: paid}]}]}"}) {
        EXPECT_TRUE(compiled(text).holds(facts(told | paid))) << text;
        EXPECT_FALSE(compiled(text).holds(facts(told))) << text;
    }
    EXPECT_TRUE(compiled("{any: [told, paid]}").holds(facts(paid)));
    EXPECT_FALSE(compiled("{any: [told, paid]}").holds(facts(0)));
    EXPECT_TRUE(compiled("{lacks: [told, paid]}").holds(facts(0)));
    EXPECT_FALSE(compiled("{lacks: [told, paid]}").holds(facts(paid)));
}

TEST(conditions, ask_for_states_groups_and_flags) {
    EXPECT_TRUE(compiled("{state: assigned}").holds(in(assigned)));
    EXPECT_FALSE(compiled("{state: assigned}").holds(in(received)));
    EXPECT_TRUE(compiled("{state: [reported, open_work]}").holds(in(received)));
    EXPECT_TRUE(compiled("{state: waiting}").holds(in(assigned)));
    EXPECT_FALSE(compiled("{state: waiting}").holds(in(reported)));
}

TEST(conditions, compare_attributes) {
    struct line {
        const char* text;
        unsigned attribute;
        std::vector<std::int64_t> yes, no;
    };
    constexpr std::int64_t hour = 3'600'000, day = 24 * hour;
    const auto at = parse_instant("2026-10-01T09:00Z").time_since_epoch().count();
    const line table[] = {
        {"{priority: high}", 0, {1}, {0, 2, no_number}},
        {"{priority: [high, urgent]}", 0, {1, 2}, {0, no_number}},
        {"{priority: {not: high}}", 0, {0, 2}, {1, no_number}},
        {"{priority: {not: [high, low]}}", 0, {2}, {0, 1, no_number}},
        {"{priority: {not: high}, unknown: is true}", 0, {0, 2, no_number}, {1}},
        {"{priority: high, unknown: is true}", 0, {1, no_number}, {0}},
        {"{priority: is set}", 0, {0}, {no_number}},
        {"{priority: is unset}", 0, {no_number}, {0}},
        {"{units: 3 units}", 2, {3}, {2, no_number}},
        {"{units: {at_most: 3 units}}", 2, {0, 3}, {4, no_number}},
        {"{units: {at_least: 3 units}}", 2, {3, 9}, {2, no_number}},
        {"{units: {above: 3 units}}", 2, {4}, {3, no_number}},
        {"{units: {below: 3 units}}", 2, {2}, {3, no_number}},
        {"{units: {at_least: 2 units, below: 5 units}}", 2, {2, 4}, {1, 5, no_number}},
        {"{units: {above: 3 units}, unknown: is true}", 2, {4, no_number}, {3}},
        {"{any: [{units: {above: 3 units}}], unknown: is true}", 2, {no_number}, {3}},
        {"{agreed_at: {below: \"2026-10-01T09:00Z\"}}", 3, {at - 1}, {at, no_number}},
        {"{promised: {at_most: 1h}}", 4, {hour}, {hour + 1, no_number}},
        {"{estimated: {above: 2 working days}}", 5, {3 * day}, {2 * day, no_number}},
    };
    for (const auto& [text, attribute, yes, no] : table) {
        const auto asked = compiled(text);
        for (const auto value : yes) EXPECT_TRUE(asked.holds(with(attribute, value))) << text << ' ' << value;
        for (const auto value : no) EXPECT_FALSE(asked.holds(with(attribute, value))) << text << ' ' << value;
    }
}

TEST(conditions, name_texts_of_the_host_by_their_codes) {
    const auto book = parsed(policy_text("start: {event: tick, if: {owner: [Ann, \"0010\"]}}, stop: {event: finish}, due: none"));
    const auto& plan = book.plan(0);
    const auto& asked = plan.on_event[*plan.machine.event("tick")].front().when;
    ASSERT_TRUE(book.code_of("Ann") && book.code_of("0010"));
    EXPECT_TRUE(asked.holds(with(1, *book.code_of("0010"))));
    EXPECT_FALSE(asked.holds(with(1, 77)));
    EXPECT_EQ(book.text_of(*book.code_of("Ann")), "Ann");
    EXPECT_FALSE(book.code_of("10"));
}

TEST(conditions, by_name_may_stand_in_others) {
    const std::string named = "conditions:\n  urgent: {rule: C-06, any: [{priority: urgent}, quick]}\n  quick: [told, {lacks: paid}]\n";
    const auto asked = compiled("{all: [urgent]}", named);
    EXPECT_TRUE(asked.holds(with(0, 2)));
    EXPECT_TRUE(asked.holds(facts(told)));
    EXPECT_FALSE(asked.holds(facts(told | paid)));
    EXPECT_THAT(parsed(named).rule_ids(), testing::ElementsAre("C-06", "G-01"));
}

TEST(conditions, on_options_and_machines_are_known_when_the_rulebook_is_built) {
    const std::string option = "options: {means: {choices: [wide, narrow], default: wide}, least: {kind: count, default: 0 people}}\n";
    EXPECT_TRUE(compiled("{option: {means: wide}}", option).holds(asked_case{}));
    EXPECT_FALSE(compiled("{option: {means: narrow}}", option).holds(asked_case{}));
    EXPECT_TRUE(compiled("{option: {means: [narrow, wide], least: 0 people}}", option).holds(asked_case{}));
    EXPECT_TRUE(compiled("{machine: work}").holds(asked_case{}));
}

}  // namespace
}  // namespace caseclock::rulebook_test

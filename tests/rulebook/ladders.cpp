// SPDX-License-Identifier: Apache-2.0
//
// Ladders as a rulebook writes them.
#include "rulebook/support.hpp"

namespace caseclock::rulebook_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string levels(const std::string& list) { return "ladders:\n  up: [" + list + "]\n"; }
/// Policy p, due in five minutes, with these keys.
std::string promise(const std::string& keys) { return policy_text("machine: work, start: {opened: case}, stop: {event: finish}, due: within 5m, " + keys); }
std::vector<std::string> faults_of(const std::string& lines) { return faults_of_text(head + machine + lines); }

TEST(a_ladder, is_read_into_offsets_limits_and_reactions) {
    const auto book = parsed(
        "words: {promptly: {means: 30m}}\noptions: {chief_after: {kind: duration, default: 2 working days}}\n" +
        levels("{at: 90s before, remind: agent}, {at: the deadline, tell: [supervisor, agent], acknowledge_within: promptly}, "
               "{at: 1 business hour after, tell: supervisor, order: chase, to: agent, unless: acknowledged, from: 2nd miss, if: told}, "
               "{at: $chief_after after, tell: supervisor, do: [{note: late, from: 3rd miss}, {raise: tick}]}") +
        promise("ladder: up, calendar: office"));
    ASSERT_EQ(book.ladders().size(), 1U);
    EXPECT_THAT(book.ladders()[0].levels, ElementsAre("90s before", "the deadline", "1 business hour after", "$chief_after after"));
    const auto& p = book.plan(0).policies[0];
    EXPECT_EQ(p.targets[0].ladder, 0);
    const auto& up = p.ladders.at(0).levels;
    EXPECT_EQ(up[0].offset, (duration_value{duration_unit::real, -90'000}));
    EXPECT_FALSE(up[0].acknowledge_within);
    EXPECT_EQ(up[1].offset.amount, 0);
    EXPECT_EQ(up[1].acknowledge_within, (duration_value{duration_unit::real, 1'800'000}));
    EXPECT_EQ(up[1].reactions.size(), 2U);
    EXPECT_EQ(up[2].offset, (duration_value{duration_unit::business, 3'600'000}));
    EXPECT_TRUE(up[2].unless_acknowledged);
    EXPECT_EQ(up[2].from_miss, 2);
    EXPECT_FALSE(up[2].when.always());
    ASSERT_EQ(up[2].reactions.size(), 2U);
    EXPECT_EQ(up[2].reactions[0].to, 0xffff) << "the receiver of the order is not that of the telling";
    EXPECT_EQ(up[2].reactions[1].to, 0);
    EXPECT_TRUE(up[2].reactions[0].when.always()) << "the level's own";
    EXPECT_EQ(up[3].offset, (duration_value{duration_unit::working_days, 2}));
    ASSERT_EQ(up[3].reactions.size(), 3U);
    EXPECT_EQ(up[3].reactions[1].from_miss, 3);
}

TEST(a_ladder, is_used_by_targets_and_policies_as_they_name_it) {
    const auto book = parsed(levels("{at: the deadline, tell: agent}") + "  down: {rule: T-77, levels: [{at: 5m after, tell: agent, rule: T-78}]}\n" +
                             policy_text("machine: work, start: {opened: case}, stop: {event: finish}, ladder: down, due: [{if: {priority: low}, due: none}, "
                                         "{if: {priority: high}, due: within 1h, ladder: up}, {due: by agreed_at, otherwise: within 1h}]"));
    const auto& p = book.plan(0).policies[0];
    ASSERT_EQ(p.targets.size(), 4U);
    EXPECT_EQ(p.targets[0].ladder, no_ladder) << "no deadline, no ladder";
    EXPECT_EQ(p.ladders[p.targets[1].ladder].number, 0);
    EXPECT_EQ(p.ladders[p.targets[2].ladder].number, 1);
    EXPECT_EQ(p.targets[3].ladder, p.targets[2].ladder) << "what stands in";
    EXPECT_THAT(book.rule_ids(), testing::IsSupersetOf({"T-77", "T-78"}));
}

TEST(faults, of_ladders) {
    const auto told = [](const std::string& list, const std::string& fault) {
        EXPECT_THAT(faults_of(levels(list) + promise("ladder: up, calendar: office")), ElementsAre(HasSubstr(fault))) << list;
    };
    told("{tell: agent}", "a level has no \"at\": the deadline, or so long before or after it");
    told("{at: deadline, tell: agent}", "ladder up: level \"deadline\": a level stands at \"the deadline\", or a duration from it");
    told("{at: sometime after, tell: agent}", "no duration stands before its last word");
    told("{at: 0m after, tell: agent}", "no time from the deadline is written \"the deadline\"");
    told("{at: the deadline}", "a level has something that follows: tell, remind, say");
    told("{at: the deadline, tell: boss}", "ladder up: there is no role \"boss\" (allowed: agent, supervisor)");
    told("{at: the deadline, tell: agent, do: [{say: hello}]}", "ladder up: there is no cue \"hello\"");
    told("{at: the deadline, tell: agent, do: [{raise: receive}]}", "the event \"receive\" cannot be raised");
    told("{at: the deadline, order: chase, acknowledge_within: 5m}", "a level that tells nobody is acknowledged by nobody");
    told("{at: the deadline, tell: agent, acknowledge_within: soon}", "acknowledge_within \"soon\": it is no duration");
    told("{at: the deadline, tell: agent, acknowledge_within: 0m}", "nobody acknowledges in no time");
    told("{at: the deadline, tell: agent, unless: acknowledged}", "no level before it has \"acknowledge_within\"");
    told("{at: the deadline, tell: agent, unless: acknowleged}", "\"acknowleged\" is not allowed; did you mean \"acknowledged\"?");
    told("{at: 5m after, tell: agent}, {at: the deadline, tell: agent}", "the level \"the deadline\" comes before the one above it");
    told("{at: 5m before, tell: agent}, {at: 6m before, tell: agent}", "comes before the one above it");
    told("{at: the deadline, tell: agent, to: supervisor}", "only \"say\" and \"order\" have a \"to\"");
    told("{at: the deadline, tell: agent, from: 0th miss}", "it is written 2nd miss");
    told("", "ladder up: it has no levels");
    std::string nine;
    for (int i = 0; i < 9; ++i) nine += std::string(i == 0 ? "" : ", ") + "{at: the deadline, tell: agent}";
    told(nine, "9 levels (allowed: at most 8)");
}

TEST(faults, of_policies_with_ladders) {
    const auto up = levels("{at: the deadline, tell: agent}");
    const auto told = [](const std::string& text, const std::string& fault) { EXPECT_THAT(faults_of(text), ElementsAre(HasSubstr(fault))) << text; };
    told(up + promise("ladder: upp"), "policy p: there is no ladder \"upp\"; did you mean \"up\"? (allowed: up)");
    told(up + policy_text("machine: work, start: {opened: case}, stop: {event: finish}, due: none, ladder: up"), "no target of the policy has a deadline");
    told(up + policy_text("machine: work, start: {opened: case}, stop: {event: finish}, due: [{due: none, ladder: up}]"), "a target without a deadline has no ladder");
    told(up + policy_text("machine: work, start: {opened: case}, kind: wait, due: within 5m, ladder: up"), "a wait ends at its deadline and has no ladder");
    told(levels("{at: 1 business hour after, tell: agent}") + promise("ladder: up"), "business hours are counted in a calendar, and none is named");
    told(levels("{at: the deadline, tell: agent, acknowledge_within: 1 working day}") + promise("ladder: up"),
         "working days are counted in a calendar, and none is named");
    told(up + "  \"\": [{at: the deadline, tell: agent}]\n", "a name is empty");
}

TEST(faults, of_ladders_that_no_policy_uses) {
    const auto told = [](const std::string& list, const std::string& fault) {
        EXPECT_THAT(faults_of(levels("{at: the deadline, tell: agent, " + list + "}")), ElementsAre(HasSubstr(fault))) << list;
    };
    told("if: {fact: tld}", "ladder up: there is no fact \"tld\"; did you mean \"told\"?");
    told("if: {state: dne}", "ladder up: there is no state \"dne\"; did you mean \"done\"?");
    told("if: nothing_of_the_kind", "ladder up: there is no condition or fact \"nothing_of_the_kind\"");
    told("do: [{raise: tik}]", "ladder up: there is no event \"tik\"; did you mean \"tick\"?");
    told("do: [{tell: boss}]", "ladder up: there is no role \"boss\"");
    EXPECT_THAT(faults_of(levels("{at: the deadline, tell: agent, if: {fact: told}, do: [{raise: tick}]}")), ElementsAre());
    EXPECT_THAT(faults_of(levels("{at: the deadline, tell: boss, if: told}")), ElementsAre(HasSubstr("ladder up: there is no role \"boss\""))) << "once";
}

TEST(a_ladder, that_no_policy_uses_may_be_of_any_one_machine) {
    const std::string other = "  other: {facts: {weighed: {}}, events: {go: {}}, states: {a: {initial: here}, b: {final: done}}, rows: [{in: a, event: go, to: b}]}\n";
    EXPECT_THAT(faults_of(other + levels("{at: the deadline, tell: agent, if: weighed, do: [{raise: go}]}")), ElementsAre());
    EXPECT_THAT(faults_of(other + levels("{at: the deadline, tell: agent, if: {fact: [weighed, told]}}")), ElementsAre(HasSubstr("ladder up: there is no fact")));
}

TEST(faults, of_a_machine_that_has_an_event_acknowledge_of_its_own) {
    const std::string own = "machines:\n  own: {events: {acknowledge: {}}, states: {a: {initial: here}}, rows: [{in: a, event: acknowledge, stay: inside}]}\n";
    const auto text = [&](const std::string& more) {
        return head + own + "roles: {agent: {}}\nladders: {up: [{at: the deadline, tell: agent" + more +
               "}]}\npolicies: {p: {machine: own, start: {opened: case}, stop: {leaves: a}, due: within 5m, ladder: up}}\n";
    };
    EXPECT_THAT(faults_of_text(text(", acknowledge_within: 5m")), ElementsAre(HasSubstr("has an event \"acknowledge\" of its own")));
    EXPECT_THAT(faults_of_text(text("")), ElementsAre());
}

}  // namespace
}  // namespace caseclock::rulebook_test

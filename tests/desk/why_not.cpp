// SPDX-License-Identifier: Apache-2.0
//
// Why a policy did not start, has no deadline, was not stopped: one answer for each kind.
#include "caseclock/desk/why_not.hpp"

#include "caseclock/desk/event_maker.hpp"
#include "caseclock/rulebook/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace caseclock;
using testing::ElementsAre;
using kind = why_not_kind;

constexpr std::string_view rules = R"(
rulebook: questions
language: caseclock/1
zone: UTC
machines:
  thing:
    attributes: {level: {one_of: [low, high]}, owner: {kind: name}, agreed_at: {kind: instant}}
    facts: {known: {}, told: {}}
    events: {begin: {}, hold: {}, resume: {}, drop: {}, finish: {}}
    states: {open: {initial: here}, held: {}, closed: {final: done}}
    rows:
      - {in: open, event: begin,  stay: inside}
      - {in: open, event: hold,   to: held}
      - {in: held, event: resume, to: open}
      - {in: any,  event: drop,   stay: inside}
      - {in: open, event: finish, to: closed}
  other:
    events: {begin: {}}
    states: {open: {initial: here}}
    rows: [{in: open, event: begin, stay: inside}]
policies:
  high_only: {machine: thing, start: {event: begin, if: {level: high}}, stop: {event: finish}, due: within 1h}
  one_cycle: {machine: thing, counts: once, start: {enters: held}, stop: {leaves: held}, due: within 1h}
  aimed:
    machine: thing
    start: {event: begin}
    stop: {all: [{fact: known}, {fact: told}]}
    cancel: {event: drop}
    due: [{if: {all: [known, {level: high}]}, due: within 1h}, {if: {owner: Li}, due: within 2h}]
  agreed: {machine: thing, start: {event: begin}, stop: {event: finish, if: known}, due: by agreed_at}
)";

class questions : public testing::Test {
protected:
    [[nodiscard]] static instant at(std::string_view time) { return parse_instant("2026-03-02T" + std::string{time} + ":00Z"); }
    [[nodiscard]] why_not_answer ask(std::string policy) {
        return why_not(book, make.events(), make.values(),
                       {.case_id = 1, .policy = std::move(policy), .root = {}, .until = at("18:00"), .text_of_code = [&](std::int64_t code) { return make.names().text(code); }});
    }
    [[nodiscard]] static std::vector<kind> kinds(const why_not_answer& said) {
        std::vector<kind> all;
        for (const auto& each : said.notes) all.push_back(each.is);
        return all;
    }

    rulebook book = parse_rulebook(rules, "questions.yaml");
    event_maker make{book};
};

TEST_F(questions, a_condition_that_does_not_hold_is_told_with_what_the_case_says) {
    make.add(1, at("09:00"), "thing", "begin", {{"level", "low"}});
    const auto said = ask("high_only");
    EXPECT_THAT(kinds(said), ElementsAre(kind::condition));
    EXPECT_EQ(said.notes[0].trigger, "begin");
    EXPECT_EQ(said.notes[0].would, "start");
    EXPECT_THAT(said.notes[0].unmet, ElementsAre(unmet_part{"level high", "level is low"}));
    EXPECT_EQ(text_of(said), "high_only on case 1: it never started\n"
                             "  2026-03-02 09:00:00  begin would start it, but its condition did not hold: asked is level high, and level is low\n");
}

TEST_F(questions, what_would_have_started_it_is_told_when_nothing_did) {
    make.add(1, at("09:00"), "thing", "begin");
    const auto said = ask("one_cycle");
    EXPECT_THAT(kinds(said), ElementsAre(kind::no_trigger));
    EXPECT_EQ(said.notes[0].text, "it starts by enters held");
}

TEST_F(questions, a_policy_that_counts_once_says_so) {
    make.add(1, at("09:00"), "thing", "begin");
    for (const auto* hour : {"10", "11"}) {
        make.add(1, at(std::string{hour} + ":00"), "thing", "hold");
        make.add(1, at(std::string{hour} + ":30"), "thing", "resume");
    }
    const auto said = ask("one_cycle");
    EXPECT_THAT(kinds(said), ElementsAre(kind::ended, kind::counts_once));
    EXPECT_EQ(said.cycles, 1U);
    EXPECT_EQ(said.notes[0].text, "cycle 1 ended: met, by resume");
}

TEST_F(questions, targets_that_do_not_match_are_told_one_by_one) {
    make.add(1, at("09:00"), "thing", "begin", {{"level", "low"}, {"owner", "Wu"}});
    make.add(1, at("10:00"), "thing", "begin");
    make.add(1, at("11:00"), "thing", "change", {{"told", "yes"}});
    const auto said = ask("aimed");
    EXPECT_THAT(kinds(said), ElementsAre(kind::already_running, kind::incomplete, kind::no_matching_target, kind::not_stopped));
    EXPECT_THAT(said.notes[1].unmet, ElementsAre(unmet_part{"known", "known does not hold"}));
    EXPECT_THAT(said.notes[2].unmet, ElementsAre(unmet_part{"known", "known does not hold"}, unmet_part{"level high", "level is low"}, unmet_part{"owner Li", "owner is Wu"}));
    EXPECT_TRUE(said.running);
}

TEST_F(questions, an_attribute_that_says_nothing_and_a_stop_that_did_not_count_are_told) {
    make.add(1, at("09:00"), "thing", "begin");
    make.add(1, at("10:00"), "thing", "finish");
    const auto said = ask("agreed");
    EXPECT_THAT(kinds(said), ElementsAre(kind::no_deadline, kind::condition, kind::cancelled));
    EXPECT_EQ(said.notes[1].would, "stop");
    EXPECT_EQ(said.notes[2].text, "cycle 1 was cancelled by finish");
}

TEST_F(questions, a_cancelled_cycle_says_by_what) {
    make.add(1, at("09:00"), "thing", "begin", {{"owner", "Li"}});
    make.add(1, at("09:30"), "thing", "drop");
    EXPECT_THAT(kinds(ask("aimed")), ElementsAre(kind::cancelled));
}

TEST_F(questions, of_another_machine_and_of_nothing_at_all) {
    make.add(1, at("09:00"), "other", "begin");
    EXPECT_THAT(kinds(ask("aimed")), ElementsAre(kind::other_machine));
    EXPECT_EQ(ask("aimed").notes[0].text, "the case is a other, and the policy serves thing");
    try {
        static_cast<void>(ask("aimd"));
        FAIL();
    } catch (const std::out_of_range& error) {
        EXPECT_STREQ(error.what(), "policy \"aimd\": rulebook questions has none of that name; did you mean \"aimed\"?");
    }
    make.clear();
    EXPECT_THROW(static_cast<void>(ask("aimed")), std::out_of_range);
}

TEST_F(questions, json_says_the_same) {
    make.add(1, at("09:00"), "thing", "begin", {{"level", "low"}});
    EXPECT_EQ(json_of(ask("high_only")),
              R"({"case": 1, "policy": "high_only", "machine": "thing", "cycles": 0, "running": false, "text": "it never started", "notes": [)"
              R"({"kind": "condition", "at": "2026-03-02T09:00:00.000Z", "trigger": "begin", "would": "start", )"
              R"("unmet": [{"asked": "level high", "found": "level is low"}], )"
              R"("text": "begin would start it, but its condition did not hold: asked is level high, and level is low"}]})");
}

}  // namespace

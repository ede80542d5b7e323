// SPDX-License-Identifier: Apache-2.0
//
// Proofs: the intervals of a cycle, why it was paused, and that the running ones add up.
#include "caseclock/desk/explain.hpp"

#include "caseclock/desk/event_maker.hpp"
#include "caseclock/desk/proof_text.hpp"
#include "caseclock/rulebook/load.hpp"

#include <gtest/gtest.h>

namespace {

using namespace caseclock;

constexpr std::string_view rules = R"(
rulebook: proofs
language: caseclock/1
zone: UTC
machines:
  thing:
    attributes: {level: {one_of: [low, high]}}
    facts: {known: {}}
    events: {begin: {}, hold: {}, resume: {}, finish: {}}
    states: {open: {initial: here}, held: {}, closed: {final: done}}
    rows:
      - {in: open, event: begin,  stay: inside}
      - {in: open, event: hold,   to: held}
      - {in: held, event: resume, to: open}
      - {in: open, event: finish, to: closed}
policies:
  answer:
    machine: thing
    start: {event: begin}
    stop: {event: finish}
    pause_while: [{state: held}, {level: low}, {all: [known, {level: {not: low}}]}]
    due: within 1h
)";

TEST(explain, names_why_a_clock_was_paused_and_adds_up) {
    const auto book = parse_rulebook(rules, "proofs.yaml");
    event_maker make{book};
    const auto at = [](std::string_view time) { return parse_instant("2026-03-02T" + std::string{time} + ":00Z"); };
    make.add(1, at("09:00"), "thing", "begin");
    make.add(1, at("09:10"), "thing", "hold");
    make.add(1, at("09:30"), "thing", "resume");
    make.add(1, at("09:40"), "thing", "change", {{"level", "low"}});
    make.add(1, at("10:00"), "thing", "change", {{"level", "high"}});
    make.add(1, at("10:10"), "thing", "change", {{"known", "yes"}});
    make.add(1, at("10:20"), "thing", "change", {{"known", "no"}});
    make.add(1, at("10:30"), "thing", "finish");
    const auto proofs = explain(book, make.events(), make.values(), {.case_id = 1, .until = at("11:00")});
    ASSERT_EQ(proofs.size(), 1U);
    EXPECT_EQ(proofs[0].running_time(), proofs[0].times.used);
    EXPECT_EQ(proofs[0].times.used, std::chrono::minutes{40});
    EXPECT_EQ(proofs[0].verdict, verdict_kind::met);
    std::vector<std::string> causes;
    for (const auto& each : proofs[0].intervals)
        if (each.kind == interval_kind::paused) causes.push_back(each.cause);
    EXPECT_EQ(causes, (std::vector<std::string>{"held", "level low", "known and level not low"}));
    EXPECT_NE(text_of(proofs[0]).find("2026-03-02 09:10:00 - 09:30:00  paused: held "), std::string::npos) << text_of(proofs[0]);
}

constexpr std::string_view office_rules = R"(
rulebook: office
language: caseclock/1
zone: Europe/Berlin
roles: {agent: {title: Agent}}
calendars:
  office: {week: {mon-fri: ["09:00-17:00"]}, holidays: {2026-03-10: Founders Day, 2026-03-11: Harvest}}
machines:
  thing:
    events: {begin: {}, finish: {}}
    states: {open: {initial: here}, closed: {final: done}}
    rows:
      - {in: open, event: begin,  stay: inside}
      - {in: open, event: finish, to: closed}
policies:
  answer:
    title: An answer within a day's work
    machine: thing
    start: {event: begin}
    stop: {event: finish}
    calendar: office
    due: within 8 business hours
    warn: [{at: 50 %, remind: agent}]
)";

TEST(explain, names_the_days_that_are_closed_and_what_the_clock_said) {
    const auto book = parse_rulebook(office_rules, "office.yaml");
    event_maker make{book};
    make.add(1, parse_instant("2026-03-06T15:00:00+01:00"), "thing", "begin");  // a Friday
    make.add(1, parse_instant("2026-03-12T10:00:00+01:00"), "thing", "finish");
    const auto proofs = explain(book, make.events(), make.values(), {.case_id = 1, .until = parse_instant("2026-03-13T00:00:00Z")});
    ASSERT_EQ(proofs.size(), 1U);
    EXPECT_TRUE(proofs[0].adds_up());
    std::vector<std::string> causes;
    for (const auto& each : proofs[0].intervals)
        if (each.kind == interval_kind::off_hours) causes.push_back(each.cause);
    EXPECT_EQ(causes, (std::vector<std::string>{"closed Saturday, Sunday", "off_hours", "holiday Founders Day", "off_hours", "holiday Harvest", "off_hours"}));
    ASSERT_EQ(proofs[0].marks.size(), 2U);
    EXPECT_EQ(proofs[0].marks[0].is, proof_mark::kind::warning);
    EXPECT_EQ(proofs[0].marks[1].is, proof_mark::kind::missed);
    EXPECT_EQ(proofs[0].started_by.name, "begin");
    EXPECT_EQ(proofs[0].started_by.event, 0U);
    EXPECT_EQ(proofs[0].ended_by.event, 1U);
    const auto text = text_of(proofs[0]);
    EXPECT_NE(text.find("missed because of 3h of open time between 2026-03-09 15:00:00 and 2026-03-12 10:00:00"), std::string::npos) << text;
    EXPECT_NE(text.find("would have been met if finish had come by 2026-03-09 15:00:00 (67h earlier)\n"), std::string::npos) << text;
    EXPECT_NE(text.find("would have been met if begin had started it no earlier than 2026-03-09 10:00:00 (67h later)\n"), std::string::npos) << text;
}

TEST(explain, says_by_when_a_clock_that_nothing_stopped_had_to_be_stopped) {
    const auto book = parse_rulebook(office_rules, "office.yaml");
    event_maker make{book};
    make.add(1, parse_instant("2026-03-06T15:00:00+01:00"), "thing", "begin");
    const auto proofs = explain(book, make.events(), make.values(), {.case_id = 1, .until = parse_instant("2026-03-13T00:00:00Z")});
    ASSERT_EQ(proofs.at(0).counterfactuals.size(), 1U);
    EXPECT_TRUE(proofs[0].counterfactuals[0].moves.empty());
    EXPECT_NE(text_of(proofs[0]).find("would have been met if something had stopped it by 2026-03-09 15:00:00\n"), std::string::npos) << text_of(proofs[0]);
    EXPECT_GT(proofs[0].times.overrun.count(), 0);
}

TEST(explain, says_so_when_no_event_opens_the_case) {
    const auto book = parse_rulebook(rules, "proofs.yaml");
    EXPECT_THROW(static_cast<void>(explain(book, {}, {}, {.case_id = 7, .until = parse_instant("2026-03-02T09:00:00Z")})), std::out_of_range);
}

}  // namespace

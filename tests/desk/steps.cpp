// SPDX-License-Identifier: Apache-2.0
//
// Time at the desk, and what happens in one step.
#include "desk/story.hpp"

#include <gtest/gtest.h>

namespace caseclock::desk_test {
namespace {

constexpr auto quarter =
    "  quarter: {machine: thing, start: {enters: busy}, stop: {event: finish}, due: within 15m, missed: [{tell: boss}]}\n";

// ---- time -------------------------------------------------------------------------------------------------------------------------------

TEST(time_at_the_desk, met_at_the_deadline_is_met) {
    story told{quarter};
    told.at("09:00").send("begin");
    told.advance("09:15");
    EXPECT_EQ(told.said(), "") << "a deadline is the last instant that is still in time";
    told.at("09:15").send("finish");
    EXPECT_EQ(told.said(), "09:15 quarter met");
    EXPECT_EQ(told.last().times.overrun, duration{0});
}

TEST(time_at_the_desk, a_millisecond_after_the_deadline_is_missed) {
    story told{quarter};
    told.at("09:00").send("begin");
    told.at("09:15:00.001").send("finish");
    EXPECT_EQ(told.said(), "09:15 quarter missed; 09:15 tell boss; 09:15:00.001 quarter ended_late");
    EXPECT_EQ(told.last().times.overrun, duration{1});
}

TEST(time_at_the_desk, a_miss_is_dated_at_its_deadline_and_a_warning_at_its_threshold) {
    story told{
        "  quarter: {machine: thing, start: {enters: busy}, stop: {event: finish}, due: within 15m, warn: [{at: 80 %, note: soon}, {at: 5m "
        "left, note: sooner}]}\n"};
    told.at("09:00").send("begin");
    told.advance("fri 09:00");
    EXPECT_EQ(told.said(), "09:10 quarter warning 1; 09:10 note sooner; 09:12 quarter warning 0; 09:12 note soon; 09:15 quarter missed");
}

TEST(time_at_the_desk, openings_come_before_the_events_of_their_instant_and_limits_after_them) {
    story told{
        "  window: {machine: thing, start: {enters: busy}, stop: {event: finish}, due: between 1h and 2h, warn: [{at: 1h left, note: "
        "an_hour}]}\n"};
    told.at("09:00").send("begin");
    told.at("10:00").send("ping");
    EXPECT_EQ(told.said(), "10:00 window window");
    told.at("10:00").send("echo");
    EXPECT_EQ(told.said(), "10:00 raised ping accepted; 10:00 raised pong accepted") << "the warning of that instant waits for its events";
    told.advance("10:00:00.001");
    EXPECT_EQ(told.said(), "10:00 window warning 0; 10:00 note an_hour");
}

TEST(time_at_the_desk, advance_reaches_openings_at_its_instant_and_limits_before_it) {
    story told{"  window: {machine: thing, start: {enters: busy}, stop: {event: finish}, due: between 1h and 2h}\n"};
    told.at("09:00").send("begin");
    told.advance("10:00");
    EXPECT_EQ(told.said(), "10:00 window window");
    told.advance("11:00");
    EXPECT_EQ(told.said(), "");
    EXPECT_EQ(told.itself().next_deadline(), story::time("11:00:00.001"));
    told.advance("11:00:00.001");
    EXPECT_EQ(told.said(), "11:00 window missed");
    EXPECT_EQ(told.itself().next_deadline(), std::nullopt);
}

TEST(time_at_the_desk, next_deadline_is_exact_and_always_makes_progress) {
    story told{
        "  window: {machine: thing, start: {enters: busy}, stop: {event: finish}, due: between 1h and 2h, warn: [{at: 10m left, note: "
        "soon}]}\n"
        "  late: {machine: thing, start: {enters: busy}, stop: {event: finish}, due: within 2h}\n"};
    told.at("09:00").send("begin");
    told.at("09:30").send_to(2, "begin");
    std::size_t rounds = 0;
    for (auto t = told.itself().next_deadline(); t; t = told.itself().next_deadline(), ++rounds) {
        const auto before = told.out.effects.size();
        if (*t > *told.itself().now()) {
            told.itself().advance(*t - duration{1}, told.out);
            ASSERT_EQ(told.out.effects.size(), before) << "nothing happens before it";
        }
        told.itself().advance(*t, told.out);
        ASSERT_GT(told.out.effects.size(), before) << "something happens at it";
    }
    EXPECT_EQ(rounds, 6U);
}

TEST(time_at_the_desk, the_order_of_ties_is_root_case_then_clock) {
    story told{
        "  b: {machine: thing, start: {enters: busy}, stop: {event: finish}, due: within 15m}\n"
        "  a: {machine: thing, start: {enters: busy}, stop: {event: finish}, due: within 15m, warn: [{at: 100 %, note: now}]}\n"};
    told.at("09:00").send_to(3, "begin");
    told.at("09:00").send_to(2, "begin");
    told.advance("10:00");
    EXPECT_EQ(told.said(),
              "#2 09:15 b missed; #2 09:15 a warning 0; #2 09:15 note now; #2 09:15 a missed; "
              "#3 09:15 b missed; #3 09:15 a warning 0; #3 09:15 note now; #3 09:15 a missed");
}

TEST(time_at_the_desk, an_advance_into_the_past_is_an_error) {
    story told{quarter};
    told.advance("10:00");
    EXPECT_THROW(told.advance("09:59"), std::invalid_argument);
    told.advance("10:00");
    EXPECT_THROW(told.itself().advance(instant{duration{-1}}, told.out), horizon_error);
    EXPECT_THROW(told.itself().advance(horizon, told.out), horizon_error);
    EXPECT_EQ(told.itself().now(), story::time("10:00"));
}

TEST(time_at_the_desk, before_it_starts_a_desk_takes_its_time_from_the_first_event_or_advance) {
    story told{quarter};
    EXPECT_EQ(told.itself().now(), std::nullopt);
    told.at("09:00").send("begin");
    EXPECT_EQ(told.itself().now(), story::time("09:00"));
    story advanced{quarter};
    advanced.advance("08:00");
    EXPECT_EQ(advanced.itself().now(), story::time("08:00"));
}

TEST(time_at_the_desk, an_advance_may_stop_early_and_says_so) {
    story told{
        "  quarter: {machine: thing, start: {enters: busy}, stop: {event: finish}, due: within 15m, warn: [{at: 5m left, note: soon}]}\n"};
    told.at("09:00").send("begin");
    EXPECT_FALSE(told.itself().advance(story::time("10:00"), 1, told.out));
    EXPECT_EQ(told.said(), "09:10 quarter warning 0; 09:10 note soon");
    EXPECT_EQ(told.itself().now(), story::time("09:10"));
    EXPECT_TRUE(told.itself().advance(story::time("10:00"), 1, told.out));
    EXPECT_EQ(told.said(), "09:15 quarter missed");
    EXPECT_EQ(told.itself().now(), story::time("10:00"));
}

TEST(time_at_the_desk, a_refused_event_moves_time_and_changes_nothing_else) {
    story told{quarter};
    told.at("09:00").send("begin");
    EXPECT_EQ(told.at("09:30").send("resume", "priority=high known"), "not_taken");
    EXPECT_EQ(told.said(), "09:15 quarter missed; 09:15 tell boss");
    EXPECT_EQ(told.itself().now(), story::time("09:30"));
    const auto view = told.itself().find(1);
    EXPECT_EQ(view->record.facts, 0U);
    EXPECT_EQ(told.book().plan(view->machine).machine.value(view->record, 0), no_value);
    EXPECT_EQ(told.where(), "busy");
}

// ---- the machine ------------------------------------------------------------------------------------------------------------------------

TEST(a_step, first_event_that_is_not_accepted_opens_no_case) {
    story told{quarter};
    EXPECT_EQ(told.at("09:00").send("resume"), "not_taken");
    EXPECT_EQ(told.where(), "nowhere");
    EXPECT_EQ(told.itself().size(), 0U);
    EXPECT_EQ(told.send("begin"), "accepted");
    EXPECT_NE(told.receipt.marks & receipt::opened_case, 0);
    EXPECT_EQ(told.where(), "busy");
}

TEST(a_step, names_what_the_chosen_row_needs_and_tries_no_other) {
    story told{quarter};
    told.at("09:00").send("begin", "checked");
    EXPECT_EQ(told.send("finish"), "refused");
    ASSERT_EQ(told.receipt.refusal_count, 1U);
    const auto& note = told.out.refusals[told.receipt.first_refusal];
    EXPECT_EQ(note.unmet, 1U);
    EXPECT_EQ(told.book().plan(note.machine).machine.rows()[note.row].asks[0].name, "known");
    EXPECT_EQ(told.send("finish", "known"), "accepted") << "facts that an event carries count for its own guards";
}

TEST(a_step, goes_opened_then_initial_state_then_event_then_state_left_facts_attributes_state_entered) {
    story told{
        "  p: {machine: thing, due: within 1h, start: [{opened: case}], stop: [{enters: idle}], met: [{note: opened_then_initial}]}\n"
        "  q: {machine: thing, due: within 1h, start: [{enters: idle}], stop: [{event: begin}], met: [{note: initial_then_event}]}\n"
        "  r: {machine: thing, due: within 1h, start: [{event: begin}], stop: [{leaves: idle}], met: [{note: event_then_left}]}\n"
        "  s: {machine: thing, due: within 1h, start: [{leaves: idle}], stop: [{loses: noted}, {fact: known}], met: [{note: "
        "left_then_facts}]}\n"
        "  t: {machine: thing, due: within 1h, start: [{fact: known}], stop: [{changes: priority}], met: [{note: facts_then_attributes}]}\n"
        "  u: {machine: thing, due: within 1h, start: [{changes: priority}], stop: [{enters: busy}], met: [{note: "
        "attributes_then_entered}]}\n"};
    told.at("09:00").send("begin", "known priority=high");
    EXPECT_EQ(
        told.said(),
        "09:00 p met; 09:00 note opened_then_initial; 09:00 q met; 09:00 note initial_then_event; 09:00 r met; 09:00 note event_then_left; "
        "09:00 s met; 09:00 note left_then_facts; 09:00 t met; 09:00 note facts_then_attributes; 09:00 u met; 09:00 note "
        "attributes_then_entered");
}

TEST(a_step, stops_before_it_cancels_resets_retargets_and_starts) {
    story told{
        "  p: {machine: thing, due: within 1h, start: [{event: begin}, {event: ping}], stop: {event: ping}, cancel: {event: ping}, reset: "
        "{event: ping}}\n"
        "  q: {machine: thing, due: within 1h, start: [{event: begin}, {event: pong}], stop: {event: finish}, cancel: {event: pong}, "
        "reset: {event: pong}}\n"};
    told.at("09:00").send("begin");
    told.at("09:10").send("ping");
    EXPECT_EQ(told.said(), "09:10 p met") << "stopped, and started again at once";
    EXPECT_EQ(told.clock("09:10").cycle, 2);
    EXPECT_TRUE(told.clock("09:10").running);
    told.at("09:20").send("pong");
    EXPECT_EQ(told.said(), "09:20 q cancelled");
    EXPECT_EQ(told.clock("09:20", 1).cycle, 2);
}

TEST(a_step, takes_several_facts_or_attributes_of_one_event_as_one_trigger) {
    story told{
        "  p: {machine: thing, due: within 1h, start: [{fact: told}, {fact: known}], stop: [{fact: checked}, {all: [{fact: told}, {fact: "
        "known}]}]}\n"
        "  q: {machine: thing, due: within 1h, start: {event: begin}, stop: {event: finish}, when_changed: {priority: reset, count: "
        "reset}}\n"};
    told.at("09:00").send("begin");
    told.at("09:10").send("ping", "told known");
    EXPECT_EQ(told.said(), "09:10 p met") << "one start, and so one cycle";
    EXPECT_EQ(told.clock("09:10", 0).cycle, 1);
    told.at("10:30").send("change", "priority=high count=3");
    EXPECT_EQ(told.said(), "10:00 q missed");
    EXPECT_EQ(told.clock("10:30", 1).cycle, 2) << "reset once: a missed cycle ended and one began";
}

TEST(a_step, reads_every_if_target_and_since_as_it_leaves_the_case) {
    story told{
        "  p: {machine: thing, start: {event: begin, if: {state: busy}, since: received_at}, stop: {event: finish}, due: [{if: {priority: "
        "high}, due: within 1h}, {due: within 2h}]}\n"};
    told.at("09:00").send("begin", "priority=high received_at=08:30");
    EXPECT_EQ(told.clock("09:00").started, story::time("08:30"));
    EXPECT_EQ(told.clock("09:00").due, story::time("09:30"));
}

TEST(a_step, triggers_a_fact_only_when_it_changes) {
    story told{"  p: {machine: thing, due: within 1h, start: {fact: known}, stop: {event: finish}}\n"};
    told.at("09:00").send("begin", "known");
    told.at("09:05").send("finish");
    told.at("09:06").send("ping", "known");
    EXPECT_FALSE(told.clock("09:06").running);
    told.send("ping", "-known");
    told.send("ping", "known");
    EXPECT_TRUE(told.clock("09:06").running);
}

TEST(a_step, acts_for_groups_only_where_their_border_is_crossed) {
    story told{"  p: {machine: thing, due: within 8h, start: {enters: open_work}, stop: {leaves: open_work}}\n"};
    told.at("09:00").send("begin");
    told.at("09:10").send("hold");
    told.at("09:20").send("resume");
    EXPECT_EQ(told.said(), "");
    EXPECT_EQ(told.clock("09:20").started, story::time("09:00"));
    told.at("09:30").send("finish");
    EXPECT_EQ(told.said(), "09:30 p met");
}

constexpr auto two_regions = R"(rulebook: regions
language: caseclock/1
machines:
  thing:
    facts: {known: {}}
    events: {begin: {}, pay: {}, both: {}, finish: {}}
    states: {idle: {initial: here}, busy: {}, finished: {final: done}, unpaid: {initial: here}, paid: {final: done}}
    rows:
      - {in: idle, event: [begin, both], to: busy}
      - {in: busy, event: finish, needs: [known], to: finished}
      - {in: unpaid, event: [pay, both], to: paid}
policies:
  work: {machine: thing, start: {enters: busy}, stop: {enters: finished}, due: within 1h}
  payment: {machine: thing, start: {opened: case}, stop: {enters: paid}, due: within 1h}
  closing: {machine: thing, start: {opened: case}, stop: {event: begin, if: {state: paid}}, due: none}
)";

TEST(a_step, is_accepted_when_one_region_takes_it_and_ends_the_case_when_all_are_final) {
    story told{parse_rulebook(two_regions, "regions.yaml")};
    EXPECT_EQ(told.at("09:00").send("begin"), "accepted");
    EXPECT_EQ(told.at("09:10").send("pay"), "accepted");
    EXPECT_EQ(told.said(), "09:10 payment met");
    EXPECT_EQ(told.at("09:20").send("finish", "known"), "accepted");
    EXPECT_EQ(told.said(), "09:20 work met; 09:20 closing cancelled; 09:20 ended");
}

TEST(a_step, that_two_regions_take_triggers_for_both) {
    story told{parse_rulebook(two_regions, "regions.yaml")};
    EXPECT_EQ(told.at("09:00").send("both"), "accepted");
    EXPECT_EQ(told.said(), "09:00 payment met");
    EXPECT_TRUE(told.clock("09:00", 0).running);
}

TEST(a_step, refused_by_every_region_lists_the_reason_of_each) {
    story told{parse_rulebook(two_regions, "regions.yaml")};
    told.at("09:00").send("begin");
    EXPECT_EQ(told.send("finish"), "refused");
    ASSERT_EQ(told.receipt.refusal_count, 2U);
    const auto* const notes = &told.out.refusals[told.receipt.first_refusal];
    EXPECT_EQ(notes[0].why, refusal::reason::needs);
    EXPECT_EQ(notes[0].region, 0);
    EXPECT_EQ(notes[1].why, refusal::reason::no_row);
    EXPECT_EQ(notes[1].region, 1);
}

TEST(a_step, keeps_a_fact_for_its_life) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {loses: noted}, due: within 1h}\n"};
    told.at("09:00").send("begin");
    told.at("09:10").send("change", "noted");
    told.at("09:20").send("ping");
    EXPECT_EQ(told.said(), "");
    told.at("09:30").send("hold");
    EXPECT_EQ(told.said(), "09:30 p met") << "until the state busy is left";
}

// ---- what a change put into the past ----------------------------------------------------------------------------------------------------

TEST(the_past, happens_at_the_step_and_says_beside_it_what_was_due_when) {
    story told{
        "  p: {machine: thing, start: {event: begin, since: received_at}, stop: {event: finish}, due: within 15m, warn: [{at: 5m left, "
        "note: soon}], missed: [{tell: boss}]}\n"};
    told.at("09:00").send("begin", "received_at=08:30");
    EXPECT_EQ(told.said(), "09:00 p missed (due 08:45); 09:00 tell boss (due 08:45)") << "and no warning of a deadline that has passed";
    EXPECT_EQ(told.last().times.ended, story::time("08:45"));
}

TEST(the_past, warns_of_a_deadline_that_has_not_passed) {
    story told{
        "  p: {machine: thing, start: {event: begin, since: received_at}, stop: {event: finish}, due: within 1h, warn: [{at: 45m left, "
        "note: early}, {at: 5m left, note: soon}]}\n"};
    told.at("09:00").send("begin", "received_at=08:30");
    EXPECT_EQ(told.said(), "09:00 p warning 0 (due 08:45); 09:00 note early (due 08:45)");
    told.advance("10:00");
    EXPECT_EQ(told.said(), "09:25 p warning 1; 09:25 note soon; 09:30 p missed");
}

TEST(the_past, is_not_missed_at_the_deadline_itself) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: by agreed_at, warn: [{at: 5m left, note: soon}]}\n"};
    told.at("09:00").send("begin", "agreed_at=09:00");
    EXPECT_EQ(told.said(), "09:00 p warning 0 (due 08:55); 09:00 note soon (due 08:55)");
    told.at("09:00").send("finish");
    EXPECT_EQ(told.said(), "09:00 p met");
}

TEST(the_past, goes_by_the_instants_that_were_due_whichever_clock_it_is) {
    story told{
        "  p: {machine: thing, start: {event: begin, since: received_at}, stop: {event: finish}, due: within 20m}\n"
        "  q: {machine: thing, start: {event: begin, since: received_at}, stop: {event: finish}, due: between 5m and 15m}\n"
        "  r: {machine: thing, start: {event: begin, since: received_at}, stop: {event: finish}, due: within 2h, warn: [{at: 110m left, "
        "note: ten_minutes}]}\n"};
    told.at("09:00").send("begin", "received_at=08:30");
    EXPECT_EQ(told.said(),
              "09:00 q window (due 08:35); 09:00 r warning 0 (due 08:40); 09:00 note ten_minutes (due 08:40); 09:00 q missed (due 08:45); "
              "09:00 p missed (due 08:50)");
}

TEST(the_past, of_a_retarget_happens_at_the_change) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: [{if: {priority: high}, due: within 15m}, {due: within "
        "2h}]}\n"};
    told.at("09:00").send("begin");
    told.at("09:30").send("ping", "priority=high");
    EXPECT_EQ(told.said(), "09:30 p missed (due 09:15)");
    told.at("09:40").send("change", "priority=low");
    told.at("09:50").send("finish");
    EXPECT_EQ(told.said(), "09:50 p ended_late") << "a miss stands, whatever comes after";
    EXPECT_EQ(told.last().times.overrun, duration{0}) << "against the last due instant, never below zero";
    EXPECT_EQ(told.last().times.due, story::time("11:00"));
}

TEST(the_past, by_an_instant_before_the_start_is_missed_at_the_start) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: by agreed_at}\n"
        "  q: {machine: thing, start: {event: begin}, stop: {event: finish}, due: on the day before agreed_at}\n"};
    told.at("tue 09:00").send("begin", "agreed_at=mon@10:00");
    EXPECT_EQ(told.said(), "tue 09:00 q window (due -86400000ms); tue 09:00 q missed (due 00:00); tue 09:00 p missed (due 10:00)");
}

// ---- the end of a case ------------------------------------------------------------------------------------------------------------------

TEST(the_end_of_a_case, cancels_what_still_runs_and_leaves_a_miss_as_it_is) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 15m}\n"
        "  q: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 2h}\n"
        "  w: {machine: thing, kind: wait, start: {event: begin}, due: within 3h, ends: [{note: waited}]}\n"};
    told.at("09:00").send("begin");
    told.at("10:00").send("close");
    EXPECT_EQ(told.said(), "09:15 p missed; 10:00 q cancelled; 10:00 ended");
    told.advance("fri 09:00");
    EXPECT_EQ(told.said(), "");
    EXPECT_EQ(told.at("fri 09:00").send("begin"), "ended");
    EXPECT_EQ(told.send("change", "known"), "ended");
}

TEST(the_end_of_a_case, leaves_no_deadline_behind) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 2h}\n"};
    told.at("09:00").send("begin");
    told.at("10:00").send("close");
    EXPECT_EQ(told.itself().next_deadline(), std::nullopt);
}

TEST(the_end_of_a_case, comes_after_what_lay_in_the_past) {
    story told{
        "  p: {machine: thing, start: {enters: closed, since: received_at}, stop: {event: finish}, due: within 15m}\n"
        "  q: {machine: thing, start: {enters: closed}, stop: {event: finish}, due: within 15m}\n"};
    told.at("09:00").send("close", "received_at=08:00");
    EXPECT_EQ(told.said(), "09:00 p missed (due 08:15); 09:00 q cancelled; 09:00 ended");
}

}  // namespace
}  // namespace caseclock::desk_test

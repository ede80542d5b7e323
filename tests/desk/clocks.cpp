// SPDX-License-Identifier: Apache-2.0
//
// Policies and clocks as a desk runs them.
#include "desk/story.hpp"

#include <gtest/gtest.h>

namespace caseclock::desk_test {
namespace {

using namespace std::chrono_literals;

// ---- starts and ends --------------------------------------------------------------------------------------------------------------------

TEST(a_start, while_the_clock_runs_changes_nothing) {
    story told{"  p: {machine: thing, start: {event: ping}, stop: {event: finish}, due: within 15m}\n"};
    told.at("09:00").send("ping");
    told.at("09:10").send("ping");
    told.advance("10:00");
    EXPECT_EQ(told.said(), "09:15 p missed");
}

TEST(a_start, since_an_instant_is_backdated_and_ignored_when_unset_or_after_the_step) {
    const auto policy = "  p: {machine: thing, start: {event: begin, since: received_at}, stop: {event: finish}, due: within 2h}\n";
    for (const auto& [brings, started] : {std::pair{"received_at=08:00", "08:00"}, {"", "09:00"}, {"received_at=09:30", "09:00"}}) {
        story told{policy};
        told.at("09:00").send("begin", brings);
        EXPECT_EQ(told.clock("09:00").started, story::time(started)) << brings;
    }
}

TEST(a_start, of_several_facts_set_at_once_is_the_first_that_was_written) {
    for (const auto& [starts, started] : {std::pair{"[{fact: checked, since: received_at}, {fact: known}]", "08:00"},
                                          {"[{fact: known}, {fact: checked, since: received_at}]", "09:00"}}) {
        story told{std::string{"  p: {machine: thing, start: "} + starts + ", stop: {event: finish}, due: within 2h}\n"};
        told.at("09:00").send("begin", "received_at=08:00 known checked");
        EXPECT_EQ(told.clock("09:00").started, story::time(started)) << starts;
    }
}

TEST(a_start, where_the_facts_of_a_stop_hold_is_met_there) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: [{event: finish}, {fact: known, if: {priority: high}}, {all: [{fact: told}, "
        "{fact: checked}]}], due: within 15m}\n"};
    told.at("09:00").send("begin", "known");
    EXPECT_EQ(told.said(), "");
    told.at("09:01").send("finish");
    told.at("09:02").send("begin", "priority=high");
    EXPECT_EQ(told.said(), "09:01 p met; 09:02 p met");
    EXPECT_EQ(told.last().times.used, 0ms);
    told.at("09:03").send("begin", "-known told checked");
    EXPECT_EQ(told.said(), "09:03 p met");
}

TEST(an_all, is_met_by_the_last_of_its_members) {
    const auto policy = "  p: {machine: thing, start: {enters: busy}, stop: {all: [{event: ping}, {fact: told}]}, due: within 1h}\n";
    story told{policy};
    told.at("09:00").send("begin");
    told.at("09:10").send("ping");
    EXPECT_EQ(told.said(), "");
    told.at("09:20").send("change", "told");
    EXPECT_EQ(told.said(), "09:20 p met");
    story other{policy};
    other.at("09:00").send("begin", "told");
    other.at("09:10").send("ping");
    EXPECT_EQ(other.said(), "09:10 p met");
}

TEST(an_all, counts_a_fact_while_it_holds_and_other_members_once_they_occurred_in_this_cycle) {
    story told{
        "  p: {machine: thing, start: {enters: busy}, stop: [{event: hold}, {all: [{event: ping}, {fact: told}]}], due: within 1h}\n"};
    told.at("08:50").send("ping");
    told.at("09:00").send("begin");
    told.at("09:05").send("ping", "told");
    EXPECT_EQ(told.said(), "09:05 p met");
    told.at("09:10").send("begin", "-told");
    told.at("09:15").send("change", "told");
    EXPECT_EQ(told.said(), "") << "the event of the cycle before does not count";
    told.at("09:16").send("change", "-told");
    told.at("09:17").send("ping");
    EXPECT_EQ(told.said(), "") << "nor does a fact that was lost";
    told.at("09:18").send("change", "told");
    EXPECT_EQ(told.said(), "09:18 p met");
}

TEST(an_all, may_start_a_clock) {
    story told{
        "  p: {machine: thing, start: {all: [{event: ping}, {event: pong}], if: {lacks: told}}, stop: {event: finish}, due: within 1h}\n"};
    told.at("09:00").send("pong");
    told.at("09:10").send("ping");
    EXPECT_EQ(told.clock("09:10").started, story::time("09:10"));
}

TEST(a_reset, goes_on_with_the_same_cycle_without_the_time_it_used) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, reset: {event: ping}, due: within 1h, warn: [{at: 30m left, "
        "note: half}]}\n"};
    told.at("09:00").send("begin");
    told.at("09:40").send("ping");
    EXPECT_EQ(told.said(), "09:30 p warning 0; 09:30 note half");
    told.at("10:20").send("finish");
    EXPECT_EQ(told.said(), "10:10 p warning 0; 10:10 note half; 10:20 p met") << "its warnings are armed again";
    EXPECT_EQ(told.last().cycle, 1);
    EXPECT_EQ(told.last().times.used, 40min);
}

TEST(a_reset, of_a_missed_cycle_begins_a_new_one) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, reset: {event: ping}, due: within 1h, missed: [{tell: boss, "
        "from: 2nd miss}]}\n"};
    told.at("09:00").send("begin");
    told.at("10:30").send("ping");
    told.at("11:00").send("finish");
    EXPECT_EQ(told.said(), "10:00 p missed; 11:00 p met");
    EXPECT_EQ(told.last().cycle, 2);
    told.at("12:00").send("begin");
    told.advance("14:00");
    EXPECT_EQ(told.said(), "13:00 p missed; 13:00 tell boss") << "from the second miss of the case on";
}

TEST(a_reset, during_a_pause_begins_the_pause_anew) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, reset: {event: ping}, pause_while: {state: held}, due: within "
        "1h}\n"};
    told.at("09:00").send("begin");
    told.at("09:30").send("hold");
    told.at("10:00").send("ping");
    told.at("11:00").send("resume");
    EXPECT_EQ(told.clock("11:00").due, story::time("12:00"));
    EXPECT_EQ(told.clock("11:00").used, 0ms);
}

TEST(a_cancel, is_outside_attainment_and_after_a_miss_only_ends_the_measuring) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, cancel: {event: ping}, due: within 15m}\n"};
    told.at("09:00").send("begin");
    told.at("09:10").send("ping");
    EXPECT_EQ(told.said(), "09:10 p cancelled");
    told.at("09:20").send("begin");
    told.at("10:00").send("ping");
    EXPECT_EQ(told.said(), "09:35 p missed");
    EXPECT_FALSE(told.clock("10:00").running);
}

TEST(a_clock, without_a_deadline_is_measured) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: none}\n"
        "  q: {machine: thing, start: {event: begin}, stop: {event: finish}, due: none, calendar: office}\n"};
    told.at("16:00").send("begin");
    told.at("tue 10:00").send("finish");
    EXPECT_EQ(told.said(), "tue 10:00 p measured; tue 10:00 q measured");
    EXPECT_EQ(told.out.verdicts[0].times.used, 18h);
    EXPECT_EQ(told.out.verdicts[1].times.used, 2h);
}

TEST(a_clock, counts_each_time_or_once) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 15m}\n"
        "  q: {machine: thing, counts: once, start: {event: begin}, stop: {event: finish}, cancel: {event: hold}, due: within 15m}\n"};
    told.at("09:00").send("begin");
    told.send("hold");
    told.send("finish");
    told.at("09:10").send("begin");
    told.send("finish");
    EXPECT_EQ(told.said(), "09:00 q cancelled; 09:00 p met; 09:10 p met") << "a cancelled cycle was the one";
}

TEST(a_wait, raises_its_event_and_has_no_verdict) {
    story told{
        "  w: {machine: thing, kind: wait, start: {event: begin}, stop: {event: hold}, due: within 1h, ends: [{raise: finish}, {note: "
        "waited}]}\n"};
    told.at("09:00").send("begin");
    told.advance("12:00");
    EXPECT_EQ(told.said(), "10:00 note waited; 10:00 raised finish accepted");
    EXPECT_EQ(told.where(), "finished");
    told.at("13:00").send("begin");
    told.at("13:30").send("hold");
    told.advance("20:00");
    EXPECT_EQ(told.said(), "");
    EXPECT_TRUE(told.out.verdicts.empty());
}

TEST(a_verdict, carries_facts_attributes_and_state_as_they_were_at_its_instant) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 15m}\n"};
    told.at("09:00").send("begin", "priority=high known");
    told.at("09:30").send("finish", "priority=low -known");
    ASSERT_EQ(told.out.verdicts.size(), 2U);
    const auto& machine = told.book().plan(told.last().machine).machine;
    const auto priority_of = [&](const verdict& v) {
        case_record then;
        then.values = v.values;
        return machine.value(then, *machine.attribute("priority"));
    };
    EXPECT_EQ(priority_of(told.out.verdicts[0]), 1);
    EXPECT_EQ(told.out.verdicts[0].facts, std::uint64_t{1} << *machine.fact("known"));
    EXPECT_EQ(machine.states()[told.out.verdicts[0].state[0]].name, "busy");
    EXPECT_EQ(priority_of(told.out.verdicts[1]), 0);
    EXPECT_EQ(told.out.verdicts[1].facts, 0U);
    EXPECT_EQ(machine.states()[told.out.verdicts[1].state[0]].name, "finished");
}

TEST(an_overrun, is_given_in_real_and_in_business_time_against_the_due_instant) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 8 business hours}\n"};
    told.at("09:00").send("begin");
    told.at("tue 08:59").send("finish");
    EXPECT_EQ(told.said(), "17:00 p missed; tue 08:59 p ended_late");
    EXPECT_EQ(told.last().times.overrun, 15h + 59min);
    EXPECT_EQ(told.last().times.business_overrun, 0ms) << "the due instant decides, not the sums";
    EXPECT_EQ(told.last().times.used, 8h);
    EXPECT_EQ(told.last().times.target, 8h);
}

// ---- targets ----------------------------------------------------------------------------------------------------------------------------

TEST(a_target, is_the_first_whose_if_matches_and_comes_later_where_none_did) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: [{if: {priority: high}, due: within 1h}, {if: known, "
        "due: within 2h}]}\n"};
    told.at("09:00").send("begin");
    EXPECT_EQ(told.clock("09:00").due, never);
    told.at("09:30").send("change", "known");
    EXPECT_EQ(told.clock("09:30").due, story::time("11:00")) << "from the same start";
    told.at("09:40").send("change", "priority=high");
    EXPECT_EQ(told.clock("09:40").due, story::time("10:00"));
    told.at("09:50").send("change", "priority=low -known");
    EXPECT_EQ(told.clock("09:50").due, never);
}

TEST(a_target, is_not_changed_by_a_fact_once_there_is_one) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: [{if: known, due: within 1h}, {due: within 2h}]}\n"};
    told.at("09:00").send("begin");
    told.at("09:10").send("change", "known");
    EXPECT_EQ(told.clock("09:10").due, story::time("11:00"));
}

TEST(a_target, retargets_keeps_or_resets_when_an_attribute_changes) {
    const std::string policy =
        "machine: thing, start: {event: begin}, stop: {event: finish}, due: [{if: {priority: high}, due: within 1h}, {due: within 4h}]";
    story told{"  p: {" + policy + "}\n  q: {" + policy + ", when_changed: {priority: keep}}\n  r: {" + policy +
               ", when_changed: {priority: reset}}\n"};
    told.at("09:00").send("begin");
    told.at("09:30").send("change", "priority=high");
    EXPECT_EQ(told.clock("09:30", 0).due, story::time("10:00"));
    EXPECT_EQ(told.clock("09:30", 1).due, story::time("13:00"));
    EXPECT_EQ(told.clock("09:30", 2).due, story::time("10:30"));
}

TEST(a_target, has_a_stand_in_where_its_attribute_is_unset_or_not_positive) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within promised, otherwise: within 2h}\n"
        "  q: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within promised}\n"};
    told.at("09:00").send("begin", "promised=0s");
    EXPECT_EQ(told.said(), "09:00 q no_deadline");
    EXPECT_EQ(told.clock("09:00", 0).due, story::time("11:00"));
    EXPECT_EQ(told.clock("09:00", 1).due, never);
    told.at("09:10").send("change", "promised=30m");
    EXPECT_EQ(told.clock("09:10", 0).due, story::time("09:30"));
    EXPECT_EQ(told.clock("09:10", 1).due, story::time("09:30"));
}

TEST(a_target, that_stands_in_moves_with_pauses_and_is_measured_by_its_own_unit) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: {state: held}, due: by agreed_at, otherwise: "
        "within 2 business hours}\n"};
    told.at("16:00").send("begin");
    told.at("16:30").send("hold");
    told.at("tue 09:30").send("resume");
    EXPECT_EQ(told.clock("tue 09:30").due, story::time("tue 11:00"));
    told.at("tue 10:00").send("finish");
    EXPECT_EQ(told.last().times.used, 1h) << "open time without the pause";
    EXPECT_EQ(told.last().times.target, 2h);
}

TEST(a_target, without_a_deadline_says_so_once) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: [{if: {priority: high}, due: by agreed_at}, {due: by "
        "agreed_at}], when_changed: {count: reset}}\n"};
    told.at("09:00").send("begin", "priority=high");
    EXPECT_EQ(told.said(), "09:00 p no_deadline");
    told.at("09:10").send("change", "priority=low");
    EXPECT_EQ(told.said(), "");
    told.at("09:20").send("change", "count=1 priority=high");
    EXPECT_EQ(told.said(), "09:20 p no_deadline") << "a reset starts anew";
}

// ---- windows ----------------------------------------------------------------------------------------------------------------------------

TEST(a_window, includes_both_its_ends) {
    const auto policy =
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: between 1h and 2h, window_opens: [{note: now}], early: "
        "[{tell: boss}]}\n";
    for (const auto& [when, verdict] : {std::pair{"10:00", "met"}, {"11:00", "met"}, {"09:59:59.999", "early"}}) {
        story told{policy};
        told.at("09:00").send("begin");
        told.at(when).send("finish");
        EXPECT_EQ(to_string(told.last().kind), verdict) << when;
        EXPECT_EQ(told.last().times.early_by, verdict == std::string{"early"} ? 1ms : 0ms);
    }
}

TEST(a_window, closed_too_early_is_a_miss_that_counts) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: between 1h and 2h, early: [{tell: boss, from: 2nd "
        "miss}]}\n"};
    told.at("09:00").send("begin");
    told.at("09:30").send("finish");
    told.at("09:40").send("begin");
    told.at("09:50").send("finish");
    EXPECT_EQ(told.said(), "09:30 p early; 09:50 p early; 09:50 tell boss");
    EXPECT_EQ(told.last().times.early_by, 50min);
}

TEST(a_window, that_is_open_at_the_start_opens_there) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: on the day before agreed_at}\n"};
    told.at("09:00").send("begin", "agreed_at=tue@10:00");
    EXPECT_EQ(told.said(), "09:00 p window (due 00:00)");
    told.at("tue 00:00").send("finish");
    EXPECT_EQ(told.said(), "tue 00:00 p met") << "the end of a day is its 24:00";
}

TEST(a_window, that_a_change_puts_later_opens_anew_and_can_be_too_early_again) {
    for (const auto& [when, said] : {std::pair{"tue 12:00", "tue 12:00 p early"}, {"wed 08:00", "wed 00:00 p window; wed 08:00 p met"}}) {
        story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: on the day before agreed_at}\n"};
        told.at("09:00").send("begin", "agreed_at=tue@10:00");
        EXPECT_EQ(told.said(), "09:00 p window (due 00:00)");
        told.at("10:00").send("change", "agreed_at=thu@10:00");
        told.at(when).send("finish");
        EXPECT_EQ(told.said(), said);
    }
}

// ---- pauses -----------------------------------------------------------------------------------------------------------------------------

TEST(a_pause, moves_a_real_deadline_and_its_warnings_by_its_length) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: {state: held}, due: within 2h, warn: [{at: 50 %, "
        "note: half}]}\n"};
    told.at("09:00").send("begin");
    told.at("09:30").send("hold");
    told.advance("12:00");
    EXPECT_EQ(told.said(), "");
    told.at("12:30").send("resume");
    told.advance("fri 09:00");
    EXPECT_EQ(told.said(), "13:00 p warning 0; 13:00 note half; 14:00 p missed");
    EXPECT_EQ(told.last().times.used, 2h);
    EXPECT_EQ(told.last().times.target, 2h);
}

TEST(a_pause, at_the_due_instant_disarms_the_miss_that_lies_there) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: {state: held}, due: within 1h}\n"};
    told.at("09:00").send("begin");
    told.at("10:00").send("hold");
    told.advance("11:00");
    told.at("11:00").send("resume");
    told.at("11:00").send("finish");
    EXPECT_EQ(told.said(), "11:00 p met");
}

TEST(a_pause, at_the_opening_comes_after_it) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: {state: held}, due: between 1h and 2h}\n"};
    told.at("09:00").send("begin");
    told.at("10:00").send("hold");
    told.at("10:30").send("resume");
    EXPECT_EQ(told.said(), "10:00 p window");
    EXPECT_EQ(told.clock("10:30").opens, story::time("10:00")) << "it had passed when the pause began";
    EXPECT_EQ(told.clock("10:30").due, story::time("11:30"));
}

TEST(a_pause, leaves_the_bounds_of_a_window_that_had_passed) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: {state: held}, due: between 1h and 2h}\n"};
    told.at("09:00").send("begin");
    told.at("10:30").send("hold");
    EXPECT_EQ(told.clock("10:30").opens, story::time("10:00"));
    told.at("11:30").send("resume");
    EXPECT_EQ(told.clock("11:30").due, story::time("12:00"));
    told.advance("12:30");
    told.at("12:30").send("hold");
    told.at("13:30").send("finish");
    EXPECT_EQ(told.last().times.due, story::time("12:00")) << "the end had passed too";
    EXPECT_EQ(told.last().times.overrun, 90min);
}

TEST(a_pause, that_touches_the_next_is_one_with_it) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: [{state: held}, known], due: within 1 business "
        "hours}\n"};
    told.at("16:00").send("begin");
    told.at("17:00").send("hold");
    told.at("18:00").send("resume");
    EXPECT_EQ(told.clock("18:00").due, story::time("18:00")) << "not before the resume";
    told.at("18:00").send("change", "known");
    told.at("19:00").send("change", "-known");
    EXPECT_EQ(told.clock("19:00").due, story::time("19:00"));
}

TEST(a_pause, ends_when_the_last_of_its_reasons_does) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: [{state: held}, known], due: within 1h}\n"};
    told.at("09:00").send("begin");
    told.at("09:10").send("hold");
    told.at("09:20").send("change", "known");
    told.at("09:30").send("resume");
    EXPECT_TRUE(told.clock("09:30").paused);
    told.at("09:40").send("change", "-known");
    EXPECT_FALSE(told.clock("09:40").paused);
    EXPECT_EQ(told.clock("09:40").due, story::time("10:30"));
}

TEST(a_pause, neither_moves_nor_stops_by_and_before_and_the_day_before) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: {state: held}, due: by agreed_at}\n"
        "  q: {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: {state: held}, due: 30m before agreed_at}\n"};
    told.at("09:00").send("begin", "agreed_at=10:00");
    told.at("09:10").send("hold");
    told.advance("12:00");
    EXPECT_EQ(told.said(), "09:30 q missed; 10:00 p missed");
}

TEST(a_pause, ended_by_a_stop_is_judged_as_if_resumed_then) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: {state: held}, due: within 1h}\n"};
    told.at("09:00").send("begin");
    told.at("09:59").send("hold");
    told.at("fri 09:00").send("finish");
    EXPECT_EQ(told.said(), "fri 09:00 p met");
    EXPECT_EQ(told.last().times.due, story::time("fri 09:01"));
    EXPECT_EQ(told.last().times.used, 59min);
}

TEST(a_pause, warns_at_the_step_of_what_a_change_put_before_its_start) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: {state: held}, warn: [{at: 50 %, note: half}], "
        "due: [{if: {priority: high}, due: within 1h}, {due: within 8h}]}\n"};
    told.at("09:00").send("begin");
    told.at("09:40").send("hold");
    told.at("11:00").send("change", "priority=high");
    EXPECT_EQ(told.said(), "11:00 p warning 0 (due 09:30); 11:00 note half (due 09:30)") << "the deadline of 10:00 waits for the resume";
    told.at("12:00").send("resume");
    EXPECT_EQ(told.clock("12:00").due, story::time("12:20"));
}

TEST(a_pause, keeps_what_was_found_while_retargeted) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: {state: held}, due: [{if: {priority: high}, due: "
        "within 1h}, {due: within 8h}]}\n"};
    told.at("09:00").send("begin");
    told.at("09:10").send("hold");
    told.at("10:10").send("resume");
    told.at("10:20").send("change", "priority=high");
    EXPECT_EQ(told.clock("10:20").due, story::time("11:00")) << "from the start, with the pauses so far";
}

// ---- clocks as they stand ---------------------------------------------------------------------------------------------------------------

TEST(clocks, tell_what_runs_what_is_left_and_when_it_is_due) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: {state: held}, due: within 2h}\n"
        "  q: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 4 business hours}\n"
        "  r: {machine: thing, start: {event: ping}, stop: {event: finish}, due: within 2h}\n"};
    told.at("16:00").send("begin");
    told.at("16:30").send("hold");
    const auto paused = told.clock("17:30", 0);
    EXPECT_TRUE(paused.running && paused.paused && !paused.missed);
    EXPECT_EQ(paused.used, 30min);
    EXPECT_EQ(paused.left, 90min);
    EXPECT_EQ(paused.due, story::time("19:00")) << "as if the pause ended now";
    EXPECT_EQ(paused.next, never);
    const auto open = told.clock("17:30", 1);
    EXPECT_EQ(open.used, 1h);
    EXPECT_EQ(open.left, 3h);
    EXPECT_EQ(open.due, story::time("tue 12:00"));
    EXPECT_EQ(told.itself().clocks(1, story::time("17:30")).size(), 2U) << "the third was never started";
    EXPECT_THROW((void)told.itself().clocks(2, story::time("17:30")), std::out_of_range);
}

TEST(clocks, count_in_the_calendar_they_were_aimed_with_until_they_are_aimed_anew) {
    const std::string machine = R"(rulebook: sites
language: caseclock/1
zone: UTC
calendar: office
case_calendar: site
calendars:
  office: {week: {mon-fri: ["09:00-17:00"]}}
  short: {week: {mon-fri: ["09:00-12:00"]}}
machines:
  thing:
    attributes: {site: {one_of: [office, short]}}
    events: {begin: {}, finish: {}}
    states: {idle: {initial: here}}
    rows: [{in: idle, event: [begin, finish], stay: inside}]
policies:
  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 4 business hours}
  q: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 4 business hours, when_changed: {site: keep}}
)";
    story told{parse_rulebook(machine, "sites.yaml")};
    told.at("09:00").send("begin");
    EXPECT_EQ(told.clock("09:00", 0).due, story::time("13:00"));
    told.at("10:00").send("change", "site=short");
    EXPECT_EQ(told.clock("10:00", 0).due, story::time("tue 10:00"));
    EXPECT_EQ(told.clock("10:00", 1).due, story::time("13:00"));
    told.at("12:30").send("finish");
    EXPECT_EQ(told.out.verdicts[0].times.used, 3h);
    EXPECT_EQ(told.out.verdicts[1].times.used, 3h + 30min);

    story kept{parse_rulebook(machine.substr(0, machine.find("  p: {")) + machine.substr(machine.find("  q: {")), "sites.yaml")};
    kept.at("09:00").send("begin");
    kept.at("10:00").send("change", "site=short");
    kept.at("12:30").send("finish");
    EXPECT_EQ(kept.last().times.used, 3h + 30min) << "where nothing else follows from the change";
}

}  // namespace
}  // namespace caseclock::desk_test

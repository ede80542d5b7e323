// SPDX-License-Identifier: Apache-2.0
//
// Caps, batches, pauses that end by themselves, cycles that follow each other, clocks that are reopened: as a desk runs them.
#include "desk/story.hpp"

#include <gtest/gtest.h>

namespace caseclock::desk_test {
namespace {

using namespace std::chrono_literals;

/// A policy that `begin` starts and `finish` stops.
std::string policy(const std::string& more) { return "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, " + more + "}\n"; }

// ---- caps -------------------------------------------------------------------------------------------------------------------------------

TEST(a_cap, counts_where_it_is_earlier_and_where_the_target_has_no_deadline) {
    for (const auto& [brings, due] : {std::pair{"agreed_at=10:00", "10:00"}, {"agreed_at=12:00", "11:00"}, {"", "11:00"}}) {
        story told{policy("due: by agreed_at, not_later_than: within 2h")};
        told.at("09:00").send("begin", brings);
        EXPECT_EQ(told.clock("09:00").due, story::time(due)) << brings;
        EXPECT_EQ(told.said(), "") << "there is a deadline";
        told.advance("13:00");
        EXPECT_EQ(told.said(), std::string{due} + " p missed");
        EXPECT_EQ(told.last().times.target, story::time(due) - story::time("09:00"));
    }
}

TEST(a_cap, that_says_nothing_caps_nothing) {
    story told{policy("due: within 2h, not_later_than: by agreed_at")};
    told.at("09:00").send("begin");
    EXPECT_EQ(told.clock("09:00").due, story::time("11:00"));
    told.at("09:10").send("change", "agreed_at=10:00");
    EXPECT_EQ(told.clock("09:10").due, story::time("10:00")) << "its attribute aims the clock anew";
    told.at("09:20").send("change", "agreed_at=unset");
    EXPECT_EQ(told.clock("09:20").due, story::time("11:00"));
}

TEST(a_cap, and_its_target_follow_a_pause_each_by_its_own_rule) {
    const auto capped = policy("due: within 2h, not_later_than: by agreed_at, pause_while: {state: held}");
    story told{capped};
    told.at("09:00").send("begin", "agreed_at=11:15");
    told.at("09:30").send("hold");
    EXPECT_EQ(told.clock("09:40").due, story::time("11:10")) << "as if it resumed now";
    EXPECT_EQ(told.clock("10:00").due, story::time("11:15"));
    told.at("10:00").send("resume");
    EXPECT_EQ(told.clock("10:00").due, story::time("11:15")) << "the target moved to half past eleven";
    told.at("11:00").send("hold");
    told.advance("11:30");
    EXPECT_EQ(told.said(), "11:15 p missed") << "an agreed time does not stop for a pause";
    told.at("11:40").send("resume");
    told.at("11:45").send("finish");
    EXPECT_EQ(told.said(), "11:45 p ended_late");
    EXPECT_EQ(told.last().times.overrun, 30min);
    EXPECT_EQ(told.last().times.used, 2h + 45min - 30min - 40min);
    EXPECT_EQ(told.last().times.target, 2h) << "the earlier one, before any pause";
}

TEST(a_cap, that_a_pause_disarms_leaves_the_target_in_force) {
    story told{policy("due: by agreed_at, not_later_than: within 1h, pause_while: {state: held}")};
    told.at("09:00").send("begin", "agreed_at=10:30");
    EXPECT_EQ(told.clock("09:00").due, story::time("10:00"));
    told.at("09:30").send("hold");
    told.advance("11:00");
    EXPECT_EQ(told.said(), "10:30 p missed");
}

TEST(a_cap, is_warned_of_while_it_is_in_force) {
    const auto capped = policy("due: within 2h, not_later_than: by agreed_at, pause_while: {state: held}, warn: [{at: 50 %, note: half}]");
    for (const auto& [agreed, warned] : {std::pair{"10:30", "09:45"}, {"12:00", "10:00"}}) {
        story told{capped};
        told.at("09:00").send("begin", std::string{"agreed_at="} + agreed);
        told.advance("10:05");
        EXPECT_EQ(told.said(), std::string{warned} + " p warning 0; " + warned + " note half");
    }
    story paused{capped};
    paused.at("09:00").send("begin", "agreed_at=11:30");
    paused.at("09:30").send("hold");
    paused.advance("10:20");
    EXPECT_EQ(paused.said(), "10:15 p warning 0; 10:15 note half") << "half of the time up to the cap";
}

TEST(a_cap, caps_what_stands_in_too_and_may_be_earlier_than_a_window_opens) {
    story told{policy("due: by agreed_at, otherwise: within 5h, not_later_than: within 1h")};
    told.at("09:00").send("begin");
    EXPECT_EQ(told.clock("09:00").due, story::time("10:00"));
    story window{policy("due: between 1h and 3h, not_later_than: by agreed_at")};
    window.at("09:00").send("begin", "agreed_at=11:00");
    EXPECT_EQ(window.clock("09:00").opens, story::time("10:00"));
    EXPECT_EQ(window.clock("09:00").due, story::time("11:00"));
    window.at("11:00").send("finish");
    EXPECT_EQ(window.said(), "10:00 p window; 11:00 p met");
}

// ---- batches ----------------------------------------------------------------------------------------------------------------------------

TEST(a_batch, counts_whole_or_by_the_unit_and_is_found_again_when_its_number_changes) {
    struct row {
        const char *count, *ceil, *linear;
    };
    for (const auto& [count, ceil, linear] : {row{"1", "10:00", "10:00"}, {"10", "10:00", "10:00"}, {"11", "11:00", "10:06"},
                                              {"15", "11:00", "10:30"}, {"20", "11:00", "11:00"}, {"21", "12:00", "11:06"}}) {
        for (const auto& [rounding, due] : {std::pair{"ceil", ceil}, {"linear", linear}}) {
            story told{policy(std::string{"due: within 1h per 10 count, rounding: "} + rounding)};
            told.at("09:00").send("begin", std::string{"count="} + count);
            EXPECT_EQ(story::show(told.clock("09:00").due), due) << count << ' ' << rounding;
        }
    }
    story told{policy("due: within 2 working days per 10 count, otherwise: within 30m, calendar: office")};
    told.at("09:00").send("begin");
    EXPECT_EQ(told.clock("09:00").due, story::time("09:30"));
    told.at("09:10").send("change", "count=0");
    EXPECT_EQ(told.clock("09:10").due, story::time("09:30")) << "not positive";
    told.at("09:20").send("change", "count=15");
    EXPECT_EQ(told.clock("09:20").due, story::time("fri 09:00"));
}

TEST(a_batch, past_the_year_2200_has_no_deadline) {
    story told{policy("due: within 3 days per 1 count")};
    told.at("09:00").send("begin", "count=4000000000");
    EXPECT_EQ(told.said(), "09:00 p no_deadline");
}

// ---- pauses that end by themselves ------------------------------------------------------------------------------------------------------

TEST(a_max_pause, disarms_its_reason_until_that_ends) {
    story told{policy("due: within 2h, pause_while: [{state: held, max_pause: 1h}]")};
    told.at("09:00").send("begin");
    told.at("09:30").send("hold");
    EXPECT_EQ(told.clock("10:00").next, story::time("10:30")) << "the end of the pause";
    told.advance("10:30");
    EXPECT_FALSE(told.clock("10:30").paused);
    EXPECT_EQ(told.clock("10:30").due, story::time("12:00"));
    told.at("10:40").send("change", "known");
    EXPECT_FALSE(told.clock("10:40").paused) << "the case is still held";
    told.at("10:50").send("resume");
    told.at("11:00").send("hold");
    EXPECT_TRUE(told.clock("11:00").paused) << "held anew";
    told.advance("13:30");
    EXPECT_EQ(told.said(), "13:00 p missed");
}

TEST(a_max_pause, ends_before_the_events_of_its_instant) {
    story told{policy("due: within 1h, pause_while: [{state: held, max_pause: 30m}]")};
    told.at("09:00").send("begin");
    told.at("09:45").send("hold");
    told.at("10:15").send("finish");
    EXPECT_EQ(told.said(), "10:15 p met");
    EXPECT_EQ(told.last().times.due, story::time("10:30"));
    EXPECT_EQ(told.last().times.used, 45min);
}

TEST(a_max_pause, is_counted_in_its_own_unit) {
    for (const auto& [length, end] : {std::pair{"2h", "18:00"}, {"1 business hour", "17:00"}, {"3 business hours", "tue 11:00"},
                                      {"2 days", "wed 16:00"}, {"1 working day", "tue 16:00"}}) {
        story told{policy(std::string{"due: by agreed_at, pause_while: [{state: held, max_pause: "} + length + "}]")};
        told.at("00:00").send("begin", "agreed_at=fri@09:00");
        told.at("16:00").send("hold");
        EXPECT_EQ(story::show(told.clock("16:00").next), end) << length;
        told.at("fri 08:00").send("finish");
        EXPECT_EQ(told.last().times.used, story::time("fri 08:00") - story::time(end) + 16h) << length << ": the target does not move, the time counts";
    }
}

TEST(a_max_pause, is_kept_for_each_reason) {
    story told{policy("due: within 2h, pause_while: [{state: held, max_pause: 1h}, {fact: known, max_pause: 30m}, told]")};
    told.at("09:00").send("begin");
    told.at("09:10").send("hold");
    told.at("09:20").send("change", "known");
    told.advance("09:55");
    EXPECT_TRUE(told.clock("09:55").paused) << "held until ten past ten, although known has run out";
    told.at("10:00").send("change", "told");
    told.advance("10:20");
    EXPECT_TRUE(told.clock("10:20").paused) << "told has no end";
    told.at("10:30").send("change", "-told");
    EXPECT_FALSE(told.clock("10:30").paused);
    EXPECT_EQ(told.clock("10:30").due, story::time("11:00") + 80min) << "one pause of an hour and twenty minutes";
}

TEST(a_max_pause, goes_on_over_a_reset_and_into_the_next_cycle_but_not_over_a_stop) {
    const auto limited = "pause_while: [{state: held, max_pause: 1h}], due: within 2h, ";
    for (const auto* again : {"reset: {event: ping}", "done_by: {event: ping}"}) {
        story told{policy(limited + std::string{again})};
        told.at("09:00").send("begin");
        told.at("09:30").send("hold");
        told.at("10:00").send("ping");
        told.advance("10:40");
        EXPECT_EQ(told.clock("10:40").due, story::time("12:30")) << again << ": paused from ten to half past";
        told.at("11:00").send("ping");
        EXPECT_EQ(told.clock("11:00").due, story::time("13:00")) << again << ": it has run out, and the case is held";
    }
    story told{"  p: {machine: thing, start: {event: pong}, stop: {event: ping}, " + std::string{limited} + "}\n"};
    told.at("08:00").send("begin");
    told.at("09:00").send("hold");
    told.at("09:00").send("pong");
    told.at("09:50").send("ping");
    told.at("09:55").send("pong");
    EXPECT_EQ(told.clock("09:55").next, story::time("10:55"));
}

TEST(a_max_pause, counts_for_clocks_without_a_deadline_too) {
    story told{policy("due: none, pause_while: [{state: held, max_pause: 1h}]")};
    told.at("09:00").send("begin");
    told.at("09:30").send("hold");
    told.at("12:00").send("finish");
    EXPECT_EQ(told.said(), "12:00 p measured");
    EXPECT_EQ(told.last().times.used, 2h);
}

// ---- cycle after cycle ------------------------------------------------------------------------------------------------------------------

TEST(a_completion, ends_a_cycle_and_starts_the_next_until_a_stop) {
    story told{policy("done_by: {event: ping}, every: 1h, missed: [{tell: boss}]")};
    told.at("08:50").send("ping");
    told.at("09:00").send("begin");
    told.at("09:40").send("ping");
    EXPECT_EQ(told.said(), "09:40 p met");
    EXPECT_EQ(told.clock("09:40").due, story::time("10:40")) << "from completion";
    told.at("11:10").send("ping");
    EXPECT_EQ(told.said(), "10:40 p missed; 10:40 tell boss; 11:10 p ended_late");
    EXPECT_EQ(told.last().cycle, 2);
    EXPECT_EQ(told.last().times.started, story::time("09:40"));
    told.at("11:30").send("finish");
    EXPECT_EQ(told.said(), "11:30 p met");
    EXPECT_EQ(told.last().cycle, 3);
    told.at("11:40").send("ping");
    told.advance("15:00");
    EXPECT_EQ(told.said(), "") << "the stop ended all";
}

TEST(a_completion, finds_the_target_of_the_next_cycle_anew_and_keeps_a_pause) {
    story told{policy("done_by: {event: ping}, due: [{if: told, due: within 30m}, {due: within 1h}], pause_while: {state: held}")};
    told.at("09:00").send("begin");
    told.at("09:10").send("change", "told");
    EXPECT_EQ(told.clock("09:10").due, story::time("10:00"));
    told.at("09:20").send("hold");
    told.at("09:30").send("ping");
    EXPECT_EQ(told.said(), "09:30 p met");
    EXPECT_EQ(told.last().times.used, 20min);
    EXPECT_TRUE(told.clock("09:30").paused);
    told.at("09:40").send("resume");
    EXPECT_EQ(told.clock("09:40").due, story::time("10:10"));
}

TEST(a_completion, at_the_trigger_of_a_stop_or_after_a_cancel_is_none) {
    story told{policy("done_by: [{event: ping}, {event: finish}], cancel: {event: pong}, every: 1h")};
    told.at("09:00").send("begin");
    told.at("09:10").send("finish");
    EXPECT_EQ(told.said(), "09:10 p met") << "the stop comes first";
    EXPECT_FALSE(told.clock("09:10").running);
    told.at("09:20").send("begin");
    told.at("09:30").send("pong");
    told.at("09:40").send("ping");
    EXPECT_EQ(told.said(), "09:30 p cancelled");
}

TEST(a_completion, may_wait_for_several_things_in_each_cycle) {
    story told{policy("done_by: {all: [{event: ping}, {event: pong}]}, every: 1h")};
    told.at("09:00").send("begin");
    told.at("09:10").send("ping");
    told.at("09:20").send("pong");
    EXPECT_EQ(told.said(), "09:20 p met");
    told.at("09:30").send("pong");
    EXPECT_EQ(told.said(), "") << "the ping of the cycle before does not count";
    told.at("09:40").send("ping");
    EXPECT_EQ(told.said(), "09:40 p met");
}

// ---- reopening --------------------------------------------------------------------------------------------------------------------------

/// A policy that `begin` starts, `pong` stops and `ping` reopens; the case itself stays open.
std::string reopened_policy(const std::string& more) {
    return "  p: {machine: thing, start: {event: begin}, stop: {event: pong}, reopened: {event: ping}, " + more + "}\n";
}

TEST(a_reopening, starts_a_new_cycle_of_a_clock_that_has_ended) {
    story told{reopened_policy("due: within 1h")};
    told.at("08:00").send("ping");
    told.at("09:00").send("begin");
    told.at("09:10").send("ping");
    EXPECT_EQ(told.clock("09:10").cycle, 1) << "a clock that runs is not reopened";
    told.at("09:30").send("pong");
    told.at("09:40").send("ping");
    EXPECT_EQ(told.clock("09:40").cycle, 2);
    EXPECT_EQ(told.clock("09:40").due, story::time("10:40"));
    told.advance("11:00");
    EXPECT_EQ(told.said(), "09:30 p met; 10:40 p missed");
}

TEST(a_reopening, comes_after_a_start) {
    story told{policy("due: within 1h, reopened: {leaves: finished}, when_reopened: continue")};
    told.at("09:00").send("begin");
    told.at("09:40").send("finish");
    told.at("10:30").send("begin");
    EXPECT_EQ(told.clock("10:30").cycle, 2);
    EXPECT_EQ(told.clock("10:30").due, story::time("11:30"));
}

TEST(a_reopening, goes_on_with_the_cycle_and_the_time_between_was_a_pause) {
    story told{reopened_policy("due: within 1h, when_reopened: continue, warn: [{at: 50 %, note: half}]")};
    told.at("09:00").send("begin");
    told.at("09:40").send("pong");
    told.at("10:30").send("ping");
    EXPECT_EQ(told.clock("10:30").cycle, 1);
    EXPECT_EQ(told.clock("10:30").due, story::time("10:50"));
    EXPECT_EQ(told.clock("10:30").used, 40min);
    told.at("10:45").send("pong");
    EXPECT_EQ(told.said(), "09:30 p warning 0; 09:30 note half; 09:40 p met; 10:45 p met") << "a warning is given once in a cycle";
    EXPECT_EQ(told.last().cycle, 1);
    EXPECT_EQ(told.last().times.used, 55min);
    told.at("11:00").send("ping");
    told.advance("12:00");
    EXPECT_EQ(told.said(), "11:05 p missed");
}

TEST(a_reopening, leaves_a_miss_as_it_is) {
    story told{reopened_policy("due: within 1h, when_reopened: continue")};
    told.at("09:00").send("begin");
    told.at("10:30").send("pong");
    told.at("11:00").send("ping");
    told.at("11:10").send("pong");
    EXPECT_EQ(told.said(), "10:00 p missed; 10:30 p ended_late; 11:10 p ended_late");
    EXPECT_EQ(told.clock("11:10").misses, 1);
    story early{reopened_policy("due: between 1h and 2h, when_reopened: continue")};
    early.at("09:00").send("begin");
    early.at("09:30").send("pong");
    early.at("09:30").send("ping");
    early.at("10:30").send("pong");
    EXPECT_EQ(early.said(), "09:30 p early; 10:00 p window; 10:30 p ended_late");
}

TEST(a_reopening, finds_the_deadline_anew_and_judges_what_has_passed) {
    story told{reopened_policy("due: [{if: {priority: high}, due: by agreed_at}, {due: within 1h}], when_reopened: continue")};
    told.at("09:00").send("begin");
    told.at("09:30").send("pong");
    told.at("09:40").send("change", "priority=high agreed_at=10:00");
    told.at("10:30").send("ping");
    EXPECT_EQ(told.said(), "09:30 p met; 10:30 p missed (due 10:00)") << "an agreed time does not stop while the case is closed";
}

TEST(a_reopening, where_the_facts_of_a_stop_hold_ends_there_again) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {fact: told}, due: within 1h, reopened: {event: ping}, when_reopened: continue}\n"};
    told.at("09:00").send("begin");
    told.at("09:10").send("change", "told");
    told.at("09:20").send("ping");
    EXPECT_EQ(told.said(), "09:10 p met; 09:20 p met");
    EXPECT_EQ(told.last().times.used, 10min);
    told.at("09:30").send("ping", "-told");
    EXPECT_TRUE(told.clock("09:30").running);
    told.at("09:40").send("change", "told");
    EXPECT_EQ(told.last().times.used, 20min);
}

TEST(a_reopening, into_a_reason_to_pause_is_one_pause) {
    story told{reopened_policy("due: within 1h, pause_while: {fact: known}, when_reopened: continue")};
    told.at("09:00").send("begin");
    told.at("09:20").send("change", "known");
    told.at("09:30").send("pong");
    told.at("10:00").send("ping");
    told.at("10:20").send("change", "-known");
    EXPECT_EQ(told.clock("10:20").due, story::time("11:00"));
    EXPECT_EQ(told.clock("10:20").used, 20min);
}

TEST(a_cancelled_clock, may_be_reopened_too) {
    story told{reopened_policy("due: within 1h, cancel: {event: hold}, when_reopened: continue")};
    told.at("09:00").send("begin");
    told.at("09:30").send("hold");
    told.at("10:00").send("ping");
    told.at("10:15").send("pong");
    EXPECT_EQ(told.said(), "09:30 p cancelled; 10:15 p met");
    EXPECT_EQ(told.last().times.used, 45min);
}

// ---- many policies ----------------------------------------------------------------------------------------------------------------------

TEST(policies, run_on_one_case_up_to_their_limit) {
    std::string all;
    for (unsigned i = 0; i < policy_limit; ++i)
        all += "  p" + std::to_string(i) + ": {machine: thing, start: {event: begin}, stop: {event: finish}, due: within " +
               std::to_string(policy_limit - i) + "m}\n";
    story told{all};
    told.at("09:00").send("begin");
    EXPECT_EQ(told.itself().clocks(1, story::time("09:00")).size(), policy_limit);
    told.advance("09:31");
    told.at("09:31").send("finish");
    std::size_t missed = 0, met = 0;
    for (const auto& v : told.out.verdicts) (v.kind == verdict_kind::missed ? missed : met) += v.kind != verdict_kind::ended_late;
    EXPECT_EQ(missed, 30U);
    EXPECT_EQ(met, policy_limit - 30U);
    EXPECT_EQ(told.said().substr(0, 16), "09:01 p62 missed") << "the shortest";
}

}  // namespace
}  // namespace caseclock::desk_test

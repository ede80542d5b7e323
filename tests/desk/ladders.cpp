// SPDX-License-Identifier: Apache-2.0
//
// Ladders: when their levels come, who acknowledges them, what ends them.
#include "caseclock/desk/event_maker.hpp"
#include "caseclock/desk/explain.hpp"
#include "caseclock/desk/proof_text.hpp"
#include "desk/story.hpp"

#include <gtest/gtest.h>

namespace caseclock::desk_test {
namespace {

/// A promise of one hour from `begin` to `finish`, with this ladder.
story with_ladder(const std::string& levels, const std::string& more = {}) {
    return story{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 1h, ladder: up" + more + "}\n",
                 "ladders: {up: [" + levels + "]}\n"};
}

// ---- when a level comes -----------------------------------------------------------------------------------------------------------------

TEST(a_level, comes_before_at_and_after_the_deadline) {
    auto told = with_ladder("{at: 10m before, remind: agent}, {at: the deadline, tell: boss}, {at: 30m after, tell: [boss, agent], order: chase}");
    told.at("09:00").send("begin");
    told.advance("12:00");
    EXPECT_EQ(told.said(), "09:50 p level 0; 09:50 remind agent; 10:00 p missed; 10:00 p level 1; 10:00 tell boss; "
                           "10:30 p level 2; 10:30 tell boss; 10:30 tell agent; 10:30 order chase");
}

TEST(a_level, says_how_far_from_the_deadline_it_is) {
    auto told = with_ladder("{at: 10m before, tell: boss}, {at: 30m after, tell: boss}");
    told.at("09:00").send("begin");
    told.advance("12:00");
    std::vector<std::int64_t> left;
    for (const auto& e : told.out.effects)
        if (e.kind == effect_kind::level) left.push_back(e.value / 60'000);
    EXPECT_EQ(left, (std::vector<std::int64_t>{10, -30}));
}

TEST(a_level, is_counted_in_real_business_or_working_time) {
    auto told = with_ladder("{at: 1h after, tell: agent}, {at: 1 business hour after, tell: boss}, {at: 1 day after, tell: boss}, "
                            "{at: 2 working days after, tell: boss}");
    told.at("fri 16:00").send("begin");  // due at closing time on Friday
    told.advance("sun 23:00");
    EXPECT_EQ(told.said(), "fri 17:00 p missed; fri 18:00 p level 0; fri 18:00 tell agent; sat 17:00 p level 2; sat 17:00 tell boss");
    EXPECT_EQ(told.clock("sun 23:00").next - story::time("sun 10:00"), std::chrono::hours{24}) << "Monday 10:00: an hour of open time";
}

TEST(a_level, comes_when_time_has_moved_past_it_and_events_of_its_instant_come_first) {
    auto told = with_ladder("{at: 30m after, tell: boss}");
    told.at("09:00").send("begin");
    told.at("10:30").send("finish");
    told.advance("12:00");
    EXPECT_EQ(told.said(), "10:00 p missed; 10:30 p ended_late");
}

TEST(a_level, fires_once_in_its_cycle_and_is_armed_again_in_the_next) {
    auto told = with_ladder("{at: 10m before, tell: boss}", ", reset: {event: ping}");
    told.at("09:00").send("begin");
    told.at("09:55").send("ping");
    EXPECT_EQ(told.said(), "09:50 p level 0; 09:50 tell boss");
    told.at("10:50").send("finish");
    EXPECT_EQ(told.said(), "10:45 p level 0; 10:45 tell boss; 10:50 p met") << "the reset began anew";
}

TEST(levels_that_did_not_come_yet, move_with_the_deadline) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, ladder: up,\n"
               "      due: [{if: {priority: high}, due: within 1h}, {due: within 3h}]}\n",
               "ladders: {up: [{at: 20m before, tell: agent}, {at: the deadline, tell: boss}, {at: 30m after, tell: boss}]}\n"};
    told.at("09:00").send("begin", "priority=high");
    told.at("09:50").send("change", "priority=low");
    EXPECT_EQ(told.said(), "09:40 p level 0; 09:40 tell agent");
    told.advance("14:00");
    EXPECT_EQ(told.said(), "12:00 p missed; 12:00 p level 1; 12:00 tell boss; 12:30 p level 2; 12:30 tell boss") << "the first came already";
}

TEST(levels_that_a_change_puts_into_the_past, come_at_the_step_in_the_order_in_which_they_were_due) {
    story told{"  p: {machine: thing, start: {event: begin, since: received_at}, stop: {event: finish}, due: within 1h, ladder: up}\n",
               "ladders: {up: [{at: 10m before, tell: agent}, {at: the deadline, tell: boss}, {at: 30m after, tell: boss}, {at: 2h after, tell: boss}]}\n"};
    told.at("12:00").send("begin", "received_at=09:30");
    EXPECT_EQ(told.said(), "12:00 p level 0 (due 10:20); 12:00 tell agent (due 10:20); 12:00 p missed (due 10:30); 12:00 p level 1 (due 10:30); "
                           "12:00 tell boss (due 10:30); 12:00 p level 2 (due 11:00); 12:00 tell boss (due 11:00)");
    told.advance("13:00");
    EXPECT_EQ(told.said(), "12:30 p level 3; 12:30 tell boss");
}

TEST(a_pause, disarms_the_levels_at_or_after_its_start_and_moves_them) {
    auto told = with_ladder("{at: 10m before, tell: agent}, {at: the deadline, tell: boss}, {at: 1 business hour after, tell: boss}",
                            ", pause_while: {state: held}");
    told.at("09:00").send("begin");
    told.at("09:50").send("hold");
    told.at("10:50").send("resume");
    EXPECT_EQ(told.said(), "");
    told.advance("13:00");
    EXPECT_EQ(told.said(), "10:50 p level 0; 10:50 tell agent; 11:00 p missed; 11:00 p level 1; 11:00 tell boss; 12:00 p level 2; 12:00 tell boss");
}

TEST(a_pause, after_the_miss_moves_the_levels_by_the_rule_of_their_own_unit) {
    auto told = with_ladder("{at: 1h after, tell: agent}, {at: 2 business hours after, tell: boss}", ", pause_while: {state: held}");
    told.at("15:00").send("begin");              // due 16:00; levels at 17:00 and, in open time, Tuesday 10:00
    told.at("16:30").send("hold");
    told.at("tue 08:30").send("resume");         // 16 h of real time, half an hour of open time
    told.advance("tue 12:00");
    EXPECT_EQ(told.said(), "16:00 p missed; tue 09:00 p level 0; tue 09:00 tell agent; tue 10:30 p level 1; tue 10:30 tell boss");
}

TEST(a_clock_that_ends, ends_its_ladder) {
    auto told = with_ladder("{at: the deadline, tell: boss, acknowledge_within: 5m}, {at: 30m after, tell: boss}", ", cancel: {event: ping}");
    told.at("09:00").send("begin");
    told.at("10:02").send("ping");
    told.advance("12:00");
    EXPECT_EQ(told.said(), "10:00 p missed; 10:00 p level 0; 10:00 tell boss");
    told.at("12:00");
    EXPECT_EQ(told.send("acknowledge"), "refused");
}

TEST(a_target, may_have_a_ladder_of_its_own) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, ladder: slow,\n"
               "      due: [{if: {priority: high}, due: within 1h, ladder: fast}, {due: within 1h}]}\n",
               "ladders: {fast: [{at: the deadline, tell: boss}], slow: {rule: T-99, levels: [{at: 1h after, tell: agent}]}}\n"};
    told.at("09:00").send("begin", "priority=high");
    told.advance("10:30");
    EXPECT_EQ(told.said(), "10:00 p missed; 10:00 p level 0; 10:00 tell boss");
    told.at("10:40").send("change", "priority=low");
    told.advance("12:00");
    EXPECT_EQ(told.said(), "11:00 p level 0; 11:00 tell agent") << "the other ladder starts with its own first level";
    told.at("12:00").send("change", "priority=high");
    told.advance("13:00");
    EXPECT_EQ(told.said(), "") << "what came does not come again";
    const auto rules = told.book().rule_ids();
    EXPECT_NE(std::find(rules.begin(), rules.end(), "T-99"), rules.end());
}

TEST(what_stands_in_for_a_target, has_the_ladder_of_that_target) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: [{due: by agreed_at, otherwise: within 1h, ladder: up}]}\n",
               "ladders: {up: [{at: the deadline, tell: boss}]}\n"};
    told.at("09:00").send("begin");
    told.advance("12:00");
    EXPECT_EQ(told.said(), "10:00 p missed; 10:00 p level 0; 10:00 tell boss");
}

TEST(a_level, that_does_not_apply_is_passed_over) {
    auto told = with_ladder("{at: the deadline, tell: agent, if: known}, {at: 5m after, tell: boss, from: 2nd miss}, {at: 10m after, tell: boss}");
    told.at("09:00").send("begin");
    told.at("10:01").send("change", "known");
    told.at("10:20").send("finish");
    EXPECT_EQ(told.said(), "10:00 p missed; 10:10 p level 2; 10:10 tell boss; 10:20 p ended_late") << "known at its instant counts";
    told.at("11:00").send("begin");
    told.advance("12:06");
    EXPECT_EQ(told.said(), "12:00 p missed; 12:00 p level 0; 12:00 tell agent; 12:05 p level 1; 12:05 tell boss");
}

TEST(a_level, may_raise_an_event_of_the_case) {
    auto told = with_ladder("{at: 5m after, tell: boss, raise: finish}, {at: 6m after, tell: boss}");
    told.at("09:00").send("begin");
    told.advance("12:00");
    EXPECT_EQ(told.said(), "10:00 p missed; 10:05 p level 0; 10:05 tell boss; 10:05 p ended_late; 10:05 raised finish accepted");
}

TEST(a_ladder, counts_from_the_deadline_that_is_in_force) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 3h, not_later_than: by agreed_at, ladder: up}\n",
               "ladders: {up: [{at: the deadline, tell: agent}, {at: 10m after, tell: boss}]}\n"};
    told.at("09:00").send("begin", "agreed_at=10:00");
    told.advance("11:00");
    EXPECT_EQ(told.said(), "10:00 p missed; 10:00 p level 0; 10:00 tell agent; 10:10 p level 1; 10:10 tell boss");
}

TEST(a_ladder, goes_on_with_a_cycle_that_goes_on_when_it_is_reopened) {
    auto told = with_ladder("{at: the deadline, tell: agent, acknowledge_within: 5m}, {at: 30m after, tell: boss}",
                            ", reopened: {event: ping}, when_reopened: continue");
    told.at("09:00").send("begin");
    told.at("10:02").send("finish");
    EXPECT_EQ(told.said(), "10:00 p missed; 10:00 p level 0; 10:00 tell agent; 10:02 p ended_late");
    EXPECT_EQ(told.send("acknowledge"), "refused") << "an ended clock waits for nobody";
    told.at("11:02").send("ping");
    told.advance("12:00");
    EXPECT_EQ(told.said(), "11:05 p unacknowledged 0; 11:05 p level 1; 11:05 tell boss") << "the hour between was a pause";
}

TEST(a_ladder, begins_anew_with_each_cycle_of_a_repeated_promise) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, done_by: {event: ping}, every: 1h from completion, ladder: up}\n",
               "ladders: {up: [{at: the deadline, tell: boss}]}\n"};
    told.at("09:00").send("begin");
    told.at("10:10").send("ping");
    told.advance("11:30");
    EXPECT_EQ(told.said(), "10:00 p missed; 10:00 p level 0; 10:00 tell boss; 10:10 p ended_late; 11:10 p missed; 11:10 p level 0; 11:10 tell boss");
}

// ---- acknowledging ----------------------------------------------------------------------------------------------------------------------

constexpr auto asking = "{at: the deadline, tell: agent, acknowledge_within: 5m}, {at: 30m after, tell: boss, acknowledge_within: 10m}, {at: 2h after, tell: boss}";

TEST(an_acknowledged_level, lets_the_next_one_come_at_its_own_offset) {
    auto told = with_ladder(asking);
    told.at("09:00").send("begin");
    told.at("10:05");
    EXPECT_EQ(told.send("acknowledge"), "accepted") << "at the limit is in time";
    told.advance("10:35");
    EXPECT_EQ(told.said(), "10:00 p missed; 10:00 p level 0; 10:00 tell agent; 10:05 p acknowledged 0; 10:30 p level 1; 10:30 tell boss");
}

TEST(a_level_that_nobody_acknowledges, calls_the_next_one_at_once) {
    auto told = with_ladder(asking);
    told.at("09:00").send("begin");
    told.advance("12:30");
    EXPECT_EQ(told.said(), "10:00 p missed; 10:00 p level 0; 10:00 tell agent; 10:05 p unacknowledged 0; 10:05 p level 1; 10:05 tell boss; "
                           "10:15 p unacknowledged 1; 10:15 p level 2; 10:15 tell boss");
    told.at("12:30").send("finish");
    EXPECT_EQ(told.last().levels, 3);
    EXPECT_EQ(told.last().unanswered, 2);
}

TEST(a_level_that_nobody_acknowledges, does_not_call_one_that_came_already) {
    auto told = with_ladder("{at: the deadline, tell: agent, acknowledge_within: 1h}, {at: 30m after, tell: boss}");
    told.at("09:00").send("begin");
    told.advance("12:30");
    EXPECT_EQ(told.said(), "10:00 p missed; 10:00 p level 0; 10:00 tell agent; 10:30 p level 1; 10:30 tell boss; 11:00 p unacknowledged 0");
}

TEST(a_call, goes_past_a_level_that_does_not_apply) {
    auto told = with_ladder("{at: the deadline, tell: agent, acknowledge_within: 5m}, {at: 1h after, tell: agent, if: known}, {at: 2h after, tell: boss}");
    told.at("09:00").send("begin");
    told.advance("10:30");
    EXPECT_EQ(told.said(), "10:00 p missed; 10:00 p level 0; 10:00 tell agent; 10:05 p unacknowledged 0; 10:05 p level 2; 10:05 tell boss");
}

TEST(an_acknowledgement, answers_everything_that_waits_late_ones_too) {
    auto told = with_ladder(asking);
    told.at("09:00").send("begin");
    told.at("10:07");
    EXPECT_TRUE(told.clock("10:07").running);
    EXPECT_EQ(told.send("acknowledge"), "accepted");
    EXPECT_FALSE(told.clock("10:07").waits);
    told.advance("14:00");
    EXPECT_EQ(told.said(), "10:00 p missed; 10:00 p level 0; 10:00 tell agent; 10:05 p unacknowledged 0; 10:05 p level 1; 10:05 tell boss; "
                           "10:07 p acknowledged 0 late; 10:07 p acknowledged 1; 12:00 p level 2; 12:00 tell boss");
}

TEST(a_level_unless_acknowledged, comes_only_where_nobody_answered_the_one_that_asked_last) {
    const auto* const levels = "{at: the deadline, tell: agent, acknowledge_within: 5m}, {at: 30m after, tell: boss, unless: acknowledged}, "
                               "{at: 1h after, tell: boss}";
    auto answered = with_ladder(levels);
    answered.at("09:00").send("begin");
    answered.at("10:03").send("acknowledge");
    answered.advance("14:00");
    EXPECT_EQ(answered.said(), "10:00 p missed; 10:00 p level 0; 10:00 tell agent; 10:03 p acknowledged 0; 11:00 p level 2; 11:00 tell boss");
    auto ignored = with_ladder(levels);
    ignored.at("09:00").send("begin");
    ignored.advance("10:59");
    EXPECT_EQ(ignored.said(), "10:00 p missed; 10:00 p level 0; 10:00 tell agent; 10:05 p unacknowledged 0; 10:05 p level 1; 10:05 tell boss");
}

TEST(the_time_to_acknowledge, stands_still_while_the_clock_is_paused) {
    auto told = with_ladder("{at: 30m before, tell: agent, acknowledge_within: 10m}, {at: the deadline, tell: boss}", ", pause_while: {state: held}");
    told.at("09:00").send("begin");
    told.at("09:35").send("hold");
    told.at("10:35").send("resume");
    told.advance("12:00");
    EXPECT_EQ(told.said(), "09:30 p level 0; 09:30 tell agent; 10:40 p unacknowledged 0; 10:40 p level 1; 10:40 tell boss; 11:00 p missed");
}

TEST(an_acknowledgement, may_name_the_policy) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 1h, ladder: up}\n"
               "  q: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 1h, ladder: up}\n",
               "ladders: {up: [{at: the deadline, tell: boss, acknowledge_within: 5m}]}\n"};
    told.at("09:00").send("begin");
    told.at("10:01").send("acknowledge", "policy=q");
    static_cast<void>(told.said());
    EXPECT_TRUE(told.clock("10:01", 0).waits);
    EXPECT_FALSE(told.clock("10:01", 1).waits);
    EXPECT_EQ(told.send("acknowledge", "policy=q"), "refused");
    ASSERT_EQ(told.out.refusals.size(), 1U);
    EXPECT_EQ(told.out.refusals[0].why, refusal::reason::nothing_waits);
    EXPECT_EQ(told.out.refusals[0].row, 1) << "the policy";
    EXPECT_EQ(told.send("acknowledge"), "accepted");
    EXPECT_EQ(told.said(), "10:01 p acknowledged 0");
    std::vector<event_value> values;
    auto wrong = told.make(1, "acknowledge", "", 0, values);
    wrong.data = pack(acknowledging::only(7));
    EXPECT_EQ(told.itself().apply(wrong, values, told.out).kind, receipt_kind::malformed);
}

TEST(an_acknowledgement, is_taken_in_every_state_and_refused_where_nothing_waits) {
    auto told = with_ladder("{at: the deadline, tell: boss, acknowledge_within: 30m}");
    told.at("08:00");
    EXPECT_EQ(told.send("acknowledge"), "refused") << "it opens no case";
    EXPECT_EQ(told.where(), "nowhere");
    told.at("09:00").send("begin");
    EXPECT_EQ(told.send("acknowledge", "known"), "refused") << "what it brings goes with it";
    EXPECT_EQ(told.itself().find(1)->record.facts, 0U);
    told.at("10:10").send("hold");
    EXPECT_EQ(told.send("acknowledge", "known"), "accepted") << "held has no row for it";
    EXPECT_EQ(told.where(), "held");
    EXPECT_NE(told.itself().find(1)->record.facts, 0U);
    told.at("10:20").send("close");
    EXPECT_EQ(told.send("acknowledge"), "ended");
}

TEST(an_acknowledgement, has_an_id_like_any_event) {
    auto told = with_ladder("{at: the deadline, tell: boss, acknowledge_within: 30m}");
    told.at("09:00").send("begin");
    told.at("10:10");
    EXPECT_EQ(told.send_to(1, "acknowledge", "", 5), "accepted");
    EXPECT_EQ(told.send_to(1, "acknowledge", "", 5), "duplicate");
    EXPECT_EQ(told.send_to(1, "acknowledge", "policy=p", 5), "conflict");
}

TEST(an_acknowledgement, is_made_by_name) {
    const auto book = story::parsed("  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 1h, ladder: up}\n",
                                    "ladders: {up: [{at: the deadline, tell: boss, acknowledge_within: 5m}]}\n");
    event_maker make{book};
    make.add(1, story::time("09:00"), "thing", "begin");
    make.add(1, story::time("10:01"), "thing", "acknowledge", {{"policy", "p"}});
    EXPECT_THROW(make.add(1, story::time("10:01"), "thing", "acknowledge", {{"policy", "r"}}), text_error);
    desk d{book};
    answers out;
    d.apply(make.events(), make.values(), out);
    EXPECT_EQ(out.receipts.back().kind, receipt_kind::accepted);
    EXPECT_EQ(out.effects.back().kind, effect_kind::acknowledged);
}

TEST(a_ladder, counts_its_levels_among_the_firings_of_an_instant) {
    std::string levels;
    for (int i = 0; i < 8; ++i) levels += std::string(i == 0 ? "" : ", ") + "{at: the deadline, tell: boss}";
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 1h, ladder: up}\n",
               "limits: {firings: 5 firings}\nladders: {up: [" + levels + "]}\n"};
    told.at("09:00").send("begin");
    told.advance("11:00");
    EXPECT_EQ(told.said(), "10:00 p missed; 10:00 p level 0; 10:00 tell boss; 10:00 p level 1; 10:00 tell boss; 10:00 p level 2; 10:00 tell boss; "
                           "10:00 p level 3; 10:00 tell boss; 10:00 limit firings");
}

// ---- proofs -----------------------------------------------------------------------------------------------------------------------------

TEST(a_proof, lists_the_levels_and_who_answered_when) {
    const auto book = story::parsed("  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 1h, ladder: up}\n",
                                    std::string{"ladders: {up: ["} + asking + "]}\n");
    event_maker make{book};
    make.add(1, story::time("09:00"), "thing", "begin");
    make.add(1, story::time("10:07"), "thing", "acknowledge");
    make.add(1, story::time("12:30"), "thing", "finish");
    const auto proofs = explain(book, make.events(), make.values(), {.case_id = 1});
    ASSERT_EQ(proofs.size(), 1U);
    const auto& levels = proofs[0].levels;
    ASSERT_EQ(levels.size(), 3U);
    EXPECT_EQ(levels[0].level, "the deadline");
    EXPECT_EQ(levels[0].overdue_at, story::time("10:05"));
    EXPECT_EQ(levels[0].acknowledged_at, story::time("10:07"));
    EXPECT_EQ(levels[1].at, story::time("10:05"));
    EXPECT_EQ(levels[1].overdue_at, never);
    EXPECT_FALSE(levels[2].asks);
    const auto text = text_of(proofs[0]);
    for (const std::string line : {"2026-03-02 10:00:00  up: the deadline, not acknowledged by 2026-03-02 10:05:00, acknowledged 2026-03-02 10:07:00",
                                   "2026-03-02 10:05:00  up: 30m after, acknowledged 2026-03-02 10:07:00", "2026-03-02 12:00:00  up: 2h after"})
        EXPECT_NE(text.find("\n  " + line + "\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace caseclock::desk_test

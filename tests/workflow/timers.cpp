// SPDX-License-Identifier: Apache-2.0
//
// Every timer of the hotline, kept and missed; at its limit it is still kept.
#include "hotline.hpp"

#include <fstream>

#include <gtest/gtest.h>

namespace {

using caseclock::workflow_test::hotline;

/// The built-in rulebook with one line changed, as a tenant would.
caseclock::rulebook with(std::string_view was, std::string_view becomes) {
    std::ifstream file("src/rulebooks/hotline.yaml");
    std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto at = text.find(was);
    if (at == std::string::npos) throw std::invalid_argument("hotline.yaml does not say " + std::string(was));
    return caseclock::parse_rulebook(text.replace(at, was.size(), becomes));
}
/// A call that was answered and greeted at 10:00.
hotline answered(hotline desk = hotline{}) {
    desk.at("10:00").call("arrive", "caller=7 type=1 priority=regular");
    desk.call("answer", "owner=3");
    desk.call("greet", "company_said agent_number_said");
    static_cast<void>(desk.verdicts());
    static_cast<void>(desk.told());
    return desk;
}
hotline recorded(const std::string& brings, hotline desk = hotline{}) {
    desk.at("10:00").ticket("record", "owner=3 caller=7 " + brings);
    return desk;
}
/// A ticket whose solution was explained at 10:00 and executed at 10:10.
hotline executed(const std::string& type = "fault", hotline begun = hotline{}) {
    auto desk = recorded("type=" + type + " priority=regular", std::move(begun));
    desk.ticket("reply", "agent_identified");
    desk.ticket("explain_solution", "time_stated answer_checked");
    desk.ticket("execute");
    desk.at("10:10").ticket("finish_execution", "steps_logged");
    static_cast<void>(desk.verdicts());
    static_cast<void>(desk.told());
    return desk;
}

// ---- T-02

TEST(pick_up, within_three_rings_is_in_time) {
    hotline desk;
    desk.at("10:00:00").call("arrive");
    desk.at("10:00:15").call("answer");
    EXPECT_EQ(desk.verdicts(), "pick_up met");
    EXPECT_EQ(desk.told(), "");
}

TEST(pick_up, later_is_answered_flagged_and_rerouted) {
    hotline desk;
    desk.at("10:00:00").call("arrive");
    desk.at("10:00:16").call("answer");
    EXPECT_EQ(desk.verdicts(), "pick_up missed, pick_up ended_late");
    EXPECT_EQ(desk.told(), "10:00:15 order reroute, 10:00:16 note late_pick_up");
    EXPECT_EQ(desk.where(), "greeting");
}

TEST(pick_up, rings_at_another_seat_and_a_second_miss_reaches_the_supervisor) {
    hotline desk;
    desk.at("10:00:00").call("arrive");
    desk.at("10:00:20").call("ring");
    desk.at("10:00:40").call("answer");
    EXPECT_EQ(desk.verdicts(), "pick_up missed, pick_up missed, pick_up ended_late");
    EXPECT_EQ(desk.told(), "10:00:15 order reroute, 10:00:35 order reroute, 10:00:35 tell supervisor, 10:00:40 note late_pick_up");
}

TEST(pick_up, given_up_counts_as_abandoned_and_not_as_late) {
    hotline desk;
    desk.at("10:00:00").call("arrive");
    desk.at("10:00:10").call("give_up");
    EXPECT_EQ(desk.verdicts(), "pick_up cancelled");
    EXPECT_EQ(desk.where(), "abandoned");
}

TEST(pick_up, time_in_the_queue_is_not_ringing) {
    hotline desk;
    desk.at("10:00:00").call("enqueue");
    desk.at("10:03:00").call("ring");
    desk.at("10:03:15").call("answer");
    EXPECT_EQ(desk.verdicts(), "pick_up met");
}

// ---- T-03

TEST(hold, ends_within_the_time_announced) {
    auto desk = answered();
    desk.at("10:01:00").call("hold", "announced=90 duration_stated hold_apologised");
    desk.at("10:02:30").call("retrieve");
    EXPECT_EQ(desk.verdicts(), "hold met");
    EXPECT_EQ(desk.told(), "10:02:15 remind agent");
}

TEST(hold, longer_is_apologised_for_and_announced_again_and_a_second_expiry_reaches_the_supervisor) {
    auto desk = answered();
    desk.at("10:01:00").call("hold", "announced=60 duration_stated hold_apologised");
    desk.at("10:02:05").call("announce_again", "announced=60 duration_stated hold_apologised");
    EXPECT_EQ(desk.verdicts(), "hold missed");
    EXPECT_EQ(desk.told(), "10:01:45 remind agent, 10:02:00 say hold_apology");
    desk.at("10:03:10").call("retrieve");
    EXPECT_EQ(desk.verdicts(), "hold missed, hold ended_late");
    EXPECT_EQ(desk.told(), "10:02:50 remind agent, 10:03:05 say hold_apology, 10:03:05 tell supervisor");
}

TEST(hold, announced_again_in_time_is_one_promise_and_without_a_length_it_is_two_minutes) {
    auto desk = answered();
    desk.at("10:01:00").call("hold", "announced=60 duration_stated hold_apologised");
    desk.at("10:01:50").call("announce_again", "announced=60 duration_stated hold_apologised");
    desk.at("10:02:50").call("retrieve");
    EXPECT_EQ(desk.verdicts(), "hold met");
    desk.at("10:10:00").call("hold");
    desk.at("10:12:00").call("retrieve");
    EXPECT_EQ(desk.verdicts(), "hold met");
    desk.at("10:20:00").call("hold");
    desk.at("10:22:01").call("retrieve");
    EXPECT_EQ(desk.verdicts(), "hold missed, hold ended_late");
}

TEST(hold, a_customer_who_hangs_up_ends_it) {
    auto desk = answered();
    desk.at("10:01:00").call("hold", "announced=60 duration_stated hold_apologised");
    desk.at("10:01:30").call("customer_hangs_up");
    EXPECT_EQ(desk.verdicts(), "hold met");
}

// ---- T-19, T-20

TEST(drop, is_told_at_once_and_called_back_promptly) {
    auto desk = answered();
    desk.at("10:05:00").call("line_lost");
    desk.at("10:06:00").call("tell_supervisor");
    EXPECT_EQ(desk.verdicts(), "drop_notice met");
    desk.at("10:36:00").call("call_back");
    EXPECT_EQ(desk.verdicts(), "wrap_up missed, callback met") << "the record is still to be written";
    EXPECT_EQ(desk.where(), "wrap_up");
    desk.call("save_record", "entry_complete");
    EXPECT_EQ(desk.verdicts(), "wrap_up ended_late");
    EXPECT_EQ(desk.where(), "closed");
}

TEST(drop, told_late_or_never_reaches_the_manager) {
    auto desk = answered();
    desk.at("10:05:00").call("line_lost");
    desk.at("10:06:01").call("tell_supervisor");
    EXPECT_EQ(desk.verdicts(), "drop_notice missed, drop_notice ended_late");
    EXPECT_EQ(desk.told(), "10:06:00 tell manager");
    desk.call("save_record", "entry_complete");
    desk.at("10:40:00");
    EXPECT_EQ(desk.verdicts(), "wrap_up met, callback missed");
    EXPECT_EQ(desk.told(), "10:36:01 tell manager");
    EXPECT_EQ(desk.child_of(1), "overdue");
}

TEST(drop, of_a_complaint_or_an_order_is_called_back_at_the_first_moment) {
    for (const auto* what : {"complaining", "ordering"}) {
        auto desk = answered();
        desk.call("customer_finishes", what);
        desk.at("10:05:00").call("line_lost");
        desk.call("save_record", "entry_complete");
        desk.call("tell_supervisor");
        desk.at("10:10:00").call("call_back");
        EXPECT_EQ(desk.verdicts(), "wrap_up met, drop_notice met, callback met") << what;
        auto late = answered();
        late.call("customer_finishes", what);
        late.at("10:05:00").call("line_lost");
        late.call("save_record", "entry_complete");
        late.call("tell_supervisor");
        late.at("10:10:01").call("call_back");
        EXPECT_EQ(late.verdicts(), "wrap_up met, drop_notice met, callback missed, callback ended_late") << what;
    }
}

TEST(drop, is_called_back_when_it_was_arranged) {
    auto desk = answered();
    desk.at("10:05:00").call("line_lost");
    desk.call("save_record", "entry_complete");
    desk.call("tell_supervisor");
    desk.at("10:06:00").call("arrange_callback", "arranged_at=14:00");
    desk.at("14:00:00").call("call_back");
    EXPECT_EQ(desk.verdicts(), "wrap_up met, drop_notice met, callback met");
}

TEST(drop, only_before_the_closing) {
    auto desk = answered();
    desk.call("say_goodbye");
    desk.at("10:05:00").call("line_lost");
    EXPECT_EQ(desk.where(), "wrap_up");
}

TEST(drop, is_what_a_call_without_a_reason_was_unless_the_reason_follows) {
    auto desk = answered();
    desk.at("10:05:00").call("line_ends");
    desk.at("10:05:06");
    EXPECT_EQ(desk.where(), "dropped");
    auto explained = answered();
    explained.at("10:05:00").call("line_ends");
    explained.at("10:05:02").call("customer_hangs_up");
    explained.at("10:05:10");
    EXPECT_EQ(explained.where(), "wrap_up");
}

// ---- abandoned

TEST(abandoned, is_called_back_promptly_when_the_number_is_known) {
    for (const auto& [when, verdict] : {std::pair{"10:30:10", "callback met"}, std::pair{"10:30:11", "callback missed, callback ended_late"}}) {
        hotline desk;
        desk.at("10:00:00").call("arrive", "caller=7");
        desk.at("10:00:10").call("give_up");
        EXPECT_EQ(desk.verdicts(), "pick_up cancelled");
        desk.at(when).call("call_back");
        EXPECT_EQ(desk.verdicts(), verdict);
        EXPECT_EQ(desk.where(), "closed");
    }
}

// ---- T-11

TEST(wrap_up, takes_ten_minutes_at_most) {
    auto desk = answered();
    desk.call("customer_hangs_up");
    EXPECT_EQ(desk.at("10:10:00").call("save_record"), "refused") << "incomplete";
    EXPECT_EQ(desk.call("save_record", "entry_complete"), "accepted");
    EXPECT_EQ(desk.verdicts(), "wrap_up met");
    EXPECT_EQ(desk.told(), "10:08:00 remind agent");
}

TEST(wrap_up, longer_reminds_the_agent_and_tells_the_supervisor) {
    auto desk = answered();
    desk.call("customer_hangs_up");
    desk.at("10:10:01");
    EXPECT_EQ(desk.verdicts(), "wrap_up missed");
    EXPECT_EQ(desk.told(), "10:08:00 remind agent, 10:10:00 remind agent, 10:10:00 tell supervisor");
    EXPECT_EQ(desk.where(), "wrap_up") << "the agent stays";
    desk.call("save_record", "entry_complete");
    EXPECT_EQ(desk.verdicts(), "wrap_up ended_late");
}

// ---- T-07, T-08

TEST(first_response, normal_within_five_minutes) {
    auto desk = recorded("type=fault priority=regular");
    desk.at("10:05:00").ticket("reply", "agent_identified");
    EXPECT_EQ(desk.verdicts(), "first_response met");
    EXPECT_EQ(desk.told(), "10:04:00 remind agent");
    auto late = recorded("type=fault priority=regular");
    late.at("10:05:01").ticket("reply", "agent_identified");
    EXPECT_EQ(late.verdicts(), "first_response missed, first_response ended_late");
    EXPECT_EQ(late.told(), "10:04:00 remind agent, 10:05:00 order reassign, 10:05:00 tell supervisor");
}

TEST(first_response, emergencies_and_urgent_ones_within_two_minutes) {
    for (const auto* brings : {"type=emergency priority=regular", "type=fault priority=urgent", "type=fault priority=critical"}) {
        auto desk = recorded(brings);
        desk.at("10:02:00").ticket("reply", "agent_identified");
        EXPECT_EQ(desk.verdicts(), "first_response met") << brings;
        auto late = recorded(brings);
        late.at("10:02:01").ticket("reply", "agent_identified");
        EXPECT_EQ(late.verdicts(), "first_response missed, first_response ended_late") << brings;
    }
}

TEST(first_response, counts_from_when_the_wish_reached_us) {
    auto desk = recorded("type=fault priority=regular received_at=09:58");
    desk.at("10:03:00").ticket("reply", "agent_identified");
    EXPECT_EQ(desk.verdicts(), "first_response met");
    auto late = recorded("type=fault priority=regular received_at=09:57");
    late.at("10:03:00").ticket("reply", "agent_identified");
    EXPECT_EQ(late.verdicts(), "first_response missed, first_response ended_late");
}

TEST(first_response, without_a_name_or_by_a_machine_the_clock_runs_on) {
    auto desk = recorded("type=fault priority=regular");
    EXPECT_EQ(desk.at("10:01:00").ticket("reply"), "accepted");
    EXPECT_EQ(desk.at("10:02:00").ticket("reply", "agent_identified answered_by_machine"), "accepted");
    EXPECT_EQ(desk.verdicts(), "");
    desk.at("10:05:01");
    EXPECT_EQ(desk.verdicts(), "first_response missed");
}

TEST(first_response, raised_to_urgent_has_the_shorter_limit_and_lowered_the_longer_from_the_same_start) {
    auto raised = recorded("type=fault priority=regular");
    raised.at("10:01:00").ticket("set_priority", "priority=urgent");
    raised.at("10:02:01");
    EXPECT_EQ(raised.verdicts(), "first_response missed");
    auto too_late_already = recorded("type=fault priority=regular");
    too_late_already.at("10:03:00").ticket("set_priority", "priority=urgent");
    EXPECT_EQ(too_late_already.verdicts(), "first_response missed");
    auto lowered = recorded("type=fault priority=urgent");
    lowered.at("10:01:00").ticket("set_priority", "priority=regular");
    lowered.at("10:05:00").ticket("reply", "agent_identified");
    EXPECT_EQ(lowered.verdicts(), "first_response met");
    auto missed = recorded("type=fault priority=urgent");
    missed.at("10:03:00").ticket("set_priority", "priority=regular");
    missed.ticket("reply", "agent_identified");
    EXPECT_EQ(missed.verdicts(), "first_response missed, first_response ended_late") << "a miss stands";
}

// ---- T-16

TEST(business_promise, is_done_and_told_within_two_working_days) {
    auto desk = executed("business");
    desk.ticket("customer_confirms");
    desk.at("wed 10:00").ticket("send_notice");
    EXPECT_EQ(desk.verdicts(), "resolve_contact met, business_promise met");
    auto untold = executed("business");
    untold.ticket("customer_confirms");
    untold.at("wed 10:00:01");
    EXPECT_EQ(untold.verdicts(), "resolve_contact met, business_promise missed");
    EXPECT_EQ(untold.told(), "10:00:00 order chase, 10:00:00 tell customer");
}

TEST(business_promise, is_the_date_on_the_record_where_there_is_one) {
    auto desk = recorded("type=business priority=regular expected_completion=tue_12:00");
    desk.ticket("reply", "agent_identified");
    desk.at("tue 12:00:01");
    EXPECT_EQ(desk.verdicts(), "first_response met, business_promise missed");
}

// ---- T-17

TEST(repair_promise, is_kept_within_the_time_named_or_two_hours) {
    auto desk = recorded("type=fault priority=regular");
    desk.ticket("reply", "agent_identified");
    desk.ticket("explain_solution", "time_stated");
    desk.ticket("execute");
    desk.at("12:00:00").ticket("finish_execution", "steps_logged");
    EXPECT_EQ(desk.verdicts(), "first_response met, repair_promise met");
    auto named = recorded("type=fault priority=regular");
    named.ticket("reply", "agent_identified");
    named.ticket("explain_solution", "time_stated promised=1800");
    named.ticket("execute");
    named.at("10:30:01").ticket("finish_execution", "steps_logged");
    EXPECT_EQ(named.verdicts(), "first_response met, repair_promise missed, repair_promise ended_late");
    EXPECT_EQ(named.told(), "10:30:00 order promise_again, 10:30:00 tell supervisor");
}

// ---- T-64

TEST(resolve_contact, the_customer_is_asked_promptly) {
    auto desk = executed();
    desk.at("10:40:00").ticket("ask_customer");
    EXPECT_EQ(desk.verdicts(), "resolve_contact met");
    auto late = executed();
    late.at("10:40:01").ticket("ask_customer");
    EXPECT_EQ(late.verdicts(), "resolve_contact missed, resolve_contact ended_late");
    EXPECT_EQ(late.told(), "10:40:00 tell supervisor");
}

// ---- T-12, T-13

TEST(callback, of_business_lies_between_one_day_and_three) {
    const std::tuple<const char*, const char*, const char*> expected[] = {{"tue 10:09:59", "callback early", "called_back"},
                                                                         {"tue 10:10:00", "callback met", "called_back"},
                                                                         {"thu 10:10:00", "callback met", "called_back"},
                                                                         {"thu 10:10:01", "callback missed, callback ended_late", "called_back"}};
    for (const auto& [when, verdict, state] : expected) {
        auto desk = executed("business");
        desk.ticket("customer_confirms");
        desk.ticket("send_notice");
        EXPECT_EQ(desk.verdicts(), "resolve_contact met, business_promise met");
        desk.at(when).ticket("call_back");
        EXPECT_EQ(desk.verdicts(), verdict) << when;
        EXPECT_EQ(desk.where(2), state);
    }
}

TEST(callback, window_opens_and_closes) {
    auto desk = executed("business");
    desk.ticket("customer_confirms");
    EXPECT_EQ(desk.child_of(2), "planned");
    desk.at("tue 10:10:00");
    EXPECT_EQ(desk.child_of(2), "window_open");
    desk.at("thu 10:10:01");
    EXPECT_EQ(desk.child_of(2), "overdue");
}

TEST(callback, of_complaints_and_suggestions_is_within_a_day) {
    for (const auto* type : {"complaint", "suggestion"}) {
        auto desk = executed(type);
        desk.ticket("customer_confirms");
        desk.at("tue 10:10:00").ticket("call_back");
        EXPECT_EQ(desk.verdicts(), "resolve_contact met, callback met") << type;
        auto late = executed(type);
        late.ticket("customer_confirms");
        late.at("tue 10:10:01");
        EXPECT_EQ(late.verdicts(), "resolve_contact met, callback missed") << type;
        EXPECT_EQ(late.told(), "10:10:00 tell supervisor");
    }
}

TEST(callback, is_cancelled_when_the_ticket_is_reopened) {
    auto desk = executed("complaint");
    desk.ticket("customer_confirms");
    desk.at("11:00").ticket("reopen");
    EXPECT_EQ(desk.verdicts(), "resolve_contact met, callback cancelled");
    EXPECT_EQ(desk.child_of(2), "cancelled");
    EXPECT_EQ(desk.where(2), "reopened");
}

TEST(callback, that_a_host_plans_counts_from_when_it_was_told) {
    hotline desk;
    EXPECT_EQ(desk.at("10:10:00").follow_up("plan", "source=abandoned told_at=10:00"), "accepted");
    desk.at("10:30:00").follow_up("connect");
    EXPECT_EQ(desk.verdicts(), "callback met");
}

// ---- choices and guards of a tenant

TEST(choice, before_the_third_ring) {
    hotline desk{with("default: 3 rings", "default: 2 rings")};
    desk.at("10:00:00").call("arrive");
    desk.at("10:00:11").call("answer");
    EXPECT_EQ(desk.verdicts(), "pick_up missed, pick_up ended_late");
}

TEST(choice, only_the_critical_are_emergencies) {
    const auto book = with("default: type_and_priority", "default: critical_only");
    auto emergency = recorded("type=emergency priority=urgent", hotline{book});
    emergency.at("10:05:00").ticket("reply", "agent_identified");
    EXPECT_EQ(emergency.verdicts(), "first_response met");
    auto critical = recorded("type=fault priority=critical", hotline{book});
    critical.at("10:02:01");
    EXPECT_EQ(critical.verdicts(), "first_response missed");
}

TEST(choice, complaints_are_called_back_in_a_window_too) {
    auto desk = executed("complaint", hotline{with("default: within 24h", "default: between 24h and 72h")});
    desk.ticket("customer_confirms");
    desk.at("mon 20:00").ticket("call_back");
    EXPECT_EQ(desk.verdicts(), "resolve_contact met, callback early");
    EXPECT_EQ(desk.told(), "20:00:00 note too_early");
}

TEST(choice, a_call_without_a_reason_was_hung_up) {
    auto desk = answered(hotline{with("default: drop,", "default: hang_up,")});
    desk.at("10:05:00").call("line_ends");
    desk.at("10:05:06");
    EXPECT_EQ(desk.where(), "wrap_up");
}

TEST(choice, a_guard_is_hard_soft_or_off) {
    auto hard = answered(hotline{with("G-03: soft", "G-03: hard")});
    EXPECT_EQ(hard.call("hold"), "refused");
    auto soft = recorded("type=fault priority=regular", hotline{with("G-25: hard", "G-25: soft")});
    EXPECT_EQ(soft.ticket("execute"), "accepted");
    hotline off{with("G-19: hard", "G-19: off")};
    EXPECT_EQ(off.at("10:00").ticket("record", "type=fault"), "accepted");
}

}  // namespace

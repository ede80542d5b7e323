// SPDX-License-Identifier: Apache-2.0
//
// Every metric of the built-in table over the built-in machines, kept and missed.
#include "hotline.hpp"

#include <gtest/gtest.h>

namespace {

using caseclock::workflow_test::hotline;

/// A desk whose only policy `p` measures that.
hotline measuring(const std::string& metric, const std::string& machine, const std::string& due, const std::string& more = {}) {
    return hotline{caseclock::parse_rulebook("rulebook: measured\nlanguage: caseclock/1\nzone: Asia/Shanghai\npolicies:\n  p: {machine: " + machine +
                                             ", metric: " + metric + ", due: " + due + more + "}\n")};
}
hotline recorded(hotline desk, const std::string& brings = {}) {
    desk.at("10:00").ticket("record", "owner=3 caller=7 type=fault priority=regular " + brings);
    return desk;
}
/// A ticket in progress since 10:00, of handler 4.
hotline in_progress(hotline begun) {
    auto desk = recorded(std::move(begun), "received_at=09:50");
    desk.ticket("start_work", "handler=4");
    return desk;
}
void complete(hotline& desk) { EXPECT_EQ(desk.ticket("complete", "customer_confirmed"), "accepted"); }
/// A call that was answered and greeted at 10:00.
hotline answered(hotline desk) {
    desk.at("10:00").call("arrive", "caller=7");
    desk.call("answer", "owner=3");
    desk.call("greet", "company_said agent_number_said");
    return desk;
}

TEST(metric, first_response) {
    for (const auto* const when : {"10:01", "10:06"}) {
        auto desk = recorded(measuring("first_response", "ticket", "within 15m"), "received_at=09:50");
        desk.at(when).ticket("reply", "agent_identified");
        EXPECT_EQ(desk.verdicts(), std::string{when} == "10:01" ? "p met" : "p missed, p ended_late");
    }
    auto back = measuring("first_response", "follow_up", "within 5m");
    back.at("10:00").follow_up("plan", "source=abandoned");
    back.at("10:04").follow_up("connect");
    EXPECT_EQ(back.verdicts(), "p met");
}

TEST(metric, next_response) {
    auto desk = recorded(measuring("next_response", "ticket", "within 10m"));
    desk.at("10:10").ticket("ask_progress");
    desk.at("10:15").ticket("ask_progress");
    desk.at("10:20").ticket("reply", "agent_identified");
    EXPECT_EQ(desk.verdicts(), "p met") << "the oldest question counts";
    desk.at("11:00").ticket("ask_progress");
    desk.at("11:10:01").ticket("reply", "agent_identified");
    EXPECT_EQ(desk.verdicts(), "p missed, p ended_late");
}

TEST(metric, next_response_is_a_person_s) {
    for (const bool first_given : {false, true}) {
        auto desk = recorded(measuring("next_response", "ticket", "within 10m"));
        if (first_given) desk.ticket("reply", "agent_identified");
        desk.at("10:10").ticket("ask_progress");
        desk.at("10:11").ticket("reply", "answered_by_machine");
        EXPECT_EQ(desk.verdicts(), "") << "a machine has nothing to say to that";
        desk.at("10:20").ticket("reply");
        EXPECT_EQ(desk.verdicts(), "p met") << "whether or not he gives his name";
        desk.at("10:30").ticket("reply");
        EXPECT_EQ(desk.verdicts(), "") << "nothing was asked";
    }
}

TEST(metric, next_response_is_owed_after_an_answer_and_a_reopening_and_until_completion) {
    auto desk = in_progress(measuring("next_response", "ticket", "within 10m"));
    desk.at("10:10").ticket("ask_for_details");
    desk.at("10:20").ticket("customer_answers");
    desk.at("10:30");
    complete(desk);
    EXPECT_EQ(desk.verdicts(), "p met");
    desk.at("11:00").ticket("reopen");
    desk.at("11:10:01");
    EXPECT_EQ(desk.verdicts(), "p missed");
}

TEST(metric, periodic_update) {
    auto desk = recorded(hotline{caseclock::parse_rulebook("rulebook: measured\nlanguage: caseclock/1\nzone: Asia/Shanghai\npolicies:\n"
                                                           "  p: {machine: ticket, metric: periodic_update, every: 2h from completion}\n")});
    desk.at("11:00").ticket("reply", "agent_identified");
    desk.at("12:59").ticket("explain_solution", "time_stated answer_checked");
    EXPECT_EQ(desk.verdicts(), "p met, p met");
    desk.at("15:00").ticket("reply", "agent_identified");
    EXPECT_EQ(desk.verdicts(), "p missed, p ended_late");
    desk.at("15:10");
    complete(desk);
    desk.at("18:00");
    EXPECT_EQ(desk.verdicts(), "p met") << "nothing is owed after that";
}

TEST(metric, resolution) {
    auto desk = in_progress(measuring("resolution", "ticket", "within 1h"));
    desk.at("10:10").ticket("ask_for_details");
    desk.at("10:40").ticket("customer_answers");
    desk.at("10:50");
    complete(desk);
    EXPECT_EQ(desk.verdicts(), "p met") << "from 09:50 on";
    desk.at("11:00").ticket("reopen");
    desk.at("12:00:01").ticket("start_work");
    EXPECT_EQ(desk.verdicts(), "p missed") << "a new cycle";
    auto late = in_progress(measuring("resolution", "ticket", "within 1h"));
    late.at("10:10").ticket("ask_for_details");
    late.at("10:50:01").ticket("customer_answers");
    EXPECT_EQ(late.verdicts(), "p missed") << "waiting for the customer counts";
    auto back = measuring("resolution", "follow_up", "within 5m");
    back.at("10:00").follow_up("plan", "source=abandoned");
    back.at("10:04").follow_up("cancel");
    EXPECT_EQ(back.verdicts(), "p cancelled");
}

TEST(metric, requester_wait) {
    for (const auto* const when : {"11:20", "11:20:01"}) {
        auto desk = in_progress(measuring("requester_wait", "ticket", "within 1h"));
        desk.at("10:10").ticket("ask_for_details");
        desk.at("10:40").ticket("customer_answers");
        desk.at(when);
        complete(desk);
        EXPECT_EQ(desk.verdicts(), std::string{when} == "11:20" ? "p met" : "p missed, p ended_late") << "half an hour was the customer's";
    }
}

TEST(metric, requester_wait_goes_on_when_the_ticket_is_reopened) {
    auto desk = in_progress(measuring("requester_wait", "ticket", "within 1h"));
    desk.at("10:20");
    complete(desk);
    desk.at("12:00").ticket("reopen");
    desk.at("12:30");
    EXPECT_EQ(desk.verdicts(), "p met") << "half an hour before, half an hour now";
    desk.at("12:30:01");
    EXPECT_EQ(desk.verdicts(), "p missed");
}

TEST(metric, agent_work) {
    for (const auto* const when : {"11:50", "11:50:01"}) {
        auto desk = in_progress(measuring("agent_work", "ticket", "within 1h"));
        desk.at("10:10").ticket("ask_for_details");
        desk.at("10:40").ticket("customer_answers");
        desk.at("10:50").ticket("escalate", "beyond_authority customer_agrees handover_written");
        desk.at("11:20").ticket("start_work", "handler=5");
        desk.at(when);
        complete(desk);
        EXPECT_EQ(desk.verdicts(), std::string{when} == "11:50" ? "p met" : "p missed, p ended_late");
    }
}

TEST(metric, ownership) {
    auto desk = in_progress(measuring("ownership", "ticket", "within 30m"));
    desk.at("10:30").ticket("hand_over", "handler=5");
    EXPECT_EQ(desk.verdicts(), "p met") << "the first handler had it for half an hour";
    desk.at("11:00:01");
    EXPECT_EQ(desk.verdicts(), "p missed");
    complete(desk);
    EXPECT_EQ(desk.verdicts(), "p ended_late");
}

TEST(metric, ring_time) {
    auto desk = measuring("ring_time", "call", "within 15s");
    desk.at("10:00:00").call("arrive");
    desk.at("10:00:10").call("ring");
    desk.at("10:00:25").call("answer");
    EXPECT_EQ(desk.verdicts(), "p met") << "each seat rings for itself";
    auto late = measuring("ring_time", "call", "within 15s");
    late.at("10:00:00").call("arrive");
    late.at("10:00:16").call("answer");
    EXPECT_EQ(late.verdicts(), "p missed, p ended_late");
}

TEST(metric, speed_of_answer) {
    for (const auto* const when : {"10:00:20", "10:00:21"}) {
        auto desk = measuring("speed_of_answer", "call", "within 20s");
        desk.at("10:00:00").call("enqueue");
        desk.at("10:00:10").call("ring");
        desk.at(when).call("answer");
        EXPECT_EQ(desk.verdicts(), std::string{when} == "10:00:20" ? "p met" : "p missed, p ended_late") << "the queue counts";
    }
    auto gone = measuring("speed_of_answer", "call", "within 20s");
    gone.at("10:00:00").call("enqueue");
    gone.at("10:00:15").call("give_up");
    EXPECT_EQ(gone.verdicts(), "p cancelled") << "abandoned, not late";
}

TEST(metric, hold_time) {
    for (const auto* const when : {"10:05", "10:05:01"}) {
        auto desk = answered(measuring("hold_time", "call", "within 2m"));
        desk.at("10:03").call("hold", "announced=60 duration_stated hold_apologised");
        desk.at(when).call("retrieve");
        EXPECT_EQ(desk.verdicts(), std::string{when} == "10:05" ? "p met" : "p missed, p ended_late");
    }
}

TEST(metric, wrap_up) {
    for (const auto* const when : {"10:15", "10:15:01"}) {
        auto desk = answered(measuring("wrap_up", "call", "within 10m"));
        desk.at("10:05").call("customer_hangs_up");
        desk.at(when).call("save_record", "entry_complete");
        EXPECT_EQ(desk.verdicts(), std::string{when} == "10:15" ? "p met" : "p missed, p ended_late");
    }
}

TEST(metric, time_in_state) {
    for (const auto* const when : {"10:40", "10:40:01"}) {
        auto desk = in_progress(measuring("{time_in_state: waiting_customer}", "ticket", "within 30m"));
        desk.at("10:10").ticket("ask_for_details");
        desk.at(when).ticket("customer_answers");
        EXPECT_EQ(desk.verdicts(), std::string{when} == "10:40" ? "p met" : "p missed, p ended_late");
    }
    auto flag = in_progress(measuring("{time_in_state: processing}", "ticket", "within 30m"));
    flag.at("10:20").ticket("ask_for_details");
    EXPECT_EQ(flag.verdicts(), "") << "states with a flag are one";
    flag.at("10:30");
    complete(flag);
    EXPECT_EQ(flag.verdicts(), "p met");
}

TEST(a_policy, counts_before_its_metric) {
    auto desk = in_progress(measuring("agent_work", "ticket", "within 1h", ", pause_while: [], stop: {enters: waiting_customer}"));
    desk.at("10:50").ticket("ask_for_details");
    EXPECT_EQ(desk.verdicts(), "p met");
}

}  // namespace

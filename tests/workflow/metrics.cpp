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
/// A complaint that reached us at 09:50 and was received at 10:00, with handler 4.
hotline complained(const std::string& flow, hotline desk) {
    desk.at("10:00").complaint("receive", "flow=" + flow + " priority=regular owner=3 handler=4 caller=7 received_at=09:50");
    return desk;
}
/// The same, recorded at once.
hotline complaint_recorded(const std::string& flow, hotline begun) {
    auto desk = complained(flow, std::move(begun));
    EXPECT_EQ(desk.complaint("record", "name_known serial_known contact_person_known phone_known letter_registered customer_registered acceptance_known "
                                       "mail_known complainant_known description_known"), "accepted");
    return desk;
}
void tell_result_by_web(hotline& desk) {
    desk.complaint("finish");
    EXPECT_EQ(desk.complaint("inform_customer", "answer_suits compensation_settled"), "accepted");
}
/// An escalation that was proposed at 10:00; its customer hears of it at 10:10 and agrees at 10:20.
hotline proposed(hotline desk) {
    desk.at("10:00").escalation("propose", "to=specialist owner=3 caller=7 beyond_authority");
    desk.at("10:10").escalation("inform_customer");
    desk.at("10:20").escalation("consent");
    desk.escalation("write_handover");
    return desk;
}
/// The same, with handler 4 since 10:20.
hotline transferred(hotline begun) {
    auto desk = proposed(std::move(begun));
    EXPECT_EQ(desk.escalation("transfer", "handler=4"), "accepted");
    return desk;
}
/// A request that was sent to department 8 at 09:50 and recorded at 10:00.
hotline asked_department(hotline desk) {
    desk.at("10:00").request("send", "department=8 owner=3 caller=7 sent_at=09:50");
    return desk;
}
/// A promise that was made at 09:50 and recorded at 10:00.
hotline promised(hotline desk) {
    desk.at("10:00").promise("make", "owner=3 made_at=09:50 promised=3600");
    return desk;
}
constexpr const char* too_late = "p missed, p ended_late";
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

TEST(metric, first_response_of_complaints) {
    for (const auto* const when : {"10:05", "10:05:01"}) {
        const auto* const verdict = std::string{when} == "10:05" ? "p met" : too_late;
        auto desk = complained("hotline", measuring("first_response", "complaint", "within 15m"));
        desk.at(when).complaint("apologise");
        EXPECT_EQ(desk.verdicts(), verdict);
        auto web = complained("web", measuring("first_response", "complaint", "within 15m"));
        web.at(when).complaint("confirm_receipt");
        EXPECT_EQ(web.verdicts(), verdict);
    }
    EXPECT_EQ(complaint_recorded("hotline", measuring("first_response", "complaint", "within 15m")).verdicts(), "p met") << "recorded while he listens";
    auto letter = complaint_recorded("written", measuring("first_response", "complaint", "within 15m"));
    EXPECT_EQ(letter.verdicts(), "") << "who wrote it does not know";
    letter.complaint("investigate");
    letter.complaint("find_not_ours");
    letter.complaint("inform_customer", "explained");
    EXPECT_EQ(letter.verdicts(), "p met");
}

TEST(metric, first_response_of_escalations) {
    for (const auto* const when : {"10:23", "10:23:01"}) {
        auto desk = transferred(measuring("first_response", "escalation", "within 3m"));
        desk.at(when).escalation("contact");
        EXPECT_EQ(desk.verdicts(), std::string{when} == "10:23" ? "p met" : too_late) << "from the customer's yes";
    }
}

TEST(metric, first_response_of_departments) {
    for (const auto* const event : {"start_work", "name_new_date", "give_result"}) {
        auto desk = asked_department(measuring("first_response", "department_request", "within 15m"));
        desk.at("10:05").request(event, "expected_completion=12:00");
        EXPECT_EQ(desk.verdicts(), "p met") << event;
    }
    auto other = asked_department(measuring("first_response", "department_request", "within 15m"));
    other.at("10:04").request("readdress", "department=9");
    other.at("10:19:01").request("start_work");
    EXPECT_EQ(other.verdicts(), too_late) << "the other department has its own time";
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

TEST(metric, next_response_of_departments) {
    auto desk = asked_department(measuring("next_response", "department_request", "within 10m"));
    desk.at("10:10").request("chase");
    desk.at("10:15").request("chase");
    desk.at("10:20").request("give_result");
    EXPECT_EQ(desk.verdicts(), "p met") << "from the first";
    desk.request("reject_answer");
    desk.at("11:00").request("chase");
    desk.at("11:10:01").request("name_new_date", "expected_completion=12:00");
    EXPECT_EQ(desk.verdicts(), too_late);
    desk.at("11:20").request("chase");
    desk.at("11:21").request("readdress", "department=9");
    EXPECT_EQ(desk.verdicts(), "p cancelled") << "it was not chased";
}

TEST(metric, periodic_update_of_complaints) {
    auto desk = complained("hotline", hotline{caseclock::parse_rulebook("rulebook: measured\nlanguage: caseclock/1\nzone: Asia/Shanghai\npolicies:\n"
                                                                        "  p: {machine: complaint, metric: periodic_update, every: 2h from completion}\n")});
    desk.at("11:50").complaint("apologise");
    desk.at("13:50").complaint("ask_progress");
    EXPECT_EQ(desk.verdicts(), "p met, p met");
    desk.at("15:50:01").complaint("ask_progress");
    EXPECT_EQ(desk.verdicts(), too_late);
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

TEST(metric, resolution_of_complaints) {
    auto desk = complaint_recorded("web", measuring("resolution", "complaint", "within 1h"));
    desk.at("10:50");
    tell_result_by_web(desk);
    EXPECT_EQ(desk.verdicts(), "p met") << "from 09:50 on, until the result is told";
    desk.at("11:00").complaint("dispute_result");
    desk.at("12:00:01");
    EXPECT_EQ(desk.verdicts(), "p missed") << "a new cycle";
    auto post = complaint_recorded("postal", measuring("resolution", "complaint", "within 1h"));
    post.complaint("upload");
    post.complaint("check_form");
    post.complaint("send_to_collector");
    EXPECT_EQ(post.verdicts(), "p met");
    auto gone = complaint_recorded("web", measuring("resolution", "complaint", "within 1h"));
    gone.complaint("withdraw");
    EXPECT_EQ(gone.verdicts(), "p cancelled");
}

TEST(metric, resolution_of_escalations) {
    for (const auto* const when : {"11:00", "11:00:01"}) {
        auto desk = transferred(measuring("resolution", "escalation", "within 1h"));
        desk.at("10:30").escalation("contact");
        desk.at(when).escalation("solve");
        EXPECT_EQ(desk.verdicts(), std::string{when} == "11:00" ? "p met" : too_late);
    }
    auto back = transferred(measuring("resolution", "escalation", "within 1h"));
    back.escalation("give_back");
    EXPECT_EQ(back.verdicts(), "p cancelled");
}

TEST(metric, resolution_of_requests_and_promises) {
    auto desk = asked_department(measuring("resolution", "department_request", "within 1h"));
    desk.at("10:50").request("give_result");
    EXPECT_EQ(desk.verdicts(), "p met");
    desk.at("11:00").request("reject_answer");
    desk.at("12:00:01").request("give_result");
    EXPECT_EQ(desk.verdicts(), too_late) << "a new cycle";
    for (const auto* const when : {"10:50", "10:50:01"}) {
        auto one = promised(measuring("resolution", "promise", "within 1h"));
        one.at("10:30").promise("renew", "promised=7200");
        one.at(when).promise("keep");
        EXPECT_EQ(one.verdicts(), std::string{when} == "10:50" ? "p met" : too_late);
    }
}

TEST(metric, requester_wait_of_complaints_goes_on_when_the_result_is_disputed) {
    auto desk = complaint_recorded("web", measuring("requester_wait", "complaint", "within 1h"));
    desk.at("10:20");
    tell_result_by_web(desk);
    desk.at("12:00").complaint("dispute_result");
    desk.at("12:30");
    EXPECT_EQ(desk.verdicts(), "p met") << "half an hour before, half an hour now";
    desk.at("12:30:01");
    EXPECT_EQ(desk.verdicts(), "p missed");
}

TEST(metric, requester_wait_of_escalations_and_follow_ups) {
    for (const auto* const when : {"11:10", "11:10:01"}) {
        auto desk = transferred(measuring("requester_wait", "escalation", "within 1h"));
        desk.at("10:30").escalation("contact");
        desk.at(when).escalation("solve");
        EXPECT_EQ(desk.verdicts(), std::string{when} == "11:10" ? "p met" : too_late) << "ten minutes the customer had to decide";
    }
    for (const auto* const when : {"10:45", "10:45:01"}) {
        auto back = measuring("requester_wait", "follow_up", "within 15m");
        back.at("10:00").follow_up("plan", "source=abandoned");
        back.at("10:10").follow_up("no_answer");
        back.at("10:40").follow_up("dial");
        back.at(when).follow_up("connect");
        EXPECT_EQ(back.verdicts(), std::string{when} == "10:45" ? "p met" : too_late) << "half an hour he could not be reached";
    }
}

TEST(metric, requester_wait_of_departments_goes_on_when_the_answer_is_rejected) {
    auto desk = asked_department(measuring("requester_wait", "department_request", "within 1h"));
    desk.at("10:20").request("give_result");
    desk.at("12:00").request("reject_answer");
    desk.at("12:30");
    EXPECT_EQ(desk.verdicts(), "p met") << "half an hour before, half an hour now";
    desk.at("12:30:01");
    EXPECT_EQ(desk.verdicts(), "p missed");
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

TEST(metric, agent_work_of_complaints) {
    for (const auto* const when : {"11:50", "11:50:01"}) {
        auto desk = complaint_recorded("hotline", measuring("agent_work", "complaint", "within 1h"));
        desk.at("10:10").complaint("forward", "sheet_written");
        desk.complaint("start_verifying");
        desk.complaint("find_general");
        desk.at("11:10").complaint("return_sheet", "sheet_filled");
        desk.at(when).complaint("inform_customer");
        EXPECT_EQ(desk.verdicts(), std::string{when} == "11:50" ? "p met" : too_late) << "an hour was the department's";
    }
    auto service = complaint_recorded("service", measuring("agent_work", "complaint", "within 1h"));
    service.at("10:10").complaint("report_up");
    service.at("15:00").complaint("inform_customer", "facts_checked");
    EXPECT_EQ(service.verdicts(), "p met") << "the supervisor has it";
    auto post = complaint_recorded("postal", measuring("agent_work", "complaint", "within 1h"));
    post.at("10:10").complaint("upload");
    post.at("14:00").complaint("check_form");
    post.at("15:00").complaint("send_to_collector");
    EXPECT_EQ(post.verdicts(), "p met") << "the duty teacher has it";
    auto disputed = complaint_recorded("web", measuring("agent_work", "complaint", "within 1h"));
    disputed.at("10:20");
    tell_result_by_web(disputed);
    disputed.at("12:00").complaint("dispute_result");
    disputed.at("12:30:01");
    EXPECT_EQ(disputed.verdicts(), "p met, p missed") << "it goes on";
}

TEST(metric, agent_work_of_escalations) {
    for (const auto* const when : {"11:50", "11:50:01"}) {
        auto desk = transferred(measuring("agent_work", "escalation", "within 1h",
                                          "}\n  q: {machine: escalation, kind: wait, start: {enters: transferred}, stop: {leaves: transferred}, due: within 10m, "
                                          "ends: {raise: contact_limit_passed}"));
        desk.at("11:00").escalation("assign_next", "handler=5");
        desk.escalation("contact");
        desk.at(when).escalation("solve");
        EXPECT_EQ(desk.verdicts(), std::string{when} == "11:50" ? "p met" : too_late) << "from 10:30 to 11:00 nobody had it";
    }
    auto back = transferred(measuring("agent_work", "escalation", "within 1h"));
    back.escalation("give_back");
    EXPECT_EQ(back.verdicts(), "p met");
}

TEST(metric, agent_work_of_requests) {
    for (const auto* const when : {"10:30", "10:30:01"}) {
        auto desk = asked_department(measuring("agent_work", "department_request", "within 10m"));
        desk.at("10:20").request("give_result");
        desk.at(when).request("tell_customer");
        EXPECT_EQ(desk.verdicts(), std::string{when} == "10:30" ? "p met" : too_late);
    }
    auto rejected = asked_department(measuring("agent_work", "department_request", "within 10m"));
    rejected.request("give_result");
    rejected.request("reject_answer");
    EXPECT_EQ(rejected.verdicts(), "p cancelled");
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

TEST(metric, ownership_of_complaints_escalations_requests_and_promises) {
    auto complaint = complaint_recorded("web", measuring("ownership", "complaint", "within 30m"));
    complaint.at("10:30").complaint("hand_over", "handler=5");
    EXPECT_EQ(complaint.verdicts(), "p met");
    complaint.at("11:00:01");
    tell_result_by_web(complaint);
    EXPECT_EQ(complaint.verdicts(), too_late);
    auto post = complaint_recorded("postal", measuring("ownership", "complaint", "within 30m"));
    post.complaint("upload");
    post.complaint("check_form");
    post.complaint("send_to_collector");
    EXPECT_EQ(post.verdicts(), "p met");

    auto escalation = transferred(measuring("ownership", "escalation", "within 30m"));
    escalation.at("10:50").escalation("hand_over", "handler=5");
    EXPECT_EQ(escalation.verdicts(), "p met");
    escalation.at("11:20:01").escalation("contact");
    escalation.escalation("solve");
    EXPECT_EQ(escalation.verdicts(), too_late);
    auto back = transferred(measuring("ownership", "escalation", "within 30m"));
    back.escalation("give_back");
    EXPECT_EQ(back.verdicts(), "p met");

    auto request = asked_department(measuring("ownership", "department_request", "within 30m"));
    request.at("10:30").request("readdress", "department=9");
    EXPECT_EQ(request.verdicts(), "p met");
    request.at("11:00:01").request("give_result");
    EXPECT_EQ(request.verdicts(), too_late);

    auto promise = promised(measuring("ownership", "promise", "within 30m"));
    promise.at("10:30").promise("hand_over", "owner=5");
    EXPECT_EQ(promise.verdicts(), "p met");
    promise.at("11:00:01").promise("keep");
    EXPECT_EQ(promise.verdicts(), too_late);
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

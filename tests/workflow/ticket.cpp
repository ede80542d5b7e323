// SPDX-License-Identifier: Apache-2.0
#include "family.hpp"

#include <gtest/gtest.h>

namespace {

using caseclock::workflow_test::family;

family recorded(const std::string& type = "fault", const std::string& priority = "regular") {
    family one("ticket");
    one.send("record", "type=" + type + " priority=" + priority + " owner=3 handler=3 caller=7");
    return one;
}
family solved(const std::string& type) {
    auto one = recorded(type);
    one.run({"start_work"});
    one.send("explain_solution", "time_stated answer_checked");
    one.run({"execute", "log_step", "finish_execution", "ask_customer", "customer_confirms"});
    return one;
}

TEST(ticket, goes_by_the_handbook_without_a_lapse) {
    family one("ticket");
    EXPECT_EQ(one.send("record", "type=fault priority=regular owner=3 received_at=1700000000000"), "accepted");
    EXPECT_EQ(one.where(), "triaged");
    EXPECT_EQ(one.said(), "cue first_response");
    EXPECT_EQ(one.send("reply", "agent_identified"), "accepted");
    EXPECT_EQ(one.said(), "");
    EXPECT_TRUE(one.has("first_response_given"));
    one.run({"start_work"});
    EXPECT_EQ(one.send("explain_solution", "promised=7200000 time_stated"), "accepted");
    EXPECT_EQ(one.said(), "cue solution");
    one.run({"execute", "log_step", "finish_execution"});
    EXPECT_EQ(one.said(), "");
    one.run({"ask_customer"});
    EXPECT_EQ(one.said(), "cue does_it_work");
    one.run({"customer_confirms"});
    EXPECT_EQ(one.where(), "completed");
    EXPECT_EQ(one.children(), 0U) << "faults are not called back";
    one.run({"send_notice", "archive"});
    EXPECT_EQ(one.where(), "archived");
    EXPECT_TRUE(one.ended());
}

TEST(ticket, is_recorded_with_its_type_and_priority) {
    family one("ticket");
    EXPECT_EQ(one.send("record"), "refused");
    EXPECT_EQ(one.reason("record"), "opened: needs priority_known, type_known");
    EXPECT_EQ(one.send("record", "type=fault priority=unknown"), "refused");
    EXPECT_EQ(one.send("record", "type=unclassified priority=high"), "refused");
    EXPECT_EQ(one.send("record", "type=fault priority=high"), "accepted");
    EXPECT_EQ(one.send("set_priority", "priority=critical"), "accepted");
    EXPECT_EQ(one.send("set_priority", "priority=unknown"), "refused");
    EXPECT_EQ(one.self().value("priority"), 4) << "critical";
}

TEST(ticket, a_reply_without_a_name_or_by_a_machine_passes_with_a_lapse_and_is_no_response) {
    auto one = recorded();
    EXPECT_EQ(one.send("reply"), "accepted");
    EXPECT_EQ(one.said(), "lapse agent_identified");
    EXPECT_FALSE(one.has("first_response_given"));
    EXPECT_EQ(one.send("reply", "agent_identified answered_by_machine"), "accepted");
    EXPECT_EQ(one.said(), "lapse_of answered_by_a_person");
    EXPECT_FALSE(one.has("first_response_given"));
    EXPECT_EQ(one.send("reply", "agent_identified"), "accepted");
    EXPECT_EQ(one.said(), "");
    EXPECT_TRUE(one.has("first_response_given"));
    EXPECT_EQ(one.send("reply"), "accepted") << "only the first names its agent";
    EXPECT_EQ(one.said(), "");
}

TEST(ticket, a_question_about_progress_is_answered_and_a_reply_is_owed) {
    auto one = recorded();
    one.run({"ask_progress"});
    EXPECT_EQ(one.said(), "cue progress");
    EXPECT_EQ(one.where(), "triaged");
    EXPECT_TRUE(one.has("reply_owed"));
    one.send("reply", "answered_by_machine");
    EXPECT_TRUE(one.has("reply_owed")) << "a machine's does not count";
    one.send("reply", "agent_identified");
    EXPECT_FALSE(one.has("reply_owed"));
}

TEST(ticket, escalates_beyond_authority_with_consent_and_handover) {
    auto one = recorded();
    one.run({"start_work"});
    EXPECT_EQ(one.send("escalate"), "refused");
    EXPECT_EQ(one.reason("escalate"), "in_progress: needs out_of_reach, customer_agrees, handover_written");
    EXPECT_EQ(one.send("escalate", "unsolvable_on_the_spot customer_agrees handover_written handler=9"), "accepted");
    EXPECT_EQ(one.where(), "escalated");
    EXPECT_EQ(one.self().value("handler"), 9);
    EXPECT_EQ(one.self().value("owner"), 3) << "the owner stays";
    one.run({"start_work"});
    EXPECT_EQ(one.reason("escalate"), "in_progress: needs customer_agrees, handover_written") << "agreed and written anew each time";
}

TEST(ticket, a_fault_of_operation_is_escalated_after_guided_steps) {
    auto one = recorded("operation_fault");
    EXPECT_EQ(one.send("escalate", "beyond_authority customer_agrees handover_written"), "refused");
    EXPECT_EQ(one.send("escalate", "beyond_authority customer_agrees handover_written steps_guided"), "accepted");
    EXPECT_EQ(one.said(), "");
}

TEST(ticket, a_question_on_packages_is_checked_and_not_passed_on) {
    auto one = recorded("business_consult");
    EXPECT_EQ(one.send("explain_solution", "time_stated"), "accepted");
    EXPECT_EQ(one.said(), "lapse_of consult_answer_checked, cue solution");
    EXPECT_EQ(one.send("escalate", "beyond_authority customer_agrees handover_written"), "accepted");
    EXPECT_EQ(one.said(), "lapse_of type_may_be_escalated");
}

TEST(ticket, is_handed_over_and_waits_for_the_customer) {
    auto one = recorded();
    one.run({"start_work"});
    EXPECT_EQ(one.send("hand_over", "handler=5"), "accepted");
    EXPECT_EQ(one.self().value("handler"), 5);
    one.run({"ask_for_details"});
    EXPECT_EQ(one.where(), "waiting_customer");
    one.run({"customer_answers"});
    EXPECT_EQ(one.where(), "in_progress");
}

TEST(ticket, explains_solution_and_time_before_the_work) {
    auto one = recorded();
    EXPECT_EQ(one.send("execute"), "refused");
    EXPECT_EQ(one.reason("execute"), "triaged: needs solution_explained, time_stated");
    one.run({"explain_solution"});
    EXPECT_EQ(one.send("execute"), "refused");
    EXPECT_EQ(one.send("execute", "time_stated"), "accepted");
    one.run({"finish_execution"});
    EXPECT_EQ(one.said(), "lapse steps_logged");
}

TEST(ticket, is_completed_only_when_the_customer_says_so) {
    auto one = recorded();
    EXPECT_EQ(one.send("complete"), "refused");
    EXPECT_EQ(one.reason("complete"), "triaged: needs customer_confirmed");
    EXPECT_EQ(one.send("complete", "customer_confirmed"), "accepted");
    EXPECT_EQ(one.where(), "completed");
}

TEST(ticket, unsolved_goes_up_with_a_reason_and_a_plan) {
    auto one = recorded();
    one.send("explain_solution", "time_stated");
    one.run({"execute", "finish_execution", "ask_customer"});
    EXPECT_EQ(one.send("report_unsolved"), "refused");
    EXPECT_EQ(one.reason("report_unsolved"), "confirming: needs reason_explained, new_plan, higher_handler_told");
    EXPECT_EQ(one.send("report_unsolved", "reason_explained new_plan higher_handler_told"), "accepted");
    EXPECT_EQ(one.where(), "escalated");
    EXPECT_EQ(one.reason("execute"), "escalated: needs solution_explained, time_stated") << "the new plan is explained anew";
}

TEST(ticket, complaints_suggestions_and_business_are_called_back) {
    const std::pair<const char*, int> expected[] = {{"complaint", 3}, {"suggestion", 4}, {"business", 5}};
    for (const auto& [type, source] : expected) {
        auto one = solved(type);
        EXPECT_EQ(one.where(), "callback_due") << type;
        EXPECT_EQ(one.child("callback").value("source"), source);
        EXPECT_EQ(one.child("callback").value("caller"), 7);
        one.run({"call_back"});
        EXPECT_EQ(one.child("callback").where(), "done");
        EXPECT_EQ(one.where(), "called_back");
        one.run({"archive"});
    }
    for (const auto* type : {"consult", "business_consult", "operation_fault", "fault", "emergency"})
        EXPECT_EQ(solved(type).where(), "completed") << type;
}

TEST(ticket, reopened_goes_on_and_its_callback_is_cancelled) {
    auto one = solved("complaint");
    one.run({"reopen"});
    EXPECT_EQ(one.where(), "reopened");
    EXPECT_EQ(one.child("callback").where(), "cancelled");
    one.send("explain_solution", "time_stated");
    one.run({"execute", "finish_execution", "customer_confirms"});
    EXPECT_EQ(one.where(), "callback_due");
    EXPECT_EQ(one.children(), 2U) << "the new solution is called back too";
    one.run({"call_back", "reopen", "start_work"});
    EXPECT_EQ(one.where(), "in_progress");
}

TEST(ticket, a_cancelled_callback_leaves_it_completed) {
    auto one = solved("suggestion");
    one.send_child("callback", "cancel");
    EXPECT_EQ(one.where(), "completed");
    EXPECT_EQ(one.children(), 1U);
    one.run({"archive"});
}

TEST(ticket, shows_one_of_three_public_statuses_in_every_state) {
    const auto& d = caseclock::workflow_test::machine("ticket");
    for (const auto& s : d.states()) {
        caseclock::case_record record;
        record.state[0] = *d.state(s.name);
        EXPECT_EQ(d.has_flag(record, "pending") + d.has_flag(record, "processing") + d.has_flag(record, "completed"), 1) << s.name;
    }
}

TEST(follow_up, goes_through_its_window) {
    family one("follow_up");
    EXPECT_EQ(one.send("plan"), "refused");
    EXPECT_EQ(one.reason("plan"), "planned: needs source_known");
    EXPECT_EQ(one.send("plan", "source=business told_at=1700000000000"), "accepted");
    EXPECT_EQ(one.run({"window_opens"}).where(), "window_open");
    EXPECT_EQ(one.run({"limit_passed"}).where(), "overdue");
    EXPECT_EQ(one.send("arrange", "arranged_at=1700000000000"), "accepted");
    EXPECT_EQ(one.run({"connect"}).where(), "done");
    EXPECT_TRUE(one.has("reached"));
    EXPECT_TRUE(one.ended());
}

TEST(follow_up, may_be_cancelled_until_it_is_done) {
    for (const auto& before : {std::vector<std::string>{}, {"window_opens"}, {"limit_passed"}}) {
        family one("follow_up");
        one.send("plan", "source=suggestion");
        for (const auto& e : before) one.run({e});
        EXPECT_EQ(one.run({"cancel"}).where(), "cancelled");
        EXPECT_EQ(one.send("connect"), "ended");
    }
}

}  // namespace

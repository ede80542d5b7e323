// SPDX-License-Identifier: Apache-2.0
//
// Escalations by the machine alone: what is asked first, who comes next, how it ends; and the calls and tickets that open them.
#include "family.hpp"

#include <gtest/gtest.h>

namespace {

using caseclock::workflow_test::family;

family proposed(const std::string& to = "specialist") {
    family one("escalation");
    one.send("propose", "to=" + to + " owner=3 caller=7 beyond_authority");
    return one;
}
family transferred(const std::string& to = "specialist") {
    auto one = proposed(to);
    one.run({"inform_customer", "consent", "write_handover"});
    one.send("transfer", "handler=9");
    return one;
}
/// A call that passes its customer on.
family passed_on_by_a_call(const std::string& brings = "beyond_authority") {
    family one("call");
    one.send("arrive", "caller=7 priority=high");
    one.send("answer", "owner=3");
    one.run({"greet", "customer_finishes", "identify", "confirm_facts"});
    one.send("escalate", brings);
    one.send("transfer", "customer_agrees handover_written");
    return one;
}
family escalated_ticket(const std::string& type = "fault") {
    family one("ticket");
    one.send("record", "type=" + type + " priority=regular owner=3 handler=3 caller=7");
    one.send("escalate", "unsolvable_on_the_spot steps_guided customer_agrees handover_written handler=9");
    return one;
}

TEST(escalation, asks_the_customer_writes_the_record_and_ends_with_the_specialist) {
    family one("escalation");
    EXPECT_EQ(one.send("propose", "to=specialist owner=3 unsolvable_on_the_spot"), "accepted");
    EXPECT_EQ(one.send("inform_customer"), "accepted");
    EXPECT_EQ(one.said(), "cue transfer");
    EXPECT_EQ(one.run({"consent"}).where(), "consented");
    EXPECT_TRUE(one.has("customer_agrees"));
    EXPECT_EQ(one.run({"write_handover"}).where(), "handover_ready");
    EXPECT_EQ(one.send("transfer", "handler=9"), "accepted");
    EXPECT_EQ(one.self().value("asked"), 1);
    EXPECT_EQ(one.run({"contact"}).where(), "in_contact");
    EXPECT_EQ(one.run({"solve"}).where(), "solved");
    EXPECT_TRUE(one.ended());
}

TEST(escalation, is_only_for_what_is_out_of_reach) {
    family one("escalation");
    EXPECT_EQ(one.send("propose"), "refused");
    EXPECT_EQ(one.reason("propose"), "proposed: needs target_known, out_of_reach");
    EXPECT_EQ(one.send("propose", "to=specialist"), "refused");
    EXPECT_EQ(one.send("propose", "to=specialist beyond_authority"), "accepted");
}

TEST(escalation, without_consent_or_record_is_not_transferred) {
    auto one = proposed();
    EXPECT_EQ(one.send("transfer"), "refused");
    EXPECT_EQ(one.reason("transfer"), "proposed: needs customer_agrees, handover_written");
    one.run({"inform_customer"});
    EXPECT_EQ(one.send("transfer", "handover_written"), "refused");
    EXPECT_EQ(one.send("contact"), "not_taken");
    EXPECT_EQ(one.send("transfer", "customer_agrees handover_written"), "accepted") << "told in one";
    EXPECT_EQ(one.where(), "transferred");
}

TEST(escalation, a_customer_may_decline_or_not_decide) {
    auto declined = proposed();
    EXPECT_EQ(declined.run({"inform_customer", "decline"}).where(), "declined");
    EXPECT_TRUE(declined.ended());
    auto silent = proposed("engineer");
    EXPECT_EQ(silent.run({"inform_customer", "offer_expired"}).where(), "declined");
}

TEST(escalation, the_next_specialist_is_asked_when_nobody_contacts) {
    auto one = transferred();
    EXPECT_EQ(one.run({"contact_limit_passed"}).where(), "unanswered");
    EXPECT_EQ(one.send("assign_next", "handler=10"), "accepted");
    EXPECT_EQ(one.where(), "transferred");
    EXPECT_EQ(one.self().value("asked"), 2);
    EXPECT_EQ(one.self().value("handler"), 10);
    EXPECT_EQ(one.self().value("owner"), 3) << "the owner stays";
    one.run({"contact_limit_passed"});
    EXPECT_EQ(one.run({"contact"}).where(), "in_contact") << "late, but in contact";
}

TEST(escalation, a_limit_that_passes_before_the_transfer_names_no_next_one) {
    auto one = proposed();
    one.run({"inform_customer", "consent", "contact_limit_passed"});
    EXPECT_EQ(one.where(), "consented");
    one.run({"write_handover", "contact_limit_passed"});
    EXPECT_EQ(one.where(), "handover_ready");
}

TEST(escalation, an_engineer_is_agreed_to_by_leaving_or_adding_an_account) {
    auto left = proposed("engineer");
    EXPECT_EQ(left.send("inform_customer"), "accepted");
    EXPECT_EQ(left.said(), "cue channel_offer");
    EXPECT_EQ(left.run({"leave_contact"}).where(), "transferred");
    EXPECT_TRUE(left.has("contact_left"));
    auto added = proposed("engineer");
    EXPECT_EQ(added.run({"inform_customer", "add_account"}).where(), "transferred");
    EXPECT_TRUE(added.has("account_added"));
    auto specialist = proposed();
    specialist.run({"inform_customer"});
    EXPECT_EQ(specialist.send("leave_contact"), "refused") << "a specialist calls";
}

TEST(escalation, the_expert_line_is_open_in_the_subscription_period) {
    auto closed = proposed("expert");
    EXPECT_EQ(closed.send("inform_customer"), "refused");
    EXPECT_EQ(closed.reason("inform_customer"), "proposed: needs expert_line_open");
    EXPECT_EQ(closed.send("inform_customer", "subscription_open"), "accepted");
    closed.run({"consent", "write_handover", "transfer"});
    EXPECT_EQ(closed.where(), "transferred");
}

TEST(escalation, a_hard_problem_goes_to_the_technical_centre_with_a_new_record) {
    auto one = transferred("technical_team");
    EXPECT_EQ(one.send("promote", "problem=hardware handler=20"), "accepted") << "the record of the transfer is still there";
    EXPECT_EQ(one.said(), "tell technical_centre");
    EXPECT_EQ(one.self().value("to"), 8) << "technical_centre";
    EXPECT_EQ(one.self().value("asked"), 2);
    one.run({"contact"});
    EXPECT_EQ(one.send("promote", "problem=major"), "refused") << "each promotion has a record of its own";
    EXPECT_EQ(one.reason("promote"), "in_contact: needs handover_written");
    one.run({"write_handover", "promote", "contact", "solve"});
    auto none = transferred();
    EXPECT_EQ(none.send("promote"), "refused");
    EXPECT_EQ(none.reason("promote"), "transferred: needs problem_known");
}

TEST(escalation, may_be_given_back_or_withdrawn) {
    EXPECT_EQ(transferred().run({"give_back"}).where(), "returned");
    for (const auto& before : {std::vector<std::string>{}, {"inform_customer"}, {"inform_customer", "consent"}}) {
        auto one = proposed();
        for (const auto& e : before) one.run({e});
        EXPECT_EQ(one.run({"withdraw"}).where(), "withdrawn");
    }
}

// ---- the cases that open them

TEST(escalation, of_a_call_begins_where_the_call_has_asked_and_written) {
    const auto one = passed_on_by_a_call();
    EXPECT_EQ(one.where(), "recap");
    const auto& child = one.child("escalation");
    EXPECT_EQ(child.where(), "transferred");
    EXPECT_EQ(child.value("to"), 0) << "a specialist where nobody is named";
    EXPECT_EQ(child.value("caller"), 7);
    EXPECT_TRUE(child.value("agreed_at") >= 0);
    EXPECT_EQ(passed_on_by_a_call("beyond_authority escalate_to=senior_agent").child("escalation").value("to"), 3);
}

TEST(escalation, of_a_call_to_the_expert_line_is_refused_outside_the_period) {
    family one("call");
    one.run({"arrive", "answer", "greet", "customer_finishes", "identify", "confirm_facts"});
    EXPECT_EQ(one.send("escalate", "escalate_to=expert beyond_authority"), "refused");
    EXPECT_EQ(one.reason("escalate"), "triage: needs out_of_reach") << "what a refused event brings is dropped";
    EXPECT_EQ(one.send("escalate", "escalate_to=expert beyond_authority subscription_open"), "accepted");
}

TEST(escalation, to_an_engineer_is_what_a_call_offers_that_takes_too_long) {
    family one("call");
    one.run({"arrive", "answer", "greet", "customer_finishes", "identify", "confirm_facts"});
    EXPECT_EQ(one.send("solve_on_phone", "predicted=unknown"), "refused") << "unknown counts as no";
    EXPECT_EQ(one.send("solve_on_phone", "predicted=longer"), "refused");
    EXPECT_EQ(one.send("shift_channel", "predicted=unknown"), "accepted");
    EXPECT_EQ(one.said(), "");
    EXPECT_EQ(one.child("escalation").where(), "customer_informed");
    one.run({"leave_contact"});
    EXPECT_EQ(one.where(), "channel_shift");
    EXPECT_EQ(one.child("escalation").where(), "transferred");
    one.run({"summarise"});
    EXPECT_EQ(one.where(), "recap");
}

TEST(escalation, to_an_engineer_though_a_minute_would_do_is_noted_and_may_be_refused) {
    family one("call");
    one.run({"arrive", "answer", "greet", "customer_finishes", "identify", "confirm_facts"});
    EXPECT_EQ(one.send("solve_on_phone", "predicted=within_a_minute"), "accepted");
    EXPECT_EQ(one.send("shift_channel"), "accepted");
    EXPECT_EQ(one.said(), "lapse_of too_long_for_the_phone");
    EXPECT_EQ(one.run({"refuse_channel"}).where(), "answering");
    EXPECT_EQ(one.child("escalation").where(), "declined");
}

TEST(escalation, of_a_ticket_goes_to_who_helps_with_its_type) {
    for (const auto& [type, to] : {std::pair{"fault", 2}, {"operation_fault", 2}, {"complaint", 4}, {"suggestion", 5}, {"consult", 0}})
        EXPECT_EQ(escalated_ticket(type).child("escalation").value("to"), to) << type;
    EXPECT_EQ(escalated_ticket().child("escalation").value("handler"), 9);
}

TEST(escalation, of_a_ticket_is_answered_solved_or_given_back) {
    auto one = escalated_ticket();
    one.run({"contact_by_specialist"});
    EXPECT_EQ(one.child("escalation").where(), "in_contact");
    EXPECT_EQ(one.where(), "in_progress");
    one.send_child("escalation", "solve");
    EXPECT_EQ(one.where(), "confirming") << "solved is still what the customer calls solved";
    one.run({"customer_confirms"});
    EXPECT_EQ(one.where(), "completed");
    auto back = escalated_ticket();
    back.send_child("escalation", "give_back");
    EXPECT_EQ(back.where(), "in_progress");
    EXPECT_EQ(back.send("contact_by_specialist"), "refused");
}

TEST(escalation, of_a_ticket_that_is_completed_or_escalated_anew_is_withdrawn) {
    auto one = escalated_ticket();
    one.send("complete", "customer_confirmed");
    EXPECT_EQ(one.where(), "completed");
    EXPECT_EQ(one.child("escalation").where(), "withdrawn");
    auto again = escalated_ticket();
    again.run({"start_work"});
    again.send("escalate", "customer_agrees handover_written handler=11");
    EXPECT_EQ(again.children(), 2U);
    EXPECT_EQ(again.child("escalation").where(), "transferred");
    again.send("explain_solution", "time_stated");
    again.run({"execute", "log_step", "finish_execution"});
    again.send("report_unsolved", "reason_explained new_plan higher_handler_told");
    EXPECT_EQ(again.child("escalation").value("to"), 4) << "unsolved goes up to the supervisor";
}

}  // namespace

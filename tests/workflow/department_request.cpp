// SPDX-License-Identifier: Apache-2.0
#include "family.hpp"

#include <gtest/gtest.h>

namespace {

using caseclock::workflow_test::family;

family sent() {
    family one("department_request");
    one.send("send", "department=5 owner=3 expected_completion=1700000000000");
    return one;
}
family ticket_that_asks() {
    family one("ticket");
    one.send("record", "type=fault priority=regular owner=3 handler=3 caller=7 expected_completion=1700000000000");
    one.send("ask_department", "handler=5");
    return one;
}

TEST(department_request, is_worked_on_answered_and_told) {
    auto one = sent();
    EXPECT_EQ(one.run({"start_work"}).where(), "working");
    EXPECT_EQ(one.run({"give_result"}).where(), "answered");
    EXPECT_EQ(one.run({"tell_customer"}).where(), "customer_told");
    EXPECT_TRUE(one.ended());
    family nobody("department_request");
    EXPECT_EQ(nobody.send("send"), "refused");
    EXPECT_EQ(nobody.reason("send"), "sent: needs department_known");
}

TEST(department_request, overdue_is_chased_until_there_is_a_date_or_a_result) {
    auto one = sent();
    EXPECT_EQ(one.run({"result_overdue"}).where(), "overdue");
    EXPECT_EQ(one.run({"chase"}).where(), "chased");
    one.run({"chase"});
    EXPECT_EQ(one.self().value("chases"), 2);
    EXPECT_EQ(one.send("name_new_date", "expected_completion=1800000000000"), "accepted");
    EXPECT_EQ(one.where(), "working");
    one.run({"result_overdue", "give_result"});
    EXPECT_EQ(one.where(), "answered");
}

TEST(department_request, an_answer_that_does_not_help_is_asked_for_again) {
    auto one = sent();
    EXPECT_EQ(one.run({"give_result", "reject_answer"}).where(), "working");
    EXPECT_EQ(one.send("tell_customer"), "not_taken");
    EXPECT_EQ(one.send("readdress", "department=6"), "accepted");
    EXPECT_EQ(one.where(), "sent") << "the other one has not begun";
    EXPECT_EQ(one.run({"withdraw_request"}).where(), "withdrawn");
}

TEST(department_request, its_ticket_is_not_closed_before_the_result) {
    auto one = ticket_that_asks();
    EXPECT_EQ(one.child("department_request").value("department"), 5);
    EXPECT_EQ(one.child("department_request").value("expected_completion"), 1700000000000);
    EXPECT_EQ(one.send("complete", "customer_confirmed"), "refused");
    EXPECT_EQ(one.reason("complete"), "triaged: needs customer_confirmed, no_department_outstanding");
    one.send_child("department_request", "give_result");
    EXPECT_EQ(one.send("complete", "customer_confirmed"), "accepted");
    EXPECT_EQ(one.run({"archive"}).where(), "archived");
}

TEST(department_request, of_several_the_last_to_answer_lets_the_ticket_go) {
    auto one = ticket_that_asks();
    one.send("ask_department", "handler=6");
    EXPECT_EQ(one.children(), 2U);
    one.send_child("department_request", "give_result");
    EXPECT_TRUE(one.has("department_outstanding")) << "the first has not answered";
    EXPECT_EQ(one.send("complete", "customer_confirmed"), "refused");
    one.send_child("department_request", "reject_answer");
    EXPECT_TRUE(one.has("department_outstanding"));
    one.send_child("department_request", "withdraw_request");
    EXPECT_TRUE(one.has("department_outstanding"));
}

TEST(department_request, rejected_after_it_was_the_only_one_is_outstanding_again) {
    auto one = ticket_that_asks();
    one.send_child("department_request", "give_result");
    EXPECT_FALSE(one.has("department_outstanding"));
    one.send_child("department_request", "reject_answer");
    EXPECT_TRUE(one.has("department_outstanding"));
    one.send_child("department_request", "withdraw_request");
    EXPECT_FALSE(one.has("department_outstanding"));
    family nobody("ticket");
    nobody.send("record", "type=fault priority=regular");
    EXPECT_EQ(nobody.send("ask_department"), "refused");
}

}  // namespace

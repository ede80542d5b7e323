// SPDX-License-Identifier: Apache-2.0
//
// Follow-ups beyond the callback of a call or a ticket: calls nobody answers, reviews, samples, appointments.
#include "family.hpp"

#include <gtest/gtest.h>

namespace {

using caseclock::workflow_test::family;

family planned(const std::string& source, const std::string& more = {}) {
    family one("follow_up");
    one.send("plan", "source=" + source + " owner=3 caller=7 " + more);
    return one;
}

TEST(follow_up, that_nobody_answers_is_tried_again_until_it_is_unreachable) {
    auto one = planned("complaint");
    EXPECT_EQ(one.run({"dial"}).where(), "dialling");
    EXPECT_EQ(one.run({"no_answer"}).where(), "retrying");
    EXPECT_EQ(one.self().value("attempts"), 1);
    EXPECT_EQ(one.run({"retry_due"}).where(), "window_open");
    one.run({"no_answer"});
    EXPECT_EQ(one.self().value("attempts"), 2) << "reported without dialling";
    one.run({"no_answer"});
    EXPECT_EQ(one.self().value("attempts"), 3);
    EXPECT_EQ(one.run({"attempts_exhausted"}).where(), "unreachable");
    EXPECT_TRUE(one.ended());
    EXPECT_FALSE(one.has("reached"));
}

TEST(follow_up, whose_limit_passes_between_two_calls_is_overdue_afterwards) {
    auto one = planned("suggestion");
    one.run({"dial", "limit_passed"});
    EXPECT_EQ(one.where(), "dialling");
    one.run({"no_answer", "retry_due"});
    EXPECT_EQ(one.where(), "overdue");
    EXPECT_EQ(one.run({"dial", "connect"}).where(), "done");
}

TEST(follow_up, its_window_may_open_while_somebody_dials) {
    auto one = planned("business");
    one.run({"dial", "window_opens", "no_answer", "window_opens", "dial"});
    EXPECT_EQ(one.where(), "dialling");
    EXPECT_EQ(one.self().value("attempts"), 2);
}

TEST(follow_up, about_a_review_asks_why_and_posts_the_cause_before_the_meeting) {
    auto one = planned("review");
    EXPECT_EQ(one.send("cancel"), "refused") << "bad and medium reviews are called about";
    EXPECT_EQ(one.reason("cancel"), "planned: needs no_review");
    EXPECT_EQ(one.send("connect"), "accepted");
    EXPECT_EQ(one.said(), "cue review_reason");
    EXPECT_EQ(one.where(), "talked");
    EXPECT_EQ(one.send("finish"), "refused");
    EXPECT_EQ(one.reason("finish"), "talked: needs posted_first");
    EXPECT_EQ(one.run({"post_cause"}).where(), "for_meeting");
    EXPECT_EQ(one.run({"present"}).where(), "done");
    EXPECT_EQ(planned("complaint").run({"cancel"}).where(), "cancelled");
}

TEST(follow_up, of_a_sample_has_its_result_told_to_the_meeting) {
    auto one = planned("sample");
    EXPECT_EQ(one.run({"connect", "finish"}).where(), "for_meeting");
    EXPECT_EQ(one.run({"present"}).where(), "done");
    EXPECT_EQ(planned("store_visit").run({"connect"}).where(), "done") << "the store's own call is done with the talk";
}

TEST(follow_up, of_an_appointment_calls_only_who_did_not_come) {
    auto came = planned("appointment", "arranged_at=1700000000000");
    EXPECT_EQ(came.run({"attend"}).where(), "done");
    EXPECT_FALSE(came.has("reached"));
    for (const auto* told : {"report_no_show", "nobody_came"}) {
        auto one = planned("appointment", "arranged_at=1700000000000");
        EXPECT_EQ(one.run({told}).where(), "window_open");
        EXPECT_TRUE(one.has("not_arrived"));
        EXPECT_EQ(one.send("connect"), "accepted");
        EXPECT_EQ(one.said(), "cue no_show_reason");
        EXPECT_EQ(one.send("finish"), "refused");
        EXPECT_EQ(one.reason("finish"), "talked: needs reason_first");
        EXPECT_EQ(one.run({"record_reason", "finish"}).where(), "done");
    }
    auto reminded = planned("appointment", "arranged_at=1700000000000");
    EXPECT_EQ(reminded.run({"connect"}).where(), "planned") << "a reminder: whether he comes is still to be seen";
    EXPECT_EQ(reminded.run({"dial", "no_answer", "attempts_exhausted"}).where(), "planned");
    EXPECT_EQ(reminded.run({"dial", "report_no_show"}).where(), "window_open");
    EXPECT_EQ(planned("complaint").send("attend"), "refused");
    EXPECT_EQ(planned("complaint").send("report_no_show"), "refused");
}

TEST(follow_up, of_a_no_show_may_be_rebooked_and_is_followed_again) {
    auto one = planned("no_show");
    EXPECT_TRUE(one.has("not_arrived"));
    one.run({"dial", "connect"});
    EXPECT_EQ(one.send("rebook"), "refused");
    EXPECT_EQ(one.reason("rebook"), "talked: needs date_named");
    EXPECT_EQ(one.send("rebook", "arranged_at=1700000000000"), "accepted");
    EXPECT_EQ(one.where(), "planned");
    EXPECT_FALSE(one.has("not_arrived"));
    EXPECT_EQ(one.run({"report_no_show"}).where(), "window_open") << "again";
    one.run({"connect"});
    for (const auto* const brings : {"", "arranged_at=1700000000000"}) EXPECT_EQ(one.send("rebook", brings), "refused") << "the time that he missed";
    EXPECT_EQ(one.reason("rebook"), "talked: needs another_date");
    EXPECT_EQ(one.send("rebook", "arranged_at=1700000600000"), "accepted");
    auto planned_as_missed = planned("no_show", "arranged_at=1700000000000");
    EXPECT_EQ(planned_as_missed.run({"connect"}).send("rebook"), "refused");
    EXPECT_EQ(planned_as_missed.reason("rebook"), "talked: needs another_date");
    EXPECT_EQ(planned("review").run({"connect"}).send("rebook", "arranged_at=1700000000000"), "refused");
}

TEST(follow_up, who_wants_no_advertising_is_not_called_for_it) {
    family one("follow_up");
    EXPECT_EQ(one.send("plan", "source=marketing opted_out"), "refused");
    EXPECT_EQ(one.send("plan", "source=marketing"), "accepted");
    EXPECT_EQ(one.send("dial", "opted_out"), "refused");
    EXPECT_EQ(one.send("dial"), "accepted");
    family complaint("follow_up");
    EXPECT_EQ(complaint.send("plan", "source=complaint opted_out"), "accepted");
}

TEST(follow_up, unreachable_lets_its_call_and_its_ticket_go) {
    family call("call");
    call.send("arrive", "caller=7");
    call.run({"give_up"});
    EXPECT_EQ(call.where(), "callback_due");
    call.send_child("callback", "no_answer");
    call.send_child("callback", "attempts_exhausted");
    EXPECT_EQ(call.where(), "closed");
    for (const bool saved : {false, true}) {
        family dropped("call");
        dropped.run({"arrive", "answer", "line_lost"});
        if (saved) dropped.send("save_record", "entry_complete");
        dropped.run({"tell_supervisor"});
        dropped.send_child("callback", "no_answer");
        dropped.send_child("callback", "attempts_exhausted");
        EXPECT_EQ(dropped.where(), saved ? "closed" : "wrap_up");
    }
    family ticket("ticket");
    ticket.send("record", "type=complaint priority=regular");
    ticket.send("complete", "customer_confirmed");
    ticket.send_child("callback", "no_answer");
    ticket.send_child("callback", "attempts_exhausted");
    EXPECT_EQ(ticket.where(), "completed");
}

}  // namespace

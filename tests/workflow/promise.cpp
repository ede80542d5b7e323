// SPDX-License-Identifier: Apache-2.0
#include "family.hpp"

#include <gtest/gtest.h>

namespace {

using caseclock::workflow_test::family;

TEST(promise, is_made_with_a_time_and_kept) {
    family one("promise");
    EXPECT_EQ(one.send("make", "what=answer owner=3"), "refused");
    EXPECT_EQ(one.reason("make"), "made: needs time_named");
    for (const auto* time : {"promised=7200000", "promised_days=172800000", "promised_at=1700000000000"}) {
        family made("promise");
        EXPECT_EQ(made.send("make", time), "accepted") << time;
        EXPECT_EQ(made.run({"keep"}).where(), "kept");
        EXPECT_TRUE(made.ended());
    }
}

TEST(promise, broken_is_renewed_with_an_apology_or_kept_late) {
    family one("promise");
    one.send("make", "promised=7200000");
    EXPECT_EQ(one.run({"time_ran_out"}).where(), "broken");
    EXPECT_EQ(one.send("renew", "promised=3600000"), "accepted");
    EXPECT_EQ(one.said(), "lapse apologised");
    EXPECT_EQ(one.where(), "made");
    one.run({"time_ran_out"});
    EXPECT_EQ(one.send("renew", "apologised"), "refused");
    EXPECT_EQ(one.reason("renew"), "broken: needs time_named") << "the old time is not a new one";
    EXPECT_EQ(one.send("renew", "apologised promised=3600000"), "accepted");
    EXPECT_EQ(one.said(), "");
    EXPECT_FALSE(one.has("apologised")) << "the next one is apologised for anew";
    EXPECT_EQ(one.run({"time_ran_out", "keep"}).where(), "kept");
}

TEST(promise, renewed_in_another_unit_forgets_the_first) {
    for (const bool broken : {false, true}) {
        family one("promise");
        one.send("make", "promised_at=1700000000000");
        if (broken) one.run({"time_ran_out"});
        EXPECT_EQ(one.send("renew"), broken ? "refused" : "accepted");
        EXPECT_EQ(one.send("renew", "promised=3600000 apologised"), "accepted");
        EXPECT_EQ(one.self().value("promised"), 3'600'000);
        EXPECT_LT(one.self().value("promised_at"), 0) << "unset";
    }
}

TEST(promise, may_be_released_and_handed_over) {
    for (const bool broken : {false, true}) {
        family one("promise");
        one.send("make", "promised=7200000 owner=3");
        if (broken) one.run({"time_ran_out"});
        EXPECT_EQ(one.send("hand_over", "owner=4"), "accepted");
        EXPECT_EQ(one.run({"release"}).where(), "released");
    }
}

TEST(promise, of_a_call_takes_the_length_that_was_told) {
    family one("call");
    one.run({"arrive", "answer", "greet", "customer_finishes", "identify", "confirm_facts"});
    EXPECT_EQ(one.send("promise"), "refused");
    EXPECT_EQ(one.send("promise", "announced=1800000"), "accepted");
    EXPECT_EQ(one.child("promise").value("promised"), 1'800'000);
    EXPECT_FALSE(one.self().value("announced") >= 0) << "a hold has a length of its own";
    one.send("hold", "announced=60000 duration_stated hold_apologised");
    EXPECT_EQ(one.send("promise", "announced=1800000"), "not_taken") << "nobody hears it";
}

TEST(promise, of_a_ticket_is_a_case_of_its_own_unless_it_is_about_the_fix) {
    family one("ticket");
    one.send("record", "type=fault priority=regular owner=3");
    EXPECT_EQ(one.send("promise"), "refused");
    EXPECT_EQ(one.send("promise", "promised=1800000"), "accepted");
    EXPECT_EQ(one.child("promise").value("promised"), 1'800'000);
    EXPECT_EQ(one.child("promise").value("owner"), 3);
    EXPECT_FALSE(one.self().value("promised") >= 0) << "the fix has a time of its own";
    one.send("explain_solution", "promised=7200000 time_stated");
    EXPECT_EQ(one.send("promise", "promised=3600000"), "accepted");
    EXPECT_EQ(one.children(), 1U);
    EXPECT_EQ(one.self().value("promised"), 3'600'000) << "the fix is promised anew";
}

}  // namespace

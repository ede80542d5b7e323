// SPDX-License-Identifier: Apache-2.0
//
// Why an event was refused, by name; and guards that a rulebook makes hard, soft or off by the id of their rule.
#include "example_call.hpp"
#include "nasty.hpp"
#include "running.hpp"

#include "caseclock/machine/lower.hpp"

#include <gtest/gtest.h>

namespace {

using namespace caseclock;
using machine_test::running;
using std::chrono::minutes;

const definition& call() { return define<example::call>(); }
running talking(const definition& d, std::initializer_list<std::string_view> facts) {
    running one(d);
    one.in("talking").with(facts);
    return one;
}
const example::event::hold long_hold{minutes(5)};

// ---- refusals ------------------------------------------------------------------------------------------------------------
TEST(refusal, names_every_unmet_need_of_the_row_that_was_chosen) {
    auto one = talking(call(), {});
    EXPECT_EQ(one.send("hold", long_hold), outcome::refused);
    EXPECT_EQ(one.reason("hold", long_hold), "talking: needs announced, apologised");
    one.with({"announced"});
    EXPECT_EQ(one.reason("hold", long_hold), "talking: needs apologised");
    const auto why = call().why_refused(one.record, *call().event("hold"), pack(long_hold));
    ASSERT_EQ(why.size(), 1U);
    const auto& row = call().rows()[why[0].row];
    EXPECT_EQ(call().states()[row.to].name, "held");
    ASSERT_EQ(why[0].unmet.size(), 1U);
    EXPECT_EQ(row.asks[why[0].unmet[0]].name, "apologised");
}
TEST(refusal, tells_no_row_and_no_choice_apart) {
    auto one = talking(call(), {});
    EXPECT_EQ(one.reason("dialled"), "talking: no row");
    one.in("ringing").put("rings", 3);
    EXPECT_EQ(one.reason("rang"), "ringing: not chosen");
}
TEST(refusal, reads_what_the_event_carries) {
    auto one = talking(call(), {});
    EXPECT_EQ(one.reason("handed", example::event::handed{caseclock::name{4}}), "talking: needs identified, consented");
    EXPECT_EQ(one.record, talking(call(), {}).record) << "asking why changes nothing";
}
TEST(refusal, is_empty_where_the_event_would_be_taken) {
    auto one = talking(call(), {"announced", "apologised"});
    EXPECT_TRUE(call().why_refused(one.record, *call().event("hold"), pack(long_hold)).empty());
    EXPECT_TRUE(accepted(one.send("hold", long_hold)));
}
TEST(refusal, of_two_regions_names_both) {
    running one(define<nasty::machine>());
    EXPECT_EQ(one.in("a1").with({"f1"}).reason("finish"), "a1: needs f4, f0, f2, b0: no row");
    one.put("count", 9).with({"f1"});
    EXPECT_EQ(one.reason("finish"), "a1: needs f4, f0, f2, spare_left, b0: no row");
    EXPECT_EQ(one.with({}).reason("finish"), "a1: needs f4, f0, b0: no row");
}

// ---- edits ---------------------------------------------------------------------------------------------------------------
TEST(edit, a_hard_guard_made_soft_lets_pass_and_notes_a_lapse) {
    // G-03 stands at the fact `announced`, G-07 at what ought to be, G-11 at a whole row
    auto one = talking(call().with_guards({{"G-03", hardness::soft}}), {"apologised"});
    EXPECT_TRUE(accepted(one.send("hold", long_hold)));
    EXPECT_EQ(one.said(), "lapse greeted+announced, cue hold_notice 1");
    one = talking(call().with_guards({{"G-03", hardness::soft}}), {});
    EXPECT_EQ(one.reason("hold", long_hold), "talking: needs apologised");
}
TEST(edit, a_soft_guard_made_hard_refuses_and_is_named) {
    auto one = talking(call().with_guards({{"G-07", hardness::hard}}), {"announced", "apologised"});
    EXPECT_EQ(one.send("hold", long_hold), outcome::refused);
    EXPECT_EQ(one.reason("hold", long_hold), "talking: needs greeted");
}
TEST(edit, a_guard_that_is_off_is_not_asked) {
    const auto off = call().with_guards({{"G-03", hardness::off}, {"G-07", hardness::off}});
    auto one = talking(off, {"apologised"});
    EXPECT_TRUE(accepted(one.send("hold", long_hold)));
    EXPECT_EQ(one.said(), "cue hold_notice 1");
    for (const auto& a : off.rows()[5].asks) EXPECT_EQ(a.how, a.name == "apologised" ? hardness::hard : hardness::off);
}
TEST(edit, an_id_over_a_whole_row_covers_all_it_asks) {
    auto one = talking(call().with_guards({{"G-11", hardness::soft}}), {});
    EXPECT_TRUE(accepted(one.send("handed", example::event::handed{})));
    EXPECT_EQ(one.said(), "lapse identified+consented");
}
TEST(edit, the_last_edit_of_an_id_counts_and_hard_again_is_the_machine_itself) {
    const auto again = call().with_guards({{"G-11", hardness::off}, {"G-11", hardness::hard}});
    EXPECT_EQ(talking(again, {}).reason("handed"), "talking: needs identified, consented");
    const auto back = call().with_guards({{"G-11", hardness::off}}).with_guards({{"G-11", hardness::hard}});
    EXPECT_EQ(talking(back, {}).reason("handed"), "talking: needs identified, consented");
}
TEST(edit, the_machine_edited_stays_as_it_was) {
    (void)call().with_guards({{"G-03", hardness::off}, {"G-11", hardness::off}});
    EXPECT_EQ(talking(call(), {}).reason("handed"), "talking: needs identified, consented");
}
TEST(edit, named_guards_and_conditional_needs_are_edited_too) {
    const auto& d = define<nasty::machine>();
    running one(d.with_guards({{"G-91", hardness::soft}}));
    one.in("a1").with({"f2"});
    EXPECT_TRUE(accepted(one.send("finish")));
    EXPECT_EQ(one.said().substr(0, 11), "lapse f0+f4");
    one = running(d.with_guards({{"G-91", hardness::off}}));
    one.in("a1").with({"f1"});
    EXPECT_EQ(one.reason("finish"), "a1: needs f2, b0: no row");
}
TEST(edit, an_id_that_names_no_guard_is_told_and_changes_nothing) {
    EXPECT_TRUE(call().has_guard("G-03"));
    EXPECT_TRUE(call().has_guard("G-11"));
    EXPECT_FALSE(call().has_guard("SYS-11"));
    EXPECT_FALSE(call().has_guard("G-99"));
    EXPECT_EQ(talking(call().with_guards({{"G-99", hardness::off}}), {}).reason("handed"), "talking: needs identified, consented");
    EXPECT_EQ(call().with_guards({{"G-03", hardness::off}}).schema(), call().schema()) << "guards are no part of what is saved";
}

}  // namespace

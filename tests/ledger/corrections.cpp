// SPDX-License-Identifier: Apache-2.0
//
// Late events, one by one: what is taken back, added and moved, which receipts change, and what a host does with it.
#include "desk/story.hpp"
#include "ledger/late_streams.hpp"

namespace caseclock::ledger_test {
namespace {

using late_story = desk_test::basic_story<ledger_desk, corrected_answers>;
using desk_test::story;

constexpr auto quarter = "  quarter: {machine: thing, start: {enters: busy}, stop: {event: finish}, due: within 15m, missed: [{tell: boss}]}\n";

TEST(a_late_event, turns_a_miss_into_a_met_promise) {
    late_story told{quarter};
    told.at("09:00").send("begin");
    told.advance("10:00");
    EXPECT_EQ(told.said(), "09:15 quarter missed; 09:15 tell boss");
    EXPECT_EQ(told.at("09:10").send("finish"), "accepted, late");
    EXPECT_EQ(told.said(), "");
    EXPECT_EQ(told.corrected(), "revoked 09:15 quarter missed; revoked 09:15 tell boss; added 09:10 quarter met");
    EXPECT_EQ(told.itself().itself().now(), story::time("10:00")) << "it moves no time";
    EXPECT_FALSE(told.clock("10:00").running);
    EXPECT_EQ(told.where(), "finished");
    ASSERT_EQ(told.out.corrected_verdicts.size(), 2U);
    EXPECT_EQ(told.out.corrected_verdicts[0].kind, verdict_kind::missed);
    EXPECT_EQ(told.out.corrected_verdicts[1].kind, verdict_kind::met);
    EXPECT_EQ(told.out.corrected_verdicts[1].times.used, std::chrono::minutes{10});
    EXPECT_EQ(told.out.corrections[2].said.ordinal, 2U) << "a new name: those of the revoked are not given again";
    EXPECT_EQ(told.out.corrected_verdicts[1].ordinal, 2U);
    for (const auto& c : told.out.corrections) EXPECT_EQ(c.because_of, 1U);
}

TEST(a_late_event, moves_what_is_said_at_another_instant) {
    late_story told{"  work: {machine: thing, start: {enters: open_work}, stop: {event: finish}, pause_while: {state: held}, due: within 1h, missed: [{tell: boss}]}\n"};
    told.at("09:00").send("begin");
    told.at("09:30").send("hold");
    told.at("09:40").send("resume");
    told.advance("12:00");
    EXPECT_EQ(told.said(), "10:10 work missed; 10:10 tell boss");
    EXPECT_EQ(told.at("09:20").send("hold"), "accepted, late");
    EXPECT_EQ(told.corrected(), "moved 10:10 to 10:20 work missed; moved 10:10 to 10:20 tell boss");
    EXPECT_EQ(told.out.corrected_verdicts.at(0).times.due, story::time("10:20"));
    ASSERT_EQ(told.out.receipt_corrections.size(), 1U);
    const auto& c = told.out.receipt_corrections[0];
    EXPECT_EQ(c.number, 1U);
    EXPECT_EQ(c.at, story::time("09:30"));
    EXPECT_EQ(c.because_of, 3U);
    EXPECT_EQ(c.was.kind, receipt_kind::accepted);
    EXPECT_EQ(c.now.kind, receipt_kind::not_taken) << "it is held already";
    EXPECT_EQ(c.now.refusal_count, 1U);
}

TEST(a_late_event, lets_an_event_be_accepted_that_was_not) {
    late_story told{"  p: {machine: thing, start: {enters: busy}, stop: {enters: finished}, due: within 1h}\n"};
    told.at("09:00").send("begin");
    EXPECT_EQ(told.at("09:10").send("resume"), "not_taken");
    EXPECT_EQ(told.at("09:20").send("finish", "checked -known"), "refused");
    EXPECT_EQ(told.at("09:05").send("hold"), "accepted, late");
    ASSERT_EQ(told.out.receipt_corrections.size(), 1U);
    EXPECT_EQ(told.out.receipt_corrections[0].now.kind, receipt_kind::accepted);
    EXPECT_EQ(told.where(), "busy");
    EXPECT_EQ(told.at("09:15").send("change", "known"), "accepted, late");
    EXPECT_EQ(told.out.receipt_corrections.size(), 1U) << "the later event says that it is not known";
}

TEST(a_late_event, that_is_not_accepted_changes_nothing_and_may_be_later) {
    late_story told{quarter};
    told.at("09:00").send("begin");
    told.at("09:10").send("finish");
    EXPECT_EQ(told.said(), "09:10 quarter met");
    told.advance("10:00");
    EXPECT_EQ(told.at("09:04").send("resume"), "not_taken, late");
    EXPECT_EQ(told.receipt.refusal_count, 1U);
    EXPECT_EQ(told.corrected(), "");
    EXPECT_EQ(told.at("09:03").send("hold"), "accepted, late");
    EXPECT_EQ(told.out.receipt_corrections.back().number, 2U);
    EXPECT_EQ(told.out.receipt_corrections.back().now.kind, receipt_kind::accepted);
    EXPECT_NE(told.out.receipt_corrections.back().now.marks & receipt::was_late, 0);
}

TEST(a_late_event, opens_a_case_in_the_past) {
    late_story told{quarter};
    told.at("10:00").send_to(2, "begin");
    EXPECT_EQ(told.at("09:00").send_to(1, "begin"), "accepted, late");
    EXPECT_NE(told.receipt.marks & receipt::opened_case, 0);
    EXPECT_EQ(told.corrected(), "added 09:15 quarter missed; added 09:15 tell boss");
    EXPECT_EQ(told.at("10:05").send_to(1, "finish"), "accepted");
    EXPECT_EQ(told.said(), "10:05 quarter ended_late");
    EXPECT_EQ(told.out.effects.back().ordinal, 2U);
}

TEST(a_late_event, takes_a_child_back_and_its_events_with_it) {
    late_story told{"  made: {machine: part, start: {opened: case}, stop: {enters: made}, due: within 1h}\n"};
    told.at("09:00").send("begin");
    told.at("09:10").send("adopt");
    const auto child = told.child();
    told.at("09:20").send_to(child, "shout");
    EXPECT_EQ(told.said(), "#child 09:10 opened part; 09:20 raised ping accepted");
    told.at("09:05").send("hold");  // then nothing is adopted
    EXPECT_EQ(told.corrected(), "revoked #child 09:10 opened part; revoked 09:20 raised ping accepted");
    EXPECT_FALSE(told.itself().itself().find(child));
    ASSERT_EQ(told.out.receipt_corrections.size(), 2U);
    EXPECT_EQ(told.out.receipt_corrections[0].now.kind, receipt_kind::not_taken);
    EXPECT_EQ(told.out.receipt_corrections[1].now.kind, receipt_kind::malformed) << "there is no such case";
    auto e = told.make(1, "ping", "", 0, *std::make_unique<std::vector<event_value>>());
    e.case_id = child;
    e.machine = *told.book().machine("part");
    e.kind = *told.book().plan(e.machine).machine.event("complete");
    e.at = story::time("09:30");
    EXPECT_EQ(told.itself().apply(e, {}, told.out).kind, receipt_kind::malformed);
    told.at("09:06").send("resume");  // and then it is
    EXPECT_EQ(told.corrected(), "added #child 09:10 opened part; added 09:20 raised ping accepted; added #child 09:30 made met; added #child 09:30 ended; "
                                "added 09:30 raised piece_made accepted");
    EXPECT_EQ(told.child(), child);
    EXPECT_EQ(told.where(child), "made");
}

TEST(a_late_event, of_the_desks_time_or_after_is_none) {
    late_story told{quarter};
    told.at("09:00").send("begin");
    told.advance("09:15");
    EXPECT_EQ(told.at("09:15").send("finish"), "accepted");
    EXPECT_EQ(told.said(), "09:15 quarter met");
}

TEST(a_late_event, comes_after_those_of_its_instant) {
    late_story told{quarter};
    told.at("09:00").send("begin");
    told.at("09:05").send("hold");
    told.at("09:30").send("ping");
    EXPECT_EQ(told.at("09:05").send("resume"), "accepted, late");
    EXPECT_EQ(told.where(), "busy");
}

TEST(a_late_event, that_came_before_is_a_duplicate_or_a_conflict) {
    late_story told{quarter};
    told.at("09:00").send_to(1, "begin", "", 7);
    told.advance("10:00");
    (void)told.said();
    EXPECT_EQ(told.at("09:00").send_to(1, "begin", "", 7), "duplicate, late");
    EXPECT_EQ(told.at("08:00").send_to(1, "begin", "", 7), "conflict") << "another instant is other content";
    told.at("09:05").send_to(1, "ping");
    EXPECT_EQ(told.corrected(), "") << "a conflict is not looked at again";
    auto bad = told.make(1, "ping", "", 0, *std::make_unique<std::vector<event_value>>());
    bad.kind = 0;
    EXPECT_EQ(told.itself().apply(bad, {}, told.out).kind, receipt_kind::malformed);
}

TEST(a_late_event, of_an_evicted_family_gets_the_receipt_late) {
    late_story told{quarter};
    told.at("09:00").send("begin");
    told.at("09:05").send("close");
    told.at("10:00").send_to(2, "begin");
    told.itself().evict(1);
    EXPECT_EQ(told.at("09:02").send("hold"), "late");
    EXPECT_EQ(told.itself().itself().find(1), std::nullopt);
    EXPECT_EQ(told.itself().kept_events(), 1U);
    told.at("11:00").send_to(2, "finish");
    EXPECT_EQ(told.at("10:30").send("begin"), "accepted, late") << "after the eviction the id begins a new case";
    EXPECT_EQ(told.at("09:02").send("hold"), "late");
}

TEST(a_late_event, in_a_batch_leaves_the_rest_in_order) {
    late_story told{quarter};
    std::vector<event_value> values;
    std::vector<event> batch{told.at("09:00").make(1, "begin", "", 0, values), told.at("09:30").make(2, "begin", "", 0, values),
                             told.at("09:10").make(1, "finish", "known", 0, values), told.at("09:40").make(2, "finish", "", 0, values)};
    told.itself().apply(batch, values, told.out);
    ASSERT_EQ(told.out.receipts.size(), 4U);
    EXPECT_EQ(told.out.receipts[2].marks, receipt::was_late);
    EXPECT_EQ(told.said(), "09:15 quarter missed; 09:15 tell boss; #2 09:40 quarter met");
    EXPECT_EQ(told.corrected(), "revoked 09:15 quarter missed; revoked 09:15 tell boss; added 09:10 quarter met");
}

TEST(a_late_event, after_an_advance_that_stopped_early_is_as_any) {
    late_story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 15m, missed: [{tell: boss}]}\n"
                    "  q: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 15m}\n"};
    told.at("09:00").send("begin");
    EXPECT_FALSE(told.itself().advance(story::time("10:00"), 1, told.out));
    EXPECT_EQ(told.said(), "09:15 p missed; 09:15 tell boss");
    EXPECT_EQ(told.at("09:15").send("finish"), "accepted, late") << "limits of that instant have fired";
    EXPECT_EQ(told.corrected(), "revoked 09:15 p missed; revoked 09:15 tell boss; added 09:15 p met; added 09:15 q met");
    told.advance("10:00");
    EXPECT_EQ(told.said(), "");
}

TEST(a_ledger, may_judge_late_events_as_of_now_or_refuse_them) {
    late_story now{quarter, "late_events: as_of_now\n"}, refused{quarter, "late_events: refuse\n"};
    for (auto* told : {&now, &refused}) {
        told->at("09:00").send("begin");
        told->advance("09:10");
    }
    EXPECT_EQ(now.at("09:05").send("finish"), "accepted, late");
    EXPECT_EQ(now.said(), "09:10 quarter met");
    EXPECT_EQ(now.itself().explain(1).at(0).times.ended, story::time("09:10")) << "explained as it was judged";
    EXPECT_EQ(refused.at("09:05").send("finish"), "late");
    EXPECT_EQ(refused.itself().kept_events(), 1U);
}

TEST(a_desk_without_a_ledger, cannot_accept_late_events_and_says_so) {
    const auto book = story::parsed(quarter, "late_events: accept\n");
    EXPECT_EQ(book.late(), late_events::accept);
    try {
        desk{book};
        FAIL();
    } catch (const std::invalid_argument& error) {
        EXPECT_STREQ(error.what(), "rulebook story: a desk without a ledger cannot accept late events: use ledger_desk (C++) or "
                                   "Desk(rulebook, ledger=True) (Python) (allowed without one: late_events: as_of_now, late_events: refuse)");
    }
    EXPECT_EQ(desk(book, late_events::refuse).late(), late_events::refuse);
    EXPECT_EQ(ledger_desk{book}.late(), late_events::accept);
    EXPECT_EQ(ledger_desk{story::parsed(quarter)}.late(), late_events::accept) << "where the rulebook says nothing";
    EXPECT_EQ(desk{story::parsed(quarter)}.late(), late_events::as_of_now);
}

TEST(a_ledger, explains_a_case_as_it_stands_after_corrections) {
    late_story told{"  made: {machine: part, start: {opened: case}, stop: {enters: made}, due: within 1h}\n" + std::string{quarter}};
    told.at("09:00").send("begin");
    told.at("09:12").send("adopt");
    told.advance("10:00");
    EXPECT_EQ(told.itself().explain(1).at(0).verdict, verdict_kind::missed);
    told.at("09:11").send("finish");
    const auto proofs = told.itself().explain(1);
    ASSERT_EQ(proofs.size(), 1U);
    EXPECT_EQ(proofs[0].verdict, verdict_kind::met);
    EXPECT_EQ(proofs[0].running_time(), std::chrono::minutes{11});
    EXPECT_THROW(static_cast<void>(told.itself().explain(5)), std::out_of_range);
    told.at("10:00").send("begin");
    told.at("10:10").send("adopt");
    ASSERT_EQ(told.itself().explain(told.child()).size(), 1U) << "a child by its own id";
    EXPECT_TRUE(told.itself().explain(told.child())[0].running);
}

TEST(a_ledger, explains_what_came_further_ahead_than_max_ahead_of_its_first_event) {
    late_story told{quarter, "max_ahead: 1h\n"};
    told.at("09:00").send("begin");
    told.advance("10:00");
    EXPECT_EQ(told.at("10:30").send("finish"), "accepted");
    EXPECT_EQ(told.itself().explain(1).at(0).times.ended, story::time("10:30"));
}

}  // namespace
}  // namespace caseclock::ledger_test

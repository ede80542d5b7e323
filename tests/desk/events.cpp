// SPDX-License-Identifier: Apache-2.0
//
// Events: receipts, raised events, children, limits, eviction.
#include "desk/story.hpp"

#include <gtest/gtest.h>

namespace caseclock::desk_test {
namespace {

constexpr auto quarter = "  quarter: {machine: thing, start: {enters: busy}, stop: {event: finish}, due: within 15m}\n";

// ---- malformed, twice, late -------------------------------------------------------------------------------------------------------------

TEST(a_malformed_event, names_its_field_and_moves_no_time) {
    story told{quarter};
    told.at("09:00").send("begin");
    std::vector<event_value> none;
    const auto good = told.at("10:00").make(1, "ping", "", 0, none);
    const auto expect = [&](event e, event_field field, std::vector<event_value> values = {}, unsigned detail = 0) {
        e.value_count = static_cast<std::uint8_t>(values.size());
        const auto r = told.itself().apply(e, values, told.out);
        EXPECT_EQ(r.kind, receipt_kind::malformed) << to_string(field);
        EXPECT_EQ(to_string(r.field), to_string(field));
        EXPECT_EQ(r.detail, detail);
    };
    auto bad = good;
    bad.case_id = child_id_bit | 5;
    expect(bad, event_field::case_id);
    bad = good;
    bad.at = instant{duration{-1}};
    expect(bad, event_field::at);
    bad.at = horizon;
    expect(bad, event_field::at);
    bad = good;
    bad.machine = 200;
    expect(bad, event_field::machine);
    bad.machine = *told.book().machine("part");
    expect(bad, event_field::machine);
    bad = good;
    for (const unsigned kind : {0U, 200U, 0xfffdU}) {
        bad.kind = static_cast<std::uint16_t>(kind);
        expect(bad, event_field::kind);
    }
    const auto& machine = told.book().plan(good.machine).machine;
    bad.kind = *machine.event("inner");
    expect(bad, event_field::kind);
    const auto fact = event_value::of_fact(0, true), level = event_value::of_attribute(0, 1);
    expect(good, event_field::value, {fact, event_value::of_attribute(0, 7)}, 1);
    expect(good, event_field::value, {event_value::of_fact(60, true)});
    expect(good, event_field::value, {level, level, event_value::of_attribute(31, 1)}, 2);
    expect(good, event_field::value, {event_value::of_attribute(1, horizon.time_since_epoch().count())});
    bad = good;
    bad.first_value = 3;
    bad.value_count = 2;
    EXPECT_EQ(told.itself().apply(bad, none, told.out).field, event_field::value);
    EXPECT_EQ(told.itself().now(), story::time("09:00"));
    EXPECT_EQ(told.said(), "");
}

TEST(a_malformed_event, names_the_field_of_its_payload) {
    story told{parse_rulebook(R"(rulebook: carried
language: caseclock/1
machines:
  thing:
    attributes: {priority: {one_of: [low, high]}, agreed_at: {kind: instant}}
    events: {begin: {carries: [priority, agreed_at]}}
    states: {idle: {initial: here}}
    rows: [{in: idle, event: begin, stay: inside}]
)",
                              "carried.yaml")};
    std::vector<event_value> none;
    auto e = told.at("09:00").make(1, "begin", "", 0, none);
    const auto& fields = told.book().plan(e.machine).machine.events()[e.kind].fields;
    const auto put = [&](std::size_t field, std::uint64_t value) {
        std::memcpy(e.data.data.data() + fields[field].offset, &value, fields[field].width);
    };
    put(0, 2);
    auto r = told.itself().apply(e, none, told.out);
    EXPECT_EQ(r.kind, receipt_kind::malformed);
    EXPECT_EQ(to_string(r.field), "payload");
    EXPECT_EQ(r.detail, 0);
    put(0, 1);
    put(1, static_cast<std::uint64_t>(horizon.time_since_epoch().count()));
    r = told.itself().apply(e, none, told.out);
    EXPECT_EQ(to_string(r.field), "payload");
    EXPECT_EQ(r.detail, 1);
    put(1, 0);
    EXPECT_EQ(told.itself().apply(e, none, told.out).kind, receipt_kind::accepted);
    EXPECT_EQ(told.itself().now(), story::time("09:00"));
}

TEST(a_malformed_event, leaves_the_rest_of_its_batch_alone) {
    story told{quarter};
    std::vector<event_value> values;
    std::vector<event> batch{told.at("09:00").make(1, "begin", "", 0, values), told.make(1, "ping", "", 0, values),
                             told.make(1, "hold", "", 0, values)};
    batch[1].kind = 0;
    told.itself().apply(batch, values, told.out);
    ASSERT_EQ(told.out.receipts.size(), 3U);
    EXPECT_EQ(told.out.receipts[0].kind, receipt_kind::accepted);
    EXPECT_EQ(told.out.receipts[1].kind, receipt_kind::malformed);
    EXPECT_EQ(told.out.receipts[2].kind, receipt_kind::accepted);
    EXPECT_EQ(told.where(), "held");
}

TEST(an_event_with_an_id, is_a_duplicate_with_the_same_content_and_a_conflict_with_another) {
    story told{quarter};
    EXPECT_EQ(told.at("09:00").send_to(1, "begin", "", 11), "accepted");
    EXPECT_EQ(told.at("09:05").send_to(1, "ping", "known", 12), "accepted");
    EXPECT_EQ(told.send_to(1, "ping", "known", 12), "duplicate");
    EXPECT_EQ(told.send_to(1, "ping", "told", 12), "conflict");
    EXPECT_EQ(told.at("11:00").send_to(1, "ping", "known", 12), "conflict") << "another instant is other content";
    EXPECT_EQ(told.itself().now(), story::time("09:05")) << "neither moves time";
    EXPECT_EQ(told.said(), "");
    EXPECT_EQ(told.at("09:06").send_to(2, "begin", "", 12), "accepted") << "ids are unique within a root case";
}

TEST(an_event_with_an_id, that_was_not_accepted_may_come_again) {
    story told{quarter};
    told.at("09:00").send("begin");
    EXPECT_EQ(told.send_to(1, "resume", "", 5), "not_taken");
    told.send("hold");
    EXPECT_EQ(told.send_to(1, "resume", "", 5), "accepted");
    EXPECT_EQ(told.send_to(1, "resume", "", 5), "duplicate");
}

TEST(an_event_with_an_id, shares_its_root_case_with_its_children) {
    story told{quarter};
    told.at("09:00").send("begin");
    told.send("adopt");
    EXPECT_EQ(told.send_to(1, "ping", "", 7), "accepted");
    EXPECT_EQ(told.send_to(told.child(), "shout", "", 7), "conflict");
    EXPECT_EQ(told.send_to(told.child(), "shout", "", 8), "accepted");
    EXPECT_EQ(told.send_to(told.child(), "shout", "", 8), "duplicate");
}

TEST(an_event_with_an_id, is_forgotten_after_the_dedupe_window) {
    story told{quarter, "dedupe_window: 1h\n"};
    told.at("09:00").send_to(1, "begin", "", 1);
    told.at("10:00").send("ping");
    EXPECT_EQ(told.send_to(1, "ping", "", 1), "conflict");
    told.at("10:00:00.001").send("ping");
    EXPECT_EQ(told.send_to(1, "ping", "", 1), "accepted");
}

TEST(a_late_event, is_judged_at_the_desks_time_with_a_mark) {
    story told{quarter};
    told.at("09:00").send("begin");
    told.advance("09:10");
    EXPECT_EQ(told.at("09:05").send("finish"), "accepted, late");
    EXPECT_EQ(told.said(), "09:10 quarter met");
    EXPECT_EQ(told.itself().now(), story::time("09:10"));
}

TEST(a_late_event, is_refused_where_the_rulebook_says_so_and_changes_nothing) {
    story told{quarter, "late_events: refuse\n"};
    told.at("09:00").send("begin");
    told.advance("09:10");
    EXPECT_EQ(told.at("09:05").send("finish", "known"), "late");
    EXPECT_EQ(told.where(), "busy");
    EXPECT_EQ(told.itself().find(1)->record.facts, 0U);
    EXPECT_EQ(told.at("09:10").send("finish"), "accepted") << "an event at the desk's time is not late";
}

TEST(max_ahead, refuses_events_further_than_that_ahead_of_the_last_advance) {
    story told{quarter, "max_ahead: 1h\n"};
    told.at("09:00").send("begin");
    EXPECT_EQ(told.at("10:00:00.001").send("ping"), "malformed");
    EXPECT_EQ(to_string(told.receipt.field), "at");
    EXPECT_EQ(told.itself().now(), story::time("09:00"));
    EXPECT_EQ(told.at("10:00").send("ping"), "accepted");
    EXPECT_EQ(told.at("10:30").send("ping"), "malformed") << "an event is no advance";
    told.advance("10:00");
    EXPECT_EQ(told.at("10:30").send("ping"), "accepted");
}

// ---- raised events ----------------------------------------------------------------------------------------------------------------------

TEST(raised_events, are_steps_of_their_own_first_in_first_out_with_a_receipt) {
    story told{
        "  p: {machine: thing, start: {event: pong}, stop: {event: finish}, due: within 15m, met: [{note: done}]}\n"
        "  q: {machine: thing, start: {event: inner}, stop: {event: ping}, due: within 15m}\n"};
    told.at("09:00").send("spread");
    EXPECT_EQ(
        told.said(),
        "09:00 raised echo accepted; 09:00 raised inner accepted; 09:00 q met; 09:00 raised ping accepted; 09:00 raised pong accepted");
    EXPECT_TRUE(told.clock("09:00").running);
}

TEST(raised_events, of_a_firing_come_after_its_effects_and_before_the_next_firing) {
    story told{
        "  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 15m, missed: [{raise: finish}, {note: late}]}\n"
        "  q: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 15m}\n"};
    told.at("09:00").send("begin");
    told.advance("10:00");
    EXPECT_EQ(told.said(), "09:15 p missed; 09:15 note late; 09:15 p ended_late; 09:15 q met; 09:15 raised finish accepted");
}

TEST(raised_events, that_are_not_taken_say_what_became_of_them) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 15m, missed: [{raise: resume}]}\n"};
    told.at("09:00").send("begin");
    told.advance("10:00");
    EXPECT_EQ(told.said(), "09:15 p missed; 09:15 raised resume not_taken");
}

TEST(raised_events, beyond_the_limit_are_dropped_and_an_effect_says_so) {
    story told{quarter, "limits: {raised_events: 3 events}\n"};
    EXPECT_EQ(told.at("09:00").send("loop"), "accepted");
    EXPECT_NE(told.receipt.marks & receipt::hit_limit, 0);
    EXPECT_EQ(told.said(), "09:00 raised loop accepted; 09:00 raised loop accepted; 09:00 raised loop accepted; 09:00 limit raised_events");
    EXPECT_EQ(told.at("09:01").send("ping"), "accepted");
    EXPECT_EQ(told.receipt.marks & receipt::hit_limit, 0);
    EXPECT_EQ(told.said(), "") << "nothing is left over";
}

TEST(firings, beyond_the_limit_cancel_their_clock_and_an_effect_says_so) {
    story told{"  w: {machine: thing, kind: wait, start: [{event: begin}, {event: ping}], due: by agreed_at, ends: [{raise: ping}]}\n",
               "limits: {firings: 2 firings}\n"};
    told.at("09:00").send("begin", "agreed_at=10:00");
    told.advance("11:00");
    EXPECT_EQ(told.said(), "10:00 raised ping accepted; 10:00 raised ping accepted; 10:00 limit firings");
    EXPECT_EQ(told.itself().next_deadline(), std::nullopt);
}

TEST(firings, are_counted_for_each_root_case_and_instant) {
    story told{"  p: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 15m, warn: [{at: 100 %, note: now}]}\n",
               "limits: {firings: 2 firings}\n"};
    for (std::uint64_t id = 2; id < 6; ++id) told.at("09:00").send_to(id, "begin");
    told.advance("10:00");
    EXPECT_EQ(told.out.verdicts.size(), 4U);
    EXPECT_EQ(told.said().find("limit"), std::string::npos);
}

TEST(completion_rows, that_do_not_come_to_rest_are_an_effect) {
    story told{parse_rulebook(R"(rulebook: turning
language: caseclock/1
machines:
  thing:
    events: {begin: {}}
    states: {idle: {initial: here}, left: {}, right: {}}
    rows:
      - {in: idle, event: begin, to: left}
      - {in: left, to: right}
      - {in: right, to: left}
)",
                              "turning.yaml")};
    EXPECT_EQ(told.at("09:00").send("begin"), "accepted");
    EXPECT_EQ(told.said(), "09:00 limit completions");
    EXPECT_NE(told.receipt.marks & receipt::hit_limit, 0);
}

// ---- parents and children ---------------------------------------------------------------------------------------------------------------

TEST(a_child, is_opened_with_the_attributes_passed_and_has_an_id_of_its_own_range) {
    story told{"  made: {machine: part, start: {opened: case}, stop: {enters: made}, due: within 1h}\n"};
    told.at("09:00").send("begin", "priority=high");
    told.at("09:10").send("adopt");
    EXPECT_EQ(told.said(), "#child 09:10 opened part");
    const auto child = told.itself().find(told.child());
    EXPECT_NE(child->id & child_id_bit, 0U);
    EXPECT_EQ(child->root, 1U);
    EXPECT_EQ(child->parent, 1U);
    EXPECT_EQ(told.book().plan(child->machine).machine.value(child->record, 0), 1);
    EXPECT_EQ(told.where(child->id), "making");
    EXPECT_EQ(told.at("09:20").send_to(child->id, "complete"), "accepted");
    EXPECT_EQ(told.said(), "#child 09:20 made met; #child 09:20 ended; 09:20 raised piece_made accepted");
    EXPECT_EQ(told.where(), "held") << "a row of the parent waits for the child's state";
}

TEST(a_child, has_an_id_that_depends_on_its_parent_and_opening_event_alone) {
    story alone{quarter}, busy{quarter};
    alone.at("09:00").send("begin");
    busy.at("09:00").send("begin");
    busy.at("09:05").send("adopt");
    busy.at("09:06").send_to(2, "begin");
    for (auto* each : {&alone, &busy}) each->at("09:10").send("adopt");
    EXPECT_EQ(alone.child(0), busy.child(1)) << "another child before it does not number it anew";
    busy.at("09:10").send("adopt");
    EXPECT_NE(busy.child(1), busy.child(2));
}

TEST(a_child, may_tell_its_parent_and_be_told_by_it) {
    story told{"  p: {machine: thing, start: {event: ping}, stop: {event: finish}, due: within 1h}\n"};
    told.at("09:00").send("begin");
    told.send("adopt");
    told.send("adopt");
    (void)told.said();
    told.at("09:10").send_to(told.child(0), "shout");
    EXPECT_EQ(told.said(), "09:10 raised ping accepted");
    EXPECT_TRUE(told.clock("09:10").running);
    told.at("09:20").send_to(told.child(1), "complete");
    told.at("09:25").send("resume");
    (void)told.said();
    told.at("09:30").send("call_children");
    EXPECT_EQ(told.said(), "#child 09:30 ended; #child 09:30 raised stop_part accepted; 09:30 raised piece_made accepted")
        << "only the child that is open";
}

TEST(a_child, counts_its_effects_with_its_root_case) {
    story told{"  made: {machine: part, start: {opened: case}, stop: {enters: made}, due: within 1h}\n" + std::string{quarter}};
    told.at("09:00").send("begin");
    told.send("adopt");
    told.advance("12:00");
    std::uint32_t ordinal = 0;
    for (const auto& e : told.out.effects) {
        EXPECT_EQ(e.root, 1U);
        EXPECT_EQ(e.ordinal, ordinal++);
    }
    EXPECT_EQ(ordinal, 3U);
    EXPECT_EQ(told.out.verdicts.back().ordinal, told.out.effects.back().ordinal);
}

// ---- eviction ---------------------------------------------------------------------------------------------------------------------------

TEST(evict, forgets_a_root_case_that_has_ended_with_its_family_and_ids) {
    story told{quarter};
    told.at("09:00").send_to(1, "begin", "", 9);
    told.send("adopt");
    const auto child = told.child();
    EXPECT_THROW(told.itself().evict(1), std::invalid_argument) << "open";
    EXPECT_THROW(told.itself().evict(child), std::invalid_argument) << "a child goes with its root";
    EXPECT_THROW(told.itself().evict(5), std::out_of_range);
    told.send("close");
    EXPECT_THROW(told.itself().evict(1), std::invalid_argument) << "its child is open";
    told.send_to(child, "complete");
    told.itself().evict(1);
    EXPECT_EQ(told.itself().size(), 0U);
    EXPECT_EQ(told.send_to(1, "begin", "", 9), "accepted") << "as new";
    EXPECT_NE(told.receipt.marks & receipt::opened_case, 0);
    (void)told.said();
    told.advance("10:00");
    EXPECT_EQ(told.said(), "09:15 quarter missed");
}

}  // namespace
}  // namespace caseclock::desk_test

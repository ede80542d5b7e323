// SPDX-License-Identifier: Apache-2.0
#include "family.hpp"

#include <gtest/gtest.h>

namespace {

using caseclock::workflow_test::family;

/// A call that was answered and greeted properly.
family greeted(const std::string& brings = "caller=7 type=1 priority=regular") {
    family one("call");
    one.send("arrive", brings);
    one.send("answer", "owner=3");
    one.send("greet", "company_said agent_number_said");
    return one;
}
/// ... up to where it is decided who solves it.
family in_triage(const std::string& brings = {}) {
    auto one = greeted();
    one.send("customer_finishes", "heard_out " + brings);
    one.send("identify", "name_known contact_known");
    one.send("confirm_facts", "facts_restated");
    return one;
}

TEST(call, goes_by_the_handbook_without_a_lapse) {
    family one("call");
    EXPECT_EQ(one.send("arrive", "caller=7 priority=regular"), "accepted");
    EXPECT_EQ(one.where(), "ringing");
    EXPECT_EQ(one.send("answer", "owner=3"), "accepted");
    EXPECT_EQ(one.said(), "cue greeting");
    EXPECT_EQ(one.send("greet", "company_said agent_number_said"), "accepted");
    EXPECT_EQ(one.said(), "cue open_question");
    EXPECT_EQ(one.send("customer_finishes", "heard_out"), "accepted");
    EXPECT_EQ(one.said(), "");
    EXPECT_EQ(one.where(), "identifying");
    EXPECT_EQ(one.send("identify", "name_known contact_known private_data_asked purpose_explained"), "accepted");
    EXPECT_EQ(one.said(), "");
    EXPECT_EQ(one.send("confirm_facts", "facts_restated"), "accepted");
    EXPECT_EQ(one.said(), "");
    EXPECT_EQ(one.send("solve_on_phone", "about=consult"), "accepted");
    EXPECT_EQ(one.send("hold", "announced=60000 duration_stated hold_apologised"), "accepted");
    EXPECT_EQ(one.said(), "cue hold_notice 60000");
    EXPECT_EQ(one.send("retrieve"), "accepted");
    EXPECT_FALSE(one.self().value("announced") >= 0) << "the next hold has a length of its own";
    EXPECT_EQ(one.send("summarise", "next_steps_told recorded_live"), "accepted");
    EXPECT_EQ(one.said(), "cue recap");
    EXPECT_EQ(one.send("confirm_recap"), "accepted");
    EXPECT_EQ(one.said(), "cue anything_else");
    EXPECT_EQ(one.send("nothing_else"), "accepted");
    EXPECT_EQ(one.said(), "cue survey");
    EXPECT_EQ(one.send("finish_survey", "survey_asked"), "accepted");
    EXPECT_EQ(one.send("say_goodbye"), "accepted");
    EXPECT_EQ(one.said(), "cue goodbye");
    EXPECT_EQ(one.send("customer_hangs_up"), "accepted");
    EXPECT_EQ(one.said(), "");
    EXPECT_EQ(one.where(), "wrap_up");
    EXPECT_EQ(one.send("save_record", "entry_complete"), "accepted");
    EXPECT_EQ(one.where(), "closed");
    EXPECT_TRUE(one.ended());
    EXPECT_EQ(one.children(), 0U);
    EXPECT_EQ(one.send("answer"), "ended");
}

TEST(call, picked_up_late_is_answered_and_flagged) {
    family one("call");
    one.run({"arrive", "ring_limit_passed", "answer"});
    EXPECT_EQ(one.where(), "greeting");
    EXPECT_EQ(one.said(), "note late_pick_up, cue greeting");
}

TEST(call, that_queues_rings_later_and_may_ring_again_elsewhere) {
    family one("call");
    one.run({"enqueue", "ring", "ring_limit_passed", "ring"});
    EXPECT_EQ(one.where(), "ringing");
    family answered_from_the_queue("call");
    answered_from_the_queue.run({"enqueue", "answer"});
    EXPECT_EQ(answered_from_the_queue.where(), "greeting");
}

TEST(call, given_up_ends_it_when_nobody_knows_who_called) {
    family one("call");
    one.run({"arrive", "give_up"});
    EXPECT_EQ(one.where(), "abandoned");
    EXPECT_TRUE(one.ended());
    EXPECT_EQ(one.children(), 0U);
}

TEST(call, given_up_is_called_back_when_the_number_is_known) {
    family one("call");
    one.send("arrive", "caller=7 priority=high");
    one.run({"give_up"});
    EXPECT_EQ(one.where(), "callback_due");
    EXPECT_EQ(one.child("callback").where(), "planned");
    EXPECT_EQ(one.child("callback").value("source"), 2) << "abandoned";
    EXPECT_EQ(one.child("callback").value("caller"), 7);
    EXPECT_EQ(one.child("callback").value("priority"), 2) << "high";
    one.run({"call_back"});
    EXPECT_EQ(one.child("callback").where(), "done");
    EXPECT_EQ(one.where(), "closed");
}

TEST(call, greeting_without_company_or_number_is_a_lapse) {
    family one("call");
    one.run({"arrive", "answer"});
    EXPECT_EQ(one.send("greet", "company_said"), "accepted");
    EXPECT_EQ(one.said(), "lapse agent_number_said, cue open_question");
}

TEST(call, private_data_is_asked_with_its_purpose) {
    auto one = greeted();
    one.run({"customer_finishes"});
    EXPECT_EQ(one.said(), "lapse heard_out");
    EXPECT_EQ(one.send("identify", "name_known contact_known private_data_asked"), "accepted");
    EXPECT_EQ(one.said(), "lapse purpose_explained");
}

TEST(call, name_and_contact_may_come_before_the_story) {
    auto one = greeted();
    one.send("identify", "name_known contact_known");
    EXPECT_EQ(one.where(), "listening");
    one.send("customer_finishes", "heard_out");
    EXPECT_EQ(one.where(), "restating");
}

TEST(call, on_the_property_line_asks_and_repeats_room_time_and_phone) {
    auto one = greeted();
    one.send("customer_finishes", "heard_out property_line");
    EXPECT_EQ(one.send("identify", "name_known contact_known"), "refused");
    EXPECT_EQ(one.send("identify", "name_known contact_known room_known"), "accepted");
    EXPECT_EQ(one.send("confirm_facts", "facts_restated"), "refused");
    EXPECT_EQ(one.reason("confirm_facts"), "restating: needs room_time_phone_repeated");
    EXPECT_EQ(one.send("confirm_facts", "facts_restated room_time_phone_repeated"), "accepted");
    EXPECT_EQ(one.where(), "triage");
}

TEST(call, corrected_facts_are_heard_again) {
    auto one = greeted();
    one.send("customer_finishes", "heard_out");
    one.send("identify", "name_known contact_known");
    one.run({"correct_facts"});
    EXPECT_EQ(one.where(), "listening");
}

TEST(call, an_agitated_customer_is_soothed_first) {
    for (const auto* way : {"solve_on_phone", "shift_channel", "redirect", "defer_answer"}) {
        auto one = in_triage("agitated");
        EXPECT_EQ(one.send(way), "refused") << way;
        EXPECT_EQ(one.reason(way), "triage: needs soothed");
        EXPECT_EQ(one.send(way, "soothed"), "accepted") << way;
    }
}

TEST(call, goes_each_way_from_triage) {
    EXPECT_EQ(in_triage().run({"solve_on_phone"}).where(), "answering");
    EXPECT_EQ(in_triage().run({"shift_channel"}).where(), "channel_shift");
    EXPECT_EQ(in_triage().run({"defer_answer"}).where(), "recap");
    auto elsewhere = in_triage();
    elsewhere.send("redirect");
    EXPECT_EQ(elsewhere.said(), "lapse contact_given, cue recap");
    EXPECT_EQ(elsewhere.where(), "recap");
}

TEST(call, escalates_beyond_authority_with_consent_and_handover) {
    auto one = in_triage();
    EXPECT_EQ(one.send("escalate"), "refused");
    EXPECT_EQ(one.reason("escalate"), "triage: needs out_of_reach");
    EXPECT_EQ(one.send("escalate", "beyond_authority"), "accepted");
    EXPECT_EQ(one.said(), "cue transfer");
    EXPECT_EQ(one.send("transfer"), "refused");
    EXPECT_EQ(one.reason("transfer"), "escalating: needs customer_agrees, handover_written");
    EXPECT_EQ(one.send("transfer", "customer_agrees handover_written"), "accepted");
    EXPECT_EQ(one.where(), "recap");
    auto declined = in_triage();
    declined.send("escalate", "unsolvable_on_the_spot");
    EXPECT_EQ(declined.run({"decline_transfer"}).where(), "answering");
}

TEST(call, a_hold_without_length_and_apology_passes_with_lapses) {
    auto one = greeted();
    EXPECT_EQ(one.send("hold"), "accepted");
    EXPECT_EQ(one.where(), "on_hold");
    EXPECT_EQ(one.said(), "lapse duration_stated+hold_apologised, cue hold_notice");
    EXPECT_EQ(one.send("announce_again", "announced=90000 duration_stated hold_apologised"), "accepted");
    EXPECT_EQ(one.said(), "cue hold_notice 90000");
    EXPECT_EQ(one.send("announce_again"), "accepted") << "what was announced before does not count again";
    EXPECT_EQ(one.said(), "lapse duration_stated+hold_apologised, cue hold_notice 90000");
}

TEST(call, a_disputed_recap_and_one_more_thing_are_dealt_with) {
    auto one = in_triage();
    one.run({"solve_on_phone", "summarise", "dispute_recap"});
    EXPECT_EQ(one.where(), "answering");
    one.run({"summarise", "confirm_recap", "ask_more"});
    EXPECT_EQ(one.where(), "listening");
    EXPECT_FALSE(one.has("recap_confirmed"));
}

TEST(call, a_goodbye_in_the_middle_notes_what_was_left_out) {
    family one("call");
    one.run({"arrive", "answer", "say_goodbye"});
    EXPECT_EQ(one.said(), "lapse greeted+recap_confirmed+anything_else_asked+survey_asked, cue goodbye");
    EXPECT_EQ(one.where(), "awaiting_hangup");
}

TEST(call, the_customer_may_hang_up_at_any_time_and_it_is_no_drop) {
    family one("call");
    one.run({"arrive", "answer", "customer_hangs_up"});
    EXPECT_EQ(one.where(), "wrap_up");
    EXPECT_EQ(one.said(), "lapse recap_confirmed+anything_else_asked+goodbye_said+recorded_live");
    auto held = greeted();
    held.send("hold");
    EXPECT_EQ(held.run({"customer_hangs_up"}).where(), "wrap_up");
}

TEST(call, the_agent_does_not_hang_up_first) {
    auto one = greeted();
    one.send("say_goodbye", "recorded_live");
    one.run({"agent_hangs_up"});
    EXPECT_EQ(one.said(), "lapse customer_gone");
    EXPECT_EQ(one.where(), "wrap_up");
    auto gone = greeted();
    gone.send("say_goodbye", "recorded_live");
    gone.send("agent_hangs_up", "customer_gone");
    EXPECT_EQ(gone.said(), "");
    auto middle = greeted();
    middle.send("agent_hangs_up", "recorded_live");
    EXPECT_EQ(middle.said(), "lapse recap_confirmed+anything_else_asked+goodbye_said+customer_gone");
}

TEST(call, after_a_refused_fee_the_agent_ends_the_call_with_a_goodbye) {
    auto one = in_triage("recorded_live");
    one.run({"offer_fee"});
    EXPECT_EQ(one.said(), "cue fee");
    one.run({"refuse_fee", "say_goodbye", "agent_hangs_up"});
    EXPECT_EQ(one.said(), "");
    EXPECT_EQ(one.where(), "wrap_up");
    auto curt = in_triage("recorded_live");
    curt.run({"offer_fee", "refuse_fee", "agent_hangs_up"});
    EXPECT_EQ(curt.said(), "lapse goodbye_said");
    auto agreed = in_triage();
    EXPECT_EQ(agreed.run({"offer_fee", "agree_fee"}).where(), "answering");
}

TEST(call, a_lost_line_is_told_and_called_back) {
    auto one = greeted();
    one.run({"line_lost"});
    EXPECT_EQ(one.where(), "dropped");
    EXPECT_EQ(one.said(), "cue drop_notice");
    one.run({"tell_supervisor"});
    EXPECT_EQ(one.child("callback").value("source"), 1) << "dropped";
    EXPECT_EQ(one.child("callback").value("told_at"), 0);
    EXPECT_EQ(one.child("callback").value("owner"), 3);
    EXPECT_EQ(one.send("arrange_callback", "arranged_at=1700000000000"), "accepted");
    EXPECT_EQ(one.child("callback").value("arranged_at"), 1'700'000'000'000);
    EXPECT_EQ(one.send("arrange_callback", "arranged_at=1700000600000"), "accepted");
    EXPECT_EQ(one.child("callback").value("arranged_at"), 1'700'000'600'000);
    EXPECT_EQ(one.send("save_record"), "refused");
    EXPECT_EQ(one.send("save_record", "entry_complete"), "accepted");
    EXPECT_EQ(one.where(), "callback_assigned");
    one.run({"call_back"});
    EXPECT_EQ(one.where(), "closed");
}

TEST(call, a_drop_while_complaining_or_ordering_has_priority) {
    for (const auto* what : {"complaining", "ordering"}) {
        auto one = greeted();
        one.send("customer_finishes", what);
        one.run({"line_lost", "tell_supervisor"});
        EXPECT_EQ(one.child("callback").value("source"), 0) << what;
    }
}

TEST(call, a_line_lost_after_the_closing_began_is_no_drop) {
    auto one = greeted();
    one.run({"say_goodbye", "line_lost"});
    EXPECT_EQ(one.where(), "wrap_up");
}

TEST(call, a_line_that_ends_without_a_reason_waits_for_one) {
    auto one = greeted();
    EXPECT_EQ(one.run({"line_ends"}).where(), "line_ended");
    EXPECT_EQ(one.run({"line_lost"}).where(), "dropped");
    auto hung_up = greeted();
    EXPECT_EQ(hung_up.run({"line_ends", "customer_hangs_up"}).where(), "wrap_up");
    auto closing = greeted();
    EXPECT_EQ(closing.run({"say_goodbye", "line_ends"}).where(), "wrap_up");
}

TEST(call, a_callback_that_is_cancelled_ends_the_call) {
    auto one = greeted();
    one.run({"line_lost", "tell_supervisor"});
    one.send("save_record", "entry_complete");
    one.send_child("callback", "cancel");
    EXPECT_EQ(one.where(), "closed");
    family unanswered("call");
    unanswered.send("arrive", "caller=7");
    unanswered.run({"give_up"});
    unanswered.send_child("callback", "cancel");
    EXPECT_EQ(unanswered.where(), "closed");
}

TEST(call, a_dropped_call_is_not_closed_before_its_record_is_saved) {
    for (const auto* end : {"connect", "cancel"}) {
        auto one = greeted();
        one.run({"line_lost", "tell_supervisor"});
        one.send_child("callback", end);
        EXPECT_EQ(one.where(), "wrap_up") << end;
        EXPECT_EQ(one.send("save_record", "entry_complete"), "accepted");
        EXPECT_EQ(one.where(), "closed");
    }
}

TEST(call, the_record_is_complete_before_the_call_is_closed) {
    auto one = greeted();
    one.send("customer_hangs_up", "company_unclear");
    EXPECT_EQ(one.send("save_record"), "refused");
    EXPECT_EQ(one.reason("save_record"), "wrap_up: needs entry_complete, company_filled_in");
    EXPECT_EQ(one.send("save_record", "entry_complete company_filled_in"), "accepted");
    EXPECT_EQ(one.where(), "closed");
}

TEST(call, opens_tickets_and_passes_what_it_knows) {
    auto one = in_triage();
    EXPECT_EQ(one.send("open_ticket"), "refused");
    EXPECT_EQ(one.reason("open_ticket"), "triage: needs topic_known");
    EXPECT_EQ(one.send("open_ticket", "about=emergency priority=critical"), "accepted");
    EXPECT_EQ(one.child("ticket").where(), "triaged");
    EXPECT_EQ(one.child("ticket").value("type"), 8) << "emergency";
    EXPECT_EQ(one.child("ticket").value("priority"), 4) << "critical";
    EXPECT_EQ(one.child("ticket").value("owner"), 3);
    EXPECT_EQ(one.child("ticket").value("caller"), 7);
    one.run({"solve_on_phone"});
    EXPECT_EQ(one.send("open_ticket", "about=business"), "accepted");
    EXPECT_EQ(one.children(), 2U);
    EXPECT_EQ(one.child("ticket").value("type"), 3) << "business";
}

TEST(call, of_unknown_priority_opens_no_ticket) {
    auto one = greeted("caller=7 priority=unknown");
    EXPECT_EQ(one.send("open_ticket", "about=consult"), "refused");
    EXPECT_EQ(one.reason("open_ticket"), "listening: needs topic_known, priority_known");
}

TEST(call, says_publicly_whether_it_waits_is_handled_or_done) {
    family one("call");
    const auto& d = one.self().machine();
    one.run({"arrive"});
    EXPECT_TRUE(d.has_flag(one.self().record, "pending"));
    one.run({"answer"});
    EXPECT_TRUE(d.has_flag(one.self().record, "processing") && d.has_flag(one.self().record, "connected"));
    one.run({"customer_hangs_up"});
    EXPECT_TRUE(d.has_flag(one.self().record, "processing") && !d.has_flag(one.self().record, "connected"));
    one.send("save_record", "entry_complete");
    EXPECT_TRUE(d.has_flag(one.self().record, "completed"));
}

}  // namespace

// SPDX-License-Identifier: Apache-2.0
//
// A complaint in each of its flows: what is asked before it goes on, where it goes, and what is said.
#include "family.hpp"

#include <gtest/gtest.h>

namespace {

using caseclock::workflow_test::family;

constexpr auto caller_data = "name_known serial_known contact_person_known phone_known ";
constexpr auto kind_words = "apology_said empathy_shown limit_stated contact_stated ";

/// A complaint of that flow, recorded as its form asks, by owner 3 for caller 7.
family recorded(const std::string& flow) {
    family one("complaint");
    one.send("receive", "flow=" + flow + " priority=regular owner=3 handler=3 caller=7");
    const std::string form = flow == "hotline"   ? caller_data
                             : flow == "service" ? "time_known people_known event_known"
                             : flow == "written" ? "letter_registered"
                             : flow == "postal"  ? "acceptance_known mail_known complainant_known description_known"
                             : flow == "policy"  ? "customer_registered"
                                                 : "";
    if (const auto o = one.send("record", kind_words + form); o != "accepted") throw std::logic_error(o + ": " + one.reason("record"));
    return one;
}
family verified() {
    auto one = recorded("hotline");
    one.send("forward", "sheet_written handler=9");
    one.run({"start_verifying"});
    return one;
}
/// Told of a general finding.
family told() {
    auto one = verified();
    one.run({"find_general"});
    one.send("return_sheet", "sheet_filled");
    one.run({"inform_customer"});
    return one;
}

// ---- SYS-42

TEST(complaint, of_the_hotline_goes_by_the_handbook_without_a_lapse) {
    family one("complaint");
    EXPECT_EQ(one.send("receive", "flow=hotline owner=3 caller=7"), "accepted");
    EXPECT_EQ(one.said(), "");
    EXPECT_EQ(one.send("apologise", "empathy_shown"), "accepted");
    EXPECT_EQ(one.where(), "apologised");
    EXPECT_EQ(one.said(), "cue empathy");
    EXPECT_EQ(one.send("record", std::string(caller_data) + "limit_stated contact_stated expected_at=1700000000000"), "accepted");
    EXPECT_EQ(one.said(), "cue promise");
    EXPECT_EQ(one.send("forward", "sheet_written handler=9"), "accepted");
    EXPECT_EQ(one.said(), "tell department");
    EXPECT_EQ(one.self().value("owner"), 3) << "the owner follows it the whole way";
    one.run({"start_verifying", "find_general"});
    EXPECT_EQ(one.where(), "department_handling");
    EXPECT_EQ(one.send("return_sheet", "sheet_filled"), "accepted");
    EXPECT_EQ(one.said(), "cue result");
    one.run({"inform_customer", "register_result"});
    EXPECT_EQ(one.where(), "callback_due");
    EXPECT_EQ(one.child("callback").value("caller"), 7);
    EXPECT_EQ(one.child("callback").value("source"), 6) << "registered_complaint";
    one.run({"call_back"});
    EXPECT_EQ(one.child("callback").where(), "done");
    EXPECT_EQ(one.where(), "called_back");
    EXPECT_EQ(one.send("report_statistics", "deputy_told leaders_told opinion_recorded"), "accepted");
    EXPECT_EQ(one.said(), "tell deputy_gm, tell leaders");
    EXPECT_EQ(one.send("archive", "material_filed"), "accepted");
    EXPECT_EQ(one.where(), "archived");
    EXPECT_TRUE(one.ended());
}

TEST(complaint, names_the_flow_it_takes) {
    family one("complaint");
    EXPECT_EQ(one.send("receive"), "refused");
    EXPECT_EQ(one.reason("receive"), "received: needs flow_known");
    EXPECT_EQ(one.send("receive", "flow=web"), "accepted");
    EXPECT_EQ(one.said(), "lapse_of came_by_call") << "a rulebook says which channels are taken";
}

TEST(complaint, words_left_out_before_it_is_recorded_are_lapses) {
    family one("complaint");
    one.send("receive", "flow=hotline");
    EXPECT_EQ(one.send("record", std::string(caller_data) + "blame_shifted"), "accepted");
    EXPECT_EQ(one.said(), "lapse apology_said+empathy_shown+limit_stated+contact_stated, lapse_of responsibility_taken, cue promise");
    family service("complaint");
    service.send("receive", "flow=service");
    EXPECT_EQ(service.send("record", std::string(kind_words) + "event_known"), "accepted");
    EXPECT_EQ(service.said(), "lapse time_known+people_known, cue promise");
}

TEST(complaint, is_recorded_on_the_form_of_its_flow) {
    const std::pair<const char*, const char*> missing[] = {
        {"hotline", "name_known, serial_known, contact_person_known, phone_known"},
        {"written", "letter_registered"},
        {"postal", "acceptance_known, mail_known, complainant_known, description_known"},
        {"policy", "customer_registered"}};
    for (const auto& [flow, facts] : missing) {
        family one("complaint");
        one.send("receive", std::string("flow=") + flow);
        EXPECT_EQ(one.send("record", kind_words), "refused") << flow;
        EXPECT_NE(one.reason("record").find(facts), std::string::npos) << flow << ": " << one.reason("record");
    }
    EXPECT_EQ(recorded("service").where(), "recorded");
}

TEST(complaint, travels_on_its_sheet_and_a_department_may_say_it_is_anothers) {
    auto one = recorded("hotline");
    EXPECT_EQ(one.send("forward"), "refused");
    one.send("forward", "sheet_written");
    one.run({"decline_sheet"});
    EXPECT_EQ(one.where(), "recorded");
    EXPECT_EQ(one.said(), "") << "no customer is there to hear a promise";
    EXPECT_EQ(one.send("forward"), "refused") << "another department gets a sheet of its own";
    EXPECT_EQ(one.send("forward", "sheet_written"), "accepted");
}

TEST(complaint, that_is_untrue_is_explained_by_a_call_and_called_back_too) {
    auto one = verified();
    one.run({"find_untrue"});
    EXPECT_EQ(one.where(), "unfounded");
    EXPECT_EQ(one.said(), "cue explanation");
    EXPECT_EQ(one.send("inform_customer"), "refused");
    EXPECT_EQ(one.send("inform_customer", "explained"), "refused") << "by telephone";
    EXPECT_EQ(one.send("inform_customer", "explained customer_called"), "accepted");
    one.run({"register_result"});
    EXPECT_EQ(one.where(), "callback_due");
    EXPECT_EQ(one.send("report_statistics", "deputy_told leaders_told"), "refused");
    EXPECT_NE(one.reason("report_statistics").find("callback_made"), std::string::npos);
}

TEST(complaint, that_is_untrue_is_explained_in_writing_when_the_customer_cannot_be_reached) {
    auto one = verified();
    one.run({"find_untrue", "miss_customer"});
    EXPECT_EQ(one.said(), "note unreached");
    EXPECT_EQ(one.send("inform_customer"), "refused");
    EXPECT_EQ(one.send("inform_customer", "explained"), "accepted");
}

TEST(complaint, that_is_serious_or_takes_time_is_led_by_a_manager) {
    for (const auto* why : {"serious", "not_solvable_at_once"}) {
        auto one = verified();
        EXPECT_EQ(one.send("find_general", why), "refused") << why;
        EXPECT_EQ(one.send("find_serious", why), "refused") << why;
        EXPECT_EQ(one.send("find_serious", std::string(why) + " manager_in_charge"), "accepted") << why;
        EXPECT_EQ(one.where(), "managed_handling");
        EXPECT_EQ(one.said(), "tell department_head");
        EXPECT_TRUE(one.has("serious"));
    }
    auto found_later = verified();
    found_later.run({"find_general"});
    EXPECT_EQ(found_later.send("find_serious", "manager_in_charge"), "accepted");
    EXPECT_EQ(found_later.where(), "managed_handling");
}

TEST(complaint, result_is_told_only_after_the_filled_sheet_is_back) {
    auto one = verified();
    one.run({"find_general"});
    EXPECT_EQ(one.send("inform_customer"), "refused");
    EXPECT_EQ(one.reason("inform_customer"), "department_handling: needs sheet_back");
    EXPECT_EQ(one.send("return_sheet"), "refused");
    one.send("return_sheet", "sheet_filled");
    one.run({"reject_sheet"});
    EXPECT_EQ(one.where(), "department_handling");
    EXPECT_EQ(one.send("return_sheet"), "refused") << "filled in anew";
    one.send("return_sheet", "sheet_filled");
    EXPECT_EQ(one.send("inform_customer"), "accepted");
}

TEST(complaint, sheet_that_is_rejected_goes_back_to_where_it_was) {
    auto serious = verified();
    serious.send("find_serious", "manager_in_charge");
    serious.send("return_sheet", "sheet_filled");
    EXPECT_EQ(serious.run({"reject_sheet"}).where(), "managed_handling");
    auto letter = recorded("written");
    letter.run({"investigate"});
    letter.send("find_other_department", "department_told");
    letter.send("return_sheet", "sheet_filled");
    EXPECT_EQ(letter.run({"reject_sheet"}).where(), "other_department");
}

TEST(complaint, of_the_hotline_ends_in_statistics_and_archive) {
    auto one = told();
    one.run({"register_result", "call_back"});
    EXPECT_EQ(one.send("close", "opinion_recorded"), "refused");
    EXPECT_NE(one.reason("close").find("counted_first"), std::string::npos);
    EXPECT_EQ(one.send("report_statistics", "opinion_recorded deputy_told"), "refused") << "every receiver named";
    one.send("report_statistics", "opinion_recorded deputy_told leaders_told");
    EXPECT_EQ(one.send("archive"), "refused");
    EXPECT_EQ(one.send("archive", "material_filed"), "accepted");

    auto closed = told();
    closed.run({"register_result", "call_back"});
    closed.send("report_statistics", "opinion_recorded deputy_told leaders_told");
    EXPECT_EQ(closed.send("close"), "refused") << "its material is filed first";
    EXPECT_EQ(closed.send("close", "material_filed"), "accepted");
    EXPECT_EQ(closed.where(), "archived");
}

TEST(complaint, is_counted_from_the_register_after_the_callback) {
    auto one = told();
    EXPECT_EQ(one.send("report_statistics", "deputy_told leaders_told"), "refused");
    EXPECT_NE(one.reason("report_statistics").find("satisfaction_known, result_registered"), std::string::npos) << one.reason("report_statistics");
    one.send("follow_satisfaction");
    one.run({"register_result"});
    EXPECT_EQ(one.where(), "registered") << "asked while told: nobody calls again";
    EXPECT_EQ(one.children(), 0U);
    EXPECT_EQ(one.send("report_statistics", "deputy_told leaders_told"), "accepted");
    EXPECT_EQ(one.said(), "lapse opinion_recorded, tell deputy_gm, tell leaders");
}

// ---- SYS-43

TEST(complaint, about_the_service_goes_to_the_supervisor_and_closes_after_satisfaction_was_asked) {
    auto one = recorded("service");
    EXPECT_EQ(one.send("forward", "sheet_written"), "refused");
    EXPECT_EQ(one.send("report_up", "handler=5"), "accepted");
    EXPECT_EQ(one.where(), "with_supervisor");
    EXPECT_EQ(one.said(), "cue checking, tell supervisor");
    EXPECT_TRUE(one.has("superior_informed"));
    EXPECT_EQ(one.send("inform_customer"), "accepted");
    EXPECT_EQ(one.said().find("lapse facts_checked"), 0U) << one.said();
    EXPECT_EQ(one.where(), "callback_due");
    EXPECT_EQ(one.send("close"), "not_taken");
    one.run({"call_back"});
    EXPECT_EQ(one.send("close", "opinion_recorded"), "accepted");
    EXPECT_EQ(one.said(), "");
    EXPECT_TRUE(one.ended());
}

TEST(complaint, whose_customer_was_asked_while_told_is_closed_at_once) {
    auto one = recorded("service");
    one.run({"report_up"});
    one.send("inform_customer", "facts_checked satisfaction_followed");
    EXPECT_EQ(one.where(), "customer_informed");
    EXPECT_EQ(one.send("close", "opinion_recorded"), "accepted");
}

TEST(complaint, progress_is_told_and_changes_nothing) {
    auto one = verified();
    const auto before = one.self().record;
    one.run({"ask_progress"});
    EXPECT_EQ(one.said(), "cue progress");
    EXPECT_EQ(one.self().record, before);
    EXPECT_EQ(one.children(), 0U);
}

TEST(complaint, is_asked_about_and_handed_over_wherever_it_is_until_it_ends) {
    auto one = recorded("postal");
    one.run({"upload", "ask_progress"});
    EXPECT_EQ(one.said(), "cue progress");
    EXPECT_EQ(one.send("hand_over", "handler=4"), "accepted");
    one.run({"check_form", "ask_progress"});
    EXPECT_EQ(one.where(), "collected");
    auto late = told();
    late.run({"ask_progress", "register_result", "ask_progress"});
    EXPECT_EQ(late.where(), "callback_due");
    EXPECT_EQ(late.send("hand_over", "handler=4"), "accepted");
    late.run({"call_back"});
    late.send("report_statistics", "opinion_recorded deputy_told leaders_told");
    EXPECT_EQ(late.send("ask_progress"), "accepted");
    late.send("archive", "material_filed");
    EXPECT_NE(late.send("ask_progress"), "accepted");
    family early("complaint");
    early.send("receive", "flow=hotline");
    EXPECT_EQ(early.send("ask_progress"), "accepted");
    EXPECT_EQ(early.send("hand_over", "handler=4"), "accepted");
}

// ---- SYS-44

TEST(complaint, about_something_reported_before_is_an_incident_of_high_priority) {
    auto one = recorded("hotline");
    EXPECT_EQ(one.send("classify", "complained_before names_employee"), "accepted");
    EXPECT_EQ(one.self().value("concern"), 2) << "incident: what was reported before comes first";
    EXPECT_EQ(one.self().value("priority"), 2) << "high";
    one.send("classify", "priority=critical");
    EXPECT_EQ(one.self().value("priority"), 4) << "never lowered";
}

TEST(complaint, about_a_colleague_is_never_handled_by_that_colleague) {
    auto one = recorded("hotline");
    EXPECT_EQ(one.send("classify", "names_employee employee=3"), "refused") << "3 handles it";
    EXPECT_EQ(one.send("classify", "names_employee employee=3 handler=4"), "accepted");
    EXPECT_EQ(one.self().value("concern"), 1) << "employee";
    EXPECT_EQ(one.said(), "tell supervisor");
    for (const auto* event : {"hand_over", "report_up"}) EXPECT_EQ(one.send(event, "handler=3"), "refused") << event;
    EXPECT_EQ(one.send("forward", "sheet_written handler=3"), "refused");
    EXPECT_EQ(one.send("forward", "sheet_written handler=9"), "accepted");
    EXPECT_EQ(one.send("hand_over", "handler=8"), "accepted");
    auto service = recorded("service");
    EXPECT_EQ(service.send("report_up", "employee=5 handler=5"), "refused");
    service.send("report_up", "employee=5 handler=6");
    service.send("classify", "names_employee");
    service.send("inform_customer", "facts_checked satisfaction_followed");
    EXPECT_EQ(service.send("close", "opinion_recorded"), "accepted");
    EXPECT_EQ(service.said(), "lapse_of staff_trained_where_due");
}

// ---- SYS-45

TEST(complaint, by_letter_is_ours_anothers_or_nobodys) {
    auto own = recorded("written");
    EXPECT_EQ(own.send("forward", "sheet_written"), "refused");
    own.run({"investigate", "find_own_department"});
    own.send("return_sheet", "sheet_filled");
    own.run({"inform_customer"});
    EXPECT_EQ(own.where(), "callback_due");
    EXPECT_EQ(own.child("callback").value("source"), 7) << "written_complaint";
    own.run({"call_back"});
    EXPECT_EQ(own.send("close", "opinion_recorded"), "accepted");

    auto other = recorded("written");
    other.run({"investigate"});
    EXPECT_EQ(other.send("find_other_department"), "refused");
    EXPECT_EQ(other.send("find_other_department", "department_told"), "accepted");
    EXPECT_EQ(other.send("inform_customer"), "not_taken") << "its result is waited for";
    other.send("return_sheet", "sheet_filled");
    other.run({"inform_customer"});
    EXPECT_EQ(other.where(), "customer_informed");
    EXPECT_EQ(other.send("close", "opinion_recorded"), "accepted");

    auto neither = recorded("written");
    neither.run({"investigate", "find_not_ours"});
    EXPECT_EQ(neither.said(), "cue explanation");
    EXPECT_EQ(neither.send("inform_customer"), "refused");
    EXPECT_EQ(neither.send("inform_customer", "explained"), "accepted");
    EXPECT_EQ(neither.send("close", "opinion_recorded"), "accepted");
    EXPECT_EQ(neither.children(), 0U);
}

// ---- SYS-46

TEST(complaint, of_the_post_is_checked_by_the_duty_teacher_before_the_collector_has_it) {
    auto one = recorded("postal");
    EXPECT_EQ(one.send("forward", "sheet_written"), "refused");
    one.run({"upload"});
    EXPECT_EQ(one.said(), "tell duty_teacher");
    EXPECT_EQ(one.send("send_to_collector"), "refused");
    one.run({"send_back_form", "upload", "check_form"});
    EXPECT_EQ(one.where(), "collected");
    one.run({"send_to_collector"});
    EXPECT_EQ(one.said(), "tell collector");
    EXPECT_TRUE(one.ended());
    EXPECT_EQ(recorded("hotline").send("upload"), "refused");
}

// ---- SYS-47

TEST(complaint, at_the_policy_desk_is_judged_by_the_policy_and_every_step_carried_out) {
    auto one = recorded("policy");
    EXPECT_EQ(one.send("judge"), "refused");
    EXPECT_EQ(one.send("judge", "basis_named"), "accepted");
    one.run({"execute"});
    EXPECT_EQ(one.send("finish"), "refused");
    EXPECT_EQ(one.send("finish", "steps_carried_out"), "accepted");
    EXPECT_EQ(one.where(), "handled");
    one.run({"inform_customer", "call_back"});
    EXPECT_EQ(one.send("close", "opinion_recorded"), "accepted");
    EXPECT_EQ(recorded("web").send("judge", "basis_named"), "refused");
}

// ---- SYS-48

TEST(complaint, by_web_is_answered_suitably_and_compensation_settled) {
    family one("complaint");
    one.send("receive", "flow=web caller=7");
    one.run({"confirm_receipt", "finish"});
    EXPECT_EQ(one.where(), "handled");
    EXPECT_EQ(one.send("inform_customer", "answer_suits"), "refused");
    EXPECT_EQ(one.send("inform_customer", "answer_suits compensation_settled"), "accepted");
    EXPECT_EQ(one.child("callback").value("source"), 3) << "complaint";

    family wish("complaint");
    wish.send("receive", "flow=web suggestion");
    wish.run({"confirm_receipt", "finish"});
    EXPECT_EQ(wish.send("inform_customer", "answer_suits"), "accepted") << "a suggestion is not compensated";
    EXPECT_EQ(wish.child("callback").value("source"), 4) << "suggestion";
}

TEST(complaint, by_web_may_be_recorded_and_go_to_a_department) {
    family one("complaint");
    one.send("receive", "flow=web");
    one.run({"confirm_receipt", "record"});
    one.send("forward", "sheet_written");
    one.run({"start_verifying", "find_general"});
    one.send("return_sheet", "sheet_filled");
    EXPECT_EQ(one.send("inform_customer"), "refused") << "the answer suits, too";
    EXPECT_EQ(one.send("inform_customer", "answer_suits compensation_settled"), "accepted");
}

// ---- unhappy ends

TEST(complaint, whose_result_is_disputed_is_taken_up_again_and_everything_asked_anew) {
    auto one = told();
    one.run({"register_result", "dispute_result"});
    EXPECT_EQ(one.where(), "reopened");
    EXPECT_EQ(one.child("callback").where(), "cancelled");
    EXPECT_EQ(one.send("forward"), "refused");
    one.send("forward", "sheet_written");
    one.run({"start_verifying"});
    one.send("find_serious", "manager_in_charge");
    EXPECT_EQ(one.send("return_sheet"), "refused");
    one.send("return_sheet", "sheet_filled");
    one.run({"inform_customer", "register_result"});
    EXPECT_EQ(one.where(), "callback_due");
    EXPECT_EQ(one.children(), 2U) << "the new result is called back too";
    one.run({"call_back", "dispute_result"});
    EXPECT_EQ(one.where(), "reopened");
}

TEST(complaint, whose_callback_is_cancelled_stays_where_it_was_until_satisfaction_is_known) {
    auto one = told();
    one.run({"register_result"});
    one.send_child("callback", "cancel");
    EXPECT_EQ(one.where(), "registered");
    EXPECT_EQ(one.send("report_statistics", "deputy_told leaders_told"), "refused");
    EXPECT_EQ(one.send("plan_callback"), "accepted");
    EXPECT_EQ(one.where(), "callback_due");
    auto service = recorded("service");
    service.run({"report_up", "inform_customer"});
    service.send_child("callback", "cancel");
    EXPECT_EQ(service.where(), "customer_informed");
    EXPECT_EQ(service.send("close"), "refused");
    service.run({"follow_satisfaction", "close"});
}

TEST(complaint, is_withdrawn_until_its_result_is_told) {
    for (const auto* flow : {"hotline", "service", "written", "postal", "policy", "web"}) {
        auto one = recorded(flow);
        EXPECT_EQ(one.send("withdraw"), "accepted") << flow;
        EXPECT_TRUE(one.ended());
    }
    for (const auto* result : {"find_untrue", "find_general"}) {
        auto one = verified();
        one.run({result});
        if (one.where() == "department_handling") one.send("return_sheet", "sheet_filled");
        EXPECT_EQ(one.send("withdraw"), "accepted") << "the result is there, and nobody told it: " << result;
    }
    auto late = told();
    EXPECT_EQ(late.send("withdraw"), "not_taken");
    late.run({"dispute_result", "withdraw"});
}

TEST(complaint, shows_one_of_three_public_statuses_in_every_state) {
    const auto& d = caseclock::workflow_test::machine("complaint");
    for (const auto& s : d.states()) {
        caseclock::case_record record;
        record.state[0] = *d.state(s.name);
        EXPECT_EQ(d.has_flag(record, "pending") + d.has_flag(record, "processing") + d.has_flag(record, "completed"), 1) << s.name;
    }
}

}  // namespace

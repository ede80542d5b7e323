// SPDX-License-Identifier: Apache-2.0
//
// Every timer of complaints, kept and missed; at its limit it is still kept.
#include "hotline.hpp"

#include "caseclock/workflow/builtin_machines.hpp"

#include <gtest/gtest.h>

namespace {

using namespace caseclock;
using workflow_test::hotline;

rulebook chosen(const chosen_options& options = {}) { return builtin_rulebook("complaints_400", workflows::builtin_machines(), options); }

/// Forgets what was said so far.
hotline quiet(hotline desk) {
    static_cast<void>(desk.verdicts());
    static_cast<void>(desk.told());
    return desk;
}
/// A complaint of that flow, received and recorded at 10:00 on Monday.
hotline recorded(const std::string& flow, const rulebook& book = chosen(), const std::string& brings = {}) {
    hotline desk{book};
    desk.at("10:00").complaint("receive", "flow=" + flow + " priority=regular owner=3 handler=3 caller=7 " + brings);
    desk.complaint("apologise", "empathy_shown");
    const auto receipt = desk.complaint("record", "limit_stated contact_stated time_known people_known event_known name_known serial_known contact_person_known "
                                                  "phone_known letter_registered customer_registered acceptance_known mail_known complainant_known "
                                                  "description_known");
    if (receipt != "accepted") throw std::logic_error("not recorded: " + receipt);
    return quiet(std::move(desk));
}
/// With the department since 10:10.
hotline verifying(const rulebook& book = chosen()) {
    auto desk = recorded("hotline", book);
    desk.at("10:10").complaint("forward", "sheet_written");
    desk.complaint("start_verifying");
    return quiet(std::move(desk));
}
/// The sheet of a general complaint is back since 10:20.
hotline returned(const rulebook& book = chosen()) {
    auto desk = verifying(book);
    desk.complaint("find_general");
    desk.at("10:20").complaint("return_sheet", "sheet_filled");
    return quiet(std::move(desk));
}

// ---- T-14

TEST(complaint_result, is_told_within_a_day_of_the_receipt) {
    auto desk = returned();
    desk.at("10:30").complaint("inform_customer");
    EXPECT_EQ(desk.verdicts(), "complaint_result met, result_promise measured, tell_result met");
    auto on_time = recorded("service");
    on_time.complaint("report_up");
    on_time.at("tue 10:00").complaint("inform_customer", "facts_checked");
    EXPECT_EQ(on_time.verdicts(), "reported_up met, complaint_result met, result_promise measured");
}

TEST(complaint_result, is_missed_after_a_day_and_the_manager_and_the_customer_hear_of_it) {
    for (const auto* flow : {"hotline", "service", "policy", "web"}) {
        auto desk = recorded(flow);
        desk.complaint(flow == std::string("service") ? "report_up" : "forward", "sheet_written");
        static_cast<void>(desk.verdicts());
        static_cast<void>(desk.told());
        desk.at("tue 05:12:01");
        EXPECT_EQ(desk.told(), "05:12:00 remind agent") << flow;
        desk.at("tue 10:00:01");
        EXPECT_EQ(desk.verdicts(), "complaint_result missed") << flow;
        EXPECT_EQ(desk.told(), "10:00:00 tell customer, 10:00:00 tell manager") << flow;
    }
    for (const auto* flow : {"written", "postal"}) {
        auto desk = recorded(flow);
        desk.at("wed 10:00");
        EXPECT_EQ(desk.verdicts().find("complaint_result"), std::string::npos) << flow << " has another limit";
    }
}

TEST(complaint_result, counts_from_when_the_complaint_reached_us) {
    auto desk = recorded("web", chosen(), "received_at=mon_08:00");
    desk.at("tue 08:00:01");
    EXPECT_EQ(desk.verdicts(), "complaint_result missed");
}

TEST(complaint_result, counts_from_the_escalation_where_a_tenant_says_so) {
    auto desk = recorded("service", chosen({{"result_counts_from", "escalation"}}));
    desk.at("10:20").complaint("report_up");
    desk.at("tue 10:20").complaint("inform_customer", "facts_checked");
    EXPECT_EQ(desk.verdicts(), "reported_up met, complaint_result met, result_promise measured");
    auto hotlines = recorded("hotline", chosen({{"result_counts_from", "escalation"}}));
    hotlines.complaint("forward", "sheet_written");
    hotlines.at("tue 10:00:01");
    EXPECT_EQ(hotlines.verdicts(), "forward met, complaint_result missed") << "no other flow escalates";
}

TEST(complaint_result, limit_is_a_tenants) {
    auto desk = recorded("web", chosen({{"complaint_result_limit", "2h"}}));
    desk.at("12:00:01");
    EXPECT_EQ(desk.verdicts(), "complaint_result missed");
}

TEST(complaint_result, that_is_disputed_has_a_day_again) {
    auto desk = returned();
    desk.at("10:30").complaint("inform_customer");
    desk.at("mon 15:00").complaint("dispute_result");
    static_cast<void>(desk.verdicts());
    desk.complaint("forward", "sheet_written");
    desk.at("tue 15:00:01");
    EXPECT_EQ(desk.verdicts(), "forward met, complaint_result missed");
}

TEST(complaint_result, of_a_complaint_that_is_withdrawn_is_nobodys) {
    auto desk = recorded("hotline");
    desk.at("10:05").complaint("withdraw");
    EXPECT_EQ(desk.verdicts(), "complaint_result cancelled, result_promise cancelled, forward cancelled");
    desk.at("wed 10:00");
    EXPECT_EQ(desk.verdicts() + desk.told(), "");
}

// ---- T-15

TEST(result_promise, is_the_date_that_the_agent_named) {
    auto desk = returned();
    desk.complaint("ask_progress", "expected_at=mon_10:25");
    desk.at("10:25:01").complaint("inform_customer");
    EXPECT_EQ(desk.verdicts(), "result_promise missed, complaint_result met, result_promise ended_late, tell_result met");
    EXPECT_EQ(desk.told(), "10:25:00 tell supervisor, 10:25:00 tell customer");
}

TEST(result_promise, runs_again_when_the_result_is_disputed_but_not_to_a_date_that_is_over) {
    const auto disputed = [](const std::string& dispute_time, const std::string& brings = {}) {
        auto desk = returned();
        desk.complaint("ask_progress", "expected_at=mon_12:00");
        desk.at("10:30").complaint("inform_customer");
        desk.at(dispute_time).complaint("dispute_result", brings);
        desk.complaint("forward", "sheet_written");
        return quiet(std::move(desk));
    };
    auto ahead = disputed("11:00");
    ahead.at("12:00:01");
    EXPECT_EQ(ahead.verdicts(), "result_promise missed");
    auto over = disputed("12:00");
    over.at("15:00:01");
    EXPECT_EQ(over.verdicts(), "");
    auto named = disputed("12:00", "expected_at=mon_15:00");
    named.at("15:00:01");
    EXPECT_EQ(named.verdicts(), "result_promise missed");
}

TEST(result_promise, is_so_many_working_days_where_a_tenant_says_how_many) {
    auto desk = recorded("service", chosen({{"result_promise", "2 working days"}, {"complaint_result_limit", "9 days"}}));
    desk.complaint("report_up");
    desk.at("wed 10:00").complaint("inform_customer", "facts_checked");
    EXPECT_EQ(desk.verdicts(), "reported_up met, complaint_result met, result_promise met");
    auto late = recorded("service", chosen({{"result_promise", "2 working days"}, {"complaint_result_limit", "9 days"}}));
    late.complaint("report_up");
    late.at("wed 10:00:01");
    EXPECT_EQ(late.verdicts(), "reported_up met, result_promise missed");
}

// ---- T-59

TEST(forward, promptly_to_the_department) {
    auto desk = recorded("hotline");
    desk.at("10:30").complaint("forward", "sheet_written");
    EXPECT_EQ(desk.verdicts(), "forward met");
    auto late = recorded("hotline");
    late.at("10:30:01").complaint("forward", "sheet_written");
    EXPECT_EQ(late.verdicts(), "forward missed, forward ended_late");
    EXPECT_EQ(late.told(), "10:30:00 tell supervisor, 10:30:01 tell department");
}

TEST(forward, to_another_department_is_a_promise_of_its_own) {
    auto desk = recorded("hotline");
    desk.at("10:20").complaint("forward", "sheet_written");
    desk.at("10:40").complaint("decline_sheet");
    desk.at("11:10:01");
    EXPECT_EQ(desk.verdicts(), "forward met, forward missed");
}

TEST(forward, of_the_web_counts_once_a_sheet_is_written) {
    auto desk = recorded("web");
    desk.complaint("hand_over", "sheet_written handler=4");
    desk.at("10:30:01");
    EXPECT_EQ(desk.verdicts(), "forward missed");
    auto answered = recorded("web");
    answered.complaint("hand_over", "sheet_written handler=4");
    answered.at("10:20").complaint("finish");
    EXPECT_EQ(answered.verdicts(), "forward cancelled");
    auto none = recorded("web");
    none.at("10:30:01");
    EXPECT_EQ(none.verdicts(), "");
}

// ---- T-65

TEST(general_solved, by_the_department_in_half_an_hour) {
    auto desk = verifying();
    desk.complaint("find_general");
    desk.at("10:40").complaint("return_sheet", "sheet_filled");
    EXPECT_EQ(desk.verdicts(), "general_solved met");
    auto late = verifying();
    late.complaint("find_general");
    late.at("10:40:01").complaint("return_sheet", "sheet_filled");
    EXPECT_EQ(late.verdicts(), "general_solved missed, general_solved ended_late");
    EXPECT_EQ(late.told(), "10:40:00 tell department_head");
}

TEST(general_solved, no_longer_counts_when_it_turns_out_serious) {
    auto desk = verifying();
    desk.complaint("find_general");
    desk.at("10:30").complaint("find_serious", "manager_in_charge");
    EXPECT_EQ(desk.verdicts(), "general_solved cancelled");
}

// ---- T-60

TEST(tell_result, promptly_after_the_sheet_is_back_or_the_complaint_was_untrue) {
    auto desk = returned();
    desk.at("10:50").complaint("inform_customer");
    EXPECT_EQ(desk.verdicts(), "complaint_result met, result_promise measured, tell_result met");
    auto late = verifying();
    late.complaint("find_untrue");
    late.at("10:40:01");
    EXPECT_EQ(late.verdicts(), "tell_result missed");
    EXPECT_EQ(late.told(), "10:40:00 tell supervisor");
}

TEST(tell_result, goes_on_while_the_customer_cannot_be_reached) {
    auto desk = returned();
    desk.at("10:30").complaint("miss_customer");
    EXPECT_EQ(desk.told(), "10:30:00 note unreached");
    desk.at("10:50:01");
    EXPECT_EQ(desk.verdicts(), "tell_result missed");
}

TEST(tell_result, waits_for_the_next_sheet_when_this_one_is_rejected) {
    auto desk = returned();
    desk.at("10:30").complaint("reject_sheet");
    EXPECT_EQ(desk.verdicts(), "tell_result cancelled");
    desk.at("10:55").complaint("return_sheet", "sheet_filled");
    desk.at("11:25").complaint("inform_customer");
    EXPECT_EQ(desk.verdicts(), "general_solved met, complaint_result met, result_promise measured, tell_result met");
}

// ---- T-68

TEST(reported_up, a_superior_hears_promptly_of_what_is_serious) {
    auto desk = verifying();
    desk.complaint("find_serious", "manager_in_charge");
    desk.at("10:40").complaint("report_up");
    EXPECT_EQ(desk.verdicts(), "reported_up met");
    auto late = verifying();
    late.complaint("find_serious", "manager_in_charge");
    late.at("10:40:01");
    EXPECT_EQ(late.verdicts(), "reported_up missed");
    EXPECT_EQ(late.told(), "10:10:00 tell department_head, 10:40:00 tell supervisor");
}

TEST(reported_up, what_is_serious_goes_up_again_when_its_result_is_disputed) {
    auto desk = verifying();
    desk.complaint("find_serious", "manager_in_charge");
    desk.complaint("report_up");
    desk.at("10:20").complaint("return_sheet", "sheet_filled");
    desk.complaint("inform_customer");
    desk.complaint("dispute_result");
    desk.complaint("forward", "sheet_written");
    static_cast<void>(desk.verdicts());
    desk.at("10:50:01");
    EXPECT_EQ(desk.verdicts(), "reported_up missed");
}

TEST(reported_up, recorded_as_serious_or_about_the_service_counts_from_the_record) {
    for (const auto* flow : {"web", "service"}) {
        auto desk = recorded(flow, chosen(), flow == std::string("web") ? "serious" : "");
        desk.at("10:30:01");
        EXPECT_EQ(desk.verdicts(), "reported_up missed") << flow;
    }
}

// ---- T-52

TEST(letter_reply, by_the_next_working_day) {
    auto desk = recorded("written");
    desk.complaint("investigate");
    desk.complaint("find_not_ours");
    desk.at("10:20").complaint("inform_customer", "explained");
    EXPECT_EQ(desk.verdicts(), "tell_result met, letter_reply met");
    auto late = recorded("written");
    late.at("tue 10:00:01");
    EXPECT_EQ(late.verdicts(), "letter_reply missed");
    EXPECT_EQ(late.told(), "10:00:00 tell supervisor");
}

TEST(letter_reply, by_the_end_of_that_day_where_a_tenant_says_so) {
    const auto book = chosen({{"letter_reply", "by close of 1 working day"}});
    auto desk = recorded("written", book);
    desk.at("tue 18:00");
    EXPECT_EQ(desk.verdicts(), "");
    desk.at("tue 18:00:01");
    EXPECT_EQ(desk.verdicts(), "letter_reply missed");
}

// ---- T-39

TEST(roll_up, reaches_the_collector_before_the_office_closes) {
    auto desk = recorded("postal");
    desk.at("17:00").complaint("upload");
    desk.complaint("check_form");
    desk.at("18:00").complaint("send_to_collector");
    EXPECT_EQ(desk.verdicts(), "roll_up met");
    EXPECT_EQ(desk.told(), "17:00:00 tell duty_teacher, 17:30:00 remind duty_teacher, 18:00:00 tell collector");
    auto late = recorded("postal");
    late.at("18:00:01");
    EXPECT_EQ(late.verdicts(), "roll_up missed") << "a form that was never uploaded is late too";
    EXPECT_EQ(late.told(), "17:30:00 remind duty_teacher, 18:00:00 tell collector");
}

TEST(roll_up, counts_from_the_upload_where_a_tenant_says_so) {
    const auto book = chosen({{"roll_up_counts_from", "upload"}});
    auto never = recorded("postal", book);
    never.at("tue 10:00");
    EXPECT_EQ(never.verdicts(), "");
    auto desk = recorded("postal", book);
    desk.at("17:00").complaint("upload");
    desk.at("18:00:01");
    EXPECT_EQ(desk.verdicts(), "roll_up missed");
}

// ---- T-13, C-01

TEST(complaint_callback, within_a_day_of_the_result_or_in_the_window_of_the_tenant) {
    const auto told = [](const chosen_options& options = {}) {
        auto desk = recorded("web", chosen(options));
        desk.at("10:20").complaint("finish");
        desk.complaint("inform_customer", "answer_suits compensation_settled");
        return quiet(std::move(desk));
    };
    auto desk = told();
    desk.at("tue 10:20").complaint("call_back");
    EXPECT_EQ(desk.verdicts(), "callback met");
    EXPECT_EQ(desk.where(4), "called_back");
    auto late = told();
    late.at("tue 10:20:01");
    EXPECT_EQ(late.verdicts(), "callback missed");
    auto window = told({{"complaint_callback", "between 24h and 72h"}});
    window.at("mon 20:00").complaint("call_back");
    EXPECT_EQ(window.verdicts(), "callback early");
    auto prompt = told({{"complaint_callback", "within promptly"}});
    prompt.at("10:50:01");
    EXPECT_EQ(prompt.verdicts(), "callback missed");
}

TEST(complaint_callback, of_the_hotline_is_prompt_and_of_a_letter_by_the_next_working_day) {
    auto desk = returned();
    desk.complaint("inform_customer");
    desk.complaint("register_result");
    static_cast<void>(desk.verdicts());
    desk.at("10:50:01");
    EXPECT_EQ(desk.verdicts(), "callback missed");
    auto letter = recorded("written");
    letter.complaint("investigate");
    letter.complaint("find_own_department");
    letter.at("10:20").complaint("return_sheet", "sheet_filled");
    letter.complaint("inform_customer");
    static_cast<void>(letter.verdicts());
    letter.at("tue 10:20");
    EXPECT_EQ(letter.verdicts(), "");
    letter.at("tue 10:20:01");
    EXPECT_EQ(letter.verdicts(), "callback missed");
}

}  // namespace

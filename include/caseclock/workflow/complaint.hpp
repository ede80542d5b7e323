// SPDX-License-Identifier: Apache-2.0
//
// A complaint: from the apology to the archive. One machine for six flows; the attribute `flow` says which.
//
//   received > apologised > recorded                    reopened: the customer disputes the result, it is taken up like a recorded one
//     hotline   > forwarded > verifying > unfounded | department_handling > sheet_returned | managed_handling > sheet_returned
//     written   > investigating > department_handling > sheet_returned | other_department > sheet_returned | not_ours
//     service   > with_supervisor
//     policy    > judged > executing > handled
//     web       > (acknowledged before it) > handled, or forwarded like the hotline's
//     postal    > uploaded > collected > rolled_up
//   at any time: handed over, asked about; while it is worked on: classified, reported up; withdrawn until the result is told
//   then > customer_informed > registered > callback_due > called_back > in_statistics > archived, or closed
//
// The owner follows it the whole way, the handler is whoever the flow says. The sheet travels to the department and back, the register
// is the index. What is hard refuses the event, what is soft notes a lapse; both are defaults that a rulebook changes by the rule's id.
#pragma once

#include "caseclock/workflow/follow_up.hpp"

namespace caseclock::workflows::complaint {

/// Which of the handbooks' flows it takes: a call to the hotline, a bad experience with the service, a letter, the post's daily roll-up,
/// the desk that judges by the service policy, the web channel.
enum class course { hotline, service, written, postal, policy, web };
BOOST_DESCRIBE_ENUM(course, hotline, service, written, postal, policy, web)
/// What it is about: a colleague, or something that was reported before and is not settled.
enum class matter { unclassified, employee, incident };
BOOST_DESCRIBE_ENUM(matter, unclassified, employee, incident)
/// What came out: of verifying, and of finding out whose it is.
enum class judgement { open, untrue, general, serious, own_department, other_department, not_ours };
BOOST_DESCRIBE_ENUM(judgement, open, untrue, general, serious, own_department, other_department, not_ours)

// caller: the customer; employee: the colleague concerned; received_at: when it reached us; expected_at: when the result was promised for
enum class attribute { flow, concern, finding, priority, owner, handler, caller, employee, received_at, expected_at };
BOOST_DESCRIBE_ENUM(attribute, flow, concern, finding, priority, owner, handler, caller, employee, received_at, expected_at)

enum class fact {
    apology_said, empathy_shown, blame_shifted, limit_stated, contact_stated,                                      // what was said first
    time_known, people_known, event_known,                                                                         // the details
    name_known, serial_known, contact_person_known, phone_known,                                                   // of the hotline
    letter_registered, customer_registered,                                                                        // of letters, of the policy desk
    acceptance_known, mail_known, complainant_known, description_known, checked_by_teacher,                        // of the post
    complained_before, names_employee,                                                                             // who and what
    sheet_written, sheet_filled, sheet_back,                                                                       // the sheet that travels
    serious, not_solvable_at_once, manager_in_charge, superior_informed,                                           // how grave
    department_told, basis_named, steps_carried_out, facts_checked, staff_trained,                                 // the work
    suggestion, answer_suits, compensation_settled,                                                                // of the web
    customer_called, unreached, explained, result_told, result_registered,                                                      // the result
    callback_planned, callback_made, opinion_recorded, satisfaction_followed,                                      // afterwards
    deputy_told, leaders_told, counted, material_filed                                                             // statistics and archive
};
BOOST_DESCRIBE_ENUM(fact, apology_said, empathy_shown, blame_shifted, limit_stated, contact_stated, time_known, people_known, event_known, name_known,
                    serial_known, contact_person_known, phone_known, letter_registered, customer_registered, acceptance_known, mail_known,
                    complainant_known, description_known, checked_by_teacher, complained_before, names_employee, sheet_written, sheet_filled,
                    sheet_back, serious, not_solvable_at_once, manager_in_charge, superior_informed, department_told, basis_named,
                    steps_carried_out, facts_checked, staff_trained, suggestion, answer_suits, compensation_settled, customer_called, unreached,
                    explained, result_told, result_registered, callback_planned, callback_made, opinion_recorded, satisfaction_followed, deputy_told,
                    leaders_told, counted, material_filed)
using enum attribute;
using enum fact;

// Attributes and facts that an event brings along are written beside it.
namespace event {
// clang-format off
struct receive { };               BOOST_DESCRIBE_STRUCT(receive, (), ())               // flow, priority, owner, caller, received_at, suggestion
struct apologise { };             BOOST_DESCRIBE_STRUCT(apologise, (), ())             // empathy_shown
struct confirm_receipt { };       BOOST_DESCRIBE_STRUCT(confirm_receipt, (), ())       // apology_said
struct classify { };              BOOST_DESCRIBE_STRUCT(classify, (), ())              // complained_before, names_employee, employee
struct record { };                BOOST_DESCRIBE_STRUCT(record, (), ())                // what its form asks for, expected_at, serious
struct hand_over { };             BOOST_DESCRIBE_STRUCT(hand_over, (), ())             // handler
struct report_up { };             BOOST_DESCRIBE_STRUCT(report_up, (), ())             // handler
struct ask_progress { };          BOOST_DESCRIBE_STRUCT(ask_progress, (), ())
struct withdraw { };              BOOST_DESCRIBE_STRUCT(withdraw, (), ())
struct forward { };               BOOST_DESCRIBE_STRUCT(forward, (), ())               // handler, sheet_written
struct decline_sheet { };         BOOST_DESCRIBE_STRUCT(decline_sheet, (), ())
struct start_verifying { };       BOOST_DESCRIBE_STRUCT(start_verifying, (), ())
struct find_untrue { };           BOOST_DESCRIBE_STRUCT(find_untrue, (), ())
struct find_general { };          BOOST_DESCRIBE_STRUCT(find_general, (), ())
struct find_serious { };          BOOST_DESCRIBE_STRUCT(find_serious, (), ())          // manager_in_charge
struct return_sheet { };          BOOST_DESCRIBE_STRUCT(return_sheet, (), ())          // sheet_filled
struct reject_sheet { };          BOOST_DESCRIBE_STRUCT(reject_sheet, (), ())
struct investigate { };           BOOST_DESCRIBE_STRUCT(investigate, (), ())
struct find_own_department { };   BOOST_DESCRIBE_STRUCT(find_own_department, (), ())
struct find_other_department { }; BOOST_DESCRIBE_STRUCT(find_other_department, (), ()) // department_told
struct find_not_ours { };         BOOST_DESCRIBE_STRUCT(find_not_ours, (), ())
struct judge { };                 BOOST_DESCRIBE_STRUCT(judge, (), ())                 // basis_named
struct execute { };               BOOST_DESCRIBE_STRUCT(execute, (), ())
struct finish { };                BOOST_DESCRIBE_STRUCT(finish, (), ())                // steps_carried_out
struct upload { };                BOOST_DESCRIBE_STRUCT(upload, (), ())
struct send_back_form { };        BOOST_DESCRIBE_STRUCT(send_back_form, (), ())
struct check_form { };            BOOST_DESCRIBE_STRUCT(check_form, (), ())
struct send_to_collector { };     BOOST_DESCRIBE_STRUCT(send_to_collector, (), ())
struct miss_customer { };         BOOST_DESCRIBE_STRUCT(miss_customer, (), ())
struct inform_customer { };       BOOST_DESCRIBE_STRUCT(inform_customer, (), ())       // customer_called, explained, answer_suits, ...
struct register_result { };       BOOST_DESCRIBE_STRUCT(register_result, (), ())
struct plan_callback { };         BOOST_DESCRIBE_STRUCT(plan_callback, (), ())
struct call_back { };             BOOST_DESCRIBE_STRUCT(call_back, (), ())
struct follow_satisfaction { };   BOOST_DESCRIBE_STRUCT(follow_satisfaction, (), ())   // opinion_recorded
struct dispute_result { };        BOOST_DESCRIBE_STRUCT(dispute_result, (), ())
struct report_statistics { };     BOOST_DESCRIBE_STRUCT(report_statistics, (), ())     // deputy_told, leaders_told
struct archive { };               BOOST_DESCRIBE_STRUCT(archive, (), ())               // material_filed
struct close { };                 BOOST_DESCRIBE_STRUCT(close, (), ())
struct callback_done { using origin = child_entered<"callback", "done">; };           BOOST_DESCRIBE_STRUCT(callback_done, (), ())
struct callback_unreachable { using origin = child_entered<"callback", "unreachable">; }; BOOST_DESCRIBE_STRUCT(callback_unreachable, (), ())
struct callback_cancelled { using origin = child_entered<"callback", "cancelled">; }; BOOST_DESCRIBE_STRUCT(callback_cancelled, (), ())
// clang-format on
}  // namespace event

enum class cue { empathy, promise, checking, explanation, result, progress, satisfaction };
BOOST_DESCRIBE_ENUM(cue, empathy, promise, checking, explanation, result, progress, satisfaction)
enum class note { unreached };
BOOST_DESCRIBE_ENUM(note, unreached)
/// Whom the handbooks name: who gets the sheet, who leads a serious case, who gets what was uploaded, who gets the statistics.
enum class role { department, department_head, supervisor, duty_teacher, collector, deputy_gm, leaders };
BOOST_DESCRIBE_ENUM(role, department, department_head, supervisor, duty_teacher, collector, deputy_gm, leaders)

// ---- what is asked
inline bool flow_known(step& now) { return now[flow].is_set(); }
inline bool came_by_call(step& now) { return now[flow] == course::hotline; }
/// The employee concerned never handles it.
inline bool handler_not_concerned(step& now) { return !now[employee].is_set() || now[handler].value() != now[employee].value(); }
inline bool responsibility_taken(step& now) { return !now.has(blame_shifted); }
inline bool solvable_at_once(step& now) { return !now.has(serious) && !now.has(not_solvable_at_once); }
inline bool called_or_tried(step& now) { return now.has(customer_called) || now.has(unreached); }
inline bool compensation_considered(step& now) { return now.has(compensation_settled) || now.has(suggestion); }
/// Letters: only what one's own department handled is called back.
inline bool result_is_ours(step& now) { return now[flow] != course::written || now[finding] == judgement::own_department; }
/// The hotline calls back from the register.
inline bool called_back_from_here(step& now) { return now[flow] != course::hotline && result_is_ours(now); }
inline bool satisfaction_known(step& now) { return now.has(satisfaction_followed) || !result_is_ours(now); }
inline bool counted_first(step& now) { return now[flow] != course::hotline || now.has(counted); }
inline bool staff_trained_where_due(step& now) { return now[flow] != course::service || now[concern] != matter::employee || now.has(staff_trained); }

// ---- what happens
inline void say_sorry(step& now) { now.cue(cue::empathy); }
inline void promise_result(step& now) { now.cue(cue::promise); }
inline void say_it_is_checked(step& now) { now.cue(cue::checking); }
inline void say_why_not(step& now) { now.cue(cue::explanation); }
inline void say_result(step& now) { now.cue(cue::result); }
inline void say_progress(step& now) { now.cue(cue::progress); }
inline void note_unreached(step& now) {
    now.set(unreached);
    now.note(note::unreached);
}
inline void tell_department(step& now) { now.tell(role::department); }
inline void tell_head(step& now) { now.tell(role::department_head); }
inline void tell_supervisor(step& now) { now.tell(role::supervisor); }
inline void tell_teacher(step& now) { now.tell(role::duty_teacher); }
inline void tell_collector(step& now) { now.tell(role::collector); }
inline void tell_leaders(step& now) {
    now.tell(role::deputy_gm);
    now.tell(role::leaders);
}
inline void found_untrue(step& now) { now[finding] = judgement::untrue; }
inline void found_general(step& now) { now[finding] = judgement::general; }
inline void found_own(step& now) { now[finding] = judgement::own_department; }
inline void found_others(step& now) { now[finding] = judgement::other_department; }
inline void found_not_ours(step& now) { now[finding] = judgement::not_ours; }
inline void found_serious(step& now) {
    now.set(serious);
    now[finding] = judgement::serious;
}
/// What was reported before and is not settled is an incident, and at least of high priority; else a complaint that names a colleague
/// is about that colleague, and the supervisor hears of it.
inline void set_concern(step& now) {
    if (now.has(complained_before)) {
        now[concern] = matter::incident;
        if (now[priority].value_or(0) < static_cast<std::int64_t>(level::high)) now[priority] = level::high;
    } else if (now.has(names_employee)) {
        now[concern] = matter::employee;
        now.tell(role::supervisor);
    }
}
/// The hotline calls back from its register, letters have a time of their own, any other complaint that is solved has the limit of SYS-49's table.
inline follow_up::reason callback_reason(step& now) {
    if (now.has(suggestion)) return follow_up::reason::suggestion;
    if (now[flow] == course::hotline) return follow_up::reason::registered_complaint;
    if (now[flow] == course::written) return follow_up::reason::written_complaint;
    return follow_up::reason::complaint;
}
inline void open_callback(step& now) {
    now.set(callback_planned);
    follow_up::open_callback<priority, owner, caller>(now, callback_reason(now));
}
inline void connect_callback(step& now) {
    now.cue(cue::satisfaction);
    follow_up::connect_callback(now);
}
inline void note_told(step& now) { now.set(result_told); }
inline void note_called_back(step& now) { sets<callback_made, satisfaction_followed>(now); }
using follow_up::cancel_callback;
/// A date that is over promised the result that is disputed; one still ahead, or named with the dispute, holds.
inline void drop_past_date(step& now) {
    if (now[expected_at].is_set() && now[expected_at].value() <= static_cast<std::int64_t>(now.at().time_since_epoch().count())) now[expected_at].unset();
}
inline void reopen_uncalled(step& now) {
    drop_past_date(now);
    cancel_callback(now);
}
inline void count_and_cancel(step& now) {
    now.set(counted);
    cancel_callback(now);
}

// ---- states, each with the status that forms show
struct at_department {};   // a flag: the sheet lies with the department
struct result_to_tell {};  // a flag: there is a result, and the customer does not know it
template <class Status, class In = enter<>> using showing = state<In, leave<>, flags<Status>>;
template <class In = enter<>> using away = state<In, leave<>, flags<at_department, status::processing>>;
template <class In = enter<>> using telling = state<In, leave<>, flags<result_to_tell, status::processing>>;

struct received            : showing<status::pending> {};
struct acknowledged        : showing<status::pending> {};
struct apologised          : showing<status::pending, enter<say_sorry>> {};
struct recorded            : showing<status::processing> {};
struct reopened            : showing<status::processing, enter<say_sorry>> {};
struct forwarded           : away<enter<tell_department>> {};
struct verifying           : away<> {};
struct department_handling : away<> {};
struct managed_handling    : away<enter<tell_head>> {};
struct other_department    : away<> {};
struct investigating       : showing<status::processing> {};
struct with_supervisor     : showing<status::processing, enter<say_it_is_checked, tell_supervisor>> {};
struct judged              : showing<status::processing> {};
struct executing           : showing<status::processing> {};
struct uploaded            : showing<status::processing, enter<tell_teacher>> {};
struct collected           : showing<status::processing> {};
struct unfounded           : telling<enter<say_why_not>> {};
struct not_ours            : telling<enter<say_why_not>> {};
struct handled             : telling<enter<say_result>> {};
struct sheet_returned      : telling<enter<say_result>> {};
struct customer_informed   : showing<status::completed, enter<note_told>> {};
struct registered          : showing<status::completed> {};
struct callback_due        : showing<status::completed> {};
struct called_back         : showing<status::completed> {};
struct in_statistics       : showing<status::completed, enter<tell_leaders>> {};
struct archived            : final_state<enter<>, flags<status::completed>> {};
struct closed              : final_state<enter<>, flags<status::completed>> {};
struct rolled_up           : final_state<enter<tell_collector>, flags<status::completed>> {};
struct withdrawn           : final_state<enter<>, flags<status::completed>> {};

using first_contact = group<received, apologised>;
using taken_up = group<recorded, reopened>;
using web_open = group<acknowledged, recorded, reopened>;
using may_be_serious = group<verifying, department_handling>;
using in_department = group<department_handling, managed_handling>;
using result_there = group<handled, sheet_returned>;
using with_result = groups<result_there, group<unfounded, not_ours>>;
using to_tell = groups<with_result, group<with_supervisor>>;
using at_work = groups<taken_up, in_department, group<forwarded, verifying, other_department, investigating, with_supervisor, judged, executing>>;
using in_hand = groups<at_work, with_result>;
using untold = groups<first_contact, group<acknowledged, uploaded, collected>, in_hand>;
using classifiable = groups<first_contact, taken_up, group<acknowledged, verifying, investigating, with_supervisor>>;
using told = group<customer_informed, registered, called_back>;
using uncalled = group<customer_informed, registered>;
using not_ended = groups<untold, told, group<callback_due, in_statistics>>;

// ---- what rows ask for: `needs` refuses, `ought` notes a lapse
struct has_flow            : all<needs<flow_known, rule<"C-16">{}>, ought<came_by_call, rule<"C-19">{}>> {};
struct is_not_concerned    : needs<handler_not_concerned, rule<"SYS-44">{}> {};
struct stands_by_customer  : ought<empathy_shown, responsibility_taken, limit_stated, contact_stated, rule<"G-11">{}> {};
struct apologises_first    : all<ought<apology_said, rule<"G-90">{}>, stands_by_customer> {};
struct details_known       : ought<time_known, people_known, event_known, rule<"G-90", "F-07">{}> {};
struct caller_known        : needs<name_known, serial_known, contact_person_known, phone_known, rule<"G-91">{}> {};
struct post_form_complete  : needs<acceptance_known, mail_known, complainant_known, description_known, rule<"G-86", "F-22">{}> {};
struct hotline_record      : all<is<flow, course::hotline>, apologises_first, caller_known> {};
struct service_record      : all<is<flow, course::service>, apologises_first, details_known> {};
struct written_record      : all<is<flow, course::written>, needs<letter_registered, rule<"F-15">{}>> {};
struct postal_record       : all<is<flow, course::postal>, post_form_complete> {};
struct policy_record       : all<is<flow, course::policy>, apologises_first, needs<customer_registered, rule<"F-30">{}>> {};
struct by_web              : all<is<flow, course::web>, rule<"SYS-48">> {};
struct ready_to_forward    : all<is<flow, course::hotline, course::web>, needs<sheet_written, rule<"F-10", "C-18">{}>, is_not_concerned> {};
struct goes_to_supervisor  : all<is<flow, course::service>, is_not_concerned> {};
struct is_general          : needs<solvable_at_once, rule<"G-83">{}> {};
struct is_serious          : needs<manager_in_charge, rule<"G-83">{}> {};
struct tells_department    : needs<department_told, rule<"G-53">{}> {};
struct has_sheet           : needs<sheet_filled, rule<"F-10">{}> {};
struct was_handled_below   : is<finding, judgement::general, judgement::own_department> {};
struct was_passed_on       : is<finding, judgement::other_department> {};
struct sheet_first         : needs<sheet_back, rule<"G-84">{}> {};
struct judges_by_policy    : all<is<flow, course::policy>, needs<basis_named, rule<"G-97">{}>> {};
struct steps_done          : needs<steps_carried_out, rule<"SYS-47">{}> {};
struct teacher_checked     : needs<checked_by_teacher, rule<"G-87">{}> {};
struct explains_untrue     : needs<called_or_tried, explained, rule<"G-82">{}> {};
struct explains_not_ours   : needs<explained, rule<"G-53">{}> {};
struct checked_facts       : ought<facts_checked, rule<"SYS-43">{}> {};
struct not_by_web          : not_<is<flow, course::web>> {};
struct answers_suitably    : all<is<flow, course::web>, needs<answer_suits, compensation_considered, rule<"SYS-48">{}>> {};
struct not_yet_planned     : all<lacks<callback_planned, satisfaction_followed>, rule<"G-15", "C-01", "T-13">> {};
struct plans_from_here     : all<not_yet_planned, when<called_back_from_here>> {};
struct followed_up         : all<needs<satisfaction_known, rule<"G-30">{}>, ought<staff_trained_where_due, rule<"SYS-43">{}>> {};
struct opinion_known       : ought<opinion_recorded, rule<"F-12">{}> {};
struct statistics_complete : all<needs<result_registered, rule<"F-11", "C-18">{}>, needs<deputy_told, leaders_told, rule<"G-98", "G-85", "K-09">{}>> {};
struct ends_in_statistics  : all<followed_up, opinion_known, statistics_complete> {};
struct skips_callback      : all<is<finding, judgement::untrue>, needs<callback_made, rule<"C-44">{}>, statistics_complete> {};
struct closes_followed_up  : all<followed_up, opinion_known, needs<counted_first, rule<"G-85">{}>> {};
struct filed_away          : needs<material_filed, rule<"G-85">{}> {};

struct lifecycle : workflow<lifecycle> {
    static constexpr std::string_view name = "complaint";
    using facts = facts_of<fact,
        lasts<apology_said,          rule<"G-90">>,
        lasts<facts_checked,         until<event::dispute_result>>,
        lasts<superior_informed,     until<event::dispute_result>, rule<"T-68">>,
        lasts<sheet_written,         until<event::decline_sheet, event::dispute_result>>,
        lasts<sheet_filled,          until<event::reject_sheet, event::dispute_result>>,
        lasts<sheet_back,            until<event::reject_sheet, event::dispute_result>>,
        lasts<department_told,       until<event::dispute_result>>,
        lasts<basis_named,           until<event::dispute_result>>,
        lasts<steps_carried_out,     until<event::dispute_result>>,
        lasts<answer_suits,          until<event::dispute_result>>,
        lasts<compensation_settled,  until<event::dispute_result>>,
        lasts<checked_by_teacher,    until<event::send_back_form>>,
        lasts<customer_called,       until<event::dispute_result>>,
        lasts<unreached,             until<event::dispute_result>>,
        lasts<explained,             until<event::dispute_result>>,
        lasts<result_told,           until<event::dispute_result>>,
        lasts<result_registered,     until<event::dispute_result>>,
        lasts<callback_planned,      until<event::dispute_result>>,
        lasts<callback_made,         until<event::dispute_result>>,
        lasts<opinion_recorded,      until<event::dispute_result>>,
        lasts<satisfaction_followed, until<event::dispute_result>>>;
    using attributes = attributes_of<attribute,
        enumerated<flow, course, rule<"C-19">>,
        enumerated<concern, matter, rule<"SYS-44">>,
        enumerated<finding, judgement>,
        enumerated<priority, level, rule<"SYS-44">>,
        named<owner, rule<"C-16", "C-43">>,
        named<handler, rule<"C-16", "C-43">>,
        named<caller>,
        named<employee, rule<"SYS-44">>,
        dated<received_at, rule<"T-14", "C-50">>,
        dated<expected_at, rule<"T-15">>>;
    using cues = complaint::cue;
    using notes = complaint::note;
    using roles = complaint::role;
    using rules = rule<"SYS-42", "SYS-43", "SYS-44", "SYS-45", "SYS-46", "SYS-47", "SYS-48">;
    using initial_state = received;

    // clang-format off
    using transition_table = table<
        //    from                 event                          to                   does                                if, needs, ought

        // ---- the first contact
        Row < received,            event::receive,                none,                none,                               all<has_flow, is_not_concerned> >,
        Row < received,            event::apologise,              apologised,          does<sets<apology_said>>,           none >,
        Row < received,            event::confirm_receipt,        acknowledged,        none,                               by_web >,

        // ---- recorded, each flow on its own form
        Each< first_contact,       event::record,                 recorded,            does<promise_result>,               hotline_record >,
        Each< first_contact,       event::record,                 recorded,            does<promise_result>,               service_record >,
        Each< first_contact,       event::record,                 recorded,            none,                               written_record >,
        Each< first_contact,       event::record,                 recorded,            none,                               postal_record >,
        Each< first_contact,       event::record,                 recorded,            does<promise_result>,               policy_record >,
        Each< first_contact,       event::record,                 recorded,            does<promise_result>,               by_web >,
        Row < acknowledged,        event::record,                 recorded,            does<promise_result>,               by_web >,

        // ---- at any time: who has it, and how it stands; before the result is told: what it is
        Each< classifiable,        event::classify,               none,                does<set_concern>,                  is_not_concerned >,
        Each< not_ended,           event::hand_over,              none,                none,                               all<is_not_concerned, rule<"C-43">> >,
        Each< in_hand,             event::report_up,              none,                does<sets<superior_informed>>,      all<is_not_concerned, rule<"T-68">> >,
        Each< not_ended,           event::ask_progress,           none,                does<say_progress>,                 rule<"G-92"> >,
        Each< untold,              event::withdraw,               withdrawn,           none,                               none >,

        // ---- hotline: the department verifies, handles and returns the sheet
        Each< taken_up,            event::forward,                forwarded,           none,                               ready_to_forward >,
        Row < forwarded,           event::decline_sheet,          recorded,            none,                               none >,
        Row < forwarded,           event::start_verifying,        verifying,           none,                               none >,
        Row < verifying,           event::find_untrue,            unfounded,           does<found_untrue>,                 rule<"G-82"> >,
        Row < verifying,           event::find_general,           department_handling, does<found_general>,                is_general >,
        Each< may_be_serious,      event::find_serious,           managed_handling,    does<found_serious>,                is_serious >,
        Each< in_department,       event::return_sheet,           sheet_returned,      does<sets<sheet_back>>,             has_sheet >,
        Each< in_department,       event::inform_customer,        customer_informed,   none,                               sheet_first >,
        Row < sheet_returned,      event::reject_sheet,           managed_handling,    none,                               none >,
        Row < sheet_returned,      event::reject_sheet,           department_handling, none,                               was_handled_below >,
        Row < sheet_returned,      event::reject_sheet,           other_department,    none,                               was_passed_on >,

        // ---- written: whose is it?
        Each< taken_up,            event::investigate,            investigating,       none,                               is<flow, course::written> >,
        Row < investigating,       event::find_own_department,    department_handling, does<found_own>,                    rule<"G-53"> >,
        Row < investigating,       event::find_other_department,  other_department,    does<found_others>,                 tells_department >,
        Row < investigating,       event::find_not_ours,          not_ours,            does<found_not_ours>,               rule<"G-53"> >,
        Row < other_department,    event::return_sheet,           sheet_returned,      does<sets<sheet_back>>,             has_sheet >,

        // ---- service, policy, web, post
        Each< taken_up,            event::report_up,              with_supervisor,     does<sets<superior_informed>>,      goes_to_supervisor >,
        Each< taken_up,            event::judge,                  judged,              none,                               judges_by_policy >,
        Row < judged,              event::execute,                executing,           none,                               none >,
        Row < executing,           event::finish,                 handled,             none,                               steps_done >,
        Each< web_open,            event::finish,                 handled,             none,                               by_web >,
        Row < recorded,            event::upload,                 uploaded,            none,                               is<flow, course::postal> >,
        Row < uploaded,            event::send_back_form,         recorded,            none,                               none >,
        Row < uploaded,            event::check_form,             collected,           does<sets<checked_by_teacher>>,     rule<"G-87"> >,
        Row < uploaded,            event::send_to_collector,      rolled_up,           none,                               teacher_checked >,
        Row < collected,           event::send_to_collector,      rolled_up,           none,                               teacher_checked >,

        // ---- the customer hears the result
        Each< to_tell,             event::miss_customer,          none,                does<note_unreached>,               none >,
        Row < unfounded,           event::inform_customer,        customer_informed,   none,                               explains_untrue >,
        Row < not_ours,            event::inform_customer,        customer_informed,   none,                               explains_not_ours >,
        Row < with_supervisor,     event::inform_customer,        customer_informed,   none,                               checked_facts >,
        Each< result_there,        event::inform_customer,        customer_informed,   none,                               all<not_by_web, rule<"T-60">> >,
        Each< result_there,        event::inform_customer,        customer_informed,   none,                               answers_suitably >,

        // ---- the register, and the callback from it
        Row < customer_informed,   event::register_result,        none,                does<sets<result_registered>>,      rule<"F-11"> >,
        Row < customer_informed,   event::register_result,        registered,          does<sets<result_registered>>,      is<flow, course::hotline> >,
        Row < callback_due,        event::register_result,        none,                does<sets<result_registered>>,      rule<"F-11"> >,
        Row < called_back,         event::register_result,        none,                does<sets<result_registered>>,      rule<"F-11"> >,
        Row < customer_informed,   none,                          callback_due,        does<open_callback>,                plans_from_here >,
        Row < registered,          none,                          callback_due,        does<open_callback>,                not_yet_planned >,
        Each< uncalled,            event::plan_callback,          callback_due,        does<open_callback>,                rule<"SYS-49"> >,
        Row < callback_due,        event::call_back,              none,                does<connect_callback>,             none >,
        Row < callback_due,        event::callback_done,          called_back,         does<note_called_back>,             none >,
        Row < callback_due,        event::callback_cancelled,     customer_informed,   none,                               none >,
        Row < callback_due,        event::callback_cancelled,     registered,          none,                               has<result_registered> >,
        Row < callback_due,        event::callback_unreachable,   customer_informed,   none,                               rule<"C-45"> >,
        Row < callback_due,        event::callback_unreachable,   registered,          none,                               all<has<result_registered>, rule<"C-45">> >,
        Each< told,                event::follow_satisfaction,    none,                does<sets<satisfaction_followed>>,  rule<"G-30"> >,

        // ---- disputed, or done
        Each< told,                event::dispute_result,         reopened,            does<drop_past_date>,               none >,
        Row < callback_due,        event::dispute_result,         reopened,            does<reopen_uncalled>,              none >,
        Each< told,                event::report_statistics,      in_statistics,       does<sets<counted>>,                ends_in_statistics >,
        Row < callback_due,        event::report_statistics,      in_statistics,       does<count_and_cancel>,             skips_callback >,
        Row < in_statistics,       event::archive,                archived,            none,                               filed_away >,
        Row < in_statistics,       event::close,                  archived,            none,                               filed_away >,
        Each< told,                event::close,                  closed,              none,                               closes_followed_up >
    >;
    // clang-format on
};

}  // namespace caseclock::workflows::complaint

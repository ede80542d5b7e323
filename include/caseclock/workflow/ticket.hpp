// SPDX-License-Identifier: Apache-2.0
//
// A ticket: from the record of a wish to the customer's word that it is settled, and the callback after that.
//
//   opened > triaged > in_progress > executing > confirming > completed > callback_due > called_back > archived
//                      |    ^ ^          |           |             `---------- reopened <-------'
//                      |    | `----------'           |
//                      |    waiting_customer         |
//                      `------> escalated <----------'
//
// It opens cases of its own: an escalation, which the specialist ends; requests to departments, without whose results it is not closed;
// promises; the callback. The owner answers to the customer and stays; the handler moves. What is hard refuses the event, what is soft
// notes a lapse; both are defaults that a rulebook changes by the rule's id.
#pragma once

#include "caseclock/workflow/department_request.hpp"
#include "caseclock/workflow/escalation.hpp"
#include "caseclock/workflow/follow_up.hpp"
#include "caseclock/workflow/promise.hpp"

namespace caseclock::workflows::ticket {

// received_at: when the wish reached us; promised: how long the fix takes, as told; expected_completion: the date on the record
enum class attribute { type, priority, owner, handler, caller, received_at, promised, expected_completion };
BOOST_DESCRIBE_ENUM(attribute, type, priority, owner, handler, caller, received_at, promised, expected_completion)

enum class fact {
    agent_identified, answered_by_machine, first_response_given, reply_owed,                  // replies; owed: the customer spoke last
    beyond_authority, unsolvable_on_the_spot, customer_agrees, handover_written, steps_guided,  // escalation
    answer_checked, solution_explained, time_stated, steps_logged, notice_sent,                 // the work
    customer_confirmed, reason_explained, new_plan, higher_handler_told,                        // its end
    callback_planned, passed_on, department_outstanding                                         // others at work
};
BOOST_DESCRIBE_ENUM(fact, agent_identified, answered_by_machine, first_response_given, reply_owed, beyond_authority, unsolvable_on_the_spot,
                    customer_agrees, handover_written, steps_guided, answer_checked, solution_explained, time_stated, steps_logged, notice_sent,
                    customer_confirmed, reason_explained, new_plan, higher_handler_told, callback_planned, passed_on, department_outstanding)
using enum attribute;
using enum fact;

// Attributes and facts that an event brings along are written beside it.
namespace event {
// clang-format off
struct record { };               BOOST_DESCRIBE_STRUCT(record, (), ())              // type, priority, owner, caller, received_at
struct set_priority { };         BOOST_DESCRIBE_STRUCT(set_priority, (), ())        // priority
struct reply { };                BOOST_DESCRIBE_STRUCT(reply, (), ())               // agent_identified, answered_by_machine
struct ask_progress { };         BOOST_DESCRIBE_STRUCT(ask_progress, (), ())
struct start_work { };           BOOST_DESCRIBE_STRUCT(start_work, (), ())          // handler
struct hand_over { };            BOOST_DESCRIBE_STRUCT(hand_over, (), ())           // handler
struct ask_for_details { };      BOOST_DESCRIBE_STRUCT(ask_for_details, (), ())
struct customer_answers { };     BOOST_DESCRIBE_STRUCT(customer_answers, (), ())
struct escalate { };             BOOST_DESCRIBE_STRUCT(escalate, (), ())            // handler, and what was agreed and written
struct contact_by_specialist { };BOOST_DESCRIBE_STRUCT(contact_by_specialist, (), ())
struct ask_department { };       BOOST_DESCRIBE_STRUCT(ask_department, (), ())      // handler: the department; expected_completion
struct promise { };              BOOST_DESCRIBE_STRUCT(promise, (), ())             // promised
struct explain_solution { };     BOOST_DESCRIBE_STRUCT(explain_solution, (), ())    // promised, time_stated, answer_checked
struct execute { };              BOOST_DESCRIBE_STRUCT(execute, (), ())
struct log_step { };             BOOST_DESCRIBE_STRUCT(log_step, (), ())
struct finish_execution { };     BOOST_DESCRIBE_STRUCT(finish_execution, (), ())
struct ask_customer { };         BOOST_DESCRIBE_STRUCT(ask_customer, (), ())
struct customer_confirms { };    BOOST_DESCRIBE_STRUCT(customer_confirms, (), ())
struct report_unsolved { };      BOOST_DESCRIBE_STRUCT(report_unsolved, (), ())     // reason_explained, new_plan, higher_handler_told
struct complete { };             BOOST_DESCRIBE_STRUCT(complete, (), ())            // customer_confirmed
struct send_notice { };          BOOST_DESCRIBE_STRUCT(send_notice, (), ())
struct call_back { };            BOOST_DESCRIBE_STRUCT(call_back, (), ())
struct reopen { };               BOOST_DESCRIBE_STRUCT(reopen, (), ())
struct archive { };              BOOST_DESCRIBE_STRUCT(archive, (), ())
using department_request::event::department_still_out;
struct callback_done { using origin = child_entered<"callback", "done">; };                         BOOST_DESCRIBE_STRUCT(callback_done, (), ())
struct callback_cancelled { using origin = child_entered<"callback", "cancelled">; };               BOOST_DESCRIBE_STRUCT(callback_cancelled, (), ())
struct callback_unreachable { using origin = child_entered<"callback", "unreachable">; };           BOOST_DESCRIBE_STRUCT(callback_unreachable, (), ())
struct specialist_contacted { using origin = child_entered<"escalation", "in_contact">; };          BOOST_DESCRIBE_STRUCT(specialist_contacted, (), ())
struct specialist_solved { using origin = child_entered<"escalation", "solved">; };                 BOOST_DESCRIBE_STRUCT(specialist_solved, (), ())
struct specialist_gave_back { using origin = child_entered<"escalation", "returned">; };            BOOST_DESCRIBE_STRUCT(specialist_gave_back, (), ())
struct department_answered { using origin = child_entered<"department_request", "answered">; };     BOOST_DESCRIBE_STRUCT(department_answered, (), ())
struct request_withdrawn { using origin = child_entered<"department_request", "withdrawn">; };      BOOST_DESCRIBE_STRUCT(request_withdrawn, (), ())
// clang-format on
}  // namespace event

enum class cue { first_response, progress, solution, does_it_work };
BOOST_DESCRIBE_ENUM(cue, first_response, progress, solution, does_it_work)

// ---- what is asked
inline bool type_known(step& now) { return now[type].is_set() && now[type] != topic::unclassified; }
inline constexpr priority_is_known<priority> priority_known{};
inline bool answered_by_a_person(step& now) { return !now.has(answered_by_machine); }
inline constexpr is_out_of_reach<beyond_authority, unsolvable_on_the_spot> out_of_reach{};
/// Questions about packages, bills and rules are answered, not passed on.
inline bool type_may_be_escalated(step& now) { return now[type] != topic::business_consult; }
inline bool steps_guided_first(step& now) { return now[type] != topic::operation_fault || now.has(steps_guided); }
inline bool consult_answer_checked(step& now) { return now[type] != topic::business_consult || now.has(answer_checked); }

inline bool no_department_outstanding(step& now) { return !now.has(department_outstanding); }
inline bool department_named(step& now) { return now[handler].is_set(); }
inline constexpr length_is_named<promised> length_named{};

// ---- what happens
inline void greet_by_name(step& now) { now.cue(cue::first_response); }
inline void ask_whether_it_works(step& now) { now.cue(cue::does_it_work); }
inline void tell_progress(step& now) { now.cue(cue::progress); }
inline void explain(step& now) {
    now.set(solution_explained);
    now.cue(cue::solution);
}
inline void plan_callback(step& now) {
    now.set(callback_planned);
    using follow_up::reason;
    const auto why = now[type] == topic::complaint ? reason::complaint : now[type] == topic::suggestion ? reason::suggestion : reason::business;
    follow_up::open_callback<priority, owner, caller>(now, why);
}
using follow_up::cancel_callback;
using follow_up::connect_callback;

/// Who helps with what: complaints are the supervisor's, wishes the product manager's, faults the technical team's.
inline escalation::whom who_helps(step& now) {
    using escalation::whom;
    if (now[type] == topic::complaint) return whom::supervisor;
    if (now[type] == topic::suggestion) return whom::product_manager;
    return now[type] == topic::fault || now[type] == topic::operation_fault ? whom::technical_team : whom::specialist;
}
/// Nobody else need contact the customer any more.
inline void withdraw_escalation(step& now) {
    if (now.has(passed_on)) now.tell_children(escalation::event::withdraw{});
    now.clear(passed_on);
}
inline void pass_on_to(step& now, escalation::whom who) {
    withdraw_escalation(now);
    escalation::pass_on<priority, owner, handler, caller>(now, who);
    now.set(passed_on);
}
inline void pass_on(step& now) { pass_on_to(now, who_helps(now)); }
inline void pass_up(step& now) { pass_on_to(now, escalation::whom::supervisor); }
inline void connect_specialist(step& now) { now.tell_children(escalation::event::contact{}); }
inline void ask_department(step& now) {
    now.set(department_outstanding);
    department_request::open_request<priority, owner, caller, expected_completion>(now, now[handler]);
}
/// One has answered; another that has not says so.
inline void ask_what_is_open(step& now) {
    now.clear(department_outstanding);
    now.tell_children(department_request::event::what_is_open{});
}
inline void open_promise(step& now) {
    promise::open_promise<owner>(now, now[promised]);
    now[promised].unset();
}

// ---- states, each with the status that forms show
template <class Status, class In = enter<>> using showing = state<In, leave<>, flags<Status>>;
struct opened           : showing<status::pending, enter<rule<"C-08">{}>> {};
struct triaged          : showing<status::pending> {};
struct in_progress      : showing<status::processing> {};
struct waiting_customer : showing<status::processing> {};
struct escalated        : showing<status::processing> {};
struct executing        : showing<status::processing> {};
struct confirming       : showing<status::processing> {};
struct completed        : showing<status::completed, enter<withdraw_escalation>> {};
struct callback_due     : showing<status::completed> {};
struct called_back      : showing<status::completed> {};
struct reopened         : showing<status::processing> {};
struct archived         : final_state<enter<>, flags<status::completed>> {};

using to_do = group<triaged, reopened>;
using in_hand = group<in_progress, waiting_customer, escalated>;
using unsolved = groups<to_do, in_hand>;
using taken_up = group<in_progress, waiting_customer>;
using escalatable = groups<to_do, taken_up>;
using unfinished = groups<unsolved, group<executing, confirming>>;
using at_rest = group<completed, called_back>;
using settled = groups<at_rest, group<callback_due>>;
using open_ = groups<group<opened>, unfinished, settled>;

// ---- what rows ask for: `needs` refuses, `ought` notes a lapse
struct has_priority      : needs<priority_known, rule<"G-19">{}> {};
struct has_type          : needs<type_known, rule<"SYS-27">{}> {};
struct names_its_agent   : all<has<agent_identified>, lacks<answered_by_machine>, rule<"G-18">> {};
struct gives_a_name      : ought<agent_identified, rule<"G-18">{}> {};
struct is_no_response    : all<has<answered_by_machine>, ought<agent_identified, answered_by_a_person, rule<"G-18">{}>> {};
struct beyond_reach      : needs<out_of_reach, rule<"G-08">{}> {};
struct ready_to_pass_on  : all<beyond_reach, needs<customer_agrees, rule<"G-09">{}>, needs<handover_written, rule<"G-10">{}>> {};
struct right_to_pass_on  : all<needs<steps_guided_first, rule<"G-17">{}>, ought<type_may_be_escalated, rule<"G-16">{}>, rule<"F-02">> {};
struct may_escalate      : all<ready_to_pass_on, right_to_pass_on> {};
struct answer_is_right   : ought<consult_answer_checked, rule<"G-16">{}> {};
struct explained_before  : needs<solution_explained, time_stated, rule<"G-25">{}> {};
struct logged_steps      : ought<steps_logged, rule<"G-26">{}> {};
struct customer_said_so  : needs<customer_confirmed, rule<"G-27">{}> {};
struct has_new_plan      : needs<reason_explained, new_plan, higher_handler_told, rule<"G-28">{}> {};
struct departments_answered : needs<no_department_outstanding, rule<"G-93">{}> {};
struct confirmed_and_answered : all<customer_said_so, departments_answered> {};
struct no_fix_promised   : all<lacks<solution_explained>, needs<length_named, rule<"SYS-41">{}>> {};
struct fix_promised      : all<has<solution_explained>, needs<length_named, rule<"T-17">{}>> {};
struct deserves_callback : all<is<type, topic::complaint, topic::suggestion, topic::business>, lacks<callback_planned>, rule<"G-15", "C-01">> {};

struct lifecycle : workflow<lifecycle> {
    static constexpr std::string_view name = "ticket";
    using facts = facts_of<fact,
        lasts<agent_identified,    until<event::reply>, rule<"G-18">>,
        lasts<answered_by_machine, until<event::reply>, rule<"G-18">>,
        lasts<reply_owed,          until_entered<completed>>,
        lasts<customer_agrees,     until<event::escalate>>,
        lasts<handover_written,    until<event::escalate>>,
        lasts<answer_checked,      until<event::reopen>>,
        lasts<solution_explained,  until_left<executing>>,
        lasts<time_stated,         until_left<executing>>,
        lasts<steps_logged,        until_left<executing>>,
        lasts<customer_confirmed,  until<event::reopen>>,
        lasts<reason_explained,    until<event::report_unsolved>>,
        lasts<new_plan,            until<event::report_unsolved>>,
        lasts<higher_handler_told, until<event::report_unsolved>>,
        lasts<callback_planned,    until<event::reopen>>>;
    using attributes = attributes_of<attribute,
        enumerated<type, topic, rule<"C-07">>,
        enumerated<priority, level, rule<"C-06">>,
        named<owner, rule<"C-43">>,
        named<handler, rule<"C-43">>,
        named<caller>,
        dated<received_at, rule<"T-07", "T-08">>,
        timed<promised, attribute_unit::real, rule<"T-17">>,
        dated<expected_completion, rule<"F-03">>>;
    using cues = ticket::cue;
    using rules = rule<"SYS-26", "SYS-27", "SYS-28", "SYS-34", "SYS-36", "SYS-37", "SYS-41">;
    using initial_state = opened;

    // clang-format off
    using transition_table = table<
        //    from              event                      to                does                              if, needs, ought

        // ---- recorded with its type and its priority
        Row < opened,           event::record,             triaged,          does<greet_by_name>,              all<has_priority, has_type> >,
        Each< unfinished,       event::set_priority,       none,             none,                             all<has_priority, rule<"G-94">> >,

        // ---- the first reply counts when a person gives a name, any reply when it is a person's
        Each< unfinished,       event::reply,              none,             does<clears<reply_owed>>,         gives_a_name >,
        Each< unfinished,       event::reply,              none,             does<sets<first_response_given>, clears<reply_owed>>, names_its_agent >,
        Each< unfinished,       event::reply,              none,             does<clears<reply_owed>>,         has<first_response_given> >,
        Each< unfinished,       event::reply,              none,             none,                             is_no_response >,
        Each< unfinished,       event::reply,              none,             none,                             has<first_response_given, answered_by_machine> >,
        Each< unfinished,       event::ask_progress,       none,             does<tell_progress, sets<reply_owed>>, rule<"G-92"> >,

        // ---- the work
        Each< to_do,            event::start_work,         in_progress,      none,                             none >,
        Each< unsolved,         event::hand_over,          none,             none,                             rule<"C-43"> >,
        Row < escalated,        event::start_work,         in_progress,      none,                             none >,
        Row < in_progress,      event::ask_for_details,    waiting_customer, none,                             none >,
        Row < waiting_customer, event::customer_answers,   in_progress,      does<sets<reply_owed>>,           none >,
        Each< escalatable,      event::escalate,           escalated,        does<pass_on>,                    may_escalate >,
        Each< in_hand,          event::contact_by_specialist, none,          does<connect_specialist>,         has<passed_on> >,
        Row < escalated,        event::specialist_contacted, in_progress,    none,                             rule<"SYS-36"> >,
        Each< taken_up,         event::specialist_contacted, none,           none,                             rule<"SYS-36"> >,
        Each< in_hand,          event::specialist_solved,  confirming,       does<clears<passed_on>>,          rule<"G-27"> >,
        Row < escalated,        event::specialist_gave_back, in_progress,    does<clears<passed_on>>,          rule<"SYS-36"> >,
        Each< taken_up,         event::specialist_gave_back, none,           does<clears<passed_on>>,          rule<"SYS-36"> >,
        Each< unsolved,         event::explain_solution,   none,             does<explain>,                    answer_is_right >,
        Each< unsolved,         event::execute,            executing,        none,                             explained_before >,
        Row < executing,        event::log_step,           none,             does<sets<steps_logged>>,         none >,
        Row < executing,        event::finish_execution,   confirming,       none,                             logged_steps >,

        // ---- departments and promises: cases of their own
        Each< unfinished,       event::ask_department,     none,             does<ask_department>,             needs<department_named, rule<"SYS-37">{}> >,
        Each< open_,            event::department_answered, none,            does<ask_what_is_open>,           rule<"G-93"> >,
        Each< open_,            event::request_withdrawn,  none,             does<ask_what_is_open>,           rule<"G-93"> >,
        Each< open_,            event::department_still_out, none,           does<sets<department_outstanding>>, rule<"G-93"> >,
        Each< unfinished,       event::promise,            none,             does<open_promise>,               no_fix_promised >,
        Each< unfinished,       event::promise,            none,             none,                             fix_promised >,

        // ---- solved is what the customer calls solved
        Row < confirming,       event::ask_customer,       none,             does<ask_whether_it_works>,       rule<"T-64"> >,
        Row < confirming,       event::customer_confirms,  completed,        does<sets<customer_confirmed>>,   all<departments_answered, rule<"G-27">> >,
        Each< unfinished,       event::complete,           completed,        none,                             confirmed_and_answered >,
        Row < confirming,       event::report_unsolved,    escalated,        does<pass_up>,                           has_new_plan >,
        Each< settled,          event::send_notice,        none,             does<sets<notice_sent>>,          rule<"T-16"> >,

        // ---- afterwards
        Row < completed,        none,                      callback_due,     does<plan_callback>,              deserves_callback >,
        Row < callback_due,     event::call_back,          none,             does<connect_callback>,           none >,
        Row < callback_due,     event::callback_done,      called_back,      none,                             none >,
        Row < callback_due,     event::callback_cancelled, completed,        none,                             none >,
        Row < callback_due,     event::callback_unreachable, completed,      none,                             rule<"C-45"> >,
        Each< at_rest,          event::reopen,             reopened,         does<sets<reply_owed>>,           none >,
        Row < callback_due,     event::reopen,             reopened,         does<cancel_callback, sets<reply_owed>>, none >,
        Each< at_rest,          event::archive,            archived,         none,                             departments_answered >
    >;
    // clang-format on
};

}  // namespace caseclock::workflows::ticket

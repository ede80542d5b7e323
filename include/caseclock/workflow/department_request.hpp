// SPDX-License-Identifier: Apache-2.0
//
// A request to another department: what we ask of others, chased when it is overdue, and told to the customer.
//
//   sent > working > answered > customer_told
//     |       |        `--reject_answer--> working
//     `-------+--result_overdue--> overdue > chased --name_new_date--> working
//                                                `--give_result--> answered
//
//     readdress: another department is asked, from sent; withdraw_request: from anywhere before the answer
//
// Who is asked anew after the date has passed, and is told no other, has the time of a request without a date.
//
// Limits are clocks of a rulebook, which raise `result_overdue`. A case opens a request with open_request; it asks `what_is_open` of its
// requests and hears `department_still_out` of each whose result is outstanding.
#pragma once

#include "caseclock/machine/workflow.hpp"
#include "caseclock/workflow/words.hpp"

namespace caseclock::workflows::department_request {

// expected_completion: the date on the ticket, by which the result is due; chases: how often the department was chased
enum class attribute { department, priority, owner, caller, sent_at, expected_completion, chases };
BOOST_DESCRIBE_ENUM(attribute, department, priority, owner, caller, sent_at, expected_completion, chases)
using enum attribute;

namespace event {
// clang-format off
struct send { };                                              BOOST_DESCRIBE_STRUCT(send, (), ())             // department, owner, caller, expected_completion
struct readdress { };                                         BOOST_DESCRIBE_STRUCT(readdress, (), ())        // department
struct start_work { };                                        BOOST_DESCRIBE_STRUCT(start_work, (), ())
struct chase { };                                             BOOST_DESCRIBE_STRUCT(chase, (), ())
struct name_new_date { };                                     BOOST_DESCRIBE_STRUCT(name_new_date, (), ())    // expected_completion
struct give_result { };                                       BOOST_DESCRIBE_STRUCT(give_result, (), ())
struct reject_answer { };                                     BOOST_DESCRIBE_STRUCT(reject_answer, (), ())    // expected_completion
struct tell_customer { };                                     BOOST_DESCRIBE_STRUCT(tell_customer, (), ())
struct withdraw_request { };                                  BOOST_DESCRIBE_STRUCT(withdraw_request, (), ())
struct result_overdue { using origin = raised_only; };        BOOST_DESCRIBE_STRUCT(result_overdue, (), ())
struct what_is_open { using origin = raised_only; };          BOOST_DESCRIBE_STRUCT(what_is_open, (), ())
/// To the parent: a result is outstanding here.
struct department_still_out { using origin = raised_only; };  BOOST_DESCRIBE_STRUCT(department_still_out, (), ())
// clang-format on
}  // namespace event

inline bool department_known(step& now) { return now[department].is_set(); }
inline bool date_named(step& now) { return now[expected_completion].is_set() && now[expected_completion] > now.at().time_since_epoch().count(); }
/// A date that has passed binds nobody anew.
inline void drop_passed_date(step& now) {
    if (!date_named(now)) now[expected_completion].unset();
}
inline void count_chase(step& now) { ++now[chases]; }
inline void say_still_out(step& now) { now.tell_parent(event::department_still_out{}); }

struct sent          : state<enter<>, leave<>, flags<status::pending>> {};
struct working       : state<enter<>, leave<>, flags<status::processing>> {};
struct overdue       : state<enter<>, leave<>, flags<status::processing>> {};
struct chased        : state<enter<>, leave<>, flags<status::processing>> {};
struct answered      : state<enter<>, leave<>, flags<status::processing>> {};
struct customer_told : final_state<enter<>, flags<status::completed>> {};
struct withdrawn     : final_state<enter<>, flags<status::completed>> {};

using in_time = group<sent, working>;
using too_late = group<overdue, chased>;
using outstanding = groups<in_time, too_late>;
using taken_up = groups<group<working>, too_late>;

struct lifecycle : workflow<lifecycle> {
    static constexpr std::string_view name = "department_request";
    using attributes = attributes_of<attribute,
        named<department, rule<"SYS-37">>,
        enumerated<priority, level>,
        named<owner, rule<"C-43">>,
        named<caller>,
        dated<sent_at, rule<"T-18">>,
        dated<expected_completion, rule<"T-18", "F-03">>,
        counted<chases, rule<"T-67">>>;
    using rules = rule<"SYS-37">;
    using initial_state = sent;
    // clang-format off
    using transition_table = table<
        //    from         event                    to             does                if, needs, ought
        Row < sent,        event::send,             none,          none,               needs<department_known, rule<"SYS-37">{}> >,
        Row < sent,        event::readdress,        none,          does<drop_passed_date>, needs<department_known, rule<"SYS-37">{}> >,
        Each< taken_up,    event::readdress,        sent,          does<drop_passed_date>, needs<department_known, rule<"SYS-37">{}> >,
        Row < sent,        event::start_work,       working,       none,               none >,
        Each< in_time,     event::result_overdue,   overdue,       none,               rule<"T-18"> >,

        // ---- chased: the first time at once, then again until there is a date or a result
        Row < overdue,     event::chase,            chased,        does<count_chase>,  rule<"T-18", "T-67"> >,
        Row < chased,      event::chase,            none,          does<count_chase>,  rule<"T-67"> >,
        Each< in_time,     event::chase,            none,          does<count_chase>,  none >,
        Each< too_late,    event::name_new_date,    working,       none,               needs<date_named, rule<"T-18">{}> >,
        Each< in_time,     event::name_new_date,    none,          none,               needs<date_named, rule<"T-18">{}> >,

        // ---- the result
        Each< outstanding, event::give_result,      answered,      none,               none >,
        Row < answered,    event::reject_answer,    working,       does<drop_passed_date, say_still_out>, rule<"G-93"> >,
        Row < answered,    event::tell_customer,    customer_told, none,               rule<"SYS-37"> >,
        Each< outstanding, event::withdraw_request, withdrawn,     none,               none >,
        Each< outstanding, event::what_is_open,     none,          does<say_still_out>, rule<"G-93"> >
    >;
    // clang-format on
};

/// Opens a request to a department as a child of the case that steps; the attributes go with it.
template <auto... Attribute> void open_request(step& now, std::int64_t department_code) {
    now.open<lifecycle>(event::send{}, with<Attribute...>, given<department>(department_code));
}

}  // namespace caseclock::workflows::department_request

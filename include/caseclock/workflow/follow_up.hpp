// SPDX-License-Identifier: Apache-2.0
//
// A follow-up: somebody is to be called, at once, in a window, or when he did not come; its source decides.
//
//   planned --window_opens--> window_open --connect--> done
//      |                          |   ^                 ^
//      |                      dial|   |retry_due        |present
//      |                          v   |                 |
//      |                       dialling --no_answer--> retrying --attempts_exhausted--> unreachable
//      |                          `--connect--> talked --> for_meeting                  cancel: from anywhere before the talk
//      |                                          |`--finish--> done
//      `--attend--> done (who came is not called) `--rebook--> planned
//
// Who is called about a review, a sample or an appointment that he missed is asked something, which is recorded before it is done; the
// cause of a bad review and the result of a sample are told to a meeting. `overdue` stands for window_open once its limit has passed.
//
// Windows, limits and waits are clocks of a rulebook, which raise `window_opens`, `limit_passed`, `retry_due` and `attempts_exhausted`. A
// case it belongs to opens it with open_callback; a host may open one itself with `plan` and the attributes.
#pragma once

#include "caseclock/machine/workflow.hpp"
#include "caseclock/workflow/words.hpp"

namespace caseclock::workflows::follow_up {

/// Why somebody is called. `review` is a bad or a medium one: good ones are not called about.
enum class reason {
    dropped_priority, dropped, abandoned, complaint, suggestion, business,
    registered_complaint, written_complaint, channel_refused, lead, old_customer, feedback,
    store_visit, sample, review, appointment, no_show, marketing
};
BOOST_DESCRIBE_ENUM(reason, dropped_priority, dropped, abandoned, complaint, suggestion, business, registered_complaint, written_complaint,
                    channel_refused, lead, old_customer, feedback, store_visit, sample, review, appointment, no_show, marketing)

// told_at: when the desk knew; arranged_at: the time agreed with the customer, of an appointment too; missed_at: that of the appointment
// to which he did not come; attempts: calls nobody took or still ring
enum class attribute { source, priority, owner, caller, told_at, arranged_at, missed_at, attempts };
BOOST_DESCRIBE_ENUM(attribute, source, priority, owner, caller, told_at, arranged_at, missed_at, attempts)
enum class fact { reached, late, not_arrived, reason_recorded, cause_posted, opted_out };
BOOST_DESCRIBE_ENUM(fact, reached, late, not_arrived, reason_recorded, cause_posted, opted_out)
using enum attribute;
using enum fact;

// Attributes and facts that an event brings along are written beside it.
namespace event {
// clang-format off
struct plan { };                                               BOOST_DESCRIBE_STRUCT(plan, (), ())            // source, owner, caller, told_at, arranged_at
struct arrange { };                                            BOOST_DESCRIBE_STRUCT(arrange, (), ())         // arranged_at
/// The same, said by the case that opened it.
struct arranged { instant arranged_at{}; using origin = raised_only; };
BOOST_DESCRIBE_STRUCT(arranged, (), (arranged_at))
struct dial { };                                               BOOST_DESCRIBE_STRUCT(dial, (), ())
struct no_answer { };                                          BOOST_DESCRIBE_STRUCT(no_answer, (), ())
struct connect { };                                            BOOST_DESCRIBE_STRUCT(connect, (), ())
struct attend { };                                             BOOST_DESCRIBE_STRUCT(attend, (), ())          // the customer came
struct report_no_show { };                                     BOOST_DESCRIBE_STRUCT(report_no_show, (), ())
struct record_reason { };                                      BOOST_DESCRIBE_STRUCT(record_reason, (), ())
struct rebook { };                                             BOOST_DESCRIBE_STRUCT(rebook, (), ())          // arranged_at
struct post_cause { };                                         BOOST_DESCRIBE_STRUCT(post_cause, (), ())
struct finish { };                                             BOOST_DESCRIBE_STRUCT(finish, (), ())
struct present { };                                            BOOST_DESCRIBE_STRUCT(present, (), ())         // at the meeting
struct cancel { };                                             BOOST_DESCRIBE_STRUCT(cancel, (), ())
struct window_opens { using origin = raised_only; };           BOOST_DESCRIBE_STRUCT(window_opens, (), ())
struct limit_passed { using origin = raised_only; };           BOOST_DESCRIBE_STRUCT(limit_passed, (), ())
struct retry_due { using origin = raised_only; };              BOOST_DESCRIBE_STRUCT(retry_due, (), ())
struct attempts_exhausted { using origin = raised_only; };     BOOST_DESCRIBE_STRUCT(attempts_exhausted, (), ())
struct nobody_came { using origin = raised_only; };            BOOST_DESCRIBE_STRUCT(nobody_came, (), ())
// clang-format on
}  // namespace event

enum class cue { no_show_reason, review_reason };
BOOST_DESCRIBE_ENUM(cue, no_show_reason, review_reason)

// ---- what is asked
inline bool source_known(step& now) { return now[source].is_set(); }
inline bool date_named(step& now) { return now[arranged_at].is_set(); }
inline bool another_date(step& now) { return !date_named(now) || now[arranged_at].value() != now[missed_at].value(); }
/// Calls that only we want are not made to who said no.
inline bool may_be_called(step& now) { return !now.has(opted_out) || (now[source] != reason::marketing && now[source] != reason::old_customer); }
inline bool no_review(step& now) { return now[source] != reason::review; }
inline bool posted_first(step& now) { return now[source] != reason::review || now.has(cause_posted); }
inline bool reason_first(step& now) { return now[source] != reason::no_show || now.has(reason_recorded); }

// ---- what happens
inline void note_missed(step& now) {
    now.set(not_arrived);
    now[missed_at] = now[arranged_at];
}
inline void note_source(step& now) {
    if (now[source] == reason::no_show) note_missed(now);
}
inline void count_attempt(step& now) { ++now[attempts]; }
inline void count_anew(step& now) { now[attempts].unset(); }
inline void note_no_show(step& now) {
    note_missed(now);
    now[source] = reason::no_show;
    count_anew(now);  // reminders are no attempts to ask why
}
/// Later than at the time agreed, but he came.
inline void note_arrival(step& now) {
    now.clear(not_arrived);
    now[source] = reason::appointment;
}
/// Booked anew: whether the customer comes is followed like the first time.
inline void book_again(step& now) {
    now[source] = reason::appointment;
    count_anew(now);
}
inline void ask_why(step& now) {
    if (now[source] == reason::no_show) now.cue(cue::no_show_reason);
    if (now[source] == reason::review) now.cue(cue::review_reason);
}

// ---- states
struct planned     : state<enter<>, leave<>, flags<status::pending>> {};
struct window_open : state<enter<>, leave<>, flags<status::processing>> {};
struct overdue     : state<enter<>, leave<>, flags<status::processing>> {};
struct dialling    : state<enter<>, leave<>, flags<status::processing>> {};
struct retrying    : state<enter<>, leave<>, flags<status::processing>> {};
struct talked      : state<enter<ask_why>, leave<>, flags<status::processing>> {};
struct for_meeting : state<enter<>, leave<>, flags<status::processing>> {};
struct done        : final_state<enter<>, flags<status::completed>> {};
struct unreachable : final_state<enter<>, flags<status::completed>> {};
struct cancelled   : final_state<enter<>, flags<status::completed>> {};

using waiting = group<planned, window_open>;
using at_it = group<dialling, retrying>;
using to_call = groups<waiting, group<overdue>>;
using open_ = groups<to_call, at_it>;

// ---- what rows ask for
struct has_source        : all<needs<source_known, rule<"G-15">{}>, needs<may_be_called, rule<"SYS-52">{}>> {};
struct is_wanted         : needs<may_be_called, rule<"SYS-52">{}> {};
struct is_booked         : is<source, reason::appointment> {};
struct was_booked        : is<source, reason::appointment, reason::no_show> {};
struct asks_a_reason     : is<source, reason::review, reason::sample, reason::no_show> {};
struct bad_ones_are_called : needs<no_review, rule<"G-70">{}> {};
struct has_another_date  : needs<date_named, another_date, rule<"T-32">{}> {};
struct has_its_result    : all<needs<posted_first, rule<"G-96">{}>, needs<reason_first, rule<"T-33", "F-25">{}>> {};

struct lifecycle : workflow<lifecycle> {
    static constexpr std::string_view name = "follow_up";
    using facts = facts_of<fact,
        lasts<late,            until_entered<planned>>,
        lasts<not_arrived,     until_entered<planned>, rule<"T-32">>,
        lasts<reason_recorded, until_entered<planned>, rule<"T-33">>,
        lasts<cause_posted,    rule<"C-52">>>;
    using attributes = attributes_of<attribute,
        enumerated<source, reason, rule<"SYS-49", "C-01">>,
        enumerated<priority, level>,
        named<owner, rule<"C-43">>,
        named<caller>,
        dated<told_at, rule<"T-20">>,
        dated<arranged_at, rule<"T-20">>,
        dated<missed_at, rule<"T-32">>,
        counted<attempts, rule<"C-45">>>;
    using cues = follow_up::cue;
    using rules = rule<"SYS-25", "SYS-49", "SYS-51", "SYS-80", "SYS-90">;
    using initial_state = planned;
    // clang-format off
    using transition_table = table<
        //    from           event                      to           does                        if, needs, ought
        Row < planned,       event::plan,               none,        does<note_source>,          has_source >,
        Each< open_,         event::arrange,            none,        none,                       none >,
        Each< open_,         event::arranged,           none,        none,                       none >,
        Row < planned,       event::window_opens,       window_open, none,                       rule<"T-12"> >,
        Each< at_it,         event::window_opens,       none,        none,                       rule<"T-12"> >,
        Each< waiting,       event::limit_passed,       overdue,     does<sets<late>>,           none >,
        Each< at_it,         event::limit_passed,       none,        does<sets<late>>,           none >,

        // ---- an appointment: who came is not called; who is reminded is still waited for
        Each< open_,         event::attend,             done,        does<note_arrival>,         was_booked >,
        Each< open_,         event::report_no_show,     window_open, does<note_no_show>,         all<is_booked, rule<"T-32">> >,
        Each< open_,         event::nobody_came,        window_open, does<note_no_show>,         all<is_booked, rule<"T-32">> >,

        // ---- calls
        Each< to_call,       event::dial,               dialling,    does<count_attempt>,        is_wanted >,
        Row < retrying,      event::dial,               dialling,    does<count_attempt>,        is_wanted >,
        Row < dialling,      event::no_answer,          retrying,    none,                       rule<"C-45"> >,
        Each< to_call,       event::no_answer,          retrying,    does<count_attempt>,        rule<"C-45"> >,
        Row < retrying,      event::no_answer,          retrying,    does<count_attempt>,        rule<"C-45"> >,
        Row < retrying,      event::retry_due,          window_open, none,                       rule<"C-45"> >,
        Row < retrying,      event::retry_due,          overdue,     none,                       all<has<late>, rule<"C-45">> >,
        Row < retrying,      event::attempts_exhausted, unreachable, none,                       rule<"C-45"> >,
        Row < retrying,      event::attempts_exhausted, planned,     does<count_anew>,           all<is_booked, rule<"C-45">> >,
        Each< open_,         event::connect,            done,        does<sets<reached>>,        none >,
        Each< open_,         event::connect,            talked,      does<sets<reached>>,        asks_a_reason >,
        Each< open_,         event::connect,            planned,     does<sets<reached>>,        is_booked >,

        // ---- what was said
        Row < talked,        event::record_reason,      none,        does<sets<reason_recorded>>, all<is<source, reason::no_show>, rule<"F-25">> >,
        Row < talked,        event::rebook,             planned,     does<book_again>,           all<is<source, reason::no_show>, has_another_date> >,
        Row < talked,        event::post_cause,         for_meeting, does<sets<cause_posted>>,   all<is<source, reason::review>, rule<"C-52">> >,
        Row < talked,        event::finish,             done,        none,                       has_its_result >,
        Row < talked,        event::finish,             for_meeting, none,                       all<is<source, reason::sample>, rule<"SYS-51">> >,
        Row < for_meeting,   event::present,            done,        none,                       rule<"T-35"> >,
        Each< open_,         event::cancel,             cancelled,   none,                       bad_ones_are_called >
    >;
    // clang-format on
};

/// Opens a follow-up as the child `callback` of the case that steps, known to the desk from now on; the attributes go with it.
template <auto... Attribute> void open_callback(step& now, reason why) {
    now.open<lifecycle>(event::plan{}, with<Attribute...>, as<"callback">, given<source>(why), given<told_at>(now.at()));
}
/// The customer was reached: said by the case that opened it.
inline void connect_callback(step& now) { now.tell_children(event::connect{}); }
inline void cancel_callback(step& now) { now.tell_children(event::cancel{}); }

}  // namespace caseclock::workflows::follow_up

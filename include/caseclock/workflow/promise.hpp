// SPDX-License-Identifier: Apache-2.0
//
// A promise: what somebody told the customer to do by a time, followed to the end.
//
//   made --keep--> kept                                   release: from made or broken, the customer wants it no more
//    |  ^
//    |  `--renew-- broken                                  sorry, and a new time
//    `--time_ran_out--^   `--keep--> kept                  late, and done all the same
//
// The time is a clock of a rulebook, which raises `time_ran_out`. It is told as a length, as a number of working days or as a date. What
// a ticket promises of its own solution is measured on the ticket; everything else that is said is a case of this machine.
//
// A new time replaces the old one, of whatever kind; a broken promise has none until it is renewed (its policy keeps the deadline).
#pragma once

#include "caseclock/machine/workflow.hpp"
#include "caseclock/workflow/words.hpp"

#include <array>

namespace caseclock::workflows::promise {

/// How the time is told.
enum class measure { length, working_days, date };
BOOST_DESCRIBE_ENUM(measure, length, working_days, date)
/// What was promised.
enum class matter { other, answer, contact, repair, business, result, information, delivery };
BOOST_DESCRIBE_ENUM(matter, other, answer, contact, repair, business, result, information, delivery)

// made_at: when it was said, if before the desk heard of it; promised, promised_days, promised_at: the time, one of them; told_as: which
enum class attribute { what, owner, made_at, promised, promised_days, promised_at, told_as };
BOOST_DESCRIBE_ENUM(attribute, what, owner, made_at, promised, promised_days, promised_at, told_as)
enum class fact { apologised };
BOOST_DESCRIBE_ENUM(fact, apologised)
using enum attribute;
using enum fact;

namespace event {
// clang-format off
struct make { };                                      BOOST_DESCRIBE_STRUCT(make, (), ())     // what, owner, made_at, the time
struct keep { };                                      BOOST_DESCRIBE_STRUCT(keep, (), ())
struct renew { };                                     BOOST_DESCRIBE_STRUCT(renew, (), ())    // the new time, apologised
struct release { };                                   BOOST_DESCRIBE_STRUCT(release, (), ())
struct hand_over { };                                 BOOST_DESCRIBE_STRUCT(hand_over, (), ())  // owner
struct time_ran_out { using origin = raised_only; };  BOOST_DESCRIBE_STRUCT(time_ran_out, (), ())
// clang-format on
}  // namespace event

inline bool time_named(step& now) { return now[promised].is_set() || now[promised_days].is_set() || now[promised_at].is_set(); }

inline constexpr std::array measures{measure::length, measure::working_days, measure::date};
inline attribute told_in(measure m) { return m == measure::date ? promised_at : m == measure::working_days ? promised_days : promised; }

/// Only the newest time counts: of two kinds the one that counted so far is the old one.
inline void put_in_force(step& now) {
    const auto before = now[told_as].value();
    for (const auto m : measures) {
        if (static_cast<std::int64_t>(m) != before && now[told_in(m)].is_set()) now[told_as] = m;
    }
    for (const auto m : measures) {
        if (now[told_as] != m) now[told_in(m)].unset();
    }
}
inline void forget_time(step& now) {
    for (const auto m : measures) now[told_in(m)].unset();
    now[told_as].unset();
}

struct made     : state<enter<>, leave<>, flags<status::processing>> {};
struct broken   : state<enter<>, leave<>, flags<status::processing>> {};
struct kept     : final_state<enter<>, flags<status::completed>> {};
struct released : final_state<enter<>, flags<status::completed>> {};

using open_ = group<made, broken>;

struct names_its_time : needs<time_named, rule<"SYS-41">{}> {};
struct says_sorry     : ought<apologised, rule<"SYS-41">{}> {};

struct lifecycle : workflow<lifecycle> {
    static constexpr std::string_view name = "promise";
    using facts = facts_of<fact,
        lasts<apologised, until<event::renew>, rule<"SYS-41">>>;
    using attributes = attributes_of<attribute,
        enumerated<what, matter, rule<"SYS-41">>,
        named<owner, rule<"C-43">>,
        dated<made_at, rule<"SYS-41">>,
        timed<promised, attribute_unit::real, rule<"C-32">>,
        timed<promised_days, attribute_unit::working_days, rule<"C-32", "C-59">>,
        dated<promised_at, rule<"C-32">>,
        enumerated<told_as, measure, rule<"C-32">>>;
    using rules = rule<"SYS-41">;
    using initial_state = made;
    // clang-format off
    using transition_table = table<
        //    from    event                to        does                 if, needs, ought
        Row < made,   event::make,         none,     does<put_in_force>,  names_its_time >,
        Each< open_,  event::hand_over,    none,     none,                rule<"C-43"> >,
        Row < made,   event::renew,        none,     does<put_in_force>,  names_its_time >,
        Row < made,   event::time_ran_out, broken,   does<forget_time>,   rule<"SYS-41"> >,
        Row < broken, event::renew,        made,     does<put_in_force>,  all<names_its_time, says_sorry> >,
        Each< open_,  event::keep,         kept,     none,                none >,
        Each< open_,  event::release,      released, none,                none >
    >;
    // clang-format on
};

/// Opens a promise as a child of the case that steps, with a length as its time; the attributes go with it.
template <auto... Attribute> void open_promise(step& now, std::int64_t length_ms) {
    now.open<lifecycle>(event::make{}, with<Attribute...>, given<promised>(length_ms));
}

}  // namespace caseclock::workflows::promise

// SPDX-License-Identifier: Apache-2.0
//
// A follow-up: somebody is to be called back, at once or in a window that its source decides.
//
//   planned --window_opens--> window_open --connect--> done
//      |                          `--limit_passed--> overdue --connect--> done        cancel: from anywhere before done
//
// Windows and limits are clocks of a rulebook, which raise `window_opens` and `limit_passed`. A case it belongs to opens it with
// open_callback; a host may open one itself with `plan` and the attributes.
#pragma once

#include "caseclock/machine/workflow.hpp"
#include "caseclock/workflow/words.hpp"

namespace caseclock::workflows::follow_up {

/// Why somebody is called back.
enum class reason { dropped_priority, dropped, abandoned, complaint, suggestion, business };
BOOST_DESCRIBE_ENUM(reason, dropped_priority, dropped, abandoned, complaint, suggestion, business)

// told_at: when the desk knew; arranged_at: the time agreed with the customer
enum class attribute { source, priority, owner, caller, told_at, arranged_at };
BOOST_DESCRIBE_ENUM(attribute, source, priority, owner, caller, told_at, arranged_at)
enum class fact { reached };
BOOST_DESCRIBE_ENUM(fact, reached)
using enum attribute;
using enum fact;

namespace event {
// clang-format off
struct plan { };                                               BOOST_DESCRIBE_STRUCT(plan, (), ())
struct arrange { };                                            BOOST_DESCRIBE_STRUCT(arrange, (), ())            // with arranged_at
/// The same, said by the case that opened it.
struct arranged { instant arranged_at{}; using origin = raised_only; };
BOOST_DESCRIBE_STRUCT(arranged, (), (arranged_at))
struct connect { };                                            BOOST_DESCRIBE_STRUCT(connect, (), ())
struct cancel { };                                             BOOST_DESCRIBE_STRUCT(cancel, (), ())
struct window_opens { using origin = raised_only; };           BOOST_DESCRIBE_STRUCT(window_opens, (), ())
struct limit_passed { using origin = raised_only; };           BOOST_DESCRIBE_STRUCT(limit_passed, (), ())
// clang-format on
}  // namespace event

inline bool source_known(step& now) { return now[source].is_set(); }

struct planned     : state<enter<>, leave<>, flags<status::pending>> {};
struct window_open : state<enter<>, leave<>, flags<status::processing>> {};
struct overdue     : state<enter<>, leave<>, flags<status::processing>> {};
struct done        : final_state<enter<>, flags<status::completed>> {};
struct cancelled   : final_state<enter<>, flags<status::completed>> {};

using waiting = group<planned, window_open>;
using open_ = group<planned, window_open, overdue>;

struct lifecycle : workflow<lifecycle> {
    static constexpr std::string_view name = "follow_up";
    using facts = facts_of<fact>;
    using attributes = attributes_of<attribute,
        enumerated<source, reason, rule<"SYS-49", "C-01">>,
        enumerated<priority, level>,
        named<owner, rule<"C-43">>,
        named<caller>,
        dated<told_at, rule<"T-20">>,
        dated<arranged_at, rule<"T-20">>>;
    using rules = rule<"SYS-49">;
    using initial_state = planned;
    // clang-format off
    using transition_table = table<
        //    from     event                to           does                 if, needs, ought
        Row < planned, event::plan,         none,        none,                needs<source_known, rule<"G-15">{}> >,
        Each< open_,   event::arrange,      none,        none,                none >,
        Each< open_,   event::arranged,     none,        none,                none >,
        Row < planned, event::window_opens, window_open, none,                rule<"T-12"> >,
        Each< waiting, event::limit_passed, overdue,     none,                none >,
        Each< open_,   event::connect,      done,        does<sets<reached>>, none >,
        Each< open_,   event::cancel,       cancelled,   none,                none >
    >;
    // clang-format on
};

/// Opens a follow-up as the child `callback` of the case that steps, known to the desk from now on; the attributes go with it.
template <auto... Attribute> void open_callback(step& now, reason why) {
    const auto told = static_cast<std::int64_t>(now.at().time_since_epoch().count());
    (now.pass(tag_of_name(name_of<Attribute>()), now[Attribute]), ...);
    now.pass(tag_of_name(name_of<source>()), static_cast<std::int64_t>(why));
    now.pass(tag_of_name(name_of<told_at>()), told);
    now.add_child(tag_of<lifecycle>, tag_of<event::plan>, tag_of_name("callback"), pack(event::plan{}), sizeof...(Attribute) + 2);
}

}  // namespace caseclock::workflows::follow_up

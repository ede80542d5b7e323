// SPDX-License-Identifier: Apache-2.0
//
// Front-ends that must not compile, each with the sentence the compiler has to print, and beside it, as `#else`, the nearest one that
// must. A section begins with its sentence; tests/house/test_refused.py compiles each with and without FAULTY.
#include "caseclock/machine/lower.hpp"

#include <boost/any.hpp>
#include <boost/msm/back/state_machine.hpp>

namespace common {
using namespace caseclock;
enum class fact { a, b, c };
BOOST_DESCRIBE_ENUM(fact, a, b, c)
enum class level { low, high };
BOOST_DESCRIBE_ENUM(level, low, high)
namespace event {
struct go { };                      BOOST_DESCRIBE_STRUCT(go, (), ())
struct say { std::uint32_t n; };    BOOST_DESCRIBE_STRUCT(say, (), (n))
}  // namespace event
inline bool large(const event::say& e, step&) { return e.n > 3; }
inline bool busy(step& now)                   { return now.facts() > 9; }
inline bool idle(step& now)                   { return now.facts() < 2; }
struct one : state<> {};
struct two : state<> {};
template <class Derived> struct base : workflow<Derived> {
    static constexpr std::string_view name = "machine";
    using facts = facts_of<fact>;
    using initial_state = one;
};
}  // namespace common
using namespace common;
using enum common::fact;

// ==== deferred events are not lowered: keep the wish as a fact
struct waiting : state<> {
#ifdef FAULTY
    using deferred_events = boost::mpl::vector<event::go>;
#endif
};
struct machine : base<machine> {
    using transition_table = table<Row<one, event::go, waiting, none, none>>;
};

// ==== a state may not be a machine of its own: open a child case instead
#ifdef FAULTY
struct inner_front : boost::msm::front::state_machine_def<inner_front> {
    using initial_state = two;
    using transition_table = table<boost::msm::front::Row<two, event::go, two>>;
};
using inner = boost::msm::back::state_machine<inner_front>;
#else
using inner = two;
#endif
struct machine : base<machine> {
    using transition_table = table<Row<one, event::go, inner, none, none>>;
};

// ==== internal_transition_table is not lowered: write Row<State, Event, none, ...> in the machine's table
struct busy_state : state<> {
#ifdef FAULTY
    using internal_transition_table = boost::mpl::vector<boost::msm::front::Internal<event::go>>;
#endif
};
struct machine : base<machine> {
    using transition_table = table<Row<one, event::go, busy_state, none, none>>;
};

// ==== internal_transition_table is not lowered: write Row<State, Event, none, ...> in the machine's table
struct machine : base<machine> {
#ifdef FAULTY
    using internal_transition_table = boost::mpl::vector<boost::msm::front::Internal<event::go>>;
#endif
    using transition_table = table<Row<one, event::go, two, none, none>>;
};

// ==== a row for any event is not lowered: name the events
struct machine : base<machine> {
#ifdef FAULTY
    using transition_table = table<Row<one, boost::any, two, none, none>>;
#else
    using transition_table = table<Row<one, event::go, two, none, none>>;
#endif
};

// ==== a state keeps no data: put it into the case's attributes
struct counting : state<> {
#ifdef FAULTY
    int count = 0;
#endif
};
struct machine : base<machine> {
    using transition_table = table<Row<one, event::go, counting, none, none>>;
};

// ==== a state derives from caseclock::state, last_state, final_state or interrupt_state
#ifdef FAULTY
struct plain : boost::msm::front::state<> {};
#else
struct plain : state<> {};
#endif
struct machine : base<machine> {
    using transition_table = table<Row<one, event::go, plain, none, none>>;
};

// ==== an event carries at most 16 bytes: texts and long lists stay with the host
#ifdef FAULTY
struct filled { std::uint64_t a, b, c; };
BOOST_DESCRIBE_STRUCT(filled, (), (a, b, c))
#else
struct filled { std::uint64_t a, b; };
BOOST_DESCRIBE_STRUCT(filled, (), (a, b))
#endif
struct machine : base<machine> {
    using transition_table = table<Row<one, filled, two, none, none>>;
};

// ==== an event is plain data: it is copied as bytes
struct texted {
#ifdef FAULTY
    ~texted() {}
#endif
};
BOOST_DESCRIBE_STRUCT(texted, (), ())
struct machine : base<machine> {
    using transition_table = table<Row<one, texted, two, none, none>>;
};

// ==== describe the event: BOOST_DESCRIBE_STRUCT(event, (), (fields))
struct bare { };
#ifndef FAULTY
BOOST_DESCRIBE_STRUCT(bare, (), ())
#endif
struct machine : base<machine> {
    using transition_table = table<Row<one, bare, two, none, none>>;
};

// ==== an event of the table derives from another: msm::back would also take the base's rows; keep events apart
#ifdef FAULTY
struct louder : event::go {};
#else
struct louder {};
#endif
BOOST_DESCRIBE_STRUCT(louder, (), ())
struct machine : base<machine> {
    using transition_table = table<Row<one, event::go, two, none, none>, Row<one, louder, two, none, none>>;
};

// ==== a field of an event is a bool, an integer, an enum, a name, std::chrono::milliseconds or an instant
#ifdef FAULTY
struct weighed { double kilograms; };
BOOST_DESCRIBE_STRUCT(weighed, (), (kilograms))
#else
struct weighed { std::uint32_t grams; };
BOOST_DESCRIBE_STRUCT(weighed, (), (grams))
#endif
struct machine : base<machine> {
    using transition_table = table<Row<one, weighed, two, none, none>>;
};

// ==== a row with needs<...> may be followed, in the order of trying (last declared first), only by a row whose choice excludes its own or whose needs include its own
struct machine : base<machine> {
#ifdef FAULTY
    using transition_table = table<Row<one, event::go, two, none, none>, Row<one, event::go, one, none, needs<a>>>;
#else
    using transition_table = table<Row<one, event::go, two, none, lacks<b>>, Row<one, event::go, one, none, all<has<b>, needs<a>>>>;
#endif
};

// ==== a row with needs<...> may be followed, in the order of trying (last declared first), only by a row whose choice excludes its own or whose needs include its own
struct machine : base<machine> {
#ifdef FAULTY
    using transition_table = table<Row<one, event::go, two, none, all<when<busy>, needs<a>>>, Row<one, event::go, one, none, all<when<busy>, needs<b, c>>>>;
#else
    using transition_table = table<Row<one, event::go, two, none, all<needs<a, b, c>, when<idle>>>, Row<one, event::go, one, none, all<when<busy>, needs<b, c>>>>;
#endif
};

// ==== a row with needs<...> may be followed, in the order of trying (last declared first), only by a row whose choice excludes its own or whose needs include its own
struct machine : base<machine> {
#ifdef FAULTY
    using transition_table = table<Row<one, event::go, two, none, when<idle>>, Row<one, event::go, one, none, all<when<busy>, needs<a>>>>;
#else
    using transition_table = table<Row<one, event::go, two, none, not_<when<busy>>>, Row<one, event::go, one, none, all<when<busy>, needs<a>>>>;
#endif
};

// ==== a row with needs<...> may be followed, in the order of trying (last declared first), only by a row whose choice excludes its own or whose needs include its own
struct machine : base<machine> {
#ifdef FAULTY
    using transition_table = table<Row<one, event::say, two, none, needs<a>>, Row<one, event::say, one, none, needs<large>>>;
#else
    using transition_table = table<Row<one, event::say, two, none, needs<large, a>>, Row<one, event::say, one, none, needs<large>>>;
#endif
};

// ==== a row needs a fact that its own choice lacks: it could never be taken
struct machine : base<machine> {
#ifdef FAULTY
    using transition_table = table<Row<one, event::go, two, none, all<lacks<a>, needs<a>>>>;
#else
    using transition_table = table<Row<one, event::go, two, none, all<lacks<a>, needs<b>>>>;
#endif
};

// ==== all<...> asks for a fact and for its absence: the row could never be taken
struct machine : base<machine> {
#ifdef FAULTY
    using transition_table = table<Row<one, event::go, two, none, all<has<a>, lacks<b, a>>>>;
#else
    using transition_table = table<Row<one, event::go, two, none, all<has<a>, lacks<b, c>>>>;
#endif
};

// ==== has<...> takes facts; a function goes into when<...>
struct machine : base<machine> {
#ifdef FAULTY
    using transition_table = table<Row<one, event::go, two, none, has<busy>>>;
#else
    using transition_table = table<Row<one, event::go, two, none, when<busy>>>;
#endif
};

// ==== lacks<...> takes facts; a function goes into not_<when<...>>
struct machine : base<machine> {
#ifdef FAULTY
    using transition_table = table<Row<one, event::go, two, none, lacks<busy>>>;
#else
    using transition_table = table<Row<one, event::go, two, none, not_<when<busy>>>>;
#endif
};

// ==== needs<...> and ought<...> cannot stand under any<...>
struct machine : base<machine> {
#ifdef FAULTY
    using transition_table = table<Row<one, event::go, two, none, any<needs<a>, has<b>>>>;
#else
    using transition_table = table<Row<one, event::go, two, none, any<has<a>, has<b>>>>;
#endif
};

// ==== needs<...> and ought<...> cannot stand under not_<...>
struct machine : base<machine> {
#ifdef FAULTY
    using transition_table = table<Row<one, event::go, two, none, not_<ought<a>>>>;
#else
    using transition_table = table<Row<one, event::go, two, none, not_<has<a>>>>;
#endif
};

// ==== a guard or an action takes (event const&, step&) or (step&): this function takes neither
struct machine : base<machine> {
#ifdef FAULTY
    using transition_table = table<Row<one, event::go, two, none, when<large>>>;
#else
    using transition_table = table<Row<one, event::say, two, none, when<large>>>;
#endif
};

// ==== a state can be reached from two initial states: a state belongs to one region
struct three : state<> {};
struct machine : base<machine> {
    using initial_state = table<one, two>;
#ifdef FAULTY
    using transition_table = table<Row<one, event::go, three, none, none>, Row<two, event::go, three, none, none>>;
#else
    using transition_table = table<Row<one, event::go, three, none, none>, Row<two, event::go, two, none, none>>;
#endif
};

// ==== a machine has one to four regions
template <int N> struct at : state<> {
    static constexpr detail::name_text name = [] {
        detail::name_text text;
        text += "at_";
        text.data[text.size++] = '0' + N;
        return text;
    }();
};
struct machine : base<machine> {
#ifdef FAULTY
    using initial_state = table<at<0>, at<1>, at<2>, at<3>, at<4>>;
#else
    using initial_state = table<at<0>, at<1>, at<2>, at<3>>;
#endif
    using transition_table = table<Row<at<0>, event::go, at<0>, none, none>>;
};

// ==== no row takes the event that ends this interrupt state
#ifdef FAULTY
struct frozen : interrupt_state<event::say> {};
#else
struct frozen : interrupt_state<event::go> {};
#endif
struct machine : base<machine> {
    using transition_table = table<Row<one, event::go, frozen, none, none>, Row<frozen, event::go, one, none, none>>;
};

// ==== until<...> names an event that no row takes
struct machine : base<machine> {
#ifdef FAULTY
    using facts = facts_of<fact, lasts<a, until<event::say>>>;
#else
    using facts = facts_of<fact, lasts<a, until<event::go>>>;
#endif
    using transition_table = table<Row<one, event::go, two, none, none>>;
};

// ==== until_left<...> or until_entered<...> names a state that is in no row
struct three : state<> {};
struct machine : base<machine> {
#ifdef FAULTY
    using facts = facts_of<fact, lasts<a, until_entered<three>>>;
#else
    using facts = facts_of<fact, lasts<a, until_entered<two>>>;
#endif
    using transition_table = table<Row<one, event::go, two, none, none>>;
};

// ==== lasts<...> names a fact of another enum
struct machine : base<machine> {
#ifdef FAULTY
    using facts = facts_of<fact, lasts<level::low, until<event::go>>>;
#else
    using facts = facts_of<fact, lasts<b, until<event::go>>>;
#endif
    using transition_table = table<Row<one, event::go, two, none, none>>;
};

// ==== describe the facts: BOOST_DESCRIBE_ENUM(fact, ...)
enum class wish { w };
#ifndef FAULTY
BOOST_DESCRIBE_ENUM(wish, w)
#endif
struct machine : base<machine> {
    using facts = facts_of<wish>;
    using transition_table = table<Row<one, event::go, two, none, none>>;
};

// ==== a described enum of a machine counts 0, 1, 2 ... and every enumerator is described
#ifdef FAULTY
enum class wish { w = 1 };
#else
enum class wish { w };
#endif
BOOST_DESCRIBE_ENUM(wish, w)
struct machine : base<machine> {
    using facts = facts_of<wish>;
    using transition_table = table<Row<one, event::go, two, none, none>>;
};

// ==== each attribute is declared once: enumerated, named, counted, dated or timed
enum class value { m, n };
BOOST_DESCRIBE_ENUM(value, m, n)
struct machine : base<machine> {
#ifdef FAULTY
    using attributes = attributes_of<value, counted<value::m>>;
#else
    using attributes = attributes_of<value, counted<value::m>, named<value::n>>;
#endif
    using transition_table = table<Row<one, event::go, two, none, none>>;
};

// ==== an attribute is declared twice, and another not at all
enum class value { m, n };
BOOST_DESCRIBE_ENUM(value, m, n)
struct machine : base<machine> {
#ifdef FAULTY
    using attributes = attributes_of<value, counted<value::m>, counted<value::m>>;
#else
    using attributes = attributes_of<value, counted<value::m>, counted<value::n>>;
#endif
    using transition_table = table<Row<one, event::go, two, none, none>>;
};

// ==== the attributes of a machine take more than 32 bytes: keep only what policies and guards read
enum class value { m, n, o, p, q, r };
BOOST_DESCRIBE_ENUM(value, m, n, o, p, q, r)
struct machine : base<machine> {
#ifdef FAULTY
    using attributes = attributes_of<value, dated<value::m>, dated<value::n>, dated<value::o>, dated<value::p>, dated<value::q>, dated<value::r>>;
#else
    using attributes = attributes_of<value, dated<value::m>, dated<value::n>, dated<value::o>, dated<value::p>, dated<value::q>,
                                     enumerated<value::r, level>>;
#endif
    using transition_table = table<Row<one, event::go, two, none, none>>;
};

// ==== a field has the name of an attribute of another kind
enum class value { n };
BOOST_DESCRIBE_ENUM(value, n)
struct machine : base<machine> {
#ifdef FAULTY
    using attributes = attributes_of<value, named<value::n>>;
#else
    using attributes = attributes_of<value, counted<value::n>>;
#endif
    using transition_table = table<Row<one, event::say, two, none, none>>;
};

// ==== rule<...> may stand in a list, in its all<...> and in one all<...> around that: not deeper
struct machine : base<machine> {
#ifdef FAULTY
    using transition_table = table<Row<one, event::go, two, none, all<rule<"A">, all<rule<"B">, all<rule<"C">, needs<a, rule<"D">{}>>>>>>;
#else
    using transition_table = table<Row<one, event::go, two, none, all<rule<"A">, all<rule<"B">, needs<a, rule<"D">{}>>>>>;
#endif
};

// ==== this value has no plain name: use a named function or enumerator
struct machine : base<machine> {
#ifdef FAULTY
    using transition_table = table<Row<one, event::go, two, none, when<+[](step&) { return true; }>>>;
#else
    using transition_table = table<Row<one, event::go, two, none, when<busy>>>;
#endif
};

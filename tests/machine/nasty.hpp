// SPDX-License-Identifier: Apache-2.0
//
// A deliberately nasty machine: everything the lowered engine claims to keep, in two regions.
#pragma once

#include "caseclock/machine/workflow.hpp"

#include <boost/msm/front/euml/operator.hpp>

namespace nasty {
using namespace caseclock;
using boost::msm::front::euml::And_;
using boost::msm::front::euml::Not_;
using boost::msm::front::euml::Or_;

enum class fact { f0, f1, f2, f3, f4, f5 };
BOOST_DESCRIBE_ENUM(fact, f0, f1, f2, f3, f4, f5)
enum class level { low, middle, high };
BOOST_DESCRIBE_ENUM(level, low, middle, high)
enum class attribute { count, other, rank, due, span_, who };
BOOST_DESCRIBE_ENUM(attribute, count, other, rank, due, span_, who)
enum class trace { t0 };
BOOST_DESCRIBE_ENUM(trace, t0)
using enum fact;
using enum attribute;

namespace event {
struct e1 { std::uint32_t v; };                  BOOST_DESCRIBE_STRUCT(e1, (), (v))
struct e2 { std::uint32_t v; level rank; };      BOOST_DESCRIBE_STRUCT(e2, (), (v, rank))
struct e3 { instant due; };                      BOOST_DESCRIBE_STRUCT(e3, (), (due))
struct e4 { std::chrono::milliseconds span_; };  BOOST_DESCRIBE_STRUCT(e4, (), (span_))
struct only1 { caseclock::name who; bool f5; };  BOOST_DESCRIBE_STRUCT(only1, (), (who, f5))
struct freeze { };                               BOOST_DESCRIBE_STRUCT(freeze, (), ())
struct thaw { };                                 BOOST_DESCRIBE_STRUCT(thaw, (), ())
struct finish { };                               BOOST_DESCRIBE_STRUCT(finish, (), ())
struct again { std::uint8_t n; };                BOOST_DESCRIBE_STRUCT(again, (), (n))
struct facts_are { std::uint32_t mask; };        BOOST_DESCRIBE_STRUCT(facts_are, (), (mask))
struct part_done { using origin = child_entered<"part", "done">; }; BOOST_DESCRIBE_STRUCT(part_done, (), ())
}  // namespace event

/// Leaves a trace of itself and of the facts it saw.
template <int N> struct mark {
    static constexpr detail::name_text name = [] {
        detail::name_text t;
        const char digits[] = {'m', char('0' + N / 10), char('0' + N % 10), 0};
        t += digits;
        return t;
    }();
    void operator()(step& now) const { now.say(intent_kind::order, N, static_cast<std::int64_t>(now.facts())); }
};
template <int N> inline constexpr mark<N> m{};

struct other_machine { };
inline void load(const event::facts_are& e, step& now) { now.assign_facts(e.mask & 63, ~e.mask & 63); }
inline void add(const event::e1& e, step& now)         { now[count] += e.v & 3; now.say(intent_kind::note, 0, now[count]); }
inline void add_one(step& now)                         { ++now[count]; }
inline void later(step& now)                           { now.raise(event::again{static_cast<std::uint8_t>(now.facts())}); }
inline void tell_all(step& now)                        { now.tell_parent(event::again{1}); now.tell_children(event::again{2}); }
inline void spawn(step& now) {
    now.open<other_machine>(event::e1{static_cast<std::uint32_t>(now[count].value_or(9))}, with<who, rank>, as<"part">);
    now.open<other_machine>(event::again{3});
}
inline void reset(step& now)                           { now[count] = 0; now[other].unset(); }
inline void raise_f3(step& now)                        { now.set(f3); }
inline void drop_f3(step& now)                         { now.clear(f3); }
inline bool odd(const event::e1& e, step&)             { return (e.v & 1) != 0; }
inline bool big(const event::e1& e, step&)             { return (e.v & 2) != 0; }
inline bool many(step& now)                            { return now[count] > 5; }
inline bool spare_left(step& now)                      { return now[count] < 4; }
inline bool short_span(const event::e4& e, step&)      { return e.span_ <= std::chrono::milliseconds(1000); }

// somebody else's functors, as Boost.MSM documents them
struct foreign_guard {
    template <class E, class F, class S, class T> bool operator()(const E&, F& fsm, S&, T&) const {
        return step_of(fsm)[other].value_or(0) % 3 == 0;
    }
};
struct foreign_action {
    template <class E, class F, class S, class T> void operator()(const E&, F& fsm, S&, T&) const {
        ++step_of(fsm)[other];
        step_of(fsm).say(intent_kind::note, 1, 0);
    }
};

struct lit { };
struct busy { };
struct a0     : state<enter<m<1>>, leave<m<2>>, flags<lit>> {};
struct a1     : state<enter<m<3>>, leave<m<4>>, flags<busy>> {};
struct a2     : state<enter<m<5>, raise_f3>, leave<m<6>>> {};
struct a3     : state<enter<m<7>>> {};
struct pass   : state<enter<m<8>>, leave<m<9>>> {};       // left at once, when it may
struct end_   : final_state<enter<m<10>>, flags<lit>> { static constexpr std::string_view name = "end"; };
struct b0     : state<enter<m<11>>, leave<m<12>>> {};
struct b1     : state<enter<m<13>>, leave<m<14>, drop_f3>, flags<busy>> {};
struct frozen : interrupt_state<event::thaw, enter<m<15>>, leave<m<16>>> {};

struct machine : workflow<machine> {
    static constexpr std::string_view name = "nasty";
    using facts = facts_of<fact, lasts<f5, until_left<a1>, until_entered<b1>>, lasts<f4, until<event::e2>, rule<"G-90">>>;
    using attributes = attributes_of<attribute, counted<count>, counted<other>, enumerated<rank, level>, dated<due>,
                                     timed<span_, attribute_unit::business>, named<who>>;
    using notes = trace;
    using initial_state = table<a0, b0>;
    using transition_table = table<
        //   from    event             to      does                     if, needs, ought                           the last declared is tried first
        Row< a0,     event::e1,        a1,     does<add>,               none                                       >,
        Row< a0,     event::e1,        none,   does<m<20>>,             all<has<f0>, when<odd>>                    >,
        Row< a0,     event::e1,        a0,     does<m<21>, add>,        all<lacks<f1>, when<big>, ought<f2>>       >,
        Row< a0,     event::e1,        a2,     none,                    has<f0, f1, f2>                            >,
        Row< a0,     event::e2,        pass,   does<m<22>>,             none                                       >,
        Row< a0,     event::e3,        none,   none,                    none                                       >,
        Row< a0,     event::e4,        a3,     foreign_action,          foreign_guard                              >,
        Row< a1,     event::e1,        a0,     does<m<23>>,             any<has<f1>, when<odd>>                    >,
        Row< a1,     event::e2,        a1,     none,                    not_<when<many>>                           >,
        Row< a1,     event::e2,        none,   none,                    has<f4>                                    >,
        Row< a1,     event::e3,        a2,     does<later>,             ought<f0, f4, many>                        >,
        Row< a1,     event::e4,        a0,     foreign_action,          And_<foreign_guard, Not_<has<f2>>>         >,
        Row< a1,     event::finish,    end_,   does<m<24>>,             all<needs<f4, f0, rule<"G-91">{}>, needs_when<f1, f2, spare_left>, ought_when<f3, f5, many>> >,
        Row< a2,     event::e1,        none,   does<m<25>>,             all<when<big>, all<when<odd>, lacks<f4>>>  >,
        Row< a2,     event::e2,        a0,     none,                    none                                       >,
        Row< a2,     event::e3,        a2,     does<spawn>,             none                                       >,
        Row< a2,     event::e4,        a3,     does<tell_all>,          all<needs<f0>, not_<when<many>>>           >,
        Row< a2,     event::e4,        a2,     none,                    all<needs<f0, f1>, when<many>, when<short_span>> >,
        Row< a2,     event::again,     a3,     does<m<26>>,             none                                       >,
        Row< a3,     event::e1,        a0,     does<m<27>>,             none                                       >,
        Row< a3,     event::e1,        none,   does<add>,               when<odd>                                  >,
        Row< a3,     event::e2,        a0,     none,                    is<rank, level::high, level::middle>       >,
        Row< a3,     event::e2,        a1,     none,                    all<is<rank, level::low>, needs<spare_left>> >,
        Row< a3,     event::again,     none,   does<m<28>>,             none                                       >,
        Row< pass,   none,             a1,     does<m<29>>,             lacks<f3>                                  >,
        Row< pass,   none,             a2,     none,                    all<has<f4>, ought<f1>>                    >,
        Row< pass,   event::e2,        a0,     none,                    none                                       >,
        Row< b0,     event::e1,        b1,     does<m<30>>,             has<f2>                                    >,
        Row< b0,     event::e2,        none,   does<add_one>,           none                                       >,
        Row< b0,     event::only1,     b1,     does<later>,             none                                       >,
        Row< b0,     event::freeze,    frozen, none,                    lacks<f4>                                  >,
        Row< b0,     event::part_done, b1,     none,                    needs<f5>                                  >,
        Row< b1,     event::e1,        b1,     does<m<31>>,             lacks<f2>                                  >,
        Row< b1,     event::e3,        b0,     none,                    none                                       >,
        Row< b1,     none,             b0,     does<reset>,             when<many>                                 >,
        Row< b1,     event::again,     b0,     does<m<32>>,             needs<f3>                                  >,
        Row< frozen, event::thaw,      b0,     does<m<33>>,             none                                       >,
        Row< frozen, event::thaw,      b1,     does<m<34>>,             has<f1>                                    >,
        Row< a0,     event::facts_are, none,   does<load>,              none                                       >,
        Row< a1,     event::facts_are, none,   does<load>,              none                                       >,
        Row< a2,     event::facts_are, none,   does<load>,              none                                       >,
        Row< a3,     event::facts_are, none,   does<load>,              none                                       >,
        Row< pass,   event::facts_are, none,   does<load>,              none                                       >
    >;
};

}  // namespace nasty

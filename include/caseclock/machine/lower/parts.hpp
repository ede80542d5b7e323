// SPDX-License-Identifier: Apache-2.0
//
// A row taken apart: what chooses it, what it asks, what it runs. And what is refused of a front-end, each with a sentence.
#pragma once

#include "caseclock/machine/lower/identity.hpp"
#include "caseclock/machine/workflow.hpp"

#include <boost/any.hpp>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <boost/msm/event_traits.hpp>

namespace caseclock::detail {

namespace mp = boost::mp11;
namespace msm = boost::msm;

template <class Row>
inline constexpr bool is_internal =
    std::is_same_v<typename Row::row_type_tag, msm::_irow_tag> || std::is_same_v<typename Row::row_type_tag, msm::a_irow_tag> ||
    std::is_same_v<typename Row::row_type_tag, msm::g_irow_tag> || std::is_same_v<typename Row::row_type_tag, msm::irow_tag>;

template <class S> inline constexpr bool is_ending = std::is_base_of_v<msm::front::terminate_state<>, S>;
template <class S> inline constexpr bool is_last = requires { typename S::ends_region; };
template <class S> inline constexpr bool is_interrupt = requires { typename S::ends; };

// ---- refused
template <class S> constexpr bool check_state() {
    static_assert(
        !requires { typename S::composite_tag; } &&
            boost::mpl::empty<typename S::transition_table>::value,  // every MSM state has an (empty) table
        "a state may not be a machine of its own: open a child case instead");
    static_assert(
        requires {
            typename S::entry;
            typename S::exit;
        },
        "a state derives from caseclock::state, last_state, final_state or interrupt_state");
    static_assert(boost::mpl::empty<typename S::deferred_events>::value,
                  "deferred events are not lowered: keep the wish as a fact and act on it in a completion row");
    static_assert(boost::mpl::empty<typename S::internal_transition_table>::value,
                  "internal_transition_table is not lowered: write Row<State, Event, none, ...> in the machine's table");
    static_assert(sizeof(S) == sizeof(msm::front::state<>), "a state keeps no data: put it into the case's attributes");
    return true;
}

template <class E> constexpr bool check_event() {
    if constexpr (!std::is_same_v<E, none>) {
        static_assert(!msm::is_kleene_event<E>::type::value && !std::is_same_v<E, boost::any>,
                      "a row for any event is not lowered: name the events");
        static_assert(std::is_trivially_copyable_v<E>, "an event is plain data: it is copied as bytes");
        static_assert(sizeof(E) <= payload_bytes, "an event carries at most 16 bytes: texts and long lists stay with the host");
        static_assert(boost::describe::has_describe_members<E>::value, "describe the event: BOOST_DESCRIBE_STRUCT(event, (), (fields))");
    }
    return true;
}

// ---- guards
/// Any other MSM functor: it chooses, and we cannot see into it.
template <class G> struct guard_traits : chooser {
    static constexpr fact_test choice{};
    using rest = G;
};
template <> struct guard_traits<none> : chooser {
    static constexpr fact_test choice{};
    using rest = none;
};
template <fixed_string... Id> struct guard_traits<rule<Id...>> : chooser {
    static constexpr fact_test choice{};
    static constexpr const auto& rules = rule<Id...>::ids;
    using rest = none;
};
template <class G>
requires requires {
    typename G::rest;
    G::choice;
}
struct guard_traits<G> {
    static constexpr const fact_test& choice = G::choice;
    static constexpr const auto& asked = G::asked;
    static constexpr const auto& rules = G::rules;
    using rest = typename G::rest;
    template <class E> static constexpr auto asked_functions() { return G::template asked_functions<E>(); }
};

template <class X> struct action_rules {
    static constexpr rule_list list{};
    using bare = X;
};
template <class List> struct does_of;
template <auto... F> struct does_of<mp::mp_list<std::integral_constant<decltype(F), F>...>> { using type = does<F...>; };
template <auto V> struct value_type { static constexpr auto value = V; };
template <class... V> constexpr auto does_of_values(mp::mp_list<V...>) -> does<V::value...>;
template <auto... F> struct action_rules<does<F...>> {
    static constexpr rule_list list = list_of(value_ids<F...>);
    using without = mp::mp_append<mp::mp_list<>, std::conditional_t<is_rule_value<F>, mp::mp_list<>, mp::mp_list<value_type<F>>>...>;
    template <class L> struct strip { using type = decltype(does_of_values(L{})); };
    template <class... None>
    requires(sizeof...(None) == 0) struct strip<mp::mp_list<None...>> {
        using type = none;
    };
    using bare = typename std::conditional_t<(is_rule_value<F> || ...), strip<without>, std::type_identity<does<F...>>>::type;
};

/// Does a guard or action look at the event? Somebody else's functor may.
template <class X, class E> inline constexpr bool event_matters = true;
template <class E> inline constexpr bool event_matters<none, E> = false;
template <class X, class E>
requires requires {
    { X::template needs_event<E> } -> std::convertible_to<bool>;
}
inline constexpr bool event_matters<X, E> = X::template needs_event<E>;

struct no_exit {
    using exit = leave<>;
};
struct no_entry {
    using entry = enter<>;
};
struct no_event {};

template <class R> struct parts {
    using from = typename R::Source;
    using to = typename R::Target;
    using event = typename R::Evt;
    static_assert(check_state<from>() && check_state<to>());  // first, so that the clear sentence comes
                                                              // before the others
    static constexpr bool internal = is_internal<R>;
    using guard = guard_traits<typename R::Guard>;
    using rest = typename guard::rest;
    using action = typename action_rules<typename R::Action>::bare;
    using exit = typename std::conditional_t<internal, no_exit, from>::exit;
    using entry = typename std::conditional_t<internal, no_entry, to>::entry;
    /// Named guards, and facts asked only where others hold.
    static constexpr bool asks = [] {
        for (const auto& a : guard::asked)
            if (a.fact == 0 || a.where != 0) return true;
        return false;
    }();
    static constexpr bool may_lapse = !asks && guard::asked.size() != 0;
    using reads = std::conditional_t<event_matters<rest, event> || event_matters<action, event>, event, no_event>;
};

/// A guard's or an action's call: ours, or anybody's.
template <class F, class E> [[gnu::always_inline]] inline decltype(auto) call(const E& e, step& now) {
    if constexpr (requires { F::run(e, now); }) return F::run(e, now);
    else if constexpr (requires { F::chooses(e, now); }) return F::chooses(e, now);
    else return F{}(e, now, now, now);
}

template <class L> struct as_list { using type = mp::mp_list<L>; };
template <class... S> struct as_list<mp::mp_list<S...>> { using type = mp::mp_list<S...>; };

}  // namespace caseclock::detail

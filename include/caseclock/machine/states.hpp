// SPDX-License-Identifier: Apache-2.0
//
// States of a front-end: Boost.MSM states which know the step. A state keeps no data; that is in the case's attributes.
//
//   struct held   : state<enter<start_music>, leave<stop_music>, flags<waiting>> {};
//   struct closed : final_state<> {};                      ends the case: no event is taken any more, in any region
//   struct filed  : last_state<> {};                       the last of its region; other regions go on
//   struct frozen : interrupt_state<event::thaw> {};       only `thaw` is taken, in any region, until the state is left
#pragma once

#include "caseclock/machine/invoke.hpp"
#include "caseclock/machine/rules.hpp"

#include <boost/mp11/list.hpp>
#include <boost/msm/front/states.hpp>

namespace caseclock {

/// Functions of (step&), run when the state is entered.
template <auto... F> struct enter {
    static constexpr detail::name_text name = detail::list_text({detail::name_of_value<F>()...});
    static constexpr const auto& rules = detail::value_ids<F...>;
    static constexpr bool some = sizeof...(F) > 0;
    static void run([[maybe_unused]] step& now) { (F(now), ...); }
};
/// Functions of (step&), run when the state is left.
template <auto... F> struct leave {
    static constexpr detail::name_text name = detail::list_text({detail::name_of_value<F>()...});
    static constexpr const auto& rules = detail::value_ids<F...>;
    static constexpr bool some = sizeof...(F) > 0;
    static void run([[maybe_unused]] step& now) { (F(now), ...); }
};
/// What is true of a case while it is in the state: types, asked with `has_flag`.
template <class... Flag> using flags = boost::mp11::mp_list<Flag...>;

namespace detail {
struct last_of_region {};
template <class Base, class In, class Out, class Flags> struct state_base : Base {
    using entry = In;
    using exit = Out;
    using flag_list = Flags;
    template <class E, class Fsm> void on_entry(const E&, [[maybe_unused]] Fsm& fsm) const {
        if constexpr (In::some) In::run(step_of(fsm));
    }
    template <class E, class Fsm> void on_exit(const E&, [[maybe_unused]] Fsm& fsm) const {
        if constexpr (Out::some) Out::run(step_of(fsm));
    }
};
}  // namespace detail

template <class In = enter<>, class Out = leave<>, class Flags = flags<>>
struct state : detail::state_base<boost::msm::front::state<>, In, Out, Flags> {};

template <class In = enter<>, class Flags = flags<>>
struct last_state : detail::state_base<boost::msm::front::state<>, In, leave<>, Flags> {
    using ends_region = detail::last_of_region;
};

template <class In = enter<>, class Flags = flags<>>
struct final_state : detail::state_base<boost::msm::front::terminate_state<>, In, leave<>, Flags> {};

template <class End, class In = enter<>, class Out = leave<>, class Flags = flags<>>
struct interrupt_state : detail::state_base<boost::msm::front::interrupt_state<End>, In, Out, Flags> {
    using ends = End;
};

}  // namespace caseclock

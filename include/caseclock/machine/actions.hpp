// SPDX-License-Identifier: Apache-2.0
//
// What a row does: functions of (event const&, step&) or (step&), run from left to right.
//
//   does<take_call, sets<recorded>, clears<promised>>
#pragma once

#include "caseclock/machine/invoke.hpp"
#include "caseclock/machine/rules.hpp"

namespace caseclock {

template <auto... F> struct does {
    static constexpr detail::name_text name = detail::list_text({detail::name_of_value<F>()...});
    static constexpr const auto& rules = detail::value_ids<F...>;
    template <class E> static constexpr bool needs_event = (detail::takes_event<F, E> || ...);
    template <class E, class Fsm, class S, class T> void operator()(const E& e, Fsm& fsm, S&, T&) const { run(e, step_of(fsm)); }
    template <class E> static void run(const E& e, step& now) { (detail::invoke<F>(e, now), ...); }
};

namespace detail {
template <auto... Fact> struct set_facts {
    static constexpr name_text name = call_text("set", {name_of<Fact>()...});
    void operator()(step& now) const noexcept { now.assign_facts(mask_of<Fact...>, 0); }
};
template <auto... Fact> struct clear_facts {
    static constexpr name_text name = call_text("clear", {name_of<Fact>()...});
    void operator()(step& now) const noexcept { now.assign_facts(0, mask_of<Fact...>); }
};
}  // namespace detail

/// Sets facts: an action of a row or of a state.
template <auto... Fact> inline constexpr detail::set_facts<Fact...> sets{};
/// Clears facts: an action of a row or of a state.
template <auto... Fact> inline constexpr detail::clear_facts<Fact...> clears{};

}  // namespace caseclock

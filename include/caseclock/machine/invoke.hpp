// SPDX-License-Identifier: Apache-2.0
//
// Guards and actions are plain functions of (event const&, step&) or of (step&); here they are called, in any engine.
#pragma once

#include "caseclock/machine/step.hpp"

#include <concepts>

namespace caseclock {

/// Both engines hand the same step to guards and actions: the lowered one directly, msm::back through the front-end.
inline step& step_of(step& now) noexcept { return now; }
template <class Fsm>
    requires requires(Fsm& fsm) { { *fsm.now } -> std::same_as<step&>; }
step& step_of(Fsm& fsm) noexcept {
    return *fsm.now;
}

namespace detail {

template <auto F, class E> inline constexpr bool takes_event = std::is_invocable_v<decltype(F), const E&, step&>;

template <auto F, class E> [[gnu::always_inline]] inline decltype(auto) invoke(const E& e, step& now) {
    if constexpr (takes_event<F, E>) return F(e, now);
    else {
        static_assert(std::is_invocable_v<decltype(F), step&>,
                      "a guard or an action takes (event const&, step&) or (step&): this function takes neither");
        return F(now);
    }
}

}  // namespace detail
}  // namespace caseclock

// SPDX-License-Identifier: Apache-2.0
//
// When something is due, as one number that sorts: twice the millisecond, plus one for a limit.
//
//   ... | opening at t | (the events of t) | limit at t | opening at t + 1 ms | ...
//         2 t                                2 t + 1      2 t + 2
//
// The rule that surprises: time that has reached t has passed the openings of t but not its limits, so `passed_at(t)` is the key of
// the opening.
#pragma once

#include "caseclock/time/instant.hpp"

#include <cstdint>

namespace caseclock {

/// When something is due; sorts by instant, openings before limits.
using due_key = std::int64_t;

/// No deadline at all: later than every key.
inline constexpr due_key never_due = INT64_MAX;

/// A window that opens, a pause that ends: comes before the events of its instant.
[[nodiscard]] constexpr due_key opening_at(instant t) noexcept { return 2 * t.time_since_epoch().count(); }

/// A warning, a miss, the end of a wait: comes after the events of its instant.
[[nodiscard]] constexpr due_key limit_at(instant t) noexcept { return 2 * t.time_since_epoch().count() + 1; }

/// The last key that has fired once time has reached t: openings at or before t, limits before t.
[[nodiscard]] constexpr due_key passed_at(instant t) noexcept { return opening_at(t); }

[[nodiscard]] constexpr bool is_opening(due_key key) noexcept { return (key & 1) == 0; }
[[nodiscard]] constexpr instant instant_of(due_key key) noexcept { return instant{duration{key >> 1}}; }

/// The earliest instant t at which `passed_at(t)` has reached the key: the opening's own, the millisecond after a limit.
[[nodiscard]] constexpr instant fires_at(due_key key) noexcept { return instant{duration{(key + 1) >> 1}}; }

static_assert(limit_at(instant{duration{4}}) > passed_at(instant{duration{4}}) && limit_at(instant{duration{4}}) < passed_at(instant{duration{5}}));
static_assert(fires_at(opening_at(instant{duration{4}})) == instant{duration{4}} && fires_at(limit_at(instant{duration{4}})) == instant{duration{5}});

}  // namespace caseclock

// SPDX-License-Identifier: Apache-2.0
//
// Instants and durations: UTC milliseconds, nothing finer, nothing else.
//
//   1969 ...  | 1970-01-01T00:00:00.000Z  ...  2199-12-31T23:59:59.999Z | 2200 ...
//   refused   | first_instant                            instants here  | horizon: refused
//
// The rule that surprises: what is finer than a millisecond is floored when it is an instant, and an error when it is a duration.
#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>

namespace caseclock {

/// A length of time in milliseconds; may be negative.
using duration = std::chrono::milliseconds;

/// A UTC point in time, milliseconds since 1970.
using instant = std::chrono::sys_time<duration>;

/// The earliest instant there is: 1970-01-01T00:00Z.
inline constexpr instant first_instant{};

/// The first instant that is none any more: 2200-01-01T00:00Z.
inline constexpr instant horizon = std::chrono::sys_days{std::chrono::year{2200} / std::chrono::January / 1};

/// Whether t lies in [1970, 2200).
[[nodiscard]] constexpr bool in_range(instant t) noexcept { return t >= first_instant && t < horizon; }

/// The millisecond in which a finer time point lies (also before 1970: downwards).
template <class Finer> [[nodiscard]] constexpr instant floor_to_instant(std::chrono::sys_time<Finer> t) noexcept {
    return std::chrono::floor<duration>(t);
}

/// An instant or a date outside [1970, 2200), given or searched for.
class horizon_error : public std::out_of_range {
public:
    using std::out_of_range::out_of_range;
};

static_assert(sizeof(instant) == 8 && horizon.time_since_epoch().count() == 7'258'118'400'000);

}  // namespace caseclock

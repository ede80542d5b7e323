// SPDX-License-Identifier: Apache-2.0
//
// Wall-clock time: what a clock on the wall of some zone shows. A type of its own, so that it cannot be taken for an instant; only
// a zone (zone.hpp) turns one into the other.
#pragma once

#include "caseclock/time/instant.hpp"

namespace caseclock {

/// A date on the wall, without a zone.
using local_date = std::chrono::local_days;

/// A date and time of day on the wall, milliseconds, without a zone.
using local_instant = std::chrono::local_time<duration>;

/// The dates a calendar may name: 1970-01-01 to 2199-12-31.
inline constexpr local_date first_date{};
inline constexpr local_date last_date{std::chrono::days{horizon.time_since_epoch() / std::chrono::days{1} - 1}};

[[nodiscard]] constexpr bool in_range(local_date date) noexcept { return date >= first_date && date <= last_date; }

[[nodiscard]] constexpr local_date date_of(local_instant t) noexcept { return std::chrono::floor<std::chrono::days>(t); }

/// Milliseconds since the wall's midnight, 0 .. 86'399'999.
[[nodiscard]] constexpr duration time_of_day(local_instant t) noexcept { return t - date_of(t); }

/// 0 is Monday, 6 is Sunday.
[[nodiscard]] constexpr unsigned weekday_index(local_date date) noexcept { return std::chrono::weekday{date}.iso_encoding() - 1; }

}  // namespace caseclock

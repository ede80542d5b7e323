// SPDX-License-Identifier: Apache-2.0
//
// How a cycle of a clock ended. A missed cycle that is finished later says so a second time: `missed`, then `ended_late`.
//
//   attainment = met / (met + missed + early); a cycle counts once
#pragma once

#include "caseclock/sla/target.hpp"

#include <string_view>

namespace caseclock {

enum class verdict_kind : std::uint8_t {
    met,         ///< in time
    missed,      ///< the deadline has passed
    ended_late,  ///< a missed cycle was finished
    early,       ///< finished before its window opened: missed
    cancelled,   ///< no promise any more; outside attainment
    measured     ///< finished, without a deadline; outside attainment
};
[[nodiscard]] constexpr std::string_view to_string(verdict_kind kind) noexcept {
    constexpr std::string_view text[] = {"met", "missed", "ended_late", "early", "cancelled", "measured"};
    return text[static_cast<std::size_t>(kind)];
}

/// A cycle and its times. Durations are in milliseconds of the time the clock counts: open time for business and working-day targets and
/// for a policy with a calendar and no deadline, else real time.
struct cycle_times {
    instant started{};
    instant due = never;                ///< the last due instant; `never` without a deadline
    instant ended{};                    ///< when the verdict was: of a miss the deadline
    duration used{};                    ///< without pauses
    duration target{};                  ///< from the start to the deadline before any pause; 0 without one
    duration overrun{};                 ///< real time from the deadline to the end; never below zero
    duration business_overrun{};        ///< open time from the deadline to the end
    duration early_by{};                ///< real time from the end to the opening of the window
    friend bool operator==(const cycle_times&, const cycle_times&) = default;
};

}  // namespace caseclock

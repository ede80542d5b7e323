// SPDX-License-Identifier: Apache-2.0
//
// What a calendar is made of: plain data, checked only when a calendar is built from it.
//
//   a local date has    | dated hours  | else a holiday | else weekly hours |   and then breaks cut
//   2026-10-10, a Sat.  | 09:00-18:00  |                |                   |
//   2026-10-01, a Thu.  |              | closed         |                   |
//   2026-11-11, a Wed.  |              |                | 09:00-18:00       |   15:00-16:00
//
// Dated hours and holidays touch only the shifts that open on their date; a break cuts whatever is open at that wall time, a shift of
// the evening before included.
#pragma once

#include "caseclock/time/local_time.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace caseclock {

/// One shift of a local date, in seconds since that date's midnight: open in [0, 24 h), close in (open, open + 24 h]. A close after 24 h
/// lies on the next date: 22:00-06:00 is {22 h, 30 h} and belongs to the date on which it opens.
struct shift {
    std::chrono::seconds open{};
    std::chrono::seconds close{};

    friend constexpr bool operator==(const shift&, const shift&) = default;
};

/// Dates on which the weekly hours do not open, both ends included.
struct holiday {
    local_date first;
    local_date last;
    std::string name{};  ///< for proofs; may be empty
};

/// The shifts of one date: its hours, or its breaks. Hours without shifts close the date.
struct dated_shifts {
    local_date date;
    std::vector<shift> shifts{};
};

/// Where a duration ends that ends exactly at a closing.
enum class boundary : std::uint8_t {
    closing,      ///< 8 h from Monday 09:00 in a day of 09-17 is Monday 17:00
    next_opening  ///< it is Tuesday 09:00
};

/// Everything a calendar is built from.
struct calendar_spec {
    std::string zone = "UTC";                  ///< an IANA name
    std::array<std::vector<shift>, 7> week{};  ///< Monday first
    std::vector<holiday> holidays{};
    std::vector<dated_shifts> hours{};  ///< beat holidays and weekly hours; each date once
    std::vector<dated_shifts> breaks{};
    boundary at_boundary = boundary::closing;
};

/// Open round the clock, every day.
[[nodiscard]] inline calendar_spec always_open(std::string zone) {
    calendar_spec spec;
    spec.zone = std::move(zone);
    for (auto& day : spec.week) day.push_back({std::chrono::hours{0}, std::chrono::hours{24}});
    return spec;
}

}  // namespace caseclock

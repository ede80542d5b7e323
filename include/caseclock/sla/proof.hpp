// SPDX-License-Identifier: Apache-2.0
//
// Why a verdict is what it is: the cycle cut into intervals that touch and cover it whole. The running ones add up to the time used.
//
//   first_response, in business time   Fri 16:50 - 17:00  running
//                                      Fri 17:00 - Mon 09:00  off_hours
//                                      Mon 09:00 - 09:10  running
//                                      Mon 09:10 - 09:30  paused: waiting_customer
#pragma once

#include "caseclock/sla/verdict.hpp"

#include <optional>

namespace caseclock {

enum class interval_kind : std::uint8_t {
    running,   ///< counts
    paused,    ///< a reason of the policy holds
    off_hours  ///< the clock counts open time, and its calendar is closed
};
[[nodiscard]] constexpr std::string_view to_string(interval_kind kind) noexcept {
    constexpr std::string_view text[] = {"running", "paused", "off_hours"};
    return text[static_cast<std::size_t>(kind)];
}

struct proof_interval {
    span when;
    interval_kind kind{};
    std::string cause;  ///< the reasons of a pause; "off_hours", "holiday National Day", "break" ... where it is closed
};

/// A deadline that was set or moved.
struct deadline_change {
    instant at{};         ///< when
    instant opens = never;
    instant due = never;  ///< to what; `never`: none
    std::string why;      ///< "started", "aimed", "resumed", "reset", and by which event or firing
};

/// A level of a ladder that was told.
struct proof_level {
    instant at{};
    std::string ladder, level;        ///< "to_supervisor", "30m after"
    std::uint8_t number = 0;          ///< in its ladder, from 0
    bool asks = false;                ///< for an acknowledgement
    instant overdue_at = never;       ///< nobody had acknowledged it then
    instant acknowledged_at = never;
};

/// One cycle of one clock.
struct proof {
    std::uint64_t case_id = 0;
    std::uint16_t policy = 0;              ///< the rulebook's number
    std::uint16_t cycle = 0;
    std::string policy_name, target;       ///< the target as it was written; empty: none matched
    std::string zone;                      ///< of the clock's calendar
    std::string calendar;                  ///< its name, where the clock counts open time
    std::optional<verdict_kind> verdict;   ///< none while it runs, for a wait, and for a cycle that was reset
    cycle_times times;                     ///< as the verdict has them; of a running clock up to now
    bool open_time = false;                ///< `used` and `target` are open time
    bool running = false;
    std::string ended_by;                  ///< the event or firing
    std::vector<deadline_change> deadlines;
    std::vector<proof_level> levels;
    std::vector<proof_interval> intervals;

    /// The sum of the running intervals: equal to times.used.
    [[nodiscard]] duration running_time() const {
        duration sum{};
        for (const auto& each : intervals)
            if (each.kind == interval_kind::running) sum += each.when.length();
        return sum;
    }
};

/// Appends what [from, to) was for a clock that is not paused: running, or closed where it counts open time.
inline void append_counted(std::vector<proof_interval>& to, span when, bool open_time, const calendar& hours) {
    if (when.empty()) return;
    if (!open_time) return to.push_back({when, interval_kind::running, {}});
    for (const auto& piece : hours.stretches(when)) {
        if (piece.kind == stretch_kind::open) {
            to.push_back({piece.when, interval_kind::running, {}});
            continue;
        }
        std::string cause{to_string(piece.kind)};
        if (!piece.name.empty()) cause += ' ' + std::string{piece.name};
        to.push_back({piece.when, interval_kind::off_hours, std::move(cause)});
    }
}

}  // namespace caseclock

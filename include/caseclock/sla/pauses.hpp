// SPDX-License-Identifier: Apache-2.0
//
// How instants move when a clock was paused.
//
//   Mon-Fri 09-17       | due       | paused                | moves to
//   real time           | Mon 12:00 | Mon 10:00 - Mon 11:00 | Mon 13:00        by the length of the pause
//   business time       | Tue 10:00 | Mon 16:00 - Tue 11:00 | Tue 13:00        by its open time
//   business time       | Mon 17:00 | Mon 17:00 - Tue 08:00 | Tue 08:00        not before the resume
//   business time       | Mon 10:00 | Mon 11:00 - Mon 12:00 | Mon 11:00        was due before the pause: by its open time alone
//   bound of a window   | Mon 10:00 | Mon 11:00 - Mon 12:00 | Mon 10:00        had passed
//
// A bound of a window has passed when events of the pause's instant come after it: an opening at the pause's own start has, an end has not.
//
// Pauses that touch are one pause.
#pragma once

#include "caseclock/sla/ladder.hpp"

#include <boost/container/small_vector.hpp>

namespace caseclock {

/// Where a limit moves that a clock was paused over. `open_time`: the limit counts in open time of `hours`.
[[nodiscard]] inline instant moved_by_pause(instant limit, span paused, bool open_time, const calendar& hours) {
    if (limit == never) return never;
    if (!open_time) return limit + (paused.end - paused.begin);
    const auto length = hours.between(paused.begin, paused.end);
    const auto moved = length.count() == 0 ? limit : hours.add(limit, length);
    return limit >= paused.begin ? std::max(moved, paused.end) : moved;
}
/// The same for both bounds of a window; one that had passed when the pause began stays.
[[nodiscard]] inline limits window_moved_by_pause(limits l, span paused, bool open_time, const calendar& hours) {
    if (l.opens > paused.begin) l.opens = moved_by_pause(l.opens, paused, open_time, hours);
    if (l.due >= paused.begin) l.due = moved_by_pause(l.due, paused, open_time, hours);
    return l;
}

/// When a reason to pause that holds has lasted as long as it may.
struct pause_end {
    instant at{};
    std::uint8_t reason = 0;
};

/// What some clocks remember of their cycle.
struct clock_history {
    limits first;                                         ///< the limits before any pause
    instant cap = never;                                  ///< the due of `not_later_than`, before any pause
    boost::container::small_vector<span, 2> pauses;       ///< in order, none touches the next
    std::vector<pause_end> pause_ends;                    ///< of reasons with a `max_pause` that hold, in their order
    std::uint32_t occurred = 0;                           ///< members of the policy's `all` triggers that occurred
    std::uint8_t calendar = no_calendar;                  ///< the case's as it was when the clock was aimed, where that has changed since
    std::uint8_t spent = 0;                               ///< reasons that have lasted as long as they may and still hold, a bit each

    ladder_marks levels;                                  ///< of its ladders

    [[nodiscard]] bool pausing() const noexcept { return !pauses.empty() && pauses.back().end == never; }
    /// A pause begins; one that begins where the last ended goes on.
    void begin_pause(instant at) {
        if (!pauses.empty() && pauses.back().end == at) pauses.back().end = never;
        else pauses.push_back({at, never});
    }
    void end_pause(instant at) {
        pauses.back().end = at;
        if (pauses.back().begin == at) pauses.pop_back();  // it had no length
    }
};

/// The limits after the pauses. One that goes on counts as if it ended at `now`.
[[nodiscard]] inline limits moved_by_pauses(limits l, std::span<const span> pauses, const target& by, const calendar& hours, instant now) {
    for (const auto& each : pauses) {
        const span paused{each.begin, std::min(each.end, now)};
        if (paused.empty()) continue;
        if (by.has_window()) l = window_moved_by_pause(l, paused, by.counts_open_time(), hours);
        else l.due = moved_by_pause(l.due, paused, by.counts_open_time(), hours);
    }
    return l;
}

/// How much of [from, to) was paused, in real or in open time.
[[nodiscard]] inline duration paused_time(std::span<const span> pauses, span of, bool open_time, const calendar& hours) {
    duration sum{};
    for (const auto& each : pauses) {
        const auto part = intersection({each.begin, std::min(each.end, of.end)}, of);
        if (!part.empty()) sum += open_time ? hours.between(part.begin, part.end) : part.end - part.begin;
    }
    return sum;
}

}  // namespace caseclock

// SPDX-License-Identifier: Apache-2.0
//
// Why a verdict is what it is: the cycle cut into intervals that touch and cover it whole. The running ones add up to the time used.
//
//   first_response, in business time   Fri 16:50 - 17:00  running
//                                      Fri 17:00 - Mon 09:00  off_hours: closed Saturday, Sunday
//                                      Mon 09:00 - 09:10  running
//                                      Mon 09:10 - 09:30  paused: waiting_customer
#pragma once

#include "caseclock/sla/verdict.hpp"
#include "caseclock/time/iso8601.hpp"

#include <optional>

namespace caseclock {

/// No event of the host: a firing, or nothing at all.
inline constexpr std::size_t no_event_number = static_cast<std::size_t>(-1);

enum class interval_kind : std::uint8_t {
    running,   ///< counts
    paused,    ///< a reason of the policy holds
    off_hours  ///< the clock counts open time, and its calendar is closed
};
[[nodiscard]] constexpr std::string_view to_string(interval_kind kind) noexcept {
    constexpr std::string_view text[] = {"running", "paused", "off_hours"};
    return text[static_cast<std::size_t>(kind)];
}

/// What moved a clock: its name, and of an event of the host its place among the events that were given.
struct proof_cause {
    std::string name;  ///< "reply", "a firing of hold", "a change of attributes"; empty where nothing did
    std::size_t event = no_event_number;
};

struct proof_interval {
    span when;
    interval_kind kind{};
    std::string cause{};  ///< the reasons of a pause; "holiday National Day", "closed Saturday, Sunday", "break" ... where it is closed
    proof_cause by{};     ///< what it began with; empty where only the hours changed
};

/// A deadline that was set or moved.
struct deadline_change {
    instant at{};         ///< when
    instant opens = never;
    instant due = never;  ///< to what; `never`: none
    std::string why;      ///< "started", "retargeted", "resumed", "reset", and by which event or firing
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

/// Something that a clock said by itself.
struct proof_mark {
    enum class kind : std::uint8_t { window_opened, warning, missed };
    instant at{};        ///< when it was due
    kind is{};
    std::string text{};  ///< of a warning: how much was left
};
[[nodiscard]] constexpr std::string_view to_string(proof_mark::kind kind) noexcept {
    constexpr std::string_view text[] = {"window_opened", "warning", "missed"};
    return text[static_cast<std::size_t>(kind)];
}

/// An event at another instant than it came.
struct moved_event {
    std::size_t event = no_event_number;
    instant from{}, to{};
};

/// A change of what happened under which a cycle that was missed would have been met. It is the least: of a millisecond less it is not true.
struct counterfactual {
    enum class kind : std::uint8_t {
        ended_by,      ///< what ended it comes by `at`; without an event: something stops it by then
        ended_from,    ///< what ended it comes no earlier than `at`: the window was not open
        started_from,  ///< what started it comes no earlier than `at`
        paused_by,     ///< what paused it comes by `at`
        resumed_from   ///< what resumed it comes no earlier than `at`
    };
    kind is{};
    instant at{};
    duration by{};                   ///< so much earlier or later than it came
    proof_cause moved{};             ///< the event that comes at `at`
    std::vector<moved_event> moves{};  ///< it, and those that it takes along so that the order stays
};
[[nodiscard]] constexpr std::string_view to_string(counterfactual::kind kind) noexcept {
    constexpr std::string_view text[] = {"ended_by", "ended_from", "started_from", "paused_by", "resumed_from"};
    return text[static_cast<std::size_t>(kind)];
}

/// One cycle of one clock.
struct proof {
    std::uint64_t case_id = 0;
    std::uint16_t policy = 0;              ///< the rulebook's number
    std::uint16_t cycle = 0;
    std::string policy_name, policy_title;
    std::string target;                    ///< as it was written; empty: none matched
    std::string zone;                      ///< of the clock's calendar
    std::string calendar;                  ///< its name, where the clock counts open time
    std::optional<verdict_kind> verdict;   ///< none while it runs, for a wait, and for a cycle that was reset
    cycle_times times;                     ///< as the verdict has them; of a running clock up to now
    bool open_time = false;                ///< `used` and `target` are open time
    bool running = false;
    proof_cause started_by, ended_by;
    std::vector<deadline_change> deadlines;
    std::vector<proof_level> levels;
    std::vector<proof_interval> intervals;
    std::vector<proof_mark> marks;         ///< in the order of their instants
    std::vector<counterfactual> counterfactuals;  ///< of a cycle that was missed

    /// Missed, finished late, or finished before its window.
    [[nodiscard]] bool was_missed() const noexcept {
        return verdict == verdict_kind::missed || verdict == verdict_kind::ended_late || verdict == verdict_kind::early;
    }
    /// The sum of the running intervals: equal to times.used.
    [[nodiscard]] duration running_time() const {
        duration sum{};
        for (const auto& each : intervals)
            if (each.kind == interval_kind::running) sum += each.when.length();
        return sum;
    }
    /// The intervals touch, cover the cycle, and the running ones add up to the time used.
    [[nodiscard]] bool adds_up() const {
        auto at = times.started;
        for (const auto& each : intervals) {
            if (each.when.begin != at || each.when.empty()) return false;
            at = each.when.end;
        }
        return at == std::max(times.started, times.ended) && running_time() == times.used;
    }
};

namespace detail {

/// The whole dates of a closed stretch: "closed Saturday, Sunday", "closed 2026-12-24 to 2026-12-31"; "off_hours" where there are none.
[[nodiscard]] inline std::string closed_dates(span closed, const zone& where) {
    static constexpr std::string_view weekdays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    std::vector<local_date> dates;
    for (auto date = where.date_of(closed.begin); where.day(date).begin < closed.end; date += std::chrono::days{1}) {
        const auto day = where.day(date);
        if (!day.empty() && day.begin >= closed.begin && day.end <= closed.end) dates.push_back(date);
    }
    if (dates.empty()) return std::string{to_string(stretch_kind::off_hours)};
    if (dates.size() > 3) return "closed " + format_date(dates.front()) + " to " + format_date(dates.back());
    std::string text = "closed ";
    for (const auto date : dates) {
        if (date != dates.front()) text += ", ";
        text += weekdays[weekday_index(date)];
    }
    return text;
}

[[nodiscard]] inline std::string closing_cause(const stretch& piece, const zone& where) {
    std::string cause{to_string(piece.kind)};
    switch (piece.kind) {
        case stretch_kind::off_hours: return closed_dates(piece.when, where);
        case stretch_kind::holiday: return cause + ' ' + (piece.name.empty() ? format_date(piece.date) : std::string{piece.name});
        case stretch_kind::dated_hours: return cause + " of " + format_date(piece.date);
        default: return cause;
    }
}

}  // namespace detail

/// Appends what [from, to) was for a clock that is not paused: running, or closed where it counts open time. The first piece began with `by`.
inline void append_counted(std::vector<proof_interval>& to, span when, bool open_time, const calendar& hours, const proof_cause& by) {
    if (when.empty()) return;
    if (!open_time) return to.push_back({when, interval_kind::running, {}, by});
    for (const auto& piece : hours.stretches(when)) {
        const bool open = piece.kind == stretch_kind::open;
        to.push_back({piece.when, open ? interval_kind::running : interval_kind::off_hours,
                      open ? std::string{} : detail::closing_cause(piece, hours.where()), piece.when.begin == when.begin ? by : proof_cause{}});
    }
}

}  // namespace caseclock

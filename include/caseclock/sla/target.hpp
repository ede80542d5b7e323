// SPDX-License-Identifier: Apache-2.0
//
// What a promise aims at, and the instants that follow from it.
//
//   within 5m | 8 business hours | 3 days | 2 working days      that long after the start
//   within announced                                            as long as an attribute of the case says
//   within 2 working days per 10 units                          for each batch of a number of the case: batch.hpp
//   by agreed_at; 1h before appointment_at                      an instant of the case; so long before it
//   between 24h and 72h                                         a window after the start, both ends included
//   by close of early_shift; by close of 2 working days         a closing of a calendar
//   by end of the day | the next day | the day of ATTRIBUTE     24:00 of a local date
//   on the day before ATTRIBUTE                                 a window, one local date
//   none                                                        measured, no deadline
//
// A target may be capped by another one (`not_later_than`): the earlier is the due, and each follows its own rule under a pause.
//
// The rule that surprises: only `within` and `between` move with a pause.
#pragma once

#include "caseclock/calendar/calendar.hpp"
#include "caseclock/sla/batch.hpp"
#include "caseclock/sla/condition.hpp"
#include "caseclock/time/duration_text.hpp"

#include <span>
#include <string>

namespace caseclock {

enum class target_kind : std::uint8_t {
    none,                  ///< no deadline
    within,                ///< `length` after the start
    within_attribute,      ///< as long as the attribute says, in `attribute_unit`
    within_per,            ///< `length` for every `per` of the attribute
    by,                    ///< the attribute's instant
    before,                ///< `length` before the attribute's instant
    between,               ///< a window from `length` to `upper` after the start
    close_of,              ///< the next closing of `closing` that is the last of its date
    close_of_working_day,  ///< the last closing of the hours that open on the `length.amount`-th working date
    end_of_day,            ///< 24:00 of the start's local date, `length.amount` dates later
    end_of_attribute_day,  ///< 24:00 of the local date of the attribute's instant
    day_before             ///< a window: the local date before that of the attribute's instant
};

inline constexpr std::uint8_t no_calendar = 0xff;       ///< no calendar named here
inline constexpr std::uint8_t no_target = 63;           ///< number of a target that is none
inline constexpr std::uint8_t reads_nothing = 0xff;     ///< no attribute
inline constexpr instant never = instant{duration{(std::int64_t{1} << 44) - 1}};  ///< later than every instant there is

/// One target of a policy. The first whose condition holds counts.
struct target {
    condition when{};
    target_kind kind = target_kind::none;
    duration_value length{};
    duration_value upper{};
    std::uint8_t attribute = reads_nothing;
    duration_unit attribute_unit = duration_unit::real;
    std::uint8_t calendar = no_calendar;   ///< number of the calendar it counts in; `no_calendar`: the policy's
    std::uint8_t closing = no_calendar;    ///< of close_of: whose closing
    std::uint8_t otherwise = no_target;    ///< the target that stands in where the attribute says nothing
    std::uint8_t not_later_than = no_target;  ///< the target whose due caps this one's
    std::uint32_t per = 1;                 ///< of within_per: the size of a batch
    batch_rounding rounding = batch_rounding::ceil;
    std::uint8_t ladder = 0xff;            ///< number of its ladder within the policy; no_ladder: none
    working_day_options days{};
    std::string text{};                    ///< as it was written
    std::vector<std::string> rules{};

    /// Whether a pause moves it.
    [[nodiscard]] bool moves() const noexcept {
        return kind == target_kind::within || kind == target_kind::within_attribute || kind == target_kind::within_per ||
               kind == target_kind::between;
    }
    [[nodiscard]] bool has_window() const noexcept { return kind == target_kind::between || kind == target_kind::day_before; }
    /// How it counts: business and working days in open time, all else in real time.
    [[nodiscard]] bool counts_open_time() const noexcept {
        if (kind == target_kind::between) return counts_open_time(upper.unit);
        if (kind == target_kind::within_attribute) return counts_open_time(attribute_unit);
        if (kind == target_kind::within_per) return counts_open_time(length.unit);
        return kind == target_kind::close_of_working_day || (kind == target_kind::within && counts_open_time(length.unit));
    }
    /// Are durations of that unit counted in open time?
    [[nodiscard]] static bool counts_open_time(duration_unit unit) noexcept {
        return unit == duration_unit::business || unit == duration_unit::working_days;
    }
};

/// The instants that a target gives: when its window opens, and the last instant in time. `never` where there is none.
struct limits {
    instant opens = never;
    instant due = never;
    bool unset = false;  ///< the attribute it reads has no value, and nothing stands in: no deadline
    friend bool operator==(const limits&, const limits&) = default;
};

/// So long after t, as the duration's unit counts; `length` may be negative. Throws horizon_error past the year 2200.
[[nodiscard]] inline instant moved_by(instant t, duration_value length, const calendar& hours, working_day_options days = {}) {
    switch (length.unit) {
        case duration_unit::real: {
            const auto moved = t + length.length();
            if (!in_range(moved)) throw horizon_error{"so much time from " + format_instant(t) + " lies outside [1970, 2200)"};
            return moved;
        }
        case duration_unit::business: return hours.add(t, length.length());
        case duration_unit::days: return hours.add_days(t, length.amount);
        case duration_unit::working_days: return hours.add_working_days(t, length.amount, days);
    }
    return t;
}

namespace detail {

/// A duration attribute holds milliseconds; days and working days are 24 h each, a part of one counts as one.
[[nodiscard]] inline duration_value attribute_length(std::int64_t value_ms, duration_unit unit) {
    constexpr std::int64_t day_ms = 86'400'000;
    const bool timed = unit == duration_unit::real || unit == duration_unit::business;
    return {unit, timed ? value_ms : (value_ms + day_ms - 1) / day_ms};
}
[[nodiscard]] inline duration_value negative(duration_value length) { return {length.unit, -length.amount}; }

}  // namespace detail

/// Whether the attribute that a target reads is unset, or a length or number that is not positive.
template <class ValueOf> [[nodiscard]] bool says_nothing(const target& t, const ValueOf& value_of) {
    if (t.attribute == reads_nothing) return false;
    const std::int64_t value = value_of(t.attribute);
    const bool counts = t.kind == target_kind::within_attribute || t.kind == target_kind::within_per;
    return value == no_number || (counts && value <= 0);
}

/// The target that counts when `number` was chosen: what stands in for it where the attribute that it reads says nothing.
template <class ValueOf>
[[nodiscard]] std::uint8_t standing_in(std::span<const target> targets, std::uint8_t number, const ValueOf& value_of) {
    for (const auto* t = &targets[number]; t->otherwise != no_target && says_nothing(*t, value_of); t = &targets[number]) number = t->otherwise;
    return number;
}

/// The instants of a target for a clock that starts at `start`. `hours` is the clock's calendar, `closings` those of the rulebook by number;
/// `value_of(attribute)` reads the case.
template <class ValueOf>
[[nodiscard]] limits limits_of(const target& t, instant start, const calendar& hours, std::span<const calendar> closings, const ValueOf& value_of) {
    if (says_nothing(t, value_of)) return {.unset = true};
    const std::int64_t value = t.attribute != reads_nothing ? value_of(t.attribute) : 0;
    const instant read{duration{value}};
    switch (t.kind) {
        case target_kind::none: return {};
        case target_kind::within: return {.due = moved_by(start, t.length, hours, t.days)};
        case target_kind::within_attribute: return {.due = moved_by(start, detail::attribute_length(value, t.attribute_unit), hours, t.days)};
        case target_kind::within_per: return {.due = moved_by(start, batch_length(t.length, value, t.per, t.rounding), hours, t.days)};
        case target_kind::by: return {.due = read};
        case target_kind::before: return {.due = moved_by(read, detail::negative(t.length), hours, t.days)};
        case target_kind::between: return {.opens = moved_by(start, t.length, hours, t.days), .due = moved_by(start, t.upper, hours, t.days)};
        case target_kind::close_of: return {.due = closings[t.closing].close_of_day(start)};
        case target_kind::close_of_working_day: return {.due = hours.close_of_working_day(start, t.length.amount, t.days)};
        case target_kind::end_of_day: return {.due = hours.end_of_day(start, t.length.amount)};
        case target_kind::end_of_attribute_day: return {.due = hours.end_of_day(read)};
        case target_kind::day_before: {
            const auto day = hours.day_span(read, -1);
            return {.opens = day.begin, .due = day.end};
        }
    }
    return {};
}

}  // namespace caseclock

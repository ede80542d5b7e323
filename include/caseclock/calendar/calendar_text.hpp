// SPDX-License-Identifier: Apache-2.0
//
// The parts of a calendar as people write them.
//
//   text                     | means
//   09:00-12:00              | a shift; also with seconds, 09:00:30-12:00
//   22:00-06:00              | over midnight, to 06:00 of the next date
//   18:00-24:00              | to the end of the day
//   mon, mon-fri, sat-mon    | weekdays
//   2026-10-01               | one date
//   2026-10-01..2026-10-07   | dates, both ends included
#pragma once

#include "caseclock/calendar/calendar_spec.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/time/nearest_word.hpp"

namespace caseclock {

inline constexpr std::array<std::string_view, 7> weekday_names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

namespace detail {

inline std::chrono::seconds read_wall_time(text_cursor& in) {
    constexpr std::string_view form = "hours are written HH:MM-HH:MM or HH:MM:SS-HH:MM:SS";
    const std::chrono::hours hour{in.digits(2, form)};
    in.expect(':', form);
    const std::chrono::minutes minute{in.digits(2, form)};
    const std::chrono::seconds second{in.take(':') ? in.digits(2, form) : 0};
    const auto time = hour + minute + second;
    if (minute.count() > 59 || second.count() > 59 || time > std::chrono::hours{24}) in.refuse("a time lies outside 00:00 .. 24:00");
    return time;
}

[[nodiscard]] inline std::size_t weekday_named(std::string_view name, std::string_view whole) {
    for (std::size_t i = 0; i < weekday_names.size(); ++i)
        if (weekday_names[i] == name) return i;
    refuse_text("weekday", whole,
                "there is no \"" + std::string{name} + "\"" + did_you_mean(name, weekday_names) +
                    " (allowed: mon, tue, wed, thu, fri, sat, sun, and ranges such as mon-fri)");
}

/// "09:00-12:00", "22:00-06:00+1d" for a shift {22 h, 30 h}.
[[nodiscard]] inline std::string wall_time_text(std::chrono::seconds time) {
    const bool next_day = time > std::chrono::hours{24};
    if (next_day) time -= std::chrono::hours{24};
    std::array<char, 8> text{};
    char* end = write_digits<2>(text.data(), time.count() / 3600);
    *end++ = ':';
    end = write_digits<2>(end, time.count() / 60 % 60);
    if (time.count() % 60 != 0) {
        *end++ = ':';
        end = write_digits<2>(end, time.count() % 60);
    }
    return {text.data(), end};
}

}  // namespace detail

/// Reads hours of a day; an end before the start lies on the next date. Throws text_error.
[[nodiscard]] inline shift parse_shift(std::string_view text) {
    detail::text_cursor in{"hours", text};
    shift hours;
    hours.open = detail::read_wall_time(in);
    in.expect('-', "hours are written HH:MM-HH:MM or HH:MM:SS-HH:MM:SS");
    hours.close = detail::read_wall_time(in);
    if (!in.at_end()) in.refuse("something follows the hours");
    if (hours.open == std::chrono::hours{24}) in.refuse("hours open before 24:00");
    if (hours.close == hours.open) in.refuse("they end where they start; the whole day is 00:00-24:00");
    if (hours.close < hours.open) hours.close += std::chrono::hours{24};
    return hours;
}

/// "09:00-12:00"; over midnight "22:00-06:00".
[[nodiscard]] inline std::string format_shift(shift hours) {
    return detail::wall_time_text(hours.open) + '-' + detail::wall_time_text(hours.close);
}

/// Reads "mon", "mon-fri" or "sat-mon" to indices, 0 is Monday. Throws text_error.
[[nodiscard]] inline std::vector<std::size_t> parse_weekdays(std::string_view text) {
    const auto dash = text.find('-');
    const auto first = detail::weekday_named(text.substr(0, dash), text);
    const auto last = dash == std::string_view::npos ? first : detail::weekday_named(text.substr(dash + 1), text);
    std::vector<std::size_t> days{first};
    while (days.back() != last) days.push_back((days.back() + 1) % 7);
    return days;
}

/// Reads "2026-10-01" or "2026-10-01..2026-10-07". Throws text_error; whether the end comes first is checked with the calendar.
[[nodiscard]] inline holiday parse_holiday(std::string_view text) {
    const auto dots = text.find("..");
    if (dots == std::string_view::npos) {
        const auto date = parse_date(text);
        return {date, date, {}};
    }
    return {parse_date(text.substr(0, dots)), parse_date(text.substr(dots + 2)), {}};
}

}  // namespace caseclock

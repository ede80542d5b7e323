// SPDX-License-Identifier: Apache-2.0
//
// The rule in the footer of a TZif file: how a zone goes on after the transitions that the file lists.
//
//   CST-8                                  Shanghai: UTC+8, no summer time
//   EST5EDT,M3.2.0,M11.1.0                 New York: from the 2nd Sunday of March 02:00 to the 1st of November 02:00
//   IST-1GMT0,M10.5.0,M3.5.0/1             Dublin: winter is the exception, an hour back
//   <-02>2<-01>,M3.5.0/-1,M10.5.0/0        Nuuk: from the evening before the last Sunday of March
//   <+10:30>-10:30<+11>-11,M10.1.0,M4.1.0  Lord Howe: half an hour, over the new year
//
// The rule that surprises: the sign of an offset counts west of Greenwich. Times of day run from -167 to 167 hours (RFC 8536),
// which `date/ptz.h` does not read.
#pragma once

#include "caseclock/time/iso8601.hpp"

#include <optional>

namespace caseclock::detail {

/// On which day and at which wall-clock time of it an offset changes, in any year.
struct yearly_change {
    enum class day_form { month_week_weekday, day_without_leap_day, day_from_zero };
    day_form form = day_form::month_week_weekday;
    unsigned month = 1, week = 1, weekday = 0;  // week 5 is the last; 0 is Sunday
    int day = 0;                                // of the year
    std::chrono::seconds time{std::chrono::hours{2}};

    [[nodiscard]] std::chrono::local_seconds in(std::chrono::year year) const {
        using std::chrono::days;
        if (form == day_form::day_from_zero) return local_date{year / 1 / 1} + days{day} + time;
        if (form == day_form::day_without_leap_day)
            return local_date{year / 1 / 1} + days{day - 1 + (year.is_leap() && day >= 60 ? 1 : 0)} + time;
        const std::chrono::weekday on{weekday};
        const std::chrono::month of{month};
        return (week == 5 ? local_date{year / of / on[std::chrono::last]} : local_date{year / of / on[week]}) + time;
    }
};

/// A parsed footer. Offsets are seconds east of Greenwich.
struct posix_rule {
    std::chrono::seconds standard{};
    std::chrono::seconds summer{};  // the other offset; in Dublin it is the smaller one
    std::optional<yearly_change> to_summer, to_standard;
};

inline std::chrono::seconds read_posix_time(text_cursor& in, int most_hours) {
    const bool negative = in.take('-');
    if (!negative) in.take('+');
    int hours = in.digits(1, "an hour is missing");
    while (in.at_digit() && hours <= most_hours) hours = hours * 10 + in.digits(1, "");
    const int minutes = in.take(':') ? in.digits(2, "minutes have two digits") : 0;
    const int seconds = in.take(':') ? in.digits(2, "seconds have two digits") : 0;
    if (hours > most_hours || minutes > 59 || seconds > 59) in.refuse("a time is out of range");
    const auto time = std::chrono::hours{hours} + std::chrono::minutes{minutes} + std::chrono::seconds{seconds};
    return negative ? -time : time;
}

inline void skip_posix_name(text_cursor& in) {
    const bool quoted = in.take('<');
    int letters = 0;
    for (; !in.at_end(); ++letters) {
        const char c = in.rest().front();
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(quoted && (is_digit(c) || c == '+' || c == '-'))) break;
        in.take(c);
    }
    if (quoted) in.expect('>', "a quoted name ends with >");
    if (letters < 3) in.refuse("a name has at least three letters");
}

inline yearly_change read_yearly_change(text_cursor& in) {
    yearly_change change;
    const auto number = [&in](int most) {
        int value = in.digits(1, "a number is missing");
        while (in.at_digit() && value <= most) value = value * 10 + in.digits(1, "");
        if (value > most) in.refuse("a number is out of range");
        return value;
    };
    if (in.take('M')) {
        change.month = static_cast<unsigned>(number(12));
        in.expect('.', "a week is missing");
        change.week = static_cast<unsigned>(number(5));
        in.expect('.', "a weekday is missing");
        change.weekday = static_cast<unsigned>(number(6));
        if (change.month == 0 || change.week == 0) in.refuse("a number is out of range");
    } else {
        const bool julian = in.take('J');
        change.form = julian ? yearly_change::day_form::day_without_leap_day : yearly_change::day_form::day_from_zero;
        change.day = number(365);
        if (julian && change.day == 0) in.refuse("a number is out of range");
    }
    if (in.take('/')) change.time = read_posix_time(in, 167);
    return change;
}

/// Parses a footer; throws text_error for what is none.
[[nodiscard]] inline posix_rule parse_posix_rule(std::string_view text) {
    text_cursor in{"zone rule", text};
    posix_rule rule;
    skip_posix_name(in);
    rule.standard = -read_posix_time(in, 24);
    if (in.at_end()) return rule;
    skip_posix_name(in);
    rule.summer = rule.standard + std::chrono::hours{1};
    if (!in.at_end() && in.rest().front() != ',') rule.summer = -read_posix_time(in, 24);
    in.expect(',', "the dates of the changes are missing");
    rule.to_summer = read_yearly_change(in);
    in.expect(',', "the date of the second change is missing");
    rule.to_standard = read_yearly_change(in);
    if (!in.at_end()) in.refuse("something follows the rule");
    return rule;
}

}  // namespace caseclock::detail

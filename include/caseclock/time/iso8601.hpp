// SPDX-License-Identifier: Apache-2.0
//
// Instants and dates as ISO 8601 text. Written always as 24 characters, UTC, milliseconds; read with any offset.
//
//   read                             | means
//   2026-10-01T09:00:00.000Z         | itself
//   2026-10-01T09:00Z                | 2026-10-01T09:00:00.000Z
//   2026-10-01T17:00:00.1239+08:00   | 2026-10-01T09:00:00.123Z       finer than a millisecond is floored
//   2026-10-01T09:00:00              | error: no offset
//   2026-10-01                       | a date (parse_date)
#pragma once

#include "caseclock/time/local_time.hpp"
#include "caseclock/time/text_error.hpp"

#include <array>
#include <string>
#include <string_view>

namespace caseclock {

namespace detail {

/// Reads a text from left to right; every refusal names the whole text.
class text_cursor {
public:
    text_cursor(std::string_view subject, std::string_view text) : subject_{subject}, text_{text}, rest_{text} {}

    [[noreturn]] void refuse(std::string_view reason) const { refuse_text(subject_, text_, reason); }
    [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
    [[nodiscard]] bool at_digit() const noexcept { return !rest_.empty() && is_digit(rest_.front()); }
    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }

    /// Takes the character when it comes next.
    bool take(char expected) noexcept {
        if (rest_.empty() || rest_.front() != expected) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void expect(char expected, std::string_view reason) {
        if (!take(expected)) refuse(reason);
    }
    /// A number of exactly so many digits.
    int digits(int count, std::string_view reason) {
        int number = 0;
        for (; count > 0; --count) {
            if (!at_digit()) refuse(reason);
            number = number * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        return number;
    }

private:
    std::string_view subject_, text_, rest_;
};

inline local_date read_date(text_cursor& in) {
    constexpr std::string_view form = "a date is written YYYY-MM-DD";
    const int year = in.digits(4, form);
    in.expect('-', form);
    const int month = in.digits(2, form);
    in.expect('-', form);
    const int day = in.digits(2, form);
    const auto date =
        std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(month)} / std::chrono::day{static_cast<unsigned>(day)};
    if (!date.ok()) in.refuse("there is no such date");
    return local_date{date};
}

/// "09:00", "09:00:00", "09:00:00.123456": milliseconds of the day, floored.
inline duration read_time_of_day(text_cursor& in) {
    constexpr std::string_view form = "a time of day is written HH:MM, HH:MM:SS or HH:MM:SS.mmm";
    const int hour = in.digits(2, form);
    in.expect(':', form);
    const int minute = in.digits(2, form);
    const int second = in.take(':') ? in.digits(2, form) : 0;
    if (hour > 23 || minute > 59 || second > 59) in.refuse("the time of day lies outside 00:00:00 .. 23:59:59");
    int fraction = 0;
    if (in.take('.')) {
        if (!in.at_digit()) in.refuse(form);
        for (int place = 100; in.at_digit(); place /= 10) fraction += place * in.digits(1, form);
    }
    return std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second} + duration{fraction};
}

/// "Z", "+08:00", "-03:30".
inline duration read_offset(text_cursor& in) {
    if (in.take('Z')) return duration{};
    constexpr std::string_view form = "no offset from UTC; end with Z or an offset such as +08:00";
    const bool west = in.take('-');
    if (!west) in.expect('+', form);
    const int hour = in.digits(2, form);
    in.expect(':', form);
    const int minute = in.digits(2, form);
    if (hour > 23 || minute > 59) in.refuse("the offset lies outside -23:59 .. +23:59");
    const duration offset = std::chrono::hours{hour} + std::chrono::minutes{minute};
    return west ? -offset : offset;
}

template <std::size_t Width> constexpr char* write_digits(char* out, std::int64_t number) noexcept {
    for (std::size_t i = Width; i-- > 0; number /= 10) out[i] = static_cast<char>('0' + number % 10);
    return out + Width;
}

inline char* write_date(char* out, local_date date) noexcept {
    const std::chrono::year_month_day day{date};
    out = write_digits<4>(out, static_cast<int>(day.year()));
    *out++ = '-';
    out = write_digits<2>(out, static_cast<unsigned>(day.month()));
    *out++ = '-';
    return write_digits<2>(out, static_cast<unsigned>(day.day()));
}

}  // namespace detail

/// How long the text of an instant is.
inline constexpr std::size_t instant_text_size = 24;

/// Reads an ISO 8601 instant with its offset; throws text_error for anything else and for what lies outside [1970, 2200).
[[nodiscard]] inline instant parse_instant(std::string_view text) {
    detail::text_cursor in{"instant", text};
    const auto date = detail::read_date(in);
    in.expect('T', "between date and time of day stands a T: 2026-10-01T09:00:00.000Z");
    const auto time = detail::read_time_of_day(in);
    const auto offset = detail::read_offset(in);
    if (!in.at_end()) in.refuse("something follows the offset");
    const instant t{date.time_since_epoch() + time - offset};
    if (!in_range(t)) in.refuse("instants lie from 1970 to 2199");
    return t;
}

/// Reads a date, YYYY-MM-DD; throws text_error for anything else. Any year of four digits: what is in range is the caller's to say.
[[nodiscard]] inline local_date parse_date(std::string_view text) {
    detail::text_cursor in{"date", text};
    const auto date = detail::read_date(in);
    if (!in.at_end()) in.refuse("something follows the date");
    return date;
}

/// Writes the 24 characters 2026-10-01T09:00:00.000Z and returns what lies behind them. For instants of the years 0 to 9999.
inline char* write_instant(char* out, instant t) noexcept {
    const auto days = std::chrono::floor<std::chrono::days>(t);
    const std::chrono::hh_mm_ss<duration> time{t - days};
    out = detail::write_date(out, local_date{days.time_since_epoch()});
    *out++ = 'T';
    out = detail::write_digits<2>(out, time.hours().count());
    *out++ = ':';
    out = detail::write_digits<2>(out, time.minutes().count());
    *out++ = ':';
    out = detail::write_digits<2>(out, time.seconds().count());
    *out++ = '.';
    out = detail::write_digits<3>(out, time.subseconds().count());
    *out++ = 'Z';
    return out;
}

/// "2026-10-01T09:00:00.000Z"; an instant far outside [1970, 2200) as its count of milliseconds.
[[nodiscard]] inline std::string format_instant(instant t) {
    constexpr auto year_0 = std::chrono::sys_days{std::chrono::year{0} / 1 / 1};
    constexpr auto year_10000 = std::chrono::sys_days{std::chrono::year{10000} / 1 / 1};
    if (t < year_0 || t >= year_10000) return std::to_string(t.time_since_epoch().count()) + " ms since 1970";
    std::array<char, instant_text_size> text;
    write_instant(text.data(), t);
    return {text.data(), text.size()};
}

/// "2026-10-01".
[[nodiscard]] inline std::string format_date(local_date date) {
    std::array<char, 10> text;
    detail::write_date(text.data(), date);
    return {text.data(), text.size()};
}

}  // namespace caseclock

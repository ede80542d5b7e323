// SPDX-License-Identifier: Apache-2.0
//
// Durations as a rulebook writes them. The unit decides how time is counted, so a number never stands alone.
//
//   text                                      | counted in   | amount
//   90s, 1m 30s, 1.5 minutes                  | real time    | 90'000 ms
//   24h                                       | real time    | 86'400'000 ms
//   8 business hours                          | open time    | 28'800'000 ms
//   153 business hours 24 business minutes    | open time    | 552'240'000 ms
//   3 days                                    | dates        | 3
//   2 working days                            | working dates| 2
//   90, -5m, 1h 3 days, 0.0001s, 1.5 days     | errors
#pragma once

#include "caseclock/time/instant.hpp"
#include "caseclock/time/nearest_word.hpp"
#include "caseclock/time/text_error.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace caseclock {

/// What a duration is counted in.
enum class duration_unit : std::uint8_t {
    real,         ///< elapsed time; the amount is milliseconds
    business,     ///< open time of a calendar; the amount is milliseconds
    days,         ///< calendar days; the amount is a number of dates
    working_days  ///< working days of a calendar; the amount is a number of working dates
};

/// "real", "business", "days", "working_days".
[[nodiscard]] constexpr std::string_view to_string(duration_unit unit) noexcept {
    constexpr std::string_view text[] = {"real", "business", "days", "working_days"};
    return text[static_cast<std::size_t>(unit)];
}

/// A duration with its unit. Never negative when it was read from a text.
struct duration_value {
    duration_unit unit = duration_unit::real;
    std::int64_t amount = 0;  ///< milliseconds for real and business, else a number of dates

    /// Whether the amount is a length of time, not a number of dates.
    [[nodiscard]] constexpr bool timed() const noexcept { return unit == duration_unit::real || unit == duration_unit::business; }
    /// The amount of a timed duration.
    [[nodiscard]] constexpr duration length() const noexcept { return duration{amount}; }

    friend constexpr bool operator==(const duration_value&, const duration_value&) = default;
};

namespace detail {

/// A word for a length of time. The first of each length is the one that is written for real time, the last for business time.
struct length_word {
    std::string_view word;
    std::int64_t length_ms;
};
inline constexpr std::array<length_word, 14> length_words{{{"h", 3'600'000},
                                                           {"hour", 3'600'000},
                                                           {"hours", 3'600'000},
                                                           {"m", 60'000},
                                                           {"min", 60'000},
                                                           {"minute", 60'000},
                                                           {"minutes", 60'000},
                                                           {"s", 1'000},
                                                           {"sec", 1'000},
                                                           {"second", 1'000},
                                                           {"seconds", 1'000},
                                                           {"ms", 1},
                                                           {"millisecond", 1},
                                                           {"milliseconds", 1}}};

inline constexpr std::string_view duration_examples = "write 90s, 5m, 1h 30m, 8 business hours, 3 days or 2 working days";

/// Reads one duration: a sequence of amounts, each a number and its unit.
class duration_reader {
public:
    explicit duration_reader(std::string_view text) : text_{text}, rest_{text} {}

    duration_value read() {
        skip_spaces();
        if (rest_.empty()) refuse("it is empty; " + std::string{duration_examples});
        for (bool first = true; !rest_.empty(); first = false) {
            read_number();
            read_unit(first);
            skip_spaces();
        }
        return value_;
    }

private:
    [[noreturn]] void refuse(std::string_view reason) const { refuse_text("duration", text_, reason); }

    void skip_spaces() {
        while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
    }

    std::string_view take_word() {
        std::size_t size = 0;
        while (size < rest_.size() && !is_digit(rest_[size]) && rest_[size] != ' ' && rest_[size] != '.') ++size;
        const auto word = rest_.substr(0, size);
        rest_.remove_prefix(size);
        skip_spaces();
        return word;
    }

    std::string_view take_digits() {
        std::size_t size = 0;
        while (size < rest_.size() && is_digit(rest_[size])) ++size;
        const auto digits = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return digits;
    }

    /// "1", "1.5": whole_ and fraction_.
    void read_number() {
        if (rest_.front() == '-') refuse("a duration is not negative");
        whole_ = take_digits();
        if (whole_.empty()) refuse("a number is missing before \"" + std::string{rest_} + "\"; " + std::string{duration_examples});
        fraction_ = {};
        if (!rest_.empty() && rest_.front() == '.') {
            rest_.remove_prefix(1);
            fraction_ = take_digits();
            if (fraction_.empty()) refuse("digits are missing after the point");
        }
        skip_spaces();
        if (rest_.empty()) refuse("a bare number has no unit; " + std::string{duration_examples});
    }

    void read_unit(bool first) {
        auto word = take_word();
        auto unit = duration_unit::real;
        if (word == "business" || word == "working") {
            unit = word == "business" ? duration_unit::business : duration_unit::working_days;
            const auto kind = word;
            word = take_word();
            const bool dates = word == "day" || word == "days";
            if (dates && unit == duration_unit::business) refuse("write \"working days\" for dates on which hours open");
            if (dates != (unit == duration_unit::working_days) || word.empty())
                refuse("after \"" + std::string{kind} + "\" stands " +
                       (unit == duration_unit::business ? "hours, minutes or seconds" : "day or days"));
        } else if (word == "day" || word == "days") {
            unit = duration_unit::days;
        }
        if (!first && unit != value_.unit)
            refuse("it mixes ways of counting; real, business, calendar-day and working-day durations do not add up");
        value_.unit = unit;
        if (!value_.timed()) {
            if (!first) refuse("days are given once");
            if (!fraction_.empty()) refuse("days are whole");
            value_.amount = whole_number();
            return;
        }
        const auto known =
            std::find_if(length_words.begin(), length_words.end(), [word](const length_word& each) { return each.word == word; });
        if (known == length_words.end()) refuse_unit(word);
        if (known->length_ms >= smallest_ms_) refuse("each unit stands once, the larger before the smaller");
        smallest_ms_ = known->length_ms;
        add(known->length_ms);
    }

    [[noreturn]] void refuse_unit(std::string_view word) const {
        std::vector<std::string_view> allowed{"business", "working", "day", "days"};
        for (const auto& each : length_words)
            if (each.word.size() > 2) allowed.push_back(each.word);
        const auto unknown = "there is no unit \"" + std::string{word} + "\"";
        refuse(unknown + did_you_mean(word, allowed) + "; " + std::string{duration_examples});
    }

    std::int64_t whole_number() const {
        auto digits = whole_;
        while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
        std::int64_t number = 0;
        for (const char c : digits.substr(0, 15)) number = number * 10 + (c - '0');
        if (digits.size() > 15 || number > longest.count()) refuse("it is longer than the time from 1970 to 2200");
        if (!value_.timed() && number > longest / std::chrono::days{1}) refuse("it is longer than the time from 1970 to 2200");
        return number;
    }

    void add(std::int64_t unit_ms) {
        const auto number = whole_number();
        if (number > (longest.count() - value_.amount) / unit_ms) refuse("it is longer than the time from 1970 to 2200");
        value_.amount += number * unit_ms;
        auto digits = fraction_;
        while (!digits.empty() && digits.back() == '0') digits.remove_suffix(1);
        if (digits.size() > 9) refuse("it is no whole number of milliseconds");
        std::int64_t numerator = 0, denominator = 1;
        for (const char c : digits) {
            numerator = numerator * 10 + (c - '0');
            denominator *= 10;
        }
        if (unit_ms * numerator % denominator != 0) refuse("it is no whole number of milliseconds");
        value_.amount += unit_ms * numerator / denominator;
    }

    static constexpr duration longest = horizon - first_instant;

    std::string_view text_, rest_, whole_, fraction_;
    std::int64_t smallest_ms_ = INT64_MAX;
    duration_value value_;
};

inline void append_length(std::string& text, std::int64_t count, std::string_view real, std::string_view business, bool in_business) {
    if (count == 0) return;
    if (!text.empty()) text += ' ';
    text += std::to_string(count);
    if (!in_business) {
        text += real;
        return;
    }
    text += " business ";
    text += business;
    if (count != 1) text += 's';
}

}  // namespace detail

/// Reads a rulebook's duration; throws text_error for a bare number, an unknown unit, a mix of units, a fraction of a millisecond, a
/// negative duration, and one longer than the time from 1970 to 2200.
[[nodiscard]] inline duration_value parse_duration(std::string_view text) { return detail::duration_reader{text}.read(); }

/// "1h 30m", "153 business hours 24 business minutes", "3 days", "1 working day": parse_duration reads it back to the same value.
[[nodiscard]] inline std::string format_duration(duration_value value) {
    if (!value.timed()) {
        const auto* const kind = value.unit == duration_unit::days ? " day" : " working day";
        return std::to_string(value.amount) + kind + (value.amount == 1 ? "" : "s");
    }
    const bool business = value.unit == duration_unit::business;
    if (value.amount == 0) return business ? "0 business seconds" : "0s";
    const bool negative = value.amount < 0;
    const auto ms = negative ? -value.amount : value.amount;
    std::string text;
    detail::append_length(text, ms / 3'600'000, "h", "hour", business);
    detail::append_length(text, ms / 60'000 % 60, "m", "minute", business);
    detail::append_length(text, ms / 1'000 % 60, "s", "second", business);
    detail::append_length(text, ms % 1'000, "ms", "millisecond", business);
    return negative ? "-" + text : text;
}

/// The same for a real duration: "1h 30m".
[[nodiscard]] inline std::string format_duration(duration length) {
    return format_duration(duration_value{duration_unit::real, length.count()});
}

}  // namespace caseclock

// SPDX-License-Identifier: Apache-2.0
//
// Business hours of a zone with a fixed offset as a plain list of a few weeks of intervals, walked from the first to the last. It shares
// nothing with the library. Everything is milliseconds since 1970; what lies beyond the list is an error of the test.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <vector>

namespace caseclock::desk_test {

inline constexpr std::int64_t second_ms = 1'000, minute_ms = 60 * second_ms, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms;
inline constexpr std::int64_t monday = 1'772'409'600'000;  ///< 2026-03-02T00:00Z

/// How working days are counted.
struct naive_day_rule {
    bool roll_first = false, from_next_opening = false, snap = false;
};

struct naive_hours {
    struct interval {
        std::int64_t open, close;
        std::int64_t date;  ///< local date on which it opens, days since 1970
    };
    std::int64_t offset = 0;  ///< of local time from UTC
    std::vector<interval> list;

    [[nodiscard]] static std::int64_t floor_days(std::int64_t t) { return t >= 0 ? t / day_ms : -((-t + day_ms - 1) / day_ms); }
    [[nodiscard]] std::int64_t date_of(std::int64_t t) const { return floor_days(t + offset); }
    [[nodiscard]] std::int64_t midnight(std::int64_t date) const { return date * day_ms - offset; }

    [[nodiscard]] bool is_open(std::int64_t t) const {
        for (const auto& i : list)
            if (i.open <= t && t < i.close) return true;
        return false;
    }
    [[nodiscard]] std::int64_t between(std::int64_t a, std::int64_t b) const {
        if (a > b) return -between(b, a);
        std::int64_t sum = 0;
        for (const auto& i : list) {
            const auto from = i.open > a ? i.open : a, to = i.close < b ? i.close : b;
            if (from < to) sum += to - from;
        }
        return sum;
    }
    [[nodiscard]] std::int64_t next_open(std::int64_t t) const {
        for (const auto& i : list)
            if (t < i.close) return t > i.open ? t : i.open;
        throw std::logic_error("the naive hours end too early");
    }
    /// The earliest instant at which so much open time has elapsed.
    [[nodiscard]] std::int64_t add(std::int64_t t, std::int64_t length) const {
        if (length == 0) return next_open(t);
        for (const auto& i : list) {
            if (i.close <= t) continue;
            const auto from = t > i.open ? t : i.open;
            if (length <= i.close - from) return from + length;
            length -= i.close - from;
        }
        throw std::logic_error("the naive hours end too early");
    }
    /// The latest instant from which so much open time, more than none, leads to t.
    [[nodiscard]] std::int64_t subtract(std::int64_t t, std::int64_t length) const {
        for (auto i = list.rbegin(); i != list.rend(); ++i) {
            if (i->open >= t) continue;
            const auto to = t < i->close ? t : i->close;
            if (length <= to - i->open) return to - length;
            length -= to - i->open;
        }
        throw std::logic_error("the naive hours begin too late");
    }
    [[nodiscard]] bool is_working(std::int64_t date) const {
        for (const auto& i : list)
            if (i.date == date) return true;
        return false;
    }
    [[nodiscard]] std::int64_t working_date_from(std::int64_t date, std::int64_t n, bool roll_first) const {
        const std::int64_t step = n < 0 ? -1 : 1;
        if (roll_first)
            while (!is_working(date)) date += step;
        for (; n != 0; n -= step) {
            date += step;
            while (!is_working(date)) date += step;
        }
        return date;
    }
    [[nodiscard]] std::int64_t add_working_days(std::int64_t t, std::int64_t n, naive_day_rule rule) const {
        if (rule.from_next_opening) t = next_open(t);
        const auto due = midnight(working_date_from(date_of(t), n, rule.roll_first)) + (t - midnight(date_of(t)));
        return rule.snap ? next_open(due) : due;
    }
    [[nodiscard]] std::int64_t last_close_of(std::int64_t date) const {
        std::int64_t last = 0;
        for (const auto& i : list)
            if (i.date == date) last = i.close;
        return last;
    }
    [[nodiscard]] std::int64_t close_of_working_day(std::int64_t t, std::int64_t n, naive_day_rule rule) const {
        if (rule.from_next_opening) t = next_open(t);
        return last_close_of(working_date_from(date_of(t), n, rule.roll_first));
    }
    /// The next closing that is the last of its date.
    [[nodiscard]] std::int64_t close_of_day(std::int64_t t) const {
        for (const auto& i : list)
            if (last_close_of(i.date) == i.close && i.close > t) return i.close;
        throw std::logic_error("the naive hours end too early");
    }
};

/// Six weeks before `monday` and fourteen after it. Shifts are hours of the local day that open on `days` (0: Monday).
struct naive_shift {
    std::int64_t open_hour, close_hour;
    std::vector<int> days;
};
[[nodiscard]] inline naive_hours weeks_of(std::int64_t offset, const std::vector<naive_shift>& shifts,
                                          const std::vector<std::int64_t>& closed_dates = {}) {
    naive_hours made;
    made.offset = offset;
    const auto first = monday / day_ms - 42;
    for (auto date = first; date < first + 140; ++date) {
        bool closed = false;
        for (const auto each : closed_dates) closed = closed || each == date;
        for (const auto& shift : shifts)
            for (const auto day : shift.days)
                if (!closed && (date - first) % 7 == day)
                    made.list.push_back(
                        {made.midnight(date) + shift.open_hour * hour_ms, made.midnight(date) + shift.close_hour * hour_ms, date});
    }
    return made;
}

}  // namespace caseclock::desk_test

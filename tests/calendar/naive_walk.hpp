// SPDX-License-Identifier: Apache-2.0
//
// The oracle of calendars: some weeks cut into equal cells of a minute (or a second), each open or closed, and every question answered
// by walking from cell to cell. It shares nothing with the calendar but the data it is built from: wall-clock times go through date's
// own transitions, so it knows nothing after 2037.
//
//   cell     | 08:58 | 08:59 | 09:00 | 09:01 | ...
//   is open  |   -   |   -   |   x   |   x   |
#pragma once

#include "caseclock/calendar/calendar_spec.hpp"

#include <date/tz.h>

#include <optional>
#include <set>

namespace caseclock::naive {

using ms = std::int64_t;
constexpr ms day_ms = 86'400'000;

/// Some weeks of a calendar. Answers are empty where the walk would leave them.
class walk {
public:
    /// `begin` is a day of UTC, `days` how many follow, `cell` a divisor of every boundary of the hours.
    walk(const calendar_spec& spec, std::int64_t begin_day, int days, ms cell)
        : spec_{spec},
          zone_{date::locate_zone(spec.zone)},
          begin_{begin_day * day_ms},
          cell_{cell},
          first_day_{begin_day - 3},
          open_(static_cast<std::size_t>(days * day_ms / cell), false) {
        for (std::int64_t day = begin_day - 3; day <= begin_day + days + 3; ++day) {
            const bool opens = paint(day, shifts(day), true);
            working_.push_back(opens);
        }
        for (const auto& each : spec.breaks) paint(day_of(each.date), each.shifts, false);
    }

    [[nodiscard]] ms begin() const { return begin_; }
    [[nodiscard]] ms end() const { return begin_ + static_cast<ms>(open_.size()) * cell_; }
    [[nodiscard]] bool inside(ms t) const { return t >= begin_ && t < end(); }

    [[nodiscard]] bool is_open(ms t) const { return open_[static_cast<std::size_t>((t - begin_) / cell_)]; }

    [[nodiscard]] ms between(ms a, ms b) const {
        if (a > b) return -between(b, a);
        ms sum = 0;
        while (a < b) {
            const ms until = std::min(cell_end(a), b);
            if (is_open(a)) sum += until - a;
            a = until;
        }
        return sum;
    }

    /// What is left runs out at a cell's end: there, or, with `to_opening`, where the next open cell begins.
    [[nodiscard]] std::optional<ms> add(ms t, ms left, bool to_opening) const {
        if (left == 0) return next_open(t);
        if (left < 0) return back(t, -left, to_opening);
        for (; t < end(); t = cell_end(t)) {
            if (!is_open(t)) continue;
            const ms here = cell_end(t) - t;
            if (here > left || (here == left && !to_opening)) return t + left;
            left -= here;
        }
        return {};
    }

    [[nodiscard]] std::optional<ms> next_open(ms t) const {
        for (; t < end(); t = cell_end(t))
            if (is_open(t)) return t;
        return {};
    }
    [[nodiscard]] std::optional<ms> next_close(ms t) const {
        for (auto from = next_open(t); from && *from < end(); from = cell_end(*from))
            if (cell_end(*from) < end() && !is_open(cell_end(*from))) return cell_end(*from);
        return {};
    }
    /// The last closing at or before t.
    [[nodiscard]] std::optional<ms> previous_close(ms t) const {
        for (t = begin_ + (t - begin_) / cell_ * cell_; t > begin_; t -= cell_)
            if (!is_open(t) && is_open(t - 1)) return t;
        return {};
    }

    [[nodiscard]] std::optional<bool> is_working(std::int64_t day) const {
        const auto i = day - first_day_;
        if (i < 0 || i >= static_cast<std::int64_t>(working_.size())) return {};
        return working_[static_cast<std::size_t>(i)];
    }

    /// Date by date, as it is said in words.
    [[nodiscard]] std::optional<std::int64_t> working_day(std::int64_t day, int n, bool roll_first) const {
        const int step = n < 0 ? -1 : 1;
        int left = n < 0 ? -n : n;
        if (roll_first)
            while (true) {
                const auto working = is_working(day);
                if (!working) return {};
                if (*working) break;
                day += step;
            }
        while (left > 0) {
            day += step;
            const auto working = is_working(day);
            if (!working) return {};
            if (*working) --left;
        }
        return day;
    }

    [[nodiscard]] ms local_of(ms t) const { return t + offset_at(t); }

    /// A wall-clock time as an instant: the offset before the change, both in gaps and in overlaps.
    [[nodiscard]] ms instant_of(ms local) const {
        const date::local_time<std::chrono::milliseconds> wall{std::chrono::milliseconds{local}};
        return local - std::chrono::milliseconds{zone_->get_info(date::floor<std::chrono::seconds>(wall)).first.offset}.count();
    }

private:
    [[nodiscard]] ms cell_end(ms t) const { return begin_ + ((t - begin_) / cell_ + 1) * cell_; }

    [[nodiscard]] std::optional<ms> back(ms t, ms left, bool to_closing) const {
        while (t > begin_) {
            const ms start = begin_ + (t - 1 - begin_) / cell_ * cell_;
            if (is_open(start)) {
                const ms here = t - start;
                if (here > left || (here == left && !to_closing)) return t - left;
                left -= here;
            }
            t = start;
            if (left == 0 && to_closing && t > begin_ && is_open(t - 1)) return t;
        }
        return {};
    }

    static std::int64_t day_of(local_date date) { return date.time_since_epoch().count(); }
    [[nodiscard]] ms offset_at(ms t) const {
        const date::sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds{t}};
        return std::chrono::milliseconds{zone_->get_info(date::floor<std::chrono::seconds>(at)).offset}.count();
    }

    [[nodiscard]] std::vector<shift> shifts(std::int64_t day) const {
        for (const auto& each : spec_.hours)
            if (day_of(each.date) == day) return each.shifts;
        for (const auto& each : spec_.holidays)
            if (day_of(each.first) <= day && day <= day_of(each.last)) return {};
        return spec_.week[static_cast<std::size_t>(((day + 3) % 7 + 7) % 7)];  // day 0 was a Thursday
    }

    /// A date that never was on the wall: no instant shows it.
    [[nodiscard]] bool missing(std::int64_t day) const {
        for (ms t = day * day_ms - day_ms; t <= day * day_ms + 2 * day_ms; t += 3 * 3'600'000) {
            const ms shown = local_of(t);
            if (shown >= day * day_ms && shown < (day + 1) * day_ms) return false;
        }
        return true;
    }

    bool paint(std::int64_t day, const std::vector<shift>& all, bool open) {
        if (all.empty() || missing(day)) return false;
        bool any = false;
        for (const auto& each : all) {
            const ms from = instant_of(day * day_ms + each.open.count() * 1000), to = instant_of(day * day_ms + each.close.count() * 1000);
            any = any || from < to;
            for (ms t = std::max(from, begin_); t < std::min(to, end()); t += cell_)
                open_[static_cast<std::size_t>((t - begin_) / cell_)] = open;
        }
        return any;
    }

    const calendar_spec& spec_;
    const date::time_zone* zone_;
    ms begin_, cell_;
    std::int64_t first_day_;
    std::vector<bool> open_, working_;
};

}  // namespace caseclock::naive

// SPDX-License-Identifier: Apache-2.0
//
// Business hours of one zone: what is open, how much open time lies between two instants, when an amount of it has elapsed.
//
//   Mon-Fri 09-17 in UTC           | from              | gives
//   add 8 h                        | Monday 09:00      | Monday 17:00, with boundary::next_opening Tuesday 09:00
//   add 0 h                        | Saturday          | Monday 09:00
//   subtract 0 h                   | Saturday          | Friday 17:00
//   add 0 h; subtract 0 h          | Friday 17:00      | Monday 09:00; Friday 17:00: a closing instant is outside hours
//   between                        | Fri 16:00, Mon 10 | 2 h
//   next_open; next_close          | Saturday          | Monday 09:00; Monday 17:00
//   add_working_days 1             | Friday 20:00      | Monday 20:00
//
// Real elapsed time is counted: an hour that the wall clock shows twice is two hours. Every function throws horizon_error when an
// instant it is given, or the one it looks for, lies outside [1970, 2200).
#pragma once

#include "caseclock/calendar/calendar_core.hpp"
#include "caseclock/calendar/stretch.hpp"
#include "caseclock/calendar/working_days.hpp"

namespace caseclock {

/// Immutable, cheap to copy, shared between threads without locks on reading.
class calendar {
public:
    /// Throws calendar_error, which lists every fault of the data.
    explicit calendar(calendar_spec spec)
        : core_{std::make_shared<const detail::calendar_core>(std::move(spec), detail::calendar_core::emptiness::refused)},
          always_{core_->hours().always()} {}

    /// Open round the clock; throws calendar_error when there is no such zone.
    [[nodiscard]] static calendar always(std::string zone_name) { return calendar{always_open(std::move(zone_name))}; }

    [[nodiscard]] const zone& where() const noexcept { return core_->hours().where(); }
    /// The data it was built from; dated hours and breaks sorted by date.
    [[nodiscard]] const calendar_spec& spec() const noexcept { return core_->hours().spec(); }
    /// Whether it is open round the clock.
    [[nodiscard]] bool is_always() const noexcept { return always_; }

    // ---- open time ------------------------------------------------------------------------------------------------------------

    [[nodiscard]] bool is_open(instant t) const {
        if (always_) return given(t) == t;
        const auto& line = core_->covering(t);
        return line.open_at(line.interval_at(t), t);
    }

    /// Open time from a to b; negative when a > b.
    [[nodiscard]] duration between(instant a, instant b) const {
        if (always_) return given(b) - given(a);
        const auto& line = core_->covering(a, b);
        return duration{line.open_before(b) - line.open_before(a)};
    }

    /// The instant at which so much open time has elapsed since t; negative lengths are subtracted.
    [[nodiscard]] instant add(instant t, duration length) const {
        if (length.count() == 0) return next_open(t);
        return moved(t, length.count());
    }

    /// The mirror image of add: the same as adding -length, except that zero gives the previous closing of an instant outside hours.
    [[nodiscard]] instant subtract(instant t, duration length) const {
        if (length.count() == 0) return is_open(t) ? t : previous_close(t);
        if (length == duration::min()) throw past_the_end("subtracting", t);
        return moved(t, -length.count());
    }

    // ---- openings and closings ------------------------------------------------------------------------------------------------

    /// t itself when open, else the next opening.
    [[nodiscard]] instant next_open(instant t) const {
        if (always_) return given(t);
        for (const auto* line = &core_->covering(t);; line = core_->later(*line)) {
            if (line == nullptr) throw past_the_end("the next opening", t);
            const auto i = line->interval_at(t);
            if (line->open_at(i, t)) return t;
            if (i < line->last_interval()) return line->opening(i + 1);
        }
    }

    /// The first closing after t.
    [[nodiscard]] instant next_close(instant t) const {
        return closing_after(t, "the next closing", [](const auto&, std::size_t i) { return i; });
    }

    /// The last closing at or before t.
    [[nodiscard]] instant previous_close(instant t) const {
        if (always_) throw past_the_end("the previous closing", t);
        for (const auto* line = &core_->covering(t);; line = core_->earlier(*line)) {
            if (line == nullptr) throw past_the_end("the previous closing", t);
            const auto i = line->interval_at(t);
            const auto closed = line->open_at(i, t) ? i - 1 : i;
            if (closed > 0) return line->closing(closed);
        }
    }

    /// The next closing that is the last of its date, which is the date on which the hours open that it closes.
    [[nodiscard]] instant close_of_day(instant t) const {
        return closing_after(t, "the close of the day", [](const detail::timeline& line, std::size_t i) {
            while (i < line.last_interval() && line.closing_date(i + 1) == line.closing_date(i)) ++i;
            return i;
        });
    }

    // ---- dates ----------------------------------------------------------------------------------------------------------------

    /// Whether hours open on the date, before breaks.
    [[nodiscard]] bool is_working_date(local_date date) const { return covering(given(date)).working(date); }

    /// The n-th working date from a date on. Throws std::invalid_argument for working_day_rule::count and n = 0.
    [[nodiscard]] local_date add_working_days(local_date date, std::int64_t n, working_day_rule rule = working_day_rule::count) const {
        const auto due = working_date_from(given(date), n, rule);
        if (!in_range(due)) throw past_the_end("so many working days", instant{date.time_since_epoch()});
        return due;
    }

    /// The same for an instant: its time of day is kept. Throws std::invalid_argument for working_day_rule::count and n = 0.
    [[nodiscard]] instant add_working_days(instant t, std::int64_t n, working_day_options options = {}) const {
        const auto from = where().to_local(start_of_working_days(t, options));
        const auto due = found(where().to_instant(local_instant{working_date_from(date_of(from), n, options.rule) + time_of_day(from)}),
                               "so many working days", t);
        return options.snap ? next_open(due) : due;
    }

    /// The last closing of the hours that open on the n-th working date; where breaks leave nothing of them, their own end.
    [[nodiscard]] instant close_of_working_day(instant t, std::int64_t n, working_day_options options = {}) const {
        const auto date = working_date_from(where().date_of(start_of_working_days(t, options)), n, options.rule);
        auto pieces = core_->hours().pieces_on(date);
        if (pieces.empty()) core_->hours().map(date, core_->hours().shifts_on(date), pieces);
        auto last = pieces.front().when.end;
        for (const auto& each : pieces) last = std::max(last, each.when.end);
        return found(last, "the close of a working day", t);
    }

    /// n calendar days later (earlier when negative) at the same wall-clock time.
    [[nodiscard]] instant add_days(instant t, std::int64_t n) const {
        const auto from = where().to_local(given(t));
        return found(where().to_instant(local_instant{date_after(date_of(from), n, t) + time_of_day(from)}), "so many days", t);
    }

    /// 24:00 of the local date of t, or of the date so many days after it.
    [[nodiscard]] instant end_of_day(instant t, std::int64_t days_after = 0) const {
        return found(where().day(date_after(where().date_of(given(t)), days_after, t)).end, "the end of the day", t);
    }

    /// The whole local date of t, or the date so many days after it. A date that the zone skipped is passed over, away from t.
    [[nodiscard]] span day_span(instant t, std::int64_t days_after = 0) const {
        auto date = date_after(where().date_of(given(t)), days_after, t);
        while (where().skipped(date)) date += std::chrono::days{days_after < 0 ? -1 : 1};
        const auto day = where().day(date);
        return span{found(day.begin, "the day", t), found(day.end, "the end of the day", t)};
    }

    // ---- reasons --------------------------------------------------------------------------------------------------------------

    /// A span as open and closed pieces, in order, without gaps. Empty for an empty span.
    [[nodiscard]] std::vector<stretch> stretches(span asked) const {
        std::vector<stretch> pieces;
        if (asked.empty()) return pieces;
        const auto last = asked.end - duration{1};
        if (always_) return {{{given(asked.begin), given(last) + duration{1}}, stretch_kind::open}};
        const auto& line = core_->covering(asked.begin, last);
        detail::closing_reasons reasons{core_->hours(), asked};
        auto at = asked.begin;
        for (auto i = line.interval_at(at); at < asked.end; ++i) {
            const auto opening = i <= line.last_interval() ? std::min(line.opening(i), asked.end) : asked.end;
            if (at < opening) reasons.explain({at, opening}, pieces);
            at = std::max(at, opening);
            if (at == asked.end || i > line.last_interval()) break;
            const span open = intersection({at, line.closing(i)}, asked);
            if (open.empty()) continue;
            pieces.push_back({open, stretch_kind::open});
            at = open.end;
        }
        return pieces;
    }

private:
    [[nodiscard, gnu::cold]] horizon_error past_the_end(std::string_view what, instant t) const {
        return horizon_error{"calendar in " + where().name() + ": " + std::string{what} + " from " + format_instant(t) +
                             " lies outside [1970, 2200)"};
    }

    [[nodiscard]] instant found(instant t, std::string_view what, instant from) const {
        if (!in_range(t)) throw past_the_end(what, from);
        return t;
    }
    static instant given(instant t) {
        if (!in_range(t)) throw horizon_error{"instant " + format_instant(t) + " lies outside [1970, 2200)"};
        return t;
    }

    static local_date given(local_date date) {
        if (!in_range(date))
            throw horizon_error{"date " + std::to_string(date.time_since_epoch().count()) +
                                " days after 1970-01-01 lies outside [1970, 2200)"};
        return date;
    }

    /// Adds a length other than zero. Going forward the earliest instant is taken and going back the latest; next_opening turns it round.
    [[nodiscard]] instant moved(instant t, std::int64_t length) const {
        if (always_) return moved_always(t, length);
        const bool forward = length > 0;
        const bool earliest = forward == (spec().at_boundary == boundary::closing);
        for (const auto* line = &core_->covering(t);; line = forward ? core_->later(*line) : core_->earlier(*line)) {
            if (line == nullptr) throw past_the_end(forward ? "so much open time" : "so much open time before", t);
            const auto p = static_cast<std::int64_t>(static_cast<std::uint64_t>(line->open_before(t)) + static_cast<std::uint64_t>(length));
            if (earliest && p > 0 && p <= line->total_ms()) return found(line->earliest_with(p), "so much open time", t);
            if (!earliest && p >= 0 && p < line->total_ms()) return line->latest_with(p);
        }
    }

    [[nodiscard]] instant moved_always(instant t, std::int64_t length) const {
        const auto most = (horizon - first_instant).count();
        if (length > most || length < -most) throw past_the_end("so much time", given(t));
        return found(given(t) + duration{length}, "so much time", t);
    }

    /// The closing of the interval that `choose` picks from the first one that closes after t on.
    template <class Choose> [[nodiscard]] instant closing_after(instant t, std::string_view what, Choose choose) const {
        if (always_) throw past_the_end(what, given(t));
        for (const auto* line = &core_->covering(t);; line = core_->later(*line)) {
            if (line == nullptr) throw past_the_end(what, t);
            auto i = line->interval_at(t);
            if (!line->open_at(i, t)) ++i;
            if (i > line->last_interval()) continue;
            i = choose(*line, i);
            const bool may_go_on = line->clipped(i) || (i == line->last_interval() && !detail::calendar_core::reaches_horizon(*line));
            if (!may_go_on) return line->closing(i);
        }
    }

    // Compiled years hold two dates more on either side, so the date of any instant is among them.
    [[nodiscard]] const detail::timeline& covering(local_date date) const {
        const instant near{date.time_since_epoch()};
        return core_->covering(std::clamp(near, first_instant, horizon - duration{1}));
    }

    [[nodiscard]] local_date working_date_from(local_date date, std::int64_t n, working_day_rule rule) const {
        if (rule == working_day_rule::count && n == 0)
            throw std::invalid_argument{"calendar in " + where().name() + ": 0 working days cannot be counted from " + format_date(date) +
                                        " (allowed: 1, -1 and beyond, or roll_first)"};
        for (const auto* line = &covering(date);; line = n < 0 ? core_->earlier(*line) : core_->later(*line)) {
            if (line == nullptr) throw past_the_end("so many working days", instant{date.time_since_epoch()});
            const auto before = line->working_before(date), through = line->working_before(date + std::chrono::days{1});
            const auto most = line->working_count();
            if (n > most || n < -most) continue;
            const bool count = rule == working_day_rule::count;
            const auto i = n < 0 ? (count ? before : through - 1) + n : (count ? through - 1 : before) + n;
            if (i >= 0 && i < most) return line->working_date(i);
        }
    }

    [[nodiscard]] instant start_of_working_days(instant t, const working_day_options& options) const {
        return options.start == working_day_start::next_opening ? next_open(t) : given(t);
    }

    [[nodiscard]] local_date date_after(local_date date, std::int64_t n, instant t) const {
        constexpr std::int64_t most = (horizon - first_instant) / std::chrono::days{1};
        if (n > most || n < -most) throw past_the_end("so many days", t);
        return date + std::chrono::days{n};
    }

    std::shared_ptr<const detail::calendar_core> core_;
    bool always_;
};

}  // namespace caseclock

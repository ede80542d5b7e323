// SPDX-License-Identifier: Apache-2.0
//
// Some whole years of a calendar, compiled: open intervals in UTC with prefix sums, and two direct indices into them.
//
//   marks     | front | 09:00, 0 h | next 09:00, 8 h | next 09:00, 16 h | back |      opening and open time before it
//   by_time   bucket of an instant    -> the last mark that is not after the bucket's start
//   by_open   bucket of an open time  -> the first mark whose interval reaches the bucket's start
//
// P(t), the open time before t, and its inverse start at the index and step over a few marks, so an hour costs what ten years cost.
// Immutable. An interval that runs over an end of the years is clipped there; whoever needs its true end asks a longer timeline.
#pragma once

#include "caseclock/calendar/schedule.hpp"

namespace caseclock::detail {

class timeline {
public:
    /// Covers no instant.
    timeline() = default;

    /// Compiles [first_year, end_year), both in 1970 .. 2200.
    timeline(const schedule& source, int first_year, int end_year) : first_year_{first_year}, end_year_{end_year} {
        const auto begin = std::chrono::sys_days{std::chrono::year{first_year} / 1 / 1},
                   end = std::chrono::sys_days{std::chrono::year{end_year} / 1 / 1};
        begin_ms_ = instant{begin}.time_since_epoch().count();
        size_ms_ = duration{end - begin}.count();
        compile(source, local_date{begin.time_since_epoch()}, local_date{end.time_since_epoch()});
        index();
    }

    [[nodiscard]] int first_year() const noexcept { return first_year_; }
    [[nodiscard]] int end_year() const noexcept { return end_year_; }

    [[nodiscard]] bool covers(instant t) const noexcept {
        return static_cast<std::uint64_t>(ms(t) - begin_ms_) < static_cast<std::uint64_t>(size_ms_);
    }

    // ---- intervals, by number; 0 is a front without length -------------------------------------------------------------------

    /// The last interval that opens at or before t; 0 when there is none. Needs covers(t).
    [[nodiscard]] std::size_t interval_at(instant t) const noexcept {
        const auto at = ms(t);
        std::size_t i = by_time_[static_cast<std::size_t>(at - begin_ms_) >> time_shift_];
        while (marks_[i + 1].open_ms <= at) ++i;
        return i;
    }
    [[nodiscard]] std::size_t last_interval() const noexcept { return marks_.size() - 2; }
    [[nodiscard]] instant opening(std::size_t i) const noexcept { return instant{duration{marks_[i].open_ms}}; }
    [[nodiscard]] instant closing(std::size_t i) const noexcept { return instant{duration{marks_[i].open_ms + length_ms(i)}}; }
    /// Whether the interval may go on behind the end of the years.
    [[nodiscard]] bool clipped(std::size_t i) const noexcept { return marks_[i].open_ms + length_ms(i) >= begin_ms_ + size_ms_; }
    /// The date on which the hours open with which the interval closes.
    [[nodiscard]] local_date closing_date(std::size_t i) const noexcept { return closing_dates_[i]; }
    [[nodiscard]] bool open_at(std::size_t i, instant t) const noexcept { return ms(t) - marks_[i].open_ms < length_ms(i); }

    // ---- open time ------------------------------------------------------------------------------------------------------------

    /// P(t): open milliseconds from the start of the years to t. Needs covers(t).
    [[nodiscard]] std::int64_t open_before(instant t) const noexcept {
        const auto i = interval_at(t);
        return marks_[i].before_ms + std::min(ms(t) - marks_[i].open_ms, length_ms(i));
    }
    [[nodiscard]] std::int64_t total_ms() const noexcept { return marks_.back().before_ms; }

    /// The earliest instant before which so much was open: a closing rather than the next opening. Needs 0 < p <= total.
    [[nodiscard]] instant earliest_with(std::int64_t p) const noexcept {
        std::size_t i = by_open_[static_cast<std::size_t>(p) >> open_shift_];
        while (marks_[i + 1].before_ms < p) ++i;
        return instant{duration{marks_[i].open_ms + (p - marks_[i].before_ms)}};
    }
    /// The latest such instant: an opening rather than the closing before it. Needs 0 <= p < total.
    [[nodiscard]] instant latest_with(std::int64_t p) const noexcept {
        std::size_t i = by_open_[static_cast<std::size_t>(p) >> open_shift_];
        while (marks_[i + 1].before_ms <= p) ++i;
        return instant{duration{marks_[i].open_ms + (p - marks_[i].before_ms)}};
    }

    // ---- working dates --------------------------------------------------------------------------------------------------------

    /// How many working dates lie before the date, which is one of the years or at most two days outside them.
    [[nodiscard]] std::int64_t working_before(local_date date) const noexcept {
        return working_before_[static_cast<std::size_t>((date - first_day_).count())];
    }
    [[nodiscard]] bool working(local_date date) const noexcept {
        return working_before(date + std::chrono::days{1}) != working_before(date);
    }
    [[nodiscard]] std::int64_t working_count() const noexcept { return static_cast<std::int64_t>(working_.size()); }
    [[nodiscard]] local_date working_date(std::int64_t i) const noexcept {
        return first_day_ + std::chrono::days{working_[static_cast<std::size_t>(i)]};
    }

private:
    struct mark {
        std::int64_t open_ms;
        std::int64_t before_ms;
    };

    static constexpr std::int64_t ms(instant t) noexcept { return t.time_since_epoch().count(); }
    [[nodiscard]] std::int64_t length_ms(std::size_t i) const noexcept { return marks_[i + 1].before_ms - marks_[i].before_ms; }

    void compile(const schedule& source, local_date begin, local_date end) {
        constexpr std::chrono::days margin{2};  // dates whose hours may reach into the years
        first_day_ = begin - margin;
        std::vector<dated_piece> whole, pieces;
        for (auto date = first_day_; date < end + margin; date += std::chrono::days{1}) {
            working_before_.push_back(static_cast<std::uint32_t>(working_.size()));
            whole.clear();
            source.map(date, source.shifts_on(date), whole);
            if (!whole.empty()) working_.push_back(static_cast<std::int32_t>((date - first_day_).count()));
            for (const auto& each : whole) source.cut(each, pieces);
        }
        working_before_.push_back(static_cast<std::uint32_t>(working_.size()));
        std::stable_sort(pieces.begin(), pieces.end(),
                         [](const dated_piece& a, const dated_piece& b) { return a.when.begin < b.when.begin; });
        merge(pieces);
    }

    /// Pieces that touch or overlap become one interval; it closes with the piece that ends last.
    void merge(const std::vector<dated_piece>& pieces) {
        const span years{instant{duration{begin_ms_}}, instant{duration{begin_ms_ + size_ms_}}};
        std::int64_t total = 0, until = begin_ms_ - 1;
        marks_.push_back({begin_ms_ - 1, 0});
        closing_dates_.push_back(first_day_);
        for (const auto& each : pieces) {
            const auto when = intersection(each.when, years);
            if (when.empty()) continue;
            if (ms(when.begin) > until) {
                marks_.push_back({ms(when.begin), total});
                closing_dates_.push_back(each.date);
                until = ms(when.begin);
            }
            if (ms(when.end) <= until) continue;
            total += ms(when.end) - until;
            until = ms(when.end);
            closing_dates_.back() = each.date;
        }
        marks_.push_back({std::numeric_limits<std::int64_t>::max(), total});
    }

    void index() {
        const auto intervals = static_cast<std::int64_t>(marks_.size());
        const auto fitting = [intervals](std::int64_t range) {
            unsigned shift = 12;
            while ((range >> shift) > 2 * intervals) ++shift;
            return shift;
        };
        time_shift_ = fitting(size_ms_);
        std::uint32_t i = 0;
        for (std::int64_t at = begin_ms_; at < begin_ms_ + size_ms_; at += std::int64_t{1} << time_shift_) {
            while (marks_[i + 1].open_ms <= at) ++i;
            by_time_.push_back(i);
        }
        open_shift_ = fitting(total_ms());
        i = 0;
        for (std::int64_t p = 0; p <= total_ms(); p += std::int64_t{1} << open_shift_) {
            while (marks_[i + 1].before_ms < p) ++i;
            by_open_.push_back(i);
        }
    }

    std::int64_t begin_ms_ = 0, size_ms_ = 0;
    unsigned time_shift_ = 0, open_shift_ = 0;
    std::vector<mark> marks_;
    std::vector<std::uint32_t> by_time_, by_open_;
    std::vector<local_date> closing_dates_;
    local_date first_day_{};
    std::vector<std::uint32_t> working_before_;
    std::vector<std::int32_t> working_;
    int first_year_ = 0, end_year_ = 0;
};

}  // namespace caseclock::detail

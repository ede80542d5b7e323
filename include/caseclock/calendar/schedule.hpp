// SPDX-License-Identifier: Apache-2.0
//
// A checked calendar_spec made ready to be asked date by date: which shifts open on it, which instants they are, what the breaks leave.
//
//   date -> shifts (dated hours, else holiday, else week) -> instants (the zone) -> pieces (breaks cut out)
//
// The rule that surprises: breaks are cut after the mapping to instants, so a break in a DST gap moves forward with the gap.
#pragma once

#include "caseclock/calendar/calendar_faults.hpp"

#include <optional>

namespace caseclock::detail {

/// A stretch of open time that belongs to the date on which its hours open.
struct dated_piece {
    span when;
    local_date date;
};

/// A non-empty run of dates of one holiday; runs do not overlap.
struct holiday_run {
    local_date first, last;
    std::size_t index;  // in the spec
};

class schedule {
public:
    /// Throws calendar_error with every fault of the data.
    explicit schedule(calendar_spec spec) : spec_{checked(std::move(spec))}, zone_{spec_.zone} {
        const auto by_date = [](const dated_shifts& a, const dated_shifts& b) { return a.date < b.date; };
        std::sort(spec_.hours.begin(), spec_.hours.end(), by_date);
        std::sort(spec_.breaks.begin(), spec_.breaks.end(), by_date);
        arrange_holidays();
        arrange_breaks();
        always_ = spec_.holidays.empty() && spec_.hours.empty() && breaks_.empty() &&
                  std::all_of(spec_.week.begin(), spec_.week.end(), covers_day);
    }

    [[nodiscard]] const calendar_spec& spec() const noexcept { return spec_; }
    [[nodiscard]] const zone& where() const noexcept { return zone_; }
    /// Whether the weekly hours alone leave no minute closed.
    [[nodiscard]] bool always() const noexcept { return always_; }
    /// The breaks as instants, ascending by begin; they may overlap.
    [[nodiscard]] const std::vector<dated_piece>& breaks() const noexcept { return breaks_; }

    [[nodiscard]] const dated_shifts* dated(local_date date) const noexcept {
        const auto found = std::lower_bound(spec_.hours.begin(), spec_.hours.end(), date,
                                            [](const dated_shifts& each, local_date d) { return each.date < d; });
        return found != spec_.hours.end() && found->date == date ? &*found : nullptr;
    }

    [[nodiscard]] const holiday* holiday_on(local_date date) const noexcept {
        const auto after =
            std::upper_bound(runs_.begin(), runs_.end(), date, [](local_date d, const holiday_run& run) { return d < run.first; });
        return after != runs_.begin() && date <= std::prev(after)->last ? &spec_.holidays[std::prev(after)->index] : nullptr;
    }

    [[nodiscard]] const std::vector<shift>& weekly(local_date date) const noexcept { return spec_.week[weekday_index(date)]; }

    /// The shifts that open on a date: dated hours, else none on a holiday, else the week's.
    [[nodiscard]] const std::vector<shift>& shifts_on(local_date date) const noexcept {
        static const std::vector<shift> none;
        if (const auto* hours = dated(date)) return hours->shifts;
        return holiday_on(date) ? none : weekly(date);
    }

    /// Appends shifts of a date as instants, before breaks. A date that the zone skipped has none; what maps to nothing is left out.
    void map(local_date date, const std::vector<shift>& shifts, std::vector<dated_piece>& pieces) const {
        if (shifts.empty() || zone_.skipped(date)) return;
        for (const auto& each : shifts) {
            const span when{zone_.to_instant(local_instant{date + each.open}), zone_.to_instant(local_instant{date + each.close})};
            if (!when.empty()) pieces.push_back({when, date});
        }
    }

    /// Appends what the breaks leave of a piece.
    void cut(dated_piece piece, std::vector<dated_piece>& pieces) const {
        const auto first = std::partition_point(
            breaks_.begin(), breaks_.end(), [&](const dated_piece& each) { return each.when.begin < piece.when.begin - longest_break_; });
        for (auto each = first; each != breaks_.end() && each->when.begin < piece.when.end; ++each) {
            if (each->when.end <= piece.when.begin) continue;
            if (each->when.begin > piece.when.begin) pieces.push_back({{piece.when.begin, each->when.begin}, piece.date});
            piece.when.begin = each->when.end;
            if (piece.when.empty()) return;
        }
        pieces.push_back(piece);
    }

    /// What is open by the hours of one date, breaks cut out, ascending.
    [[nodiscard]] std::vector<dated_piece> pieces_on(local_date date) const {
        std::vector<dated_piece> whole, pieces;
        map(date, shifts_on(date), whole);
        for (const auto& each : whole) cut(each, pieces);
        return pieces;
    }

    /// Whether anything in [1970, 2200) is open at all; looks no further than the first opening.
    [[nodiscard]] bool ever_opens() const {
        for (auto date = first_date - std::chrono::days{2}; date <= last_date + std::chrono::days{1}; date += std::chrono::days{1})
            for (const auto& each : pieces_on(date))
                if (!intersection(each.when, {first_instant, horizon}).empty()) return true;
        return false;
    }

private:
    static calendar_spec checked(calendar_spec spec) {
        if (auto faults = faults_of(spec); !faults.empty()) throw calendar_error{std::move(faults)};
        return spec;
    }

    static bool covers_day(std::vector<shift> shifts) {
        std::sort(shifts.begin(), shifts.end(), [](const shift& a, const shift& b) { return a.open < b.open; });
        std::chrono::seconds until{0};
        for (const auto& each : shifts)
            if (each.open <= until) until = std::max(until, each.close);
        return until >= whole_day;
    }

    void arrange_holidays() {
        std::vector<std::size_t> order(spec_.holidays.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::stable_sort(order.begin(), order.end(),
                         [this](std::size_t a, std::size_t b) { return spec_.holidays[a].first < spec_.holidays[b].first; });
        for (const auto i : order) {
            auto first = spec_.holidays[i].first;
            if (!runs_.empty()) first = std::max(first, runs_.back().last + std::chrono::days{1});
            if (first <= spec_.holidays[i].last) runs_.push_back({first, spec_.holidays[i].last, i});
        }
    }

    void arrange_breaks() {
        for (const auto& each : spec_.breaks) map(each.date, each.shifts, breaks_);
        std::sort(breaks_.begin(), breaks_.end(), [](const dated_piece& a, const dated_piece& b) { return a.when.begin < b.when.begin; });
        for (const auto& each : breaks_) longest_break_ = std::max(longest_break_, each.when.length());
    }

    calendar_spec spec_;
    zone zone_;
    std::vector<holiday_run> runs_;
    std::vector<dated_piece> breaks_;
    duration longest_break_{};
    bool always_ = false;
};

}  // namespace caseclock::detail

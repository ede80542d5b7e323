// SPDX-License-Identifier: Apache-2.0
//
// Everything that can be wrong with a calendar's data, found in one pass and reported together.
//
//   part     | refused
//   zone     | no such zone
//   week     | hours that end before they start, that overlap each other or, over midnight, those of the next day
//   holidays | an end before the start, a date outside 1970-01-01 .. 2199-12-31
//   hours    | the same; a date given twice; an overlap with the shift of the evening before or of the next morning
//   breaks   | the same, but over midnight they may meet
//   whole    | a calendar that never opens (a period may be empty)
#pragma once

#include "caseclock/calendar/calendar_text.hpp"
#include "caseclock/time/zone.hpp"

#include <map>
#include <stdexcept>

namespace caseclock {

/// One thing wrong with a calendar_spec.
struct calendar_fault {
    enum class part : std::uint8_t { zone, week, holidays, hours, breaks, whole };
    part where = part::whole;
    std::size_t item = 0;  ///< week: the weekday, 0 is Monday; holidays, hours, breaks: the index
    std::string what{};    ///< a sentence: subject, what was given, what is allowed
};

/// A calendar that cannot be built. what() lists every fault, one a line.
class calendar_error : public std::invalid_argument {
public:
    explicit calendar_error(std::vector<calendar_fault> faults)
        : std::invalid_argument{report(faults)}, faults_{std::make_shared<const std::vector<calendar_fault>>(std::move(faults))} {}

    [[nodiscard]] const std::vector<calendar_fault>& faults() const noexcept { return *faults_; }

private:
    static std::string report(const std::vector<calendar_fault>& faults) {
        std::string text = "the calendar has " + std::to_string(faults.size()) + (faults.size() == 1 ? " fault:" : " faults:");
        for (const auto& fault : faults) text += "\n  " + fault.what;
        return text;
    }
    std::shared_ptr<const std::vector<calendar_fault>> faults_;  // shared: copying an exception must not throw
};

namespace detail {

inline constexpr std::chrono::seconds whole_day = std::chrono::hours{24};

class calendar_checker {
public:
    explicit calendar_checker(const calendar_spec& spec) : spec_{spec} {}

    std::vector<calendar_fault> check() {
        check_zone();
        check_week();
        check_holidays();
        check_dated(calendar_fault::part::hours, "hours", spec_.hours);
        check_dated(calendar_fault::part::breaks, "breaks", spec_.breaks);
        check_around_dated_hours();
        return std::move(faults_);
    }

private:
    using part = calendar_fault::part;

    void add(part where, std::size_t item, std::string what) { faults_.push_back({where, item, std::move(what)}); }

    void check_zone() {
        try {
            static_cast<void>(zone{spec_.zone});
        } catch (const text_error& error) {
            add(part::zone, 0, error.what());
        }
    }

    /// Each shift by itself, and all of one date against each other.
    void check_shifts(part where, std::size_t item, const std::string& subject, const std::vector<shift>& shifts) {
        for (const auto& each : shifts) {
            if (each.open < std::chrono::seconds{0} || each.open >= whole_day)
                add(where, item, subject + ": hours open at " + std::to_string(each.open.count()) + " s of the day (allowed: 0 .. 86399)");
            else if (each.close <= each.open) add(where, item, subject + ": hours end before they start: " + format_shift(each));
            else if (each.close - each.open > whole_day) add(where, item, subject + ": hours are longer than 24 h");
        }
        auto sorted = shifts;
        std::sort(sorted.begin(), sorted.end(), [](const shift& a, const shift& b) { return a.open < b.open; });
        for (std::size_t i = 1; i < sorted.size(); ++i)
            if (sorted[i].open < sorted[i - 1].close) add(where, item, subject + ": " + overlap(sorted[i - 1], sorted[i]));
    }

    static std::string overlap(shift a, shift b) { return format_shift(a) + " and " + format_shift(b) + " overlap"; }

    /// The shifts of one date against those of the next.
    void check_midnight(part where, std::size_t item, const std::string& subject, const std::vector<shift>& evening,
                        const std::string& next_subject, const std::vector<shift>& morning) {
        for (const auto& late : evening)
            for (const auto& early : morning)
                if (early.open < late.close - whole_day)
                    add(where, item,
                        subject + " " + format_shift(late) + " and " + next_subject + " " + format_shift(early) +
                            " overlap after midnight");
    }

    void check_week() {
        for (std::size_t day = 0; day < 7; ++day) {
            const std::string name{weekday_names[day]};
            check_shifts(part::week, day, "week " + name, spec_.week[day]);
            const auto next = (day + 1) % 7;
            check_midnight(part::week, day, "week " + name, spec_.week[day], std::string{weekday_names[next]}, spec_.week[next]);
        }
    }

    bool check_date(part where, std::size_t item, const std::string& subject, local_date date) {
        if (in_range(date)) return true;
        add(where, item, subject + ": the date lies outside 1970-01-01 .. 2199-12-31");
        return false;
    }

    /// "2026-10-01"; a date that cannot be written by its day number.
    static std::string text_of(local_date date) {
        const std::chrono::year_month_day day{date};
        const auto year = static_cast<int>(day.year());
        if (year < 0 || year > 9999) return "day " + std::to_string(date.time_since_epoch().count()) + " since 1970";
        return format_date(date);
    }

    void check_holidays() {
        for (std::size_t i = 0; i < spec_.holidays.size(); ++i) {
            const auto& each = spec_.holidays[i];
            const auto subject = "holiday " + text_of(each.first) + (each.first == each.last ? "" : ".." + text_of(each.last));
            if (!in_range(each.first) || !in_range(each.last))
                check_date(part::holidays, i, subject, in_range(each.first) ? each.last : each.first);
            if (each.last < each.first) add(part::holidays, i, subject + ": the end lies before the start");
        }
    }

    void check_dated(part where, const std::string& word, const std::vector<dated_shifts>& all) {
        std::map<local_date, std::size_t> seen;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto subject = word + " of " + text_of(all[i].date);
            check_date(where, i, subject, all[i].date);
            if (!seen.emplace(all[i].date, i).second) add(where, i, subject + ": the date is given twice");
            check_shifts(where, i, subject, all[i].shifts);
        }
    }

    [[nodiscard]] bool is_holiday(local_date date) const {
        return std::any_of(spec_.holidays.begin(), spec_.holidays.end(),
                           [date](const holiday& each) { return each.first <= date && date <= each.last; });
    }

    /// The shifts that open on a date by holidays and weekly hours alone.
    [[nodiscard]] std::vector<shift> undated(local_date date) const {
        return is_holiday(date) ? std::vector<shift>{} : spec_.week[weekday_index(date)];
    }

    void check_around_dated_hours() {
        std::map<local_date, const dated_shifts*> dated;
        for (const auto& each : spec_.hours) dated.emplace(each.date, &each);
        const std::chrono::days day{1};
        for (std::size_t i = 0; i < spec_.hours.size(); ++i) {
            const auto& each = spec_.hours[i];
            const auto subject = "hours of " + text_of(each.date);
            if (!in_range(each.date)) continue;
            if (!dated.count(each.date - day))
                check_midnight(part::hours, i, std::string{weekday_names[weekday_index(each.date - day)]}, undated(each.date - day),
                               subject, each.shifts);
            const auto next = dated.find(each.date + day);
            if (next == dated.end())
                check_midnight(part::hours, i, subject, each.shifts, std::string{weekday_names[weekday_index(each.date + day)]},
                               undated(each.date + day));
            else check_midnight(part::hours, i, subject, each.shifts, "hours of " + text_of(next->first), next->second->shifts);
        }
    }

    const calendar_spec& spec_;
    std::vector<calendar_fault> faults_;
};

}  // namespace detail

/// Every fault of the data but one: whether it ever opens is known only when it is compiled.
[[nodiscard]] inline std::vector<calendar_fault> faults_of(const calendar_spec& spec) { return detail::calendar_checker{spec}.check(); }

}  // namespace caseclock

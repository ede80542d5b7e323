// SPDX-License-Identifier: Apache-2.0
//
// Calendars in which something is counted, and that do not open when it would be.
#include "lint/parts.hpp"

#include "caseclock/time/iso8601.hpp"

namespace caseclock::detail {
namespace {

constexpr std::int64_t long_closed = 60;  // days

/// Calendars, by number, in which a target counts open time or waits for a closing.
std::vector<bool> calendars_counted_in(const rulebook_draft& d) {
    std::vector<bool> used(d.data.calendars.size(), false);
    const auto use = [&](std::uint8_t number) {
        if (number < used.size()) used[number] = true;
    };
    for (const auto& plan : d.data.machines)
        for (const auto& p : plan.policies)
            for (const auto& t : p.targets) {
                use(t.closing);
                if (!t.counts_open_time()) continue;
                if (t.calendar != no_calendar || p.calendar != no_calendar) {
                    use(t.calendar != no_calendar ? t.calendar : p.calendar);
                    continue;
                }
                use(d.data.own_calendar);
                for (const auto& [value, number] : plan.calendar_of_value) use(number);
            }
    return used;
}

bool opens_weekly(const calendar_spec& spec) {
    return std::any_of(spec.week.begin(), spec.week.end(), [](const auto& day) { return !day.empty(); });
}

void check_end(const calendar_description& from, finding_list& found) {
    if (opens_weekly(from.spec)) return;
    std::optional<local_date> last;
    for (const auto& day : from.spec.hours)
        if (!day.shifts.empty()) last = std::max(last.value_or(day.date), day.date);
    if (!last) return;
    found.add("calendar-ends", from.mark, "it opens for the last time on " + format_date(*last) + ", and something is counted in it",
              "give it weekly hours, or count in another calendar");
}

/// Days from the beginning of a date until it opens; empty when it is open then, or never opens again.
std::optional<std::int64_t> days_closed(const calendar& hours, local_date date) {
    const auto begin = hours.where().day(date).begin;
    try {
        if (hours.is_open(begin)) return std::nullopt;
        return std::chrono::floor<std::chrono::days>(hours.next_open(begin) - begin).count();
    } catch (const horizon_error&) {
        return std::nullopt;
    }
}

/// The closure that begins with each of its holidays.
void check_closures(const calendar_description& from, const calendar& hours, finding_list& found) {
    for (std::size_t i = 0; opens_weekly(from.spec) && i < from.spec.holidays.size(); ++i) {
        const auto date = from.spec.holidays[i].first;
        const auto days = days_closed(hours, date);
        if (days && *days > long_closed)
            found.add("calendar-long-closed", i < from.marks.holidays.size() ? from.marks.holidays[i] : from.mark,
                      "it is closed from " + format_date(date) + " for " + std::to_string(*days) + " days", "check the year of the dates");
    }
}

}  // namespace

void lint_calendars(lint_run& run) {
    const auto used = calendars_counted_in(run.d);
    for (std::size_t i = 0; i < run.d.from.calendars.size(); ++i) {
        const auto& from = run.d.from.calendars[i];
        run.found.about("calendar " + from.name);
        if (used[i]) check_end(from, run.found);
        check_closures(from, run.d.data.hours[i], run.found);
    }
}

}  // namespace caseclock::detail

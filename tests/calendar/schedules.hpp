// SPDX-License-Identifier: Apache-2.0
//
// Thirty kinds of opening hours and twenty zones for random tests. Dates in a schedule are days from the middle of the tested weeks.
#pragma once

#include "caseclock/calendar/calendar_text.hpp"

namespace caseclock::test {

inline constexpr std::array<const char*, 20> zones{"Asia/Shanghai",       "Asia/Kathmandu",    "America/New_York",  "Europe/London",
                                                   "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca", "Pacific/Apia",
                                                   "Europe/Dublin",       "Antarctica/Troll",  "Asia/Tehran",       "America/St_Johns",
                                                   "Pacific/Chatham",     "America/Nuuk",      "Asia/Gaza",         "Africa/Cairo",
                                                   "Pacific/Kiritimati",  "Australia/Eucla",   "America/Havana",    "UTC"};

/// One day's hours somewhere around the middle of the tested weeks.
struct relative_shifts {
    int day;
    std::vector<const char*> shifts;
};

/// Opening hours without a place in time.
struct schedule {
    const char* name;
    std::vector<std::pair<const char*, std::vector<const char*>>> week;
    std::vector<std::pair<int, int>> holidays{};
    std::vector<relative_shifts> hours{};
    std::vector<relative_shifts> breaks{};
    boundary at_boundary = boundary::closing;
    bool seconds = false;  ///< its boundaries are whole seconds, not whole minutes
};

inline const std::vector<schedule>& schedules() {
    static const std::vector<schedule> all{
        {"office", {{"mon-fri", {"09:00-17:00"}}}},
        {"office, next opening", {{"mon-fri", {"09:00-17:00"}}}, {}, {}, {}, boundary::next_opening},
        {"office with lunch", {{"mon-fri", {"09:00-12:00", "13:30-18:00"}}}, {{-3, -1}}, {{2, {"09:00-18:00"}}}},
        {"shop", {{"mon-sat", {"08:30-22:00"}}, {"sun", {"10:00-16:00"}}}, {{0, 0}}},
        {"round the clock", {{"mon-sun", {"00:00-24:00"}}}},
        {"round the clock with breaks",
         {{"mon-sun", {"00:00-24:00"}}},
         {},
         {},
         {{0, {"02:00-03:00"}}, {1, {"00:00-24:00"}}, {3, {"23:30-00:30"}}}},
        {"round the clock with holidays", {{"mon-sun", {"00:00-24:00"}}}, {{-1, 0}, {5, 5}}},
        {"weekdays round the clock", {{"mon-fri", {"00:00-24:00"}}}},
        {"weekdays round the clock, next opening", {{"mon-fri", {"00:00-24:00"}}}, {{0, 2}}, {}, {}, boundary::next_opening},
        {"night shift", {{"mon-sun", {"22:00-06:00"}}}},
        {"night shift on weekdays", {{"mon-fri", {"22:00-06:00"}}}, {{0, 0}}, {}, {{-1, {"01:00-02:00"}}, {1, {"23:00-01:30"}}}},
        {"night and day", {{"mon-fri", {"06:00-14:00", "22:00-06:00"}}}, {{1, 2}}},
        {"evening to morning, next opening", {{"thu-sun", {"18:00-02:30"}}}, {}, {{0, {"12:00-16:00"}}}, {}, boundary::next_opening},
        {"in the gap", {{"mon-sun", {"02:00-03:00"}}}},
        {"ends in the gap", {{"mon-sun", {"01:00-02:30"}}}},
        {"begins in the gap", {{"mon-sun", {"02:30-05:00"}}}},
        {"around the gap", {{"mon-sun", {"00:15-01:45", "02:15-02:45", "03:00-03:15"}}}},
        {"over midnight changes", {{"mon-sun", {"23:30-00:30"}}}},
        {"to midnight", {{"mon-sun", {"12:00-24:00"}}}},
        {"from midnight", {{"mon-sun", {"00:00-00:45"}}}},
        {"touching shifts", {{"mon-sun", {"08:00-12:00", "12:00-16:00"}}}, {}, {{0, {"06:00-08:00", "08:00-09:00"}}}},
        {"half hours",
         {{"mon-sun", {"00:00-00:30", "01:00-01:30", "02:00-02:30", "03:00-03:30", "04:00-04:30", "09:00-09:30", "22:00-22:30"}}}},
        {"one day a week", {{"wed", {"10:00-10:01"}}}},
        {"breaks at the gap", {{"mon-sun", {"00:00-06:00"}}}, {}, {}, {{0, {"01:30-02:30"}}, {1, {"02:15-02:45"}}, {-1, {"02:30-03:15"}}}},
        {"breaks that take everything",
         {{"mon-sun", {"09:00-11:00"}}},
         {},
         {},
         {{0, {"08:00-12:00"}}, {1, {"09:00-11:00"}}, {2, {"10:00-12:00"}}}},
        {"dated hours only", {}, {}, {{-9, {"09:00-12:00"}}, {-2, {"20:00-04:00"}}, {0, {"00:00-24:00"}}, {1, {}}, {6, {"12:00-13:00"}}}},
        {"dated closures",
         {{"mon-sun", {"07:00-19:00"}}},
         {{-8, 8}},
         {{-5, {}}, {0, {"01:00-03:00", "22:00-23:00"}}, {4, {"07:00-19:00"}}}},
        {"whole seconds",
         {{"mon-sun", {"01:59:59-02:30:01", "08:00:07-17:59:53"}}},
         {},
         {},
         {{0, {"12:00:01-12:00:02"}}},
         boundary::closing,
         true},
        {"whole seconds, next opening", {{"mon-fri", {"21:15:30-05:44:29"}}}, {{0, 0}}, {}, {}, boundary::next_opening, true},
        {"odd minutes", {{"mon-thu", {"08:07-11:53", "12:41-16:19"}}, {"fri", {"08:07-13:01"}}}, {{0, 0}, {7, 9}}, {{12, {"05:03-05:04"}}}},
    };
    return all;
}

/// The schedule in a zone, its dates around a day.
inline calendar_spec placed(const schedule& hours, const char* zone, local_date middle) {
    calendar_spec spec;
    spec.zone = zone;
    spec.at_boundary = hours.at_boundary;
    const auto parsed = [](const std::vector<const char*>& texts) {
        std::vector<shift> shifts;
        for (const char* text : texts) shifts.push_back(parse_shift(text));
        return shifts;
    };
    const auto date = [middle](int day) { return middle + std::chrono::days{day}; };
    for (const auto& [days, texts] : hours.week)
        for (const auto day : parse_weekdays(days))
            for (const auto& each : parsed(texts)) spec.week[day].push_back(each);
    for (const auto& [first, last] : hours.holidays) spec.holidays.push_back({date(first), date(last), {}});
    for (const auto& each : hours.hours) spec.hours.push_back({date(each.day), parsed(each.shifts)});
    for (const auto& each : hours.breaks) spec.breaks.push_back({date(each.day), parsed(each.shifts)});
    return spec;
}

}  // namespace caseclock::test

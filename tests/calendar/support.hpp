// SPDX-License-Identifier: Apache-2.0
//
// Short ways to write calendars and instants in tests.
#pragma once

#include "caseclock/calendar/calendar.hpp"

#include <initializer_list>
#include <string>

namespace caseclock::test {

using week_hours = std::initializer_list<std::pair<const char*, std::initializer_list<const char*>>>;

inline std::vector<shift> shifts_of(std::initializer_list<const char*> texts) {
    std::vector<shift> all;
    for (const char* text : texts) all.push_back(parse_shift(text));
    return all;
}

/// Weekly hours in a zone: spec_of("UTC", {{"mon-fri", {"09:00-17:00"}}}).
inline calendar_spec spec_of(const char* zone_name, week_hours week) {
    calendar_spec spec;
    spec.zone = zone_name;
    for (const auto& [days, texts] : week)
        for (const auto day : parse_weekdays(days))
            for (const auto& each : shifts_of(texts)) spec.week[day].push_back(each);
    return spec;
}

inline calendar office() { return calendar{spec_of("UTC", {{"mon-fri", {"09:00-17:00"}}})}; }

/// "2026-10-05 09:00" is a UTC instant; seconds and milliseconds may follow.
inline instant at(std::string text) {
    text[10] = 'T';
    return parse_instant(text + 'Z');
}

/// The other way round, shortened to what is not zero.
inline std::string text(instant t) {
    auto all = format_instant(t);
    all[10] = ' ';
    all.pop_back();
    if (all.ends_with(".000")) all.erase(all.size() - 4);
    if (all.ends_with(":00") && all.size() == 19) all.erase(16);
    return all;
}

}  // namespace caseclock::test

// SPDX-License-Identifier: Apache-2.0
//
// Where the rules of a zone come from: the system's zoneinfo, through `date`, which lists transitions up to 2037 (or fewer), and
// the rule in the file's footer, which holds after the last of them.
//
//   zoneinfo/America/New_York:  | 1970 .. 2037: listed, read by date::time_zone | 2038 .. 2200: EST5EDT,M3.2.0,M11.1.0 |
//
// This is the only place that reads a zone file. "localtime" is no zone here: it means another one on every machine.
#pragma once

#include "caseclock/time/nearest_word.hpp"
#include "caseclock/time/posix_rule.hpp"
#include "caseclock/time/zone_rules.hpp"

#if !defined(USE_OS_TZDB) || !USE_OS_TZDB
#error "caseclock reads the system's zoneinfo: use the CMake target caseclock::caseclock (or date::date-tz), which defines USE_OS_TZDB=1"
#endif
#include <date/tz.h>

#include <fstream>
#include <map>
#include <memory>
#include <mutex>

namespace caseclock::detail {

/// The footer of the zone's file, or nothing when there is none. `date` looks in the same two folders.
[[nodiscard]] inline std::string zone_footer(const std::string& name) {
    for (const char* folder : {"/usr/share/zoneinfo/uclibc/", "/usr/share/zoneinfo/"}) {
        std::ifstream file{folder + name, std::ios::binary};
        if (!file) continue;
        std::string bytes{std::istreambuf_iterator<char>{file}, {}};
        if (bytes.size() < 2 || bytes.back() != '\n') return {};
        bytes.pop_back();
        const auto start = bytes.rfind('\n');
        return start == std::string::npos ? std::string{} : bytes.substr(start + 1);
    }
    return {};
}

/// Appends what the footer's rule says for the years to come, after the last listed change.
inline void append_by_rule(std::vector<zone_change>& changes, std::int64_t listed_until_ms, const posix_rule& rule) {
    const auto ms = [](std::chrono::seconds s) { return duration{s}.count(); };
    if (!rule.to_summer) {
        if (changes.back().offset_ms != ms(rule.standard)) changes.push_back({listed_until_ms, ms(rule.standard)});
        return;
    }
    std::vector<zone_change> ahead;
    for (int year = 1967; year <= 2201; ++year) {
        const auto summer_at = rule.to_summer->in(std::chrono::year{year}).time_since_epoch() - rule.standard;
        const auto standard_at = rule.to_standard->in(std::chrono::year{year}).time_since_epoch() - rule.summer;
        ahead.push_back({ms(standard_at), ms(rule.standard)});
        ahead.push_back({ms(summer_at), ms(rule.summer)});
    }
    // Summer all year is written as two changes at one instant: the one to summer time stays.
    std::stable_sort(ahead.begin(), ahead.end(), [](const zone_change& a, const zone_change& b) { return a.at_ms < b.at_ms; });
    for (std::size_t i = 0; i + 1 < ahead.size(); ++i)
        if (ahead[i].at_ms > listed_until_ms && ahead[i].at_ms != ahead[i + 1].at_ms) changes.push_back(ahead[i]);
}

/// Reads a zone; throws text_error with the nearest name when there is none of that name.
[[nodiscard]] inline zone_rules read_zone(std::string_view name) {
    const auto& zones = date::get_tzdb().zones;
    const auto known = std::find_if(zones.begin(), zones.end(), [name](const auto& each) { return each.name() == name; });
    if (known == zones.end() || name == "localtime") {
        std::vector<std::string> names;
        for (const auto& each : zones)
            if (each.name() != "localtime") names.push_back(each.name());
        refuse_text("zone", name, "no such zone" + did_you_mean(name, names));
    }
    const auto seconds = [](std::chrono::sys_days day) { return date::sys_seconds{day.time_since_epoch()}; };
    const auto until = seconds(std::chrono::year{2201} / 1 / 1);
    std::vector<zone_change> changes;
    auto info = known->get_info(seconds(std::chrono::year{1967} / 1 / 1));
    const auto take = [&changes](const date::sys_info& each) {
        const auto begin = std::max(each.begin, date::sys_seconds{std::chrono::hours{-24 * 366 * 4}});
        changes.push_back({duration{begin.time_since_epoch()}.count(), duration{each.offset}.count()});
    };
    take(info);
    while (info.end < until) {
        info = known->get_info(info.end);
        take(info);
    }
    const auto footer = zone_footer(known->name());
    if (footer.empty()) refuse_text("zone", name, "its file gives no rule for the time after the transitions that it lists");
    append_by_rule(changes, changes.back().at_ms, parse_posix_rule(footer));
    return make_zone_rules(known->name(), changes);
}

/// The same, each zone read once for the whole process and shared from then on. Building only: takes a lock.
[[nodiscard]] inline std::shared_ptr<const zone_rules> shared_zone(std::string_view name) {
    static std::mutex guard;
    static std::map<std::string, std::shared_ptr<const zone_rules>, std::less<>> read;
    const std::lock_guard<std::mutex> lock{guard};
    if (const auto found = read.find(name); found != read.end()) return found->second;
    auto rules = std::make_shared<const zone_rules>(read_zone(name));
    read.emplace(rules->name, rules);
    return rules;
}

}  // namespace caseclock::detail

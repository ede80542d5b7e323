// SPDX-License-Identifier: Apache-2.0
//
// What a zone is, as a table: from which instant which offset holds, from before 1970 until after 2200. Plain data; zone_source.hpp
// fills it, zone.hpp reads it.
#pragma once

#include "caseclock/time/local_time.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace caseclock::detail {

/// The offset in force from an instant on.
struct zone_change {
    std::int64_t at_ms;      ///< UTC
    std::int64_t offset_ms;  ///< east of Greenwich
};

/// The compiled table of one zone. Immutable once finished.
struct zone_rules {
    std::string name;
    std::uint64_t digest = 0;
    std::vector<std::int64_t> from_sys_ms;    // from which instant offset_ms[i] holds; the first is the beginning of time
    std::vector<std::int64_t> from_local_ms;  // from which wall-clock time it holds: gaps move forward, overlaps are the first pass
    std::vector<std::int64_t> offset_ms;
    std::vector<local_date> skipped;  // dates that the zone never had, ascending

    [[nodiscard]] static std::size_t last_at_or_before(const std::vector<std::int64_t>& from, std::int64_t t) noexcept {
        return static_cast<std::size_t>(std::upper_bound(from.begin() + 1, from.end(), t) - from.begin() - 1);
    }
};

/// Makes the table of a zone from its changes, ascending; the first one's instant is ignored. A change to the same offset is
/// dropped.
[[nodiscard]] inline zone_rules make_zone_rules(std::string name, const std::vector<zone_change>& changes) {
    constexpr std::int64_t day_ms = 86'400'000;
    constexpr auto beginning = std::numeric_limits<std::int64_t>::min();
    zone_rules rules;
    rules.name = std::move(name);
    for (const auto& change : changes) {
        if (rules.offset_ms.empty()) {
            rules.from_sys_ms.push_back(beginning);
            rules.from_local_ms.push_back(beginning);
            rules.offset_ms.push_back(change.offset_ms);
            continue;
        }
        const auto before = rules.offset_ms.back();
        if (change.offset_ms == before) continue;
        rules.from_sys_ms.push_back(change.at_ms);
        rules.from_local_ms.push_back(change.at_ms + std::max(before, change.offset_ms));
        rules.offset_ms.push_back(change.offset_ms);
        const auto first_missing = change.at_ms + before, first_there = change.at_ms + change.offset_ms;
        auto date = std::chrono::ceil<std::chrono::days>(local_instant{duration{first_missing}});
        for (; (date - local_date{}) / duration{1} + day_ms <= first_there; date += std::chrono::days{1}) rules.skipped.push_back(date);
    }
    std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a over the name and the table
    const auto mix = [&hash](std::uint64_t value, int bytes) {
        for (; bytes > 0; --bytes, value >>= 8) hash = (hash ^ (value & 0xffU)) * 0x100000001b3U;
    };
    for (const char c : rules.name) mix(static_cast<unsigned char>(c), 1);
    for (std::size_t i = 0; i < rules.offset_ms.size(); ++i) {
        mix(static_cast<std::uint64_t>(rules.from_sys_ms[i]), 8);
        mix(static_cast<std::uint64_t>(rules.offset_ms[i]), 8);
    }
    rules.digest = hash;
    return rules;
}

}  // namespace caseclock::detail

// SPDX-License-Identifier: Apache-2.0
//
// The one seam through which zones enter: wall-clock time to instants and back, right until 2200.
//
//   New York             | local                 | instant
//   2026-03-08 (gap)     | 02:30, does not exist | 03:30 EDT, forward by the gap's length
//   2026-11-01 (overlap) | 01:30, twice          | 01:30 EDT, the first of the two
//   2050-07-01           | 12:00                 | 12:00 EDT: zones do not end with the list in their file
#pragma once

#include "caseclock/time/span.hpp"
#include "caseclock/time/zone_source.hpp"

namespace caseclock {

/// A time zone of the IANA database. Immutable, cheap to copy, shared between threads.
class zone {
public:
    /// Throws text_error, with the nearest name, when there is no such zone.
    explicit zone(std::string_view name) : rules_{detail::shared_zone(name)} {}

    [[nodiscard]] const std::string& name() const noexcept { return rules_->name; }

    /// A fingerprint of the rules in use: name, transitions, offsets. Other zone data give another one.
    [[nodiscard]] std::uint64_t digest() const noexcept { return rules_->digest; }

    /// Milliseconds east of Greenwich at t.
    [[nodiscard]] duration offset(instant t) const noexcept {
        const auto i = detail::zone_rules::last_at_or_before(rules_->from_sys_ms, t.time_since_epoch().count());
        return duration{rules_->offset_ms[i]};
    }

    [[nodiscard]] local_instant to_local(instant t) const noexcept { return local_instant{(t + offset(t)).time_since_epoch()}; }

    /// In a gap: forward by the gap's own length; in an overlap: the first of the two. Never throws; may leave [1970, 2200).
    [[nodiscard]] instant to_instant(local_instant t) const noexcept {
        const auto i = detail::zone_rules::last_at_or_before(rules_->from_local_ms, t.time_since_epoch().count());
        return instant{t.time_since_epoch() - duration{rules_->offset_ms[i]}};
    }

    [[nodiscard]] local_date date_of(instant t) const noexcept { return caseclock::date_of(to_local(t)); }

    /// Whether the zone never had this date: Pacific/Apia 2011-12-30.
    [[nodiscard]] bool skipped(local_date date) const noexcept {
        return !rules_->skipped.empty() && std::binary_search(rules_->skipped.begin(), rules_->skipped.end(), date);
    }

    /// The whole date, 00:00 to 24:00; empty when the zone skipped it.
    [[nodiscard]] span day(local_date date) const noexcept {
        return span{to_instant(local_instant{date}), to_instant(local_instant{date + std::chrono::days{1}})};
    }

    /// The instants in [1967, 2201] at which the offset changes, ascending.
    [[nodiscard]] std::vector<instant> changes() const {
        std::vector<instant> all;
        for (std::size_t i = 1; i < rules_->from_sys_ms.size(); ++i) all.push_back(instant{duration{rules_->from_sys_ms[i]}});
        return all;
    }

    friend bool operator==(const zone& a, const zone& b) noexcept { return a.digest() == b.digest() && a.name() == b.name(); }

private:
    std::shared_ptr<const detail::zone_rules> rules_;
};

}  // namespace caseclock

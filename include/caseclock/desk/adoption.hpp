// SPDX-License-Identifier: Apache-2.0
//
// A rulebook changes while cases are open: what becomes of them, and what a desk says about it.
//
//   const rulebook next = successor(desk.book(), load_rulebook("own.yaml"), texts);           // rulebook/build.hpp
//   const adoption_report report = desk.adopt(next, now, adoption_mode::running, out);
//
//           | open cases                                              | new cases
//   pin     | keep the version that opened them, their children too   | the new version
//   running | change to it, their running clocks find their deadlines | the new version
//           | again from their starts                                 |
#pragma once

#include "caseclock/desk/machine_translation.hpp"
#include "caseclock/time/instant.hpp"

#include <span>

namespace caseclock {

enum class adoption_mode : std::uint8_t { pin, running };
[[nodiscard]] constexpr std::string_view to_string(adoption_mode mode) noexcept { return mode == adoption_mode::pin ? "pin" : "running"; }

/// That a desk's rulebook changed. Whoever replays its events tells it of the change too.
struct adoption {
    instant at{};
    std::uint64_t events_before = 0;  ///< events that the desk was given before it
    std::uint8_t from = 0, to = 0;    ///< numbers of versions
    adoption_mode mode = adoption_mode::pin;

    /// Whether it comes before an event: at one instant the order of arrival counts.
    [[nodiscard]] constexpr bool comes_before(instant event_at, std::uint64_t number) const noexcept {
        return at < event_at || (at == event_at && events_before <= number);
    }
    friend bool operator==(const adoption&, const adoption&) = default;
};

/// Tells adoptions between the events of a replay.
class told_adoptions {
public:
    told_adoptions() = default;
    explicit told_adoptions(std::span<const adoption> all) noexcept : all_{all} {}

    /// Calls `adopt` for those that come before the event of that number among all.
    template <class Adopt> void before(instant at, std::uint64_t number, Adopt adopt) {
        while (next_ < all_.size() && all_[next_].comes_before(at, number)) adopt(all_[next_++]);
    }
    /// Calls `adopt` for the rest of those up to an instant.
    template <class Adopt> void until(instant last, Adopt adopt) {
        while (next_ < all_.size() && all_[next_].at <= last) adopt(all_[next_++]);
    }

private:
    std::span<const adoption> all_;
    std::size_t next_ = 0;
};

/// A root case that could not change its version, with its family.
struct kept_family {
    std::uint64_t root = 0;
    std::string why;  ///< "case 41: the new version has no state ticket.on_hold"
};

/// What `running` did; after `pin` everything in it is zero.
struct adoption_report {
    std::size_t moved = 0;                ///< cases that changed to the new version
    std::size_t retargeted = 0;           ///< running clocks that found their deadlines again
    std::size_t cancelled = 0;            ///< running clocks whose policy the new version does not have
    std::vector<kept_family> kept{};      ///< families that stay under their version, by root case
    std::vector<lacking_name> lacking{};  ///< attributes, words and facts of cases that the new version does not have
};

}  // namespace caseclock

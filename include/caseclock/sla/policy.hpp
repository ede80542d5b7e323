// SPDX-License-Identifier: Apache-2.0
//
// A policy, compiled for one machine: which targets, what pauses it, what follows from its firings. Everything is a number of that
// machine or of the rulebook; which event, state, fact or attribute moves its clock stands beside it, in the machine's trigger table.
#pragma once

#include "caseclock/sla/ladder.hpp"

#include <array>
#include <string_view>

namespace caseclock {

inline constexpr unsigned policy_limit = 63;   ///< policies of one machine
inline constexpr unsigned target_limit = 62;   ///< targets of a policy, those of `otherwise` and `not_later_than` included
inline constexpr unsigned warning_limit = 8;   ///< warnings of a policy
inline constexpr unsigned reason_limit = 8;    ///< reasons to pause of a policy
inline constexpr unsigned member_limit = 32;   ///< members of the `all` triggers of a policy

enum class policy_kind : std::uint8_t {
    promise,  ///< ends in a verdict
    wait      ///< a timer: raises its event, has no verdict and counts in no attainment
};
/// To whom the promise was made: a label for reports.
enum class promise_type : std::uint8_t { sla, ola, uc };

[[nodiscard]] constexpr std::string_view to_string(policy_kind kind) noexcept { return kind == policy_kind::promise ? "promise" : "wait"; }
[[nodiscard]] constexpr std::string_view to_string(promise_type type) noexcept {
    constexpr std::string_view text[] = {"sla", "ola", "uc"};
    return text[static_cast<std::size_t>(type)];
}

/// A warning: at a share of the target, or at so much time left.
struct warning {
    std::uint32_t share_permille = 0;             ///< 0: `left` counts
    std::optional<duration_value> left{};
    std::vector<reaction> reactions{};
};

/// What ends or starts a clock by several things together: facts that hold, and members that occurred in this cycle.
struct joint_trigger {
    std::uint64_t facts = 0;    ///< all of these hold
    std::uint32_t members = 0;  ///< all of these occurred: bits of the policy's members
    condition when{};
};

/// What reopening a case does to a clock that has ended.
enum class on_reopening : std::uint8_t {
    new_cycle,  ///< starts the next cycle
    go_on       ///< the cycle goes on; the time between was a pause
};

/// What an attribute's change does to a running clock.
enum class on_change : std::uint8_t { retarget, keep, reset };

struct policy {
    std::string name, title;
    std::vector<std::string> rules;
    std::uint16_t number = 0;  ///< of the rulebook: the same for every machine it serves
    policy_kind kind = policy_kind::promise;
    promise_type type = promise_type::sla;
    bool once = false;  ///< one cycle a case, a cancelled one included
    on_reopening when_reopened = on_reopening::new_cycle;
    std::uint8_t calendar = no_calendar;

    std::vector<target> targets;
    std::uint8_t matched_targets = 0;         ///< targets[0 .. matched_targets) are tried in order; behind them those of `otherwise` and `not_later_than`
    std::vector<joint_trigger> joints;        ///< what a trigger with a `joint` waits for
    std::vector<joint_trigger> stops;         ///< stops by facts alone: a clock that starts where they hold is met there
    std::vector<condition> pauses;            ///< reasons to pause
    std::vector<std::string> pause_texts;     ///< beside them, as they were written: "on_hold", "priority low"
    std::vector<duration_value> max_pauses;   ///< beside them, how long each may pause; 0: without end
    std::uint8_t limited_pauses = 0;          ///< those that have an end, a bit each
    std::vector<warning> warnings;
    std::vector<ladder> ladders;              ///< those that its targets name
    std::vector<reaction> window_opens, met, missed, early, ends;

    std::uint64_t targets_read_facts = 0;           ///< a clock whose targets matched none asks again when one of these
    std::uint32_t targets_read_attributes = 0;      ///<   or of these changes
    bool targets_read_states = false;               ///<   or the state does
    std::uint64_t pauses_read_facts = 0;
    std::uint32_t pauses_read_attributes = 0;
    bool pauses_read_states = false;
};

}  // namespace caseclock

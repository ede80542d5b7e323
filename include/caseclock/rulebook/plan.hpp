// SPDX-License-Identifier: Apache-2.0
//
// A machine with the policies that measure its cases: which event, state, fact or attribute does what to which clock.
//
//   on_event[reply]    -> first_response: stop, if agent_identified
//   on_entered[held]   -> hold: start
//   on_changed[priority] -> first_response: retarget
//
// A list is sorted by policy, and within one by what is done: stop, complete, cancel, reset, retarget, start, reopen. What a machine says in its own
// numbers (roles, cues, orders, notes) is translated to those of the rulebook here.
//
// A group of states is entered from outside and left to outside: each of its states has the trigger, with `apart_from` the group, and a
// change whose other end lies in the group does not act.
//
//   enters: work = [assigned, received]   | reported -> assigned | assigned -> received | assigned -> assigned | opened in assigned
//                                         | acts                 | does not             | does not             | acts
#pragma once

#include "caseclock/machine/definition.hpp"
#include "caseclock/sla/policy.hpp"

#include <bitset>

namespace caseclock {

/// What a trigger does to its clock, in the order in which things happen at one trigger.
enum class trigger_action : std::uint8_t { stop, complete, cancel, reset, retarget, start, reopen };
[[nodiscard]] constexpr std::string_view to_string(trigger_action does) noexcept {
    constexpr std::string_view text[] = {"stop", "complete", "cancel", "reset", "retarget", "start", "reopen"};
    return text[static_cast<std::size_t>(does)];
}

inline constexpr std::uint8_t no_joint = 0xff;
inline constexpr std::uint8_t no_state_set = 0xff;

/// States of a machine, by number.
using state_set = std::bitset<256>;

struct trigger {
    std::uint8_t policy = 0;                 ///< number within the machine
    trigger_action does = trigger_action::stop;
    std::uint8_t joint = no_joint;           ///< part of policies[policy].joints[joint]: acts only when that is complete
    std::uint32_t member = 0;                ///< the joint's member that occurs here: one bit; 0: a fact, which counts while it holds
    std::uint8_t since = no_attribute;       ///< of a start: the instant attribute that backdates it
    std::uint8_t apart_from = no_state_set;  ///< of a state entered or left: does not act when the other end is in state_sets[apart_from]
    std::uint16_t written = 0;               ///< its place in the policy: of several that do the same at once the first acts
    condition when;
};

/// The rulebook's numbers of a machine's own words, by the machine's number.
struct word_numbers {
    std::vector<std::uint16_t> cues, roles, orders, notes;
};

struct machine_plan {
    explicit machine_plan(definition d) : machine(std::move(d)) {}

    definition machine;                      ///< with the rulebook's guards
    std::uint8_t version = 0;                ///< the rulebook's version that it belongs to
    std::uint8_t own_calendar = 0;           ///< of cases that name none
    std::vector<policy> policies;
    std::vector<trigger> on_opened;          ///< the case was opened
    std::vector<std::vector<trigger>> on_event, on_left, on_entered, on_set, on_cleared, on_changed;  ///< by number; as many as there are
    std::vector<state_set> state_sets;       ///< groups that triggers name
    std::uint64_t facts_watched = 0;         ///< facts that a trigger, a pause or an unmatched target reads
    std::uint32_t attributes_watched = 0;    ///< attributes likewise
    bool states_watched = false;             ///< whether a pause or an unmatched target reads the state
    std::uint64_t policies_with_pauses = 0;  ///< a bit each
    std::uint8_t case_calendar = no_attribute;            ///< the attribute that names the case's calendar
    std::vector<std::pair<std::int64_t, std::uint8_t>> calendar_of_value;  ///< its values and the calendars they name
    word_numbers words;
    std::vector<std::uint8_t> child_events;  ///< events that say: a child entered a state
};

}  // namespace caseclock

// SPDX-License-Identifier: Apache-2.0
//
// What the desk tells the host: plain values, in the order in which things happen. Sorted by (instant, root case, ordinal) what several
// desks say is what one would.
//
//   kind           | what                       | value, to, detail
//   verdict        | kind of the verdict        | the verdict with the same root and ordinal says the rest
//   warning        | number of the warning      | value: milliseconds left to the deadline
//   window_opened  |                            |
//   no_deadline    |                            | the attribute that its target reads says nothing
//   notification   | role                       | value: a number said along with it
//   reminder       | role                       | likewise
//   cue            | cue                        | to: role, 0xffff: the agent
//   order          | order                      | to: role, 0xffff: nobody in particular
//   note           | note                       |
//   lapse          | fact, or row               | detail 0: the fact `what` was missing; else what ask number detail - 1 of row `what` asks
//   opened         | machine of the child case  | value: the parent's id
//   ended          |                            | the case is over
//   raised         | event of the case          | detail: what became of it, a receipt_kind; refused: value the asks of row `to` that were not met
//   limit_reached  | which                      | see limit_kind
//   level          | level of a ladder, from 0  | to: ladder; value: milliseconds left to the deadline, below zero after it
//   unacknowledged | likewise                   | likewise: nobody acknowledged it in time
//   acknowledged   | likewise                   | likewise; detail 1: too late
//
// Roles, cues, orders and notes are numbers of the rulebook; ladders too; events, facts, rows and states of the case's machine.
#pragma once

#include "caseclock/machine/case_record.hpp"
#include "caseclock/sla/verdict.hpp"

#include <vector>

namespace caseclock {

enum class effect_kind : std::uint8_t {
    verdict, warning, window_opened, no_deadline, notification, reminder, cue, order, note, lapse, opened, ended, raised, limit_reached,
    level, unacknowledged, acknowledged
};
[[nodiscard]] constexpr std::string_view to_string(effect_kind kind) noexcept {
    constexpr std::string_view text[] = {"verdict", "warning", "window_opened", "no_deadline", "notification", "reminder", "cue",
                                         "order",   "note",    "lapse",         "opened",      "ended",        "raised",   "limit_reached",
                                         "level",   "unacknowledged", "acknowledged"};
    return text[static_cast<std::size_t>(kind)];
}
inline constexpr std::size_t effect_kinds = 17;

/// Which limit was reached, and what became of the rest.
enum class limit_kind : std::uint8_t {
    raised_events,  ///< the events still to be raised were dropped
    firings,        ///< the clock was cancelled
    completions     ///< completion rows did not come to rest
};
[[nodiscard]] constexpr std::string_view to_string(limit_kind kind) noexcept {
    constexpr std::string_view text[] = {"raised_events", "firings", "completions"};
    return text[static_cast<std::size_t>(kind)];
}

inline constexpr std::uint16_t no_policy = 0xffff;
inline constexpr std::uint16_t to_nobody = 0xffff;

/// 64 plain bytes without holes.
struct effect {
    instant at{};                     ///< when it is said
    instant due_at{};                 ///< the instant that was due: earlier than `at` where a change put it into the past
    std::uint64_t root = 0;           ///< id of the root case
    std::uint64_t case_id = 0;
    std::int64_t value = 0;
    std::uint32_t ordinal = 0;        ///< counts the effects of a root case
    std::uint16_t what = 0;
    std::uint16_t to = to_nobody;
    std::uint16_t policy = no_policy; ///< the rulebook's number of the policy behind it
    std::uint16_t cycle = 0;          ///< of that policy on this case, from 1
    effect_kind kind{};
    std::uint8_t detail = 0;
    std::uint8_t machine = 0;         ///< of the case
    std::uint8_t spare[9]{};
    friend bool operator==(const effect&, const effect&) = default;
};
static_assert(sizeof(effect) == 64);

/// A cycle's verdict, with the case as it was then.
struct verdict {
    std::uint64_t root = 0;
    std::uint64_t case_id = 0;
    cycle_times times;
    std::uint64_t facts = 0;
    std::array<std::byte, value_bytes> values{};     ///< attributes, as the machine's layout packs them
    std::array<std::uint8_t, region_limit> state{};
    std::uint16_t policy = no_policy;
    std::uint16_t cycle = 0;
    std::uint32_t ordinal = 0;                       ///< of its effect
    verdict_kind kind{};
    std::uint8_t machine = 0;
    std::uint8_t levels = 0;                         ///< of ladders that this cycle told so far,
    std::uint8_t unanswered = 0;                     ///<   and of these: nobody acknowledged it in time
    friend bool operator==(const verdict&, const verdict&) = default;
};
static_assert(sizeof(verdict) == 136);

}  // namespace caseclock

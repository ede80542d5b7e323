// SPDX-License-Identifier: Apache-2.0
//
// One policy measuring one case: 24 bytes. What only some clocks need (pauses, members of an `all` that occurred) lies in a
// clock_history, which a clock gets when it is first needed.
//
//   idle --start--> running --stop, cancel--> idle        `cycle` counts the starts, `misses` the misses (255 is the most it counts)
//
// The rule that surprises: a clock that has missed runs on until it is stopped.
#pragma once

#include "caseclock/sla/pauses.hpp"
#include "caseclock/sla/policy.hpp"
#include "caseclock/time/due_key.hpp"

#include <type_traits>

namespace caseclock {

struct case_clock {
    std::uint64_t started : 44 = 0;       ///< ms
    std::uint64_t policy : 6 = 0;         ///< number within the machine
    std::uint64_t target : 6 = no_target; ///< number within the policy; no_target: none matched
    std::uint64_t fired : 8 = 0;          ///< warnings that fired, a bit each
    std::uint64_t due : 44 = none;        ///< ms; `none` without a deadline
    std::uint64_t reasons : 8 = 0;        ///< why it is paused, a bit each; 0: it is not
    std::uint64_t misses : 8 = 0;
    std::uint64_t running : 1 = 0;
    std::uint64_t missed : 1 = 0;         ///< this cycle has missed
    std::uint64_t opened : 1 = 0;         ///< the window of this cycle has opened
    std::uint64_t has_history : 1 = 0;
    std::uint64_t next : 45 = no_next;    ///< due_key of the next firing
    std::uint64_t cycle : 16 = 0;         ///< starts so far
    std::uint64_t spare : 3 = 0;

    static constexpr std::uint64_t none = (std::uint64_t{1} << 44) - 1;
    static constexpr std::uint64_t no_next = (std::uint64_t{1} << 45) - 1;

    [[nodiscard]] instant started_at() const noexcept { return instant{duration{static_cast<std::int64_t>(started)}}; }
    [[nodiscard]] instant due_at() const noexcept { return instant{duration{static_cast<std::int64_t>(due)}}; }
    [[nodiscard]] bool has_due() const noexcept { return due != none; }
    [[nodiscard]] bool paused() const noexcept { return reasons != 0; }
    void set_due(instant t) noexcept { due = static_cast<std::uint64_t>(t.time_since_epoch().count()) & none; }
    void set_next(due_key key) noexcept { next = static_cast<std::uint64_t>(key) & no_next; }
    /// A new cycle that starts at t.
    void begin_cycle(instant t) noexcept {
        started = static_cast<std::uint64_t>(t.time_since_epoch().count()) & none;
        due = none;
        cycle = (cycle + 1U) & 0xffffU;
        fired = 0;
        missed = 0;
        opened = 0;
    }
    /// The cycle that was begun last goes on under its old number.
    void keep_cycle() noexcept { cycle = (cycle - 1U) & 0xffffU; }
    void count_miss() noexcept {
        if (misses != 0xff) misses = (misses + 1U) & 0xffU;
    }
    void warn(unsigned number) noexcept { fired = (fired | (1U << number)) & 0xffU; }
};
static_assert(sizeof(case_clock) == 24 && std::is_trivially_copyable_v<case_clock>);
static_assert(case_clock::none == static_cast<std::uint64_t>(never.time_since_epoch().count()));

}  // namespace caseclock

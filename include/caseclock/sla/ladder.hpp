// SPDX-License-Identifier: Apache-2.0
//
// Who is told at which offset from a deadline, and in what time somebody must say "I have it".
//
//   to_supervisor:
//     - {at: the deadline, tell: supervisor, acknowledge_within: 5m}
//     - {at: 30m after,    tell: manager}
//
//   told 09:05, acknowledged 09:08     the manager is told at 09:35, if the clock still runs
//   told 09:05, acknowledged by nobody 09:10 unacknowledged, and the manager is told at once
//
// The rule that surprises: an acknowledgement says that somebody knows, not that the thing is done. It keeps the next level from coming
// early; at its own offset that level comes all the same, unless it says `unless: acknowledged`. Only the end of the clock ends a ladder.
#pragma once

#include "caseclock/sla/reaction.hpp"
#include "caseclock/sla/target.hpp"

#include <optional>

namespace caseclock {

inline constexpr unsigned level_limit = 8;      ///< levels of a ladder
inline constexpr std::uint8_t no_ladder = 0xff;

struct ladder_level {
    duration_value offset{};                           ///< from the deadline; below zero before it, zero at it
    std::optional<duration_value> acknowledge_within{};
    bool unless_acknowledged = false;                  ///< passed over when the level that asked last was acknowledged
    std::uint8_t from_miss = 1;                        ///< passed over before the n-th miss of this policy on this case,
    condition when{};                                  ///<   and where this does not hold when the level comes
    std::vector<reaction> reactions{};
};

struct ladder {
    std::uint16_t number = 0;  ///< of the rulebook
    std::vector<ladder_level> levels{};
};

/// A level that has come in this cycle.
struct fired_level {
    enum class state : std::uint8_t {
        passed_over,  ///< it did not apply when it came
        told,         ///< nobody needs to acknowledge it
        waits,        ///< for an acknowledgement
        overdue,      ///< nobody acknowledged it in time; somebody still may
        answered,     ///< in time
        answered_late
    };
    std::uint8_t ladder = 0;  ///< number within the policy
    std::uint8_t level = 0;
    state is = state::told;
    instant at{};               ///< when it was told
    instant calls_next = never; ///< the next level comes then, whatever its offset

    /// May somebody acknowledge it?
    [[nodiscard]] bool open() const noexcept { return is == state::waits || is == state::overdue; }
    [[nodiscard]] bool asked() const noexcept { return is > state::told; }
};

/// What a clock remembers of its ladders: the levels that came, in the order in which they came.
class ladder_marks {
public:
    [[nodiscard]] bool empty() const noexcept { return list_.empty(); }
    [[nodiscard]] const std::vector<fired_level>& list() const noexcept { return list_; }
    void add(const fired_level& each) { list_.push_back(each); }
    [[nodiscard]] const fired_level* find(unsigned ladder, unsigned level) const noexcept {
        for (const auto& each : list_)
            if (each.ladder == ladder && each.level == level) return &each;
        return nullptr;
    }
    [[nodiscard]] fired_level* find(unsigned ladder, unsigned level) noexcept {
        return const_cast<fired_level*>(std::as_const(*this).find(ladder, level));
    }
    /// When the level before calls this one; `never` when it does not.
    [[nodiscard]] instant called_at(unsigned ladder, unsigned level) const noexcept {
        const auto* const before = level == 0 ? nullptr : find(ladder, level - 1);
        return before != nullptr ? before->calls_next : never;
    }
    /// Does a level wait for an acknowledgement, in time or not?
    [[nodiscard]] bool any_open() const noexcept {
        return std::any_of(list_.begin(), list_.end(), [](const fired_level& each) { return each.open(); });
    }
    /// Was the level that asked last acknowledged?
    [[nodiscard]] bool answered() const noexcept {
        for (auto each = list_.rbegin(); each != list_.rend(); ++each)
            if (each->asked()) return !each->open();
        return false;
    }
    /// Acknowledges what is open, and says each.
    template <class Say> void answer(Say say) {
        for (auto& each : list_) {
            if (!each.open()) continue;
            each.is = each.is == fired_level::state::waits ? fired_level::state::answered : fired_level::state::answered_late;
            each.calls_next = never;
            say(std::as_const(each));
        }
    }

private:
    std::vector<fired_level> list_;
};

}  // namespace caseclock

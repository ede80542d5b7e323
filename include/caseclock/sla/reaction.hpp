// SPDX-License-Identifier: Apache-2.0
//
// What follows from a firing of a clock: somebody is told, something is said or ordered, an event of the case is raised.
#pragma once

#include "caseclock/sla/condition.hpp"

namespace caseclock {

/// What follows from a firing.
struct reaction {
    enum class kind : std::uint8_t {
        tell,    ///< notify a role
        remind,  ///< remind a role
        say,     ///< a cue for the agent, or for the role `to`
        order,   ///< an order to the host, perhaps for the role `to`
        note,    ///< a note for the record
        raise    ///< an event of the case; `what` is the machine's number of it
    };
    kind is = kind::tell;
    std::uint16_t what = 0;         ///< the rulebook's number of the role, cue, order or note
    std::uint16_t to = 0xffff;      ///< the rulebook's number of a role; 0xffff: nobody in particular
    std::uint8_t from_miss = 1;     ///< only from the n-th miss of this policy on this case on
    condition when{};
};

}  // namespace caseclock

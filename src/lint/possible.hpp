// SPDX-License-Identifier: Apache-2.0
//
// Whether a case can be like that: conditions over facts, states and numbers, tried out part by part.
//
//   priority low, and not priority [low, high]      -> impossible
//   units at most 3, and units above 2              -> possible: 3
//
// The rule that surprises: when trying takes too long the answer is "possible", so whoever reports what is impossible reports only what
// is certain.
#pragma once

#include "caseclock/machine/definition.hpp"
#include "caseclock/rulebook/plan.hpp"

#include <span>

namespace caseclock::detail {

/// A number that conditions ask about.
struct number_range {
    std::int64_t least = 0;
    std::int64_t greatest = 0;
    bool may_be_unset = true;
};

/// What cases may be like: the states they may stand in, one of each region, and what their numbers may be. Facts are free.
struct case_space {
    const definition* machine = nullptr;
    std::span<const number_range> numbers{};  ///< by the attribute number of conditions
    state_set states{};
};

/// A condition that holds, or does not.
struct demand {
    const condition* on = nullptr;
    bool holds = true;
};

/// Whether some case of the space meets all demands.
[[nodiscard]] bool possible(const case_space& space, std::span<const demand> demands);
[[nodiscard]] inline bool possible(const case_space& space, const condition& holds) {
    const demand only{&holds, true};
    return possible(space, std::span{&only, 1});
}

}  // namespace caseclock::detail

// SPDX-License-Identifier: Apache-2.0
//
// What several built-in workflows ask, each of its own facts and attributes; refusals and diagrams use the name that stands here.
//
//   inline constexpr length_is_named<promised> length_named{};      needs<length_named>  ->  "needs length_named"
#pragma once

#include "caseclock/machine/step.hpp"
#include "caseclock/workflow/words.hpp"

namespace caseclock::workflows {

/// Beyond one's own authority, or not to be solved on the spot.
template <auto Beyond, auto Unsolvable> struct is_out_of_reach {
    static constexpr std::string_view name = "out_of_reach";
    bool operator()(step& now) const { return now.has(Beyond) || now.has(Unsolvable); }
};

template <auto Priority> struct priority_is_known {
    static constexpr std::string_view name = "priority_known";
    bool operator()(step& now) const { return now[Priority].is_set() && now[Priority] != level::unknown; }
};

/// How long it takes was said, of a hold or of a promise.
template <auto Length> struct length_is_named {
    static constexpr std::string_view name = "length_named";
    bool operator()(step& now) const { return now[Length].value_or(0) > 0; }
};

}  // namespace caseclock::workflows

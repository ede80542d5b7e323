// SPDX-License-Identifier: Apache-2.0
//
// What follows from firings, in the numbers of one machine and of the rulebook.
#pragma once

#include "rulebook/scope.hpp"

namespace caseclock::detail {

/// Compiles the reactions; what is wrong goes to the scope's sink.
[[nodiscard]] std::vector<reaction> compile_reactions_of(machine_scope& scope, const std::vector<reaction_description>& list);

}  // namespace caseclock::detail

// SPDX-License-Identifier: Apache-2.0
//
// Ladders: what is wrong in one wherever it is used, and one as a policy of one machine uses it.
#pragma once

#include "rulebook/scope.hpp"

namespace caseclock::detail {

/// The number of a ladder in the rulebook, or a fault.
[[nodiscard]] std::optional<std::size_t> ladder_named(const rulebook_draft& d, const marked_text& name, fault_sink& to);

/// The ladder of that number in the machine's words; what is wrong goes to the scope's sink.
[[nodiscard]] ladder compile_ladder(machine_scope& scope, std::size_t number);

}  // namespace caseclock::detail

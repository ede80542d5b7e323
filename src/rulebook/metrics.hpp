// SPDX-License-Identifier: Apache-2.0
//
// Metrics by their usual names: where a policy names one, what it does not say itself comes from a table.
#pragma once

#include "rulebook/scope.hpp"

namespace caseclock::detail {

/// The policy with what its metric says of the scope's machine; nothing, and a fault in the scope's sink, when it says nothing of it.
[[nodiscard]] std::optional<policy_description> with_metric(machine_scope& scope, const policy_description& from);

}  // namespace caseclock::detail

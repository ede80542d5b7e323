// SPDX-License-Identifier: Apache-2.0
//
// Metrics by their usual names: where a policy names one, what it does not say itself comes from a table.
#pragma once

#include "rulebook/scope.hpp"

namespace caseclock::detail {

/// The policy with what its metric says for the scope's machine; what is wrong goes to the scope's sink.
[[nodiscard]] policy_description with_metric(machine_scope& scope, const policy_description& from);

/// Metrics that no policy may name: twice, without a name, a parameter that does not fit.
void check_metrics(rulebook_draft& d);

}  // namespace caseclock::detail

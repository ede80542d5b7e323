// SPDX-License-Identifier: Apache-2.0
//
// The built-in workflows as caseclock::runtime holds them. Cheap to include; compiled in src/catalog.cpp.
#pragma once

#include "caseclock/machine/definition.hpp"

#include <vector>

namespace caseclock::workflows {

/// Every built-in machine, made once.
[[nodiscard]] const std::vector<definition>& builtin_machines();

}  // namespace caseclock::workflows

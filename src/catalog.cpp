// SPDX-License-Identifier: Apache-2.0
#include "caseclock/workflow/builtin_machines.hpp"
#include "caseclock/workflow/catalog.hpp"

namespace caseclock::workflows {

const std::vector<definition>& builtin_machines() { return catalog(); }

}  // namespace caseclock::workflows

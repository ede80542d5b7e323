// SPDX-License-Identifier: Apache-2.0
//
// The built-in workflows, lowered where this header is included. A host that links caseclock::runtime takes them ready-made
// (builtin_machines.hpp) and compiles none.
#pragma once

#include "caseclock/machine/lower.hpp"
#include "caseclock/workflow/call.hpp"
#include "caseclock/workflow/complaint.hpp"
#include "caseclock/workflow/department_request.hpp"
#include "caseclock/workflow/escalation.hpp"
#include "caseclock/workflow/follow_up.hpp"
#include "caseclock/workflow/promise.hpp"
#include "caseclock/workflow/ticket.hpp"

#include <vector>

namespace caseclock::workflows {

/// Every machine once; the names of their lifecycles are the names that rulebooks and logs use.
[[nodiscard]] inline const std::vector<definition>& catalog() {
    static const std::vector<definition> machines{
        define<call::lifecycle>(),
        define<ticket::lifecycle>(),
        define<follow_up::lifecycle>(),
        define<escalation::lifecycle>(),
        define<department_request::lifecycle>(),
        define<promise::lifecycle>(),
        define<complaint::lifecycle>(),
    };
    return machines;
}

}  // namespace caseclock::workflows

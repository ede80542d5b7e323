// SPDX-License-Identifier: Apache-2.0
//
// The built-in machines as each built-in rulebook makes them: with its guards hard, soft or off, every state that does not end leads on.
#include "caseclock/machine/checks.hpp"
#include "caseclock/workflow/builtin_machines.hpp"
#include "rulebook/support.hpp"

namespace caseclock::rulebook_test {
namespace {

TEST(builtin_rulebooks, leave_no_case_in_a_state_that_nothing_leaves) {
    for (const auto& name : builtin_rulebook_names()) {
        const auto book = builtin_rulebook(name);
        ASSERT_EQ(book.machines().size(), workflows::builtin_machines().size()) << name;
        for (const auto& plan : book.machines())
            for (const auto& found : check(plan.machine))
                ADD_FAILURE() << name << ", " << plan.machine.name() << ": " << to_string(found.kind) << ": " << found.text;
    }
}

}  // namespace
}  // namespace caseclock::rulebook_test

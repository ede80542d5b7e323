// SPDX-License-Identifier: Apache-2.0
//
// The parts of the linter, each over one subject.
#pragma once

#include "lint/findings.hpp"
#include "lint/policy_view.hpp"

#include <deque>

namespace caseclock::detail {

/// A rulebook that was built without a fault, as the parts look at it.
struct lint_run {
    explicit lint_run(rulebook_draft& draft);

    rulebook_draft& d;
    std::deque<machine_view> machines;                 ///< by number
    std::vector<std::deque<policy_view>> policies;     ///< by machine: those that serve it, in the order of its plan
    finding_list found{};
};

/// "policy hold", with its machine when it serves several.
[[nodiscard]] std::string subject_of(const policy_description& policy);
/// "a, b and c".
[[nodiscard]] std::string named_together(const std::vector<std::string>& names);
/// Whether the role is held by turns and its roster names nobody on any day.
[[nodiscard]] bool is_held_by_nobody(const rulebook_description& from, const role_description& role);

/// "asking and working".
[[nodiscard]] std::string names_of_states(const policy_view& policy, const state_set& states);
/// States in which a case may stand when something fires while the clock runs.
[[nodiscard]] const state_set& states_at_firings(const policy_view& policy, const caseclock::policy& compiled);

void check_triggers(const policy_view& policy, finding_list& found);
void check_pauses(const policy_view& policy, const std::deque<policy_view>& on_machine, finding_list& found);
void check_targets(const policy_view& policy, finding_list& found);
void check_warnings(const policy_view& policy, const caseclock::policy& compiled, finding_list& found);
void check_reactions(const policy_view& policy, const caseclock::policy& compiled, finding_list& found);

/// Those of a level of the policy's ladder, which may come.
void check_level_reactions(const policy_view& policy, const caseclock::policy& compiled, const level_description& level, finding_list& found);

void lint_policies(lint_run& run);
void lint_calendars(lint_run& run);
void lint_machines(lint_run& run);
void lint_roles(lint_run& run);
void lint_ladders(lint_run& run);

/// All of them.
[[nodiscard]] std::vector<description_finding> lint_draft(rulebook_draft& d);
/// Gives findings the reason to ignore them, and adds one for each `ignored` of its own file that nothing needs.
void ignore_findings(std::vector<description_finding>& findings, const std::vector<ignored_finding>& ignored);

}  // namespace caseclock::detail

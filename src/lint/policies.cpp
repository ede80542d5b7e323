// SPDX-License-Identifier: Apache-2.0
//
// Every policy on every machine that it serves.
#include "lint/parts.hpp"

namespace caseclock::detail {

lint_run::lint_run(rulebook_draft& draft) : d{draft}, policies(draft.data.machines.size()) {
    for (std::size_t m = 0; m < d.data.machines.size(); ++m) {
        const auto& plan = d.data.machines[m];
        machines.emplace_back(d, m);
        for (const auto& each : plan.policies) policies[m].emplace_back(d, machines.back(), d.from.policies[each.number]);
    }
}

std::string subject_of(const policy_description& policy) { return "policy " + policy.name; }

std::string named_together(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return text;
}

std::string names_of_states(const policy_view& policy, const state_set& states) {
    std::vector<std::string> names;
    const auto& all = policy.on().machine().states();
    for (std::size_t s = 0; s < all.size(); ++s)
        if (states[s]) names.push_back(all[s].name);
    return named_together(names);
}

void lint_policies(lint_run& run) {
    std::vector<std::vector<std::vector<description_finding>>> found(run.d.from.policies.size());  // by policy and machine
    for (std::size_t m = 0; m < run.machines.size(); ++m) {
        const auto& plan = run.d.data.machines[m];
        for (std::size_t p = 0; p < plan.policies.size(); ++p) {
            const auto& view = run.policies[m][p];
            finding_list here;
            here.about(subject_of(view.from()));
            check_triggers(view, here);
            check_pauses(view, run.policies[m], here);
            check_targets(view, here);
            check_warnings(view, plan.policies[p], here);
            check_reactions(view, plan.policies[p], here);
            found[plan.policies[p].number].push_back(std::move(here.all()));
        }
    }
    for (const auto& by_machine : found) run.found.append(found_on_each(by_machine));
}

}  // namespace caseclock::detail

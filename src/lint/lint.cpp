// SPDX-License-Identifier: Apache-2.0
#include "caseclock/rulebook/lint.hpp"

#include "lint/parts.hpp"

namespace caseclock {

namespace detail {

std::vector<description_finding> lint_draft(rulebook_draft& d) {
    lint_run run{d};
    lint_policies(run);
    lint_calendars(run);
    lint_machines(run);
    lint_roles(run);
    lint_ladders(run);
    return std::move(run.found.all());
}

void ignore_findings(std::vector<description_finding>& findings, const std::vector<ignored_finding>& ignored) {
    finding_list in_vain;
    for (const auto& each : ignored) {
        bool needed = false;
        for (auto& found : findings) {
            if (found.id != each.id.text || found.mark < each.first || found.mark > each.last) continue;
            found.ignored = each.reason;
            needed = true;
        }
        in_vain.about("ignore");
        if (!needed && !each.shared) in_vain.add("ignored-in-vain", each.id.mark, "there is no " + each.id.text + " here", "delete the line");
    }
    for (auto& each : in_vain.all()) findings.push_back(std::move(each));
}

}  // namespace detail

std::vector<description_finding> lint(const rulebook_description& from, std::span<const definition> machines) {
    detail::rulebook_data data;
    detail::rulebook_draft draft{from, data};
    detail::build_parts(draft, machines);
    if (!draft.faults.empty()) detail::refuse_description(draft.faults.all());
    auto found = detail::lint_draft(draft);
    detail::ignore_findings(found, from.ignored);
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.mark < b.mark; });
    return found;
}

}  // namespace caseclock

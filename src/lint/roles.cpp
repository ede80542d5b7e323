// SPDX-License-Identifier: Apache-2.0
//
// Roles that are told of something although nobody holds them.
#include "lint/parts.hpp"

#include "caseclock/calendar/calendar_text.hpp"

namespace caseclock::detail {
namespace {

std::vector<std::string> days_without_role(const roster_description& roster) {
    std::vector<std::string> days;
    for (std::size_t day = 0; day < roster.roles.size(); ++day)
        if (roster.roles[day].empty()) days.emplace_back(weekday_names[day]);
    return days;
}

}  // namespace

bool is_held_by_nobody(const rulebook_description& from, const role_description& role) {
    return std::any_of(from.rosters.begin(), from.rosters.end(), [&](const roster_description& roster) {
        return roster.name == role.roster.text && roster.nobody.empty() && days_without_role(roster).size() == roster.roles.size();
    });
}

void lint_roles(lint_run& run) {
    const auto& from = run.d.from;
    for (const auto& roster : from.rosters) {
        run.found.about("roster " + roster.name);
        const auto days = days_without_role(roster);
        if (!days.empty() && days.size() < roster.roles.size() && roster.nobody.empty())
            run.found.add("roster-gap", roster.mark, "it names no role on " + named_together(days),
                          "name one, or add \"nobody: ROLE\" who stands in");
    }
    for (const auto& role : from.roles) {
        if (!is_held_by_nobody(from, role)) continue;
        run.found.about("role " + role.name);
        run.found.add("role-held-by-nobody", role.mark, "its roster " + role.roster.text + " names nobody on any day",
                      "fill in the roster, or add \"nobody: ROLE\" who stands in");
    }
}

}  // namespace caseclock::detail

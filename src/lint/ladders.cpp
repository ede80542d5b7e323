// SPDX-License-Identifier: Apache-2.0
//
// Levels of ladders that never come, and those that reach nobody who could look after the case.
#include "lint/parts.hpp"

namespace caseclock::detail {
namespace {

/// Why nobody of the desk hears what a role is told; empty when somebody may.
std::string why_unheard(const rulebook_description& from, const std::string& name) {
    for (const auto& role : from.roles) {
        if (role.name != name) continue;
        if (!role.outside.empty()) return name + " is outside " + role.outside;
        if (is_held_by_nobody(from, role)) return "nobody holds the role " + name;
    }
    return {};
}

/// For each role that the level tells or reminds.
std::vector<std::string> unheard_roles(const rulebook_description& from, const level_description& level, bool& somebody_hears) {
    std::vector<std::string> why;
    for (const auto& each : level.reactions) {
        if (each.is != reaction::kind::tell && each.is != reaction::kind::remind) continue;
        for (const auto& name : each.names) {
            why.push_back(why_unheard(from, name.text));
            somebody_hears = somebody_hears || why.back().empty();
        }
    }
    return why;
}

void check_who_hears(const rulebook_description& from, const level_description& level, finding_list& found) {
    bool somebody_hears = false;
    const auto why = unheard_roles(from, level, somebody_hears);
    if (why.empty() || somebody_hears) return;
    const auto mark = level.at.mark != 0 ? level.at.mark : level.mark;
    const auto reason = "the level " + detail::quoted(level.at.text) + " tells nobody of the desk: " + named_together(why);
    if (level.acknowledge_within.empty()) found.note("level-tells-nobody", mark, reason, "tell a role of the desk too");
    else found.add("level-tells-nobody", mark, reason + ", and it waits for somebody to acknowledge", "tell a role of the desk, or delete its acknowledge_within");
}

/// A policy on one machine that may climb the ladder.
struct ladder_user {
    const policy_view* view;
    const caseclock::policy* compiled;

    [[nodiscard]] bool can_come(const level_description& level) const {
        return possible(view->on().space(states_at_firings(*view, *compiled)), view->compile(level.when));
    }
};

bool climbs(const policy_description& policy, const std::string& ladder) {
    return policy.ladder.text == ladder || std::any_of(policy.due.begin(), policy.due.end(), [&](const auto& due) { return due.ladder.text == ladder; });
}

std::vector<ladder_user> users_of(const lint_run& run, const std::string& ladder) {
    std::vector<ladder_user> users;
    for (std::size_t m = 0; m < run.policies.size(); ++m)
        for (std::size_t p = 0; p < run.policies[m].size(); ++p) {
            const auto& view = run.policies[m][p];
            if (view.runs_in().any() && climbs(view.from(), ladder)) users.push_back({&view, &run.d.data.machines[m].policies[p]});
        }
    return users;
}

std::string why_it_never_comes(const std::vector<ladder_user>& users, const level_description& level) {
    std::vector<std::string> where;
    bool ever = false;
    for (const auto& each : users) {
        ever = ever || possible(each.view->on().space(), each.view->compile(level.when));
        where.push_back("in " + names_of_states(*each.view, each.view->runs_in()) + " for the policy " + each.view->from().name);
    }
    return ever ? "its condition cannot hold while a clock with this ladder runs: that is " + named_together(where) + " only" : "its condition can never hold";
}

/// What is wrong with the level for each policy that may climb to it.
void check_what_happens(const std::vector<ladder_user>& users, const std::string& ladder, const level_description& level, finding_list& found) {
    std::vector<std::vector<description_finding>> by_user;
    for (const auto& each : users) {
        finding_list here;
        here.about("ladder " + ladder);
        if (each.can_come(level)) check_level_reactions(*each.view, *each.compiled, level, here);
        else
            here.add("level-cannot-happen", level.at.mark != 0 ? level.at.mark : level.mark,
                     "the level " + detail::quoted(level.at.text) + " never comes: " + why_it_never_comes(users, level),
                     "correct the condition, or delete the level");
        by_user.push_back(std::move(here.all()));
    }
    found.append(found_on_each(by_user));
}

}  // namespace

void lint_ladders(lint_run& run) {
    for (const auto& ladder : run.d.from.ladders) {
        run.found.about("ladder " + ladder.name);
        const auto users = users_of(run, ladder.name);
        for (const auto& level : ladder.levels) {
            check_what_happens(users, ladder.name, level, run.found);
            check_who_hears(run.d.from, level, run.found);
        }
    }
}

}  // namespace caseclock::detail

// SPDX-License-Identifier: Apache-2.0
//
// Levels of ladders that reach nobody who could look after the case.
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

void check_level(const rulebook_description& from, const level_description& level, finding_list& found) {
    bool somebody_hears = false;
    const auto why = unheard_roles(from, level, somebody_hears);
    if (why.empty() || somebody_hears) return;
    const auto mark = level.at.mark != 0 ? level.at.mark : level.mark;
    const auto reason = "the level " + detail::quoted(level.at.text) + " tells nobody of the desk: " + named_together(why);
    if (level.acknowledge_within.empty()) found.note("level-tells-nobody", mark, reason, "tell a role of the desk too");
    else found.add("level-tells-nobody", mark, reason + ", and it waits for somebody to acknowledge", "tell a role of the desk, or delete its acknowledge_within");
}

}  // namespace

void lint_ladders(lint_run& run) {
    for (const auto& ladder : run.d.from.ladders) {
        run.found.about("ladder " + ladder.name);
        for (const auto& level : ladder.levels) check_level(run.d.from, level, run.found);
    }
}

}  // namespace caseclock::detail

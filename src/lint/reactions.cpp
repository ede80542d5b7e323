// SPDX-License-Identifier: Apache-2.0
//
// Reactions that never follow, and events that clocks raise in vain.
#include "lint/parts.hpp"

#include "caseclock/machine/lookup.hpp"

namespace caseclock::detail {
namespace {

/// A deadline that the host moves or a backdated start may lie before the step: the miss then follows in the state that the step leads to.
bool may_lie_in_the_past(const policy_view& policy, const caseclock::policy& compiled) {
    const auto has_since = [](const std::vector<trigger_description>& list) {
        return std::any_of(list.begin(), list.end(), [](const trigger_description& each) { return !each.since.empty(); });
    };
    const auto& start = policy.from().start;
    return has_since(start.any) || std::any_of(start.by_choice.begin(), start.by_choice.end(), [&](const auto& each) { return has_since(each.second); }) ||
           std::any_of(compiled.targets.begin(), compiled.targets.end(), [](const target& t) { return t.attribute != reads_nothing; });
}

/// Reactions that may follow while a case stands in one of the states.
class reaction_check {
public:
    reaction_check(const policy_view& policy, const state_set& states, finding_list& found)
        : policy_{policy}, on_{policy.on()}, states_{states}, found_{found} {}

    /// `beside`: what holds too when they follow.
    void check(const std::vector<reaction_description>& list, const condition& beside = {}) {
        for (const auto& each : list) {
            const auto when = policy_.compile(each.when);
            const demand both[] = {{&beside, true}, {&when, true}};
            if (!possible(on_.space(states_), both))
                found_.add("reaction-cannot-happen", each.mark, "its condition cannot hold then", "correct the condition, or delete the reaction");
            else if (each.is == reaction::kind::raise)
                for (const auto& name : each.names) check_raise(name, each.mark);
        }
    }

private:
    void check_raise(const marked_text& name, std::uint32_t mark) {
        const auto event = on_.machine().event(name.text);
        for (std::size_t i = 0; i < on_.machine().rows().size(); ++i)
            if (!event || (on_.machine().rows()[i].event == *event && on_.may_be_taken(i, states_))) return;
        found_.add("raise-never-taken", name.mark != 0 ? name.mark : mark, "no row takes the event " + name.text + " when it is raised",
                   "raise an event that is taken there, or add a row for it");
    }

    const policy_view& policy_;
    const machine_view& on_;
    const state_set& states_;
    finding_list& found_;
};

}  // namespace

const state_set& states_at_firings(const policy_view& policy, const caseclock::policy& compiled) {
    return may_lie_in_the_past(policy, compiled) ? policy.on().reached() : policy.runs_in();
}

void check_reactions(const policy_view& policy, const caseclock::policy& compiled, finding_list& found) {
    if (policy.runs_in().none()) return;
    const auto& from = policy.from();
    reaction_check running{policy, states_at_firings(policy, compiled), found};
    running.check(from.window_opens);
    running.check(from.missed);
    running.check(from.ends);
    for (const auto& warning : from.warn) running.check(warning.reactions);
    reaction_check stopped{policy, policy.on().reached(), found};
    stopped.check(from.met);
    stopped.check(from.early);
}

void check_level_reactions(const policy_view& policy, const caseclock::policy& compiled, const level_description& level, finding_list& found) {
    reaction_check{policy, states_at_firings(policy, compiled), found}.check(level.reactions, policy.compile(level.when));
}

}  // namespace caseclock::detail

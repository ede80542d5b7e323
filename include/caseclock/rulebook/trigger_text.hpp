// SPDX-License-Identifier: Apache-2.0
//
// The triggers of a policy in words: "reply", "enters on_hold", "identified set". They are read from the lists of the machine's plan.
#pragma once

#include "caseclock/rulebook/plan.hpp"

namespace caseclock {

/// A trigger and where it stands.
struct placed_text {
    const trigger* which = nullptr;
    std::string text;  ///< what must happen
};

/// Every trigger of the machine's plan, in words. Of a group of states each state's own.
[[nodiscard]] inline std::vector<placed_text> triggers_of(const machine_plan& plan) {
    std::vector<placed_text> all;
    const auto add = [&](const std::vector<trigger>& list, const std::string& text) {
        for (const auto& each : list) all.push_back({&each, text});
    };
    const auto add_lists = [&](const std::vector<std::vector<trigger>>& lists, const auto& infos, std::string_view before, std::string_view behind) {
        for (std::size_t i = 0; i < lists.size(); ++i) add(lists[i], std::string{before} + infos[i].name + std::string{behind});
    };
    const auto& machine = plan.machine;
    add(plan.on_opened, "the case is opened");
    add_lists(plan.on_event, machine.events(), "", "");
    add_lists(plan.on_left, machine.states(), "leaves ", "");
    add_lists(plan.on_entered, machine.states(), "enters ", "");
    add_lists(plan.on_set, machine.facts(), "", " set");
    add_lists(plan.on_cleared, machine.facts(), "", " lost");
    add_lists(plan.on_changed, machine.attributes(), "", " changes");
    return all;
}

}  // namespace caseclock

// SPDX-License-Identifier: Apache-2.0
//
// A policy, compiled for one machine: the policy and where its triggers belong.
#pragma once

#include "rulebook/scope.hpp"

namespace caseclock::detail {

/// The list of a plan that a trigger belongs to.
enum class trigger_place : std::uint8_t { opened, event, left, entered, set, cleared, changed };

struct placed_trigger {
    trigger_place place = trigger_place::opened;
    std::uint8_t number = 0;  ///< of the event, state, fact or attribute
    std::optional<state_set> apart_from{};
    trigger made{};
};

struct compiled_policy {
    policy made;
    std::vector<placed_trigger> triggers;
};

/// Compiles it; what is wrong goes to the scope's sink.
[[nodiscard]] compiled_policy compile_policy(machine_scope& scope, const policy_description& from);

}  // namespace caseclock::detail

// SPDX-License-Identifier: Apache-2.0
//
// A small desk on which rulebooks are tried: one machine of its own, `work`, with an attribute of each kind, and a text around it.
//
//   reported -> assigned, received -> repairing -> done          group: open_work = assigned, received, repairing; flag: waiting
#pragma once

#include "caseclock/rulebook/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caseclock::rulebook_test {

inline const std::string head = "rulebook: test\nlanguage: caseclock/1\nzone: UTC\n";
inline const std::string machine = R"(calendars:
  office: {week: {mon-fri: ["09:00-17:00"]}}
roles: {agent: {}, supervisor: {title: Boss}}
machines:
  work:
    attributes:
      priority: {one_of: [low, high, urgent]}
      owner: {kind: name}
      units: {kind: count}
      agreed_at: {kind: instant}
      promised: {kind: duration}
      estimated: {kind: duration, unit: working_days}
    facts: {told: {}, paid: {}}
    events: {assign: {}, receive: {carries: [units]}, start: {}, finish: {}, tick: {}}
    states: {reported: {initial: here}, assigned: {flags: waiting}, received: {flags: waiting}, repairing: {}, done: {final: done}}
    groups: {open_work: [assigned, received, repairing]}
    rows:
      - {in: reported, event: assign, to: assigned}
      - {in: [reported, assigned], event: receive, to: received}
      - {in: [assigned, received], event: start, needs: [told], to: repairing, rule: G-01}
      - {in: open_work, event: finish, to: done}
      - {in: any, event: tick, stay: inside}
)";

/// The rulebook with these lines after head and machine.
[[nodiscard]] inline rulebook parsed(const std::string& lines) { return parse_rulebook(head + machine + lines, "test.yaml", {}); }
/// One policy `p` with these keys.
[[nodiscard]] inline std::string policy_text(const std::string& keys) { return "policies:\n  p: {" + keys + "}\n"; }
/// A policy that starts and stops, with these further keys.
[[nodiscard]] inline rulebook with_policy(const std::string& keys) {
    return parsed(policy_text("start: {opened: case}, stop: {event: finish}, " + keys));
}

/// The faults of a text, each as "line:column: message".
[[nodiscard]] inline std::vector<std::string> faults_of_text(const std::string& text) {
    std::vector<std::string> told;
    try {
        static_cast<void>(parse_rulebook(text, "f", {}));
    } catch (const rulebook_error& error) {
        for (const auto& fault : error.faults()) told.push_back(fault.text().substr(2));
    }
    return told;
}

/// What a condition asks.
struct asked_case {
    std::uint64_t known_facts = 0;
    unsigned state = 0;
    std::array<std::int64_t, 8> values{no_number, no_number, no_number, no_number, no_number, no_number, no_number, no_number};

    [[nodiscard]] std::uint64_t facts() const { return known_facts; }
    [[nodiscard]] bool in_state(unsigned number) const { return number == state; }
    [[nodiscard]] std::int64_t value(unsigned attribute) const { return values[attribute]; }
};

/// "stop p", "start p joint 0 member 1": a list of triggers in one line each.
[[nodiscard]] inline std::vector<std::string> texts(const machine_plan& plan, const std::vector<trigger>& list) {
    std::vector<std::string> out;
    for (const auto& t : list) {
        auto text = std::string{to_string(t.does)} + ' ' + plan.policies[t.policy].name;
        if (t.joint != no_joint) text += " joint " + std::to_string(t.joint) + " member " + std::to_string(t.member);
        if (t.since != no_attribute) text += " since " + plan.machine.attributes()[t.since].name;
        if (t.apart_from != no_state_set) text += " apart from " + std::to_string(plan.state_sets[t.apart_from].count());
        if (!t.when.always()) text += " if";
        out.push_back(text);
    }
    return out;
}

}  // namespace caseclock::rulebook_test

// SPDX-License-Identifier: Apache-2.0
//
// A policy on one machine as the linter sees it: its triggers as they are written, and the states in which its clock may be running.
//
//   start: {enters: ringing}, stop: {event: answer}     may run in: ringing, and wherever a row that does not answer leads from there
//
// More states than a clock really runs in, never fewer: a trigger with an `if`, or of an option's choice, may act or not.
#pragma once

#include "lint/machine_view.hpp"
#include "rulebook/policies.hpp"

namespace caseclock::detail {

/// One place where a trigger acts.
struct written_trigger {
    trigger_place place = trigger_place::opened;
    std::uint8_t number = 0;  ///< of the event, state, fact or attribute
    std::optional<state_set> apart_from{};
    condition when{};
};
/// A trigger as it stands in the text: one place, those of a group's states, or the members of an `all`.
struct trigger_text {
    std::vector<written_trigger> places{};
    std::vector<std::vector<written_trigger>> members{};  ///< of an `all`; then `places` is empty
    condition when{};             ///< beside the `all`
    bool chosen_by_option = false;
    bool of_metric = false;       ///< the policy's metric says it: not all of that needs to happen on every policy
    std::uint32_t mark = 0;       ///< of a metric: where the policy names it
};

class policy_view {
public:
    policy_view(rulebook_draft& d, const machine_view& machine, const policy_description& from);

    [[nodiscard]] const machine_view& on() const noexcept { return on_; }
    /// As it is written, with what its metric says of the machine.
    [[nodiscard]] const policy_description& from() const noexcept { return from_; }
    /// Whether the metric says when it pauses.
    [[nodiscard]] bool pauses_by_metric() const noexcept { return pauses_by_metric_; }
    [[nodiscard]] const std::vector<trigger_text>& triggers(trigger_action does) const noexcept { return triggers_[static_cast<std::size_t>(does)]; }
    /// Whether nothing that starts its clock can happen.
    [[nodiscard]] bool never_starts() const {
        const auto& starts = triggers(trigger_action::start);
        return std::none_of(starts.begin(), starts.end(), [&](const trigger_text& each) { return can_happen(each); });
    }
    /// States in which its clock may be running, after a step that leaves it so.
    [[nodiscard]] const state_set& runs_in() const noexcept { return runs_in_; }
    /// Whether a trigger can occur at all.
    [[nodiscard]] bool can_happen(const trigger_text& trigger) const;
    /// Whether it can occur while the clock runs, or in a step that started it at an earlier place.
    [[nodiscard]] bool can_happen_while_running(const trigger_text& trigger) const;
    /// A condition of the policy, options open.
    [[nodiscard]] condition compile(const when_description& when) const;
    /// Whether that can hold while the clock runs.
    [[nodiscard]] bool can_hold_while_running(const condition& what, const state_set& in) const;
    [[nodiscard]] bool can_hold_while_running(const condition& what) const { return can_hold_while_running(what, runs_in_); }

private:
    void read(const triggers_description& from, const triggers_description& written, trigger_action does);
    [[nodiscard]] std::vector<trigger_text> read_list(const std::vector<trigger_description>& list, bool chosen) const;
    [[nodiscard]] std::vector<written_trigger> places_of(const trigger_description& from) const;
    void note_stopping_facts();

    static constexpr std::size_t places_of_a_step = 6;
    /// States before and after the steps that a trigger may act in.
    struct step_states {
        state_set from, to;
    };
    [[nodiscard]] bool can_happen(const written_trigger& trigger, const state_set& from, step_states* after) const;
    template <class FromOf> [[nodiscard]] bool can_happen(const trigger_text& trigger, FromOf from_of) const;
    [[nodiscard]] bool surely_ends(const row_info& row) const;
    void find_where_it_runs();

    rulebook_draft& d_;
    const machine_view& on_;
    const policy_description from_;
    bool pauses_by_metric_;
    std::array<std::vector<trigger_text>, 7> triggers_;  ///< by what they do
    std::vector<condition> never_while_running_;  ///< facts that stop it at once
    state_set runs_in_;
    std::array<state_set, places_of_a_step> started_from_;  ///< states before steps that start it, by the place at which they do
};

/// Whether a trigger of a group's state does not act because the other end of the change lies in the group too.
[[nodiscard]] inline bool stays_within(const written_trigger& trigger, std::uint8_t other) { return trigger.apart_from && (*trigger.apart_from)[other]; }

}  // namespace caseclock::detail

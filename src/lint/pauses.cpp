// SPDX-License-Identifier: Apache-2.0
//
// Pauses that cannot happen, and those that may never end.
#include "lint/parts.hpp"

namespace caseclock::detail {
namespace {

class pause_check {
public:
    pause_check(const policy_view& policy, const std::deque<policy_view>& on_machine, finding_list& found)
        : policy_{policy}, on_machine_{on_machine}, found_{found} {}

    void run() {
        if (policy_.runs_in().none()) return;
        for (std::size_t i = 0; i < policy_.from().pause_while.size(); ++i) {
            const auto& pause = policy_.from().pause_while[i];
            const auto reason = policy_.compile(pause.when);
            if (!policy_.can_hold_while_running(reason)) tell_cannot_happen(pause.when, reason);
            else if (pause.max_pause.empty()) check_for_ever(pause.when, reason);
        }
    }

private:
    void tell_cannot_happen(const when_description& written, const condition& reason) {
        if (policy_.pauses_by_metric()) return;  // a metric names all that there may be
        const bool ever = possible(policy_.on().space(), reason);
        found_.add("pause-cannot-happen", written.mark,
                   ever ? "it cannot hold while the clock runs: that is in " + names_of_states(policy_, policy_.runs_in()) + " only" : "it can never hold",
                   "name something that can be so between start and stop, or delete the reason");
    }

    /// A state in which the reason holds by itself, no other clock runs, and nothing but an event from outside leads on.
    void check_for_ever(const when_description& written, const condition& reason) {
        const auto& machine = policy_.on().machine();
        state_set stuck;
        for (std::size_t s = 0; s < machine.states().size(); ++s) {
            if (!policy_.runs_in()[s] || machine.states()[s].final) continue;
            const auto state = static_cast<std::uint8_t>(s);
            const auto here = policy_.on().space_at(state_set{}.set(s), state).states;
            if (policy_.can_hold_while_running(reason, here) && !is_watched(state) && waits_for_the_host(state)) stuck.set(s);
        }
        if (stuck.none()) return;
        found_.add("pause-for-ever", policy_.pauses_by_metric() ? policy_.from().metric.mark : written.mark,
                   "in " + names_of_states(policy_, stuck) + " the clock can pause for ever: no other clock runs there, and only an event from outside leads on",
                   "give it a max_pause, or add a policy that runs there and reminds somebody");
    }
    [[nodiscard]] bool is_watched(std::uint8_t state) const {
        return std::any_of(on_machine_.begin(), on_machine_.end(), [&](const policy_view& other) { return &other != &policy_ && other.runs_in()[state]; });
    }
    /// No completion row and no child of the case leads on.
    [[nodiscard]] bool waits_for_the_host(std::uint8_t state) const {
        const auto& machine = policy_.on().machine();
        for (std::size_t i = 0; i < machine.rows().size(); ++i) {
            const auto& row = machine.rows()[i];
            if (row.from != state || row.internal || policy_.on().fate(i) != row_fate::taken) continue;
            if (row.event == 0 || machine.events()[row.event].raised_only) return false;
        }
        return true;
    }

    const policy_view& policy_;
    const std::deque<policy_view>& on_machine_;
    finding_list& found_;
};

}  // namespace

void check_pauses(const policy_view& policy, const std::deque<policy_view>& on_machine, finding_list& found) {
    pause_check{policy, on_machine, found}.run();
}

}  // namespace caseclock::detail

// SPDX-License-Identifier: Apache-2.0
//
// States, rows and events of the machines that the rulebook describes, and cases that rest where nobody looks.
#include "lint/parts.hpp"

#include "caseclock/machine/checks.hpp"

namespace caseclock::detail {
namespace {

class machine_check {
public:
    machine_check(const machine_view& on, const std::deque<policy_view>& policies, finding_list& found)
        : on_{on}, machine_{on.machine()}, policies_{policies}, found_{found} {}

    void run() {
        check_watched();
        if (on_.own() == nullptr) return;
        for (std::size_t s = 0; s < machine_.states().size(); ++s) check_state(static_cast<std::uint8_t>(s));
        for (std::size_t i = 0; i < on_.own()->rows.size(); ++i) check_row(i);
        check_events();
        check_completions();
    }

private:
    void about(const std::string& part) { found_.about("machine " + machine_.name() + (part.empty() ? "" : ", " + part)); }

    // ---- states -------------------------------------------------------------------------------------------------------------------

    void check_state(std::uint8_t s) {
        const auto& state = machine_.states()[s];
        const auto mark = on_.own()->states[s].mark;
        about("state " + state.name);
        if (!on_.reached()[s])
            found_.add("state-unreachable", mark, "no case reaches it: no row that can be taken leads there", "add a row that leads to it, or delete it");
        else if (!state.final && !leads_on(s))
            found_.add("state-dead-end", mark, "a case that enters it stays there for ever, and it is not final",
                       "add a row that leads on, or write \"final: done\"");
    }
    [[nodiscard]] bool leads_on(std::uint8_t s) const {
        for (std::size_t i = 0; i < machine_.rows().size(); ++i)
            if (machine_.rows()[i].from == s && !machine_.rows()[i].internal && machine_.rows()[i].to != s && on_.fate(i) == row_fate::taken) return true;
        return false;
    }
    /// States where a case can be forgotten. Those of a machine that was given have no place of their own: they are told together.
    void check_watched() {
        if (policies_.empty() || has_owner()) return;
        std::vector<std::string> given;
        for (std::size_t s = 0; s < machine_.states().size(); ++s) {
            const auto& state = machine_.states()[s];
            const auto number = static_cast<std::uint8_t>(s);
            const bool is_watched = std::any_of(policies_.begin(), policies_.end(), [&](const policy_view& each) { return each.runs_in()[s]; });
            if (is_watched || state.final || !on_.reached()[s] || !leads_on(number) || !on_.may_rest(number)) continue;
            if (on_.own() == nullptr) given.push_back(state.name);
            else tell_unwatched("here", state.name, on_.own()->states[s].mark);
        }
        if (!given.empty()) tell_unwatched("in " + named_together(given), "", policies_.front().from().mark);
    }
    void tell_unwatched(const std::string& where, const std::string& state, std::uint32_t mark) {
        about(state.empty() ? "" : "state " + state);
        found_.add("state-unwatched", mark, "a case can rest " + where + " for ever: no clock runs, and the machine has no attribute owner or handler",
                   "add a policy that runs there, or an attribute that names the owner");
    }
    [[nodiscard]] bool has_owner() const { return machine_.attribute("owner") || machine_.attribute("handler"); }

    // ---- rows ---------------------------------------------------------------------------------------------------------------------

    /// A written row is one row for each of its states and events; it is told when it is so for all of them that can come to pass.
    void check_row(std::size_t written) {
        std::optional<row_fate> fate;
        std::optional<std::size_t> unmet;
        bool is_dead = true, is_unmet = true;
        for (std::size_t i = 0; i < machine_.rows().size(); ++i) {
            const auto mine = on_.fate(i);
            if (machine_.rows()[i].written != written || mine == row_fate::not_reached || mine == row_fate::no_event) continue;
            is_dead = is_dead && (mine == row_fate::contradicts || mine == row_fate::covered);
            if (!fate || mine == row_fate::covered) fate = mine;
            if (on_.never_met(i) >= 0) unmet = i;
            else is_unmet = is_unmet && mine != row_fate::taken;
        }
        if (!fate) return;
        about("row " + std::to_string(written + 1));
        const auto mark = on_.own()->rows[written].mark;
        if (is_dead && fate == row_fate::covered)
            found_.add("row-never-taken", mark, "the rows before it take every such event", "put it before them, or delete it");
        else if (is_dead) found_.add("row-never-taken", mark, "its condition contradicts itself", "correct the condition, or delete the row");
        else if (unmet && is_unmet) tell_unmet(*unmet, written);
    }
    void tell_unmet(std::size_t row, std::size_t written) {
        const auto k = static_cast<std::size_t>(on_.never_met(row));
        const auto& asked = machine_.rows()[row].asks[k];
        const auto& from = on_.own()->rows[written];
        const auto mark = k < from.needs.size() ? from.needs[k].mark : from.ought[k - from.needs.size()].mark;
        const bool hard = asked.how == hardness::hard;
        found_.add("needs-never-met", mark != 0 ? mark : from.mark,
                   std::string{hard ? "it needs " : "it ought to have "} + asked.name +
                       ", which cannot be so where the row is chosen and its other needs are met: " +
                       (hard ? "every such event is refused" : "every such event is noted as a lapse"),
                   "correct the need or the condition of the row");
    }

    // ---- events and completions -----------------------------------------------------------------------------------------------------

    void check_events() {
        for (std::size_t e = 1; e < machine_.events().size(); ++e) {
            if (!machine_.events()[e].child.empty()) continue;
            bool taken = false;
            for (std::size_t i = 0; i < machine_.rows().size(); ++i) taken = taken || (machine_.rows()[i].event == e && on_.fate(i) == row_fate::taken);
            if (taken) continue;
            about("event " + machine_.events()[e].name);
            const auto mark = on_.own()->events[e - 1].mark;
            if (on_.occurs(e)) found_.add("event-never-taken", mark, "no row that can be reached takes it", "add a row for it, or delete it");
            else found_.add("event-never-taken", mark, "it is only raised, and nothing raises it", "raise it, or let the host send it");
        }
    }
    void check_completions() {
        for (const auto& each : check(machine_)) {
            if (each.kind != finding_kind::completion_loop) continue;
            about("state " + machine_.states()[each.number].name);
            found_.add("completion-loop", on_.own()->states[each.number].mark, "its rows without an event lead back to it without a condition",
                       "give one of them a condition");
        }
    }

    const machine_view& on_;
    const definition& machine_;
    const std::deque<policy_view>& policies_;
    finding_list& found_;
};

}  // namespace

void lint_machines(lint_run& run) {
    for (std::size_t m = 0; m < run.machines.size(); ++m) machine_check{run.machines[m], run.policies[m], run.found}.run();
}

}  // namespace caseclock::detail

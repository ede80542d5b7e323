// SPDX-License-Identifier: Apache-2.0
#include "lint/machine_view.hpp"

#include "caseclock/machine/lookup.hpp"

namespace caseclock::detail {
namespace {

using action = action_description::kind;

/// Names of events that the rulebook's machines and policies raise, in whatever case: more than really reach one machine.
class raised_events {
public:
    explicit raised_events(const rulebook_description& from) {
        for (const auto& machine : from.machines) {
            for (const auto& state : machine.states) {
                add(state.enter);
                add(state.leave);
            }
            for (const auto& row : machine.rows) add(row.actions);
        }
        for (const auto& policy : from.policies) {
            for (const auto* list : {&policy.window_opens, &policy.met, &policy.missed, &policy.early, &policy.ends}) add(*list);
            for (const auto& warning : policy.warn) add(warning.reactions);
        }
        for (const auto& ladder : from.ladders)
            for (const auto& level : ladder.levels) add(level.reactions);
    }
    [[nodiscard]] bool among(std::string_view event) const { return names_.count(event) != 0; }

private:
    void add(const std::vector<action_description>& list) {
        for (const auto& each : list)
            if (each.is == action::raise || each.is == action::tell_parent || each.is == action::tell_children) names_.emplace(each.name);
            else if (each.is == action::open && !each.event.empty()) names_.emplace(each.event);
    }
    void add(const std::vector<reaction_description>& list) {
        for (const auto& each : list)
            if (each.is == reaction::kind::raise)
                for (const auto& name : each.names) names_.emplace(name.text);
    }
    std::set<std::string, std::less<>> names_;
};

/// Whether code that cannot be looked into may raise events of this machine: its own, a child's, a registered action.
bool code_may_raise(const rulebook_draft& d, const machine_description* own) {
    if (own == nullptr) return true;
    const auto opaque = [&](const std::vector<action_description>& list) {
        return std::any_of(list.begin(), list.end(), [&](const action_description& each) {
            if (each.is == action::call) return true;
            if (each.is != action::open) return false;
            return std::none_of(d.from.machines.begin(), d.from.machines.end(), [&](const auto& m) { return m.name == each.name; });
        });
    };
    return std::any_of(own->rows.begin(), own->rows.end(), [&](const auto& row) { return opaque(row.actions); }) ||
           std::any_of(own->states.begin(), own->states.end(), [&](const auto& state) { return opaque(state.enter) || opaque(state.leave); });
}

}  // namespace

machine_view::machine_view(rulebook_draft& d, std::size_t number)
    : number_{number}, machine_{d.data.machines[number].machine}, own_{d.own[number]}, conditions_{d, number} {
    find_events(d);
    find_fates();
    find_reached();
}

void machine_view::find_events(const rulebook_draft& d) {
    const raised_events raised{d.from};
    const bool by_code = code_may_raise(d, own_);
    for (const auto& event : machine_.events())
        occurs_.push_back(!event.raised_only || !event.child.empty() || by_code || raised.among(event.name));
}

void machine_view::find_fates() {
    fates_.assign(machine_.rows().size(), row_fate::taken);
    never_met_.assign(machine_.rows().size(), -1);
    for (unsigned event = 0; event < machine_.events().size(); ++event)
        for (unsigned state = 0; state < machine_.states().size(); ++state) judge_rows(event, state);
}

/// The rows of one state and event, in the order in which they are tried.
void machine_view::judge_rows(unsigned event, unsigned state) {
    const auto& t = machine_.data().engine;
    const auto& s = machine_.states()[state];
    const bool shut = s.ends_case || (s.interrupted_until != 0 && s.interrupted_until != event);
    std::vector<demand> before;
    const auto cases = space_at(state_set{}.set(state), static_cast<std::uint8_t>(state));
    for (unsigned i = t.cell(event, state); i != 0; i = t.rows[i].alternative) {
        const auto row = i - 1;
        auto& fate = fates_[row];
        if (shut || !occurs_[event]) {
            fate = shut ? row_fate::not_reached : row_fate::no_event;
            continue;
        }
        if (!conditions_.complete()) continue;
        const auto& choice = conditions_.choice(row);
        if (!choice.always() && !possible(cases, choice)) {
            fate = row_fate::contradicts;
            continue;
        }
        auto demands = before;
        before.push_back({&choice, false});
        demands.push_back({&choice, true});
        if (demands.size() > 1 && !possible(cases, demands)) {
            fate = row_fate::covered;
            continue;
        }
        const auto& asks = machine_.rows()[row].asks;
        for (std::size_t k = 0; k < asks.size(); ++k) {
            if (asks[k].how == hardness::off) continue;
            demands.push_back({&conditions_.asks(row)[k], true});
            const bool met = possible(cases, demands);
            if (!met) never_met_[row] = static_cast<int>(k);
            if (!met && asks[k].how == hardness::hard) fate = row_fate::refused;
            if (!met || asks[k].how == hardness::soft) demands.pop_back();
        }
    }
}

void machine_view::find_reached() {
    std::vector<std::uint8_t> open;
    for (unsigned region = 0; region < machine_.regions(); ++region) open.push_back(machine_.initial(region));
    while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        if (reached_[at]) continue;
        reached_.set(at);
        for (std::size_t i = 0; i < machine_.rows().size(); ++i)
            if (machine_.rows()[i].from == at && fates_[i] == row_fate::taken) open.push_back(machine_.rows()[i].to);
    }
    for (std::size_t i = 0; i < machine_.rows().size(); ++i)
        if (!reached_[machine_.rows()[i].from]) fates_[i] = row_fate::not_reached;
}

state_set machine_view::settled(std::uint8_t state) const {
    state_set found;
    std::vector<std::uint8_t> open{state};
    while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        if (found[at]) continue;
        found.set(at);
        for (std::size_t i = 0; i < machine_.rows().size(); ++i) {
            const auto& row = machine_.rows()[i];
            if (row.event == 0 && row.from == at && fates_[i] == row_fate::taken) open.push_back(row.to);
        }
    }
    return found;
}

case_space machine_view::space_at(const state_set& here, std::uint8_t state) const {
    auto states = here;
    const auto region = machine_.states()[state].region;
    for (std::size_t s = 0; s < machine_.states().size(); ++s)
        if (machine_.states()[s].region != region && machine_.states()[s].region != no_region) states.set(s);
    return space(states);
}

bool machine_view::may_rest(std::uint8_t state) const {
    std::vector<demand> none_taken;
    for (std::size_t i = 0; i < machine_.rows().size(); ++i) {
        const auto& row = machine_.rows()[i];
        if (row.event != 0 || row.from != state || row.internal || fates_[i] != row_fate::taken) continue;
        if (row.asks.empty()) none_taken.push_back({&conditions_.choice(i), false});
    }
    return none_taken.empty() || possible(space_at(state_set{}.set(state), state), none_taken);
}

}  // namespace caseclock::detail

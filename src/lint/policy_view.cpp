// SPDX-License-Identifier: Apache-2.0
#include "lint/policy_view.hpp"

#include "caseclock/machine/lookup.hpp"
#include "rulebook/metrics.hpp"

namespace caseclock::detail {

using trigger_kind = trigger_description::kind;

namespace {

policy_description with_its_metric(rulebook_draft& d, const machine_view& machine, const policy_description& from) {
    if (from.metric.empty()) return from;
    fault_sink none;  // the policy was built without a fault
    machine_scope scope{d, machine.number(), none};
    return with_metric(scope, from).value_or(from);
}

}  // namespace

policy_view::policy_view(rulebook_draft& d, const machine_view& machine, const policy_description& from)
    : d_{d}, on_{machine}, from_{with_its_metric(d, machine, from)}, pauses_by_metric_{from.pause_while.empty() && !from_.pause_while.empty()} {
    read(from_.stop, from.stop, trigger_action::stop);
    read(from_.done_by, from.done_by, trigger_action::complete);
    read(from_.cancel, from.cancel, trigger_action::cancel);
    read(from_.reset, from.reset, trigger_action::reset);
    read(from_.start, from.start, trigger_action::start);
    read(from_.reopened, from.reopened, trigger_action::reopen);
    note_stopping_facts();
    find_where_it_runs();
}

// ---- what is written ----------------------------------------------------------------------------------------------------------------

void policy_view::read(const triggers_description& from, const triggers_description& written, trigger_action does) {
    auto& to = triggers_[static_cast<std::size_t>(does)];
    to = read_list(from.any, false);
    for (const auto& [choice, list] : from.by_choice)
        for (auto& each : read_list(list, true)) to.push_back(std::move(each));
    if (!written.empty()) return;
    for (auto& each : to) {
        each.of_metric = true;
        each.mark = from_.metric.mark;
    }
}

std::vector<trigger_text> policy_view::read_list(const std::vector<trigger_description>& list, bool chosen) const {
    std::vector<trigger_text> made;
    for (const auto& each : list) {
        auto& text = made.emplace_back();
        text.mark = each.mark;
        text.chosen_by_option = chosen;
        if (each.is != trigger_kind::all) {
            text.places = places_of(each);
            continue;
        }
        text.when = compile(each.when);
        for (const auto& member : each.all) text.members.push_back(places_of(member));
    }
    return made;
}

std::vector<written_trigger> policy_view::places_of(const trigger_description& from) const {
    fault_sink ignored;
    machine_scope scope{d_, on_.number(), ignored};
    written_trigger made;
    made.when = compile(from.when);
    std::vector<written_trigger> places;
    const auto put = [&](trigger_place place, std::optional<std::uint8_t> number) {
        if (!number) return;
        made.place = place;
        made.number = *number;
        places.push_back(made);
    };
    switch (from.is) {
        case trigger_kind::opened: put(trigger_place::opened, std::uint8_t{0}); break;
        case trigger_kind::event: put(trigger_place::event, scope.event(from.name)); break;
        case trigger_kind::fact: put(trigger_place::set, scope.fact(from.name)); break;
        case trigger_kind::loses: put(trigger_place::cleared, scope.fact(from.name)); break;
        case trigger_kind::changes: put(trigger_place::changed, scope.attribute(from.name)); break;
        case trigger_kind::enters:
        case trigger_kind::leaves: {
            const auto states = scope.states(from.name);
            if (!scope.is_one_state(from.name.text)) {
                made.apart_from.emplace();
                for (const auto state : states) made.apart_from->set(state);
            }
            for (const auto state : states) put(from.is == trigger_kind::enters ? trigger_place::entered : trigger_place::left, state);
            break;
        }
        case trigger_kind::all: break;
    }
    return places;
}

condition policy_view::compile(const when_description& when) const {
    fault_sink ignored;
    machine_scope scope{d_, on_.number(), ignored};
    scope.keep_options_open();
    return scope.compile(when);
}

/// A clock that starts where the facts hold is stopped there, and one that runs is stopped once they do. One that is reopened may go on.
void policy_view::note_stopping_facts() {
    if (!from_.reopened.empty()) return;
    for (const auto& stop : triggers(trigger_action::stop)) {
        if (stop.chosen_by_option || !stop.when.always()) continue;
        std::uint64_t facts = 0;
        const auto add = [&](const std::vector<written_trigger>& places) {
            if (places.size() != 1 || places[0].place != trigger_place::set || !places[0].when.always()) return false;
            facts |= std::uint64_t{1} << places[0].number;
            return true;
        };
        const bool only_facts = stop.members.empty() ? add(stop.places) : std::all_of(stop.members.begin(), stop.members.end(), add);
        if (only_facts && facts != 0) never_while_running_.push_back(condition::of_facts(facts));
    }
}

// ---- what can happen ----------------------------------------------------------------------------------------------------------------

namespace {

/// Where triggers act within a step: one after the other, in this order.
constexpr std::size_t place_in_step(trigger_place place) {
    switch (place) {
        case trigger_place::opened: return 0;
        case trigger_place::event: return 1;
        case trigger_place::left: return 2;
        case trigger_place::set:
        case trigger_place::cleared: return 3;
        case trigger_place::changed: return 4;
        case trigger_place::entered: return 5;
    }
    return 5;
}

}  // namespace

template <class FromOf> bool policy_view::can_happen(const trigger_text& trigger, FromOf from_of) const {
    const auto any_of = [&](const std::vector<written_trigger>& places) {
        return std::any_of(places.begin(), places.end(), [&](const auto& each) { return can_happen(each, from_of(each.place), nullptr); });
    };
    if (trigger.members.empty()) return any_of(trigger.places);
    return std::all_of(trigger.members.begin(), trigger.members.end(), any_of) && (trigger.when.always() || possible(on_.space(), trigger.when));
}

bool policy_view::can_happen(const trigger_text& trigger) const {
    return can_happen(trigger, [&](trigger_place) -> const state_set& { return on_.reached(); });
}

bool policy_view::can_happen_while_running(const trigger_text& trigger) const {
    return can_happen(trigger, [&](trigger_place place) {
        auto from = runs_in_;
        for (std::size_t earlier = 0; earlier < place_in_step(place); ++earlier) from |= started_from_[earlier];
        return from;
    });
}

/// `after` gets the states between which the case may step then.
bool policy_view::can_happen(const written_trigger& trigger, const state_set& from, step_states* after) const {
    const auto& machine = on_.machine();
    bool can = false;
    const auto happens_at = [&](const state_set& states, std::uint8_t state, std::uint8_t from_state) {
        if (!trigger.when.always() && !possible(on_.space_at(states, state), trigger.when)) return;
        can = true;
        if (after == nullptr) return;
        after->to |= states;
        after->from.set(from_state);
    };
    switch (trigger.place) {
        case trigger_place::opened:  // its first event may have moved it on
            can = trigger.when.always() || possible(on_.space(), trigger.when);
            for (unsigned region = 0; can && after != nullptr && region < machine.regions(); ++region) {
                after->to.set(machine.initial(region));
                after->from.set(machine.initial(region));
            }
            return can;
        case trigger_place::set:
        case trigger_place::cleared:
        case trigger_place::changed:
            can = trigger.when.always() || possible(on_.space(), trigger.when);
            if (can && after != nullptr) *after = {on_.reached(), on_.reached()};
            return can;
        default: break;
    }
    for (std::size_t i = 0; i < machine.rows().size(); ++i) {
        const auto& row = machine.rows()[i];
        if (!on_.may_be_taken(i, from)) continue;
        if (trigger.place == trigger_place::event && row.event != trigger.number) continue;
        if (trigger.place == trigger_place::left && (row.internal || row.from != trigger.number || stays_within(trigger, row.to))) continue;
        if (trigger.place == trigger_place::entered && (row.internal || row.to != trigger.number || stays_within(trigger, row.from))) continue;
        happens_at(on_.settled(row.to), row.to, row.from);
    }
    if (trigger.place == trigger_place::entered)
        for (unsigned region = 0; region < machine.regions(); ++region)
            if (machine.initial(region) == trigger.number && from[trigger.number]) happens_at(on_.settled(trigger.number), trigger.number, trigger.number);
    return can;
}

bool policy_view::can_hold_while_running(const condition& what, const state_set& in) const {
    if (in.none()) return false;
    std::vector<demand> demands{{&what, true}};
    for (const auto& each : never_while_running_) demands.push_back({&each, false});
    return possible(on_.space(in), demands);
}

// ---- where it runs ------------------------------------------------------------------------------------------------------------------

/// Whether a stop or a cancel acts whenever the row is taken.
bool policy_view::surely_ends(const row_info& row) const {
    for (const auto does : {trigger_action::stop, trigger_action::cancel})
        for (const auto& trigger : triggers(does)) {
            if (trigger.chosen_by_option) continue;
            for (const auto& each : trigger.places) {
                if (!each.when.always()) continue;
                if (each.place == trigger_place::event && each.number == row.event) return true;
                if (row.internal) continue;
                if (each.place == trigger_place::left && each.number == row.from && !stays_within(each, row.to)) return true;
                if (each.place == trigger_place::entered && each.number == row.to && !stays_within(each, row.from)) return true;
            }
        }
    return false;
}

void policy_view::find_where_it_runs() {
    const auto& machine = on_.machine();
    state_set open;
    const auto note = [&](const written_trigger& each) {
        step_states starting;
        if (!can_happen(each, on_.reached(), &starting)) return;
        open |= starting.to;
        started_from_[place_in_step(each.place)] |= starting.from;
    };
    for (const auto does : {trigger_action::start, trigger_action::reopen})
        for (const auto& start : triggers(does)) {
            std::for_each(start.places.begin(), start.places.end(), note);
            for (const auto& member : start.members) std::for_each(member.begin(), member.end(), note);
        }
    if (open.none()) return;
    state_set regions_started;
    for (std::size_t s = 0; s < machine.states().size(); ++s)
        if (open[s] && machine.states()[s].region != no_region) regions_started.set(machine.states()[s].region);
    for (std::size_t s = 0; s < machine.states().size(); ++s)  // where one region starts it, the others are anywhere
        if (const auto region = machine.states()[s].region; region != no_region && on_.reached()[s] && !(regions_started.count() == 1 && regions_started[region]))
            open.set(s);
    open &= on_.reached();
    while (open != runs_in_) {
        runs_in_ = open;
        for (std::size_t i = 0; i < machine.rows().size(); ++i)
            if (on_.may_be_taken(i, runs_in_) && !surely_ends(machine.rows()[i])) open.set(machine.rows()[i].to);
    }
    for (std::size_t s = 0; s < machine.states().size(); ++s)
        if (machine.states()[s].ends_case || (machine.states()[s].final && machine.regions() == 1)) runs_in_.reset(s);
}

}  // namespace caseclock::detail

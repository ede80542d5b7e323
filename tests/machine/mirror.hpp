// SPDX-License-Identifier: Apache-2.0
//
// The run-time twin of a front-end: its table written down again as a description, whose conditions and actions call the front-end's
// own functions. What differs is everything else: the builder, the interpreter, the order of rows, the masks.
#pragma once

#include "caseclock/machine/build.hpp"
#include "caseclock/machine/lower.hpp"

namespace caseclock::machine_test {

struct mirror {
    machine_description description;
    build_options options;
};

namespace detail {

template <class R> void run_action(step& now, const payload& data) {
    using A = typename caseclock::detail::parts<R>::action;
    if constexpr (!std::is_same_v<A, none>) caseclock::detail::call<A>(unpack<typename R::Evt>(data), now);
}
using action_function = void (*)(step&, const payload&);
template <class... R> std::vector<action_function> actions_of(boost::mp11::mp_list<R...>) { return {&run_action<R>...}; }
template <class... S> std::vector<void (*)(step&)> entries_of(boost::mp11::mp_list<S...>) { return {&S::entry::run...}; }
template <class... S> std::vector<void (*)(step&)> exits_of(boost::mp11::mp_list<S...>) { return {&S::exit::run...}; }

inline std::vector<std::string> names_of_mask(const definition& d, std::uint64_t mask) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < d.facts().size(); ++i)
        if ((mask >> i & 1U) != 0) out.push_back(d.facts()[i].name);
    return out;
}
template <class List> std::vector<std::string> names_of(const List& list, const std::vector<std::uint8_t>& numbers) {
    std::vector<std::string> out;
    for (const auto n : numbers) out.push_back(list[n].name);
    return out;
}
inline action_description calling(std::string name) {
    action_description a;
    a.is = action_description::kind::call;
    a.name = std::move(name);
    return a;
}

inline void mirror_nouns(const definition& d, machine_description& out) {
    out.name = d.name();
    for (const auto& a : d.attributes()) out.attributes.push_back({a.name, a.kind, a.unit, a.enumerators, a.rules, 0});
    for (const auto& f : d.facts())
        out.facts.push_back(
            {f.name,
             {names_of(d.events(), f.until_events), names_of(d.states(), f.until_left), names_of(d.states(), f.until_entered)},
             f.rules,
             0});
    for (std::size_t i = 1; i < d.events().size(); ++i) {
        const auto& e = d.events()[i];
        event_description event;
        event.name = e.name;
        event.raised_only = e.raised_only;
        event.rules = e.rules;
        for (const auto& f : e.fields) event.fields.push_back({f.name, f.type, f.width, f.is_signed, f.enumerators, f.offset});
        out.events.push_back(std::move(event));
    }
    out.cues.assign(d.cues().begin(), d.cues().end());
    out.roles.assign(d.roles().begin(), d.roles().end());
    out.orders.assign(d.orders().begin(), d.orders().end());
    out.notes.assign(d.notes().begin(), d.notes().end());
}

inline requirement_description mirror_asked(const definition& d, const requirement_info& a) {
    requirement_description r;
    r.name = a.name;
    r.where = names_of_mask(d, a.where);
    r.rules = a.rules;
    if (a.fact != no_fact) r.fact = d.facts()[a.fact].name;
    else r.guard = "guard " + std::to_string(a.guard);
    return r;
}
inline row_description mirror_row(const definition& d, std::size_t i) {
    const auto& row = d.rows()[i];
    row_description out;
    out.in = {d.states()[row.from].name};
    if (row.event != 0) out.events = {d.events()[row.event].name};
    if (!row.internal) out.to = d.states()[row.to].name;
    for (const auto& name : names_of_mask(d, row.care & row.want)) out.condition.of.push_back(condition_description::of_fact(name));
    std::vector<condition_description> absent;
    for (const auto& name : names_of_mask(d, row.care & ~row.want)) absent.push_back(condition_description::of_fact(name));
    if (!absent.empty()) out.condition.of.push_back(condition_description::of_none(std::move(absent)));
    if (row.guard != 0) out.condition.of.push_back(condition_description::of_guard("guard " + std::to_string(row.guard)));
    for (const auto& a : row.asks) (a.how == hardness::hard ? out.needs : out.ought).push_back(mirror_asked(d, a));
    if (!row.action_text.empty()) out.actions = {calling("row " + std::to_string(i))};
    return out;
}

}  // namespace detail

/// The description; a test may change it before it is built.
template <class Front> [[nodiscard]] mirror mirror_of() {
    namespace mp = boost::mp11;
    using L = lowered<Front>;
    const definition& d = define<Front>();
    mirror out;
    detail::mirror_nouns(d, out.description);
    const auto enter = detail::entries_of(typename L::states{});
    const auto leave = detail::exits_of(typename L::states{});
    const auto act = detail::actions_of(typename L::rows{});
    for (std::size_t s = 0; s < d.states().size(); ++s) {
        const auto& from = d.states()[s];
        state_description state;
        state.name = from.name;
        state.initial = from.initial;
        state.final = from.final;
        state.ends_case = from.ends_case;
        if (from.interrupted_until != 0) state.interrupted_until = d.events()[from.interrupted_until].name;
        for (std::size_t f = 0; f < d.flags().size(); ++f)
            if ((from.flags >> f & 1U) != 0) state.flags.push_back(d.flags()[f]);
        if (!from.enter.empty()) state.enter = {detail::calling("enter " + from.name)};
        if (!from.leave.empty()) state.leave = {detail::calling("leave " + from.name)};
        out.options.actions.emplace_back("enter " + from.name, [f = enter[s]](step& now, const payload&) { f(now); });
        out.options.actions.emplace_back("leave " + from.name, [f = leave[s]](step& now, const payload&) { f(now); });
        out.description.states.push_back(std::move(state));
    }
    for (std::size_t i = d.rows().size(); i-- > 0;) out.description.rows.push_back(detail::mirror_row(d, i));  // the first row wins
    for (std::size_t i = 0; i < act.size(); ++i) out.options.actions.emplace_back("row " + std::to_string(i), act[i]);
    for (std::size_t g = 1; g < d.guards().size(); ++g)
        out.options.guards.emplace_back("guard " + std::to_string(g), [&d, g](step& now, const payload& data) {
            return d.data().ask(d.data(), static_cast<unsigned>(g), now, data);
        });
    return out;
}

}  // namespace caseclock::machine_test

// SPDX-License-Identifier: Apache-2.0
//
// The one loop that runs a machine, whoever made its table.
//
//   carry -> each region: first row whose choice holds; its needs; lapses; exit, action, entry; next state
//         -> completion rows, in all regions, until none is taken (16 rounds at most)
//
// One unpredictable jump per event: a cell nobody fills leads to row 0, facts that refuse turn the behaviour into 0 (a select, not a
// branch), and behaviour 0 says no. Everything else about a refusal happens off this path.
#pragma once

#include "caseclock/machine/carry.hpp"
#include "caseclock/machine/definition.hpp"

namespace caseclock::detail {

/// What a behaviour answers.
enum class verdict : std::uint8_t {
    pass,    ///< not chosen: try the next row
    taken,   ///< done
    refused  ///< chosen, but something it needs is missing
};

/// The needs and oughts that are not plain facts: named guards, and facts asked only where others hold.
[[nodiscard]] inline verdict ask(const definition_data& d, const row_data& row, step& now, const payload& data) {
    const auto number = static_cast<std::size_t>(&row - d.engine.rows.data());
    const auto& choice = d.engine.choices[number];
    const asked* const first = d.engine.asks.data() + choice.first_asked;
    const auto applies = [&](const asked& a) { return (now.facts() & a.where) == a.where; };
    const auto met = [&](const asked& a) { return a.fact != 0 ? (now.facts() & a.fact) != 0 : d.ask(d, a.guard, now, data); };
    for (unsigned i = 0; i < choice.asked_count; ++i)
        if (first[i].how == hardness::hard && applies(first[i]) && !met(first[i])) return verdict::refused;
    std::uint64_t missing = 0;
    for (unsigned i = 0; i < choice.asked_count; ++i)
        if (first[i].how == hardness::soft && first[i].fact != 0 && applies(first[i])) missing |= first[i].fact & ~now.facts();
    if (missing != 0) now.lapse(missing);
    for (unsigned i = 0; i < choice.asked_count; ++i)
        if (first[i].how == hardness::soft && first[i].fact == 0 && applies(first[i]) && !met(first[i])) now.lapse_of(static_cast<std::uint16_t>(i));
    return verdict::taken;
}

/// Does the row's choice hold, its needs aside?
[[nodiscard]] inline bool is_chosen(const definition_data& d, unsigned row, step& now, const payload& data) {
    const auto& choice = d.engine.choices[row];
    return ((now.facts() ^ choice.want) & choice.care) == 0 && (choice.guard == 0 || d.ask(d, choice.guard, now, data));
}

template <class Behave>
[[gnu::always_inline]] inline outcome run_region(const definition_data& d, step& now, unsigned region, unsigned event, const payload& data, Behave&& behave) {
    const table& t = d.engine;
    auto& state = now.record().state[region];
    const unsigned first = t.cell(event, state);
    for (unsigned i = first;;) {
        const row_data& row = t.rows[i];
        const bool open = ((now.facts() ^ row.want) & row.care) == 0;
        now.acts_in_row(static_cast<std::uint16_t>(i));
        const verdict said = behave(open, row, now, data);
        if (said == verdict::taken) [[likely]] {
            now.out().changes.record(static_cast<std::uint8_t>(region), state, row.next, (row.flags & row_internal) == 0);
            state = row.next;
            return outcome::accepted;
        }
        if (said == verdict::refused) return outcome::refused;
        if (row.alternative == 0) return first == 0 ? outcome::not_taken : outcome::refused;
        if ((row.flags & row_stops) != 0 && !open && is_chosen(d, i, now, data)) return outcome::refused;
        i = row.alternative;
    }
}

[[nodiscard]] inline bool is_blocked(const table& t, const case_record& record, unsigned event) noexcept {
    if (!t.can_block) return false;
    for (unsigned region = 0; region < t.regions; ++region)
        if (t.blocks(record.state[region], event)) return true;
    return false;
}

/// What a machine may have, known when it is compiled: what it cannot have costs nothing.
template <bool Regions = true, bool Completes = true, bool Blocks = true> struct shape {
    static constexpr bool regions = Regions, completes = Completes, blocks = Blocks;
};

template <class Shape, class Behave>
[[gnu::always_inline]] inline outcome run_regions(const definition_data& d, step& now, unsigned event, const payload& data, Behave&& behave) {
    if constexpr (!Shape::regions) return run_region(d, now, 0, event, data, behave);
    auto result = outcome::not_taken;
    for (unsigned region = 0; region < d.engine.regions; ++region) result = result | run_region(d, now, region, event, data, behave);
    return result;
}

[[nodiscard]] inline bool has_completion_row(const table& t, const case_record& record) noexcept {
    for (unsigned region = 0; region < t.regions; ++region)
        if (t.cell(0, record.state[region]) != 0) return true;
    return false;
}

/// Completion rows after something happened; accepted, or accepted | overrun.
template <class Shape, class Behave> [[gnu::noinline]] outcome complete(const definition_data& d, step& now, const Behave& behave) {
    for (unsigned round = 0; round < completion_limit; ++round) {
        if (is_blocked(d.engine, now.record(), 0)) return outcome::accepted;
        if (!(run_regions<Shape>(d, now, 0, {}, behave) & outcome::accepted)) return outcome::accepted;
    }
    return outcome::accepted | outcome::overrun;
}

template <class Shape, class Behave>
[[gnu::always_inline]] inline outcome run(const definition_data& d, step& now, unsigned event, const payload& data, const Behave& behave) {
    const table& t = d.engine;
    now.out().changes.clear();
    if constexpr (Shape::blocks)
        if (is_blocked(t, now.record(), event)) return outcome::ended;
    const carriage carried = t.carriages[event];
    const bool carrying = carries(carried);
    const auto facts = now.record().facts;
    const auto values = now.record().values;
    if (carrying) carry(t, carried, now.record(), data);
    auto result = run_regions<Shape>(d, now, event, data, behave);
    if (carrying && !(result & outcome::accepted)) {
        now.record().facts = facts;
        now.record().values = values;
    }
    if constexpr (Shape::completes)
        if (t.can_complete && (result & outcome::accepted) && has_completion_row(t, now.record()))
            result = result | complete<Shape>(d, now, behave);
    now.acts_in_row(0);
    return result;
}

/// `enter_initial` runs the entries of the initial states, in the order of the regions.
template <class Shape, class Enter, class Behave> inline outcome begin(const definition_data& d, step& now, Enter&& enter_initial, const Behave& behave) {
    now.out().changes.clear();
    for (unsigned region = 0; region < d.engine.regions; ++region) {
        now.record().state[region] = d.engine.initial[region];
        now.out().changes.record(static_cast<std::uint8_t>(region), no_state, d.engine.initial[region]);
    }
    enter_initial(now);
    auto result = outcome::accepted;
    if constexpr (Shape::completes)
        if (d.engine.can_complete) result = complete<Shape>(d, now, behave);
    now.acts_in_row(0);
    return result;
}

}  // namespace caseclock::detail

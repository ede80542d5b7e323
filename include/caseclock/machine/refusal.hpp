// SPDX-License-Identifier: Apache-2.0
//
// Why was it refused? Asked afterwards, on a copy of the case: the table is data and guards are pure.
#pragma once

#include "caseclock/machine/carry.hpp"
#include "caseclock/machine/definition.hpp"

namespace caseclock {

namespace detail {

/// The first row whose choice holds, as a place in the engine's table; 0 when none.
[[nodiscard]] inline unsigned chosen_row(const definition_data& d, unsigned first, step& now, const payload& data) {
    for (unsigned i = first; i != 0; i = d.engine.rows[i].alternative) {
        const auto& choice = d.engine.choices[i];
        if (((now.facts() ^ choice.want) & choice.care) == 0 && (choice.guard == 0 || d.ask(d, choice.guard, now, data))) return i;
    }
    return 0;
}

inline void list_unmet(const definition_data& d, unsigned row, step& now, const payload& data, refusal& out) {
    const auto& choice = d.engine.choices[row];
    for (unsigned k = 0; k < choice.asked_count; ++k) {
        const auto& a = d.engine.asks[choice.first_asked + k];
        if (a.how != hardness::hard || (now.facts() & a.where) != a.where) continue;
        if (a.fact != 0 ? (now.facts() & a.fact) != 0 : d.ask(d, a.guard, now, data)) continue;
        out.unmet.push_back(static_cast<std::uint8_t>(k));
        out.missing.push_back(d.rows[row - 1].asks[k].name);
    }
}

}  // namespace detail

inline std::vector<refusal> definition::why_refused(const case_record& record, unsigned event, const payload& data, instant at) const {
    const auto& d = *data_;
    case_record copy = record;
    outbox unused;
    step now(copy, unused, at, d.engine.slots);
    detail::carry(d.engine, d.engine.carriages[event], copy, data);
    const bool shut = blocked(record, event);
    std::vector<refusal> out;
    for (unsigned region = 0; region < regions(); ++region) {
        refusal r;
        r.region = static_cast<std::uint8_t>(region);
        r.state = record.state[region];
        const unsigned first = d.engine.cell(event, r.state);
        if (shut) r.why = refusal::reason::ended;
        else if (first == 0) r.why = refusal::reason::no_row;
        else if (const unsigned row = detail::chosen_row(d, first, now, data); row == 0) r.why = refusal::reason::not_chosen;
        else {
            r.why = refusal::reason::needs;
            r.row = static_cast<std::uint16_t>(row - 1);
            detail::list_unmet(d, row, now, data, r);
            if (r.unmet.empty()) return {};  // it would be taken
        }
        out.push_back(std::move(r));
    }
    return out;
}

}  // namespace caseclock

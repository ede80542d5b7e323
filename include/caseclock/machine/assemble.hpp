// SPDX-License-Identifier: Apache-2.0
//
// The last step of both producers: from what a machine says (info.hpp) to what its engine reads (table.hpp), and what
// follows from it: regions by reach, row tags, the schema hash.
#pragma once

#include "caseclock/machine/definition.hpp"

namespace caseclock::detail {

/// The engine's part of a row, which only its producer knows.
struct row_code {
    std::uint16_t behaviour = 0;
    std::uint64_t set = 0, clear = 0;  ///< facts, beside what lives end
    bool ends_lives_itself = false;    ///< its code does what `row_data::ends` would
};
enum class tried { last_first, first_first };

inline void place_regions(definition_data& d) {
    for (auto& s : d.states) s.region = no_region;
    for (unsigned region = 0; region < d.engine.regions; ++region) {
        std::vector<std::uint8_t> open{d.engine.initial[region]};
        while (!open.empty()) {
            const auto at = open.back();
            open.pop_back();
            if (d.states[at].region != no_region) continue;
            d.states[at].region = static_cast<std::uint8_t>(region);
            for (const auto& row : d.rows)
                if (row.from == at) open.push_back(row.to);
        }
    }
}

inline void tag_rows(definition_data& d) {
    for (std::size_t i = 0; i < d.rows.size(); ++i) {
        auto& row = d.rows[i];
        std::uint64_t alike = 0;
        for (std::size_t k = 0; k < i; ++k) {
            const auto& other = d.rows[k];
            alike += row.from == other.from && row.event == other.event && row.to == other.to && row.internal == other.internal;
        }
        auto hash = fnv("|", fnv(d.states[row.from].name));
        hash = fnv("|", fnv(d.events[row.event].name, hash));
        hash = fnv(row.internal ? "" : d.states[row.to].name, hash);
        row.tag = static_cast<std::uint32_t>(fnv(std::string(alike, '+'), hash));
    }
}

/// Sums of hashes: the order of states, events, facts and attributes is no part of the schema, since they are saved by tag.
inline std::uint64_t schema_of(const definition_data& d) {
    const auto word = [](std::string_view kind, std::string_view text) { return fnv(text, fnv(kind)); };
    const auto number = [](std::uint64_t hash, std::uint64_t n) { return (hash ^ n) * 0x100000001b3U; };
    std::uint64_t sum = word("machine ", d.name);
    for (const auto& s : d.states) sum += word("state ", s.name);
    for (const auto& f : d.facts) sum += word("fact ", f.name);
    for (std::size_t i = 1; i < d.events.size(); ++i) {
        auto hash = word("event ", d.events[i].name);
        for (const auto& f : d.events[i].fields) {
            hash = fnv(to_string(f.type), fnv(f.name, hash));
            hash = number(number(number(hash, f.width), f.offset), f.is_signed);
            for (const auto& e : f.enumerators) hash = fnv(e, fnv("|", hash));
        }
        sum += hash;
    }
    for (const auto& a : d.attributes) {
        auto hash = number(number(fnv(to_string(a.kind), word("attribute ", a.name)), a.slot.width), static_cast<std::uint64_t>(a.unit));
        for (const auto& e : a.enumerators) hash = fnv(e, fnv("|", hash));
        sum += hash;
    }
    return sum;
}

inline void assemble_events(definition_data& d) {
    table& t = d.engine;
    for (auto& e : d.events) {
        d.event_tags.push_back(e.tag);
        e.ends = 0;
        carriage c{e.sets, static_cast<std::uint16_t>(t.fields.size()), 0};
        for (const auto& f : e.fields) {
            if (f.offset == not_in_payload || (f.attribute == no_attribute && f.fact == no_fact)) continue;
            carried_field out;
            if (f.fact != no_fact) out.fact = std::uint64_t{1} << f.fact;
            else out.slot = t.slots.slot[f.attribute];
            out.offset = f.offset;
            out.width = f.width;
            out.is_signed = f.is_signed;
            out.is_name = f.type == field_type::name;
            t.fields.push_back(out);
            ++c.count;
        }
        t.carriages.push_back(c);
    }
    for (std::size_t f = 0; f < d.facts.size(); ++f)
        for (const auto e : d.facts[f].until_events) d.events[e].ends |= std::uint64_t{1} << f;
}

inline void assemble_states(definition_data& d) {
    for (const auto& s : d.states) {
        unsigned flags = 0;
        if (s.final) flags |= state_final;
        if (s.ends_case) flags |= state_ends_case;
        if (s.interrupted_until != 0) flags |= state_interrupts;
        d.engine.state_flags.push_back(static_cast<std::uint8_t>(flags));
        d.engine.ends_on.push_back(s.interrupted_until);
        d.engine.can_block = d.engine.can_block || (flags & (state_ends_case | state_interrupts)) != 0;
    }
}

[[nodiscard]] inline std::uint64_t ended_by(const definition_data& d, const row_info& row) {
    std::uint64_t ends = d.events[row.event].ends;
    if (row.internal) return ends;
    for (std::size_t f = 0; f < d.facts.size(); ++f) {
        for (const auto s : d.facts[f].until_left)
            if (s == row.from) ends |= std::uint64_t{1} << f;
        for (const auto s : d.facts[f].until_entered)
            if (s == row.to) ends |= std::uint64_t{1} << f;
    }
    return ends;
}

inline void assemble_rows(definition_data& d, const std::vector<row_code>& code, tried order) {
    table& t = d.engine;
    t.rows.assign(d.rows.size() + 1, {});
    t.choices.assign(d.rows.size() + 1, {});
    for (std::size_t i = 0; i < d.rows.size(); ++i) {
        const auto& info = d.rows[i];
        auto& row = t.rows[i + 1];
        row.ends = (code[i].ends_lives_itself ? 0 : ended_by(d, info)) | code[i].clear;
        row.set = code[i].set;
        row.behaviour = code[i].behaviour;
        row.next = info.internal ? info.from : info.to;
        row.flags = info.internal ? row_internal : 0;
        t.choices[i + 1] = {info.care, info.want, info.guard, static_cast<std::uint16_t>(t.asks.size()),
                            static_cast<std::uint16_t>(info.asks.size())};
        for (const auto& a : info.asks) t.asks.push_back({a.fact == no_fact ? 0 : std::uint64_t{1} << a.fact, a.where, a.guard, a.how});
        fold_row(d, i);
        t.can_complete = t.can_complete || info.event == 0;
    }
    while ((std::size_t{1} << t.state_shift) < d.states.size()) ++t.state_shift;
    t.cells.assign(d.events.size() << t.state_shift, 0);
    for (std::size_t k = 0; k < d.rows.size(); ++k) {  // the row put in last is tried first
        const auto i = order == tried::last_first ? k : d.rows.size() - 1 - k;
        auto& first = t.cells[(std::size_t{d.rows[i].event} << t.state_shift) + d.rows[i].from];
        t.rows[i + 1].alternative = first;
        first = static_cast<std::uint16_t>(i + 1);
    }
}

/// Preconditions: states, events (0 is completion), facts, attributes and rows are filled in, so are regions, initial and slots.
inline void assemble(definition_data& d, const std::vector<row_code>& code, tried order) {
    d.tag = tag_of_name(d.name);
    assemble_events(d);
    assemble_states(d);
    assemble_rows(d, code, order);
    place_regions(d);
    tag_rows(d);
    d.schema = schema_of(d);
}

}  // namespace caseclock::detail

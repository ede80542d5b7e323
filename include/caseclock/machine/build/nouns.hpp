// SPDX-License-Identifier: Apache-2.0
//
// The first half of building: attributes, facts, events, states and groups get their numbers and places.
#pragma once

#include "caseclock/machine/build/draft.hpp"

namespace caseclock::detail {

template <class List> void check_names(draft& to, const List& list, std::string_view kind, std::size_t most) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        to.faults.about(std::string(kind) + " " + list[i].name, list[i].mark);
        if (list[i].name.empty()) to.faults.add("has no name");
        for (std::size_t k = 0; k < i; ++k)
            if (list[k].name == list[i].name) to.faults.add("is defined twice");
            else if (tag_of_name(list[k].name) == tag_of_name(list[i].name))
                to.faults.add("has the same tag as " + list[k].name + ": rename one of them");
    }
    to.faults.about({}, to.from.mark);
    if (list.size() <= most) return;
    to.faults.add(std::to_string(list.size()) + " " + std::string(kind) + "s (allowed: at most " + std::to_string(most) + ")");
    to.faults.raise_if_any();  // the rest could not be numbered
}

inline void build_attributes(draft& to) {
    std::size_t used = 0;
    for (const auto& from : to.from.attributes) {
        to.faults.about("attribute " + from.name, from.mark);
        attribute_info a;
        a.name = from.name;
        a.tag = tag_of_name(a.name);
        a.kind = from.kind;
        a.unit = from.unit;
        a.enumerators = from.one_of;
        a.rules = from.rules;
        if (a.kind == attribute_kind::one_of && a.enumerators.empty()) to.faults.add("is one of nothing: list its values");
        if (a.kind != attribute_kind::one_of && !a.enumerators.empty())
            to.faults.add("lists values although it is a " + std::string(to_string(a.kind)));
        if (a.enumerators.size() > enumerator_limit) to.faults.add("has more than 65,535 values");
        a.slot = {static_cast<std::uint8_t>(used), width_of(a.kind, a.enumerators.size())};
        used += a.slot.width;
        if (used > value_bytes) {
            to.faults.add("does not fit: the attributes of a machine take at most 32 bytes; keep only what policies and guards read");
            a.slot.offset = 0;
        }
        if (to.d.attributes.size() < attribute_limit) to.d.engine.slots.slot[to.d.attributes.size()] = a.slot;
        to.d.attributes.push_back(std::move(a));
    }
}

[[nodiscard]] inline std::uint8_t default_width(const field_description& f) {
    if (f.width != 0) return f.width;
    if (f.type == field_type::boolean) return 1;
    if (f.type == field_type::enumeration) return f.enumerators.size() <= 255 ? 1 : 2;
    return f.type == field_type::duration || f.type == field_type::instant ? 8 : 4;
}
[[nodiscard]] inline field_description field_of(const attribute_info& a) {
    field_description f;
    f.name = a.name;
    f.type = type_of(a.kind);
    f.is_signed = f.type == field_type::instant || f.type == field_type::duration;
    f.enumerators = a.enumerators;
    return f;
}

inline void add_field(draft& to, event_info& event, const field_description& from, std::size_t& used) {
    field_info f;
    f.name = from.name;
    f.type = from.type;
    f.width = default_width(from);
    f.is_signed = from.is_signed || from.type == field_type::instant || from.type == field_type::duration;
    f.enumerators = from.enumerators;
    for (std::size_t i = 0; i < to.d.attributes.size(); ++i) {
        if (to.d.attributes[i].name != f.name) continue;
        f.attribute = static_cast<std::uint8_t>(i);
        if (field_of(to.d.attributes[i]).type != f.type || (f.type == field_type::enumeration && f.enumerators != to.d.attributes[i].enumerators))
            to.faults.add("field " + f.name + " is a " + std::string(to_string(f.type)) + ", the attribute of that name is a " +
                          std::string(to_string(to.d.attributes[i].kind)));
    }
    if (f.type == field_type::boolean)
        for (std::size_t i = 0; i < to.d.facts.size(); ++i)
            if (to.d.facts[i].name == f.name) f.fact = static_cast<std::uint8_t>(i);
    const std::size_t offset = from.offset.value_or(static_cast<std::uint8_t>(used));
    if (offset + f.width <= payload_bytes) {
        f.offset = static_cast<std::uint8_t>(offset);
        used = offset + f.width;
    } else {
        f.offset = not_in_payload;
        if (f.attribute == no_attribute && f.fact == no_fact) to.faults.add("field " + f.name + " does not fit into 16 bytes and is no attribute");
    }
    for (const auto& other : event.fields) {
        if (other.name == f.name) to.faults.add("field " + f.name + " is there twice");
        else if (f.offset != not_in_payload && other.offset != not_in_payload && f.offset < other.offset + other.width &&
                 other.offset < f.offset + f.width)
            to.faults.add("field " + f.name + " lies over field " + other.name);
    }
    event.fields.push_back(std::move(f));
}

inline void build_event(draft& to, const event_description& from) {
    to.faults.about("event " + from.name, from.mark);
    event_info e;
    e.name = from.name;
    e.tag = tag_of_name(e.name);
    e.raised_only = from.raised_only;
    e.rules = from.rules;
    e.sets = to.fact_mask(from.sets);
    std::size_t used = 0;
    for (const auto& f : from.fields) {
        if (f.name.empty()) to.faults.add("has a field without a name");
        if (f.width > 8) to.faults.add("field " + f.name + " is wider than 8 bytes");
        if (f.type == field_type::enumeration && f.enumerators.empty()) to.faults.add("field " + f.name + " is one of nothing: list its values");
        add_field(to, e, f, used);
    }
    for (const auto& name : from.carries)
        if (const auto a = find_name(to.d.attributes, name, "attribute", to.faults)) add_field(to, e, field_of(to.d.attributes[*a]), used);
    to.d.events.push_back(std::move(e));
}

/// The event "the child called so entered the state called so": `part_returned`.
inline std::uint8_t event_of_child(draft& to, const row_description& row) {
    for (std::size_t i = 1; i < to.d.events.size(); ++i)
        if (to.d.events[i].child == row.child && to.d.events[i].child_state == row.child_state) return static_cast<std::uint8_t>(i);
    event_info e;
    e.name = row.child + "_" + row.child_state;
    e.tag = tag_of_name(e.name);
    e.raised_only = true;
    e.child = row.child;
    e.child_state = row.child_state;
    for (const auto& other : to.d.events)
        if (other.name == e.name) to.faults.add("the event of child " + row.child + " would be called " + e.name + ", which is taken");
    to.d.events.push_back(std::move(e));
    return static_cast<std::uint8_t>(to.d.events.size() - 1);
}

inline std::uint32_t flag_bits(draft& to, const state_description& from) {
    std::uint32_t bits = 0;
    for (const auto& flag : from.flags) {
        const auto found = std::find(to.d.flags.begin(), to.d.flags.end(), flag);
        const auto i = static_cast<std::size_t>(found - to.d.flags.begin());
        if (found == to.d.flags.end()) to.d.flags.push_back(flag);
        if (i >= 32) to.faults.add("a machine has at most 32 flags");
        else bits |= std::uint32_t{1} << i;
    }
    return bits;
}

inline void build_states(draft& to) {
    const auto initial = std::count_if(to.from.states.begin(), to.from.states.end(), [](const auto& s) { return s.initial; });
    to.faults.about({}, to.from.mark);
    if (initial == 0) to.faults.add("no state is initial");
    if (initial > static_cast<std::ptrdiff_t>(region_limit)) to.faults.add("more than four initial states: a machine has one to four regions");
    to.d.engine.regions = static_cast<unsigned>(std::clamp<std::ptrdiff_t>(initial, 1, region_limit));
    std::size_t region = 0;
    for (const auto& from : to.from.states) {
        to.faults.about("state " + from.name, from.mark);
        state_info s;
        s.name = from.name;
        s.tag = tag_of_name(s.name);
        s.initial = from.initial;
        s.final = from.final || from.ends_case;
        s.ends_case = from.ends_case || (from.final && initial <= 1);
        s.flags = flag_bits(to, from);
        s.rules = from.rules;
        if (!from.interrupted_until.empty())
            if (const auto e = find_name(to.d.events, from.interrupted_until, "event", to.faults))
                s.interrupted_until = static_cast<std::uint8_t>(*e);
        if (s.initial && region < region_limit) to.d.engine.initial[region++] = static_cast<std::uint8_t>(to.d.states.size());
        to.d.states.push_back(std::move(s));
    }
    for (const auto& g : to.from.groups) {
        to.faults.about("group " + g.name, g.mark);
        if (g.name == "any") to.faults.add("'any' means every state and cannot be a group");
        if (std::any_of(to.d.states.begin(), to.d.states.end(), [&](const auto& s) { return s.name == g.name; })) to.faults.add("is also a state");
        to.groups.emplace_back(g.name, to.numbers(to.d.states, g.states, "state"));
    }
}

inline void build_nouns(draft& to) {
    const auto& from = to.from;
    if (from.name.empty()) to.faults.add("the machine has no name");
    check_names(to, from.attributes, "attribute", attribute_limit);
    check_names(to, from.facts, "fact", 64);
    check_names(to, from.events, "event", 255);
    check_names(to, from.states, "state", 255);
    check_names(to, from.groups, "group", 255);
    if (from.states.empty()) {
        to.faults.add("the machine has no states");
        to.faults.raise_if_any();
    }
    to.d.name = from.name;
    to.d.rules = from.rules;
    to.d.cues = from.cues;
    to.d.roles = from.roles;
    to.d.orders = from.orders;
    to.d.notes = from.notes;
    build_attributes(to);
    for (const auto& f : from.facts) {
        fact_info info;
        info.name = f.name;
        info.tag = tag_of_name(f.name);
        info.rules = f.rules;
        to.d.facts.push_back(std::move(info));
    }
    to.d.events.emplace_back();  // completion
    to.d.events[0].tag = tag_of_name("");
    for (const auto& e : from.events) build_event(to, e);
    for (const auto& row : from.rows)
        if (!row.child.empty()) {
            to.faults.about("row for child " + row.child, row.mark);
            if (row.child_state.empty()) to.faults.add("names no state of the child");
            if (to.d.events.size() > 255) {
                to.faults.add("the machine has more than 255 events, those of its children included");
                to.faults.raise_if_any();
            }
            (void)event_of_child(to, row);
        }
    build_states(to);
    for (std::size_t i = 0; i < from.facts.size(); ++i) {
        to.faults.about("fact " + from.facts[i].name, from.facts[i].mark);
        to.d.facts[i].until_events = to.numbers(to.d.events, from.facts[i].until.events, "event");
        to.d.facts[i].until_left = to.numbers(to.d.states, from.facts[i].until.left, "state");
        to.d.facts[i].until_entered = to.numbers(to.d.states, from.facts[i].until.entered, "state");
    }
}

}  // namespace caseclock::detail

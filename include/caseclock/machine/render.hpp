// SPDX-License-Identifier: Apache-2.0
//
// A machine as a picture or as data: Mermaid and Graphviz DOT for readers, JSON for tools. All come from the table.
#pragma once

#include "caseclock/machine/definition.hpp"
#include "caseclock/machine/json_writer.hpp"

namespace caseclock {

namespace detail {

/// "hold [needs(announced)] / note (inside)"
[[nodiscard]] inline std::string row_label(const definition& d, const row_info& row) {
    std::string out = row.event == 0 ? "(completion)" : d.events()[row.event].name;
    if (!row.guard_text.empty()) out += " [" + row.guard_text + "]";
    if (!row.action_text.empty()) out += " / " + row.action_text;
    if (row.internal) out += " (inside)";
    return out;
}

/// Control characters as blanks: pictures have one line per label.
[[nodiscard]] inline std::string one_line(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    return text;
}

/// Mermaid reads `:` `;` `#` and `"` in labels as its own.
[[nodiscard]] inline std::string mermaid_text(const std::string& text) {
    std::string out;
    for (const char c : one_line(text)) {
        if (c == ';' || c == '#') out += c == ';' ? "#59;" : "#35;";
        else out += c == ':' ? ' ' : c == '"' ? '\'' : c;
    }
    return out;
}

[[nodiscard]] inline bool is_plain(std::string_view name) {
    static constexpr std::string_view meant_otherwise[] = {"as",   "class", "classDef", "click", "default", "direction",
                                                           "end",  "hide",  "note",     "scale", "state",   "style"};
    for (const auto word : meant_otherwise)
        if (name == word) return false;
    for (const char c : name)
        if (!is_word(c)) return false;
    return !name.empty();
}
/// How Mermaid refers to a state: its name where that is a word of no meaning to Mermaid, else its number.
[[nodiscard]] inline std::string mermaid_id(const definition& d, std::size_t state) {
    const auto& name = d.states()[state].name;
    return is_plain(name) ? name : "s" + std::to_string(state);
}

[[nodiscard]] inline std::vector<std::string> facts_in(const definition& d, std::uint64_t mask) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < d.facts().size(); ++i)
        if ((mask >> i & 1U) != 0) out.push_back(d.facts()[i].name);
    return out;
}
template <class List> [[nodiscard]] std::vector<std::string> names_at(const List& list, const std::vector<std::uint8_t>& numbers) {
    std::vector<std::string> out;
    for (const auto n : numbers) out.push_back(list[n].name);
    return out;
}

inline void write_states(json_writer& out, const definition& d) {
    out.key("states").open('[');
    for (const auto& s : d.states()) {
        out.open('{').key("name").text(s.name).key("tag").number(s.tag);
        if (s.region != no_region) out.key("region").number(s.region);
        out.key("initial").flag(s.initial).key("final").flag(s.final).key("ends_case").flag(s.ends_case);
        if (s.interrupted_until != 0) out.key("interrupted_until").text(d.events()[s.interrupted_until].name);
        std::vector<std::string> flags;
        for (std::size_t i = 0; i < d.flags().size(); ++i)
            if ((s.flags >> i & 1U) != 0) flags.push_back(d.flags()[i]);
        out.key("flags").texts(flags).key("enter").text(s.enter).key("leave").text(s.leave).key("rules").texts(s.rules).close('}');
    }
    out.close(']');
}
inline void write_events(json_writer& out, const definition& d) {
    out.key("events").open('[');
    for (const auto& e : d.events().subspan(1)) {
        out.open('{').key("name").text(e.name).key("tag").number(e.tag).key("fields").open('[');
        for (const auto& f : e.fields) {
            out.open('{').key("name").text(f.name).key("type").text(to_string(f.type)).key("width").number(f.width);
            if (f.offset != not_in_payload) out.key("offset").number(f.offset);
            if (f.attribute != no_attribute) out.key("attribute").text(d.attributes()[f.attribute].name);
            if (f.fact != no_fact) out.key("fact").text(d.facts()[f.fact].name);
            if (!f.enumerators.empty()) out.key("one_of").texts(f.enumerators);
            out.close('}');
        }
        out.close(']').key("sets").texts(facts_in(d, e.sets)).key("raised_only").flag(e.raised_only);
        if (!e.child.empty()) out.key("child").text(e.child).key("child_state").text(e.child_state);
        out.key("rules").texts(e.rules).close('}');
    }
    out.close(']');
}
inline void write_values(json_writer& out, const definition& d) {
    out.key("facts").open('[');
    for (const auto& f : d.facts())
        out.open('{').key("name").text(f.name).key("tag").number(f.tag).key("until_events").texts(names_at(d.events(), f.until_events))
            .key("until_left").texts(names_at(d.states(), f.until_left)).key("until_entered").texts(names_at(d.states(), f.until_entered))
            .key("rules").texts(f.rules).close('}');
    out.close(']').key("attributes").open('[');
    for (const auto& a : d.attributes()) {
        out.open('{').key("name").text(a.name).key("tag").number(a.tag).key("kind").text(to_string(a.kind));
        if (a.kind == attribute_kind::duration) out.key("unit").text(to_string(a.unit));
        if (!a.enumerators.empty()) out.key("one_of").texts(a.enumerators);
        out.key("rules").texts(a.rules).close('}');
    }
    out.close(']');
}
inline void write_rows(json_writer& out, const definition& d) {
    static constexpr std::string_view how[] = {"hard", "soft", "off"};
    out.key("rows").open('[');
    for (const auto& r : d.rows()) {
        out.open('{').key("from").text(d.states()[r.from].name);
        if (r.event != 0) out.key("event").text(d.events()[r.event].name);
        if (!r.internal) out.key("to").text(d.states()[r.to].name);
        out.key("tag").number(r.tag).key("guard").text(r.guard_text).key("action").text(r.action_text);
        out.key("has").texts(facts_in(d, r.care & r.want)).key("lacks").texts(facts_in(d, r.care & ~r.want)).key("asks").open('[');
        for (const auto& a : r.asks)
            out.open('{')
                .key("name")
                .text(a.name)
                .key("is")
                .text(a.fact == no_fact ? "guard" : "fact")
                .key("how")
                .text(how[static_cast<std::size_t>(a.how)])
                .key("where")
                .texts(facts_in(d, a.where))
                .key("rules")
                .texts(a.rules)
                .close('}');
        out.close(']').key("rules").texts(r.rules).close('}');
    }
    out.close(']');
}

}  // namespace detail

/// A Mermaid state diagram; regions stand side by side in it.
[[nodiscard]] inline std::string mermaid(const definition& d) {
    const auto id = [&](std::size_t state) { return detail::mermaid_id(d, state); };
    std::string out = "stateDiagram-v2\n";
    for (std::size_t s = 0; s < d.states().size(); ++s)
        if (id(s) != d.states()[s].name) out += "    state \"" + detail::mermaid_text(d.states()[s].name) + "\" as " + id(s) + "\n";
    for (unsigned r = 0; r < d.regions(); ++r) out += "    [*] --> " + id(d.initial(r)) + "\n";
    for (const auto& row : d.rows())
        out += "    " + id(row.from) + " --> " + id(row.to) + " : " + detail::mermaid_text(detail::row_label(d, row)) + "\n";
    for (std::size_t s = 0; s < d.states().size(); ++s)
        if (d.states()[s].final) out += "    " + id(s) + " --> [*]\n";
    return out;
}

/// A Graphviz graph, one cluster for each region.
[[nodiscard]] inline std::string dot(const definition& d) {
    const auto text = [](const std::string& x) { return detail::in_quotes(detail::one_line(x)); };
    std::string out = "digraph " + text(d.name()) + " {\n    rankdir=LR;\n    node [shape=box, style=rounded];\n";
    for (unsigned r = 0; r < d.regions(); ++r) {
        const auto region = std::to_string(r);
        out += "    subgraph cluster_" + region + " {\n        label=" + text("region " + region) + ";\n        start_" + region +
               " [shape=point];\n";
        for (const auto& s : d.states())
            if (s.region == r) out += "        " + text(s.name) + (s.final ? " [peripheries=2]" : "") + ";\n";
        out += "        start_" + region + " -> " + text(d.states()[d.initial(r)].name) + ";\n    }\n";
    }
    for (const auto& row : d.rows())
        out += "    " + text(d.states()[row.from].name) + " -> " + text(d.states()[row.to].name) +
               " [label=" + text(detail::row_label(d, row)) + (row.internal ? ", style=dashed" : "") + "];\n";
    return out + "}\n";
}

/// Everything the definition says about itself.
[[nodiscard]] inline std::string json(const definition& d) {
    detail::json_writer out;
    char schema[20];
    std::snprintf(schema, sizeof schema, "%016llx", static_cast<unsigned long long>(d.schema()));
    out.open('{').key("machine").text(d.name()).key("tag").number(d.tag()).key("schema").text(schema).key("regions").number(d.regions());
    detail::write_states(out, d);
    detail::write_events(out, d);
    detail::write_values(out, d);
    detail::write_rows(out, d);
    out.key("cues").texts(d.cues()).key("roles").texts(d.roles()).key("orders").texts(d.orders()).key("notes").texts(d.notes());
    out.key("rules").texts(d.rule_ids()).close('}');
    return out.take() + "\n";
}

}  // namespace caseclock

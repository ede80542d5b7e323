// SPDX-License-Identifier: Apache-2.0
//
// Actions as code and as text. Setting and clearing facts is folded into the row's masks, unless a registered action might look.
#pragma once

#include "caseclock/machine/build/draft.hpp"

namespace caseclock::detail {

using kind_of_action = action_description::kind;

[[nodiscard]] inline std::string text_of(const action_description& a) {
    static constexpr std::string_view head[] = {"say",  "tell",  "remind", "order",       "note",          "set",  "clear", "put",
                                                "add", "unset", "raise",  "tell_parent", "tell_children", "open", "call"};
    return std::string(head[static_cast<std::size_t>(a.is)]) + "(" + a.name + ")";
}
[[nodiscard]] inline std::string text_of(const std::vector<action_description>& list) {
    std::string out;
    for (const auto& a : list) out += (out.empty() ? "" : ", ") + text_of(a);
    return out;
}

/// Sets then clears, joined in order.
struct fact_writes {
    std::uint64_t set = 0, clear = 0;
    void sets(std::uint64_t bit) {
        set |= bit;
        clear &= ~bit;
    }
    void clears(std::uint64_t bit) {
        clear |= bit;
        set &= ~bit;
    }
};

class action_writer {
public:
    action_writer(draft& to, const event_info* event, bool fold) : to_(to), event_(event), fold_(fold) {}

    void write(const std::vector<action_description>& list) {
        for (const auto& a : list) write(a);
    }
    void append(instruction i) { code_.push_back(i); }
    [[nodiscard]] std::vector<instruction>& code() { return code_; }
    [[nodiscard]] const fact_writes& facts() const { return facts_; }

private:
    void write(const action_description& a) {
        switch (a.is) {
            case kind_of_action::say: return say(a, intent_kind::cue, to_.d.cues);
            case kind_of_action::tell: return say(a, intent_kind::tell, to_.d.roles);
            case kind_of_action::remind: return say(a, intent_kind::remind, to_.d.roles);
            case kind_of_action::order: return say(a, intent_kind::order, to_.d.orders);
            case kind_of_action::note: return say(a, intent_kind::note, to_.d.notes);
            case kind_of_action::set:
            case kind_of_action::clear: return write_fact(a);
            case kind_of_action::put:
            case kind_of_action::add:
            case kind_of_action::unset: return put(a);
            case kind_of_action::raise:
            case kind_of_action::tell_parent:
            case kind_of_action::tell_children: return raise(a);
            case kind_of_action::open: return open(a);
            case kind_of_action::call: {
                instruction i{op::registered_action};
                i.what = to_.registered(to_.options.actions, a.name, "action", a.mark);
                return append(i);
            }
        }
    }

    [[nodiscard]] static std::uint16_t word(std::vector<std::string>& words, const std::string& name) {
        const auto found = std::find(words.begin(), words.end(), name);
        if (found != words.end()) return static_cast<std::uint16_t>(found - words.begin());
        words.push_back(name);
        return static_cast<std::uint16_t>(words.size() - 1);
    }
    /// Where `value_of` is read: an attribute, else a field of the event.
    [[nodiscard]] std::optional<source> find_source(const std::string& name, std::uint32_t mark) {
        for (const auto& a : to_.d.attributes)
            if (a.name == name) return draft::source_of(a);
        if (event_ != nullptr)
            for (const auto& f : event_->fields)
                if (f.name == name && f.offset != not_in_payload) return draft::source_of(f);
        to_.faults.add("'" + name + "' is neither an attribute of the machine nor a field of the event", mark);
        return std::nullopt;
    }
    /// May the attribute take what `value_of` names?
    [[nodiscard]] bool same_kind(const attribute_info& attribute, const std::string& value_of) const {
        for (const auto& a : to_.d.attributes)
            if (a.name == value_of) return a.kind == attribute.kind && a.enumerators == attribute.enumerators;
        const auto wanted = type_of(attribute.kind);
        for (const auto& f : event_->fields)
            if (f.name == value_of) return f.type == wanted && f.enumerators == attribute.enumerators;
        return false;
    }
    void say(const action_description& a, intent_kind kind, std::vector<std::string>& words) {
        if (a.name.empty()) return to_.faults.add(text_of(a) + " names nothing", a.mark);
        instruction i{op::say};
        i.kind = static_cast<std::uint8_t>(kind);
        i.what = word(words, a.name);
        i.value = a.value.number.value_or(0);
        if (!a.value_of.empty()) {
            const auto from = find_source(a.value_of, a.mark);
            if (!from) return;
            i.code = op::say_value;
            i.from = *from;
        }
        append(i);
    }
    void write_fact(const action_description& a) {
        const auto bit = to_.fact_bit(a.name, a.mark);
        const bool on = a.is == kind_of_action::set;
        if (fold_) return on ? facts_.sets(bit) : facts_.clears(bit);
        instruction i{on ? op::set : op::clear};
        i.value = static_cast<std::int64_t>(bit);
        append(i);
    }
    void put(const action_description& a) {
        const auto number = find_name(to_.d.attributes, a.name, "attribute", to_.faults, a.mark);
        if (!number) return;
        const auto& attribute = to_.d.attributes[*number];
        instruction i{op::put};
        i.target = attribute.slot;
        i.value = no_value;
        if (a.is == kind_of_action::add) {
            if (attribute.kind == attribute_kind::one_of || attribute.kind == attribute_kind::name)
                return to_.faults.add("add counts, but " + a.name + " is a " + std::string(to_string(attribute.kind)), a.mark);
            i.code = op::add;
            i.value = a.value.number.value_or(1);
        } else if (!a.value_of.empty()) {
            const auto from = find_source(a.value_of, a.mark);
            if (!from) return;
            if (!same_kind(attribute, a.value_of))
                return to_.faults.add(
                    "'" + a.value_of + "' is of another kind than " + a.name + " (a " + std::string(to_string(attribute.kind)) + ")",
                    a.mark);
            i.code = op::put_value;
            i.from = *from;
        } else if (a.is == kind_of_action::put) {
            i.value = to_.value_of(attribute, a.value, a.mark);
        }
        append(i);
    }
    void raise(const action_description& a) {
        if (a.name.empty()) return to_.faults.add(text_of(a) + " names no event", a.mark);
        instruction i{op::raise};
        i.kind = static_cast<std::uint8_t>(a.is == kind_of_action::raise         ? recipient::self
                                           : a.is == kind_of_action::tell_parent ? recipient::parent
                                                                                 : recipient::children);
        if (a.is == kind_of_action::raise)  // the others' events are theirs
            if (const auto e = find_name(to_.d.events, a.name, "event", to_.faults, a.mark))
                for (const auto& f : to_.d.events[*e].fields)
                    if (f.attribute != no_attribute)
                        return to_.faults.add("raises " + a.name + ", which carries " + f.name + ": a raised event carries nothing",
                                              a.mark);
        i.value = tag_of_name(a.name);
        append(i);
    }
    void open(const action_description& a) {
        if (a.name.empty()) return to_.faults.add("open names no machine", a.mark);
        if (a.with.size() > attribute_limit) return to_.faults.add("open passes more than 32 attributes", a.mark);
        for (const auto& w : a.with) pass(a, w);
        instruction i{op::open};
        i.what32 = tag_of_name(a.as.empty() ? a.name : a.as);
        const std::uint64_t event = a.event.empty() ? 0 : tag_of_name(a.event);
        i.value = static_cast<std::int64_t>((std::uint64_t{tag_of_name(a.name)} << 32) | event);
        i.count = static_cast<std::uint8_t>(a.with.size());
        append(i);
    }
    void pass(const action_description& a, const passed_description& w) {
        instruction i{op::pass};
        i.what32 = tag_of_name(w.attribute);
        if (!w.from.empty()) {
            const auto number = find_name(to_.d.attributes, w.from, "attribute", to_.faults, a.mark);
            if (!number) return;
            i.code = op::pass_value;
            i.from = draft::source_of(to_.d.attributes[*number]);
        } else if (w.value.number) {
            i.value = *w.value.number;
        } else {
            std::optional<std::int64_t> v;
            if (to_.options.value_of_child) v = to_.options.value_of_child(a.name, w.attribute, w.value.text);
            if (!v) return to_.faults.add("'" + w.value.text + "' is no value of " + a.name + "'s attribute " + w.attribute, a.mark);
            i.value = *v;
        }
        append(i);
    }

    draft& to_;
    const event_info* event_;
    bool fold_;
    std::vector<instruction> code_;
    fact_writes facts_;
};

}  // namespace caseclock::detail

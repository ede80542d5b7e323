// SPDX-License-Identifier: Apache-2.0
//
// Machines of a rulebook.
#include "rulebook/row_conditions.hpp"
#include "yaml/reader.hpp"

namespace caseclock::detail {
namespace {

class machine_reader {
public:
    machine_reader(const yaml_entry& from, const rulebook_description& rulebook, fault_sink& faults)
        : from_{from.value}, rulebook_{rulebook}, faults_{faults}, conditions_{rulebook, made_, faults} {
        made_.name = from.key;
        made_.mark = from.mark;
    }

    machine_description read() {
        faults_.about("machine " + made_.name, made_.mark);
        made_.rules = rules_of(from_);
        read_nouns();
        for (const auto& entry : from_.at("states").entries) made_.states.push_back(read_state(entry));
        for (const auto& entry : from_.at("groups").entries) made_.groups.push_back({entry.key, texts_of(entry.value), entry.mark});
        for (const auto* item : items_of(from_.at("rows")))
            if (item->is_map()) made_.rows.push_back(read_row(*item));
        return std::move(made_);
    }

private:
    // ---- attributes, facts, events ----------------------------------------------------------------------------------------------

    void read_nouns() {
        for (const auto& entry : from_.at("attributes").entries) made_.attributes.push_back(read_attribute(entry));
        for (const auto& entry : from_.at("facts").entries) {
            fact_description fact;
            fact.name = entry.key;
            fact.mark = entry.mark;
            fact.rules = rules_of(entry.value);
            const auto& until = entry.value.at("until");
            fact.until = {texts_of(until.at("event")), texts_of(until.at("leaves")), texts_of(until.at("enters"))};
            made_.facts.push_back(std::move(fact));
        }
        for (const auto& entry : from_.at("events").entries) made_.events.push_back(read_event(entry));
    }
    attribute_description read_attribute(const yaml_entry& entry) {
        constexpr std::pair<std::string_view, attribute_kind> kinds[] = {{"name", attribute_kind::name},
                                                                         {"count", attribute_kind::count},
                                                                         {"instant", attribute_kind::instant},
                                                                         {"duration", attribute_kind::duration}};
        attribute_description made;
        made.name = entry.key;
        made.mark = entry.mark;
        made.rules = rules_of(entry.value);
        made.one_of = texts_of(entry.value.at("one_of"));
        if (!made.one_of.empty() || entry.value.entry("one_of") != nullptr) made.kind = attribute_kind::one_of;
        for (const auto& [word, kind] : kinds)
            if (text_of(entry.value.at("kind")) == word) made.kind = kind;
        check_twice(made.one_of, entry);
        const auto unit = text_of(entry.value.at("unit"));
        if (unit == "business" || unit == "working_days")
            made.unit = unit == "business" ? attribute_unit::business : attribute_unit::working_days;
        if (!unit.empty() && made.kind != attribute_kind::duration)
            faults_.add(entry.value.entry("unit")->mark, plain::contradiction, "only an attribute of kind duration has a unit");
        return made;
    }
    void check_twice(const std::vector<std::string>& values, const yaml_entry& entry) {
        std::set<std::string_view> seen;
        for (const auto& value : values)
            if (!seen.insert(value).second)
                faults_.add(entry.mark, plain::taken_name, "the value " + quoted(value) + " of attribute " + entry.key + " stands twice");
    }
    event_description read_event(const yaml_entry& entry) {
        event_description made;
        made.name = entry.key;
        made.mark = entry.mark;
        made.carries = texts_of(entry.value.at("carries"));
        made.sets = texts_of(entry.value.at("sets"));
        made.raised_only = text_of(entry.value.at("raised_only")) == "yes";
        made.rules = rules_of(entry.value);
        for (const auto& field : entry.value.at("fields").entries) made.fields.push_back(read_field(field));
        return made;
    }
    static field_description read_field(const yaml_entry& entry) {
        constexpr std::pair<std::string_view, field_type> types[] = {{"boolean", field_type::boolean},
                                                                     {"integer", field_type::integer},
                                                                     {"name", field_type::name},
                                                                     {"duration", field_type::duration},
                                                                     {"instant", field_type::instant}};
        field_description made;
        made.name = entry.key;
        if (entry.value.is_map()) {
            made.type = field_type::enumeration;
            made.enumerators = texts_of(entry.value.at("one_of"));
        }
        for (const auto& [word, type] : types)
            if (text_of(entry.value) == word) made.type = type;
        return made;
    }

    // ---- states and rows --------------------------------------------------------------------------------------------------------

    state_description read_state(const yaml_entry& entry) {
        const auto& node = entry.value;
        state_description made;
        made.name = entry.key;
        made.mark = entry.mark;
        made.initial = node.entry("initial") != nullptr;
        made.final = node.entry("final") != nullptr;
        made.ends_case = text_of(node.at("ends_case")) == "yes";
        made.interrupted_until = text_of(node.at("interrupted_until"));
        made.flags = texts_of(node.at("flags"));
        made.enter = read_actions(node.at("enter"), {});
        made.leave = read_actions(node.at("leave"), {});
        made.rules = rules_of(node);
        return made;
    }
    row_description read_row(const yaml_node& node) {
        row_description made;
        made.mark = node.mark;
        made.in = texts_of(node.at("in"));
        made.events = texts_of(node.at("event"));
        for (const auto& child : node.at("child").entries) {
            if (!made.child.empty()) faults_.add(child.mark, plain::contradiction, "a row listens to one child and one state of it");
            made.child = child.key;
            made.child_state = text_of(child.value);
        }
        if (const auto* const when = node.entry("if")) made.condition = conditions_.translate(read_when(when->value), made.events);
        made.needs = read_needs(node.at("needs"), made.events);
        made.ought = read_needs(node.at("ought"), made.events);
        made.to = text_of(node.at("to"));
        made.actions = read_actions(node.at("do"), made.events);
        made.rules = rules_of(node);
        return made;
    }

    std::vector<requirement_description> read_needs(const yaml_node& from, const std::vector<std::string>& events) {
        std::vector<requirement_description> made;
        for (const auto* item : items_of(from))
            if (auto need = read_need(*item, events)) made.push_back(std::move(*need));
        return made;
    }
    std::optional<requirement_description> read_need(const yaml_node& from, const std::vector<std::string>& events) {
        requirement_description made;
        made.mark = from.mark;
        if (from.is_map()) made.rules = rules_of(from);
        if (from.is_text()) {
            const auto named = std::any_of(rulebook_.conditions.begin(), rulebook_.conditions.end(),
                                           [&](const auto& each) { return each.name == from.text; });
            if (!named) {
                made.fact = from.text;
                return made;
            }
            made.name = from.text;
            for (const auto& each : rulebook_.conditions)
                if (each.name == from.text) made.rules.insert(made.rules.end(), each.rules.begin(), each.rules.end());
        } else if (const auto* const form = from.entry("form")) {
            return need_of_form(form->value, std::move(made));
        }
        auto condition = conditions_.translate(read_when(from), events);
        if (condition.is == condition_description::kind::all_of && condition.of.size() == 1)
            condition = condition_description{condition.of.front()};
        if (condition.is == condition_description::kind::fact && made.name.empty()) made.fact = condition.name;
        else made.condition = std::move(condition);
        return made;
    }
    /// The fact that says that the form is filled in.
    std::optional<requirement_description> need_of_form(const yaml_node& name, requirement_description made) {
        for (const auto& form : rulebook_.forms) {
            if (form.name != text_of(name)) continue;
            if (form.complete.empty()) {
                faults_.add(name.mark, plain::missing,
                            "the form " + quoted(form.name) + " names no fact that says it is filled in: add \"complete: FACT\" to it");
                return std::nullopt;
            }
            made.fact = form.complete.text;
            made.rules.insert(made.rules.end(), form.rules.begin(), form.rules.end());
            return made;
        }
        if (name.is_text()) faults_.add(name.mark, plain::unknown_name, no_such("form", name.text, names_of(rulebook_.forms)));
        return std::nullopt;
    }

    // ---- actions ----------------------------------------------------------------------------------------------------------------

    std::vector<action_description> read_actions(const yaml_node& from, const std::vector<std::string>& events) {
        std::vector<action_description> made;
        for (const auto* item : items_of(from))
            if (item->is_map()) read_action(*item, events, made);
        return made;
    }
    void read_action(const yaml_node& from, const std::vector<std::string>& events, std::vector<action_description>& to) {
        using kind = action_description::kind;
        constexpr std::pair<std::string_view, kind> verbs[] = {{"say", kind::say},
                                                               {"tell", kind::tell},
                                                               {"remind", kind::remind},
                                                               {"order", kind::order},
                                                               {"note", kind::note},
                                                               {"set", kind::set},
                                                               {"clear", kind::clear},
                                                               {"put", kind::put},
                                                               {"add", kind::add},
                                                               {"unset", kind::unset},
                                                               {"raise", kind::raise},
                                                               {"tell_parent", kind::tell_parent},
                                                               {"tell_children", kind::tell_children},
                                                               {"open", kind::open}};
        for (const auto& [word, is] : verbs) {
            const auto* const entry = from.entry(word);
            if (entry == nullptr) continue;
            action_description one;
            one.is = is;
            one.mark = from.mark;
            if (is == kind::put || is == kind::add) {
                for (const auto& value : entry->value.entries) to.push_back(read_put(value, one, events));
            } else {
                for (const auto& name : marked_list(entry->value)) {
                    one.name = name.text;
                    if (is == kind::open) read_opening(from, one);
                    to.push_back(one);
                }
            }
        }
        if (from.entry("open") != nullptr) return;
        for (const std::string_view key : {"as", "event", "with"})
            if (const auto* const entry = from.entry(key))
                faults_.add(entry->mark, plain::contradiction, quoted(key) + " belongs to \"open\"");
    }
    action_description read_put(const yaml_entry& entry, action_description one, const std::vector<std::string>& events) {
        one.name = entry.key;
        one.mark = entry.mark;
        if (entry.value.is_map()) one.value_of = text_of(entry.value.at("from"));
        else one.value = conditions_.value(entry.key, marked(entry.value), events);
        if (one.is == action_description::kind::add && !one.value.number)
            faults_.add(entry.mark, plain::wrong_value,
                        "only a count, a duration or an instant can be added to, and " + quoted(entry.key) + " is none");
        return one;
    }
    static void read_opening(const yaml_node& from, action_description& one) {
        one.as = text_of(from.at("as"));
        one.event = text_of(from.at("event"));
        for (const auto& entry : from.at("with").entries) {
            passed_description passed;
            passed.attribute = entry.key;
            if (entry.value.is_map()) passed.from = text_of(entry.value.at("from"));
            else passed.value.text = text_of(entry.value);
            one.with.push_back(std::move(passed));
        }
    }

    const yaml_node& from_;
    const rulebook_description& rulebook_;
    fault_sink& faults_;
    machine_description made_;
    row_conditions conditions_;
};

}  // namespace

machine_description read_machine(const yaml_entry& from, const rulebook_description& rulebook, fault_sink& faults) {
    return machine_reader{from, rulebook, faults}.read();
}

}  // namespace caseclock::detail

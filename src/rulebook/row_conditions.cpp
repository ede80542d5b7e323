// SPDX-License-Identifier: Apache-2.0
#include "rulebook/row_conditions.hpp"

#include "rulebook/lengths.hpp"

namespace caseclock::detail {
namespace {

using made = condition_description;

made marked_at(made condition, std::uint32_t mark) {
    condition.mark = mark;
    return condition;
}

}  // namespace

condition_description row_conditions::translate(const when_description& when, const std::vector<std::string>& events) {
    events_ = events;
    parts_ = 0;
    return translate(when, false);
}

condition_description row_conditions::translate(const when_description& when, bool unknown) {
    using kind = when_description::kind;
    if (++parts_ > condition_part_limit) {
        if (parts_ == condition_part_limit + 1)
            faults_.add(
                when.mark, plain::too_many,
                "a condition has more than " + std::to_string(condition_part_limit) + " parts, those of the conditions it names included");
        return {};
    }
    unknown = when.unknown.value_or(unknown);
    std::vector<made> parts;
    const auto facts = [&] {
        for (const auto& name : when.names) parts.push_back(marked_at(made::of_fact(name.text), name.mark));
    };
    switch (when.is) {
        case kind::all_of:
        case kind::any_of:
        case kind::none_of:
            for (const auto& part : when.of) parts.push_back(translate(part, unknown));
            if (when.is == kind::all_of) return made::of_all(std::move(parts));
            return when.is == kind::any_of ? made::of_any(std::move(parts)) : made::of_none(std::move(parts));
        case kind::named: return translate_named(when.names.front(), unknown);
        case kind::facts: facts(); return made::of_all(std::move(parts));
        case kind::lacks: facts(); return made::of_none(std::move(parts));
        case kind::states:
            faults_.add(when.mark, plain::contradiction, "a row is chosen by the states in its \"in\", not by \"state\" in a condition");
            return {};
        case kind::machines: {
            const bool among =
                std::any_of(when.names.begin(), when.names.end(), [&](const auto& name) { return name.text == machine_.name; });
            return among ? made{} : made::of_any({});
        }
        case kind::option: return option_is(from_, when, faults_) ? made{} : made::of_any({});
        case kind::attribute: return translate_attribute(when, unknown);
    }
    return {};
}

condition_description row_conditions::translate_named(const marked_text& name, bool unknown) {
    for (const auto& each : from_.conditions) {
        if (each.name != name.text) continue;
        if (std::find(open_.begin(), open_.end(), each.name) != open_.end()) return {};  // a cycle: check_conditions says so
        open_.push_back(each.name);
        auto condition = translate(each.when, unknown);
        open_.pop_back();
        return condition;
    }
    return marked_at(made::of_fact(name.text), name.mark);
}

const attribute_description* row_conditions::attribute_named(std::string_view name) const noexcept {
    for (const auto& each : machine_.attributes)
        if (each.name == name) return &each;
    return nullptr;
}

const field_description* row_conditions::field_named(std::string_view name) const noexcept {
    for (const auto& event : machine_.events)
        if (std::find(events_.begin(), events_.end(), event.name) != events_.end())
            for (const auto& field : event.fields)
                if (field.name == name) return &field;
    return nullptr;
}

value_description row_conditions::value(std::string_view attribute, const marked_text& text, const std::vector<std::string>& events) {
    events_ = events;
    value_description out;
    out.text = text.text;
    const auto number = [&](attribute_kind kind, attribute_unit unit) {
        if (!faults_.note(text.mark, [&] { out.number = parse_number(kind, unit, text.text); })) out.number = 0;
    };
    if (const auto* const found = attribute_named(attribute)) {
        if (found->kind != attribute_kind::one_of && found->kind != attribute_kind::name) number(found->kind, found->unit);
    } else if (const auto* const field = field_named(attribute)) {
        if (field->type == field_type::integer) number(attribute_kind::count, attribute_unit::real);
        if (field->type == field_type::duration) number(attribute_kind::duration, attribute_unit::real);
        if (field->type == field_type::instant) number(attribute_kind::instant, attribute_unit::real);
    }
    return out;
}

condition_description row_conditions::translate_attribute(const when_description& when, bool unknown) {
    const auto& name = when.names.front();
    const bool is_field = attribute_named(name.text) == nullptr && field_named(name.text) != nullptr;
    const auto compare = [&](comparison how, std::vector<value_description> values) {
        auto condition =
            is_field ? made::of_field(name.text, how, std::move(values)) : made::of_attribute(name.text, how, std::move(values));
        return marked_at(std::move(condition), name.mark);
    };
    if (when.how == comparison::is_set || when.how == comparison::is_unset) return compare(when.how, {});
    std::vector<value_description> values;
    for (const auto& text : when.values) values.push_back(value(name.text, text, std::vector<std::string>{events_}));
    auto condition = compare(when.how, std::move(values));
    if (when.negated) condition = made::of_none({std::move(condition)});
    if (when.negated && !unknown) return made::of_all({compare(comparison::is_set, {}), std::move(condition)});
    if (!when.negated && unknown) return made::of_any({compare(comparison::is_unset, {}), std::move(condition)});
    return condition;
}

}  // namespace caseclock::detail

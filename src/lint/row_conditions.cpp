// SPDX-License-Identifier: Apache-2.0
#include "lint/row_conditions.hpp"

#include "caseclock/machine/lookup.hpp"

namespace caseclock::detail {
namespace {

using kind = condition_description::kind;

constexpr std::int64_t lowest = no_number + 1;
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

number_range range_of(const attribute_info& attribute) {
    if (attribute.kind == attribute_kind::one_of) return {0, static_cast<std::int64_t>(attribute.enumerators.size()) - 1};
    return {0, largest_value(attribute.slot.width)};
}
number_range range_of(const field_info& field) {
    if (field.type == field_type::boolean) return {0, 1, false};
    if (field.type == field_type::enumeration) return {0, static_cast<std::int64_t>(field.enumerators.size()) - 1};
    return {lowest, highest};
}
number_range range_of(const option_description& option) {
    if (option.is == option_description::kind::choice) return {0, static_cast<std::int64_t>(option.choices.size()) - 1, false};
    return {0, highest, false};
}

}  // namespace

machine_conditions::machine_conditions(rulebook_draft& d, std::size_t machine) : d_{d}, machine_{d.data.machines[machine].machine} {
    for (const auto& each : machine_.attributes()) numbers_.push_back(range_of(each));
    numbers_.resize(attribute_limit, {lowest, highest});
    for (const auto& each : d.from.options) numbers_.push_back(range_of(each));
    for (const auto& row : machine_.rows()) read_row(machine_, row, d.own[machine]);
}

void machine_conditions::read_row(const definition& machine, const row_info& row, const machine_description* own) {
    const auto& event = machine.events()[row.event];
    const auto* const written = own != nullptr ? &own->rows[row.written] : nullptr;
    if (written == nullptr) choices_.push_back(choice_by_engine(row));
    else choices_.push_back(written->condition.empty() ? condition{} : translate(written->condition, event));
    auto& asks = asks_.emplace_back();
    for (std::size_t k = 0; k < row.asks.size(); ++k) {
        const requirement_description* said = nullptr;
        if (written != nullptr) said = k < written->needs.size() ? &written->needs[k] : &written->ought[k - written->needs.size()];
        asks.push_back(of_asked(row.asks[k], said, event));
    }
}

condition machine_conditions::choice_by_engine(const row_info& row) {
    std::vector<condition> parts;
    if ((row.care & row.want) != 0) parts.push_back(condition::of_facts(row.care & row.want));
    if ((row.care & ~row.want) != 0) parts.push_back(condition::of_lacking(row.care & ~row.want));
    if (row.guard != 0) parts.push_back(of_guard(row.guard));
    return parts.empty() ? condition{} : condition::of_all(parts);
}

condition machine_conditions::of_asked(const requirement_info& asked, const requirement_description* written, const event_info& event) {
    auto wanted = asked.fact != no_fact                           ? condition::of_facts(std::uint64_t{1} << asked.fact)
                  : written != nullptr && written->condition ? translate(*written->condition, event)
                                                                  : of_guard(asked.guard);
    if (asked.where == 0) return wanted;
    return condition::of_any({condition::of_none({condition::of_facts(asked.where)}), std::move(wanted)});
}

condition machine_conditions::translate(const condition_description& from, const event_info& event) {
    switch (from.is) {
        case kind::all_of:
        case kind::any_of:
        case kind::none_of:  // without parts it is what an option or a machine decided
            if (from.of.empty()) return open_question("decided " + std::to_string(questions_++));
            if (from.is == kind::all_of) return condition::of_all(translate_parts(from, event));
            return from.is == kind::any_of ? condition::of_any(translate_parts(from, event)) : condition::of_none(translate_parts(from, event));
        case kind::fact: {
            const auto fact = machine_.fact(from.name);
            return fact ? condition::of_facts(std::uint64_t{1} << *fact) : open_question(from.name);
        }
        case kind::guard: return open_question("registered " + from.name);
        default: return translate_compared(from, event);
    }
}

std::vector<condition> machine_conditions::translate_parts(const condition_description& from, const event_info& event) {
    std::vector<condition> parts;
    for (const auto& part : from.of) parts.push_back(translate(part, event));
    return parts;
}

condition machine_conditions::translate_compared(const condition_description& from, const event_info& event) {
    std::optional<std::uint8_t> number = from.is == kind::attribute ? machine_.attribute(from.name) : std::nullopt;
    const std::vector<std::string>* enumerators = number ? &machine_.attributes()[*number].enumerators : nullptr;
    if (from.is == kind::field)
        for (const auto& field : event.fields)
            if (field.name == from.name) {
                number = number_named("field " + event.name + ' ' + field.name, range_of(field));
                enumerators = &field.enumerators;
            }
    if (!number) return open_question("decided " + std::to_string(questions_++));
    if (from.how == comparison::is_set) return condition::of_set(*number);
    if (from.how == comparison::is_unset) return condition::of_none({condition::of_set(*number)});
    std::vector<std::int64_t> values;
    for (const auto& each : from.values) {
        const auto value = value_of(*enumerators, each);
        if (!value) return open_question("decided " + std::to_string(questions_++));
        values.push_back(*value);
    }
    switch (from.how) {
        case comparison::one_of: return condition::of_values(*number, std::move(values));
        case comparison::at_most: return condition::of_range(*number, lowest, values[0]);
        case comparison::below: return condition::of_range(*number, lowest, values[0] - 1);
        case comparison::at_least: return condition::of_range(*number, values[0], highest);
        default: return condition::of_range(*number, values[0] + 1, highest);
    }
}

std::optional<std::int64_t> machine_conditions::value_of(const std::vector<std::string>& enumerators, const value_description& value) const {
    if (value.number) return value.number;
    const auto at = std::find(enumerators.begin(), enumerators.end(), value.text);
    if (at != enumerators.end()) return at - enumerators.begin();
    if (value.text == "yes" || value.text == "no") return value.text == "yes";
    const auto code = d_.data.codes.find(value.text);
    return code == d_.data.codes.end() ? std::nullopt : std::optional<std::int64_t>{code->second};
}

condition machine_conditions::open_question(const std::string& name) {
    const auto number = number_named(name, {0, 1, false});
    if (number) return condition::of_values(*number, {1});
    complete_ = false;
    return {};
}

std::optional<std::uint8_t> machine_conditions::number_named(const std::string& name, number_range range) {
    if (const auto found = further_.find(name); found != further_.end()) return found->second;
    if (numbers_.size() >= 0xff) return std::nullopt;
    numbers_.push_back(range);
    return further_.emplace(name, static_cast<std::uint8_t>(numbers_.size() - 1)).first->second;
}

}  // namespace caseclock::detail

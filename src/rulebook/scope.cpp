// SPDX-License-Identifier: Apache-2.0
#include "rulebook/scope.hpp"

#include "rulebook/lengths.hpp"

namespace caseclock::detail {
namespace {

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min() + 1;
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

[[nodiscard]] std::vector<std::string> flags_and_states(const definition& machine, const machine_description* own) {
    auto names = names_of(machine.states());
    if (own != nullptr)
        for (const auto& group : own->groups) names.push_back(group.name);
    names.insert(names.end(), machine.flags().begin(), machine.flags().end());
    return names;
}

}  // namespace

bool option_is(const rulebook_description& from, const when_description& when, fault_sink& faults) {
    const auto& name = when.names.front();
    const auto option = std::find_if(from.options.begin(), from.options.end(), [&](const auto& each) { return each.name == name.text; });
    if (option == from.options.end()) {
        faults.add(name.mark, plain::unknown_name, no_such("option", name.text, names_of(from.options)));
        return true;
    }
    std::vector<std::string> choices;
    for (const auto& choice : option->choices) choices.push_back(choice.text);
    bool is = false;
    for (const auto& value : when.values) {
        if (option->is == option_description::kind::choice && std::find(choices.begin(), choices.end(), value.text) == choices.end())
            faults.add(value.mark, plain::unknown_name, no_such("choice of option " + name.text, value.text, choices));
        is = is || option->value.text == value.text;
    }
    return is;
}

std::optional<std::uint8_t> machine_scope::event(const marked_text& name) const {
    const auto found = name.empty() ? std::nullopt : machine().event(name.text);
    if (!found) faults_.add(name.mark, plain::unknown_name, no_such("event", name.text, names_of(machine().events())));
    return found;
}
std::optional<std::uint8_t> machine_scope::fact(const marked_text& name) const {
    const auto found = machine().fact(name.text);
    if (!found) faults_.add(name.mark, plain::unknown_name, no_such("fact", name.text, names_of(machine().facts())));
    return found;
}
std::optional<std::uint8_t> machine_scope::attribute(const marked_text& name) const {
    const auto found = machine().attribute(name.text);
    if (!found) faults_.add(name.mark, plain::unknown_name, no_such("attribute", name.text, names_of(machine().attributes())));
    return found;
}
std::optional<std::uint8_t> machine_scope::attribute(const marked_text& name, attribute_kind kind) const {
    const auto found = attribute(name);
    if (!found || machine().attributes()[*found].kind == kind) return found;
    std::vector<std::string> fitting;
    for (const auto& each : machine().attributes())
        if (each.kind == kind) fitting.push_back(each.name);
    faults_.add(name.mark, plain::wrong_value,
                "the attribute " + quoted(name.text) + " is a " + std::string{to_string(machine().attributes()[*found].kind)} +
                    "; here stands one of kind " + std::string{to_string(kind)} + " (allowed: " + listed(fitting) + ')');
    return std::nullopt;
}

std::vector<std::uint8_t> machine_scope::states(const marked_text& name) const {
    if (const auto found = machine().state(name.text)) return {*found};
    std::vector<std::uint8_t> found;
    const auto* const own = d_.own[number_];
    if (own != nullptr)
        for (const auto& group : own->groups)
            if (group.name == name.text) {
                for (const auto& state : group.states)
                    if (const auto number = machine().state(state)) found.push_back(*number);
                return found;
            }
    const auto flags = machine().flags();
    const auto flag = std::find(flags.begin(), flags.end(), name.text) - flags.begin();
    for (std::size_t s = 0; s < machine().states().size(); ++s)
        if (static_cast<std::size_t>(flag) < flags.size() && (machine().states()[s].flags >> flag & 1U) != 0)
            found.push_back(static_cast<std::uint8_t>(s));
    if (found.empty()) faults_.add(name.mark, plain::unknown_name, no_such("state", name.text, flags_and_states(machine(), own)));
    return found;
}

std::optional<std::int64_t> machine_scope::value(std::uint8_t attribute, const marked_text& text) const {
    const auto& a = machine().attributes()[attribute];
    std::optional<std::int64_t> found;
    faults_.note(text.mark, [&] {
        switch (a.kind) {
            case attribute_kind::one_of: {
                const auto at = std::find(a.enumerators.begin(), a.enumerators.end(), text.text) - a.enumerators.begin();
                if (static_cast<std::size_t>(at) < a.enumerators.size()) found = at;
                else faults_.add(text.mark, plain::unknown_name, no_such("value of " + a.name, text.text, a.enumerators));
                return;
            }
            case attribute_kind::name: found = d_.code_of(text.text); return;
            default: found = parse_number(a.kind, a.unit, text.text); return;
        }
    });
    return found;
}

std::uint64_t machine_scope::mask(const marked_texts& facts) const {
    std::uint64_t bits = 0;
    for (const auto& each : facts)
        if (const auto number = fact(each)) bits |= std::uint64_t{1} << *number;
    return bits;
}

condition machine_scope::compile(const when_description& when, bool unknown) {
    using kind = when_description::kind;
    if (++parts_ > condition_part_limit) {
        if (parts_ == condition_part_limit + 1)
            faults_.add(
                0, plain::too_many,
                "a condition has more than " + std::to_string(condition_part_limit) + " parts, those of the conditions it names included");
        return {};
    }
    unknown = when.unknown.value_or(unknown);
    const bool names_one = when.is == kind::named || when.is == kind::option || when.is == kind::attribute;
    if (names_one && when.names.empty()) {
        faults_.add(when.mark, plain::missing, "a condition names nothing");
        return {};
    }
    switch (when.is) {
        case kind::all_of: return when.of.empty() ? condition{} : condition::of_all(compile_parts(when, unknown));
        case kind::any_of: return condition::of_any(compile_parts(when, unknown));
        case kind::none_of: return condition::of_none(compile_parts(when, unknown));
        case kind::named: return compile_named(when.names.front(), unknown);
        case kind::facts: return condition::of_facts(mask(when.names));
        case kind::lacks: return condition::of_lacking(mask(when.names));
        case kind::states: {
            std::vector<std::uint8_t> numbers;
            for (const auto& name : when.names)
                for (const auto number : states(name)) numbers.push_back(number);
            return condition::of_states(numbers);
        }
        case kind::machines: return compile_machines(when);
        case kind::option: return compile_option(when);
        case kind::attribute: return compile_attribute(when, unknown);
    }
    return {};
}

std::vector<condition> machine_scope::compile_parts(const when_description& when, bool unknown) {
    std::vector<condition> parts;
    for (const auto& part : when.of) parts.push_back(compile(part, unknown));
    return parts;
}

condition machine_scope::compile_named(const marked_text& name, bool unknown) {
    if (const auto* const named = d_.condition_named(name.text)) {
        if (std::find(open_.begin(), open_.end(), named->name) != open_.end()) return {};  // a cycle: check_conditions says so
        open_.push_back(named->name);
        auto made = compile(named->when, unknown);
        open_.pop_back();
        return made;
    }
    if (const auto number = machine().fact(name.text)) return condition::of_facts(std::uint64_t{1} << *number);
    auto allowed = names_of(d_.from.conditions);
    for (const auto& each : machine().facts()) allowed.push_back(each.name);
    faults_.add(name.mark, plain::unknown_name, no_such("condition or fact", name.text, allowed));
    return {};
}

condition machine_scope::compile_option(const when_description& when) const {
    return options_are_open_ ? compile_open_option(when) : condition::of_constant(option_is(d_.from, when, faults_));
}
condition machine_scope::compile_open_option(const when_description& when) const {
    const auto* const option = d_.option_named(when.names.front().text);
    const auto number = option == nullptr ? std::size_t{0x100} : static_cast<std::size_t>(option - d_.from.options.data()) + attribute_limit;
    if (number > 0xff) return condition::of_constant(option_is(d_.from, when, faults_));
    std::vector<std::int64_t> values;
    for (const auto& value : when.values) {
        const auto choice = std::find_if(option->choices.begin(), option->choices.end(), [&](const auto& each) { return each.text == value.text; });
        values.push_back(option->is == option_description::kind::choice ? choice - option->choices.begin() : d_.code_of(value.text));
    }
    return condition::of_values(static_cast<std::uint8_t>(number), std::move(values));
}

condition machine_scope::compile_machines(const when_description& when) const {
    bool among = false;
    for (const auto& name : when.names) {
        const auto names = d_.machine_names();
        if (std::find(names.begin(), names.end(), name.text) == names.end() && !d_.has_failed(name.text))
            faults_.add(name.mark, plain::unknown_name, no_such("machine", name.text, names));
        among = among || name.text == machine().name();
    }
    return condition::of_constant(among);
}

condition machine_scope::compile_attribute(const when_description& when, bool unknown) const {
    const auto number = attribute(when.names.front());
    if (!number) return {};
    const auto& a = machine().attributes()[*number];
    if (when.how == comparison::is_set) return condition::of_set(*number);
    if (when.how == comparison::is_unset) return condition::of_none({condition::of_set(*number)});
    if (when.values.empty()) faults_.add(when.mark, plain::missing, "the attribute " + quoted(a.name) + " is compared with nothing");
    std::vector<std::int64_t> values;
    for (const auto& text : when.values)
        if (const auto read = value(*number, text)) values.push_back(*read);
    if (values.size() != when.values.size() || values.empty()) return {};
    if (when.how == comparison::one_of) {
        if (!when.negated) return condition::of_values(*number, values, unknown);
        return condition::of_none({condition::of_values(*number, values, !unknown)});
    }
    if (a.kind == attribute_kind::one_of || a.kind == attribute_kind::name) {
        faults_.add(when.mark, plain::wrong_value,
                    "the attribute " + quoted(a.name) + " is a " + std::string{to_string(a.kind)} +
                        " and has no order (allowed: one value, several values, not, is set, is unset)");
        return {};
    }
    switch (when.how) {
        case comparison::at_most: return condition::of_range(*number, lowest, values[0], unknown);
        case comparison::below: return condition::of_range(*number, lowest, values[0] - 1, unknown);
        case comparison::at_least: return condition::of_range(*number, values[0], highest, unknown);
        default: return condition::of_range(*number, values[0] + 1, highest, unknown);
    }
}

namespace {

/// Walks from a condition to those it names; one that leads back to its beginning is a cycle.
class cycle_finder {
public:
    explicit cycle_finder(rulebook_draft& d) : d_{d} {}
    void find() {
        for (const auto& each : d_.from.conditions) {
            path_ = {each.name};
            visit(each.when, each);
        }
    }

private:
    void visit(const when_description& when, const named_condition& first) {
        for (const auto& part : when.of) visit(part, first);
        if (when.is != when_description::kind::named || when.names.empty()) return;
        const auto* const next = d_.condition_named(when.names.front().text);
        if (next == nullptr) return;
        if (next == &first) {
            const auto place = [&](const std::string& name) { return d_.condition_named(name) - d_.from.conditions.data(); };
            if (std::any_of(path_.begin(), path_.end(), [&](const auto& name) { return place(name) < place(first.name); }))
                return;  // told there
            d_.faults.about("condition " + first.name, first.mark);
            std::string way;
            for (const auto& name : path_) way += name + " -> ";
            d_.faults.add(when.names.front().mark, plain::contradiction, "it asks for itself: " + way + first.name);
        } else if (std::find(path_.begin(), path_.end(), next->name) == path_.end()) {
            path_.push_back(next->name);
            if (seen_.insert(std::pair{first.name, next->name}).second) visit(next->when, first);
            path_.pop_back();
        }
    }
    rulebook_draft& d_;
    std::vector<std::string> path_;
    std::set<std::pair<std::string, std::string>> seen_;
};

}  // namespace

void check_conditions(rulebook_draft& d) {
    std::set<std::string_view> names;
    if (d.from.conditions.size() > condition_limit) {
        d.faults.about("conditions", d.from.conditions[condition_limit].mark);
        return d.faults.add(0, plain::too_many, "there are more than " + std::to_string(condition_limit) + " named conditions");
    }
    for (const auto& each : d.from.conditions) {
        d.add_rules(each.rules);
        d.faults.about("condition " + each.name, each.mark);
        if (!names.insert(each.name).second) d.faults.add(each.mark, plain::taken_name, "it is defined twice");
        std::optional<fault_sink> least;
        for (std::size_t m = 0; m < d.machines.size(); ++m) {
            fault_sink tried;
            tried.about("condition " + each.name, each.mark);
            static_cast<void>(machine_scope{d, m, tried}.compile(each.when));
            const bool too_long = !tried.empty() && tried.all().back().plain == plain::too_many;
            if (!least || tried.size() < least->size()) least = std::move(tried);
            if (too_long) break;  // on every machine
        }
        if (!least || (!least->empty() && !d.failed.empty())) continue;
        for (const auto& fault : least->all()) d.faults.add(fault);
    }
    cycle_finder{d}.find();
}

}  // namespace caseclock::detail

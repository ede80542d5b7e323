// SPDX-License-Identifier: Apache-2.0
//
// The machines that a rulebook describes, beside those it was given.
#include "rulebook/draft.hpp"

#include "caseclock/machine/build.hpp"
#include "rulebook/lengths.hpp"

namespace caseclock::detail {
namespace {

constexpr std::size_t machine_limit = 255;

/// Attributes and their values, of machines that are built and of those still only described.
class child_values {
public:
    explicit child_values(rulebook_draft& d) : d_{d} {}

    [[nodiscard]] std::optional<std::int64_t> value(std::string_view machine, std::string_view attribute, std::string_view text) const {
        for (const auto& each : d_.machines)
            if (each.name() == machine) {
                const auto number = each.attribute(attribute);
                if (!number) return std::nullopt;
                const auto& a = each.attributes()[*number];
                return value_of(a.kind, a.unit, a.enumerators, text);
            }
        for (const auto& each : d_.from.machines)
            if (each.name == machine)
                for (const auto& described : each.attributes)
                    if (described.name == attribute) return value_of(described.kind, described.unit, described.one_of, text);
        return std::nullopt;
    }

private:
    [[nodiscard]] std::optional<std::int64_t> value_of(attribute_kind kind, attribute_unit unit,
                                                       const std::vector<std::string>& enumerators, std::string_view text) const {
        if (kind == attribute_kind::name) return d_.code_of(text);
        if (kind == attribute_kind::one_of) {
            const auto at = std::find(enumerators.begin(), enumerators.end(), text);
            return at == enumerators.end() ? std::nullopt : std::optional<std::int64_t>{at - enumerators.begin()};
        }
        try {
            return parse_number(kind, unit, text);
        } catch (const text_error&) {
            return std::nullopt;  // the machine's builder says that it is no value
        }
    }
    rulebook_draft& d_;
};

template <class Visit> void each_action(const machine_description& from, Visit visit) {
    for (const auto& state : from.states) {
        for (const auto& action : state.enter) visit(action);
        for (const auto& action : state.leave) visit(action);
    }
    for (const auto& row : from.rows)
        for (const auto& action : row.actions) visit(action);
}

void check_opening(rulebook_draft& d, const action_description& action) {
    const auto names = d.machine_names();
    const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), action.name) - names.begin());
    if (at == names.size()) {
        if (!d.has_failed(action.name)) d.faults.add(action.mark, plain::unknown_name, no_such("machine", action.name, names));
        return;
    }
    const auto& child = d.machines[at];
    if (!action.event.empty() && !child.event(action.event))
        d.faults.add(action.mark, plain::unknown_name, no_such("event of machine " + child.name(), action.event, names_of(child.events())));
    for (const auto& passed : action.with)
        if (!child.attribute(passed.attribute))
            d.faults.add(action.mark, plain::unknown_name,
                         no_such("attribute of machine " + child.name(), passed.attribute, names_of(child.attributes())));
}

/// The children that a machine listens to are ones it opens, and enter states that they have.
void check_child_rows(rulebook_draft& d, const machine_description& from) {
    std::vector<std::pair<std::string, std::string>> opened;  // relation, machine
    bool may_open_more = false;
    each_action(from, [&](const action_description& action) {
        if (action.is == action_description::kind::open) opened.emplace_back(action.as.empty() ? action.name : action.as, action.name);
        may_open_more = may_open_more || action.is == action_description::kind::call;
    });
    for (const auto& row : from.rows) {
        if (row.child.empty()) continue;
        std::vector<std::string> states, relations;
        bool failed = may_open_more;
        for (const auto& [relation, machine] : opened) {
            relations.push_back(relation);
            if (relation != row.child) continue;
            failed = failed || d.has_failed(machine);
            for (const auto& each : d.machines)
                if (each.name() == machine)
                    for (const auto& name : names_of(each.states())) states.push_back(name);
        }
        if (failed || std::find(states.begin(), states.end(), row.child_state) != states.end()) continue;
        if (std::find(relations.begin(), relations.end(), row.child) == relations.end())
            d.faults.add(row.mark, plain::unknown_name,
                         "no action opens a child called " + quoted(row.child) + did_you_mean(row.child, relations) +
                             " (allowed: " + listed(relations) + ')');
        else d.faults.add(row.mark, plain::unknown_name, no_such("state of child " + row.child, row.child_state, states));
    }
}

}  // namespace

void build_machines(rulebook_draft& d, std::span<const definition> given) {
    d.machines.assign(given.begin(), given.end());
    d.own.assign(given.size(), nullptr);
    const child_values children{d};
    build_options options;
    options.code_of_name = [&d](std::string_view text) { return std::optional<std::int64_t>{d.code_of(text)}; };
    options.value_of_child = [&children](std::string_view machine, std::string_view attribute, std::string_view text) {
        return children.value(machine, attribute, text);
    };
    for (const auto& each : d.from.machines) {
        const auto subject = "machine " + each.name;
        d.faults.about(subject, each.mark);
        const auto names = d.machine_names();
        if (std::find(names.begin(), names.end(), each.name) != names.end()) {
            d.faults.add(each.mark, plain::taken_name, "there is a machine of that name already");
            continue;
        }
        try {
            d.machines.push_back(build(each, options));
            d.own.push_back(&each);
        } catch (const description_error& error) {
            d.failed.push_back(each.name);
            for (const auto& fault : error.faults()) {
                const auto about = fault.subject.substr(std::min(fault.subject.size(), each.name.size()));
                d.faults.add({fault.mark != 0 ? fault.mark : each.mark, subject + about, fault.what, plain::machine});
            }
        }
    }
    if (d.data.versions.size() > machine_limit) {
        d.faults.about("versions", 0);
        d.faults.add(0, plain::too_many, "there are more than " + std::to_string(machine_limit) + " versions");
    }
    if (d.data.machines.size() + d.machines.size() > machine_limit) {
        d.faults.about("machines", 0);
        d.faults.add(0, plain::too_many,
                     "there are more than " + std::to_string(machine_limit) + " machines" + (d.data.machines.empty() ? "" : ", those of earlier versions included"));
    }
}

void check_machine_words(rulebook_draft& d) {
    for (const auto& each : d.from.machines) {
        if (d.has_failed(each.name)) continue;
        d.faults.about("machine " + each.name, each.mark);
        each_action(each, [&](const action_description& action) {
            using kind = action_description::kind;
            if (action.is == kind::tell || action.is == kind::remind) static_cast<void>(d.role_named({action.name, action.mark}, d.faults));
            if (action.is == kind::open) check_opening(d, action);
        });
        check_child_rows(d, each);
    }
    for (const auto& form : d.from.forms) {
        if (form.complete.empty() || !d.failed.empty()) continue;
        d.faults.about("form " + form.name, form.mark);
        std::vector<std::string> facts;
        for (const auto& machine : d.machines)
            for (const auto& name : names_of(machine.facts())) facts.push_back(name);
        if (std::find(facts.begin(), facts.end(), form.complete.text) == facts.end())
            d.faults.add(form.complete.mark, plain::unknown_name, no_such("fact", form.complete.text, facts));
    }
}

}  // namespace caseclock::detail

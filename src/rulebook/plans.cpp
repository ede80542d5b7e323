// SPDX-License-Identifier: Apache-2.0
//
// Which machine has which policies, and the lists of triggers that the desk reads.
#include "rulebook/policies.hpp"

namespace caseclock::detail {
namespace {

/// The policies that serve each machine, as they are compiled.
class plan_builder {
public:
    explicit plan_builder(rulebook_draft& d) : d_{d} {
        for (const auto& each : d_.machines) plans_.emplace_back(each);
        for (auto& plan : plans_) {
            plan.version = static_cast<std::uint8_t>(d_.data.versions.size() - 1);
            plan.own_calendar = d_.data.own_calendar;
            plan.on_event.resize(plan.machine.events().size());
            plan.on_left.resize(plan.machine.states().size());
            plan.on_entered.resize(plan.machine.states().size());
            plan.on_set.resize(plan.machine.facts().size());
            plan.on_cleared.resize(plan.machine.facts().size());
            plan.on_changed.resize(plan.machine.attributes().size());
        }
    }

    void build() {
        std::set<std::string_view> names;
        for (const auto& each : d_.from.policies) {
            const auto subject = "policy " + each.name;
            d_.faults.about(subject, each.mark);
            if (each.name.empty()) d_.faults.add(each.mark, plain::missing, "it has no name");
            if (!names.insert(each.name).second) d_.faults.add(each.mark, plain::taken_name, "it is defined twice");
            d_.add_rules(each.rules);
            const auto number = put_named(d_.data.policies, policy_info{each.name, each.title.empty() ? each.name : each.title, each.kind, each.type, each.rules, {}});
            if (each.machines.empty()) serve_all(each, subject, number);
            else serve_named(each, subject, number);
            if (d_.faults.full()) return;
        }
        d_.faults.about("policies", 0);
        if (d_.data.policies.size() > 65'535)
            d_.faults.add(d_.from.policies.back().mark, plain::too_many, "there are more than 65535 policies");
    }

    std::vector<machine_plan> finish() {
        edit_guards();
        name_case_calendar();
        for (auto& plan : plans_) {
            sort_lists(plan);
            watch(plan);
            number_words(plan);
            for (std::size_t e = 0; e < plan.machine.events().size(); ++e)
                if (!plan.machine.events()[e].child.empty()) plan.child_events.push_back(static_cast<std::uint8_t>(e));
        }
        return std::move(plans_);
    }

private:
    // ---- whom a policy serves ---------------------------------------------------------------------------------------------------

    void serve_named(const policy_description& from, const std::string& subject, std::uint16_t policy) {
        std::set<std::string_view> seen;
        for (const auto& name : from.machines) {
            if (!seen.insert(name.text).second)
                d_.faults.add(name.mark, plain::taken_name, "the machine " + quoted(name.text) + " stands twice");
            if (d_.has_failed(name.text)) continue;
            const auto names = d_.machine_names();
            const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), name.text) - names.begin());
            if (at == names.size()) {
                d_.faults.add(name.mark, plain::unknown_name, no_such("machine", name.text, names));
                continue;
            }
            fault_sink faults;
            faults.about(from.machines.size() == 1 ? subject : subject + " for " + name.text, from.mark);
            machine_scope scope{d_, at, faults};
            auto made = compile_policy(scope, from);
            for (const auto& fault : faults.all()) d_.faults.add(fault);
            add(at, std::move(made), policy);
        }
    }
    /// Every machine that knows all the names; if none does, the faults of the one that knows most.
    void serve_all(const policy_description& from, const std::string& subject, std::uint16_t policy) {
        std::optional<fault_sink> least;
        for (std::size_t m = 0; m < d_.machines.size(); ++m) {
            fault_sink tried;
            tried.about(subject + " (no machine knows all its names; " + d_.machines[m].name() + " comes nearest)", from.mark);
            machine_scope scope{d_, m, tried};
            auto made = compile_policy(scope, from);
            if (tried.empty()) add(m, std::move(made), policy);
            else if (!least || tried.size() < least->size()) least = std::move(tried);
        }
        if (!d_.data.policies[policy].machines.empty() || !d_.failed.empty()) return;
        if (!least) return d_.faults.add(from.mark, plain::missing, "there is no machine that it could serve");
        for (const auto& fault : least->all()) d_.faults.add(fault);
    }

    void add(std::size_t machine, compiled_policy made, std::uint16_t policy) {
        auto& plan = plans_[machine];
        d_.data.policies[policy].machines.push_back(plan.machine.name());
        if (plan.policies.size() >= policy_limit) {
            d_.faults.add(0, plain::too_many,
                          "more than " + std::to_string(policy_limit) + " policies serve the machine " + quoted(plan.machine.name()));
            return;
        }
        const auto number = static_cast<std::uint8_t>(plan.policies.size());
        made.made.number = policy;
        for (std::uint16_t written = 0; auto& placed : made.triggers) {
            placed.made.policy = number;
            placed.made.written = written++;
            if (placed.apart_from) placed.made.apart_from = set_number(plan, *placed.apart_from);
            list_of(plan, placed).push_back(std::move(placed.made));
        }
        if (!made.made.pauses.empty()) plan.policies_with_pauses |= std::uint64_t{1} << number;
        plan.policies.push_back(std::move(made.made));
    }
    static std::vector<trigger>& list_of(machine_plan& plan, const placed_trigger& placed) {
        switch (placed.place) {
            case trigger_place::event: return plan.on_event[placed.number];
            case trigger_place::left: return plan.on_left[placed.number];
            case trigger_place::entered: return plan.on_entered[placed.number];
            case trigger_place::set: return plan.on_set[placed.number];
            case trigger_place::cleared: return plan.on_cleared[placed.number];
            case trigger_place::changed: return plan.on_changed[placed.number];
            case trigger_place::opened: break;
        }
        return plan.on_opened;
    }
    std::uint8_t set_number(machine_plan& plan, const state_set& set) {
        const auto at = std::find(plan.state_sets.begin(), plan.state_sets.end(), set) - plan.state_sets.begin();
        if (static_cast<std::size_t>(at) == plan.state_sets.size()) plan.state_sets.push_back(set);
        if (at >= no_state_set)
            d_.faults.add(0, plain::too_many, "the policies of " + quoted(plan.machine.name()) + " name more than 255 groups of states");
        return static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(at, no_state_set));
    }

    // ---- the finished plan ------------------------------------------------------------------------------------------------------

    void edit_guards() {
        std::vector<guard_edit> edits;
        std::vector<std::string> known;
        for (const auto& machine : d_.machines)
            for (const auto& row : machine.rows())
                for (const auto& asked : row.asks) known.insert(known.end(), asked.rules.begin(), asked.rules.end());
        std::sort(known.begin(), known.end());
        known.erase(std::unique(known.begin(), known.end()), known.end());
        for (const auto& guard : d_.from.guards) {
            const auto& id = guard.first;
            d_.faults.about("guard " + id.text, id.mark);
            if (std::any_of(edits.begin(), edits.end(), [&](const guard_edit& each) { return each.rule == id.text; }))
                d_.faults.add(id.mark, plain::taken_name, "it stands twice");
            if (!std::binary_search(known.begin(), known.end(), id.text) && d_.failed.empty())
                d_.faults.add(id.mark, plain::unknown_name,
                              "no row of any machine needs anything under the rule " + quoted(id.text) + did_you_mean(id.text, known) +
                                  " (allowed: " + listed(known) + ')');
            edits.push_back({id.text, guard.second});
        }
        if (edits.empty()) return;
        for (auto& plan : plans_) plan.machine = plan.machine.with_guards(edits);
    }

    void name_case_calendar() {
        const auto& name = d_.from.case_calendar;
        if (name.empty()) return;
        d_.faults.about("case_calendar", name.mark);
        bool known = false;
        for (auto& plan : plans_) {
            const auto number = plan.machine.attribute(name.text);
            if (!number) continue;
            known = true;
            const auto& attribute = plan.machine.attributes()[*number];
            const auto calendars = d_.calendars();
            plan.case_calendar = *number;
            if (attribute.kind == attribute_kind::name) {
                for (std::size_t c = 0; c < calendars.size(); ++c)
                    plan.calendar_of_value.emplace_back(d_.code_of(calendars[c].name), static_cast<std::uint8_t>(d_.first_calendar + c));
            } else if (attribute.kind == attribute_kind::one_of) {
                for (std::size_t e = 0; e < attribute.enumerators.size(); ++e)
                    if (const auto named = d_.find_calendar(attribute.enumerators[e])) plan.calendar_of_value.emplace_back(static_cast<std::int64_t>(e), *named);
            }
            if (plan.calendar_of_value.empty())
                d_.faults.add(name.mark, plain::wrong_value,
                              "the attribute " + quoted(name.text) + " of machine " + plan.machine.name() +
                                  " names no calendar (allowed: one of kind name, or one_of some of " + listed(names_of(calendars)) + ')');
        }
        if (known || !d_.failed.empty()) return;
        std::vector<std::string> allowed;
        for (const auto& plan : plans_)
            for (const auto& each : plan.machine.attributes())
                if (each.kind == attribute_kind::name || each.kind == attribute_kind::one_of) allowed.push_back(each.name);
        std::sort(allowed.begin(), allowed.end());
        allowed.erase(std::unique(allowed.begin(), allowed.end()), allowed.end());
        d_.faults.add(name.mark, plain::unknown_name, no_such("attribute", name.text, allowed));
    }

    template <class Visit> static void each_list(machine_plan& plan, Visit visit) {
        visit(plan.on_opened);
        for (auto* lists : {&plan.on_event, &plan.on_left, &plan.on_entered, &plan.on_set, &plan.on_cleared, &plan.on_changed})
            for (auto& list : *lists) visit(list);
    }
    static void sort_lists(machine_plan& plan) {
        each_list(plan, [](std::vector<trigger>& list) {
            std::stable_sort(list.begin(), list.end(), [](const trigger& a, const trigger& b) {
                return std::pair{a.policy, a.does} < std::pair{b.policy, b.does};
            });
        });
    }
    static void watch(machine_plan& plan) {
        for (std::size_t f = 0; f < plan.on_set.size(); ++f)
            if (!plan.on_set[f].empty() || !plan.on_cleared[f].empty()) plan.facts_watched |= std::uint64_t{1} << f;
        for (std::size_t a = 0; a < plan.on_changed.size(); ++a)
            if (!plan.on_changed[a].empty()) plan.attributes_watched |= std::uint32_t{1} << a;
        for (const auto& p : plan.policies) {
            plan.facts_watched |= p.targets_read_facts | p.pauses_read_facts;
            plan.attributes_watched |= p.targets_read_attributes | p.pauses_read_attributes;
            plan.states_watched = plan.states_watched || p.targets_read_states || p.pauses_read_states;
        }
    }
    void number_words(machine_plan& plan) {
        const auto number = [](const auto& names, std::vector<word_info>& words, std::vector<std::uint16_t>& out) {
            for (const auto& name : names) out.push_back(number_of_word(words, name));
        };
        number(plan.machine.cues(), d_.data.cues, plan.words.cues);
        number(plan.machine.roles(), d_.data.roles, plan.words.roles);
        number(plan.machine.orders(), d_.data.orders, plan.words.orders);
        number(plan.machine.notes(), d_.data.notes, plan.words.notes);
    }

    rulebook_draft& d_;
    std::vector<machine_plan> plans_;
};

}  // namespace

void build_plans(rulebook_draft& d) {
    plan_builder builder{d};
    builder.build();
    auto made = builder.finish();
    d.data.machines.insert(d.data.machines.end(), std::make_move_iterator(made.begin()), std::make_move_iterator(made.end()));
    d.faults.about("rulebook " + d.from.name, d.from.mark);
    for (const auto* words : {&d.data.roles, &d.data.cues, &d.data.orders, &d.data.notes})
        if (words->size() >= 0xffff) d.faults.add(0, plain::too_many, "there are more than 65534 roles, cues, orders or notes");
}

}  // namespace caseclock::detail

// SPDX-License-Identifier: Apache-2.0
#include "rulebook/metrics.hpp"

#include "rulebook/policies.hpp"

namespace caseclock::detail {
namespace {

constexpr std::string_view any_machine = "any";

/// The last of the metrics of that name that says something of the machine, else of any.
const metric_part* part_of(const rulebook_description& from, std::string_view metric, std::string_view machine) {
    const metric_part* found = nullptr;
    for (const auto& each : from.metrics)
        for (const auto& part : each.parts)
            if (each.name == metric && (part.machine.text == machine || (part.machine.text == any_machine && (found == nullptr || found->machine.text == any_machine))))
                found = &part;
    return found;
}

std::vector<std::string> metrics_of(const rulebook_description& from, std::string_view machine) {
    std::vector<std::string> names;
    for (const auto& each : from.metrics)
        if (part_of(from, each.name, machine) != nullptr && std::find(names.begin(), names.end(), each.name) == names.end()) names.push_back(each.name);
    return names;
}

const metric_description* metric_named(const rulebook_description& from, std::string_view name) {
    for (const auto& each : from.metrics)
        if (each.name == name) return &each;
    return nullptr;
}

/// Puts what the policy says in the place of `$state`.
class placeholder {
public:
    placeholder(const marked_text& takes, const marked_text& value) : name_{'$' + takes.text}, value_{takes.empty() ? marked_text{} : value} {}

    void fill(triggers_description& in) const {
        for (auto& each : in.any) fill(each);
        for (auto& [choice, list] : in.by_choice)
            for (auto& each : list) fill(each);
    }
    void fill(when_description& in) const {
        fill(in.names);
        fill(in.values);
        for (auto& each : in.of) fill(each);
    }

private:
    void fill(trigger_description& in) const {
        fill(in.name);
        fill(in.when);
        for (auto& each : in.all) fill(each);
    }
    void fill(marked_texts& in) const {
        for (auto& each : in) fill(each);
    }
    void fill(marked_text& in) const {
        if (!value_.empty() && in.text == name_) in = value_;
    }
    std::string name_;
    marked_text value_;
};

/// What the metric's name is told with it, and whether that is as it should be.
bool check_value(fault_sink& faults, const policy_description& from, const metric_description& metric) {
    if (metric.takes.empty() == from.metric_value.empty()) return true;
    const auto& name = from.metric.text;
    faults.add(from.metric.mark, plain::contradiction,
               metric.takes.empty() ? "the metric " + quoted(name) + " is told nothing: write \"metric: " + name + '"'
                                    : "the metric " + quoted(name) + " is told a " + metric.takes.text + ": write \"metric: {" + name + ": NAME}\"");
    return false;
}

void take(triggers_description& own, const triggers_description& table, const placeholder& filler) {
    if (!own.empty() || own.said) return;
    own = table;
    filler.fill(own);
}

// ---- the names in a part --------------------------------------------------------------------------------------------------------

triggers_description at_the_opening() {
    triggers_description made;
    made.any = {trigger_description::opened()};
    return made;
}

/// A policy of the part's names alone: what it must or may not say beside them is said by the policy that names the metric.
policy_description names_in(const metric_part& part) {
    policy_description made;
    made.mark = part.machine.mark;
    made.start = part.start.empty() ? at_the_opening() : part.start;
    made.stop = part.stop.empty() ? at_the_opening() : part.stop;
    made.cancel = part.cancel;
    made.reset = part.reset;
    made.done_by = part.done_by;
    made.reopened = part.reopened;
    for (const auto& each : part.pause_while) made.pause_while.emplace_back(each.when);
    made.due.emplace_back().phrase = {"none", part.machine.mark};
    return made;
}

void check_part(rulebook_draft& d, const metric_description& metric, const metric_part& part) {
    const auto names = d.machine_names();
    const auto told_later = quoted('$' + metric.takes.text);  // its name comes with the policy
    const auto policy = names_in(part);
    const auto attempt = [&](std::size_t machine, fault_sink& to) {
        fault_sink all;
        all.about("metric " + metric.name + (part.machine.text == any_machine ? " (no machine knows all its names; " + names[machine] + " comes nearest)"
                                                                              : " for " + names[machine]),
                  part.machine.mark);
        machine_scope scope{d, machine, all};
        static_cast<void>(compile_policy(scope, policy));
        for (const auto& fault : all.all())
            if (metric.takes.empty() || fault.what.find(told_later) == std::string::npos) to.add(fault);
    };
    fault_sink found;
    const auto at = std::find(names.begin(), names.end(), part.machine.text);
    if (part.machine.text == any_machine) {
        found = faults_on_nearest(d, attempt);
    } else if (at != names.end()) {
        attempt(static_cast<std::size_t>(at - names.begin()), found);
    } else if (!d.has_failed(part.machine.text)) {
        auto allowed = names;
        allowed.emplace_back(any_machine);
        d.faults.add(part.machine.mark, plain::unknown_name, no_such("machine", part.machine.text, allowed));
    }
    for (const auto& fault : found.all()) d.faults.add(fault);
    if (!found.empty()) d.unsound_parts.insert(&part);
}

}  // namespace

void check_metrics(rulebook_draft& d) {
    for (const auto& each : d.from.metrics) {
        d.faults.about("metric " + each.name, each.mark);
        if (each.name.empty()) d.faults.add(each.mark, plain::missing, "it has no name");
        if (each.parts.empty()) d.faults.add(each.mark, plain::missing, "it says nothing of any machine");
        for (const auto& part : each.parts) {
            if (part.start.empty()) d.faults.add(part.machine.mark, plain::missing, "its part of " + quoted(part.machine.text) + " has no \"start\"");
            if (!each.of_table) check_part(d, each, part);
        }
    }
}

std::optional<policy_description> with_metric(machine_scope& scope, const policy_description& from) {
    const auto& all = scope.draft().from;
    const auto& machine = scope.machine().name();
    const auto* const metric = metric_named(all, from.metric.text);
    if (metric == nullptr) {
        scope.faults().add(from.metric.mark, plain::unknown_name, no_such("metric", from.metric.text, names_of(all.metrics)));
        return std::nullopt;
    }
    const auto* const part = part_of(all, metric->name, machine);
    if (part == nullptr) {
        scope.faults().add(from.metric.mark, plain::unknown_name,
                           "the machine " + quoted(machine) + " has no metric " + quoted(metric->name) + " (it has: " + listed(metrics_of(all, machine)) +
                               "; others stand under \"metrics:\")");
        return std::nullopt;
    }
    if (scope.draft().unsound_parts.count(part) != 0) return std::nullopt;  // and why is told
    if (!check_value(scope.faults(), from, *metric)) return std::nullopt;
    scope.draft().add_rules(metric->rules);
    const placeholder filler{metric->takes, from.metric_value};
    auto whole = from;
    take(whole.start, part->start, filler);
    take(whole.stop, part->stop, filler);
    take(whole.cancel, part->cancel, filler);
    take(whole.reset, part->reset, filler);
    take(whole.done_by, part->done_by, filler);
    const bool says_reopening = !whole.reopened.empty() || whole.reopened.said || whole.when_reopened_mark != 0;
    take(whole.reopened, part->reopened, filler);
    if (!says_reopening) whole.when_reopened = part->when_reopened;
    if (whole.pause_while.empty() && !whole.pauses_said) {
        whole.pause_while = part->pause_while;
        for (auto& each : whole.pause_while) filler.fill(each.when);
    }
    whole.once = whole.once || part->once;
    return whole;
}

}  // namespace caseclock::detail

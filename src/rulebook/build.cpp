// SPDX-License-Identifier: Apache-2.0
#include "rulebook/draft.hpp"

namespace caseclock {

namespace detail {

void build_parts(rulebook_draft& d, std::span<const definition> machines) {
    const auto& from = d.from;
    auto& data = d.data;
    data.name = from.name;
    data.title = from.title.empty() ? from.name : from.title;
    data.limits = from.limits;
    data.late = from.late;
    data.dedupe_window = from.dedupe_window;
    data.max_ahead = from.max_ahead;
    build_calendars(d);
    build_words(d);
    build_ladders(d);
    build_machines(d, machines);
    check_machine_words(d);
    check_conditions(d);
    check_metrics(d);
    build_plans(d);
    check_unused_ladders(d);
    for (const auto& each : from.calendars) d.add_rules(each.rules);
    data.rules.assign(d.rules.begin(), d.rules.end());
}

std::vector<build_fault> build_rulebook(const rulebook_description& from, std::span<const definition> machines, rulebook_data& data) {
    rulebook_draft d{from, data};
    build_parts(d, machines);
    return d.faults.all();
}

void refuse_description(const std::vector<build_fault>& faults) {
    std::vector<description_fault> told;
    for (const auto& fault : faults) told.push_back({fault.mark, fault.subject, fault.what});
    throw description_error{std::move(told)};
}

}  // namespace detail

rulebook build(const rulebook_description& from, std::span<const definition> machines) {
    auto data = std::make_shared<detail::rulebook_data>();
    const auto faults = detail::build_rulebook(from, machines, *data);
    if (!faults.empty()) detail::refuse_description(faults);
    return rulebook{std::move(data)};
}

}  // namespace caseclock

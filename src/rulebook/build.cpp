// SPDX-License-Identifier: Apache-2.0
#include "rulebook/draft.hpp"

#include <atomic>

namespace caseclock {

namespace detail {

void build_parts(rulebook_draft& d, std::span<const definition> machines) {
    const auto& from = d.from;
    auto& data = d.data;
    static std::atomic<std::uint64_t> builds{0};
    data.versions.push_back({.id = ++builds,
                             .name = from.name,
                             .title = from.title.empty() ? from.name : from.title,
                             .first_machine = static_cast<std::uint8_t>(data.machines.size()),
                             .limits = from.limits,
                             .late = from.late,
                             .dedupe_window = from.dedupe_window,
                             .max_ahead = from.max_ahead});
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

namespace {

/// What numbers stand for stays; everything else is the new version's to say.
void go_on_from(rulebook_data& data, const rulebook_data& before, std::span<const std::string> texts) {
    data.versions = before.versions;
    data.machines = before.machines;
    data.policies = before.policies;
    for (auto& each : data.policies) each.machines.clear();
    data.roles = before.roles;
    data.cues = before.cues;
    data.orders = before.orders;
    data.notes = before.notes;
    data.ladders = before.ladders;
    data.calendars = before.calendars;
    data.hours = before.hours;
    data.codes = before.codes;
    data.texts = before.texts;
    for (std::size_t i = 0; i < texts.size(); ++i) data.codes.emplace(texts[i], static_cast<std::uint32_t>(rulebook::first_free_code + i));
}

[[nodiscard]] rulebook built(std::shared_ptr<const rulebook_source> source, std::shared_ptr<rulebook_data> data) {
    rulebook_draft d{source->from, *data};
    build_parts(d, source->machines);
    if (!d.faults.empty()) refuse_description(d.faults.all());
    data->source = std::move(source);
    return rulebook{std::move(data)};
}

}  // namespace

void refuse_description(const std::vector<build_fault>& faults) {
    std::vector<description_fault> told;
    for (const auto& fault : faults) told.push_back({fault.mark, fault.subject, fault.what});
    throw description_error{std::move(told)};
}

}  // namespace detail

rulebook build(const rulebook_description& from, std::span<const definition> machines) {
    return detail::built(std::make_shared<const detail::rulebook_source>(detail::rulebook_source{from, {machines.begin(), machines.end()}}),
                         std::make_shared<detail::rulebook_data>());
}

rulebook successor(const rulebook& before, const rulebook& next, std::span<const std::string> texts) {
    if (next.versions().size() != 1)
        throw std::invalid_argument{"rulebook " + next.name() + ": it is a successor already, of " + std::to_string(next.versions().size() - 1) +
                                    " (allowed: a rulebook as it was loaded or built)"};
    auto data = std::make_shared<detail::rulebook_data>();
    detail::go_on_from(*data, before.data(), texts);
    return detail::built(next.data().source, std::move(data));
}

}  // namespace caseclock

// SPDX-License-Identifier: Apache-2.0
//
// What a rulebook lists by name and nothing is measured with: words, options, roles, rosters, cues, forms.
#include "rulebook/draft.hpp"
#include "rulebook/lengths.hpp"

namespace caseclock::detail {
namespace {

/// Every name once, none empty.
template <class List> void check_names(rulebook_draft& d, const List& list, std::string_view kind) {
    std::set<std::string_view> seen;
    for (const auto& each : list) {
        d.faults.about(std::string{kind} + ' ' + each.name, each.mark);
        if (each.name.empty()) d.faults.add(each.mark, plain::missing, "it has no name");
        if (!seen.insert(each.name).second) d.faults.add(each.mark, plain::taken_name, "it is defined twice");
        d.add_rules(each.rules);
    }
}

void build_lengths(rulebook_draft& d) {
    check_names(d, d.from.words, "word");
    for (const auto& each : d.from.words) {
        d.faults.about("word " + each.name, each.mark);
        d.faults.note(each.means.mark, [&] {
            const auto means = parse_duration(each.means.text);
            if (means.amount == 0) refuse_text("duration", each.means.text, "a length is longer than nothing");
            d.data.words.push_back({each.name, means, each.provenance, each.rules});
        });
    }
}

void check_option(rulebook_draft& d, const option_description& each) {
    using kind = option_description::kind;
    const auto& value = each.value;
    if (value.empty()) return d.faults.add(each.mark, plain::missing, "it has no value: nothing is chosen");
    if (each.is == kind::choice) {
        if (each.choices.empty()) d.faults.add(each.mark, plain::missing, "it has no choices");
        std::vector<std::string> names;
        for (const auto& choice : each.choices) {
            if (std::find(names.begin(), names.end(), choice.text) != names.end())
                d.faults.add(choice.mark, plain::taken_name, "the choice " + quoted(choice.text) + " stands twice");
            names.push_back(choice.text);
        }
        if (std::find(names.begin(), names.end(), value.text) == names.end())
            d.faults.add(value.mark, plain::unknown_name, no_such("choice", value.text, names));
        return;
    }
    if (!each.choices.empty()) return d.faults.add(each.mark, plain::contradiction, "it has a kind and choices: one of them");
    if (each.is == kind::count) d.faults.note(value.mark, [&] { static_cast<void>(parse_count(value.text)); });
    else if (value.text != "none") d.faults.note(value.mark, [&] { static_cast<void>(parse_duration(value.text)); });
}

void build_options(rulebook_draft& d) {
    check_names(d, d.from.options, "option");
    for (const auto& each : d.from.options) {
        d.faults.about("option " + each.name, each.mark);
        check_option(d, each);
        option_info info{each.name, each.value.text, {}, each.rules};
        for (const auto& choice : each.choices) info.choices.push_back(choice.text);
        d.data.options.push_back(std::move(info));
    }
}

void build_roles(rulebook_draft& d) {
    check_names(d, d.from.roles, "role");
    check_names(d, d.from.rosters, "roster");
    for (const auto& each : d.from.roles) {
        d.faults.about("role " + each.name, each.mark);
        word_info info{each.name, each.title.empty() ? each.name : each.title, each.rules};
        info.scope = each.scope;
        info.outside = each.outside;
        info.roster = each.roster.text;
        const auto rosters = names_of(d.from.rosters);
        if (!each.roster.empty() && std::find(rosters.begin(), rosters.end(), each.roster.text) == rosters.end())
            d.faults.add(each.roster.mark, plain::unknown_name, no_such("roster", each.roster.text, rosters));
        put_named(d.data.roles, std::move(info));
    }
    for (const auto& each : d.from.rosters) {
        d.faults.about("roster " + each.name, each.mark);
        roster_info info{each.name, {}, each.nobody.text, each.rules};
        for (std::size_t day = 0; day < each.roles.size(); ++day) {
            info.roles[day] = each.roles[day].text;
            if (!each.roles[day].empty()) static_cast<void>(d.role_named(each.roles[day], d.faults));
        }
        if (!each.nobody.empty()) static_cast<void>(d.role_named(each.nobody, d.faults));
        d.data.rosters.push_back(std::move(info));
    }
}

void build_forms(rulebook_draft& d) {
    check_names(d, d.from.cues, "cue");
    for (const auto& each : d.from.cues)
        put_named(d.data.cues, word_info{each.name, each.text.empty() ? each.name : each.text, each.rules, each.texts});
    check_names(d, d.from.forms, "form");
    for (const auto& each : d.from.forms)
        d.data.forms.push_back(
            {each.name, each.title.empty() ? each.name : each.title, each.required, each.optional, each.complete.text, each.rules});
}

void check_limits(rulebook_draft& d) {
    d.faults.about("rulebook " + d.from.name, d.from.mark);
    if (d.from.name.empty()) d.faults.add(d.from.mark, plain::missing, "it has no name");
    const auto check = [&](unsigned limit, std::string_view name) {
        if (limit == 0)
            d.faults.add(0, plain::wrong_value, "the limit " + std::string{name} + " is 0: nothing could happen (allowed: 1 and more)");
    };
    check(d.from.limits.raised_events, "raised_events");
    check(d.from.limits.firings, "firings");
    if (d.from.dedupe_window <= duration{0}) d.faults.add(0, plain::wrong_value, "the dedupe_window is not longer than nothing");
    if (d.from.max_ahead <= duration{0}) d.faults.add(0, plain::wrong_value, "max_ahead is not longer than nothing");
}

}  // namespace

void build_words(rulebook_draft& d) {
    check_limits(d);
    build_lengths(d);
    build_options(d);
    build_roles(d);
    build_forms(d);
}

}  // namespace caseclock::detail

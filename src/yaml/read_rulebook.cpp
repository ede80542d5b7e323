// SPDX-License-Identifier: Apache-2.0
//
// The sections of a rulebook, and the small readers that all of them share.
#include "caseclock/calendar/calendar_text.hpp"
#include "rulebook/lengths.hpp"
#include "yaml/reader.hpp"

namespace caseclock::detail {

marked_texts marked_list(const yaml_node& node) {
    marked_texts list;
    if (node.is_text()) list.push_back(marked(node));
    for (const auto& item : node.items)
        if (item.is_text()) list.push_back(marked(item));
    return list;
}

std::vector<std::string> texts_of(const yaml_node& node) {
    std::vector<std::string> list;
    for (auto& text : marked_list(node)) list.push_back(std::move(text.text));
    return list;
}

std::vector<const yaml_node*> items_of(const yaml_node& node) {
    std::vector<const yaml_node*> items;
    if (node.is_text() || node.is_map()) items.push_back(&node);
    for (const auto& item : node.items) items.push_back(&item);
    return items;
}

namespace {

template <class Item> Item named(const yaml_entry& entry) {
    Item made;
    made.name = entry.key;
    made.mark = entry.mark;
    made.rules = rules_of(entry.value);
    return made;
}

word_description read_word(const yaml_entry& entry) {
    auto made = named<word_description>(entry);
    made.means = marked(entry.value.at("means"));
    made.provenance = text_of(entry.value.at("mark"));
    return made;
}

option_description read_option(const yaml_entry& entry) {
    auto made = named<option_description>(entry);
    const auto kind = text_of(entry.value.at("kind"));
    if (kind == "duration") made.is = option_description::kind::length;
    if (kind == "count") made.is = option_description::kind::count;
    made.choices = marked_list(entry.value.at("choices"));
    made.value = marked(entry.value.at("default"));
    return made;
}

role_description read_role(const yaml_entry& entry) {
    auto made = named<role_description>(entry);
    made.title = text_of(entry.value.at("title"));
    made.scope = text_of(entry.value.at("scope"));
    made.outside = text_of(entry.value.at("outside"));
    made.roster = marked(entry.value.at("roster"));
    return made;
}

roster_description read_roster(const yaml_entry& entry, fault_sink& faults) {
    auto made = named<roster_description>(entry);
    made.nobody = marked(entry.value.at("nobody"));
    for (const auto& day : entry.value.entries) {
        if (day.key == "by" || day.key == "nobody" || day.key == "rule" || day.key == "mark" || day.key == "note" || day.key == "ignore")
            continue;
        faults.note(day.mark, [&] {
            for (const auto number : parse_weekdays(day.key)) {
                if (!made.roles[number].empty())
                    refuse_text("weekday", day.key, "the day " + std::string{weekday_names[number]} + " is given twice");
                made.roles[number] = marked(day.value);
            }
        });
    }
    return made;
}

cue_description read_cue(const yaml_entry& entry) {
    auto made = named<cue_description>(entry);
    made.text = text_of(entry.value.at("text"));
    if (const auto* const chinese = entry.value.entry("zh-CN")) made.texts.emplace("zh-CN", text_of(chinese->value));
    return made;
}

form_description read_form(const yaml_entry& entry) {
    auto made = named<form_description>(entry);
    made.title = text_of(entry.value.at("title"));
    made.required = texts_of(entry.value.at("required"));
    made.optional = texts_of(entry.value.at("optional"));
    made.complete = marked(entry.value.at("complete"));
    return made;
}

named_condition read_condition(const yaml_entry& entry) {
    named_condition made;
    made.name = entry.key;
    made.mark = entry.mark;
    made.when = read_when(entry.value);
    made.rules = rules_of(entry.value);
    return made;
}

void read_limits(const yaml_node& from, desk_limits& to, fault_sink& faults) {
    faults.about("limits", from.mark);
    const auto read = [&](std::string_view key, unsigned& limit) {
        const auto& node = from.at(key);
        if (!node.is_text()) return;
        faults.note(node.mark, [&] {
            const auto number = parse_count(node.text);
            if (number < 1 || number > 1'000'000) refuse_text("limit", node.text, "it lies outside 1 .. 1000000");
            limit = static_cast<unsigned>(number);
        });
    };
    read("raised_events", to.raised_events);
    read("firings", to.firings);
}

/// A setting in real time, longer than nothing.
void read_length(const yaml_node& document, std::string_view key, duration& to, fault_sink& faults) {
    const auto& node = document.at(key);
    if (!node.is_text() || to != duration::max()) return;
    faults.about(std::string{key}, node.mark);
    faults.note(node.mark, [&] {
        const auto length = parse_duration(node.text);
        if (length.unit != duration_unit::real) refuse_text("duration", node.text, "here stands real time: 30m, 24h");
        if (length.amount == 0) refuse_text("duration", node.text, "it is longer than nothing");
        to = length.length();
    });
}

}  // namespace

void read_sections(const yaml_node& document, rulebook_description& to, fault_sink& faults) {
    const auto each = [&](std::string_view section, std::string_view subject, auto&& visit) {
        for (const auto& entry : document.at(section).entries) {
            faults.about(std::string{subject} + ' ' + entry.key, entry.mark);
            visit(entry);
        }
    };
    const auto setting = [&](std::string_view key, marked_text& setting_of) {
        if (setting_of.empty()) setting_of = marked(document.at(key));
    };
    setting("zone", to.zone);
    setting("calendar", to.calendar);
    setting("case_calendar", to.case_calendar);
    each("words", "word", [&](const yaml_entry& e) {
        if (e.value.at("means").is_text()) to.words.push_back(read_word(e));
    });
    each("options", "option", [&](const yaml_entry& e) { to.options.push_back(read_option(e)); });
    each("calendars", "calendar", [&](const yaml_entry& e) { to.calendars.push_back(read_calendar(e, faults)); });
    each("periods", "period", [&](const yaml_entry& e) { to.periods.push_back(read_calendar(e, faults)); });
    each("roles", "role", [&](const yaml_entry& e) { to.roles.push_back(read_role(e)); });
    each("rosters", "roster", [&](const yaml_entry& e) { to.rosters.push_back(read_roster(e, faults)); });
    each("ladders", "ladder", [&](const yaml_entry& e) { to.ladders.push_back(read_ladder(e, faults)); });
    each("cues", "cue", [&](const yaml_entry& e) { to.cues.push_back(read_cue(e)); });
    each("forms", "form", [&](const yaml_entry& e) { to.forms.push_back(read_form(e)); });
    each("conditions", "condition", [&](const yaml_entry& e) { to.conditions.push_back(read_condition(e)); });
    each("metrics", "metric", [&](const yaml_entry& e) { to.metrics.push_back(read_metric(e)); });
    each("policies", "policy", [&](const yaml_entry& e) { to.policies.push_back(read_policy(e, faults)); });
    each("guards", "guard", [&](const yaml_entry& e) {
        const auto how = text_of(e.value);
        to.guards.emplace_back(marked_text{e.key, e.mark}, how == "soft" ? hardness::soft : how == "off" ? hardness::off : hardness::hard);
    });
    if (to.limits.raised_events == desk_limits{}.raised_events && to.limits.firings == desk_limits{}.firings)
        read_limits(document.at("limits"), to.limits, faults);
    for (const auto how : {late_events::as_of_now, late_events::refuse, late_events::accept})
        if (!to.late && text_of(document.at("late_events")) == to_string(how)) to.late = how;
    read_length(document, "dedupe_window", to.dedupe_window, faults);
    read_length(document, "max_ahead", to.max_ahead, faults);
}

}  // namespace caseclock::detail

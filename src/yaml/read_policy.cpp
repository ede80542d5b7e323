// SPDX-License-Identifier: Apache-2.0
//
// Conditions, triggers, reactions, ladders, targets, metrics, policies.
#include "yaml/reader.hpp"

namespace caseclock::detail {
namespace {

using kind = when_description::kind;

when_description read_compared(const yaml_entry& from) {
    auto when = when_description::attribute({from.key, from.mark}, {});
    when.mark = from.mark;
    if (from.value.is_text() && (from.value.text == "is set" || from.value.text == "is unset")) {
        when.how = from.value.text == "is set" ? comparison::is_set : comparison::is_unset;
        return when;
    }
    if (!from.value.is_map()) {
        when.values = marked_list(from.value);
        return when;
    }
    std::vector<when_description> parts;
    for (const auto& entry : from.value.entries) {
        constexpr std::pair<std::string_view, comparison> words[] = {{"at_most", comparison::at_most},
                                                                     {"at_least", comparison::at_least},
                                                                     {"above", comparison::above},
                                                                     {"below", comparison::below},
                                                                     {"not", comparison::one_of}};
        for (const auto& [word, how] : words) {
            if (word != entry.key) continue;
            auto part = when;
            part.how = how;
            part.negated = how == comparison::one_of;
            part.values = marked_list(entry.value);
            parts.push_back(std::move(part));
        }
    }
    if (parts.size() == 1) return parts.front();
    return when_description::of_parts(kind::all_of, std::move(parts));
}

std::vector<when_description> read_parts(const yaml_node& from) {
    std::vector<when_description> parts;
    for (const auto* item : items_of(from)) parts.push_back(read_when(*item));
    return parts;
}

std::vector<pause_description> read_pauses(const yaml_node& from) {
    std::vector<pause_description> made;
    for (const auto* item : items_of(from)) {
        auto reason = *item;
        std::erase_if(reason.entries, [](const yaml_entry& each) { return each.key == "max_pause"; });
        made.emplace_back(read_when(reason), marked(item->at("max_pause")));
    }
    return made;
}

void read_entry(const yaml_entry& entry, when_description& whole) {
    const auto add = [&](when_description part) {
        part.mark = entry.mark;
        whole.of.push_back(std::move(part));
    };
    constexpr std::pair<std::string_view, kind> branches[] = {{"all", kind::all_of}, {"any", kind::any_of}, {"none", kind::none_of}};
    for (const auto& [word, is] : branches)
        if (entry.key == word) return add(when_description::of_parts(is, read_parts(entry.value)));
    constexpr std::pair<std::string_view, kind> lists[] = {
        {"fact", kind::facts}, {"lacks", kind::lacks}, {"state", kind::states}, {"machine", kind::machines}};
    for (const auto& [word, is] : lists)
        if (entry.key == word) return add(when_description::of_names(is, marked_list(entry.value)));
    if (entry.key == "option") {
        for (const auto& option : entry.value.entries) {
            auto part = when_description::of_names(kind::option, {{option.key, option.mark}});
            part.values = marked_list(option.value);
            add(std::move(part));
        }
        return;
    }
    if (entry.key == "unknown") whole.unknown = text_of(entry.value) == "is true";
    else if (entry.key != "rule") whole.of.push_back(read_compared(entry));
}

/// The condition under `if`; without one it always holds.
when_description read_if(const yaml_node& map) {
    const auto* const found = map.entry("if");
    return found != nullptr ? read_when(found->value) : when_description{};
}

// ---- triggers -----------------------------------------------------------------------------------------------------------------------

using trigger_kind = trigger_description::kind;

std::vector<trigger_description> read_trigger_list(const yaml_node& from);

trigger_description read_trigger(const yaml_node& from) {
    constexpr std::pair<std::string_view, trigger_kind> verbs[] = {
        {"event", trigger_kind::event}, {"enters", trigger_kind::enters},   {"leaves", trigger_kind::leaves}, {"fact", trigger_kind::fact},
        {"loses", trigger_kind::loses}, {"changes", trigger_kind::changes}, {"opened", trigger_kind::opened}, {"all", trigger_kind::all}};
    trigger_description made;
    made.mark = from.mark;
    for (const auto& [word, is] : verbs) {
        const auto* const entry = from.entry(word);
        if (entry == nullptr) continue;
        made.is = is;
        if (is == trigger_kind::all) made.all = read_trigger_list(entry->value);
        else made.name = marked(entry->value);
    }
    made.when = read_if(from);
    if (const auto* const since = from.entry("since")) made.since = marked(since->value);
    return made;
}

std::vector<trigger_description> read_trigger_list(const yaml_node& from) {
    std::vector<trigger_description> made;
    for (const auto* item : items_of(from)) {
        if (!item->is_map()) continue;
        auto one = read_trigger(*item);
        const bool says_something = one.is == trigger_kind::all ? !one.all.empty() : !one.name.empty();
        if (says_something) made.push_back(std::move(one));
    }
    return made;
}

triggers_description read_triggers(const yaml_node& from) {
    triggers_description made;
    made.said = from.is_list() && from.items.empty();
    if (!from.is_map() || from.entry("choose") == nullptr) {
        made.any = read_trigger_list(from);
        return made;
    }
    for (const auto& entry : from.entries) {
        if (entry.key == "choose") made.option = marked(entry.value);
        else made.by_choice.emplace_back(marked_text{entry.key, entry.mark}, read_trigger_list(entry.value));
    }
    return made;
}

// ---- reactions ----------------------------------------------------------------------------------------------------------------------

unsigned read_miss(const yaml_node& from, fault_sink& faults) {
    unsigned number = 1;
    faults.note(from.mark, [&] {
        constexpr std::string_view form = "it is written 2nd miss, from 1st miss to 255th miss";
        const std::string_view text = from.text;
        std::size_t digits = 0;
        number = 0;
        for (; digits < text.size() && is_digit(text[digits]) && number < 1000; ++digits)
            number = number * 10 + static_cast<unsigned>(text[digits] - '0');
        const auto rest = text.substr(digits);
        const bool ends_well = rest == "st miss" || rest == "nd miss" || rest == "rd miss" || rest == "th miss";
        if (digits == 0 || !ends_well || number == 0 || number > 255) {
            number = 1;
            refuse_text("miss", text, form);
        }
    });
    return number;
}

std::vector<reaction_description> read_reaction(const yaml_node& from, fault_sink& faults) {
    using reaction_kind = reaction::kind;
    constexpr std::pair<std::string_view, reaction_kind> verbs[] = {{"tell", reaction_kind::tell}, {"remind", reaction_kind::remind},
                                                                    {"say", reaction_kind::say},   {"order", reaction_kind::order},
                                                                    {"note", reaction_kind::note}, {"raise", reaction_kind::raise}};
    std::vector<reaction_description> made;
    for (const auto& [word, is] : verbs) {
        const auto* const entry = from.entry(word);
        if (entry == nullptr) continue;
        reaction_description one;
        one.is = is;
        one.mark = from.mark;
        one.names = marked_list(entry->value);
        if (const auto* const to = from.entry("to")) one.to = marked(to->value);
        if (const auto* const miss = from.entry("from"); miss != nullptr && miss->value.is_text())
            one.from_miss = read_miss(miss->value, faults);
        one.when = read_if(from);
        one.rules = rules_of(from);
        made.push_back(std::move(one));
    }
    return made;
}

std::vector<reaction_description> read_reactions(const yaml_node& from, fault_sink& faults) {
    std::vector<reaction_description> made;
    for (const auto* item : items_of(from))
        for (auto& one : read_reaction(*item, faults)) made.push_back(std::move(one));
    return made;
}

// ---- ladders ------------------------------------------------------------------------------------------------------------------------

/// `if` and `from` of a level say whether it comes at all, those of `do` are a reaction's own; `to` belongs to what is said and ordered.
level_description read_level(const yaml_node& from, fault_sink& faults) {
    level_description made;
    made.mark = from.mark;
    made.at = marked(from.at("at"));
    made.acknowledge_within = marked(from.at("acknowledge_within"));
    made.unless_acknowledged = from.entry("unless") != nullptr;
    made.when = read_if(from);
    if (const auto* const miss = from.entry("from"); miss != nullptr && miss->value.is_text()) made.from_miss = read_miss(miss->value, faults);
    made.rules = rules_of(from);
    made.reactions = read_reaction(from, faults);
    const auto has_receiver = [](const reaction_description& each) { return each.is == reaction::kind::say || each.is == reaction::kind::order; };
    const bool any_has = std::any_of(made.reactions.begin(), made.reactions.end(), has_receiver);
    for (auto& each : made.reactions) {
        each.when = {};
        each.from_miss = 1;
        if (any_has && !has_receiver(each)) each.to = {};
    }
    for (auto& each : read_reactions(from.at("do"), faults)) made.reactions.push_back(std::move(each));
    return made;
}

// ---- targets ------------------------------------------------------------------------------------------------------------------------

due_description read_due(const yaml_node& from) {
    due_description made;
    made.mark = from.mark;
    if (from.is_text()) {
        made.phrase = marked(from);
        return made;
    }
    made.when = read_if(from);
    if (const auto* const due = from.entry("due")) made.phrase = marked(due->value);
    if (const auto* const otherwise = from.entry("otherwise")) made.otherwise = marked(otherwise->value);
    if (const auto* const cap = from.entry("not_later_than")) made.not_later_than = marked(cap->value);
    if (const auto* const rounding = from.entry("rounding")) made.rounding = marked(rounding->value);
    if (const auto* const hours = from.entry("calendar")) made.calendar = marked(hours->value);
    if (const auto* const ladder = from.entry("ladder")) made.ladder = marked(ladder->value);
    made.rules = rules_of(from);
    return made;
}

void read_days(const yaml_node& from, policy_description& to) {
    for (const auto& entry : from.entries) {
        const auto text = text_of(entry.value);
        if (entry.key == "from") to.days.start = text == "next_opening" ? working_day_start::next_opening : working_day_start::the_instant;
        else if (entry.key == "snap") to.days.snap = text == "next_opening";
        else if (entry.key == "working_days") to.days.rule = text == "roll_first" ? working_day_rule::roll_first : working_day_rule::count;
        else continue;
        if (to.days_mark == 0) to.days_mark = entry.mark;
    }
}

}  // namespace

when_description read_when(const yaml_node& from) {
    auto made = when_description{};
    made.mark = from.mark;
    if (from.is_text()) return when_description::named(marked(from));
    if (from.is_list()) made.of = read_parts(from);
    for (const auto& entry : from.entries) read_entry(entry, made);
    return made;
}

metric_description read_metric(const yaml_entry& from) {
    metric_description made;
    made.name = from.key;
    made.mark = from.mark;
    made.title = text_of(from.value.at("title"));
    made.rules = rules_of(from.value);
    made.takes = marked(from.value.at("takes"));
    for (const auto& entry : from.value.entries) {
        if (!entry.value.is_map()) continue;
        auto& part = made.parts.emplace_back();
        part.machine = {entry.key, entry.mark};
        part.start = read_triggers(entry.value.at("start"));
        part.stop = read_triggers(entry.value.at("stop"));
        part.cancel = read_triggers(entry.value.at("cancel"));
        part.reset = read_triggers(entry.value.at("reset"));
        part.done_by = read_triggers(entry.value.at("done_by"));
        part.reopened = read_triggers(entry.value.at("reopened"));
        if (text_of(entry.value.at("when_reopened")) == "continue") part.when_reopened = on_reopening::go_on;
        part.pause_while = read_pauses(entry.value.at("pause_while"));
        part.once = text_of(entry.value.at("counts")) == "once";
    }
    return made;
}

ladder_description read_ladder(const yaml_entry& from, fault_sink& faults) {
    ladder_description made;
    made.name = from.key;
    made.mark = from.mark;
    const auto& levels = from.value.entry("levels") != nullptr ? from.value.at("levels") : from.value;
    made.rules = rules_of(from.value);
    for (const auto& item : levels.items)
        if (item.is_map()) made.levels.push_back(read_level(item, faults));
    return made;
}

policy_description read_policy(const yaml_entry& from, fault_sink& faults) {
    const auto& node = from.value;
    policy_description made;
    made.name = from.key;
    made.mark = from.mark;
    made.title = text_of(node.at("title"));
    made.rules = rules_of(node);
    if (const auto type = text_of(node.at("type")); type == "ola" || type == "uc")
        made.type = type == "ola" ? promise_type::ola : promise_type::uc;
    if (text_of(node.at("kind")) == "wait") made.kind = policy_kind::wait;
    made.machines = marked_list(node.at("machine"));
    made.start = read_triggers(node.at("start"));
    made.stop = read_triggers(node.at("stop"));
    made.cancel = read_triggers(node.at("cancel"));
    made.reset = read_triggers(node.at("reset"));
    made.done_by = read_triggers(node.at("done_by"));
    made.reopened = read_triggers(node.at("reopened"));
    if (const auto* const how = node.entry("when_reopened")) {
        made.when_reopened = text_of(how->value) == "continue" ? on_reopening::go_on : on_reopening::new_cycle;
        made.when_reopened_mark = how->mark;
    }
    made.pause_while = read_pauses(node.at("pause_while"));
    made.pauses_said = node.at("pause_while").is_list() && made.pause_while.empty();
    const auto& metric = node.at("metric");
    made.metric = marked(metric);
    if (metric.is_map() && metric.entries.size() == 1) {
        made.metric = {metric.entries[0].key, metric.entries[0].mark};
        made.metric_value = marked(metric.entries[0].value);
    } else if (metric.is_map()) {
        faults.add(metric.mark, plain::wrong_value, "a policy names one metric, this one " + std::to_string(metric.entries.size()));
    }
    for (const auto* item : items_of(node.at("due")))
        if (!item->is_list()) made.due.push_back(read_due(*item));
    if (node.entry("due") == nullptr) made.every = marked(node.at("every"));  // the checker told of both
    made.otherwise = marked(node.at("otherwise"));
    made.not_later_than = marked(node.at("not_later_than"));
    made.rounding = marked(node.at("rounding"));
    made.calendar = marked(node.at("calendar"));
    made.ladder = marked(node.at("ladder"));
    read_days(node, made);
    for (const auto& entry : node.at("when_changed").entries) {
        const auto word = text_of(entry.value);
        const auto how = word == "keep" ? on_change::keep : word == "reset" ? on_change::reset : on_change::retarget;
        made.when_changed.emplace_back(marked_text{entry.key, entry.mark}, how);
    }
    made.once = text_of(node.at("counts")) == "once";
    made.window_opens = read_reactions(node.at("window_opens"), faults);
    made.met = read_reactions(node.at("met"), faults);
    made.missed = read_reactions(node.at("missed"), faults);
    made.early = read_reactions(node.at("early"), faults);
    made.ends = read_reactions(node.at("ends"), faults);
    for (const auto* item : items_of(node.at("warn")))
        if (item->is_map() && item->at("at").is_text()) made.warn.push_back({marked(item->at("at")), read_reaction(*item, faults)});
    return made;
}

}  // namespace caseclock::detail

// SPDX-License-Identifier: Apache-2.0
#include "rulebook/ladders.hpp"

#include "rulebook/lengths.hpp"
#include "rulebook/reactions.hpp"

namespace caseclock::detail {
namespace {

constexpr std::string_view level_forms = "a level stands at \"the deadline\", or a duration from it: \"30m before\", \"1 business hour after\"";

bool take_end(std::string_view& text, std::string_view end) {
    if (!text.ends_with(end)) return false;
    text.remove_suffix(end.size());
    return true;
}

/// "30m after" -> 30 minutes, "1h before" -> minus 1 hour, "the deadline" -> 0. Throws text_error.
duration_value read_offset(const rulebook_draft& d, const marked_text& at) {
    std::string_view text = at.text;
    if (text == "the deadline") return {};
    const bool before = take_end(text, " before");
    if (!before && !take_end(text, " after")) refuse_text("level", at.text, level_forms);
    const auto found = find_length(d, text);
    if (!found || found->none) refuse_text("level", at.text, "no duration stands before its last word; " + std::string{level_forms});
    if (found->value.amount == 0) refuse_text("level", at.text, "no time from the deadline is written \"the deadline\"");
    return {found->value.unit, before ? -found->value.amount : found->value.amount};
}

duration_value read_limit(const rulebook_draft& d, const marked_text& within) {
    const auto found = find_length(d, within.text);
    if (!found || found->none) refuse_text("acknowledge_within", within.text, "it is no duration; " + std::string{duration_examples});
    if (found->value.amount == 0) refuse_text("acknowledge_within", within.text, "nobody acknowledges in no time");
    return found->value;
}

/// Whether one comes before the other whatever the calendar.
bool surely_before(duration_value a, duration_value b) {
    const auto side = [](duration_value v) { return v.amount < 0 ? -1 : v.amount > 0 ? 1 : 0; };
    return side(a) != side(b) ? side(a) < side(b) : a.unit == b.unit && a.amount < b.amount;
}

void check_level(rulebook_draft& d, const level_description& level, bool asked_before) {
    if (level.reactions.empty())
        d.faults.add(level.mark, plain::missing, "a level has something that follows: tell, remind, say, order, note, raise, or do");
    const auto is_told = [](const reaction_description& each) { return each.is == reaction::kind::tell || each.is == reaction::kind::remind; };
    if (!level.acknowledge_within.empty() && std::none_of(level.reactions.begin(), level.reactions.end(), is_told))
        d.faults.add(level.acknowledge_within.mark, plain::contradiction, "a level that tells nobody is acknowledged by nobody: add \"tell: ROLE\"");
    if (level.unless_acknowledged && !asked_before)
        d.faults.add(level.mark, plain::contradiction, "\"unless: acknowledged\", but no level before it has \"acknowledge_within\"");
    if (level.from_miss == 0 || level.from_miss > 255)
        d.faults.add(level.mark, plain::wrong_value, "\"from\" names miss number " + std::to_string(level.from_miss) + " (allowed: 1st miss .. 255th miss)");
    for (const auto& each : level.reactions)
        if (is_told(each))
            for (const auto& name : each.names) static_cast<void>(d.role_named(name, d.faults));
}

void build_ladder(rulebook_draft& d, const ladder_description& from) {
    ladder_info info{from.name, {}, from.rules};
    ladder made{.number = static_cast<std::uint16_t>(d.data.ladders.size())};
    if (from.levels.empty()) d.faults.add(from.mark, plain::missing, "it has no levels");
    if (from.levels.size() > level_limit)
        d.faults.add(from.levels[level_limit].mark, plain::too_many,
                     std::to_string(from.levels.size()) + " levels (allowed: at most " + std::to_string(level_limit) + ')');
    bool asked = false;
    for (const auto& level : from.levels) {
        auto& to = made.levels.emplace_back();
        info.levels.push_back(level.at.text);
        d.add_rules(level.rules);
        if (level.at.empty()) d.faults.add(level.mark, plain::missing, "a level has no \"at\"");
        else d.faults.note(level.at.mark, [&] { to.offset = read_offset(d, level.at); });
        if (!level.acknowledge_within.empty())
            d.faults.note(level.acknowledge_within.mark, [&] { to.acknowledge_within = read_limit(d, level.acknowledge_within); });
        check_level(d, level, asked);
        asked = asked || !level.acknowledge_within.empty();
        if (made.levels.size() > 1 && surely_before(to.offset, made.levels[made.levels.size() - 2].offset))
            d.faults.add(level.at.mark, plain::contradiction,
                         "the level " + quoted(level.at.text) + " comes before the one above it: levels stand in the order in which they come");
    }
    d.ladders.push_back(std::move(made));
    d.data.ladders.push_back(std::move(info));
}

}  // namespace

void build_ladders(rulebook_draft& d) {
    std::set<std::string_view> seen;
    for (const auto& each : d.from.ladders) {
        d.faults.about("ladder " + each.name, each.mark);
        if (each.name.empty()) d.faults.add(each.mark, plain::missing, "it has no name");
        if (!seen.insert(each.name).second) d.faults.add(each.mark, plain::taken_name, "it is defined twice");
        d.add_rules(each.rules);
        build_ladder(d, each);
    }
    if (d.data.ladders.size() > 65'534) d.faults.add(d.from.ladders.back().mark, plain::too_many, "there are more than 65534 ladders");
}

void check_unused_ladders(rulebook_draft& d) {
    for (std::size_t i = 0; i < d.from.ladders.size() && !d.faults.full(); ++i) {
        if (d.ladders_tried.count(i) != 0) continue;
        const auto found = faults_on_nearest(d, [&](std::size_t machine, fault_sink& to) {
            machine_scope scope{d, machine, to};
            static_cast<void>(compile_ladder(scope, i));
        });
        for (const auto& fault : found.all()) d.faults.add(fault);
    }
}

std::optional<std::size_t> ladder_named(const rulebook_draft& d, const marked_text& name, fault_sink& to) {
    for (std::size_t i = 0; i < d.from.ladders.size(); ++i)
        if (d.from.ladders[i].name == name.text) return i;
    to.add(name.mark, plain::unknown_name, no_such("ladder", name.text, names_of(d.from.ladders)));
    return std::nullopt;
}

ladder compile_ladder(machine_scope& scope, std::size_t number) {
    const auto& from = scope.draft().from.ladders[number];
    auto made = scope.draft().ladders[number];
    scope.draft().ladders_tried.insert(number);
    const auto subject = scope.faults().change_subject("ladder " + from.name, from.mark);
    for (std::size_t i = 0; i < from.levels.size(); ++i) {
        auto& level = made.levels[i];
        level.unless_acknowledged = from.levels[i].unless_acknowledged;
        level.from_miss = static_cast<std::uint8_t>(std::clamp(from.levels[i].from_miss, 1U, 255U));
        level.when = scope.compile(from.levels[i].when);
        level.reactions = compile_reactions_of(scope, from.levels[i].reactions);
        if (level.acknowledge_within && scope.machine().event("acknowledge"))
            scope.faults().add(from.levels[i].acknowledge_within.mark, plain::contradiction,
                               "the machine " + quoted(scope.machine().name()) + " has an event \"acknowledge\" of its own: nobody could acknowledge the level");
    }
    static_cast<void>(scope.faults().change_subject(subject.first, subject.second));
    return made;
}

}  // namespace caseclock::detail

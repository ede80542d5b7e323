// SPDX-License-Identifier: Apache-2.0
#include "rulebook/targets.hpp"

#include "rulebook/ladders.hpp"
#include "rulebook/lengths.hpp"

namespace caseclock::detail {
namespace {

using phrase_kind = due_phrase::kind;

const marked_text nowhere;
constexpr std::string_view no_batch = "\"rounding\" says how batches count, but no target is \"within DURATION per N THINGS\"";

/// An option chooses among phrases: under another choice the target may be another.
bool is_chosen(const due_description& due) { return due.phrase.text.substr(0, 1) == "$"; }

duration_unit unit_of(attribute_unit unit) noexcept {
    constexpr duration_unit units[] = {duration_unit::real, duration_unit::business, duration_unit::working_days};
    return units[static_cast<std::size_t>(unit)];
}

bool counts_working_days(const target& t) {
    return t.kind == target_kind::close_of_working_day || t.length.unit == duration_unit::working_days ||
           t.attribute_unit == duration_unit::working_days;
}

}  // namespace

/// "30 days from completion" is one target, "within 30 days".
void target_builder::read_every() {
    if (from_.every.empty()) return;
    constexpr std::string_view ending = " from completion";
    std::string_view length = from_.every.text;
    if (length.ends_with(ending)) length.remove_suffix(ending.size());
    due_description made;
    const bool from_elsewhere = length.find(" from ") != std::string_view::npos;
    made.phrase = {from_elsewhere ? "none" : "within " + std::string{length}, from_.every.mark};
    made.mark = from_.every.mark;
    every_.push_back(std::move(made));
    if (from_elsewhere)
        scope_.faults().add(from_.every.mark, plain::wrong_value,
                            "every " + quoted(from_.every.text) + ": it is counted from one completion to the next; write \"every: 30 days\" or "
                            "\"every: 30 days from completion\"");
}

void target_builder::build() {
    auto& faults = scope_.faults();
    read_every();
    std::vector<condition> before, off;
    for (const auto& due : dues()) {
        scope_.draft().add_rules(due.rules);
        const auto mark = due.phrase.mark != 0 ? due.phrase.mark : due.mark;
        if (due.phrase.empty()) {
            faults.add(mark, plain::missing, "a target has no \"due\"; write \"due: none\" to measure without a deadline");
            continue;
        }
        auto when = scope_.compile(due.when);
        auto found = make(written_in(due, due.phrase), due.phrase.text);
        if (!found) continue;
        found->made.when = when;
        found->made.rules = due.rules;
        if (found->made.kind != target_kind::none) found->made.ladder = ladder_of(due);
        else if (!due.ladder.empty() && !found->off && !is_chosen(due))
            faults.add(due.ladder.mark, plain::contradiction, "a target without a deadline has no ladder");
        if (found->off) off.push_back(condition::of_all({when, condition::of_none(before)}));
        before.push_back(when);
        without_deadline_ = without_deadline_ || found->made.kind == target_kind::none;
        if (!every_.empty() && found->made.text.starts_with("within")) found->made.text.replace(0, std::string_view{"within"}.size(), "every");
        to_.targets.push_back(std::move(found->made));
    }
    never_starts_ = off.size() == 1 && to_.targets.size() == 1 && to_.targets[0].when.always();
    sometimes_off_ = !off.empty();
    if (sometimes_off_) off_when_ = condition::of_any(off);
    if (to_.targets.size() > target_limit) {
        faults.add(from_.mark, plain::too_many,
                   std::to_string(to_.targets.size()) + " targets (allowed: at most " + std::to_string(target_limit) + ')');
        return;
    }
    to_.matched_targets = static_cast<std::uint8_t>(to_.targets.size());
    if (to_.targets.size() != dues().size()) return;  // what is missing may be what they are about
    for (std::size_t i = 0; i < dues().size(); ++i) {
        add_cap(dues()[i], i);
        add_otherwise(dues()[i], i);
        check_rounding(dues()[i], i);
    }
    check_what_is_said_of_all();
}

/// What the policy says of all its targets, and none of them needs.
void target_builder::check_what_is_said_of_all() {
    const auto unused = [&](std::uint32_t mark, std::string_view what, const auto& uses) {
        if (mark != 0 && std::none_of(to_.targets.begin(), to_.targets.end(), uses))
            scope_.faults().add(mark, plain::contradiction, std::string{what});
    };
    const auto mark_of = [&](const marked_text& text) { return text.empty() ? 0 : text.mark != 0 ? text.mark : from_.mark; };
    unused(mark_of(from_.otherwise), "\"otherwise\" stands in for an attribute, but no target of the policy reads one",
           [](const target& t) { return t.attribute != reads_nothing; });
    unused(from_.days_mark, "\"from\", \"snap\" and \"working_days\" say how working days are counted, but no target counts them", counts_working_days);
    if (std::any_of(dues().begin(), dues().end(), is_chosen)) return;
    unused(mark_of(from_.not_later_than), "\"not_later_than\" caps a deadline, but no target of the policy has one",
           [](const target& t) { return t.kind != target_kind::none; });
    unused(mark_of(from_.rounding), no_batch, [](const target& t) { return t.kind == target_kind::within_per; });
}

void target_builder::check_rounding(const due_description& due, std::size_t number) {
    if (due.rounding.empty() || is_chosen(due)) return;
    const auto& made = to_.targets[number];
    for (const auto each : {static_cast<std::uint8_t>(number), made.otherwise, made.not_later_than})
        if (each != no_target && to_.targets[each].kind == target_kind::within_per) return;
    scope_.faults().add(due.rounding.mark, plain::contradiction, std::string{no_batch});
}

/// The target whose due caps this one's: the item's own phrase, else the policy's.
void target_builder::add_cap(const due_description& due, std::size_t number) {
    const auto& phrase = due.not_later_than.empty() ? from_.not_later_than : due.not_later_than;
    if (phrase.empty()) return;
    auto& faults = scope_.faults();
    if (to_.targets[number].kind == target_kind::none) {
        if (!due.not_later_than.empty() && !is_chosen(due) && !sometimes_off_)
            faults.add(phrase.mark, plain::contradiction, "\"not_later_than\" caps a deadline, and \"due: none\" is none; write it as the \"due\"");
        return;
    }
    const auto cap = add_behind(written_in(due, phrase));
    if (!cap) return;
    const auto& made = to_.targets[*cap];
    if (made.kind == target_kind::none) return;  // an option that nobody fixed, or faulty
    if (made.has_window())
        return faults.add(phrase.mark, plain::contradiction,
                          "not_later_than " + quoted(phrase.text) + ": a cap is one instant; a window stands in \"due\"");
    to_.targets[number].not_later_than = *cap;
}

std::uint8_t target_builder::ladder_of(const due_description& due) {
    const auto& name = due.ladder.empty() ? from_.ladder : due.ladder;
    if (name.empty()) return no_ladder;
    const auto number = ladder_named(scope_.draft(), name, scope_.faults());
    if (!number) return no_ladder;
    auto& ladders = to_.ladders;
    auto known = std::find_if(ladders.begin(), ladders.end(), [&](const ladder& each) { return each.number == scope_.draft().ladders[*number].number; });
    if (known == ladders.end()) known = ladders.insert(known, compile_ladder(scope_, *number));
    for (const auto& level : known->levels)  // in the calendar of the target
        if (!check_hours(name.mark, due.calendar, level.offset.unit) ||
            (level.acknowledge_within && !check_hours(name.mark, due.calendar, level.acknowledge_within->unit)))
            break;
    return static_cast<std::uint8_t>(known - ladders.begin());
}

/// The target that stands in where the attribute says nothing: the item's own phrase, else the policy's.
void target_builder::add_otherwise(const due_description& due, std::size_t number) {
    const auto& phrase = due.otherwise.empty() ? from_.otherwise : due.otherwise;
    if (to_.targets[number].attribute == reads_nothing) {
        if (!due.otherwise.empty())
            scope_.faults().add(due.otherwise.mark, plain::contradiction,
                                "\"otherwise\" stands in for an attribute, but " + quoted(due.phrase.text) + " reads none");
        return;
    }
    if (phrase.empty()) return;
    const auto cap = to_.targets[number].not_later_than;
    const auto at = add_behind(written_in(due, phrase), cap, to_.targets[number].ladder);
    if (!at) return;
    to_.targets[number].otherwise = *at;
    without_deadline_ = without_deadline_ || to_.targets[*at].kind == target_kind::none;
    if (to_.targets[*at].kind != target_kind::none) to_.targets[*at].not_later_than = cap;
}

std::optional<std::uint8_t> target_builder::add_behind(const written& from, std::uint8_t cap, std::uint8_t ladder) {
    const auto key = from.phrase.text + '\n' + from.calendar.text + '\n' + from.rounding.text + '\n' + std::to_string(cap) + '\n' + std::to_string(ladder);
    for (const auto& [text, target] : behind_)
        if (text == key) return target;
    auto found = make(from, from.phrase.text);
    if (!found) return std::nullopt;
    if (found->made.kind != target_kind::none) found->made.ladder = ladder;
    if (to_.targets.size() >= target_limit) {
        scope_.faults().add(from.phrase.mark, plain::too_many,
                            "the policy has more than " + std::to_string(target_limit) +
                                " targets, those of \"otherwise\" and \"not_later_than\" included");
        return std::nullopt;
    }
    behind_.emplace_back(key, static_cast<std::uint8_t>(to_.targets.size()));
    to_.targets.push_back(std::move(found->made));
    return behind_.back().second;
}

std::optional<target_builder::made_target> target_builder::make(const written& from, std::string_view phrase) {
    std::optional<made_target> made;
    scope_.faults().note(from.phrase.mark, [&] {
        const auto parts = parse_due_phrase(phrase);
        if (parts.is == phrase_kind::option) {
            made = make_of_option(from, parts);
            return;
        }
        made_target out;
        out.made.text = std::string{phrase};
        out.made.days = from_.days;
        if (!from.calendar.empty())
            if (const auto number = scope_.draft().calendar_named(from.calendar, scope_.faults())) out.made.calendar = *number;
        if (fill(from, parts, out)) made = std::move(out);
    });
    return made;
}

/// An option whose choices are phrases: all of them must be some.
std::optional<target_builder::made_target> target_builder::make_of_option(const written& from, const due_phrase& phrase) {
    const auto* const option = scope_.draft().option_named(phrase.name);
    if (option == nullptr) throw text_error{no_such("option", phrase.name, names_of(scope_.draft().from.options))};
    if (option->is != option_description::kind::choice)
        refuse_text("option", phrase.name, "it is no phrase; write \"within $" + phrase.name + "\" for a duration");
    std::optional<made_target> chosen;
    for (const auto& choice : option->choices) {
        if (choice.text.substr(0, 1) == "$")
            refuse_text("option", phrase.name, "its choice " + quoted(choice.text) + " is an option again");
        auto made = make({choice.mark != 0 ? choice : from.phrase, from.calendar, from.rounding}, choice.text);
        if (choice.text == option->value.text) chosen = std::move(made);
    }
    return chosen;
}

bool target_builder::fill(const written& from, const due_phrase& phrase, made_target& out) {
    auto& t = out.made;
    switch (phrase.is) {
        case phrase_kind::option:
        case phrase_kind::none: return true;
        case phrase_kind::within: return fill_within(from, phrase, out);
        case phrase_kind::within_per: return fill_batch(from, phrase, out);
        case phrase_kind::between: return fill_between(from, phrase, out);
        case phrase_kind::by: t.kind = target_kind::by; return read_attribute(from, phrase.name, attribute_kind::instant, t);
        case phrase_kind::before: {
            t.kind = target_kind::before;
            const auto length = read_length(from, phrase.length);
            const bool read = read_attribute(from, phrase.name, attribute_kind::instant, t);
            if (!length || !read) return false;
            t.length = *length;
            return check_hours(from.phrase.mark, from.calendar, length->unit);
        }
        case phrase_kind::close_of:
        case phrase_kind::close_of_working_day: return fill_close(from, phrase, t);
        case phrase_kind::end_of_day:
            t.kind = target_kind::end_of_day;
            t.length = parse_duration(phrase.length);
            return check_zone(from.phrase.mark, from.calendar);
        case phrase_kind::end_of_attribute_day:
            t.kind = target_kind::end_of_attribute_day;
            return read_attribute(from, phrase.name, attribute_kind::instant, t) && check_zone(from.phrase.mark, from.calendar);
        case phrase_kind::day_before:
            t.kind = target_kind::day_before;
            return read_attribute(from, phrase.name, attribute_kind::instant, t) && check_zone(from.phrase.mark, from.calendar);
    }
    return false;
}

bool target_builder::fill_within(const written& from, const due_phrase& phrase, made_target& out) {
    auto& t = out.made;
    const auto& words = scope_.draft().data.words;
    const bool is_word = std::any_of(words.begin(), words.end(), [&](const length_info& each) { return each.name == phrase.length; });
    if (!is_word && phrase.length.find(" per ") != std::string::npos)
        refuse_text("due", from.phrase.text, "after \"per\" stands a number of things: per 10 units");
    auto found = find_length(scope_.draft(), phrase.length);
    if (found && phrase.length.front() == '$') {  // every choice must be a length
        const auto* const option = scope_.draft().option_named(std::string_view{phrase.length}.substr(1));
        for (const auto& choice : option->choices)
            if (const auto length = find_length(scope_.draft(), choice.text); !length)
                refuse_text("option", option->name, "its choice " + quoted(choice.text) + " is no length");
    }
    if (!found) {
        const auto& attributes = scope_.machine().attributes();
        if (scope_.machine().attribute(phrase.length)) {
            if (!read_attribute(from, phrase.length, attribute_kind::duration, t)) return false;
            t.kind = target_kind::within_attribute;
            t.attribute_unit = unit_of(attributes[t.attribute].unit);
            return check_hours(from.phrase.mark, from.calendar, t.attribute_unit);
        }
        auto allowed = names_of(words);
        for (const auto& each : attributes)
            if (each.kind == attribute_kind::duration) allowed.push_back(each.name);
        scope_.faults().add(from.phrase.mark, plain::unknown_name,
                            no_such("word or duration attribute", phrase.length, allowed) + "; or " + std::string{duration_examples});
        return false;
    }
    if (found->none) {
        out.off = true;
        t.text = "within none";
        return true;
    }
    t.kind = target_kind::within;
    t.text = "within " + found->text;
    t.length = found->value;
    if (t.length.amount == 0) refuse_text("due", from.phrase.text, "a target is longer than nothing");
    return check_hours(from.phrase.mark, from.calendar, t.length.unit);
}

bool target_builder::fill_batch(const written& from, const due_phrase& phrase, made_target& out) {
    auto& t = out.made;
    const auto found = find_length(scope_.draft(), phrase.length);
    if (found && found->none) {
        out.off = true;
        t.text = "within none";
        return true;
    }
    const auto length = read_length(from, phrase.length);
    const auto attribute = batch_attribute(from, phrase.name);
    const auto rounding = read_rounding(from.rounding);
    if (!length || !attribute || !rounding) return false;
    t.kind = target_kind::within_per;
    t.length = *length;
    t.attribute = *attribute;
    t.per = phrase.per;
    t.rounding = *rounding;
    t.text = "within " + found->text + " per " + std::to_string(phrase.per) + ' ' + phrase.name;
    if (t.rounding == batch_rounding::linear) t.text += " (linear)";
    return check_hours(from.phrase.mark, from.calendar, length->unit);
}

/// "per 1 unit" and "per 10 units" both name the attribute `units`, or one that is called `unit`.
std::optional<std::uint8_t> target_builder::batch_attribute(const written& from, std::string_view name) {
    std::string known{name};
    if (!scope_.machine().attribute(known)) {
        if (scope_.machine().attribute(known + 's')) known += 's';
        else if (known.ends_with('s') && scope_.machine().attribute(known.substr(0, known.size() - 1))) known.pop_back();
    }
    return scope_.attribute({known, from.phrase.mark}, attribute_kind::count);
}

/// "ceil", "linear", or an option of which every choice is one of them.
std::optional<batch_rounding> target_builder::read_rounding(const marked_text& from) {
    const auto read = [&](const std::string& text) -> std::optional<batch_rounding> {
        constexpr std::array<std::string_view, 2> allowed{"ceil", "linear"};
        if (text == allowed[0]) return batch_rounding::ceil;
        if (text == allowed[1]) return batch_rounding::linear;
        scope_.faults().add(from.mark, plain::wrong_value,
                            "rounding " + quoted(text) + " is not allowed" + did_you_mean(text, allowed) + " (allowed: ceil, linear, or an option of these)");
        return std::nullopt;
    };
    if (from.empty()) return batch_rounding::ceil;
    if (from.text.front() != '$') return read(from.text);
    const auto* const option = scope_.draft().option_named(std::string_view{from.text}.substr(1));
    if (option == nullptr) {
        scope_.faults().add(from.mark, plain::unknown_name, no_such("option", from.text.substr(1), names_of(scope_.draft().from.options)));
        return std::nullopt;
    }
    for (const auto& choice : option->choices)
        if (!read(choice.text)) return std::nullopt;
    return read(option->value.text);
}

bool target_builder::fill_between(const written& from, const due_phrase& phrase, made_target& out) {
    const auto lower = read_length(from, phrase.length);
    const auto upper = read_length(from, phrase.upper);
    if (!lower || !upper) return false;
    auto& t = out.made;
    t.kind = target_kind::between;
    t.length = *lower;
    t.upper = *upper;
    if (lower->unit != upper->unit) refuse_text("due", from.phrase.text, "both ends of a window are counted in the same unit");
    if (lower->amount > upper->amount) refuse_text("due", from.phrase.text, "the window ends before it opens");
    return check_hours(from.phrase.mark, from.calendar, upper->unit);
}

bool target_builder::fill_close(const written& from, const due_phrase& phrase, target& out) {
    auto& faults = scope_.faults();
    const auto never = [&](std::uint8_t number) {
        const bool is = never_closes(number);
        if (is)
            faults.add(from.phrase.mark, plain::wrong_value,
                       "due " + quoted(from.phrase.text) + ": the calendar " + quoted(scope_.draft().data.calendars[number].name) +
                           " never closes; name one that does");
        return is;
    };
    if (phrase.is == phrase_kind::close_of) {
        out.kind = target_kind::close_of;
        const auto number = scope_.draft().calendar_named({phrase.name, from.phrase.mark}, faults);
        if (!number || never(*number)) return false;
        out.closing = *number;
        return true;
    }
    out.kind = target_kind::close_of_working_day;
    out.length = parse_duration(phrase.length);
    if (out.length.unit != duration_unit::working_days)
        refuse_text("due", from.phrase.text, "after \"by close of\" stands a calendar or a number of working days");
    if (out.length.amount == 0) refuse_text("due", from.phrase.text, "the first working day is number 1");
    if (!check_hours(from.phrase.mark, from.calendar, duration_unit::working_days)) return false;
    const auto known = known_calendar(from.calendar);
    return !known || !never(*known);
}

bool target_builder::read_attribute(const written& from, std::string_view name, attribute_kind kind, target& out) {
    const auto number = scope_.attribute({std::string{name}, from.phrase.mark}, kind);
    if (!number) return false;
    out.attribute = *number;
    return true;
}

std::optional<duration_value> target_builder::read_length(const written& from, std::string_view text) {
    const auto found = find_length(scope_.draft(), text);
    if (!found) {
        scope_.faults().add(from.phrase.mark, plain::unknown_name,
                            no_such("word", text, names_of(scope_.draft().data.words)) + "; or " + std::string{duration_examples});
        return std::nullopt;
    }
    if (found->none) refuse_text("due", from.phrase.text, "only \"within\" may be none");
    if (found->value.amount == 0) refuse_text("due", from.phrase.text, "a target is longer than nothing");
    return found->value;
}

std::optional<std::uint8_t> target_builder::known_calendar(const marked_text& calendar) const {
    const auto& d = scope_.draft();
    if (!calendar.empty()) return d.find_calendar(calendar.text);
    if (!from_.calendar.empty()) return d.find_calendar(from_.calendar.text);
    if (!d.from.case_calendar.empty() && scope_.machine().attribute(d.from.case_calendar.text)) return std::nullopt;
    return d.data.own_calendar;
}

bool target_builder::never_closes(std::uint8_t calendar) const {
    return scope_.draft().sound_calendars[calendar - scope_.draft().first_calendar] && scope_.draft().data.hours[calendar].is_always();
}

bool target_builder::check_hours(std::uint32_t mark, const marked_text& calendar, duration_unit unit) {
    if (unit == duration_unit::real) return true;
    if (unit == duration_unit::days) return check_zone(mark, calendar);
    const auto& from = scope_.draft().from;
    if (!calendar.empty() || !from_.calendar.empty() || !from.calendar.empty() || !from.case_calendar.empty()) return true;
    scope_.faults().add(
        mark, plain::missing,
        std::string{unit == duration_unit::business ? "business hours" : "working days"} +
            " are counted in a calendar, and none is named: add \"calendar: NAME\" to the target, the policy or the rulebook (allowed: " +
            listed(names_of(scope_.draft().calendars())) + ')');
    return false;
}

bool target_builder::check_zone(std::uint32_t mark, const marked_text& calendar) {
    const auto& from = scope_.draft().from;
    if (!calendar.empty() || !from_.calendar.empty() || !from.calendar.empty() || !from.case_calendar.empty() || !from.zone.empty())
        return true;
    scope_.faults().add(mark, plain::missing, "days are counted in a zone, and the rulebook names none: add \"zone: Area/City\"");
    return false;
}

duration_value target_builder::read_max_pause(const marked_text& at_most) {
    duration_value made;
    if (at_most.empty()) return made;
    scope_.faults().note(at_most.mark, [&] {
        const auto found = find_length(scope_.draft(), at_most.text);
        if (!found) throw text_error{no_such("word", at_most.text, names_of(scope_.draft().data.words)) + "; or " + std::string{duration_examples}};
        if (found->none) return;
        if (found->value.amount == 0) refuse_text("max_pause", at_most.text, "a pause is longer than nothing");
        made = found->value;
        static_cast<void>(check_hours(at_most.mark, nowhere, made.unit));
    });
    return made;
}

warning target_builder::read_warning(const marked_text& at) {
    warning made;
    scope_.faults().note(at.mark, [&] {
        constexpr std::string_view forms = "a warning stands at \"80 %\" of the target or at \"15s left\"";
        std::string_view text = at.text;
        if (constexpr std::string_view end = " left"; text.size() > end.size() && text.substr(text.size() - end.size()) == end) {
            const auto found = find_length(scope_.draft(), text.substr(0, text.size() - end.size()));
            if (!found || found->none)
                refuse_text("warning", at.text, std::string{"no duration stands before \"left\"; "} + std::string{forms});
            if (found->value.amount == 0) refuse_text("warning", at.text, "with nothing left there is nothing to warn of");
            made.left = found->value;
            static_cast<void>(check_hours(at.mark, nowhere, found->value.unit));
            return;
        }
        if (text.empty() || text.back() != '%') refuse_text("warning", at.text, forms);
        text.remove_suffix(1);
        while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
        std::size_t whole = 0;
        std::uint32_t permille = 0;
        for (; whole < text.size() && is_digit(text[whole]) && permille < 10'000; ++whole)
            permille = permille * 10 + static_cast<std::uint32_t>(text[whole] - '0');
        permille *= 10;
        auto rest = text.substr(whole);
        if (rest.size() == 2 && rest[0] == '.' && is_digit(rest[1])) {
            permille += static_cast<std::uint32_t>(rest[1] - '0');
            rest = {};
        }
        if (whole == 0 || !rest.empty()) refuse_text("warning", at.text, std::string{forms} + "; a share has at most one decimal");
        if (permille == 0 || permille > 1000) refuse_text("warning", at.text, "a share of the target lies above 0 % and is at most 100 %");
        made.share_permille = permille;
    });
    return made;
}

}  // namespace caseclock::detail

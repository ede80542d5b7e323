// SPDX-License-Identifier: Apache-2.0
//
// Random policies and random histories over the machine of policy_sheet.hpp. Times lie on a grid of half hours, so that deadlines, events,
// pauses and closings often meet.
#pragma once

#include "desk/reference_clocks.hpp"

#include <random>

namespace caseclock::desk_test {

struct event_sheet {
    std::int64_t at = 0;
    int number = reference_case::only_changes;
    change_list brings{};
    bool advance_before = false;
    int policy = -1;  ///< of an acknowledgement: whose levels; -1: all

    [[nodiscard]] std::string text() const {
        std::string out = std::to_string(at) + (number == reference_case::acknowledges ? " acknowledge " + std::to_string(policy)
                                                 : number < 0                           ? " change"
                                                                                        : std::string(" ") + event_names[static_cast<std::size_t>(number)]);
        for (const auto& [fact, holds] : brings.facts) out += std::string(holds ? " +" : " -") + fact_names[static_cast<std::size_t>(fact)];
        for (const auto& [attribute, value] : brings.values)
            out +=
                std::string(" ") + attribute_names[static_cast<std::size_t>(attribute)] + "=" + (value ? std::to_string(*value) : "unset");
        return out;
    }
};

class random_sheets {
public:
    explicit random_sheets(std::uint64_t seed) : random_{seed} {}

    std::vector<policy_sheet> policies() {
        std::vector<policy_sheet> list(1 + below(3));
        policies_ = list.size();
        for (auto& each : list) each = policy();
        return list;
    }

    std::vector<event_sheet> history() {
        std::vector<event_sheet> list(2 + below(14));
        auto at = monday + grid(48);
        for (auto& each : list) {
            each.at = at;
            each.number = one_in(5) ? reference_case::only_changes : static_cast<int>(below(finish));
            if (one_in(6)) each.number = reference_case::acknowledges;
            if (each.number == reference_case::acknowledges && one_in(3)) each.policy = number(policies_);
            if (one_in(25)) each.number = finish;
            each.advance_before = one_in(3);
            while (one_in(2)) each.brings.facts.emplace_back(below(fact_count), one_in(2));
            while (one_in(2)) each.brings.values.push_back(value(at));
            if (one_in(4)) continue;  // the next at the same instant
            at += one_in(8) ? grid(3 * 48) : grid(12);
            if (one_in(12)) at += one_in(2) ? 1 : -1;
        }
        for (std::size_t i = 1; i < list.size(); ++i) list[i].at = std::max(list[i].at, list[i - 1].at);
        return list;
    }

private:
    using when = condition_sheet::kind;
    using on = trigger_sheet::kind;
    using due = target_sheet::kind;
    using unit = length_sheet::unit;

    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>{0, n - 1}(random_); }
    bool one_in(std::size_t n) { return below(n) == 0; }
    std::int64_t grid(std::size_t most_half_hours) { return static_cast<std::int64_t>(1 + below(most_half_hours)) * 30 * minute_ms; }
    int number(std::size_t n) { return static_cast<int>(below(n)); }

    std::pair<int, std::optional<std::int64_t>> value(std::int64_t near) {
        const auto a = number(attribute_count);
        if (one_in(6)) return {a, std::nullopt};
        switch (a) {
            case priority:
            case site: return {a, number(2)};
            case agreed_at: return {a, near + grid(96) - 24 * hour_ms};
            case units: return {a, number(13)};
            case lasting: return {a, grid(4 * 48)};
            default: return {a, one_in(8) ? 0 : grid(20)};
        }
    }

    condition_sheet condition(int depth = 0) {
        if (depth < 2 && one_in(4)) {
            condition_sheet made{one_in(2) ? when::any : one_in(2) ? when::all : when::none, 0, {}};
            made.of = {condition(depth + 1), condition(depth + 1)};
            return made;
        }
        switch (below(5)) {
            case 0: return {when::fact, number(fact_count), {}};
            case 1: return {when::lacks, number(fact_count), {}};
            case 2: return {when::state, one_in(4) ? pair : number(3), {}};
            case 3: return {when::priority_is, number(2), {}};
            default: return {when::is_set, one_in(2) ? agreed_at : promised, {}};
        }
    }

    trigger_sheet trigger(bool plain) {
        trigger_sheet made;
        switch (below(plain ? 9 : 11)) {
            case 0:
            case 1:
                made.is = on::event;
                made.number = number(event_count);
                break;
            case 2:
            case 3:
                made.is = on::enters;
                made.number = one_in(4) ? pair : number(3);
                break;
            case 4:
                made.is = on::leaves;
                made.number = one_in(4) ? pair : number(3);
                break;
            case 5:
            case 6:
                made.is = on::fact;
                made.number = number(fact_count);
                break;
            case 7:
                made.is = on::loses;
                made.number = number(fact_count);
                break;
            case 8:
                made.is = on::changes;
                made.number = number(attribute_count);
                break;
            default:
                made.is = on::all;
                made.of.resize(1 + below(3));
                for (auto& each : made.of) {
                    each = one_in(2) ? trigger_sheet{on::fact, number(fact_count), {}, false, {}} : trigger(true);
                    if (each.is == on::fact) each.when = {};
                }
        }
        if (one_in(4)) made.when = condition();
        if (made.is == on::fact && plain) made.when = {};
        return made;
    }
    std::vector<trigger_sheet> triggers(std::size_t most, bool plain) {
        std::vector<trigger_sheet> list(1 + below(most));
        for (auto& each : list) each = trigger(plain);
        return list;
    }

    length_sheet length() {
        switch (below(5)) {
            case 0:
            case 1: return {unit::real, grid(40)};
            case 2: return {unit::business, grid(20)};
            case 3: return {unit::days, 1 + number(3)};
            default: return {unit::working_days, 1 + number(3)};
        }
    }
    length_sheet short_length() {
        switch (below(4)) {
            case 0: return {unit::real, grid(16)};
            case 1: return {unit::business, grid(10)};
            case 2: return {unit::days, 1 + number(2)};
            default: return {unit::working_days, 1 + number(2)};
        }
    }
    target_sheet target(bool plain, bool may_be_none) {
        target_sheet made;
        do made.is = static_cast<due>(below(13));
        while (made.is == due::none && !(may_be_none && one_in(2)));
        made.length = length();
        if (made.is == due::close_of_working_day) made.length = {unit::working_days, 1 + number(3)};
        if (made.is == due::between) {
            made.upper = made.length;
            made.upper.amount += one_in(6) ? 0 : made.length.is == unit::real || made.length.is == unit::business ? grid(20) : number(3);
        }
        if (made.is == due::within_attribute) made.attribute = promised + number(3);
        if (made.is == due::within_per) {
            made.length = short_length();
            made.attribute = units;
            made.per = one_in(2) ? 5 : 3 + number(8);
        }
        if (made.is == due::by || made.is == due::before || made.is == due::end_of_attribute_day || made.is == due::day_before)
            made.attribute = agreed_at;
        made.closing = number(2);
        if (made.attribute >= 0 && !plain && one_in(2)) made.otherwise = std::make_shared<target_sheet>(target(true, false));
        if (plain) return made;
        if (made.is != due::none && one_in(3)) {
            do made.not_later_than = std::make_shared<target_sheet>(target(true, false));
            while (made.not_later_than->has_window());
            if (made.otherwise) made.otherwise->not_later_than = made.not_later_than;
        }
        made.linear = one_in(2);
        for (const auto& behind : {made.otherwise, made.not_later_than})
            if (behind) behind->linear = made.linear;
        return made;
    }
    [[nodiscard]] static bool counts_working_days(const target_sheet& t) {
        const bool by_length = t.is == due::within || t.is == due::within_per || t.is == due::before || t.is == due::between;
        return t.is == due::close_of_working_day || (by_length && t.length.is == unit::working_days) || t.attribute == lasting ||
               (t.otherwise && counts_working_days(*t.otherwise)) || (t.not_later_than && counts_working_days(*t.not_later_than));
    }
    [[nodiscard]] static bool has_window(const target_sheet& t) { return t.has_window() || (t.otherwise && has_window(*t.otherwise)); }

    reaction_sheet reaction() {
        reaction_sheet made;
        if (one_in(8)) made.raises = one_in(2) ? number(go_s2 + 1) : pong;
        if (one_in(4)) made.from_miss = 2 + number(2);
        if (one_in(6)) made.when = condition();
        return made;
    }
    std::vector<reaction_sheet> reactions() {
        std::vector<reaction_sheet> list(below(3));
        for (auto& each : list) each = reaction();
        return list;
    }

    /// In the order in which they come, as far as that is known whatever the calendar.
    ladder_sheet ladder() {
        ladder_sheet made(1 + below(4));
        for (auto& each : made) {
            each.side = one_in(3) ? 0 : one_in(3) ? -1 : 1;
            if (each.side != 0) each.offset = length();
            if (one_in(2)) each.acknowledge_within = one_in(2) ? length_sheet{unit::real, grid(8)} : length();
            if (one_in(6)) each.from_miss = 2 + number(2);
            if (one_in(4)) each.when = condition();
            while (one_in(3)) each.reactions.push_back(reaction());
        }
        std::sort(made.begin(), made.end(), [](const level_sheet& a, const level_sheet& b) {
            const auto order = [](const level_sheet& l) { return std::tuple{l.side, l.offset.is, l.side * l.offset.amount}; };
            return order(a) < order(b);
        });
        bool asked = false;
        for (auto& each : made) {
            each.unless_acknowledged = asked && one_in(3);
            asked = asked || each.acknowledge_within;
        }
        return made;
    }

    policy_sheet policy() {
        policy_sheet made;
        made.wait = one_in(6);
        made.once = one_in(8);
        made.start = triggers(2, false);
        if (one_in(3)) made.start.push_back({on::opened, 0, {}, false, {}});
        if (one_in(3))
            for (auto& each : made.start) each.since = true;
        if (!made.wait || one_in(2)) made.stop = triggers(2, false);
        if (one_in(3)) made.cancel = triggers(1, true);
        if (one_in(3)) made.reset = triggers(2, true);
        if (!one_in(3)) {
            made.pause_while.resize(1 + below(2));
            for (auto& each : made.pause_while) {
                each.when = condition();
                if (one_in(2)) each.max = short_length();
            }
        }
        if (!made.wait && !made.once && one_in(4)) made.done_by = triggers(2, false);
        made.goes_on = !made.wait && one_in(2);
        if (one_in(3) && (made.goes_on || !made.once)) made.reopened = triggers(2, true);
        made.goes_on = made.goes_on && !made.reopened.empty();
        made.due.resize(1 + below(3));
        for (auto& each : made.due) {
            each = target(false, !made.wait);
            if (one_in(2)) each.when = condition();
            if (one_in(4)) each.calendar = number(2);
            for (const auto& behind : {each.otherwise, each.not_later_than})
                if (behind) behind->calendar = each.calendar;
        }
        if (!made.done_by.empty() && one_in(2)) {
            made.every = true;
            made.due = {{}};
            made.due.front().is = due::within;
            made.due.front().length = length();
        }
        if (!made.wait && !one_in(3)) add_ladders(made);
        if (one_in(3)) made.calendar = number(2);
        if (one_in(2) && std::any_of(made.due.begin(), made.due.end(), counts_working_days)) {
            made.days_written = true;
            made.days = {one_in(2), one_in(2), one_in(2)};
        }
        while (one_in(2)) made.when_changed[below(attribute_count)] = static_cast<change_sheet>(below(3));
        made.warn.resize(below(4));
        for (auto& each : made.warn) {
            if (one_in(2)) each.percent = one_in(4) ? 100 : 1 + number(100);
            else each.left = length();
            each.reactions = {{one_in(8) ? number(event_count - 1) : -1, 1, {}}};
        }
        if (made.wait) made.ends = reactions();
        else {
            made.met = reactions();
            made.missed = reactions();
            if (std::any_of(made.due.begin(), made.due.end(), has_window)) {
                made.window_opens = reactions();
                made.early = reactions();
            }
        }
        return made;
    }

    void add_ladders(policy_sheet& to) {
        to.ladders.resize(1 + below(2));
        for (auto& each : to.ladders) each = ladder();
        const bool any_deadline = std::any_of(to.due.begin(), to.due.end(), [](const target_sheet& t) { return t.is != due::none; });
        if (any_deadline && !one_in(3)) to.ladder = 0;
        for (auto& each : to.due) {
            if (each.is != due::none && !to.every && one_in(2)) each.ladder = number(to.ladders.size());
            if (each.otherwise) each.otherwise->ladder = each.ladder;
        }
    }

    std::mt19937_64 random_;
    std::size_t policies_ = 0;  ///< that were made last
};

}  // namespace caseclock::desk_test

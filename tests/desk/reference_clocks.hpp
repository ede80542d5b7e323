// SPDX-License-Identifier: Apache-2.0
//
// One case under some policies, judged in the slowest and plainest way: plain lists, no queue, every limit found again from the cycle's
// history whenever somebody asks. It follows the contract sentence by sentence and shares no code with the library.
//
//   reference_case model{policies};
//   model.event(t, ping, {...});     model.advance(t);     model.said -> one line per effect, as desk_lines.hpp writes those of a desk
#pragma once

#include "desk/policy_sheet.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace caseclock::desk_test {

/// Facts and attributes that come with an event.
struct change_list {
    std::vector<std::pair<int, bool>> facts{};
    std::vector<std::pair<int, std::optional<std::int64_t>>> values{};
};

class reference_case {
public:
    static constexpr int only_changes = -1, acknowledges = -2;  ///< events of no row

    explicit reference_case(const std::vector<policy_sheet>& policies) : policies_{policies}, clocks_(policies.size()) {}

    std::vector<std::string> said;

    /// Judged at t, or at the model's time if that is later. `policy`: whose levels are acknowledged; -1: all.
    void event(std::int64_t t, int number, const change_list& brings, int policy = -1) {
        t = std::max(t, now_);
        fire_until(t);
        now_ = t;
        if (ended_) return;
        if (number == acknowledges) {
            bool any = false;
            for (std::size_t p = 0; p < clocks_.size(); ++p) any = any || (acknowledged(p, policy) && waits(p));
            if (!any) return;
        }
        step(t, number, brings, policy);
        settle(t);
    }
    /// Openings at or before t happen, limits before it.
    void advance(std::int64_t t) {
        fire_until(t);
        now_ = t;
    }
    /// From t on these are the targets of the policies, and everything else is as it was.
    void adopt(std::int64_t t, const std::vector<policy_sheet>& others) {
        t = std::max(t, now_);
        fire_until(t);
        now_ = t;
        for (std::size_t p = 0; p < policies_.size(); ++p) {
            clocks_[p].target = nullptr;
            policies_[p].due = others[p].due;
        }
        if (!open_ || ended_) return;
        for (std::size_t p = 0; p < policies_.size(); ++p) retarget(p, t);
        finish_step(t);
        settle(t);
    }
    [[nodiscard]] const case_sheet& now() const { return case_; }

private:
    struct bounds {
        std::optional<std::int64_t> opens{}, due{};
    };
    struct pause {
        std::int64_t begin;
        std::optional<std::int64_t> end{};
    };
    struct mark {
        const ladder_sheet* ladder;
        std::size_t level;
        std::int64_t at;
        bool told = true;
        std::optional<std::int64_t> overdue{}, answered{};
        std::optional<std::int64_t> calls{};  ///< the next level, then
        [[nodiscard]] bool asks() const { return told && (*ladder)[level].acknowledge_within.has_value(); }
        [[nodiscard]] bool open() const { return asks() && !answered; }
    };
    /// The history of one cycle.
    struct clock {
        bool running = false, missed = false, opened = false, unset = false;
        int cycle = 0, misses = 0;
        std::int64_t start = 0;
        const target_sheet* target = nullptr;
        int calendar = 0;  ///< as it was when the clock was aimed
        bounds first{};    ///< before any pause
        std::optional<std::int64_t> cap{};  ///< the due of its not_later_than, before any pause
        std::vector<pause> pauses{};
        bool paused = false;
        bool may_go_on = false;                               ///< ended, and paused since
        std::set<std::size_t> reasons{}, spent{};             ///< those that pause it; those that have paused it long enough
        std::map<std::size_t, std::int64_t> reason_ends{};    ///< of reasons that hold and may not pause for ever
        std::set<std::size_t> warned{};
        std::set<const trigger_sheet*> occurred{};
        std::vector<mark> marks{};  ///< levels of ladders that came
    };
    /// What happens in one place of the order of triggers.
    struct trigger_place {
        bool opened = false;
        int event = -1, left = -1, entered = -1, other = -1;
        std::set<int> set{}, cleared{}, changed{};
    };
    /// One of the deadlines of a clock: its target's, or that of the not_later_than.
    struct deadline {
        const target_sheet* by = nullptr;
        std::int64_t first = 0, due = 0;
    };
    enum class stage { pause_end, opening, warning, miss, overdue, level };
    struct firing {
        std::int64_t at = 0;
        stage is = stage::miss;
        std::size_t policy = 0, number = 0;
        [[nodiscard]] bool opens() const { return is == stage::pause_end || is == stage::opening; }
        [[nodiscard]] auto order() const { return std::tuple{at, !opens(), policy, is, number}; }
    };

    // ---- a step ---------------------------------------------------------------------------------------------------------------------

    void step(std::int64_t t, int number, const change_list& brings, int policy = -1) {
        const auto before = case_;
        const bool opens = !open_;
        open_ = true;
        for (const auto& [fact, holds] : brings.facts) case_.facts[fact] = holds;
        for (const auto& [attribute, value] : brings.values) case_.values[attribute] = value;
        std::optional<int> to;
        if (number >= go_s0 && number <= go_s2) to = s0 + (number - go_s0);
        if (number == finish) to = done;
        if (to) case_.state = *to;

        trigger_place facts, values;
        for (int f = 0; f < fact_count; ++f) {
            if (case_.facts[f] && !before.facts[f]) facts.set.insert(f);
            if (!case_.facts[f] && before.facts[f]) facts.cleared.insert(f);
        }
        for (int a = 0; a < attribute_count; ++a)
            if (case_.values[a] != before.values[a]) values.changed.insert(a);

        if (opens) {
            trigger_place opening, initial;
            opening.opened = true;
            initial.entered = s0;
            trigger(t, opening);
            trigger(t, initial);
        }
        if (number >= 0) {
            trigger_place what;
            what.event = number;
            trigger(t, what);
        }
        if (number == acknowledges)
            for (std::size_t p = 0; p < clocks_.size(); ++p)
                if (acknowledged(p, policy)) acknowledge(p, t);
        if (to) {
            trigger_place what;
            what.left = before.state;
            what.other = *to;
            trigger(t, what);
        }
        if (!facts.set.empty() || !facts.cleared.empty()) trigger(t, facts);
        if (!values.changed.empty()) trigger(t, values);
        if (to) {
            trigger_place what;
            what.entered = *to;
            what.other = before.state;
            trigger(t, what);
        }
        finish_step(t);
        if (case_.state == done) {
            ended_ = true;
            for (std::size_t p = 0; p < policies_.size(); ++p) cancel(p, t);
            said.push_back(std::to_string(t) + " ended");
        }
    }
    /// What is left when everything has happened.
    void finish_step(std::int64_t t) {
        for (std::size_t p = 0; p < policies_.size(); ++p)
            if (clocks_[p].running && clocks_[p].target == nullptr && matching(policies_[p]) != nullptr) retarget(p, t);
        for (std::size_t p = 0; p < policies_.size(); ++p) update_pause(p, t);
        while (const auto next = next_firing(t)) {
            const auto& c = clocks_[next->policy];
            const auto miss = next_of(next->policy, stage::miss);
            const bool in_vain = next->is == stage::warning && !c.missed && miss && *miss < t;
            if (in_vain) clocks_[next->policy].warned.insert(next->number);
            else fire(*next, t);
        }
    }

    /// Raised events, first in first out.
    void settle(std::int64_t t) {
        for (int taken = 0; !raised_.empty(); ++taken) {
            const auto number = raised_.front();
            raised_.pop_front();
            if (taken == 64) {
                said.push_back(std::to_string(t) + " limit raised_events");
                raised_.clear();
                return;
            }
            const bool taken_by_machine = !ended_;
            if (taken_by_machine) step(t, number, {});
            said.push_back(std::to_string(t) + " raised " + event_names[number] + (taken_by_machine ? " accepted" : " ended"));
        }
    }

    // ---- triggers -------------------------------------------------------------------------------------------------------------------

    void trigger(std::int64_t t, const trigger_place& where) {
        for (std::size_t p = 0; p < policies_.size(); ++p) {
            const auto& sheet = policies_[p];
            if (any_acts(sheet.stop, where, p, false)) stop(p, t);
            if (any_acts(sheet.done_by, where, p, false)) complete(p, t);
            if (any_acts(sheet.cancel, where, p, false)) cancel(p, t);
            if (any_acts(sheet.reset, where, p, false) || changes(p, where, change_sheet::reset)) reset(p, t);
            if (changes(p, where, change_sheet::retarget)) retarget(p, t);
            if (const auto* by = any_acts(sheet.start, where, p, true)) {
                auto since = t;
                if (by->since && case_.values[agreed_at]) since = std::min(t, *case_.values[agreed_at]);
                start(p, since, t);
            }
            if (any_acts(sheet.reopened, where, p, false)) reopen(p, t);
        }
    }
    /// The first that acts; every member of an `all` is noted.
    const trigger_sheet* any_acts(const std::vector<trigger_sheet>& list, const trigger_place& where, std::size_t p, bool starts) {
        const trigger_sheet* found = nullptr;
        for (const auto& each : list) {
            const bool acts =
                each.is == trigger_sheet::kind::all ? all_acts(each, where, p, starts) : happens(each, where) && each.when.holds(case_);
            if (acts && found == nullptr) found = &each;
        }
        return found;
    }
    bool all_acts(const trigger_sheet& joint, const trigger_place& where, std::size_t p, bool starts) {
        auto& c = clocks_[p];
        if (c.running == starts) return false;
        bool here = false;
        for (const auto& member : joint.of) {
            if (!happens(member, where)) continue;
            if (member.is == trigger_sheet::kind::fact) here = true;
            else if (member.when.holds(case_)) {
                here = true;
                c.occurred.insert(&member);
            }
        }
        if (!here || !joint.when.holds(case_)) return false;
        return std::all_of(joint.of.begin(), joint.of.end(), [&](const trigger_sheet& m) {
            return m.is == trigger_sheet::kind::fact ? case_.facts[m.number] : c.occurred.count(&m) != 0;
        });
    }
    [[nodiscard]] static bool within(int state, int named) { return state == named || (named == pair && (state == s0 || state == s1)); }
    [[nodiscard]] static bool happens(const trigger_sheet& each, const trigger_place& where) {
        using kind = trigger_sheet::kind;
        const auto crosses = [&](int state) {
            if (state < 0 || !within(state, each.number)) return false;
            return each.number != pair || where.other < 0 || !within(where.other, pair);
        };
        switch (each.is) {
            case kind::event: return where.event == each.number;
            case kind::enters: return crosses(where.entered);
            case kind::leaves: return crosses(where.left);
            case kind::fact: return where.set.count(each.number) != 0;
            case kind::loses: return where.cleared.count(each.number) != 0;
            case kind::changes: return where.changed.count(each.number) != 0;
            case kind::opened: return where.opened;
            case kind::all: return false;
        }
        return false;
    }
    /// Does one of the changed attributes do that to the clock?
    [[nodiscard]] bool changes(std::size_t p, const trigger_place& where, change_sheet what) const {
        return std::any_of(where.changed.begin(), where.changed.end(), [&](int a) {
            if (policies_[p].when_changed[a]) return *policies_[p].when_changed[a] == what;
            return what == change_sheet::retarget && is_read(policies_[p], a);
        });
    }
    [[nodiscard]] static bool is_read(const policy_sheet& p, int attribute) {
        if (attribute == site && p.calendar < 0) return true;
        return std::any_of(p.due.begin(), p.due.end(), [&](const target_sheet& t) {
            return t.when.reads(attribute) || t.attribute == attribute || (t.otherwise && t.otherwise->attribute == attribute) ||
                   (t.not_later_than && t.not_later_than->attribute == attribute);
        });
    }

    // ---- what triggers do -----------------------------------------------------------------------------------------------------------

    void start(std::size_t p, std::int64_t since, std::int64_t t) {
        auto& c = clocks_[p];
        if (c.running || (policies_[p].once && c.cycle > 0)) return;
        begin(p, since);
        ++c.cycle;
        aim(p, t, false);
        stop_where_facts_hold(p, t);
    }
    void stop_where_facts_hold(std::size_t p, std::int64_t t) {
        for (const auto& each : policies_[p].stop) {
            using kind = trigger_sheet::kind;
            const auto is_fact = [](const trigger_sheet& m) { return m.is == kind::fact; };
            bool holds = each.when.holds(case_);
            if (each.is == kind::fact) holds = holds && case_.facts[each.number];
            else if (each.is == kind::all && std::all_of(each.of.begin(), each.of.end(), is_fact))
                holds = holds && std::all_of(each.of.begin(), each.of.end(), [&](const trigger_sheet& m) { return case_.facts[m.number]; });
            else continue;
            if (holds) return stop(p, t);
        }
    }
    /// A history without anything in it.
    void begin(std::size_t p, std::int64_t at) {
        const auto old = clocks_[p];
        clocks_[p] = clock{};
        clocks_[p].running = true;
        clocks_[p].cycle = old.cycle;
        clocks_[p].misses = old.misses;
        clocks_[p].start = at;
    }
    /// The same without anything but the reasons to pause, and how long they have paused it.
    void begin_anew(std::size_t p, std::int64_t t, const clock& before, bool was_paused) {
        begin(p, t);
        auto& c = clocks_[p];
        c.reasons = before.reasons;
        c.spent = before.spent;
        c.reason_ends = before.reason_ends;
        aim(p, t, false);
        if (was_paused) begin_pause(c, t);
    }
    void stop(std::size_t p, std::int64_t t) {
        if (!finish_pause_and_miss(p, t)) return;
        if (!policies_[p].wait) finish_cycle(p, t);
        end(p, t);
    }
    /// The cycle ends and the next begins.
    void complete(std::size_t p, std::int64_t t) {
        const bool was_paused = clocks_[p].paused;
        if (!finish_pause_and_miss(p, t)) return;
        finish_cycle(p, t);
        const auto before = clocks_[p];
        ++clocks_[p].cycle;
        begin_anew(p, t, before, was_paused);
    }
    void finish_cycle(std::size_t p, std::int64_t t) {
        auto& c = clocks_[p];
        const auto due = in_force(p);
        const auto opens = stand(p).opens;
        if (c.missed) return judge(p, "ended_late", t, t, t);
        if (!due) return judge(p, "measured", t, t, t);
        if (opens && *opens > t) {
            ++c.misses;
            judge(p, "early", t, t, t);
            c.missed = true;
            return react(p, policies_[p].early, "early", t);
        }
        judge(p, "met", t, t, t);
        react(p, policies_[p].met, "met", t);
    }
    /// A new cycle, or the last one goes on and the time since it ended was a pause.
    void reopen(std::size_t p, std::int64_t t) {
        auto& c = clocks_[p];
        if (c.running || c.cycle == 0) return;
        if (!policies_[p].goes_on) return start(p, t, t);
        c.running = true;
        c.occurred.clear();
        c.pauses.back().end = t;
        if (c.pauses.back().begin == t) c.pauses.pop_back();
        aim(p, t, false);
        stop_where_facts_hold(p, t);
    }
    void cancel(std::size_t p, std::int64_t t) {
        if (!finish_pause_and_miss(p, t)) return;
        if (!policies_[p].wait && !clocks_[p].missed) judge(p, "cancelled", t, t, t);
        end(p, t);
    }
    void reset(std::size_t p, std::int64_t t) {
        const bool was_paused = clocks_[p].paused;
        if (!finish_pause_and_miss(p, t)) return;
        const auto before = clocks_[p];
        if (before.missed) ++clocks_[p].cycle;
        begin_anew(p, t, before, was_paused);
    }
    /// As if resumed then; what was due before is missed. False when the clock does not run, or no longer.
    bool finish_pause_and_miss(std::size_t p, std::int64_t t) {
        auto& c = clocks_[p];
        if (!c.running) return false;
        if (c.paused) end_pause(p, t);
        const auto due = in_force(p);
        if (!c.missed && due && due->due < t) fire({due->due, stage::miss, p, 0}, t);
        return c.running;
    }
    void retarget(std::size_t p, std::int64_t t) {
        if (clocks_[p].running) aim(p, t, clocks_[p].unset);
    }
    void end(std::size_t p, std::int64_t t) {
        auto& c = clocks_[p];
        c.running = false;
        if (policies_[p].goes_on) begin_pause(c, t);
        else c.pauses.clear();
        if (!policies_[p].goes_on) c.marks.clear();
        c.paused = false;
        c.occurred.clear();
        c.reasons.clear();
        c.spent.clear();
        c.reason_ends.clear();
    }

    void update_pause(std::size_t p, std::int64_t t) {
        auto& c = clocks_[p];
        if (!c.running) return;
        c.reasons.clear();
        for (std::size_t i = 0; i < policies_[p].pause_while.size(); ++i) {
            const auto& reason = policies_[p].pause_while[i];
            if (!reason.when.holds(case_)) {
                c.spent.erase(i);
                c.reason_ends.erase(i);
            } else if (c.spent.count(i) == 0) {
                c.reasons.insert(i);
                if (reason.max && c.reason_ends.count(i) == 0) c.reason_ends[i] = later(p, t, *reason.max, 1);
            }
        }
        if (!c.reasons.empty() && !c.paused) begin_pause(c, t);
        else if (c.reasons.empty() && c.paused) end_pause(p, t);
    }
    /// Pauses that touch are one pause.
    static void begin_pause(clock& c, std::int64_t t) {
        c.paused = true;
        if (!c.pauses.empty() && c.pauses.back().end == t) c.pauses.back().end.reset();
        else c.pauses.push_back({t});
    }
    void end_pause(std::size_t p, std::int64_t t) {
        auto& c = clocks_[p];
        c.paused = false;
        c.pauses.back().end = t;
        if (c.pauses.back().begin == t) c.pauses.pop_back();
        open_anew(p, t);
    }
    /// A window that opens after the step has not opened, whatever was said of another one before.
    void open_anew(std::size_t p, std::int64_t t) {
        const auto opens = stand(p).opens;
        if (opens && *opens > t) clocks_[p].opened = false;
    }

    // ---- the deadline ---------------------------------------------------------------------------------------------------------------

    [[nodiscard]] const target_sheet* matching(const policy_sheet& p) const {
        for (const auto& each : p.due)
            if (each.when.holds(case_)) return &each;
        return nullptr;
    }
    [[nodiscard]] bool says_nothing(const target_sheet& t) const {
        if (t.attribute < 0) return false;
        const auto value = case_.values[t.attribute];
        const bool a_length = t.is == target_sheet::kind::within_attribute || t.is == target_sheet::kind::within_per;
        return !value || (a_length && *value <= 0);
    }
    void aim(std::size_t p, std::int64_t t, bool was_unset) {
        auto& c = clocks_[p];
        c.target = matching(policies_[p]);
        c.first = {};
        c.cap.reset();
        c.unset = false;
        c.calendar = static_cast<int>(case_.values[site].value_or(0));
        if (c.target != nullptr && says_nothing(*c.target) && c.target->otherwise) c.target = c.target->otherwise.get();
        if (c.target != nullptr) {
            const auto* cap = c.target->not_later_than.get();
            if (cap != nullptr && !says_nothing(*cap)) c.cap = find_bounds(p, *cap).due;
            if (!says_nothing(*c.target)) c.first = find_bounds(p, *c.target);
            else c.unset = !c.cap;
            if (c.unset && !was_unset) say(p, t, t, "no_deadline");
        }
        open_anew(p, t);
    }
    [[nodiscard]] const naive_hours& hours(std::size_t p) const {
        const auto& c = clocks_[p];
        auto number = policies_[p].calendar;
        if (c.target != nullptr && c.target->calendar >= 0) number = c.target->calendar;
        if (number < 0) number = c.calendar;
        return calendars_[static_cast<std::size_t>(number)];
    }
    [[nodiscard]] std::int64_t later(std::size_t p, std::int64_t t, length_sheet by, int sign, naive_day_rule days = {}) const {
        const auto& h = hours(p);
        switch (by.is) {
            case length_sheet::unit::real: return t + sign * by.amount;
            case length_sheet::unit::business: return sign > 0 ? h.add(t, by.amount) : h.subtract(t, by.amount);
            case length_sheet::unit::days: return t + sign * by.amount * day_ms;  // no zone of these changes its offset
            case length_sheet::unit::working_days: return h.add_working_days(t, sign * by.amount, days);
        }
        return t;
    }
    [[nodiscard]] static length_sheet batches(const target_sheet& t, std::int64_t number) {
        auto length = t.length;
        if (t.linear) length.amount = std::max(length.amount, (length.amount * number + t.per - 1) / t.per);
        else length.amount *= (number + t.per - 1) / t.per;
        return length;
    }
    [[nodiscard]] bounds find_bounds(std::size_t p, const target_sheet& t) const {
        using kind = target_sheet::kind;
        const auto& c = clocks_[p];
        const auto& h = hours(p);
        const auto days = policies_[p].days;
        const auto value = t.attribute >= 0 ? case_.values[t.attribute].value_or(0) : 0;
        switch (t.is) {
            case kind::none: return {};
            case kind::within: return {{}, later(p, c.start, t.length, 1, days)};
            case kind::within_attribute: {
                if (t.attribute == promised) return {{}, c.start + value};
                if (t.attribute == worked) return {{}, h.add(c.start, value)};
                return {{}, h.add_working_days(c.start, (value + day_ms - 1) / day_ms, days)};
            }
            case kind::within_per: return {{}, later(p, c.start, batches(t, value), 1, days)};
            case kind::by: return {{}, value};
            case kind::before: return {{}, later(p, value, t.length, -1, days)};
            case kind::between: return {later(p, c.start, t.length, 1, days), later(p, c.start, t.upper, 1, days)};
            case kind::close_of: return {{}, calendars_[static_cast<std::size_t>(t.closing)].close_of_day(c.start)};
            case kind::close_of_working_day: return {{}, h.close_of_working_day(c.start, t.length.amount, days)};
            case kind::end_of_day: return {{}, h.midnight(h.date_of(c.start) + 1)};
            case kind::end_of_next_day: return {{}, h.midnight(h.date_of(c.start) + 2)};
            case kind::end_of_attribute_day: return {{}, h.midnight(h.date_of(value) + 1)};
            case kind::day_before: return {h.midnight(h.date_of(value) - 1), h.midnight(h.date_of(value))};
        }
        return {};
    }
    /// Where one pause moves a limit.
    [[nodiscard]] static std::int64_t moved(std::int64_t limit, std::int64_t begin, std::int64_t end, bool open_time,
                                            const naive_hours& h) {
        if (!open_time) return limit + (end - begin);
        const auto x = h.between(begin, end);
        const auto alone = x == 0 ? limit : h.add(limit, x);
        return limit >= begin ? std::max(alone, end) : alone;
    }
    /// The bounds of the target, or of its cap, after the pauses that have ended.
    [[nodiscard]] bounds stand(std::size_t p) const {
        const auto& c = clocks_[p];
        return c.target == nullptr ? c.first : stand(p, *c.target, c.first);
    }
    [[nodiscard]] bounds stand(std::size_t p, const target_sheet& t, bounds b) const {
        const auto& c = clocks_[p];
        if (!t.moves()) return b;
        const bool open_time = t.in_open_time();
        for (const auto& each : c.pauses) {
            if (!each.end) continue;
            const bool window = t.has_window();
            if (b.opens && *b.opens > each.begin) b.opens = moved(*b.opens, each.begin, *each.end, open_time, hours(p));
            if (b.due && !(window && *b.due < each.begin)) b.due = moved(*b.due, each.begin, *each.end, open_time, hours(p));
        }
        return b;
    }
    /// The earlier of its deadlines; one that a pause has disarmed counts only when the other is none.
    [[nodiscard]] std::optional<deadline> in_force(std::size_t p) const {
        const auto& c = clocks_[p];
        if (c.target == nullptr) return std::nullopt;
        std::vector<deadline> all, armed;
        if (c.first.due) all.push_back({c.target, *c.first.due, *stand(p).due});
        if (c.cap) all.push_back({c.target->not_later_than.get(), *c.cap, *stand(p, *c.target->not_later_than, {{}, c.cap}).due});
        for (const auto& each : all)
            if (!(c.paused && each.by->moves() && each.due >= c.pauses.back().begin)) armed.push_back(each);
        const auto& from = armed.empty() ? all : armed;
        if (from.empty()) return std::nullopt;
        return *std::min_element(from.begin(), from.end(), [](const deadline& a, const deadline& b) { return a.due < b.due; });
    }
    [[nodiscard]] std::int64_t warning_at(std::size_t p, const warning_sheet& w, const deadline& of) const {
        const auto& c = clocks_[p];
        const auto due = of.first;
        auto at = due;
        bool open_time = of.by->in_open_time();
        if (w.percent == 0) {
            at = later(p, due, w.left, -1);
            open_time = w.left.in_open_time();
        } else if (due > c.start) {
            const auto whole = open_time ? hours(p).between(c.start, due) : due - c.start;
            const auto share = (whole * w.percent + 99) / 100;
            at = open_time ? hours(p).add(c.start, share) : c.start + share;
        }
        if (!of.by->moves()) return at;
        for (const auto& each : c.pauses)
            if (each.end) at = moved(at, each.begin, *each.end, open_time, hours(p));
        return at;
    }

    // ---- ladders --------------------------------------------------------------------------------------------------------------------

    [[nodiscard]] const ladder_sheet* ladder_of(std::size_t p) const {
        const auto* target = clocks_[p].target;
        if (target == nullptr || target->is == target_sheet::kind::none) return nullptr;
        const auto number = target->ladder >= 0 ? target->ladder : policies_[p].ladder;
        return number < 0 ? nullptr : &policies_[p].ladders[static_cast<std::size_t>(number)];
    }
    [[nodiscard]] const mark* mark_of(std::size_t p, const ladder_sheet* ladder, std::size_t level) const {
        for (const auto& each : clocks_[p].marks)
            if (each.ladder == ladder && each.level == level) return &each;
        return nullptr;
    }
    /// By its offset, or when the level before it calls it.
    [[nodiscard]] std::int64_t level_at(std::size_t p, const ladder_sheet& ladder, std::size_t number, const deadline& of) const {
        const auto& c = clocks_[p];
        const auto& level = ladder[number];
        auto at = of.due;
        if (level.side != 0) {
            at = later(p, of.first, level.offset, level.side);
            if (of.by->moves())
                for (const auto& each : c.pauses)
                    if (each.end) at = moved(at, each.begin, *each.end, level.offset.in_open_time(), hours(p));
        }
        const auto* before = number == 0 ? nullptr : mark_of(p, &ladder, number - 1);
        return before != nullptr && before->calls ? std::min(at, *before->calls) : at;
    }
    [[nodiscard]] std::int64_t overdue_at(std::size_t p, const mark& m, const deadline& of) const {
        const auto& c = clocks_[p];
        const auto within = *(*m.ladder)[m.level].acknowledge_within;
        auto at = later(p, m.at, within, 1);
        if (of.by->moves())
            for (const auto& each : c.pauses)
                if (each.end && *each.end > m.at)
                    at = moved(at, std::max(each.begin, m.at), *each.end, within.in_open_time(), hours(p));
        return at;
    }
    [[nodiscard]] static bool acknowledged(std::size_t p, int named) { return named < 0 || static_cast<std::size_t>(named) == p; }
    [[nodiscard]] bool waits(std::size_t p) const {
        const auto& marks = clocks_[p].marks;
        return clocks_[p].running && std::any_of(marks.begin(), marks.end(), [](const mark& m) { return m.open(); });
    }
    void acknowledge(std::size_t p, std::int64_t t) {
        if (!clocks_[p].running) return;
        for (auto& m : clocks_[p].marks) {
            if (!m.open()) continue;
            m.answered = t;
            m.calls.reset();
            say(p, t, t, "acknowledged " + std::to_string(m.level) + (m.overdue ? " late" : ""));
        }
    }
    void fire_level(const firing& f, std::int64_t t) {
        auto& c = clocks_[f.policy];
        const auto* ladder = ladder_of(f.policy);
        const auto& level = (*ladder)[f.number];
        bool answered = false;  // the one that asked last
        for (const auto& m : c.marks)
            if (m.asks()) answered = m.answered.has_value();
        mark made{ladder, f.number, t};
        made.told = level.when.holds(case_) && (level.from_miss == 1 || c.misses >= level.from_miss) && !(level.unless_acknowledged && answered);
        const auto* before = f.number == 0 ? nullptr : mark_of(f.policy, ladder, f.number - 1);
        if (!made.told && before != nullptr) made.calls = before->calls;
        c.marks.push_back(made);
        if (!made.told) return;
        say(f.policy, t, f.at, "level " + std::to_string(f.number) + " " + std::to_string(in_force(f.policy)->due - f.at));
        say(f.policy, t, f.at, "tell boss");
        react(f.policy, level.reactions, "level", t, f.at);
    }
    void fire_overdue(const firing& f, std::int64_t t) {
        for (auto& m : clocks_[f.policy].marks)
            if (m.ladder == ladder_of(f.policy) && m.level == f.number) m.overdue = m.calls = t;
        say(f.policy, t, f.at, "unacknowledged " + std::to_string(f.number));
    }

    // ---- firings --------------------------------------------------------------------------------------------------------------------

    /// What may still fire of a clock. A pause disarms the limits at or after its start and the openings after it.
    [[nodiscard]] std::vector<firing> firings(std::size_t p) const {
        std::vector<firing> list;
        const auto& c = clocks_[p];
        if (!c.running) return list;
        for (const auto& [reason, at] : c.reason_ends) list.push_back({at, stage::pause_end, p, reason});
        const auto add = [&](const firing& f, const target_sheet& by) {
            const bool disarmed = c.paused && by.moves() && (f.opens() ? f.at > c.pauses.back().begin : f.at >= c.pauses.back().begin);
            if (!disarmed) list.push_back(f);
        };
        if (const auto opens = stand(p).opens; opens && !c.opened) add({*opens, stage::opening, p, 0}, *c.target);
        const auto due = in_force(p);
        if (!due) return list;
        for (std::size_t i = 0; i < policies_[p].warn.size() && !c.missed; ++i)
            if (c.warned.count(i) == 0) add({warning_at(p, policies_[p].warn[i], *due), stage::warning, p, i}, *due->by);
        if (!c.missed) add({due->due, stage::miss, p, 0}, *due->by);
        if (const auto* ladder = ladder_of(p))
            for (std::size_t i = 0; i < ladder->size(); ++i) {
                if (const auto* came = mark_of(p, ladder, i); came == nullptr) add({level_at(p, *ladder, i, *due), stage::level, p, i}, *due->by);
                else if (came->open() && !came->overdue) add({overdue_at(p, *came, *due), stage::overdue, p, i}, *due->by);
            }
        return list;
    }
    [[nodiscard]] std::optional<std::int64_t> next_of(std::size_t p, stage is) const {
        for (const auto& f : firings(p))
            if (f.is == is) return f.at;
        return std::nullopt;
    }
    /// The first of those that are due: openings at or before t, limits before it.
    [[nodiscard]] std::optional<firing> next_firing(std::int64_t t) const {
        std::optional<firing> first;
        for (std::size_t p = 0; p < policies_.size(); ++p)
            for (const auto& f : firings(p)) {
                const bool is_due = f.at < t || (f.at == t && f.opens());
                if (is_due && (!first || f.order() < first->order())) first = f;
            }
        return first;
    }
    void fire_until(std::int64_t t) {
        while (const auto next = next_firing(t)) {
            const auto key = std::pair{next->at, next->opens()};
            if (key != fired_key_) fired_ = 0;
            fired_key_ = key;
            if (++fired_ > 64) {
                said.push_back(std::to_string(next->at) + " limit firings p" + std::to_string(next->policy));
                cancel(next->policy, next->at);
            } else {
                fire(*next, next->at);
            }
            settle(next->at);
        }
    }
    void fire(const firing& f, std::int64_t t) {
        auto& c = clocks_[f.policy];
        const auto& p = policies_[f.policy];
        if (f.is == stage::pause_end) {
            c.reason_ends.erase(f.number);
            c.reasons.erase(f.number);
            c.spent.insert(f.number);
            if (c.reasons.empty()) end_pause(f.policy, f.at);
        } else if (f.is == stage::opening) {
            c.opened = true;
            say(f.policy, t, f.at, "window");
            react(f.policy, p.window_opens, "opens", t, f.at);
        } else if (f.is == stage::warning) {
            c.warned.insert(f.number);
            say(f.policy, t, f.at, "warning " + std::to_string(f.number) + " " + std::to_string(in_force(f.policy)->due - f.at));
            react(f.policy, p.warn[f.number].reactions, "warn", t, f.at);
        } else if (f.is == stage::overdue) {
            fire_overdue(f, t);
        } else if (f.is == stage::level) {
            fire_level(f, t);
        } else if (p.wait) {
            end(f.policy, t);
            react(f.policy, p.ends, "ends", t, f.at);
        } else {
            c.missed = true;
            ++c.misses;
            judge(f.policy, "missed", t, f.at, f.at);
            react(f.policy, p.missed, "missed", t, f.at);
        }
    }

    // ---- what is said ---------------------------------------------------------------------------------------------------------------

    void say(std::size_t p, std::int64_t at, std::int64_t due, const std::string& what) {
        said.push_back(std::to_string(at) + " " + std::to_string(due) + " p" + std::to_string(p) + " c" + std::to_string(clocks_[p].cycle) +
                       " " + what);
    }
    void react(std::size_t p, const std::vector<reaction_sheet>& list, const std::string& what, std::int64_t at) {
        react(p, list, what, at, at);
    }
    void react(std::size_t p, const std::vector<reaction_sheet>& list, const std::string& what, std::int64_t at, std::int64_t due) {
        for (const auto& r : list) {
            if (clocks_[p].misses < r.from_miss && r.from_miss > 1) continue;
            if (!r.when.holds(case_)) continue;
            if (r.raises >= 0) raised_.push_back(r.raises);
            else say(p, at, due, "note p" + std::to_string(p) + "_" + what);
        }
    }
    /// `ended`: when the cycle ended, of a miss its deadline.
    void judge(std::size_t p, const std::string& kind, std::int64_t at, std::int64_t due_at, std::int64_t ended) {
        const auto& c = clocks_[p];
        const auto& h = hours(p);
        const auto due = in_force(p);
        const bool has_target = c.target != nullptr && c.target->is != target_sheet::kind::none;
        const bool open_time = has_target ? c.target->in_open_time() : policies_[p].calendar >= 0;
        const auto measure = [&](std::int64_t from, std::int64_t to) {
            return to <= from ? 0 : open_time ? h.between(from, to) : to - from;
        };
        auto used = measure(c.start, ended);
        for (const auto& each : c.pauses) used -= measure(std::max(each.begin, c.start), std::min(each.end.value_or(ended), ended));
        std::string line =
            "verdict " + kind + " " + std::to_string(c.start) + ".." + std::to_string(ended) + " used " + std::to_string(used);
        if (due) {
            auto first = c.first.due ? *c.first.due : *c.cap;
            if (c.cap) first = std::min(first, *c.cap);
            line += " due " + std::to_string(due->due) + " target " + std::to_string(measure(c.start, first));
            if (ended > due->due) line += " over " + std::to_string(ended - due->due) + " business " + std::to_string(h.between(due->due, ended));
            if (kind == "early") line += " early " + std::to_string(*stand(p).opens - ended);
        }
        line += " facts ";
        for (const bool fact : case_.facts) line += fact ? "1" : "0";
        const auto told = std::count_if(c.marks.begin(), c.marks.end(), [](const mark& m) { return m.told; });
        const auto unanswered = std::count_if(c.marks.begin(), c.marks.end(), [](const mark& m) { return m.overdue.has_value(); });
        line += " levels " + std::to_string(told) + "/" + std::to_string(unanswered);
        line += " priority " +
                (case_.values[priority] ? std::string(priority_names[static_cast<std::size_t>(*case_.values[priority])]) : "unset");
        say(p, at, due_at, line);
    }

    std::vector<policy_sheet> policies_;
    std::vector<clock> clocks_;
    std::array<naive_hours, 2> calendars_ = naive_calendars();
    case_sheet case_;
    bool open_ = false, ended_ = false;
    std::int64_t now_ = 0;
    std::deque<int> raised_;
    std::pair<std::int64_t, bool> fired_key_{-1, false};
    int fired_ = 0;
};

}  // namespace caseclock::desk_test

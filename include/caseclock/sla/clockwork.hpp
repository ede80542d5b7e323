// SPDX-License-Identifier: Apache-2.0
//
// What happens to a clock: it is started, stopped, cancelled, reset, aimed anew, paused, and it fires. Nothing here knows of events,
// machines or queues; whoever calls says what happened and when, and hears through a sink what follows.
//
//   case   facts() in_state() value() as a condition asks, and hours(): the number of the case's calendar
//   sink   window_opened, warned, judged, levelled, reacts, without_deadline, changed, history, forget_history (see the calls below)
//
//   firing             | fires at      | within one clock and instant
//   end of a max_pause | its instant   | before the events of that instant, in the order of the reasons
//   opening            | its instant   | likewise, after these
//   warnings           | after it      | ascending
//   miss               | after it      |
//   unacknowledged     | after it      | ascending; calls the level after it, at the same instant
//   levels             | after it      | ascending
//
// The rule that surprises: what lies in the past when a step is done fires at the step (catch_up), and says so by the instant that was
// due; of the warnings only those whose deadline has not passed.
#pragma once

#include "caseclock/sla/clock.hpp"
#include "caseclock/sla/verdict.hpp"

#include <optional>

namespace caseclock {

/// What happened to a clock, for whoever writes down its course.
enum class clock_change : std::uint8_t {
    started, reset, aimed, paused,
    reasons,   ///< paused before and after, for other reasons
    ran_out,   ///< a reason has lasted as long as its max_pause; `paused` says whether others hold
    resumed,
    levelled,  ///< a level of its ladder came, was left unanswered, or was acknowledged
    ended,
    reopened   ///< the cycle that had ended goes on
};

namespace detail {

/// A firing of a clock: which, and when it is due.
struct firing {
    static constexpr std::uint8_t opening = 0, first_warning = 1, miss = first_warning + warning_limit, first_overdue = miss + 1,
                                  first_level = first_overdue + level_limit;
    static constexpr std::uint8_t first_pause_end = 0x80;  ///< plus the number of the reason
    static_assert(first_level + level_limit <= first_pause_end);
    due_key key = never_due;
    std::uint8_t stage = 0;

    [[nodiscard]] bool is_warning() const noexcept { return stage >= first_warning && stage < miss; }
    [[nodiscard]] bool is_pause_end() const noexcept { return stage >= first_pause_end; }
    /// Its number among the warnings, the levels that are overdue, or the levels.
    [[nodiscard]] unsigned number() const noexcept {
        return stage - (stage < miss ? first_warning : stage < first_level ? first_overdue : first_level);
    }
};

/// A deadline that a clock has: its target's, or that of the target's `not_later_than`.
struct deadline {
    const target* by = nullptr;
    instant first = never;  ///< before any pause
    instant due = never;
};

}  // namespace detail

template <class Case, class Sink> class clockwork {
public:
    /// `now` is the instant of the step, or of the firing.
    clockwork(const Case& of, std::span<const calendar> calendars, Sink& sink, instant now) noexcept
        : of_{of}, calendars_{calendars}, sink_{sink}, now_{now} {}

    // ---- what triggers do -------------------------------------------------------------------------------------------------------

    /// A running clock, and one that may run only once and did, stays as it is. `since` backdates; it lies at or before now.
    void start(const policy& p, case_clock& c, instant since) {
        if (c.running || (p.once && c.cycle != 0)) return;
        sink_.forget_history(c);
        c.running = 1;
        c.reasons = 0;
        c.begin_cycle(since);
        sink_.changed(p, c, clock_change::started, now_);
        aim(p, c);
        stop_where_facts_hold(p, c);
    }

    void stop(const policy& p, case_clock& c) {
        if (!comes_to_an_end(p, c)) return;
        if (p.kind == policy_kind::promise) judge(p, c);
        end(p, c);
    }

    /// A completion: the cycle is judged, and the next begins.
    void complete(const policy& p, case_clock& c) {
        const auto reasons = c.reasons;
        if (!comes_to_an_end(p, c)) return;
        judge(p, c);
        sink_.changed(p, c, clock_change::ended, now_);
        begin_anew(p, c, clock_change::started, reasons);
    }

    /// A clock that has ended starts anew, or its cycle goes on as if it had been paused since.
    void reopen(const policy& p, case_clock& c) {
        if (c.running || c.cycle == 0) return;
        if (p.when_reopened == on_reopening::new_cycle || !c.has_history || !sink_.history(c).pausing()) return start(p, c, now_);
        c.running = 1;
        sink_.history(c).end_pause(now_);
        sink_.changed(p, c, clock_change::reopened, now_);
        aim(p, c);
        stop_where_facts_hold(p, c);
    }

    /// After a miss it only ends the measuring.
    void cancel(const policy& p, case_clock& c) {
        if (!comes_to_an_end(p, c)) return;
        if (p.kind == policy_kind::promise && !c.missed) take_times(p, c, now_, verdict_kind::cancelled, sink_.judged(p, c, verdict_kind::cancelled, now_, now_));
        end(p, c);
    }

    /// Starts anew at the step: a missed cycle stays missed and a new one begins, any other goes on without the time it used.
    void reset(const policy& p, case_clock& c) {
        const auto reasons = c.reasons;
        if (!comes_to_an_end(p, c)) return;
        if (!c.missed) c.keep_cycle();
        begin_anew(p, c, clock_change::reset, reasons);
    }

    /// The deadline is found again from the start, under the target that matches now and with the pauses so far.
    void retarget(const policy& p, case_clock& c) {
        if (!c.running) return;
        const bool was_unset = !c.has_due() && c.target != no_target && p.targets[c.target].kind != target_kind::none;
        aim(p, c, was_unset);
    }

    /// The policy is another version of the clock's, whose numbers are those of this one by now: the deadline is found again, and so is whether
    /// it is paused. `was_unset`: it has been said already that the clock has none.
    void aim_anew(const policy& p, case_clock& c, bool was_unset) {
        aim(p, c, was_unset);
        if (c.paused()) update_pause(p, c);
    }

    /// The case has another calendar now; a clock counts in the one it was aimed with until it is aimed anew.
    void keep_calendar(const policy& p, case_clock& c, std::uint8_t was) {
        if (!c.running || p.calendar != no_calendar) return;
        if (auto& h = history_of(c); h.calendar == no_calendar) h.calendar = was;
    }

    /// The reasons to pause as the case is now.
    void update_pause(const policy& p, case_clock& c) {
        if (!c.running) return;
        std::uint64_t reasons = 0;
        for (std::size_t i = 0; i < p.pauses.size(); ++i) reasons |= std::uint64_t{p.pauses[i].holds(of_)} << i;
        if (p.limited_pauses != 0) reasons = not_spent(p, c, reasons);
        if (reasons == c.reasons) return;
        const bool was_paused = c.paused();
        c.reasons = reasons & 0xffU;
        if (!was_paused) begin_pause(p, c);
        else if (!c.paused()) {
            sink_.history(c).end_pause(now_);
            move(p, c);
            sink_.changed(p, c, clock_change::resumed, now_);
        } else {
            if (p.limited_pauses != 0) arm(p, c);
            sink_.changed(p, c, clock_change::reasons, now_);
        }
    }

    // ---- ladders ----------------------------------------------------------------------------------------------------------------

    /// Does a level that it told wait for an acknowledgement?
    [[nodiscard]] bool waits(const case_clock& c) const { return c.running && c.has_history && sink_.history(c).levels.any_open(); }
    /// Somebody has it: the next level is not called early. It waits.
    void acknowledge(const policy& p, case_clock& c) {
        sink_.history(c).levels.answer([&](const fired_level& each) { sink_.levelled(p, c, each, now_, now_); });
        arm(p, c);
    }

    // ---- firings ----------------------------------------------------------------------------------------------------------------

    /// Fires the first of what a change put into the past; there is something.
    void catch_up(const policy& p, case_clock& c) {
        const auto f = next_firing(p, c);
        if (f.is_warning() && limit_at(c.due_at()) <= std::min(passed_at(now_), armed_until(c, *in_force(p, c).by))) c.warn(f.number());
        else fire(p, c, f);
        arm(p, c);
    }

    /// Fires what is due at `key`, one firing; false when nothing is.
    bool fire_at(const policy& p, case_clock& c, due_key key) {
        const auto f = next_firing(p, c);
        if (f.key > key) return false;
        fire(p, c, f);
        arm(p, c);
        return true;
    }

    /// The limits as they stand; the opening of a window that is not there is `never`.
    [[nodiscard]] limits current_limits(const policy& p, const case_clock& c) const {
        if (!c.has_history) return {.due = c.has_due() ? c.due_at() : never};
        const auto& h = sink_.history(c);
        return moved(p, c, h, closed(h));
    }

    /// The limits as if a pause that goes on ended at `at`.
    [[nodiscard]] limits limits_at(const policy& p, const case_clock& c, instant at) const {
        if (!c.has_history) return current_limits(p, c);
        const auto& h = sink_.history(c);
        return moved(p, c, h, h.pauses, at);
    }

    /// Times of the cycle as they would be if it ended at `at`.
    [[nodiscard]] cycle_times times(const policy& p, const case_clock& c, instant at, verdict_kind kind) const {
        cycle_times t;
        take_times(p, c, at, kind, t);
        return t;
    }

    /// Whether the deadline is that of the target's `not_later_than`.
    [[nodiscard]] bool is_capped(const policy& p, const case_clock& c) const {
        return c.target != no_target && in_force(p, c).by != &p.targets[c.target];
    }

    /// What the clock remembers of its cycle, from now on.
    [[nodiscard]] clock_history& history_of(case_clock& c) {
        if (!c.has_history) sink_.history(c).first = {.due = c.has_due() ? c.due_at() : never};
        return sink_.history(c);
    }

    /// The calendar of a clock: its target's, else its policy's, else its case's.
    [[nodiscard]] const calendar& hours_of(const policy& p, const case_clock& c) const { return calendars_[calendar_of(p, c)]; }
    [[nodiscard]] std::uint8_t calendar_of(const policy& p, const case_clock& c) const {
        if (c.target != no_target && p.targets[c.target].calendar != no_calendar) return p.targets[c.target].calendar;
        if (p.calendar != no_calendar) return p.calendar;
        const auto kept = c.has_history ? sink_.history(c).calendar : no_calendar;
        return kept != no_calendar ? kept : of_.hours();
    }
    /// Whether used time is open time of its calendar.
    [[nodiscard]] bool counts_open_time(const policy& p, const case_clock& c) const {
        if (c.target == no_target || p.targets[c.target].kind == target_kind::none) return p.calendar != no_calendar;
        return p.targets[c.target].counts_open_time();
    }

private:
    [[nodiscard]] bool holds(const joint_trigger& j) const { return (of_.facts() & j.facts) == j.facts && j.when.holds(of_); }

    void end(const policy& p, case_clock& c) {
        sink_.changed(p, c, clock_change::ended, now_);
        c.running = 0;
        c.reasons = 0;
        c.next = case_clock::no_next;
        if (p.when_reopened == on_reopening::go_on) keep_for_reopening(c);
        else sink_.forget_history(c);
    }
    /// The time until it is reopened will be a pause.
    void keep_for_reopening(case_clock& c) {
        auto& h = history_of(c);
        h.pause_ends.clear();
        h.spent = 0;
        h.occurred = 0;
        h.begin_pause(now_);
    }

    /// Whether the clock runs and may be ended at this step: it has resumed, and what was due before has been missed.
    [[nodiscard]] bool comes_to_an_end(const policy& p, case_clock& c) {
        if (!c.running) return false;
        resume_for_good(p, c);
        miss_if_past(p, c);
        return c.running;  // a wait may have ended
    }
    void stop_where_facts_hold(const policy& p, case_clock& c) {
        for (const auto& stop_by : p.stops)
            if (stop_by.members == 0 && holds(stop_by)) return stop(p, c);
    }
    void judge(const policy& p, case_clock& c) {
        const auto kind = c.missed                  ? verdict_kind::ended_late
                          : !c.has_due()            ? verdict_kind::measured
                          : opens_after_now(p, c)   ? verdict_kind::early
                                                    : verdict_kind::met;
        if (kind == verdict_kind::early) c.count_miss();
        take_times(p, c, now_, kind, sink_.judged(p, c, kind, now_, now_));
        if (kind == verdict_kind::early) c.missed = 1;  // and stays so if it is reopened
        if (kind == verdict_kind::early) sink_.reacts(p, c, p.early, now_, now_);
        if (kind == verdict_kind::met) sink_.reacts(p, c, p.met, now_, now_);
    }
    /// A cycle begins at the step while the reasons to pause go on: none of them begins anew.
    void begin_anew(const policy& p, case_clock& c, clock_change how, std::uint64_t reasons) {
        clock_history kept;
        if (p.limited_pauses != 0 && c.has_history) {
            kept.pause_ends = std::move(sink_.history(c).pause_ends);
            kept.spent = sink_.history(c).spent;
        }
        sink_.forget_history(c);
        if (kept.spent != 0 || !kept.pause_ends.empty()) sink_.history(c) = std::move(kept);
        c.reasons = reasons & 0xffU;
        c.begin_cycle(now_);
        sink_.changed(p, c, how, now_);
        aim(p, c);
        if (c.paused()) begin_pause(p, c);
    }

    void take_times(const policy& p, const case_clock& c, instant at, verdict_kind kind, cycle_times& t) const {
        const auto& hours = hours_of(p, c);
        const bool open_time = counts_open_time(p, c);
        const auto measure = [&](span of) { return open_time ? hours.between(of.begin, of.end) : of.end - of.begin; };
        t.started = c.started_at();
        t.ended = at;
        t.used = measure({t.started, std::max(at, t.started)});
        auto first_due = c.has_due() ? c.due_at() : never;
        if (c.has_history) {
            const auto& h = sink_.history(c);
            t.used -= paused_time(h.pauses, {t.started, at}, open_time, hours);
            first_due = std::min(h.first.due, h.cap);
        }
        if (!c.has_due()) return;
        t.due = c.due_at();
        if (first_due > t.started) t.target = measure({t.started, first_due});
        if (at > t.due) {
            t.overrun = at - t.due;
            t.business_overrun = hours.between(t.due, at);
        }
        if (kind == verdict_kind::early) t.early_by = current_limits(p, c).opens - at;
    }

    // ---- the deadline -----------------------------------------------------------------------------------------------------------

    /// Chooses the target and finds its limits. `was_unset`: it has been said already that the clock has none.
    void aim(const policy& p, case_clock& c, bool was_unset = false) {
        if (c.has_history) sink_.history(c).calendar = no_calendar;
        c.target = no_target;
        for (std::uint8_t i = 0; i < p.matched_targets && c.target == no_target; ++i)
            if (p.targets[i].when.holds(of_)) c.target = i & no_target;
        limits first;
        auto cap = never;
        if (c.target != no_target) {
            c.target = standing_in(p.targets, static_cast<std::uint8_t>(c.target), values()) & no_target;
            const auto& t = p.targets[c.target];
            first = found_limits(p, c, t);
            if (t.not_later_than != no_target) cap = found_limits(p, c, p.targets[t.not_later_than]).due;
            if (first.unset && cap == never && !was_unset) sink_.without_deadline(p, c, now_);
        }
        if (c.has_history || first.opens != never || cap != never) {
            auto& h = sink_.history(c);
            h.first = first;
            h.cap = cap;
            move(p, c);
        } else {
            c.set_due(first.due);
            arm(p, c);
        }
        sink_.changed(p, c, clock_change::aimed, now_);
    }
    [[nodiscard]] auto values() const {
        return [this](unsigned attribute) { return of_.value(attribute); };
    }
    [[nodiscard]] limits found_limits(const policy& p, const case_clock& c, const target& t) const {
        try {
            return limits_of(t, c.started_at(), hours_of(p, c), calendars_, values());
        } catch (const horizon_error&) {
            return {.unset = true};  // past the year 2200 there is no deadline
        }
    }

    /// The deadline of a clock with a history moves by the pauses that have ended.
    void move(const policy& p, case_clock& c) {
        const auto stand = current_limits(p, c);
        c.set_due(sink_.history(c).cap == never ? stand.due : in_force(p, c).due);
        if (stand.opens != never && stand.opens > now_) c.opened = 0;  // a window that opens later opens anew
        arm(p, c);
    }
    [[nodiscard]] static std::span<const span> closed(const clock_history& h) { return {h.pauses.data(), h.pauses.size() - (h.pausing() ? 1 : 0)}; }
    /// The limits of a clock, those of its cap included, after these pauses.
    [[nodiscard]] limits moved(const policy& p, const case_clock& c, const clock_history& h, std::span<const span> pauses, instant now = never) const {
        if (c.target == no_target) return h.first;
        const auto& t = p.targets[c.target];
        auto stand = moved(p, c, t, h.first, pauses, now);
        if (h.cap != never) stand.due = std::min(stand.due, moved(p, c, p.targets[t.not_later_than], {.due = h.cap}, pauses, now).due);
        return stand;
    }
    [[nodiscard]] limits moved(const policy& p, const case_clock& c, const target& by, limits l, std::span<const span> pauses, instant now) const {
        if (pauses.empty() || !by.moves()) return l;
        try {
            return moved_by_pauses(l, pauses, by, hours_of(p, c), now);
        } catch (const horizon_error&) {
            return {};
        }
    }

    /// Of a clock with a target: the deadline that counts as things stand. It is the earlier one, unless a pause has disarmed that.
    [[nodiscard]] detail::deadline in_force(const policy& p, const case_clock& c) const {
        if (!c.has_history) [[likely]] return {&p.targets[c.target], c.due_at(), c.due_at()};
        return in_force(p, c, sink_.history(c));
    }
    [[nodiscard, gnu::noinline]] detail::deadline in_force(const policy& p, const case_clock& c, const clock_history& h) const {
        const auto& t = p.targets[c.target];
        if (h.cap == never) return {&t, h.first.due, c.due_at()};
        const auto& cap = p.targets[t.not_later_than];
        const detail::deadline own{&t, h.first.due, moved(p, c, t, h.first, closed(h), never).due};
        const detail::deadline other{&cap, h.cap, moved(p, c, cap, {.due = h.cap}, closed(h), never).due};
        const auto armed = [&](const detail::deadline& d) { return d.due != never && limit_at(d.due) <= armed_until(c, *d.by); };
        if (armed(own) != armed(other)) return armed(own) ? own : other;
        return other.due < own.due ? other : own;
    }

    void begin_pause(const policy& p, case_clock& c) {
        history_of(c).begin_pause(now_);
        move(p, c);
        sink_.changed(p, c, clock_change::paused, now_);
    }
    /// Of the reasons that hold those that may still pause the clock. A reason with an end that begins to hold is given its end.
    [[nodiscard]] std::uint64_t not_spent(const policy& p, case_clock& c, std::uint64_t holding) {
        const auto limited = holding & p.limited_pauses;
        if (limited == 0 && !c.has_history) return holding;
        auto& h = history_of(c);
        h.spent &= static_cast<std::uint8_t>(holding);
        std::erase_if(h.pause_ends, [&](const pause_end& each) { return (holding >> each.reason & 1U) == 0; });
        for (std::uint8_t i = 0; i < p.pauses.size(); ++i) {
            if (((limited & ~std::uint64_t{h.spent}) >> i & 1U) == 0) continue;
            const auto at = std::find_if(h.pause_ends.begin(), h.pause_ends.end(), [&](const pause_end& each) { return each.reason >= i; });
            if (at == h.pause_ends.end() || at->reason != i) h.pause_ends.insert(at, {pause_end_after(p, c, p.max_pauses[i]), i});
        }
        return holding & ~std::uint64_t{h.spent};
    }
    [[nodiscard]] instant pause_end_after(const policy& p, const case_clock& c, duration_value length) const {
        try {
            return moved_by(now_, length, hours_of(p, c));
        } catch (const horizon_error&) {
            return never;
        }
    }
    /// A reason has lasted as long as it may: until it ends it pauses the clock no more.
    void run_out(const policy& p, case_clock& c, unsigned reason) {
        auto& h = sink_.history(c);
        std::erase_if(h.pause_ends, [&](const pause_end& each) { return each.reason == reason; });
        h.spent |= static_cast<std::uint8_t>(1U << reason);
        c.reasons &= ~(std::uint64_t{1} << reason) & 0xffU;
        if (!c.paused()) {
            h.end_pause(now_);
            move(p, c);
        }
        sink_.changed(p, c, clock_change::ran_out, now_);
    }

    /// A pause ends with its clock.
    void resume_for_good(const policy& p, case_clock& c) {
        if (!c.paused()) return;
        c.reasons = 0;
        sink_.history(c).end_pause(now_);
        move(p, c);
    }

    [[nodiscard]] bool opens_after_now(const policy& p, const case_clock& c) const {
        if (c.opened || !c.has_history) return false;
        const auto opens = current_limits(p, c).opens;
        return opens != never && opens > now_;
    }
    void miss_if_past(const policy& p, case_clock& c) {
        if (!c.missed && c.has_due() && c.due_at() < now_) fire(p, c, {limit_at(c.due_at()), detail::firing::miss});
    }

    // ---- what fires next --------------------------------------------------------------------------------------------------------

    void arm(const policy& p, case_clock& c) { c.set_next(next_firing(p, c).key); }

    /// The last key of a target that may fire: a pause disarms what lies after the openings of its start.
    [[nodiscard]] due_key armed_until(const case_clock& c, const target& by) const {
        if (!c.has_history || !by.moves()) return never_due;
        const auto& h = sink_.history(c);
        return h.pausing() ? opening_at(h.pauses.back().begin) : never_due;
    }

    [[nodiscard]] detail::firing next_firing(const policy& p, const case_clock& c) const {
        using detail::firing;
        if (!c.running) return {never_due, 0};
        const clock_history* const h = c.has_history ? &sink_.history(c) : nullptr;
        auto next = h != nullptr ? next_opening(p, c, *h) : firing{never_due, 0};
        if (c.target == no_target || !c.has_due()) return next;
        const bool has_ladder = p.targets[c.target].ladder != no_ladder;
        if (c.missed && !has_ladder) return next;
        const auto limit = in_force(p, c);
        const auto until = armed_until(c, *limit.by);
        const auto consider = [&](due_key key, std::uint8_t stage) {
            if (key <= until && key < next.key) next = {key, stage};
        };
        if (!c.missed) {
            for (std::size_t i = 0; i < p.warnings.size(); ++i)
                if ((c.fired >> i & 1U) == 0)
                    if (const auto at = warning_at(p, c, p.warnings[i], h, limit); at != never)
                        consider(limit_at(at), static_cast<std::uint8_t>(firing::first_warning + i));
            consider(limit_at(c.due_at()), firing::miss);
        }
        if (has_ladder) consider_levels(p, c, h, limit, consider);
        return next;
    }

    /// Only a clock with a history has any: a reason to pause that runs out, the opening of a window.
    [[nodiscard]] detail::firing next_opening(const policy& p, const case_clock& c, const clock_history& h) const {
        using detail::firing;
        firing next{never_due, 0};
        for (const auto& each : h.pause_ends)
            if (each.at != never && opening_at(each.at) < next.key) next = {opening_at(each.at), static_cast<std::uint8_t>(firing::first_pause_end + each.reason)};
        if (c.target == no_target || c.opened || h.first.opens == never) return next;
        const auto opens = current_limits(p, c).opens;
        if (const auto key = opening_at(opens); opens != never && key < next.key && key <= armed_until(c, p.targets[c.target])) next = {key, firing::opening};
        return next;
    }

    /// Levels that have not come yet, and those that nobody acknowledged.
    template <class Consider>
    void consider_levels(const policy& p, const case_clock& c, const clock_history* h, const detail::deadline& of, const Consider& consider) const {
        using detail::firing;
        const auto number = p.targets[c.target].ladder;
        const auto& levels = p.ladders[number].levels;
        const auto mark = [&](unsigned level) { return h != nullptr ? h->levels.find(number, level) : nullptr; };
        const auto put = [&](instant at, unsigned stage) {
            if (at != never) consider(limit_at(at), static_cast<std::uint8_t>(stage));
        };
        for (unsigned i = 0; i < levels.size() && h != nullptr; ++i)  // first, since they come before levels of the same instant
            if (const auto* came = mark(i); came != nullptr && came->is == fired_level::state::waits) put(overdue_at(p, c, *came, *h, of), firing::first_overdue + i);
        for (unsigned i = 0; i < levels.size(); ++i)
            if (mark(i) == nullptr) put(std::min(level_at(p, c, levels[i], h, of), h != nullptr ? h->levels.called_at(number, i) : never), firing::first_level + i);
    }
    /// When a level comes by its offset: from the deadline before any pause, moved by the rule of its own unit.
    [[nodiscard]] instant level_at(const policy& p, const case_clock& c, const ladder_level& level, const clock_history* h, const detail::deadline& of) const {
        if (level.offset.amount == 0) return c.due_at();
        try {
            return moved_by_own_unit(p, c, from_deadline(of.first, level.offset, hours_of(p, c)), level.offset.unit, first_instant, h, of);
        } catch (const horizon_error&) {
            return never;
        }
    }
    /// When a level that waits was not acknowledged in time.
    [[nodiscard]] instant overdue_at(const policy& p, const case_clock& c, const fired_level& mark, const clock_history& h, const detail::deadline& of) const {
        const auto within = *p.ladders[mark.ladder].levels[mark.level].acknowledge_within;
        try {
            return moved_by_own_unit(p, c, moved_by(mark.at, within, hours_of(p, c)), within.unit, mark.at, &h, of);
        } catch (const horizon_error&) {
            return never;
        }
    }
    /// Moved by the pauses that have ended, as far as they lie after `from`.
    [[nodiscard]] instant moved_by_own_unit(const policy& p, const case_clock& c, instant at, duration_unit unit, instant from, const clock_history* h,
                                            const detail::deadline& of) const {
        if (h == nullptr || !of.by->moves()) return at;
        for (const auto& each : closed(*h)) {
            const span paused{std::max(each.begin, from), each.end};
            if (!paused.empty()) at = moved_by_pause(at, paused, target::counts_open_time(unit), hours_of(p, c));
        }
        return at;
    }
    /// So long from the deadline; before it open time is counted back, as a warning counts it.
    [[nodiscard]] static instant from_deadline(instant due, duration_value offset, const calendar& hours) {
        if (offset.amount < 0 && offset.unit == duration_unit::business) return hours.subtract(due, -offset.length());
        return moved_by(due, offset, hours);
    }

    /// When a warning is due: from the deadline before any pause, moved by the rule of its own unit.
    [[nodiscard]] instant warning_at(const policy& p, const case_clock& c, const warning& w, const clock_history* h,
                                     const detail::deadline& of) const {
        const auto& t = *of.by;
        const auto& hours = hours_of(p, c);
        const auto start = c.started_at();
        const auto due = of.first;
        const bool open_time = w.left ? target::counts_open_time(w.left->unit) : t.counts_open_time();
        try {
            auto at = due;
            if (w.left) at = from_deadline(due, detail::negative(*w.left), hours);
            else if (due > start) {
                const auto whole = open_time ? hours.between(start, due) : due - start;
                const duration share{(whole.count() / 1000) * w.share_permille + ((whole.count() % 1000) * w.share_permille + 999) / 1000};
                at = open_time ? hours.add(start, share) : start + share;
            }
            return moved_by_own_unit(p, c, at, open_time ? duration_unit::business : duration_unit::real, first_instant, h, of);
        } catch (const horizon_error&) {
            return never;
        }
    }

    void fire(const policy& p, case_clock& c, const detail::firing& f) {
        using detail::firing;
        const auto due = instant_of(f.key);
        if (f.is_pause_end()) {
            run_out(p, c, f.stage - firing::first_pause_end);
        } else if (f.stage == firing::opening) {
            c.opened = 1;
            sink_.window_opened(p, c, now_, due);
            sink_.reacts(p, c, p.window_opens, now_, due);
        } else if (f.stage >= firing::first_level) {
            tell_level(p, c, f.number(), due);
        } else if (f.stage >= firing::first_overdue) {
            leave_unanswered(p, c, f.number(), due);
        } else if (f.stage != firing::miss) {
            const auto i = f.number();
            c.warn(i);
            sink_.warned(p, c, i, now_, due);
            sink_.reacts(p, c, p.warnings[i].reactions, now_, due);
        } else if (p.kind == policy_kind::wait) {
            end(p, c);
            sink_.reacts(p, c, p.ends, now_, due);
        } else {
            c.missed = 1;
            c.count_miss();
            take_times(p, c, due, verdict_kind::missed, sink_.judged(p, c, verdict_kind::missed, now_, due));
            sink_.reacts(p, c, p.missed, now_, due);
        }
    }

    /// A level comes; one that does not apply is passed over, and calls the one after it if it was called itself.
    void tell_level(const policy& p, case_clock& c, unsigned number, instant due) {
        using state = fired_level::state;
        const auto ladder = p.targets[c.target].ladder;
        const auto& level = p.ladders[ladder].levels[number];
        auto& levels = history_of(c).levels;
        fired_level mark{.ladder = ladder, .level = static_cast<std::uint8_t>(number), .at = now_};
        const bool applies = level.when.holds(of_) && (level.from_miss == 1 || c.misses >= level.from_miss) && !(level.unless_acknowledged && levels.answered());
        mark.is = !applies ? state::passed_over : level.acknowledge_within ? state::waits : state::told;
        if (!applies) mark.calls_next = levels.called_at(ladder, number);
        levels.add(mark);
        if (!applies) return;
        sink_.levelled(p, c, mark, now_, due);
        sink_.reacts(p, c, level.reactions, now_, due);
    }
    /// Nobody acknowledged a level in time: the next one comes now.
    void leave_unanswered(const policy& p, case_clock& c, unsigned number, instant due) {
        auto& mark = *sink_.history(c).levels.find(p.targets[c.target].ladder, number);
        mark.is = fired_level::state::overdue;
        mark.calls_next = now_;
        sink_.levelled(p, c, mark, now_, due);
    }

    const Case& of_;
    std::span<const calendar> calendars_;
    Sink& sink_;
    instant now_;
};

}  // namespace caseclock

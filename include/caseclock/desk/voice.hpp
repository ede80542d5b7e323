// SPDX-License-Identifier: Apache-2.0
//
// What a case says: effects in the caller's buffer, each with the next ordinal of its root case. It is also what clocks speak through.
#pragma once

#include "caseclock/desk/desk_state.hpp"

namespace caseclock::detail {

class voice {
public:
    voice(desk_state& s, std::uint32_t slot, answers& out) : voice{s, slot, s.cases.record(slot), out} {}
    /// The same where the slot's record is at hand.
    voice(desk_state& s, std::uint32_t slot, case_record& record, answers& out)
        : s_{s}, slot_{slot}, record_{record}, root_{(record.marks & case_is_child) == 0 ? record : s.cases.record(s.cases.root_of(slot))},
          out_{out} {}

    /// The next effect, with the case's names and the root's next ordinal; the caller says the rest. (It is written where it stays: a copy
    /// of what was just written in pieces is slow.)
    effect& say(effect_kind kind, instant at, instant due) {
        auto& e = out_.effects.emplace_back();
        e.at = at;
        e.due_at = due;
        e.root = root_.id;
        e.case_id = record_.id;
        e.ordinal = root_.ordinal++;
        e.kind = kind;
        e.machine = record_.machine;
        return e;
    }
    effect& say(effect_kind kind, instant at) { return say(kind, at, at); }
    /// The same for a clock.
    effect& say(const policy& p, const case_clock& c, effect_kind kind, instant at, instant due) {
        auto& e = say(kind, at, due);
        e.policy = p.number;
        e.cycle = static_cast<std::uint16_t>(c.cycle);
        return e;
    }
    /// A limit was reached.
    effect& say(limit_kind limit, instant at) {
        auto& e = say(effect_kind::limit_reached, at);
        e.what = static_cast<std::uint16_t>(limit);
        return e;
    }
    /// Takes the last effect back.
    void unsay() {
        out_.effects.pop_back();
        --root_.ordinal;
    }

    // ---- for clocks -------------------------------------------------------------------------------------------------------------
    void window_opened(const policy& p, const case_clock& c, instant at, instant due) { say(p, c, effect_kind::window_opened, at, due); }
    void warned(const policy& p, const case_clock& c, std::size_t number, instant at, instant due) {
        auto& e = say(p, c, effect_kind::warning, at, due);
        e.what = static_cast<std::uint16_t>(number);
        e.value = (c.due_at() - due).count();
    }
    void without_deadline(const policy& p, const case_clock& c, instant at) { say(p, c, effect_kind::no_deadline, at, at); }
    /// The verdict's effect, and the verdict, whose times the clock fills in.
    cycle_times& judged(const policy& p, const case_clock& c, verdict_kind kind, instant at, instant due) {
        auto& e = say(p, c, effect_kind::verdict, at, due);
        e.what = static_cast<std::uint16_t>(kind);
        auto& v = out_.verdicts.emplace_back();
        v.root = root_.id;
        v.case_id = record_.id;
        v.facts = record_.facts;
        v.values = record_.values;
        v.state = record_.state;
        v.policy = p.number;
        v.cycle = e.cycle;
        v.ordinal = e.ordinal;
        v.kind = kind;
        v.machine = record_.machine;
        if (c.has_history) count_levels(history(c).levels, v);
        return v.times;
    }
    /// A level came, was left unanswered, or was acknowledged, as it says itself.
    void levelled(const policy& p, const case_clock& c, const fired_level& level, instant at, instant due) {
        using state = fired_level::state;
        const auto kind = level.is == state::overdue                                        ? effect_kind::unacknowledged
                          : level.is == state::answered || level.is == state::answered_late ? effect_kind::acknowledged
                                                                                            : effect_kind::level;
        auto& e = say(p, c, kind, at, due);
        e.what = level.level;
        e.to = p.ladders[level.ladder].number;
        e.value = (c.due_at() - due).count();
        e.detail = level.is == state::answered_late ? 1 : 0;
        if (s_.course != nullptr) [[unlikely]] write_down(p, c, clock_change::levelled, at, level);
    }
    void reacts(const policy& p, const case_clock& c, const std::vector<reaction>& list, instant at, instant due) {
        for (const auto& r : list) {
            if ((r.from_miss > 1 && c.misses < r.from_miss) || !r.when.holds(case_reading{s_, record_})) continue;
            if (r.is == reaction::kind::raise) {
                s_.pending.push_back({.slot = slot_, .kind = r.what});
                continue;
            }
            auto& e = say(p, c, effect_of(r.is), at, due);
            e.what = r.what;
            e.to = r.to;
        }
    }
    void changed(const policy& p, const case_clock& c, clock_change change, instant at) {
        if (s_.course != nullptr) [[unlikely]] write_down(p, c, change, at);
    }
    [[nodiscard]] clock_history& history(case_clock& c) {
        c.has_history = 1;
        return s_.histories[desk_state::history_key(slot_, c.policy)];
    }
    [[nodiscard]] const clock_history& history(const case_clock& c) const { return s_.histories.find(desk_state::history_key(slot_, c.policy))->second; }
    void forget_history(case_clock& c) {
        if (!c.has_history) return;
        c.has_history = 0;
        s_.histories.erase(desk_state::history_key(slot_, c.policy));
    }

private:
    static void count_levels(const ladder_marks& marks, verdict& v) {
        using state = fired_level::state;
        for (const auto& each : marks.list()) {
            if (each.is != state::passed_over && v.levels != 0xff) ++v.levels;
            if ((each.is == state::overdue || each.is == state::answered_late) && v.unanswered != 0xff) ++v.unanswered;
        }
    }
    [[gnu::cold, gnu::noinline]] void write_down(const policy& p, const case_clock& c, clock_change change, instant at, const fired_level& level = {}) {
        const case_reading reading{s_, record_};
        const clockwork<case_reading, voice> work{reading, s_.book.calendars(), *this, at};
        s_.course->push_back({at, record_.id, record_.machine, static_cast<std::uint8_t>(c.policy), change, c, work.current_limits(p, c),
                              work.calendar_of(p, c), work.counts_open_time(p, c), work.is_capped(p, c), s_.cause, level});
    }
    [[nodiscard]] static effect_kind effect_of(reaction::kind is) noexcept {
        switch (is) {
            case reaction::kind::tell: return effect_kind::notification;
            case reaction::kind::remind: return effect_kind::reminder;
            case reaction::kind::say: return effect_kind::cue;
            case reaction::kind::order: return effect_kind::order;
            default: return effect_kind::note;
        }
    }

    desk_state& s_;
    std::uint32_t slot_;
    case_record& record_;
    case_record& root_;
    answers& out_;
};

}  // namespace caseclock::detail

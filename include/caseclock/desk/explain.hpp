// SPDX-License-Identifier: Apache-2.0
//
// The proof of one case: its family's events are replayed on a desk of their own, and the course of every clock is written down.
//
//   for (const proof& p : explain(hotline, events, values, {.case_id = 41, .until = now})) std::cout << text_of(p, "case 41");
//
// The events may be all that a desk was given: those of other families are passed over. An event that came late to that desk is taken at
// its own instant here. A desk with a ledger explains by itself: ledger/ledger_desk.hpp.
#pragma once

#include "caseclock/desk/desk.hpp"
#include "caseclock/sla/proof.hpp"

namespace caseclock {

struct explain_options {
    std::uint64_t case_id = 0;
    std::optional<std::uint64_t> root{};  ///< of a case that the desk opened: its root case
    instant until{};                      ///< where the replay ends, unless an event comes later
};

namespace detail {

/// Puts the notes of one case's clocks together, cycle by cycle.
class proof_builder {
public:
    proof_builder(const rulebook& book, const case_record& record, const answers& said, instant until)
        : book_{book}, record_{record}, plan_{book.plan(record.machine)}, said_{said}, until_{until} {}

    void add(const clock_note& note) {
        const auto& p = plan_.policies[note.policy];
        const bool begins = note.change == clock_change::started || note.change == clock_change::reset;
        auto& open = open_[note.policy];
        if (note.change == clock_change::reopened) return go_on(note);
        if (begins) {
            if (open && note.clock.cycle != open->cycle) finish(note.policy, note.at, note.cause);  // a missed cycle that was reset
            open = course{};
            open->cycle = static_cast<std::uint16_t>(note.clock.cycle);
            open->from = note.clock.started_at();
            return mark(*open, note, note.change == clock_change::started ? "started" : "reset");
        }
        if (!open) return;
        const auto held = open->clock.reasons;  // before this
        open->clock = note.clock;
        switch (note.change) {
            case clock_change::aimed:
                if (is_beginning(*open, note)) open->changes.back() = {note.at, note.stand.opens, note.stand.due, open->changes.back().why + cap_text(note)};
                else if (!same(*open, note.stand)) mark(*open, note, open->reopened == note.at ? "reopened" : "retargeted");
                open->stand = note.stand;
                set_unit(*open, p, note);
                break;
            case clock_change::paused: open->pauses.push_back({{note.at, never}, reasons(p, note.clock.reasons)}); break;
            case clock_change::resumed: resume(*open, note, "resumed"); break;
            case clock_change::reasons: change_reasons(*open, note, reasons(p, note.clock.reasons)); break;
            case clock_change::ran_out:
                if (note.clock.paused()) change_reasons(*open, note, reasons(p, note.clock.reasons));
                else resume(*open, note, "resumed, since max_pause of " + reasons(p, held) + " has passed");
                break;
            case clock_change::levelled: note_level(*open, p, note); break;
            case clock_change::ended: finish(note.policy, note.at, note.cause); break;
            default: break;
        }
    }

    [[nodiscard]] std::vector<proof> take() {
        for (auto& [number, open] : open_)
            if (open) finish(number, until_, std::nullopt);
        std::stable_sort(done_.begin(), done_.end(), [](const proof& a, const proof& b) { return a.times.started < b.times.started; });
        return std::move(done_);
    }

private:
    struct paused_part {
        span when;
        std::string why;
    };
    struct course {
        std::uint16_t cycle = 0;
        instant from{};
        std::optional<instant> reopened{};  ///< when it went on, the last time
        case_clock clock{};
        limits stand{};
        std::string target;
        const calendar* hours = nullptr;
        std::uint8_t calendar_number = 0;
        bool open_time = false;
        std::vector<deadline_change> changes;
        std::vector<paused_part> pauses;
        std::vector<proof_level> levels;
    };

    struct ended_course {
        course of;
        instant at{};
        std::string by;
    };

    [[nodiscard]] static bool same(const course& c, const limits& l) { return !c.changes.empty() && c.stand.due == l.due && c.stand.opens == l.opens && c.changes.back().due == l.due; }

    /// A cycle that begins is aimed at once: one line for both.
    [[nodiscard]] static bool is_beginning(const course& c, const clock_note& note) {
        return c.changes.size() == 1 && c.changes.back().at == note.at && c.changes.back().due == never;
    }

    [[nodiscard]] std::string cause_text(const clock_cause& cause) const {
        if (cause.is == clock_cause::kind::firing) return "a firing of " + book_.policies()[cause.what].name;
        if (cause.what == change_event) return "a change of attributes";
        if (cause.what == acknowledge_event) return "an acknowledgement";
        return cause.what < plan_.machine.events().size() ? plan_.machine.events()[cause.what].name : std::string{};
    }
    void mark(course& c, const clock_note& note, std::string why) const {
        const auto cause = note.change == clock_change::ran_out ? std::string{} : cause_text(note.cause);
        c.changes.push_back({note.at, note.stand.opens, note.stand.due, why + (cause.empty() ? "" : " by " + cause) + cap_text(note)});
        c.stand = note.stand;
    }
    /// Where the cap is the due, what it says.
    [[nodiscard]] std::string cap_text(const clock_note& note) const {
        if (!note.capped) return {};
        const auto& targets = plan_.policies[note.policy].targets;
        return ", not later than " + targets[targets[note.clock.target].not_later_than].text;
    }

    void resume(course& c, const clock_note& note, std::string why) const {
        if (!c.pauses.empty()) c.pauses.back().when.end = note.at;
        if (!same(c, note.stand)) mark(c, note, std::move(why));
        c.stand = note.stand;
    }
    /// The pause goes on for other reasons.
    static void change_reasons(course& c, const clock_note& note, std::string why) {
        if (!c.pauses.empty()) c.pauses.back().when.end = note.at;
        c.pauses.push_back({{note.at, never}, std::move(why)});
    }
    /// A cycle that had ended goes on; the time between was a pause.
    void go_on(const clock_note& note) {
        const auto found = ended_.find(note.policy);
        if (found == ended_.end()) return;
        auto& [ended, at, by] = found->second;
        const auto number = plan_.policies[note.policy].number;
        std::erase_if(done_, [number, cycle = ended.cycle](const proof& p) { return p.policy == number && p.cycle == cycle; });
        if (!ended.pauses.empty() && ended.pauses.back().when.end == never) ended.pauses.back().when.end = at;
        ended.pauses.push_back({{at, note.at}, "ended by " + by + ", reopened by " + cause_text(note.cause)});
        ended.reopened = note.at;
        ended.clock = note.clock;
        open_[note.policy] = std::move(ended);
        ended_.erase(found);
    }
    [[nodiscard]] static std::string reasons(const policy& p, std::uint64_t bits) {
        std::string text;
        for (std::size_t i = 0; i < p.pauses.size(); ++i) {
            if ((bits >> i & 1U) == 0) continue;
            if (!text.empty()) text += ", ";
            text += i < p.pause_texts.size() && !p.pause_texts[i].empty() ? p.pause_texts[i] : "reason " + std::to_string(i + 1);
        }
        return text;
    }
    void note_level(course& c, const policy& p, const clock_note& note) const {
        using state = fired_level::state;
        const auto& named = book_.ladders()[p.ladders[note.level.ladder].number];
        const auto is_same = [&](const proof_level& each) { return each.ladder == named.name && each.number == note.level.level; };
        if (note.level.is == state::told || note.level.is == state::waits)
            return c.levels.push_back({.at = note.at,
                                       .ladder = named.name,
                                       .level = named.levels[note.level.level],
                                       .number = note.level.level,
                                       .asks = note.level.is == state::waits});
        const auto known = std::find_if(c.levels.begin(), c.levels.end(), is_same);
        if (known == c.levels.end()) return;
        (note.level.is == state::overdue ? known->overdue_at : known->acknowledged_at) = note.at;
    }
    void set_unit(course& c, const policy& p, const clock_note& note) const {
        c.hours = note.hours < book_.calendars().size() ? &book_.calendars()[note.hours] : nullptr;
        c.calendar_number = note.hours;
        c.open_time = note.open_time;
        if (note.clock.target == no_target) return c.target.clear();
        const auto& t = p.targets[note.clock.target];
        c.target = t.text + (t.not_later_than == no_target ? "" : ", not later than " + p.targets[t.not_later_than].text);
    }

    /// The verdict of the cycle that was said last: that of a miss is followed by ended_late when the cycle was finished.
    [[nodiscard]] const verdict* verdict_of(std::uint16_t policy, std::uint16_t cycle) const {
        const verdict* last = nullptr;
        for (const auto& v : said_.verdicts)
            if (v.case_id == record_.id && v.policy == policy && v.cycle == cycle) last = &v;
        return last;
    }

    void finish(std::uint8_t number, instant at, std::optional<clock_cause> by) {
        auto& c = *open_[number];
        const auto& p = plan_.policies[number];
        proof made;
        made.case_id = record_.id;
        made.policy = p.number;
        made.policy_name = p.name;
        made.cycle = c.cycle;
        made.target = c.target;
        made.open_time = c.open_time;
        made.deadlines = c.changes;
        made.levels = c.levels;
        made.running = !by;
        if (by) made.ended_by = cause_text(*by);
        const auto& hours = c.hours != nullptr ? *c.hours : book_.calendars()[book_.own_calendar()];
        made.zone = hours.where().name();
        if (c.open_time) made.calendar = book_.calendar_infos()[c.calendar_number].name;
        made.times.started = c.from;
        made.times.ended = at;
        made.times.due = c.stand.due;
        cut(made, c, {c.from, at}, hours);
        made.times.used = made.running_time();
        if (const auto* v = verdict_of(p.number, c.cycle); v != nullptr && !is_open_again(c, *v, at)) {
            made.verdict = v->kind;
            if (v->times.ended == at) made.times = v->times;  // of a miss that is not finished yet the times go on
            else made.times.target = v->times.target;
        }
        done_.push_back(std::move(made));
        if (by && p.when_reopened == on_reopening::go_on) ended_[number] = {std::move(c), at, cause_text(*by)};
        open_[number].reset();
    }
    /// The verdict was said before the cycle was reopened, and may still become another.
    [[nodiscard]] static bool is_open_again(const course& c, const verdict& v, instant at) {
        const bool stands = v.kind == verdict_kind::missed || v.kind == verdict_kind::ended_late || v.kind == verdict_kind::early;
        return c.reopened && !stands && v.times.ended <= *c.reopened && at > v.times.ended;
    }
    static void cut(proof& made, const course& c, span whole, const calendar& hours) {
        auto at = whole.begin;
        for (const auto& each : c.pauses) {
            const auto part = intersection(each.when, whole);
            if (part.empty()) continue;
            append_counted(made.intervals, {at, part.begin}, c.open_time, hours);
            made.intervals.push_back({part, interval_kind::paused, each.why});
            at = part.end;
        }
        append_counted(made.intervals, {at, whole.end}, c.open_time, hours);
    }

    const rulebook& book_;
    const case_record& record_;
    const machine_plan& plan_;
    const answers& said_;
    instant until_;
    std::map<std::uint8_t, std::optional<course>> open_;
    std::map<std::uint8_t, ended_course> ended_;  ///< by policy, the last cycle of those that may go on
    std::vector<proof> done_;
};

/// The proofs of a case of what `tell(desk, answers)` tells a desk of its own.
template <class Tell> [[nodiscard]] std::vector<proof> explained(const rulebook& book, late_events late, const explain_options& asked, const Tell& tell) {
    desk replayed{book, late};
    std::vector<clock_note> course;
    answers said;
    replayed.write_course(&course);
    tell(replayed, said);
    const auto until = std::max(asked.until, replayed.now().value_or(asked.until));
    replayed.advance(until, said);
    const auto found = replayed.find(asked.case_id);
    if (!found) throw std::out_of_range{"case " + std::to_string(asked.case_id) + ": no accepted event opens it"};
    proof_builder build{book, found->record, said, until};
    for (const auto& note : course)
        if (note.case_id == asked.case_id) build.add(note);
    return build.take();
}

/// Tells an event at its instant. Whoever replays has looked at max_ahead already.
inline void tell_again(desk& to, const event& e, std::span<const event_value> values, answers& said) {
    if (in_range(e.at) && (!to.now() || *to.now() < e.at)) to.advance(e.at, said);
    to.apply(e, values, said);
}

}  // namespace detail

/// The cycles of every clock of a case, in the order of their starts. Throws std::out_of_range when its events open no such case.
[[nodiscard]] inline std::vector<proof> explain(const rulebook& book, std::span<const event> events, std::span<const event_value> values,
                                                const explain_options& asked) {
    const auto root = asked.root.value_or(asked.case_id);
    const auto late = book.late() == late_events::refuse ? late_events::refuse : late_events::as_of_now;
    return detail::explained(book, late, asked, [&](desk& replayed, answers& said) {
        for (const auto& e : events)
            if (e.case_id == root || ((e.case_id & child_id_bit) != 0 && replayed.root_of(e.case_id))) detail::tell_again(replayed, e, values, said);
    });
}

}  // namespace caseclock

// SPDX-License-Identifier: Apache-2.0
//
// What a replay wrote down of one case, put together cycle by cycle into proofs.
#pragma once

#include "caseclock/desk/desk.hpp"
#include "caseclock/sla/proof.hpp"

#include <map>
#include <utility>

namespace caseclock::detail {

/// "reply", "a firing of hold", "a change of attributes".
[[nodiscard]] inline std::string text_of_cause(const rulebook& book, const machine_plan& plan, const clock_cause& cause) {
    if (cause.is == clock_cause::kind::firing) return "a firing of " + book.policies()[cause.what].name;
    if (cause.is == clock_cause::kind::adoption) return "the adoption of " + book.versions()[cause.what].name;
    if (cause.what == change_event) return "a change of attributes";
    if (cause.what == acknowledge_event) return "an acknowledgement";
    return cause.what < plan.machine.events().size() ? plan.machine.events()[cause.what].name : std::string{};
}

/// A line of a clock's course, and the event of the host behind it.
struct noted_change {
    clock_note note;
    std::size_t event = no_event_number;
};

/// What was said about one case.
struct case_notes {
    std::vector<noted_change> course;
    std::vector<const verdict*> verdicts;
    std::vector<const effect*> effects;  ///< warnings and windows that opened
};

class proof_builder {
public:
    proof_builder(const rulebook& book, const case_record& record, const case_notes& notes, instant until)
        : book_{book}, record_{record}, notes_{notes}, until_{until} {}

    /// The cycles of every clock, in the order of their starts.
    [[nodiscard]] std::vector<proof> build() {
        for (const auto& each : notes_.course) add(each);
        for (auto& [number, open] : open_)
            if (open) finish(number, until_, nullptr);
        std::stable_sort(done_.begin(), done_.end(), [](const proof& a, const proof& b) { return a.times.started < b.times.started; });
        return std::move(done_);
    }

private:
    struct paused_part {
        span when;
        std::string why;
        proof_cause begun_by, ended_by{};
    };
    struct course {
        const policy* of = nullptr;         ///< in the version of the last change
        std::uint16_t cycle = 0;
        instant from{};
        std::optional<instant> reopened{};  ///< when it went on, the last time
        std::uint64_t reasons = 0;          ///< why it is paused, a bit each
        limits stand{};
        std::string target{};
        const calendar* hours = nullptr;
        std::uint8_t calendar_number = 0;
        bool open_time = false;
        proof_cause started_by{};
        std::vector<deadline_change> changes{};
        std::vector<paused_part> pauses{};
        std::vector<proof_level> levels{};
    };

    struct ended_course {
        course of;
        instant at{};
        proof_cause by;
    };

    void add(const noted_change& noted) {
        const auto& note = noted.note;
        const auto& p = policy_of(note);
        auto& open = open_[p.number];
        if (note.change == clock_change::reopened) return go_on(noted);
        if (note.change == clock_change::started || note.change == clock_change::reset) {
            if (open && note.clock.cycle != open->cycle) finish(p.number, note.at, &noted);  // a missed cycle that was reset
            open = course{.of = &p, .cycle = static_cast<std::uint16_t>(note.clock.cycle), .from = note.clock.started_at(), .started_by = cause_of(noted)};
            return mark(*open, noted, note.change == clock_change::started ? "started" : "reset");
        }
        if (!open) return;
        open->of = &p;
        const auto held = std::exchange(open->reasons, note.clock.reasons);
        switch (note.change) {
            case clock_change::aimed:
                if (is_beginning(*open, note)) open->changes.back() = {note.at, note.stand.opens, note.stand.due, open->changes.back().why + cap_text(note)};
                else if (!same(*open, note.stand)) mark(*open, noted, open->reopened == note.at ? "reopened" : "retargeted");
                open->stand = note.stand;
                set_unit(*open, p, note);
                break;
            case clock_change::paused: open->pauses.push_back({{note.at, never}, reasons(p, note.clock.reasons), cause_of(noted)}); break;
            case clock_change::resumed: resume(*open, noted, "resumed"); break;
            case clock_change::reasons: change_reasons(*open, noted, reasons(p, note.clock.reasons)); break;
            case clock_change::ran_out:
                if (note.clock.paused()) change_reasons(*open, noted, reasons(p, note.clock.reasons));
                else resume(*open, noted, "resumed, since max_pause of " + reasons(p, held) + " has passed");
                break;
            case clock_change::levelled: note_level(*open, p, note); break;
            case clock_change::ended: finish(p.number, note.at, &noted); break;
            default: break;
        }
    }

    [[nodiscard]] static bool same(const course& c, const limits& l) { return !c.changes.empty() && c.stand.due == l.due && c.stand.opens == l.opens && c.changes.back().due == l.due; }

    /// A cycle that begins is aimed at once: one line for both.
    [[nodiscard]] static bool is_beginning(const course& c, const clock_note& note) {
        return c.changes.size() == 1 && c.changes.back().at == note.at && c.changes.back().due == never;
    }

    [[nodiscard]] const policy& policy_of(const clock_note& note) const { return book_.plan(note.machine).policies[note.policy]; }
    [[nodiscard]] proof_cause cause_of(const noted_change& noted) const { return {cause_text(noted.note), noted.event}; }
    [[nodiscard]] std::string cause_text(const clock_note& note) const { return text_of_cause(book_, book_.plan(note.machine), note.cause); }
    void mark(course& c, const noted_change& noted, std::string why) const {
        const auto& note = noted.note;
        const auto cause = note.change == clock_change::ran_out ? std::string{} : cause_text(note);
        c.changes.push_back({note.at, note.stand.opens, note.stand.due, why + (cause.empty() ? "" : " by " + cause) + cap_text(note)});
        c.stand = note.stand;
    }
    /// Where the cap is the due, what it says.
    [[nodiscard]] std::string cap_text(const clock_note& note) const {
        if (!note.capped) return {};
        const auto& targets = policy_of(note).targets;
        return ", not later than " + targets[targets[note.clock.target].not_later_than].text;
    }

    void resume(course& c, const noted_change& noted, std::string why) const {
        if (!c.pauses.empty()) {
            c.pauses.back().when.end = noted.note.at;
            c.pauses.back().ended_by = cause_of(noted);
        }
        if (!same(c, noted.note.stand)) mark(c, noted, std::move(why));
        c.stand = noted.note.stand;
    }
    /// The pause goes on for other reasons.
    void change_reasons(course& c, const noted_change& noted, std::string why) const {
        if (!c.pauses.empty()) c.pauses.back().when.end = noted.note.at;
        c.pauses.push_back({{noted.note.at, never}, std::move(why), cause_of(noted)});
    }
    /// A cycle that had ended goes on; the time between was a pause.
    void go_on(const noted_change& noted) {
        const auto number = policy_of(noted.note).number;
        const auto found = ended_.find(number);
        if (found == ended_.end()) return;
        auto& [ended, at, by] = found->second;
        std::erase_if(done_, [number, cycle = ended.cycle](const proof& p) { return p.policy == number && p.cycle == cycle; });
        if (!ended.pauses.empty() && ended.pauses.back().when.end == never) ended.pauses.back().when.end = at;
        const auto cause = cause_of(noted);
        ended.pauses.push_back({{at, noted.note.at}, "ended by " + by.name + ", reopened by " + cause.name, by, cause});
        ended.reopened = noted.note.at;
        ended.reasons = noted.note.clock.reasons;
        open_[number] = std::move(ended);
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

    void finish(std::uint16_t number, instant at, const noted_change* by) {
        auto& c = *open_[number];
        const auto& p = *c.of;
        proof made;
        made.case_id = record_.id;
        made.policy = p.number;
        made.policy_name = p.name;
        made.policy_title = p.title;
        made.cycle = c.cycle;
        made.target = c.target;
        made.open_time = c.open_time;
        made.started_by = c.started_by;
        made.deadlines = c.changes;
        made.levels = c.levels;
        made.running = by == nullptr;
        if (by != nullptr) made.ended_by = cause_of(*by);
        const auto& hours = c.hours != nullptr ? *c.hours : book_.calendars()[book_.plan(record_.machine).own_calendar];
        made.zone = hours.where().name();
        if (c.open_time) made.calendar = book_.calendar_infos()[c.calendar_number].name;
        made.times.started = c.from;
        made.times.ended = at;
        made.times.due = c.stand.due;
        cut(made, c, {c.from, at}, hours);
        made.times.used = made.running_time();
        take_verdict(made, c, at, hours);
        take_marks(made);
        done_.push_back(std::move(made));
        if (by != nullptr && p.when_reopened == on_reopening::go_on) ended_[number] = {std::move(c), at, cause_of(*by)};
        open_[number].reset();
    }
    static void cut(proof& made, const course& c, span whole, const calendar& hours) {
        auto at = whole.begin;
        auto by = c.started_by;
        for (const auto& each : c.pauses) {
            const auto part = intersection(each.when, whole);
            if (part.empty()) continue;
            append_counted(made.intervals, {at, part.begin}, c.open_time, hours, by);
            made.intervals.push_back({part, interval_kind::paused, each.why, each.begun_by});
            at = part.end;
            by = each.ended_by;
        }
        append_counted(made.intervals, {at, whole.end}, c.open_time, hours, by);
    }

    /// The verdict of the cycle that was said last: that of a miss is followed by ended_late when the cycle was finished.
    void take_verdict(proof& made, const course& c, instant at, const calendar& hours) const {
        const verdict* last = nullptr;
        for (const auto* v : notes_.verdicts)
            if (v->policy == made.policy && v->cycle == made.cycle) last = v;
        if (last == nullptr || is_open_again(c, *last, at)) return;
        made.verdict = last->kind;
        if (last->times.ended == at) {
            made.times = last->times;
            return;
        }
        made.times.target = last->times.target;  // of a miss that is not finished yet the times go on
        if (made.times.due != never && at > made.times.due) {
            made.times.overrun = at - made.times.due;
            made.times.business_overrun = hours.between(made.times.due, at);
        }
    }
    /// The verdict was said before the cycle was reopened, and may still become another.
    [[nodiscard]] static bool is_open_again(const course& c, const verdict& v, instant at) {
        const bool stands = v.kind == verdict_kind::missed || v.kind == verdict_kind::ended_late || v.kind == verdict_kind::early;
        return c.reopened && !stands && v.times.ended <= *c.reopened && at > v.times.ended;
    }
    void take_marks(proof& made) const {
        for (const auto* e : notes_.effects) {
            if (e->policy != made.policy || e->cycle != made.cycle || e->at < made.times.started) continue;
            if (e->kind == effect_kind::window_opened) made.marks.push_back({e->due_at, proof_mark::kind::window_opened});
            else if (e->kind == effect_kind::warning) made.marks.push_back({e->due_at, proof_mark::kind::warning, format_duration(duration{e->value}) + " left"});
            else if (e->kind == effect_kind::verdict && static_cast<verdict_kind>(e->what) == verdict_kind::missed) made.marks.push_back({e->due_at, proof_mark::kind::missed});
        }
        std::stable_sort(made.marks.begin(), made.marks.end(), [](const proof_mark& a, const proof_mark& b) { return a.at < b.at; });
    }

    const rulebook& book_;
    case_record record_;
    const case_notes& notes_;
    instant until_;
    std::map<std::uint16_t, std::optional<course>> open_;  ///< by policy, the rulebook's number
    std::map<std::uint16_t, ended_course> ended_;  ///< the last cycle of those that may go on
    std::vector<proof> done_;
};

}  // namespace caseclock::detail

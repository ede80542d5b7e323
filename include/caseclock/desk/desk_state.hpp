// SPDX-License-Identifier: Apache-2.0
//
// What a desk holds: the rulebook, the cases with their clocks, the queue of deadlines, what is still to be done at this instant. Plain
// data; desk/steps.hpp and desk/firings.hpp work on it.
#pragma once

#include "caseclock/desk/answers.hpp"
#include "caseclock/desk/case_store.hpp"
#include "caseclock/desk/clock_store.hpp"
#include "caseclock/desk/event.hpp"
#include "caseclock/desk/event_ids.hpp"
#include "caseclock/rulebook/rulebook.hpp"
#include "caseclock/sla/clockwork.hpp"
#include "caseclock/timer/deadline_queue.hpp"

#include <boost/unordered_map.hpp>

#include <deque>

namespace caseclock {

/// What moved a clock.
struct clock_cause {
    enum class kind : std::uint8_t { event, firing, adoption };
    kind is = kind::event;
    std::uint16_t what = 0;  ///< the event's number; of a firing the rulebook's number of its policy; of an adoption that of the version
};

/// One line of a clock's course: what happened to it and what it looks like then.
struct clock_note {
    instant at{};
    std::uint64_t case_id = 0;
    std::uint8_t machine = 0;
    std::uint8_t policy = 0;  ///< number within the machine
    clock_change change{};
    case_clock clock{};
    limits stand{};
    std::uint8_t hours = 0;   ///< number of the calendar it counts in
    bool open_time = false;   ///< whether it counts open time
    bool capped = false;      ///< whether the target's `not_later_than` is the due
    clock_cause cause{};
    fired_level level{};      ///< of a level that came or was acknowledged
};

/// A trigger that was asked: what the case and its clock looked like, and whether it acted.
struct trigger_note {
    instant at{};
    const trigger* which = nullptr;  ///< in the lists of the machine's plan
    bool holds = false;              ///< its condition does
    bool acts = false;               ///< and it is complete
    case_clock before{};             ///< its clock
    case_record record{};            ///< as the step leaves it
    clock_cause cause{};
};

namespace detail {

/// An event that a step or a firing brought about, or a case that it opens; a step of its own, first in first out.
struct pending_step {
    bool opens_child = false;
    std::uint32_t slot = no_slot;     ///< of the case; of one that is to be opened: its parent
    std::uint16_t kind = change_event;
    payload data{};
    std::uint64_t child_id = 0;
    std::uint8_t machine = 0;
    std::uint32_t relation = 0;
    std::vector<event_value> values{};  ///< passed to the child, by its own numbers
};

/// What the queue sees of a desk: a case's deadline, its order among others, and what a firing will read.
class deadline_side {
public:
    deadline_side(case_store& cases, const clock_store& clocks) noexcept : cases_{cases}, clocks_{clocks} {}
    [[nodiscard]] deadline_cell& cell(std::uint32_t slot) noexcept { return cases_.cell(slot); }
    [[nodiscard]] case_order order(std::uint32_t slot) const { return cases_.order(slot); }
    [[gnu::always_inline]] void prefetch(std::uint32_t slot) const noexcept { cases_.prefetch(slot); }
    [[gnu::always_inline]] void prefetch_cell(std::uint32_t slot) const noexcept { cases_.prefetch_cell(slot); }
    /// Asked somewhat later, when the record is there.
    [[gnu::always_inline]] void prefetch_further(std::uint32_t slot) const noexcept { clocks_.prefetch(std::as_const(cases_).record(slot).clocks); }

private:
    case_store& cases_;
    const clock_store& clocks_;
};

struct desk_state {
    explicit desk_state(rulebook from) : book{std::move(from)}, current{&book.versions().back()} {}

    rulebook book;
    const rulebook_version* current;  ///< of its versions, the one that new cases get
    case_store cases;
    clock_store clocks;
    boost::unordered_map<std::uint64_t, clock_history> histories;  ///< by history_key; entries stay where they are
    deadline_queue<deadline_side> queue;
    event_ids ids;
    std::deque<pending_step> pending;
    outbox out;
    instant now = first_instant;
    bool started = false;                 ///< has it seen an event or an advance?
    instant advanced_to = first_instant;  ///< the last advance, or the first event
    std::uint64_t firing_root = 0;        ///< whose firings are counted,
    due_key firing_at = never_due;        ///<   at which key,
    unsigned firings = 0;                 ///<   and how many there were
    clock_cause cause{};
    std::vector<clock_note>* course = nullptr;  ///< where the course of every clock is written down, when somebody wants it
    std::vector<trigger_note>* triggers = nullptr;  ///< where every trigger that is asked is written down, likewise

    [[nodiscard]] static std::uint64_t history_key(std::uint32_t slot, unsigned policy) noexcept { return std::uint64_t{slot} << 6 | policy; }
    [[nodiscard]] deadline_side deadlines() noexcept { return {cases, clocks}; }
    [[nodiscard]] const machine_plan& plan_of(const case_record& r) const noexcept { return book.plan(r.machine); }

    /// The case's clock that fires first of those due at or before `until`; nullptr when none is.
    [[nodiscard]] case_clock* first_due(const case_record& record, due_key until) noexcept {
        case_clock* first = nullptr;
        for (auto& c : clocks.block(record.clocks)) {
            if (c.next > static_cast<std::uint64_t>(until)) continue;
            if (first == nullptr || c.next < first->next || (c.next == first->next && c.policy < first->policy)) first = &c;
        }
        return first;
    }

    /// When the case's earliest clock fires; no_next when none does.
    [[nodiscard]] std::uint64_t earliest(const case_record& record) const noexcept {
        std::uint64_t next = case_clock::no_next;
        for (const auto& c : clocks.block(record.clocks)) next = std::min<std::uint64_t>(next, c.next);
        return next;
    }
    /// The case's earliest firing goes into the queue.
    void arm(std::uint32_t slot, std::uint64_t next) {
        auto& cell = cases.cell(slot);
        if (next == case_clock::no_next) cell.disarm();
        else if (const auto key = static_cast<due_key>(next); cell.key() != key) {
            auto side = deadlines();
            queue.arm(side, slot, key);
        }
    }
};

/// What conditions ask of a case.
class case_reading {
public:
    case_reading(const desk_state& s, const case_record& record) noexcept : case_reading{s.plan_of(record), record} {}
    case_reading(const machine_plan& plan, const case_record& record) noexcept : plan_{plan}, record_{record} {}

    [[nodiscard]] std::uint64_t facts() const noexcept { return record_.facts; }
    [[nodiscard]] std::int64_t value(unsigned attribute) const noexcept { return plan_.machine.value(record_, attribute); }
    [[nodiscard]] bool in_state(unsigned state) const noexcept {
        for (unsigned region = 0; region < plan_.machine.regions(); ++region)
            if (record_.state[region] == state) return true;
        return false;
    }
    /// Number of the case's calendar.
    [[nodiscard]] std::uint8_t hours() const noexcept {
        if (plan_.case_calendar == no_attribute) return plan_.own_calendar;
        const auto named = value(plan_.case_calendar);
        for (const auto& [text, number] : plan_.calendar_of_value)
            if (text == named) return number;
        return plan_.own_calendar;
    }

private:
    const machine_plan& plan_;
    const case_record& record_;
};
static_assert(no_number == no_value);

}  // namespace detail
}  // namespace caseclock

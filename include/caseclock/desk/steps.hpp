// SPDX-License-Identifier: Apache-2.0
//
// One event, step by step: the machine dispatches, the row acts, clocks hear of it, the case may end, its deadline is armed again, and
// what it brought about waits for a step of its own.
#pragma once

#include "caseclock/desk/triggers.hpp"

namespace caseclock::detail {

class step_run {
public:
    step_run(desk_state& s, answers& out) noexcept : s_{s}, out_{out} {}

    /// One event of a case that is there; `opens`: it was made for this event, which enters the initial states first. When it is not
    /// accepted the case is as it was, or as it was made. `r` is a fresh receipt.
    void take(std::uint32_t slot, std::uint16_t kind, const payload& data, std::span<const event_value> values, instant at, bool opens, receipt& r) {
        auto& record = s_.cases.record(slot);
        const auto& plan = s_.plan_of(record);
        const auto& machine = plan.machine;
        const case_record before = record;
        for (const auto& v : values) put(machine, record, v);

        s_.out.clear();
        step now{record, s_.out, at, machine.slots()};
        auto result = outcome::accepted;
        opening_.clear();
        if (opens) {
            result = machine.start(now);
            opening_.assign(s_.out.changes.begin(), s_.out.changes.end());
        }
        const bool overrun_at_start = result & outcome::overrun;
        if (is_of_machine(kind)) result = machine.process(now, kind, data);
        else {
            s_.out.changes.clear();
            if (!opens && (record.marks & case_ended) != 0) result = outcome::ended;
            else if (kind == acknowledge_event && !anything_waits(record, plan, unpack<acknowledging>(data), slot, at)) result = outcome::refused;
        }
        if (!accepted(result)) [[unlikely]] {
            refuse(record, machine, kind, data, at, result, r);
            record.facts = before.facts;
            record.values = before.values;
            if (!opens) tell_state(record, r);
            return;
        }
        if (opens) r.marks |= receipt::opened_case;
        voice says{s_, slot, record, out_};
        if (!s_.out.intents.empty()) speak(plan, says, at);
        if (overrun_at_start || (result & outcome::overrun)) {
            says.say(limit_kind::completions, at);
            r.marks |= receipt::hit_limit;
        }
        if (!s_.out.raised.empty()) queue_raised(slot, plan);
        if (!s_.out.children.empty()) queue_children(slot, record, plan, kind, at);

        step_changes what;
        what.opened = opens;
        what.event = kind;
        if (kind == acknowledge_event) what.acknowledged = unpack<acknowledging>(data);
        what.facts_set = record.facts & ~before.facts;
        what.facts_cleared = before.facts & ~record.facts;
        if (plan.attributes_watched != 0) what.attributes = machine.changed_attributes(before, record, plan.attributes_watched);
        if (plan.case_calendar != no_attribute && machine.value(before, plan.case_calendar) != machine.value(record, plan.case_calendar))
            what.hours_before = case_reading{plan, before}.hours();
        what.at_opening = opening_;
        what.states = {s_.out.changes.begin(), s_.out.changes.size()};
        const bool moved = opens || !what.states.empty();
        if (moved && (record.marks & case_is_child) != 0) tell_parent(slot, what);
        const bool matters = trigger_run::matters(plan, what);
        if (matters || (moved && machine.is_final(record) != ((record.marks & case_ended) != 0))) {
            trigger_run triggers{s_, record, plan, says, at};
            if (matters) triggers.run(what);
            if (moved) end_if_final(record, machine, triggers, says, at);
            s_.arm(slot, s_.earliest(record));
        }
        tell_state(record, r);
    }

    /// Everything that steps and firings brought about, at their instant. `marks` gets hit_limit when there was too much.
    void take_pending(instant at, std::uint8_t& marks) {
        for (unsigned taken = 0; !s_.pending.empty(); ++taken) {
            const auto next = std::move(s_.pending.front());
            s_.pending.pop_front();
            if (taken == s_.current->limits.raised_events) {
                voice{s_, next.slot, out_}.say(limit_kind::raised_events, at);
                marks |= receipt::hit_limit;
                s_.pending.clear();
                return;
            }
            if (next.opens_child) open_child(next, at);
            else {
                s_.cause = {clock_cause::kind::event, next.kind};
                receipt r;
                take(next.slot, next.kind, next.data, {}, at, false, r);
                said_of(next.slot, next.kind, r, at);
            }
        }
    }

private:
    static void tell_state(const case_record& record, receipt& r) noexcept {
        r.state = record.state;
        r.machine = record.machine;
    }
    static void put(const definition& machine, case_record& record, const event_value& v) {
        if (!v.is_fact()) return write(record, machine.slots().slot[v.number()], v.value);
        const auto bit = std::uint64_t{1} << v.number();
        record.facts = (v.what & event_value::fact_set) != 0 ? record.facts | bit : record.facts & ~bit;
    }

    [[gnu::cold, gnu::noinline]] void refuse(const case_record& record, const definition& machine, std::uint16_t kind, const payload& data, instant at, outcome result, receipt& r) {
        r.kind = result & outcome::ended ? receipt_kind::ended : result & outcome::refused ? receipt_kind::refused : receipt_kind::not_taken;
        if (!is_of_machine(kind) && r.kind == receipt_kind::ended) return;
        r.first_refusal = static_cast<std::uint32_t>(out_.refusals.size());
        if (kind == acknowledge_event) {
            const auto named = unpack<acknowledging>(data).policy;
            out_.refusals.push_back({.row = named == acknowledging::every ? no_row_number : static_cast<std::uint16_t>(named - 1),
                                     .why = refusal::reason::nothing_waits,
                                     .state = record.state[0],
                                     .machine = record.machine});
            r.refusal_count = 1;
            return;
        }
        bool any_needs = false;
        for (const auto& each : machine.why_refused(record, kind, data, at)) {
            refusal_note note{.row = each.row, .why = each.why, .region = each.region, .state = each.state, .machine = record.machine};
            for (const auto k : each.unmet) note.unmet |= std::uint64_t{1} << k;
            any_needs = any_needs || each.why == refusal::reason::needs;
            out_.refusals.push_back(note);
        }
        r.refusal_count = static_cast<std::uint16_t>(out_.refusals.size() - r.first_refusal);
        if (r.kind == receipt_kind::refused && !any_needs) r.kind = receipt_kind::not_taken;  // rows there were, but the choice of none holds
    }

    [[nodiscard]] bool anything_waits(case_record& record, const machine_plan& plan, acknowledging of, std::uint32_t slot, instant at) {
        voice silent{s_, slot, record, out_};
        return trigger_run{s_, record, plan, silent, at}.waits(of);
    }

    // ---- what the row said ------------------------------------------------------------------------------------------------------

    void speak(const machine_plan& plan, voice& says, instant at) {
        for (const auto& i : s_.out.intents) {
            const auto word = [&](effect_kind kind, const std::vector<std::uint16_t>& numbers) {
                auto& e = says.say(kind, at);
                e.what = numbers[i.what];
                e.value = i.value;
            };
            switch (i.kind) {
                case intent_kind::cue: word(effect_kind::cue, plan.words.cues); break;
                case intent_kind::tell: word(effect_kind::notification, plan.words.roles); break;
                case intent_kind::remind: word(effect_kind::reminder, plan.words.roles); break;
                case intent_kind::order: word(effect_kind::order, plan.words.orders); break;
                case intent_kind::note: word(effect_kind::note, plan.words.notes); break;
                case intent_kind::lapse:
                    for (auto facts = static_cast<std::uint64_t>(i.value); facts != 0; facts &= facts - 1)
                        says.say(effect_kind::lapse, at).what = static_cast<std::uint16_t>(__builtin_ctzll(facts));
                    break;
                case intent_kind::lapse_of: {
                    auto& e = says.say(effect_kind::lapse, at);
                    e.what = i.what;
                    e.detail = static_cast<std::uint8_t>(i.value + 1);
                    break;
                }
            }
        }
    }

    // ---- what it brought about --------------------------------------------------------------------------------------------------

    void queue_raised(std::uint32_t slot, const machine_plan& plan) {
        for (const auto& raised : s_.out.raised) {
            if (raised.to == recipient::self) {
                if (const auto kind = plan.machine.event_of_tag(raised.event)) s_.pending.push_back({.slot = slot, .kind = *kind, .data = raised.data});
                continue;
            }
            const auto* const kin = s_.cases.family_of(slot);
            if (kin == nullptr) continue;  // no relatives: nobody hears it
            if (raised.to == recipient::parent) queue_for(kin->parent, raised);
            else
                for (const auto child : kin->children)
                    if ((s_.cases.record(child).marks & case_ended) == 0) queue_for(child, raised);
        }
    }
    void queue_for(std::uint32_t slot, const follow_up& raised) {
        if (slot == no_slot) return;
        if (const auto kind = s_.plan_of(s_.cases.record(slot)).machine.event_of_tag(raised.event))
            s_.pending.push_back({.slot = slot, .kind = *kind, .data = raised.data});
    }

    void queue_children(std::uint32_t slot, const case_record& record, const machine_plan& plan, std::uint16_t kind, instant at) {
        for (std::size_t i = 0; i < s_.out.children.size(); ++i) {
            const auto& c = s_.out.children[i];
            pending_step opening{.opens_child = true, .slot = slot, .relation = c.relation};
            const auto machine = s_.book.machine_of_tag(c.machine, plan.version);
            const auto row_tag = c.row == no_row_number ? 0U : plan.machine.rows()[c.row].tag;
            opening.child_id = child_id(record.id, !is_of_machine(kind) ? 0U : plan.machine.events()[kind].tag, at, row_tag, i);
            opening.machine = machine.value_or(no_machine);
            if (machine) {
                const auto& child = s_.book.plan(*machine).machine;
                if (c.event != 0) opening.kind = child.event_of_tag(c.event).value_or(std::uint8_t{0});
                opening.data = c.data;
                for (unsigned k = c.first_passed; k < c.first_passed + unsigned{c.passed_count}; ++k)
                    if (const auto attribute = child.attribute_of_tag(s_.out.passed[k].attribute))
                        opening.values.push_back(event_value::of_attribute(*attribute, s_.out.passed[k].value));
            }
            s_.pending.push_back(std::move(opening));
        }
    }
    /// The same for the same events, whatever else happened: a late event does not number other children anew.
    [[nodiscard]] static std::uint64_t child_id(std::uint64_t parent, std::uint32_t event, instant at, std::uint32_t row, std::size_t number) {
        std::uint64_t hash = parent;
        for (const std::uint64_t part : {std::uint64_t{event}, static_cast<std::uint64_t>(at.time_since_epoch().count()), std::uint64_t{row}, std::uint64_t{number}}) {
            hash ^= part + 0x9e3779b97f4a7c15U + (hash << 6) + (hash >> 2);
            hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9U;
            hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebU;
            hash ^= hash >> 31;
        }
        return hash | child_id_bit;
    }

    void open_child(const pending_step& next, instant at) {
        if (next.machine == no_machine || next.kind == 0) {  // the rulebook has no such machine, or that no such event
            voice{s_, next.slot, out_}.say(effect_kind::raised, at).detail = static_cast<std::uint8_t>(receipt_kind::malformed);
            return;
        }
        auto id = next.child_id;
        while (s_.cases.find(id) != no_slot) id = (id + 1) | child_id_bit;  // the same event again, at the same instant
        const auto slot = s_.cases.open(id);
        s_.cases.record(slot).machine = next.machine;
        s_.cases.adopt(next.slot, slot, next.relation);
        voice says{s_, slot, out_};
        auto& opened = says.say(effect_kind::opened, at);
        opened.value = static_cast<std::int64_t>(s_.cases.record(next.slot).id);
        opened.what = next.machine;
        s_.cause = {clock_cause::kind::event, next.kind};
        receipt r;
        take(slot, next.kind, next.data, next.values, at, true, r);
        if (r.kind == receipt_kind::accepted) return;
        says.unsay();
        s_.cases.close(slot);
        said_of(next.slot, next.kind, r, at);
    }

    /// A child entered states: its parent may have a row for that.
    void tell_parent(std::uint32_t slot, const step_changes& what) {
        const auto& kin = *s_.cases.family_of(slot);
        const auto& plan = s_.plan_of(s_.cases.record(kin.parent));
        if (plan.child_events.empty()) return;
        const auto states = s_.plan_of(s_.cases.record(slot)).machine.states();
        const auto tell = [&](std::uint8_t state) {
            if (const auto kind = plan.machine.event_of_child(kin.relation, states[state].tag)) s_.pending.push_back({.slot = kin.parent, .kind = *kind});
        };
        for (const auto& change : what.at_opening) tell(change.entered);
        for (const auto& change : what.states) tell(change.entered);
    }

    /// The receipt of an event that the desk raised.
    void said_of(std::uint32_t slot, std::uint16_t kind, const receipt& r, instant at) {
        auto& e = voice{s_, slot, out_}.say(effect_kind::raised, at);
        e.what = kind;
        e.detail = static_cast<std::uint8_t>(r.kind);
        if (r.kind == receipt_kind::refused && r.refusal_count != 0) {
            e.value = static_cast<std::int64_t>(out_.refusals[r.first_refusal].unmet);
            e.to = out_.refusals[r.first_refusal].row;
        }
    }

    void end_if_final(case_record& record, const definition& machine, trigger_run& triggers, voice& says, instant at) {
        if (!machine.is_final(record)) {
            record.marks &= static_cast<std::uint8_t>(~case_ended);
            return;
        }
        if ((record.marks & case_ended) != 0) return;
        record.marks |= case_ended;
        triggers.cancel_all();
        says.say(effect_kind::ended, at);
    }

    static constexpr std::uint8_t no_machine = 0xff;

    desk_state& s_;
    answers& out_;
    boost::container::small_vector<state_change, 8> opening_;
};

}  // namespace caseclock::detail

// SPDX-License-Identifier: Apache-2.0
//
// The engine: cases, a rulebook, and time. It is told what happened and says what that means.
//
//   desk hotline{builtin_rulebook("hotline")};
//   answers out;
//   hotline.apply(events, values, out);          // a batch: one receipt each; effects in order
//   hotline.advance(now, out);                   // nothing happened, but time went on
//   if (const auto t = hotline.next_deadline()) ...   // the earliest instant at which `advance` does something
//
//   at one instant: openings, then events, then limits. advance(t) fires openings at or before t and limits before t.
//
// Its rulebook may change while cases are open: adopt (adoption.hpp). Events may then come in the numbers of any version; each case takes them
// in those of its own, and a new case gets the newest version.
//
// The same events and the same last advance: the same effects, bit for bit, whatever the batches and however often anybody looked. A desk
// belongs to one thread at a time; desks share a rulebook.
#pragma once

#include "caseclock/desk/event_limits.hpp"
#include "caseclock/desk/firings.hpp"
#include "caseclock/desk/version_change.hpp"
#include "caseclock/desk/version_translation.hpp"

namespace caseclock {

/// A clock as it stands: nothing is replayed.
struct clock_view {
    std::uint16_t policy = 0;       ///< the rulebook's number
    std::uint16_t cycle = 0;
    std::uint8_t misses = 0;
    bool running = false, paused = false, missed = false, window_open = false;
    bool waits = false;             ///< a level of its ladder waits for an acknowledgement, in time or not
    instant started{};
    instant opens = never;          ///< of a window
    instant due = never;            ///< as if a pause ended now
    instant next = never;           ///< its next firing, `never` when none is armed
    duration used{}, left{};        ///< in the time it counts; `left` is negative once it is late, zero without a deadline
};

/// A case as it stands. Numbers are its machine's.
struct case_view {
    std::uint64_t id = 0, root = 0, parent = 0;  ///< parent: 0 where there is none
    std::uint32_t relation = 0;                  ///< tag of what the parent calls it: tag_of_name("callback")
    std::uint8_t machine = 0;
    bool ended = false;
    case_record record{};
    std::vector<std::uint64_t> children;
};

class desk {
public:
    /// What becomes of late events stands in the rulebook; where it says nothing: as_of_now. Throws std::invalid_argument for `accept`,
    /// which takes a ledger (ledger/ledger_desk.hpp).
    explicit desk(rulebook book) : desk{book, book.late().value_or(late_events::as_of_now)} {}
    /// The same, whatever the rulebook says.
    desk(rulebook book, late_events late) : s_{std::move(book)}, limits_{s_.book}, versions_{s_.book}, late_{late} {
        if (late == late_events::accept)
            throw std::invalid_argument{"rulebook " + s_.book.name() +
                                        ": a desk without a ledger cannot accept late events: use ledger_desk (C++) or Desk(rulebook, ledger=True) (Python)"
                                        " (allowed without one: late_events: as_of_now, late_events: refuse)"};
    }

    [[nodiscard]] const rulebook& book() const noexcept { return s_.book; }
    /// The desk's time; none before the first event or advance.
    [[nodiscard]] std::optional<instant> now() const noexcept { return s_.started ? std::optional{s_.now} : std::nullopt; }
    /// What becomes of events that are older than its time.
    [[nodiscard]] late_events late() const noexcept { return late_; }
    [[nodiscard]] std::size_t size() const noexcept { return s_.cases.size(); }
    /// Room for so many cases.
    void reserve(std::size_t cases) { s_.cases.reserve(cases); }

    // ---- what happened ------------------------------------------------------------------------------------------------------------

    /// A batch, in its order. Each event has a receipt of its own, and the rest goes on whatever becomes of one.
    void apply(std::span<const event> events, std::span<const event_value> values, answers& out) {
        // Block by block, each block's cases in three looks ahead: the index, the record, its clocks. A look is a short loop of its own, so that
        // the machine waits for many places at once.
        given_ += events.size();
        std::array<std::uint32_t, 4 * block_size> slots;
        for (std::size_t first = 0; first < events.size() + 3 * block_size; first += block_size) {
            const auto each_of_block = [&](std::size_t before, const auto& look) {
                const auto from = first - before * block_size;  // of a block that is none yet: past every event
                for (auto i = from; i < std::min(from + block_size, events.size()); ++i) look(events[i], slots[i % slots.size()]);
            };
            each_of_block(0, [&](const event& e, std::uint32_t&) { s_.cases.prefetch_index(e.case_id); });
            each_of_block(1, [&](const event& e, std::uint32_t& slot) {
                slot = s_.cases.find_likely(e.case_id);
                if (slot != no_slot) s_.cases.prefetch(slot);
            });
            each_of_block(2, [&](const event&, std::uint32_t slot) {
                if (slot != no_slot) s_.clocks.prefetch(s_.cases.record(slot).clocks);
            });
            each_of_block(3, [&](const event& e, std::uint32_t slot) {
                apply_one(e, values_of(e, values), s_.cases.find_surely(e.case_id, slot), out);
            });
        }
    }
    /// One event; its receipt is appended too.
    receipt apply(const event& e, std::span<const event_value> values, answers& out) {
        ++given_;
        apply_one(e, values_of(e, values), s_.cases.find(e.case_id), out);
        return out.receipts.back();
    }

    /// An event at t was heard of that is of no case here: what is due fires as it does before any event. Not before the desk's time.
    void reach(instant t, answers& out) {
        if (!s_.started) s_.advanced_to = t;
        s_.started = true;
        detail::firing_run{s_, out}.run(passed_at(t));
        s_.now = t;
    }
    /// Time has reached t. Throws std::invalid_argument when it was there already, and horizon_error outside [1970, 2200).
    void advance(instant t, answers& out) { advance(t, SIZE_MAX, out); }
    /// At most so many firings; false when there are more, and time stands at the last of them.
    bool advance(instant t, std::size_t at_most, answers& out) {
        if (!in_range(t)) throw horizon_error{"desk: cannot advance to " + format_instant(t) + " (allowed: 1970 up to 2200)"};
        if (s_.started && t < s_.now)
            throw std::invalid_argument{"desk: cannot go back to " + format_instant(t) + "; its time is " + format_instant(s_.now)};
        if (!s_.started) s_.now = t;
        s_.started = true;
        s_.advanced_to = t;
        if (!detail::firing_run{s_, out}.run(passed_at(t), at_most)) return false;
        s_.now = t;
        return true;
    }

    /// The earliest instant at which `advance` does something, never before the desk's time; none when nothing is due any more.
    [[nodiscard]] std::optional<instant> next_deadline() {
        auto side = s_.deadlines();
        const auto key = s_.queue.next(side);
        if (key == never_due) return std::nullopt;
        return s_.started ? std::max(fires_at(key), s_.now) : fires_at(key);
    }

    // ---- the rulebook changes -------------------------------------------------------------------------------------------------------

    /// From `at` on new cases get the newest version of `next`, a successor of the desk's rulebook; what becomes of open ones is the mode's.
    /// What lies in the past under the new version happens at `at`. Throws std::invalid_argument when `next` is no successor, or time was there
    /// already, and horizon_error outside [1970, 2200): then nothing has changed.
    adoption_report adopt(rulebook next, instant at, adoption_mode mode, answers& out) {
        if (!next.succeeds(s_.book))
            throw std::invalid_argument{"rulebook " + next.name() + ": it does not go on from the desk's, " + s_.book.name() +
                                        " (allowed: a successor of it: successor(desk.book(), next))"};
        if (!in_range(at)) throw horizon_error{"desk: cannot adopt a rulebook at " + format_instant(at) + " (allowed: 1970 up to 2200)"};
        if (s_.started && (at < s_.now || (at == s_.now && passed() > passed_at(at))))
            throw std::invalid_argument{"desk: cannot adopt a rulebook at " + format_instant(at) + "; its time is " + format_instant(s_.now) +
                                        (at == s_.now ? ", and some limits of that instant have fired" : "")};
        const auto from = version();
        s_.book = std::move(next);
        s_.current = &s_.book.versions()[from];
        limits_ = detail::event_limits{s_.book};
        versions_ = detail::version_translation{s_.book};
        const auto to = static_cast<std::uint8_t>(s_.book.versions().size() - 1);
        adoptions_.push_back({.at = at, .events_before = given_, .from = from, .to = to, .mode = mode});
        return adopt(adoptions_.back(), out);
    }
    /// An adoption of another desk of this rulebook is told again. It takes place at the desk's time when that is later. Throws
    /// std::invalid_argument when the rulebook has no such version.
    adoption_report adopt(const adoption& which, answers& out) {
        if (which.to >= s_.book.versions().size())
            throw std::invalid_argument{"rulebook " + s_.book.name() + ": it has no version " + std::to_string(which.to) + " to adopt (allowed: 0 to " +
                                        std::to_string(s_.book.versions().size() - 1) + "; the desk's own rulebook has all of them)"};
        const auto at = s_.started ? std::max(which.at, s_.now) : which.at;
        reach(at, out);
        s_.current = &s_.book.versions()[which.to];
        return which.mode == adoption_mode::pin ? adoption_report{} : detail::version_change{s_, which.to, at, out}.run();
    }
    /// Those that it was told of, in order.
    [[nodiscard]] std::span<const adoption> adoptions() const noexcept { return adoptions_; }
    /// The number of the version that new cases get.
    [[nodiscard]] std::uint8_t version() const noexcept { return static_cast<std::uint8_t>(s_.current - s_.book.versions().data()); }

    // ---- how things stand -----------------------------------------------------------------------------------------------------------

    [[nodiscard]] std::optional<case_view> find(std::uint64_t case_id) const {
        const auto slot = s_.cases.find(case_id);
        if (slot == no_slot) return std::nullopt;
        case_view view;
        view.record = s_.cases.record(slot);
        view.id = case_id;
        view.root = s_.cases.record(s_.cases.root_of(slot)).id;
        view.machine = view.record.machine;
        view.ended = (view.record.marks & case_ended) != 0;
        if (const auto* kin = s_.cases.family_of(slot)) {
            if (kin->parent != no_slot) view.parent = s_.cases.record(kin->parent).id;
            view.relation = kin->relation;
            for (const auto child : kin->children) view.children.push_back(s_.cases.record(child).id);
        }
        return view;
    }

    /// The clocks of a case that were ever started, by policy. Throws std::out_of_range when there is no such case.
    [[nodiscard]] std::vector<clock_view> clocks(std::uint64_t case_id, instant now) const {
        const auto slot = needed(case_id);
        const auto& record = s_.cases.record(slot);
        const auto& plan = s_.plan_of(record);
        answers unused;
        auto& s = const_cast<detail::desk_state&>(s_);  // a voice that is not used to speak
        detail::voice says{s, slot, unused};
        const detail::case_reading reading{s_, record};
        const clockwork<detail::case_reading, detail::voice> work{reading, s_.book.calendars(), says, now};
        std::vector<clock_view> list;
        for (unsigned p = 0; p < plan.policies.size(); ++p)
            if (const auto* c = s.clocks.find(record.clocks, p); c != nullptr && c->cycle != 0) list.push_back(view_of(plan.policies[p], *c, work, now));
        return list;
    }

    /// Forgets a root case that has ended, with its family and their event ids. Throws std::out_of_range when there is no such case, and
    /// std::invalid_argument when it is a child or one of the family is still open.
    void evict(std::uint64_t case_id) {
        const auto slot = needed(case_id);
        if ((s_.cases.record(slot).marks & case_is_child) != 0)
            throw std::invalid_argument{"case " + std::to_string(case_id) + ": a child is evicted with its root case " +
                                        std::to_string(s_.cases.record(s_.cases.root_of(slot)).id)};
        for (const auto member : detail::family_slots(s_.cases, slot))
            if (const auto& record = s_.cases.record(member); (record.marks & case_ended) == 0)
                throw std::invalid_argument{"case " + std::to_string(record.id) +
                                            ": cannot be evicted, it is open (allowed: cases that have ended with all their children)"};
        detail::forget_family(s_, slot);
    }

    /// The receipt of an event that is not judged, whatever its time: malformed, duplicate or conflict. None: `apply` will judge it.
    [[nodiscard]] std::optional<receipt> unjudged(const event& e, std::span<const event_value> values) const {
        const auto slot = s_.cases.find(e.case_id);
        const auto own = values_of(e, values);
        if (!versions_.several()) return unjudged(e, own, slot);
        detail::told_event told;
        receipt unknown;  // to the case's version: another one may have been in force at its instant
        const bool is_told = tell_in_version(e, own, slot, told, unknown);
        return is_told ? unjudged(told.e, told.values, slot) : unjudged(e, own, slot);
    }

    // ---- families, to be moved between desks of one rulebook ----------------------------------------------------------------------------

    /// The root case of a case; none when there is no such case.
    [[nodiscard]] std::optional<std::uint64_t> root_of(std::uint64_t case_id) const {
        const auto slot = s_.cases.find(case_id);
        return slot == no_slot ? std::nullopt : std::optional{s_.cases.record(s_.cases.root_of(slot)).id};
    }
    /// Effects that a root case has said so far: the ordinal of its next; 0 when there is no such case.
    [[nodiscard]] std::uint32_t ordinal_of(std::uint64_t root) const {
        const auto slot = s_.cases.find(root);
        return slot == no_slot ? 0 : s_.cases.record(slot).ordinal;
    }
    /// A root case and all that came of it. Throws std::out_of_range when there is no such case.
    [[nodiscard]] family_state copy_family(std::uint64_t root) const { return detail::copied_family(s_, needed(root)); }
    /// In its place, or anew. What is due by the desk's time must have fired; firings go on from where its clocks stand.
    void put_family(const family_state& family) {
        forget_family(family.members.front().record.id);
        detail::put_family(s_, family);
    }
    /// Open or not; nothing when there is no such case.
    void forget_family(std::uint64_t root) {
        if (const auto slot = s_.cases.find(root); slot != no_slot) detail::forget_family(s_, slot);
    }
    /// The last key that has fired: beyond `passed_at(now())` when an advance stopped early among the limits of an instant.
    [[nodiscard]] due_key passed() const noexcept {
        const auto by_time = passed_at(s_.now);
        return s_.firing_at == never_due ? by_time : std::max(by_time, s_.firing_at);
    }
    /// A desk without cases may begin again at any time, under any version of its rulebook. Throws std::logic_error when it has one.
    void restart(std::uint8_t version) {
        if (size() != 0) throw std::logic_error{"desk: cannot begin again with " + std::to_string(size()) + " cases (allowed: none)"};
        s_.current = &s_.book.versions()[version];
        s_.started = false;
        s_.now = s_.advanced_to = first_instant;
        s_.firing_at = never_due;
    }

    // ---- for reports and proofs -------------------------------------------------------------------------------------------------------

    /// Writes down the course of every clock from now on, until called with nullptr. The list must outlive that.
    void write_course(std::vector<clock_note>* into) noexcept { s_.course = into; }
    /// Likewise every trigger that is asked, whether it acts or not.
    void write_triggers(std::vector<trigger_note>* into) noexcept { s_.triggers = into; }

    /// Bytes held for cases, clocks, deadlines and the index.
    [[nodiscard]] std::size_t memory_bytes() const noexcept { return s_.cases.memory_bytes() + s_.clocks.memory_bytes() + s_.queue.memory_bytes(); }

private:
    static constexpr std::size_t block_size = 32;  ///< events that are looked ahead for together

    [[nodiscard]] static std::span<const event_value> values_of(const event& e, std::span<const event_value> values) noexcept {
        if (e.value_count == 0 || std::size_t{e.first_value} + e.value_count > values.size()) return {};
        return values.subspan(e.first_value, e.value_count);
    }
    /// Where the case stands, of an event that does not move it.
    void tell_state(std::uint32_t slot, receipt& r) const {
        if (slot == no_slot) return;
        r.state = s_.cases.record(slot).state;
        r.machine = s_.cases.record(slot).machine;
    }
    [[nodiscard]] std::uint32_t needed(std::uint64_t case_id) const {
        const auto slot = s_.cases.find(case_id);
        if (slot == no_slot) throw std::out_of_range{"case " + std::to_string(case_id) + ": the desk has no such case"};
        return slot;
    }

    void apply_one(const event& e, std::span<const event_value> values, std::uint32_t slot, answers& out) {
        if (versions_.several()) [[unlikely]] return apply_in_version(e, values, slot, out);
        apply_told(e, values, slot, out);
    }
    /// In the numbers of the case's version, whichever it came in.
    [[gnu::noinline]] void apply_in_version(const event& e, std::span<const event_value> values, std::uint32_t slot, answers& out) {
        detail::told_event told;
        receipt r;
        if (!tell_in_version(e, values, slot, told, r)) {
            out.receipts.push_back(r);
            return;
        }
        apply_told(told.e, told.values, slot, out);
    }
    /// False, and a receipt, when that version cannot be told it.
    [[nodiscard]] bool tell_in_version(const event& e, std::span<const event_value> values, std::uint32_t slot, detail::told_event& told, receipt& r) const {
        const auto of = slot == no_slot ? version() : s_.plan_of(s_.cases.record(slot)).version;
        if (versions_.tell(s_.book, e, values, of, told, r)) return true;
        r.kind = receipt_kind::malformed;
        tell_state(slot, r);
        return false;
    }
    [[nodiscard]] std::optional<receipt> unjudged(const event& e, std::span<const event_value> own, std::uint32_t slot) const {
        receipt r;
        std::uint64_t root = e.case_id, content = 0;
        const bool is_so = is_malformed(e, own, slot, r) || (e.id != 0 && is_known(e, own, slot, root, content, r));
        return is_so ? std::optional{r} : std::nullopt;
    }

    void apply_told(const event& e, std::span<const event_value> values, std::uint32_t slot, answers& out) {
        auto& r = out.receipts.emplace_back();
        if (is_malformed(e, values, slot, r)) [[unlikely]] return;
        std::uint64_t root = e.case_id, content = 0;
        if (e.id != 0 && is_known(e, values, slot, root, content, r)) return;
        auto at = e.at;
        std::uint8_t marks = 0;
        if (s_.started && at < s_.now) [[unlikely]] {
            if (late_ == late_events::refuse) {
                r.kind = receipt_kind::late;
                tell_state(slot, r);
                return;
            }
            at = s_.now;
            marks = receipt::was_late;
        }
        reach(at, out);

        const bool opens = slot == no_slot;
        if (opens) {
            slot = s_.cases.open(e.case_id);
            s_.cases.record(slot).machine = e.machine;
        }
        detail::step_run steps{s_, out};
        s_.cause = {clock_cause::kind::event, e.kind};
        r.marks = marks;
        steps.take(slot, e.kind, e.data, values, at, opens, r);
        if (r.kind != receipt_kind::accepted) {
            if (opens) s_.cases.close(slot);
            return;
        }
        if (e.id != 0) s_.ids.remember(root, e.id, content, at, s_.current->dedupe_window);
        if (!s_.pending.empty()) steps.take_pending(at, r.marks);
    }

    /// Did an event of that id come before? For those that did not: the root case and the content to be remembered.
    [[nodiscard]] bool is_known(const event& e, std::span<const event_value> values, std::uint32_t slot, std::uint64_t& root, std::uint64_t& content, receipt& r) const {
        if (slot != no_slot) root = s_.cases.record(s_.cases.root_of(slot)).id;
        content = content_of(s_.book.plan(e.machine).machine, e, values);
        const auto known = s_.ids.ask(root, e.id, content, std::max(s_.now, e.at), s_.current->dedupe_window);
        if (known == event_ids::answer::fresh) return false;
        r.kind = known == event_ids::answer::same ? receipt_kind::duplicate : receipt_kind::conflict;
        tell_state(slot, r);
        return true;
    }

    /// Says which field cannot be. Costs a few comparisons when all is well.
    [[nodiscard]] bool is_malformed(const event& e, std::span<const event_value> values, std::uint32_t slot, receipt& r) const {
        const auto fault = [&](event_field field, std::size_t detail = 0) {
            r.kind = receipt_kind::malformed;
            r.field = field;
            r.detail = static_cast<std::uint8_t>(detail);
            tell_state(slot, r);
            return true;
        };
        if (!in_range(e.at)) return fault(event_field::at);
        if (s_.current->max_ahead != duration::max() && s_.started && e.at - s_.advanced_to > s_.current->max_ahead) return fault(event_field::at);
        if (slot == no_slot && (e.case_id & child_id_bit) != 0) return fault(event_field::case_id);
        const auto* const limits = limits_.of(e.machine);
        if (limits == nullptr || (slot != no_slot && !is_machine_of(s_.cases.record(slot), e.machine))) return fault(event_field::machine);
        if (e.kind == acknowledge_event) {
            if (!may_acknowledge(e.machine, unpack<acknowledging>(e.data))) return fault(event_field::payload);
        } else if (e.kind != change_event) {
            if (!limits->is_sent(e.kind)) return fault(event_field::kind);
            if (limits->has_payload(e.kind))
                if (const auto field = s_.book.plan(e.machine).machine.malformed(e.kind, e.data)) return fault(event_field::payload, *field);
        }
        if (values.size() != e.value_count) return fault(event_field::value);
        for (std::size_t i = 0; i < values.size(); ++i)
            if (!limits->is_sound(values[i])) return fault(event_field::value, i);
        return false;
    }

    /// The case's machine, in any version.
    [[nodiscard]] bool is_machine_of(const case_record& record, std::uint8_t machine) const {
        return record.machine == machine || (versions_.several() && s_.plan_of(record).machine.tag() == s_.book.plan(machine).machine.tag());
    }
    /// Whether the policy serves the machine in some version, or every policy is meant.
    [[nodiscard]] bool may_acknowledge(std::uint8_t machine, acknowledging named) const {
        const auto serves = [&](const policy& p) { return named.means(p.number); };
        return named.policy == acknowledging::every || std::any_of(s_.book.machines().begin(), s_.book.machines().end(), [&](const machine_plan& plan) {
                   return plan.machine.tag() == s_.book.plan(machine).machine.tag() && std::any_of(plan.policies.begin(), plan.policies.end(), serves);
               });
    }

    template <class Work> [[nodiscard]] static clock_view view_of(const policy& p, const case_clock& c, const Work& work, instant now) {
        clock_view v;
        v.policy = p.number;
        v.cycle = static_cast<std::uint16_t>(c.cycle);
        v.misses = static_cast<std::uint8_t>(c.misses);
        v.running = c.running;
        v.started = c.started_at();
        if (!v.running) return v;
        v.paused = c.paused();
        v.missed = c.missed;
        v.window_open = c.opened;
        v.waits = work.waits(c);
        if (c.next != case_clock::no_next) v.next = instant_of(static_cast<due_key>(c.next));
        const auto stand = work.limits_at(p, c, now);
        v.opens = stand.opens;
        v.due = stand.due;
        v.used = work.times(p, c, now, verdict_kind::measured).used;
        if (v.due != never) v.left = work.counts_open_time(p, c) ? work.hours_of(p, c).between(now, v.due) : v.due - now;
        return v;
    }

    detail::desk_state s_;
    detail::event_limits limits_;
    detail::version_translation versions_;
    late_events late_;
    std::uint64_t given_ = 0;  ///< events
    std::vector<adoption> adoptions_;
};

}  // namespace caseclock

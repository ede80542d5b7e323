// SPDX-License-Identifier: Apache-2.0
//
// A desk that keeps the events of its cases: what comes late is judged as if it had come in time, and a case can be explained without its
// events at hand.
//
//   ledger_desk hotline{builtin_rulebook("hotline")};
//   corrected_answers out;
//   hotline.apply(events, values, out);              // as a desk; out.corrections besides, when an event was late
//   for (const proof& p : hotline.explain(41)) std::cout << text_of(p);
//   hotline.itself().clocks(41, now)                 // everything that only looks: the desk
//
//   late event    ---> its family's events, sorted by instant ---> told again up to the desk's time ---> compared with what was said
//   (09:05, it is 10:00)                                                |                                  |
//                                                 the family in the desk is exchanged        revoked, added, moved (correction.hpp)
//
// Whatever the order in which events come, the verdicts, states and clocks in the end are those of the sorted events, as long as events of
// one instant keep their order and an id is not used twice. What the late event brings about by itself is among the corrections.
//
// The rules that surprise: a late event changes no case but those of its family, and moves no time. A duplicate or conflict with an accepted
// event is one, late or not, and a conflict is never looked at again. A late event of a family that was evicted before it came, older than
// the eviction, gets the receipt `late`. A child's events are known by the desk that opened it: before, they are malformed.
#pragma once

#include "caseclock/ledger/correction.hpp"
#include "caseclock/ledger/family_replay.hpp"
#include "caseclock/ledger/pairing.hpp"

namespace caseclock {

class ledger_desk {
public:
    /// Late events are accepted unless the rulebook says otherwise.
    explicit ledger_desk(rulebook book) : ledger_desk{book, book.late().value_or(late_events::accept)} {}
    /// The same, whatever the rulebook says.
    ledger_desk(rulebook book, late_events late) : late_{late}, desk_{book, late == late_events::accept ? late_events::refuse : late}, replay_{book} {}

    /// The desk, to look at.
    [[nodiscard]] const desk& itself() const noexcept { return desk_; }
    [[nodiscard]] late_events late() const noexcept { return late_; }
    /// Room for so many root cases.
    void reserve(std::size_t cases) {
        desk_.reserve(cases);
        log_.reserve(cases);
    }

    // ---- what happened ------------------------------------------------------------------------------------------------------------

    /// As a desk's: a receipt for each event, in order, whatever becomes of one.
    void apply(std::span<const event> events, std::span<const event_value> values, corrected_answers& out) {
        for (std::size_t first = 0; first < events.size();) {
            const auto last = in_time_until(events, first);
            if (last == first) {
                apply(events[first++], values, out);
                continue;
            }
            const auto run = events.subspan(first, last - first);
            const auto before = out.receipts.size();
            desk_.apply(run, values, out);
            keep_run(run, values, std::span{out.receipts}.subspan(before), out);
            first = last;
        }
    }
    /// One event; its receipt is appended too.
    receipt apply(const event& e, std::span<const event_value> values, corrected_answers& out) {
        const auto own = values_of(e, values);
        if (late_ == late_events::accept && e.at < earliest_in_time()) {
            judge_late(e, own, out);
        } else {
            const auto before = desk_.now().value_or(e.at);
            desk_.apply(e, values, out);
            const bool was_late = (out.receipts.back().marks & receipt::was_late) != 0;
            keep({e, given_, was_late ? before - e.at : duration{}}, own, out.receipts.back(), out);
        }
        ++given_;
        return out.receipts.back();
    }

    /// As a desk's. A late event of before the change is judged under the version of its instant.
    adoption_report adopt(rulebook next, instant at, adoption_mode mode, corrected_answers& out) {
        auto report = desk_.adopt(std::move(next), at, mode, out);
        adoptions_.push_back(desk_.adoptions().back());
        adoptions_.back().events_before = given_;
        replay_.change(desk_.book(), adoptions_);
        return report;
    }

    [[nodiscard]] std::span<const adoption> adoptions() const noexcept { return adoptions_; }

    void advance(instant t, corrected_answers& out) { desk_.advance(t, out); }
    bool advance(instant t, std::size_t at_most, corrected_answers& out) { return desk_.advance(t, at_most, out); }
    [[nodiscard]] std::optional<instant> next_deadline() { return desk_.next_deadline(); }

    /// As a desk's. Its events are forgotten with it; what comes late for it gets the receipt `late`. 24 bytes remember that.
    void evict(std::uint64_t case_id) {
        desk_.evict(case_id);
        log_.forget(case_id);
        numberings_.erase(case_id);
        boost::unordered::erase_if(gone_children_, [&](const auto& each) { return each.second == case_id; });
        evicted_[case_id] = *desk_.now();
    }

    // ---- for reports and proofs -------------------------------------------------------------------------------------------------------

    /// The cycles of every clock of a case up to the desk's time, in the order of their starts. Throws std::out_of_range when there is no
    /// such case.
    [[nodiscard]] std::vector<proof> explain(std::uint64_t case_id) const {
        const auto root = desk_.root_of(case_id);
        if (!root) throw std::out_of_range{"case " + std::to_string(case_id) + ": the desk has no such case"};
        family_events family;
        log_.read(*root, family);
        std::vector<event> told;  // each as it was judged
        std::vector<adoption> adoptions = adoptions_;
        for (auto& each : adoptions) each.events_before = SIZE_MAX;
        const auto tell = [&](const kept_event& k, duration later) {
            for (std::size_t i = 0; i < adoptions.size(); ++i)  // by its place among the events that are told
                if (adoptions_[i].comes_before(k.e.at + later, k.arrival)) adoptions[i].events_before = std::min<std::uint64_t>(adoptions[i].events_before, told.size());
            told.push_back(k.e);
            told.back().at += later;
        };
        if (late_ == late_events::accept)
            for (const auto place : detail::in_order_of_time(family.events)) tell(family.events[place], {});
        else
            for (const auto& k : family.events) tell(k, k.lateness);
        return caseclock::explain(desk_.book(), told, family.values,
                                  {.case_id = case_id, .root = root, .until = desk_.now().value_or(first_instant), .adoptions = adoptions});
    }

    /// Events that are kept, and the number of all that it was given.
    [[nodiscard]] std::size_t kept_events() const noexcept { return log_.events(); }
    [[nodiscard]] std::uint64_t given_events() const noexcept { return given_; }
    /// Bytes held for the events, beside the desk's own.
    [[nodiscard]] std::size_t ledger_bytes() const {
        auto bytes = log_.memory_bytes() + evicted_.bucket_count() * sizeof(*evicted_.begin()) + numberings_.bucket_count() * sizeof(*numberings_.begin());
        for (const auto& each : numberings_) bytes += each.second.ordinals.capacity() * sizeof(std::uint32_t);
        return bytes;
    }

private:
    /// The ordinals of a family's effects, by their place in what it says, where a correction has put them out of step.
    struct numbering {
        std::vector<std::uint32_t> ordinals;
        std::uint32_t next = 0;  ///< of the effect after them; from there on they count up
        [[nodiscard]] std::uint32_t at(std::size_t place) const noexcept {
            return place < ordinals.size() ? ordinals[place] : next + static_cast<std::uint32_t>(place - ordinals.size());
        }
    };
    static constexpr std::size_t block_size = 32;  ///< events that are looked ahead for together

    [[nodiscard]] static std::span<const event_value> values_of(const event& e, std::span<const event_value> values) noexcept {
        if (e.value_count == 0 || std::size_t{e.first_value} + e.value_count > values.size()) return {};
        return values.subspan(e.first_value, e.value_count);
    }

    // ---- what is late -----------------------------------------------------------------------------------------------------------------

    /// Events before it are late: the desk's time, or the next instant when an advance has stopped among the limits of its time.
    [[nodiscard]] instant earliest_in_time() const noexcept {
        const auto now = desk_.now();
        if (!now) return instant::min();
        return late_ == late_events::accept && desk_.passed() > passed_at(*now) ? *now + duration{1} : *now;
    }
    /// Up to where no event from `first` on can be late.
    [[nodiscard]] std::size_t in_time_until(std::span<const event> events, std::size_t first) const noexcept {
        auto reached = earliest_in_time();
        for (; first < events.size() && events[first].at >= reached; ++first) reached = events[first].at;
        return first;
    }

    // ---- what is kept -----------------------------------------------------------------------------------------------------------------

    /// Everything that a late event may make another thing of.
    [[nodiscard]] static bool is_kept(receipt_kind kind) noexcept {
        return kind != receipt_kind::malformed && kind != receipt_kind::conflict && kind != receipt_kind::late;
    }
    void keep_run(std::span<const event> run, std::span<const event_value> values, std::span<const receipt> receipts, corrected_answers& out) {
        for (std::size_t first = 0; first < run.size(); first += block_size) {
            const auto block = run.subspan(first, std::min(block_size, run.size() - first));
            for (const auto& e : block) log_.prefetch_index(e.case_id);
            for (const auto& e : block) log_.prefetch_head(e.case_id);
            for (std::size_t i = 0; i < block.size(); ++i) keep({block[i], given_++, {}}, values_of(block[i], values), receipts[first + i], out);
        }
    }
    void keep(const kept_event& k, std::span<const event_value> own, const receipt& r, corrected_answers& out) {
        if (is_kept(r.kind)) log_.add((k.e.case_id & child_id_bit) == 0 ? k.e.case_id : *desk_.root_of(k.e.case_id), k, own);
        else if (r.kind == receipt_kind::malformed && r.field == event_field::case_id) keep_for_gone_child(k, own, out);
    }
    /// A child that a correction took back may come back by another. Its events move time as any others.
    void keep_for_gone_child(const kept_event& k, std::span<const event_value> own, corrected_answers& out) {
        const auto found = gone_children_.find(k.e.case_id);
        if (found == gone_children_.end()) return;
        if (k.e.at > desk_.now()) desk_.reach(k.e.at, out);
        log_.add(found->second, k, own);
    }

    // ---- what came late -----------------------------------------------------------------------------------------------------------------

    void judge_late(const event& e, std::span<const event_value> own, corrected_answers& out) {
        const auto now = *desk_.now();
        kept_event k{e, given_, earliest_in_time() - e.at};
        k.e.first_value = 0;
        if (const auto r = desk_.unjudged(k.e, own); r && r->kind != receipt_kind::duplicate) {
            out.receipts.push_back(*r);
            k.lateness = {};  // malformed, late or not
            return keep(k, own, *r, out);
        }
        const auto root = (e.case_id & child_id_bit) == 0 ? e.case_id : *desk_.root_of(e.case_id);
        if (const auto gone = evicted_.find(root); gone != evicted_.end() && e.at < gone->second) {
            out.receipts.push_back({.kind = receipt_kind::late});
            return;
        }
        log_.read(root, family_);
        log_.add(root, k, own);
        k.e.first_value = static_cast<std::uint32_t>(family_.values.size());
        family_.values.insert(family_.values.end(), own.begin(), own.end());
        family_.events.push_back(k);
        const auto late = static_cast<std::uint32_t>(family_.events.size() - 1);

        replay_.tell(root, family_, now_told_, replay_.none, late);
        const auto& r = now_told_.receipts[late];
        out.receipts.push_back(with_refusals(r, now_told_.said, out));
        if (r.kind != receipt_kind::accepted) return;  // nothing came of it
        exchange(root, late, now, out);
    }

    /// The family is told to its end with the late event, then without; the desk takes up the one, the host hears of the difference.
    void exchange(std::uint64_t root, std::uint32_t late, instant now, corrected_answers& out) {
        const auto numbered = numberings_.find(root);
        const auto known = numbered == numberings_.end() ? numbering{} : numbered->second;
        const auto said_so_far = known.ordinals.size() + (desk_.ordinal_of(root) - known.next);
        replay_.go_on(family_, now_told_);
        replay_.advance(now, now_told_);
        if (desk_.passed() > passed_at(now)) replay_.fire_up_to(SIZE_MAX, now, now_told_);
        auto state = replay_.state();

        replay_.tell(root, family_, before_told_, late);
        replay_.advance(now, before_told_);
        replay_.fire_up_to(said_so_far, now, before_told_);

        // an advance that stopped early has not said all of its last instant yet: what the family says there now is among the corrections
        const auto heard = std::span{before_told_.said.effects}.first(std::min(said_so_far, before_told_.said.effects.size()));
        const detail::said_family before{heard, before_told_.said.verdicts}, is{now_told_.said.effects, now_told_.said.verdicts};
        const auto pairs = detail::pairing{before, is}.take();
        numbering made{std::vector<std::uint32_t>(is.size()), desk_.ordinal_of(root)};
        for (std::size_t i = 0; i < is.size(); ++i) made.ordinals[i] = pairs.before[i] == detail::same_said::none ? made.next++ : known.at(pairs.before[i]);
        state.members.front().record.ordinal = made.next;
        desk_.put_family(state);
        tell_effects(root, before, is, pairs, known, made, out);
        tell_receipts(late, out);
        remember(root, std::move(made));
    }

    void tell_effects(std::uint64_t root, const detail::said_family& before, const detail::said_family& is, const detail::same_said& pairs, const numbering& known,
                      const numbering& made, corrected_answers& out) {
        const auto say = [&](correction_kind kind, const detail::said_family& of, std::size_t place, std::uint32_t ordinal) -> correction& {
            auto& c = out.corrections.emplace_back();
            c.said = of.at(place);
            c.said.ordinal = ordinal;
            c.was_at = c.said.at;
            c.because_of = given_;
            c.kind = kind;
            if (c.said.kind == effect_kind::verdict) out.corrected_verdicts.emplace_back(of.verdict_at(place)).ordinal = ordinal;
            return c;
        };
        for (std::size_t i = 0; i < before.size(); ++i) {
            if (pairs.kept[i]) continue;
            say(correction_kind::revoked, before, i, known.at(i));
            if (before.at(i).kind == effect_kind::opened) gone_children_[before.at(i).case_id] = root;
        }
        for (std::size_t i = 0; i < is.size(); ++i) {
            if (pairs.before[i] == detail::same_said::none) {
                say(correction_kind::added, is, i, made.ordinals[i]);
                if (is.at(i).kind == effect_kind::opened) gone_children_.erase(is.at(i).case_id);
            } else if (pairs.changed[i]) {
                say(correction_kind::moved, is, i, made.ordinals[i]).was_at = before.at(pairs.before[i]).at;
            }
        }
    }

    void tell_receipts(std::uint32_t late, corrected_answers& out) {
        for (std::uint32_t i = 0; i < late; ++i) {
            const auto &was = before_told_.receipts[i], &is = now_told_.receipts[i];
            if (same_receipt(was, is)) continue;
            const auto& k = family_.events[i];
            auto& c = out.receipt_corrections.emplace_back();
            c.number = k.arrival;
            c.case_id = k.e.case_id;
            c.at = k.e.at;
            c.id = k.e.id;
            c.because_of = given_;
            c.now = with_refusals(is, now_told_.said, out);
            c.was = was;
            c.was.first_refusal = 0;
            c.was.refusal_count = 0;
            c.kind = k.e.kind;
            c.machine = k.e.machine;
        }
    }
    [[nodiscard]] static std::span<const refusal_note> refusals_of(const receipt& r, const answers& said) noexcept {
        return std::span{said.refusals}.subspan(r.first_refusal, r.refusal_count);
    }
    [[nodiscard]] bool same_receipt(receipt was, receipt is) const {
        const auto refused_before = refusals_of(was, before_told_.said), refused_now = refusals_of(is, now_told_.said);
        was.first_refusal = is.first_refusal = 0;
        return was == is && std::equal(refused_before.begin(), refused_before.end(), refused_now.begin(), refused_now.end());
    }
    /// The receipt, with its refusals among those of `out`.
    [[nodiscard]] static receipt with_refusals(receipt r, const answers& said, answers& out) {
        const auto own = refusals_of(r, said);
        r.first_refusal = own.empty() ? 0U : static_cast<std::uint32_t>(out.refusals.size());
        out.refusals.insert(out.refusals.end(), own.begin(), own.end());
        return r;
    }

    /// Only what is out of step is remembered.
    void remember(std::uint64_t root, numbering made) {
        const bool in_step = made.next == made.ordinals.size() && std::is_sorted(made.ordinals.begin(), made.ordinals.end());
        if (in_step) numberings_.erase(root);
        else numberings_[root] = std::move(made);
    }

    late_events late_;
    desk desk_;
    family_log log_;
    detail::family_replay replay_;
    std::vector<adoption> adoptions_;
    std::uint64_t given_ = 0;                                           ///< events so far
    boost::unordered_flat_map<std::uint64_t, numbering> numberings_;    ///< by root case
    boost::unordered_flat_map<std::uint64_t, std::uint64_t> gone_children_;  ///< children that were taken back, and their root cases
    boost::unordered_flat_map<std::uint64_t, instant> evicted_;         ///< root cases, and when
    family_events family_;
    detail::told_family now_told_, before_told_;
};

}  // namespace caseclock

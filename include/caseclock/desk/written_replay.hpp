// SPDX-License-Identifier: Apache-2.0
//
// Events of some families, or of all, replayed on a desk of their own with everything written down: for proofs and for questions.
#pragma once

#include "caseclock/desk/proof_builder.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include <tuple>

namespace caseclock::detail {

/// What a replay does with late events: the ledger has put those in order that it accepts.
[[nodiscard]] inline late_events late_in_replays(const rulebook& book) noexcept {
    return book.late() == late_events::refuse ? late_events::refuse : late_events::as_of_now;
}
/// Tells an event at its instant. Whoever replays has looked at max_ahead already.
inline void tell_again(desk& to, const event& e, std::span<const event_value> values, answers& said) {
    if (in_range(e.at) && (!to.now() || *to.now() < e.at)) to.advance(e.at, said);
    to.apply(e, values, said);
}

class written_replay {
public:
    /// `roots`: the families to replay; without it all of them. The replay ends at `until`, unless an event comes later.
    written_replay(const rulebook& book, std::span<const event> events, std::span<const event_value> values, std::span<const adoption> adoptions,
                  const std::optional<std::vector<std::uint64_t>>& roots, instant until, bool with_triggers = false)
        : desk_{book, late_in_replays(book)}, all_{!roots}, adoptions_{adoptions.begin(), adoptions.end()} {
        restart(desk_);
        told_adoptions adopted{adoptions_};
        desk_.write_course(&course_);
        if (with_triggers) desk_.write_triggers(&triggers_);
        if (roots) roots_.insert(roots->begin(), roots->end());
        for (std::size_t i = 0; i < events.size(); ++i) {
            const auto& e = events[i];
            if (!is_asked(e.case_id)) continue;
            adopted.before(e.at, i, [&](const adoption& each) { desk_.adopt(each, said_); });
            const auto first = course_.size();
            tell_again(desk_, e, values, said_);
            note_event(first, i);
        }
        until_ = std::max(until, desk_.now().value_or(until));
        adopted.until(until_, [&](const adoption& each) { desk_.adopt(each, said_); });
        desk_.advance(until_, said_);
        events_.resize(course_.size(), no_event_number);
        sort();
    }

    /// Whether a case is of a family that is replayed; of a child after its opening.
    [[nodiscard]] bool is_asked(std::uint64_t case_id) const {
        return all_ || roots_.contains(case_id) || ((case_id & child_id_bit) != 0 && desk_.root_of(case_id));
    }
    [[nodiscard]] instant until() const noexcept { return until_; }
    [[nodiscard]] const std::vector<adoption>& adoptions() const noexcept { return adoptions_; }
    /// Puts a desk that holds no case where the replay begins.
    void restart(desk& empty) const { empty.restart(adoptions_.empty() ? static_cast<std::uint8_t>(empty.book().versions().size() - 1) : adoptions_.front().from); }
    [[nodiscard]] const desk& on() const noexcept { return desk_; }
    [[nodiscard]] const answers& said() const noexcept { return said_; }
    [[nodiscard]] const std::vector<trigger_note>& triggers() const noexcept { return triggers_; }
    /// Throws std::out_of_range when no event opened the case.
    [[nodiscard]] case_record record(std::uint64_t case_id) const {
        const auto found = desk_.find(case_id);
        if (!found) throw std::out_of_range{"case " + std::to_string(case_id) + ": no accepted event opens it"};
        return found->record;
    }

    /// What was said about one case.
    [[nodiscard]] case_notes notes_of(std::uint64_t case_id) const {
        const auto [first, last] = std::equal_range(order_.begin(), order_.end(), entry{case_id, 0, 0}, [](const entry& a, const entry& b) { return a.case_id < b.case_id; });
        case_notes notes;
        for (auto each = first; each != last; ++each) {
            if (each->list == 0) notes.course.push_back({course_[each->place], events_[each->place]});
            else if (each->list == 1) notes.verdicts.push_back(&said_.verdicts[each->place]);
            else notes.effects.push_back(&said_.effects[each->place]);
        }
        return notes;
    }
    /// Calls `visit(record, notes)` for each case of which there is something to say, in the order of their ids.
    template <class Visit> void each_case(Visit visit) const {
        for (std::size_t i = 0; i < order_.size();) {
            const auto id = order_[i].case_id;
            if (desk_.root_of(id)) visit(record(id), notes_of(id));
            while (i < order_.size() && order_[i].case_id == id) ++i;
        }
    }

private:
    /// A line about a case: in which list, and where.
    struct entry {
        std::uint64_t case_id;
        std::uint32_t list;
        std::uint32_t place;
    };

    /// What an event did to clocks happened at the desk's time; firings that came before it, earlier.
    void note_event(std::size_t first, std::size_t number) {
        events_.resize(course_.size(), no_event_number);
        for (auto i = first; i < course_.size(); ++i)
            if (course_[i].cause.is == clock_cause::kind::event && course_[i].at == desk_.now()) events_[i] = number;
    }
    void sort() {
        for (std::size_t i = 0; i < course_.size(); ++i) order_.push_back({course_[i].case_id, 0, static_cast<std::uint32_t>(i)});
        for (std::size_t i = 0; i < said_.verdicts.size(); ++i) order_.push_back({said_.verdicts[i].case_id, 1, static_cast<std::uint32_t>(i)});
        for (std::size_t i = 0; i < said_.effects.size(); ++i) {
            const auto kind = said_.effects[i].kind;
            if (kind == effect_kind::warning || kind == effect_kind::window_opened || kind == effect_kind::verdict || kind == effect_kind::no_deadline)
                order_.push_back({said_.effects[i].case_id, 2, static_cast<std::uint32_t>(i)});
        }
        std::sort(order_.begin(), order_.end(), [](const entry& a, const entry& b) {
            return std::tie(a.case_id, a.list, a.place) < std::tie(b.case_id, b.list, b.place);
        });
    }

    desk desk_;
    bool all_;
    std::vector<adoption> adoptions_;
    answers said_;
    std::vector<clock_note> course_;
    std::vector<std::size_t> events_;  ///< beside it
    std::vector<trigger_note> triggers_;
    boost::unordered_flat_set<std::uint64_t> roots_;
    std::vector<entry> order_;
    instant until_{};
};

}  // namespace caseclock::detail

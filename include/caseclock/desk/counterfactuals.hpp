// SPDX-License-Identifier: Apache-2.0
//
// What would have had to be otherwise for a missed cycle to be met: an event of the host is moved, its family is replayed, and the verdict is
// read. Nothing is guessed: what is told was tried, and so was a millisecond less.
//
//   moved           | events that it takes along         | looked for
//   to an earlier t | those before it that came after t  | the latest t at which the cycle is met
//   to a later t    | those after it that came before t  | the earliest
//
// The place of the last change is guessed from the overrun and, where that is wrong (open time, several pauses), found by halving.
#pragma once

#include "caseclock/desk/written_replay.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

namespace caseclock::detail {

class counterfactual_finder {
public:
    counterfactual_finder(const written_replay& replayed, std::span<const event> events, std::span<const event_value> values)
        : replayed_{replayed}, events_{events}, values_{values}, again_{replayed.on().book(), late_in_replays(replayed.on().book())} {
        for (std::size_t i = 0; i < events.size(); ++i)
            if (const auto root = root_of(events[i].case_id)) families_[*root].push_back(i);
    }

    /// Fills in the counterfactuals of the missed cycles of one case.
    void find(std::vector<proof>& proofs) {
        for (auto& p : proofs)
            if (p.was_missed()) find(p);
    }

private:
    using kind = counterfactual::kind;

    /// A cycle, found again when its events are moved: a child's id depends on the instant at which it was opened, its place does not.
    struct place {
        std::uint64_t root = 0;
        std::vector<std::size_t> children{};  ///< of each the number among its siblings
        std::uint16_t policy = 0, cycle = 0;
    };
    struct own_events {
        std::vector<std::size_t> numbers;  ///< among all events
        std::vector<event> events;
    };

    [[nodiscard]] std::optional<std::uint64_t> root_of(std::uint64_t case_id) const {
        if (!replayed_.is_asked(case_id)) return std::nullopt;
        if ((case_id & child_id_bit) == 0) return case_id;
        return replayed_.on().root_of(case_id);
    }
    [[nodiscard]] place place_of(const proof& p) const {
        place made{.policy = p.policy, .cycle = p.cycle};
        auto view = *replayed_.on().find(p.case_id);
        while (view.parent != 0) {
            const auto child = view.id;
            view = *replayed_.on().find(view.parent);
            made.children.push_back(static_cast<std::size_t>(std::find(view.children.begin(), view.children.end(), child) - view.children.begin()));
        }
        std::reverse(made.children.begin(), made.children.end());
        made.root = view.id;
        return made;
    }

    void find(proof& p) {
        const auto where = place_of(p);
        own_events family;
        if (const auto found = families_.find(where.root); found != families_.end()) family.numbers = found->second;
        for (const auto number : family.numbers) family.events.push_back(events_[number]);
        const auto& t = p.times;
        const auto overrun = t.overrun;
        const auto add = [&](kind is, const proof_cause& moved, span within, instant guess) {
            if (auto made = moved_cause(family, where, is, moved, within, guess)) p.counterfactuals.push_back(std::move(*made));
        };
        const bool stopped = !p.running && p.verdict != verdict_kind::missed;
        if (p.verdict == verdict_kind::early) add(kind::ended_from, p.ended_by, {t.ended, t.due}, t.ended + t.early_by);
        else if (stopped) add(kind::ended_by, p.ended_by, {t.started, t.ended}, t.due);
        else if (!p.deadlines.empty() && p.deadlines.back().at <= t.due) p.counterfactuals.push_back({.is = kind::ended_by, .at = t.due, .by = overrun});
        if (!stopped || p.verdict == verdict_kind::early) return;
        add(kind::started_from, p.started_by, {t.started, t.ended}, t.started + overrun);
        for (std::size_t i = 0; i < p.intervals.size(); ++i) {
            const auto& each = p.intervals[i];
            if (each.kind != interval_kind::paused) continue;
            add(kind::paused_by, each.by, {t.started, each.when.begin}, each.when.begin - overrun);
            if (i + 1 < p.intervals.size()) add(kind::resumed_from, p.intervals[i + 1].by, {each.when.end, t.ended}, each.when.end + overrun);
        }
    }

    /// The least move of an event, within a span of which one end is where it came, under which the cycle is met.
    [[nodiscard]] std::optional<counterfactual> moved_cause(const own_events& family, const place& where, kind is, const proof_cause& moved, span within,
                                                            instant guess) {
        const auto found = std::find(family.numbers.begin(), family.numbers.end(), moved.event);
        if (found == family.numbers.end()) return std::nullopt;
        const auto number = static_cast<std::size_t>(found - family.numbers.begin());
        const bool earlier = is == kind::ended_by || is == kind::paused_by;
        const auto from = family.events[number].at;
        const auto far = earlier ? within.begin : within.end;
        if (earlier ? far >= from : far <= from) return std::nullopt;
        const auto sign = earlier ? -1 : 1;
        std::int64_t most = (far - from).count() * sign, least = 0;  // how far it is moved: met at `most`, not at `least`
        const auto is_met = [&](std::int64_t by) { return by != 0 && met(moved_events(family, number, from + duration{sign * by}, earlier), family.numbers, where); };
        const auto first = std::clamp<std::int64_t>((guess - from).count() * sign, 1, most);
        if (is_met(first) && !is_met(first - 1)) most = first;
        else {
            if (!is_met(most)) return std::nullopt;
            while (most - least > 1) {
                const auto middle = least + (most - least) / 2;
                (is_met(middle) ? most : least) = middle;
            }
        }
        counterfactual made{.is = is, .at = from + duration{sign * most}, .by = duration{most}, .moved = moved};
        const auto changed = moved_events(family, number, made.at, earlier);
        for (std::size_t i = 0; i < changed.size(); ++i)
            if (changed[i].at != family.events[i].at) made.moves.push_back({family.numbers[i], family.events[i].at, changed[i].at});
        return made;
    }

    [[nodiscard]] static std::vector<event> moved_events(const own_events& family, std::size_t number, instant to, bool earlier) {
        auto moved = family.events;
        moved[number].at = to;
        if (earlier)
            for (std::size_t i = 0; i < number; ++i) moved[i].at = std::min(moved[i].at, to);
        else
            for (auto i = number + 1; i < moved.size(); ++i) moved[i].at = std::max(moved[i].at, to);
        return moved;
    }

    /// `numbers`: the places of the events among all.
    [[nodiscard]] bool met(const std::vector<event>& events, const std::vector<std::size_t>& numbers, const place& where) {
        again_.forget_family(where.root);
        replayed_.restart(again_);
        said_.clear();
        told_adoptions adopted{replayed_.adoptions()};
        const auto adopt = [&](const adoption& each) { again_.adopt(each, said_); };
        for (std::size_t i = 0; i < events.size(); ++i) {
            adopted.before(events[i].at, numbers[i], adopt);
            tell_again(again_, events[i], values_, said_);
        }
        adopted.until(replayed_.until(), adopt);
        if (const auto now = again_.now(); now && *now < replayed_.until()) again_.advance(replayed_.until(), said_);
        const auto said = verdict_in(where);
        again_.forget_family(where.root);
        return said == verdict_kind::met;
    }
    [[nodiscard]] std::optional<verdict_kind> verdict_in(const place& where) const {
        auto id = where.root;
        for (const auto number : where.children) {
            const auto view = again_.find(id);
            if (!view || number >= view->children.size()) return std::nullopt;
            id = view->children[number];
        }
        std::optional<verdict_kind> last;
        for (const auto& v : said_.verdicts)
            if (v.case_id == id && v.policy == where.policy && v.cycle == where.cycle) last = v.kind;
        return last;
    }

    const written_replay& replayed_;
    std::span<const event> events_;
    std::span<const event_value> values_;
    desk again_;  ///< used again and again, empty in between
    answers said_;
    boost::unordered_flat_map<std::uint64_t, std::vector<std::size_t>> families_;
};

}  // namespace caseclock::detail

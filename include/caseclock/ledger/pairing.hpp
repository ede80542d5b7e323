// SPDX-License-Identifier: Apache-2.0
//
// What a family said before and says now: which effects are the same, which moved, which are gone, which are new.
//
//   the same    everything but the ordinal, of a verdict its times and the case's values too
//   moved       kind, case, policy, cycle and subject alike; instants or numbers are others
//
// Of several that could be the same, the first goes with the first.
#pragma once

#include "caseclock/desk/answers.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace caseclock::detail {

/// All that one family said, in its order, with the verdict of each effect that has one.
class said_family {
public:
    said_family(std::span<const effect> effects, std::span<const verdict> verdicts) : effects_{effects}, verdicts_{verdicts}, verdict_of_(effects.size()) {
        std::uint32_t next = 0;
        for (std::size_t i = 0; i < effects.size(); ++i) verdict_of_[i] = effects[i].kind == effect_kind::verdict ? next++ : next;
    }
    [[nodiscard]] std::size_t size() const noexcept { return effects_.size(); }
    [[nodiscard]] const effect& at(std::size_t i) const noexcept { return effects_[i]; }
    /// Of an effect of kind verdict.
    [[nodiscard]] const verdict& verdict_at(std::size_t i) const noexcept { return verdicts_[verdict_of_[i]]; }

private:
    std::span<const effect> effects_;
    std::span<const verdict> verdicts_;
    std::vector<std::uint32_t> verdict_of_;
};

/// For each effect that is said now, what was said before in its place.
struct same_said {
    static constexpr std::uint32_t none = 0xffffffffU;
    std::vector<std::uint32_t> before;  ///< by place now: the place before; none: it is new
    std::vector<bool> changed;          ///< by place now: it moved
    std::vector<bool> kept;             ///< by place before: it is still said
};

class pairing {
public:
    pairing(const said_family& before, const said_family& now) : before_{before}, now_{now} {
        made_.before.assign(now.size(), same_said::none);
        made_.changed.assign(now.size(), false);
        made_.kept.assign(before.size(), false);
        std::uint32_t alike = 0;
        while (alike < before.size() && alike < now.size() && same(alike, alike)) {
            pair(alike, alike, false);
            ++alike;
        }
        const auto rest = [&](const said_family& of) {
            std::vector<std::uint32_t> places(of.size() - alike);
            std::iota(places.begin(), places.end(), alike);
            return places;
        };
        auto old_rest = rest(before), new_rest = rest(now);
        pair_equal(old_rest, new_rest, [](const effect& e) { return std::tuple_cat(subject(e), std::tuple{e.at, e.due_at, e.value}); }, true);
        std::erase_if(old_rest, [&](std::uint32_t i) { return made_.kept[i]; });
        std::erase_if(new_rest, [&](std::uint32_t i) { return made_.before[i] != same_said::none; });
        pair_equal(old_rest, new_rest, [](const effect& e) { return subject(e); }, false);
    }
    [[nodiscard]] same_said take() { return std::move(made_); }

private:
    using key_of_subject =
        std::tuple<effect_kind, std::uint64_t, std::uint16_t, std::uint16_t, std::uint16_t, std::uint16_t, std::uint8_t, std::uint8_t>;
    [[nodiscard]] static key_of_subject subject(const effect& e) { return {e.kind, e.case_id, e.policy, e.cycle, e.what, e.to, e.detail, e.machine}; }
    [[nodiscard]] bool same(std::size_t old_place, std::size_t new_place) const {
        auto was = before_.at(old_place), is = now_.at(new_place);
        was.ordinal = is.ordinal = 0;
        if (!(was == is)) return false;
        if (is.kind != effect_kind::verdict) return true;
        auto verdict_was = before_.verdict_at(old_place), verdict_is = now_.verdict_at(new_place);
        verdict_was.ordinal = verdict_is.ordinal = 0;
        return verdict_was == verdict_is;
    }
    void pair(std::uint32_t old_place, std::uint32_t new_place, bool changed) {
        made_.before[new_place] = old_place;
        made_.changed[new_place] = changed;
        made_.kept[old_place] = true;
    }

    /// Pairs effects with equal keys in their order; with `exactly` only those that are the same.
    template <class Key> void pair_equal(std::vector<std::uint32_t>& old_places, std::vector<std::uint32_t>& new_places, const Key& key, bool exactly) {
        const auto sort = [&](std::vector<std::uint32_t>& places, const said_family& of) {
            std::stable_sort(places.begin(), places.end(), [&](std::uint32_t a, std::uint32_t b) { return key(of.at(a)) < key(of.at(b)); });
        };
        sort(old_places, before_);
        sort(new_places, now_);
        for (std::size_t o = 0, n = 0; o < old_places.size() && n < new_places.size();) {
            const auto was = key(before_.at(old_places[o])), is = key(now_.at(new_places[n]));
            if (was < is) ++o;
            else if (is < was) ++n;
            else if (!exactly) pair(old_places[o++], new_places[n++], true);
            else {
                const auto group_end = [&](const std::vector<std::uint32_t>& places, std::size_t from, const said_family& of) {
                    while (from < places.size() && key(of.at(places[from])) == is) ++from;
                    return from;
                };
                const auto old_end = group_end(old_places, o, before_), new_end = group_end(new_places, n, now_);
                pair_same({old_places.data() + o, old_end - o}, {new_places.data() + n, new_end - n});
                o = old_end;
                n = new_end;
            }
        }
    }
    /// Effects alike in all but perhaps their verdicts.
    void pair_same(std::span<const std::uint32_t> old_places, std::span<const std::uint32_t> new_places) {
        auto next = old_places.begin();  // where nothing has a verdict the first is always the same
        for (const auto n : new_places) {
            while (next != old_places.end() && made_.kept[*next]) ++next;
            const auto found = std::find_if(next, old_places.end(), [&](std::uint32_t o) { return !made_.kept[o] && same(o, n); });
            if (found != old_places.end()) pair(*found, n, false);
        }
    }

    const said_family& before_;
    const said_family& now_;
    same_said made_;
};

}  // namespace caseclock::detail

// SPDX-License-Identifier: Apache-2.0
//
// Cases and clocks of a machine under one version of a rulebook, in the numbers of another version: what a clock remembers by numbers is
// found again by what was written.
//
//   policies, ladders | by name (a policy that became another kind is another one)
//   levels            | by their offset: "30m after"
//   warnings          | by their share or their time left
//   reasons to pause  | as they were written: "on_hold"
//   members of `all`  | by what must happen
//
// What is not found again is as if it had never been: a warning that was given is forgotten, a reason to pause begins with its whole max_pause.
#pragma once

#include "caseclock/desk/machine_translation.hpp"
#include "caseclock/rulebook/rulebook.hpp"
#include "caseclock/rulebook/trigger_text.hpp"
#include "caseclock/sla/clock.hpp"

#include <set>

namespace caseclock::detail {

class plan_translation {
public:
    plan_translation(const rulebook& book, std::uint8_t from, std::uint8_t to)
        : number_{to}, from_{book.plan(from)}, to_{book.plan(to)}, words_{from_.machine, to_.machine} {
        for (const auto& p : from_.policies) policies_.push_back(map_of(book, p));
        const auto here = members_of(from_), there = members_of(to_);
        for (std::size_t p = 0; p < policies_.size(); ++p)
            if (auto& map = policies_[p]; map.to != no_policy_there) map.members = places(here[p], there[map.to], std::equal_to<>{});
    }

    [[nodiscard]] const machine_plan& from() const noexcept { return from_; }
    [[nodiscard]] const machine_plan& to() const noexcept { return to_; }
    [[nodiscard]] const machine_translation& words() const noexcept { return words_; }

    /// The number of a policy within the other plan; `no_policy_there` when it has none.
    static constexpr std::uint8_t no_policy_there = 0xff;
    [[nodiscard]] std::uint8_t policy(unsigned policy) const noexcept { return policies_[policy].to; }

    /// Why a case cannot be one of the other plan; empty when it can.
    [[nodiscard]] std::string obstacle(const case_record& record) const {
        const auto& machine = to_.machine;
        case_record made;
        if (!put_states(record, made)) return "the new version has no place for it in " + states_of(record);
        if (machine.is_final(made) != from_.machine.is_final(record))
            return states_of(record) + (machine.is_final(made) ? " ends cases in the new version" : " does not end cases in the new version");
        return {};
    }

    /// The case in the other's numbers; it has no obstacle. `lack(text)` hears of what the other does not have.
    template <class Lack> void translate(case_record& record, Lack lack) const {
        auto made = record;
        made.machine = number_;
        static_cast<void>(put_states(record, made));
        made.facts = 0;
        for (auto left = record.facts; left != 0; left &= left - 1) {
            const auto fact = static_cast<unsigned>(__builtin_ctzll(left));
            if (const auto other = words_.fact(fact); other != machine_translation::none) made.facts |= std::uint64_t{1} << other;
            else lack(words_.name_of(event_value::of_fact(fact, true)));
        }
        made.values = case_record{}.values;
        for (unsigned a = 0; a < from_.machine.attributes().size(); ++a) {
            const auto v = event_value::of_attribute(a, from_.machine.value(record, a));
            if (v.value == no_value) continue;
            const auto told = words_.value_of(v, [](std::int64_t code) { return code; });
            const bool fits = told.is_known && (told.lacks_word || told.value.value <= largest_value(to_.machine.slots().slot[told.value.number()].width));
            if (told.lacks_word) lack(words_.word_of(v));
            else if (!fits) lack(words_.name_of(v));
            else write(made, to_.machine.slots().slot[told.value.number()], told.value.value);
        }
        record = made;
    }

    /// A clock, and what it remembers, in the numbers of its policy there, which it has. Its target is not found yet.
    void translate(case_clock& c, clock_history* history) const {
        const auto& map = policies_[c.policy];
        const auto others = [](std::uint64_t bits, const std::vector<std::uint8_t>& to) {
            std::uint64_t made = 0;
            for (; bits != 0; bits &= bits - 1)
                if (const auto bit = static_cast<std::size_t>(__builtin_ctzll(bits)); bit < to.size() && to[bit] != nothing) made |= std::uint64_t{1} << to[bit];
            return made;
        };
        c.policy = map.to & 0x3fU;
        c.target = no_target;
        c.fired = others(c.fired, map.warnings) & 0xffU;
        if (c.paused()) c.reasons = std::max<std::uint64_t>(others(c.reasons, map.reasons), 1) & 0xffU;  // paused until its reasons are asked
        if (history == nullptr) return;
        history->spent = static_cast<std::uint8_t>(others(history->spent, map.reasons));
        history->occurred = static_cast<std::uint32_t>(others(history->occurred, map.members));
        std::erase_if(history->pause_ends, [&](pause_end& each) { return (each.reason = map.reasons[each.reason]) == nothing; });
        std::sort(history->pause_ends.begin(), history->pause_ends.end(), [](const pause_end& a, const pause_end& b) { return a.reason < b.reason; });
        ladder_marks levels;
        for (auto each : history->levels.list()) {
            const auto& ladder = map.ladders[each.ladder];
            if (each.level >= ladder.levels.size() || ladder.levels[each.level] == nothing) continue;
            each.ladder = ladder.to;
            each.level = ladder.levels[each.level];
            levels.add(each);
        }
        history->levels = std::move(levels);
    }

private:
    static constexpr std::uint8_t nothing = 0xff;
    struct ladder_map {
        std::uint8_t to = nothing;
        std::vector<std::uint8_t> levels{};
    };
    struct policy_map {
        std::uint8_t to = no_policy_there;
        std::vector<std::uint8_t> warnings{}, reasons{}, members{};
        std::vector<ladder_map> ladders{};
    };

    /// For each of one list its place in the other; of several alike the first is the first.
    template <class From, class To, class Same> [[nodiscard]] static std::vector<std::uint8_t> places(const From& from, const To& to, Same same) {
        std::vector<std::uint8_t> found;
        for (const auto& each : from) {
            std::uint8_t at = 0;
            while (at < to.size() && (!same(each, to[at]) || std::find(found.begin(), found.end(), at) != found.end())) ++at;
            found.push_back(at == to.size() ? nothing : at);
        }
        return found;
    }
    [[nodiscard]] policy_map map_of(const rulebook& book, const caseclock::policy& from) const {
        policy_map made;
        const auto same = [&](const caseclock::policy& other) { return other.number == from.number && other.kind == from.kind; };
        const auto found = std::find_if(to_.policies.begin(), to_.policies.end(), same);
        if (found == to_.policies.end()) return made;
        made.to = static_cast<std::uint8_t>(found - to_.policies.begin());
        made.warnings = places(from.warnings, found->warnings, [](const warning& a, const warning& b) { return a.share_permille == b.share_permille && a.left == b.left; });
        made.reasons = places(from.pause_texts, found->pause_texts, std::equal_to<>{});
        for (const auto& each : from.ladders) {
            auto& ladder = made.ladders.emplace_back();
            const auto& info = book.ladders()[each.number];
            for (std::size_t i = 0; i < found->ladders.size() && ladder.to == nothing; ++i) {
                const auto& other = book.ladders()[found->ladders[i].number];
                if (other.name != info.name) continue;
                ladder.to = static_cast<std::uint8_t>(i);
                ladder.levels = places(info.levels, other.levels, std::equal_to<>{});
            }
        }
        return made;
    }
    /// By policy: of each member of an `all` what its triggers do, and all that must happen for it; a group has several.
    [[nodiscard]] static std::vector<std::vector<std::set<std::string>>> members_of(const machine_plan& plan) {
        std::vector<std::vector<std::set<std::string>>> all(plan.policies.size());
        for (const auto& each : triggers_of(plan)) {
            if (each.which->member == 0) continue;
            auto& members = all[each.which->policy];
            const auto bit = static_cast<std::size_t>(__builtin_ctz(each.which->member));
            if (members.size() <= bit) members.resize(bit + 1);
            members[bit].insert(std::string{to_string(each.which->does)} + ' ' + each.text);
        }
        return all;
    }

    /// Every region has its state; false when one has none, or two.
    [[nodiscard]] bool put_states(const case_record& from, case_record& to) const {
        std::uint32_t regions = 0;
        to.state = {};
        for (unsigned r = 0; r < from_.machine.regions(); ++r) {
            const auto state = words_.state(from.state[r]);
            if (state == machine_translation::none) return false;
            const auto region = to_.machine.states()[state].region;
            if (region >= to_.machine.regions() || (regions >> region & 1U) != 0) return false;
            to.state[region] = static_cast<std::uint8_t>(state);
            regions |= 1U << region;
        }
        return regions == (1U << to_.machine.regions()) - 1;
    }
    [[nodiscard]] std::string states_of(const case_record& record) const {
        std::string text;
        for (unsigned r = 0; r < from_.machine.regions(); ++r)
            text += (r == 0 ? "" : ", ") + from_.machine.name() + '.' + from_.machine.states()[record.state[r]].name;
        return text;
    }

    std::uint8_t number_;
    const machine_plan& from_;
    const machine_plan& to_;
    machine_translation words_;
    std::vector<policy_map> policies_;
};

}  // namespace caseclock::detail

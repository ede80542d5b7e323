// SPDX-License-Identifier: Apache-2.0
//
// What a step means to the clocks of its case, in the order in which things happened:
//
//   opened, initial states entered | the event | a state left | facts | attributes | the state entered | ... | pauses | what lies in the past
//
// Every `if`, target and `since` reads the case as the step leaves it. Several facts, or attributes, of one step are one trigger.
#pragma once

#include "caseclock/desk/voice.hpp"

#include <boost/container/small_vector.hpp>

#include <tuple>

namespace caseclock::detail {

/// What a step changed.
struct step_changes {
    bool opened = false;
    std::uint16_t event = change_event;
    acknowledging acknowledged{};              ///< of an acknowledge_event: whose levels
    std::uint64_t facts_set = 0, facts_cleared = 0;
    std::uint32_t attributes = 0;
    std::uint8_t hours_before = no_calendar;   ///< the case's calendar before the step, when the attribute that names it changed
    std::span<const state_change> at_opening;  ///< states entered when the case was opened, completion rows included
    std::span<const state_change> states;
};

class trigger_run {
public:
    trigger_run(desk_state& s, case_record& record, const machine_plan& plan, voice& says, instant at)
        : s_{s}, record_{record}, plan_{plan}, reading_{plan, record}, work_{reading_, s.book.calendars(), says, at}, at_{at} {}

    /// Whether anything of it could move a clock.
    [[nodiscard]] static bool matters(const machine_plan& plan, const step_changes& what) {
        if (plan.policies.empty()) return false;
        if (what.opened || what.hours_before != no_calendar || what.event == acknowledge_event) return true;
        if (is_of_machine(what.event) && !plan.on_event[what.event].empty()) return true;
        if (((what.facts_set | what.facts_cleared) & plan.facts_watched) != 0 || (what.attributes & plan.attributes_watched) != 0) return true;
        if (what.states.empty()) return false;
        const auto is_watched = [&](const state_change& change) {
            return !plan.on_entered[change.entered].empty() || (change.left != no_state && !plan.on_left[change.left].empty());
        };
        return plan.states_watched || std::any_of(what.states.begin(), what.states.end(), is_watched);
    }

    void run(const step_changes& what) {
        if (what.hours_before != no_calendar)
            for (auto& c : s_.clocks.block(record_.clocks))
                if (c.policy != clock_store::no_clock) work_.keep_calendar(plan_.policies[c.policy], c, what.hours_before);
        if (what.opened) {
            act_on(plan_.on_opened);
            for (const auto& change : what.at_opening) pass(change);
        }
        if (is_of_machine(what.event)) act_on(plan_.on_event[what.event]);
        if (what.event == acknowledge_event) acknowledge(what.acknowledged);
        if (!what.states.empty()) leave(what.states[0]);
        act_on_facts(what);
        act_on_attributes(what.attributes);
        if (!what.states.empty()) {
            enter(what.states[0]);
            for (const auto& change : what.states.subspan(1)) pass(change);
        }
        settle();
    }

    /// Does a level of one of these policies wait for an acknowledgement?
    [[nodiscard]] bool waits(acknowledging of) const {
        const auto block = s_.clocks.block(record_.clocks);
        return std::any_of(block.begin(), block.end(), [&](const case_clock& c) { return waits(c, of); });
    }

    /// Clocks of a case that has ended.
    void cancel_all() {
        for (unsigned p = 0; p < plan_.policies.size(); ++p) cancel(p);
    }
    void cancel(unsigned policy) {
        if (auto* const c = s_.clocks.find(record_.clocks, policy)) work_.cancel(plan_.policies[policy], *c);
    }
    /// The policy is another version of the one that its clock, which runs, was aimed by; `was_unset`: that clock has said that it has no deadline.
    void aim_anew(unsigned policy, bool was_unset) { work_.aim_anew(plan_.policies[policy], *s_.clocks.find(record_.clocks, policy), was_unset); }

    /// What is left when everything has happened; most clocks need nothing of it.
    void settle() {
        bool unmatched = false;
        std::uint64_t next = case_clock::no_next;
        for (const auto& c : s_.clocks.block(record_.clocks)) {
            unmatched |= c.running && c.target == no_target;
            next = std::min<std::uint64_t>(next, c.next);
        }
        const bool past = next <= static_cast<std::uint64_t>(passed_at(at_));
        if (unmatched) aim_unmatched();
        if (plan_.policies_with_pauses != 0) update_pauses();
        if (past || unmatched || plan_.policies_with_pauses != 0) catch_up();
    }

private:
    [[nodiscard]] bool waits(const case_clock& c, acknowledging of) const {
        return c.policy != clock_store::no_clock && of.means(plan_.policies[c.policy].number) && work_.waits(c);
    }
    /// In the order of the policies, as all that happens at one instant.
    void acknowledge(acknowledging of) {
        for (unsigned p = 0; p < plan_.policies.size(); ++p)
            if (auto* const c = s_.clocks.find(record_.clocks, p); c != nullptr && waits(*c, of)) work_.acknowledge(plan_.policies[p], *c);
    }

    void pass(const state_change& change) {
        leave(change);
        enter(change);
    }
    void leave(const state_change& change) {
        if (change.left != no_state) act_unless_within(plan_.on_left[change.left], change.entered);
    }
    void enter(const state_change& change) { act_unless_within(plan_.on_entered[change.entered], change.left); }
    /// A group's trigger does not act when the other end of the change lies in the group too.
    void act_unless_within(const std::vector<trigger>& list, std::uint8_t other) {
        acted_ = nullptr;
        for (const auto& t : list)
            if (t.apart_from == no_state_set || other == no_state || !plan_.state_sets[t.apart_from][other]) act(t);
    }

    void act_on(const std::vector<trigger>& list) {
        acted_ = nullptr;
        for (const auto& t : list) act(t);
    }
    void act_on_facts(const step_changes& what) {
        if (((what.facts_set | what.facts_cleared) & plan_.facts_watched) == 0) return;
        together_.clear();
        gather(plan_.on_set, what.facts_set);
        gather(plan_.on_cleared, what.facts_cleared);
        act_together();
    }
    void act_on_attributes(std::uint32_t changed) {
        if ((changed & plan_.attributes_watched) == 0) return;
        together_.clear();
        gather(plan_.on_changed, changed);
        act_together();
    }
    void gather(const std::vector<std::vector<trigger>>& lists, std::uint64_t bits) {
        for (; bits != 0; bits &= bits - 1)
            for (const auto& t : lists[static_cast<std::size_t>(__builtin_ctzll(bits))]) together_.push_back(&t);
    }
    void act_together() {
        const auto order = [](const trigger* a, const trigger* b) { return std::tie(a->policy, a->does, a->written) < std::tie(b->policy, b->does, b->written); };
        if (together_.size() > 1) std::sort(together_.begin(), together_.end(), order);
        acted_ = nullptr;
        for (const auto* t : together_) act(*t);
    }

    /// Of several triggers in one place that do the same to a clock the first acts.
    void act(const trigger& t) {
        if (acted_ != nullptr && acted_->policy == t.policy && acted_->does == t.does) return;
        const auto& p = plan_.policies[t.policy];
        auto* c = s_.clocks.find(record_.clocks, t.policy);
        if (c == nullptr && t.does != trigger_action::start) return;
        const bool holds = t.when.holds(reading_);
        if (c == nullptr) {
            if (!holds && s_.triggers == nullptr) return;  // a clock is made when it starts, or when somebody asks why it does not
            c = &s_.clocks.add(record_.clocks, t.policy);
        }
        const bool acts = holds && (t.joint == no_joint || complete(t, p, *c));
        if (s_.triggers != nullptr) [[unlikely]] s_.triggers->push_back({at_, &t, holds, acts, *c, record_, s_.cause});
        if (!acts) return;
        acted_ = &t;
        switch (t.does) {
            case trigger_action::stop: return work_.stop(p, *c);
            case trigger_action::complete: return work_.complete(p, *c);
            case trigger_action::cancel: return work_.cancel(p, *c);
            case trigger_action::reset: return work_.reset(p, *c);
            case trigger_action::retarget: return work_.retarget(p, *c);
            case trigger_action::start: return work_.start(p, *c, since(t));
            case trigger_action::reopen: return work_.reopen(p, *c);
        }
    }
    /// Notes that a member of the joint occurred; is it all there now?
    [[nodiscard]] bool complete(const trigger& t, const policy& p, case_clock& c) {
        if (t.does != trigger_action::start && !c.running) return false;
        const auto& joint = p.joints[t.joint];
        std::uint32_t occurred = 0;
        if (joint.members != 0) {
            if (c.running == (t.does == trigger_action::start)) return false;
            occurred = work_.history_of(c).occurred |= t.member;
        }
        return (record_.facts & joint.facts) == joint.facts && (occurred & joint.members) == joint.members && joint.when.holds(reading_);
    }
    [[nodiscard]] instant since(const trigger& t) const {
        if (t.since == no_attribute) return at_;
        const auto value = reading_.value(t.since);
        return value == no_value ? at_ : std::min(at_, instant{duration{value}});
    }

    /// A clock whose targets matched none gets a deadline when one matches.
    void aim_unmatched() {
        const auto is_unmatched = [](const case_clock& c) { return c.policy != clock_store::no_clock && c.running && c.target == no_target; };
        const auto block = s_.clocks.block(record_.clocks);
        if (std::none_of(block.begin(), block.end(), is_unmatched)) return;
        for (unsigned number = 0; number < plan_.policies.size(); ++number) {
            auto* const c = s_.clocks.find(record_.clocks, number);
            if (c == nullptr || !is_unmatched(*c)) continue;
            const auto& p = plan_.policies[number];
            const auto matches = [&](const target& t) { return t.when.holds(reading_); };
            if (std::any_of(p.targets.begin(), p.targets.begin() + p.matched_targets, matches)) work_.retarget(p, *c);
        }
    }
    void update_pauses() {
        for (auto& c : s_.clocks.block(record_.clocks))
            if (c.policy != clock_store::no_clock && (plan_.policies_with_pauses >> c.policy & 1U) != 0) work_.update_pause(plan_.policies[c.policy], c);
    }
    /// In the order of the instants that were due, whichever clock it is.
    void catch_up() {
        while (auto* const c = s_.first_due(record_, passed_at(at_))) work_.catch_up(plan_.policies[c->policy], *c);
    }

    desk_state& s_;
    case_record& record_;
    const machine_plan& plan_;
    case_reading reading_;
    clockwork<case_reading, voice> work_;
    instant at_;
    const trigger* acted_ = nullptr;  ///< the last that acted in this place
    boost::container::small_vector<const trigger*, 8> together_;
};

}  // namespace caseclock::detail

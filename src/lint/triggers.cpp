// SPDX-License-Identifier: Apache-2.0
//
// Triggers that never act, and those that always come too late.
#include "lint/parts.hpp"

namespace caseclock::detail {
namespace {

constexpr std::string_view key_of[] = {"stop", "done_by", "cancel", "reset", "retarget", "start", "reopened"};

class trigger_check {
public:
    trigger_check(const policy_view& policy, finding_list& found) : policy_{policy}, found_{found} {}

    void run() {
        check_start();
        if (policy_.never_starts()) return;
        check_ends();
        check_each(trigger_action::cancel);
        check_each(trigger_action::reset);
        tell_each(trigger_action::reopen, never_acting(policy_.triggers(trigger_action::reopen), false), false);
        check_overlaps(trigger_action::stop, trigger_action::complete);
        check_overlaps(trigger_action::stop, trigger_action::cancel);
        check_overlaps(trigger_action::stop, trigger_action::reset);
        check_overlaps(trigger_action::cancel, trigger_action::reset);
    }

private:
    // ---- what never happens -------------------------------------------------------------------------------------------------------

    void check_start() {
        const auto& starts = policy_.triggers(trigger_action::start);
        const auto dead = never_acting(starts, false);
        if (dead.empty()) return;
        if (dead.size() < starts.size()) return tell_each(trigger_action::start, dead, false);
        found_.add("policy-never-starts", dead.front()->mark, "its clock never starts: " + why_all(dead, false),
                   "start it with something that can happen, or delete the policy");
    }
    /// What a promise is kept by: a stop, and of one that comes again and again what completes a cycle.
    void check_ends() {
        const auto dead = never_acting(policy_.triggers(trigger_action::stop), true);
        const auto completes = never_acting(policy_.triggers(trigger_action::complete), true);
        const auto& stops = policy_.triggers(trigger_action::stop);
        const bool all_dead = dead.size() == stops.size() && completes.size() == policy_.triggers(trigger_action::complete).size();
        if (!all_dead || stops.empty() || policy_.from().kind == policy_kind::wait) {
            tell_each(trigger_action::stop, dead, true);
            return tell_each(trigger_action::complete, completes, true);
        }
        found_.add("promise-never-met", dead.front()->mark, "nothing stops its clock: " + why_all(dead, true),
                   "stop it with something that can happen after its start");
    }
    void check_each(trigger_action does) { tell_each(does, never_acting(policy_.triggers(does), true), true); }

    [[nodiscard]] bool can_happen(const trigger_text& trigger, bool while_running) const {
        return while_running ? policy_.can_happen_while_running(trigger) : policy_.can_happen(trigger);
    }
    [[nodiscard]] std::vector<const trigger_text*> never_acting(const std::vector<trigger_text>& list, bool while_running) const {
        std::vector<const trigger_text*> dead;
        for (const auto& each : list)
            if (!can_happen(each, while_running)) dead.push_back(&each);
        return dead;
    }
    void tell_each(trigger_action does, const std::vector<const trigger_text*>& dead, bool while_running) {
        for (const auto* each : dead) {
            if (each->of_metric) continue;  // a metric names all that there may be
            found_.add("trigger-cannot-happen", each->mark,
                       "this " + std::string{key_of[static_cast<std::size_t>(does)]} + " never acts: " + why(*each, while_running),
                       "name what can happen, or delete it");
        }
    }

    // ---- why ----------------------------------------------------------------------------------------------------------------------

    [[nodiscard]] std::string why_all(const std::vector<const trigger_text*>& dead, bool while_running) const {
        std::string text;
        for (const auto* each : dead) text += (text.empty() ? "" : ", and ") + why(*each, while_running);
        return text;
    }
    [[nodiscard]] std::string why(const trigger_text& trigger, bool while_running) const {
        if (trigger.members.empty()) return why(trigger.places, while_running);
        for (const auto& member : trigger.members) {
            trigger_text alone;
            alone.places = member;
            if (!can_happen(alone, while_running)) return why(member, while_running);
        }
        return "its condition cannot hold";
    }
    [[nodiscard]] std::string why(const std::vector<written_trigger>& places, bool while_running) const {
        if (places.empty()) return "it names nothing";
        trigger_text unconditional;
        unconditional.places = places;
        for (auto& each : unconditional.places) each.when = {};
        if (can_happen(unconditional, while_running)) return "its condition cannot hold there";
        const auto& machine = policy_.on().machine();
        const std::string then = while_running && policy_.can_happen(unconditional) ? " while the clock runs" : "";
        const auto number = places.front().number;
        switch (places.front().place) {
            case trigger_place::event:
                return policy_.on().occurs(number) ? "no row takes the event " + machine.events()[number].name + then
                                                   : "nothing raises the event " + machine.events()[number].name;
            case trigger_place::entered: return "no case enters " + states_of(places) + then;
            case trigger_place::left: return "no case leaves " + states_of(places) + then;
            default: return "it cannot happen" + then;
        }
    }
    [[nodiscard]] std::string states_of(const std::vector<written_trigger>& places) const {
        std::vector<std::string> names;
        for (const auto& each : places) names.push_back(policy_.on().machine().states()[each.number].name);
        return named_together(names);
    }

    // ---- what comes too late ------------------------------------------------------------------------------------------------------

    /// At one place stop, done_by, cancel and reset act in this order, and a stop or a cancel leaves nothing to the next.
    void check_overlaps(trigger_action first, trigger_action second) {
        for (const auto& late : policy_.triggers(second))
            for (const auto& early : policy_.triggers(first)) {
                if (early.chosen_by_option || late.chosen_by_option || late.of_metric) continue;
                if (const auto overlap = overlap_of(early, late); overlap != nothing) tell(first, second, late, overlap);
            }
    }
    enum overlap_kind : std::uint8_t { nothing, sometimes, always };
    [[nodiscard]] overlap_kind overlap_of(const trigger_text& early, const trigger_text& late) const {
        if (late.places.empty() || early.places.empty()) return nothing;
        bool all = true, some = false;
        for (const auto& mine : late.places) {
            auto here = nothing;
            for (const auto& its : early.places)
                if (its.place == mine.place && its.number == mine.number && its.apart_from == mine.apart_from) here = std::max(here, overlap_of(its, mine));
            some = some || here != nothing;
            all = all && here == always;
        }
        return all ? always : some ? sometimes : nothing;
    }
    [[nodiscard]] overlap_kind overlap_of(const written_trigger& early, const written_trigger& late) const {
        const auto space = policy_.on().space();
        const auto can = [&](bool early_holds, bool late_holds) {
            const demand both[] = {{&early.when, early_holds}, {&late.when, late_holds}};
            return possible(space, both);
        };
        if (!can(true, true)) return nothing;
        if (!can(false, true)) return always;
        return can(true, false) ? sometimes : nothing;  // a narrower condition first, and what is left: that is meant
    }
    void tell(trigger_action first, trigger_action second, const trigger_text& late, overlap_kind overlap) {
        const std::string one{key_of[static_cast<std::size_t>(first)]}, other{key_of[static_cast<std::size_t>(second)]};
        if (overlap == always)
            found_.add("trigger-overlap", late.mark, "this " + other + " never acts: a " + one + " acts on the same and comes first",
                       "give the " + one + " a condition, or name something else here");
        else
            found_.note("trigger-overlap", late.mark, "this " + other + " and a " + one + " act on the same, and where both conditions hold the " + one + " counts",
                        "make the conditions exclude each other");
    }

    const policy_view& policy_;
    finding_list& found_;
};

}  // namespace

void check_triggers(const policy_view& policy, finding_list& found) { trigger_check{policy, found}.run(); }

}  // namespace caseclock::detail

// SPDX-License-Identifier: Apache-2.0
//
// Families change to another version of the desk's rulebook, each as a whole, in the order of their root cases.
//
//   clocks whose policy is gone: cancelled | cases and clocks in new numbers | deadlines found again | reasons to pause, what lies in the past
//
// The rule that surprises: nothing starts. A policy that is new measures the case from its next trigger on.
#pragma once

#include "caseclock/desk/adoption.hpp"
#include "caseclock/desk/family_state.hpp"
#include "caseclock/desk/plan_translation.hpp"
#include "caseclock/desk/steps.hpp"

#include <map>
#include <memory>

namespace caseclock::detail {

class version_change {
public:
    /// `version`: the one that families change to.
    version_change(desk_state& s, std::uint8_t version, instant at, answers& out) : s_{s}, version_{version}, at_{at}, out_{out} {}

    adoption_report run() {
        s_.cause = {clock_cause::kind::adoption, version_};
        auto roots = s_.cases.roots();
        std::erase_if(roots, [&](std::uint32_t root) { return s_.plan_of(s_.cases.record(root)).version == version_; });
        std::sort(roots.begin(), roots.end(), [&](std::uint32_t a, std::uint32_t b) { return s_.cases.record(a).id < s_.cases.record(b).id; });
        for (const auto root : roots) take(root);
        for (const auto& [what, count] : lacking_) report_.lacking.push_back({what, count});
        return std::move(report_);
    }

private:
    /// A clock that ran under the old version: had it said that it has no deadline?
    struct running_clock {
        std::uint8_t policy;
        bool was_unset;
    };

    void take(std::uint32_t root) {
        const auto slots = family_slots(s_.cases, root);
        for (const auto slot : slots)
            if (auto why = obstacle(s_.cases.record(slot)); !why.empty())
                return report_.kept.push_back({s_.cases.record(root).id, "case " + std::to_string(s_.cases.record(slot).id) + ": " + std::move(why)});
        std::vector<std::vector<running_clock>> running;
        for (const auto slot : slots) running.push_back(translate(slot));
        for (std::size_t i = 0; i < slots.size(); ++i) aim(slots[i], running[i]);
        std::uint8_t marks = 0;
        if (!s_.pending.empty()) step_run{s_, out_}.take_pending(at_, marks);
        s_.cause = {clock_cause::kind::adoption, version_};
    }

    [[nodiscard]] std::string obstacle(const case_record& record) {
        const auto* const words = translation(record.machine);
        return words == nullptr ? "the new version has no machine " + s_.plan_of(record).machine.name() : words->obstacle(record);
    }
    /// To the machine of that name in the version; nullptr when there is none.
    [[nodiscard]] const plan_translation* translation(std::uint8_t machine) {
        auto found = translations_.find(machine);
        if (found == translations_.end()) {
            const auto other = s_.book.machine_of_tag(s_.book.plan(machine).machine.tag(), version_);
            found = translations_.emplace(machine, other ? std::make_unique<plan_translation>(s_.book, machine, *other) : nullptr).first;
        }
        return found->second.get();
    }

    std::vector<running_clock> translate(std::uint32_t slot) {
        auto& record = s_.cases.record(slot);
        const auto& words = *translation(record.machine);
        std::vector<running_clock> running;
        std::vector<std::pair<case_clock*, clock_history>> histories;
        const auto cancelled = cancel_lacking(slot, record, words);
        report_.cancelled += cancelled;
        for (auto& c : s_.clocks.block(record.clocks)) {
            if (c.policy == clock_store::no_clock) continue;
            std::optional<clock_history> history;
            if (c.has_history) {
                auto kept = s_.histories.find(desk_state::history_key(slot, c.policy));
                history = std::move(kept->second);
                s_.histories.erase(kept);
            }
            const auto to = words.policy(c.policy);
            if (to == plan_translation::no_policy_there) {
                c = case_clock{};
                c.policy = clock_store::no_clock;
                continue;
            }
            const auto& was = words.from().policies[c.policy];
            const bool was_unset = !c.has_due() && c.target != no_target && was.targets[c.target].kind != target_kind::none;
            words.translate(c, history ? &*history : nullptr);
            c.has_history = history ? 1 : 0;
            if (history) histories.emplace_back(&c, std::move(*history));
            if (c.running) running.push_back({static_cast<std::uint8_t>(c.policy), was_unset});
        }
        for (auto& [c, history] : histories) s_.histories[desk_state::history_key(slot, c->policy)] = std::move(history);
        words.translate(record, [&](const std::string& what) { ++lacking_[what]; });
        std::sort(running.begin(), running.end(), [](const running_clock& a, const running_clock& b) { return a.policy < b.policy; });
        ++report_.moved;
        return running;
    }
    /// Clocks that run under a policy which the version does not have; how many.
    std::size_t cancel_lacking(std::uint32_t slot, case_record& record, const plan_translation& words) {
        std::size_t count = 0;
        voice says{s_, slot, record, out_};
        trigger_run triggers{s_, record, words.from(), says, at_};
        for (unsigned p = 0; p < words.from().policies.size(); ++p)
            if (const auto* c = s_.clocks.find(record.clocks, p); c != nullptr && c->running && words.policy(p) == plan_translation::no_policy_there) {
                triggers.cancel(p);
                ++count;
            }
        return count;
    }

    void aim(std::uint32_t slot, const std::vector<running_clock>& running) {
        auto& record = s_.cases.record(slot);
        voice says{s_, slot, record, out_};
        trigger_run triggers{s_, record, s_.plan_of(record), says, at_};
        for (const auto& each : running) triggers.aim_anew(each.policy, each.was_unset);
        triggers.settle();
        report_.retargeted += running.size();
        s_.arm(slot, s_.earliest(record));
    }

    desk_state& s_;
    std::uint8_t version_;
    instant at_;
    answers& out_;
    std::map<std::uint8_t, std::unique_ptr<plan_translation>> translations_;
    std::map<std::string, std::size_t> lacking_;
    adoption_report report_;
};

}  // namespace caseclock::detail

// SPDX-License-Identifier: Apache-2.0
//
// Time moves on: clocks fire, each at its own instant, in the order (instant, root case, case, clock); what a firing raises is done before
// the next firing.
#pragma once

#include "caseclock/desk/steps.hpp"

namespace caseclock::detail {

class firing_run {
public:
    firing_run(desk_state& s, answers& out) noexcept : s_{s}, out_{out} {}

    /// Fires what is due at or before `until`, at most so many firings; false when there is more.
    bool run(due_key until, std::size_t at_most = SIZE_MAX) {
        auto side = s_.deadlines();
        due_case due;
        for (std::size_t fired = 0;; ++fired) {
            if (fired == at_most) return s_.queue.next(side) > until;
            if (!s_.queue.take_due(side, until, due)) return true;
            fire(due);
        }
    }

private:
    void fire(const due_case& due) {
        const auto at = instant_of(due.key);
        s_.now = std::max(s_.now, at);
        auto& record = s_.cases.record(due.slot);
        const auto& plan = s_.plan_of(record);
        auto* const c = s_.first_due(record, due.key);
        if (c == nullptr) return s_.arm(due.slot, s_.earliest(record));
        const auto& p = plan.policies[c->policy];
        s_.cause = {clock_cause::kind::firing, p.number};
        voice says{s_, due.slot, record, out_};
        const case_reading reading{plan, record};
        clockwork<case_reading, voice> work{reading, s_.book.calendars(), says, at};
        if (counts_too_often(s_.cases.record(s_.cases.root_of(due.slot)).id, due.key)) {
            auto& e = says.say(limit_kind::firings, at);
            e.policy = p.number;
            e.cycle = static_cast<std::uint16_t>(c->cycle);
            work.cancel(p, *c);
        } else {
            work.fire_at(p, *c, due.key);
        }
        s_.arm(due.slot, s_.earliest(record));
        if (s_.pending.empty()) return;
        std::uint8_t marks = 0;
        step_run{s_, out_}.take_pending(at, marks);
    }

    /// Firings of one root case at one key follow each other, whatever else the desk holds.
    [[nodiscard]] bool counts_too_often(std::uint64_t root, due_key key) {
        if (root != s_.firing_root || key != s_.firing_at) s_.firings = 0;
        s_.firing_root = root;
        s_.firing_at = key;
        return ++s_.firings > s_.current->limits.firings;
    }

    desk_state& s_;
    answers& out_;
};

}  // namespace caseclock::detail

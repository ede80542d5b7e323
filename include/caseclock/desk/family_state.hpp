// SPDX-License-Identifier: Apache-2.0
//
// All that a desk holds of one root case and the cases that came of it: plain values, which another desk of the same rulebook can take.
//
//   root 41 --opened--> child --opened--> child       members: parents before their children, siblings in the order of their opening
//
// Deadlines are not among them: they follow from the clocks.
#pragma once

#include "caseclock/desk/desk_state.hpp"

namespace caseclock {

struct family_state {
    struct kept_clock {
        case_clock clock{};
        std::optional<clock_history> history{};
    };
    struct member {
        case_record record{};        ///< without `clocks`, which is the desk's
        std::uint32_t parent = 0;    ///< place among the members; of the root its own
        std::uint32_t relation = 0;  ///< tag of what its parent calls it
        std::vector<kept_clock> clocks{};
    };
    std::vector<member> members;
    std::vector<event_ids::entry> ids;  ///< the host's ids of accepted events
};

namespace detail {

/// The slots of a case and of all that came of it: parents before their children.
[[nodiscard]] inline std::vector<std::uint32_t> family_slots(const case_store& cases, std::uint32_t root) {
    std::vector<std::uint32_t> slots{root};
    for (std::size_t i = 0; i < slots.size(); ++i)
        if (const auto* kin = cases.family_of(slots[i])) slots.insert(slots.end(), kin->children.begin(), kin->children.end());
    return slots;
}

[[nodiscard]] inline family_state copied_family(const desk_state& s, std::uint32_t root) {
    family_state copy;
    const auto slots = family_slots(s.cases, root);
    for (const auto slot : slots) {
        auto& made = copy.members.emplace_back();
        made.record = s.cases.record(slot);
        for (const auto& c : s.clocks.block(made.record.clocks)) {
            if (c.policy == clock_store::no_clock) continue;
            auto& kept = made.clocks.emplace_back();
            kept.clock = c;
            if (c.has_history) kept.history = s.histories.find(desk_state::history_key(slot, c.policy))->second;
        }
        made.record.clocks = no_clocks;
        if (const auto* kin = s.cases.family_of(slot); kin != nullptr && kin->parent != no_slot) {
            made.parent = static_cast<std::uint32_t>(std::find(slots.begin(), slots.end(), kin->parent) - slots.begin());
            made.relation = kin->relation;
        }
    }
    copy.ids = s.ids.known_of(copy.members.front().record.id);
    return copy;
}

inline void forget_family(desk_state& s, std::uint32_t root) {
    s.ids.forget(s.cases.record(root).id);
    for (const auto slot : family_slots(s.cases, root)) {
        auto& record = s.cases.record(slot);
        for (const auto& c : s.clocks.block(record.clocks))
            if (c.policy != clock_store::no_clock && c.has_history) s.histories.erase(desk_state::history_key(slot, c.policy));
        s.clocks.release(record.clocks);
        s.cases.close(slot);
    }
}

/// None of its ids may be there.
inline void put_family(desk_state& s, const family_state& from) {
    std::vector<std::uint32_t> slots;
    for (const auto& each : from.members) {
        const auto slot = s.cases.open(each.record.id);
        auto& record = s.cases.record(slot) = each.record;
        if (!slots.empty()) s.cases.adopt(slots[each.parent], slot, each.relation);
        slots.push_back(slot);
        for (const auto& kept : each.clocks) {
            s.clocks.add(record.clocks, kept.clock.policy) = kept.clock;
            if (kept.history) s.histories[desk_state::history_key(slot, kept.clock.policy)] = *kept.history;
        }
    }
    for (const auto slot : slots) s.arm(slot, s.earliest(s.cases.record(slot)));  // when the whole family is there: deadlines tie by the root
    s.ids.put(from.members.front().record.id, from.ids);
}

}  // namespace detail
}  // namespace caseclock

// SPDX-License-Identifier: Apache-2.0
//
// One family told again from its events, on a desk of its own that is used again and again.
//
//   events in the order of their arrival --sorted by instant, ties as they came--> desk --> what the family says, receipts, its state
#pragma once

#include "caseclock/desk/explain.hpp"
#include "caseclock/ledger/family_log.hpp"

#include <numeric>

namespace caseclock::detail {

/// Places of the events in the order of their instants; those of one instant in the order of their arrival.
[[nodiscard]] inline std::vector<std::uint32_t> in_order_of_time(const std::vector<kept_event>& events) {
    std::vector<std::uint32_t> order(events.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return events[a].e.at < events[b].e.at; });
    return order;
}

/// What came of a family's events.
struct told_family {
    answers said;                   ///< receipts in the order of telling
    std::vector<receipt> receipts;  ///< by place in the order of arrival
};

class family_replay {
public:
    explicit family_replay(const rulebook& book) : desk_{book, late_events::as_of_now} {}
    /// The rulebook changed: the newest, and all the changes.
    void change(const rulebook& book, std::vector<adoption> adoptions) {
        desk_ = desk{book, late_events::as_of_now};
        root_ = 0;
        adoptions_ = std::move(adoptions);
    }

    /// Of events that are not to be told, `without` is the place of one.
    static constexpr std::uint32_t none = 0xffffffffU;

    /// Tells the events in the order of their instants, up to and with the place `last` (all of them: `none`).
    void tell(std::uint64_t root, const family_events& family, told_family& told, std::uint32_t without = none, std::uint32_t last = none) {
        desk_.forget_family(root_);
        desk_.restart(adoptions_.empty() ? desk_.version() : adoptions_.front().from);
        adopted_ = told_adoptions{adoptions_};
        root_ = root;
        told.said.clear();
        told.receipts.assign(family.events.size(), receipt{});
        order_ = in_order_of_time(family.events);
        next_ = 0;
        go_on(family, told, without, last);
    }
    /// The rest of them.
    void go_on(const family_events& family, told_family& told, std::uint32_t without = none, std::uint32_t last = none) {
        while (next_ < order_.size()) {
            const auto place = order_[next_++];
            if (place == without) continue;
            const auto& k = family.events[place];
            adopted_.before(k.e.at, k.arrival, [&](const adoption& each) { desk_.adopt(each, told.said); });
            tell_again(desk_, k.e, family.values, told.said);
            auto& r = told.receipts[place] = told.said.receipts.back();
            if (k.was_late()) r.marks |= receipt::was_late;
            if (place == last) return;
        }
    }

    /// Time reaches the instant.
    void advance(instant now, told_family& told) {
        adopted_.until(now, [&](const adoption& each) { desk_.adopt(each, told.said); });
        desk_.advance(now, told.said);
    }
    /// Fires what lies at the instant itself, one by one, until so many effects are said: where an advance has stopped early.
    void fire_up_to(std::size_t effects, instant now, told_family& told) {
        while (told.said.effects.size() < effects && in_range(now + duration{1}) && !desk_.advance(now + duration{1}, 1, told.said)) {
        }
    }
    [[nodiscard]] family_state state() const { return desk_.copy_family(root_); }

private:
    desk desk_;
    std::vector<adoption> adoptions_;
    told_adoptions adopted_;  ///< of the events told so far
    std::uint64_t root_ = 0;
    std::vector<std::uint32_t> order_;
    std::size_t next_ = 0;
};

}  // namespace caseclock::detail

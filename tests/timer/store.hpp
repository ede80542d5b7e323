// SPDX-License-Identifier: Apache-2.0
//
// The smallest store of cases that the queue can work with.
#pragma once

#include "caseclock/timer/deadline_queue.hpp"

#include <vector>

namespace caseclock::timer_test {

class store {
public:
    /// The case in slot i: root case i / 4, case i.
    explicit store(std::size_t slots) : cells_(slots), orders_(slots) {
        for (std::size_t i = 0; i < slots; ++i) orders_[i] = {i / 4, i};
    }

    [[nodiscard]] deadline_cell& cell(std::uint32_t slot) { return cells_[slot]; }
    [[nodiscard]] case_order order(std::uint32_t slot) const { return orders_[slot]; }
    void prefetch(std::uint32_t slot) const { __builtin_prefetch(&cells_[slot], 1); }

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(cells_.size()); }
    /// Another case moves in; the slot is not armed.
    void set_order(std::uint32_t slot, case_order order) { orders_[slot] = order; }

private:
    std::vector<deadline_cell> cells_;
    std::vector<case_order> orders_;
};
static_assert(deadline_store<store>);

/// Everything due at or before `limit`, in the order in which it came.
template <class Queue> [[nodiscard]] std::vector<due_case> take_all(Queue& queue, store& cases, due_key limit) {
    std::vector<due_case> all;
    for (due_case due; queue.take_due(cases, limit, due);) all.push_back(due);
    return all;
}

}  // namespace caseclock::timer_test

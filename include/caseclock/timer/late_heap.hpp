// SPDX-License-Identifier: Apache-2.0
//
// What is armed for a bucket that has been sorted already: a small heap by (key, root case, case).
//
// An entry counts while its slot is still armed for its key, under the same case, and filed here; others are dropped when they surface, or
// when they make up half of the heap.
#pragma once

#include "caseclock/timer/deadlines.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <vector>

namespace caseclock::detail {

class late_heap {
public:
    struct entry {
        due_key key;
        case_order order;
        std::uint32_t slot;
        friend auto operator<=>(const entry&, const entry&) = default;
    };

    /// Files the slot under the key that its cell holds.
    template <deadline_store Store> void push(Store& store, std::uint32_t slot) {
        if (heap_.size() >= limit_) [[unlikely]] compact(store);
        auto& cell = store.cell(slot);
        heap_.push_back({cell.key(), store.order(slot), slot});
        std::push_heap(heap_.begin(), heap_.end(), std::greater<>{});
        cell.move_to(code(place::late));
    }

    /// The earliest entry that counts; null when there is none.
    template <deadline_store Store> [[nodiscard]] const entry* front(Store& store) {
        while (!heap_.empty() && !counts(store, heap_.front())) pop();
        return heap_.empty() ? nullptr : &heap_.front();
    }

    void pop() noexcept {
        std::pop_heap(heap_.begin(), heap_.end(), std::greater<>{});
        heap_.pop_back();
    }

    [[nodiscard]] std::size_t size() const noexcept { return heap_.size(); }
    [[nodiscard]] std::size_t memory_bytes() const noexcept { return heap_.capacity() * sizeof(entry); }

private:
    static constexpr std::size_t smallest_limit = 1024;

    template <deadline_store Store> [[nodiscard]] static bool counts(Store& store, const entry& e) {
        const deadline_cell& cell = store.cell(e.slot);
        return cell.place() == code(place::late) && cell.key() == e.key && store.order(e.slot) == e.order;
    }

    template <deadline_store Store> [[gnu::noinline]] void compact(Store& store) {
        std::erase_if(heap_, [&](const entry& e) { return !counts(store, e); });
        std::sort(heap_.begin(), heap_.end());
        heap_.erase(std::unique(heap_.begin(), heap_.end()), heap_.end());
        limit_ = std::max(smallest_limit, 2 * heap_.size());
    }

    std::vector<entry> heap_;  ///< sorted ascending is a heap, too
    std::size_t limit_ = smallest_limit;
};

}  // namespace caseclock::detail

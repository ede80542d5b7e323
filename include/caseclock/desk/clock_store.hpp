// SPDX-License-Identifier: Apache-2.0
//
// The clocks of all cases, side by side for each case: a handle of four bytes leads to a block of 1, 2, 4 ... 64 clocks.
//
//   handle = size class << 29 | number of the block
//
// The rule that surprises: adding a clock may move the others of its case; ask again after it.
#pragma once

#include "caseclock/desk/paged_array.hpp"
#include "caseclock/machine/case_record.hpp"
#include "caseclock/sla/clock.hpp"

#include <span>

namespace caseclock {

class clock_store {
public:
    /// Marks a place of a block where no clock is. Such a place is idle, and never due.
    static constexpr unsigned no_clock = policy_limit;

    /// All places of a case's block, those without a clock included.
    [[nodiscard]] std::span<case_clock> block(std::uint32_t handle) noexcept {
        if (handle == no_clocks) return {};
        return {sizes_[size_class(handle)].at(number(handle)), std::size_t{1} << size_class(handle)};
    }
    [[nodiscard]] std::span<const case_clock> block(std::uint32_t handle) const noexcept { return const_cast<clock_store*>(this)->block(handle); }

    /// The clock of a policy; nullptr when the case has none.
    [[nodiscard]] case_clock* find(std::uint32_t handle, unsigned policy) noexcept {
        for (auto& c : block(handle))
            if (c.policy == policy) return &c;
        return nullptr;
    }

    /// A new clock of the policy; `handle` is changed when its block is full.
    case_clock& add(std::uint32_t& handle, unsigned policy) {
        auto* place = find(handle, no_clock);
        if (place == nullptr) {
            const auto wider = sizes_[handle == no_clocks ? 0 : size_class(handle) + 1].take();
            const auto made = (handle == no_clocks ? 0 : size_class(handle) + 1) << class_shift | wider;
            const auto old = block(handle);
            std::copy(old.begin(), old.end(), block(made).begin());
            place = &block(made)[old.size()];
            release(handle);
            handle = made;
        }
        *place = case_clock{};
        place->policy = policy & no_clock;
        return *place;
    }

    void release(std::uint32_t& handle) {
        if (handle != no_clocks) sizes_[size_class(handle)].give_back(number(handle));
        handle = no_clocks;
    }

    /// Always inlined: g++ takes a call that only prefetches for one that does nothing.
    [[gnu::always_inline]] void prefetch(std::uint32_t handle) const noexcept {
        if (handle == no_clocks) return;
        const auto first = reinterpret_cast<std::uintptr_t>(sizes_[size_class(handle)].at(number(handle)));
        const auto last = first + (sizeof(case_clock) << size_class(handle)) - 1;
        __builtin_prefetch(reinterpret_cast<const void*>(first), 1);
        for (auto line = first + 64; line < last; line += 64) __builtin_prefetch(reinterpret_cast<const void*>(line), 1);
        __builtin_prefetch(reinterpret_cast<const void*>(last), 1);  // most blocks lie in one line or two: no branch to guess
    }

    [[nodiscard]] std::size_t memory_bytes() const noexcept {
        std::size_t sum = 0;
        for (const auto& each : sizes_) sum += each.memory_bytes();
        return sum;
    }

private:
    static constexpr unsigned class_shift = 29;
    static constexpr unsigned classes = 7;
    [[nodiscard]] static std::uint32_t size_class(std::uint32_t handle) noexcept { return handle >> class_shift; }
    [[nodiscard]] static std::uint32_t number(std::uint32_t handle) noexcept { return handle & ((std::uint32_t{1} << class_shift) - 1); }

    /// Blocks of 2^n clocks.
    class blocks_of_size {
    public:
        explicit blocks_of_size(unsigned size_class) noexcept : class_{size_class} {}
        [[nodiscard, gnu::always_inline]] case_clock* at(std::uint32_t number) const noexcept { return clocks_.at(number << class_); }
        [[nodiscard]] std::uint32_t take() {
            std::uint32_t number = clocks_.size() >> class_;
            if (free_.empty()) clocks_.grow(1U << class_);
            else {
                number = free_.back();
                free_.pop_back();
            }
            for (auto* c = at(number); c != at(number) + (std::size_t{1} << class_); ++c) {
                *c = case_clock{};
                c->policy = no_clock;
            }
            return number;
        }
        void give_back(std::uint32_t number) { free_.push_back(number); }
        [[nodiscard]] std::size_t memory_bytes() const noexcept { return clocks_.memory_bytes() + free_.capacity() * sizeof(std::uint32_t); }

    private:
        unsigned class_;
        detail::paged_array<case_clock> clocks_;
        std::vector<std::uint32_t> free_;
    };

    blocks_of_size sizes_[classes] = {blocks_of_size{0}, blocks_of_size{1}, blocks_of_size{2}, blocks_of_size{3},
                                      blocks_of_size{4}, blocks_of_size{5}, blocks_of_size{6}};
};

}  // namespace caseclock

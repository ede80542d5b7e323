// SPDX-License-Identifier: Apache-2.0
//
// What the queue asks of whoever stores the cases: for a slot, its cell and its place among those due at the same key.
//
//   struct store {
//       deadline_cell& cell(std::uint32_t slot);            // in the record; never moves a deadline by itself
//       case_order     order(std::uint32_t slot) const;     // (root case, case): fixed while the slot is armed
//       void           prefetch(std::uint32_t slot) const;  // brings in what the other two read
//       void           prefetch_cell(std::uint32_t slot) const;     // if it has one: only what `cell` reads
//       void           prefetch_further(std::uint32_t slot) const;  // if it has one: what whoever takes the slot reads beyond that
//   };
#pragma once

#include "caseclock/timer/deadline_cell.hpp"

#include <compare>
#include <concepts>
#include <cstdint>

namespace caseclock {

/// How cases that are due at the same key follow each other.
struct case_order {
    std::uint64_t root = 0;
    std::uint64_t id = 0;
    friend constexpr auto operator<=>(const case_order&, const case_order&) = default;
};

template <class T>
concept deadline_store = requires(T& store, std::uint32_t slot) {
    { store.cell(slot) } -> std::same_as<deadline_cell&>;
    { store.order(slot) } -> std::convertible_to<case_order>;
    store.prefetch(slot);
};

/// A slot whose deadline has come.
struct due_case {
    due_key key = never_due;
    std::uint32_t slot = 0;
    friend constexpr bool operator==(const due_case&, const due_case&) = default;
};

namespace detail {

/// Where a slot is filed: the sixteen bits of its cell that belong to the queue.
enum class place : std::uint16_t {
    none = 0,       ///< nowhere
    run = 1,        ///< in a sorted run
    late = 2,       ///< in the heap of what came late
    far = 3,        ///< in a bucket beyond the ring
    ring = 0x8000U  ///< plus the bucket's number in the ring
};
[[nodiscard]] constexpr std::uint16_t code(place p) noexcept { return static_cast<std::uint16_t>(p); }

inline constexpr std::uint32_t prefetch_distance = 20;  ///< slots; more brings nothing

template <deadline_store Store> [[gnu::always_inline]] inline void prefetch_cell(const Store& store, std::uint32_t slot) {
    if constexpr (requires { store.prefetch_cell(slot); }) store.prefetch_cell(slot);
    else store.prefetch(slot);
}

}  // namespace detail

}  // namespace caseclock

// SPDX-License-Identifier: Apache-2.0
//
// What a case remembers of its deadline: eight bytes in its own record. The key is the truth; the queue only holds slots.
//
//   | place 16 bits: where the queue has the slot filed | key 48 bits, all ones: no deadline |
//
// The rule that surprises: a cell belongs to its slot, not to its case. Whoever frees a slot disarms the cell and leaves it in place for
// the next case. A cell that is overwritten with a fresh one makes nothing wrong, but leaves an entry behind until its bucket comes due.
#pragma once

#include "caseclock/time/due_key.hpp"

#include <cstdint>
#include <type_traits>

namespace caseclock {

/// Keys lie in [0, due_key_end).
inline constexpr due_key due_key_end = (due_key{1} << 48) - 1;

class deadline_cell {
public:
    /// When the case is due, `never_due` when it is not armed.
    [[nodiscard]] constexpr due_key key() const noexcept { return is_armed() ? static_cast<due_key>(bits_ & key_mask) : never_due; }
    [[nodiscard]] constexpr bool is_armed() const noexcept { return (bits_ & key_mask) != key_mask; }
    /// Cancel, pause, end: one store. Arming goes through the queue.
    constexpr void disarm() noexcept { bits_ |= key_mask; }

    // ---- for the queue ----------------------------------------------------------------------------------------------
    [[nodiscard]] constexpr std::uint16_t place() const noexcept { return static_cast<std::uint16_t>(bits_ >> key_bits); }
    constexpr void move_to(std::uint16_t place) noexcept { bits_ = (bits_ & key_mask) | (std::uint64_t{place} << key_bits); }
    /// Another key, filed where it is. The key lies in [0, due_key_end).
    constexpr void set_key(due_key key) noexcept { bits_ = (bits_ & ~key_mask) | static_cast<std::uint64_t>(key); }

private:
    static constexpr unsigned key_bits = 48;
    static constexpr std::uint64_t key_mask = (std::uint64_t{1} << key_bits) - 1;
    std::uint64_t bits_ = key_mask;
};
static_assert(sizeof(deadline_cell) == 8 && std::is_trivially_copyable_v<deadline_cell>, "part of a record of plain bytes");

}  // namespace caseclock

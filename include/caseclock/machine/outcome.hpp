// SPDX-License-Identifier: Apache-2.0
//
// What became of an event in a machine. With several regions the bits of all are joined: an event is accepted if one region took it.
//
//   accepted   a row was taken                     refused   rows were there, none was open: ask `why_refused`
//   not_taken  no row for this event in this state   ended     a final or an interrupt state lets it not through
//   overrun    beside accepted: completion rows did not come to rest in 16 rounds
#pragma once

#include <cstdint>

namespace caseclock {

enum class outcome : std::uint8_t { not_taken = 0, accepted = 1, refused = 2, ended = 4, overrun = 8 };

[[nodiscard]] constexpr outcome operator|(outcome a, outcome b) noexcept {
    return static_cast<outcome>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
/// Is the bit set?
[[nodiscard]] constexpr bool operator&(outcome a, outcome b) noexcept { return (static_cast<unsigned>(a) & static_cast<unsigned>(b)) != 0; }
[[nodiscard]] constexpr bool accepted(outcome o) noexcept { return o & outcome::accepted; }

}  // namespace caseclock

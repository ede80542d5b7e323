// SPDX-License-Identifier: Apache-2.0
//
// What a machine knows of a case: one cache line, plain bytes.
//
//   id 8 | facts 8 | state 4 | children 2 | machine 1 | marks 1 | values 32 (packed attributes) | ordinal 4 | clocks 4
//
// A machine reads and writes `facts`, `state`, `values` and counts `children`; the rest belongs to whoever stores the case.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace caseclock {

inline constexpr std::size_t value_bytes = 32;          ///< room for the packed attributes of a case
inline constexpr std::size_t region_limit = 4;          ///< regions of a machine
inline constexpr std::uint32_t no_clocks = 0xffffffffU;  ///< `clocks` of a case that has none

namespace detail {
constexpr std::array<std::byte, value_bytes> unset_values() {
    std::array<std::byte, value_bytes> bytes{};
    for (auto& b : bytes) b = std::byte{0xff};
    return bytes;
}
}  // namespace detail

struct alignas(64) case_record {
    std::uint64_t id = 0;                                              ///< the host's number
    std::uint64_t facts = 0;                                           ///< one bit per fact of the machine
    std::array<std::uint8_t, region_limit> state{};                    ///< one state number per region
    std::uint16_t children = 0;                                        ///< child cases opened so far
    std::uint8_t machine = 0;                                          ///< which machine of the rulebook
    std::uint8_t marks = 0;                                            ///< bit flags of the desk
    std::array<std::byte, value_bytes> values = detail::unset_values();  ///< attributes, laid out by the machine's layout
    std::uint32_t ordinal = 0;                                         ///< effects so far; used at the root case
    std::uint32_t clocks = no_clocks;                                  ///< where the desk keeps its clocks

    friend bool operator==(const case_record&, const case_record&) = default;
};
static_assert(sizeof(case_record) == 64 && std::is_trivially_copyable_v<case_record>, "a case record is one cache line of plain bytes");
static_assert(offsetof(case_record, values) == 24 && offsetof(case_record, ordinal) == 24 + value_bytes, "attributes are read eight bytes at a time");

}  // namespace caseclock

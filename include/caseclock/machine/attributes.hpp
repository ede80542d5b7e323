// SPDX-License-Identifier: Apache-2.0
//
// Attributes are packed into the 32 value bytes of a case; a layout says where. All bits one in the width means unset.
//
//   kind      | written as                    | width | range
//   one_of    | number of the enumerator      | 1, 2  | 0 .. 254, 0 .. 65534
//   name      | code of the host's text       | 4     | 0 .. 2^32 - 2
//   count     | a number of things            | 4     | 0 .. 2^32 - 2
//   instant   | milliseconds since 1970, UTC  | 6     | 0 .. 2^48 - 2
//   duration  | milliseconds                  | 6     | 0 .. 2^48 - 2
//
// Everything is read and written as std::int64_t. The rule that surprises: a value out of range is stored as the nearest one in
// range; whoever takes values from outside asks `fits` first.
#pragma once

#include "caseclock/machine/case_record.hpp"
#include "caseclock/machine/payload.hpp"

#include <cstring>
#include <string_view>

namespace caseclock {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // g++ 12 warns although the enumerators are scoped
enum class attribute_kind : std::uint8_t {
    one_of,   ///< one of the listed enumerators
    name,     ///< a text of the host, by its code
    count,    ///< how many
    instant,  ///< a UTC instant, milliseconds
    duration  ///< milliseconds, in the attribute's unit
};
#pragma GCC diagnostic pop
enum class attribute_unit : std::uint8_t {
    real,         ///< elapsed time
    business,     ///< open time of a calendar
    working_days  ///< working days, 24 h each
};

[[nodiscard]] constexpr std::string_view to_string(attribute_kind kind) noexcept {
    constexpr std::string_view text[] = {"one_of", "name", "count", "instant", "duration"};
    return text[static_cast<std::size_t>(kind)];
}
[[nodiscard]] constexpr std::string_view to_string(attribute_unit unit) noexcept {
    constexpr std::string_view text[] = {"real", "business", "working_days"};
    return text[static_cast<std::size_t>(unit)];
}

inline constexpr std::size_t attribute_limit = 32;      ///< attributes of a machine
inline constexpr std::size_t enumerator_limit = 65535;  ///< enumerators of a `one_of`

/// Where an attribute lies among the value bytes: offset and width (1, 2, 4, 6 or 8 bytes).
struct attribute_slot {
    std::uint8_t offset = 0;
    std::uint8_t width = 0;
    friend constexpr bool operator==(attribute_slot, attribute_slot) = default;
};

/// The slots of a machine's attributes, by attribute number; width 0 where there is no attribute.
struct layout {
    std::array<attribute_slot, attribute_limit> slot{};
    friend constexpr bool operator==(const layout&, const layout&) = default;
};

/// Bytes an attribute of that kind takes.
[[nodiscard]] constexpr std::uint8_t width_of(attribute_kind kind, std::size_t enumerators) noexcept {
    switch (kind) {
        case attribute_kind::one_of: return enumerators <= 255 ? 1 : 2;
        case attribute_kind::name:
        case attribute_kind::count: return 4;
        default: return 6;
    }
}

namespace detail {
[[nodiscard]] constexpr std::uint64_t ones(unsigned width_bytes) noexcept { return ~std::uint64_t{0} >> (64 - 8 * width_bytes); }
}  // namespace detail

/// The largest value a width holds.
[[nodiscard]] constexpr std::int64_t largest_value(std::uint8_t width) noexcept {
    return width >= 8 ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(detail::ones(width)) - 1;
}
/// Can that value be stored there? `no_value` always can.
[[nodiscard]] constexpr bool fits(attribute_slot slot, std::int64_t value) noexcept {
    return value == no_value || (value >= 0 && value <= largest_value(slot.width));
}

/// The attribute's value; `no_value` when unset. Eight bytes are read and masked: behind the values lie eight more of the record.
[[nodiscard]] inline std::int64_t read(const case_record& record, attribute_slot slot) noexcept {
    std::uint64_t raw = 0;
    std::memcpy(&raw, reinterpret_cast<const std::byte*>(&record) + offsetof(case_record, values) + slot.offset, sizeof raw);
    const auto all = detail::ones(slot.width);
    raw &= all;
    return raw == all ? no_value : static_cast<std::int64_t>(raw);
}

/// Do both hold the same in every attribute? (By words: bytes one at a time are slow.)
[[nodiscard]] inline bool same_values(const case_record& a, const case_record& b) noexcept {
    std::array<std::uint64_t, value_bytes / sizeof(std::uint64_t)> x, y;
    std::memcpy(x.data(), a.values.data(), value_bytes);
    std::memcpy(y.data(), b.values.data(), value_bytes);
    std::uint64_t differing = 0;
    for (std::size_t i = 0; i < x.size(); ++i) differing |= x[i] ^ y[i];
    return differing == 0;
}

/// Stores a value, clamped to what the width holds; `no_value` unsets.
inline void write(case_record& record, attribute_slot slot, std::int64_t value) noexcept {
    const auto all = detail::ones(slot.width);
    const auto most = static_cast<std::uint64_t>(largest_value(slot.width));
    auto wanted = static_cast<std::uint64_t>(value);
    if (value < 0) wanted = value == no_value ? all : 0;
    else if (wanted > most) wanted = most;
    auto* const at = reinterpret_cast<std::byte*>(&record) + offsetof(case_record, values) + slot.offset;
    std::uint64_t raw = 0;
    std::memcpy(&raw, at, sizeof raw);
    raw = (raw & ~all) | wanted;
    std::memcpy(at, &raw, sizeof raw);
}

}  // namespace caseclock

// SPDX-License-Identifier: Apache-2.0
//
// What an event carries into its case: a field with the name of an attribute becomes its value, a true field with the name of a fact
// sets the fact. Both happen before guards are asked and are undone when the event is not accepted.
#pragma once

#include "caseclock/machine/table.hpp"

namespace caseclock::detail {

/// A field's number; `no_value` where the field holds nothing (an unset name, an instant or a duration of no_value).
[[nodiscard]] inline std::int64_t read_field(const payload& data, unsigned offset, unsigned width, bool is_signed, bool is_name) noexcept {
    std::array<std::uint64_t, payload_bytes / 8> words;
    std::memcpy(words.data(), data.data.data(), sizeof words);
    // shifted rather than copied: a copy of `width` bytes is a branch per size
    const auto shift = 8 * (offset % 8), unused_bits = 64 - 8 * width;
    const auto beyond = offset < 8 ? words[1] : 0;
    const auto raw = (words[offset / 8] >> shift | beyond << 1 << (63 - shift)) << unused_bits;
    const auto number = static_cast<std::int64_t>(raw >> unused_bits);
    if (is_name) return number == 0xffffffff ? no_value : number;
    if (is_signed) return static_cast<std::int64_t>(raw) >> unused_bits;
    return number < 0 ? std::numeric_limits<std::int64_t>::max() : number;
}

inline void carry(const table& t, carriage what, case_record& record, const payload& data) noexcept {
    record.facts |= what.sets;
    for (unsigned i = what.first; i < what.first + unsigned{what.count}; ++i) {
        const auto& field = t.fields[i];
        const auto value = read_field(data, field.offset, field.width, field.is_signed, field.is_name);
        if (field.fact != 0) record.facts |= value != 0 ? field.fact : 0;
        else write(record, field.slot, !field.is_signed && field.width < 8 && value == static_cast<std::int64_t>(ones(field.width)) ? no_value : value);
    }
}

[[nodiscard]] inline bool carries(carriage what) noexcept { return what.count != 0 || what.sets != 0; }

}  // namespace caseclock::detail

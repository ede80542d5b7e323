// SPDX-License-Identifier: Apache-2.0
//
// How long a number of things may take that come in batches.
//
//   2 working days per 10 units   |  1 .. 10 | 11 | 15 | 20 | 21 units
//   ceil                          |        2 |  4 |  4 |  4 |  6          every batch begun counts whole
//   linear                        |        2 |  3 |  3 |  4 |  5          by the unit, rounded up, but no less than one batch
//
// Days are rounded to whole ones, real and business time to milliseconds.
#pragma once

#include "caseclock/time/duration_text.hpp"
#include "caseclock/time/instant.hpp"

#include <algorithm>

namespace caseclock {

/// How a batch that is not full counts.
enum class batch_rounding : std::uint8_t {
    ceil,   ///< as a full one
    linear  ///< by the unit; never less than one batch
};
[[nodiscard]] constexpr std::string_view to_string(batch_rounding rounding) noexcept {
    return rounding == batch_rounding::linear ? "linear" : "ceil";
}

/// `length` for every `per` of `units`, both positive. What is longer than all the time there is comes out as just that.
[[nodiscard]] constexpr duration_value batch_length(duration_value length, std::int64_t units, std::uint32_t per, batch_rounding rounding) noexcept {
    __extension__ using wide = __int128;
    const auto whole = [&](wide n, wide by) { return (n + by - 1) / by; };
    const wide batches = rounding == batch_rounding::ceil ? wide{length.amount} * whole(units, per)
                                                          : std::max<wide>(length.amount, whole(wide{length.amount} * units, per));
    constexpr wide most = (horizon - first_instant).count();  // also more days than there are
    return {length.unit, static_cast<std::int64_t>(std::min(batches, most))};
}
static_assert(batch_length({duration_unit::working_days, 2}, 11, 10, batch_rounding::ceil).amount == 4);
static_assert(batch_length({duration_unit::working_days, 2}, 11, 10, batch_rounding::linear).amount == 3);
static_assert(batch_length({duration_unit::working_days, 2}, 1, 10, batch_rounding::linear).amount == 2);

}  // namespace caseclock

// SPDX-License-Identifier: Apache-2.0
//
// A stretch of time, half open: [begin, end). Spans that touch share no instant.
//
//   {09:00, 12:00} contains 09:00, contains 11:59:59.999, does not contain 12:00
#pragma once

#include "caseclock/time/instant.hpp"

#include <algorithm>

namespace caseclock {

/// Half open: `begin` is inside, `end` is not. Empty when end <= begin.
struct span {
    instant begin;
    instant end;

    [[nodiscard]] constexpr bool empty() const noexcept { return end <= begin; }
    /// Milliseconds from begin to end; zero when empty.
    [[nodiscard]] constexpr duration length() const noexcept { return empty() ? duration{} : end - begin; }
    [[nodiscard]] constexpr bool contains(instant t) const noexcept { return begin <= t && t < end; }

    friend constexpr bool operator==(const span&, const span&) = default;
};

/// What both spans cover; empty when they only touch.
[[nodiscard]] constexpr span intersection(span a, span b) noexcept { return span{std::max(a.begin, b.begin), std::min(a.end, b.end)}; }

}  // namespace caseclock

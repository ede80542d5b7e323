// SPDX-License-Identifier: Apache-2.0
//
// The built-in rulebooks as they stand in src/rulebooks/, compiled into the library, so that a host needs no file.
#pragma once

#include <span>
#include <string_view>

namespace caseclock::detail {

struct embedded_rulebook {
    std::string_view name;  ///< the file below src/rulebooks/: `hotline.yaml`; `tables/metrics.yaml` is no rulebook of its own
    std::string_view text;  ///< its YAML
};

/// Every built-in rulebook, by name in ascending order.
[[nodiscard]] std::span<const embedded_rulebook> embedded_rulebooks() noexcept;

}  // namespace caseclock::detail

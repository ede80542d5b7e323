// SPDX-License-Identifier: Apache-2.0
//
// The version of caseclock. It is written here and nowhere else: CMake and pyproject.toml read it from these lines.
#pragma once

#include <string_view>

#define CASECLOCK_VERSION_MAJOR 0
#define CASECLOCK_VERSION_MINOR 1
#define CASECLOCK_VERSION_PATCH 0

namespace caseclock {

/// The version of the headers, `major.minor.patch` (semantic versioning).
inline constexpr std::string_view version = "0.1.0";

}  // namespace caseclock

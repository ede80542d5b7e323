// SPDX-License-Identifier: Apache-2.0
//
// A question about facts as two masks: it holds when ((facts ^ want) & care) == 0.
#pragma once

#include <cstdint>

namespace caseclock {

struct fact_test {
    std::uint64_t care = 0;  ///< facts asked about
    std::uint64_t want = 0;  ///< those of them that must hold; the others must not
};

}  // namespace caseclock

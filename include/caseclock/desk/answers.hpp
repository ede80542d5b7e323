// SPDX-License-Identifier: Apache-2.0
//
// Where a desk writes what it has to say: a buffer of the caller's, which calls append to.
#pragma once

#include "caseclock/desk/effect.hpp"
#include "caseclock/desk/receipt.hpp"

namespace caseclock {

struct answers {
    std::vector<receipt> receipts;        ///< one per event, in the order of the batch
    std::vector<refusal_note> refusals;
    std::vector<effect> effects;
    std::vector<verdict> verdicts;

    void clear() noexcept {
        receipts.clear();
        refusals.clear();
        effects.clear();
        verdicts.clear();
    }
};

}  // namespace caseclock

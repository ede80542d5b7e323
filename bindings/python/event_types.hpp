// SPDX-License-Identifier: Apache-2.0
//
// What Python calls EventType and Event. They belong to a rulebook, not to a desk: texts have no codes in them yet.
#pragma once

#include "event_catalog.hpp"

namespace caseclock::python {

struct event_type {
    std::shared_ptr<const event_catalog> catalog;
    event_ref which;
};

struct python_event {
    std::shared_ptr<const event_catalog> catalog;
    event_draft draft;
};

}  // namespace caseclock::python

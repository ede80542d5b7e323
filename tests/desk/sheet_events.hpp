// SPDX-License-Identifier: Apache-2.0
//
// A sheet's event as a desk takes it.
#pragma once

#include "caseclock/desk/desk.hpp"
#include "desk/random_sheets.hpp"

namespace caseclock::desk_test {

/// The event; its values are appended.
inline event event_of(const rulebook& book, std::uint64_t case_id, const event_sheet& e, std::vector<event_value>& values) {
    event made;
    made.case_id = case_id;
    made.at = instant{duration{e.at}};
    made.machine = *book.machine("thing");
    const auto& machine = book.plan(made.machine).machine;
    made.kind = e.number == reference_case::acknowledges ? acknowledge_event
                : e.number < 0                           ? change_event
                                                         : std::uint16_t{*machine.event(event_names[static_cast<std::size_t>(e.number)])};
    if (e.policy >= 0) made.data = pack(acknowledging::only(static_cast<std::uint16_t>(e.policy)));
    made.first_value = static_cast<std::uint32_t>(values.size());
    for (const auto& [fact, holds] : e.brings.facts) values.push_back(event_value::of_fact(static_cast<unsigned>(fact), holds));
    for (const auto& [a, value] : e.brings.values) values.push_back(event_value::of_attribute(static_cast<unsigned>(a), value.value_or(no_value)));
    made.value_count = static_cast<std::uint8_t>(values.size() - made.first_value);
    return made;
}

}  // namespace caseclock::desk_test

// SPDX-License-Identifier: Apache-2.0
//
// A calendar's data as the keyword arguments of caseclock.Calendar, in both directions.
//
//   zone         "Asia/Shanghai"
//   week         {"mon-fri": ["09:00-12:00", "13:30-18:00"], "sat": [...]}
//   holidays     [date, "2026-10-01", "2026-10-01..2026-10-07", (date or text, date or text)], or a mapping from these to names
//   hours        {date or text: ["09:00-18:00"]}; an empty list closes the date
//   breaks       the same
//   at_boundary  "closing" or "next_opening"
#pragma once

#include "caseclock/calendar/calendar_faults.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/typing.h>

namespace caseclock::python {

/// Reads the arguments. Throws calendar_error with every fault of the texts, of the types and of what they mean together.
[[nodiscard]] calendar_spec read_calendar(pybind11::handle zone, pybind11::handle week, pybind11::handle holidays,
                                          pybind11::handle hours, pybind11::handle breaks, pybind11::handle at_boundary);

/// The arguments that make an equal calendar, as texts in one canonical order. What is empty or the default is left out.
[[nodiscard]] pybind11::typing::Dict<pybind11::str, pybind11::object> write_calendar(const calendar_spec& spec);

}  // namespace caseclock::python

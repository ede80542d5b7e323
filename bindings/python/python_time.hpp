// SPDX-License-Identifier: Apache-2.0
//
// Instants, durations and dates between Python and C++: the only place that does it. Include it before binding a function that takes or
// gives one; <pybind11/chrono.h> must never be included, it ignores tzinfo and rounds.
//
//   Python                                       | C++
//   aware datetime, any tzinfo                   | instant, floored to the millisecond; comes back in UTC
//   naive datetime                               | ValueError
//   timedelta, a whole number of milliseconds    | duration; any other timedelta is a ValueError
//   date, but no datetime                        | local_date
//   anything else                                | TypeError
//
// The rule that surprises: nothing here looks at [1970, 2200). Whoever takes the instant does.
#pragma once

#include "caseclock/time/local_time.hpp"

#include <pybind11/pybind11.h>

#include <string>
#include <string_view>

namespace caseclock::python {

namespace py = pybind11;

/// An aware datetime as an instant. `subject` opens the message of an error ("starts, row 3"); it may be empty.
[[nodiscard]] instant to_instant(py::handle given, std::string_view subject = {});

/// An aware datetime in UTC. ValueError for an instant that lies outside Python's years.
[[nodiscard]] py::object from_instant(instant t);

/// A timedelta as a duration, exactly.
[[nodiscard]] duration to_duration(py::handle given, std::string_view subject = {});

/// A timedelta.
[[nodiscard]] py::object from_duration(duration length);

/// Whether it is a date that is no datetime.
[[nodiscard]] bool is_date(py::handle given);

/// A date of any of Python's years.
[[nodiscard]] local_date to_date(py::handle given, std::string_view subject = {});

/// A date.
[[nodiscard]] py::object from_date(local_date date);

/// 'str "2026-10-01"': what was given, for a message; a long text is cut.
[[nodiscard]] std::string described(py::handle given);

}  // namespace caseclock::python

namespace pybind11::detail {

// These never pass a wrong argument on to the next overload: they say what is wrong with it.
template <> struct type_caster<caseclock::instant> {
    PYBIND11_TYPE_CASTER(caseclock::instant, const_name("datetime.datetime"));
    bool load(handle given, bool) { return value = caseclock::python::to_instant(given), true; }
    static handle cast(caseclock::instant t, return_value_policy, handle) { return caseclock::python::from_instant(t).release(); }
};

template <> struct type_caster<caseclock::duration> {
    PYBIND11_TYPE_CASTER(caseclock::duration, const_name("datetime.timedelta"));
    bool load(handle given, bool) { return value = caseclock::python::to_duration(given), true; }
    static handle cast(caseclock::duration length, return_value_policy, handle) {
        return caseclock::python::from_duration(length).release();
    }
};

template <> struct type_caster<caseclock::local_date> {
    PYBIND11_TYPE_CASTER(caseclock::local_date, const_name("datetime.date"));
    bool load(handle given, bool) { return value = caseclock::python::to_date(given), true; }
    static handle cast(caseclock::local_date date, return_value_policy, handle) { return caseclock::python::from_date(date).release(); }
};

}  // namespace pybind11::detail

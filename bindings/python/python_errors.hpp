// SPDX-License-Identifier: Apache-2.0
//
// Raises the exceptions that the package defines in caseclock/errors.py, where they have their types and their documentation.
#pragma once

#include <pybind11/pybind11.h>

namespace caseclock::python {

/// Sets caseclock.errors.<name>(*arguments) as the Python exception. For exception translators, which hold the GIL.
template <class... Arguments> void set_error(const char* name, Arguments&&... arguments) {
    const auto type = pybind11::module_::import("caseclock.errors").attr(name);
    PyErr_SetObject(type.ptr(), type(std::forward<Arguments>(arguments)...).ptr());
}

/// {"a", "b"} as a tuple of texts, by a member or function that gives each one's text.
template <class Items, class Text> [[nodiscard]] pybind11::tuple texts_of(const Items& items, Text text) {
    pybind11::tuple all(items.size());
    std::size_t i = 0;
    for (const auto& each : items) all[i++] = pybind11::str(text(each));
    return all;
}

}  // namespace caseclock::python

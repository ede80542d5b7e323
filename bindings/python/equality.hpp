// SPDX-License-Identifier: Apache-2.0
//
// `==` as Python wants it: an object of another type is different, and no error.
#pragma once

#include <pybind11/pybind11.h>

namespace caseclock::python {

template <class T, class Same> [[nodiscard]] bool equals(const T& self, const pybind11::object& other, Same same) {
    return pybind11::isinstance<T>(other) && same(self, other.cast<const T&>());
}

}  // namespace caseclock::python

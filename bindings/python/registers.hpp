// SPDX-License-Identifier: Apache-2.0
//
// What module.cpp puts together: one function per register_*.cpp.
#pragma once

#include <pybind11/pybind11.h>

namespace caseclock::python {

void register_calendar(pybind11::module_& module);
void register_rulebook(pybind11::module_& module);
void register_lint(pybind11::module_& module);
void register_events(pybind11::module_& module);
void register_said(pybind11::module_& module);
void register_desk(pybind11::module_& module);
void register_adoption(pybind11::module_& module);
void register_proof(pybind11::module_& module);
void register_what_if(pybind11::module_& module);

}  // namespace caseclock::python

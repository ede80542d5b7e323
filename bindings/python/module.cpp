// SPDX-License-Identifier: Apache-2.0
//
// The table of contents of caseclock._core: one line per register_*.cpp, in the order in which types need each other.
#include "registers.hpp"

#include <caseclock/version.hpp>

PYBIND11_MODULE(_core, module) {
    module.doc() = "The compiled part of caseclock. Use the package `caseclock`; nothing here is public by itself.";
    module.attr("__version__") = std::string{caseclock::version};
    using namespace caseclock::python;
    register_calendar(module);
    register_events(module);
    register_rulebook(module);
    register_lint(module);
    register_said(module);
    register_adoption(module);
    register_proof(module);
    register_what_if(module);
    register_desk(module);
}

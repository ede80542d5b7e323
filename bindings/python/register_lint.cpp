// SPDX-License-Identifier: Apache-2.0
//
// What the linter finds, as plain tuples; caseclock/findings.py is the face that users see.
#include "registers.hpp"

#include "caseclock/rulebook/lint.hpp"

#include <pybind11/stl.h>

namespace caseclock::python {
namespace {

namespace py = pybind11;

/// Id, level, file, line, column, subject, reason, remedy, why it is ignored, the whole as one line.
using finding_fields = std::tuple<std::string, std::string_view, std::string, unsigned, unsigned, std::string, std::string, std::string, std::string, std::string>;

/// Reads without the GIL, which a large rulebook would hold for long.
template <class Lint> std::vector<finding_fields> fields_of(Lint lint) {
    const py::gil_scoped_release unlocked;
    std::vector<finding_fields> all;
    for (const auto& f : lint())
        all.emplace_back(f.id, to_string(f.level), f.file, f.line, f.column, f.subject, f.reason, f.remedy, f.ignored, f.text());
    return all;
}

}  // namespace

void register_lint(py::module_& module) {
    module.def("lint_file", [](const std::string& path) { return fields_of([&] { return lint_rulebook(path); }); }, py::arg("path"));
    module.def(
        "lint_text", [](const std::string& text, const std::string& name) { return fields_of([&] { return lint_rulebook_text(text, name); }); },
        py::arg("text"), py::arg("name"));
    module.def("lint_builtin", [](const std::string& name) { return fields_of([&] { return lint_builtin_rulebook(name); }); }, py::arg("name"));
    module.def("finding_kinds", [] {
        std::vector<std::pair<std::string_view, std::string_view>> all;
        for (const auto& each : finding_kinds()) all.emplace_back(each.id, each.about);
        return all;
    });
}

}  // namespace caseclock::python

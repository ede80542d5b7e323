// SPDX-License-Identifier: Apache-2.0
//
// What a desk says when its rulebook changes while cases are open.
#include "registers.hpp"
#include "said.hpp"

#include "caseclock/time/iso8601.hpp"

#include <pybind11/stl.h>

namespace caseclock::python {

void register_adoption(py::module_& module) {
    using a = adoption;
    py::class_<a>(module, "Adoption", "That a desk's rulebook changed while cases were open.")
        .def_property_readonly("at", [](const a& self) { return self.at; })
        .def_property_readonly(
            "cases", [](const a& self) { return to_string(self.mode); }, "What became of open cases: pin or running.")
        .def_property_readonly(
            "version", [](const a& self) { return self.to; }, "The place of the new version in Rulebook.versions.")
        .def_property_readonly(
            "events_before", [](const a& self) { return self.events_before; }, "Events that the desk was given before it.")
        .def("__repr__", [](const a& self) { return "<adoption at " + format_instant(self.at) + ", " + std::string{to_string(self.mode)} + ">"; });
    using s = said_adoption;
    py::class_<s>(module, "Adopted", "What became of open cases when a desk adopted a rulebook.")
        .def_property_readonly("adoption", [](const s& self) { return self.which; })
        .def_property_readonly(
            "answers", [](const s& self) { return self.answers; }, "Effects and verdicts of what was due by then, and of what the new version put into the past.")
        .def_property_readonly(
            "moved", [](const s& self) { return self.report.moved; }, "Cases that changed to the new version.")
        .def_property_readonly(
            "retargeted", [](const s& self) { return self.report.retargeted; }, "Running clocks that found their deadlines again from their starts.")
        .def_property_readonly(
            "cancelled", [](const s& self) { return self.report.cancelled; }, "Running clocks whose policy the new version does not have.")
        .def_property_readonly(
            "kept",
            [](const s& self) {
                std::vector<std::pair<std::uint64_t, std::string>> all;
                for (const auto& each : self.report.kept) all.emplace_back(each.root, each.why);
                return all;
            },
            "Root cases that could not change, with the reason; their families stay under their version.")
        .def_property_readonly(
            "lacking",
            [](const s& self) {
                std::vector<std::pair<std::string, std::size_t>> all;
                for (const auto& each : self.report.lacking) all.emplace_back(each.what, each.count);
                return all;
            },
            "Attributes, words and facts that the new version does not have, and how many cases lost them.")
        .def("__repr__", [](const s& self) {
            return "<adopted: " + std::to_string(self.report.moved) + " cases moved, " + std::to_string(self.report.kept.size()) + " families kept>";
        });
}

}  // namespace caseclock::python

// SPDX-License-Identifier: Apache-2.0
//
// Proofs: the cycles of one case's clocks, each cut into intervals that add up.
#include "event_catalog.hpp"
#include "record_types.hpp"
#include "registers.hpp"

#include "caseclock/desk/explain.hpp"
#include "caseclock/desk/proof_text.hpp"

#include <pybind11/stl.h>

namespace caseclock::python {
namespace {

std::optional<instant> unless_never(instant t) { return t == never ? std::nullopt : std::optional{t}; }

std::vector<proof> explain_case(const event_catalog& book, const py::object& events, const py::object& values, std::uint64_t case_id,
                                instant until, std::optional<std::uint64_t> root) {
    const auto all = events_in(events, "events");
    const auto beside = values_in(values, "values");
    const py::gil_scoped_release unlocked;
    try {
        return explain(book.book(), all, beside, {.case_id = case_id, .root = root, .until = until});
    } catch (const std::out_of_range& error) {
        throw py::key_error{error.what()};
    }
}

/// Set at, opens at, due at, why.
std::vector<std::tuple<instant, std::optional<instant>, std::optional<instant>, std::string>> deadlines(const proof& self) {
    std::vector<std::tuple<instant, std::optional<instant>, std::optional<instant>, std::string>> all;
    for (const auto& each : self.deadlines) all.emplace_back(each.at, unless_never(each.opens), unless_never(each.due), each.why);
    return all;
}

/// Told at, ladder, level, whether it asks for an acknowledgement, overdue at, acknowledged at.
using level_fields = std::tuple<instant, std::string, std::string, bool, std::optional<instant>, std::optional<instant>>;
std::vector<level_fields> levels(const proof& self) {
    std::vector<level_fields> all;
    for (const auto& each : self.levels)
        all.emplace_back(each.at, each.ladder, each.level, each.asks, unless_never(each.overdue_at), unless_never(each.acknowledged_at));
    return all;
}

/// Begin, end, kind, cause.
std::vector<std::tuple<instant, instant, std::string_view, std::string>> intervals(const proof& self) {
    std::vector<std::tuple<instant, instant, std::string_view, std::string>> all;
    for (const auto& each : self.intervals) all.emplace_back(each.when.begin, each.when.end, to_string(each.kind), each.cause);
    return all;
}

}  // namespace

void register_proof(py::module_& module) {
    py::class_<proof>(module, "Proof")
        .def_readonly("case", &proof::case_id)
        .def_readonly("policy", &proof::policy_name)
        .def_readonly("cycle", &proof::cycle)
        .def_readonly("target", &proof::target)
        .def_readonly("zone", &proof::zone)
        .def_readonly("calendar", &proof::calendar)
        .def_readonly("open_time", &proof::open_time)
        .def_readonly("running", &proof::running)
        .def_readonly("ended_by", &proof::ended_by)
        .def_property_readonly("verdict",
                               [](const proof& self) { return self.verdict ? std::optional{to_string(*self.verdict)} : std::nullopt; })
        .def_property_readonly("started_at", [](const proof& self) { return self.times.started; })
        .def_property_readonly("due_at", [](const proof& self) { return unless_never(self.times.due); })
        .def_property_readonly("ended_at", [](const proof& self) { return self.times.ended; })
        .def_property_readonly("used", [](const proof& self) { return self.times.used; })
        .def_property_readonly("overrun", [](const proof& self) { return self.times.overrun; })
        .def_property_readonly("business_overrun", [](const proof& self) { return self.times.business_overrun; })
        .def_property_readonly("early_by", [](const proof& self) { return self.times.early_by; })
        .def("deadlines", deadlines)
        .def("levels", levels)
        .def("intervals", intervals)
        .def("text", [](const proof& self) { return text_of(self); });
    module.def("explain", explain_case, py::arg("rulebook"), py::arg("events"), py::arg("values"), py::arg("case"), py::arg("until"),
               py::arg("root") = py::none());
}

}  // namespace caseclock::python

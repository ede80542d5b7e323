// SPDX-License-Identifier: Apache-2.0
//
// The same events under two rulebooks.
#include "event_catalog.hpp"
#include "record_types.hpp"
#include "registers.hpp"

#include "caseclock/report/what_if.hpp"
#include "caseclock/report/what_if_json.hpp"

#include <pybind11/stl.h>

namespace caseclock::python {
namespace {

/// Case, root, place of the policy, cycle, verdict before and after, overrun before and after.
using said_change = std::tuple<std::uint64_t, std::uint64_t, std::uint16_t, std::uint16_t, std::optional<std::string_view>, std::optional<std::string_view>, duration, duration>;

std::optional<std::string_view> word_of(std::optional<verdict_kind> kind) { return kind ? std::optional{to_string(*kind)} : std::nullopt; }

/// What changes: all but the cycles as JSON, and the cycles.
std::pair<std::string, std::vector<said_change>> what_if_of(const event_catalog& before, const event_catalog& after, const py::object& events, const py::object& values,
                                                            instant until, std::vector<std::string> by, std::vector<std::string> names) {
    const auto all = events_in(events, "events");
    const auto beside = values_in(values, "values");
    const py::gil_scoped_release unlocked;
    const auto said = what_if(before.book(), after.book(), all, beside, {.until = until, .by = std::move(by), .texts = std::move(names)});
    std::vector<said_change> changes;
    changes.reserve(said.changes.size());
    for (const auto& each : said.changes)
        changes.emplace_back(each.case_id, each.root, each.policy, each.cycle, word_of(each.before), word_of(each.after), each.overrun_before, each.overrun_after);
    return {json_of(said, false), std::move(changes)};
}

/// Events for one rulebook as another knows them, their values, and of each the place of the one it was.
py::typing::Tuple<py::array, py::array, py::array_t<std::uint32_t>> translated(const event_catalog& from, const event_catalog& to, const py::object& events, const py::object& values, const std::vector<std::string>& names) {
    const auto all = events_in(events, "events");
    const auto beside = values_in(values, "values");
    auto out = std::make_unique<translated_events>();
    {
        const py::gil_scoped_release unlocked;
        event_translation{from.book(), to.book(), names}.translate(all, beside, 0, *out);
    }
    auto* const kept = out.get();
    const py::capsule owner{out.release(), [](void* held) { delete static_cast<translated_events*>(held); }};
    return py::typing::Tuple<py::array, py::array, py::array_t<std::uint32_t>>{py::make_tuple(array_over(kept->events, owner), array_over(kept->values, owner), py::array_t<std::uint32_t>(static_cast<py::ssize_t>(kept->places.size()), kept->places.data()))};
}

}  // namespace

void register_what_if(py::module_& module) {
    module.def("what_if", what_if_of, py::arg("before"), py::arg("after"), py::arg("events"), py::arg("values"), py::arg("until"),
               py::arg("by") = std::vector<std::string>{}, py::arg("names") = std::vector<std::string>{});
    module.def("translate_events", translated, py::arg("before"), py::arg("after"), py::arg("events"), py::arg("values"), py::arg("names") = std::vector<std::string>{});
}

}  // namespace caseclock::python

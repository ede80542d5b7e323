// SPDX-License-Identifier: Apache-2.0
//
// What the Python bars compare with: bound functions that do nothing, and a batch applied in C++. python_bars.py does the comparing.
#include "caseclock/rulebook/load.hpp"

#include "python_time.hpp"
#include "record_types.hpp"

#include <pybind11/stl.h>

namespace bench {
namespace {

namespace py = pybind11;
using namespace caseclock;

/// As large as what Desk.apply gives back.
struct nothing {
    std::array<std::uint64_t, 20> bytes{};
};

/// The signatures of Desk, and nothing behind them.
struct empty_desk {
    nothing apply(std::uint64_t, const py::object&, instant, std::uint64_t, const py::KWArgs<py::object>&) { return {}; }
};

/// Seconds of one batch on a fresh desk, buffers new as they are in Python.
double batch_seconds(const std::string& rulebook, const py::object& events, const py::object& values) {
    const auto batch = python::events_in(events, "events");
    const auto beside = python::values_in(values, "values");
    const py::gil_scoped_release unlocked;
    desk told{builtin_rulebook(rulebook)};
    answers said;
    const auto begin = std::chrono::steady_clock::now();
    told.apply(batch, beside, said);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace
}  // namespace bench

PYBIND11_MODULE(python_bars, module) {
    pybind11::class_<bench::nothing>(module, "Nothing");
    pybind11::class_<bench::empty_desk>(module, "EmptyDesk")
        .def(pybind11::init<>())
        .def("apply", &bench::empty_desk::apply, pybind11::arg("case"), pybind11::arg("event"), pybind11::arg("at"), pybind11::kw_only(),
             pybind11::arg("id") = 0);
    module.def("batch_seconds", &bench::batch_seconds, pybind11::arg("rulebook"), pybind11::arg("events"), pybind11::arg("values"));
}

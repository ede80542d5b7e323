// SPDX-License-Identifier: Apache-2.0
//
// caseclock._core.Calendar; caseclock/calendar.py is the face that users see, with the documentation and the exact types.
#include "caseclock/calendar/calendar.hpp"

#include "calendar_data.hpp"
#include "choices.hpp"
#include "python_errors.hpp"
#include "registers.hpp"
#include "time_columns.hpp"

#include <pybind11/stl.h>

namespace caseclock::python {
namespace {

/// The text of a stretch_kind.
class kind_name : public py::str {
public:
    explicit kind_name(stretch_kind kind) : py::str{to_string(kind)} {}
};

}  // namespace
}  // namespace caseclock::python

// What the stubs say of it: py::typing::Literal would, but not under clang++ 14.
template <> struct pybind11::detail::handle_type_name<caseclock::python::kind_name> {
    static constexpr auto name = const_name("typing.Literal['open', 'off_hours', 'holiday', 'dated_hours', 'break']");
};

namespace caseclock::python {
namespace {

constexpr words_for<working_day_rule, 2> rules{{{"count", working_day_rule::count}, {"roll_first", working_day_rule::roll_first}}};
constexpr words_for<working_day_start, 2> starts{
    {{"the_instant", working_day_start::the_instant}, {"next_opening", working_day_start::next_opening}}};

working_day_options options_of(std::string_view rule, std::string_view start, bool snap) {
    return {choice_of("rule", rule, rules), choice_of("start", start, starts), snap};
}

py::array add_many(const calendar& self, const py::object& from, const py::object& lengths) {
    const time_column<instant> t{from, "starts"};
    const time_column<duration> length{lengths, "durations"};
    return made_column<instant>(common_size(t, length), [&](std::size_t row) { return self.add(t[row], length[row]); });
}

py::array between_many(const calendar& self, const py::object& from, const py::object& to) {
    const time_column<instant> a{from, "a"}, b{to, "b"};
    return made_column<duration>(common_size(a, b), [&](std::size_t row) { return self.between(a[row], b[row]); });
}

using stretch_fields = std::tuple<instant, instant, kind_name, std::optional<local_date>, std::optional<std::string_view>>;

/// Begin, end, kind, date and name of the reason.
std::vector<stretch_fields> stretches(const calendar& self, instant begin, instant end) {
    std::vector<stretch_fields> pieces;
    for (const auto& each : self.stretches({begin, end})) {
        const bool dated = each.kind != stretch_kind::open && each.kind != stretch_kind::off_hours;
        pieces.emplace_back(each.when.begin, each.when.end, kind_name{each.kind},
                            dated ? std::optional{each.date} : std::nullopt, each.name.empty() ? std::nullopt : std::optional{each.name});
    }
    return pieces;
}

void translate(std::exception_ptr thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const calendar_error& error) {
        set_error("CalendarError", error.what(), texts_of(error.faults(), [](const calendar_fault& fault) { return fault.what; }));
    } catch (const horizon_error& error) {
        set_error("HorizonError", error.what());
    }
}

}  // namespace

void register_calendar(py::module_& module) {
    py::register_local_exception_translator(translate);

    py::class_<calendar>(module, "Calendar")
        .def(py::init([](const py::object& zone_name, const py::object& week, const py::object& holidays, const py::object& hours,
                         const py::object& breaks, const py::object& at_boundary) {
                 return calendar{read_calendar(zone_name, week, holidays, hours, breaks, at_boundary)};
             }),
             py::arg("zone"), py::arg("week"), py::arg("holidays"), py::arg("hours"), py::arg("breaks"), py::arg("at_boundary"))
        .def_property_readonly("zone", [](const calendar& self) { return self.where().name(); })
        .def_property_readonly("is_always", &calendar::is_always)
        .def("spec", [](const calendar& self) { return write_calendar(self.spec()); })
        .def("is_open", &calendar::is_open, py::arg("t"))
        .def("between", &calendar::between, py::arg("a"), py::arg("b"))
        .def("add", &calendar::add, py::arg("t"), py::arg("length"))
        .def("subtract", &calendar::subtract, py::arg("t"), py::arg("length"))
        .def("add_many", add_many, py::arg("starts"), py::arg("durations"))
        .def("between_many", between_many, py::arg("a"), py::arg("b"))
        .def("next_open", &calendar::next_open, py::arg("t"))
        .def("next_close", &calendar::next_close, py::arg("t"))
        .def("previous_close", &calendar::previous_close, py::arg("t"))
        .def("close_of_day", &calendar::close_of_day, py::arg("t"))
        .def("is_working_date", &calendar::is_working_date, py::arg("date"))
        .def(
            "add_working_dates",
            [](const calendar& self, local_date date, std::int64_t n, std::string_view rule) {
                return self.add_working_days(date, n, choice_of("rule", rule, rules));
            },
            py::arg("date"), py::arg("n").noconvert(), py::arg("rule"))
        .def(
            "add_working_days",
            [](const calendar& self, instant t, std::int64_t n, std::string_view rule, std::string_view start, bool snap) {
                return self.add_working_days(t, n, options_of(rule, start, snap));
            },
            py::arg("t"), py::arg("n").noconvert(), py::arg("rule"), py::arg("start"), py::arg("snap").noconvert())
        .def(
            "close_of_working_day",
            [](const calendar& self, instant t, std::int64_t n, std::string_view rule, std::string_view start) {
                return self.close_of_working_day(t, n, options_of(rule, start, false));
            },
            py::arg("t"), py::arg("n").noconvert(), py::arg("rule"), py::arg("start"))
        .def("add_days", &calendar::add_days, py::arg("t"), py::arg("n").noconvert())
        .def("end_of_day", &calendar::end_of_day, py::arg("t"), py::arg("days_after").noconvert())
        .def("stretches", stretches, py::arg("begin"), py::arg("end"));
}

}  // namespace caseclock::python

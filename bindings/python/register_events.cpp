// SPDX-License-Identifier: Apache-2.0
//
// Event types made from a rulebook's machines, and events made by calling them.
//
//   reply = rulebook.events("ticket").reply
//   desk.apply(reply(case=7, at=now, agent_identified=True))
#include "event_types.hpp"

#include "equality.hpp"
#include "registers.hpp"

#include <pybind11/stl.h>

namespace caseclock::python {
namespace {

/// Name, kind of its values, their words, number of the attribute or fact, and offset and width in the payload (-1, 0 beside it).
using keyword_fields = std::tuple<std::string, std::string_view, std::vector<std::string>, int, int, int>;

keyword_fields describe(const definition& machine, std::span<const field_info> fields, const event_keyword& word) {
    if (word.is == event_keyword::kind::fact) return {word.name, "boolean", {}, word.number, -1, 0};
    if (word.is == event_keyword::kind::attribute) {
        const auto& attribute = machine.attributes()[word.number];
        return {word.name, to_string(attribute.kind), attribute.enumerators, word.number, -1, 0};
    }
    const auto& field = fields[word.number];
    return {word.name,  to_string(field.type), field.enumerators, field.attribute < attribute_limit ? field.attribute : -1, field.offset,
            field.width};
}

std::vector<keyword_fields> keywords(const event_type& self) {
    std::vector<keyword_fields> all;
    for (const auto* word : self.catalog->keywords(self.which))
        all.push_back(describe(self.catalog->machine(self.which), self.catalog->fields(self.which), *word));
    return all;
}

py::bytes as_bytes(const payload& data) { return {reinterpret_cast<const char*>(data.data.data()), data.data.size()}; }

py::object signature(const event_type& self) {
    const auto inspect = py::module_::import("inspect");
    const auto parameter = inspect.attr("Parameter");
    const auto keyword_only = parameter.attr("KEYWORD_ONLY");
    py::list all;
    for (const char* name : {"case", "at"}) all.append(parameter(name, parameter.attr("POSITIONAL_OR_KEYWORD")));
    all.append(parameter("id", keyword_only, py::arg("default") = 0));
    for (const auto* word : self.catalog->keywords(self.which))
        all.append(parameter(word->name, keyword_only, py::arg("default") = py::ellipsis()));
    return inspect.attr("Signature")(all);
}

python_event made(const event_type& self, std::uint64_t case_id, instant at, std::uint64_t id, const py::KWArgs<py::object>& fields) {
    python_event event{self.catalog, {}};
    self.catalog->fill(event.draft, self.which, case_id, at, id, fields);
    return event;
}

bool equal(const python_event& a, const python_event& b) {
    const auto &x = a.draft, &y = b.draft;
    const auto same_value = [](const event_value& v, const event_value& w) { return v.what == w.what && v.value == w.value; };
    return a.catalog == b.catalog && x.e.case_id == y.e.case_id && x.e.at == y.e.at && x.e.id == y.e.id && x.e.kind == y.e.kind &&
           x.e.machine == y.e.machine && x.e.data == y.e.data && x.texts == y.texts &&
           std::equal(x.values.begin(), x.values.end(), y.values.begin(), y.values.end(), same_value);
}

std::string shown(const python_event& self) {
    const auto& e = self.draft.e;
    std::string text = self.catalog->qualified_name({e.machine, e.kind}) + "(case=" + std::to_string(e.case_id) +
                       ", at=" + std::string{py::repr(from_instant(e.at))};
    if (e.id != 0) text += ", id=" + std::to_string(e.id);
    for (const auto entry : self.catalog->keywords_of(self.draft))
        text += ", " + std::string{py::str(entry.first)} + "=" + std::string{py::repr(entry.second)};
    return text + ")";
}

}  // namespace

void register_events(py::module_& module) {
    py::class_<event_type> type{module, "EventType", "An event of a machine, to be called: reply(case=7, at=now, agent_identified=True)."};
    py::class_<python_event> event{
        module, "Event",
        "Something that happened to a case. Immutable; it belongs to a rulebook, not to a desk."};  // both are named by each other

    type.def_property_readonly("name", [](const event_type& self) { return self.catalog->name(self.which); })
        .def_property_readonly("machine", [](const event_type& self) { return self.catalog->machine(self.which).name(); })
        .def_property_readonly(
            "number", [](const event_type& self) { return self.which.kind; }, "As `kind` of an event's record has it.")
        .def_property_readonly("machine_number", [](const event_type& self) { return self.which.machine; })
        .def("keywords", keywords,
             "Name, kind of values, words, number of the attribute or fact, offset (-1: beside the payload) and width.")
        .def(
            "nothing", [](const event_type& self) { return as_bytes(self.catalog->nothing(self.which)); },
            "The payload of an event without any field given.")
        .def(
            "required", [](const event_type& self) { return self.catalog->required(self.which); }, "Fields that must be given.")
        .def_property_readonly("__signature__", signature)
        .def("__call__", made, py::arg("case"), py::arg("at"), py::kw_only(), py::arg("id") = 0,
             "An event. Keywords are the event's fields and the machine's attributes and facts.")
        .def("__repr__", [](const event_type& self) { return "<event type " + self.catalog->qualified_name(self.which) + ">"; })
        .def("__eq__",
             [](const event_type& self, const py::object& other) {
                 return equals(self, other,
                               [](const event_type& a, const event_type& b) { return a.catalog == b.catalog && a.which == b.which; });
             })
        .def("__hash__", [](const event_type& self) {
            return std::hash<const void*>{}(self.catalog.get()) ^ (self.which.machine << 16 | self.which.kind);
        });

    event
        .def_property_readonly("type",
                               [](const python_event& self) {
                                   return event_type{self.catalog, {self.draft.e.machine, self.draft.e.kind}};
                               })
        .def_property_readonly("case", [](const python_event& self) { return self.draft.e.case_id; })
        .def_property_readonly("at", [](const python_event& self) { return self.draft.e.at; })
        .def_property_readonly("id", [](const python_event& self) { return self.draft.e.id; })
        .def_property_readonly("fields", [](const python_event& self) { return self.catalog->keywords_of(self.draft); })
        .def("__repr__", shown)
        .def("__eq__", [](const python_event& self, const py::object& other) { return equals(self, other, equal); })
        .def("__hash__", [](const python_event& self) { return std::hash<std::uint64_t>{}(self.draft.e.case_id) ^ self.draft.e.kind; });
}

}  // namespace caseclock::python

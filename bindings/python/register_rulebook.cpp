// SPDX-License-Identifier: Apache-2.0
//
// caseclock._core.Rulebook and Period; caseclock/rulebook.py is the face that users see. Lists come as plain tuples, machines as JSON.
#include "event_types.hpp"
#include "python_errors.hpp"
#include "python_time.hpp"
#include "registers.hpp"

#include "caseclock/machine/checks.hpp"
#include "caseclock/machine/render.hpp"
#include "caseclock/rulebook/load.hpp"
#include "caseclock/workflow/builtin_machines.hpp"

#include <pybind11/stl.h>

namespace caseclock::python {
namespace {

using texts = std::vector<std::string>;

std::shared_ptr<event_catalog> handle_of(rulebook book) { return std::make_shared<event_catalog>(std::move(book)); }

/// Reads without the GIL, which a large rulebook would hold for long.
template <class Read> std::shared_ptr<event_catalog> read_rulebook(Read read) {
    return handle_of([&] {
        const py::gil_scoped_release unlocked;
        return read();
    }());
}

[[noreturn]] void refuse_name(const rulebook& book, const std::string& what, const std::string& name, const texts& known) {
    std::string list;
    for (const auto& each : known) list += (list.empty() ? "" : ", ") + each;
    throw py::key_error{"rulebook " + book.name() + ": no " + what + " \"" + name + '"' + did_you_mean(name, known) +
                        " (there are: " + (list.empty() ? "none" : list) + ")"};
}

unsigned machine_number(const event_catalog& self, const std::string& name) {
    if (const auto number = self.book().machine(name)) return *number;
    texts known;
    for (const auto& each : self.book().current_machines()) known.push_back(each.machine.name());
    refuse_name(self.book(), "machine", name, known);
}
const definition& machine_named(const event_catalog& self, const std::string& name) {
    return self.book().plan(machine_number(self, name)).machine;
}

calendar calendar_named(const event_catalog& self, const std::string& name) {
    if (const auto* const found = self.book().calendar_named(name)) return *found;
    texts known;
    for (const auto& each : self.book().calendar_infos()) known.push_back(each.name);
    refuse_name(self.book(), "calendar", name, known);
}

period period_named(const event_catalog& self, const std::string& name) {
    if (const auto* const found = self.book().period_named(name)) return *found;
    refuse_name(self.book(), "period", name, {});
}

/// Those that a host can send.
std::vector<event_type> event_types(const std::shared_ptr<event_catalog>& self, const std::string& name) {
    const auto number = static_cast<std::uint8_t>(machine_number(*self, name));
    const auto events = self->book().plan(number).machine.events();
    std::vector<event_type> all;
    for (std::size_t k = 1; k < events.size(); ++k)
        if (!events[k].raised_only && events[k].child.empty()) all.push_back({self, {number, static_cast<std::uint16_t>(k)}});
    for (const auto kind : {change_event, acknowledge_event})
        if (!self->book().plan(number).machine.event(event_catalog::name_in(self->book().plan(number).machine, kind))) all.push_back({self, {number, kind}});
    return all;
}

std::string render(const event_catalog& self, const std::string& name, std::string_view form) {
    const auto& machine = machine_named(self, name);
    if (form == "mermaid") return mermaid(machine);
    if (form == "dot") return dot(machine);
    if (form == "json") return json(machine);
    throw py::value_error{"form \"" + std::string{form} + "\": no such form (allowed: mermaid, dot, json)"};
}

/// Kind of the finding, number of the state, row or event, sentence.
std::vector<std::tuple<std::string_view, unsigned, std::string>> check_machine(const event_catalog& self, const std::string& name) {
    std::vector<std::tuple<std::string_view, unsigned, std::string>> found;
    for (const auto& each : check(machine_named(self, name))) found.emplace_back(to_string(each.kind), each.number, each.text);
    return found;
}

/// Name, title, kind, type, rules, machines.
std::vector<std::tuple<std::string, std::string, std::string_view, std::string_view, texts, texts>> policies(const event_catalog& self) {
    std::vector<std::tuple<std::string, std::string, std::string_view, std::string_view, texts, texts>> all;
    for (const auto& each : self.book().policies())
        all.emplace_back(each.name, each.title, to_string(each.kind), to_string(each.type), each.rules, each.machines);
    return all;
}

using titles = std::map<std::string, std::string, std::less<>>;

/// Name, title, rules, titles by language, scope, outside, roster.
using word_fields = std::tuple<std::string, std::string, texts, titles, std::string, std::string, std::string>;
std::vector<word_fields> words(std::span<const word_info> from) {
    std::vector<word_fields> all;
    for (const auto& each : from) all.emplace_back(each.name, each.title, each.rules, each.titles, each.scope, each.outside, each.roster);
    return all;
}

/// Name, role by weekday, who stands in, rules.
std::vector<std::tuple<std::string, texts, std::string, texts>> rosters(const event_catalog& self) {
    std::vector<std::tuple<std::string, texts, std::string, texts>> all;
    for (const auto& each : self.book().rosters())
        all.emplace_back(each.name, texts{each.roles.begin(), each.roles.end()}, each.nobody, each.rules);
    return all;
}

/// Name, the levels as they were written, rules.
std::vector<std::tuple<std::string, texts, texts>> ladders(const event_catalog& self) {
    std::vector<std::tuple<std::string, texts, texts>> all;
    for (const auto& each : self.book().ladders()) all.emplace_back(each.name, each.levels, each.rules);
    return all;
}

/// Name, title, required, optional, the fact that says it is complete, rules.
std::vector<std::tuple<std::string, std::string, texts, texts, std::string, texts>> forms(const event_catalog& self) {
    std::vector<std::tuple<std::string, std::string, texts, texts, std::string, texts>> all;
    for (const auto& each : self.book().forms())
        all.emplace_back(each.name, each.title, each.required, each.optional, each.complete, each.rules);
    return all;
}

/// Name, value, choices, rules.
std::vector<std::tuple<std::string, std::string, texts, texts>> options(const event_catalog& self) {
    std::vector<std::tuple<std::string, std::string, texts, texts>> all;
    for (const auto& each : self.book().options()) all.emplace_back(each.name, each.value, each.choices, each.rules);
    return all;
}

/// Name, what it means, mark, rules.
std::vector<std::tuple<std::string, std::string, std::string, texts>> lengths(const event_catalog& self) {
    std::vector<std::tuple<std::string, std::string, std::string, texts>> all;
    for (const auto& each : self.book().words()) all.emplace_back(each.name, format_duration(each.means), each.mark, each.rules);
    return all;
}

/// Name, rules.
std::vector<std::tuple<std::string, texts>> calendars(const event_catalog& self) {
    std::vector<std::tuple<std::string, texts>> all;
    for (const auto& each : self.book().calendar_infos()) all.emplace_back(each.name, each.rules);
    return all;
}

std::optional<std::string> text_of(const event_catalog& self, std::uint32_t code) {
    const auto text = self.book().text_of(code);
    return text.empty() ? std::nullopt : std::optional{std::string{text}};
}

void translate(std::exception_ptr thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const rulebook_error& error) {
        set_error("RulebookError", error.what(), texts_of(error.faults(), [](const rulebook_fault& fault) { return fault.text(); }));
    }
}

}  // namespace

void register_rulebook(py::module_& module) {
    py::register_local_exception_translator(translate);
    module.def("builtin_rulebook_names", &builtin_rulebook_names);
    module.def("rulebook_schema", &rulebook_schema);
    module.attr("first_free_code") = rulebook::first_free_code;

    py::class_<period>(module, "Period", "Hours that are only asked: the meal period, a subscription.")
        .def_property_readonly(
            "zone", [](const period& self) { return self.where().name(); }, "The IANA name of its zone.")
        .def("is_open", &period::is_open, py::arg("t"), "Whether t lies in open hours. HorizonError outside [1970, 2200).");

    py::class_<event_catalog, std::shared_ptr<event_catalog>>(module, "Rulebook")
        .def_static(
            "load",
            [](const std::string& path, const chosen_options& chosen) {
                return read_rulebook([&] { return load_rulebook(path, workflows::builtin_machines(), chosen); });
            },
            py::arg("path"), py::arg("options"))
        .def_static(
            "parse",
            [](const std::string& text, const std::string& name, const chosen_options& chosen) {
                return read_rulebook([&] { return parse_rulebook(text, name, workflows::builtin_machines(), chosen); });
            },
            py::arg("text"), py::arg("name"), py::arg("options"))
        .def_static(
            "builtin",
            [](const std::string& name, const chosen_options& chosen) {
                return read_rulebook([&] { return builtin_rulebook(name, workflows::builtin_machines(), chosen); });
            },
            py::arg("name"), py::arg("options"))
        .def_property_readonly("name", [](const event_catalog& self) { return self.book().name(); })
        .def_property_readonly("title", [](const event_catalog& self) { return self.book().title(); })
        .def_property_readonly("zone", [](const event_catalog& self) { return self.book().zone_name(); })
        .def_property_readonly("versions",
                               [](const event_catalog& self) {
                                   texts names;
                                   for (const auto& each : self.book().versions()) names.push_back(each.name);
                                   return names;
                               })
        .def_property_readonly("late_events",
                               [](const event_catalog& self) {
                                   return self.book().late() ? std::optional{to_string(*self.book().late())} : std::nullopt;
                               })
        .def("machine_names",
             [](const event_catalog& self) {
                 texts names;
                 for (const auto& each : self.book().current_machines()) names.push_back(each.machine.name());
                 return names;
             })
        .def("machine_number", machine_number, py::arg("machine"))
        .def("event_types", event_types, py::arg("machine"))
        .def("render", render, py::arg("machine"), py::arg("form"))
        .def("check", check_machine, py::arg("machine"))
        .def("calendar", calendar_named, py::arg("name"))
        .def("own_calendar", [](const event_catalog& self) { return self.book().calendars()[self.book().own_calendar()]; })
        .def("period", period_named, py::arg("name"))
        .def("calendars", calendars)
        .def("policies", policies)
        .def("roles", [](const event_catalog& self) { return words(self.book().roles()); })
        .def("cues", [](const event_catalog& self) { return words(self.book().cues()); })
        .def("orders", [](const event_catalog& self) { return words(self.book().orders()); })
        .def("notes", [](const event_catalog& self) { return words(self.book().notes()); })
        .def("rosters", rosters)
        .def("ladders", ladders)
        .def("forms", forms)
        .def("options", options)
        .def("lengths", lengths)
        .def("rule_ids", [](const event_catalog& self) { return self.book().rule_ids(); })
        .def(
            "code_of", [](const event_catalog& self, std::string_view text) { return self.book().code_of(text); }, py::arg("text"))
        .def("text_of", text_of, py::arg("code"));
}

}  // namespace caseclock::python

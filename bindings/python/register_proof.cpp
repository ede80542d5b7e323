// SPDX-License-Identifier: Apache-2.0
//
// Proofs: the cycles of clocks, each cut into intervals that add up; and why a policy did not do what somebody expected.
#include "event_catalog.hpp"
#include "record_types.hpp"
#include "registers.hpp"

#include "caseclock/desk/explain.hpp"
#include "caseclock/desk/proof_json.hpp"
#include "caseclock/desk/proof_picture.hpp"
#include "caseclock/desk/proof_text.hpp"
#include "caseclock/desk/why_not.hpp"

#include <pybind11/functional.h>
#include <pybind11/stl.h>

namespace caseclock::python {
namespace {

std::optional<instant> unless_never(instant t) { return t == never ? std::nullopt : std::optional{t}; }
std::optional<std::size_t> unless_none(std::size_t event) { return event == no_event_number ? std::nullopt : std::optional{event}; }

/// What is asked of events, without the GIL; a case or a policy that is not there is a KeyError.
template <class Ask> auto asked(const event_catalog& book, const py::object& events, const py::object& values, const Ask& ask) {
    const auto all = events_in(events, "events");
    const auto beside = values_in(values, "values");
    try {
        const py::gil_scoped_release unlocked;
        return ask(book.book(), all, beside);
    } catch (const std::out_of_range& error) {
        throw py::key_error{error.what()};
    }
}

std::vector<proof> explain_case(const event_catalog& book, const py::object& events, const py::object& values, std::uint64_t case_id, instant until,
                                std::optional<std::uint64_t> root, bool counterfactuals, const std::vector<adoption>& adoptions) {
    return asked(book, events, values, [&](const auto& rules, auto all, auto beside) {
        return explain(rules, all, beside, {.case_id = case_id, .root = root, .until = until, .counterfactuals = counterfactuals, .adoptions = adoptions});
    });
}
std::vector<proof> explain_every_case(const event_catalog& book, const py::object& events, const py::object& values, instant until,
                                      std::optional<std::vector<std::uint64_t>> roots, bool counterfactuals, const std::vector<adoption>& adoptions) {
    return asked(book, events, values, [&](const auto& rules, auto all, auto beside) {
        return explain_all(rules, all, beside, {.until = until, .roots = std::move(roots), .counterfactuals = counterfactuals, .adoptions = adoptions});
    });
}

/// Replays every case and adds up every cycle: how many, how many intervals, and the cases whose intervals do not add up or touch.
std::tuple<std::size_t, std::size_t, std::vector<std::uint64_t>> add_up(const event_catalog& book, const py::object& events, const py::object& values, instant until) {
    return asked(book, events, values, [&](const auto& rules, auto all, auto beside) {
        std::size_t cycles = 0, intervals = 0;
        std::vector<std::uint64_t> wrong;
        explain_each(rules, all, beside, {.until = until}, [&](const std::vector<proof>& proofs) {
            for (const auto& each : proofs) {
                ++cycles;
                intervals += each.intervals.size();
                if (!each.adds_up()) wrong.push_back(each.case_id);
            }
        });
        return std::tuple{cycles, intervals, std::move(wrong)};
    });
}

std::pair<std::string, std::string> why_not_case(const event_catalog& book, const py::object& events, const py::object& values, std::uint64_t case_id,
                                                 const std::string& policy, instant until, std::optional<std::uint64_t> root,
                                                 const std::vector<std::string>& names, const std::string& title, const std::vector<adoption>& adoptions) {
    const auto said = asked(book, events, values, [&](const auto& rules, auto all, auto beside) {
        const host_names texts{rules, names};
        return why_not(rules, all, beside,
                       {.case_id = case_id, .policy = policy, .root = root, .until = until, .text_of_code = [&](std::int64_t code) { return texts.text(code); }, .adoptions = adoptions});
    });
    return {json_of(said), text_of(said, title)};
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

/// Begin, end, kind, cause, and what it began with: a name and the place of an event.
std::vector<std::tuple<instant, instant, std::string_view, std::string, std::string, std::optional<std::size_t>>> intervals(const proof& self) {
    std::vector<std::tuple<instant, instant, std::string_view, std::string, std::string, std::optional<std::size_t>>> all;
    for (const auto& each : self.intervals)
        all.emplace_back(each.when.begin, each.when.end, to_string(each.kind), each.cause, each.by.name, unless_none(each.by.event));
    return all;
}

/// At, kind, text.
std::vector<std::tuple<instant, std::string_view, std::string>> marks(const proof& self) {
    std::vector<std::tuple<instant, std::string_view, std::string>> all;
    for (const auto& each : self.marks) all.emplace_back(each.at, to_string(each.is), each.text);
    return all;
}

/// Kind, at, by, the name of what moved, moves (event, from, to), text.
using said_counterfactual = std::tuple<std::string_view, instant, duration, std::string, std::vector<std::tuple<std::size_t, instant, instant>>, std::string>;
std::vector<said_counterfactual> counterfactuals(const proof& self) {
    const zone where{self.zone};
    std::vector<said_counterfactual> all;
    for (const auto& each : self.counterfactuals) {
        std::vector<std::tuple<std::size_t, instant, instant>> moves;
        for (const auto& move : each.moves) moves.emplace_back(move.event, move.from, move.to);
        all.emplace_back(to_string(each.is), each.at, each.by, each.moved.name, std::move(moves), detail::counterfactual_text(each, where));
    }
    return all;
}

std::string picture(const std::vector<const proof*>& proofs, const std::string& title, unsigned width) {
    std::vector<proof> copies;
    for (const auto* each : proofs) copies.push_back(*each);
    return svg_of(copies, {.title = title, .width = width});
}

}  // namespace

void register_proof(py::module_& module) {
    py::class_<proof>(module, "Proof")
        .def_readonly("case", &proof::case_id)
        .def_readonly("policy", &proof::policy_name)
        .def_readonly("title", &proof::policy_title)
        .def_readonly("cycle", &proof::cycle)
        .def_readonly("target", &proof::target)
        .def_readonly("zone", &proof::zone)
        .def_readonly("calendar", &proof::calendar)
        .def_readonly("open_time", &proof::open_time)
        .def_readonly("running", &proof::running)
        .def_property_readonly("started_by", [](const proof& self) { return self.started_by.name; })
        .def_property_readonly("started_by_event", [](const proof& self) { return unless_none(self.started_by.event); })
        .def_property_readonly("ended_by", [](const proof& self) { return self.ended_by.name; })
        .def_property_readonly("ended_by_event", [](const proof& self) { return unless_none(self.ended_by.event); })
        .def_property_readonly("verdict",
                               [](const proof& self) { return self.verdict ? std::optional{to_string(*self.verdict)} : std::nullopt; })
        .def_property_readonly("started_at", [](const proof& self) { return self.times.started; })
        .def_property_readonly("due_at", [](const proof& self) { return unless_never(self.times.due); })
        .def_property_readonly("ended_at", [](const proof& self) { return self.times.ended; })
        .def_property_readonly("used", [](const proof& self) { return self.times.used; })
        .def_property_readonly("target_length", [](const proof& self) { return self.times.target; })
        .def_property_readonly("overrun", [](const proof& self) { return self.times.overrun; })
        .def_property_readonly("business_overrun", [](const proof& self) { return self.times.business_overrun; })
        .def_property_readonly("early_by", [](const proof& self) { return self.times.early_by; })
        .def("deadlines", deadlines)
        .def("levels", levels)
        .def("intervals", intervals)
        .def("marks", marks)
        .def("counterfactuals", counterfactuals)
        .def("text", [](const proof& self) { return text_of(self); })
        .def("json", [](const proof& self) { return json_of(self); });
    module.def("explain", explain_case, py::arg("rulebook"), py::arg("events"), py::arg("values"), py::arg("case"), py::arg("until"),
               py::arg("root") = py::none(), py::arg("counterfactuals") = true, py::arg("adoptions") = std::vector<adoption>{});
    module.def("explain_all", explain_every_case, py::arg("rulebook"), py::arg("events"), py::arg("values"), py::arg("until"), py::arg("roots") = py::none(),
               py::arg("counterfactuals") = false, py::arg("adoptions") = std::vector<adoption>{});
    module.def("proofs_add_up", add_up, py::arg("rulebook"), py::arg("events"), py::arg("values"), py::arg("until"));
    module.def("proof_picture", picture, py::arg("proofs"), py::arg("title") = "", py::arg("width") = 1200);
    module.def("why_not", why_not_case, py::arg("rulebook"), py::arg("events"), py::arg("values"), py::arg("case"), py::arg("policy"), py::arg("until"),
               py::arg("root") = py::none(), py::arg("names") = std::vector<std::string>{}, py::arg("title") = "", py::arg("adoptions") = std::vector<adoption>{});
}

}  // namespace caseclock::python

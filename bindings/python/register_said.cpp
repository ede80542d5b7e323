// SPDX-License-Identifier: Apache-2.0
//
// Receipts, effects and verdicts as objects, and the answers to a batch as objects and as arrays.
#include "equality.hpp"
#include "record_types.hpp"
#include "registers.hpp"
#include "said.hpp"

#include <pybind11/stl.h>

namespace caseclock::python {
namespace {

std::optional<instant> unless_never(instant t) {
    return t == never || t.time_since_epoch().count() == no_value ? std::nullopt : std::optional{t};
}

std::optional<std::string> policy_name(const desk_words& words, std::uint16_t policy) {
    return policy == no_policy ? std::nullopt : std::optional{words.book().policies()[policy].name};
}
std::optional<unsigned> cycle_of(std::uint16_t policy, std::uint16_t cycle) {
    return policy == no_policy ? std::nullopt : std::optional<unsigned>{cycle};
}

// ---- lists of objects -----------------------------------------------------------------------------------------------------------------

std::vector<said_verdict> verdict_objects(const words_handle& words, std::span<const verdict> from) {
    std::vector<said_verdict> all;
    all.reserve(from.size());
    for (const auto& each : from) all.push_back({words, each});
    return all;
}

/// Each effect of kind verdict with its verdict; both lists are in the order in which they were said.
std::vector<said_effect> effect_objects(const words_handle& words, std::span<const effect> from, std::span<const verdict> verdicts) {
    std::vector<said_effect> all;
    all.reserve(from.size());
    std::size_t next = 0;
    for (const auto& each : from) {
        auto& made = all.emplace_back(said_effect{words, each, std::nullopt});
        if (each.kind == effect_kind::verdict && next < verdicts.size()) made.v = verdicts[next++];
    }
    return all;
}

std::vector<said_correction> correction_objects(const words_handle& words, const corrected_answers& from) {
    std::vector<said_correction> all;
    std::size_t next = 0;
    for (const auto& each : from.corrections) {
        auto& made = all.emplace_back(said_correction{words, each, std::nullopt});
        if (each.said.kind == effect_kind::verdict) made.v = from.corrected_verdicts[next++];
    }
    return all;
}
/// `refusals`: those of the answers.
std::vector<said_receipt_correction> receipt_correction_objects(const words_handle& words, const corrected_answers& from,
                                                                std::span<const refusal_note> refusals) {
    std::vector<said_receipt_correction> all;
    for (const auto& each : from.receipt_corrections) {
        const auto own = refusals.subspan(each.now.first_refusal, each.now.refusal_count);
        all.push_back({words, each, {own.begin(), own.end()}});
    }
    return all;
}

said_effect effect_at(const said_answers& self, std::size_t row) {
    const auto& effects = self.data().effects;
    if (row >= effects.size())
        throw py::index_error{"row " + std::to_string(row) + ": there are " + std::to_string(effects.size()) + " effects"};
    return {self.words(), effects[row], std::nullopt};
}

said_correction correction_at(const said_answers& self, std::size_t row) {
    const auto& corrections = self.data().corrections;
    if (row >= corrections.size())
        throw py::index_error{"row " + std::to_string(row) + ": there are " + std::to_string(corrections.size()) + " corrections"};
    return {self.words(), corrections[row], std::nullopt};
}

said_receipt receipt_of(const said_answers& self, const event& e, std::size_t row) {
    const auto& r = self.data().receipts[row];
    const auto first = self.data().refusals.begin() + r.first_refusal;
    return {self.words(), {e.machine, e.kind}, e.case_id, e.at, r, {first, first + r.refusal_count}, {}, {}, {}};
}

said_receipt receipt_at(const said_answers& self, std::size_t row) {
    const auto count = self.data().receipts.size();
    if (row >= count) throw py::index_error{"row " + std::to_string(row) + ": the batch has " + std::to_string(count) + " rows"};
    return receipt_of(self, events_in(self.events, "events")[row], row);
}

std::vector<said_receipt> receipt_objects(const said_answers& self) {
    std::vector<said_receipt> all;
    if (self.data().receipts.empty()) return all;
    const auto events = events_in(self.events, "events");
    for (std::size_t row = 0; row < events.size(); ++row) all.push_back(receipt_of(self, events[row], row));
    return all;
}

// ---- columns --------------------------------------------------------------------------------------------------------------------------

/// For each receipt the place of its reason in the list of texts. Reason 0 is none.
template <class List, class ReceiptOf>
std::pair<py::array_t<std::int32_t>, std::vector<std::string>> reasons_of(const said_answers& self, const List& list, const ReceiptOf& receipt_in) {
    const auto& data = self.data();
    py::array_t<std::int32_t> codes{static_cast<py::ssize_t>(list.size())};
    std::vector<std::string> texts{""};
    std::map<std::string, std::int32_t, std::less<>> known{{"", 0}};
    auto* const out = codes.mutable_data();
    for (std::size_t row = 0; row < list.size(); ++row) {
        const receipt& r = receipt_in(list[row]);
        out[row] = 0;
        if (r.kind == receipt_kind::accepted) continue;
        const auto text = reason_of(self.words()->book(), r, std::span{data.refusals}.subspan(r.first_refusal, r.refusal_count));
        const auto [found, fresh] = known.emplace(text, static_cast<std::int32_t>(texts.size()));
        if (fresh) texts.push_back(text);
        out[row] = found->second;
    }
    return {codes, texts};
}
auto reasons(const said_answers& self) {
    return reasons_of(self, self.data().receipts, [](const receipt& r) -> const receipt& { return r; });
}
auto corrected_reasons(const said_answers& self) {
    return reasons_of(self, self.data().receipt_corrections, [](const receipt_correction& c) -> const receipt& { return c.now; });
}

/// The attribute of the case at each verdict; INT64_MIN where it is unset or the case is of another machine.
py::array_t<std::int64_t> verdict_attribute(const said_answers& self, unsigned machine, unsigned attribute, bool corrected) {
    const auto& book = self.words()->book();
    if (machine >= book.machines().size() || attribute >= self.words()->machine(machine).attributes().size())
        throw py::index_error{"machine " + std::to_string(machine) + ", attribute " + std::to_string(attribute) +
                              ": there is none of that number"};
    const auto& verdicts = corrected ? self.data().corrected_verdicts : self.data().verdicts;
    py::array_t<std::int64_t> values{static_cast<py::ssize_t>(verdicts.size())};
    auto* const out = values.mutable_data();
    const auto& self_machine = self.words()->machine(machine);
    case_record record;
    for (std::size_t row = 0; row < verdicts.size(); ++row) {
        record.values = verdicts[row].values;
        out[row] = verdicts[row].machine == machine ? self_machine.value(record, attribute) : no_value;
    }
    return values;
}

/// The words of an enumeration, by number.
template <class Enum> std::vector<std::string> names_of(std::size_t count) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) names.emplace_back(to_string(static_cast<Enum>(i)));
    return names;
}

template <auto Member> py::array array_of(const py::object& self) {
    return array_over(self.cast<const said_answers&>().data().*Member, self);
}

void register_records(py::module_& module) {
    module.attr("event_dtype") = dtype_of<event>();
    module.attr("event_ms_dtype") = event_dtype_of_numbers();
    module.attr("value_dtype") = dtype_of<event_value>();
    module.attr("change_event") = change_event;
    module.attr("acknowledge_event") = acknowledge_event;
    module.attr("fact_set") = event_value::fact_set;
    module.attr("fact_cleared") = event_value::fact_cleared;
    module.attr("no_value") = no_value;
    module.def("receipt_kinds", [] { return names_of<receipt_kind>(8); });
    module.def("effect_kinds", [] { return names_of<effect_kind>(effect_kinds); });
    module.def("correction_kinds", [] { return names_of<correction_kind>(3); });
    module.def("verdict_kinds", [] { return names_of<verdict_kind>(6); });
}

void register_verdict(py::module_& module) {
    using v = said_verdict;
    py::class_<v>(module, "Verdict", "How a cycle of a clock ended, with the case as it was then.")
        .def_property_readonly(
            "kind", [](const v& self) { return to_string(self.v.kind); }, "met, missed, ended_late, early, cancelled or measured.")
        .def_property_readonly("policy", [](const v& self) { return self.words->book().policies()[self.v.policy].name; })
        .def_property_readonly(
            "cycle", [](const v& self) { return self.v.cycle; }, "Counts from 1.")
        .def_property_readonly("case", [](const v& self) { return self.v.case_id; })
        .def_property_readonly(
            "root", [](const v& self) { return self.v.root; }, "The root case.")
        .def_property_readonly("machine", [](const v& self) { return self.words->machine(self.v.machine).name(); })
        .def_property_readonly("started_at", [](const v& self) { return self.v.times.started; })
        .def_property_readonly(
            "due_at", [](const v& self) { return unless_never(self.v.times.due); }, "The last deadline; None without one.")
        .def_property_readonly(
            "ended_at", [](const v& self) { return self.v.times.ended; }, "Of a miss: its deadline.")
        .def_property_readonly(
            "used", [](const v& self) { return self.v.times.used; }, "Without pauses; open time where the clock counts that.")
        .def_property_readonly(
            "target", [](const v& self) { return self.v.times.target; }, "From the start to the deadline before any pause.")
        .def_property_readonly(
            "overrun", [](const v& self) { return self.v.times.overrun; }, "Real time after the deadline.")
        .def_property_readonly(
            "business_overrun", [](const v& self) { return self.v.times.business_overrun; }, "Open time after the deadline.")
        .def_property_readonly(
            "early_by", [](const v& self) { return self.v.times.early_by; }, "Real time before the window.")
        .def_property_readonly(
            "levels", [](const v& self) { return self.v.levels; }, "Levels of ladders that its cycle told so far.")
        .def_property_readonly(
            "unanswered", [](const v& self) { return self.v.unanswered; }, "How many of these nobody acknowledged in time.")
        .def_property_readonly(
            "attributes", [](const v& self) { return attributes_of(*self.words, self.v.machine, self.v.values); }, "Those that were set.")
        .def_property_readonly(
            "facts", [](const v& self) { return facts_of(self.words->machine(self.v.machine), self.v.facts); }, "Those that held.")
        .def_property_readonly(
            "states", [](const v& self) { return states_of(self.words->machine(self.v.machine), self.v.state); }, "One for each region.")
        .def("__str__", [](const v& self) { return sentence_of(self); })
        .def("__repr__", [](const v& self) { return "<verdict: " + sentence_of(self) + ">"; })
        .def("__eq__",
             [](const v& self, const py::object& other) { return equals(self, other, [](const v& a, const v& b) { return a.v == b.v; }); })
        .def("__hash__", [](const v& self) { return std::hash<std::uint64_t>{}(self.v.root) ^ self.v.ordinal; });
}

void register_effect(py::module_& module) {
    using e = said_effect;
    py::class_<e>(module, "Effect", "What the desk tells the host. Effects are ordered by (at, root, ordinal), on any number of desks.")
        .def_property_readonly(
            "kind", [](const e& self) { return to_string(self.e.kind); }, "One of effect_kinds.")
        .def_property_readonly("at", [](const e& self) { return self.e.at; })
        .def_property_readonly(
            "due_at", [](const e& self) { return self.e.due_at; },
            "The instant that was due; earlier than `at` where a change put it into the past.")
        .def_property_readonly("case", [](const e& self) { return self.e.case_id; })
        .def_property_readonly(
            "root", [](const e& self) { return self.e.root; }, "The root case.")
        .def_property_readonly(
            "ordinal", [](const e& self) { return self.e.ordinal; }, "Counts the effects of the root case.")
        .def_property_readonly(
            "machine", [](const e& self) { return self.words->machine(self.e.machine).name(); }, "Of the case.")
        .def_property_readonly(
            "policy", [](const e& self) { return policy_name(*self.words, self.e.policy); },
            "The policy behind it; None for a row of the machine.")
        .def_property_readonly("cycle", [](const e& self) { return cycle_of(self.e.policy, self.e.cycle); })
        .def_property_readonly(
            "what", [](const e& self) { return subject_of(self.words->book(), self.e); },
            "The role, cue, order, note, missing fact, machine, event, kind of verdict or level it is about; empty where its kind says all.")
        .def_property_readonly(
            "title", [](const e& self) { return title_of(self.words->book(), self.e); },
            "What a reader calls the role, cue, order or note.")
        .def_property_readonly(
            "to",
            [](const e& self) {
                const bool has_receiver = self.e.to != to_nobody && (self.e.kind == effect_kind::cue || self.e.kind == effect_kind::order);
                return has_receiver ? std::optional{self.words->book().roles()[self.e.to].name} : std::nullopt;
            },
            "The role that a cue or an order is for; None: the agent, or nobody in particular.")
        .def_property_readonly(
            "value", [](const e& self) { return self.e.value; }, "Milliseconds left of a warning or a level, or a number said along with it.")
        .def_property_readonly(
            "receipt",
            [](const e& self) {
                return self.e.kind == effect_kind::raised ? std::optional{to_string(static_cast<receipt_kind>(self.e.detail))}
                                                          : std::nullopt;
            },
            "What became of a raised event.")
        .def_property_readonly(
            "late", [](const e& self) { return self.e.kind == effect_kind::acknowledged && self.e.detail != 0; },
            "Whether a level was acknowledged after its time.")
        .def_property_readonly("verdict",
                               [](const e& self) {
                                   return self.v ? std::optional{said_verdict{self.words, *self.v}} : std::nullopt;
                               })
        .def("__str__", [](const e& self) { return sentence_of(self); })
        .def("__repr__", [](const e& self) { return "<effect: " + sentence_of(self) + ">"; })
        .def("__eq__",
             [](const e& self, const py::object& other) {
                 return equals(self, other, [](const e& a, const e& b) { return a.e == b.e && a.v == b.v; });
             })
        .def("__hash__", [](const e& self) { return std::hash<std::uint64_t>{}(self.e.root) ^ self.e.ordinal; });
}

void register_corrections(py::module_& module) {
    using c = said_correction;
    py::class_<c>(module, "Correction", "What a late event changed of what the desk had said. Effects are named by (root, ordinal).")
        .def_property_readonly(
            "kind", [](const c& self) { return to_string(self.c.kind); }, "revoked, added or moved.")
        .def_property_readonly(
            "effect", [](const c& self) { return said_effect{self.words, self.c.said, self.v}; },
            "Revoked: as it was said. Added, moved: as it is now.")
        .def_property_readonly(
            "was_at", [](const c& self) { return self.c.was_at; }, "Of a moved effect: its instant before; else its instant.")
        .def_property_readonly(
            "because_of", [](const c& self) { return self.c.because_of; }, "The late event: its number among all that the desk was given, from 0.")
        .def("__str__", [](const c& self) { return sentence_of(self); })
        .def("__repr__", [](const c& self) { return "<correction: " + sentence_of(self) + ">"; });

    using r = said_receipt_correction;
    py::class_<r>(module, "ReceiptCorrection", "Another event of the family whose receipt a late event changed.")
        .def_property_readonly(
            "number", [](const r& self) { return self.c.number; }, "Of the event among all that the desk was given, from 0.")
        .def_property_readonly("case", [](const r& self) { return self.c.case_id; })
        .def_property_readonly("at", [](const r& self) { return self.c.at; })
        .def_property_readonly(
            "id", [](const r& self) { return self.c.id; }, "The host's id of the event; 0: none.")
        .def_property_readonly(
            "event", [](const r& self) { return std::string{event_catalog::name_in(self.words->machine(self.c.machine), self.c.kind)}; })
        .def_property_readonly("because_of", [](const r& self) { return self.c.because_of; })
        .def_property_readonly(
            "kind", [](const r& self) { return to_string(self.c.now.kind); }, "One of receipt_kinds, as it is now.")
        .def_property_readonly(
            "was", [](const r& self) { return to_string(self.c.was.kind); }, "As it was; the same where only the states are others.")
        .def_property_readonly(
            "reason", [](const r& self) { return reason_of(self.words->book(), self.c.now, self.refusals); })
        .def_property_readonly(
            "states", [](const r& self) { return states_of(self.words->machine_of(self.c.now, self.c.machine), self.c.now.state); },
            "Of the case after the event.")
        .def("__str__", [](const r& self) { return sentence_of(self); })
        .def("__repr__", [](const r& self) { return "<receipt correction: " + sentence_of(self) + ">"; });
}

void register_receipt(py::module_& module) {
    using r = said_receipt;
    py::class_<r>(module, "Receipt", "What became of an event, and everything that the desk said because of it. True when it was accepted.")
        .def("__bool__", [](const r& self) { return self.r.kind == receipt_kind::accepted; })
        .def_property_readonly(
            "kind", [](const r& self) { return to_string(self.r.kind); }, "One of receipt_kinds.")
        .def_property_readonly("case", [](const r& self) { return self.case_id; })
        .def_property_readonly("event", event_name_of)
        .def_property_readonly("machine", machine_name_of)
        .def_property_readonly("at", [](const r& self) { return self.at; })
        .def_property_readonly(
            "reason", [](const r& self) { return reason_of(self.words->book(), self.r, self.refusals); },
            "Why it was not accepted; empty when it was.")
        .def_property_readonly(
            "unmet", [](const r& self) { return unmet_of(self.words->book(), self.refusals); }, "What it needs, by name.")
        .def_property_readonly(
            "states", [](const r& self) { return states_of(self); }, "Of the case afterwards, one for each region.")
        .def_property_readonly(
            "was_late", [](const r& self) { return (self.r.marks & receipt::was_late) != 0; },
            "Older than the desk's time, and judged at that time; with late_events accept at its own.")
        .def_property_readonly("opened_case", [](const r& self) { return (self.r.marks & receipt::opened_case) != 0; })
        .def_property_readonly(
            "hit_limit", [](const r& self) { return (self.r.marks & receipt::hit_limit) != 0; }, "An effect says which.")
        .def_property_readonly(
            "effects", [](const r& self) { return effect_objects(self.words, self.effects, self.verdicts); },
            "Those of other cases that came due on the way too. Of a batch: empty, see Answers.effects.")
        .def_property_readonly("verdicts", [](const r& self) { return verdict_objects(self.words, self.verdicts); })
        .def_property_readonly(
            "corrections", [](const r& self) { return correction_objects(self.words, self.corrected); },
            "Of a late event that was accepted. Of a batch: empty, see Answers.corrections.")
        .def_property_readonly(
            "receipt_corrections", [](const r& self) { return receipt_correction_objects(self.words, self.corrected, self.corrected.refusals); },
            "Of a late event that was accepted. Of a batch: empty, see Answers.receipt_corrections.")
        .def("__str__", [](const r& self) { return sentence_of(self); })
        .def("__repr__", [](const r& self) { return "<receipt: " + std::string{to_string(self.r.kind)} + ", " + sentence_of(self) + ">"; });
}

void register_answers(py::module_& module) {
    using a = said_answers;
    py::class_<a, std::shared_ptr<a>>(module, "Answers",
                                      "What the desk said to a batch or to an advance: as arrays without a copy, and as objects.")
        .def(
            "__len__", [](const a& self) { return self.data().effects.size(); }, "The number of effects.")
        .def_property_readonly(
            "finished", [](const a& self) { return self.finished; }, "Of an advance: nothing more is due up to its instant.")
        .def_property_readonly("effects",
                               [](const a& self) { return effect_objects(self.words(), self.data().effects, self.data().verdicts); })
        .def("effect", effect_at, py::arg("row"), "One effect, without its verdict.")
        .def_property_readonly("verdicts", [](const a& self) { return verdict_objects(self.words(), self.data().verdicts); })
        .def_property_readonly("receipts", receipt_objects, "One for each event of the batch.")
        .def("receipt", receipt_at, py::arg("row"), "The receipt of one event of the batch.")
        .def_property_readonly("effect_array", &array_of<&answers::effects>, "Shape (effects,); read-only.")
        .def_property_readonly("verdict_array", &array_of<&answers::verdicts>,
                               "Shape (verdicts,); read-only. The due instant is NaT where there is none.")
        .def_property_readonly("receipt_array", &array_of<&answers::receipts>, "Shape (events,); read-only.")
        .def_property_readonly("refusal_array", &array_of<&answers::refusals>, "Shape (refusals,); a receipt says which are its own.")
        .def_property_readonly(
            "corrections", [](const a& self) { return correction_objects(self.words(), self.data()); },
            "What late events of the batch changed; they come after its effects.")
        .def_property_readonly("receipt_corrections",
                               [](const a& self) { return receipt_correction_objects(self.words(), self.data(), self.data().refusals); })
        .def_property_readonly("correction_array", &array_of<&corrected_answers::corrections>,
                               "Shape (corrections,); read-only. `correction` is a place in correction_kinds, the rest is the effect's.")
        .def_property_readonly("corrected_verdict_array", &array_of<&corrected_answers::corrected_verdicts>,
                               "The verdicts of corrections of verdicts, in their order; read-only.")
        .def_property_readonly("receipt_correction_array", &array_of<&corrected_answers::receipt_corrections>,
                               "Shape (receipt corrections,); read-only.")
        .def("reasons", reasons, "For each receipt the place of its reason in the list of texts; 0: none.")
        .def("corrected_reasons", corrected_reasons, "The same for each receipt correction.")
        .def("correction", correction_at, py::arg("row"), "One correction, its effect without its verdict.")
        .def("verdict_attribute", verdict_attribute, py::arg("machine"), py::arg("attribute"), py::arg("corrected") = false,
             "An attribute of the cases as the verdicts carry it, by the numbers of machine and attribute; INT64_MIN where it is unset. "
             "corrected: of corrected_verdict_array.");
}

}  // namespace

void register_said(py::module_& module) {
    register_records(module);
    register_verdict(module);
    register_effect(module);
    register_corrections(module);
    register_receipt(module);
    register_answers(module);
}

}  // namespace caseclock::python

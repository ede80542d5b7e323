// SPDX-License-Identifier: Apache-2.0
//
// caseclock._core.Desk: everything here is called for each event, so caseclock/desk.py adds to it without standing in between.
//
// A desk belongs to one thread at a time. Threads of Python may share one: each call waits for the one before, without the GIL.
#include "any_desk.hpp"
#include "event_types.hpp"
#include "record_types.hpp"
#include "registers.hpp"
#include "said.hpp"

#include "caseclock/rulebook/build.hpp"

#include <pybind11/stl.h>

#include <mutex>

namespace caseclock::python {
namespace {

/// Ids of cases, uint64 of shape (n,); a copy where they lie in memory as no uint64 may.
using case_ids = py::array_t<std::uint64_t, py::detail::npy_api::NPY_ARRAY_ALIGNED_>;

class python_desk {
public:
    python_desk(std::shared_ptr<event_catalog> catalog, const std::vector<std::string>& names, bool ledger, const std::optional<std::string>& late)
        : words_{std::make_shared<desk_words>(desk_words{catalog, host_names{catalog->book(), names}})},
          desk_{catalog->book(), ledger, late ? std::optional{late_named(*late)} : std::nullopt} {}

    // ---- one event ------------------------------------------------------------------------------------------------------------------

    said_receipt apply(std::uint64_t case_id, const py::object& which, instant at, std::uint64_t id, const py::KWArgs<py::object>& fields) {
        const auto held = lock();
        words_->catalog->fill(draft_, event_named(which, case_id), case_id, at, id, fields);
        draft_.number_texts(words_->names);
        return apply_draft();
    }
    said_receipt apply_event(const python_event& event) {
        if (!is_known(*event.catalog)) throw py::value_error{"an event of another rulebook (allowed: those of desk.rulebook)"};
        const auto held = lock();
        draft_ = event.draft;
        draft_.number_texts(words_->names);
        return apply_draft();
    }
    /// Positional numbers only: `what, value` pairs are those of an event_value.
    said_receipt apply_numbers(std::uint64_t case_id, std::uint8_t machine, std::uint16_t kind, std::int64_t at_ms,
                               const py::Args<py::object>& pairs) {
        if (pairs.size() % 2 != 0 || pairs.size() > 510) throw py::type_error{"apply_numbers: what and value come in pairs, at most 255"};
        const auto held = lock();
        draft_.e = {.case_id = case_id, .at = instant{duration{at_ms}}, .kind = kind, .machine = machine};
        draft_.values.clear();
        for (std::size_t i = 0; i < pairs.size(); i += 2) {
            auto& value = draft_.values.emplace_back();
            value.what = pairs[i].cast<std::uint16_t>();
            value.value = pairs[i + 1].cast<std::int64_t>();
        }
        draft_.e.value_count = static_cast<std::uint8_t>(draft_.values.size());
        return apply_draft();
    }

    // ---- many -----------------------------------------------------------------------------------------------------------------------

    std::shared_ptr<said_answers> apply_batch(const py::object& events, const py::object& values) {
        auto said = std::make_shared<said_answers>(words_, pool_);
        const auto batch = events_in(events, "events");
        const auto beside = values_in(values, "values");
        said->events = events;
        {
            const py::gil_scoped_release unlocked;
            const std::lock_guard held{mutex_};
            desk_.apply(batch, beside, said->data());
            hide_never(said->data());
        }
        return said;
    }

    std::shared_ptr<said_answers> advance(instant t, std::optional<std::size_t> at_most) {
        auto said = std::make_shared<said_answers>(words_, pool_);
        {
            const py::gil_scoped_release unlocked;
            const std::lock_guard held{mutex_};
            said->finished = desk_.advance(t, at_most.value_or(SIZE_MAX), said->data());
            hide_never(said->data());
        }
        return said;
    }

    // ---- the rulebook changes -------------------------------------------------------------------------------------------------------

    said_adoption adopt(const std::shared_ptr<event_catalog>& rules, instant at, const std::string& cases) {
        const auto mode = mode_named(cases);
        said_adoption said{.words = {}, .answers = {}, .which = {}, .report = {}};
        {
            const auto held = lock();
            const auto next = successor(words_->book(), rules->book(), words_->names.texts());
            const auto words = std::make_shared<desk_words>(desk_words{std::make_shared<event_catalog>(next), words_->names});
            words->names.change(next);
            said.answers = std::make_shared<said_answers>(words, pool_);
            said.report = desk_.adopt(next, at, mode, said.answers->data());
            hide_never(said.answers->data());
            said.which = desk_.adoptions().back();
            said.words = words;
            earlier_.push_back(words_->catalog);
            words_ = words;
        }
        return said;
    }
    std::vector<adoption> adoptions() const {
        const auto held = lock();
        return {desk_.adoptions().begin(), desk_.adoptions().end()};
    }
    std::shared_ptr<const event_catalog> rules() const {
        const auto held = lock();
        return words_->catalog;
    }

    // ---- how things stand -------------------------------------------------------------------------------------------------------------

    std::optional<instant> next_deadline() {
        const auto held = lock();
        return desk_.next_deadline();
    }
    std::optional<instant> now() const {
        const auto held = lock();
        return desk_.itself().now();
    }
    std::size_t size() const {
        const auto held = lock();
        return desk_.itself().size();
    }
    std::size_t memory_bytes() const {
        const auto held = lock();
        return desk_.itself().memory_bytes() + (desk_.has_ledger() ? desk_.ledger().ledger_bytes() : 0);
    }
    bool contains(std::uint64_t case_id) const {
        const auto held = lock();
        return desk_.itself().find(case_id).has_value();
    }
    said_case find(std::uint64_t case_id) const {
        const auto held = lock();
        return {words_, needed(case_id)};
    }
    std::vector<said_clock> clocks(std::uint64_t case_id, std::optional<instant> now) const {
        const auto held = lock();
        (void)needed(case_id);
        std::vector<said_clock> all;
        for (const auto& each : desk_.itself().clocks(case_id, now.value_or(desk_.itself().now().value_or(instant{}))))
            all.push_back({words_, case_id, each});
        return all;
    }
    void evict(std::uint64_t case_id) {
        const auto held = lock();
        (void)needed(case_id);
        desk_.evict(case_id);
    }

    std::vector<proof> explain(std::uint64_t case_id) const {
        const auto held = lock();
        const auto& ledger = desk_.ledger();
        (void)needed(case_id);
        return ledger.explain(case_id);
    }
    std::string late() const { return std::string{to_string(desk_.late())}; }
    std::size_t kept_events() const {
        const auto held = lock();
        return desk_.has_ledger() ? desk_.ledger().kept_events() : 0;
    }

    // ---- columns over many cases -------------------------------------------------------------------------------------------------------

    py::array clocks_of(const case_ids& cases, const std::string& policy, std::optional<instant> now) const {
        const auto number = policy_number(policy);
        const auto held = lock();
        const auto at = now.value_or(desk_.itself().now().value_or(instant{}));
        py::array made{dtype_of<clock_row>(), std::vector<py::ssize_t>{cases.size()}};
        auto* const rows = static_cast<clock_row*>(made.mutable_data());
        const auto ids = cases.unchecked<1>();
        for (py::ssize_t i = 0; i < cases.size(); ++i) rows[i] = row_of(ids(i), number, at);
        return made;
    }
    py::array_t<std::int64_t> attribute_of(const case_ids& cases, const std::string& attribute) const {
        const auto held = lock();
        py::array_t<std::int64_t> made{cases.size()};
        const auto ids = cases.unchecked<1>();
        auto* const out = made.mutable_data();
        for (py::ssize_t i = 0; i < cases.size(); ++i) {
            out[i] = no_value;
            const auto view = desk_.itself().find(ids(i));
            if (!view) continue;
            const auto& machine = words_->machine(view->machine);
            if (const auto number = machine.attribute(attribute)) out[i] = machine.value(view->record, *number);
        }
        return made;
    }

    std::uint32_t code_of(std::string_view text) { return words_->names.code(text); }
    std::string text_of(std::uint32_t code) const { return words_->names.text(code); }

private:
    /// Held while the desk is used. A thread that must wait for another does so without the GIL.
    [[nodiscard]] std::unique_lock<std::mutex> lock() const {
        std::unique_lock held{mutex_, std::try_to_lock};
        if (!held.owns_lock()) {
            const py::gil_scoped_release unlocked;
            held.lock();
        }
        return held;
    }

    event_ref event_named(const py::object& which, std::uint64_t case_id) const {
        if (PyUnicode_Check(which.ptr())) {
            const auto name = py::reinterpret_borrow<py::str>(which);
            if (const auto single = words_->catalog->only_one(name)) return *single;
            const auto view = desk_.itself().find(case_id);
            return words_->catalog->find(name, view ? std::optional{view->machine} : std::nullopt);
        }
        if (!py::isinstance<event_type>(which))
            throw py::type_error{"event: a name such as ticket.reply, or an event type, not " + described(which)};
        const auto& type = which.cast<const event_type&>();
        if (!is_known(*type.catalog))
            throw py::value_error{"event " + type.catalog->qualified_name(type.which) + ": an event type of another rulebook (allowed: those of desk.rulebook)"};
        return type.which;
    }

    said_receipt apply_draft() {
        scratch_.clear();
        const auto r = desk_.apply(draft_.e, draft_.values, scratch_);
        hide_never(scratch_);
        said_receipt said{words_,           {draft_.e.machine, draft_.e.kind}, draft_.e.case_id, draft_.e.at, r, {}, scratch_.effects,
                          scratch_.verdicts, {}};
        said.refusals.assign(scratch_.refusals.begin() + r.first_refusal, scratch_.refusals.begin() + r.first_refusal + r.refusal_count);
        if (!scratch_.corrections.empty() || !scratch_.receipt_corrections.empty()) {
            said.corrected.corrections = scratch_.corrections;
            said.corrected.corrected_verdicts = scratch_.corrected_verdicts;
            said.corrected.receipt_corrections = scratch_.receipt_corrections;
            said.corrected.refusals = scratch_.refusals;
        }
        return said;
    }

    /// NumPy's word for an instant that there is not.
    static void hide_never(corrected_answers& said) {
        for (auto* list : {&said.verdicts, &said.corrected_verdicts})
            for (auto& each : *list)
                if (each.times.due == never) each.times.due = instant{duration{no_value}};
    }

    static adoption_mode mode_named(const std::string& name) {
        std::vector<std::string> known;
        for (const auto each : {adoption_mode::pin, adoption_mode::running}) {
            if (name == to_string(each)) return each;
            known.emplace_back(to_string(each));
        }
        throw py::value_error{"cases: no such choice \"" + name + '"' + did_you_mean(name, known) + " (allowed: pin, running)"};
    }
    /// The rulebook's, or that of an earlier version, whose numbers are numbers of this one.
    [[nodiscard]] bool is_known(const event_catalog& of) const {
        const auto same = [&](const auto& each) { return each.get() == &of; };
        return same(words_->catalog) || std::any_of(earlier_.begin(), earlier_.end(), same);
    }

    static late_events late_named(const std::string& name) {
        std::vector<std::string> known;
        for (const auto each : {late_events::accept, late_events::as_of_now, late_events::refuse}) {
            if (name == to_string(each)) return each;
            known.emplace_back(to_string(each));
        }
        throw py::value_error{"late_events: no such choice \"" + name + '"' + did_you_mean(name, known)};
    }

    case_view needed(std::uint64_t case_id) const {
        auto view = desk_.itself().find(case_id);
        if (!view) throw py::key_error{"case " + std::to_string(case_id) + ": the desk has no such case"};
        return std::move(*view);
    }

    std::uint16_t policy_number(const std::string& name) const {
        const auto policies = words_->book().policies();
        std::vector<std::string> known;
        for (std::size_t p = 0; p < policies.size(); ++p) {
            if (policies[p].name == name) return static_cast<std::uint16_t>(p);
            known.push_back(policies[p].name);
        }
        throw py::key_error{"rulebook " + words_->book().name() + ": no policy \"" + name + '"' + did_you_mean(name, known)};
    }

    clock_row row_of(std::uint64_t case_id, std::uint16_t policy, instant now) const {
        clock_row row{.case_id = case_id};
        if (!desk_.itself().find(case_id)) return row;
        const auto ms = [](instant t) { return t == never ? no_value : t.time_since_epoch().count(); };
        for (const auto& each : desk_.itself().clocks(case_id, now)) {
            if (each.policy != policy) continue;
            row.policy = policy;
            row.cycle = each.cycle;
            row.misses = each.misses;
            row.started = ms(each.started);
            row.running = each.running;
            if (!each.running) break;
            row.paused = each.paused;
            row.missed = each.missed;
            row.opens = ms(each.opens);
            row.due = ms(each.due);
            row.next = ms(each.next);
            row.used = each.used.count();
            if (each.due != never) row.left = each.left.count();
        }
        return row;
    }

    mutable std::mutex mutex_;
    std::shared_ptr<desk_words> words_;
    std::vector<std::shared_ptr<const event_catalog>> earlier_;  ///< of the versions before
    std::shared_ptr<answer_pool> pool_ = std::make_shared<answer_pool>();
    any_desk desk_;
    event_draft draft_;
    corrected_answers scratch_;
};

std::optional<instant> unless_never(instant t) { return t == never ? std::nullopt : std::optional{t}; }

std::optional<duration> left_of(const said_clock& self) {
    return self.view.running && self.view.due != never ? std::optional{self.view.left} : std::nullopt;
}

std::vector<std::string> allowed_of(const said_case& self) {
    std::vector<std::string> names;
    const auto& machine = self.words->machine(self.view.machine);
    for (const auto event : machine.allowed(self.view.record))
        if (!machine.events()[event].raised_only) names.push_back(machine.events()[event].name);
    return names;
}

void register_views(py::module_& module) {
    using c = said_clock;
    py::class_<c>(module, "Clock", "A policy measuring a case, as it stood at some instant.")
        .def_property_readonly("policy", [](const c& self) { return self.words->book().policies()[self.view.policy].name; })
        .def_property_readonly("case", [](const c& self) { return self.case_id; })
        .def_property_readonly(
            "cycle", [](const c& self) { return self.view.cycle; }, "Counts from 1.")
        .def_property_readonly(
            "misses", [](const c& self) { return self.view.misses; }, "Of all cycles.")
        .def_property_readonly(
            "running", [](const c& self) { return self.view.running; }, "The cycle has not ended; it may be paused.")
        .def_property_readonly("paused", [](const c& self) { return self.view.paused; })
        .def_property_readonly("missed", [](const c& self) { return self.view.missed; })
        .def_property_readonly(
            "waits", [](const c& self) { return self.view.waits; }, "A level of its ladder waits for an acknowledgement, in time or not.")
        .def_property_readonly("window_open", [](const c& self) { return self.view.window_open; })
        .def_property_readonly("started_at", [](const c& self) { return self.view.started; })
        .def_property_readonly(
            "opens_at", [](const c& self) { return unless_never(self.view.opens); }, "Of a window.")
        .def_property_readonly(
            "due_at", [](const c& self) { return unless_never(self.view.due); }, "As if a pause ended now.")
        .def_property_readonly(
            "next_at", [](const c& self) { return unless_never(self.view.next); }, "Its next firing.")
        .def_property_readonly(
            "used", [](const c& self) { return self.view.used; }, "In the time it counts, without pauses.")
        .def_property_readonly("left", left_of, "In the time it counts; negative once it is late, None without a deadline.")
        .def("__repr__", [](const c& self) {
            const auto& v = self.view;
            return "<clock " + self.words->book().policies()[v.policy].name + ", cycle " + std::to_string(v.cycle) + ", " +
                   (!v.running ? "ended"
                    : v.missed ? "missed"
                    : v.paused ? "paused"
                               : "running") +
                   ">";
        });

    using k = said_case;
    py::class_<k>(module, "Case", "A case as it stood at some instant.")
        .def_property_readonly("id", [](const k& self) { return self.view.id; })
        .def_property_readonly("machine", [](const k& self) { return self.words->machine(self.view.machine).name(); })
        .def_property_readonly(
            "states", [](const k& self) { return states_of(self.words->machine(self.view.machine), self.view.record.state); },
            "One for each region.")
        .def_property_readonly(
            "facts", [](const k& self) { return facts_of(self.words->machine(self.view.machine), self.view.record.facts); },
            "Those that hold.")
        .def_property_readonly(
            "attributes", [](const k& self) { return attributes_of(*self.words, self.view.machine, self.view.record.values); },
            "Those that are set.")
        .def_property_readonly("ended", [](const k& self) { return self.view.ended; })
        .def_property_readonly("allowed", allowed_of, "Events that have a row where the case stands.")
        .def_property_readonly("root", [](const k& self) { return self.view.root; })
        .def_property_readonly("parent",
                               [](const k& self) { return self.view.parent == 0 ? std::nullopt : std::optional{self.view.parent}; })
        .def_property_readonly("children", [](const k& self) { return self.view.children; })
        .def(
            "is_called", [](const k& self, std::string_view name) { return self.view.parent != 0 && self.view.relation == tag_of_name(name); },
            py::arg("name"), "Whether its parent calls it so: a call has a \"ticket\" and a \"callback\".")
        .def("__repr__", [](const k& self) {
            return "<case " + std::to_string(self.view.id) + ", " + self.words->machine(self.view.machine).name() + " " +
                   states_of(self.words->machine(self.view.machine), self.view.record.state).front() + ">";
        });
}

}  // namespace

void register_desk(py::module_& module) {
    register_views(module);
    using d = python_desk;
    py::class_<d>(module, "Desk")
        .def(py::init<std::shared_ptr<event_catalog>, const std::vector<std::string>&, bool, const std::optional<std::string>&>(),
             py::arg("rulebook"), py::arg("names"), py::arg("ledger") = false, py::arg("late_events") = py::none())
        .def("apply", &d::apply, py::arg("case"), py::arg("event"), py::arg("at"), py::kw_only(), py::arg("id") = 0,
             "One event. Keywords are the event's fields and the machine's attributes and facts, with their values.")
        .def("apply", &d::apply_event, py::arg("event"), "One event, made by an event type.")
        .def("apply_numbers", &d::apply_numbers, py::arg("case"), py::arg("machine"), py::arg("event"), py::arg("at_ms"),
             "One event, all by number; what follows are pairs of what and value as value_dtype has them.")
        .def("apply_batch", &d::apply_batch, py::arg("events"), py::arg("values") = py::none(),
             "Events of event_dtype in their order, with the values of value_dtype that they refer to. Runs without the GIL.")
        .def("advance", &d::advance, py::arg("at"), py::arg("at_most") = py::none(),
             "Time has reached `at`. Stops after `at_most` firings. ValueError when the desk's time was there already.")
        .def("_adopt", &d::adopt, py::arg("rulebook"), py::arg("at"), py::arg("cases"))
        .def_property_readonly("_rules", &d::rules)
        .def_property_readonly("adoptions", &d::adoptions, "When its rulebook changed, in order: what `explain` needs to know beside the events.")
        .def("next_deadline", &d::next_deadline, "The earliest instant at which advance does something; None when nothing is due any more.")
        .def_property_readonly("now", &d::now, "The desk's time; None before the first event or advance.")
        .def_property_readonly("memory_bytes", &d::memory_bytes, "Held for cases, clocks, deadlines, the index and the ledger.")
        .def_property_readonly("late_events", &d::late, "What becomes of late events: accept, as_of_now or refuse.")
        .def_property_readonly("kept_events", &d::kept_events, "Events that the ledger holds.")
        .def("_explain", &d::explain, py::arg("case"))
        .def("__len__", &d::size, "The number of cases.")
        .def("__contains__", &d::contains, py::arg("case"))
        .def("case", &d::find, py::arg("case"), "A case as it stands. KeyError when there is none.")
        .def("clocks", &d::clocks, py::arg("case"), py::arg("now") = py::none(),
             "The clocks of a case that were ever started. KeyError when there is no such case.")
        .def("evict", &d::evict, py::arg("case"),
             "Forgets a root case that has ended, and its family. KeyError for none, ValueError for an open one.")
        .def("clocks_of", &d::clocks_of, py::arg("cases").noconvert(), py::arg("policy"), py::arg("now") = py::none(),
             "The clock of one policy for each of many cases, uint64 of shape (n,); cycle 0 where there is none.")
        .def("attribute_of", &d::attribute_of, py::arg("cases").noconvert(), py::arg("attribute"),
             "An attribute of many cases, uint64 of shape (n,), as int64; INT64_MIN where it is unset or there is no such case.")
        .def("code_of", &d::code_of, py::arg("text"), "The number that stands for a text at this desk.")
        .def("text_of", &d::text_of, py::arg("code"), "The text that a number stands for.");
}

}  // namespace caseclock::python

// SPDX-License-Identifier: Apache-2.0
//
// Events as Python writes them: a name, a case, an instant, and keyword arguments.
//
//   "ticket.reply"                  the event of that machine
//   "reply"                         the event of the case's machine; of a case that is not there, of the only machine that has one
//   "ticket.change"                 changes attributes and facts, and asks no row of the machine
//   "ticket.acknowledge"            acknowledges what ladders told; its field `policy` names one policy
//
//   keyword                         | its value                                          | goes into
//   a field of the event            | what the field's type says                         | the payload
//   an attribute of the machine     | enumerator or text; int; datetime; timedelta; None | the values beside it
//   a fact of the machine           | True or False                                      | the values beside it
//
// A field, attribute or fact that is called as an argument of Desk.apply is (case, event, at, id), or as a word of Python, has an
// underscore behind it. Everything here is called while holding the GIL.
#pragma once

#include "caseclock/desk/host_names.hpp"
#include "python_time.hpp"

#include "caseclock/desk/event.hpp"

#include <pybind11/typing.h>

namespace caseclock::python {

/// Values by keyword.
using keyword_values = py::typing::Dict<py::str, py::object>;

/// An event of a rulebook.
struct event_ref {
    std::uint8_t machine = 0;
    std::uint16_t kind = 0;
    friend bool operator==(event_ref, event_ref) = default;
};

/// What a keyword argument is.
struct event_keyword {
    enum class kind : std::uint8_t { field, attribute, fact };
    py::str name;  ///< interned, so that most look-ups compare two addresses
    kind is{};
    std::uint8_t number = 0;
};

/// A text of an event that has no code yet: a host's texts are numbered by the desk.
struct event_text {
    bool in_payload = false;
    std::uint8_t place = 0;  ///< offset in the payload, or number of the value
    std::string text;
    friend bool operator==(const event_text&, const event_text&) = default;
};

/// An event with its values, as yet of no desk.
struct event_draft {
    event e;
    std::vector<event_value> values;
    std::vector<event_text> texts;

    /// Puts the codes of the texts in.
    void number_texts(host_names& names);
};

class event_catalog {
public:
    explicit event_catalog(rulebook book);

    [[nodiscard]] const rulebook& book() const noexcept { return book_; }
    [[nodiscard]] const definition& machine(event_ref which) const { return book_.plan(which.machine).machine; }
    [[nodiscard]] std::string_view name(event_ref which) const { return name_in(machine(which), which.kind); }
    [[nodiscard]] static std::string_view name_in(const definition& machine, std::uint16_t kind);
    [[nodiscard]] std::string qualified_name(event_ref which) const { return machine(which).name() + "." + std::string{name(which)}; }

    /// The event of that name. `machine` is that of the case, where there is one. ValueError for none and for several.
    [[nodiscard]] event_ref find(const py::str& name, std::optional<std::uint8_t> machine) const;
    /// The event of that name where there is just one.
    [[nodiscard]] std::optional<event_ref> only_one(const py::str& name) const;
    /// The keywords of an event: fields, then attributes, then facts.
    [[nodiscard]] std::vector<const event_keyword*> keywords(event_ref which) const;

    /// The fields of an event, those that are only attributes or facts included.
    [[nodiscard]] std::span<const field_info> fields(event_ref which) const;
    /// The payload of an event without any field given, and the fields that must be.
    [[nodiscard]] const payload& nothing(event_ref which) const { return plan(which).nothing; }
    [[nodiscard]] std::vector<std::string> required(event_ref which) const;

    /// Fills a draft; what it held is gone. TypeError for an unknown keyword, a value of the wrong type and a field that is missing,
    /// ValueError for a value that cannot be.
    void fill(event_draft& draft, event_ref which, std::uint64_t case_id, instant at, std::uint64_t id, const py::kwargs& given) const;
    /// The keyword arguments that fill such a draft; texts by code are looked up in `names`.
    [[nodiscard]] keyword_values keywords_of(const event_draft& draft, const host_names* names = nullptr) const;

private:
    struct event_plan {
        std::vector<event_keyword> fields;  ///< without those that are only attributes or facts
        payload nothing{};                  ///< of an event without any field given
        std::uint64_t required = 0;         ///< fields that cannot say nothing
    };
    struct machine_keywords {
        std::vector<event_plan> events;    ///< by number; behind them that of an acknowledgement
        std::vector<event_keyword> values;  ///< attributes and facts
    };

    [[nodiscard]] event_plan plan_of(std::span<const field_info> fields) const;
    [[nodiscard]] const std::vector<event_ref>& meanings(const py::str& name) const;
    [[nodiscard]] const event_plan& plan(event_ref which) const;
    [[nodiscard]] const event_keyword& keyword(event_ref which, py::handle name) const;
    [[noreturn]] void refuse_keyword(event_ref which, py::handle name) const;
    [[noreturn]] void refuse_name(const std::string& name, const std::vector<event_ref>& several) const;

    rulebook book_;
    std::vector<field_info> acknowledging_;  ///< the fields of every acknowledgement
    std::vector<machine_keywords> machines_;
    py::dict spellings_;  ///< name -> place in `meanings_`
    std::vector<std::vector<event_ref>> meanings_;
};

/// A value of an attribute or a field as Python shows it; None for none.
[[nodiscard]] py::object shown_value(attribute_kind kind, const std::vector<std::string>& enumerators, std::int64_t value,
                                     const host_names* names);

}  // namespace caseclock::python

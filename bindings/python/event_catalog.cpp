// SPDX-License-Identifier: Apache-2.0
#include "event_catalog.hpp"

#include "caseclock/machine/carry.hpp"
#include "caseclock/time/nearest_word.hpp"

namespace caseclock::python {
namespace {

constexpr std::string_view change_name = "change", acknowledge_name = "acknowledge";
constexpr std::uint8_t policies_of_rulebook = 0xfe;  ///< in place of an attribute: the field's words are policies, and 0 is none of them
static_assert(policies_of_rulebook >= attribute_limit && policies_of_rulebook != no_attribute);

/// What an acknowledgement carries, as a field.
field_info policy_field(const rulebook& book) {
    field_info field;
    field.name = "policy";
    field.type = field_type::enumeration;
    field.width = sizeof(acknowledging::policy);
    field.offset = offsetof(acknowledging, policy);
    field.attribute = policies_of_rulebook;
    field.enumerators.emplace_back("every policy");
    for (const auto& each : book.policies()) field.enumerators.push_back(each.name);
    return field;
}

py::str interned(std::string_view text) {
    PyObject* made = PyUnicode_FromStringAndSize(text.data(), static_cast<py::ssize_t>(text.size()));
    if (made == nullptr) throw py::error_already_set{};
    PyUnicode_InternInPlace(&made);
    return py::reinterpret_steal<py::str>(made);
}

/// The name of a keyword argument: with an underscore where the name means something else there.
py::str keyword_name(const std::string& name) {
    static constexpr std::array<std::string_view, 5> taken{"self", "case", "event", "at", "id"};
    const bool is_taken = std::find(taken.begin(), taken.end(), name) != taken.end();
    const bool is_word = py::module_::import("keyword").attr("iskeyword")(name).cast<bool>();
    return interned(is_taken || is_word ? name + "_" : name);
}

attribute_kind kind_of(const field_info& field) {
    switch (field.type) {
        case field_type::enumeration: return attribute_kind::one_of;
        case field_type::name: return attribute_kind::name;
        case field_type::duration: return attribute_kind::duration;
        case field_type::instant: return attribute_kind::instant;
        default: return attribute_kind::count;
    }
}

void write_field(payload& data, const field_info& field, std::int64_t value) {
    std::memcpy(data.data.data() + field.offset, &value, field.width);
}

/// Whether a field can say nothing, and what it then holds.
std::optional<std::int64_t> nothing_in(const field_info& field) {
    switch (field.type) {
        case field_type::boolean: return 0;
        case field_type::name: return -1;
        case field_type::duration:
        case field_type::instant: return field.width == 8 ? std::optional{no_value} : std::nullopt;
        case field_type::enumeration:
            if (field.attribute == policies_of_rulebook) return acknowledging::every;
            return field.attribute == no_attribute ? std::nullopt : std::optional<std::int64_t>{-1};
        default: return std::nullopt;
    }
}

// ---- values -----------------------------------------------------------------------------------------------------------------------------

std::int64_t whole_number(py::handle given) {
    if (!PyLong_Check(given.ptr()) || PyBool_Check(given.ptr())) throw py::type_error{"a whole number, not " + described(given)};
    int overflow = 0;
    const auto number = PyLong_AsLongLongAndOverflow(given.ptr(), &overflow);
    if (overflow != 0) throw py::value_error{described(given) + " is too large"};
    return number;
}

bool truth(py::handle given) {
    if (!PyBool_Check(given.ptr())) throw py::type_error{"True or False, not " + described(given)};
    return given.ptr() == Py_True;
}

std::string_view text_in(py::handle given, const char* wanted) {
    if (!PyUnicode_Check(given.ptr())) throw py::type_error{std::string{wanted} + ", not " + described(given)};
    py::ssize_t size = 0;
    const auto* const text = PyUnicode_AsUTF8AndSize(given.ptr(), &size);
    if (text == nullptr) throw py::error_already_set{};
    return {text, static_cast<std::size_t>(size)};
}

std::int64_t enumerator(py::handle given, const std::vector<std::string>& enumerators) {
    const auto word = text_in(given, "one of its words");
    for (std::size_t i = 0; i < enumerators.size(); ++i)
        if (enumerators[i] == word) return static_cast<std::int64_t>(i);
    std::string allowed;
    for (const auto& each : enumerators) allowed += (allowed.empty() ? "" : ", ") + each;
    throw py::value_error{"no such word \"" + std::string{word} + '"' + did_you_mean(word, enumerators) + " (allowed: " + allowed + ")"};
}

}  // namespace

py::object shown_value(attribute_kind kind, const std::vector<std::string>& enumerators, std::int64_t value, const host_names* names) {
    if (value == no_value) return py::none();
    switch (kind) {
        case attribute_kind::one_of:
            return static_cast<std::uint64_t>(value) < enumerators.size()
                       ? py::object{py::str(enumerators[static_cast<std::size_t>(value)])}
                       : py::object{py::none()};
        case attribute_kind::name: return py::str(names != nullptr ? names->text(value) : "#" + std::to_string(value));
        case attribute_kind::instant: return from_instant(instant{duration{value}});
        case attribute_kind::duration: return from_duration(duration{value});
        default: return py::int_(value);
    }
}

// ---- drafts -----------------------------------------------------------------------------------------------------------------------------

void event_draft::number_texts(host_names& names) {
    for (const auto& each : texts) {
        const auto code = names.code(each.text);
        if (each.in_payload) std::memcpy(e.data.data.data() + each.place, &code, sizeof code);
        else values[each.place].value = code;
    }
}

// ---- names of events ----------------------------------------------------------------------------------------------------------------------

event_catalog::event_plan event_catalog::plan_of(std::span<const field_info> fields) const {
    event_plan plan;
    for (std::size_t f = 0; f < fields.size(); ++f) {
        if (fields[f].offset == not_in_payload) continue;
        plan.fields.push_back({keyword_name(fields[f].name), event_keyword::kind::field, static_cast<std::uint8_t>(f)});
        if (const auto nothing = nothing_in(fields[f])) write_field(plan.nothing, fields[f], *nothing);
        else plan.required |= std::uint64_t{1} << f;
    }
    return plan;
}

event_catalog::event_catalog(rulebook book) : book_{std::move(book)}, acknowledging_{policy_field(book_)} {
    const auto add_spelling = [&](const std::string& name, event_ref which) {
        const auto key = interned(name);
        if (!spellings_.contains(key)) {
            spellings_[key] = py::int_(meanings_.size());
            meanings_.emplace_back();
        }
        meanings_[spellings_[key].cast<std::size_t>()].push_back(which);
    };
    for (const auto& plan : book_.machines()) {
        const auto& machine = plan.machine;
        auto& words = machines_.emplace_back();
        for (const auto& each : machine.events()) words.events.push_back(plan_of(each.fields));
        words.events.push_back(plan_of(acknowledging_));
        for (std::size_t a = 0; a < machine.attributes().size(); ++a)
            words.values.push_back(
                {keyword_name(machine.attributes()[a].name), event_keyword::kind::attribute, static_cast<std::uint8_t>(a)});
        for (std::size_t f = 0; f < machine.facts().size(); ++f)
            words.values.push_back({keyword_name(machine.facts()[f].name), event_keyword::kind::fact, static_cast<std::uint8_t>(f)});
    }
    // A name means the newest version's event. What only an older version has keeps its name for the cases of that version.
    for (auto version = book_.versions().size(); version-- > 0;) {
        std::size_t m = book_.versions()[version].first_machine;
        for (; m < machines_.size() && book_.machines()[m].version == version; ++m) {
            const auto& machine = book_.machines()[m].machine;
            std::vector<event_ref> all;
            for (std::size_t k = 1; k < machine.events().size(); ++k)
                all.push_back({static_cast<std::uint8_t>(m), static_cast<std::uint16_t>(k)});
            if (!machine.event(change_name)) all.push_back({static_cast<std::uint8_t>(m), change_event});
            if (!machine.event(acknowledge_name)) all.push_back({static_cast<std::uint8_t>(m), acknowledge_event});
            for (const auto which : all) {
                if (spellings_.contains(interned(qualified_name(which)))) continue;
                add_spelling(std::string{name(which)}, which);
                add_spelling(qualified_name(which), which);
            }
        }
    }
}

std::string_view event_catalog::name_in(const definition& machine, std::uint16_t kind) {
    if (kind == change_event) return change_name;
    if (kind == acknowledge_event) return acknowledge_name;
    return kind < machine.events().size() ? std::string_view{machine.events()[kind].name} : std::string_view{};
}

const std::vector<event_ref>& event_catalog::meanings(const py::str& name) const {
    static const std::vector<event_ref> none;
    auto* const place = PyDict_GetItemWithError(spellings_.ptr(), name.ptr());
    return place == nullptr ? none : meanings_[static_cast<std::size_t>(PyLong_AsLong(place))];
}

std::optional<event_ref> event_catalog::only_one(const py::str& name) const {
    const auto& found = meanings(name);
    return found.size() == 1 ? std::optional{found.front()} : std::nullopt;
}

event_ref event_catalog::find(const py::str& name, std::optional<std::uint8_t> machine) const {
    const auto& found = meanings(name);
    if (found.size() == 1) return found.front();
    for (const auto which : found)
        if (machine && book_.plan(which.machine).machine.tag() == book_.plan(*machine).machine.tag()) return which;
    refuse_name(name, found);
}

void event_catalog::refuse_name(const std::string& name, const std::vector<event_ref>& several) const {
    if (!several.empty()) {
        std::string list;
        for (const auto which : several) list += (list.empty() ? "" : ", ") + qualified_name(which);
        throw py::value_error{"event \"" + name + "\": several machines have one (allowed: " + list + ")"};
    }
    std::vector<std::string> known;
    for (const auto entry : spellings_) known.push_back(entry.first.cast<std::string>());
    throw py::value_error{"event \"" + name + "\": no machine of rulebook " + book_.name() + " has it" + did_you_mean(name, known)};
}

// ---- keywords ---------------------------------------------------------------------------------------------------------------------------

const event_catalog::event_plan& event_catalog::plan(event_ref which) const {
    const auto& events = machines_[which.machine].events;
    return which.kind == acknowledge_event ? events.back() : events[which.kind == change_event ? 0 : which.kind];
}

std::span<const field_info> event_catalog::fields(event_ref which) const {
    if (which.kind == acknowledge_event) return acknowledging_;
    if (which.kind == change_event) return {};
    return machine(which).events()[which.kind].fields;
}

std::vector<const event_keyword*> event_catalog::keywords(event_ref which) const {
    std::vector<const event_keyword*> all;
    for (const auto& each : plan(which).fields) all.push_back(&each);
    for (const auto& each : machines_[which.machine].values) {
        const bool hidden = std::any_of(all.begin(), all.end(), [&](const event_keyword* other) { return other->name.equal(each.name); });
        if (!hidden) all.push_back(&each);
    }
    return all;
}

std::vector<std::string> event_catalog::required(event_ref which) const {
    std::vector<std::string> names;
    for (const auto& each : plan(which).fields)
        if ((plan(which).required >> each.number & 1U) != 0) names.push_back(each.name);
    return names;
}

const event_keyword& event_catalog::keyword(event_ref which, py::handle name) const {
    const auto& fields = plan(which).fields;
    const auto& values = machines_[which.machine].values;
    for (const auto& each : fields)
        if (each.name.is(name)) return each;
    for (const auto& each : values)
        if (each.name.is(name)) return each;
    for (const auto& each : fields)
        if (each.name.equal(name)) return each;
    for (const auto& each : values)
        if (each.name.equal(name)) return each;
    refuse_keyword(which, name);
}

void event_catalog::refuse_keyword(event_ref which, py::handle name) const {
    std::vector<std::string> known;
    std::string list;
    for (const auto* each : keywords(which)) {
        known.push_back(each->name);
        list += (list.empty() ? "" : ", ") + known.back();
    }
    const std::string given = py::str(name);
    throw py::type_error{qualified_name(which) + ": no field, attribute or fact \"" + given + '"' + did_you_mean(given, known) +
                         " (allowed: " + list + ")"};
}

namespace {

/// Puts one keyword's value into a draft.
class draft_writer {
public:
    draft_writer(event_draft& draft, const definition& machine) : draft_{draft}, machine_{machine} {}

    void put_field(const field_info& field, py::handle given) {
        if (field.type == field_type::boolean) return write_field(draft_.e.data, field, truth(given) ? 1 : 0);
        if (given.is_none()) {
            const auto nothing = nothing_in(field);
            if (!nothing) throw py::type_error{"the field cannot be None"};
            return write_field(draft_.e.data, field, *nothing);
        }
        if (field.type == field_type::name) {
            draft_.texts.push_back({true, field.offset, std::string{text_in(given, "a text")}});
            return;
        }
        const auto number = value_of(kind_of(field), field.enumerators, given);
        const auto bits = 8 * field.width;
        const bool fits =
            bits == 64 || (field.is_signed ? number >= -(std::int64_t{1} << (bits - 1)) && number < std::int64_t{1} << (bits - 1)
                                           : number >= 0 && number < std::int64_t{1} << bits);
        if (!fits) throw py::value_error{described(given) + " does not fit into " + std::to_string(field.width) + " bytes"};
        write_field(draft_.e.data, field, number);
    }

    void put_attribute(unsigned number, py::handle given) {
        const auto& attribute = machine_.attributes()[number];
        if (attribute.kind == attribute_kind::name && !given.is_none()) {
            draft_.texts.push_back({false, static_cast<std::uint8_t>(draft_.values.size()), std::string{text_in(given, "a text")}});
            return add(event_value::of_attribute(number, 0));
        }
        const auto value = given.is_none() ? no_value : value_of(attribute.kind, attribute.enumerators, given);
        if (!fits(attribute.slot, value))
            throw py::value_error{described(given) + " is out of range (allowed: 0 up to " +
                                  std::to_string(largest_value(attribute.slot.width)) + ")"};
        add(event_value::of_attribute(number, value));
    }

    void put_fact(unsigned number, py::handle given) { add(event_value::of_fact(number, truth(given))); }

private:
    std::int64_t value_of(attribute_kind kind, const std::vector<std::string>& enumerators, py::handle given) const {
        switch (kind) {
            case attribute_kind::one_of: return enumerator(given, enumerators);
            case attribute_kind::instant: return to_instant(given).time_since_epoch().count();
            case attribute_kind::duration: return to_duration(given).count();
            default: return whole_number(given);
        }
    }
    void add(event_value value) {
        if (draft_.values.size() == 255) throw py::value_error{"an event carries no more than 255 values"};
        draft_.values.push_back(value);
    }

    event_draft& draft_;
    const definition& machine_;
};

}  // namespace

void event_catalog::fill(event_draft& draft, event_ref which, std::uint64_t case_id, instant at, std::uint64_t id,
                         const py::kwargs& given) const {
    const auto& how = plan(which);
    const auto& self = machine(which);
    draft.values.clear();
    draft.texts.clear();
    draft.e = {.case_id = case_id, .at = at, .id = id, .data = how.nothing, .kind = which.kind, .machine = which.machine};
    std::uint64_t missing = how.required;
    draft_writer writer{draft, self};
    for (const auto entry : given) {
        const auto& word = keyword(which, entry.first);
        const auto subject = [&] { return qualified_name(which) + ", " + std::string{word.name} + ": "; };
        try {
            switch (word.is) {
                case event_keyword::kind::field:
                    writer.put_field(fields(which)[word.number], entry.second);
                    missing &= ~(std::uint64_t{1} << word.number);
                    break;
                case event_keyword::kind::attribute: writer.put_attribute(word.number, entry.second); break;
                case event_keyword::kind::fact: writer.put_fact(word.number, entry.second); break;
            }
        } catch (const py::type_error& error) {
            throw py::type_error{subject() + error.what()};
        } catch (const py::value_error& error) {
            throw py::value_error{subject() + error.what()};
        }
    }
    if (missing != 0) {
        const auto first = static_cast<unsigned>(__builtin_ctzll(missing));
        throw py::type_error{qualified_name(which) + ": the field " + fields(which)[first].name + " is missing"};
    }
    draft.e.value_count = static_cast<std::uint8_t>(draft.values.size());
}

keyword_values event_catalog::keywords_of(const event_draft& draft, const host_names* names) const {
    const event_ref which{draft.e.machine, draft.e.kind};
    const auto& self = machine(which);
    const auto text_at = [&](bool in_payload, std::size_t place) -> py::object {
        for (const auto& each : draft.texts)
            if (each.in_payload == in_payload && each.place == place) return py::str(each.text);
        return py::none();
    };
    keyword_values all;
    for (const auto& word : plan(which).fields) {
        const auto& field = fields(which)[word.number];
        const auto value = detail::read_field(draft.e.data, field.offset, field.width, field.is_signed, field.type == field_type::name);
        const auto nothing = nothing_in(field);
        const auto text = text_at(true, field.offset);
        if (!text.is_none()) all[word.name] = text;
        else if (field.type == field_type::boolean) all[word.name] = py::bool_(value != 0);
        else if (field.attribute == policies_of_rulebook && value == acknowledging::every) continue;
        else if (value != no_value &&
                 !(nothing && field.type == field_type::enumeration && static_cast<std::size_t>(value) >= field.enumerators.size()))
            all[word.name] = shown_value(kind_of(field), field.enumerators, value, names);
    }
    const auto& words = machines_[which.machine].values;
    for (std::size_t i = 0; i < draft.values.size(); ++i) {
        const auto& value = draft.values[i];
        const auto is = value.is_fact() ? event_keyword::kind::fact : event_keyword::kind::attribute;
        const auto word = std::find_if(words.begin(), words.end(),
                                       [&](const event_keyword& each) { return each.is == is && each.number == value.number(); });
        if (value.is_fact()) {
            all[word->name] = py::bool_((value.what & event_value::fact_set) != 0);
            continue;
        }
        const auto& attribute = self.attributes()[value.number()];
        const auto text = text_at(false, i);
        all[word->name] = !text.is_none() ? text : shown_value(attribute.kind, attribute.enumerators, value.value, names);
    }
    return all;
}

}  // namespace caseclock::python

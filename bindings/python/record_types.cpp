// SPDX-License-Identifier: Apache-2.0
#include "record_types.hpp"

#include "python_time.hpp"

#include <cstddef>

namespace caseclock::python {
namespace {

struct column {
    const char* name;
    const char* format;
    std::size_t offset;
};

py::dtype made_dtype(const std::vector<column>& columns, std::size_t bytes) {
    py::list names, formats, offsets;
    for (const auto& each : columns) {
        names.append(each.name);
        formats.append(each.format);
        offsets.append(each.offset);
    }
    return {std::move(names), std::move(formats), std::move(offsets), static_cast<py::ssize_t>(bytes)};
}

/// Made once, and kept: an interpreter has only one NumPy.
template <class Make> const py::dtype& kept(Make make) {
    PYBIND11_CONSTINIT static py::gil_safe_call_once_and_store<py::dtype> made;
    return made.call_once_and_store_result(make).get_stored();
}

py::dtype event_dtype(const char* at) {
    return made_dtype({{"case", "u8", offsetof(event, case_id)},
                       {"at", at, offsetof(event, at)},
                       {"id", "u8", offsetof(event, id)},
                       {"data", "V16", offsetof(event, data)},
                       {"values", "u4", offsetof(event, first_value)},
                       {"kind", "u2", offsetof(event, kind)},
                       {"machine", "u1", offsetof(event, machine)},
                       {"count", "u1", offsetof(event, value_count)}},
                      sizeof(event));
}

std::vector<column> effect_columns() {
    return {{"at", "M8[ms]", offsetof(effect, at)},       {"due_at", "M8[ms]", offsetof(effect, due_at)},
            {"root", "u8", offsetof(effect, root)},       {"case", "u8", offsetof(effect, case_id)},
            {"value", "i8", offsetof(effect, value)},     {"ordinal", "u4", offsetof(effect, ordinal)},
            {"what", "u2", offsetof(effect, what)},       {"to", "u2", offsetof(effect, to)},
            {"policy", "u2", offsetof(effect, policy)},   {"cycle", "u2", offsetof(effect, cycle)},
            {"kind", "u1", offsetof(effect, kind)},       {"detail", "u1", offsetof(effect, detail)},
            {"machine", "u1", offsetof(effect, machine)}};
}

/// An array of that dtype; `also` may be another spelling of it.
py::array checked(const py::object& given, const std::string& name, const char* type, const py::dtype& wanted, const py::dtype& also) {
    if (!py::isinstance<py::array>(given)) throw py::type_error{name + ": an array of caseclock." + type + ", not " + described(given)};
    auto array = py::reinterpret_borrow<py::array>(given);
    if (!array.dtype().equal(wanted) && !array.dtype().equal(also))
        throw py::type_error{name + ": the array's dtype is " + std::string{py::str(array.dtype())} +
                             " (allowed: " + std::string{py::str(wanted)} + ")"};
    if (array.ndim() != 1) throw py::value_error{name + ": the array has " + std::to_string(array.ndim()) + " dimensions (allowed: 1)"};
    const bool aligned = reinterpret_cast<std::uintptr_t>(array.data()) % alignof(event) == 0;
    if (array.shape(0) > 1 && array.strides(0) != array.itemsize())
        throw py::value_error{name + ": the array is not contiguous (numpy.ascontiguousarray makes one that is)"};
    if (array.shape(0) > 0 && !aligned) throw py::value_error{name + ": the array is not aligned (its copy() is)"};
    return array;
}

template <class Record> std::span<const Record> span_of(const py::array& array) {
    return {static_cast<const Record*>(array.data()), static_cast<std::size_t>(array.shape(0))};
}

}  // namespace

template <> py::dtype dtype_of<event>() {
    return kept([] { return event_dtype("M8[ms]"); });
}

py::dtype event_dtype_of_numbers() {
    return kept([] { return event_dtype("i8"); });
}

template <> py::dtype dtype_of<event_value>() {
    return kept([] {
        // the spare bytes have a name, since numpy.concatenate drops what has none
        return made_dtype({{"value", "i8", offsetof(event_value, value)},
                           {"what", "u2", offsetof(event_value, what)},
                           {"spare", "V6", offsetof(event_value, spare)}},
                          sizeof(event_value));
    });
}

template <> py::dtype dtype_of<receipt>() {
    return kept([] {
        return made_dtype({{"kind", "u1", offsetof(receipt, kind)},
                           {"field", "u1", offsetof(receipt, field)},
                           {"detail", "u1", offsetof(receipt, detail)},
                           {"marks", "u1", offsetof(receipt, marks)},
                           {"state", "(4,)u1", offsetof(receipt, state)},
                           {"first_refusal", "u4", offsetof(receipt, first_refusal)},
                           {"refusals", "u2", offsetof(receipt, refusal_count)},
                           {"machine", "u1", offsetof(receipt, machine)}},
                          sizeof(receipt));
    });
}

template <> py::dtype dtype_of<refusal_note>() {
    return kept([] {
        return made_dtype({{"unmet", "u8", offsetof(refusal_note, unmet)},
                           {"row", "u2", offsetof(refusal_note, row)},
                           {"why", "u1", offsetof(refusal_note, why)},
                           {"region", "u1", offsetof(refusal_note, region)},
                           {"state", "u1", offsetof(refusal_note, state)},
                           {"machine", "u1", offsetof(refusal_note, machine)}},
                          sizeof(refusal_note));
    });
}

template <> py::dtype dtype_of<effect>() {
    return kept([] { return made_dtype(effect_columns(), sizeof(effect)); });
}

template <> py::dtype dtype_of<correction>() {
    return kept([] {
        auto columns = effect_columns();
        static_assert(offsetof(correction, said) == 0);
        columns.insert(columns.end(), {{"was_at", "M8[ms]", offsetof(correction, was_at)},
                                       {"because_of", "u8", offsetof(correction, because_of)},
                                       {"correction", "u1", offsetof(correction, kind)}});
        return made_dtype(columns, sizeof(correction));
    });
}

template <> py::dtype dtype_of<receipt_correction>() {
    return kept([] {
        return made_dtype({{"number", "u8", offsetof(receipt_correction, number)},
                           {"case", "u8", offsetof(receipt_correction, case_id)},
                           {"at", "M8[ms]", offsetof(receipt_correction, at)},
                           {"id", "u8", offsetof(receipt_correction, id)},
                           {"because_of", "u8", offsetof(receipt_correction, because_of)},
                           {"kind", "u2", offsetof(receipt_correction, kind)},
                           {"machine", "u1", offsetof(receipt_correction, machine)},
                           {"receipt", "u1", offsetof(receipt_correction, now) + offsetof(receipt, kind)},
                           {"was", "u1", offsetof(receipt_correction, was) + offsetof(receipt, kind)},
                           {"marks", "u1", offsetof(receipt_correction, now) + offsetof(receipt, marks)},
                           {"state", "(4,)u1", offsetof(receipt_correction, now) + offsetof(receipt, state)}},
                          sizeof(receipt_correction));
    });
}

template <> py::dtype dtype_of<verdict>() {
    constexpr auto times = offsetof(verdict, times);
    return kept([] {
        return made_dtype({{"root", "u8", offsetof(verdict, root)},
                           {"case", "u8", offsetof(verdict, case_id)},
                           {"started_at", "M8[ms]", times + offsetof(cycle_times, started)},
                           {"due_at", "M8[ms]", times + offsetof(cycle_times, due)},
                           {"ended_at", "M8[ms]", times + offsetof(cycle_times, ended)},
                           {"used", "m8[ms]", times + offsetof(cycle_times, used)},
                           {"target", "m8[ms]", times + offsetof(cycle_times, target)},
                           {"overrun", "m8[ms]", times + offsetof(cycle_times, overrun)},
                           {"business_overrun", "m8[ms]", times + offsetof(cycle_times, business_overrun)},
                           {"early_by", "m8[ms]", times + offsetof(cycle_times, early_by)},
                           {"facts", "u8", offsetof(verdict, facts)},
                           {"values", "V32", offsetof(verdict, values)},
                           {"state", "(4,)u1", offsetof(verdict, state)},
                           {"policy", "u2", offsetof(verdict, policy)},
                           {"cycle", "u2", offsetof(verdict, cycle)},
                           {"ordinal", "u4", offsetof(verdict, ordinal)},
                           {"kind", "u1", offsetof(verdict, kind)},
                           {"machine", "u1", offsetof(verdict, machine)},
                           {"levels", "u1", offsetof(verdict, levels)},
                           {"unanswered", "u1", offsetof(verdict, unanswered)}},
                          sizeof(verdict));
    });
}

template <> py::dtype dtype_of<clock_row>() {
    return kept([] {
        return made_dtype({{"case", "u8", offsetof(clock_row, case_id)},
                           {"started_at", "M8[ms]", offsetof(clock_row, started)},
                           {"opens_at", "M8[ms]", offsetof(clock_row, opens)},
                           {"due_at", "M8[ms]", offsetof(clock_row, due)},
                           {"next_at", "M8[ms]", offsetof(clock_row, next)},
                           {"used", "m8[ms]", offsetof(clock_row, used)},
                           {"left", "m8[ms]", offsetof(clock_row, left)},
                           {"policy", "u2", offsetof(clock_row, policy)},
                           {"cycle", "u2", offsetof(clock_row, cycle)},
                           {"misses", "u1", offsetof(clock_row, misses)},
                           {"running", "?", offsetof(clock_row, running)},
                           {"paused", "?", offsetof(clock_row, paused)},
                           {"missed", "?", offsetof(clock_row, missed)}},
                          sizeof(clock_row));
    });
}

std::span<const event> events_in(const py::object& given, const std::string& name) {
    const auto array = checked(given, name, "event_dtype", dtype_of<event>(), event_dtype_of_numbers());
    const auto found = span_of<event>(array);
    if (array.dtype().equal(dtype_of<event>())) {
        const py::gil_scoped_release unlocked;
        for (std::size_t row = 0; row < found.size(); ++row)
            if (found[row].at.time_since_epoch().count() == no_value)
                throw py::value_error{name + ", row " + std::to_string(row) + ": NaT is no instant"};
    }
    return found;
}

std::span<const event_value> values_in(const py::object& given, const std::string& name) {
    if (given.is_none()) return {};
    return span_of<event_value>(checked(given, name, "value_dtype", dtype_of<event_value>(), dtype_of<event_value>()));
}

}  // namespace caseclock::python

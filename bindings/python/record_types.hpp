// SPDX-License-Identifier: Apache-2.0
//
// The plain records of a desk as NumPy dtypes: field by field the structs of C++, so that an array is a span and a span an array.
//
//   record         | dtype of                                   | bytes
//   event          | events given to Desk.apply_batch           | 48
//   event_value    | the values beside them                     | 16
//   receipt        | AnswersArrays.receipts                     | 16
//   refusal_note   | .refusals                                  | 16
//   effect         | .effects                                   | 64
//   verdict        | .verdicts                                  | 136
//   correction     | .corrections                               | 96
//   receipt_correction | .receipt_corrections                   | 88
//   clock_row      | Desk.clocks_of                             | 64
//
// Instants are datetime64[ms], lengths timedelta64[ms]; the instants of events may be int64 milliseconds too.
#pragma once

#include "caseclock/desk/desk.hpp"
#include "caseclock/ledger/correction.hpp"

#include <pybind11/numpy.h>

namespace caseclock::python {

namespace py = pybind11;

/// A clock of a case beside those of other cases; `cycle` is 0 where the case has none. An instant that there is not is NaT.
struct clock_row {
    std::uint64_t case_id = 0;
    std::int64_t started = no_value, opens = no_value, due = no_value, next = no_value;
    std::int64_t used = no_value, left = no_value;
    std::uint16_t policy = no_policy;
    std::uint16_t cycle = 0;
    std::uint8_t misses = 0;
    bool running = false, paused = false, missed = false;
};
static_assert(sizeof(clock_row) == 64);

/// The dtype of a record.
template <class Record> [[nodiscard]] py::dtype dtype_of();
template <> [[nodiscard]] py::dtype dtype_of<event>();
template <> [[nodiscard]] py::dtype dtype_of<event_value>();
template <> [[nodiscard]] py::dtype dtype_of<receipt>();
template <> [[nodiscard]] py::dtype dtype_of<refusal_note>();
template <> [[nodiscard]] py::dtype dtype_of<effect>();
template <> [[nodiscard]] py::dtype dtype_of<verdict>();
template <> [[nodiscard]] py::dtype dtype_of<correction>();
template <> [[nodiscard]] py::dtype dtype_of<receipt_correction>();
template <> [[nodiscard]] py::dtype dtype_of<clock_row>();

/// The same with instants as int64 milliseconds.
[[nodiscard]] py::dtype event_dtype_of_numbers();

/// The records of an array, where they lie. TypeError for another dtype, ValueError for more than one dimension and for what is not
/// contiguous; NaT among the instants of events is a ValueError with the row. `name` opens the message.
[[nodiscard]] std::span<const event> events_in(const py::object& given, const std::string& name);
[[nodiscard]] std::span<const event_value> values_in(const py::object& given, const std::string& name);

/// The vector's records as a read-only array, without a copy; `owner` keeps the vector alive.
template <class Record> [[nodiscard]] py::array array_over(const std::vector<Record>& records, py::handle owner) {
    py::array made{dtype_of<Record>(), std::vector<py::ssize_t>{static_cast<py::ssize_t>(records.size())},
                   std::vector<py::ssize_t>{static_cast<py::ssize_t>(sizeof(Record))}, records.data(), owner};
    py::detail::array_proxy(made.ptr())->flags &= ~py::detail::npy_api::NPY_ARRAY_WRITEABLE_;
    return made;
}

}  // namespace caseclock::python

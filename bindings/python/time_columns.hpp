// SPDX-License-Identifier: Apache-2.0
//
// NumPy columns of instants and durations, read where they lie: no copy, no conversion that could lose something.
//
//   dtype                            | column of instants             | column of durations
//   datetime64[s], [ms], [us], [ns]  | floored to the millisecond     | TypeError
//   timedelta64[s], [ms], [us], [ns] | TypeError                      | whole milliseconds, else ValueError with the row
//   NaT in a row                     | ValueError with the row        | ValueError with the row
//   any other dtype, two dimensions  | TypeError, ValueError          | TypeError, ValueError
//   an aware datetime, a timedelta   | the same in every row          | the same in every row
//
// Make a column while holding the GIL; read its rows without. An instant that no int64 of milliseconds can hold is read as
// instant::min() or max(), so that whoever checks [1970, 2200) refuses it.
#pragma once

#include "python_time.hpp"

#include <pybind11/numpy.h>

#include <array>
#include <cstring>
#include <limits>
#include <optional>
#include <type_traits>

namespace caseclock::python {

/// A column of `instant` or of `duration`.
template <class Value> class time_column {
    static_assert(std::is_same_v<Value, instant> || std::is_same_v<Value, duration>);
    static constexpr bool of_instants = std::is_same_v<Value, instant>;

public:
    /// `name` opens the message of every error. Throws py::type_error and py::value_error; the array must outlive the column.
    time_column(py::handle given, std::string name) : name_{std::move(name)} {
        if (!py::isinstance<py::array>(given)) {
            try {
                if constexpr (of_instants) same_ = to_instant(given, name_);
                else same_ = to_duration(given, name_);
            } catch (const py::type_error& error) {
                throw py::type_error{error.what() + std::string{"; a column is an array of "} + kind()};
            }
            return;
        }
        const auto array = py::reinterpret_borrow<py::array>(given);
        read_unit(array.dtype());
        if (array.ndim() != 1)
            throw py::value_error{name_ + ": the array has " + std::to_string(array.ndim()) + " dimensions (allowed: 1)"};
        data_ = static_cast<const char*>(array.data());
        stride_ = array.strides(0);
        size_ = static_cast<std::size_t>(array.shape(0));
    }

    /// Whether one scalar stands for every row; size() is then 0.
    [[nodiscard]] bool is_scalar() const noexcept { return same_.has_value(); }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    /// The value of a row; py::value_error with the row for NaT and for a duration finer than a millisecond.
    [[nodiscard]] Value operator[](std::size_t row) const {
        if (same_) return *same_;
        std::int64_t count;
        std::memcpy(&count, data_ + static_cast<std::ptrdiff_t>(row) * stride_, sizeof count);
        if (count == std::numeric_limits<std::int64_t>::min()) refuse(row, of_instants ? "NaT is no instant" : "NaT is no duration");
        return milliseconds(count, row);
    }

private:
    static std::string kind() { return of_instants ? "datetime64[s|ms|us|ns]" : "timedelta64[s|ms|us|ns]"; }

    [[noreturn, gnu::cold]] void refuse(std::size_t row, const std::string& why) const {
        throw py::value_error{name_ + ", row " + std::to_string(row) + ": " + why};
    }

    void read_unit(const py::dtype& type) {
        struct unit {
            std::string_view name;
            std::int64_t multiplier, divisor;
        };
        constexpr std::array<unit, 4> units{{{"[s]", 1'000, 1}, {"[ms]", 1, 1}, {"[us]", 1, 1'000}, {"[ns]", 1, 1'000'000}}};
        const std::string text = py::str(type.attr("str"));  // "<M8[ms]"
        for (const auto& each : units) {
            const bool native = py::bool_(type.attr("isnative"));
            if (!native || text.substr(1) != (of_instants ? "M8" : "m8") + std::string{each.name}) continue;
            multiplier_ = each.multiplier;
            divisor_ = each.divisor;
            return;
        }
        throw py::type_error{name_ + ": the array's dtype is " + std::string{py::str(type)} + " (allowed: " + kind() + ")"};
    }

    Value milliseconds(std::int64_t count, std::size_t row) const {
        if (divisor_ != 1) {
            const auto rest = count % divisor_;
            if constexpr (of_instants) return Value{duration{count / divisor_ - (rest < 0 ? 1 : 0)}};
            if (rest != 0) refuse(row, std::to_string(count) + (divisor_ == 1'000 ? " us is" : " ns is") + " no whole number of milliseconds");
            return Value{duration{count / divisor_}};
        }
        std::int64_t product;
        if (!__builtin_mul_overflow(count, multiplier_, &product)) return Value{duration{product}};
        if constexpr (of_instants) return count < 0 ? Value::min() : Value::max();
        refuse(row, std::to_string(count) + " s does not fit into milliseconds");
    }

    std::string name_;
    std::optional<Value> same_;
    const char* data_ = nullptr;
    std::ptrdiff_t stride_ = 0;
    std::size_t size_ = 0;
    std::int64_t multiplier_ = 1, divisor_ = 1;
};

/// How many rows two columns have together; a scalar goes with any number. py::value_error when they differ or both are scalars.
template <class A, class B> [[nodiscard]] std::size_t common_size(const time_column<A>& a, const time_column<B>& b) {
    if (a.is_scalar() && b.is_scalar()) throw py::value_error{a.name() + " and " + b.name() + ": at least one of them is an array"};
    if (!a.is_scalar() && !b.is_scalar() && a.size() != b.size())
        throw py::value_error{a.name() + " and " + b.name() + ": one has " + std::to_string(a.size()) + " rows, the other " +
                              std::to_string(b.size())};
    return std::max(a.size(), b.size());
}

/// A new array of datetime64[ms] or timedelta64[ms], filled by row without the GIL: `fill(row)` gives the value.
/// A horizon_error that it throws comes out with the row.
template <class Value, class Fill> [[nodiscard]] py::array made_column(std::size_t size, Fill fill) {
    py::array made{py::dtype{std::is_same_v<Value, instant> ? "datetime64[ms]" : "timedelta64[ms]"},
                   std::vector<py::ssize_t>{static_cast<py::ssize_t>(size)}};
    auto* const out = static_cast<std::int64_t*>(made.mutable_data());
    const py::gil_scoped_release unlocked;
    for (std::size_t row = 0; row < size; ++row) {
        try {
            const Value value = fill(row);
            if constexpr (std::is_same_v<Value, instant>) out[row] = value.time_since_epoch().count();
            else out[row] = value.count();
        } catch (const horizon_error& error) {
            throw horizon_error{"row " + std::to_string(row) + ": " + error.what()};
        }
    }
    return made;
}

}  // namespace caseclock::python

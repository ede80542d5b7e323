// SPDX-License-Identifier: Apache-2.0
//
// Through the C interface of Python's datetime: fields are read as they are, and only the offset from UTC is asked of the tzinfo.
#include "python_time.hpp"

#include "caseclock/time/iso8601.hpp"
#include "caseclock/time/text_error.hpp"

#include <algorithm>
#include <climits>
#include <datetime.h>

namespace caseclock::python {
namespace {

constexpr std::int64_t day_ms = 86'400'000, day_us = 1'000 * day_ms, second_us = 1'000'000;

const PyDateTime_CAPI& api() {
    if (PyDateTimeAPI == nullptr) PyDateTime_IMPORT;
    if (PyDateTimeAPI == nullptr) throw py::error_already_set{};
    return *PyDateTimeAPI;
}

bool is_a(py::handle given, PyTypeObject* type) { return PyObject_TypeCheck(given.ptr(), type) != 0; }

py::object owned(PyObject* made) {
    if (made == nullptr) throw py::error_already_set{};
    return py::reinterpret_steal<py::object>(made);
}

std::string message(std::string_view subject, std::string text) { return subject.empty() ? text : std::string{subject} + ": " + text; }

[[noreturn]] void refuse_type(std::string_view subject, std::string_view wanted, py::handle given) {
    throw py::type_error{message(subject, std::string{wanted} + ", not " + described(given))};
}

std::int64_t microseconds_of_day(py::handle t) {
    PyObject* const at = t.ptr();
    const std::int64_t minutes = PyDateTime_DATE_GET_HOUR(at) * 60 + PyDateTime_DATE_GET_MINUTE(at);
    return (minutes * 60 + PyDateTime_DATE_GET_SECOND(at)) * second_us + PyDateTime_DATE_GET_MICROSECOND(at);
}

std::chrono::sys_days day_of(py::handle date) {
    const std::chrono::year_month_day day{std::chrono::year{PyDateTime_GET_YEAR(date.ptr())},
                                          std::chrono::month{static_cast<unsigned>(PyDateTime_GET_MONTH(date.ptr()))},
                                          std::chrono::day{static_cast<unsigned>(PyDateTime_GET_DAY(date.ptr()))}};
    return day;
}

/// Microseconds east of Greenwich, less than a day.
std::int64_t offset_of(py::handle t, std::string_view subject) {
    if (PyDateTime_DATE_GET_TZINFO(t.ptr()) == api().TimeZone_UTC) return 0;
    const py::object offset = t.attr("utcoffset")();
    if (offset.is_none())
        throw py::value_error{message(subject, "the datetime " + std::string{py::str(t)} +
                                                   " is naive; an instant needs its zone (datetime(..., tzinfo=...))")};
    if (!is_a(offset, api().DeltaType)) refuse_type(subject, "the offset of a datetime from UTC is a timedelta", offset);
    return PyDateTime_DELTA_GET_DAYS(offset.ptr()) * day_us + PyDateTime_DELTA_GET_SECONDS(offset.ptr()) * second_us +
           PyDateTime_DELTA_GET_MICROSECONDS(offset.ptr());
}

/// The nanoseconds that pandas keeps behind the fields of a timedelta.
bool finer_than_microseconds(py::handle length) {
    return Py_TYPE(length.ptr()) != api().DeltaType && py::hasattr(length, "nanoseconds") && py::bool_(length.attr("nanoseconds"));
}

}  // namespace

std::string described(py::handle given) {
    constexpr std::size_t longest = 60;
    const std::string text = py::repr(given);
    const std::string name = py::str(py::type::handle_of(given).attr("__name__"));
    return name + ' ' + std::string{detail::beginning_of(text, longest)} + (text.size() > longest ? "..." : "");
}

instant to_instant(py::handle given, std::string_view subject) {
    if (!is_a(given, api().DateTimeType)) refuse_type(subject, "an instant is an aware datetime", given);
    const std::int64_t since_midnight = microseconds_of_day(given) - offset_of(given, subject);
    return floor_to_instant(day_of(given) + std::chrono::microseconds{since_midnight});
}

py::object from_instant(instant t) {
    constexpr std::chrono::sys_days first{std::chrono::year{1} / 1 / 1}, past{std::chrono::year{10'000} / 1 / 1};
    if (t < first || t >= past) throw py::value_error{format_instant(t) + " is no datetime (allowed: the years 1 up to 9999)"};
    const auto midnight = std::chrono::floor<std::chrono::days>(t);
    const std::chrono::year_month_day day{midnight};
    const std::chrono::hh_mm_ss time{t - midnight};
    return owned(api().DateTime_FromDateAndTime(static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
                                                static_cast<int>(static_cast<unsigned>(day.day())), static_cast<int>(time.hours().count()),
                                                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                                                static_cast<int>(time.subseconds().count() * 1'000), api().TimeZone_UTC,
                                                api().DateTimeType));
}

duration to_duration(py::handle given, std::string_view subject) {
    if (!is_a(given, api().DeltaType)) refuse_type(subject, "a duration is a timedelta", given);
    const std::int64_t finer = PyDateTime_DELTA_GET_MICROSECONDS(given.ptr());
    if (finer % 1'000 != 0 || finer_than_microseconds(given))
        throw py::value_error{message(subject, "the timedelta " + std::string{py::str(given)} + " is no whole number of milliseconds")};
    return duration{PyDateTime_DELTA_GET_DAYS(given.ptr()) * day_ms + PyDateTime_DELTA_GET_SECONDS(given.ptr()) * std::int64_t{1'000} +
                    finer / 1'000};
}

py::object from_duration(duration length) {
    const auto days = std::chrono::floor<std::chrono::days>(length);
    const auto rest = static_cast<int>((length - days).count());
    const auto whole = static_cast<int>(std::clamp<std::int64_t>(days.count(), INT_MIN, INT_MAX));  // Python refuses what it cannot hold
    return owned(api().Delta_FromDelta(whole, rest / 1'000, rest % 1'000 * 1'000, 0, api().DeltaType));
}

bool is_date(py::handle given) { return is_a(given, api().DateType) && !is_a(given, api().DateTimeType); }

local_date to_date(py::handle given, std::string_view subject) {
    if (!is_date(given)) refuse_type(subject, "a date is a datetime.date", given);
    return local_date{day_of(given).time_since_epoch()};
}

py::object from_date(local_date date) {
    const std::chrono::year_month_day day{date};
    return owned(api().Date_FromDate(static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
                                     static_cast<int>(static_cast<unsigned>(day.day())), api().DateType));
}

}  // namespace caseclock::python

# SPDX-License-Identifier: Apache-2.0
"""caseclock.Calendar as users meet it: its arguments, its answers, everything that it refuses."""

import copy
import pickle
import sys
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

import caseclock
from caseclock import Calendar, CalendarError, HorizonError, Stretch

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)
ROUND_THE_CLOCK = {"mon-sun": ["00:00-24:00"]}


def office(**changes: Any) -> Calendar:
    return Calendar(**{"zone": "UTC", "week": {"mon-fri": ["09:00-17:00"]}} | changes)


def shanghai() -> Calendar:
    return Calendar(
        zone="Asia/Shanghai",
        week={"mon-fri": ["09:00-12:00", "13:30-18:00"], "sat": ["10:00-14:00"]},
        holidays=["2026-10-01", ("2026-10-02", "2026-10-07")],
        hours={"2026-10-10": ["09:00-18:00"]},
        breaks={"2026-11-11": ["15:00-16:00"]},
        at_boundary="closing",
    )


def at(text: str) -> datetime:
    """A datetime in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def column(*texts: str, unit: str = "ms") -> np.ndarray:
    return np.array(texts, f"datetime64[{unit}]")


# ---- the face


def test_hours_are_half_open() -> None:
    cal = office()
    assert [cal.is_open(at(f"2026-10-05 {time}")) for time in ("08:59:59.999", "09:00", "16:59:59.999", "17:00")] == [False, True, True, False]


def test_time_is_added_counted_and_subtracted() -> None:
    cal = shanghai()
    asked = datetime(2026, 9, 30, 17, 0, tzinfo=SHANGHAI)
    due = cal.add(asked, timedelta(hours=4))
    assert due == at("2026-10-08 04:00") and due.tzinfo is timezone.utc
    assert cal.between(asked, due) == 4 * HOUR and cal.between(due, asked) == -4 * HOUR
    assert cal.add(due, -4 * HOUR) == cal.subtract(due, 4 * HOUR) == asked
    assert cal.subtract(due, -HOUR) == cal.add(due, HOUR)


def test_days_have_their_own_hours() -> None:
    cal = shanghai()
    assert cal.between(datetime(2026, 10, 1, tzinfo=SHANGHAI), datetime(2026, 10, 8, tzinfo=SHANGHAI)) == timedelta()
    assert cal.between(datetime(2026, 10, 10, tzinfo=SHANGHAI), datetime(2026, 10, 11, tzinfo=SHANGHAI)) == 9 * HOUR
    assert cal.between(datetime(2026, 11, 11, tzinfo=SHANGHAI), datetime(2026, 11, 12, tzinfo=SHANGHAI)) == 6.5 * HOUR
    closed = office(hours={date(2026, 10, 5): []})
    assert not closed.is_open(at("2026-10-05 10:00")) and not closed.is_working_date(date(2026, 10, 5))


def test_the_boundary_is_a_choice() -> None:
    assert office().add(at("2026-10-05 09:00"), 8 * HOUR) == at("2026-10-05 17:00")
    assert office(at_boundary="next_opening").add(at("2026-10-05 09:00"), 8 * HOUR) == at("2026-10-06 09:00")
    assert office().subtract(at("2026-10-06 17:00"), 8 * HOUR) == at("2026-10-06 09:00")
    assert office(at_boundary="next_opening").subtract(at("2026-10-06 17:00"), 8 * HOUR) == at("2026-10-05 17:00")


def test_no_time_rests_when_open_and_moves_when_closed() -> None:
    cal, saturday = office(), at("2026-10-10 12:00")
    assert cal.add(at("2026-10-05 10:00"), timedelta()) == cal.subtract(at("2026-10-05 10:00"), timedelta()) == at("2026-10-05 10:00")
    assert cal.add(saturday, timedelta()) == at("2026-10-12 09:00")
    assert cal.subtract(saturday, timedelta()) == at("2026-10-09 17:00")


def test_openings_and_closings_are_found() -> None:
    cal, saturday = office(), at("2026-10-10 12:00")
    assert cal.next_open(saturday) == at("2026-10-12 09:00") and cal.next_close(saturday) == at("2026-10-12 17:00")
    assert cal.next_open(at("2026-10-05 10:00")) == at("2026-10-05 10:00")
    assert cal.next_close(at("2026-10-05 17:00")) == at("2026-10-06 17:00")
    assert cal.previous_close(saturday) == at("2026-10-09 17:00")
    lunch = shanghai()
    assert lunch.next_close(at("2026-10-12 02:00")) == at("2026-10-12 04:00") and lunch.close_of_day(at("2026-10-12 02:00")) == at("2026-10-12 10:00")


def test_working_days_are_counted_from_dates_and_from_instants() -> None:
    cal, friday, saturday = office(), date(2026, 10, 9), date(2026, 10, 10)
    assert [cal.add_working_days(day, 1) for day in (friday, saturday)] == [date(2026, 10, 12)] * 2
    assert [cal.add_working_days(day, 1, rule="roll_first") for day in (friday, saturday)] == [date(2026, 10, 12), date(2026, 10, 13)]
    assert cal.add_working_days(saturday, -1) == friday and cal.add_working_days(saturday, 0, "roll_first") == date(2026, 10, 12)
    assert type(cal.add_working_days(friday, 1)) is date
    evening = at("2026-10-09 18:00")
    assert cal.add_working_days(evening, 3) == at("2026-10-14 18:00")
    assert cal.add_working_days(evening, 3, start="next_opening") == at("2026-10-15 09:00")
    assert cal.add_working_days(evening, 3, snap=True) == at("2026-10-15 09:00")
    assert cal.add_working_days(evening, np.int64(3)) == at("2026-10-14 18:00")  # type: ignore[call-overload]
    assert cal.close_of_working_day(evening, 1) == at("2026-10-12 17:00")
    assert cal.close_of_working_day(evening, 1, start="next_opening") == at("2026-10-13 17:00")
    assert cal.is_working_date(friday) and not cal.is_working_date(saturday)


def test_calendar_days_keep_the_time_on_the_wall() -> None:
    york = office(zone="America/New_York")
    assert york.add_days(at("2026-03-07 15:00"), 1) == at("2026-03-08 14:00")
    assert york.end_of_day(at("2026-03-08 03:00")) == at("2026-03-08 05:00")
    assert york.end_of_day(at("2026-03-08 03:00"), 1) == at("2026-03-09 04:00")


def test_always_is_open_round_the_clock() -> None:
    cal = Calendar.always("America/New_York")
    a, b = at("2026-03-01 00:00"), at("2026-04-01 00:00")
    assert cal.between(a, b) == b - a and cal.add(a, b - a) == b and cal.zone == "America/New_York"
    assert cal.is_always and not office().is_always
    assert cal == Calendar(zone="America/New_York", week=ROUND_THE_CLOCK)


def test_stretches_say_why_it_is_closed() -> None:
    cal = office(holidays={"2026-10-05": "Founders' Day"}, breaks={date(2026, 10, 6): ["12:00-13:00"]})
    pieces = cal.stretches(at("2026-10-05 00:00"), at("2026-10-06 14:00"))
    holiday = Stretch(at("2026-10-05 09:00"), at("2026-10-05 17:00"), "holiday", date(2026, 10, 5), "Founders' Day")
    assert pieces[1] == holiday and holiday.length == 8 * HOUR
    assert [piece.kind for piece in pieces] == ["off_hours", "holiday", "off_hours", "open", "break", "open"]
    assert all(piece.date is None and piece.name is None for piece in pieces if piece.kind in ("open", "off_hours"))
    assert [piece.begin for piece in pieces[1:]] == [piece.end for piece in pieces[:-1]]
    assert cal.stretches(at("2026-10-06 00:00"), at("2026-10-06 00:00")) == []


@pytest.mark.parametrize(
    "holidays",
    [
        ["2026-10-01..2026-10-03"],
        [("2026-10-01", "2026-10-03")],
        [(date(2026, 10, 1), "2026-10-03")],
        [["2026-10-01", date(2026, 10, 3)]],
        [date(2026, 10, 1), "2026-10-02", "2026-10-03..2026-10-03"],
        {"2026-10-01..2026-10-03"},
        {("2026-10-01", "2026-10-03"): "a name"},
        (text for text in ("2026-10-01", "2026-10-02", "2026-10-03")),
    ],
)
def test_holidays_may_be_written_in_many_ways(holidays: Any) -> None:
    cal = Calendar(zone="UTC", week=ROUND_THE_CLOCK, holidays=holidays)
    assert cal.next_close(at("2026-09-30 12:00")) == at("2026-10-01 00:00")
    assert cal.next_open(at("2026-10-01 00:00")) == at("2026-10-04 00:00")


# ---- arrays


def test_columns_are_computed_by_row() -> None:
    cal = office()
    starts, durations = column("2026-10-05T09:00", "2026-10-09T16:00", "2026-10-10T12:00"), np.array([8, 2, 0], "timedelta64[s]") * 3600
    due = cal.add_many(starts, durations)
    assert due.dtype == np.dtype("datetime64[ms]") and list(due) == list(column("2026-10-05T17:00", "2026-10-12T10:00", "2026-10-12T09:00"))
    spent = cal.between_many(starts, due)
    assert spent.dtype == np.dtype("timedelta64[ms]") and list(spent) == list(durations)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_every_unit_is_read_exactly(unit: str) -> None:
    starts = column("2026-10-05T09:00", "1970-01-01T09:00", "2199-12-31T09:00", unit=unit)
    due = office().add_many(starts, np.array([3600, 3600, 3600], "timedelta64[s]").astype(f"timedelta64[{unit}]"))
    assert list(due) == list(column("2026-10-05T10:00", "1970-01-01T10:00", "2199-12-31T10:00"))


def test_instants_in_columns_are_floored_to_the_millisecond() -> None:
    starts = np.array(["2026-10-05T10:00:00.000999", "2026-10-05T10:00:00.001"], "datetime64[us]")
    assert list(office().add_many(starts, timedelta(0))) == list(column("2026-10-05T10:00:00.000", "2026-10-05T10:00:00.001"))
    finest = np.array([-1], "datetime64[ns]")
    with pytest.raises(HorizonError, match=r"row 0: instant 1969-12-31T23:59:59\.999Z lies outside"):
        office().add_many(finest, HOUR)


def test_a_scalar_stands_for_every_row() -> None:
    cal, starts = office(), column("2026-10-05T09:00", "2026-10-05T10:00")
    assert list(cal.add_many(starts, HOUR)) == list(column("2026-10-05T10:00", "2026-10-05T11:00"))
    assert list(cal.add_many(at("2026-10-05 09:00"), LENGTH)) == list(column("2026-10-05T09:00:01", "2026-10-05T09:00:02"))
    assert list(cal.between_many(starts, at("2026-10-05 12:00"))) == [np.timedelta64(3, "h"), np.timedelta64(2, "h")]


def test_columns_may_be_empty_strided_and_read_only() -> None:
    cal = office()
    assert cal.add_many(column(), np.array([], "timedelta64[ms]")).shape == (0,)
    rows = np.array([("2026-10-05T09:00", 1), ("2026-10-05T10:00", 2)], [("at", "M8[s]"), ("odd", "i1")])  # unaligned, 9 bytes apart
    assert list(cal.add_many(rows["at"][::-1], HOUR)) == list(column("2026-10-05T11:00", "2026-10-05T10:00"))
    frozen = column("2026-10-05T09:00")
    frozen.flags.writeable = False
    assert list(cal.add_many(frozen, HOUR)) == list(column("2026-10-05T10:00"))


def test_columns_and_scalars_agree() -> None:
    random = np.random.default_rng(7)
    starts = (random.integers(0, 10**12, 500)).astype("datetime64[ms]")
    durations = (random.integers(-(10**9), 10**9, 500)).astype("timedelta64[ms]")
    cal = shanghai()
    due = cal.add_many(starts, durations)
    for start, duration, expected in zip(starts.tolist(), durations.tolist(), due.tolist()):
        assert cal.add(start.replace(tzinfo=timezone.utc), duration) == expected.replace(tzinfo=timezone.utc)


def test_columns_let_other_threads_run() -> None:
    cal, starts = shanghai(), np.datetime64("1990-01-01", "ms") + np.arange(0, 10**12, 10**6).astype("timedelta64[ms]")
    begun, ran = threading.Event(), threading.Event()
    interval = sys.getswitchinterval()

    def wait() -> None:
        begun.wait()
        ran.set()

    other = threading.Thread(target=wait)
    other.start()
    sys.setswitchinterval(600)  # from here on the other thread runs only when this one lets go
    try:
        begun.set()
        for _ in range(20):
            cal.add_many(starts, HOUR)
            if ran.is_set():
                break
        else:
            pytest.fail("the lock of the interpreter was held")
    finally:
        sys.setswitchinterval(interval)
        other.join()


def test_threads_share_one_calendar_that_grows() -> None:
    cal, failures = shanghai(), list[str]()
    starts = np.datetime64("1990-01-01", "ms") + np.arange(0, 10**12, 10**7).astype("timedelta64[ms]")
    expected = shanghai().add_many(starts, 30 * HOUR)

    def work() -> None:
        if not np.array_equal(cal.add_many(starts, 30 * HOUR), expected):
            failures.append(threading.current_thread().name)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


START, LENGTH = column("2026-10-05T09:00", "2026-10-05T10:00"), np.array([1, 2], "timedelta64[s]")


@pytest.mark.parametrize(
    ("starts", "durations", "error", "message"),
    [
        (column("2026-10-05", "NaT"), LENGTH, ValueError, "starts, row 1: NaT is no instant"),
        (START, np.array([1, "NaT"], "timedelta64[ms]"), ValueError, "durations, row 1: NaT is no duration"),
        (START, np.array([1000, 1500], "timedelta64[us]"), ValueError, "durations, row 1: 1500 us is no whole number of milliseconds"),
        (START, np.array([-1, 0], "timedelta64[ns]"), ValueError, "durations, row 0: -1 ns is no whole number"),
        (START, np.array([1, 2**60], "timedelta64[s]"), ValueError, "durations, row 1: 1152921504606846976 s does not fit"),
        (START.astype("datetime64[D]"), LENGTH, TypeError, r"dtype is datetime64\[D\] \(allowed: datetime64\[s\|ms\|us\|ns\]\)"),
        (START.astype("datetime64[10ms]"), LENGTH, TypeError, r"dtype is datetime64\[10ms\]"),
        (np.array(["NaT", "NaT"], "datetime64"), LENGTH, TypeError, "dtype is datetime64 "),
        (START.astype(">M8[ms]"), LENGTH, TypeError, r"dtype is >M8\[ms\]"),
        (START.astype(np.int64), LENGTH, TypeError, "starts: the array's dtype is int64"),
        (START.astype(np.float64), LENGTH, TypeError, "starts: the array's dtype is float64"),
        (START.astype(object), LENGTH, TypeError, "starts: the array's dtype is object"),
        (LENGTH, LENGTH, TypeError, r"starts: the array's dtype is timedelta64\[s\]"),
        (START, START, TypeError, r"durations: the array's dtype is datetime64\[ms\] \(allowed: timedelta64"),
        (START, np.array([1.0, 2.0]), TypeError, "durations: the array's dtype is float64"),
        (START.reshape(2, 1), LENGTH, ValueError, r"starts: the array has 2 dimensions \(allowed: 1\)"),
        (START, LENGTH[:1], ValueError, "starts and durations: one has 2 rows, the other 1"),
        (at("2026-10-05 09:00"), HOUR, ValueError, "starts and durations: at least one of them is an array"),
        (datetime(2026, 10, 5), LENGTH, ValueError, "starts: the datetime 2026-10-05 00:00:00 is naive"),
        ([at("2026-10-05 09:00")], LENGTH, TypeError, r"starts: an instant is an aware datetime, not list .*; a column is an array"),
        (START, 3600, TypeError, "durations: a duration is a timedelta, not int 3600; a column is an array of timedelta64"),
        (START, timedelta(microseconds=1), ValueError, "durations: the timedelta 0:00:00.000001 is no whole number"),
        (column("2026-10-05", "1969-12-31T23:59:59.999"), LENGTH, HorizonError, r"row 1: instant 1969-12-31T23:59:59\.999Z lies outside \[1970"),
        (np.array([0, 2**62], "datetime64[s]"), LENGTH, HorizonError, r"row 1: instant \d+ ms since 1970 lies outside \[1970, 2200\)"),
        (column("2026-10-05", "2199-12-31T18:00"), LENGTH, HorizonError, "row 1: calendar in UTC: so much open time from 2199-12-31T18"),
    ],
)
def test_columns_that_are_refused(starts: Any, durations: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        office().add_many(starts, durations)


def test_both_columns_of_between_are_named() -> None:
    with pytest.raises(ValueError, match="^b, row 0: NaT is no instant"):
        office().between_many(START[:1], column("NaT"))
    with pytest.raises(TypeError, match="^a: the array's dtype is int64"):
        office().between_many(START.astype(np.int64), START)


# ---- instants, durations, dates

INSTANT_METHODS: dict[str, Callable[[Calendar, Any], Any]] = {
    "add": lambda cal, t: cal.add(t, HOUR),
    "add_days": lambda cal, t: cal.add_days(t, 1),
    "add_many": lambda cal, t: cal.add_many(t, LENGTH),
    "between, a": lambda cal, t: cal.between(t, at("2026-10-05 09:00")),
    "between, b": lambda cal, t: cal.between(at("2026-10-05 09:00"), t),
    "close_of_day": lambda cal, t: cal.close_of_day(t),
    "close_of_working_day": lambda cal, t: cal.close_of_working_day(t, 1),
    "end_of_day": lambda cal, t: cal.end_of_day(t),
    "is_open": lambda cal, t: cal.is_open(t),
    "next_close": lambda cal, t: cal.next_close(t),
    "next_open": lambda cal, t: cal.next_open(t),
    "previous_close": lambda cal, t: cal.previous_close(t),
    "stretches, begin": lambda cal, t: cal.stretches(t, at("2026-10-05 09:00")),
    "stretches, end": lambda cal, t: cal.stretches(at("2026-10-05 09:00"), t),
    "subtract": lambda cal, t: cal.subtract(t, HOUR),
    "add_working_days": lambda cal, t: cal.add_working_days(t, 1),
}


class NoOffset(tzinfo):
    """A zone that does not say where it is: the datetime is naive."""

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        return None

    dst = utcoffset

    def tzname(self, dt: datetime | None) -> None:
        return None


@pytest.mark.parametrize("method", INSTANT_METHODS)
def test_instants_are_aware_datetimes(method: str) -> None:
    ask = INSTANT_METHODS[method]
    for naive in (datetime(2026, 10, 5, 9), datetime(2026, 10, 5, 9, tzinfo=NoOffset())):
        with pytest.raises(ValueError, match="is naive; an instant needs its zone"):
            ask(office(), naive)
    a_date: list[Any] = [] if method == "add_working_days" else [date(2026, 10, 5)]
    for wrong in ("2026-10-05T09:00Z", 1_790_000_000, 1.5, None, np.datetime64("2026-10-05"), *a_date):
        with pytest.raises(TypeError, match=r"(an instant is an aware datetime|a date is a datetime\.date), not"):
            ask(office(), wrong)


@pytest.mark.parametrize("method", [name for name in INSTANT_METHODS if not name.startswith("stretches")])
def test_instants_lie_from_1970_to_2199(method: str) -> None:
    for outside in (at("1969-12-31 23:59:59.999999"), at("2200-01-01 00:00"), at("0001-01-01 00:00"), at("9999-12-31 23:59:59.999999")):
        with pytest.raises(HorizonError, match=r"lies outside \[1970, 2200\)"):
            INSTANT_METHODS[method](office(), outside)


def test_any_zone_of_an_instant_is_read() -> None:
    cal = Calendar.always("UTC")
    for given in (
        datetime(2026, 10, 5, 17, tzinfo=SHANGHAI),
        datetime(2026, 10, 5, 5, tzinfo=ZoneInfo("America/New_York")),
        datetime(2026, 10, 5, 3, 30, tzinfo=timezone(-timedelta(hours=5, minutes=30))),
        datetime(2026, 10, 5, 9, 0, 0, 500_000, tzinfo=timezone(timedelta(microseconds=500_000))),
    ):
        assert cal.next_open(given) == at("2026-10-05 09:00")
    autumn = [datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York"), fold=fold) for fold in (0, 1)]
    assert [cal.next_open(each) for each in autumn] == [at("2026-11-01 05:30"), at("2026-11-01 06:30")]
    assert cal.next_open(datetime(2026, 3, 8, 2, 30, tzinfo=ZoneInfo("America/New_York"))) == at("2026-03-08 07:30")


def test_instants_are_floored_and_durations_are_exact() -> None:
    cal = Calendar.always("UTC")
    assert cal.next_open(at("2026-10-05 09:00:00.001999")) == at("2026-10-05 09:00:00.001")
    before_the_epoch = datetime(1970, 1, 1, 0, 0, 0, 0, tzinfo=timezone(timedelta(microseconds=1)))
    with pytest.raises(HorizonError, match=r"1969-12-31T23:59:59\.999Z"):
        cal.next_open(before_the_epoch)
    start = at("2026-10-05 09:00")
    assert cal.add(start, timedelta(milliseconds=1)) - start == timedelta(milliseconds=1)
    assert cal.between(start, start - timedelta(days=3, milliseconds=1)) == -timedelta(days=3, milliseconds=1)
    for finer in (timedelta(microseconds=1), timedelta(microseconds=-1), timedelta(milliseconds=1.5)):
        with pytest.raises(ValueError, match="is no whole number of milliseconds"):
            cal.add(start, finer)
    for wrong in (1, 1.5, None, "1h", np.timedelta64(1, "s")):
        with pytest.raises(TypeError, match="a duration is a timedelta, not"):
            cal.add(start, wrong)  # type: ignore[arg-type]
    for longest in (timedelta.max - timedelta(microseconds=999_999), timedelta.min):
        with pytest.raises(HorizonError):
            cal.add(start, longest)


class NanosecondDelta(timedelta):
    """As pandas has it: what is finer than a microsecond lies behind the fields."""

    nanoseconds = 1


def test_nanoseconds_behind_a_timedelta_are_not_dropped() -> None:
    with pytest.raises(ValueError, match="is no whole number of milliseconds"):
        office().add(at("2026-10-05 09:00"), NanosecondDelta(hours=1))


def test_dates_are_dates() -> None:
    cal = office()
    for wrong in (datetime(2026, 10, 5), "2026-10-05", 20261005, None):
        with pytest.raises(TypeError, match=r"a date is a datetime\.date, not"):
            cal.is_working_date(wrong)  # type: ignore[arg-type]
    for outside in (date(1969, 12, 31), date(2200, 1, 1), date.min, date.max):
        with pytest.raises(HorizonError, match=r"lies outside \[1970, 2200\)"):
            cal.is_working_date(outside)


def test_searches_past_the_horizon_are_errors() -> None:
    cal, always = office(), Calendar.always("UTC")
    searches: list[Callable[[], object]] = [
        lambda: cal.add(at("2026-10-05 09:00"), timedelta(days=20_000)),
        lambda: cal.next_open(at("2199-12-31 18:00")),
        lambda: cal.previous_close(at("1970-01-01 10:00")),
        lambda: cal.add_working_days(date(2026, 10, 5), 60_000),
        lambda: cal.add_days(at("2026-10-05 09:00"), 2**62),
        lambda: always.next_close(at("2026-10-05 09:00")),
    ]
    for ask in searches:
        with pytest.raises(HorizonError, match=r"lies? outside \[1970, 2200\)"):
            ask()
    assert issubclass(HorizonError, ValueError) and issubclass(CalendarError, ValueError)


def test_words_are_checked() -> None:
    cal, day, t = office(), date(2026, 10, 5), at("2026-10-05 09:00")
    with pytest.raises(ValueError, match=r'rule "roll_frist": .*did you mean "roll_first"\? \(allowed: count, roll_first\)'):
        cal.add_working_days(day, 1, rule="roll_frist")  # type: ignore[call-overload]
    with pytest.raises(ValueError, match=r'start "opening": .*\(allowed: the_instant, next_opening\)'):
        cal.add_working_days(t, 1, start="opening")  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="0 working days cannot be counted from 2026-10-05"):
        cal.add_working_days(day, 0)
    concerning_instants: list[Any] = [{"snap": True}, {"start": "next_opening"}]
    for options in concerning_instants:
        with pytest.raises(ValueError, match=r"start and snap concern instants, and datetime\.date\(2026, 10, 5\) has no time of day"):
            cal.add_working_days(day, 1, **options)
    wrong_counts: list[Any] = [1.0, "1", None, 2**70]
    for wrong in wrong_counts:
        with pytest.raises(TypeError):
            cal.add_working_days(t, wrong)


# ---- what a calendar refuses to be built from


def faults(**arguments: Any) -> list[str]:
    with pytest.raises(CalendarError) as raised:
        office(**arguments)
    assert str(raised.value).splitlines()[0] == f"the calendar has {len(raised.value.faults)} fault{'s' * (len(raised.value.faults) > 1)}:"
    assert [f"  {fault}" for fault in raised.value.faults] == str(raised.value).splitlines()[1:]
    return list(raised.value.faults)


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"zone": "Asia/Shangai"}, 'zone "Asia/Shangai": no such zone; did you mean "Asia/Shanghai"?'),
        ({"zone": 8}, "zone: a zone is a text such as Asia/Shanghai, not int 8"),
        ({"week": ["09:00-17:00"]}, "week is a mapping from weekdays to lists of hours, not list ['09:00-17:00']"),
        ({"week": {"mon-fry": ["09:00-17:00"]}}, 'week: weekday "mon-fry": there is no "fry"; did you mean "fri"?'),
        ({"week": {0: ["09:00-17:00"]}}, "week: a weekday is a text such as mon or mon-fri, not int 0"),
        ({"week": {"mon": "09:00-17:00"}}, "week mon: hours are a list of texts such as [\"09:00-12:00\"], not str '09:00-17:00'"),
        ({"week": {"mon": [9]}}, "week mon: hours are a text such as 09:00-12:00, not int 9"),
        ({"week": {"mon": ["9-17"]}}, 'week mon: hours "9-17": hours are written HH:MM-HH:MM'),
        ({"week": {"mon": ["09:00-25:00"]}}, 'week mon: hours "09:00-25:00": a time lies outside 00:00 .. 24:00'),
        ({"week": {"mon": ["09:00-12:00", "11:00-13:00"]}}, "week mon: 09:00-12:00 and 11:00-13:00 overlap"),
        ({"week": {"mon": ["22:00-06:00"], "tue": ["05:00-09:00"]}}, "week mon 22:00-06:00 and tue 05:00-09:00 overlap after midnight"),
        ({"week": {"mon-fri": ["09:00-12:00"], "fri": ["13:00-14:00"]}}, 'week fri: the day is given twice, by "mon-fri" and by "fri"'),
        ({"week": {}}, "the calendar never opens"),
        ({"week": {"mon": []}}, "the calendar never opens"),
        ({"holidays": "2026-10-01"}, "holidays are a list of dates, or a mapping from dates to names, not str '2026-10-01'"),
        ({"holidays": 5}, "holidays are a list of dates, or a mapping from dates to names, not int 5"),
        ({"holidays": [20261001]}, "holidays: a date is a datetime.date or a text such as 2026-10-01, not int 20261001"),
        ({"holidays": [at("2026-10-01")]}, "holidays: a date is a datetime.date or a text such as 2026-10-01, not datetime"),
        ({"holidays": ["2026-02-30"]}, 'holidays: date "2026-02-30": there is no such date'),
        ({"holidays": ["2026-10-07..2026-10-01"]}, "holiday 2026-10-07..2026-10-01: the end lies before the start"),
        ({"holidays": [("2026-10-01",)]}, "holidays: dates from .. to are a pair, not tuple ('2026-10-01',)"),
        ({"holidays": [("2026-10-01", "2026-10-02", "2026-10-03")]}, "holidays: dates from .. to are a pair, not tuple"),
        ({"holidays": [date(2200, 1, 1)]}, "holiday 2200-01-01: the date lies outside 1970-01-01 .. 2199-12-31"),
        ({"holidays": {"2026-10-01": 5}}, "holidays: a name is a text, not int 5"),
        ({"hours": ["2026-10-10"]}, "hours are a mapping from dates to lists of hours, not list ['2026-10-10']"),
        ({"hours": {"2026-10-10": None}}, 'hours of 2026-10-10: hours are a list of texts such as ["09:00-12:00"], not NoneType None'),
        ({"hours": {"10 Oct": []}}, 'hours: date "10 Oct":'),
        ({"hours": {date(2026, 10, 10): [], "2026-10-10": []}}, "hours of 2026-10-10: the date is given twice"),
        ({"hours": {date(1969, 12, 31): []}}, "hours of 1969-12-31: the date lies outside"),
        ({"breaks": None}, "breaks are a mapping from dates to lists of hours, not NoneType None"),
        ({"breaks": {"2026-10-10": ["12:00-12:00"]}}, 'breaks of 2026-10-10: hours "12:00-12:00": they end where they start'),
        ({"at_boundary": "close"}, 'at_boundary "close": no such word (allowed: closing, next_opening)'),
        ({"at_boundary": None}, 'at_boundary "None": no such word (allowed: closing, next_opening)'),
    ],
)
def test_a_faulty_calendar_is_refused(arguments: dict[str, Any], fault: str) -> None:
    [only] = faults(**arguments)
    assert only.startswith(fault)


def test_one_error_lists_every_fault_in_the_order_of_the_arguments() -> None:
    told = faults(
        zone="Mars",
        week={"mon": ["09:00-12:00", "11:00-13:00"], "tues": ["09:00"], "wed": 5},
        holidays=["tomorrow", ("2026-02-02", "2026-02-01")],
        hours={"2026-10-10": ["9-17"], "2026-10-11": ["10:00-12:00", "11:00-13:00"]},
        breaks={5: []},
        at_boundary="never",
    )
    assert [fault.split()[0].strip(":") for fault in told] == [
        "zone", "week", "week", "week", "week", "holidays", "holiday", "hours", "hours", "breaks", "at_boundary",
    ]  # fmt: skip


def test_texts_of_any_language_are_quoted_and_cut_between_characters() -> None:
    assert faults(zone="上海")[0] == 'zone "上海": no such zone'
    [zone, week] = faults(zone="a" + "上" * 27, week=["周" * 27])
    assert zone == 'zone "a' + "上" * 26 + '...": no such zone'
    assert week.endswith("周...")


def test_an_error_survives_pickling() -> None:
    with pytest.raises(CalendarError) as raised:
        office(zone="Mars", at_boundary="never")
    again = pickle.loads(pickle.dumps(raised.value))
    assert type(again) is CalendarError and str(again) == str(raised.value) and again.faults == raised.value.faults


def test_arguments_are_keywords_and_the_zone_is_needed() -> None:
    with pytest.raises(TypeError):
        Calendar("UTC", {})  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Calendar(week=ROUND_THE_CLOCK)  # type: ignore[call-arg]


def test_what_an_argument_itself_raises_comes_out() -> None:
    def broken() -> Any:
        yield "2026-10-01"
        raise RuntimeError("the source of holidays is gone")

    with pytest.raises(RuntimeError, match="the source of holidays is gone"):
        office(holidays=broken())


# ---- a value like any other


def test_calendars_are_equal_when_made_of_the_same() -> None:
    same = Calendar(
        zone="Asia/Shanghai",
        week={"sat": ["10:00-14:00"], "tue-fri": ["13:30-18:00", "09:00-12:00"], "mon": ("09:00-12:00", "13:30-18:00")},
        holidays=[(date(2026, 10, 2), date(2026, 10, 7)), date(2026, 10, 1)],
        hours={date(2026, 10, 10): ["09:00-18:00"]},
        breaks={date(2026, 11, 11): ["15:00:00-16:00:00"]},
    )
    assert same == shanghai() and hash(same) == hash(shanghai()) and len({same, shanghai()}) == 1
    for other in (
        office(zone="Asia/Shanghai"),
        office(week={"mon-thu": ["09:00-17:00"]}),
        office(holidays=["2026-10-01"]),
        office(holidays={"2026-10-01": "a name"}),
        office(hours={"2026-10-10": []}),
        office(breaks={"2026-10-09": ["12:00-13:00"]}),
        office(at_boundary="next_opening"),
        "a calendar",
    ):
        assert other != office()


@pytest.mark.parametrize(
    "cal",
    [
        shanghai(),
        office(),
        Calendar.always("Pacific/Apia"),
        office(at_boundary="next_opening", hours={"2026-10-10": []}),
        office(holidays={"2026-10-01": "National Day", ("2026-12-25", "2026-12-26"): ""}),
        office(week={"sun-tue": ["22:00:30-06:00"], "fri": ["18:00-24:00"]}),
    ],
    ids=repr,
)
def test_a_calendar_is_made_again_from_its_text_its_spec_and_its_pickle(cal: Calendar) -> None:
    assert eval(repr(cal), {"Calendar": caseclock.Calendar}) == Calendar(**cal.spec) == pickle.loads(pickle.dumps(cal)) == cal
    assert copy.copy(cal) is copy.deepcopy(cal) is cal


def test_the_text_groups_weekdays() -> None:
    assert repr(office(holidays=[("2026-10-01", "2026-10-02"), date(2026, 10, 7)])) == (
        "Calendar(zone='UTC', week={'mon-fri': ['09:00-17:00']}, holidays=['2026-10-01..2026-10-02', '2026-10-07'])"
    )


def test_a_pickle_is_checked_when_it_is_read() -> None:
    function, (spec,) = office().__reduce__()
    with pytest.raises(CalendarError, match="no such zone"):
        function(spec | {"zone": "Mars"})


def test_a_calendar_does_not_change() -> None:
    cal = office()
    cal.spec["zone"] = "Asia/Shanghai"
    assert cal.zone == "UTC"
    for name in ("zone", "spec", "is_always", "week"):
        with pytest.raises(AttributeError):
            setattr(cal, name, "UTC")

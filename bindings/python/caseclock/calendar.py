# SPDX-License-Identifier: Apache-2.0
"""Business hours of one zone: what is open, how much open time lies between two instants, when an amount of it has elapsed.

    Mon-Fri 09-17 in UTC           | from              | gives
    add 8 h                        | Monday 09:00      | Monday 17:00, with at_boundary="next_opening" Tuesday 09:00
    add 0 h                        | Saturday          | Monday 09:00
    subtract 0 h                   | Saturday          | Friday 17:00
    between                        | Fri 16:00, Mon 10 | 2 h
    next_open; next_close          | Saturday          | Monday 09:00; Monday 17:00
    add_working_days 1             | Friday 20:00      | Monday 20:00

Instants are aware datetimes of any zone; results are in UTC. Microseconds of an instant are floored to milliseconds, a duration
that is no whole number of milliseconds is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from . import _core

__all__ = ["Calendar", "Stretch"]

DateLike = date | str
HolidayLike = DateLike | tuple[DateLike, DateLike]
Rule = Literal["count", "roll_first"]
Start = Literal["the_instant", "next_opening"]

nothing: Mapping[Any, Sequence[str]] = MappingProxyType({})


class Stretch(NamedTuple):
    """A piece of a span that is open, or closed for one reason."""

    begin: datetime
    end: datetime
    kind: Literal["open", "off_hours", "holiday", "dated_hours", "break"]
    date: date | None  #: of the holiday, the dated hours or the break
    name: str | None  #: of the holiday

    @property
    def length(self) -> timedelta:
        return self.end - self.begin


class Calendar:
    """Business hours. Immutable; threads may share one.

    Each method raises ValueError for a naive datetime, TypeError for what is no datetime, and HorizonError for an instant outside
    [1970, 2200), given or searched for.
    """

    __slots__ = ("_core",)

    def __init__(
        self,
        *,
        zone: str,
        week: Mapping[str, Sequence[str]] = nothing,
        holidays: Iterable[HolidayLike] | Mapping[HolidayLike, str] = (),
        hours: Mapping[DateLike, Sequence[str]] = nothing,
        breaks: Mapping[DateLike, Sequence[str]] = nothing,
        at_boundary: Literal["closing", "next_opening"] = "closing",
    ) -> None:
        """Raises CalendarError, which lists every fault.

        zone: an IANA name.
        week: hours by weekday or range of weekdays, `{"mon-fri": ["09:00-12:00", "13:30-18:00"], "sat": ["22:00-06:00"]}`;
            `24:00` ends a day, an end before the start lies on the next date, seconds may be given.
        holidays: dates, texts `"2026-10-01"` and `"2026-10-01..2026-10-07"`, and pairs (first, last); or a mapping from these to
            names. On a holiday the weekly hours do not open.
        hours: hours of single dates, which beat holidays and weekly hours; `[]` closes the date.
        breaks: hours of single dates that are cut from whatever is open then.
        at_boundary: where a duration ends that ends exactly at a closing: there, or at the next opening.
        """
        self._core = _core.Calendar(zone, week, holidays, hours, breaks, at_boundary)

    @classmethod
    def always(cls, zone: str) -> Calendar:
        """Open round the clock, every day."""
        return cls(zone=zone, week={"mon-sun": ["00:00-24:00"]})

    @classmethod
    def of_core(cls, core: _core.Calendar) -> Calendar:
        """The face of a calendar that the compiled part has made."""
        made = cls.__new__(cls)
        made._core = core
        return made

    @property
    def zone(self) -> str:
        """The IANA name of its zone."""
        return self._core.zone

    @property
    def is_always(self) -> bool:
        """Whether it is open round the clock."""
        return self._core.is_always

    @property
    def spec(self) -> dict[str, Any]:
        """The keyword arguments, as texts, that make an equal calendar."""
        return self._core.spec()

    # ---- open time

    def is_open(self, t: datetime) -> bool:
        """Whether t lies in open hours; a closing instant does not."""
        return self._core.is_open(t)

    def between(self, a: datetime, b: datetime) -> timedelta:
        """Open time from a to b; negative when a > b."""
        return self._core.between(a, b)

    def add(self, t: datetime, length: timedelta) -> datetime:
        """The instant at which so much open time has elapsed since t. A negative length is subtracted; none gives next_open(t)."""
        return self._core.add(t, length)

    def subtract(self, t: datetime, length: timedelta) -> datetime:
        """The mirror image of add; no length gives t itself when open, else the previous closing."""
        return self._core.subtract(t, length)

    def add_many(self, starts: NDArray[np.datetime64] | datetime, durations: NDArray[np.timedelta64] | timedelta) -> NDArray[np.datetime64]:
        """`add` by row, without a Python loop.

        starts: shape (n,), datetime64[s|ms|us|ns] in UTC, or one datetime for all rows.
        durations: shape (n,), timedelta64[s|ms|us|ns], or one timedelta for all rows.
        Returns shape (n,), datetime64[ms] in UTC. Another dtype raises TypeError; NaT, a fraction of a millisecond in a duration and
        arrays of different length raise ValueError, what lies outside [1970, 2200) HorizonError, each with the row.
        """
        return self._core.add_many(starts, durations)

    def between_many(self, a: NDArray[np.datetime64] | datetime, b: NDArray[np.datetime64] | datetime) -> NDArray[np.timedelta64]:
        """`between` by row: datetime64 of shape (n,), or one datetime for all rows, to timedelta64[ms]. Errors are those of add_many."""
        return self._core.between_many(a, b)

    # ---- openings and closings

    def next_open(self, t: datetime) -> datetime:
        """t itself when open, else the next opening."""
        return self._core.next_open(t)

    def next_close(self, t: datetime) -> datetime:
        """The first closing after t."""
        return self._core.next_close(t)

    def previous_close(self, t: datetime) -> datetime:
        """The last closing at or before t."""
        return self._core.previous_close(t)

    def close_of_day(self, t: datetime) -> datetime:
        """The next closing that is the last of its date, which is the date on which the hours open that it closes."""
        return self._core.close_of_day(t)

    # ---- dates

    def is_working_date(self, date: date) -> bool:
        """Whether hours open on the date, before breaks."""
        return self._core.is_working_date(date)

    @overload
    def add_working_days(
        self, date_or_datetime: datetime, n: int, rule: Rule = "count", start: Start = "the_instant", snap: bool = False
    ) -> datetime: ...
    @overload
    def add_working_days(self, date_or_datetime: date, n: int, rule: Rule = "count") -> date: ...
    def add_working_days(
        self, date_or_datetime: date | datetime, n: int, rule: Rule = "count", start: Start = "the_instant", snap: bool = False
    ) -> date | datetime:
        """The n-th working date from there on: a date for a date, and for an instant an instant with the same time of day.

        rule: "count", strictly after the date (n < 0: before; n = 0 raises ValueError), or "roll_first", onto a working date first.
        start: "next_opening" moves a start outside hours, date and time, to the next opening before it counts.
        snap: a result outside hours moves to the next opening. This and start concern instants: for a date ValueError.
        """
        if isinstance(date_or_datetime, datetime):
            return self._core.add_working_days(date_or_datetime, n, rule, start, snap)
        if start != "the_instant" or snap:
            raise ValueError(f"add_working_days: start and snap concern instants, and {date_or_datetime!r} has no time of day")
        return self._core.add_working_dates(date_or_datetime, n, rule)

    def close_of_working_day(self, t: datetime, n: int, rule: Rule = "count", start: Start = "the_instant") -> datetime:
        """The last closing of the hours that open on the n-th working date."""
        return self._core.close_of_working_day(t, n, rule, start)

    def add_days(self, t: datetime, n: int) -> datetime:
        """n calendar days later (earlier when negative) at the same time on the wall of the zone."""
        return self._core.add_days(t, n)

    def end_of_day(self, t: datetime, days_after: int = 0) -> datetime:
        """24:00 of the date of t in the zone, or of the date so many days after it."""
        return self._core.end_of_day(t, days_after)

    # ---- reasons

    def stretches(self, begin: datetime, end: datetime) -> list[Stretch]:
        """The span as open and closed pieces, in order, without gaps; empty when it is."""
        return [Stretch(*piece) for piece in self._core.stretches(begin, end)]

    # ---- a value like any other

    def __eq__(self, other: object) -> bool:
        return self.spec == other.spec if isinstance(other, Calendar) else NotImplemented

    def __hash__(self) -> int:
        return hash(repr(self))

    def __repr__(self) -> str:
        return f"Calendar({', '.join(f'{name}={value!r}' for name, value in self.spec.items())})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _calendar_of, (self.spec,)

    def __copy__(self) -> Calendar:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Calendar:
        return self


def _calendar_of(spec: dict[str, Any]) -> Calendar:
    """What a pickle calls: everything is checked again."""
    return Calendar(**spec)

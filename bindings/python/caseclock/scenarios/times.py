# SPDX-License-Identifier: Apache-2.0
"""Instants and lengths of time as a table writes them.

    2026-03-02 10:00        a local time of the rulebook's zone, with seconds 10:00:15 and milliseconds 10:00:15.250
    2026-03-02T10:00+08:00  the same with its offset from UTC, or Z
    10:00:15                on the date of the step before, at first on the date of `starts:`
    tue 10:00               on the next Tuesday, which may be the date of the step before
    +90s, +1h 30m           after the step before

A wall-clock time that a zone leaves out moves forward by the gap; of one that it has twice the first counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo

from ..maps.document import did_you_mean

__all__ = ["Moment", "length_text", "moment_text", "parse_date", "parse_length", "parse_moment"]

weekdays = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
units = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
spelled_units = {"second": "s", "seconds": "s", "minute": "m", "minutes": "m", "hour": "h", "hours": "h"}
length_part = re.compile(r"\s*(\d+)\s*([^\W\d]+)")
clock_time = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?")
longest_length = timedelta(days=366 * 200)
forms = "write 2026-03-02 10:00, tue 10:00, 10:00:15 or +5m"


@dataclass(frozen=True)
class Moment:
    """An instant in the terms of the step before it: `after` it, or a wall-clock time on a date, a weekday or its own date."""

    after: timedelta | None = None
    clock: time | None = None
    day: date | None = None
    weekday: int | None = None
    zone: tzinfo | None = None  #: where the text says its offset

    def instant(self, before: datetime | date | None, zone: tzinfo, backwards: bool = False) -> datetime:
        """`before`: the instant of the step before, or the date on which the scenario starts. ValueError where that is missing, and for an
        instant that not every zone can write.

        `backwards`: a weekday is the last one, not the next one."""
        try:
            at = self._instant(before, zone, backwards)
            if 1 < at.year < 9999:
                return at
        except OverflowError:
            pass
        raise ValueError("out of range (allowed: from 1970 to before 2200)")

    def _instant(self, before: datetime | date | None, zone: tzinfo, backwards: bool) -> datetime:
        if self.after is not None:
            if not isinstance(before, datetime):
                raise ValueError("there is no step before it (allowed in the first step: 2026-03-02 10:00)")
            return before + self.after
        day = self.day or self._day_from(before.astimezone(zone).date() if isinstance(before, datetime) else before, backwards)
        assert self.clock is not None
        return _settled(datetime.combine(day, self.clock, self.zone or zone))

    def _day_from(self, day: date | None, backwards: bool) -> date:
        if day is None:
            raise ValueError("on which date? Write 2026-03-02 10:00, or `starts: 2026-03-02` above the table")
        if self.weekday is None:
            return day
        return day - timedelta(days=(day.weekday() - self.weekday) % 7) if backwards else day + timedelta(days=(self.weekday - day.weekday()) % 7)


def _settled(local: datetime) -> datetime:
    """Through UTC, so that sums of it are sums of real time."""
    return local.astimezone(timezone.utc)


def parse_moment(text: str) -> Moment:
    """ValueError, as a sentence, for what is none."""
    if text.startswith("+"):
        return Moment(after=parse_length(text[1:]))
    day, _, rest = text.replace("T", " ", 1).rpartition(" ") if text[:1].isdigit() else text.rpartition(" ")
    zone = None
    if day[:1].isdigit() and (offset := re.search(r"(Z|[+-]\d{2}:\d{2})$", rest)):
        zone = datetime.fromisoformat("2000-01-01T00:00" + offset[0]).tzinfo
        rest = rest[: offset.start()]
    at = _clock_time(rest, text)
    day = day.strip()
    if not day:
        return Moment(clock=at)
    if day[0].isdigit():
        return Moment(clock=at, day=parse_date(day), zone=zone)
    if day.lower() not in weekdays:
        raise ValueError(f"no weekday {day!r}{did_you_mean(day.lower(), weekdays)}; {forms}")
    return Moment(clock=at, weekday=weekdays.index(day.lower()))


def _clock_time(text: str, whole: str) -> time:
    found = clock_time.fullmatch(text)
    if found is None:
        raise ValueError(f"no instant: {whole!r}; {forms}")
    hour, minute, second, fraction = found.groups()
    try:
        return time(int(hour), int(minute), int(second or 0), int((fraction or "0").ljust(3, "0")) * 1000)
    except ValueError:
        raise ValueError(f"no time of day: {text!r} (allowed: 00:00 to 23:59:59.999)") from None


def parse_date(text: str) -> date:
    """ValueError, as a sentence, for what is none."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"no date: {text!r}; write 2026-03-02") from None


def parse_length(text: str) -> timedelta:
    """`90s`, `1h 30m`, `250ms`, `2d`: real time. ValueError, as a sentence, for anything else."""
    total, place = 0, 0  # milliseconds; characters
    for found in length_part.finditer(text):
        unit = spelled_units.get(found[2], found[2])
        if found.start() != place or unit not in units:
            break
        if len(found[1]) > 15:
            raise ValueError(f"length of time {text.strip()!r}: the number is too large")
        total += int(found[1]) * units[unit]
        place = found.end()
    if place == 0 or text[place:].strip() or total > longest_length // timedelta(milliseconds=1):
        raise ValueError(f"no length of time: {text.strip()!r}; write 90s, 1h 30m, 250ms or 2d")
    return timedelta(milliseconds=total)


def length_text(length: timedelta) -> str:
    """`1h 30m`, as the tables write it."""
    left = round(length / timedelta(milliseconds=1))
    sign, left = ("-", -left) if left < 0 else ("", left)
    parts = []
    for unit in ("d", "h", "m", "s", "ms"):
        count, left = divmod(left, units[unit])
        if count:
            parts.append(f"{count}{unit}")
    return sign + (" ".join(parts) or "0s")


def moment_text(at: datetime, zone: tzinfo, beside: datetime | None = None) -> str:
    """A local time; without its date when that is the date of `beside`."""
    local = at.astimezone(zone)
    clock = local.strftime("%H:%M:%S") + (f".{local.microsecond // 1000:03}" if local.microsecond else "")
    if beside is not None and beside.astimezone(zone).date() == local.date():
        return clock
    return f"{local:%Y-%m-%d} {clock}"

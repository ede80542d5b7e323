# SPDX-License-Identifier: Apache-2.0
"""Instants, days and times of day as a log writes them, described by named parts.

    day/month/year hour:minute                    29/2/2016 01:23
    month/day/year hour12:minute:second am_pm     01/02/2015 09:08:42 AM
    hour:minute:second                            7:02:47        (with a day column)
    year2+month+day                               990201         (`+`: directly followed by)
    iso 8601                                      2016-02-29T01:23:00.250Z, 2016-02-29 01:23
    unix seconds, unix milliseconds               1456709000

`year2` means 1970 to 2069. A part takes one or two digits (`year` four, `fraction` one to nine),
two where a `+` follows or precedes it. Finer than a millisecond is floored.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone

import numpy as np
from numpy.typing import NDArray

from .document import near_miss

__all__ = ["Format", "Moments", "parse_format"]

_digits = {
    "year": r"\d{4}", "year2": r"\d{2}", "month": r"\d{1,2}", "day": r"\d{1,2}", "hour": r"\d{1,2}",
    "hour12": r"\d{1,2}", "minute": r"\d{1,2}", "second": r"\d{1,2}", "fraction": r"\d{1,9}", "am_pm": r"[AaPp]\.?[Mm]\.?",
}
_whole_formats = ("iso 8601", "unix seconds", "unix milliseconds")
_allowed_parts = f" (allowed: {', '.join(_digits)}; or {', '.join(_whole_formats)})"
_iso = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII
)


@dataclass
class Moments:
    """What the distinct texts of a column say. `ms` counts from 1970-01-01T00:00, or from midnight
    where the format has no date; `is_utc` marks those that already are UTC instants."""

    ms: NDArray[np.int64]
    readable: NDArray[np.bool_]
    is_utc: NDArray[np.bool_]


@dataclass(frozen=True)
class Format:
    """One way of writing moments. Build it with `parse_format`."""

    text: str
    parts: tuple[str, ...]
    pattern: re.Pattern[str] | None = field(compare=False)

    @property
    def has_date(self) -> bool:
        return self.pattern is None or "day" in self.parts

    @property
    def has_time(self) -> bool:
        return self.pattern is None or "hour" in self.parts or "hour12" in self.parts

    def read(self, texts: list[str | None]) -> Moments:
        """Reads each text; None and what does not fit the format are not readable."""
        if self.text == "iso 8601":
            return _read_each(texts, _read_iso)
        if self.text.startswith("unix"):
            scale = 1000 if self.text == "unix seconds" else 1
            return _read_each(texts, lambda text: _read_unix(text, scale))
        assert self.pattern is not None
        columns = {part: np.zeros(len(texts), np.int64) for part in ("year", "month", "day", "hour", "minute", "second", "fraction")}
        columns["month"][:] = columns["day"][:] = 1
        columns["year"][:] = 1970
        readable = np.zeros(len(texts), bool)
        match = self.pattern.fullmatch
        found = [(row, m.groups()) for row, text in enumerate(texts) if text is not None and (m := match(text))]
        if found:
            rows = np.fromiter((row for row, _ in found), np.int64, len(found))
            readable[rows] = True
            for part, values in zip(self.parts, zip(*(groups for _, groups in found))):
                self._fill(part, values, rows, columns, readable)
            if "hour12" in self.parts:
                columns["hour"][rows] %= 12
                columns["hour"] += columns.pop("afternoon", np.zeros(len(texts), np.int64))
        return Moments(*_compose(columns, readable), is_utc=np.zeros(len(texts), bool))

    @staticmethod
    def _fill(part: str, values: tuple[str, ...], rows: NDArray[np.int64], columns: dict[str, NDArray[np.int64]],
              readable: NDArray[np.bool_]) -> None:
        if part == "am_pm":
            columns["afternoon"] = np.zeros(len(readable), np.int64)
            columns["afternoon"][rows] = [12 if text[0] in "pP" else 0 for text in values]
            return
        if part == "fraction":
            columns["fraction"][rows] = [int(text[:3].ljust(3, "0")) for text in values]
            return
        numbers = np.array(values, dtype="U4").astype(np.int64)
        if part == "year2":
            columns["year"][rows] = np.where(numbers < 70, 2000, 1900) + numbers
        elif part == "hour12":
            readable[rows[(numbers < 1) | (numbers > 12)]] = False
            columns["hour"][rows] = numbers
        else:
            columns[part][rows] = numbers


def _compose(columns: dict[str, NDArray[np.int64]], readable: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    year, month, day = columns["year"], columns["month"], columns["day"]
    months = (year - 1970) * 12 + np.clip(month, 1, 12) - 1
    first_days = months.astype("datetime64[M]").astype("datetime64[D]")
    length = ((months + 1).astype("datetime64[M]").astype("datetime64[D]") - first_days).astype(np.int64)
    good = readable & (month >= 1) & (month <= 12) & (day >= 1) & (day <= length)
    good &= (columns["hour"] < 24) & (columns["minute"] < 60) & (columns["second"] < 60)
    days = first_days.astype(np.int64) + day - 1
    seconds = (columns["hour"] * 60 + columns["minute"]) * 60 + columns["second"]
    return days * 86_400_000 + seconds * 1000 + columns["fraction"], good


def _read_each(texts: list[str | None], read_one: Callable[[str], tuple[int, bool] | None]) -> Moments:
    ms = np.zeros(len(texts), np.int64)
    readable = np.zeros(len(texts), bool)
    is_utc = np.zeros(len(texts), bool)
    for row, text in enumerate(texts):
        moment = None if text is None else read_one(text)
        if moment is not None:
            ms[row], is_utc[row] = moment
            readable[row] = True
    return Moments(ms, readable, is_utc)


def _read_iso(text: str) -> tuple[int, bool] | None:
    found = _iso.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    try:
        moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=timezone.utc)
    except ValueError:
        return None
    ms = int(moment.timestamp()) * 1000 + int((fraction or "0")[:3].ljust(3, "0"))
    if offset is None:
        return ms, False
    if offset != "Z":
        hours, minutes = int(offset[1:3]), int(offset[-2:])
        if hours > 23 or minutes > 59:
            return None
        ms -= (1 if offset[0] == "+" else -1) * (hours * 60 + minutes) * 60_000
    return ms, True


def _read_unix(text: str, scale: int) -> tuple[int, bool] | None:
    whole, _, fraction = text.partition(".")
    if not (text.isascii() and whole.isdigit() and len(whole) <= 15) or (fraction and not fraction.isdigit()):
        return None
    return int(whole) * scale + (int(fraction[:3].ljust(3, "0")) if scale == 1000 and fraction else 0), True


def parse_format(text: str) -> Format:
    """Reads a format. Raises ValueError with a sentence when it is none."""
    if text in _whole_formats:
        return Format(text, (), None)
    pieces = re.findall(r"[a-z_]+\d*|.", text)
    parts: list[str] = []
    pattern = ""
    for index, piece in enumerate(pieces):
        if piece == "+":
            if not (0 < index < len(pieces) - 1 and pieces[index - 1] in _digits and pieces[index + 1] in _digits):
                raise ValueError(f"format `{text}`: `+` stands between two parts")
            continue
        if piece not in _digits:
            if piece[0].isalpha() and len(piece) > 1:
                raise ValueError(f"format `{text}`: unknown part `{piece}`{near_miss(piece, _digits) or _allowed_parts}")
            pattern += re.escape(piece)
            continue
        if piece in parts:
            raise ValueError(f"format `{text}`: part `{piece}` twice")
        beside = pieces[max(0, index - 1) : index] + pieces[index + 1 : index + 2]
        digits = _digits[piece]
        pattern += f"({digits.replace('{1,2}', '{2}') if '+' in beside else digits})"
        parts.append(piece)
    given = set(parts)
    _check_parts(text, given)
    return Format(text, tuple(parts), re.compile(pattern, re.ASCII))


def _check_parts(text: str, given: set[str]) -> None:
    date = given & {"year", "year2", "month", "day"}
    time = given & {"hour", "hour12", "minute", "second", "fraction", "am_pm"}
    if date and ({"year", "year2"} <= date or len(date) < 3):
        raise ValueError(f"format `{text}`: a date has `year` or `year2`, `month` and `day`")
    if time and (len(given & {"hour", "hour12"}) != 1 or ("am_pm" in given) != ("hour12" in given)):
        raise ValueError(f"format `{text}`: a time has `hour`, or `hour12` with `am_pm`")
    if not date and not time:
        raise ValueError(f"format `{text}` has no part{_allowed_parts}")

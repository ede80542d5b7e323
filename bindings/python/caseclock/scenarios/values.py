# SPDX-License-Identifier: Apache-2.0
"""What a table writes, as a desk takes it: values of attributes and fields by their kind, and back again."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from ..maps.document import did_you_mean
from .times import length_text, moment_text, parse_length, parse_moment

__all__ = ["Kind", "value_of", "value_text"]

business_units = {"hour": 3_600_000, "minute": 60_000, "second": 1000}
counted = re.compile(r"(\d+)\s+(?:(business)\s+(hour|minute|second)s?|(working)\s+days?)")
whole = re.compile(r"-?\d{1,18}(?:\s+[^\W\d]\w*)?")


class Kind:
    """The kind of values of an attribute or a field: one_of, name, count, instant, duration, or boolean."""

    def __init__(self, name: str, kind: str, words: tuple[str, ...] = (), unit: str | None = None) -> None:
        self.name = name
        self.kind = kind
        self.words = words
        self.unit = unit


def value_of(kind: Kind, text: str, before: datetime | date | None, zone: tzinfo) -> Any:
    """The value that a text says. ValueError, as a sentence, where it says none."""
    if text == "none":
        return None
    if kind.kind == "one_of":
        if text not in kind.words:
            raise ValueError(f"{kind.name}: no `{text}`{did_you_mean(text, kind.words)}")
        return text
    if kind.kind == "count":
        if not whole.fullmatch(text):
            raise ValueError(f"{kind.name}: a whole number, not `{text}`")
        return int(text.split()[0])
    if kind.kind == "boolean":
        if text not in ("yes", "no"):
            raise ValueError(f"{kind.name}: yes or no, not `{text}`")
        return text == "yes"
    try:
        if kind.kind == "instant":
            return parse_moment(text).instant(before, zone)
        return _length(kind, text) if kind.kind == "duration" else text
    except ValueError as error:
        raise ValueError(f"{kind.name}: {error}") from None


def _length(kind: Kind, text: str) -> timedelta:
    """In the unit that the attribute counts in; a working day is 24 hours to a desk."""
    found = counted.fullmatch(text)
    wanted = {"business": "8 business hours", "working_days": "2 working days"}.get(kind.unit or "", "90s")
    unit = "real" if found is None else "business" if found[2] else "working_days"
    if unit != (kind.unit or "real"):
        raise ValueError(f"it counts in another unit than `{text}` (write {wanted})")
    if found is None:
        return parse_length(text)
    if len(found[1]) > 9:
        raise ValueError(f"length of time {text!r}: the number is too large")
    return timedelta(milliseconds=int(found[1]) * business_units[found[3]]) if found[2] else timedelta(days=int(found[1]))


def value_text(kind: Kind, value: Any, zone: tzinfo, beside: datetime | None) -> str:
    """A value as a table writes it."""
    if value is None:
        return "none"
    if isinstance(value, datetime):
        return moment_text(value, zone, beside)
    if isinstance(value, timedelta):
        if kind.unit == "working_days":
            return f"{round(value / timedelta(days=1))} working days"
        return length_text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)

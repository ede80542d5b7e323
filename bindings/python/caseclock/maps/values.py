# SPDX-License-Identifier: Apache-2.0
"""Texts of a column as values of an attribute, each distinct text once.

    one_of     its enumerator's number          count      a whole number below 4,294,967,295
    name       the code of the text             duration   90s, 1h30m, 2d, 0:15:00; with a unit: 90, 1.5
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .catalog import AttributeView, Names

if TYPE_CHECKING:
    from .language import AttributeRule

__all__ = ["read_duration_ms", "read_values"]

largest_count = 0xFFFF_FFFE
largest_duration_ms = (1 << 48) - 2
_clock = re.compile(r"(\d{1,6}):(\d{2})(?::(\d{2}))?", re.ASCII)
_units = re.compile(r"(?:(\d{1,6})d)?(?:(\d{1,8})h)?(?:(\d{1,9})m)?(?:(\d{1,11})s)?(?:(\d{1,14})ms)?", re.ASCII)
_number = re.compile(r"\d{1,15}(\.\d{1,6})?", re.ASCII)


def read_values(rule: AttributeRule, view: AttributeView, texts: list[str | None], names: Names) -> tuple[
        NDArray[np.int64], NDArray[np.bool_]]:
    """The value of each text, and which texts have one. Not for instants, which need the row's day."""
    read = _reader(rule, view, names)
    named = dict(rule.values) if rule.values is not None else None
    values = np.zeros(len(texts), np.int64)
    readable = np.zeros(len(texts), bool)
    for row, text in enumerate(texts):
        meant = text if named is None or text is None else named.get(text)
        value = None if meant is None else read(meant)
        if value is not None:
            values[row], readable[row] = value, True
    return values, readable


def _reader(rule: AttributeRule, view: AttributeView, names: Names) -> Callable[[str], int | None]:
    if view.kind == "one_of":
        numbers = {text: number for number, text in enumerate(view.enumerators)}
        return numbers.get
    if view.kind == "name":
        return names.code
    if view.kind == "count":
        return _read_count
    if view.kind == "duration":
        return lambda text: read_duration_ms(text, rule.unit_ms)
    raise ValueError(f"attribute `{rule.name}` is of kind {view.kind} (allowed: one_of, name, count, instant, duration)")


def _read_count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= largest_count else None


def read_duration_ms(text: str, unit_ms: int = 0) -> int | None:
    """A duration in milliseconds; a plain number needs a unit. None when it is none."""
    if unit_ms:
        if not _number.fullmatch(text):
            return None
        ms = Decimal(text) * unit_ms
        return int(ms) if ms == int(ms) and ms <= largest_duration_ms else None
    if found := _clock.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return ((hours * 60 + minutes) * 60 + seconds) * 1000 if minutes < 60 and seconds < 60 else None
    if text and (found := _units.fullmatch(text)):
        parts = [int(part or 0) for part in found.groups()]
        result = sum(part * scale for part, scale in zip(parts, (86_400_000, 3_600_000, 60_000, 1000, 1), strict=True))
        return result if result <= largest_duration_ms else None
    return None

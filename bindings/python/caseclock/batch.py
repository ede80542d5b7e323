# SPDX-License-Identifier: Apache-2.0
"""Columns into the records of a batch.

    batch = Batch.merged([
        desk.columns("ticket.record", case=ids, at=recorded, type=types, priority="high"),
        desk.columns("ticket.reply", case=ids, at=replied, agent_identified=True),
    ])
    answers = desk.apply_batch(batch.events, batch.values)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from . import _core
from ._core import EventType

if TYPE_CHECKING:
    from .desk import Desk

__all__ = ["Batch", "event_dtype", "no_value", "value_dtype"]

event_dtype: np.dtype[Any] = _core.event_dtype
value_dtype: np.dtype[Any] = _core.value_dtype
no_value: int = _core.no_value
most_values = 255


@dataclass(frozen=True)
class Batch:
    """Events of event_dtype, and the values of value_dtype that they refer to."""

    events: NDArray[np.void]
    values: NDArray[np.void]

    def __len__(self) -> int:
        return len(self.events)

    @classmethod
    def merged(cls, batches: Iterable[Batch]) -> Batch:
        """All events in the order of time; ties in the order in which they were given."""
        parts = list(batches)
        if not parts:
            return cls(np.zeros(0, event_dtype), np.zeros(0, value_dtype))
        shifted = []
        begin = 0
        for each in parts:
            events = each.events.copy()
            events["values"] += np.uint32(begin)
            begin += len(each.values)
            shifted.append(events)
        together = np.concatenate(shifted)
        return cls(together[np.argsort(together["at"], kind="stable")], np.concatenate([each.values for each in parts]))


def columns_to_batch(desk: Desk, event: EventType, case: Any, at: Any, ids: Any, fields: Mapping[str, Any]) -> Batch:
    """What Desk.columns does."""
    subject = f"{event.machine}.{event.name}"
    instants = _instants(np.asarray(at), f"{subject}, at")
    rows = len(instants)
    events = np.zeros(rows, event_dtype)
    events["case"] = _integers(case, rows, f"{subject}, case")
    events["at"] = instants.view("datetime64[ms]")
    events["id"] = _integers(ids, rows, f"{subject}, id")
    events["kind"], events["machine"] = event.number, event.machine_number
    known = {name: (kind, words, what, offset, width) for name, kind, words, what, offset, width in event.keywords()}
    events["data"] = np.frombuffer(event.nothing(), "V16")
    values = np.zeros((rows, sum(name in known and known[name][3] < 0 for name in fields)), value_dtype)
    payload = events.view(np.uint8).reshape(rows, event_dtype.itemsize)[:, _offset_of("data"):]
    place = 0
    for name, column in fields.items():
        if name not in known:
            raise TypeError(f"{subject}: no field, attribute or fact {name!r} (allowed: {', '.join(known)})")
        kind, words, what, offset, width = known[name]
        numbers = _numbers(desk, kind, words, column, rows, f"{subject}, {name}")
        if offset >= 0:
            there = numbers != no_value
            payload[there, offset:offset + width] = numbers.view(np.uint8).reshape(rows, 8)[there, :width]
        elif kind == "boolean":
            values["what"][:, place] = np.where(numbers != 0, what | _core.fact_set, what | _core.fact_cleared)
            place += 1
        else:
            values["what"][:, place], values["value"][:, place] = what, numbers
            place += 1
    if missing := [name for name in event.required() if name not in fields]:
        raise TypeError(f"{subject}: the field {missing[0]} is missing")
    if place > most_values:
        raise ValueError(f"{subject}: an event carries no more than {most_values} values")
    events["count"] = place
    events["values"] = np.arange(rows, dtype=np.int64) * place
    return Batch(events, values.reshape(-1))


def _offset_of(name: str) -> int:
    assert event_dtype.fields is not None
    return event_dtype.fields[name][1]


def _refuse_first(bad: NDArray[np.bool_], subject: str, why: str) -> None:
    if bad.any():
        raise ValueError(f"{subject}, row {int(np.argmax(bad))}: {why}")


def _one_for_all(column: Any) -> bool:
    return column is None or isinstance(column, (str, bool, int, datetime, timedelta)) or (isinstance(column, np.generic) and column.ndim == 0)


def _of_length(column: NDArray[Any], rows: int, subject: str) -> NDArray[Any]:
    if column.shape != (rows,):
        raise ValueError(f"{subject}: a column of shape ({rows},) or one value, not an array of shape {column.shape}")
    return column


def _integers(column: Any, rows: int, subject: str) -> NDArray[np.int64] | NDArray[np.uint64]:
    array = np.asarray(column)
    if array.dtype.kind == "f":
        row = int(np.argmax(np.isnan(array))) if np.isnan(array).any() else 0
        raise TypeError(f"{subject}, row {row}: whole numbers, not {array.dtype} {array.reshape(-1)[row] if array.size else ''}".rstrip())
    if array.dtype.kind not in "iu":
        raise TypeError(f"{subject}: whole numbers, not {array.dtype}")
    if array.ndim == 0:
        array = np.full(rows, array)
    if array.dtype.kind == "i":
        _refuse_first(_of_length(array, rows, subject) < 0, subject, "is negative")
    return _of_length(array, rows, subject)


def _instants(array: NDArray[Any], subject: str) -> NDArray[np.int64]:
    """UTC milliseconds, floored."""
    if array.dtype.kind != "M" or np.datetime_data(array.dtype)[0] not in ("s", "ms", "us", "ns"):
        raise TypeError(f"{subject}: a column of datetime64[s|ms|us|ns], not {array.dtype}")
    if array.ndim != 1:
        raise ValueError(f"{subject}: the array has {array.ndim} dimensions (allowed: 1)")
    _refuse_first(np.isnat(array), subject, "NaT is no instant")
    return array.astype("datetime64[ms]").view(np.int64)


def _lengths(array: NDArray[Any], subject: str) -> NDArray[np.int64]:
    """Whole milliseconds."""
    if array.dtype.kind != "m" or np.datetime_data(array.dtype)[0] not in ("s", "ms", "us", "ns"):
        raise TypeError(f"{subject}: a column of timedelta64[s|ms|us|ns], not {array.dtype}")
    _refuse_first(np.isnat(array), subject, "NaT is no duration")
    whole = array.astype("timedelta64[ms]")
    _refuse_first(whole.astype(array.dtype) != array, subject, "is no whole number of milliseconds")
    return whole.view(np.int64)


def _numbers(desk: Desk, kind: str, words: list[str], column: Any, rows: int, subject: str) -> NDArray[np.int64]:
    """A column of an attribute, a field or a fact as the numbers that stand for its values."""
    if _one_for_all(column):
        return np.repeat(_numbers_of(desk, kind, words, _column_of_one(column, subject), subject), rows)
    array = column if isinstance(column, np.ndarray) else np.asarray(column, object if kind in ("one_of", "enumeration", "name") else None)
    return _numbers_of(desk, kind, words, _of_length(array, rows, subject), subject)


def _column_of_one(value: Any, subject: str) -> NDArray[Any]:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{subject}: the datetime {value} is naive; an instant needs its zone (datetime(..., tzinfo=...))")
        return np.array([int(value.timestamp() * 1_000_000) // 1000], "datetime64[ms]")
    if isinstance(value, timedelta):
        return np.array([value // timedelta(microseconds=1)], "timedelta64[us]")
    return np.array([value], object if value is None or isinstance(value, str) else None)


def _numbers_of(desk: Desk, kind: str, words: list[str], column: NDArray[Any], subject: str) -> NDArray[np.int64]:
    if len(column) == 1 and column.dtype == object and column[0] is None:
        return np.array([no_value], np.int64)
    if kind == "instant":
        return _instants(column, subject)
    if kind == "duration":
        return _lengths(column, subject)
    if kind == "boolean":
        if column.dtype != np.bool_:
            raise TypeError(f"{subject}: a column of bool, not {column.dtype}")
        return column.astype(np.int64)
    if kind in ("one_of", "enumeration", "name") and column.dtype.kind in "OUT":
        return _codes(desk, kind, words, column, subject)
    return _integers(column, len(column), subject).astype(np.int64)


def _codes(desk: Desk, kind: str, words: list[str], column: NDArray[Any], subject: str) -> NDArray[np.int64]:
    """The number of each text, each distinct text once."""
    number_of: dict[str | None, int] = {None: no_value} if kind != "enumeration" else {}
    if kind != "name":
        number_of.update((word, number) for number, word in enumerate(words))
    found = np.empty(len(column), np.int64)
    for row, text in enumerate(column.tolist()):
        number = number_of.get(text)
        if number is None:
            if not isinstance(text, str):
                raise TypeError(f"{subject}, row {row}: a text, not {type(text).__name__} {text!r}")
            if kind != "name":
                raise ValueError(f"{subject}, row {row}: no such word {text!r} (allowed: {', '.join(words)})")
            number = number_of[text] = desk.code_of(text)
        found[row] = number
    return found

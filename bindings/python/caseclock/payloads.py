# SPDX-License-Identifier: Apache-2.0
"""Attributes of mapped events into payloads.

A map states an attribute where it changes, beside the event. An event that carries the attribute in its payload
would say there that it has none, so the payload gets what the case had last.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ._core import EventType
from .batch import event_dtype, no_value
from .rulebook import Rulebook

__all__ = ["fill_payloads"]


def fill_payloads(rulebook: Rulebook, events: NDArray[np.void], values: NDArray[np.void]) -> None:
    """Fills `data` of the events in place. ValueError for a field that must be given and that no row states."""
    for machine in rulebook.machines:
        for event in rulebook.events(machine.name):
            fields = [(name, number, offset, width) for name, _, _, number, offset, width in event.keywords() if offset >= 0]
            rows = np.flatnonzero((events["machine"] == event.machine_number) & (events["kind"] == event.number))
            if fields and len(rows):
                _fill(events, values, event, rows, fields)


def _fill(events: NDArray[np.void], values: NDArray[np.void], event: EventType, rows: NDArray[np.intp],
          fields: list[tuple[str, int, int, int]]) -> None:
    events["data"][rows] = np.frombuffer(event.nothing(), "V16")
    assert event_dtype.fields is not None
    begin = event_dtype.fields["data"][1]
    payload = events.view(np.uint8).reshape(len(events), event_dtype.itemsize)[:, begin:begin + 16]
    required = event.required()
    for name, number, offset, width in fields:
        stated = _last_stated(events, values, event.machine_number, number)[rows] if number >= 0 else np.full(len(rows), no_value)
        there = stated != no_value
        if name in required and not there.all():
            raise ValueError(f"event {event.machine}.{event.name} needs {name}, which the map does not state before each of them")
        payload[rows[there], offset:offset + width] = stated[there].view(np.uint8).reshape(-1, 8)[:, :width]


def _last_stated(events: NDArray[np.void], values: NDArray[np.void], machine: int, attribute: int) -> NDArray[np.int64]:
    """For each event the value that its case was given last, this event included."""
    owner = np.repeat(np.arange(len(events)), events["count"])
    place = np.repeat(events["values"].astype(np.int64), events["count"]) + _within(events["count"])
    here = (values["what"][place] == attribute) & (events["machine"][owner] == machine)
    own = np.full(len(events), -1, np.int64)
    own[owner[here]] = place[here]
    order = np.argsort(events["case"], kind="stable")
    cases, stated = events["case"][order], own[order]
    position = np.arange(len(order))
    first = np.maximum.accumulate(np.where(np.append(True, cases[1:] != cases[:-1]), position, 0)) if len(order) else position
    latest = np.maximum.accumulate(np.where(stated >= 0, position, -1))
    result = np.full(len(events), no_value, np.int64)
    known = latest >= first
    result[order[known]] = values["value"][stated[latest[known]]]
    return result


def _within(counts: NDArray[np.uint8]) -> NDArray[np.int64]:
    """0, 1, ... within each group of so many."""
    ends = np.cumsum(counts.astype(np.int64))
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)

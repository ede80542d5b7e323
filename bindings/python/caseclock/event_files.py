# SPDX-License-Identifier: Apache-2.0
"""The events of a mapped log as a file that a C++ host reads by name: examples/replay_events.cpp is one.

    case,at,machine,event,values...
    41,2026-03-02T01:00:00.000Z,ticket,record,type=business,priority=urgent

One line per event, in the order in which a desk takes them; a value is NAME=TEXT, a fact yes or no, a duration in milliseconds
(`60000ms`), an instant ISO 8601 in UTC; no text behind `=` unsets the attribute.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np

from .maps import MappedLog
from .maps.catalog import AttributeView, MachineView, Names
from .maps.mapping import change_kind, fact_cleared, fact_set, no_value
from .verdict_files import iso_instants

__all__ = ["write_events"]


def write_events(path: str | os.PathLike[str], mapped: MappedLog) -> int:
    """Writes every event of the log to a CSV file; returns how many there are."""
    by_number = {view.number: _Words(view, mapped.names) for view in mapped.machines.values()}
    events = mapped.events
    columns = [events[name].tolist() for name in ("case", "machine", "kind", "values", "count")]
    numbers, values = mapped.values["what"].tolist(), mapped.values["value"].tolist()
    partial = Path(f"{os.fspath(path)}.partial")
    try:
        with open(partial, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("case", "at", "machine", "event", "values"))
            for case, machine, kind, first, count, at in zip(*columns, iso_instants(events["at"]).tolist(), strict=True):
                words = by_number[machine]
                carried = [words.value(numbers[place], values[place]) for place in range(first, first + count)]
                writer.writerow((case, at, words.machine, words.events[kind], *carried))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return len(events)


class _Words:
    """The names behind the numbers of one machine."""

    def __init__(self, view: MachineView, names: Names) -> None:
        self.machine = view.name
        self.events = {number: name for name, number in view.events.items()} | {change_kind: "change"}
        self.facts = {number: name for name, number in view.facts.items()}
        self.attributes = {each.number: each for each in view.attributes.values()}
        self.names = names

    def value(self, number: int, value: int) -> str:
        """NAME=TEXT of one value."""
        if number & (fact_set | fact_cleared):
            return f"{self.facts[number & ~(fact_set | fact_cleared)]}={'yes' if number & fact_set else 'no'}"
        attribute = self.attributes[number]
        return f"{attribute.name}={'' if value == no_value else self.text(attribute, value)}"

    def text(self, attribute: AttributeView, value: int) -> str:
        if attribute.kind == "one_of":
            return attribute.enumerators[value]
        if attribute.kind == "name":
            return self.names.text(value)
        if attribute.kind == "instant":
            return str(iso_instants(np.array([value], np.int64))[0])
        return f"{value}ms" if attribute.kind == "duration" else str(value)

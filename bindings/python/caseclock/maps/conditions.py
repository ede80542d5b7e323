# SPDX-License-Identifier: Apache-2.0
"""Conditions on a row, asked of all rows at once.

    outcome: AGENT                    the column has this text          (a list: any of these)
    q_time: {not: "0"}                it has none of these
    present: CLOSED_DT                the cell is there                 (a list: all of them)
    missing: target                   the cell is not there             (a list: all of them)
    changes: incident_state           differs from the case's row before; true on its first
    row: first of case                or: last of case
    queued                            a name from `define`
    any: [...]  all: [...]  none: [...]
    column: {name: any, is: x}        a column whose name is one of these words

Several entries of one mapping must all hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .document import Faults, List, Mapping, Node, Text, did_you_mean
from .tables import Column

__all__ = ["Condition", "Rows", "columns_of", "needs_order", "read_condition"]

Mask = NDArray[np.bool_]
most_parts = 1000


class Rows(Protocol):
    """What a condition asks of the rows it is evaluated on."""

    count: int

    def column(self, name: str) -> Column: ...
    def is_missing(self, name: str) -> Mask: ...
    def changes(self, name: str) -> Mask: ...
    def first_of_case(self) -> Mask: ...
    def last_of_case(self) -> Mask: ...


class Condition(Protocol):
    """A question with one answer per row, put together from `parts` questions."""

    @property
    def parts(self) -> int: ...

    def holds(self, rows: Rows) -> Mask: ...


class _Single:
    parts = 1


@dataclass(frozen=True)
class Is(_Single):
    column: str
    texts: tuple[str, ...]
    negated: bool

    def holds(self, rows: Rows) -> Mask:
        found = rows.column(self.column).where_text(self.texts)
        return ~found if self.negated else found


@dataclass(frozen=True)
class Present(_Single):
    columns: tuple[str, ...]
    negated: bool

    def holds(self, rows: Rows) -> Mask:
        result = np.ones(rows.count, bool)
        for column in self.columns:
            result &= rows.is_missing(column) == self.negated
        return result


@dataclass(frozen=True)
class Changes(_Single):
    column: str

    def holds(self, rows: Rows) -> Mask:
        return rows.changes(self.column)


@dataclass(frozen=True)
class Place(_Single):
    first: bool

    def holds(self, rows: Rows) -> Mask:
        return rows.first_of_case() if self.first else rows.last_of_case()


@dataclass(frozen=True)
class Combined:
    how: str  # any, all or none
    members: tuple[Condition, ...]
    parts: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", 1 + sum(member.parts for member in self.members))

    def holds(self, rows: Rows) -> Mask:
        result = np.full(rows.count, self.how == "all")
        for member in self.members:
            result = result & member.holds(rows) if self.how == "all" else result | member.holds(rows)
        return ~result if self.how == "none" else result


def _leaves(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, Combined):
        for member in condition.members:
            yield from _leaves(member)
    else:
        yield condition


def columns_of(condition: Condition | None) -> set[str]:
    """The columns that it reads."""
    found: set[str] = set()
    for leaf in _leaves(condition) if condition is not None else ():
        if isinstance(leaf, (Is, Changes)):
            found.add(leaf.column)
        elif isinstance(leaf, Present):
            found.update(leaf.columns)
    return found


def needs_order(condition: Condition | None) -> bool:
    """Whether it compares a row with others of its case."""
    return condition is not None and any(isinstance(leaf, (Changes, Place)) for leaf in _leaves(condition))


def changed_column(condition: Condition | None) -> str | None:
    """The column of the first `changes`, or nothing."""
    leaves = _leaves(condition) if condition is not None else ()
    return next((leaf.column for leaf in leaves if isinstance(leaf, Changes)), None)


def read_condition(node: Node, defined: dict[str, Condition], faults: Faults) -> Condition:
    """The condition that `node` describes."""
    condition = _read_node(node, defined, faults)
    if condition.parts > most_parts:  # names in names double quickly
        faults.add(node.mark, f"a condition of more than {most_parts} parts, those of the names in it included")
        return Combined("all", ())
    return condition


def _read_node(node: Node, defined: dict[str, Condition], faults: Faults) -> Condition:
    if isinstance(node, Text):
        if node.text in defined:
            return defined[node.text]
        faults.add(node.mark, f"unknown condition `{node.text}`{did_you_mean(node.text, defined)}")
        return Combined("all", ())
    if isinstance(node, List):
        return Combined("all", tuple(read_condition(item, defined, faults) for item in node.items))
    members = [_read_entry(key, value, defined, faults) for key, value in node.entries]
    if not members:
        faults.add(node.mark, "a condition must say something")
    return members[0] if len(members) == 1 else Combined("all", tuple(members))


def _read_entry(key: Text, value: Node, defined: dict[str, Condition], faults: Faults) -> Condition:
    if key.text in ("any", "all", "none"):
        if not isinstance(value, List) or not value.items:
            faults.add(value.mark, f"`{key.text}` takes a list of conditions")
            return Combined("all", ())
        return Combined(key.text, tuple(read_condition(item, defined, faults) for item in value.items))
    if key.text in ("present", "missing"):
        return Present(texts_of(value, f"`{key.text}`", faults), key.text == "missing")
    if key.text == "changes":
        return Changes(text_of(value, "`changes`", faults))
    if key.text == "row":
        place = text_of(value, "`row`", faults)
        if place not in ("first of case", "last of case"):
            faults.add(value.mark, f"`row: {place}` (allowed: first of case, last of case)")
        return Place(place == "first of case")
    if key.text == "column":
        if not isinstance(value, Mapping) or "name" not in value.keys() or len(value.entries) != 2:
            faults.add(value.mark, "`column` takes {name: ..., is: ...} or {name: ..., not: ...}")
            return Combined("all", ())
        faults.only_keys(value, ("name", "is", "not"), "`column`")
        name = text_of(value.get("name"), "`name`", faults)
        negated = value.get("not") is not None
        return Is(name, texts_of(value.get("not" if negated else "is"), "`column`", faults), negated)
    if isinstance(value, Mapping):
        faults.only_keys(value, ("not",), f"column `{key.text}`")
        inner = value.get("not")
        return Is(key.text, texts_of(inner, "`not`", faults) if inner else (), True)
    return Is(key.text, texts_of(value, f"column `{key.text}`", faults), False)


def text_of(node: Node | None, subject: str, faults: Faults) -> str:
    """The text of a scalar; a fault and an empty text otherwise."""
    if isinstance(node, Text):
        return node.text
    if node is not None:
        faults.add(node.mark, f"{subject} takes a text")
    return ""


def texts_of(node: Node | None, subject: str, faults: Faults) -> tuple[str, ...]:
    """The texts of a scalar or of a list of scalars."""
    if isinstance(node, List):
        if not node.items:
            faults.add(node.mark, f"{subject} takes at least one text")
        return tuple(text_of(item, subject, faults) for item in node.items)
    if isinstance(node, Mapping):
        faults.add(node.mark, f"{subject} takes a text or a list of texts")
        return ()
    return (text_of(node, subject, faults),)

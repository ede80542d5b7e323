# SPDX-License-Identifier: Apache-2.0
"""A machine of a rulebook as data: its states, events, facts, attributes and rows, read from the table itself."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from . import _core

__all__ = ["Attribute", "EventInfo", "Fact", "Field", "Finding", "Machine", "Requirement", "Row", "State"]

AttributeKind = Literal["one_of", "name", "count", "instant", "duration"]
Unit = Literal["real", "business", "working_days"]


@dataclass(frozen=True)
class State:
    """A state. `region` is None where nothing leads to it."""

    name: str
    number: int
    region: int | None
    initial: bool
    final: bool  #: its region is done here
    ends_case: bool  #: no event is taken any more, in any region
    interrupted_until: str | None  #: the one event that it lets through
    flags: tuple[str, ...]
    enter: str
    leave: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """A field of an event. An attribute of the same name takes its value, a fact of the same name is set when it is true."""

    name: str
    type: Literal["boolean", "integer", "enumeration", "name", "duration", "instant"]
    enumerators: tuple[str, ...]
    attribute: str | None
    fact: str | None


@dataclass(frozen=True)
class EventInfo:
    """What a machine says of an event. `number` is the `kind` of event records."""

    name: str
    number: int
    fields: tuple[Field, ...]
    sets: tuple[str, ...]  #: facts it sets by itself
    raised_only: bool  #: a host cannot send it
    child: str | None  #: it says that the child called so entered `child_state`
    child_state: str | None
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """A fact and what ends it; without any of these it lasts as long as its case."""

    name: str
    number: int
    until_events: tuple[str, ...]
    until_left: tuple[str, ...]
    until_entered: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Attribute:
    """An attribute. `enumerators` are those of a `one_of`, `unit` is that of a duration."""

    name: str
    number: int
    kind: AttributeKind
    enumerators: tuple[str, ...]
    unit: Unit | None
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Requirement:
    """What a row needs (hard: refuses) or ought to have (soft: notes a lapse), where all the facts in `where` hold."""

    name: str
    kind: Literal["fact", "guard"]
    hardness: Literal["hard", "soft", "off"]
    where: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One line of the table. `event` is None for a completion row, `to` for one that stays inside its state."""

    source: str
    event: str | None
    to: str | None
    guard: str
    action: str
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    asks: tuple[Requirement, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What is wrong with a machine although it can be built."""

    kind: str
    number: int  #: of the state, row or event
    text: str


@dataclass(frozen=True)
class Machine:
    """A machine. Immutable; its lists are in the order of their numbers."""

    name: str
    number: int
    _core: _core.Rulebook = field(repr=False, compare=False)

    def render(self, form: Literal["mermaid", "dot", "json"] = "mermaid") -> str:
        """A Mermaid state diagram, a Graphviz graph, or everything as JSON. ValueError for another form."""
        return self._core.render(self.name, form)

    def check(self) -> list[Finding]:
        """Unreachable states, dead ends, rows that are never reached, events that nobody takes; empty when nothing is wrong."""
        return [Finding(*found) for found in self._core.check(self.name)]

    @cached_property
    def _table(self) -> dict[str, Any]:
        table: dict[str, Any] = json.loads(self.render("json"))
        return table

    @property
    def schema(self) -> str:
        """A hash over names and types: equal when saved cases can be read back."""
        return str(self._table["schema"])

    @property
    def regions(self) -> int:
        return int(self._table["regions"])

    @cached_property
    def states(self) -> tuple[State, ...]:
        return tuple(
            State(each["name"], number, each.get("region"), each["initial"], each["final"], each["ends_case"], each.get("interrupted_until"),
                  tuple(each["flags"]), each["enter"], each["leave"], tuple(each["rules"]))
            for number, each in enumerate(self._table["states"])
        )

    @cached_property
    def events(self) -> tuple[EventInfo, ...]:
        """Number 0 is the completion event, which has no name and is not here."""
        return tuple(
            EventInfo(each["name"], number, tuple(map(_field, each["fields"])), tuple(each["sets"]), each["raised_only"], each.get("child"),
                      each.get("child_state"), tuple(each["rules"]))
            for number, each in enumerate(self._table["events"], start=1)
        )

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(
            Fact(each["name"], number, tuple(each["until_events"]), tuple(each["until_left"]), tuple(each["until_entered"]), tuple(each["rules"]))
            for number, each in enumerate(self._table["facts"])
        )

    @cached_property
    def attributes(self) -> tuple[Attribute, ...]:
        return tuple(
            Attribute(each["name"], number, each["kind"], tuple(each.get("one_of", ())), each.get("unit"), tuple(each["rules"]))
            for number, each in enumerate(self._table["attributes"])
        )

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """In the order in which they are tried for a state and an event."""
        return tuple(
            Row(each["from"], each.get("event"), each.get("to"), each["guard"], each["action"], tuple(each["has"]), tuple(each["lacks"]),
                tuple(map(_requirement, each["asks"])), tuple(each["rules"]))
            for each in self._table["rows"]
        )

    @property
    def rule_ids(self) -> list[str]:
        """Every rule id that the machine names."""
        return list(self._table["rules"])


def _field(each: dict[str, Any]) -> Field:
    return Field(each["name"], each["type"], tuple(each.get("one_of", ())), each.get("attribute"), each.get("fact"))


def _requirement(each: dict[str, Any]) -> Requirement:
    return Requirement(each["name"], each["is"], each["how"], tuple(each["where"]), tuple(each["rules"]))

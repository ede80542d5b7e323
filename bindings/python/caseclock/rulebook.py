# SPDX-License-Identifier: Apache-2.0
"""Everything that a tenant configures: machines and their policies, calendars, roles, cues, forms, options.

    hotline = Rulebook.builtin("hotline")
    own = Rulebook.load("rules/own.yaml")                 # RulebookError: every fault, as file:line:column
    ticket = own.events("ticket")                         # event types, to be called
    desk = Desk(own)
    desk.apply(ticket.reply(case=7, at=now, agent_identified=True))
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import yaml

from . import _core
from ._core import EventType, Period
from .calendar import Calendar
from .machine import Machine

__all__ = ["EventTypes", "Form", "Ladder", "Length", "Option", "Policy", "Roster", "Rulebook", "Word", "load_rulebook", "written_rulebook"]


@dataclass(frozen=True)
class Policy:
    """A policy as reports know it."""

    name: str
    title: str
    kind: Literal["promise", "wait"]
    type: Literal["sla", "ola", "uc"]
    rules: tuple[str, ...]
    machines: tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """A role, a cue, an order or a note. `titles` are by language; the rest is said of roles."""

    name: str
    title: str
    rules: tuple[str, ...]
    titles: Mapping[str, str]
    scope: str
    outside: str
    roster: str


@dataclass(frozen=True)
class Roster:
    """Who holds a role on which weekday, Monday first; "" where nobody does."""

    name: str
    roles: tuple[str, ...]
    nobody: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Ladder:
    """Who is told at which offset from a deadline: its levels as they were written, "30m after"."""

    name: str
    levels: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """What must be filled in. Its contents stay with the host."""

    name: str
    title: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    complete: str | None  #: the fact that says it is filled in
    rules: tuple[str, ...]

    def missing(self, fields: Mapping[str, object]) -> list[str]:
        """Required fields that are not there, None or blank. ValueError for a field that the form does not have."""
        known = (*self.required, *self.optional)
        for name in fields:
            if name not in known:
                raise ValueError(f"form {self.name}: no field {name!r} (allowed: {', '.join(known)})")
        values = ((name, fields.get(name)) for name in self.required)
        return [name for name, value in values if value is None or (isinstance(value, str) and not value.strip())]


@dataclass(frozen=True)
class Option:
    """A choice between legitimate readings, and the one that was made."""

    name: str
    value: str
    choices: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Length:
    """A length of time that stands for a word of the handbook, as "first moment" for 5m."""

    name: str
    means: str
    mark: str
    rules: tuple[str, ...]


class EventTypes:
    """The events of a machine that a host can send, by name: `events.reply(case=7, at=now, agent_identified=True)`."""

    __slots__ = ("_machine", "_types")

    def __init__(self, machine: str, types: Iterable[EventType]) -> None:
        self._machine = machine
        self._types = {each.name: each for each in types}

    def __getattr__(self, name: str) -> EventType:
        try:
            return self._types[name]
        except KeyError:
            raise AttributeError(f"machine {self._machine} has no event {name!r} (allowed: {', '.join(self._types)})", name=name, obj=self) from None

    def __getitem__(self, name: str) -> EventType:
        return self._types[name]

    def __iter__(self) -> Iterator[EventType]:
        return iter(self._types.values())

    def __len__(self) -> int:
        return len(self._types)

    def __dir__(self) -> list[str]:
        return list(self._types)


class Rulebook:
    """A checked rulebook. Immutable; any number of desks and threads share one."""

    __slots__ = ("_core",)

    def __init__(self, core: _core.Rulebook) -> None:
        self._core = core

    @classmethod
    def load(cls, path: str | os.PathLike[str], options: Mapping[str, str] | None = None) -> Rulebook:
        """The rulebook in a YAML file; what it includes lies below its folder. RulebookError with every fault.

        `options`: choices that stand for the defaults which the rulebook writes, as {"ring_limit": "2 rings"}.
        """
        return cls(_core.Rulebook.load(os.fspath(path), dict(options or {})))

    @classmethod
    def parse(cls, text: str | Mapping[str, Any], name: str = "rulebook", options: Mapping[str, str] | None = None) -> Rulebook:
        """The rulebook in a text, or in a mapping of the same shape; `name` stands for the file in faults.

        In a mapping every value is a text, a whole number, a date, or a mapping or list of these: TypeError for another one.
        """
        return cls(_core.Rulebook.parse(written_rulebook(text, name), name, dict(options or {})))

    @classmethod
    def builtin(cls, name: str, options: Mapping[str, str] | None = None) -> Rulebook:
        """A rulebook that comes with the package: "hotline", "complaints_400". RulebookError, with the names there are, for another."""
        return cls(_core.Rulebook.builtin(name, dict(options or {})))

    @staticmethod
    def builtin_names() -> list[str]:
        """The rulebooks that come with the package."""
        return _core.builtin_rulebook_names()

    @staticmethod
    def json_schema() -> str:
        """The JSON Schema of the language, for editors."""
        return _core.rulebook_schema()

    @property
    def name(self) -> str:
        return self._core.name

    @property
    def title(self) -> str:
        return self._core.title

    @property
    def zone(self) -> str:
        """The IANA name of its zone."""
        return self._core.zone

    @property
    def versions(self) -> tuple[str, ...]:
        """The names of its versions, the newest last: more than one when a desk has adopted it while cases were open."""
        return tuple(self._core.versions)

    @property
    def late_events(self) -> str | None:
        """What becomes of late events: accept, as_of_now or refuse; None where it does not say."""
        return self._core.late_events

    # ---- machines

    def machine(self, name: str) -> Machine:
        """KeyError for a machine that there is not."""
        return Machine(name, self._core.machine_number(name), self._core)

    @property
    def machines(self) -> tuple[Machine, ...]:
        """Those of the newest version, in the order of their numbers."""
        return tuple(self.machine(name) for name in self._core.machine_names())

    def events(self, machine: str) -> EventTypes:
        """The event types of a machine; `change` changes attributes and facts and asks no row. KeyError for no such machine."""
        return EventTypes(machine, self._core.event_types(machine))

    # ---- hours

    def calendar(self, name: str | None = None) -> Calendar:
        """A calendar by name, or the rulebook's own. KeyError for one that there is not."""
        return Calendar.of_core(self._core.own_calendar() if name is None else self._core.calendar(name))

    @property
    def calendar_names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name, _ in self._core.calendars()))

    def period(self, name: str) -> Period:
        """Hours that are only asked. KeyError for a period that there is not."""
        return self._core.period(name)

    # ---- words; numbers in effects and verdicts are places in these lists

    @property
    def policies(self) -> tuple[Policy, ...]:
        return tuple(
            Policy(name, title, "wait" if kind == "wait" else "promise", _policy_type(of), tuple(rules), tuple(machines))
            for name, title, kind, of, rules, machines in self._core.policies()
        )

    @property
    def roles(self) -> tuple[Word, ...]:
        return _words(self._core.roles())

    @property
    def cues(self) -> tuple[Word, ...]:
        return _words(self._core.cues())

    @property
    def orders(self) -> tuple[Word, ...]:
        return _words(self._core.orders())

    @property
    def notes(self) -> tuple[Word, ...]:
        return _words(self._core.notes())

    @property
    def rosters(self) -> dict[str, Roster]:
        return {name: Roster(name, tuple(roles), nobody, tuple(rules)) for name, roles, nobody, rules in self._core.rosters()}

    @property
    def ladders(self) -> dict[str, Ladder]:
        return {name: Ladder(name, tuple(levels), tuple(rules)) for name, levels, rules in self._core.ladders()}

    @property
    def forms(self) -> dict[str, Form]:
        return {
            name: Form(name, title, tuple(required), tuple(optional), complete or None, tuple(rules))
            for name, title, required, optional, complete, rules in self._core.forms()
        }

    @property
    def options(self) -> dict[str, Option]:
        return {name: Option(name, value, tuple(choices), tuple(rules)) for name, value, choices, rules in self._core.options()}

    @property
    def lengths(self) -> dict[str, Length]:
        """The handbook's words for lengths of time."""
        return {name: Length(name, means, mark, tuple(rules)) for name, means, mark, rules in self._core.lengths()}

    def rule_ids(self) -> list[str]:
        """Every rule id that the rulebook or a machine of it names; sorted, each once."""
        return self._core.rule_ids()

    # ---- codes of texts

    first_free_code = _core.first_free_code
    """Texts that the rulebook does not mention have codes from here on."""

    def code_of(self, text: str) -> int | None:
        """The code of a text that the rulebook mentions."""
        return self._core.code_of(text)

    def text_of(self, code: int) -> str | None:
        """The text of such a code."""
        return self._core.text_of(code)

    def __repr__(self) -> str:
        return f"<rulebook {self.name}: {', '.join(self._core.machine_names())}>"


def load_rulebook(name: str, folder: str = "", options: Iterable[tuple[str, str]] = ()) -> Rulebook:
    """The rulebook in a file below the folder, or the built-in one of that name: what a command line or a file may say."""
    path = os.path.join(folder, name)
    if name.endswith((".yaml", ".yml")) or os.path.isfile(path):
        return Rulebook.load(path, dict(options))
    return Rulebook.builtin(name, dict(options))


def _policy_type(text: str) -> Literal["sla", "ola", "uc"]:
    return "ola" if text == "ola" else "uc" if text == "uc" else "sla"


def _words(fields: Iterable[tuple[str, str, list[str], dict[str, str], str, str, str]]) -> tuple[Word, ...]:
    return tuple(
        Word(name, title, tuple(rules), titles, scope, outside, roster) for name, title, rules, titles, scope, outside, roster in fields
    )


def written_rulebook(text: str | Mapping[str, Any], name: str) -> str:
    """The text of a rulebook that may be given as a mapping. TypeError for a value that the language cannot write."""
    if isinstance(text, str):
        return text
    return yaml.safe_dump(_written(text, name), default_style='"', allow_unicode=True, sort_keys=False, width=1 << 20)


def _written(value: Any, place: str) -> Any:
    """A value as the language writes it: mappings and lists of texts."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {_written(key, place): _written(item, f"{place}.{key}") for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_written(item, f"{place}[{number}]") for number, item in enumerate(value)]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{place}: a text, a whole number, a date, a mapping or a list, not {type(value).__name__} {value!r}")

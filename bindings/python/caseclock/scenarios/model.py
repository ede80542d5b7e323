# SPDX-License-Identifier: Apache-2.0
"""Scenarios as plain data, as a file holds them: nothing here knows a rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..maps.document import Faults, Mark
from .times import Moment

__all__ = ["Brought", "Scenario", "ScenarioError", "ScenarioFaults", "Statement", "Step", "Words"]


class ScenarioError(ValueError):
    """Scenarios that cannot be run. `faults` lists every fault as `file:line:column: sentence`."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass
class ScenarioFaults(Faults):
    """Faults of one file of scenarios."""

    error: type[ValueError] = ScenarioError


@dataclass(frozen=True)
class Words:
    """A piece of the text and where it stands."""

    text: str
    mark: Mark

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Brought:
    """An attribute or fact that an event brings along. `value` is None for a fact."""

    name: Words
    value: Words | None
    negated: bool = False


@dataclass(frozen=True)
class Statement:
    """One thing that is expected of a step.

    form      | subject            | word
    receipt   | names of what      | its kind; "late_mark": it was judged at the desk's time
              | is missing         |
    verdict   | policy             | kind of the verdict
    effect    | what it is about   | kind of the effect
    clock     | policy             | running, paused, stopped, unstarted, due, opening, left, used
    state     | state              | "is"; `on` names the case
    fact      | fact               | has, lacks
    attribute | attribute          | its value
    only      | kinds of effects   | only, no
    """

    form: str
    word: str
    subject: tuple[Words, ...]
    said: Words  #: as it was written
    more: Mapping[str, Words] = field(default_factory=dict)  #: at, by, after, due, cycle, to, of, on

    @property
    def name(self) -> str:
        return self.subject[0].text if self.subject else ""


@dataclass(frozen=True)
class Step:
    """One row: what happens, and what is expected then."""

    number: int  #: from 1
    mark: Mark
    at: Words
    moment: Moment
    case: Words | None  #: None for a step of time that names no case
    event: Words | None  #: None: time goes on
    event_id: int
    brought: tuple[Brought, ...]
    state: Words | None
    expected: tuple[Statement, ...]


@dataclass(frozen=True)
class Scenario:
    """A title, what it proves, under which rulebook, and its steps."""

    file: str
    title: Words
    rules: tuple[str, ...]
    rulebook: Words | None
    options: tuple[tuple[Words, Words], ...]
    only: tuple[Words, ...]  #: kinds of effects of which nothing may be said that no step expects
    starts: Words | None
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        return self.title.text

    @property
    def choices(self) -> dict[str, str]:
        """The options that it chooses."""
        return {name.text: choice.text for name, choice in self.options}

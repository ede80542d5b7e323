# SPDX-License-Identifier: Apache-2.0
"""Runs scenarios on a desk and holds each step against what its row expects."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timezone, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from ..desk import Desk
from ..rulebook import Rulebook, load_rulebook
from .expecting import unmet
from .model import Scenario, ScenarioError, Step, Words
from .names import Book
from .said import Said
from .times import moment_text, parse_date
from .values import value_of

__all__ = ["Failure", "Outcome", "Runner", "run"]

case_number = re.compile(r"[0-9]{1,18}")
epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Failure:
    """What a step expected and did not get."""

    scenario: Scenario
    step: Step
    at: datetime
    expected: str
    got: str
    besides: tuple[str, ...]  #: all that was said in the step, as a table would write it

    @property
    def place(self) -> str:
        return f"{self.scenario.file}:{self.step.mark.line}"

    def __str__(self) -> str:
        return f"{self.place}: step {self.step.number}: expected {self.expected}; {self.got}"


@dataclass
class Outcome:
    """What became of a scenario. True when every step said what its row expects; the first step that did not is the last one run."""

    scenario: Scenario
    steps: int = 0  #: that were run
    failures: list[Failure] = field(default_factory=list)
    told: list[tuple[Step, str, list[str]]] = field(default_factory=list)  #: of each step its instant and all that was said

    def __bool__(self) -> bool:
        return not self.failures

    def __str__(self) -> str:
        from .report import text_of_outcome

        return text_of_outcome(self)


class Runner:
    """Runs scenarios, each under its own rulebook or under one for all.

    `rulebook`: a name of a built-in one or a path, instead of what the scenarios say. Rulebooks are loaded once.
    """

    def __init__(self, rulebook: str | os.PathLike[str] | None = None) -> None:
        self.rulebook = rulebook
        self._load = lru_cache(maxsize=64)(load_rulebook)

    def book(self, scenario: Scenario) -> Rulebook:
        """The rulebook of a scenario, with the options that it chooses. ScenarioError where it names none."""
        choices = tuple(sorted(scenario.choices.items()))
        if self.rulebook is not None:
            return self._load(os.fspath(self.rulebook), "", choices)
        if scenario.rulebook is None:
            raise ScenarioError([f"{scenario.file}:{scenario.title.mark.line}:1: under which rulebook? Write `rulebook: hotline` above the table"])
        return self._load(scenario.rulebook.text, os.path.dirname(scenario.file), choices)

    def run(self, scenario: Scenario) -> Outcome:
        """ScenarioError for names that the rulebook does not know, each with its place; RulebookError for a rulebook that is faulty."""
        return run(scenario, self.book(scenario))

    def check_all(self, scenarios: Iterable[Scenario]) -> None:
        """ScenarioError with every name of all of them that their rulebooks do not know."""
        faults: list[str] = []
        for scenario in scenarios:
            try:
                Book.of(self.book(scenario)).check(scenario)
            except ScenarioError as error:
                faults += error.faults
        if faults:
            raise ScenarioError(faults)

    def run_all(self, scenarios: Iterable[Scenario]) -> Iterator[Outcome]:
        """One after the other, as they are asked for."""
        for scenario in scenarios:
            yield self.run(scenario)


def run(scenario: Scenario, rulebook: Rulebook, like: Book | None = None) -> Outcome:
    """One scenario on a new desk. `like`: the names of a rulebook that has the same ones, with which it was compared before."""
    if like is None:
        book = Book.of(rulebook)
        book.check(scenario)
    else:
        book = like.of_another(rulebook)
    return _Run(scenario, book).outcome()


class _Run:
    """One desk and one scenario."""

    def __init__(self, scenario: Scenario, book: Book) -> None:
        self.scenario = scenario
        self.book = book
        self.desk = Desk(book.rulebook, ledger=book.rulebook.late_events == "accept")
        self.zone: tzinfo = ZoneInfo(book.rulebook.zone)
        self.before: datetime | date | None = parse_date(scenario.starts.text) if scenario.starts else None
        self.ids = _ids_of(scenario)

    def outcome(self) -> Outcome:
        made = Outcome(self.scenario)
        for step in self.scenario.steps:
            at, said = self.perform(step)
            self.before = at
            made.steps += 1
            lines = said.lines()
            made.told.append((step, moment_text(at, self.zone), lines))
            for expected, got in unmet(self.scenario, step, said):
                made.failures.append(Failure(self.scenario, step, at, expected, got, tuple(lines)))
            if made.failures:
                break
        return made

    def perform(self, step: Step) -> tuple[datetime, Said]:
        """Tells the desk what happens; its instant, and what the desk said."""
        before = self.before if isinstance(self.before, datetime) else self.desk.now or epoch
        try:
            at = step.moment.instant(self.before, self.zone)
        except ValueError as error:
            return before, Said(self.desk, self.book, self.zone, before, self.ids, step.case, fault=str(error))
        said = Said(self.desk, self.book, self.zone, at, self.ids, step.case)
        try:
            self.tell(step, at, said)
        except (TypeError, ValueError) as error:  # no event: a field is missing, several machines have one of that name, out of range
            said.fault = str(error)
        return at, said

    def tell(self, step: Step, at: datetime, said: Said) -> None:
        if step.event is None:
            if self.desk.now is not None and at < self.desk.now:
                raise ValueError(f"the desk's time is {moment_text(self.desk.now, self.zone, at)} already: it never goes back")
            said.effects = self.desk.advance(at).effects
            return
        assert step.case is not None
        case = said.case(step.case)
        if case is None:
            raise ValueError(said.missing_case(step.case))
        receipt = self.desk.apply(case, step.event.text, at, id=step.event_id, **self.fields(step, case, at))
        said.receipt, said.effects = receipt, receipt.effects

    def fields(self, step: Step, case: int, at: datetime) -> Mapping[str, Any]:
        assert step.event is not None
        machine = self.desk.case(case).machine if case in self.desk else None
        fields: dict[str, Any] = {}
        for each in step.brought:
            if each.value is None:
                fields[self.book.keyword(each.name.text)] = not each.negated
            else:
                kind = self.book.kind(machine, step.event.text, each.name.text)
                fields[self.book.keyword(each.name.text)] = value_of(kind, each.value.text, at, self.zone)
        return fields


def _ids_of(scenario: Scenario) -> dict[str, int]:
    """Numbers of the cases that a scenario names: a number is its own, words get numbers behind the largest."""
    texts: list[Words] = []
    for step in scenario.steps:
        texts += [each for each in (step.case, *(statement.more.get("on") for statement in step.expected)) if each is not None]
    roots = dict.fromkeys(text.text.split("/")[0] for text in texts)
    numbers = {root: int(root) for root in roots if case_number.fullmatch(root)}
    free = max(numbers.values(), default=0) + 1
    return numbers | {root: free + place for place, root in enumerate(root for root in roots if root and root not in numbers)}

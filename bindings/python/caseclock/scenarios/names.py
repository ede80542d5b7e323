# SPDX-License-Identifier: Apache-2.0
"""What a rulebook calls things, and the faults of a scenario that calls them otherwise."""

from __future__ import annotations

import copy
import keyword
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from ..maps.document import did_you_mean
from ..rulebook import Rulebook
from .model import Brought, Scenario, ScenarioFaults, Statement, Step, Words
from .statements import case_path, policy_effects, receipt_words
from .times import parse_date, parse_length, parse_moment
from .values import Kind, value_of

__all__ = ["Book"]

taken_keywords = ("self", "case", "event", "at", "id")
some_instant = datetime(2026, 1, 1, tzinfo=timezone.utc)


class Book:
    """A rulebook's names, looked up once."""

    @staticmethod
    @lru_cache(maxsize=16)
    def of(rulebook: Rulebook) -> Book:
        return Book(rulebook)

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.machines = {each.name: each for each in rulebook.machines}
        self.events: dict[str, list[str]] = {}  # name -> machines
        self.all_events: dict[str, list[str]] = {}  # with those that only the desk raises
        self.kinds: dict[tuple[str, str, str], Kind] = {}  # machine, event or "", name
        self.facts: dict[str, set[str]] = {}
        self.relations: dict[str, set[str]] = {}  # what a machine calls the children that it hears of
        for machine in rulebook.machines:
            self._read(machine.name)
        self.policies = [each.name for each in rulebook.policies]

    def of_another(self, rulebook: Rulebook) -> Book:
        """The same names for another rulebook that has them."""
        made = copy.copy(self)
        made.rulebook = rulebook
        return made

    def _read(self, machine_name: str) -> None:
        machine = self.machines[machine_name]
        for event_type in self.rulebook.events(machine_name):
            self.events.setdefault(event_type.name, []).append(machine_name)
        for event in machine.events:
            self.all_events.setdefault(event.name, []).append(machine_name)
            for field in event.fields:
                kind = {"enumeration": "one_of", "integer": "count"}.get(field.type, field.type)
                self.kinds[machine_name, event.name, field.name] = Kind(field.name, kind, field.enumerators)
        self.kinds[machine_name, "acknowledge", "policy"] = Kind("policy", "one_of", tuple(each.name for each in self.rulebook.policies))
        for attribute in machine.attributes:
            self.kinds[machine_name, "", attribute.name] = Kind(attribute.name, attribute.kind, attribute.enumerators, attribute.unit)
        self.relations[machine_name] = {event.child for event in machine.events if event.child}
        self.facts[machine_name] = {fact.name for fact in machine.facts}

    # ---- looked up while a scenario runs

    @staticmethod
    def keyword(name: str) -> str:
        """As Desk.apply takes it."""
        return name + "_" if name in taken_keywords or keyword.iskeyword(name) else name

    def kind(self, machine: str | None, event: str, name: str) -> Kind:
        """The kind of values of an attribute, or of a field of an event."""
        of, _, plain = event.rpartition(".")
        for each in [of] if of else [machine] if machine else self.events.get(plain, []):
            found = self.kinds.get((each, "", name)) or self.kinds.get((each, plain, name))
            if found is not None:
                return found
        return Kind(name, "name")

    # ---- checks

    def check(self, scenario: Scenario) -> None:
        """ScenarioError with every name that the rulebook does not know."""
        faults = ScenarioFaults(scenario.file)
        for step in scenario.steps:
            _StepCheck(self, scenario, step, faults).check()
        if scenario.steps and scenario.steps[0].moment.clock is not None:
            first = scenario.steps[0]
            try:
                first.moment.instant(parse_date(scenario.starts.text) if scenario.starts else None, ZoneInfo(self.rulebook.zone))
            except ValueError as error:
                faults.add(first.at.mark, str(error))
        elif scenario.steps:
            faults.add(scenario.steps[0].at.mark, "the first step has none before it (write 2026-03-02 10:00, or 10:00 and `starts: 2026-03-02`)")
        faults.raise_if_any()


class _StepCheck:
    def __init__(self, book: Book, scenario: Scenario, step: Step, faults: ScenarioFaults) -> None:
        self.book = book
        self.scenario = scenario
        self.step = step
        self.faults = faults
        self.zone = ZoneInfo(book.rulebook.zone)

    def check(self) -> None:
        machines = self.check_event() if self.step.event is not None else None
        if machines:
            for each in self.step.brought:
                self.check_brought(each, machines)
        if self.step.state is not None:
            self.check_states(self.step.state)
        for statement in self.step.expected:
            self.check_statement(statement)

    def check_event(self) -> list[str]:
        """The machines that the event may be of."""
        assert self.step.event is not None
        said = self.step.event
        machine, _, name = said.text.rpartition(".")
        if machine and machine not in self.book.machines:
            self.faults.add(said.mark, f"event {said.text}: no machine `{machine}`{did_you_mean(machine, self.book.machines)}")
            return []
        found = [each for each in self.book.events.get(name, []) if machine in ("", each)]
        if not found:
            allowed = [event for event, of in self.book.events.items() if not machine or machine in of]
            owner = f"machine {machine} has no" if machine else f"no machine of rulebook {self.book.rulebook.name} has an"
            raised = " that a host can send" if name in self.book.all_events else " of that name"
            self.faults.add(said.mark, f"event {said.text}: {owner} event{raised}{did_you_mean(name, allowed)}")
        return found

    def check_brought(self, each: Brought, machines: list[str]) -> None:
        assert self.step.event is not None
        event = self.step.event.text.rpartition(".")[2]
        name = each.name.text
        facts = {fact for machine in machines for fact in self.book.facts[machine]}
        kinds = {key[2]: kind for key, kind in self.book.kinds.items() if key[0] in machines and key[1] in ("", event)}
        if each.value is None and name not in facts and getattr(kinds.get(name), "kind", "") != "boolean":
            said = "write `{0}: VALUE`: it is an attribute" if name in kinds else "{0}: no such fact" + did_you_mean(name, facts)
            self.faults.add(each.name.mark, said.format(name))
        elif each.value is not None and name not in kinds:
            said = "write `{0}` or `not {0}`: it is a fact" if name in facts else "{0}: no such attribute" + did_you_mean(name, kinds)
            self.faults.add(each.name.mark, said.format(name))
        elif each.value is not None:
            try:
                value_of(kinds[name], each.value.text, some_instant, self.zone)
            except ValueError as error:
                self.faults.add(each.value.mark, str(error))

    def check_states(self, states: Words) -> None:
        known = {state.name for machine in self.book.machines.values() for state in machine.states}
        for text in states.text.split("+"):
            if text.strip() != "none":
                self.known("state", Words(text.strip(), states.mark), known)

    def check_statement(self, statement: Statement) -> None:
        if statement.form in ("verdict", "clock"):
            self.known("policy", statement.subject[0], self.book.policies)
        elif statement.form == "state":
            self.check_states(statement.subject[0])
        elif statement.form == "fact":
            if not statement.subject:
                self.faults.add(statement.said.mark, f"`{statement.word}` which fact?")
                return
            self.known("fact", statement.subject[0], {fact for facts in self.book.facts.values() for fact in facts})
        elif statement.form == "attribute":
            self.check_attribute(statement)
        elif statement.form == "effect":
            self.check_effect(statement)
        self.check_more(statement)

    def check_attribute(self, statement: Statement) -> None:
        kinds = {key[2]: kind for key, kind in self.book.kinds.items() if not key[1]}
        if self.known("attribute", statement.subject[0], kinds):
            self.times(lambda: value_of(kinds[statement.name], _unquoted(statement.word), some_instant, self.zone), statement.said)

    def check_effect(self, statement: Statement) -> None:
        book = self.book.rulebook
        words: Iterable[str]
        if statement.word in policy_effects.values():
            kind, words = "policy", self.book.policies
        elif statement.word in ("notification", "reminder"):
            kind, words = "role", [each.name for each in book.roles]
        elif statement.word in ("cue", "order", "note"):
            kind, words = statement.word, [each.name for each in {"cue": book.cues, "order": book.orders, "note": book.notes}[statement.word]]
        elif statement.word == "raised":
            kind, words = "event", self.book.all_events
        else:
            return
        if statement.subject:
            self.known(kind, statement.subject[0], words)

    def check_more(self, statement: Statement) -> None:
        for name, value in statement.more.items():
            if name == "on":
                self.check_case(value)
            elif name == "to":
                self.known("role", value, [each.name for each in self.book.rulebook.roles])
            elif name == "of":
                self.known("policy", value, self.book.policies)
            elif name == "cycle" and not value.text.isdigit():
                self.faults.add(value.mark, f"cycle: a whole number, not `{value.text}`")
            elif name in ("at", "due") or (name == "value" and statement.word in ("due", "opening")):
                if value.text != "never" or name == "at":
                    self.times(partial(self.moment, value.text), value)
            elif name in ("by", "after") or (name == "value" and statement.word in ("left", "used")):
                self.times(partial(parse_length, value.text.removeprefix("-") if name == "value" else value.text), value)
            elif name == "receipt":
                assert value.text in receipt_words.values()

    def check_case(self, said: Words) -> None:
        """The case of a statement is one that some row is about, or belongs to one."""
        if not case_path.fullmatch(said.text):
            self.faults.add(said.mark, f"no name of a case: `{said.text}` (write 41, anna, 41/callback, 41/callback#2 or /callback)")
            return
        root = said.text.partition("/")[0]
        cases = list(dict.fromkeys(step.case.text.partition("/")[0] for step in self.scenario.steps if step.case is not None))
        if root and root not in cases:
            self.faults.add(said.mark, f"no case `{root}`: no row is about it (allowed: {', '.join(cases[:12])})")
        elif not root and self.step.case is None:
            self.faults.add(said.mark, f"`{said.text}` of which case? The row names none")

    def moment(self, text: str) -> datetime:
        return parse_moment(text).instant(some_instant, self.zone)

    def times(self, read: Callable[[], object], at: Words) -> None:
        try:
            read()
        except ValueError as error:
            self.faults.add(at.mark, str(error))

    def known(self, kind: str, said: Words, words: Iterable[str]) -> bool:
        names = list(words)
        if said.text in names:
            return True
        self.faults.add(said.mark, f"no {kind} `{said.text}`{did_you_mean(said.text, names)}")
        return False


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) >= 2 and text[0] == text[-1] == '"' else text

# SPDX-License-Identifier: Apache-2.0
"""Holds what a desk said in a step against what its row expects."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..desk import Clock, Effect
from .model import Scenario, Statement, Step, Words
from .said import Said, clock_text, receipt_text
from .statements import kinds_named, policy_effects
from .times import parse_length
from .values import value_of, value_text

__all__ = ["unmet"]

Unmet = tuple[str, str]  #: what was expected, what there was instead


# ---------------------------------------------------------------- what is not as expected


def unmet(scenario: Scenario, step: Step, said: Said) -> list[Unmet]:
    """What was expected and did not come true, each with what there was instead."""
    if said.fault:
        return [("a step that can be tried", said.fault)]
    found = list(_receipt_unmet(step, said))
    found += _effects_unmet(scenario, step, said)
    if step.state is not None:
        found += _state_unmet(said, said.case(step.case), step.state, str(step.case.text if step.case else ""))
    for statement in step.expected:
        if statement.form == "state":
            case = said.case(statement.more["on"])
            found += _state_unmet(said, case, statement.subject[0], statement.more["on"].text)
        elif statement.form in ("fact", "attribute"):
            found += _value_unmet(said, statement)
        elif statement.form == "clock":
            found += _clock_unmet(said, statement)
    return found


def _receipt_unmet(step: Step, said: Said) -> Iterator[Unmet]:
    receipt = said.receipt
    expected = [statement for statement in step.expected if statement.form == "receipt"]
    if receipt is None:
        for statement in expected:
            yield f"`{statement.said.text}`", "got no receipt: only an event has one"
        return
    got = f"got `{receipt_text(receipt)}`"
    kinds = [statement for statement in expected if statement.word != "late_mark"]
    if not kinds and receipt.kind != "accepted":
        yield "`accepted`", got
    for statement in kinds:
        wrong_names = statement.word == "refused" and statement.subject and {each.text for each in statement.subject} != set(receipt.unmet)
        if statement.word != receipt.kind or wrong_names:
            yield f"`{statement.said.text}`", got
    if receipt.was_late != any(statement.word == "late_mark" for statement in expected):
        yield ("`judged late`", got) if not receipt.was_late else ("an event in time", f"{got}; `judged late` expects that")


# ---- effects


def _effects_unmet(scenario: Scenario, step: Step, said: Said) -> Iterator[Unmet]:
    statements = [statement for statement in step.expected if statement.form in ("verdict", "effect")]
    family = said.family()
    fits = [[row for row, effect in enumerate(said.effects) if _fits(said, statement, effect, family)] for statement in statements]
    matched = _pairs(fits, len(said.effects))
    for place, statement in enumerate(statements):
        if place not in matched:
            yield f"`{statement.said.text}`", _nearest(said, statement)
    taken = set(matched.values())
    kinds = {kind for each in scenario.only for kind in kinds_named(each.text) or ()}
    for statement in step.expected:
        if statement.form == "only":
            kinds |= {kind for each in statement.subject for kind in kinds_named(each.text) or ()}
    for row, effect in enumerate(said.effects):
        if row not in taken and ("all" in kinds or effect.kind in kinds or ("policies" in kinds and effect.policy is not None)):
            yield "nothing more", f"got `{said.line(effect)}` too"


def _fits(said: Said, statement: Statement, effect: Effect, family: int | None) -> bool:
    """Whether an effect is what a statement expects."""
    more = statement.more
    if statement.form == "verdict":
        verdict = effect.verdict
        if effect.kind != "verdict" or verdict is None or (effect.policy, effect.what) != (statement.name, statement.word):
            return False
        far = verdict.early_by if verdict.kind == "early" else verdict.overrun
        if "by" in more and far != parse_length(more["by"].text):
            return False
        if "after" in more and verdict.used != parse_length(more["after"].text):
            return False
        if "due" in more and verdict.due_at != (None if more["due"].text == "never" else said.instant(more["due"], backwards=True)):
            return False
    elif effect.kind != statement.word or not _is_about(said, statement, effect):
        return False
    if "receipt" in more and effect.receipt != more["receipt"].text:
        return False
    if "at" in more and effect.at != said.instant(more["at"], backwards=True):
        return False
    if "cycle" in more and str(effect.cycle) != more["cycle"].text:
        return False
    if "to" in more and effect.to != more["to"].text:
        return False
    if "of" in more and effect.policy != more["of"].text:
        return False
    if "on" in more:
        return effect.case == said.case(more["on"])
    if statement.word == "ended":
        return effect.case == said.case(said.subject)
    return family is None or effect.root == family


def _is_about(said: Said, statement: Statement, effect: Effect) -> bool:
    if not statement.subject:
        return True
    if statement.word in policy_effects.values():
        return effect.policy == statement.name
    if statement.word == "opened":
        return effect.what == statement.name or (effect.case in said.desk and said.desk.case(effect.case).is_called(statement.name))
    return effect.what == statement.name


def _pairs(fits: list[list[int]], effects: int) -> dict[int, int]:
    """As many statements as possible with an effect each of its own (augmenting paths)."""
    owner: list[int | None] = [None] * effects

    def place(statement: int, seen: set[int]) -> bool:
        for effect in fits[statement]:
            if effect in seen:
                continue
            seen.add(effect)
            other = owner[effect]
            if other is None or place(other, seen):
                owner[effect] = statement
                return True
        return False

    for statement in range(len(fits)):
        place(statement, set())
    return {statement: effect for effect, statement in enumerate(owner) if statement is not None}


def _nearest(said: Said, statement: Statement) -> str:
    """What was said instead: of the same words, else of the same policy, else of the same kind."""

    def alike(test: Callable[[Effect], bool]) -> list[str]:
        return [said.line(effect) for effect in said.effects if test(effect)]

    verdict = statement.form == "verdict"
    kind, name = "verdict" if verdict else statement.word, statement.name
    near = (alike(lambda e: e.kind == kind and (not verdict or e.what == statement.word) and name in (e.what, e.policy))
            or alike(lambda e: e.kind == kind and name == e.policy) or alike(lambda e: e.kind == kind))
    return "got " + ", ".join(f"`{line}`" for line in near) if near else "it was not said"


# ---- how things stand


def _state_unmet(said: Said, case: int | None, states: Words, name: str) -> Iterator[Unmet]:
    expected = f"case {name} {states.text}"
    wanted = [state.strip() for state in states.text.split("+")]
    if case is None or case not in said.desk:
        if wanted != ["none"]:
            yield expected, f"there is no case {name}"
        return
    got = said.desk.case(case).states
    if got != wanted:
        yield expected, f"it is {' + '.join(got)}"


def _value_unmet(said: Said, statement: Statement) -> Iterator[Unmet]:
    expected = f"`{statement.said.text}`"
    case = said.case(statement.more.get("on"))
    if case is None or case not in said.desk:
        yield expected, "there is no such case"
        return
    view = said.desk.case(case)
    if statement.form == "fact":
        if (statement.name in view.facts) != (statement.word == "has"):
            yield expected, "it holds: " + (", ".join(view.facts) or "nothing")
        return
    kind = said.book.kind(view.machine, "", statement.name)
    text = statement.word[1:-1] if len(statement.word) > 1 and statement.word[0] == statement.word[-1] == '"' else statement.word
    got = view.attributes.get(said.book.keyword(statement.name))
    if got != value_of(kind, text, said.at, said.zone):
        yield expected, f"it is {value_text(kind, got, said.zone, said.at)}"


def _clock_unmet(said: Said, statement: Statement) -> Iterator[Unmet]:
    expected = f"`{statement.said.text}`"
    case = said.case(statement.more.get("on"))
    if case is None or case not in said.desk:
        yield expected, "there is no such case"
        return
    clock = _clock(said, case, statement.name, exactly="on" in statement.more)
    if clock is None:
        if statement.word != "unstarted":
            yield expected, "its clock never started"
        return
    got = clock_text(said, clock)
    if not _stands(said, statement, clock):
        yield expected, f"its clock is {got}"


def _clock(said: Said, case: int, policy: str, exactly: bool) -> Clock | None:
    """The clock of the case itself, else of one that it opened."""
    for each in [case] if exactly else said.relatives(case):
        for clock in said.desk.clocks(each, said.desk.now):
            if clock.policy == policy:
                return clock
    return None


def _stands(said: Said, statement: Statement, clock: Clock) -> bool:
    value = statement.more.get("value")
    if value is None:
        return {"running": clock.running and not clock.paused, "paused": clock.running and clock.paused, "stopped": not clock.running,
                "unstarted": False}[statement.word]
    if not clock.running:
        return False
    if statement.word in ("due", "opening"):
        got = clock.due_at if statement.word == "due" else clock.opens_at
        return got == (None if value.text == "never" else said.instant(value))
    length = parse_length(value.text.removeprefix("-")) * (-1 if value.text.startswith("-") else 1)
    return (clock.left if statement.word == "left" else clock.used) == length

# SPDX-License-Identifier: Apache-2.0
"""What a desk said in one step, how its cases stand then, and both as a table would write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo

from ..desk import Clock, Desk, Effect, Receipt
from .model import Words
from .names import Book
from .statements import effect_words, policy_effects
from .times import length_text, moment_text, parse_moment

__all__ = ["Said", "clock_text", "receipt_text"]

first_words = {kind: word for word, kind in effect_words.items()}
policy_words = {kind: word for word, kind in policy_effects.items()}


class Said:
    """What a desk said in one step, and how its cases stand then."""

    def __init__(self, desk: Desk, book: Book, zone: tzinfo, at: datetime, ids: dict[str, int], subject: Words | None,
                 fault: str = "") -> None:
        self.desk = desk
        self.book = book
        self.zone = zone
        self.at = at
        self.ids = ids
        self.names = {number: name for name, number in ids.items()}
        self.subject = subject
        self.effects: Sequence[Effect] = ()
        self.receipt: Receipt | None = None
        self.fault = fault  #: why the step could not be tried

    # ---- cases

    def case(self, said: Words | None) -> int | None:
        """The number of a case: 41, 41/callback, /callback of the row's case, 41/callback#2. None for a child that there is not."""
        text = said.text if said is not None else self.subject.text if self.subject else ""
        if text.startswith("/") and self.subject is not None:
            text = self.subject.text + text.rstrip("/")
        first, *relations = text.split("/")
        case = self.ids.get(first)
        for relation in relations:
            if case is None or case not in self.desk:
                return None
            case = self._child(case, relation)
        return case

    def _child(self, parent: int, relation: str) -> int | None:
        name, _, place = relation.partition("#")
        children = [child for child in self.desk.case(parent).children if self._is_called(child, name)]
        number = int(place or len(children))
        return children[number - 1] if 0 < number <= len(children) else None

    def _is_called(self, child: int, name: str) -> bool:
        case = self.desk.case(child)
        return case.is_called(name) or case.machine == name

    def missing_case(self, said: Words) -> str:
        """Why there is no such child."""
        parent_path, _, relation = (self.subject.text + said.text if said.text.startswith("/") and self.subject else said.text).rpartition("/")
        parent = self.case(Words(parent_path, said.mark)) if parent_path else None
        if parent is None or parent not in self.desk:
            return f"there is no case {parent_path or said.text}"
        children = [self.name_of(child).rpartition("/")[2] for child in self.desk.case(parent).children]
        return f"case {parent_path} has no child {relation} (it has: {', '.join(children) or 'none'})"

    def name_of(self, case: int) -> str:
        """41, or 41/callback for a child; 41/follow_up where the parent hears nothing of it."""
        if case in self.names or case not in self.desk:
            return self.names.get(case, str(case))
        view = self.desk.case(case)
        if view.parent is None:
            return str(case)
        parent = self.desk.case(view.parent)
        name = next((each for each in self.book.relations[parent.machine] if view.is_called(each)), view.machine)
        alike = [child for child in parent.children if self._is_called(child, name)]
        return f"{self.name_of(view.parent)}/{name}" + (f"#{alike.index(case) + 1}" if len(alike) > 1 else "")

    def family(self) -> int | None:
        """The root of the row's case."""
        case = self.case(self.subject) if self.subject is not None else None
        return None if case is None or case not in self.desk else self.desk.case(case).root

    def relatives(self, case: int) -> Iterator[int]:
        """The case and those that it opened, the case first."""
        yield case
        for child in self.desk.case(case).children:
            yield from self.relatives(child)

    # ---- times

    def instant(self, said: Words, backwards: bool = False) -> datetime:
        return parse_moment(said.text).instant(self.at, self.zone, backwards)

    def time(self, at: datetime | None) -> str:
        return "never" if at is None else moment_text(at, self.zone, self.at)

    # ---- as a table would write it

    def lines(self) -> list[str]:
        """The receipt and every effect."""
        lines = [] if self.receipt is None else [receipt_text(self.receipt)]
        return lines + [self.line(effect) for effect in self.effects]

    def line(self, effect: Effect) -> str:
        """An effect, as a table would expect it."""
        where = "" if self.case(self.subject) == effect.case else f" on {self.name_of(effect.case)}"
        when = "" if effect.at == self.at else f" at {self.time(effect.at)}"
        policy = effect.policy or ""
        if effect.kind == "verdict":
            return f"{policy} {effect.what.replace('_', ' ')}{_how_far(effect)}{when}{where}"
        if effect.kind in policy_words:
            return f"{policy} {policy_words[effect.kind]}{when}{where}"
        if effect.kind == "ended":
            return f"ends{when}{where}"
        text = f"{first_words.get(effect.kind, effect.kind)} {effect.what}".rstrip()
        if effect.kind == "raised" and effect.receipt != "accepted":
            text += " " + str(effect.receipt).replace("_", " ")
        if effect.to is not None:
            text += f" to {effect.to}"
        return text + when + (f" of {policy}" if policy else "") + where


def _how_far(effect: Effect) -> str:
    verdict = effect.verdict
    if verdict is None:
        return ""
    far = verdict.early_by if verdict.kind == "early" else verdict.overrun if verdict.kind == "ended_late" else timedelta()
    return f" by {length_text(far)}" if far else ""


def receipt_text(receipt: Receipt) -> str:
    if receipt.kind == "refused":
        return "refused: " + ", ".join(receipt.unmet)
    late = " (judged late)" if receipt.was_late else ""
    reason = f" ({receipt.reason})" if receipt.reason else ""
    return receipt.kind.replace("_", " ") + late + reason


def clock_text(said: Said, clock: Clock) -> str:
    if not clock.running:
        return "stopped"
    parts = ["paused" if clock.paused else "running", f"due {said.time(clock.due_at)}", f"used {length_text(clock.used)}"]
    if clock.opens_at is not None:
        parts.append(f"opening {said.time(clock.opens_at)}")
    if clock.left is not None:
        parts.append(f"left {length_text(clock.left)}")
    return ", ".join(parts)

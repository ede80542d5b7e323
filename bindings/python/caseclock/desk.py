# SPDX-License-Identifier: Apache-2.0
"""The engine: it is told what happened to cases, and says what that means.

    desk = Desk(Rulebook.builtin("hotline"))
    receipt = desk.apply(7, "ticket.record", now, type="complaint", priority="high", owner="Li")
    if not receipt:
        print(receipt)                      # case 7: record needs ...
    for effect in receipt.effects:
        print(effect)
    for effect in desk.advance(later).effects:
        print(effect.kind, effect.what, effect.case)

A text (an owner, a region) is a number inside; each desk numbers those that its rulebook does not mention from
Rulebook.first_free_code on, in the order in which it meets them.

The same events and the same last advance: the same effects, however they were given and however often anybody looked.

With a ledger a desk keeps the events of its cases: one that comes late is judged as if it had come in time, and what had been said is
corrected.

    desk = Desk(rulebook, ledger=True)
    for correction in desk.apply(7, "ticket.reply", an_hour_ago).corrections:
        print(correction)                   # revoked 2026-03-02T09:15:00.000Z case 7: verdict missed (first_response, cycle 1)
    print(desk.explain(7)[0].text)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from . import _core
from ._core import Adopted, Adoption, Answers, Case, Clock, Correction, Effect, Event, EventType, Receipt, ReceiptCorrection, Verdict
from .batch import Batch, columns_to_batch
from .proofs import Proof, proof_of
from .rulebook import Rulebook

__all__ = [
    "Adopted", "Adoption", "Answers", "Case", "Clock", "Correction", "Desk", "Effect", "Event", "EventType", "Receipt", "ReceiptCorrection",
    "Verdict",
]


class Desk(_core.Desk):
    """Cases under one rulebook. Threads may share a desk: each call waits for the one before.

    `apply(case, event, at, *, id=0, **fields)` tells of one event. `event` is a name, "reply" or "ticket.reply", or an event type;
    `apply(event)` takes one that an event type has made. `fields` are the event's fields and the machine's attributes and facts:

        attribute | one_of: its word | name: a text | count: int | instant: aware datetime | duration: timedelta | unset: None
        fact      | True or False

    The first event of a case opens it. What the desk thinks of an event is its receipt; what is no event at all raises: ValueError for
    an unknown name or word and for a naive datetime, TypeError for a value of the wrong type.
    """

    def __init__(self, rulebook: Rulebook, names: Sequence[str] = (), *, ledger: bool = False,
                 late_events: Literal["accept", "as_of_now", "refuse"] | None = None) -> None:
        """names: texts that have the codes from Rulebook.first_free_code on. ledger: whether it keeps the events of its cases.

        late_events: what becomes of events older than the desk's time. By default what the rulebook says, else "accept" with a ledger and
        "as_of_now" without. ValueError for "accept" without a ledger.
        """
        super().__init__(rulebook._core, list(names), ledger, late_events)
        self._rulebook = rulebook

    @property
    def rulebook(self) -> Rulebook:
        return self._rulebook

    def adopt(self, rulebook: Rulebook, at: datetime, *, cases: Literal["pin", "running"] = "pin") -> Adopted:
        """From `at` on new cases get this rulebook. Open ones keep the version that opened them ("pin"), or change to it ("running"): their
        running clocks find their deadlines again from their starts, and what that puts into the past happens at `at`.

        Afterwards `desk.rulebook` holds all versions, so that whatever was said before is read with it. Events are named as the newest
        version names them; a case takes them in its own, and one that its version does not know is malformed. A family that the new version
        has no place for keeps its own, and `kept` says why. Nothing starts: a new policy measures a case from its next trigger on.

        ValueError when the desk's time was there already and when the versions have more than 255 machines or 254 calendars together: then
        nothing has changed.
        """
        made = self._adopt(rulebook._core, at, cases)
        self._rulebook = Rulebook(self._rules)
        return made

    def columns(self, event: str | EventType, case: Any, at: Any, *, id: Any = 0, **fields: Any) -> Batch:
        """A batch of events of one type, from columns: no Python loop.

        case, id: integers of shape (n,). at: datetime64[s|ms|us|ns] of shape (n,), UTC. A field is a column of shape (n,), or one value
        for all rows: texts (or the numbers that stand for them), integers, bool, datetime64, timedelta64. NaT, a column of another dtype
        and a text that is no word of the attribute raise TypeError or ValueError, with the row.
        """
        return columns_to_batch(self, self.event_type(event), case, at, id, fields)

    def explain(self, case: int) -> list[Proof]:
        """The cycles of every clock of a case up to the desk's time, in the order of their starts; takes a ledger.

        KeyError when there is no such case, RuntimeError when the desk keeps no ledger.
        """
        return [proof_of(each) for each in self._explain(case)]

    def event_type(self, event: str | EventType) -> EventType:
        """The event type of a name, "reply" or "ticket.reply". ValueError for none and for several."""
        if isinstance(event, EventType):
            return event
        machine, _, name = event.rpartition(".")
        found = [
            each for of in self._rulebook.machines if machine in ("", of.name) for each in self._rulebook.events(of.name) if each.name == name
        ]
        if len(found) == 1:
            return found[0]
        allowed = ", ".join(f"{each.machine}.{each.name}" for each in found)
        raise ValueError(f"event {event!r}: " + (f"several machines have one (allowed: {allowed})" if found else "no machine has it"))

    def __repr__(self) -> str:
        now: datetime | None = self.now
        return f"<desk of {self._rulebook.name}: {len(self)} cases, {'not started' if now is None else now.isoformat()}>"

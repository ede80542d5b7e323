# SPDX-License-Identifier: Apache-2.0
"""Why a verdict is what it is: each cycle of a case's clocks, cut into intervals that touch and cover it whole.

    for proof in explain(rulebook, batch.events, batch.values, case=7, until=now):
        print(proof.text)
        assert proof.running_time == proof.used
    Path("case7.svg").write_text(proofs_svg(explain(...)), "utf-8")

The case's events are replayed on a desk of their own, in their order; those of other cases may be among them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import _core
from ._core import Adoption
from .rulebook import Rulebook

__all__ = [
    "Counterfactual", "DeadlineChange", "Interval", "Level", "Mark", "Proof", "Sums", "WhyNot", "add_up", "explain", "explain_all", "proofs_svg",
    "why_not",
]


class Interval(NamedTuple):
    """A part of a cycle: it counts (running), a reason holds (paused), or its calendar is closed (off_hours)."""

    begin: datetime
    end: datetime
    kind: str
    cause: str  #: the reasons of a pause; "holiday National Day", "closed Saturday, Sunday", "break" ... where it is closed
    by: str  #: the event or firing that it began with; "" where only the hours changed
    event: int | None  #: of an event that was given, its place

    @property
    def length(self) -> timedelta:
        return self.end - self.begin


class DeadlineChange(NamedTuple):
    """A deadline that was set or moved; None for none."""

    at: datetime
    opens_at: datetime | None  #: of a window
    due_at: datetime | None
    why: str


class Level(NamedTuple):
    """A level of a ladder that was told; None where that did not happen."""

    at: datetime
    ladder: str
    level: str  #: as it was written, "30m after"
    asks: bool  #: for an acknowledgement
    overdue_at: datetime | None  #: nobody had acknowledged it then
    acknowledged_at: datetime | None


class Counterfactual(NamedTuple):
    """A change of what happened under which a missed cycle would have been met; a millisecond less and it would not.

    kind: ended_by, ended_from, started_from, paused_by or resumed_from; `at` is the latest instant (..._by) or the earliest (..._from).
    moves: (place of the event, from, to) of the event and of those that it takes along; empty for something that did not happen.
    """

    kind: str
    at: datetime
    by: timedelta
    event: str
    moves: tuple[tuple[int, datetime, datetime], ...]
    text: str


class Mark(NamedTuple):
    """Something that the clock said by itself: window_opened, warning or missed."""

    at: datetime
    kind: str
    text: str


@dataclass(frozen=True)
class Proof:
    """One cycle of one clock. `used` is open time where `open_time` says so; of a running clock it goes up to the end of the replay."""

    case: int
    policy: str
    title: str
    cycle: int
    verdict: str | None  #: None while it runs, for a wait, and for a cycle that was reset
    target: str  #: as it was written; "" where none matched
    zone: str
    calendar: str
    open_time: bool
    running: bool
    started_by: str
    started_by_event: int | None  #: its place among the events that were given; None for a firing
    ended_by: str
    ended_by_event: int | None
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime
    used: timedelta
    overrun: timedelta
    business_overrun: timedelta
    early_by: timedelta
    deadlines: tuple[DeadlineChange, ...]
    levels: tuple[Level, ...]
    intervals: tuple[Interval, ...]
    marks: tuple[Mark, ...]
    counterfactuals: tuple[Counterfactual, ...]  #: of a cycle that was missed
    _core: _core.Proof = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        """For a service manager."""
        return self._core.text()

    @property
    def running_time(self) -> timedelta:
        """The sum of the running intervals: equal to `used`."""
        return sum((each.length for each in self.intervals if each.kind == "running"), timedelta())

    def as_data(self) -> dict[str, Any]:
        """As JSON has it, by docs/proof.schema.json: instants as ISO 8601 in UTC, lengths in milliseconds."""
        data: dict[str, Any] = json.loads(self._core.json())
        return data

    def svg(self, title: str = "", width: int = 1200) -> str:
        """The cycle as a picture: one SVG file that needs nothing else."""
        return proofs_svg([self], title, width)


@dataclass(frozen=True)
class WhyNot:
    """Why a policy did not do on a case what somebody expected.

    `data` is {"case", "policy", "machine", "cycles", "running", "text", "notes": [...]}; a note has its "kind" (other_machine, no_trigger,
    condition, incomplete, counts_once, already_running, no_matching_target, no_deadline, cancelled, not_stopped, ended), "at", "trigger",
    "would", "unmet" [{"asked", "found"}] and a "text".
    """

    data: dict[str, Any]
    text: str

    @property
    def kinds(self) -> list[str]:
        """Of the notes, in the order of time."""
        return [note["kind"] for note in self.data["notes"]]


def explain(rulebook: Rulebook, events: NDArray[np.void], values: NDArray[np.void] | None, case: int, until: datetime,
            root: int | None = None, counterfactuals: bool = True, adoptions: Sequence[Adoption] = ()) -> list[Proof]:
    """The cycles of every clock of a case, in the order of their starts.

    events, values: what a desk was given, as its apply_batch takes them. root: of a case that the desk opened, its root case.
    counterfactuals: what would have made missed cycles met; each is tried by some replays of the case. The replay ends at `until`, unless an
    event comes later. adoptions: the desk's; then the rulebook is the one that it has now. KeyError when no accepted event opens the case.
    """
    return [proof_of(each) for each in _core.explain(rulebook._core, events, values, case, until, root, counterfactuals, list(adoptions))]


def explain_all(rulebook: Rulebook, events: NDArray[np.void], values: NDArray[np.void] | None, until: datetime,
                roots: Sequence[int] | None = None, counterfactuals: bool = False, adoptions: Sequence[Adoption] = ()) -> list[Proof]:
    """The cycles of every case, or of those of some families, in one replay: by case, then by start."""
    wanted = None if roots is None else list(roots)
    return [proof_of(each) for each in _core.explain_all(rulebook._core, events, values, until, wanted, counterfactuals, list(adoptions))]


class Sums(NamedTuple):
    """Of every case: how many cycles and intervals there are, and the cases of which the intervals do not add up."""

    cycles: int
    intervals: int
    wrong: list[int]


def add_up(rulebook: Rulebook, events: NDArray[np.void], values: NDArray[np.void] | None, until: datetime) -> Sums:
    """Replays every case and adds every cycle up: its intervals touch, cover it, and the running ones are the time that the desk says was
    used. A check of the library; `wrong` is empty."""
    return Sums(*_core.proofs_add_up(rulebook._core, events, values, until))


def proofs_svg(proofs: Sequence[Proof], title: str = "", width: int = 1200) -> str:
    """Cycles under one time axis, in the local time of the first. The picture is drawn by the C++ library, for hosts of both languages."""
    return _core.proof_picture([proof._core for proof in proofs], title, width)


def why_not(rulebook: Rulebook, events: NDArray[np.void], values: NDArray[np.void] | None, case: int, policy: str, until: datetime,
            root: int | None = None, names: Sequence[str] = (), title: str = "", adoptions: Sequence[Adoption] = ()) -> WhyNot:
    """Why a policy did not start, has no deadline or no verdict on a case: each trigger that was asked, and what did not match.

    The arguments are those of `explain`; names: the texts of the host, as the desk was given them; title: what the host calls the case.
    Of a case that changed its version only triggers of the new one are told. KeyError when no accepted event opens the case, and when the
    rulebook has no such policy.
    """
    data, text = _core.why_not(rulebook._core, events, values, case, policy, until, root, list(names), title, list(adoptions))
    return WhyNot(json.loads(data), text)


def proof_of(core: _core.Proof) -> Proof:
    """A proof of the extension, as users have it."""
    return Proof(
        core.case, core.policy, core.title, core.cycle, core.verdict, core.target, core.zone, core.calendar, core.open_time, core.running,
        core.started_by, core.started_by_event, core.ended_by, core.ended_by_event, core.started_at, core.due_at, core.ended_at, core.used,
        core.overrun, core.business_overrun, core.early_by, tuple(DeadlineChange(*each) for each in core.deadlines()),
        tuple(Level(*each) for each in core.levels()),
        tuple(Interval(*each) for each in core.intervals()), tuple(Mark(*each) for each in core.marks()),
        tuple(Counterfactual(kind, at, by, event, tuple(moves), text) for kind, at, by, event, moves, text in core.counterfactuals()), core,
    )

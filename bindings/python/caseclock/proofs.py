# SPDX-License-Identifier: Apache-2.0
"""Why a verdict is what it is: each cycle of a case's clocks, cut into intervals that touch and cover it whole.

    for proof in explain(rulebook, batch.events, batch.values, case=7, until=now):
        print(proof.text)
        assert proof.running_time == proof.used

The case's events are replayed on a desk of their own, in their order; those of other cases may be among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import _core
from .rulebook import Rulebook

__all__ = ["DeadlineChange", "Interval", "Level", "Proof", "explain"]


class Interval(NamedTuple):
    """A part of a cycle: it counts (running), a reason holds (paused), or its calendar is closed (off_hours)."""

    begin: datetime
    end: datetime
    kind: str
    cause: str  #: the reasons of a pause; "holiday National Day", "break" ... where it is closed

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


@dataclass(frozen=True)
class Proof:
    """One cycle of one clock. `used` is open time where `open_time` says so; of a running clock it goes up to the end of the replay."""

    case: int
    policy: str
    cycle: int
    verdict: str | None  #: None while it runs, for a wait, and for a cycle that was reset
    target: str  #: as it was written; "" where none matched
    zone: str
    calendar: str
    open_time: bool
    running: bool
    ended_by: str
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
    text: str  #: for a service manager

    @property
    def running_time(self) -> timedelta:
        """The sum of the running intervals: equal to `used`."""
        return sum((each.length for each in self.intervals if each.kind == "running"), timedelta())

    def as_data(self) -> dict[str, Any]:
        """As JSON has it: instants as ISO 8601 in UTC, lengths in milliseconds."""
        return {
            "case": self.case, "policy": self.policy, "cycle": self.cycle, "verdict": self.verdict, "target": self.target, "zone": self.zone,
            "calendar": self.calendar, "open_time": self.open_time, "running": self.running, "ended_by": self.ended_by,
            "started_at": _iso(self.started_at), "due_at": _iso(self.due_at), "ended_at": _iso(self.ended_at), "used_ms": _ms(self.used),
            "overrun_ms": _ms(self.overrun), "business_overrun_ms": _ms(self.business_overrun), "early_by_ms": _ms(self.early_by),
            "deadlines": [
                {"at": _iso(each.at), "opens_at": _iso(each.opens_at), "due_at": _iso(each.due_at), "why": each.why} for each in self.deadlines
            ],
            "levels": [
                {"at": _iso(each.at), "ladder": each.ladder, "level": each.level, "asks": each.asks, "overdue_at": _iso(each.overdue_at),
                 "acknowledged_at": _iso(each.acknowledged_at)} for each in self.levels
            ],
            "intervals": [
                {"begin": _iso(each.begin), "end": _iso(each.end), "kind": each.kind, "cause": each.cause, "length_ms": _ms(each.length)}
                for each in self.intervals
            ],
        }


def explain(rulebook: Rulebook, events: NDArray[np.void], values: NDArray[np.void] | None, case: int, until: datetime,
            root: int | None = None) -> list[Proof]:
    """The cycles of every clock of a case, in the order of their starts.

    events, values: what a desk was given, as its apply_batch takes them. root: of a case that the desk opened, its root case.
    The replay ends at `until`, unless an event comes later. KeyError when no accepted event opens the case.
    """
    return [_proof(each) for each in _core.explain(rulebook._core, events, values, case, until, root)]


def _proof(core: _core.Proof) -> Proof:
    return Proof(
        core.case, core.policy, core.cycle, core.verdict, core.target, core.zone, core.calendar, core.open_time, core.running, core.ended_by,
        core.started_at, core.due_at, core.ended_at, core.used, core.overrun, core.business_overrun, core.early_by,
        tuple(DeadlineChange(*each) for each in core.deadlines()), tuple(Level(*each) for each in core.levels()),
        tuple(Interval(*each) for each in core.intervals()), core.text(),
    )


def _iso(t: datetime | None) -> str | None:
    return None if t is None else t.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _ms(length: timedelta) -> int:
    return length // timedelta(milliseconds=1)

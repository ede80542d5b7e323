# SPDX-License-Identifier: Apache-2.0
"""A log through a desk: `replay(log, map, rulebook)`.

    log --map_log--> events --Desk.apply--> receipts, effects --> cycles --> report

The log is mapped whole, sorted by instant, and given to the desk in batches; at the end the desk is
advanced to the map's `until`, so that what is then overdue is missed. How large the batches are
changes nothing in what comes out.

In `arrival_order` the events come in the order of the file instead, to a desk with a ledger: what is
late is judged as if it had come in time, and what was said before is corrected. In the end the same
comes out (where the rulebook does not say otherwise of late events).
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .cycles import Cycles
from .desk_face import DeskFace
from .maps import LogMap, MappedLog, map_log
from .maps.tables import Progress
from .proofs import Proof, WhyNot
from .rulebook import Rulebook

__all__ = ["Replay", "StrictError", "replay"]

events_per_batch = 1 << 16


class StrictError(ValueError):
    """A strict replay met a bad row or an event that was not accepted."""


@dataclass
class Replay:
    """What a desk said about a log. `receipts` counts events by (machine, event, receipt, reason); `late`,
    of a replay in the order of the file, late events and what they corrected."""

    log_name: str
    rulebook_name: str
    mapped: MappedLog
    receipts: Counter[tuple[str, str, str, str]]
    effects: dict[str, int]
    cycles: Cycles
    short_attributes: list[str]
    late: dict[str, int] | None
    face: DeskFace = field(repr=False)

    def cases_with(self, event: str) -> int:
        """How many cases had at least one accepted event of this name."""
        return self.face.cases_with(event)

    def due_of(self, policy: str, cases: NDArray[np.uint64], by: tuple[str, ...]) -> tuple[NDArray[np.int64], dict[str, NDArray[np.str_]]]:
        """The last deadline of `policy` on each case, running clocks included, and the texts of
        attributes of the case. INT64_MIN where the case has none."""
        return self.face.due_of(self.cycles, policy, cases, by)

    def proofs(self, case: str) -> list[Proof]:
        """The proofs of one case, which the log calls `case`, and of the cases that it opened.
        Raises KeyError when the log has no such case."""
        return self.face.proofs(self.mapped.case_id(case))

    def why_not(self, case: str, policy: str) -> WhyNot:
        """Why `policy` did not do on the case, which the log calls `case`, what somebody expected.
        Raises KeyError when the log has no such case and when the rulebook has no such policy."""
        return self.face.why_not(self.mapped.case_id(case), policy, case)

    def explain(self, case: str) -> str:
        """The proof of one case, which the log calls `case`: a text of its clocks and their intervals.
        Raises KeyError when the log has no such case."""
        return self.face.explain(self.mapped.case_id(case), case)


def replay(log: str | os.PathLike[str], log_map: LogMap | str | os.PathLike[str], rulebook: Rulebook, *, strict: bool = False,
           arrival_order: bool = False, reading: Progress | None = None, replaying: Progress | None = None, batch: int = events_per_batch) -> Replay:
    """Replays `log` by `log_map` under `rulebook`.

    `reading` and `replaying` are told how far the work is: (done, of how many). Raises MapError,
    LogError and OSError as `map_log` does, and StrictError when `strict` and a row is bad or an event
    is not accepted.
    """
    if not isinstance(log_map, LogMap):
        log_map = LogMap.load(log_map)
    mapped = map_log(log, log_map, rulebook, progress=reading)
    if strict:
        _refuse_bad_rows(mapped, os.fspath(log))
    face = DeskFace(rulebook, mapped, arrival_order)
    total = len(mapped.events)
    for begin in range(0, total, batch):
        face.apply(begin, min(begin + batch, total))
        if strict and not arrival_order:
            _refuse_receipts(face, os.fspath(log))
        if replaying:
            replaying(min(begin + batch, total), total)
    if total:
        face.advance(mapped.until_ms)
    if strict:
        _refuse_receipts(face, os.fspath(log))
    return Replay(
        Path(log).name, rulebook.name, mapped, face.receipts, dict(+face.effects), face.cycles(),
        face.short_attributes(), dict(face.late) if arrival_order else None, face,
    )


def _refuse_bad_rows(mapped: MappedLog, log: str) -> None:
    if len(mapped.bad):
        reason, lines = next(iter(mapped.bad.lines.items()))
        text = mapped.bad.examples.get(reason, {}).get(lines[0], "")
        shown = f" ({text})" if text else ""
        raise StrictError(f"{log}:{lines[0]}: {reason}{shown}; {len(mapped.bad):,} bad rows in all")


def _refuse_receipts(face: DeskFace, log: str) -> None:
    if face.first_refused is not None:
        line, sentence = face.first_refused
        raise StrictError(f"{log}:{line}: {sentence}")

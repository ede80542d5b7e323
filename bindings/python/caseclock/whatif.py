# SPDX-License-Identifier: Apache-2.0
"""The same events under two rulebooks: what would change. Nothing live is touched.

    found = whatif("day.csv", "hotline", now, stricter, by=["priority"])
    print(found.text())
    for change in found.flips()[:3]:
        before, after = found.proofs(change)

The log is mapped once, for the first rulebook; its events are told to the second by their names. Verdicts are paired by case, policy's name
and cycle.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import _core
from .cycles import judged
from .maps import LogMap, MappedLog, map_log
from .maps.tables import Progress
from .payloads import fill_payloads
from .proofs import Proof, explain_all
from .report import duration_text, percent_text, table_of, values_shown
from .rulebook import Rulebook
from .verdict_files import safe_cell

__all__ = ["Change", "WhatIf", "what_if", "whatif"]

child_bit = np.uint64(1 << 63)
one_ms = timedelta(milliseconds=1)
epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
missed_words = tuple(word for word in judged if word != "met")


class Change(NamedTuple):
    """A cycle that ends otherwise. None: it does not end there, or is not there at all."""

    case: int
    root: int
    policy: str
    cycle: int
    before: str | None
    after: str | None
    overrun_before: timedelta
    overrun_after: timedelta

    @property
    def became_missed(self) -> bool:
        return self.before == "met" and self.after in missed_words

    @property
    def became_met(self) -> bool:
        return self.before in missed_words and self.after == "met"


@dataclass
class WhatIf:
    """What would change. `data` is as json_of(what_if_result) of C++ has it (report/what_if_json.hpp), without the cycles: these are
    `changes`, sorted by case, policy and cycle."""

    before: Rulebook
    after: Rulebook
    data: dict[str, Any]
    changes: list[Change]
    events: NDArray[np.void] = field(repr=False)
    values: NDArray[np.void] = field(repr=False)
    until: datetime
    names: list[str] = field(repr=False)
    log_name: str = ""
    case_texts: dict[int, str] = field(default_factory=dict, repr=False)

    def flips(self) -> list[Change]:
        """The cycles that were met and would be missed, then those that were missed and would be met."""
        return [each for each in self.changes if each.became_missed] + [each for each in self.changes if each.became_met]

    def case_text(self, case: int, root: int | None = None) -> str:
        """What the log calls a case; one that the desk opened is called after its root case."""
        if case in self.case_texts or root in (None, case):
            return self.case_texts.get(case, str(case))
        return f"{self.case_texts.get(root, str(root))}/{case:016x}"

    def proofs(self, change: Change) -> tuple[Proof | None, Proof | None]:
        """The proofs of a cycle under both rulebooks; None where it is not there."""
        mine = self.events[(self.events["case"] == change.root) | (self.events["case"] >= child_bit)]
        events, values, _ = _core.translate_events(self.before._core, self.after._core, mine, self.values, self.names)
        found = []
        for rulebook, told, beside in ((self.before, mine, self.values), (self.after, events, values)):
            proofs = explain_all(rulebook, told, beside, self.until, [change.root], counterfactuals=True)
            found.append(next((p for p in proofs if (p.case, p.policy, p.cycle) == (change.case, change.policy, change.cycle)), None))
        return found[0], found[1]

    def as_data(self) -> dict[str, Any]:
        """Everything, for JSON."""
        changes = [
            {"case": self.case_text(each.case, each.root), "policy": each.policy, "cycle": each.cycle, "before": each.before, "after": each.after,
             "overrun_before_ms": each.overrun_before // one_ms, "overrun_after_ms": each.overrun_after // one_ms}
            for each in self.changes
        ]
        return {"log": self.log_name, **self.data, "changes": changes}

    def text(self) -> str:
        """For a reader."""
        return _text_of(self)

    def explain(self, count: int) -> str:
        """The proofs of so many cycles that flip, first one way, then the other, in turn."""
        worse = [each for each in self.changes if each.became_missed]
        better = [each for each in self.changes if each.became_met]
        shown = [each for pair in _in_turn(worse, better) for each in pair][:count]
        parts = []
        for change in shown:
            case = self.case_text(change.case, change.root)
            lines = [f"Case {case}, {change.policy}, cycle {change.cycle}: {change.before} would be {change.after}"]
            for rulebook, proof in zip((self.before, self.after), self.proofs(change), strict=True):
                lines.append(f"under {rulebook.name}: {proof.text if proof is not None else 'no such cycle'}".rstrip())
            parts.append("\n".join(lines))
        return "\n\n".join(parts)

    def write(self, path: str | os.PathLike[str]) -> None:
        """One row per cycle that ends otherwise: case, policy, cycle, before, after, overrun_before_ms, overrun_after_ms. Raises ValueError for
        another ending than .csv."""
        if Path(path).suffix.lower() != ".csv":
            raise ValueError(f"{os.fspath(path)}: what changes goes to a file that ends in .csv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            rows = self.as_data()["changes"]
            names = ("case", "policy", "cycle", "before", "after", "overrun_before_ms", "overrun_after_ms")
            writer.writerow(names)
            for row in rows:
                writer.writerow(["" if row[name] is None else safe_cell(row[name]) if isinstance(row[name], str) else row[name] for name in names])


def what_if(before: Rulebook, after: Rulebook, events: NDArray[np.void], values: NDArray[np.void] | None, until: datetime, *,
            by: Sequence[str] = (), names: Sequence[str] = ()) -> WhatIf:
    """Events that were made for `before` under both rulebooks, up to `until` or the last event.

    by: attributes to break verdicts down by. names: the texts that the events' numbers from Rulebook.first_free_code on stand for.
    ValueError when the rulebooks have no machine in common, and for an attribute that neither has.
    """
    beside = values if values is not None else np.zeros(0, _core.value_dtype)
    text, changes = _core.what_if(before._core, after._core, events, beside, until, list(by), list(names))
    data = json.loads(text)
    policies = [policy["policy"] for policy in data["policies"]]
    found = [Change(case, root, policies[policy], cycle, was, now, late, later) for case, root, policy, cycle, was, now, late, later in changes]
    return WhatIf(before, after, data, found, events, beside, until, list(names))


def whatif(log: str | os.PathLike[str], log_map: LogMap | str | os.PathLike[str], before: Rulebook, after: Rulebook, *, by: Sequence[str] = (),
           reading: Progress | None = None) -> WhatIf:
    """Maps `log` by `log_map` for `before` and replays it under both rulebooks. `by`: without it every attribute that is one of a few words."""
    if not isinstance(log_map, LogMap):
        log_map = LogMap.load(log_map)
    mapped: MappedLog = map_log(log, log_map, before, progress=reading)
    fill_payloads(before, mapped.events, mapped.values)
    if not by:
        every = [each for machine in before.machines for each in machine.attributes]
        by = list(dict.fromkeys(each.name for each in every if each.kind == "one_of" and len(each.enumerators) <= values_shown))
    until = epoch + timedelta(milliseconds=int(mapped.until_ms))
    found = what_if(before, after, mapped.events, mapped.values, until, by=by, names=mapped.names.own_texts())
    found.log_name = Path(log).name
    found.case_texts = mapped.case_texts()
    return found


# ---------------------------------------------------------------- as text


def _in_turn(worse: list[Change], better: list[Change]) -> Iterator[list[Change]]:
    for place in range(max(len(worse), len(better))):
        yield worse[place:place + 1] + better[place:place + 1]


def _text_of(found: WhatIf) -> str:
    data = found.data
    other = f" ({data['cases_after']:,} under {data['after']})" if data["cases_after"] != data["cases_before"] else ""
    head = (f"{found.log_name or 'the events'}: {data['before']} against {data['after']}, "
            f"{data['events']:,} events of {data['cases_before']:,} cases{other}, until {data['until']}")
    parts = [head, _text_of_lacking(found), _text_of_policies(found), _text_of_receipts(found)]
    if not found.changes:
        parts.append("Every cycle ends alike.")
    return "\n\n".join(part for part in parts if part)


def _text_of_lacking(found: WhatIf) -> str:
    lines = [f"  {each['name']}: left out {each['count']:,} {'events' if each['is_event'] else 'times'}" for each in found.data["lacking"]]
    return "\n".join([f"Unknown to {found.after.name}", *lines]) if lines else ""


def _text_of_policies(found: WhatIf) -> str:
    head = ("Verdicts", "attainment", "would be", "change", "met", "would be", "missed", "would be", "newly missed", "newly met", "overrun",
            "would be", "in open time", "would be")

    def row(title: str, before: dict[str, Any], after: dict[str, Any], flips: tuple[str, str] = ("", "")) -> tuple[str, ...]:
        missed = [sum(tally[word] for word in missed_words) for tally in (before, after)]
        shares = before["attainment"], after["attainment"]
        points = "" if None in shares else f"{(shares[1] - shares[0]) * 100:+.2f} pts"
        counts = (before["met"], after["met"], *missed)
        overruns = (duration_text(tally[which]) for which in ("overrun_ms", "business_overrun_ms") for tally in (before, after))
        return (title, percent_text(shares[0]), percent_text(shares[1]), points, *(f"{count:,}" for count in counts), *flips, *overruns)

    rows = []
    for policy in found.data["policies"]:
        if not any(policy[side][word] for side in ("before", "after") for word in (*judged, "cancelled", "measured")):
            continue
        only = "" if policy["in_before"] and policy["in_after"] else f" (only {found.before.name if policy['in_before'] else found.after.name})"
        rows.append(row(policy["policy"] + only, policy["before"], policy["after"], (f"{policy['became_missed']:,}", f"{policy['became_met']:,}")))
        shown: dict[str, int] = {}
        for group in policy["groups"]:
            shown[group["attribute"]] = shown.get(group["attribute"], 0) + 1
            if group["before"] != group["after"] and shown[group["attribute"]] <= values_shown:
                rows.append(row(f"  {group['attribute']} {group['value'] or '(unset)'}", group["before"], group["after"]))
    return "\n".join(table_of(head, rows)) if rows else "No verdicts."


def _text_of_receipts(found: WhatIf) -> str:
    rows = [(each["event"], each["before"], each["after"] or "unknown", f"{each['events']:,}") for each in found.data["receipts"]]
    return "\n".join(table_of(("Receipts that differ", "receipt", "would be", "events"), rows)) if rows else ""

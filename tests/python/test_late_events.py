# SPDX-License-Identifier: Apache-2.0
"""Events that come late to a desk with a ledger: corrections as objects and as arrays, proofs without events, logs in the order of the file."""

import csv
import json
import random
from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from caseclock import Batch, Desk, Rulebook, event_dtype
from caseclock.cli import load_map, main
from caseclock.replay import replay
from caseclock.simulate import Day, write_log

NINE = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)
MINUTE = timedelta(minutes=1)
all_but_ordinal = ["at", "due_at", "root", "case", "value", "what", "to", "policy", "cycle", "kind", "detail", "machine"]

TICKETS: dict[str, Any] = {
    "rulebook": "tickets",
    "language": "caseclock/1",
    "zone": "UTC",
    "roles": {"boss": {}},
    "machines": {
        "request": {
            "attributes": {"owner": {"kind": "name"}},
            "facts": {"known": {}},
            "events": {"open": {}, "hold": {}, "resume": {}, "answer": {}},
            "states": {"new": {"initial": "here"}, "held": {}, "answered": {"final": "done"}},
            "rows": [
                {"in": "new", "event": "open", "stay": "inside"},
                {"in": "new", "event": "hold", "to": "held"},
                {"in": "held", "event": "resume", "to": "new"},
                {"in": "new", "event": "answer", "needs": ["known"], "to": "answered"},
            ],
        }
    },
    "policies": {
        "answering": {
            "machine": "request", "start": {"event": "open"}, "stop": {"enters": "answered"}, "pause_while": {"state": "held"}, "due": "within 30m",
            "missed": [{"tell": "boss"}],
        }
    },
}


@pytest.fixture
def book() -> Rulebook:
    return Rulebook.parse(TICKETS)


@pytest.fixture
def desk(book: Rulebook) -> Desk:
    return Desk(book, ledger=True)


def test_a_late_event_corrects_what_was_said(desk: Desk) -> None:
    desk.apply(7, "open", NINE)
    desk.advance(NINE + 60 * MINUTE)
    late = desk.apply(7, "answer", NINE + 20 * MINUTE, known=True)
    assert late
    assert late.was_late
    assert not late.effects
    assert [(c.kind, c.effect.kind, c.effect.what) for c in late.corrections] == [
        ("revoked", "verdict", "missed"), ("revoked", "notification", "boss"), ("added", "verdict", "met"), ("added", "ended", ""),
    ]
    assert str(late.corrections[0]) == "revoked 2026-03-02T09:30:00.000Z case 7: verdict missed (answering, cycle 1)"
    assert late.corrections[2].because_of == 1
    verdict = late.corrections[2].effect.verdict
    assert verdict is not None
    assert verdict.used == 20 * MINUTE
    assert desk.case(7).ended
    assert desk.now == NINE + 60 * MINUTE


def test_receipts_of_other_events_are_corrected(desk: Desk) -> None:
    desk.apply(7, "open", NINE)
    refused = desk.apply(7, "answer", NINE + 10 * MINUTE, id=31)
    assert refused.unmet == ["known"]
    desk.advance(NINE + 20 * MINUTE)
    (corrected,) = desk.apply(7, "change", NINE + 5 * MINUTE, known=True).receipt_corrections
    assert (corrected.number, corrected.case, corrected.event, corrected.id, corrected.at) == (1, 7, "answer", 31, NINE + 10 * MINUTE)
    assert (corrected.kind, corrected.was, corrected.reason, corrected.states) == ("accepted", "refused", "", ["answered"])
    assert str(corrected) == "case 7: answer at 2026-03-02T09:10:00.000Z is accepted now, was refused"


def test_a_moved_effect_keeps_its_name(desk: Desk) -> None:
    desk.apply(7, "open", NINE)
    missed = desk.advance(NINE + 60 * MINUTE).effects[0]
    desk.apply(7, "hold", NINE + 60 * MINUTE)
    first, *_ = (c for c in desk.apply(7, "hold", NINE + 5 * MINUTE).corrections)
    assert (first.kind, first.effect.ordinal) == ("revoked", missed.ordinal)  # paused from 09:05 on, nothing is missed
    moved = desk.apply(7, "resume", NINE + 15 * MINUTE).corrections
    assert [c.kind for c in moved] == ["added", "added"]
    again = desk.apply(7, "hold", NINE + 4 * MINUTE).corrections
    assert [(c.kind, c.was_at, c.effect.at) for c in again] == [("moved", NINE + 40 * MINUTE, NINE + 41 * MINUTE)] * 2
    assert [c.effect.ordinal for c in again] == [c.effect.ordinal for c in moved]
    assert str(again[0]).endswith("(answering, cycle 1), was at 2026-03-02T09:40:00.000Z")


def told_in_order(book: Rulebook, batch: Batch, until: datetime) -> Counter[tuple[Any, ...]]:
    desk = Desk(book, late_events="as_of_now")
    answers = [desk.apply_batch(batch.events, batch.values), desk.advance(until)]
    return Counter((*e[all_but_ordinal].tolist(),) for each in answers for e in each.effect_array)


def test_arrays_of_corrections_bring_a_table_to_what_the_sorted_events_say(book: Rulebook) -> None:
    dice = random.Random(5)
    rows = 400
    at = np.datetime64("2026-03-02T09:00", "ms") + np.sort(np.array([dice.randrange(30_000) for _ in range(rows)])).astype("timedelta64[s]")
    cases = np.array([dice.randrange(1, 40) for _ in range(rows)])
    desk = Desk(book, ledger=True)
    parts = []
    for n, event in enumerate(("open", "hold", "resume", "answer")):
        mine = np.flatnonzero(np.arange(rows) % 4 == n)
        parts.append(desk.columns(f"request.{event}", case=cases[mine], at=at[mine], known=True))
    batch = Batch.merged(parts)
    order = np.array(sorted(range(rows), key=lambda row: (row + dice.randrange(60), row)))
    # events of one instant keep their order
    for instant in np.unique(batch.events["at"]):
        places = np.flatnonzero(batch.events["at"][order] == instant)
        order[places] = np.sort(order[places])
    table: dict[tuple[int, int], Any] = {}
    kinds = Counter[str]()
    until = NINE + timedelta(days=2)
    said = [desk.apply_batch(np.ascontiguousarray(batch.events[order[begin:begin + 50]]), batch.values) for begin in range(0, rows, 50)]
    for answers in [*said, desk.advance(until)]:
        for effect in answers.effect_array:
            table[int(effect["root"]), int(effect["ordinal"])] = effect
        for correction in answers.correction_array:
            kind = ("revoked", "added", "moved")[correction["correction"]]
            kinds[kind] += 1
            name = int(correction["root"]), int(correction["ordinal"])
            assert (name in table) == (kind != "added")
            if kind == "revoked":
                del table[name]
            else:
                table[name] = correction
        assert len(answers.corrected_verdict_array) == np.count_nonzero(answers.correction_array["kind"] == 0)
        assert len(answers.receipt_correction_array) == len(answers.receipt_corrections)
        assert [c.kind for c in answers.corrections] == [("revoked", "added", "moved")[n] for n in answers.correction_array["correction"]]
    assert Counter((*e[all_but_ordinal].tolist(),) for e in table.values()) == told_in_order(book, batch, until)
    assert min(kinds[kind] for kind in ("revoked", "added", "moved")) > 2


def test_explain_needs_no_events(desk: Desk) -> None:
    desk.apply(7, "open", NINE)
    desk.apply(8, "open", NINE + MINUTE)
    desk.advance(NINE + 60 * MINUTE)
    desk.apply(7, "hold", NINE + 10 * MINUTE)
    desk.apply(7, "resume", NINE + 20 * MINUTE)
    (proof,) = desk.explain(7)
    assert [(i.kind, i.length) for i in proof.intervals] == [("running", 10 * MINUTE), ("paused", 10 * MINUTE), ("running", 40 * MINUTE)]
    assert proof.verdict == "missed"
    assert proof.running_time == proof.used
    with pytest.raises(KeyError, match="case 9: the desk has no such case"):
        desk.explain(9)


def test_a_desk_without_a_ledger_says_what_it_cannot(book: Rulebook) -> None:
    plain = Desk(book)
    plain.apply(7, "open", NINE)
    assert plain.late_events == "as_of_now"
    assert plain.kept_events == 0
    with pytest.raises(RuntimeError, match=r"keeps no ledger \(Desk\(rulebook, ledger=True\) does\)"):
        plain.explain(7)
    accepting = Rulebook.parse({**TICKETS, "late_events": "accept"})
    assert accepting.late_events == "accept"
    sentence = r"tickets: a desk without a ledger cannot accept late events: use ledger_desk \(C\+\+\) or Desk\(rulebook, ledger=True\) \(Python\)"
    with pytest.raises(ValueError, match=sentence):
        Desk(accepting)
    with pytest.raises(ValueError, match=sentence):
        Desk(book, late_events="accept")
    with pytest.raises(ValueError, match='no such choice "acept"; did you mean "accept"'):
        Desk(book, ledger=True, late_events="acept")  # type: ignore[arg-type]
    assert Desk(accepting, ledger=True).late_events == "accept"
    assert Desk(accepting, late_events="refuse").late_events == "refuse"


def test_a_ledger_keeps_what_the_rulebook_says_of_late_events() -> None:
    refusing = Desk(Rulebook.parse({**TICKETS, "late_events": "refuse"}), ledger=True)
    refusing.apply(7, "open", NINE)
    refusing.advance(NINE + MINUTE)
    assert refusing.apply(7, "hold", NINE).kind == "late"
    assert Desk(Rulebook.parse({**TICKETS, "late_events": "refuse"}), ledger=True, late_events="accept").late_events == "accept"


def test_events_of_an_evicted_family_are_late(desk: Desk) -> None:
    desk.apply(7, "open", NINE, known=True)
    desk.apply(7, "answer", NINE + MINUTE)
    desk.apply(8, "open", NINE + 5 * MINUTE)
    assert desk.kept_events == 3
    desk.evict(7)
    assert desk.kept_events == 1
    late = desk.apply(7, "request.hold", NINE)
    assert late.kind == "late"
    assert 7 not in desk


def test_the_ledger_counts_in_memory_bytes(book: Rulebook) -> None:
    with_ledger, without = Desk(book, ledger=True), Desk(book)
    events = np.zeros(50_000, event_dtype)
    events["case"] = np.arange(50_000) % 5_000 + 1
    events["at"] = np.datetime64("2026-03-02T09:00", "ms") + np.arange(50_000)
    events["kind"] = without.event_type("open").number
    for each in (with_ledger, without):
        each.apply_batch(events)
    more = (with_ledger.memory_bytes - without.memory_bytes) / 50_000
    assert 8 < more < 48


# ---------------------------------------------------------------- logs


def shuffled_day(folder: Path) -> tuple[Path, Path]:
    """A day of the hotline, and the same rows in another order, as several senders would write them."""
    sorted_log, shuffled = folder / "day.csv", folder / "shuffled.csv"
    with open(sorted_log, "w", encoding="utf-8", newline="") as file:
        write_log(Day(seed=3, calls=150), file)
    with open(sorted_log, encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    dice = random.Random(11)
    order = sorted(range(len(rows)), key=lambda row: (row + dice.randrange(200), row))
    by_instant: dict[str, list[int]] = {}
    for place, row in enumerate(order):
        by_instant.setdefault(rows[row][2], []).append(place)
    for places in by_instant.values():  # rows of one instant keep their order
        for place, row in zip(places, sorted(order[place] for place in places), strict=True):
            order[place] = row
    with open(shuffled, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *(rows[row] for row in order)])
    return sorted_log, shuffled


def test_a_log_in_the_order_of_the_file_ends_as_the_sorted_one(tmp_path: Path) -> None:
    sorted_log, shuffled = shuffled_day(tmp_path)
    hotline = Rulebook.builtin("hotline")
    in_order = replay(sorted_log, load_map("hotline"), hotline)
    arrived = replay(shuffled, load_map("hotline"), hotline, arrival_order=True, batch=97)
    assert arrived.late is not None
    assert arrived.late["events"] > 100
    assert min(arrived.late[kind] for kind in ("revoked", "added", "moved", "receipts")) > 10
    assert arrived.receipts == in_order.receipts
    assert arrived.effects == in_order.effects
    assert len(arrived.cycles) == len(in_order.cycles)

    def texts(done: Any) -> list[tuple[Any, ...]]:
        cycles = done.cycles
        columns = [cycles.policy, cycles.cycle, cycles.verdict, *cycles.figures.values()]
        names = [done.face.case_text(case) for case in cycles.case.tolist()]
        return sorted(zip(names, *(column.tolist() for column in columns), strict=True))

    assert texts(arrived) == texts(in_order)


def test_the_command_takes_a_log_in_the_order_of_the_file(tmp_path: Path) -> None:
    _, shuffled = shuffled_day(tmp_path)
    arguments = ["replay", str(shuffled), "--map", "hotline", "--rulebook", "hotline"]
    told = CliRunner().invoke(main, [*arguments, "--arrival-order"])
    assert told.exit_code == 0, told.output
    assert " events late: " in told.output
    assert " receipts corrected" in told.output
    report = json.loads(CliRunner().invoke(main, [*arguments, "--arrival-order", "--json"]).output)
    assert set(report["late"]) == {"events", "revoked", "added", "moved", "receipts"}
    by_time = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).output)
    assert "late" not in by_time
    assert report["policies"] == by_time["policies"]
    assert report["receipts"] == by_time["receipts"]

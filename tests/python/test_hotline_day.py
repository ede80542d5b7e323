# SPDX-License-Identifier: Apache-2.0
"""The made-up day goes through the built-in machines under the built-in rulebook, and nothing of it is lost."""

from collections import Counter
from pathlib import Path

import pytest

from caseclock.cli import load_map, load_rulebook
from caseclock.replay import Replay, replay
from caseclock.simulate import Day, Entry, simulate, write_log

DAY = Day(seed=3, calls=500)


@pytest.fixture(scope="module")
def rows() -> list[Entry]:
    return simulate(DAY)


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    log = tmp_path_factory.mktemp("day") / "day.csv"
    with log.open("w", encoding="utf-8", newline="") as file:
        write_log(DAY, file)
    return replay(log, load_map("hotline"), load_rulebook("hotline"))


def counted(rows: list[Entry], event: str, said: str | None = None) -> int:
    return sum(row.event == event and said in (None, row.cells.get("said")) for row in rows)


def test_every_row_becomes_one_event(rows: list[Entry], replayed: Replay) -> None:
    assert replayed.mapped.rows_read == replayed.mapped.rows_used == len(rows)
    assert len(replayed.mapped.events) == len(rows)
    assert len(replayed.mapped.bad) == 0


def test_only_unfinished_records_are_refused(rows: list[Entry], replayed: Replay) -> None:
    others: Counter[tuple[str, str, str]] = Counter()
    for (machine, event, receipt, _), count in replayed.receipts.items():
        if receipt != "accepted":
            others[machine, event, receipt] += count
    unfinished = counted(rows, "record saved", "unfinished")
    assert unfinished > 0
    assert others == {("call", "save_record", "refused"): unfinished}


def test_calls_and_tickets_are_all_there(rows: list[Entry], replayed: Replay) -> None:
    rows_of = {"arrive": "offered", "answer": "answered", "give_up": "abandoned", "record": "opened", "line_lost": "line lost"}
    for event, row_event in rows_of.items():
        assert replayed.cases_with(event) == counted(rows, row_event)


def test_it_is_the_same_each_time(replayed: Replay, tmp_path: Path) -> None:
    log = tmp_path / "day.csv"
    with log.open("w", encoding="utf-8", newline="") as file:
        write_log(DAY, file)
    again = replay(log, load_map("hotline"), load_rulebook("hotline"), batch=7)
    assert again.receipts == replayed.receipts
    assert again.effects == replayed.effects

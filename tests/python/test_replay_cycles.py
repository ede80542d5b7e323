# SPDX-License-Identifier: Apache-2.0
"""Verdicts into cycles, figures and files."""

import csv
from pathlib import Path

import numpy as np
import pytest

from caseclock.cycles import Attribute, Cycles, figures, merge_verdicts, no_value, summarise, verdict_words
from caseclock.report import table_of
from caseclock.verdict_files import safe_cell, write_verdicts

HOUR = 3_600_000


def cycles_of(*verdicts: tuple[int, str, int, str, int]) -> Cycles:
    """Each verdict is (case, policy, cycle, verdict, used in hours); the target is eight hours from hour 0 of 2026."""
    policies = ["answer", "close"]
    start = 1_767_225_600_000
    columns: dict[str, list[int]] = {name: [] for name in ("case", "policy", "cycle", "verdict", *figures)}
    for case, policy, cycle, verdict, used in verdicts:
        row = {
            "case": case, "policy": policies.index(policy), "cycle": cycle, "verdict": verdict_words.index(verdict), "started_at": start,
            "due_at": start + 8 * HOUR, "ended_at": no_value if verdict == "missed" else start + used * HOUR,
            "used_ms": used * HOUR, "target_ms": 8 * HOUR, "overrun_ms": max(0, used - 8) * HOUR, "business_overrun_ms": 0,
            "levels": 2, "unanswered": 1,
        }
        for name, value in row.items():
            columns[name].append(value)
    arrays = {name: np.array(values, np.uint64 if name == "case" else np.int64) for name, values in columns.items()}
    texts = ["first", "=cmd()", "third"]
    codes = np.array([index % 4 - 1 for index in range(len(verdicts))], np.int64)
    return merge_verdicts(policies, arrays, {"group": Attribute(texts, codes)})


def test_a_miss_and_its_late_end_are_one_cycle_with_the_attributes_of_the_miss() -> None:
    cycles = cycles_of((2, "close", 1, "met", 3), (1, "close", 1, "missed", 8), (1, "answer", 1, "met", 1), (1, "close", 1, "ended_late", 11))
    assert cycles.case.tolist() == [1, 1, 2]
    assert [verdict_words[verdict] for verdict in cycles.verdict] == ["met", "ended_late", "met"]
    assert cycles.figures["used_ms"].tolist() == [HOUR, 11 * HOUR, 3 * HOUR]
    assert cycles.attributes["group"].text(1) == "first"


def test_a_cycle_that_was_reopened_is_what_was_said_of_it_last_and_stays_missed() -> None:
    cycles = cycles_of(
        (1, "close", 1, "met", 2), (2, "close", 1, "met", 2), (1, "close", 1, "met", 5),
        (2, "close", 1, "missed", 8), (2, "close", 1, "ended_late", 9), (2, "close", 1, "ended_late", 12), (3, "close", 1, "cancelled", 1),
        (3, "close", 1, "measured", 3),
    )
    assert [verdict_words[verdict] for verdict in cycles.verdict] == ["met", "ended_late", "measured"]
    assert cycles.figures["used_ms"].tolist() == [5 * HOUR, 12 * HOUR, 3 * HOUR]
    assert [cycles.attributes["group"].text(row) for row in range(3)] == ["=cmd()", "third", "third"], "of the last verdict, or of the miss"


def test_attainment_counts_a_cycle_once_and_leaves_out_what_was_cancelled_or_measured() -> None:
    summary = summarise(cycles_of(
        (1, "close", 1, "met", 2), (2, "close", 1, "met", 4), (3, "close", 1, "missed", 8), (3, "close", 1, "ended_late", 12),
        (4, "close", 1, "missed", 8), (5, "close", 1, "cancelled", 1), (6, "close", 1, "measured", 6), (7, "close", 1, "early", 0),
    ))
    assert summary.counts == {"met": 2, "missed": 1, "ended_late": 1, "early": 1, "cancelled": 1, "measured": 1}
    assert summary.missed == 3
    assert summary.attainment == pytest.approx(2 / 5)
    assert summary.share_of_all == pytest.approx(2 / 6)
    assert summary.average_ms == pytest.approx((2 + 4 + 12 + 6 + 0) / 5 * HOUR)
    assert summary.percentiles_ms[50] == 4 * HOUR


def test_nothing_has_no_attainment() -> None:
    summary = summarise(cycles_of())
    assert (summary.attainment, summary.share_of_all, summary.average_ms, summary.percentiles_ms) == (None, None, None, {})


def test_groups_come_by_frequency_with_unset_last() -> None:
    cycles = cycles_of(*((case, "close", 1, "met", 1) for case in range(10)))
    assert [(text, len(group)) for text, group in cycles.by_attribute("group")] == [("first", 3), ("=cmd()", 2), ("third", 2), ("(unset)", 3)]
    assert len(cycles.of_policy("close")) == 10
    with pytest.raises(KeyError, match="no cycle of policy `closing`"):
        cycles.of_policy("closing")


def test_a_verdict_file_has_the_named_columns_and_no_formula(tmp_path: Path) -> None:
    cycles = cycles_of((7, "answer", 1, "met", 1), (8, "close", 1, "missed", 8), (9, "close", 2, "measured", 2))
    write_verdicts(tmp_path / "verdicts.csv", cycles, {7: "@seven", 8: "A-8", 9: "9"}.__getitem__)
    rows = list(csv.DictReader((tmp_path / "verdicts.csv").open(encoding="utf-8", newline="")))
    assert list(rows[0]) == ["case", "policy", "cycle", "verdict", "started_at", "due_at", "ended_at", "used_ms", "target_ms", "overrun_ms",
                             "business_overrun_ms", "levels", "unanswered", "group"]
    assert list(rows[0].values()) == ["'@seven", "answer", "1", "met", "2026-01-01T00:00:00.000Z", "2026-01-01T08:00:00.000Z",
                                      "2026-01-01T01:00:00.000Z", "3600000", "28800000", "0", "0", "2", "1", ""]
    assert [row["ended_at"] for row in rows] == ["2026-01-01T01:00:00.000Z", "", "2026-01-01T02:00:00.000Z"]
    assert [row["group"] for row in rows] == ["", "first", "'=cmd()"]
    with pytest.raises(ValueError, match="ends in .csv or .parquet"):
        write_verdicts(tmp_path / "verdicts.xlsx", cycles, str)
    assert [path.name for path in tmp_path.iterdir()] == ["verdicts.csv"]


def test_parquet_says_the_same_as_csv(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    cycles = cycles_of((7, "answer", 1, "met", 1), (8, "close", 1, "missed", 8), (9, "close", 2, "measured", 2))
    write_verdicts(tmp_path / "verdicts.csv", cycles, str)
    write_verdicts(tmp_path / "verdicts.parquet", cycles, str)
    rows = list(csv.DictReader((tmp_path / "verdicts.csv").open(encoding="utf-8", newline="")))
    table = parquet.read_table(tmp_path / "verdicts.parquet").to_pylist()
    assert [{key: "" if value is None else str(value) for key, value in row.items()} for row in table] == [
        row | {"group": row["group"].lstrip("'")} for row in rows
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"), ("+49 170", "'+49 170"), ("-x", "'-x"), ("@a", "'@a"), ("\t=1", "'\t=1"), (" =1", "' =1"), ("\xa0=1", "'\xa0=1"),
        ("\n\t=1", "'\n\t=1"), ("\rx", "'\rx"), ("\uff1d1", "'\uff1d1"), ("|x", "'|x"), ("a=b", "a=b"), ("", ""), (" ", " "), ("5", "5"),
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_quoted(text: str, written: str) -> None:
    assert safe_cell(text) == written


def test_tables_align_texts_left_and_numbers_right() -> None:
    lines = table_of(("name", "count", "word"), [("a", "1,000", "x"), ("bcd", "7", "yz")])
    assert lines == ["  name  count  word", "  a     1,000  x", "  bcd       7  yz"]

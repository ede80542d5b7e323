# SPDX-License-Identifier: Apache-2.0
"""Cycles written to a file, CSV or Parquet by its ending.

    case, policy, cycle, verdict, started_at, due_at, ended_at, used_ms, target_ms, overrun_ms,
    business_overrun_ms, levels, unanswered, then the attributes

Instants are ISO 8601 in UTC with milliseconds; what is not there is an empty cell (Parquet: null).
A text cell that a spreadsheet would run as a formula gets a `'` before it in CSV.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .cycles import Cycles, no_value, verdict_words

__all__ = ["iso_instants", "safe_cell", "write_verdicts"]

instants = ("started_at", "due_at", "ended_at")
numbers = ("used_ms", "target_ms", "overrun_ms", "business_overrun_ms", "levels", "unanswered")
rows_per_block = 1 << 16
formula_starts = tuple("=+-@|%\uff1d\uff0b\uff0d\uff20")  # the last four: the wide forms of the first four


def iso_instants(ms: NDArray[np.int64]) -> NDArray[np.str_]:
    """`2016-02-29T01:23:00.000Z` of each UTC millisecond; an empty text for `no_value`."""
    there = ms != no_value
    texts = np.datetime_as_string(np.where(there, ms, 0).astype("datetime64[ms]"), unit="ms")
    return np.where(there, np.char.add(texts, "Z"), "")


def safe_cell(text: str) -> str:
    """The text, with a `'` before it when a spreadsheet would run it as a formula."""
    return f"'{text}" if text.lstrip()[:1] in formula_starts or text[:1] in ("\t", "\r", "\n") else text


def write_verdicts(path: str | os.PathLike[str], cycles: Cycles, case_text: Callable[[int], str]) -> None:
    """Writes one row per cycle. Raises ValueError for another ending than .csv and .parquet."""
    ending = Path(path).suffix.lower()
    if ending not in (".csv", ".parquet"):
        raise ValueError(f"{os.fspath(path)}: the verdicts go to a file that ends in .csv or .parquet")
    partial = Path(f"{os.fspath(path)}.partial")
    try:
        (_write_csv if ending == ".csv" else _write_parquet)(partial, cycles, case_text)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _blocks(cycles: Cycles) -> Iterator[Cycles]:
    for begin in range(0, len(cycles), rows_per_block):
        yield cycles.of(np.arange(begin, min(begin + rows_per_block, len(cycles))))


def _write_csv(path: Path, cycles: Cycles, case_text: Callable[[int], str]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("case", "policy", "cycle", "verdict", *instants, *numbers, *map(safe_cell, cycles.attributes)))
        policies = [safe_cell(name) for name in cycles.policies]
        for block in _blocks(cycles):
            columns: list[Any] = [
                [safe_cell(case_text(case)) for case in block.case.tolist()],
                [policies[policy] for policy in block.policy.tolist()],
                block.cycle.tolist(),
                [verdict_words[verdict] for verdict in block.verdict.tolist()],
            ]
            columns += [iso_instants(block.figures[name]).tolist() for name in instants]
            columns += [["" if each == no_value else each for each in block.figures[name].tolist()] for name in numbers]
            for attribute in block.attributes.values():
                texts = [*map(safe_cell, attribute.texts), ""]  # -1, unset, is the last
                columns.append([texts[code] for code in attribute.codes.tolist()])
            writer.writerows(zip(*columns, strict=True))


def _write_parquet(path: Path, cycles: Cycles, case_text: Callable[[int], str]) -> None:
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise ValueError("verdicts in Parquet need pyarrow (pip install pyarrow)") from error

    def optional(values: NDArray[np.int64]) -> Any:
        return arrow.array(values, arrow.int64(), mask=values == no_value)

    def texts(codes: NDArray[np.int64], known: list[str]) -> Any:
        return arrow.DictionaryArray.from_arrays(arrow.array(codes, arrow.int32(), mask=codes < 0), arrow.array(known, arrow.string()))

    columns: dict[str, Any] = {
        "case": arrow.array([case_text(case) for case in cycles.case.tolist()], arrow.string()),
        "policy": texts(cycles.policy, cycles.policies),
        "cycle": arrow.array(cycles.cycle, arrow.int64()),
        "verdict": texts(cycles.verdict, list(verdict_words)),
    }
    for name in instants:
        there = cycles.figures[name] != no_value
        columns[name] = arrow.array(iso_instants(cycles.figures[name]), arrow.string(), mask=~there)
    columns |= {name: optional(cycles.figures[name]) for name in numbers}
    columns |= {name: texts(attribute.codes, attribute.texts) for name, attribute in cycles.attributes.items()}
    parquet.write_table(arrow.table(columns), path)

# SPDX-License-Identifier: Apache-2.0
"""The rows of a log as conditions and events see them: cells, instants, and the order within a case."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .conditions import Mask
from .language import LogMap, Source
from .tables import Column, Table
from .zones import first_instant_ms, last_instant_ms, to_utc_ms

__all__ = ["Cases", "Instants", "LogRows"]

Milliseconds = NDArray[np.int64]


@dataclass
class Instants:
    """Instants of a column or of a choice between columns, one per row."""

    ms: Milliseconds
    present: Mask
    unreadable: Mask
    next_day: Mask


@dataclass
class Cases:
    """The cases of some rows. `codes[row]` is the place of the row's case in `ids` and `texts`."""

    codes: NDArray[np.int64]
    ids: NDArray[np.uint64]
    texts: list[str]


def number_cases(columns: list[Column]) -> Cases:
    """Numbers the distinct combinations. An id is the first 63 bits of BLAKE2b over the texts, so that
    it is the same in every log and on every machine. Raises ValueError when two cases share one."""
    codes = np.zeros(len(columns[0].codes), np.int64)
    firsts = np.zeros(0, np.int64)
    for column in columns:
        codes = codes * max(1, len(column.texts)) + column.codes
        _, firsts, codes = np.unique(codes, return_index=True, return_inverse=True)
    texts = ["/".join(column.texts[column.codes[row]] or "" for column in columns) for row in firsts]
    keys = ("\x1f".join(column.texts[column.codes[row]] or "" for column in columns) for row in firsts)
    ids = np.fromiter((_case_id(key) for key in keys), np.uint64, len(firsts))
    if len(np.unique(ids)) != len(ids):
        raise ValueError("two cases have the same 63-bit id")
    return Cases(codes, ids, texts)


def _case_id(key: str) -> int:
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1


class LogRows:
    """Some rows of a table under a map. Everything computed is kept for the life of the object."""

    def __init__(self, table: Table, log_map: LogMap, index: NDArray[np.int64]) -> None:
        self.count = len(index)
        self.lines = table.lines[index]
        self.unstated: dict[str, Mask] = {}  # cells that say nothing although they have a text
        self._table = table
        self._map = log_map
        self._index = index
        self._columns: dict[str, Column] = {}
        self._missing: dict[str, Mask] = {}
        self._instants: dict[str, Instants] = {}
        self._days: tuple[Milliseconds, Mask] | None = None
        self._order = np.arange(self.count)
        self._cases = np.zeros(self.count, np.int64)

    # ------------------------------------------------------------ cells

    def column(self, name: str) -> Column:
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = self._table.columns[name].at(self._index)
        return found

    def is_missing(self, name: str) -> Mask:
        found = self._missing.get(name)
        if found is None:
            found = self._missing[name] = self.column(name).where_text((*self._map.read.missing, None))
        return found

    def stated_texts(self, name: str) -> list[str | None]:
        """The column's distinct texts; None for those that mean a missing cell."""
        missing = frozenset(self._map.read.missing)
        return [None if text in missing else text for text in self.column(name).texts]

    def says_nothing(self, name: str) -> Mask:
        """Missing, or with a text that the map only reports."""
        missing = self.is_missing(name)
        return missing | self.unstated[name] if name in self.unstated else missing

    # ------------------------------------------------------------ order

    def set_order(self, cases: Cases, instants: Milliseconds) -> None:
        """Rows of a case follow each other by instant, then by line."""
        self._cases = cases.codes
        self._order = np.lexsort((self.lines, instants, cases.codes))

    def changed(self, values: NDArray[np.int64] | NDArray[np.uint32], stated: Mask) -> Mask:
        """Where a stated value differs from the one stated before in the case; true on its first."""
        rows = self._order[stated[self._order]]
        result = np.zeros(self.count, bool)
        if len(rows):
            cases, ordered = self._cases[rows], values[rows]
            result[rows[0]] = True
            result[rows[1:]] = (cases[1:] != cases[:-1]) | (ordered[1:] != ordered[:-1])
        return result

    def changes(self, name: str) -> Mask:
        return self.changed(self.column(name).codes, ~self.says_nothing(name))

    def first_of_case(self) -> Mask:
        return self.changed(np.zeros(self.count, np.int64), np.ones(self.count, bool))

    def last_of_case(self) -> Mask:
        result = np.zeros(self.count, bool)
        cases = self._cases[self._order]
        if self.count:
            result[self._order[-1]] = True
            result[self._order[:-1]] = cases[1:] != cases[:-1]
        return result

    # ------------------------------------------------------------ instants

    def instants(self, name: str) -> Instants:
        """The column's cells as instants."""
        found = self._instants.get(name)
        if found is None:
            found = self._instants[name] = self._read_instants(name)
        return found

    def choose(self, sources: tuple[Source, ...]) -> tuple[Instants, list[tuple[str, Mask]]]:
        """The first source that is present in each row, and which rows took which column."""
        nothing = np.zeros(self.count, bool)
        result = Instants(np.zeros(self.count, np.int64), nothing.copy(), nothing.copy(), nothing.copy())
        open_rows = np.ones(self.count, bool)
        taken = []
        for source in sources:
            cells = self.instants(source.column)
            here = open_rows & (cells.present | cells.unreadable)
            if source.condition is not None:
                here &= source.condition.holds(self)
            result.ms[here] = cells.ms[here]
            for mine, theirs in ((result.present, cells.present), (result.unreadable, cells.unreadable), (result.next_day, cells.next_day)):
                mine[here] = theirs[here]
            open_rows &= ~here
            taken.append((source.column, here))
        return result, taken

    def _read_instants(self, name: str) -> Instants:
        column, read = self.column(name), self._map.read
        missing = self.is_missing(name)
        later = np.zeros(self.count, bool)
        if column.stamps_ms is not None:
            utc = column.stamps_ms if column.stamps_are_utc else to_utc_ms(read.zone, column.stamps_ms)
            return self._bounded(utc[column.codes], np.ones(self.count, bool), missing, later)
        if read.instants is None:
            return self._bounded(np.zeros(self.count, np.int64), np.zeros(self.count, bool), missing, later)
        moments = read.instants.read(column.texts)
        if read.day is None:
            utc = np.where(moments.is_utc, moments.ms, to_utc_ms(read.zone, np.where(moments.readable, moments.ms, 0)))
            return self._bounded(utc[column.codes], moments.readable[column.codes], missing, later)
        clock, readable = moments.ms[column.codes], moments.readable[column.codes]
        if read.next_day is not None and name != read.next_day.after:
            first = self.column(read.next_day.after)
            begun = read.instants.read(first.texts)
            later = readable & ~missing & begun.readable[first.codes] & (clock < begun.ms[first.codes] - read.next_day.by_ms)
            clock = clock + later * 86_400_000
        days, days_readable = self._read_days()
        return self._bounded(to_utc_ms(read.zone, days + clock), readable & days_readable, missing, later)

    def _read_days(self) -> tuple[Milliseconds, Mask]:
        if self._days is None:
            assert self._map.read.day is not None
            column = self.column(self._map.read.day.column)
            moments = self._map.read.day.format.read(column.texts)
            self._days = moments.ms[column.codes], moments.readable[column.codes]
        return self._days

    @staticmethod
    def _bounded(utc: Milliseconds, readable: Mask, missing: Mask, next_day: Mask) -> Instants:
        good = readable & (utc >= first_instant_ms) & (utc < last_instant_ms)
        return Instants(utc, good & ~missing, ~good & ~missing, next_day)

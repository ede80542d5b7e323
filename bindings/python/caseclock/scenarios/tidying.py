# SPDX-License-Identifier: Apache-2.0
"""Tables with their columns aligned: what `caseclock tidy` writes.

Columns are as wide as their widest cell, wide characters counted as two; statements that would pass the right edge go on in a row of their
own. Comments, blank lines, settings and the order of everything stay. What cannot be read stays as it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from ..maps.document import Mark
from .model import Words
from .reading import columns, goes_on, is_rule_line, is_setting, split_line
from .statements import split_cell

__all__ = ["tidied"]

right_edge = 150
widest_brought = 64  #: columns of `with`
least_statements = 40  #: columns that the statements have at least, however wide the rest is
separators = {"with": ",", "expect": ";"}


def tidied(text: str) -> str:
    """The same scenarios, aligned. Tidying twice changes nothing more: a broken text of which it would stays as it is."""
    once = _aligned(text)
    return once if _aligned(once) == once else text


def _aligned(text: str) -> str:
    lines: list[str] = []
    table: _Table | None = None
    for line in text.split("\n"):
        stripped = line.strip()
        if "|" in line and not stripped.startswith("#") and not is_setting(line, table is not None):
            if table is None:
                table = _Table.begun(line)
                if table is not None:
                    continue
            elif table.take(line):
                continue
        elif table is not None and (not stripped or stripped.startswith("#")):
            table.rows.append(line.rstrip())
            continue
        if table is not None:
            lines += table.lines()
            table = None
        lines.append(line.rstrip())
    if table is not None:
        lines += table.lines()
    return "\n".join(lines)


@dataclass
class _Table:
    indent: str
    header: list[str]
    framed: bool
    rows: list[dict[str, str] | str] = field(default_factory=list)  #: a text is a line that stays as it is

    @classmethod
    def begun(cls, line: str) -> _Table | None:
        """The table that a line is the header of."""
        framed = line.lstrip().startswith("|")
        header = [cell.text for cell in split_line(1, line, framed)]
        if "at" not in header or not set(header) <= set(columns):
            return None
        return cls(line[: len(line) - len(line.lstrip())], header, framed)

    def take(self, line: str) -> bool:
        """Takes a row. False for one that has too many cells."""
        cells = split_line(1, line.replace("\t", " "), self.framed)
        if is_rule_line(cells):
            self.rows.append("-")
            return True
        texts = [cell.text.replace("|", "\\|") for cell in cells]
        while len(texts) > len(self.header) and not texts[-1]:
            texts.pop()
        if len(texts) > len(self.header):
            return False
        row = dict(zip(self.header, texts + [""] * (len(self.header) - len(texts)), strict=True))
        before = self.rows[-1] if self.rows else None
        if isinstance(before, dict) and self._joins(before, row):
            for name, separator in separators.items():
                if row.get(name):
                    before[name] = f"{separator} ".join(each for each in (before[name].rstrip(separator + " "), row[name]) if each)
        else:
            self.rows.append(row)
        return True

    def _joins(self, before: dict[str, str], row: dict[str, str]) -> bool:
        """Whether a row only goes on with the one before, in which no quote is left open: that would take in what follows."""
        only_more = goes_on(row) and not any(row[name] for name in self.header if name not in separators)
        return only_more and not any(before.get(name, "").count('"') % 2 for name in separators)

    def lines(self) -> Iterator[str]:
        rows = [row for row in self.rows if isinstance(row, dict)]
        limits = {name: widest_brought for name in self.header[:-1] if name == "with"}
        widths = self._widths(rows, limits)
        if self.header[-1] == "expect":
            rest = sum(widths[:-1]) + 3 * (len(widths) - 1) + (4 if self.framed else 0)
            limits["expect"] = max(least_statements, right_edge - len(self.indent) - rest)
            widths = self._widths(rows, limits)
        yield self._line(self.header, widths)
        for row in self.rows:
            if isinstance(row, str):
                yield self._line(["-" * each for each in widths], widths) if row == "-" else row
                continue
            for cells in zip_longest(*(self._parts(name, row[name], limits) for name in self.header), fillvalue=""):
                yield self._line(cells, widths)

    def _widths(self, rows: list[dict[str, str]], limits: dict[str, int]) -> list[int]:
        return [max(width(name), *(width(part) for row in rows for part in self._parts(name, row[name], limits)), 0) for name in self.header]

    @staticmethod
    def _parts(name: str, cell: str, limits: dict[str, int]) -> list[str]:
        return _wrapped(cell, separators[name], limits[name]) if name in limits else [cell]

    def _line(self, cells: Sequence[str], widths: list[int]) -> str:
        padded = [cell + " " * (wide - width(cell)) for cell, wide in zip(cells, widths, strict=True)]
        line = " | ".join(padded)
        return self.indent + (f"| {line} |" if self.framed else line.rstrip())


def _wrapped(cell: str, separator: str, room: int) -> list[str]:
    """The pieces of a cell in lines of so many columns; each line but the last ends with the separator."""
    if width(cell) <= room:
        return [cell]
    pieces = [each.text for each in split_cell(Words(cell, Mark(1, 1)), separator)]
    lines: list[str] = []
    for place, piece in enumerate(pieces):
        ended = piece + (separator if place + 1 < len(pieces) else "")
        if lines and width(f"{lines[-1]} {ended}") <= room:
            lines[-1] += f" {ended}"
        else:
            lines.append(ended)
    return lines or [""]


def width(text: str) -> int:
    """Columns that a terminal needs."""
    return sum(0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)

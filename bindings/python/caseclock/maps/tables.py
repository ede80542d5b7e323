# SPDX-License-Identifier: Apache-2.0
"""Logs into columns: CSV, TSV (both also gzipped) and Parquet, read as a stream.

A column keeps each distinct text once and a number per row, so that a million rows fit in memory
and everything later looks at distinct texts instead of cells. Every row knows its line (in Parquet
its row), counted from one. A row that cannot be read is a `BadRows` entry, never an exception:

    fields     not as many as the header has
    length     a line or a record longer than a mebibyte
    encoding   bytes that are not UTF-8
    quoting    a quote that is never closed

Input that grows more than 250 times on decompression is refused as a whole.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["BadRows", "Column", "LogError", "Table", "read_table"]

longest_line_bytes = 1 << 20
highest_decompression_ratio = 250
rows_per_block = 8192

Progress = Callable[[int, int], None]  # bytes (Parquet: rows) read so far, and of how many


class LogError(ValueError):
    """A log that cannot be read at all."""


@dataclass
class BadRows:
    """Rows that were refused, by reason, with the line of each and the text of a few."""

    lines: dict[str, list[int]] = field(default_factory=dict)
    examples: dict[str, dict[int, str]] = field(default_factory=dict)

    def add(self, reason: str, line: int, text: str = "") -> None:
        self.lines.setdefault(reason, []).append(line)
        shown = self.examples.setdefault(reason, {})
        if text and len(shown) < 10:
            shown[line] = text

    def __len__(self) -> int:
        return sum(len(lines) for lines in self.lines.values())


@dataclass
class Column:
    """One column: `codes[row]` is the place of the row's text in `texts`. A null is None.

    Where the file itself types the column as a timestamp, `stamps_ms` has the distinct values and
    `stamps_are_utc` says whether they are instants or wall-clock times.
    """

    name: str
    codes: NDArray[np.uint32]
    texts: list[str | None]
    stamps_ms: NDArray[np.int64] | None = None
    stamps_are_utc: bool = False

    def at(self, rows: NDArray[np.int64]) -> Column:
        """The column of these rows only."""
        return Column(self.name, self.codes[rows], self.texts, self.stamps_ms, self.stamps_are_utc)

    def where_text(self, texts: Iterable[str | None]) -> NDArray[np.bool_]:
        """Which rows have one of these texts."""
        wanted = frozenset(texts)
        found = np.fromiter((text in wanted for text in self.texts), bool, len(self.texts))
        return found[self.codes] if len(found) else np.zeros(len(self.codes), bool)


@dataclass
class Table:
    """The columns that were asked for, the line of each row, and what could not be read."""

    columns: dict[str, Column]
    lines: NDArray[np.int64]
    bad: BadRows
    line_word: str = "line"
    blank_lines: int = 0

    @property
    def rows_read(self) -> int:
        return len(self.lines) + len(self.bad)


def read_table(path: str | os.PathLike[str], format_: str, separator: str, wanted: Iterable[str],
               progress: Progress | None = None) -> Table:
    """Reads the columns `wanted` of the log at `path`. `format_` is csv, tsv or parquet.

    Raises LogError when a column is missing or the file is no such log, OSError when it cannot be
    opened.
    """
    names = list(dict.fromkeys(wanted))
    if format_ == "parquet":
        return _read_parquet(path, names, progress)
    return _read_text(path, names, separator, format_ == "tsv", progress)


# ---------------------------------------------------------------- text


class _Interning(dict[str, int]):
    """A text's number, given on first sight."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


class _Growth(io.RawIOBase):
    """Decompressed bytes; refuses input that grows beyond the permitted ratio."""

    def __init__(self, source: io.BufferedReader, name: str) -> None:
        self._source = source
        self._inflated = gzip.GzipFile(fileobj=source)
        self._name = name
        self._out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._inflated.read1(len(buffer))
        buffer[: len(data)] = data
        self._out += len(data)
        taken = self._source.tell()
        if self._out > (1 << 20) and self._out > highest_decompression_ratio * taken:
            raise LogError(f"{self._name}: {taken} compressed bytes grew to more than {self._out} "
                           f"(allowed: {highest_decompression_ratio} times)")
        return len(data)


class _Lines:
    """Decoded lines for the csv reader. Notes what is wrong with the record being read."""

    def __init__(self, source: io.BufferedReader) -> None:
        self.source = source
        self.number = 0
        self.record_bytes = 0
        self.fault = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.source.readline(longest_line_bytes + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.record_bytes += len(line)
        if len(line) > longest_line_bytes:
            while not line.endswith(b"\n") and (line := self.source.readline(1 << 16)):
                pass
            self.fault = f"length: a line longer than {longest_line_bytes} bytes"
            return "\n"
        if self.record_bytes > longest_line_bytes:
            self.fault = f"length: a record longer than {longest_line_bytes} bytes"
            raise csv.Error(self.fault)
        try:
            return line.decode("utf-8-sig" if self.number == 1 else "utf-8")
        except UnicodeDecodeError:
            self.fault = "encoding: not UTF-8"
            return line.decode("utf-8", "replace")


def _read_text(path: str | os.PathLike[str], names: list[str], separator: str, plain: bool, progress: Progress | None) -> Table:
    name = os.fspath(path)
    size = os.stat(path).st_size
    with open(path, "rb") as file:
        zipped = file.peek(2)[:2] == b"\x1f\x8b"
        source = io.BufferedReader(_Growth(file, name), 1 << 18) if zipped else file
        try:
            reading = _TextReading(name, _Lines(source), names, separator, plain)
            return reading.table(lambda: progress(file.tell(), size) if progress else None)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise LogError(f"{name}: the compressed data is damaged or cut ({error})") from error


class _TextReading:
    """One pass over the lines of a log."""

    def __init__(self, name: str, lines: _Lines, wanted: list[str], separator: str, plain: bool) -> None:
        self.name = name
        self.lines = lines
        quoting = csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL
        self.reader = csv.reader(lines, delimiter=separator, quoting=quoting, quotechar=None if plain else '"', strict=True)
        self.wanted = wanted
        self.bad = BadRows()
        self.blank = 0

    def table(self, report: Callable[[], None]) -> Table:
        header = self._header()
        places = [header.index(column) for column in self.wanted]
        interning = [_Interning() for _ in places]
        codes = [array("I") for _ in places]
        row_lines = array("q")
        block: list[list[str]] = []

        def flush() -> None:
            for place, numbers, column in zip(places, interning, codes):
                column.extend([numbers[row[place]] for row in block])
            block.clear()
            report()

        for line, row in self._rows(len(header)):
            row_lines.append(line)
            block.append(row)
            if len(block) == rows_per_block:
                flush()
        flush()
        columns = {
            column: Column(column, np.frombuffer(code, np.uint32) if code else np.zeros(0, np.uint32), list(numbers))
            for column, code, numbers in zip(self.wanted, codes, interning)
        }
        lines = np.frombuffer(row_lines, np.int64) if row_lines else np.zeros(0, np.int64)
        return Table(columns, lines, self.bad, blank_lines=self.blank)

    def _header(self) -> list[str]:
        try:
            header = next(self.reader, None)
        except csv.Error as error:
            raise LogError(f"{self.name}:1: the header cannot be read ({error})") from error
        if header is None or self.lines.fault:
            raise LogError(f"{self.name}: {self.lines.fault or 'the log is empty'} (expected a header)")
        from .document import did_you_mean

        for column in self.wanted:
            if header.count(column) != 1:
                how = "twice in" if column in header else "not in"
                raise LogError(f"{self.name}:1: column `{column}` is {how} the header{did_you_mean(column, header)}")
        return header

    def _rows(self, width: int) -> Iterator[tuple[int, list[str]]]:
        lines, reader, bad = self.lines, self.reader, self.bad
        while True:
            first = lines.number + 1
            lines.record_bytes = 0
            lines.fault = ""
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                sentence = str(error)
                if "end of data" in sentence or "field larger" in sentence:
                    sentence = "a quote that is never closed"
                last = f" to {lines.number}" if lines.number > first else ""
                bad.add(lines.fault or f"quoting: {sentence}", first, f"lines {first}{last}" if last else "")
                continue
            if lines.fault:
                bad.add(lines.fault, first)
            elif len(row) != width:
                if not row:
                    self.blank += 1
                else:
                    bad.add("fields: not as many as the header", first, f"{len(row)} instead of {width}")
            else:
                yield first, row


# ---------------------------------------------------------------- Parquet


def _read_parquet(path: str | os.PathLike[str], names: list[str], progress: Progress | None) -> Table:
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise LogError("a Parquet log needs pyarrow (pip install caseclock[parquet])") from error
    from .document import did_you_mean

    name = os.fspath(path)
    try:
        file = parquet.ParquetFile(path)
    except arrow.ArrowInvalid as error:
        raise LogError(f"{name}: not a Parquet file ({error})") from error
    present = file.schema_arrow.names
    for column in names:
        if present.count(column) != 1:
            how = "twice" if column in present else "not"
            raise LogError(f"{name}: column `{column}` is {how} in the file{did_you_mean(column, present)}")
    total = file.metadata.num_rows
    interning = [_Interning() for _ in names]
    codes: list[list[NDArray[np.uint32]]] = [[] for _ in names]
    done = 0
    for batch in file.iter_batches(batch_size=1 << 16, columns=names):
        for column, numbers, parts in zip(names, interning, codes):
            parts.append(_intern_arrow(batch.column(batch.schema.get_field_index(column)), numbers, name, column))
        done += batch.num_rows
        if progress:
            progress(done, total)
    columns = {}
    for column, numbers, parts in zip(names, interning, codes):
        joined = np.concatenate(parts) if parts else np.zeros(0, np.uint32)
        columns[column] = _typed(file.schema_arrow.field(column).type, Column(column, joined, list(numbers)))
    return Table(columns, np.arange(1, done + 1, dtype=np.int64), BadRows(), line_word="row")


def _intern_arrow(values, numbers: _Interning, name: str, column: str) -> NDArray[np.uint32]:  # type: ignore[no-untyped-def]
    """A batch's codes. Timestamps are interned as whole milliseconds, everything else as text."""
    import pyarrow as arrow
    from pyarrow import compute

    kind = values.type
    if arrow.types.is_nested(kind) or arrow.types.is_floating(kind):
        raise LogError(f"{name}: column `{column}` is {kind} (allowed: text, integers, booleans, dates, times, timestamps)")
    if arrow.types.is_timestamp(kind):
        per_ms = {"s": 1000, "ms": 1, "us": -1000, "ns": -1_000_000}[kind.unit]
        raw = values.cast(arrow.int64())
        whole = raw.to_numpy(zero_copy_only=False) if raw.null_count == 0 else raw.fill_null(0).to_numpy(zero_copy_only=False)
        whole = whole * per_ms if per_ms > 0 else whole // -per_ms
        values = arrow.array(whole, mask=np.asarray(raw.is_null()))
        texts = compute.dictionary_encode(values, null_encoding="encode")
    else:
        if arrow.types.is_dictionary(kind):
            values = values.dictionary_decode()
        texts = compute.dictionary_encode(values.cast(arrow.string()), null_encoding="encode")
    distinct = np.fromiter((numbers[text] for text in texts.dictionary.to_pylist()), np.uint32, len(texts.dictionary))
    return distinct[texts.indices.to_numpy(zero_copy_only=False)] if len(distinct) else np.zeros(len(values), np.uint32)


def _typed(kind, column: Column) -> Column:  # type: ignore[no-untyped-def]
    import pyarrow as arrow

    if arrow.types.is_timestamp(kind):
        raw: list = column.texts  # whole milliseconds, or None
        column.stamps_ms = np.fromiter((0 if ms is None else ms for ms in raw), np.int64, len(raw))
        column.stamps_are_utc = kind.tz is not None
        column.texts = [None if ms is None else str(np.datetime64(ms, "ms")) for ms in raw]
    return column

# SPDX-License-Identifier: Apache-2.0
"""Logs into columns: CSV, TSV (both also gzipped) and Parquet, read as a stream.

A column keeps each distinct text once and a number per row, so that a million rows fit in memory
and everything later looks at distinct texts instead of cells. Every row knows its line (in Parquet
its row), counted from one. A row that cannot be read is a `BadRows` entry, never an exception:

    fields     not as many as the header has
    length     a line or a record longer than a mebibyte, a cell longer than 128 Ki characters
    encoding   bytes that are not UTF-8
    quoting    a quote that is never closed: its line is bad, the lines after it are read as rows

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
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .document import did_you_mean

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["BadRows", "Column", "LogError", "Table", "read_table"]

longest_line_bytes = 1 << 20
highest_decompression_ratio = 250
harmless_growth_bytes = 1 << 26
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


class _Interning(dict[Any, int]):
    """A number per cell, given on first sight."""

    def __missing__(self, cell: Any) -> int:
        number = self[cell] = len(self)
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

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        target = memoryview(buffer).cast("B")
        data = self._inflated.read1(len(target))
        target[: len(data)] = data
        self._out += len(data)
        taken = self._source.tell()
        if self._out > (1 << 20) and self._out > highest_decompression_ratio * taken:
            raise LogError(f"{self._name}: {taken} compressed bytes grew to more than {self._out} "
                           f"(allowed: {highest_decompression_ratio} times)")
        return len(data)


class _LineSource(Protocol):
    """A buffered reader of bytes."""

    def readline(self, size: int, /) -> bytes: ...


class _Lines:
    """Decoded lines for the csv reader. Notes what is wrong with the record being read, and keeps its
    lines so that all but the first can be read again."""

    def __init__(self, source: _LineSource) -> None:
        self.source = source
        self.number = 0
        self.fault = ""
        self._record: list[bytes | None] = []  # None: a line that is too long
        self._record_bytes = 0
        self._again: list[bytes | None] = []  # the next one last

    def begin_record(self) -> None:
        self._record.clear()
        self._record_bytes = 0
        self.fault = ""

    def read_again(self) -> None:
        """Goes back to the second line of the record."""
        self._again += reversed(self._record[1:])
        self.number -= len(self._record) - 1

    def _read(self) -> bytes | None:
        line = self.source.readline(longest_line_bytes + 1)
        if len(line) <= longest_line_bytes:
            return line
        while not line.endswith(b"\n") and (line := self.source.readline(1 << 16)):
            pass
        return None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._read()
        if line == b"":
            raise StopIteration
        self.number += 1
        self._record.append(line)
        if line is None:
            self.fault = f"length: a line longer than {longest_line_bytes} bytes"
            return "\n"
        self._record_bytes += len(line)
        if self._record_bytes > longest_line_bytes:
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
        source: _LineSource = io.BufferedReader(_Growth(file, name), 1 << 18) if zipped else file
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
        if plain:
            self.reader = csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE, quotechar=None, strict=True)
        else:
            self.reader = csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_MINIMAL, strict=True)
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
        for column in self.wanted:
            if header.count(column) != 1:
                how = "twice in" if column in header else "not in"
                raise LogError(f"{self.name}:1: column `{column}` is {how} the header{did_you_mean(column, header)}")
        return header

    def _rows(self, width: int) -> Iterator[tuple[int, list[str]]]:
        lines, reader, bad = self.lines, self.reader, self.bad
        while True:
            first = lines.number + 1
            lines.begin_record()
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                last = lines.number
                bad.add(self._reason(str(error), last > first), first, f"read up to line {last}" if last > first else "")
                lines.read_again()
                continue
            if lines.fault:
                bad.add(lines.fault, first)
            elif len(row) != width:
                if not row:
                    self.blank += 1
                else:
                    upto = f", up to line {lines.number}" if lines.number > first else ""
                    bad.add("fields: not as many as the header", first, f"{len(row)} instead of {width}{upto}")
            else:
                yield first, row

    def _reason(self, error: str, several_lines: bool) -> str:
        """Why the csv module could not read a record. One of several lines most likely begins with a quote
        that is never closed: its other lines are read again as rows of their own."""
        if several_lines or "end of data" in error:
            return "quoting: a quote that is never closed"
        if self.lines.fault:
            return self.lines.fault
        if "field larger" in error:
            return f"length: a cell longer than {csv.field_size_limit()} characters"
        if "new-line character" in error:
            return "quoting: a carriage return in a cell without quotes"
        return f"quoting: {error}"


# ---------------------------------------------------------------- Parquet


def _read_parquet(path: str | os.PathLike[str], names: list[str], progress: Progress | None) -> Table:
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise LogError("a Parquet log needs pyarrow (pip install caseclock[parquet])") from error
    name = os.fspath(path)
    size = os.stat(path).st_size
    interning = [_Interning() for _ in names]
    codes: list[list[NDArray[np.uint32]]] = [[] for _ in names]
    done = 0
    try:
        file = parquet.ParquetFile(path)
        _check_parquet(file, names, name, size)
        total = file.metadata.num_rows
        for batch in file.iter_batches(batch_size=1 << 16, columns=names):
            for column, numbers, parts in zip(names, interning, codes):
                parts.append(_intern_arrow(batch.column(batch.schema.get_field_index(column)), numbers, name, column))
            done += batch.num_rows
            if progress:
                progress(done, total)
    except (arrow.ArrowException, OSError) as error:
        raise LogError(f"{name}: not a Parquet file, or damaged ({str(error).splitlines()[0]})") from error
    columns = {}
    for column, numbers, parts in zip(names, interning, codes):
        joined = np.concatenate(parts) if parts else np.zeros(0, np.uint32)
        columns[column] = _typed(file.schema_arrow.field(column).type, Column(column, joined, list(numbers)))
    return Table(columns, np.arange(1, done + 1, dtype=np.int64), BadRows(), line_word="row")


def _check_parquet(file: Any, names: list[str], name: str, size: int) -> None:
    """Refuses a file without one of the columns, with one of a wrong type, or that grows without measure."""
    import pyarrow as arrow

    types = arrow.types
    present = file.schema_arrow.names
    for column in names:
        if present.count(column) != 1:
            how = "twice" if column in present else "not"
            raise LogError(f"{name}: column `{column}` is {how} in the file{did_you_mean(column, present)}")
        kind = file.schema_arrow.field(column).type
        if types.is_nested(kind) or types.is_floating(kind) or types.is_interval(kind):
            raise LogError(f"{name}: column `{column}` is {kind} (allowed: text, integers, decimals, booleans, dates, times, timestamps, durations)")
    chunks = [file.metadata.row_group(group).column(place)
              for group in range(file.metadata.num_row_groups) for place in range(file.metadata.num_columns)]
    unpacked = sum(chunk.total_uncompressed_size for chunk in chunks if chunk.path_in_schema in names)
    needed = max(unpacked, file.metadata.num_rows * len(names) * np.dtype(np.uint32).itemsize)
    if needed > harmless_growth_bytes and needed > highest_decompression_ratio * size:
        raise LogError(f"{name}: {size} bytes would grow to {needed} (allowed: {highest_decompression_ratio} times)")


def _intern_arrow(values: Any, numbers: _Interning, name: str, column: str) -> NDArray[np.uint32]:
    """A batch's codes. Timestamps are interned as whole milliseconds, everything else as text."""
    import pyarrow as arrow
    from pyarrow import compute

    if arrow.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    kind = values.type
    if arrow.types.is_timestamp(kind):
        values = arrow.array(_whole_ms(_integers(values), kind.unit), mask=np.asarray(values.is_null()))
    elif not arrow.types.is_duration(kind):
        try:
            values = values.cast(arrow.string())
        except arrow.ArrowException as error:
            raise LogError(f"{name}: column `{column}` is {kind} and no text ({error})") from error
    texts = compute.dictionary_encode(values, null_encoding="encode")
    distinct = texts.dictionary
    cells = _duration_texts(distinct) if arrow.types.is_duration(kind) else distinct.to_pylist()
    interned = np.fromiter((numbers[cell] for cell in cells), np.uint32, len(cells))
    return interned[texts.indices.to_numpy(zero_copy_only=False)] if len(cells) else np.zeros(len(values), np.uint32)


def _integers(values: Any) -> NDArray[np.int64]:
    """The numbers behind typed values; zero for a null."""
    import pyarrow as arrow

    raw = values.cast(arrow.int64())
    numbers: NDArray[np.int64] = (raw.fill_null(0) if raw.null_count else raw).to_numpy(zero_copy_only=False)
    return numbers


def _whole_ms(counts: NDArray[np.int64], unit: str) -> NDArray[np.int64]:
    """Counts of a unit in milliseconds, the finer ones floored. (Parquet itself has no coarser unit.)"""
    return counts // {"ms": 1, "us": 1000, "ns": 1_000_000}[unit]


def _duration_texts(distinct: Any) -> list[str | None]:
    """`90000ms`, as a map reads it; one that is no whole number of milliseconds keeps its own unit, and is no duration."""
    unit, counts, nulls = distinct.type.unit, _integers(distinct).tolist(), distinct.is_null().to_pylist()
    per_ms = {"us": 1000, "ns": 1_000_000}.get(unit, 1)
    whole = {"s": "s"}.get(unit, "ms")
    return [None if null else f"{count // per_ms}{whole}" if count % per_ms == 0 else f"{count}{unit}" for count, null in zip(counts, nulls)]


def _typed(kind: Any, column: Column) -> Column:
    import pyarrow as arrow

    if arrow.types.is_timestamp(kind):
        raw: list[Any] = column.texts  # whole milliseconds, or None
        column.stamps_ms = np.fromiter((0 if ms is None else ms for ms in raw), np.int64, len(raw))
        column.stamps_are_utc = kind.tz is not None
        column.texts = [None if ms is None else str(np.datetime64(ms, "ms")) for ms in raw]
    return column

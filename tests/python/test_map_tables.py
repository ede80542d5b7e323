# SPDX-License-Identifier: Apache-2.0
"""Logs into columns: every row has its line, every bad row a reason."""

import gzip
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pytest

from caseclock.maps.tables import LogError, Table, longest_line_bytes, read_table


def read(path: Path, content: bytes | str, *wanted: str, separator: str = ",", format_: str = "csv") -> Table:
    path = path / "log"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(path, format_, separator, wanted)


def cells(table: Table, name: str) -> list[str | None]:
    column = table.columns[name]
    return [column.texts[code] for code in column.codes.tolist()]


def test_lines_count_the_newlines_inside_of_quotes(tmp_path: Path) -> None:
    table = read(tmp_path, 'a,b\n1,"x\ny"\n2,z\n\n3,"q""q"\n', "b", "a")
    assert cells(table, "a") == ["1", "2", "3"]
    assert cells(table, "b") == ["x\ny", "z", 'q"q']
    assert table.lines.tolist() == [2, 4, 6]
    assert table.blank_lines == 1


def test_a_byte_order_mark_and_carriage_returns_are_no_part_of_a_cell(tmp_path: Path) -> None:
    table = read(tmp_path, b"\xef\xbb\xbfa;b\r\n1;2\r\n", "a", "b", separator=";")
    assert cells(table, "a") == ["1"]
    assert cells(table, "b") == ["2"]


def test_tsv_knows_no_quotes(tmp_path: Path) -> None:
    table = read(tmp_path, 'a\tb\n"1\t2"\n', "a", "b", separator="\t", format_="tsv")
    assert cells(table, "a") == ['"1']
    assert cells(table, "b") == ['2"']


def test_bad_rows_are_told_by_line_and_the_rest_is_read(tmp_path: Path) -> None:
    long_line = "9," + "x" * longest_line_bytes
    text = f"a,b\n1,2\n3\n4,5,6\n{long_line}\n7,8\n".encode() + b"\xff,9\n10,11\n"
    table = read(tmp_path, text, "a", "b")
    assert cells(table, "a") == ["1", "7", "10"]
    assert table.lines.tolist() == [2, 6, 8]
    assert table.bad.lines == {
        "fields: not as many as the header": [3, 4],
        "length: a line longer than 1048576 bytes": [5],
        "encoding: not UTF-8": [7],
    }
    assert table.bad.examples["fields: not as many as the header"] == {3: "1 instead of 2", 4: "3 instead of 2"}
    assert table.rows_read == 7


def test_a_quote_that_is_never_closed_does_not_swallow_the_log(tmp_path: Path) -> None:
    rows = "".join(f"{n},{'y' * 100}\n" for n in range(5000))
    table = read(tmp_path, f'a,b\n1,2\n3,"4\n{rows}', "a", "b")
    assert list(table.bad.lines) == ["quoting: a quote that is never closed"]
    assert table.bad.lines["quoting: a quote that is never closed"] == [3]
    assert len(table.lines) > 3000


@pytest.mark.parametrize(("header", "said"), [("a,c\n", "column `b` is not in the header"), ("a,b,b\n", "column `b` is twice in the header")])
def test_a_column_must_be_there_once(tmp_path: Path, header: str, said: str) -> None:
    with pytest.raises(LogError, match=said):
        read(tmp_path, header, "b")


def test_an_empty_log_is_an_error_and_one_without_rows_is_not(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="empty"):
        read(tmp_path, "", "a")
    assert read(tmp_path, "a\n", "a").rows_read == 0


def test_compressed_logs_are_read_and_damage_is_told(tmp_path: Path) -> None:
    packed = gzip.compress(b"a\n" + b"".join(b"%d\n" % n for n in range(20000)))
    assert read(tmp_path, packed, "a").rows_read == 20000
    with pytest.raises(LogError, match="damaged or cut"):
        read(tmp_path, packed[:-2000], "a")


def test_input_that_grows_without_measure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LogError, match=r"allowed: 250 times"):
        read(tmp_path, gzip.compress(b"a\n" + b"\n" * (1 << 24)), "a")


def test_parquet_gives_texts_numbers_and_typed_instants(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    moment = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=timezone.utc)
    table = arrow.table({
        "text": arrow.array(["x", None, "x"]).dictionary_encode(),
        "number": [1, 2, 3],
        "flag": [True, False, None],
        "at": arrow.array([moment, None, moment], arrow.timestamp("us", "UTC")),
        "wall": arrow.array([0, 1, 2], arrow.timestamp("s")),
        "ratio": [0.5, 1.5, 2.5],
    })
    parquet.write_table(table, tmp_path / "log.parquet")
    found = read_table(tmp_path / "log.parquet", "parquet", ",", ["text", "number", "flag", "at", "wall"])
    assert cells(found, "text") == ["x", None, "x"]
    assert cells(found, "number") == ["1", "2", "3"]
    assert cells(found, "flag") == ["true", "false", None]
    at, wall = found.columns["at"], found.columns["wall"]
    assert at.stamps_are_utc
    assert not wall.stamps_are_utc
    assert at.stamps_ms is not None
    assert str(at.stamps_ms.astype("datetime64[ms]")[at.codes[0]]) == "2026-03-01T12:00:00.123"
    assert cells(found, "at")[1] is None
    assert found.lines.tolist() == [1, 2, 3]
    assert found.line_word == "row"
    with pytest.raises(LogError, match="column `ratio` is double"):
        read_table(tmp_path / "log.parquet", "parquet", ",", ["ratio"])
    with pytest.raises(LogError, match="column `tex` is not in the file"):
        read_table(tmp_path / "log.parquet", "parquet", ",", ["tex"])
    with pytest.raises(LogError, match="not a Parquet file"):
        read(tmp_path, "a\n1\n", "a", format_="parquet")


def test_a_column_of_a_million_cells_keeps_each_text_once(tmp_path: Path) -> None:
    table = read(tmp_path, "a\n" + "".join(f"{n % 7}\n" for n in range(100_000)), "a")
    assert table.columns["a"].texts == [str(n) for n in range(7)]
    assert np.array_equal(np.bincount(table.columns["a"].codes), [14286] * 5 + [14285] * 2)

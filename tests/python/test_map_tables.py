# SPDX-License-Identifier: Apache-2.0
"""Logs into columns: every row has its line, every bad row a reason."""

import gzip
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path
from time import perf_counter

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
    assert table.bad.lines == {"quoting: a quote that is never closed": [3]}
    assert table.lines.tolist() == [2, *range(4, 5004)]
    at_the_end = read(tmp_path, 'a,b\n1,2\n3,"4\n5,6\n7,8', "a", "b")
    assert at_the_end.bad.lines == {"quoting: a quote that is never closed": [3]}
    assert cells(at_the_end, "a") == ["1", "5", "7"]
    meets_another = read(tmp_path, 'a,b\n1,"2\n3,"4"\n5,6\n', "a", "b")
    assert meets_another.bad.lines == {"quoting: a quote that is never closed": [2]}
    assert cells(meets_another, "b") == ["4", "6"]


def test_a_quote_that_is_never_closed_before_other_bad_lines_hides_none_of_them(tmp_path: Path) -> None:
    too_long = b"8," + b"x" * (longest_line_bytes + 5)
    table = read(tmp_path, b'a,b\n1,"2\n\xff,3\n' + too_long + b"\n4\n5,6\n", "a", "b")
    assert table.bad.lines == {
        "quoting: a quote that is never closed": [2],
        "encoding: not UTF-8": [3],
        "length: a line longer than 1048576 bytes": [4],
        "fields: not as many as the header": [5],
    }
    assert cells(table, "a") == ["5"]


def test_many_quotes_that_are_never_closed_cost_no_more_than_their_lines(tmp_path: Path) -> None:
    lines = [f'{n},"{n}' if n % 50 == 0 else f"{n},{n}" for n in range(100_000)]
    begun = perf_counter()
    table = read(tmp_path, "a,b\n" + "\n".join(lines) + "\n", "a", "b")
    assert perf_counter() - begun < 5
    assert table.bad.lines == {"quoting: a quote that is never closed": [n + 2 for n in range(0, 100_000, 50)]}
    assert len(table.lines) == 98_000


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1," + "x" * 200_000, "length: a cell longer than 131072 characters"),
        ("1,2\r3", "quoting: a carriage return in a cell without quotes"),
        ('1,"2"3', "quoting: ',' expected after '\"'"),
        ('1,"' + "\n".join(["y" * 100_000] * 12) + '"', "quoting: a quote that is never closed"),
    ],
)
def test_a_record_that_cannot_be_read_is_told_with_its_first_line(tmp_path: Path, line: str, reason: str) -> None:
    table = read(tmp_path, f"a,b\n0,0\n{line}\n9,9\n", "a", "b")
    assert table.bad.lines[reason] == [3]
    assert cells(table, "a") == ["0", "9"]
    assert table.rows_read == 3 if "\n" not in line else table.rows_read == 2 + line.count("\n") + 1


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


def test_parquet_types_are_kept_exactly_or_refused_by_name(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.table({
        "day": arrow.array([20_000, None], arrow.date32()),
        "clock": arrow.array([3_600_001, 0], arrow.time32("ms")),
        "price": arrow.array([Decimal("1.50"), None]),
        "large": arrow.array(["x", None], arrow.large_string()),
        "took": arrow.array([90_000_000, 1], arrow.duration("us")),
        "late": arrow.array([-1, 1 << 62], arrow.timestamp("ms", "Asia/Kathmandu")),
        "fine": arrow.array([-1, None], arrow.timestamp("ns")),
        "coded": arrow.array([-1, -1], arrow.timestamp("ms", "UTC")).dictionary_encode(),
        "ratios": arrow.array([0.5, None]).dictionary_encode(),
        "bytes": arrow.array([b"\xff", None]),
        "list": arrow.array([[1], None]),
    })
    parquet.write_table(table, tmp_path / "log.parquet")
    found = read_table(tmp_path / "log.parquet", "parquet", ",", ["day", "clock", "price", "large", "took", "late", "fine", "coded"])
    assert [cells(found, name) for name in ("day", "clock", "price", "large", "took")] == [
        ["2024-10-04", None], ["01:00:00.001", "00:00:00.000"], ["1.50", None], ["x", None], ["90000ms", "1us"],
    ]
    stamps = {name: found.columns[name].stamps_ms for name in ("late", "fine", "coded")}
    shown = {name: ms[found.columns[name].codes].tolist() for name, ms in stamps.items() if ms is not None}
    assert shown == {"late": [-1, 1 << 62], "fine": [-1, 0], "coded": [-1, -1]}
    assert [found.columns[name].stamps_are_utc for name in ("late", "fine", "coded")] == [True, False, True]
    for column, said in (("ratios", "is double"), ("bytes", "is binary and no text"), ("list", "is list<")):
        with pytest.raises(LogError, match=f"column `{column}` {said}"):
            read_table(tmp_path / "log.parquet", "parquet", ",", [column])


def test_parquet_that_grows_without_measure_or_is_damaged_is_refused(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "log.parquet"
    parquet.write_table(arrow.table({"a": ["x" * 100_000_000], "b": ["y"]}), path, compression="zstd")
    with pytest.raises(LogError, match=r"would grow to 1\d{8} \(allowed: 250 times\)"):
        read_table(path, "parquet", ",", ["a"])
    assert cells(read_table(path, "parquet", ",", ["b"]), "b") == ["y"]
    many = arrow.table({"a": arrow.array(np.zeros(20_000_000, np.int8))})
    parquet.write_table(many, path, compression="zstd")
    with pytest.raises(LogError, match=r"would grow to 80000000 \(allowed: 250 times\)"):
        read_table(path, "parquet", ",", ["a"])
    parquet.write_table(arrow.table({"a": [str(n) for n in range(10_000)]}), path)
    content = bytearray(path.read_bytes())
    content[4:400] = bytes(396)
    with pytest.raises(LogError, match="not a Parquet file, or damaged"):
        read(tmp_path, bytes(content), "a", format_="parquet")
    with pytest.raises(FileNotFoundError):
        read_table(tmp_path / "none.parquet", "parquet", ",", ["a"])


def test_a_column_of_a_million_cells_keeps_each_text_once(tmp_path: Path) -> None:
    table = read(tmp_path, "a\n" + "".join(f"{n % 7}\n" for n in range(100_000)), "a")
    assert table.columns["a"].texts == [str(n) for n in range(7)]
    assert np.array_equal(np.bincount(table.columns["a"].codes), [14286] * 5 + [14285] * 2)

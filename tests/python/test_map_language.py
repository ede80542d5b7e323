# SPDX-License-Identifier: Apache-2.0
"""What a map may say, and how its faults are told."""

import pytest

from caseclock.maps import LogMap, MapError
from caseclock.maps.document import parse_document
from caseclock.maps.formats import parse_format
from caseclock.maps.values import read_duration_ms

SMALL = """\
map: caseclock/1
read: {format: csv, instants: iso 8601}
case: {id: number, machine: ticket}
events:
  - {event: open, at: opened}
"""


def faults_of(text: str) -> list[str]:
    with pytest.raises(MapError) as caught:
        LogMap.parse(text, "a.map.yaml")
    return caught.value.faults


def test_a_small_map_reads_its_columns() -> None:
    assert LogMap.parse(SMALL).columns == ["number", "opened"]


def test_every_scalar_is_text() -> None:
    log_map = LogMap.parse(SMALL.replace("id: number", "id: [on, 010, 12:00, 2026-10-01, ~]"))
    assert log_map.case.id == ("on", "010", "12:00", "2026-10-01", "~")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: 1\nb: 2\na: 3\n", "3:1: duplicate key `a` (first in line 1)"),
        ("a: !!int 3\n", "1:4: tag `tag:yaml.org,2002:int` (every scalar is text)"),
        ("a: &x 1\nb: *x\n", "1:4: anchor `&x` (anchors are not allowed)"),
        ("a: &x 1\nb: *x\n", "2:4: alias `*x` (write the value again)"),
        ("a:\n  <<: {b: 1}\n", "2:3: merge key `<<` (write the entries again)"),
        ("a: 1\n---\nb: 2\n", "2:1: a second document (allowed: one)"),
        ("a: [1, 2\n", "2:1: not YAML: expected ',' or ']', but got '<stream end>'"),
        ("- a\n", "1:1: the document must be a mapping"),
        ("", "1:1: the document is empty"),
        ("? [a]\n: b\n", "1:3: a key must be a text"),
        ("a: \x01\n", "1:4: not YAML: character U+0001 is not allowed"),
        ("a: " + "[" * 40 + "]" * 40, "1:35: more than 32 levels deep"),
        ("%TAG ! x\n---\na: 1\n", "1:1: a %TAG directive (tags are not allowed)"),
        ('a: "\\UFFFFFFFF"\n', "1:7: not YAML: a number that is out of range"),
        ('a: "\\uD800"\n', "1:4: half a surrogate pair, which is no text"),
        ("*x : 1\n", "1:1: alias `*x` (write the value again)"),
        ("a: !" + "t" * 600 + "\n", "1:4: tag `!" + "t" * 494 + "..."),
    ],
)
def test_what_yaml_allows_beyond_plain_texts_is_refused_with_its_place(text: str, fault: str) -> None:
    with pytest.raises(MapError) as caught:
        parse_document(text.encode(), "m")
    assert f"m:{fault}" in caught.value.faults


def test_a_quoted_mark_of_merging_is_a_text() -> None:
    assert parse_document(b"'<<': b\n", "m").keys() == ["<<"]


def test_a_document_that_is_too_large_or_not_text_is_refused() -> None:
    with pytest.raises(MapError, match="more than 1048576 bytes"):
        parse_document(b"#" * (1 << 20) + b"\n", "m")
    with pytest.raises(MapError, match="m:2:3: not UTF-8"):
        parse_document(b"a: 1\nb:\xff\n", "m")
    with pytest.raises(MapError, match="m:1:3: not UTF-8"):
        parse_document(b"\xef\xbb\xbf\xc3\xa4:\xff\n", "m")


def test_a_report_of_faults_has_an_end() -> None:
    with pytest.raises(MapError) as caught:
        parse_document(b"a: 1\n" * 1000, "m")
    assert len(caught.value.faults) == 101
    assert caught.value.faults[-1] == "m: and 899 more faults"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("events:", "event:", "a.map.yaml:4:1: map: unknown key `event` (did you mean `events`?)"),
        ("caseclock/1", "caseclock/9", "a.map.yaml:1:6: a map begins with `map: caseclock/1`"),
        ("format: csv", "format: xls", "a.map.yaml:2:16: `format`: `xls` (allowed: csv, tsv, parquet)"),
        ("instants: iso 8601", "zone: Mars/Base", "a.map.yaml:2:27: unknown zone `Mars/Base`"),
        ("instants: iso 8601", "separator: tab", "a.map.yaml:2:7: `read`: `instants` is missing"),
        ("instants: iso 8601", "instants: day/month hour:minute", "a date has `year` or `year2`, `month` and `day`"),
        ("instants: iso 8601", "instants: hour:minute", "has no date, so `day` must name its column"),
        ("instants: iso 8601", "instants: dei/month/year hour:minute", "unknown part `dei`"),
        ("at: opened", "when: {state: A}", "a.map.yaml:5:5: an event: `at` is missing"),
        ("event: open,", "event: open, by_value: {a: b},", "an event has either `event` or `by_value`"),
        ("event: open,", "by_value: {a: b},", "`by_value` needs a `column`, or `changes` in its `when`"),
        ("at: opened", "at: opened, when: quick", "unknown condition `quick`"),
        ("at: opened", "at: opened, when: {row: second}", "`row: second` (allowed: first of case, last of case)"),
        ("at: opened", "at: {column: opened, if: {changes: x}}", "`at` cannot ask for other rows of the case"),
        ("case:", "never_read: opened\ncase:", "column `opened` is never read, but the map reads it"),
        ("case:", "skip: [{if: {changes: x}, count_as: y}]\ncase:", "`skip` cannot ask for other rows of the case"),
        ("case:", "tidy: [{event: close, not_before: x, count_as: y}]\ncase:", "event `close` is not produced by this map"),
        ("case:", "compare: {policy: p, column: c, values: {x: fine}}\ncase:", "`x: fine` (allowed: met, missed)"),
        ("case:", "attributes: {at: opened, p: {column: p, unit: week}}\ncase:", "`unit`: `week` (allowed: millisecond"),
        ("case:", "attributes: {at: opened, p: {column: p, kind: nam}}\ncase:", "`kind`: `nam` (did you mean `name`?)"),
        ("instants: iso 8601", "instants: iso 8601, zone: America/NewYork", "2:47: unknown zone `America/NewYork` (did you mean `America/New_"),
        ("instants: iso 8601", "instants: yaer-month-day", "unknown part `yaer` (did you mean `year`?)"),
        ("case: {id: number, machine: ticket}", "case: {}", "3:7: `case`: `id` is missing"),
        ("case: {id: number, machine: ticket}", "case: {id: []}", "3:12: `id` takes at least one text"),
        ("machine: ticket", "machine: {column: kind}", "3:29: `machine`: `values` is missing"),
        ("events:\n  - {event: open, at: opened}", "events: []", "4:9: `events` has no entry"),
        ("case:", "until: soon\ncase:", "3:8: `until: soon` is no instant"),
        ("case:", "until: 2200-01-01\ncase:", "3:8: `until: 2200-01-01` is no instant"),
        ("case:", "compare: {due: [{policy: p, column: c, within: \xb2s}]}\ncase:", "3:48: `\xb2s` is no duration (write 30s, 15m or 12h)"),
        ("case:", "compare: {due: [{policy: p, column: c, within: 0s}]}\ncase:", "3:48: `0s` is no duration"),
        ("case:", f"compare: {{due: [{{policy: p, column: c, within: {'9' * 300}s}}]}}\ncase:", "9s` is no duration"),
        ("- {event: open, at: opened}", "- {event: open, at: a}\n  - {event: open, at: b}\nattributes: {at: open, p: p}",
         "7:18: `at: open` is an event of several entries or of `by_value` (allowed: the event of one entry, a column)"),
        ("at: opened}", "at: opened, with: {p: q}}\nattributes: {at: at, p: p}", "5:38: `with`: attribute `p` already follows its column under"),
        ("- {event: open, at: opened}", "- {at: a, column: s, by_value: {x: open}}\nattributes: {at: open, p: p}",
         "`at: open` is an event of several"),
        ("- {event: open, at: opened}", "- {event: open, at: a, when: {row: first of case}}\nattributes: {at: open, p: p}",
         "`at: open` is an event that asks for other rows of the case"),
    ],
)
def test_a_fault_names_its_place_and_what_is_allowed(old: str, new: str, fault: str) -> None:
    assert any(fault in found for found in faults_of(SMALL.replace(old, new, 1)))


def test_names_in_names_of_conditions_are_counted_and_do_not_double_without_end() -> None:
    chain = "".join(f"  c{n}: {{all: [c{n - 1}, c{n - 1}]}}\n" for n in range(1, 60))
    found = faults_of(SMALL.replace("case:", f"define:\n  c0: {{a: x}}\n{chain}case:"))
    assert found[0] == "a.map.yaml:13:7: a condition of more than 1000 parts, those of the names in it included"


def test_all_faults_are_told_at_once_in_the_order_of_the_document() -> None:
    found = faults_of("map: caseclock/1\nread: {format: doc, zoen: UTC}\ncase: {machine: m}\nevents: [{event: a}]\n")
    places = [tuple(int(part) for part in fault.split(": ", 1)[0].split(":")[1:]) for fault in found]
    assert places == sorted(places)
    assert len(found) >= 4


@pytest.mark.parametrize(
    ("format_", "text", "shown"),
    [
        ("day/month/year hour:minute", "29/2/2016 01:23", "2016-02-29T01:23:00.000"),
        ("day/month/year hour:minute", "30/2/2016 01:23", None),
        ("day/month/year hour:minute", "1/2/2016 24:00", None),
        ("day/month/year hour:minute", "1/2/2016 1:60", None),
        ("day/month/year hour:minute", "1/2/2016  1:00", None),
        ("month/day/year hour12:minute:second am_pm", "01/02/2015 12:00:01 AM", "2015-01-02T00:00:01.000"),
        ("month/day/year hour12:minute:second am_pm", "01/02/2015 12:00:01 p.m.", "2015-01-02T12:00:01.000"),
        ("month/day/year hour12:minute:second am_pm", "01/02/2015 13:00:01 PM", None),
        ("year-month-day hour:minute:second.fraction", "2015-12-31 23:59:59.9999", "2015-12-31T23:59:59.999"),
        ("year2+month+day hour:minute", "990201 7:02", "1999-02-01T07:02:00.000"),
        ("year2+month+day hour:minute", "690201 7:02", "2069-02-01T07:02:00.000"),
        ("year2+month+day hour:minute", "9921 7:02", None),
        ("iso 8601", "2016-02-29T01:23:45.6789Z", "2016-02-29T01:23:45.678"),
        ("iso 8601", "2016-02-29 01:23+05:30", "2016-02-28T19:53:00.000"),
        ("iso 8601", "2016-02-29", "2016-02-29T00:00:00.000"),
        ("iso 8601", "2015-02-29T00:00Z", None),
        ("iso 8601", "2016-02-29T01:23:45+0130", "2016-02-28T23:53:45.000"),
        ("unix seconds", "1456709025.5", "2016-02-29T01:23:45.500"),
        ("unix milliseconds", "1456709025500", "2016-02-29T01:23:45.500"),
        ("unix seconds", "-1", None),
        ("unix seconds", "1e9", None),
        ("unix seconds", "1.\xb2", None),
        ("hour:minute", "\u0661:30", None),
    ],
)
def test_formats_read_what_they_name_and_nothing_else(format_: str, text: str, shown: str | None) -> None:
    moments = parse_format(format_).read([text, None])
    assert moments.readable.tolist() == [shown is not None, False]
    if shown is not None:
        assert str(moments.ms.astype("datetime64[ms]")[0]) == shown


@pytest.mark.parametrize(
    ("text", "unit_ms", "ms"),
    [
        ("90s", 0, 90_000),
        ("1h30m", 0, 5_400_000), ("2d", 0, 172_800_000), ("1s500ms", 0, 1500), ("0:15:00", 0, 900_000), ("100:05", 0, 360_300_000),
        ("90", 0, None), ("", 0, None), ("30m1h", 0, None), ("0:60", 0, None), ("-5s", 0, None), ("9999999d", 0, None), ("\xb2s", 0, None),
        ("90", 1000, 90_000), ("1.5", 1000, 1500), ("1.5", 60_000, 90_000), ("0.0005", 1000, None), ("90s", 1000, None), ("1e3", 1000, None),
        ("281474976710654", 1, (1 << 48) - 2), ("281474976710655", 1, None),
    ],
)
def test_durations_are_exact_or_none(text: str, unit_ms: int, ms: int | None) -> None:
    assert read_duration_ms(text, unit_ms) == ms

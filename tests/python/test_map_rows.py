# SPDX-License-Identifier: Apache-2.0
"""Rows into events: what a desk is given, row by row."""

import random
import zoneinfo
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from caseclock.maps import LogError, LogMap, MapError, MappedLog, map_log
from caseclock.maps.mapping import change_kind, event_dtype, no_value, value_dtype
from caseclock.maps.zones import to_utc_ms


class Rulebook:
    """The names of two small machines; stands for a rulebook where only names matter."""

    def __init__(self) -> None:
        priority = SimpleNamespace(name="priority", kind="one_of", enumerators=["low", "high"])
        group = SimpleNamespace(name="group", kind="name", enumerators=())
        units = SimpleNamespace(name="units", kind="count", enumerators=())
        due_at = SimpleNamespace(name="due_at", kind="instant", enumerators=())
        promised = SimpleNamespace(name="promised", kind="duration", enumerators=())
        self.machines = {
            "ticket": SimpleNamespace(
                number=3, events=["open", "work", "close"], attributes=[priority, group, units, due_at, promised], facts=["seen", "vip"]
            ),
            "call": SimpleNamespace(number=5, events=["arrive", "answer", "close"], attributes=[group], facts=[]),
            "report": SimpleNamespace(number=6, events=["report", "open", "close"], attributes=[], facts=[]),
        }

    def machine(self, name: str) -> Any:
        return self.machines[name]

    def code_of(self, text: str) -> int | None:
        return {"first line": 7}.get(text)


HEAD = "map: caseclock/1\nread: {format: csv, zone: UTC, instants: iso 8601}\ncase: {id: n, machine: ticket}\n"


def mapped(path: Path, log: str, map_text: str) -> MappedLog:
    (path / "log.csv").write_text(log, "utf-8")
    return map_log(path / "log.csv", LogMap.parse(map_text), Rulebook())


def told(result: MappedLog) -> list[str]:
    """Each event as `case time event attribute=value ...`."""
    texts = result.case_texts()
    machines = {machine.number: machine for machine in result.machines.values()}
    lines = []
    for event in result.events:
        machine = machines[int(event["machine"])]
        kinds = {number: name for name, number in machine.events.items()} | {change_kind: "change"}
        words = [texts[int(event["case"])], str(event["at"].astype("datetime64[ms]"))[5:16], kinds[int(event["kind"])]]
        begin = int(event["values"])
        for value in result.values[begin:begin + int(event["count"])]:
            number = int(value["what"])
            if number & 0xC000:
                facts = {number: name for name, number in machine.facts.items()}
                words.append(("+" if number & 0x8000 else "-") + facts[number & 0x3FFF])
            else:
                attributes = {view.number: view.name for view in machine.attributes.values()}
                shown = "unset" if value["value"] == no_value else int(value["value"])
                words.append(f"{attributes[number]}={shown}")
        lines.append(" ".join(words))
    return lines


def test_the_arrays_have_the_layout_of_the_desk() -> None:
    assert event_dtype.itemsize == 48
    assert [event_dtype.fields[name][1] for name in event_dtype.names] == [0, 8, 16, 24, 40, 44, 46, 47]
    assert value_dtype.itemsize == 16
    assert value_dtype.fields["what"][1] == 8


def test_one_row_per_case_becomes_its_events_in_the_order_of_time(tmp_path: Path) -> None:
    result = mapped(
        tmp_path,
        "n,opened,closed,p\nA,2026-01-01 09:00,2026-01-01 12:00,low\nB,2026-01-01 10:00,,high\n",
        HEAD + "attributes: {at: opened, priority: p}\n"
        "events:\n  - {event: open, at: opened}\n  - {event: close, at: closed, when: {present: closed}}\n",
    )
    assert told(result) == ["A 01-01T09:00 open priority=0", "B 01-01T10:00 open priority=1", "A 01-01T12:00 close"]
    assert result.lines.tolist() == [2, 3, 2]
    assert (result.rows_read, result.rows_used) == (2, 2)


def test_rows_of_an_audit_log_become_changes_of_state_and_attributes(tmp_path: Path) -> None:
    result = mapped(
        tmp_path,
        "n,opened,at,state,p,g\n"
        "B,2026-01-02 08:00,2026-01-02 08:00,New,low,x\n"
        "A,2026-01-01 08:00,2026-01-01 09:00,New,low,first line\n"
        "A,2026-01-01 08:00,2026-01-01 10:00,New,high,first line\n"
        "A,2026-01-01 08:00,2026-01-01 10:00,-1,high,first line\n"
        "A,2026-01-01 08:00,2026-01-01 11:00,New,high,\n"
        "A,2026-01-01 08:00,2026-01-01 12:00,Closed,low,\n",
        HEAD + "attributes: {at: at, priority: p, group: {column: g, when_missing: unset}}\n"
        "events:\n"
        "  - {event: open, at: opened, when: {row: first of case}}\n"
        "  - {at: at, when: {changes: state}, by_value: {New: work, Closed: close, '-1': report}}\n",
    )
    own = result.names.first_own_code
    assert told(result) == [
        "A 01-01T08:00 open",
        "A 01-01T09:00 work priority=0 group=7",
        "A 01-01T10:00 change priority=1",
        "A 01-01T11:00 change group=unset",
        "A 01-01T12:00 close priority=0",
        f"B 01-02T08:00 open priority=0 group={own}",
        "B 01-02T08:00 work",
    ]
    assert result.names.text(own) == "x"
    assert result.counts == {"state -1 reported": 1}


def test_ties_keep_the_order_of_the_file_and_events_that_of_the_map(tmp_path: Path) -> None:
    result = mapped(
        tmp_path,
        "n,at\nB,2026-01-01\nA,2026-01-01\n",
        HEAD + "events: [{event: close, at: at}, {event: open, at: at}]\n",
    )
    assert [line.split()[0] + line.split()[2] for line in told(result)] == ["Bclose", "Bopen", "Aclose", "Aopen"]


def test_every_row_is_accounted_for_and_bad_ones_keep_their_line(tmp_path: Path) -> None:
    result = mapped(
        tmp_path,
        "n,at,p,state\n"
        "A,2026-01-01,low,New\n"
        ",2026-01-01,low,New\n"
        "C,yesterday,low,New\n"
        "D,2026-01-01,urgent,New\n"
        "E,2026-01-01,low,Odd\n"
        "F,2026-01-01,low\n"
        "G,2026-01-01,low,Ghost\n"
        "H,,low,New\n"
        "I,1969-12-31,low,New\n"
        "J,2200-01-01,low,New\n",
        HEAD + "skip: [{if: {state: Ghost}, count_as: ghosts}]\nattributes: {at: at, priority: p}\n"
        "events: [{at: at, column: state, by_value: {New: open}}]\n",
    )
    assert result.bad.lines == {
        "fields: not as many as the header": [7],
        "case: n is missing": [3],
        "attributes: at is no instant": [4, 10, 11],
        "attribute priority: p is no value of it": [5],
        "event: state is not in `by_value`": [6],
        "attributes: at is missing": [9],
    }
    assert result.bad.examples["attribute priority: p is no value of it"] == {5: "p = `urgent`"}
    assert result.skipped == {"ghosts": 1}
    assert result.rows_read == 10 == result.rows_used + sum(result.skipped.values()) + len(result.bad)
    assert told(result) == ["A 01-01T00:00 open priority=0"]


def test_a_bad_row_is_no_predecessor_of_the_next(tmp_path: Path) -> None:
    result = mapped(
        tmp_path,
        "n,at,state,p\nA,2026-01-01,New,low\nA,2026-01-02,Closed,odd\nA,2026-01-03,New,low\n",
        HEAD + "attributes: {at: at, priority: p}\nevents: [{at: at, when: {changes: state}, by_value: {New: open, Closed: close}}]\n",
    )
    assert told(result) == ["A 01-01T00:00 open priority=0"]


def test_instants_out_of_order_are_moved_and_counted(tmp_path: Path) -> None:
    result = mapped(
        tmp_path,
        "n,opened,closed\nA,2026-01-02,2026-01-01\nB,2026-01-02,2026-01-03\nC,2026-01-04,2026-01-05\n",
        HEAD + "events: [{event: open, at: opened}, {event: close, at: closed}]\n"
        "tidy:\n  - {event: close, not_before: opened, count_as: early}\n  - {event: open, not_after: closed, count_as: late}\n",
    )
    assert result.counts == {"early": 1, "late": 1}
    assert told(result)[:2] == ["A 01-01T00:00 open", "A 01-02T00:00 close"]


def test_times_of_day_wrap_at_midnight_when_they_are_much_earlier(tmp_path: Path) -> None:
    result = mapped(
        tmp_path,
        "n,day,begun,queued,left\nA,990201,23:59:50,23:59:48,0:00:20\nB,990202,0:00:05,0:00:04,0:00:09\n",
        "map: caseclock/1\nread:\n  format: csv\n  zone: UTC\n  instants: hour:minute:second\n"
        "  day: {column: day, format: year2+month+day}\n  next_day: {after: begun, if_earlier_by: 12h, count_as: wraps}\n"
        "case: {id: n, machine: ticket}\nevents: [{event: open, at: queued}, {event: close, at: left}]\n",
    )
    assert result.counts == {"wraps": 1}
    assert told(result) == ["A 02-01T23:59 open", "B 02-02T00:00 open", "B 02-02T00:00 close", "A 02-02T00:00 close"]


def test_the_first_source_that_is_present_gives_the_instant(tmp_path: Path) -> None:
    result = mapped(
        tmp_path,
        "n,a,b,use\nA,2026-01-01,2026-01-02,yes\nB,2026-01-01,2026-01-02,no\nC,,2026-01-02,yes\nD,,,yes\n",
        HEAD + "define: {wanted: {use: {not: no}}}\nevents: [{event: open, at: [{column: a, if: wanted}, b]}]\n",
    )
    assert told(result) == ["A 01-01T00:00 open", "B 01-02T00:00 open", "C 01-02T00:00 open"]
    assert result.bad.lines == {"event open: a, b missing": [5]}


def test_rows_of_several_machines_take_their_own_events_and_attributes(tmp_path: Path) -> None:
    result = mapped(
        tmp_path,
        "n,kind,at,event,g,wait\n1,c,2026-01-01,arrive,x,\n2,t,2026-01-02,open,x,90\n1,c,2026-01-03,open,,\n1,c,2026-01-04,close,y,\n3,q,2026-01-05,open,,\n",
        "map: caseclock/1\nread: {format: csv, instants: iso 8601}\n"
        "case: {id: n, machine: {column: kind, values: {c: call, t: ticket}}}\n"
        "attributes: {at: at, group: g}\n"
        "events: [{at: at, column: event, by_value: as written, with: {promised: {column: wait, unit: second}},"
        " sets: [{fact: seen, if: {present: wait}}], clears: vip}]\n",
    )
    own = result.names.first_own_code
    assert told(result) == [
        f"1 01-01T00:00 arrive group={own}",
        f"2 01-02T00:00 open group={own} promised=90000 +seen -vip",
        f"1 01-04T00:00 close group={own + 1}",
    ]
    assert set(result.bad.lines) == {"event as written: not an event of the row's machine", "case: kind names no machine"}
    assert result.events["machine"].tolist() == [5, 3, 5]


def test_names_that_the_rulebook_does_not_know_are_all_told(tmp_path: Path) -> None:
    with pytest.raises(MapError) as caught:
        mapped(
            tmp_path, "n,at\n",
            HEAD + "attributes: {at: at, prority: p, group: {column: g, kind: count}, units: {column: u, unit: hour},"
            " priority: {column: p, values: {a: lower}}}\n"
            "events: [{event: opn, at: at, sets: sean}]\ncompare: {policy: p, column: p, values: {a: met}, by: kind}\n",
        )
    assert [fault.split(": ", 1)[1] for fault in caught.value.faults] == [
        "machine ticket has no attribute `prority` (did you mean `priority`?)",
        "attribute `group` is of kind name, not count",
        "attribute `units` is of kind count and takes no `unit`",
        "attribute `priority` has no value `lower` (did you mean `low`?)",
        "machine ticket has no event `opn` (did you mean `open`?)",
        "machine ticket has no fact `sean` (did you mean `seen`?)",
        "machine ticket has no attribute `kind` (allowed: due_at, group, priority, promised, units)",
    ]
    with pytest.raises(MapError) as caught:
        machines = "machine: {column: k, values: {t: tickets, c: call, d: calls}}"
        mapped(tmp_path, "n,at\n", HEAD.replace("machine: ticket", machines) + "events: [{event: open, at: at}]\n")
    assert [fault.split(" (")[0] for fault in caught.value.faults] == [
        "map:3:24: the rulebook has no machine `calls`", "map:3:24: the rulebook has no machine `tickets`",
    ]


def test_an_event_carries_a_limited_number_of_values(tmp_path: Path) -> None:
    facts = ", ".join(["seen"] * 256)
    with pytest.raises(MapError, match="map:4:10: an event with more than 255 values, changed attributes included"):
        mapped(tmp_path, "n,at\n", HEAD + f"events: [{{event: open, at: at, sets: [{facts}]}}]\n")


def test_a_fault_that_passes_from_row_to_row_ends_with_its_case(tmp_path: Path) -> None:
    rows = "".join(f"A,never,2026-01-01 00:{minute:02}\n" for minute in range(60))
    result = mapped(
        tmp_path, "n,opened,at\n" + rows + "B,2026-01-01,2026-01-02\n",
        HEAD + "attributes: {at: at}\nevents: [{event: open, at: opened, when: {row: first of case}}, {event: work, at: at}]\n",
    )
    assert result.bad.lines == {
        "event open: opened is no instant": list(range(2, 10)),
        "case: in each of 8 passes a row of it was bad": list(range(10, 62)),
    }
    assert told(result) == ["B 01-01T00:00 open", "B 01-02T00:00 work"]


def test_a_text_that_is_only_reported_makes_no_event_whatever_the_machine_calls_its_own(tmp_path: Path) -> None:
    result = mapped(
        tmp_path,
        "n,at,s,t\nA,2026-01-01,odd,x\nA,2026-01-02,new,x\nA,2026-01-03,even,y\nA,2026-01-04,new,y\n",
        HEAD.replace("machine: ticket", "machine: report") + "events:\n"
        "  - {at: at, when: {changes: s}, by_value: {new: open, odd: report, even: report}}\n"
        "  - {at: at, column: s, when: {t: y}, by_value: {new: close, odd: close, even: report}}\n",
    )
    assert told(result) == ["A 01-02T00:00 open", "A 01-04T00:00 close"]
    assert result.counts == {"s odd reported": 1, "s even reported": 2}


def test_events_after_the_end_of_the_log_are_refused(tmp_path: Path) -> None:
    rules = HEAD + "events: [{event: open, at: at}]\nuntil: "
    log = "n,at\nA,2026-01-01\nB,2026-01-03\nC,2026-01-02\n"
    with pytest.raises(LogError, match=r"log.csv: the event of line 3 at 2026-01-03T00:00:00.000Z is later than the map's `until` \(2026-01-02T00"):
        mapped(tmp_path, log, rules + "2026-01-02\n")
    assert len(mapped(tmp_path, log, rules + "2026-01-03\n").events) == 3
    assert mapped(tmp_path, log, rules + "last event\n").until_ms == mapped(tmp_path, log, rules + "2026-01-03\n").until_ms


def test_whatever_a_log_says_its_rows_are_accounted_for_and_its_events_in_order(tmp_path: Path) -> None:
    seed = random.randrange(1 << 32)
    print("seed", seed)
    dice = random.Random(seed)
    cells = {
        "n": ["A", "B", "C", ""], "k": ["t", "c", "q", ""], "s": ["open", "work", "close", "x", "answer", "odd", ""],
        "at": ["2026-01-01", "2026-03-29 01:30", "2026-10-25 01:30Z", "x", "", "9999-12-31", "0001-01-01T00:00+23:59"],
        "b": ["2026-01-02", "2025-01-01", "", "x"], "p": ["low", "high", "", "odd"], "w": ["1", "1.5", "", "-1", "\xb2"],
    }
    head = "map: caseclock/1\nread: {format: csv, zone: Europe/London, instants: iso 8601}\n"
    rules = LogMap.parse(
        head + "case: {id: n, machine: {column: k, values: {t: ticket, c: call}}}\nskip: [{if: {p: odd, s: odd}, count_as: odd}]\n"
        "attributes: {at: at, priority: p, group: {column: p, when_missing: unset}, promised: {column: w, unit: minute},"
        " due_at: {column: b, kind: instant}}\nevents:\n"
        "  - {event: close, at: [{column: b, if: {present: b}}, at], when: {changes: s}, sets: {fact: vip, if: {p: low}}}\n"
        "  - {at: at, column: s, when: {row: last of case}, by_value: {open: open, x: report, answer: answer, close: close, work: work}}\n"
        "tidy: [{event: close, not_before: at, count_as: late}]\n"
    )
    for _ in range(200):
        rows = [",".join(dice.choice(texts) for texts in cells.values()) for _ in range(dice.randrange(40))]
        log = "\n".join([",".join(cells), *rows, ""])
        place = dice.randrange(log.index("\n") + 1, len(log) + 1)
        (tmp_path / "log.csv").write_text(log[:place] + dice.choice(['"', ",", "\r", "\n", "\0", ""]) + log[place:], "utf-8")
        result = map_log(tmp_path / "log.csv", rules, Rulebook())
        assert result.rows_read == result.rows_used + sum(result.skipped.values()) + len(result.bad)
        at = result.events["at"].tolist()
        assert at == sorted(at)
        assert all(0 <= ms < 7_258_118_400_000 for ms in at)
        assert int(result.events["count"].sum()) == len(result.values)
        assert set(result.lines.tolist()).isdisjoint(line for lines in result.bad.lines.values() for line in lines)


def test_a_log_without_rows_has_no_events(tmp_path: Path) -> None:
    rules = "attributes: {at: at, priority: p}\nevents: [{event: open, at: at, sets: {fact: vip, if: {k: x}}}]\n"
    result = mapped(tmp_path, "n,at,p,k\n", HEAD + rules)
    assert (len(result.events), len(result.values), result.rows_read, result.until_ms) == (0, 0, 0, 0)


def test_wall_clock_times_of_a_zone_take_the_first_of_two_and_step_over_the_missing_ones(tmp_path: Path) -> None:
    rules = HEAD.replace("zone: UTC", "zone: America/New_York") + "events: [{event: open, at: at}]\n"
    result = mapped(tmp_path, "n,at\nA,2015-11-01 01:30\nB,2015-03-08 02:30\nC,2015-11-01 01:30-05:00\n", rules)
    assert told(result) == ["B 03-08T07:30 open", "A 11-01T05:30 open", "C 11-01T06:30 open"]


def test_parquet_columns_of_timestamps_are_instants_by_their_own_type(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    minute = 60_000_000
    instants = [1_425_796_200_000_000, 1_425_796_200_000_000 + minute, None, -1, 1 << 62]
    table = arrow.table({
        "n": ["A", "B", "C", "D", "E"],
        "utc": arrow.array(instants, arrow.timestamp("us", "America/New_York")),
        "wall": arrow.array([1_425_781_800_000_000] * 5, arrow.timestamp("us")),
        "wait": arrow.array([90_000_000, 1, 0, 0, 0], arrow.duration("us")),
    })
    parquet.write_table(table, tmp_path / "log.parquet")
    rules = "map: caseclock/1\nread: {format: parquet, zone: America/New_York}\ncase: {id: n, machine: ticket}\n"
    events = "events: [{event: open, at: utc}, {event: work, at: wall, with: {promised: wait}}]\n"
    result = map_log(tmp_path / "log.parquet", LogMap.parse(rules + events), Rulebook())
    assert told(result) == ["A 03-08T06:30 open", "A 03-08T07:30 work promised=90000"]
    assert result.bad.lines == {
        "event open: utc missing": [3], "event open: utc is no instant": [4, 5], "attribute promised: wait is no value of it": [2],
    }
    assert (result.line_word, result.rows_read, result.rows_used) == ("row", 5, 1)


def test_the_id_of_a_case_depends_on_its_texts_alone(tmp_path: Path) -> None:
    rules = HEAD.replace("id: n", "id: [line, n]") + "events: [{event: open, at: at}]\n"
    one = mapped(tmp_path, "line,n,at\nL1,5,2026-01-01\nL15,,2026-01-01\nL1,6,2026-01-01\n", rules)
    two = mapped(tmp_path, "line,n,at\nL1,6,2026-01-01\nL1,5,2026-01-01\n", rules)
    assert {case: one.case_id(case) for case in ("L1/5", "L1/6")} == {case: two.case_id(case) for case in ("L1/5", "L1/6")}
    assert one.case_id("L1/5") == 5988205139777460046
    assert max(one.cases.ids) < 1 << 63
    with pytest.raises(KeyError, match="did you mean `L1/5`"):
        one.case_id("L1-5")


def test_the_logs_own_verdicts_are_those_of_the_chosen_row(tmp_path: Path) -> None:
    result = mapped(
        tmp_path,
        "n,at,ok,due\nA,2026-01-02,yes,2026-02-01\nA,2026-01-01,no,\nB,2026-01-01,no,2026-02-02\nC,2026-01-01,,\nD,2026-01-01,yes,\n",
        HEAD + "events: [{event: work, at: at}]\n"
        "compare: {policy: p, column: ok, values: {'yes': met, 'no': missed}, only: {n: {not: D}},"
        " due: [{policy: p, column: due, within: 60s, only: {n: [A, C]}}]}\nuntil: 2026-03-01\n",
    )
    assert result.expected is not None
    verdicts = dict(zip(result.expected.cases.tolist(), result.expected.met.tolist(), strict=True))
    assert verdicts == {result.case_id("A"): True, result.case_id("B"): False}
    assert (result.expected.without_verdict, result.expected.left_out) == (1, 1)
    assert result.expected_due[0].cases.tolist() == [result.case_id("A")]
    assert str(np.datetime64(result.until_ms, "ms")) == "2026-03-01T00:00:00.000"


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "Europe/Dublin",
                                  "Antarctica/Troll", "America/Sao_Paulo", "Asia/Kathmandu", "Asia/Jerusalem", "UTC"])
def test_wall_clock_times_become_instants_as_zoneinfo_says(zone: str) -> None:
    seed = random.randrange(1 << 32)
    print("seed", seed)
    dice = random.Random(seed)
    epoch = datetime(1970, 1, 2)
    rules = zoneinfo.ZoneInfo(zone)
    days = (datetime(2190, 1, 1) - epoch).days
    walls = [epoch + timedelta(days=dice.randrange(days), minutes=dice.randrange(1440)) for _ in range(3000)]
    changes = []
    for year in range(1971, 2060):
        for hour in range(0, 366 * 24, 12):
            at = datetime(year, 1, 1, tzinfo=timezone.utc) + timedelta(hours=hour)
            if at.astimezone(rules).utcoffset() != (at + timedelta(hours=12)).astimezone(rules).utcoffset():
                changes.append(at.astimezone(rules).replace(tzinfo=None))
    for change in dice.sample(changes, min(40, len(changes))):
        walls += [change + timedelta(minutes=minutes) for minutes in range(-180, 1000, 5)]
    local = np.array([(wall - datetime(1970, 1, 1)) // timedelta(milliseconds=1) for wall in walls], np.int64)
    expected = [wall.replace(tzinfo=rules).timestamp() * 1000 for wall in walls]
    assert to_utc_ms(zone, local).tolist() == expected

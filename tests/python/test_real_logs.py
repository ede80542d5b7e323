# SPDX-License-Identifier: Apache-2.0
"""Three logs of real desks, by their maps alone: figures pinned, and checked by a slow reader of the same events.

The logs are no part of the project. CASECLOCK_DATA names their folder (default: ../shared/data).
"""

import csv
import gzip
import os
import zoneinfo
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from caseclock.maps import LogMap, MappedLog, map_log
from caseclock.maps.mapping import change_kind, no_value

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("CASECLOCK_DATA", ROOT / "../shared/data"))
LOGS = ROOT / "examples/logs"

FILES = {
    "bank": "anonymous_bank_1999_02.tsv.gz",
    "boston": "boston311_2015_slim.csv.gz",
    "uci": "uci_incident_event_log.csv.gz",
}


def log_of(name: str) -> Path:
    path = DATA / FILES[name]
    if not path.is_file():
        pytest.skip(f"{path} is missing (CASECLOCK_DATA names the folder with the real logs)")
    return path


# ---------------------------------------------------------------- the mapping, read by a slow and simple model


class NamesOnly:
    """Machines as names, as a rulebook's text has them; the mapping needs no more."""

    def __init__(self, machines: dict[str, Any]) -> None:
        self.machines = machines

    @staticmethod
    def of(path: Path) -> "NamesOnly":
        return NamesOnly(yaml.safe_load(path.read_text("utf-8"))["machines"])

    def machine(self, name: str) -> Any:
        machine = self.machines[name]
        attributes = [
            SimpleNamespace(name=key, kind=value.get("kind", "one_of"), enumerators=value.get("one_of", ()))
            for key, value in machine["attributes"].items()
        ]
        return SimpleNamespace(number=0, events=list(machine["events"]), attributes=attributes, facts=list(machine.get("facts", {})))

    def code_of(self, text: str) -> int | None:
        return None


def cases_of(mapped: MappedLog) -> Iterator[list[tuple[int, str, dict[str, int]]]]:
    """The events of each case: instant in ms, event, changed attributes."""
    (machine,) = mapped.machines.values()
    kinds = {number: name for name, number in machine.events.items()} | {change_kind: "change"}
    attributes = {view.number: view.name for view in machine.attributes.values()}
    cases = defaultdict(list)
    values = list(zip(mapped.values["what"].tolist(), mapped.values["value"].tolist(), strict=True))
    columns = [mapped.events[name].tolist() for name in ("case", "at", "kind", "values", "count")]
    for case, at, kind, begin, count in zip(*columns, strict=True):
        carried = {attributes[number]: value for number, value in values[begin:begin + count]}
        cases[case].append((at, kinds[kind], carried))
    yield from cases.values()


def add_weekday_ms(start: int, length: int) -> int:
    """The earliest instant by which `length` ms of Monday to Friday, UTC, have passed."""
    day = 86_400_000
    while True:
        weekday = (start // day + 3) % 7
        left = 0 if weekday > 4 else day - start % day
        if 0 < length <= left:
            return start + length
        length, start = length - left, start - start % day + day


def uci_verdict(events: list[tuple[int, str, dict[str, int]]], until: int) -> tuple[int, bool] | None:
    """(priority at the verdict, met) under the targets of uci.yaml; a miss stands."""
    minute = 60_000
    target = {0: 240 * minute, 1: 240 * minute, 2: (153 * 60 + 24) * minute, 3: (345 * 60 + 36) * minute}
    start, due, priority = events[0][0], None, None
    for at, kind, carried in events:
        if due is not None and due < at:
            return priority, False
        if carried.get("priority", priority) != priority:
            priority = carried["priority"]
            due = add_weekday_ms(start, target[priority])
        if kind == "close":
            return (priority, at <= due) if due is not None else None
        if due is not None and due < at:
            return priority, False
    return (priority, False) if due is not None and due < until else None


def test_the_events_of_the_incidents_alone_reproduce_their_verdicts() -> None:
    mapped = map_log(log_of("uci"), LogMap.load(LOGS / "uci.map.yaml"), NamesOnly.of(LOGS / "uci.yaml"))
    assert (mapped.rows_read, mapped.rows_used, len(mapped.bad)) == (141_712, 141_712, 0)
    assert mapped.counts == {"incident_state -100 reported": 5, "opened later than the first update": 5}
    assert mapped.expected is not None
    log_says = dict(zip(mapped.expected.cases.tolist(), mapped.expected.met.tolist(), strict=True))
    agreed: Counter[int] = Counter()
    judged: Counter[int] = Counter()
    ids = list(dict.fromkeys(mapped.events["case"].tolist()))
    for case, events in zip(ids, cases_of(mapped), strict=True):
        verdict = uci_verdict(events, mapped.until_ms)
        if verdict is not None:
            judged[verdict[0]] += 1
            agreed[verdict[0]] += verdict[1] == log_says[case]
    assert (agreed[2], judged[2], agreed[3], judged[3]) == (23_294, 23_451, 747, 748)
    assert sum(judged.values()) == 24_918


# ---------------------------------------------------------------- Boston


ZONE = zoneinfo.ZoneInfo("America/New_York")
HOLIDAYS = {date.fromisoformat(day) for day in (
    "2015-01-01 2015-01-19 2015-02-16 2015-04-20 2015-05-25 2015-09-07 2015-10-12 2015-11-11 2015-11-26 2015-12-25 2016-01-01".split()
)}


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def working_days_after(opened: datetime, number: int) -> datetime:
    """N working days after the next opening, the time of day kept."""
    if not is_working(opened.date()) or opened.time() >= time(17):
        day = opened.date() + timedelta(days=1)
        while not is_working(day):
            day += timedelta(days=1)
        opened = datetime.combine(day, time(8, 30))
    elif opened.time() < time(8, 30):
        opened = datetime.combine(opened.date(), time(8, 30))
    day = opened.date()
    while number:
        day += timedelta(days=1)
        number -= is_working(day)
    return datetime.combine(day, opened.time())


BOSTON_TARGETS: dict[str, Callable[[datetime], datetime]] = {
    "Building Inspection Request": lambda opened: working_days_after(opened, 3),
    "Electrical": lambda opened: working_days_after(opened, 5),
    "Plumbing": lambda opened: working_days_after(opened, 5),
    "General Comments For a Program or Policy": lambda opened: working_days_after(opened, 10),
    "Rodent Activity": lambda opened: opened + timedelta(days=30),
    "Heat - Excessive  Insufficient": lambda opened: opened + timedelta(days=30),
}


def test_the_citys_verdicts_and_deadlines_follow_from_its_events() -> None:
    mapped = map_log(log_of("boston"), LogMap.load(LOGS / "boston.map.yaml"), NamesOnly.of(LOGS / "boston.yaml"))
    assert (mapped.rows_read, mapped.rows_used, len(mapped.bad)) == (121_145, 121_145, 0)
    assert mapped.counts == {"closed before it was opened": 197}
    assert mapped.expected is not None
    log_says = dict(zip(mapped.expected.cases.tolist(), mapped.expected.met.tolist(), strict=True))
    agreed = 0
    near: Counter[str] = Counter()
    count: Counter[str] = Counter()
    ids = list(dict.fromkeys(mapped.events["case"].tolist()))
    for case, events in zip(ids, cases_of(mapped), strict=True):
        opened, _, carried = events[0]
        target = carried.get("target_at", no_value)
        if case in log_says:
            agreed += (events[-1][0] <= target) == log_says[case]
        kind = mapped.names.text(carried["type"])
        if kind in BOSTON_TARGETS and target != no_value:
            wall = datetime.fromtimestamp(opened / 1000, timezone.utc).astimezone(ZONE).replace(tzinfo=None)
            due = BOSTON_TARGETS[kind](wall).replace(tzinfo=ZONE).timestamp() * 1000
            count[kind] += 1
            near[kind] += abs(due - target) <= (90_000 if kind in ("Rodent Activity", "Heat - Excessive  Insufficient") else 60_000)
    assert (agreed, len(log_says)) == (79_126, 79_126)
    assert {kind: (near[kind], count[kind]) for kind in BOSTON_TARGETS} == {
        "Building Inspection Request": (4_961, 4_961),
        "Electrical": (1_357, 1_357),
        "Plumbing": (473, 473),
        "General Comments For a Program or Policy": (4_837, 4_840),
        "Rodent Activity": (2_171, 2_171),
        "Heat - Excessive  Insufficient": (1_324, 1_324),
    }


# ---------------------------------------------------------------- the bank


CALLS = NamesOnly({"call": {
    "attributes": {"type": {"kind": "name"}, "priority": {"one_of": ["unknown", "regular", "high"]}, "server": {"kind": "name"}},
    "events": ["arrive", "answer", "give_up", "customer_hangs_up"],
}})


def seconds_of(clock: str) -> int:
    hours, minutes, seconds = map(int, clock.split(":"))
    return hours * 3600 + minutes * 60 + seconds


def bank_calls(path: Path) -> Iterator[tuple[str, int, int | None, int | None]]:
    """(case, arrival, answer, giving up) of every call that was offered to agents, in UTC milliseconds, row by row."""
    jerusalem = zoneinfo.ZoneInfo("Asia/Jerusalem")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            queued = row["q_start"] != "0:00:00" or row["q_time"] != "0"
            served = row["ser_start"] != "0:00:00" or row["ser_time"] != "0"
            if row["outcome"] == "PHANTOM" or not (queued or served):
                continue
            midnight = datetime.strptime("19" + row["date"], "%Y%m%d")

            def instant(column: str, row: dict[str, str] = row, midnight: datetime = midnight) -> int:
                seconds = seconds_of(row[column])
                days = 1 if seconds_of(row["vru_entry"]) - seconds > 12 * 3600 else 0
                return round((midnight + timedelta(days=days, seconds=seconds)).replace(tzinfo=jerusalem).timestamp()) * 1000

            begun, left = (instant("q_start"), instant("q_exit")) if queued else (instant("ser_start"), instant("ser_start"))
            answered = row["outcome"] == "AGENT"
            yield f"{row['vru+line']}/{row['call_id']}", begun, left if answered else None, None if answered else instant("q_exit")


def test_the_calls_of_the_bank_are_answered_and_abandoned_as_its_rows_say() -> None:
    path = log_of("bank")
    mapped = map_log(path, LogMap.load(LOGS / "bank.map.yaml"), CALLS)
    assert (mapped.rows_read, mapped.rows_used, len(mapped.bad)) == (33_344, 31_104, 0)
    assert mapped.skipped == {"phantom": 278, "ended in the voice menu": 1_962}
    assert mapped.counts == {"service ended before the queue": 13, "midnight wrap": 28}
    calls: dict[str, dict[str, int]] = {}
    texts = mapped.case_texts()
    ids = list(dict.fromkeys(mapped.events["case"].tolist()))
    for case, events in zip(ids, cases_of(mapped), strict=True):
        assert [kind for _, kind, _ in events] in (["arrive", "answer", "customer_hangs_up"], ["arrive", "answer"], ["arrive", "give_up"])
        calls[texts[case]] = {kind: at for at, kind, _ in events}
    assert [(case, call["arrive"], call.get("answer"), call.get("give_up")) for case, call in sorted(calls.items())] == sorted(bank_calls(path))
    waits = [call["answer"] - call["arrive"] for call in calls.values() if "answer" in call]
    assert (len(calls), len(waits), sum("give_up" in call for call in calls.values())) == (31_104, 27_141, 3_963)
    assert round(100 * sum(wait <= 20_000 for wait in waits) / len(calls), 1) == 52.0
    assert round(sum(waits) / len(waits) / 1000, 1) == 40.8

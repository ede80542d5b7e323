# SPDX-License-Identifier: Apache-2.0
"""Calendars against an oracle on `zoneinfo`: thirty schedules in twenty zones, windows of 16 years between 1971 and 2190.

The oracle shares nothing with the package. It turns each date's hours into instants with zoneinfo, merges them to a list of intervals
of one window, and answers by looking them up:

    date -> hours -> wall-clock boundaries -> instants (zoneinfo) -> intervals -> lengths summed up
"""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from numpy.typing import NDArray

from caseclock import Calendar

Ints = NDArray[np.int64]

DAY_MS = 86_400_000
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
WINDOW_YEARS = 16
ROWS = 200  # per schedule, zone and array function
SCALARS = 10  # per schedule, zone and scalar function

ZONES = """Asia/Shanghai Asia/Kathmandu America/New_York Europe/London Australia/Lord_Howe America/Sao_Paulo Africa/Casablanca
    Pacific/Apia Europe/Dublin Antarctica/Troll America/Nuuk Asia/Gaza Asia/Tehran America/St_Johns Pacific/Chatham America/Havana
    Asia/Beirut America/Santiago Pacific/Kwajalein UTC""".split()

# Hours by weekday (0 is Monday); then holidays, dated hours and breaks by their distance in days from a date near a change of the clock.
Week = dict[int, list[str]]


@dataclass
class Schedule:
    week: Week
    holidays: list[tuple[int, int]] = field(default_factory=list)
    hours: dict[int, list[str]] = field(default_factory=dict)
    breaks: dict[int, list[str]] = field(default_factory=dict)
    at_boundary: str = "closing"


def daily(*shifts: str) -> Week:
    return {day: list(shifts) for day in range(7)}


def weekdays(*shifts: str) -> Week:
    return {day: list(shifts) for day in range(5)}


SCHEDULES = [
    Schedule(weekdays("09:00-17:00")),
    Schedule(weekdays("09:00-17:00"), at_boundary="next_opening"),
    Schedule(weekdays("09:00-12:00", "13:30-18:00") | {5: ["10:00-14:00"]}, [(-3, 3)], {-5: ["09:00-18:00"]}, {9: ["15:00-16:00"]}),
    Schedule(weekdays("08:30-22:00") | {5: ["08:30-22:00"], 6: ["10:00-16:00"]}, [(0, 0), (30, 31), (358, 372)]),
    Schedule(daily("00:00-24:00")),
    Schedule(daily("00:00-24:00"), at_boundary="next_opening"),
    Schedule(daily("00:00-24:00"), [(0, 0), (100, 107)]),
    Schedule(daily("00:00-24:00"), breaks={0: ["02:00-03:00"], 1: ["00:00-24:00"], 3: ["23:30-00:30"]}),
    Schedule(weekdays("00:00-24:00"), [(-1, 1)]),
    Schedule(weekdays("00:00-24:00"), at_boundary="next_opening"),
    Schedule(daily("22:00-06:00")),
    Schedule(weekdays("22:00-06:00"), [(0, 0)], {}, {-1: ["01:00-02:00"], 1: ["23:00-01:30"]}),
    Schedule(weekdays("06:00-14:00", "22:00-06:00"), [(1, 2)], at_boundary="next_opening"),
    Schedule({3: ["18:00-02:30"], 4: ["18:00-02:30"], 5: ["18:00-02:30"], 6: ["18:00-02:30"]}, hours={0: ["12:00-16:00"], 1: []}),
    Schedule(daily("02:00-03:00")),
    Schedule(daily("01:00-02:30"), at_boundary="next_opening"),
    Schedule(daily("02:30-05:00"), breaks={0: ["02:45-03:15"], -1: ["02:45-03:15"], 1: ["01:00-03:00"]}),
    Schedule(daily("00:15-01:45", "02:15-02:45", "03:00-03:15")),
    Schedule(daily("23:30-00:30")),
    Schedule(daily("12:00-24:00"), breaks={0: ["23:00-01:00"]}),
    Schedule(daily("00:00-00:45"), [(-1, 0)], {0: ["00:00-02:00"]}),
    Schedule(daily("08:00-12:00", "12:00-16:00"), hours={0: ["06:00-08:00", "08:00-09:00"]}, at_boundary="next_opening"),
    Schedule({2: ["10:00-10:01"]}, [(-40, 40)], {7: ["23:59-00:01"]}),
    Schedule({6: ["00:00-24:00"]}, hours={0: [], 1: ["00:00-24:00"], 8: ["01:00-03:00"]}),
    Schedule(daily("00:00-06:00"), breaks={0: ["01:30-02:30"], 1: ["02:15-02:45"], -1: ["02:30-03:15"]}),
    Schedule(daily("09:00-11:00"), breaks={0: ["08:00-12:00"], 1: ["09:00-11:00"], 2: ["10:00-12:00"]}, at_boundary="next_opening"),
    Schedule({0: ["09:00-17:00"]}, [(-700, 700)], {0: ["00:00-24:00"], 1: [], 2: ["20:00-04:00"], 400: ["09:00-12:00"]}),
    Schedule(daily("01:59:59-02:30:01", "08:00:07-17:59:53"), breaks={0: ["12:00:01-12:00:02"]}),
    Schedule(weekdays("21:15:30-05:44:29"), [(0, 0)], at_boundary="next_opening"),
    Schedule({0: ["08:07-11:53", "12:41-16:19"], 4: ["08:07-13:01"]}, [(0, 0), (7, 9)], {12: ["05:03-05:04"]}),
]


# ---- zones


@lru_cache
def rules_of(zone: str) -> ZoneInfo:
    """The zone from the file that the package reads too, not from what else may be on PYTHONTZPATH."""
    with open(Path("/usr/share/zoneinfo") / zone, "rb") as file:
        return ZoneInfo.from_file(file, zone)


def day_number(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


def date_of_number(number: int) -> date:
    return date.fromordinal(number + date(1970, 1, 1).toordinal())


def ms_of(t: datetime) -> int:
    return (t - EPOCH) // timedelta(milliseconds=1)


def at(ms: int) -> datetime:
    return EPOCH + timedelta(milliseconds=int(ms))


class Wall:
    """Some years of a zone: wall-clock milliseconds to instants. Asks zoneinfo date by date, and time by time around a change."""

    def __init__(self, zone: str, first_year: int) -> None:
        self.zone, self.rules, self.first_year = zone, rules_of(zone), first_year
        self.first_day = day_number(date(first_year, 1, 1))
        self.days = day_number(date(first_year + WINDOW_YEARS, 1, 1)) - self.first_day
        self.margin = 800  # dates around the window that a schedule may name
        numbers = range(self.first_day - self.margin, self.first_day + self.days + self.margin)
        midnights = [datetime.combine(date_of_number(number), time(), self.rules) for number in numbers]
        self.offsets = np.array([offset_ms(each) for each in midnights], np.int64)
        steps = np.flatnonzero(np.diff(self.offsets))
        self.uneven = np.zeros(len(self.offsets), bool)
        for near in (-1, 0, 1, 2):
            self.uneven[np.clip(steps + near, 0, len(self.offsets) - 1)] = True
        self.changes = [int(step) + self.first_day - self.margin for step in steps if self.margin < step < self.margin + self.days]
        back = [each.astimezone(timezone.utc).astimezone(self.rules) for each in midnights]
        self.skipped = {number for number, there, again in zip(numbers, midnights, back) if there.date() != again.date()}

    def instants(self, wall_ms: Ints) -> Ints:
        """In a gap forward by its length, in an overlap the first: what zoneinfo says of fold=0."""
        index = wall_ms // DAY_MS - self.first_day + self.margin
        made = wall_ms - self.offsets[index]
        for i in np.flatnonzero(self.uneven[index]):
            made[i] = self.instant(int(wall_ms[i]))
        return made

    def instant(self, wall_ms: int) -> int:
        return wall_ms - offset_ms((datetime(1970, 1, 1) + timedelta(milliseconds=wall_ms)).replace(tzinfo=self.rules))


def offset_ms(local: datetime) -> int:
    offset = local.utcoffset()
    assert offset is not None
    return offset // timedelta(milliseconds=1)


# ---- the oracle


def parsed(shift: str) -> tuple[int, int]:
    """Milliseconds of the date from its wall's midnight; an end before the start lies on the next date."""
    begin, end = (sum(int(part) * unit for part, unit in zip(text.split(":"), (3_600_000, 60_000, 1_000))) for text in shift.split("-"))
    return begin, end if end > begin else end + DAY_MS


class Oracle:
    """A schedule in a window. Answers are None where they would leave the window, or come near its ends."""

    def __init__(self, schedule: Schedule, wall: Wall, middle: int) -> None:
        self.wall, self.schedule, self.middle = wall, schedule, middle
        self.next_opening = schedule.at_boundary == "next_opening"
        dates = np.arange(wall.first_day - 3, wall.first_day + wall.days + 3, dtype=np.int64)
        kind = (dates + 3) % 7
        for first, last in schedule.holidays:
            kind[(dates >= middle + first) & (dates <= middle + last)] = -1
        for i, day in enumerate(schedule.hours):
            kind[dates == middle + day] = 7 + i
        kind[np.isin(dates, list(wall.skipped))] = -1
        shifts = schedule.week | {7 + i: hours for i, hours in enumerate(schedule.hours.values())}
        begins, ends, working = [], [], []
        for number, texts in shifts.items():
            on = dates[kind == number]
            opens = np.zeros(len(on), bool)
            for begin, end in map(parsed, texts):
                pieces = wall.instants(on * DAY_MS + begin), wall.instants(on * DAY_MS + end)
                opens |= pieces[0] < pieces[1]
                begins.append(pieces[0])
                ends.append(pieces[1])
            working.append(on[opens])
        self.working = np.sort(np.concatenate(working))
        self.begins, self.ends = without(*united(np.concatenate(begins), np.concatenate(ends)), list(self.cuts()))
        self.sums = np.concatenate([[0], np.cumsum(self.ends - self.begins)])
        self.first, self.last = wall.first_day * DAY_MS, (wall.first_day + wall.days) * DAY_MS

    def cuts(self) -> Iterator[tuple[int, int]]:
        for day, texts in self.schedule.breaks.items():
            for begin, end in map(parsed, texts):
                if self.middle + day not in self.wall.skipped:
                    yield self.wall.instant((self.middle + day) * DAY_MS + begin), self.wall.instant((self.middle + day) * DAY_MS + end)

    def arguments(self) -> dict[str, Any]:
        """The same for caseclock.Calendar."""
        names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        day = self.middle
        return {
            "zone": self.wall.zone,
            "week": {names[number]: shifts for number, shifts in self.schedule.week.items()},
            "holidays": [(date_of_number(day + first), date_of_number(day + last)) for first, last in self.schedule.holidays],
            "hours": {date_of_number(day + each): shifts for each, shifts in self.schedule.hours.items()},
            "breaks": {date_of_number(day + each): shifts for each, shifts in self.schedule.breaks.items()},
            "at_boundary": self.schedule.at_boundary,
        }

    # ---- by row

    def open_before(self, t: Ints) -> Ints:
        count = np.searchsorted(self.begins, t, side="right")
        return self.sums[count] - np.where(count > 0, np.maximum(0, self.ends[count - 1] - t), 0)

    def between(self, a: Ints, b: Ints) -> Ints:
        return self.open_before(b) - self.open_before(a)

    def add(self, t: Ints, length: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """The results, and which of them lie well inside the window."""
        target = self.open_before(t) + length
        # Of all instants with so much open time before them: the first (a closing), or the last (an opening)?
        first = (length > 0) != self.next_opening
        number = np.where(first, np.searchsorted(self.sums, target, side="left"), np.searchsorted(self.sums, target, side="right")) - 1
        inside = (number >= 1) & (number < len(self.begins) - 1)
        number = np.clip(number, 0, len(self.begins) - 1)
        made = self.begins[number] + target - self.sums[number]
        resting = length == 0
        made[resting] = [self.next_open(int(each)) or -1 for each in t[resting]]
        inside |= resting
        return made, inside & (made > self.first + 4 * DAY_MS) & (made < self.last - 4 * DAY_MS)

    # ---- one by one

    def seen(self, t: int) -> int | None:
        return t if self.first + 4 * DAY_MS < t < self.last - 4 * DAY_MS else None

    def is_open(self, t: int) -> bool:
        return any(self.begins[i] <= t < self.ends[i] for i in [bisect_right(self.begins, t) - 1] if i >= 0)

    def next_open(self, t: int) -> int | None:
        following = bisect_right(self.begins, t)
        return t if self.is_open(t) else self.seen(int(self.begins[following])) if following < len(self.begins) else None

    def next_close(self, t: int) -> int | None:
        following = bisect_right(self.ends, t)
        return self.seen(int(self.ends[following])) if following < len(self.ends) else None

    def previous_close(self, t: int) -> int | None:
        before = bisect_right(self.ends, t) - 1
        return self.seen(int(self.ends[before])) if before >= 0 else None

    def working_date(self, day: int, n: int, rule: str) -> int | None:
        if rule == "count":
            number = bisect_right(self.working, day) + n - 1 if n > 0 else bisect_left(self.working, day) + n
        else:
            number = bisect_left(self.working, day) + n if n >= 0 else bisect_right(self.working, day) - 1 + n
        return int(self.working[number]) if 0 <= number < len(self.working) else None

    def working_days(self, t: int, n: int, rule: str, start: str, snap: bool) -> int | None:
        begin = self.next_open(t) if start == "next_opening" else t
        if begin is None:
            return None
        local = at(begin).astimezone(self.wall.rules)
        day = self.working_date(day_number(local.date()), n, rule)
        if day is None:
            return None
        due = self.seen(ms_of(datetime.combine(date_of_number(day), local.time().replace(fold=0), self.wall.rules)))
        return self.next_open(due) if snap and due is not None else due

    def days_later(self, t: int, n: int) -> int:
        local = at(t).astimezone(self.wall.rules)
        return ms_of((local + timedelta(days=n)).replace(fold=0))

    def end_of_day(self, t: int, n: int) -> int:
        midnight = datetime.combine(at(t).astimezone(self.wall.rules).date(), time(), self.wall.rules)
        return ms_of(midnight + timedelta(days=n + 1))


def united(begins: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Pieces that touch or overlap are one; empty ones are none."""
    some = begins < ends
    order = np.argsort(begins[some], kind="stable")
    begins, ends = begins[some][order], np.maximum.accumulate(ends[some][order])
    new = np.concatenate([[True], begins[1:] > ends[:-1]])
    return begins[new], ends[np.concatenate([new[1:], [True]])]


def without(begins: Ints, ends: Ints, cuts: list[tuple[int, int]]) -> tuple[Ints, Ints]:
    for begin, end in cuts:
        if begin < end:
            begins, ends = np.concatenate([begins, np.maximum(begins, end)]), np.concatenate([np.minimum(ends, begin), ends])
            some = begins < ends
            order = np.argsort(begins[some], kind="stable")
            begins, ends = begins[some][order], ends[some][order]
    return begins, ends


# ---- the comparison


def near_and_far(random: np.random.Generator, oracle: Oracle, size: int) -> Ints:
    """Instants of the window: any millisecond, whole seconds, minutes, hours; half of them near the dates that the schedule names or
    at a boundary of its hours."""
    step = random.choice([1, 1_000, 60_000, 900_000, 3_600_000], size)
    t = random.integers(oracle.first + 5 * DAY_MS, oracle.last - 5 * DAY_MS, size)
    near = random.integers((oracle.middle - 4) * DAY_MS, (oracle.middle + 5) * DAY_MS, size)
    edges = random.choice(np.concatenate([oracle.begins, oracle.ends]), size) + random.integers(-1, 2, size)
    t = np.choose(random.integers(0, 4, size), [t, t, near, edges])
    return np.clip(np.where(random.random(size) < 0.75, t // step * step, t), oracle.first + 5 * DAY_MS, oracle.last - 5 * DAY_MS)


def lengths(random: np.random.Generator, oracle: Oracle, t: Ints) -> Ints:
    """From milliseconds to all the open time of 15 years, both ways; some are none, some end exactly at a boundary."""
    size = len(t)
    length = np.exp(random.uniform(0, np.log(max(2, int(oracle.sums[-1]))), size)).astype(np.int64)
    length *= random.choice([1, 1, 1, -1], size)
    whole = random.choice([1, 1_000, 60_000, 3_600_000], size)
    length = length // whole * whole
    to_boundary = random.choice(oracle.sums, size) - oracle.open_before(t)
    return np.where(random.random(size) < 0.2, to_boundary, length)


def compare_columns(random: np.random.Generator, oracle: Oracle, calendar: Calendar, told: str) -> int:
    t = near_and_far(random, oracle, ROWS)
    length = lengths(random, oracle, t)
    expected, inside = oracle.add(t, length)
    t, length, expected = t[inside], length[inside], expected[inside]
    got = calendar.add_many(t.astype("datetime64[ms]"), length.astype("timedelta64[ms]")).astype(np.int64)
    wrong = np.flatnonzero(got != expected)
    assert not len(wrong), f"{told}: add {length[wrong[0]]} ms to {at(t[wrong[0]])}: {at(got[wrong[0]])}, not {at(expected[wrong[0]])}"
    a, b = near_and_far(random, oracle, ROWS), near_and_far(random, oracle, ROWS)
    sums, asked = oracle.between(a, b), calendar.between_many(a.astype("datetime64[ms]"), b.astype("datetime64[ms]")).astype(np.int64)
    wrong = np.flatnonzero(sums != asked)
    assert not len(wrong), f"{told}: between {at(a[wrong[0]])} and {at(b[wrong[0]])}: {asked[wrong[0]]} ms, not {sums[wrong[0]]}"
    return len(t) + len(a)


def compare_scalars(random: np.random.Generator, oracle: Oracle, calendar: Calendar, told: str) -> Counter[str]:
    compared: Counter[str] = Counter()

    def same(what: str, t: int, expected: Any, ask: Callable[..., Any], *arguments: Any) -> None:
        if expected is None:
            return
        compared[what] += 1
        got = ask(*arguments)
        if isinstance(got, datetime):
            assert got.tzinfo is timezone.utc
            got = ms_of(got)
        elif isinstance(got, date):
            got = day_number(got)
        assert got == expected, f"{told}: {what} of {at(t)}: {got}, not {expected}"

    for t in map(int, near_and_far(random, oracle, SCALARS)):
        n, rule = int(random.integers(-300, 300)), str(random.choice(["count", "roll_first"]))
        start, snap = str(random.choice(["the_instant", "next_opening"])), bool(random.random() < 0.3)
        # A zone of its own for each datetime: the package must read it, not assume UTC.
        given = at(t).astimezone(rules_of(ZONES[int(random.integers(len(ZONES)))]))
        same("is_open", t, oracle.is_open(t), calendar.is_open, given)
        same("next_open", t, oracle.next_open(t), calendar.next_open, given)
        same("next_close", t, oracle.next_close(t), calendar.next_close, given)
        same("previous_close", t, oracle.previous_close(t), calendar.previous_close, given)
        same("add_days", t, oracle.seen(oracle.days_later(t, n)), calendar.add_days, given, n)
        same("end_of_day", t, oracle.seen(oracle.end_of_day(t, n)), calendar.end_of_day, given, n)
        if rule == "roll_first" or n != 0:
            due = oracle.working_days(t, n, rule, start, snap)
            same("add_working_days", t, due, calendar.add_working_days, given, n, rule, start, snap)
            day = day_number(given.date())
            then = oracle.working_date(day, n, rule)
            same("working dates", t, then, calendar.add_working_days, given.date(), n, rule)
    return compared


def test_calendars_agree_with_intervals_of_zoneinfo() -> None:
    seed = int(os.environ.get("CASECLOCK_SEED") or np.random.SeedSequence().generate_state(1)[0])
    print("seed", seed)
    random = np.random.default_rng(seed)
    compared: Counter[str] = Counter()
    for zone in ZONES:
        # Anywhere, in the years of people's rules, around a date that Apia skipped, at the end.
        years = [*map(int, random.integers(1971, 2174, 2)), int(random.integers(1971, 2030)), int(random.integers(1996, 2011)), 2174]
        walls = [Wall(zone, year) for year in years]
        for number, schedule in enumerate(SCHEDULES):
            wall = walls[number % len(walls)]
            near = sorted(wall.skipped) if wall.skipped and random.random() < 0.5 else wall.changes
            anywhere = not near or random.random() < 0.2
            middle = wall.first_day + int(random.integers(30, wall.days - 30)) if anywhere else int(random.choice(near))
            oracle = Oracle(schedule, wall, middle)
            told = f"seed {seed}, schedule {number} in {zone} around {date_of_number(middle)}"
            calendar = Calendar(**oracle.arguments())
            compared["columns"] += compare_columns(random, oracle, calendar, told)
            compared += compare_scalars(random, oracle, calendar, told)
    print(f"{compared.total():,} cases: {dict(compared)}")
    assert len(SCHEDULES) == 30 and len(ZONES) == 20
    assert compared.total() >= 130_000 and compared["columns"] >= 100_000
    assert min(compared.values()) >= 3_000


# ---- the oracle itself, where the answers are known


def oracle_of(schedule: Schedule, zone: str, day: str) -> Oracle:
    middle = date.fromisoformat(day)
    return Oracle(schedule, Wall(zone, middle.year - 1), day_number(middle))


@pytest.mark.parametrize(
    ("schedule", "zone", "day", "hours"),
    [
        (Schedule(daily("09:00-17:00")), "Europe/London", "2026-03-29", 8),
        (Schedule(daily("00:00-24:00")), "Europe/London", "2026-03-29", 23),
        (Schedule(daily("00:00-24:00")), "Australia/Lord_Howe", "2150-04-05", 24.5),
        (Schedule(daily("00:00-24:00")), "Antarctica/Troll", "2026-03-29", 22),
        (Schedule(daily("09:00-17:00")), "Pacific/Apia", "2011-12-30", 0),
        (Schedule(daily("09:00-17:00"), breaks={0: ["16:00-18:00"]}), "UTC", "2026-03-29", 7),
        (Schedule(daily("09:00-17:00"), [(0, 0)]), "UTC", "2026-03-29", 0),
        (Schedule(daily("09:00-17:00"), [(0, 0)], {0: ["10:00-11:00"]}), "UTC", "2026-03-29", 1),
        (Schedule(daily("22:00-06:00"), [(0, 0)]), "UTC", "2026-03-29", 6),
    ],
)
def test_the_oracle_knows_what_people_know(schedule: Schedule, zone: str, day: str, hours: float) -> None:
    oracle = oracle_of(schedule, zone, day)
    begin = oracle.wall.instant(day_number(date.fromisoformat(day)) * DAY_MS)
    end = oracle.wall.instant((day_number(date.fromisoformat(day)) + 1) * DAY_MS)
    assert oracle.between(np.array([begin]), np.array([end]))[0] == hours * 3_600_000

# SPDX-License-Identifier: Apache-2.0
"""A slow model of promises, for tests: plain Python over zoneinfo, event by event, and nothing of caseclock.

    Hours       open intervals of a calendar, walked one after the other
    Model       one case under some policies, as `policies:` of a rulebook has them: it is told events and says what the desk should say

Instants and lengths are integers, in milliseconds. A clock keeps what happened to it (its start, its pauses, what fired) and everything else
(deadline, window, warnings) is worked out of that anew whenever it is asked for.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

HOUR = 3_600_000
DAY = 24 * HOUR
NEVER = 1 << 60
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": HOUR}


def ms(at: datetime) -> int:
    return (at - EPOCH) // timedelta(milliseconds=1)


# ---------------------------------------------------------------- business time


class Hours:
    """Weekly hours of a zone. week: hours as (from, to) in minutes of the day by number of the weekday; to may lie past midnight."""

    def __init__(self, zone: str, week: dict[int, list[tuple[int, int]]], holidays: tuple[date, ...] = ()) -> None:
        self.zone = ZoneInfo(zone)
        self.week = week
        self.holidays = holidays
        self.closings: list[int] = []  # the last of each date
        pieces = []
        day = date(2025, 12, 1)
        while day < date(2027, 12, 1):
            if self.works(day):
                of_day = [(self.wall(day, begin), self.wall(day, end)) for begin, end in week[day.weekday()]]
                pieces += [piece for piece in of_day if piece[0] < piece[1]]
                self.closings.append(max(end for _, end in of_day))
            day += timedelta(days=1)
        self.open: list[list[int]] = []
        for begin, end in sorted(pieces):
            if self.open and begin <= self.open[-1][1]:
                self.open[-1][1] = max(self.open[-1][1], end)
            else:
                self.open.append([begin, end])
        self.ends = [end for _, end in self.open]

    def works(self, day: date) -> bool:
        return bool(self.week.get(day.weekday())) and day not in self.holidays

    def wall(self, day: date, minutes: int) -> int:
        """A time on the wall. In a gap it moves forward by the gap, in an overlap it is the first."""
        local = datetime.combine(day, time()) + timedelta(minutes=minutes)
        return ms(local.replace(tzinfo=self.zone))

    def local(self, at: int) -> datetime:
        return (EPOCH + timedelta(milliseconds=at)).astimezone(self.zone).replace(tzinfo=None)

    def from_local(self, at: datetime) -> int:
        return ms(at.replace(tzinfo=self.zone, fold=0))

    def after(self, at: int) -> Iterator[list[int]]:
        """Intervals that end after the instant."""
        return iter(self.open[bisect.bisect_right(self.ends, at):])

    def is_open(self, at: int) -> bool:
        return next(self.after(at))[0] <= at

    def next_open(self, at: int) -> int:
        return max(at, next(self.after(at))[0])

    def between(self, a: int, b: int) -> int:
        if a > b:
            return -self.between(b, a)
        total = 0
        for begin, end in self.after(a):
            if begin >= b:
                break
            total += min(end, b) - max(begin, a)
        return total

    def add(self, at: int, length: int) -> int:
        """The earliest instant at which so much open time has passed."""
        if length < 0:
            return self.subtract(at, -length)
        if length == 0:
            return self.next_open(at)
        for begin, end in self.after(at):
            here = end - max(begin, at)
            if length <= here:
                return max(begin, at) + length
            length -= here
        raise AssertionError("past the hours")

    def subtract(self, at: int, length: int) -> int:
        for begin, end in reversed(self.open):
            if begin >= at:
                continue
            here = min(end, at) - begin
            if length <= here:
                return min(end, at) - length
            length -= here
        raise AssertionError("before the hours")

    def add_days(self, at: int, days: int) -> int:
        return self.from_local(self.local(at) + timedelta(days=days))

    def working_date(self, day: date, steps: int, roll_first: bool) -> date:
        one = timedelta(days=1 if steps >= 0 else -1)
        if roll_first:
            while not self.works(day):
                day += one
        for _ in range(abs(steps)):
            day += one
            while not self.works(day):
                day += one
        return day

    def add_working_days(self, at: int, steps: int, days: dict[str, str]) -> int:
        local = self.local(self.moved_in(at, days))
        day = self.working_date(local.date(), steps, days.get("working_days") == "roll_first")
        due = self.from_local(datetime.combine(day, local.time()))
        return self.next_open(due) if days.get("snap") == "next_opening" else due

    def moved_in(self, at: int, days: dict[str, str]) -> int:
        return self.next_open(at) if days.get("from") == "next_opening" else at

    def close_of_working_day(self, at: int, steps: int, days: dict[str, str]) -> int:
        day = self.working_date(self.local(self.moved_in(at, days)).date(), steps, days.get("working_days") == "roll_first")
        return max(self.wall(day, end) for _, end in self.week[day.weekday()])

    def close_of_day(self, at: int) -> int:
        return self.closings[bisect.bisect_right(self.closings, at)]

    def end_of_day(self, at: int, days: int = 0) -> int:
        return self.wall(self.local(at).date() + timedelta(days=days + 1), 0)


# ---------------------------------------------------------------- what a rulebook says


@dataclass(frozen=True)
class Length:
    amount: int
    unit: str  # real, business, days, working days

    @property
    def open_time(self) -> bool:
        return self.unit in ("business", "working days")


def read_length(text: str) -> Length:
    amount, unit = re.fullmatch(r"(-?\d+) ?(.*)", text).groups()  # type: ignore[union-attr]
    if unit in UNITS:
        return Length(int(amount) * UNITS[unit], "real")
    if unit.startswith("business"):
        return Length(int(amount) * (HOUR if "hour" in unit else 60_000 if "minute" in unit else 1), "business")
    return Length(int(amount), "working days" if "working" in unit else "days")


def moved(at: int, length: Length, hours: Hours, days: dict[str, str]) -> int:
    if length.unit == "real":
        return at + length.amount
    if length.unit == "business":
        return hours.add(at, length.amount)
    if length.unit == "days":
        return hours.add_days(at, length.amount)
    return hours.add_working_days(at, length.amount, days)


def read_attributes(condition: Any) -> set[str]:
    if isinstance(condition, list):
        return set().union(*(read_attributes(each) for each in condition))
    found: set[str] = set()
    for key, value in (condition or {}).items():
        if key in ("all", "any", "none"):
            found |= read_attributes(value)
        elif key not in ("fact", "lacks", "state", "max_pause"):
            found.add(key)
    return found


@dataclass
class Limits:
    """The instants that a phrase gives, and how they move."""

    opens: int = NEVER
    due: int = NEVER
    moves: bool = False
    window: bool = False
    open_time: bool = False
    measured: bool = False  # due: none


class Phrase:
    """A due phrase. attributes: the units of the machine's durations by name."""

    def __init__(self, text: str, rounding: str = "ceil") -> None:
        self.text = text
        self.linear = rounding == "linear"
        self.attribute = next((name for name in ("agreed_at", "promised", "worked", "lasting", "units") if text.endswith(name)), None)

    @property
    def open_time(self) -> bool:
        """Whether the time used of it is open time."""
        if self.attribute in ("worked", "lasting"):
            return True
        return "before" not in self.text and (" business " in self.text or "working days" in self.text)

    def limits(self, start: int, hours: Hours, closings: dict[str, Hours], values: dict[str, Any], days: dict[str, str]) -> Limits | None:
        """None where the attribute says nothing."""
        text = self.text
        value = values.get(self.attribute) if self.attribute else None
        if self.attribute and (value is None or (self.attribute != "agreed_at" and value <= 0)):
            return None
        if text == "none":
            return Limits(measured=True)
        if found := re.fullmatch(r"within (.+) per (\d+) units", text):
            length, per = read_length(found[1]), int(found[2])
            whole = -(-value // per) * length.amount  # type: ignore[operator]
            amount = max(length.amount, -(-value * length.amount // per)) if self.linear else whole  # type: ignore[operator]
            length = Length(amount, length.unit)
            return Limits(due=moved(start, length, hours, days), moves=True, open_time=length.open_time)
        if text.startswith("within "):
            if self.attribute == "promised":
                length = Length(value, "real")  # type: ignore[arg-type]
            elif self.attribute == "worked":
                length = Length(value, "business")  # type: ignore[arg-type]
            elif self.attribute == "lasting":
                length = Length(-(-value // DAY), "working days")  # type: ignore[operator]
            else:
                length = read_length(text[7:])
            return Limits(due=moved(start, length, hours, days), moves=True, open_time=length.open_time)
        if found := re.fullmatch(r"between (.+) and (.+)", text):
            first, last = read_length(found[1]), read_length(found[2])
            return Limits(moved(start, first, hours, days), moved(start, last, hours, days), moves=True, window=True, open_time=last.open_time)
        if found := re.fullmatch(r"(\d.*) before agreed_at", text):
            length = read_length(found[1])
            back = hours.subtract(value, length.amount) if length.unit == "business" else moved(  # type: ignore[arg-type]
                value, Length(-length.amount, length.unit), hours, days)  # type: ignore[arg-type]
            return Limits(due=back)
        if text == "by agreed_at":
            return Limits(due=value)  # type: ignore[arg-type]
        if text.startswith("by close of ") and text.endswith("days"):
            return Limits(due=hours.close_of_working_day(start, int(text.split()[3]), days), open_time=True)
        if text.startswith("by close of "):
            return Limits(due=closings[text[12:]].close_of_day(start))
        if text.startswith("by end of the day of"):
            return Limits(due=hours.end_of_day(value))  # type: ignore[arg-type]
        if text.startswith("by end of the "):
            return Limits(due=hours.end_of_day(start, int("next" in text)))
        assert text == "on the day before agreed_at"
        return Limits(hours.end_of_day(value, -2), hours.end_of_day(value, -1), window=True)  # type: ignore[arg-type]


# ---------------------------------------------------------------- one clock


@dataclass
class Told:
    """A level of a ladder that has come. is_: passed over, told, waits, overdue, answered."""

    is_: str
    at: int
    calls_next: int = NEVER


@dataclass
class Clock:
    running: bool = False
    cycle: int = 0
    misses: int = 0
    start: int = 0
    open_time: bool = False
    target: int | None = None
    aimed: Limits | None = None
    cap: Limits | None = None
    hours: Hours | None = None
    pauses: list[list[int]] = field(default_factory=list)  # [begin, end]; the end is NEVER while it goes on
    reasons: set[int] = field(default_factory=set)
    ends_of_reasons: dict[int, int] = field(default_factory=dict)
    spent: set[int] = field(default_factory=set)
    fired: set[int] = field(default_factory=set)
    opened: bool = False
    missed: bool = False
    occurred: set[tuple[str, int, int]] = field(default_factory=set)
    ladder: str | None = None
    levels: dict[tuple[str, int], Told] = field(default_factory=dict)  # in the order in which they came

    def pause(self, at: int) -> None:
        if self.pauses and self.pauses[-1][1] == at:
            self.pauses[-1][1] = NEVER
        else:
            self.pauses.append([at, NEVER])

    def resume(self, at: int) -> None:
        self.pauses[-1][1] = at
        if self.pauses[-1][0] == at:
            self.pauses.pop()

    def deadline_by(self) -> Limits:
        """The limits, before any pause, whose deadline counts."""
        found = [each for each in (self.aimed, self.cap) if each is not None]
        armed = [each for each in found if not self.held(self.stands(each))]
        return min(armed or found, key=lambda each: self.stands(each).due)

    def held(self, stands: Limits) -> bool:
        """Whether a pause holds the deadline."""
        return stands.due == NEVER or (stands.moves and stands.due >= self.paused_from())

    def paused_from(self) -> int:
        return self.pauses[-1][0] if self.reasons else NEVER

    def moved(self, at: int, open_time: bool, bound: str = "", since: int = 0) -> int:
        """Where a limit lies after the pauses that have ended, as far as they lie after `since`."""
        assert self.hours is not None
        for begin, end in self.pauses:
            if end == NEVER or at == NEVER:
                break
            begin = max(begin, since)
            if begin >= end:
                continue
            if bound and (at <= begin if bound == "opens" else at < begin):
                continue  # it had passed
            if not open_time:
                at += end - begin
                continue
            paused = self.hours.between(begin, end)
            later = self.hours.add(at, paused) if paused else at
            at = max(later, end) if at >= begin else later
        return at

    def stands(self, of: Limits) -> Limits:
        if not of.moves:
            return of
        names = ("opens", "due") if of.window else ("", "")
        return Limits(self.moved(of.opens, of.open_time, names[0]), self.moved(of.due, of.open_time, names[1]), True, of.window, of.open_time)

    def in_force(self) -> Limits | None:
        """The limits that count: the earlier, unless a pause holds it."""
        if self.aimed is None and self.cap is None:
            return None
        best = self.stands(self.deadline_by())
        opens = self.stands(self.aimed).opens if self.aimed is not None else NEVER
        return Limits(opens, best.due, best.moves, best.window, best.open_time, best.measured)


# ---------------------------------------------------------------- one case

TRIGGERS = ("opened", "event", "leaves", "fact", "loses", "changes", "enters")
ACTIONS = ("stop", "done_by", "cancel", "reset", "retarget", "start", "reopened")  # what goes first within one trigger
PAUSE_END, OPENING, WARNING, MISS, OVERDUE, LEVEL = range(6)  # what fires, in the order within a clock
Said = tuple[Any, ...]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


@dataclass
class Place:
    """One thing that happened in a step: a kind of trigger, its names, and of a state the one at the other end."""

    kinds: dict[str, set[str]]
    other: str | None = None


class Endless(Exception):
    """Each raised event raises the next: a desk stops that, and says so."""


class Model:
    """A case of the machine of test_clock_model.py. said: what the desk should say, in order."""

    groups = {"pair": {"s0", "s1"}}
    raised_limit = 64
    firing_limit = 1000
    moves = {"go_s0": "s0", "go_s1": "s1", "go_s2": "s2", "finish": "done"}

    def __init__(
        self, policies: dict[str, dict[str, Any]], ladders: dict[str, list[dict[str, Any]]], calendars: dict[str, Hours], own_calendar: str
    ) -> None:
        self.policies = policies
        self.ladders = ladders
        self.calendars = calendars
        self.own_calendar = own_calendar
        self.clocks = {name: Clock() for name in policies}
        self.facts: set[str] = set()
        self.values: dict[str, Any] = {}
        self.state: str | None = None
        self.said: list[Said] = []
        self.raised: list[str] = []

    # ---- what it is told

    def advance(self, to: int) -> None:
        """Everything due happens: openings at or before the instant, limits before it."""
        for at, name, stage in self.firings(to):
            self.fire(name, stage, at, at)
            self.take_raised(at)

    def tell(self, event: str | None, at: int, facts: dict[str, bool], values: dict[str, Any]) -> None:
        """An event with what it brings; None: only that changes."""
        self.advance(at)
        self.step(event, at, facts, values)
        self.take_raised(at)

    def take_raised(self, at: int) -> None:
        for _ in range(self.raised_limit):
            if not self.raised:
                return
            self.step(self.raised.pop(0), at, {}, {})
        if self.raised:
            raise Endless

    # ---- a step

    def step(self, event: str | None, at: int, facts: dict[str, bool], values: dict[str, Any]) -> None:
        if self.state == "done":
            return
        told = [(name, level) for name, clock in self.clocks.items() if clock.running for level in clock.levels.values()]
        waiting = [(name, level) for name, level in told if level.is_ in ("waits", "overdue")]
        if event == "acknowledge" and not waiting:
            return
        opens = self.state is None
        left = "s0" if opens else self.state
        self.state = self.moves.get(event or "", left)
        facts_before, values_before = set(self.facts), dict(self.values)
        for name, holds in facts.items():
            (self.facts.add if holds else self.facts.discard)(name)
        self.values.update(values)
        changed = {name for name, value in self.values.items() if value != values_before.get(name)}
        places = [Place({"opened": {"case"}}), Place({"enters": {"s0"}})] if opens else []
        if event == "acknowledge":
            for name, level in waiting:
                level.is_, level.calls_next = "answered", NEVER
                self.said.append((name, "acknowledged", self.clocks[name].cycle, at, at))
        if event is not None:
            places.append(Place({"event": {event}}))
        if event in self.moves:
            places.append(Place({"leaves": {str(left)}}, self.state))
        places.append(Place({"fact": self.facts - facts_before, "loses": facts_before - self.facts}))
        places.append(Place({"changes": changed}))
        if event in self.moves:
            places.append(Place({"enters": {str(self.state)}}, left))
        for place in places:
            for name in self.policies:
                for action in ACTIONS:
                    self.act(name, action, place, at)
        for name, clock in self.clocks.items():
            if clock.running and clock.target is None:
                self.aim(name, at)
        for name, clock in self.clocks.items():
            if clock.running:
                self.update_pause(name, at)
        self.catch_up(at)
        if self.state == "done":
            for name in self.policies:
                self.cancel(name, at)

    def catch_up(self, at: int) -> None:
        """What the step put into the past; of the warnings only those of a deadline that is not past."""
        for due, name, stage in self.firings(at):
            clock = self.clocks[name]
            stands = clock.in_force()
            if stage[0] == WARNING and stands is not None and stands.due < at and not clock.held(stands):
                clock.fired.add(stage[1])
            else:
                self.fire(name, stage, at, due)

    def act(self, name: str, action: str, place: Place, at: int) -> None:
        policy, clock = self.policies[name], self.clocks[name]
        if action in ("reset", "retarget"):
            said = policy.get("when_changed", {})
            read = self.read_by_targets(name)
            wanted = {a for a in place.kinds.get("changes", ()) if said.get(a, "retarget" if a in read else "keep") == action}
            if wanted:
                return self.reset(name, at) if action == "reset" else self.aim(name, at) if clock.running else None
        for number, trigger in enumerate(as_list(policy.get(action))):
            if not self.occurs(name, action, number, trigger, place):
                continue
            if action == "start":
                since = self.values.get("agreed_at") if "since" in trigger else None
                return self.start(name, at, at if since is None else min(at, since))
            does = {"stop": self.stop, "done_by": self.complete, "cancel": self.cancel, "reset": self.reset, "reopened": self.reopen}
            return does[action](name, at)
        return None

    def occurs(self, name: str, action: str, number: int, trigger: dict[str, Any], place: Place) -> bool:
        clock = self.clocks[name]
        if "all" not in trigger:
            return self.happened(trigger, place) and self.holds(trigger.get("if"))
        if clock.running != (action == "stop"):
            return False
        here = False
        for i, member in enumerate(trigger["all"]):
            if not (self.happened(member, place) and self.holds(member.get("if"))):
                continue
            here = True
            if "fact" not in member:
                clock.occurred.add((action, number, i))
        return here and self.all_there(clock, action, number, trigger)

    def all_there(self, clock: Clock, action: str, number: int, trigger: dict[str, Any]) -> bool:
        there = [m["fact"] in self.facts if "fact" in m else (action, number, i) in clock.occurred for i, m in enumerate(trigger["all"])]
        return all(there) and self.holds(trigger.get("if"))

    def happened(self, trigger: dict[str, Any], place: Place) -> bool:
        for kind in TRIGGERS:
            if kind in trigger and kind in place.kinds:
                named = trigger[kind]
                if named in self.groups:
                    return bool(place.kinds[kind] & self.groups[named]) and place.other not in self.groups[named]
                return named in place.kinds[kind]
        return False

    def holds(self, condition: Any) -> bool:
        if condition is None:
            return True
        if isinstance(condition, list):
            return all(self.holds(each) for each in condition)
        answers = []
        for key, value in condition.items():
            if key == "max_pause":
                continue
            if key == "all":
                answers.append(all(self.holds(each) for each in value))
            elif key == "any":
                answers.append(any(self.holds(each) for each in value))
            elif key == "none":
                answers.append(not any(self.holds(each) for each in value))
            elif key == "fact":
                answers.append(value in self.facts)
            elif key == "lacks":
                answers.append(value not in self.facts)
            elif key == "state":
                answers.append(self.state in self.groups.get(value, {value}))
            elif value == "is set":
                answers.append(self.values.get(key) is not None)
            else:
                answers.append(self.values.get(key) == value)
        return all(answers)

    # ---- what triggers do

    def start(self, name: str, at: int, since: int) -> None:
        policy, clock = self.policies[name], self.clocks[name]
        if clock.running or (policy.get("counts") == "once" and clock.cycle):
            return
        self.clocks[name] = Clock(running=True, cycle=clock.cycle + 1, misses=clock.misses, start=since)
        self.aim(name, at)
        self.stop_where_facts_hold(name, at)

    def stop_where_facts_hold(self, name: str, at: int) -> None:
        for trigger in as_list(self.policies[name].get("stop")):
            members = trigger.get("all", [trigger])
            if all("fact" in each and each["fact"] in self.facts for each in members) and self.holds(trigger.get("if")):
                return self.stop(name, at)
        return None

    def ends(self, name: str, at: int) -> bool:
        """A clock that is to end resumes first, and misses what it must have missed."""
        clock = self.clocks[name]
        if not clock.running:
            return False
        if clock.reasons:
            clock.reasons = set()
            clock.resume(at)
        stands = clock.in_force()
        if not clock.missed and stands is not None and stands.due < at:
            self.fire(name, (MISS, 0), at, stands.due)
        return clock.running

    def stop(self, name: str, at: int) -> None:
        if self.ends(name, at):
            if self.policies[name].get("kind") != "wait":
                self.judge(name, at)
            self.end(name, at)

    def complete(self, name: str, at: int) -> None:
        kept = set(self.clocks[name].reasons)
        if self.ends(name, at):
            self.judge(name, at)
            self.begin_anew(name, at, kept, self.clocks[name].cycle + 1)

    def cancel(self, name: str, at: int) -> None:
        if self.ends(name, at):
            if self.policies[name].get("kind") != "wait" and not self.clocks[name].missed:
                self.say_verdict(name, "cancelled", at, at)
            self.end(name, at)

    def reset(self, name: str, at: int) -> None:
        kept = set(self.clocks[name].reasons)
        if self.ends(name, at):
            clock = self.clocks[name]
            self.begin_anew(name, at, kept, clock.cycle + clock.missed)

    def begin_anew(self, name: str, at: int, reasons: set[int], cycle: int) -> None:
        was = self.clocks[name]
        now = Clock(True, cycle, was.misses, at, reasons=reasons, ends_of_reasons=was.ends_of_reasons, spent=was.spent)
        self.clocks[name] = now
        if reasons:
            now.pause(at)
        self.aim(name, at)

    def reopen(self, name: str, at: int) -> None:
        clock = self.clocks[name]
        if clock.running or clock.cycle == 0:
            return
        if self.policies[name].get("when_reopened") != "continue":
            return self.start(name, at, at)
        clock.running = True
        clock.resume(at)
        self.aim(name, at)
        return self.stop_where_facts_hold(name, at)

    def end(self, name: str, at: int) -> None:
        clock = self.clocks[name]
        clock.running = False
        clock.reasons, clock.ends_of_reasons, clock.spent, clock.occurred = set(), {}, set(), set()
        if self.policies[name].get("when_reopened") == "continue":
            clock.pause(at)

    def judge(self, name: str, at: int) -> None:
        clock = self.clocks[name]
        stands = clock.in_force()
        if clock.missed:
            return self.say_verdict(name, "ended_late", at, at)
        if stands is None or stands.due == NEVER:
            return self.say_verdict(name, "measured", at, at)
        if stands.opens != NEVER and not clock.opened and stands.opens > at:
            clock.misses += 1
            self.say_verdict(name, "early", at, at)
            clock.missed = True
            return self.react(name, "early", at, at)
        self.say_verdict(name, "met", at, at)
        return self.react(name, "met", at, at)

    def update_pause(self, name: str, at: int) -> None:
        clock = self.clocks[name]
        pauses = as_list(self.policies[name].get("pause_while"))
        holding = {i for i, reason in enumerate(pauses) if self.holds(reason)}
        clock.spent &= holding
        clock.ends_of_reasons = {i: end for i, end in clock.ends_of_reasons.items() if i in holding}
        for i in sorted(holding - clock.spent):
            if "max_pause" in pauses[i] and i not in clock.ends_of_reasons:
                assert clock.hours is not None
                clock.ends_of_reasons[i] = moved(at, read_length(pauses[i]["max_pause"]), clock.hours, {})
        reasons, was = holding - clock.spent, clock.reasons
        if reasons and not was:
            clock.pause(at)
        clock.reasons = reasons
        if was and not reasons:
            clock.resume(at)
            self.window_may_open_anew(clock, at)

    # ---- the deadline

    def read_by_targets(self, name: str) -> set[str]:
        policy = self.policies[name]
        read: set[str] = set() if "calendar" in policy else {"site"}
        for due in self.targets(name):
            read |= read_attributes(due.get("if"))
            phrases = [due["due"], due.get("otherwise", ""), due.get("not_later_than", "")]
            read |= {a for a in ("agreed_at", "promised", "worked", "lasting", "units") if any(p.endswith(a) for p in phrases)}
        return read

    def targets(self, name: str) -> list[dict[str, Any]]:
        policy = self.policies[name]
        if "every" in policy:
            return [{"due": "within " + policy["every"].removesuffix(" from completion")}]
        return as_list(policy["due"])

    def aim(self, name: str, at: int) -> None:
        policy, clock = self.policies[name], self.clocks[name]
        clock.target = next((i for i, due in enumerate(self.targets(name)) if self.holds(due.get("if"))), None)
        due = {} if clock.target is None else self.targets(name)[clock.target]
        calendar = due.get("calendar") or policy.get("calendar") or self.values.get("site") or self.own_calendar
        clock.hours = self.calendars[calendar]
        clock.aimed = clock.cap = clock.ladder = None
        clock.open_time = "calendar" in policy
        if clock.target is None:
            return
        clock.ladder = None if due["due"] == "none" else due.get("ladder", policy.get("ladder"))
        rounding = due.get("rounding", "ceil")

        def limits(phrase: str) -> Limits | None:
            assert clock.hours is not None
            return Phrase(phrase, rounding).limits(clock.start, clock.hours, self.calendars, self.values, policy)

        phrase = due["due"]
        clock.aimed = limits(phrase)
        if clock.aimed is None and "otherwise" in due:
            phrase = due["otherwise"]
            clock.aimed = limits(phrase)
        if phrase != "none":
            clock.open_time = Phrase(phrase).open_time
        if "not_later_than" in due:
            clock.cap = limits(due["not_later_than"])
        self.window_may_open_anew(clock, at)

    def window_may_open_anew(self, clock: Clock, at: int) -> None:
        stands = clock.in_force()
        if stands is not None and stands.opens != NEVER and stands.opens > at:
            clock.opened = False

    # ---- firings

    def firings(self, until: int) -> Iterator[tuple[int, str, tuple[int, int]]]:
        """(instant, policy, which) of the first that is due, again and again: each is to be fired before the next is asked for."""
        names = list(self.policies)
        for fired in count():
            first = self.first_due(until)
            if first is None:
                return
            if fired == self.firing_limit:
                raise Endless
            yield first[0], names[first[2]], first[3]

    def first_due(self, until: int) -> tuple[int, int, int, tuple[int, int]] | None:
        """(instant, 0 for an opening and 1 for a limit, number of the clock, which) of the first that is due."""
        due = []
        for number, name in enumerate(self.policies):
            clock = self.clocks[name]
            if not clock.running:
                continue
            due += [(end, 0, number, (PAUSE_END, i)) for i, end in clock.ends_of_reasons.items()]
            stands = clock.in_force()
            if stands is None:
                continue
            limit = clock.paused_from() if stands.moves else NEVER
            if not clock.opened and not (clock.aimed is not None and clock.aimed.moves and stands.opens > clock.paused_from()):
                due.append((stands.opens, 0, number, (OPENING, 0)))  # one at the pause's own start comes before it
            if stands.due == NEVER:
                continue
            due += [(at, 1, number, which) for at, which in self.levels_due(name) if at < limit]
            if clock.missed:
                continue
            for i, warning in enumerate(self.policies[name].get("warn", ())):
                if i not in clock.fired and (at := self.warning_at(name, warning)) < limit:
                    due.append((at, 1, number, (WARNING, i)))
            if stands.due < limit:
                due.append((stands.due, 1, number, (MISS, 0)))
        passed = [each for each in due if each[0] <= until - each[1] and each[0] != NEVER]
        return min(passed, default=None)

    def levels_due(self, name: str) -> Iterator[tuple[int, tuple[int, int]]]:
        """When levels of the ladder come, and when those that were told have waited long enough."""
        clock = self.clocks[name]
        assert clock.hours is not None
        if clock.ladder is None:
            return
        by = clock.deadline_by()
        for i, level in enumerate(self.ladders[clock.ladder]):
            told = clock.levels.get((clock.ladder, i))
            if told is not None and told.is_ == "waits":
                within = read_length(level["acknowledge_within"])
                at = moved(told.at, within, clock.hours, {})
                yield clock.moved(at, within.open_time, since=told.at) if by.moves else at, (OVERDUE, i)
            elif told is None:
                before = clock.levels.get((clock.ladder, i - 1))
                yield min(self.level_at(clock, level["at"], by), before.calls_next if before else NEVER), (LEVEL, i)

    def level_at(self, clock: Clock, text: str, by: Limits) -> int:
        assert clock.hours is not None
        if text == "the deadline":
            return clock.stands(by).due
        length = read_length(text.rsplit(" ", 1)[0])
        if text.endswith("after"):
            at = moved(by.due, length, clock.hours, {})
        elif length.unit == "business":
            at = clock.hours.subtract(by.due, length.amount)
        else:
            at = moved(by.due, Length(-length.amount, length.unit), clock.hours, {})
        return clock.moved(at, length.open_time) if by.moves else at

    def tell_level(self, name: str, number: int, at: int, due: int) -> None:
        clock = self.clocks[name]
        assert clock.ladder is not None
        level = self.ladders[clock.ladder][number]
        asked = [told for told in clock.levels.values() if told.is_ in ("waits", "overdue", "answered")]
        spared = "unless" in level and bool(asked) and asked[-1].is_ == "answered"
        if spared or clock.misses < int(level.get("from", "0")[:1]) or not self.holds(level.get("if")):
            before = clock.levels.get((clock.ladder, number - 1))
            clock.levels[clock.ladder, number] = Told("passed over", at, before.calls_next if before else NEVER)
            return
        clock.levels[clock.ladder, number] = Told("waits" if "acknowledge_within" in level else "told", at)
        self.said.append((name, "level", clock.cycle, at, due))
        self.react_all(name, [{key: value for key, value in level.items() if key in ("note", "raise")}], at, due)

    def warning_at(self, name: str, warning: dict[str, Any]) -> int:
        clock = self.clocks[name]
        assert clock.hours is not None
        by = clock.deadline_by()
        text = warning["at"]
        if text.endswith(" left"):
            left = read_length(text.removesuffix(" left"))
            open_time = left.open_time
            at = clock.hours.subtract(by.due, left.amount) if left.unit == "business" else moved(
                by.due, Length(-left.amount, left.unit), clock.hours, {})
        else:
            percent = int(text.removesuffix(" %"))
            open_time = by.open_time
            at = by.due
            if by.due > clock.start:
                whole = clock.hours.between(clock.start, by.due) if open_time else by.due - clock.start
                share = -(-whole * percent // 100)
                at = clock.hours.add(clock.start, share) if open_time else clock.start + share
        return clock.moved(at, open_time) if by.moves else at

    def fire(self, name: str, stage: tuple[int, int], at: int, due: int) -> None:
        clock = self.clocks[name]
        if stage[0] == PAUSE_END:
            del clock.ends_of_reasons[stage[1]]
            clock.spent.add(stage[1])
            clock.reasons.discard(stage[1])
            if not clock.reasons:
                clock.resume(at)
                self.window_may_open_anew(clock, at)
        elif stage[0] == OPENING:
            clock.opened = True
            self.said.append((name, "window_opened", clock.cycle, at, due))
            self.react(name, "window_opens", at, due)
        elif stage[0] == WARNING:
            clock.fired.add(stage[1])
            self.said.append((name, "warning", clock.cycle, at, due))
            self.react_all(name, [self.policies[name]["warn"][stage[1]]], at, due)
        elif stage[0] == OVERDUE:
            told = clock.levels[str(clock.ladder), stage[1]]
            told.is_, told.calls_next = "overdue", at
            self.said.append((name, "unacknowledged", clock.cycle, at, due))
        elif stage[0] == LEVEL:
            self.tell_level(name, stage[1], at, due)
        elif self.policies[name].get("kind") == "wait":
            self.end(name, at)
            self.react(name, "ends", at, due)
        else:
            clock.missed = True
            clock.misses += 1
            self.say_verdict(name, "missed", at, due)
            self.react(name, "missed", at, due)

    def react(self, name: str, what: str, at: int, due: int) -> None:
        self.react_all(name, as_list(self.policies[name].get(what)), at, due)

    def react_all(self, name: str, reactions: list[dict[str, Any]], at: int, due: int) -> None:
        for each in reactions:
            if self.clocks[name].misses < int(each.get("from", "0")[:1]) or not self.holds(each.get("if")):
                continue
            if "raise" in each:
                self.raised.append(each["raise"])
            if "note" in each:
                self.said.append((name, "note", each["note"], at, due))

    def say_verdict(self, name: str, kind: str, at: int, ended: int) -> None:
        clock = self.clocks[name]
        assert clock.hours is not None
        hours = clock.hours

        def measure(begin: int, end: int) -> int:
            return hours.between(begin, end) if clock.open_time else end - begin

        used = measure(clock.start, max(ended, clock.start))
        for begin, end in clock.pauses:
            begin, end = max(begin, clock.start), min(end, ended)
            used -= measure(begin, end) if begin < end else 0
        stands = clock.in_force()
        due, target, over, business_over, early = None, 0, 0, 0, 0
        if stands is not None and stands.due != NEVER:
            due = stands.due
            first = min(each.due for each in (clock.aimed, clock.cap) if each is not None)
            target = measure(clock.start, first) if first > clock.start else 0
            over = max(0, ended - due)
            business_over = hours.between(due, ended) if over else 0
            early = stands.opens - ended if kind == "early" else 0
        self.said.append((name, "verdict", kind, clock.cycle, at, clock.start, due, ended, used, target, over, business_over, early))

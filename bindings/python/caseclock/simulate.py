# SPDX-License-Identifier: Apache-2.0
"""A day of a hotline, made up: the log that a telephone system and a ticket system would write.

    calls arrive (more at half past ten, three and eight) -> wait for an agent, or give up and are called back
    talk, with holds of an announced length -> hang up, or the line drops -> wrap up the record
    some calls leave a ticket: replied to, solved, confirmed with the customer or not, called back

People are people: greetings are cut short, holds not announced, records saved unfinished, customers hang up in the middle. `said`
tells what was said or done along with an event. The same seed gives the same bytes. Time is the hotline's; nothing reads a clock.
"""

from __future__ import annotations

import csv
import heapq
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from typing import TextIO
from zoneinfo import ZoneInfo

__all__ = ["Day", "Entry", "columns", "simulate", "write_log"]

columns = ("case", "kind", "at", "event", "agent", "caller", "type", "priority", "announced_s", "promised_s", "said")
types = (("business", 30), ("consult", 40), ("operation_fault", 15), ("suggestion", 5), ("complaint", 8), ("emergency", 2))
priorities = {"emergency": "critical", "complaint": "high"}
called_back_after = {"complaint": 9.0, "suggestion": 12.0, "business": 36.0}
"""Kinds of solved tickets whose customers are called back, and after how many hours on average."""


@dataclass(frozen=True)
class Day:
    """What the day looks like. Lengths are seconds unless their name says otherwise."""

    seed: int = 1
    calls: int = 1200
    hours: float = 13.5
    date: date = date(2026, 3, 2)
    opens: time = time(8, 30)
    zone: str = "Asia/Shanghai"
    agents: int = 0
    """At work at the same time; zero: as many as keep about nine of ten agents' minutes busy at the peaks."""
    patience: float = 150.0
    talk: float = 210.0
    wrap_up: float = 140.0
    hold_share: float = 0.22
    drop_share: float = 0.012
    cut_short_share: float = 0.02
    """Customers who hang up in the middle."""
    ticket_share: float = 0.3


@dataclass(order=True)
class Entry:
    """One row of the log."""

    at: float
    number: int
    case: str = field(compare=False)
    kind: str = field(compare=False)
    event: str = field(compare=False)
    cells: dict[str, str] = field(compare=False, default_factory=dict)


def intensity(hour: float) -> float:
    """Calls at an hour of the day, relative to the quietest."""
    peaks = ((10.5, 1.4, 2.6), (15.0, 1.6, 2.0), (20.0, 1.2, 1.5))  # when, how wide, how high
    return 1.0 + sum(height * math.exp(-(((hour - middle) / width) ** 2)) for middle, width, height in peaks)


def simulate(day: Day) -> list[Entry]:
    """The rows of the day in the order of time. Raises ValueError for a day that cannot be."""
    if day.calls < 1 or not 0 < day.hours <= 24 or day.agents < 0:
        raise ValueError(f"a day of {day.calls} calls in {day.hours} h with {day.agents} agents (allowed: 1 call and more, 24 h and less)")
    return sorted(_Hotline(day).run())


class _Hotline:
    """The day as it runs. Seconds count from the opening."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.dice = random.Random(day.seed)
        self.first_hour = day.opens.hour + day.opens.minute / 60
        self.written = 0

    # ------------------------------------------------------------ arrivals and agents

    def arrivals(self) -> list[float]:
        """A Poisson process with the day's intensity, given its number of calls."""
        highest = max(intensity(self.first_hour + hour / 20) for hour in range(int(self.day.hours * 20) + 1))
        found: list[float] = []
        while len(found) < self.day.calls:
            at = self.dice.random() * self.day.hours
            if self.dice.random() * highest <= intensity(self.first_hour + at):
                found.append(at * 3600)
        return sorted(found)

    def agents_needed(self) -> int:
        mean = sum(intensity(self.first_hour + self.day.hours * step / 100) for step in range(101)) / 101
        busiest = max(intensity(self.first_hour + self.day.hours * step / 100) for step in range(101))
        load = self.day.calls / (self.day.hours * 3600) * (self.day.talk + self.day.wrap_up + 20) * busiest / mean
        return max(1, math.ceil(load / 0.9))

    def run(self) -> Iterator[Entry]:
        dice, day = self.dice, self.day
        free = [(0.0, agent) for agent in range(1, (day.agents or self.agents_needed()) + 1)]
        heapq.heapify(free)
        for number, at in enumerate(self.arrivals(), start=1):
            case = f"C{number:06}"
            kind = self.pick(types)
            yield self.row(at, case, "call", "offered", caller=f"caller {dice.randint(1, 4 * day.calls):06}", type=kind,
                           priority=priorities.get(kind, "regular"))
            ready, agent = free[0]
            answered = max(at, ready) + 2.0 + min(25.0, dice.expovariate(1 / 3.5))
            gives_up = at + 1.0 + dice.weibullvariate(day.patience, 1.2)
            if gives_up < answered:
                yield self.row(gives_up, case, "call", "abandoned")
                if dice.random() < 0.95:
                    yield self.row(gives_up + self.lognormal(800, 0.6), case, "call", "called back")
                continue
            ends: list[float] = []
            yield from self.conversation(answered, case, f"agent {agent:03}", kind, ends)
            heapq.heapreplace(free, (ends[0], agent))
            if dice.random() < day.ticket_share or kind in ("emergency", "complaint"):
                yield from self.ticket(ends[0], f"T{number:06}", kind)

    # ------------------------------------------------------------ one call

    def conversation(self, at: float, case: str, agent: str, kind: str, ends: list[float]) -> Iterator[Entry]:
        """From the answer to the saved record; appends when the agent is free again."""
        dice, day = self.dice, self.day
        yield self.row(at, case, "call", "answered", agent=agent)
        at += 1.0 + dice.random() * 3
        if dice.random() < 0.97:
            yield self.row(at, case, "call", "greeted", said=self.mostly(0.98, "company and number", "company"))
        at += self.lognormal(day.talk / 2, 0.7)
        while dice.random() < day.hold_share:
            announced = dice.choice((60, 60, 90, 120))
            if dice.random() < 0.96:
                yield self.row(at, case, "call", "held", announced_s=str(announced), said="length and apology")
            else:
                yield self.row(at, case, "call", "held", said="nothing")
            at += self.lognormal(announced * 0.62, 0.5)
            yield self.row(at, case, "call", "retrieved")
            at += self.lognormal(day.talk / 5, 0.5)
        end = dice.random()
        if end < day.drop_share:
            yield self.row(at, case, "call", "line lost")
            yield from self.recovery(at, case)
        else:
            at += self.lognormal(day.talk / 2, 0.7)
            if end >= day.drop_share + day.cut_short_share:
                yield self.row(at, case, "call", "closing said", said=self.mostly(0.94, "recap and anything else", "goodbye"))
                at += 1.0 + dice.random() * 5
            yield self.row(at, case, "call", "hung up", said=self.mostly(0.95, "record kept", "nothing"))
        at += self.lognormal(day.wrap_up, 0.8)
        if dice.random() < 0.02:
            yield self.row(at, case, "call", "record saved", said="unfinished")
            at += 20 + self.lognormal(60, 0.6)
        yield self.row(at, case, "call", "record saved", said="complete")
        ends.append(at)

    def recovery(self, at: float, case: str) -> Iterator[Entry]:
        """After a drop: the supervisor knows, and somebody calls back."""
        at += self.lognormal(25, 0.8)
        yield self.row(at, case, "call", "supervisor told")
        at += self.lognormal(90, 0.6)
        yield self.row(at, case, "call", "callback arranged")
        yield self.row(at + self.lognormal(150, 0.6), case, "call", "called back")

    # ------------------------------------------------------------ one ticket

    def ticket(self, at: float, case: str, kind: str) -> Iterator[Entry]:
        dice = self.dice
        urgent = kind == "emergency"
        agent = f"agent {dice.randint(1, 40):03}"
        yield self.row(at, case, "ticket", "opened", type=kind, priority=priorities.get(kind, "regular"), agent=agent)
        at += self.lognormal(55 if urgent else 150, 0.7)
        if dice.random() < 0.03:
            yield self.row(at, case, "ticket", "replied", said="no name")
            at += self.lognormal(60, 0.5)
        yield self.row(at, case, "ticket", "replied", said="name")
        while True:
            at += self.lognormal(1800 if urgent else 5400, 0.9)
            promised = dice.choice((3600, 7200, 7200, 14400))
            yield self.row(at, case, "ticket", "solution explained", promised_s=str(promised), said="time")
            at += self.lognormal(120, 0.6)
            yield self.row(at, case, "ticket", "execution started")
            at += self.lognormal(promised * 0.4, 0.7)
            yield self.row(at, case, "ticket", "executed", said=self.mostly(0.93, "steps logged", "nothing"))
            at += self.lognormal(700, 0.9)
            yield self.row(at, case, "ticket", "customer asked")
            at += 5 + self.lognormal(30, 0.5)
            if dice.random() < 0.92:
                break
            yield self.row(at, case, "ticket", "does not work", said="reason and plan")
        yield self.row(at, case, "ticket", "works")
        if kind == "business":
            yield self.row(at + self.lognormal(60, 0.5), case, "ticket", "notice sent")
        if kind in called_back_after:
            yield self.row(at + self.lognormal(3600 * called_back_after[kind], 0.4), case, "ticket", "called back")

    # ------------------------------------------------------------ dice and rows

    def lognormal(self, mean: float, spread: float) -> float:
        """A length with this mean; `spread` is the deviation of its logarithm."""
        return self.dice.lognormvariate(math.log(mean) - spread * spread / 2, spread)

    def mostly(self, share: float, usual: str, otherwise: str) -> str:
        return usual if self.dice.random() < share else otherwise

    def pick(self, weighted: tuple[tuple[str, int], ...]) -> str:
        return self.dice.choices([word for word, _ in weighted], [weight for _, weight in weighted])[0]

    def row(self, at: float, case: str, kind: str, event: str, **cells: str) -> Entry:
        self.written += 1
        return Entry(at, self.written, case, kind, event, cells)


def write_log(day: Day, file: TextIO) -> int:
    """Writes the day as CSV with a header; instants are UTC with milliseconds. Returns the number of rows."""
    opening = datetime.combine(day.date, day.opens, ZoneInfo(day.zone)).astimezone(timezone.utc)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    rows = simulate(day)
    for row in rows:
        at = opening + timedelta(milliseconds=int(row.at * 1000))
        shown = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        writer.writerow((row.case, row.kind, shown, row.event, *(row.cells.get(name, "") for name in columns[4:])))
    return len(rows)

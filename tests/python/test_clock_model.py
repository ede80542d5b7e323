# SPDX-License-Identifier: Apache-2.0
"""Random histories under random policies: the desk says what a slow model of promises says, which shares nothing with it.

CASECLOCK_HISTORIES sets how many (default 4,000), CASECLOCK_SEED where they begin. A history that differs is printed with its policies.
"""

import json
import os
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta, timezone
from random import Random
from typing import Any

import pytest
from clock_model import DAY, EPOCH, HOUR, Endless, Hours, Model, ms

from caseclock import Desk, Rulebook

HISTORIES = int(os.environ.get("CASECLOCK_HISTORIES", "4000"))
SEED = int(os.environ.get("CASECLOCK_SEED", "20261126"))
CASES = 40  # histories of one rulebook
MINUTE = 60_000
THURSDAY = ms(datetime(2026, 3, 5, tzinfo=timezone.utc))  # the clocks of New York change on the Sunday after

CALENDARS: dict[str, Any] = {
    "office": {"zone": "America/New_York", "week": {"mon-fri": ["09:00-12:00", "13:00-17:00"], "sat": ["10:00-14:00"]}, "holidays": ["2026-03-10"]},
    "night": {"zone": "Australia/Lord_Howe", "week": {"sun-thu": ["20:00-02:00"]}},
}
HOURS = {
    "office": Hours("America/New_York", {**{d: [(540, 720), (780, 1020)] for d in range(5)}, 5: [(600, 840)]}, (date(2026, 3, 10),)),
    "night": Hours("Australia/Lord_Howe", {d: [(1200, 1560)] for d in (6, 0, 1, 2, 3)}),
}
THING: dict[str, Any] = {
    "attributes": {
        "priority": {"one_of": ["low", "high"]}, "site": {"one_of": ["office", "night"]}, "agreed_at": {"kind": "instant"},
        "promised": {"kind": "duration"}, "worked": {"kind": "duration", "unit": "business"},
        "lasting": {"kind": "duration", "unit": "working_days"}, "units": {"kind": "count"},
    },
    "facts": {"f0": {}, "f1": {}, "f2": {}},
    "events": {name: {} for name in ("go_s0", "go_s1", "go_s2", "ping", "pong", "finish")},
    "states": {"s0": {"initial": "here"}, "s1": {}, "s2": {}, "done": {"final": "done"}},
    "groups": {"pair": ["s0", "s1"]},
    "rows": [
        *({"in": "any", "event": f"go_{state}", "to": state} for state in ("s0", "s1", "s2")),
        {"in": "any", "event": ["ping", "pong"], "stay": "inside"},
        {"in": "any", "event": "finish", "to": "done"},
    ],
}
KINDS = {  # every thing that a clock says has been compared
    "met", "missed", "ended_late", "early", "cancelled", "measured", "warning", "window_opened", "level", "unacknowledged", "acknowledged", "note",
}
EVENTS = ("go_s0", "go_s1", "go_s2", "ping", "pong", "finish")
Policy = dict[str, Any]


class Sheets:
    """Random policies and histories. Times lie on a grid of half hours, so that deadlines, events, pauses and closings often meet."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def one_in(self, n: int) -> bool:
        return self.random.randrange(n) == 0

    def grid(self, most: int) -> int:
        return self.random.randint(1, most) * 30 * MINUTE

    def state(self) -> str:
        return self.random.choice(("s0", "s1", "s2", "pair"))

    def fact(self) -> str:
        return self.random.choice(("f0", "f1", "f2"))

    # ---- policies

    def condition(self, depth: int = 0) -> dict[str, Any]:
        if depth < 2 and self.one_in(4):
            return {self.random.choice(("all", "any", "none")): [self.condition(depth + 1), self.condition(depth + 1)]}
        return self.random.choice((
            {"fact": self.fact()}, {"lacks": self.fact()}, {"state": self.state()}, {"priority": self.random.choice(("low", "high"))},
            {self.random.choice(("agreed_at", "promised")): "is set"},
        ))

    def trigger(self, action: str, member: bool = False) -> dict[str, Any]:
        made: dict[str, Any] = self.random.choice((
            {"event": self.random.choice(EVENTS)}, {"event": self.random.choice(EVENTS)}, {"enters": self.state()}, {"enters": self.state()},
            {"leaves": self.state()}, {"fact": self.fact()}, {"fact": self.fact()}, {"loses": self.fact()},
            {"changes": self.random.choice(("priority", "agreed_at"))}, {"opened": "case"},
        ))
        if not member and action in ("start", "stop") and self.one_in(8):
            made = {"all": [self.trigger(action, member=True) for _ in range(self.random.randint(2, 3))]}
        if self.one_in(4) and not (member and "fact" in made):
            made["if"] = self.condition()
        if action == "start" and not member and self.one_in(6):
            made["since"] = "agreed_at"
        return made

    def triggers(self, action: str, most: int = 2) -> list[dict[str, Any]]:
        return [self.trigger(action) for _ in range(self.random.randint(1, most))]

    def length(self, real_and_business: bool = False) -> str:
        timed = ("real", "real", "business", "business")
        unit = self.random.choice(timed if real_and_business else (*timed, "days", "working days"))
        if unit == "real":
            return f"{self.grid(60) // MINUTE}m"
        if unit == "business":
            return f"{self.grid(24) // MINUTE} business minutes"
        return f"{self.random.randint(1, 3)} {unit}"

    def phrase(self, plain: bool = False) -> str:
        kinds = ["length"] * 5 + ["promised", "worked", "lasting", "units", "by", "before", "close_of", "close_of_day", "day", "next_day", "day_of"]
        kind = self.random.choice(kinds if plain else [*kinds, "between", "between", "day_before", "none"])
        if kind == "between":
            unit = self.random.choice(("m", " business minutes"))
            first = self.grid(20) // MINUTE
            return f"between {first}{unit} and {first + self.grid(30) // MINUTE}{unit}"
        close_of_day = f"by close of {self.random.randint(1, 2)} working days"
        return {
            "length": f"within {self.length()}", "promised": "within promised", "worked": "within worked", "lasting": "within lasting",
            "units": f"within {self.length()} per {self.random.randint(2, 5)} units", "by": "by agreed_at",
            "before": f"{self.length()} before agreed_at", "close_of": f"by close of {self.random.choice(('office', 'night'))}",
            "close_of_day": close_of_day, "day": "by end of the day", "next_day": "by end of the next day",
            "day_of": "by end of the day of agreed_at", "day_before": "on the day before agreed_at", "none": "none",
        }[kind]

    def target(self, conditional: bool, waits: bool) -> dict[str, Any]:
        due = self.phrase(plain=waits)
        made: dict[str, Any] = {"due": due}
        if conditional:
            made["if"] = self.condition()
        if any(due.endswith(name) for name in ("promised", "worked", "lasting", "units", "agreed_at")) and (waits or not self.one_in(3)):
            made["otherwise"] = f"within {self.length()}"
        if due != "none" and self.one_in(5):
            made["not_later_than"] = self.phrase(plain=True)
        if any("units" in made.get(key, "") for key in ("due", "otherwise", "not_later_than")) and self.one_in(2):
            made["rounding"] = "linear"
        if self.one_in(6):
            made["calendar"] = self.random.choice(("office", "night"))
        return made

    def reactions(self, note: str) -> list[dict[str, Any]]:
        made = []
        for _ in range(self.random.randint(0, 2)):
            each: dict[str, Any] = {"note": note} if not self.one_in(5) else {"raise": self.random.choice(("ping", "pong", "go_s1", "go_s2"))}
            if self.one_in(5):
                each["from"] = "2nd miss"
            if self.one_in(5):
                each["if"] = self.condition()
            made.append(each)
        return made

    def policy(self, name: str) -> Policy:
        waits, repeats = self.one_in(8), self.one_in(8)
        made: Policy = {"machine": "thing", "start": self.triggers("start")}
        if waits:
            made["kind"] = "wait"
        if self.one_in(6):
            made["counts"] = "once"
        if not waits or self.one_in(2):
            made["stop"] = self.triggers("stop")
        for key in ("cancel", "reset"):
            if self.one_in(4):
                made[key] = self.triggers(key, 1)
        if repeats and not waits:
            made.pop("counts", None)
            made["every"] = f"{self.length()} from completion"
            made["done_by"] = self.triggers("done_by")
        else:
            made["due"] = [self.target(True, waits) for _ in range(self.random.randint(0, 2))] + [self.target(self.one_in(4) and not waits, waits)]
        if self.one_in(4):
            made["reopened"] = [t for t in self.triggers("reopened") if "event" in t or "leaves" in t] or [{"event": "pong"}]
            if not waits and ("counts" in made or self.one_in(2)):
                made["when_reopened"] = "continue"
            else:
                made.pop("counts", None)
        if self.one_in(2):
            made["pause_while"] = [self.condition() for _ in range(self.random.randint(1, 2))]
            for each in made["pause_while"]:
                if self.one_in(3):
                    each["max_pause"] = self.length()
        if self.one_in(2):
            made["calendar"] = self.random.choice(("office", "night"))
        if any(words in json.dumps([made.get("due"), made.get("every")]) for words in ("working days", "lasting")) and self.one_in(2):
            made["working_days"] = self.random.choice(("count", "roll_first"))
            made["from"] = self.random.choice(("the_instant", "next_opening"))
            made["snap"] = self.random.choice(("no", "next_opening"))
        if self.one_in(3):
            made["when_changed"] = {self.random.choice(("priority", "site", "agreed_at")): self.random.choice(("keep", "reset", "retarget"))}
        if self.one_in(2):
            made["warn"] = [self.warning(name) for _ in range(self.random.randint(1, 3))]
        for key in ("ends",) if waits else ("met", "missed"):
            if reactions := self.reactions(f"{name}_{key}"):
                made[key] = reactions
        has_deadline = repeats or any(due["due"] != "none" for due in made.get("due", ()))
        if not waits and has_deadline and self.one_in(2):
            made["ladder"] = self.random.choice(("first", "second"))
        if not waits and any("between" in due["due"] or "day before" in due["due"] for due in made.get("due", ())):
            for key in ("window_opens", "early"):
                if reactions := self.reactions(f"{name}_{key}"):
                    made[key] = reactions
        return made

    def ladder(self) -> list[dict[str, Any]]:
        """Levels in the order of their instants, in one unit of time."""
        unit = self.random.choice(("m", " business minutes"))
        offsets = sorted({self.random.choice((-1, 0, 1, 1)) * self.grid(16) // MINUTE for _ in range(self.random.randint(1, 4))})
        levels: list[dict[str, Any]] = []
        for offset in offsets:
            at = f"{abs(offset)}{unit} {'after' if offset > 0 else 'before'}"
            level: dict[str, Any] = {"at": at if offset else "the deadline", "tell": "clerk"}
            if self.one_in(2):
                level["acknowledge_within"] = self.length(real_and_business=True)
            if levels and any("acknowledge_within" in each for each in levels) and self.one_in(3):
                level["unless"] = "acknowledged"
            if self.one_in(6):
                level["from"] = "2nd miss"
            if self.one_in(6):
                level["if"] = self.condition()
            if self.one_in(8):
                level["raise"] = self.random.choice(("ping", "go_s1"))
            levels.append(level)
        return levels

    def warning(self, name: str) -> dict[str, Any]:
        at = f"{self.random.choice((25, 50, 75, 90))} %" if self.one_in(2) else f"{self.length(real_and_business=True)} left"
        return {"at": at, "raise": self.random.choice(("ping", "pong"))} if self.one_in(6) else {"at": at, "note": f"{name}_warn"}

    # ---- histories

    def value(self, near: int) -> tuple[str, Any]:
        name = self.random.choice(("priority", "site", "agreed_at", "promised", "worked", "lasting", "units"))
        if self.one_in(6):
            return name, None
        return name, {
            "priority": self.random.choice(("low", "high")), "site": self.random.choice(("office", "night")), "agreed_at": near + self.grid(96) - DAY,
            "units": self.random.randrange(13), "lasting": self.grid(4 * 48), "promised": self.grid(20), "worked": self.grid(20),
        }[name]

    def history(self) -> list[tuple[int, str | None, dict[str, bool], dict[str, Any]]]:
        at = THURSDAY + self.grid(48)
        events: list[tuple[int, str | None, dict[str, bool], dict[str, Any]]] = []
        for _ in range(self.random.randint(2, 14)):
            event: str | None = self.random.choice(EVENTS[:5])
            if self.one_in(25):
                event = "finish"
            elif events and self.one_in(4):
                event = self.random.choice((None, "acknowledge"))
            facts = {self.fact(): self.one_in(2) for _ in range(self.random.choice((0, 0, 1, 2)))}
            values = dict(self.value(at) for _ in range(self.random.choice((0, 0, 1, 2))))
            events.append((at, event, facts, values))
            if not self.one_in(4):
                at += self.grid(3 * 48 if self.one_in(8) else 12)
                if self.one_in(12):
                    at += self.random.choice((1, -1))
        return events


# ---------------------------------------------------------------- what the desk says


def instant(at: int) -> datetime:
    return EPOCH + timedelta(milliseconds=at)


def given(name: str, value: Any) -> Any:
    if value is None or name in ("priority", "site", "units"):
        return value
    return instant(value) if name == "agreed_at" else timedelta(milliseconds=value)


def lasted(length: timedelta) -> int:
    return length // timedelta(milliseconds=1)


def said_of(effect: Any) -> tuple[Any, ...] | None:
    at, due = ms(effect.at), ms(effect.due_at)
    if effect.kind == "verdict":
        v = effect.verdict
        times = [lasted(each) for each in (v.used, v.target, v.overrun, v.business_overrun, v.early_by)]
        return (effect.policy, "verdict", v.kind, v.cycle, at, ms(v.started_at), v.due_at and ms(v.due_at), ms(v.ended_at), *times)
    if effect.kind in ("warning", "window_opened", "level", "unacknowledged", "acknowledged"):
        return (effect.policy, effect.kind, effect.cycle, at, due)
    return (effect.policy, "note", effect.what, at, due) if effect.kind == "note" else None


def desk_says(rulebook: Rulebook, histories: list[Any], until: int) -> dict[int, list[tuple[Any, ...]] | None]:
    """What it says of each case; None of one that raises events without end."""
    desk = Desk(rulebook)
    said: dict[int, list[tuple[Any, ...]] | None] = defaultdict(list)
    told = [(at, case, event, facts, values) for case, events in enumerate(histories, 1) for at, event, facts, values in events]
    answers: list[Any] = []
    for at, case, event, facts, values in sorted(told, key=lambda each: each[0]):
        brings = {**facts, **{name: given(name, value) for name, value in values.items()}}
        answers.append(desk.apply(case, f"thing.{event}" if event else "change", instant(at), **brings))
    answers.append(desk.advance(instant(until)))
    for answer in answers:
        for effect in answer.effects:
            rows = said[effect.case]
            if effect.kind == "limit_reached":
                said[effect.case] = None
            elif rows is not None and (row := said_of(effect)) is not None:
                rows.append(row)
    return said


def model_says(policies: dict[str, Policy], ladders: dict[str, Any], events: list[Any], until: int) -> list[tuple[Any, ...]] | None:
    model = Model(policies, ladders, HOURS, "office")
    try:
        for at, event, facts, values in events:
            model.tell(event, at, facts, values)
        model.advance(until)
    except Endless:
        return None
    return model.said


def difference(which: str, policies: dict[str, Policy], ladders: dict[str, Any], events: list[Any], said: list[Any], expected: list[Any]) -> str:
    """The policies, the events, and the first line that differs."""
    same = next((i for i, (a, b) in enumerate(zip(said, expected)) if a != b), min(len(said), len(expected)))

    def line(row: tuple[Any, ...]) -> str:
        return " ".join(f"{instant(each):%a_%d_%H:%M:%S.%f}Z"[:-4] if isinstance(each, int) and each > DAY * 365 else str(each) for each in row)

    lines = [which, *(f"{name}: {json.dumps(policy)}" for name, policy in policies.items())]
    lines += [f"ladders: {json.dumps(ladders)}"] + [line(event) for event in events] + ["the desk says"] + [line(row) for row in said[same:same + 2]]
    return "\n".join([*lines, "the model says", *(line(row) for row in expected[same:same + 2])])


@pytest.mark.parametrize("part", range(8))
def test_a_desk_says_what_the_model_says(part: int) -> None:
    compared: Counter[str] = Counter()
    endless = 0
    for seed in range(SEED + part * 1_000_000, SEED + part * 1_000_000 + -(-HISTORIES // (8 * CASES))):
        sheets = Sheets(seed)
        policies = {f"p{i}": sheets.policy(f"p{i}") for i in range(sheets.random.randint(1, 3))}
        ladders = {"first": sheets.ladder(), "second": sheets.ladder()}
        text = {"rulebook": "random", "language": "caseclock/1", "zone": "UTC", "calendar": "office", "case_calendar": "site", "calendars": CALENDARS,
                "machines": {"thing": THING}, "roles": {"clerk": {}}, "ladders": ladders, "policies": policies}
        rulebook = Rulebook.parse(text)
        histories = [sheets.history() for _ in range(CASES)]
        until = THURSDAY + 40 * DAY + 11 * HOUR
        said = desk_says(rulebook, histories, until)
        for case, events in enumerate(histories, 1):
            heard, expected = said[case], model_says(policies, ladders, events, until)
            if heard is None or expected is None:
                endless += 1
                continue
            assert heard == expected, difference(f"seed {seed}, case {case}", policies, ladders, events, heard, expected)
            compared.update(row[2] if row[1] == "verdict" else row[1] for row in expected)
    print(f"seeds from {SEED + part * 1_000_000}: {dict(compared)}; {endless} endless")
    assert set(compared) == KINDS
    assert compared.total() > 100 * endless

# SPDX-License-Identifier: Apache-2.0
"""The bars of Python, each a ratio in one run beside its limit; a miss is marked MISS.

    python benchmarks/python_bars.py FOLDER      FOLDER: where the module python_bars was built
"""

import gc
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import numpy as np

from caseclock import Batch, Desk, Rulebook

NINE = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)
CASES = 100_000
ROUNDS = 7


def tickets(desk: Desk, count: int) -> Batch:
    """Tickets of an hour, each recorded, replied to and worked on: ten events."""
    dice = np.random.default_rng(1)
    case = np.arange(1, count + 1, dtype=np.uint64)
    at = np.datetime64("2026-03-02T09:00:00", "ms") + dice.integers(0, 3_600_000, count).astype("timedelta64[ms]")
    later = [at + dice.integers(1000 * n, 200_000 * (n + 1), count).astype("timedelta64[ms]") for n in range(9)]
    steps = ["reply", "start_work", "ask_progress", "hand_over", "set_priority", "explain_solution", "execute", "log_step", "finish_execution"]
    fields = {
        "reply": {"agent_identified": True}, "set_priority": {"priority": "high"}, "hand_over": {"handler": "Wu"},
        "explain_solution": {"promised": timedelta(hours=2), "time_stated": True},
    }
    first = desk.columns("ticket.record", case, at, type="fault", priority="regular", owner="Li")
    rest = [desk.columns(f"ticket.{step}", case, when, **fields.get(step, {})) for step, when in zip(steps, later)]
    return Batch.merged([first, *rest])


def least(run: Callable[[], object]) -> float:
    """Seconds of the fastest of some rounds."""
    took = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        run()
        took.append(time.perf_counter() - begin)
    return min(took)


def show(number: int, name: str, value: float, limit: float, at_most: bool, unit: str) -> bool:
    good = value <= limit if at_most else value >= limit
    print(f"{number:>3}  {name:<72} {value:6.2f} {unit:<5} {'<=' if at_most else '>='} {limit}{'' if good else '   MISS'}")
    return good


def main() -> int:
    sys.path.insert(0, sys.argv[1])
    import python_bars

    hotline = Rulebook.builtin("hotline")
    batch = tickets(Desk(hotline), 100_000)
    in_python, in_cpp = [], []
    for _ in range(ROUNDS):  # by turns, so that a slow moment of the machine meets both
        desk = Desk(hotline)
        begin = time.perf_counter()
        desk.apply_batch(batch.events, batch.values)
        in_python.append(time.perf_counter() - begin)
        del desk
        in_cpp.append(python_bars.batch_seconds("hotline", batch.events, batch.values))
    good = show(12, f"a batch of {len(batch):,} events: Python / C++", min(in_python) / min(in_cpp), 1.2, True, "")

    desk, empty = Desk(hotline), python_bars.EmptyDesk()
    opened = desk.columns("ticket.record", np.arange(CASES), np.full(CASES, np.datetime64("2026-03-02T09:00", "ms")), type="fault", priority="high")
    desk.apply_batch(opened.events, opened.values)
    reply = desk.event_type("ticket.reply")
    at, at_ms = NINE + timedelta(seconds=2), int(NINE.timestamp() * 1000) + 2000

    def with_keywords(of: Desk) -> Callable[[], None]:
        def run() -> None:
            apply = of.apply
            for case in range(CASES):
                apply(case, "ticket.reply", at, agent_identified=True)

        return run

    def with_numbers() -> None:
        apply, machine, number = desk.apply_numbers, reply.machine_number, reply.number
        for case in range(CASES):
            apply(case, machine, number, at_ms)

    gc.disable()
    rate = CASES / least(with_numbers) / 1e6
    good &= show(13, "one event per call, positional integers", rate, 1.0, False, "M/s")
    ratio = least(with_keywords(desk)) / least(with_keywords(empty))
    good &= show(13, "keywords and an aware datetime / an empty function of that signature", ratio, 2.0, True, "")
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())

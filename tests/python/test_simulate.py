# SPDX-License-Identifier: Apache-2.0
"""The made-up day is a plausible one, and always the same for a seed."""

import csv
import io
from collections import Counter, defaultdict

import pytest

from caseclock.simulate import Day, columns, intensity, simulate, write_log


def written(day: Day) -> str:
    file = io.StringIO()
    write_log(day, file)
    return file.getvalue()


def test_a_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    assert written(Day(seed=3, calls=200)) == written(Day(seed=3, calls=200))
    assert written(Day(seed=3, calls=200)) != written(Day(seed=4, calls=200))


def test_rows_are_in_the_order_of_time_and_have_the_columns() -> None:
    rows = list(csv.DictReader(io.StringIO(written(Day(calls=300)))))
    assert tuple(rows[0]) == columns
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    assert all(row["at"].endswith("Z") and len(row["at"]) == 24 for row in rows)


def test_every_call_is_offered_once_and_ends_once() -> None:
    rows = simulate(Day(seed=11, calls=1500, agents=20))
    of_call = defaultdict(list)
    for row in rows:
        if row.kind == "call":
            of_call[row.case].append(row.event)
    assert len(of_call) == 1500
    for events in of_call.values():
        assert events[0] == "offered"
        assert Counter(events)["offered"] == 1
        assert events[-1] in ("abandoned", "record saved", "called back")
        assert events.count("held") == events.count("retrieved")
        assert ("line lost" in events) <= ("supervisor told" in events)


def test_calls_cluster_at_the_peaks() -> None:
    offered = [row.at / 3600 + 8.5 for row in simulate(Day(seed=5, calls=6000)) if row.event == "offered"]
    by_hour = Counter(int(hour) for hour in offered)
    assert by_hour[10] > 1.5 * by_hour[12]
    assert by_hour[14] > 1.3 * by_hour[17]
    assert abs(by_hour[10] / by_hour[12] - intensity(10.5) / intensity(12.5)) < 0.5


def test_fewer_agents_lose_more_calls() -> None:
    lost = [sum(row.event == "abandoned" for row in simulate(Day(seed=5, calls=1000, agents=agents))) for agents in (5, 10, 40)]
    assert lost[0] > 2 * lost[1] > 10 * lost[2]


def test_no_agent_serves_two_calls_at_once() -> None:
    busy: dict[str, str] = {}
    agent_of: dict[str, str] = {}
    for row in simulate(Day(seed=2, calls=800, agents=12)):
        if row.kind != "call":
            continue
        if row.event == "answered":
            agent = agent_of[row.case] = row.cells["agent"]
            assert busy.get(agent, "") == ""
            busy[agent] = row.case
        elif row.event == "record saved" and row.cells["said"] == "complete":
            busy[agent_of[row.case]] = ""


@pytest.mark.parametrize("day", [Day(calls=0), Day(hours=0), Day(hours=25), Day(agents=-1)])
def test_a_day_that_cannot_be_is_refused(day: Day) -> None:
    with pytest.raises(ValueError, match="allowed: 1 call and more, 24 h and less"):
        simulate(day)

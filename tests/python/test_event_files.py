# SPDX-License-Identifier: Apache-2.0
"""Events written for a host in C++: the same verdicts come out there."""

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from caseclock import Rulebook
from caseclock.cli import load_map
from caseclock.cycles import verdict_words
from caseclock.event_files import write_events
from caseclock.replay import Replay, replay
from caseclock.simulate import Day, write_log

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples/logs/day.events.csv"
PROGRAM = ROOT / "build/dev/examples/example_replay_events"


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    log = tmp_path_factory.mktemp("day") / "day.csv"
    with open(log, "w", encoding="utf-8", newline="") as file:
        write_log(Day(seed=3, calls=40), file)
    return replay(log, load_map("hotline"), Rulebook.builtin("hotline"))


def test_the_sample_of_the_examples_is_the_simulated_day_of_seed_3(day: Replay, tmp_path: Path) -> None:
    assert write_events(tmp_path / "day.events.csv", day.mapped) == 316
    assert (tmp_path / "day.events.csv").read_text("utf-8") == SAMPLE.read_text("utf-8")


def test_a_host_in_cpp_comes_to_the_same_verdicts(day: Replay, tmp_path: Path) -> None:
    if not PROGRAM.is_file():
        pytest.skip(f"{PROGRAM} is missing (./dev test builds it)")
    write_events(tmp_path / "day.events.csv", day.mapped)
    told = subprocess.run([PROGRAM, tmp_path / "day.events.csv"], capture_output=True, text=True, check=True).stdout
    lines = [line.replace(":", "").split() for line in told.splitlines() if ":" in line]
    there = {words[0]: {kind: int(count) for kind, count in zip(words[1::2], words[2::2], strict=True)} for words in lines}
    here = {}
    for policy in day.cycles.policies:
        cycles = day.cycles.of_policy(policy)
        kinds = Counter(verdict_words[verdict] for verdict in cycles.verdict.tolist())
        kinds["missed"] += kinds["ended_late"]  # C++ lists what the desk said: a miss, then its late end
        if len(cycles):
            here[policy] = {kind: count for kind, count in kinds.items() if count}
    assert there == here

# SPDX-License-Identifier: Apache-2.0
"""Every scenario below tests/scenarios is a test."""

from functools import cache
from pathlib import Path

import pytest

from caseclock import scenarios
from caseclock.scenarios import Runner, Scenario

ROOT = Path(__file__).parents[1] / "scenarios"


@cache
def runner() -> Runner:
    return Runner()


def every_scenario() -> list[Scenario]:
    return [scenario for file in scenarios.find_files(ROOT) for scenario in scenarios.load(file)]


@pytest.mark.parametrize(
    "scenario", every_scenario(), ids=lambda scenario: f"{Path(scenario.file).relative_to(ROOT).with_suffix('')}:{scenario.name}"
)
def test_the_scenario_comes_true(scenario: Scenario) -> None:
    outcome = runner().run(scenario)
    assert outcome, str(outcome)

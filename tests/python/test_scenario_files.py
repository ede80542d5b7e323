# SPDX-License-Identifier: Apache-2.0
"""Every scenario below tests/scenarios, and those that come with the package, is a test; together they prove the built-in rulebooks."""

from functools import cache
from pathlib import Path

import pytest

from caseclock import Rulebook, scenarios
from caseclock.scenarios import Runner, Scenario

ROOT = Path(__file__).parents[2]
LEAST = 0.90  # of the changes of a rulebook must be noticed
PROVED = ("SYS-", "T-", "G-")  # rules that a scenario should name
EVERY = scenarios.load_all([file for path in (ROOT / "tests" / "scenarios", "hotline") for file in scenarios.find_files(path)])


@cache
def runner() -> Runner:
    return Runner()


def of_rulebook(name: str) -> list[Scenario]:
    return [scenario for scenario in EVERY if scenario.rulebook is not None and scenario.rulebook.text == name]


@pytest.mark.parametrize("scenario", EVERY, ids=lambda scenario: f"{Path(scenario.file).stem}: {scenario.name}")
def test_the_scenario_comes_true(scenario: Scenario) -> None:
    outcome = runner().run(scenario)
    assert outcome, str(outcome)


@pytest.mark.parametrize("name", Rulebook.builtin_names())
def test_every_process_timer_and_guard_is_named_by_a_scenario(name: str) -> None:
    proved = {rule for scenario in EVERY for rule in scenario.rules}
    assert [rule for rule in Rulebook.builtin(name).rule_ids() if rule.startswith(PROVED) and rule not in proved] == []


@pytest.mark.parametrize("name", Rulebook.builtin_names())
def test_hardly_a_change_of_the_rulebook_goes_unnoticed(name: str) -> None:
    score = scenarios.mutation_score(ROOT / "src" / "rulebooks" / f"{name}.yaml", of_rulebook(name), processes=2)
    print(score)
    assert score.share >= LEAST, str(score)
    assert score.killed > 20

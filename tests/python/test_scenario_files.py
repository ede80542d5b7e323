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
BUILT_IN = {name: ROOT / "src" / "rulebooks" / f"{name}.yaml" for name in Rulebook.builtin_names()}
PROVED_BOOKS = BUILT_IN | {"repair": ROOT / "tests" / "rulebook" / "data" / "repair.yaml"}  # whose machines are described in YAML
EVERY = scenarios.load_all([file for path in (ROOT / "tests" / "scenarios", "hotline") for file in scenarios.find_files(path)])


@cache
def runner() -> Runner:
    return Runner()


def of_rulebook(name: str) -> list[Scenario]:
    texts = [(each, each.rulebook.text) for each in EVERY if each.rulebook is not None]
    return [each for each, text in texts if text == name or (Path(each.file).parent / text).resolve() == PROVED_BOOKS[name]]


@pytest.mark.parametrize("scenario", EVERY, ids=lambda scenario: f"{Path(scenario.file).stem}: {scenario.name}")
def test_the_scenario_comes_true(scenario: Scenario) -> None:
    outcome = runner().run(scenario)
    assert outcome, str(outcome)


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_process_timer_and_guard_is_named_by_a_scenario(name: str) -> None:
    proved = {rule for scenario in EVERY for rule in scenario.rules}
    assert [rule for rule in Rulebook.builtin(name).rule_ids() if rule.startswith(PROVED) and rule not in proved] == []


@pytest.mark.parametrize("name", PROVED_BOOKS)
def test_hardly_a_change_of_the_rulebook_goes_unnoticed(name: str) -> None:
    score = scenarios.mutation_score(PROVED_BOOKS[name], of_rulebook(name), processes=2)
    print(score)
    assert score.share >= LEAST, str(score)
    assert score.killed > 20

# SPDX-License-Identifier: Apache-2.0
"""The scenarios of each built-in rulebook notice when a limit, a condition or a guard of it changes."""

from pathlib import Path

import pytest

from caseclock import Rulebook, scenarios

ROOT = Path(__file__).parents[2]
LEAST = 0.90


@pytest.mark.parametrize("name", Rulebook.builtin_names())
def test_hardly_a_change_of_the_rulebook_goes_unnoticed(name: str) -> None:
    every = scenarios.load_all(scenarios.find_files(ROOT / "tests" / "scenarios"))
    mine = [scenario for scenario in every if scenario.rulebook is not None and scenario.rulebook.text == name]
    score = scenarios.mutation_score(ROOT / "src" / "rulebooks" / f"{name}.yaml", mine, processes=2)
    print(score)
    assert score.share >= LEAST, str(score)
    assert score.killed > 20

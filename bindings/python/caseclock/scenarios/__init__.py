# SPDX-License-Identifier: Apache-2.0
"""Scenarios: what a desk should say, as tables that a service manager can read and check.

    from caseclock import scenarios

    for scenario in scenarios.load("tests/scenarios/call.scenarios"):
        outcome = scenarios.run(scenario, Rulebook.builtin("hotline"))
        assert outcome, outcome             # the step, what it expected, what it got, what else was said

A file looks like this; `caseclock.scenarios.statements` lists what a row may expect, docs/scenarios.md explains all of it.

    rulebook: hotline

    scenario: Nobody picks up within three rings
      rule: T-02, SYS-11
      at                  | case | event       | state    | expect
      2026-03-02 10:00:00 | 1    | call.arrive | ringing  | pick_up due 10:00:15
      +16s                |      | advance     |          | pick_up missed at 10:00:15; order reroute
      +1s                 | 1    | answer      | greeting | pick_up ended late by 2s; note late_pick_up
"""

from .model import Brought, Scenario, ScenarioError, Statement, Step, Words
from .mutants import Mutant, mutants_of
from .mutation import Score, mutation_score
from .reading import find_files, load, load_all, parse
from .report import junit, summary, text_of_outcome
from .running import Failure, Outcome, Runner, run
from .tidying import tidied

__all__ = [
    "Brought", "Failure", "Mutant", "Outcome", "Runner", "Scenario", "ScenarioError", "Score", "Statement", "Step", "Words", "find_files", "junit",
    "load", "load_all", "mutants_of", "mutation_score", "parse", "run", "summary", "text_of_outcome", "tidied",
]

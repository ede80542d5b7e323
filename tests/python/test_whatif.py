# SPDX-License-Identifier: Apache-2.0
"""A made-up day under two rulebooks: what `whatif` says is what two replays say apart."""

import csv
import json
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from caseclock import Rulebook
from caseclock.cli import load_map, main
from caseclock.cycles import verdict_words
from caseclock.replay import Replay, replay
from caseclock.simulate import Day, write_log
from caseclock.whatif import WhatIf, missed_words, whatif

NOW = Rulebook.builtin("hotline")
CHOSEN = {"ring_limit": "2 rings"}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("day") / "day.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        write_log(Day(seed=3, calls=400), file)
    return path


@pytest.fixture(scope="module")
def found(log: Path) -> WhatIf:
    return whatif(log, load_map("hotline"), NOW, Rulebook.builtin("hotline", CHOSEN), by=["type", "priority"])


@pytest.fixture(scope="module")
def apart(log: Path) -> tuple[Replay, Replay]:
    return replay(log, load_map("hotline"), NOW), replay(log, load_map("hotline"), Rulebook.builtin("hotline", CHOSEN))


def ends(done: Replay) -> dict[tuple[int, str, int], str]:
    cycles = done.cycles
    return {(case, cycles.policies[policy], cycle): verdict_words[verdict] for case, policy, cycle, verdict in zip(
        cycles.case.tolist(), cycles.policy.tolist(), cycles.cycle.tolist(), cycles.verdict.tolist(), strict=True)}


def test_each_change_is_what_two_replays_say(found: WhatIf, apart: tuple[Replay, Replay]) -> None:
    before, after = map(ends, apart)
    expected = {key: (before.get(key), after.get(key)) for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert {(each.case, each.policy, each.cycle): (each.before, each.after) for each in found.changes} == expected
    assert len(found.flips()) > 10
    assert {each.policy for each in found.flips()} == {"pick_up"}
    assert all(each.became_missed for each in found.flips())


def test_attainment_by_policy_and_attribute_is_that_of_the_reports(found: WhatIf, apart: tuple[Replay, Replay]) -> None:
    compared = 0
    for side, done in zip(("before", "after"), apart, strict=True):
        for policy in found.data["policies"]:
            if policy["policy"] not in done.cycles.policies:
                continue
            mine = done.cycles.of_policy(policy["policy"])
            counts = np.bincount(mine.verdict, minlength=len(verdict_words)).tolist()
            assert {word: policy[side][word] for word in verdict_words} == dict(zip(verdict_words, counts, strict=True))
            late = mine.verdict == verdict_words.index("ended_late")
            assert policy[side]["overrun_ms"] == int(mine.figures["overrun_ms"][late].sum())
            assert policy[side]["business_overrun_ms"] == int(mine.figures["business_overrun_ms"][late].sum())
            for group in policy["groups"]:
                rows = dict(mine.by_attribute(group["attribute"])).get(group["value"] or "(unset)")
                assert group[side]["met"] == (0 if rows is None else int((rows.verdict == 0).sum()))
                compared += 1
    assert compared > 20


def test_flips_come_with_their_proofs(found: WhatIf) -> None:
    change = found.flips()[0]
    before, after = found.proofs(change)
    assert before is not None
    assert after is not None
    assert (before.verdict, after.verdict) == (change.before, change.after)
    assert before.due_at > after.due_at  # type: ignore[operator]
    assert after.counterfactuals
    text = found.explain(2)
    assert text.count("would be") == 2
    assert f"{change.policy}, cycle {change.cycle}: met would be {change.after}" in text


def test_the_same_rulebook_changes_nothing(log: Path) -> None:
    same = whatif(log, load_map("hotline"), NOW, NOW)
    assert same.changes == []
    assert all(policy["before"] == policy["after"] for policy in same.data["policies"])
    assert same.text().endswith("Every cycle ends alike.")


def test_a_rulebook_with_other_numbers_is_told_by_name(log: Path, tmp_path: Path) -> None:
    text = (resources.files("caseclock") / "maps/hotline.map.yaml").read_text("utf-8")
    assert "machine" in text
    rules = tmp_path / "next.yaml"
    rules.write_text(
        "rulebook: next\nlanguage: caseclock/1\nzone: Asia/Shanghai\npolicies:\n"
        "  greeting: {machine: call, start: {enters: ringing}, stop: {event: answer}, cancel: {event: give_up}, due: within 1h}\n"
        "  first_response:\n    {machine: ticket, start: {opened: case, since: received_at}, stop: {fact: first_response_given}, due: within 1ms}\n",
        "utf-8")
    found = whatif(log, load_map("hotline"), NOW, Rulebook.load(rules))
    policies = {policy["policy"]: policy for policy in found.data["policies"]}
    assert not policies["hold"]["in_after"]
    assert policies["hold"]["only_before"] > 0
    assert not policies["greeting"]["in_before"]
    assert policies["greeting"]["only_after"] > 100
    assert policies["first_response"]["became_missed"] > 50
    assert policies["first_response"]["after"]["met"] == 0
    assert "greeting (only next)" in found.text()
    assert all(each.after in (*missed_words, None) for each in found.changes if each.policy == "first_response")


def test_the_command_tells_writes_and_explains(log: Path, tmp_path: Path, found: WhatIf) -> None:
    rules = tmp_path / "next.yaml"
    rules.write_text("rulebook: next\nlanguage: caseclock/1\nzone: Asia/Shanghai\npolicies:\n"
                     "  pick_up: {machine: call, start: {enters: ringing}, stop: {event: answer}, cancel: {event: give_up}, due: within 10s}\n",
                     "utf-8")
    out = tmp_path / "changes.csv"
    arguments = ["whatif", str(log), "--map", "hotline", "--rulebook", "hotline", "--against", str(rules)]
    said = CliRunner().invoke(main, [*arguments, "--explain", "1", "--verdicts", str(out)])
    assert said.exit_code == 0, said.output
    assert "hotline against next" in said.stdout
    assert "under next: pick_up, cycle 1: " in said.stdout
    data = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).stdout)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(data["changes"]) > 10
    assert [row["case"] for row in rows] == [change["case"] for change in data["changes"]]
    wrong = CliRunner().invoke(main, [*arguments, "--by", "priorty"])
    assert wrong.exit_code == 1
    assert 'no machine of either rulebook has one of that name; did you mean "priority"?' in wrong.stderr
    wrong = CliRunner().invoke(main, [*arguments, "--verdicts", "changes.txt"])
    assert wrong.exit_code == 1
    assert "ends in .csv" in wrong.stderr

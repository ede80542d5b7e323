# SPDX-License-Identifier: Apache-2.0
"""Proofs of a made-up day: alone and together, as JSON by its schema, as a picture; and why a policy did not do what one expected."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from click.testing import CliRunner

from caseclock import explain, explain_all, proofs_svg, why_not
from caseclock.cli import load_map, load_rulebook, main
from caseclock.proofs import add_up
from caseclock.replay import Replay, replay
from caseclock.simulate import Day, write_log

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/proof.schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("day") / "day.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        write_log(Day(seed=3, calls=300), file)
    return path


@pytest.fixture(scope="module")
def day(log: Path) -> Replay:
    return replay(log, load_map("hotline"), load_rulebook("hotline"))


def asked(day: Replay) -> tuple[Any, ...]:
    until = day.face.desk.now
    assert until is not None
    return day.face.rulebook, day.mapped.events, day.mapped.values, until


def test_every_cycle_of_the_day_adds_up(day: Replay) -> None:
    sums = add_up(*asked(day))
    assert sums.wrong == []
    assert sums.cycles >= len(day.cycles) > 500


def test_all_cases_together_say_what_each_says_alone(day: Replay) -> None:
    rulebook, events, values, until = asked(day)
    together = {}
    for proof in explain_all(rulebook, events, values, until, counterfactuals=True):
        together.setdefault(proof.case, []).append(proof)
    roots = [case for case in day.mapped.cases.ids.tolist() if case in together]
    assert len(roots) > 200
    for case in roots[:60]:
        assert together[case] == explain(rulebook, events, values, case, until)


def test_json_is_as_its_schema_says(day: Replay) -> None:
    data = [proof.as_data() for proof in explain_all(*asked(day), counterfactuals=True)]
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert {entry["verdict"] for entry in data} >= {"met", "ended_late", "cancelled"}
    assert any(entry["counterfactuals"] for entry in data)
    for entry in data:
        assert sum(each["length_ms"] for each in entry["intervals"] if each["kind"] == "running") == entry["used_ms"]


def test_a_missed_cycle_says_what_would_have_helped(day: Replay) -> None:
    proofs = [proof for proof in explain_all(*asked(day), counterfactuals=True) if proof.verdict == "ended_late" and proof.policy == "hold"]
    assert proofs
    for proof in proofs:
        first = proof.counterfactuals[0]
        assert (first.kind, first.at, first.event) == ("ended_by", proof.due_at, proof.ended_by)
        assert first.by == proof.overrun
        assert first.text in proof.text
        assert first.moves[-1][0] == proof.ended_by_event


def test_the_picture_is_one_file_with_a_lane_for_each_cycle(day: Replay) -> None:
    case = day.face.worth_a_proof()
    assert case is not None
    proofs = day.proofs(case)
    svg = ElementTree.fromstring(proofs_svg(proofs, f"Case {case} <&>"))
    space = "{http://www.w3.org/2000/svg}"
    assert svg.findtext(f"{space}title") == f"Case {case} <&>"
    description = svg.findtext(f"{space}desc")
    assert description is not None
    assert all(f"{proof.policy}, cycle {proof.cycle}" in description for proof in proofs)
    labels = [element.text for element in svg.iter(f"{space}text")]
    assert all(f"{proof.policy}, cycle {proof.cycle}" in labels for proof in proofs)
    tips = [element.text or "" for element in svg.iter(f"{space}title")]
    assert sum(tip.startswith(("running", "paused", "off_hours")) for tip in tips) == sum(len(proof.intervals) for proof in proofs)
    assert not any(name.endswith("href") for element in svg.iter() for name in element.attrib)
    assert proofs[0].svg() == proofs_svg(proofs[:1])


def test_why_not_tells_what_did_not_match(day: Replay) -> None:
    rulebook, events, values, until = asked(day)
    tickets = [case for case in day.mapped.cases.ids.tolist() if day.face.desk.case(case).machine == "ticket"]
    answers = [why_not(rulebook, events, values, case, "business_promise", until) for case in tickets]
    never = [answer for answer in answers if answer.data["cycles"] == 0]
    assert len(never) > 20
    for answer in never:
        (note,) = answer.data["notes"]
        assert note["kind"] == "condition"
        assert note["unmet"][0]["asked"] == "type business"
        assert note["unmet"][0]["found"].startswith("type is ")
    with pytest.raises(KeyError, match="policy \"holdd\": rulebook hotline has none of that name; did you mean \"hold\""):
        why_not(rulebook, events, values, tickets[0], "holdd", until)


def test_the_command_draws_and_answers(day: Replay, log: Path, tmp_path: Path) -> None:
    case = day.face.worth_a_proof()
    assert case is not None
    picture = tmp_path / "case.svg"
    said = CliRunner().invoke(main, ["replay", str(log), "--map", "hotline", "--rulebook", "hotline", "--explain", case, "--svg", str(picture),
                                     "--why-not", case, "pick_up"])
    assert said.exit_code == 0, said.output
    assert f"pick_up on case {case}: " in said.stdout
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")
    wrong = CliRunner().invoke(main, ["replay", str(log), "--map", "hotline", "--rulebook", "hotline", "--svg", str(picture)])
    assert wrong.exit_code == 2
    assert "--svg draws one case" in wrong.stderr
    wrong = CliRunner().invoke(main, ["replay", str(log), "--map", "hotline", "--rulebook", "hotline", "--why-not", case, "pick_upp"])
    assert wrong.exit_code == 1
    assert "did you mean" in wrong.stderr

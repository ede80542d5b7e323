# SPDX-License-Identifier: Apache-2.0
"""`caseclock check` and `caseclock mutate`: what they print, write and return; JUnit XML; mutants."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from click.testing import CliRunner, Result

from caseclock import Rulebook, scenarios
from caseclock.cli import main
from caseclock.scenarios import Mutant, mutants_of, mutation_score

RULES = """\
rulebook: small
language: caseclock/1
zone: UTC
roles: {lead: {}}
options: {limit: {choices: [5m, 10m], default: 5m}}
guards: {G-19: hard}
policies:
  reply:
    machine: ticket
    start: {opened: case}
    stop: [{event: reply}, {event: archive}]
    due:
      - {if: {priority: [urgent, critical]}, due: within 2m}
      - {due: within $limit}
    missed: [{tell: lead, from: 2nd miss}, {order: hurry}]
"""
GOOD = """\
rulebook: small.yaml

scenario: In time
  at               | case | event         | with                           | expect
  2026-03-02 10:00 | 1    | ticket.record | type: fault, priority: regular | reply due 10:05
  +5m              |      | reply         | agent_identified               | reply met
"""
BAD = GOOD.replace("In time", "Too <soon> & \x02 „late“").replace("reply met", "reply missed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(RULES, "utf-8")
    (tmp_path / "deep").mkdir()
    (tmp_path / "good.scenarios").write_text(GOOD, "utf-8")
    (tmp_path / "deep" / "bad.scenarios").write_text(BAD.replace("small.yaml", "../small.yaml"), "utf-8")
    return tmp_path


def caseclock(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)


# ---------------------------------------------------------------- check


def test_scenarios_that_come_true_are_counted(folder: Path) -> None:
    result = caseclock("check", folder / "good.scenarios")
    assert (result.exit_code, result.output) == (0, "1 scenarios, 2 steps: all passed\n")


def test_a_folder_is_searched_and_what_differs_is_shown(folder: Path) -> None:
    result = caseclock("check", folder)
    assert result.exit_code == 1
    assert f"FAILED  {folder}/deep/bad.scenarios:3: Too <soon>" in result.output
    assert "      expected  `reply missed`\n      but       got `reply met`\n      said      accepted; reply met\n" in result.output
    assert result.output.endswith("2 scenarios, 4 steps: 1 failed\n")
    assert "In time" not in result.output


def test_every_step_is_shown_on_request(folder: Path) -> None:
    result = caseclock("check", folder / "good.scenarios", "--verbose")
    assert "passed  " in result.output
    assert "    2026-03-02 10:05:00  case 1: reply\n        accepted\n        reply met\n" in result.output


def test_another_rulebook_may_stand_for_the_one_that_is_named(folder: Path) -> None:
    longer = folder / "longer.yaml"
    longer.write_text(RULES.replace("default: 5m", "default: 10m"), "utf-8")
    result = caseclock("check", folder / "good.scenarios", "--rulebook", longer)
    assert result.exit_code == 1
    assert "expected  `reply due 10:05`\n      but       its clock is running, due 10:10:00" in result.output
    assert caseclock("check", "hotline", "--rulebook", "hotline").exit_code == 0


def test_what_comes_with_the_package_can_be_checked_by_name() -> None:
    result = caseclock("check", "hotline")
    assert result.exit_code == 0
    assert "all passed" in result.output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere.scenarios"], "nowhere.scenarios: no such file or folder"),
        (["empty"], "no *.scenarios below"),
        (["broken.scenarios"], "broken.scenarios:1:1: unknown setting `rulebok` (did you mean `rulebook`?)"),
        (["good.scenarios", "--rulebook", "smal"], "there is no built-in rulebook \"smal\""),
        (["good.scenarios", "--rulebook", "missing.yaml"], "there is no such file"),
        (["good.scenarios", "--junit", "no/such/folder/out.xml"], "No such file or directory"),
    ],
)
def test_a_faulty_input_is_told_and_nothing_is_run(folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str) -> None:
    monkeypatch.chdir(folder)
    (folder / "empty").mkdir()
    (folder / "broken.scenarios").write_text("rulebok: small\n" + GOOD.partition("\n")[2], "utf-8")
    result = caseclock("check", *arguments)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert "scenarios, " not in result.stdout


def test_names_of_all_files_are_compared_before_anything_runs(folder: Path) -> None:
    (folder / "zz.scenarios").write_text(GOOD.replace("| reply met", "| replay met; tell boss"), "utf-8")
    result = caseclock("check", folder)
    assert result.exit_code == 1
    assert "zz.scenarios:6:78: no policy `replay` (did you mean `reply`?)" in result.stderr
    assert re.search(r"no role `boss` \(allowed: [^)]*\blead\b", result.stderr)
    assert result.stdout == ""


def test_tables_are_aligned_in_place(folder: Path) -> None:
    file = folder / "good.scenarios"
    file.write_text(GOOD.replace("| reply         | agent_identified               |", "|reply|agent_identified|"), "utf-8")
    assert caseclock("tidy", file, "--check").exit_code == 1
    assert "|reply|" in file.read_text("utf-8")
    done = caseclock("tidy", file)
    assert (done.exit_code, done.output, file.read_text("utf-8")) == (0, f"{file}: aligned\n", GOOD)
    assert (caseclock("tidy", file, "--check").exit_code, caseclock("tidy", file).output) == (0, "")
    file.write_text("scenario: a\n|||||\n", "utf-8")
    assert caseclock("tidy", file).exit_code == 1


# ---------------------------------------------------------------- JUnit


def test_junit_xml_holds_every_scenario_whatever_its_title_is(folder: Path) -> None:
    out = folder / "out.xml"
    assert caseclock("check", folder, "--junit", out).exit_code == 1
    root = ElementTree.fromstring(out.read_bytes())
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "2", "1")
    bad, good = root.findall("testsuite")
    assert (good.get("tests"), good.get("failures"), bad.get("failures")) == ("1", "0", "1")
    case = bad.find("testcase")
    assert case is not None
    assert (case.get("name"), case.get("classname"), case.get("line")) == ("Too <soon> & \ufffd „late“", "bad", "3")
    failure = case.find("failure")
    assert failure is not None
    assert "expected `reply missed`; got `reply met`" in (failure.get("message") or "")
    assert "said      accepted; reply met" in (failure.text or "")


def test_junit_xml_names_the_rules() -> None:
    scenario = scenarios.parse(GOOD.replace("scenario: In time\n", "scenario: In time\n  rule: T-07, SYS-28\n"))[0]
    root = ElementTree.fromstring(scenarios.junit([scenarios.run(scenario, Rulebook.parse(RULES))]))
    assert [each.get("value") for each in root.iter("property")] == ["T-07", "SYS-28"]
    assert not list(root.iter("failure"))


# ---------------------------------------------------------------- mutants


def changes(mutants: list[Mutant]) -> set[str]:
    return {f"{mutant.place}: {mutant.change}" for mutant in mutants}


def test_limits_conditions_guards_and_what_follows_are_changed(folder: Path) -> None:
    mutants = mutants_of(folder / "small.yaml")
    assert changes(mutants) == {
        "options.limit.default: 5m -> 10m", "options.limit.default: 5m -> 6m", "options.limit.default: 5m -> 4m",
        "guards.G-19: hard -> soft", "guards.G-19: hard -> off",
        "policies.reply.stop.0: {event: reply} left out", "policies.reply.stop.1: {event: archive} left out",
        "policies.reply.due.0: {if: {priority: [urgent, critical]}, due: within 2m} left out",
        "policies.reply.due.0.if: {priority: [urgent, critical]} left out",
        "policies.reply.due.0.if: {priority: [urgent, critical]} -> {none: [{priority: [urgent, critical]}]}",
        "policies.reply.due.0.if.priority.0: urgent left out", "policies.reply.due.0.if.priority.1: critical left out",
        "policies.reply.due.0.due: within 2m -> within 3m", "policies.reply.due.0.due: within 2m -> within 1m",
        "policies.reply.due.1: {due: within $limit} left out",
        "policies.reply.missed: [{tell: lead, from: 2nd miss}, {order: hurry}] left out",
        "policies.reply.missed.0: {tell: lead, from: 2nd miss} left out", "policies.reply.missed.0.from: 2nd miss left out",
        "policies.reply.missed.1: {order: hurry} left out",
    }
    whole = yaml.load(RULES, yaml.BaseLoader)
    assert all(json.loads(mutant.text) != whole for mutant in mutants)
    urgent = next(mutant for mutant in mutants if mutant.place.endswith("priority.0"))
    assert (urgent.line, urgent.column) == (13, 26)
    assert str(urgent).startswith(f"{folder}/small.yaml:13:26: policies.reply.due.0.if.priority.0: urgent left out")


def test_hours_and_the_parts_of_conditions_are_changed(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        'title: The 400 hotline\ncalendars: {office: {week: {mon-fri: "09:00-17:30"}}}\n'
        "conditions: {c: {any: [{type: fault}, {fact: a}], rule: C-06}}\n", "utf-8")
    assert changes(mutants_of(tmp_path / "a.yaml")) == {
        "calendars.office.week.mon-fri: 09:00-17:30 -> 09:30-17:30", "calendars.office.week.mon-fri: 09:00-17:30 -> 09:00-17:00",
        "calendars.office.week.mon-fri: 09:00-17:30 left out",
        "conditions.c.any.0: {type: fault} left out", "conditions.c.any.1: {fact: a} left out",
    }


def test_scenarios_at_the_boundary_notice_a_limit_that_is_off_by_one(folder: Path) -> None:
    loose = GOOD.replace("| reply due 10:05", "|").replace("+5m              |", "+1m              |")
    survivors = {name: {each.change for each in mutation_score(folder / "small.yaml", scenarios.parse(text)).survivors}
                 for name, text in (("loose", loose), ("at the limit", GOOD))}
    limits = {"5m -> 4m", "5m -> 6m", "5m -> 10m"}
    assert (limits <= survivors["loose"], limits & survivors["at the limit"]) == (True, set())


def test_a_change_that_only_a_choice_refuses_is_noticed_where_a_scenario_makes_that_choice(folder: Path) -> None:
    rules = RULES.replace("choices: [5m, 10m], default: 5m", "kind: duration, default: 5m") + "    calendar: office\n" \
        'calendars: {office: {week: {mon-fri: ["09:00-17:00"]}}}\n'
    (folder / "small.yaml").write_text(rules, "utf-8")
    chosen = GOOD.replace("+5m", "wed 10:00").replace("reply due 10:05", "reply due wed 10:00").replace(
        "scenario: In time", "scenario: In time\n  options: limit = 2 working days")
    survivors = {name: {each.place for each in mutation_score(folder / "small.yaml", scenarios.parse(text)).survivors}
                 for name, text in (("default", GOOD), ("chosen", chosen))}
    assert ["policies.reply.calendar" in survivors[name] for name in ("default", "chosen")] == [True, False]


def test_a_choice_under_another_name_is_no_change_that_a_scenario_notices(folder: Path) -> None:
    chosen = GOOD.replace("scenario: In time", "scenario: In time\n  options: limit = 5m")
    survivors = mutation_score(folder / "small.yaml", scenarios.parse(chosen)).survivors
    assert {"5m -> 4m", "5m -> 6m"} <= {each.change for each in survivors}


def test_processes_and_samples_say_the_same_of_the_same_mutants(folder: Path) -> None:
    every = scenarios.parse(GOOD)
    one, two = (mutation_score(folder / "small.yaml", every, processes=processes) for processes in (1, 2))
    assert one == two
    some = mutation_score(folder / "small.yaml", every, sample=6, seed=3)
    assert some == mutation_score(folder / "small.yaml", every, sample=6, seed=3)
    assert some.killed + len(some.survivors) + some.stillborn == 6
    assert "not tried, seed 3" in str(some)
    assert set(map(str, some.survivors)) <= set(map(str, one.survivors))


def test_a_rulebook_that_includes_others_is_changed_alone(folder: Path) -> None:
    head = "rulebook: part\nlanguage: caseclock/1\n"
    (folder / "rules").mkdir()
    (folder / "rules" / "guards.yaml").write_text(head + "include: [more/roles.yaml]\nguards: {G-19: hard}\n", "utf-8")
    (folder / "rules" / "more").mkdir()
    (folder / "rules" / "more" / "roles.yaml").write_text(head + "roles: {lead: {}}\n", "utf-8")
    own = folder / "rules" / "own.yaml"
    own.write_text(RULES.replace("guards: {G-19: hard}\n", "include: guards.yaml\n").replace("roles: {lead: {}}\n", ""), "utf-8")
    score = mutation_score(own, scenarios.parse(GOOD))
    assert score.killed > 5
    assert not any("guards" in mutant.place for mutant in mutants_of(own))


def test_survivors_are_listed_and_too_few_noticed_is_a_failure(folder: Path) -> None:
    result = caseclock("mutate", folder / "small.yaml", folder / "good.scenarios")
    assert result.exit_code == 0
    assert f"  {folder}/small.yaml:15:44: policies.reply.missed.1: {{order: hurry}} left out\n" in result.output
    assert caseclock("mutate", folder / "small.yaml", folder / "good.scenarios", "--at-least", 99).exit_code == 1
    failing = caseclock("mutate", folder / "small.yaml", folder / "deep")
    assert failing.exit_code == 1
    assert "a scenario fails before anything is changed" in failing.stderr
    assert "no such file" in caseclock("mutate", folder / "smal.yaml", folder / "good.scenarios").stderr

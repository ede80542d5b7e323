# SPDX-License-Identifier: Apache-2.0
"""Findings as Python and the command line tell them. What is found stands in tests/rulebook/lint.cpp and docs/lint.md."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import caseclock
from caseclock.cli import main
from caseclock.findings import finding_kinds, lint_text

RULEBOOK = """\
rulebook: own
language: caseclock/1
words: {promptly: {means: 30m}}
policies:
  hold:
    machine: call
    start: {enters: on_hold}
    stop: {leaves: on_hold}
    due: within 2m
    pause_while: {state: wrap_up}
"""
IGNORING = RULEBOOK + '    ignore: {pause-cannot-happen: "kept for the telephone system to come"}\n'


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(RULEBOOK, "utf-8")
    return path


def run(*arguments: str) -> tuple[int, list[str]]:
    result = CliRunner().invoke(main, ["lint", *arguments])
    return result.exit_code, result.output.splitlines()


def test_a_file_a_text_and_a_mapping_give_the_same_findings(rules: Path) -> None:
    found = caseclock.lint(rules)
    assert [(each.id, each.level, each.line, each.column) for each in found] == [
        ("unused-name", "note", 3, 9),
        ("pause-cannot-happen", "warning", 10, 18),
    ]
    pause = found[1]
    assert pause.file == str(rules) and pause.subject == "policy hold" and pause.counts
    assert str(pause).startswith(f"{rules}:10:18: warning: policy hold: it cannot hold while the clock runs: that is in on_hold only; ")
    assert [each.id for each in lint_text(RULEBOOK)] == [each.id for each in found]
    as_mapping = {
        "rulebook": "own",
        "language": "caseclock/1",
        "policies": {"hold": {"machine": "call", "start": {"enters": "on_hold"}, "stop": {"event": "greet"}, "due": "within 2m"}},
    }
    assert [each.id for each in lint_text(as_mapping, "made")] == ["promise-never-met"]


def test_the_built_in_rulebooks_are_clean() -> None:
    for name in caseclock.Rulebook.builtin_names():
        assert [str(each) for each in caseclock.lint(name) if each.counts] == []
        assert run(name, "--strict")[0] == 0


def test_what_is_ignored_has_its_reason() -> None:
    pause = lint_text(IGNORING)[1]
    assert pause.ignored == "kept for the telephone system to come" and not pause.counts
    assert str(pause).endswith("[ignored: kept for the telephone system to come]")
    with pytest.raises(caseclock.RulebookError, match='there is no finding "pause-cannot-hapen"; did you mean "pause-cannot-happen"'):
        lint_text(IGNORING.replace("happen:", "hapen:"))


def test_the_kinds_of_findings_are_known() -> None:
    kinds = finding_kinds()
    assert len(kinds) >= 25
    assert kinds["pause-for-ever"].startswith("a clock can pause for ever")


def test_warnings_count_and_notes_do_when_strict(rules: Path) -> None:
    status, lines = run(str(rules))
    assert status == 1
    assert [line.rsplit(" ", 1)[1] for line in lines[:2]] == ["(unused-name)", "(pause-cannot-happen)"]
    assert lines[2] == f"{rules}: 1 warning, 1 note, 0 ignored"
    rules.write_text(IGNORING, "utf-8")
    assert run(str(rules)) == (0, [lines[0], f"{rules}: 0 warnings, 1 note, 1 ignored"])
    assert run(str(rules), "--strict")[0] == 1


def test_json_has_what_is_ignored_too(rules: Path) -> None:
    rules.write_text(IGNORING, "utf-8")
    status, lines = run(str(rules), "--json")
    data = json.loads("\n".join(lines))
    assert status == 0 and [each["id"] for each in data] == ["unused-name", "pause-cannot-happen"]
    assert data[1] == caseclock.lint(rules)[1].as_data()


def test_faults_are_told_and_nothing_is_linted(rules: Path) -> None:
    rules.write_text(RULEBOOK.replace("wrap_up", "wrap_upp"), "utf-8")
    status, lines = run(str(rules))
    assert status == 1
    assert any(line.startswith(f'caseclock: {rules}:10:26: policy hold: there is no state "wrap_upp"; did you mean "wrap_up"?') for line in lines)
    assert run("no_such")[0] == 1
    assert run(str(rules.with_name("none.yaml")))[0] == 1

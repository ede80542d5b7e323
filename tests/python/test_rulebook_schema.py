# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema of the rulebook language, as an editor uses it: every rulebook of the tree validates, faulty ones do not."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "src" / "rulebooks" / "caseclock-rulebook.schema.json"
RULEBOOKS = sorted(
    path
    for folder in ("src/rulebooks", "examples", "tests/rulebook/data")
    for path in (ROOT / folder).rglob("*.yaml")
    if "\nlanguage: caseclock/1\n" in path.read_text("utf-8")
)


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def read(text: str) -> Any:
    return yaml.load(text, Loader=yaml.BaseLoader)


def test_there_are_rulebooks_to_validate() -> None:
    assert {path.name for path in RULEBOOKS} >= {"bank.yaml", "boston.yaml", "hotline.yaml", "repair.yaml", "uci.yaml"}


@pytest.mark.parametrize("path", RULEBOOKS, ids=lambda path: path.name)
def test_a_rulebook_validates(validator: jsonschema.Draft202012Validator, path: Path) -> None:
    faults = [f"{list(error.absolute_path)}: {error.message[:200]}" for error in validator.iter_errors(read(path.read_text("utf-8")))]
    assert faults == []


HEAD = "rulebook: a\nlanguage: caseclock/1\n"


@pytest.mark.parametrize(
    "lines",
    [
        "polices: {}",
        "guards: {G-01: sotf}",
        "words: {soon: {}}",
        "words: {soon: {means: five minutes}}",
        "policies: {p: {start: {opened: case}}}",
        "policies: {p: {start: {opened: case, event: a}, due: none}}",
        "policies: {p: {start: {opened: case}, due: 5 past}, q: [a]}",
        "policies: {p: {start: {opened: case}, due: none, missed: {tel: a}}}",
        "machines: {m: {events: {}, states: {}, rows: [{in: a, event: b}]}}",
    ],
)
def test_a_faulty_rulebook_does_not(validator: jsonschema.Draft202012Validator, lines: str) -> None:
    assert validator.is_valid(read(HEAD))
    assert not validator.is_valid(read(HEAD + lines))

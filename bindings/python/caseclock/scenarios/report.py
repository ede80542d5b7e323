# SPDX-License-Identifier: Apache-2.0
"""What became of scenarios: as text, and as JUnit XML for build servers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from .running import Outcome

__all__ = ["junit", "summary", "text_of_outcome"]


def text_of_outcome(outcome: Outcome, verbose: bool = False) -> str:
    """The scenario, and of a failed one the step, what it expected, what it got and what else was said; `verbose`: every step."""
    scenario = outcome.scenario
    rules = f" [{', '.join(scenario.rules)}]" if scenario.rules else ""
    lines = [f"{'passed' if outcome else 'FAILED'}  {scenario.file}:{scenario.title.mark.line}: {scenario.name}{rules}"]
    if verbose:
        for step, at, said in outcome.told:
            lines.append(f"    {at}  {_told(step.case.text if step.case else '', step.event.text if step.event else 'advance')}")
            lines += [f"        {line}" for line in said]
    lines += _difference(outcome)
    return "\n".join(lines)


def _told(case: str, event: str) -> str:
    return f"case {case}: {event}" if case else event


def _difference(outcome: Outcome) -> Iterator[str]:
    if not outcome.failures:
        return
    first = outcome.failures[0]
    step = first.step
    at = outcome.told[-1][1]
    yield f"    {first.place}: step {step.number} at {at}, {_told(step.case.text if step.case else '', step.event.text if step.event else 'advance')}"
    for failure in outcome.failures:
        yield f"      expected  {failure.expected}"
        yield f"      but       {failure.got}"
    yield "      said      " + ("; ".join(first.besides) or "nothing")


def summary(outcomes: Sequence[Outcome]) -> str:
    """One line: how many passed and failed."""
    failed = sum(not outcome for outcome in outcomes)
    steps = sum(outcome.steps for outcome in outcomes)
    return f"{len(outcomes):,} scenarios, {steps:,} steps: " + (f"{failed:,} failed" if failed else "all passed")


def junit(outcomes: Iterable[Outcome]) -> bytes:
    """A test suite per file, a test case per scenario."""
    by_file: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_file.setdefault(outcome.scenario.file, []).append(outcome)
    root = ElementTree.Element("testsuites", _counts([each for of in by_file.values() for each in of]))
    for file, of in by_file.items():
        suite = ElementTree.SubElement(root, "testsuite", {"name": _sound(file), **_counts(of)})
        for outcome in of:
            scenario = outcome.scenario
            case = ElementTree.SubElement(suite, "testcase", {
                "name": _sound(scenario.name), "classname": _sound(Path(file).stem), "file": _sound(file), "line": str(scenario.title.mark.line),
            })
            if scenario.rules:
                properties = ElementTree.SubElement(case, "properties")
                for rule in scenario.rules:
                    ElementTree.SubElement(properties, "property", {"name": "rule", "value": _sound(rule)})
            if not outcome:
                failure = ElementTree.SubElement(case, "failure", {"message": _sound(str(outcome.failures[0])), "type": "expectation"})
                failure.text = _sound("\n".join(_difference(outcome)))
    ElementTree.indent(root)
    made: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return made + b"\n"


def _counts(outcomes: Sequence[Outcome]) -> dict[str, str]:
    return {"tests": str(len(outcomes)), "failures": str(sum(not outcome for outcome in outcomes)), "errors": "0", "skipped": "0"}


def _sound(text: str) -> str:
    """Without what XML cannot hold, which ElementTree would write all the same."""
    return "".join(
        each if each in "\t\n\r" or " " <= each <= "\ud7ff" or "\ue000" <= each <= "\ufffd" or each >= "\U00010000" else "\ufffd" for each in text
    )

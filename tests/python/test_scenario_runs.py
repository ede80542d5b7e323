# SPDX-License-Identifier: Apache-2.0
"""Scenarios on a desk: every statement comes true where it is true, and fails, with what there was instead, where it is not."""

import re
from typing import Any

import pytest

from caseclock import Rulebook, scenarios
from caseclock.scenarios import Outcome

WORK: dict[str, Any] = {
    "rulebook": "work",
    "language": "caseclock/1",
    "zone": "UTC",
    "calendar": "office",
    "calendars": {"office": {"week": {"mon-fri": ["09:00-17:00"]}}},
    "roles": {"agent": {"title": "The agent"}, "lead": {"title": "The lead"}},
    "machines": {
        "job": {
            "attributes": {
                "size": {"one_of": ["small", "large"]}, "units": {"kind": "count"}, "place": {"kind": "name"}, "agreed_at": {"kind": "instant"},
                "effort": {"kind": "duration", "unit": "business"}, "estimate": {"kind": "duration", "unit": "working_days"},
            },
            "facts": {"paid": {}, "asked": {"until": {"event": "go_on"}}},
            "events": {
                "begin": {"carries": ["size", "units"]}, "ask": {"sets": "asked"}, "go_on": {}, "end": {}, "agree": {"carries": ["agreed_at"]},
                "call": {"fields": {"loud": "boolean"}}, "tick": {"fields": {"times": "integer"}},
            },
            "states": {"open": {"initial": "here"}, "asking": {}, "closed": {"final": "done"}},
            "rows": [
                {"in": "open", "event": ["begin", "call", "tick", "agree"], "stay": "inside"},
                {"in": "open", "event": "ask", "to": "asking", "do": [{"say": "question"}, {"open": "job", "as": "part", "event": "call"}]},
                {"in": "asking", "event": "go_on", "to": "open"},
                {"in": "open", "event": "end", "needs": ["paid"], "ought": ["asked"], "to": "closed"},
            ],
        }
    },
    "cues": {"question": {"text": "What is it?"}},
    "policies": {
        "work": {
            "machine": "job", "start": {"event": "begin"}, "stop": {"event": "end"}, "cancel": {"event": "call"},
            "pause_while": [{"state": "asking"}],
            "due": [{"if": {"size": "large"}, "due": "within 2 business hours"}, {"if": {"size": "small"}, "due": "within 1h"},
                    {"due": "by agreed_at"}],
            "warn": [{"at": "10m left", "remind": "agent"}],
            "missed": [{"tell": "lead"}, {"order": "hurry", "to": "agent"}, {"note": "late"}],
        },
        "visit": {"machine": "job", "start": {"changes": "agreed_at"}, "stop": {"event": "end"}, "due": "on the day before agreed_at"},
    },
}
HEAD = "at | case | event | with | state | expect\n"
OPENED = "2026-03-02 10:00 | 1 | begin | size: small, units: 3 units, place: Kiel | open |\n"


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook.parse(WORK)


def run(book: Rulebook, rows: str, settings: str = "") -> Outcome:
    (scenario,) = scenarios.parse(f"scenario: t\n{settings}{HEAD}{rows}", "f")
    return scenarios.run(scenario, book)


def why(outcome: Outcome) -> list[str]:
    """What a failed outcome expected and got."""
    return [f"{failure.expected}: {failure.got}" for failure in outcome.failures]


# ---------------------------------------------------------------- statements

PAID_LATE = OPENED + "+1h 5m | | end | paid, asked | closed | "
LATE_WARNED = "2026-03-02 10:00 | 1 | begin | size: small, units: 3 units | | \n+1h 5m | | advance | | | "

STATEMENTS = [
    # true, not true, what is said of it
    (OPENED + "+1m | | end | | | ", "refused: paid", "refused: asked", "got `refused: paid`"),
    (OPENED + "+1m | | end | | | ", "refused", "accepted", "got `refused: paid`"),
    (OPENED + "+1m | | go_on | | | ", "not taken", "refused: paid", "got `not taken (not while open)`"),
    (OPENED + "+1m | | agree #4 | | | \n+0s | | agree #4 | | | ", "duplicate", "conflict", "got `duplicate`"),
    (OPENED + "+1m | | agree #4 | | | \n+1m | | ask #4 | | | ", "conflict", "duplicate", "got `conflict`"),
    (OPENED + "09:00 | | agree | | | ", "judged late", "accepted", "got `accepted (judged late)`; `judged late` expects that"),
    (OPENED + "+1m | | agree | | | ", "accepted", "judged late", "got `accepted`"),
    (PAID_LATE, "work missed at 11:00", "work missed at 11:05", "got `work missed at 11:00:00`"),
    (PAID_LATE, "work ended late by 5m", "work ended late by 6m", "got `work ended late by 5m`"),
    (PAID_LATE, "work ended_late after 1h 5m due 11:00 cycle 1", "work ended late after 1h", "got `work ended late by 5m`"),
    (PAID_LATE, "work missed due 11:00", "work missed due 11:05", "got `work missed at 11:00:00`"),
    (PAID_LATE, "work missed cycle 1", "work missed cycle 2", "got `work missed at 11:00:00`"),
    (PAID_LATE, "work missed", "work met", "got `work missed at 11:00:00`, `work ended late by 5m`"),
    (PAID_LATE, "work warned at 10:50; remind agent", "visit warned", "got `work warned at 10:50:00`"),
    (PAID_LATE, "tell lead of work", "tell agent", "got `tell lead at 11:00:00 of work`"),
    (PAID_LATE, "order hurry to agent", "order hurry to lead", "got `order hurry to agent at 11:00:00 of work`"),
    (PAID_LATE, "note late at 11:00 of work on 1", "note late of visit", "got `note late at 11:00:00 of work`"),
    (PAID_LATE, "ends", "ends at 11:00", "got `ends`"),
    (PAID_LATE, "notification lead", "notification agent", "got `tell lead at 11:00:00 of work`"),
    (OPENED + "+1m | | ask | | | ", "opens part; say question", "opens parts", "got `opens job on 1/job`"),
    (OPENED + "+1m | | ask | | | ", "/part is open; 1/part#1 is open", "/part is closed", "it is open"),
    (OPENED + "+1m | | ask | | | ", "/part#2 is none", "/part#2 is open", "there is no case /part#2"),
    (OPENED + "+1m | | end | paid | | ", "lapse asked; work met", "lapse paid", "got `lapse asked`"),
    (OPENED + "+5m | | agree | agreed_at: wed 10:00 | | ", "work running", "work paused", "its clock is running, due 11:00:00, used 5m, left 55m"),
    (OPENED + "+5m | | ask | | | ", "work paused", "work running", "its clock is paused, due 11:00:00, used 5m, left 55m"),
    (OPENED + "+5m | | call | loud: yes | | ", "work stopped; work cancelled", "work running", "its clock is stopped"),
    (OPENED + "+5m | | call | loud: no | | ", "visit unstarted", "work unstarted", "its clock is stopped"),
    (OPENED + "+5m | | agree | | | ", "work due 11:00", "work due 11:01", "its clock is running, due 11:00:00"),
    (OPENED + "+5m | | agree | | | ", "work due +55m", "work due never", "its clock is running, due 11:00:00"),
    (OPENED + "+5m | | agree | | | ", "work left 55m; work used 5m", "work left 54m", "left 55m"),
    (OPENED + "+70m | | agree | | | ", "work left -10m", "work left 10m", "left -10m"),
    (OPENED + "+5m | | agree | agreed_at: wed 10:00 | | ", "visit opening tue 00:00; visit due 2026-03-04 00:00", "visit opening tue 01:00",
     "its clock is running, due 2026-03-04 00:00:00, used 0s, opening 2026-03-03 00:00:00"),
    (OPENED + "+5m | | agree | | | ", "work running on 1", "visit running", "its clock never started"),
    (OPENED + "+5m | | agree | agreed_at: wed 10:00 | | ", "agreed_at = wed 10:00; place = Kiel; units = 3", "units = 4", "it is 3"),
    (OPENED + "+5m | | agree | effort: 3 business hours, estimate: 2 working days | | ", "effort = 3 business hours; estimate = 2 working days",
     "estimate = 3 working days", "it is 2 working days"),
    (OPENED + "+5m | | agree | | | ", "agreed_at = none; effort = none on 1", "place = none", "it is Kiel"),
    (OPENED + "+5m | | agree | paid, not asked | | ", "has paid; lacks asked", "has asked", "it holds: paid"),
    (OPENED + "+5m | | agree | paid | | ", "has paid on 1", "lacks paid", "it holds: paid"),
    (OPENED + "+5m | | ask | | | ", "say question; opens part; only all", "say question; only all",
     "got `opens job on 1/job` too"),
    (OPENED + "+1m | | ask | | | ", "no told, verdicts", "no cues", "got `say question` too"),
    (LATE_WARNED, "only warnings; work warned on 1", "only policies; work warned", "got `tell lead at 11:00:00 of work on 1` too"),
    (OPENED + "+1m | | agree | | | ", "nothing", "work met; nothing", "it was not said"),
]


@pytest.mark.parametrize(("rows", "true", "untrue", "instead"), STATEMENTS)
def test_a_statement_comes_true_or_says_what_there_was_instead(book: Rulebook, rows: str, true: str, untrue: str, instead: str) -> None:
    outcome = run(book, f"{rows}{true}\n")
    assert outcome, outcome
    failed = run(book, f"{rows}{untrue}\n")
    assert not failed
    assert any(instead in sentence for sentence in why(failed)), why(failed)
    assert instead in str(failed)


def test_a_row_that_says_nothing_of_the_receipt_expects_that_its_event_is_accepted(book: Rulebook) -> None:
    outcome = run(book, OPENED + "+1m | | end | | |\n+1m | | ask | | |\n")
    assert why(outcome) == ["`accepted`: got `refused: paid`"]
    assert outcome.steps == 2


def test_the_state_is_held_against_the_column(book: Rulebook) -> None:
    assert why(run(book, OPENED.replace("| open |", "| asking |"))) == ["case 1 asking: it is open"]
    assert why(run(book, "2026-03-02 10:00 | 1 | end | | closed | refused: paid\n")) == ["case 1 closed: there is no case 1"]
    assert run(book, "2026-03-02 10:00 | 1 | end | | none | refused: paid\n")


def test_two_statements_need_two_effects(book: Rulebook) -> None:
    rows = PAID_LATE + "work ended late; tell lead; tell lead\n"
    assert why(run(book, rows)) == ["`tell lead`: got `tell lead at 11:00:00 of work`"]


def test_a_statement_that_fits_several_effects_leaves_the_others_theirs(book: Rulebook) -> None:
    rows = ("2026-03-02 10:00 | a | begin | size: small, units: 1 | |\n10:30 | b | begin | size: small, units: 1 | |\n"
            "12:00 | | advance | | | tell lead; tell lead at 11:00; work missed on a; work missed at 11:30 on b\n")
    assert run(book, rows)
    assert run(book, rows.replace("tell lead; tell lead at 11:00", "tell lead at 11:00; tell lead"))


def test_only_holds_for_every_row_where_it_stands_above_the_table(book: Rulebook) -> None:
    rows = OPENED + "+1m | | ask | | |\n"
    assert run(book, rows)
    assert why(run(book, rows, "only: cues\n")) == ["nothing more: got `say question` too"]
    assert run(book, OPENED + "+1m | | ask | | | say question\n", "only: cues\n")


def test_effects_of_other_families_are_named_by_their_case(book: Rulebook) -> None:
    rows = "2026-03-02 10:00 | a | begin | size: small, units: 1 | |\n+1h 1m | b | begin | size: small, units: 1 | | "
    assert run(book, rows + "work missed on a\n")
    assert not run(book, rows + "work missed\n")
    assert why(run(book, rows + "only verdicts\n")) == ["nothing more: got `work missed at 11:00:00 on a` too"]


def test_children_are_told_things_too(book: Rulebook) -> None:
    rows = (OPENED + "+1m | | ask | | asking |\n"
            "+1m | 1/part | begin | size: large, units: 1 | open | work due 12:02; work running on 1/part; work paused on 1\n")
    assert run(book, rows)
    missing = run(book, rows.replace("1/part | begin", "1/parts | begin"))
    assert why(missing) == ["a step that can be tried: case 1 has no child parts (it has: job)"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("09:00 | | advance | | |", "the desk's time is 10:00:00 already: it never goes back"),
        ("+1m | | tick | | |", "job.tick: the field times is missing"),
        ("2250-01-01 00:00 | | advance | | |", "cannot advance to 2250-01-01T00:00:00.000Z"),
        ("+70000d | | advance | | |", "cannot advance to 2217-10-27T10:00:00.000Z"),
        ("+70000d | | advance | | |\n" * 50, "cannot advance to "),
    ],
)
def test_a_step_that_cannot_be_tried_fails_with_the_reason(book: Rulebook, row: str, sentence: str) -> None:
    outcome = run(book, f"{OPENED}{row}\n")
    assert len(outcome.failures) == 1
    assert outcome.failures[0].expected == "a step that can be tried"
    assert sentence in outcome.failures[0].got


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("work missed at never", "f:4:56: no instant: 'never'"), ("work ended late by -5m", "f:4:60: no length of time: '-5m'"),
        ("work missed due 9999-12-31 23:59", "f:4:57: out of range"), ("work due 0001-01-01 00:00", "f:4:50: out of range"),
        ("estimate = 9999999999 working days", "f:4:41: estimate: length of time '9999999999 working days': the number is too large"),
        ("effort = 9999999999 business hours", "f:4:41: effort: length of time '9999999999 business hours': the number is too large"),
    ],
)
def test_a_time_that_never_comes_is_a_fault_of_the_scenario(book: Rulebook, statement: str, sentence: str) -> None:
    with pytest.raises(scenarios.ScenarioError, match=re.escape(sentence)):
        run(book, f"{PAID_LATE}{statement}\n")


def test_a_failure_reads_like_the_table(book: Rulebook) -> None:
    outcome = run(book, PAID_LATE + "work met\n", "rule: T-17, SYS-33\n")
    assert str(outcome) == (
        "FAILED  f:1: t [T-17, SYS-33]\n"
        "    f:5: step 2 at 2026-03-02 11:05:00, case 1: end\n"
        "      expected  `work met`\n"
        "      but       got `work missed at 11:00:00`, `work ended late by 5m`\n"
        "      said      accepted; work warned at 10:50:00; remind agent at 10:50:00 of work; work missed at 11:00:00; "
        "tell lead at 11:00:00 of work; order hurry to agent at 11:00:00 of work; note late at 11:00:00 of work; work ended late by 5m; ends"
    )


def test_what_is_said_can_be_copied_into_the_table(book: Rulebook) -> None:
    """Every line of a verbose run is a statement that comes true."""
    outcome = run(book, OPENED + "+1m | | ask | | |\n+1m | | go_on | | |\n+3h | | end | paid, asked | |\n")
    rows = []
    for step, _, said in outcome.told:
        brought = ", ".join(each.name.text + (f": {each.value.text}" if each.value else "") for each in step.brought)
        event = step.event.text if step.event else "advance"
        rows.append(f"{step.at.text} | 1 | {event} | {brought} | | {'; '.join(said)}; nothing\n")
    assert len(rows) == 4
    again = run(book, "".join(rows))
    assert again, again


def test_a_desk_of_another_rulebook_is_as_easily_tried(book: Rulebook) -> None:
    text = "rulebook: hotline\nscenario: t\n" + HEAD + OPENED
    with pytest.raises(scenarios.ScenarioError, match=re.escape("event begin: no machine of rulebook hotline has an event of that name")):
        scenarios.Runner().run(scenarios.parse(text)[0])
    assert scenarios.run(scenarios.parse(text)[0], book)


def test_a_scenario_without_a_rulebook_says_so() -> None:
    (scenario,) = scenarios.parse("scenario: t\n" + HEAD + OPENED, "f")
    with pytest.raises(scenarios.ScenarioError, match="f:1:1: under which rulebook"):
        scenarios.Runner().run(scenario)

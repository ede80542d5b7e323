# SPDX-License-Identifier: Apache-2.0
"""Scenarios as text: what is read from a file, and which faults are told where."""

import os
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from caseclock import Rulebook, scenarios
from caseclock.scenarios import Scenario, ScenarioError
from caseclock.scenarios.times import length_text, moment_text, parse_length, parse_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
HEAD = "at | case | event | with | state | expect\n"
FIRST = "2026-03-02 10:00 | 1 | call.arrive | | |"


def told(text: str) -> list[str]:
    """The faults of a text under the hotline, without the name of the file."""
    try:
        for scenario in scenarios.parse(text, "f"):
            scenarios.run(scenario, Rulebook.builtin("hotline"))
    except ScenarioError as error:
        return [fault.removeprefix("f:") for fault in error.faults]
    return []


def only_step(cells: str, settings: str = "") -> Scenario:
    (scenario,) = scenarios.parse(f"scenario: t\n{settings}{HEAD}{cells}\n")
    return scenario


# ---------------------------------------------------------------- what is read


def test_a_file_holds_settings_titles_and_tables() -> None:
    first, second = scenarios.parse(
        "\ufeff# a comment\r\nrulebook: hotline\r\nrule: SYS-11\r\nonly: policies\r\noptions: ring_limit = 2 rings\r\n\r\n"
        "scenario: One, with: a colon\r\n  rule: T-02, C-05\r\n  only: none\r\n  at | event | case\r\n  2026-03-02 10:00 | call.arrive | 1\r\n\r\n"
        "scenario: Two\r\n  options: emergency_means = critical_only, ring_limit = 3 rings\r\n  starts: 2026-03-02\r\n"
        "  | at    | case | event         | expect              |\r\n  |-------|------|---------------|---------------------|\r\n"
        "  | 10:00 | anna | ticket.record |                     |\r\n  # another\r\n  | +5m   |      | reply #7      | a met; accepted     |\r\n"
        "  |       |      |               | only verdicts       |\r\n".encode(),
        "f",
    )
    assert (first.name, first.rules, first.rulebook and first.rulebook.text) == ("One, with: a colon", ("SYS-11", "T-02", "C-05"), "hotline")
    assert (first.choices, first.only) == ({"ring_limit": "2 rings"}, ())
    assert (second.choices, [each.text for each in second.only]) == (
        {"ring_limit": "3 rings", "emergency_means": "critical_only"}, ["policies"])
    step, after = second.steps
    assert (after.number, after.case and after.case.text, after.event and after.event.text, after.event_id) == (2, "anna", "reply", 7)
    assert [(each.form, each.word) for each in after.expected] == [("verdict", "met"), ("receipt", "accepted"), ("only", "only")]
    assert (step.mark.line, after.mark.line, after.expected[2].said.mark.column) == (18, 20, 36)


def test_what_an_event_brings_stands_between_commas() -> None:
    (step,) = only_step('2026-03-02 10:00 | 1 | ticket.record | caller: "Wang, Li: both", not agent_identified, promised: 1h 30m |  |').steps
    assert [(each.name.text, each.value and each.value.text, each.negated) for each in step.brought] == [
        ("caller", "Wang, Li: both", False), ("agent_identified", None, True), ("promised", "1h 30m", False)]


def test_a_bar_inside_a_cell_is_escaped() -> None:
    (step,) = only_step("2026-03-02 10:00 | 1 | ticket.record | caller: a\\|b |  |").steps
    assert step.brought[0].value is not None
    assert step.brought[0].value.text == "a|b"


def test_texts_of_any_script_are_read_with_their_places() -> None:
    text = "scenario: 无人接听 🕐\n" + HEAD + "2026-03-02 10:00 | 王先生 | call.arrive | caller: 王, prioritt: high | |\n"
    assert told(text) == ["3:51: prioritt: no such attribute (did you mean `priority`?)"]
    (scenario,) = scenarios.parse(text.replace("prioritt: high", "priority: high").replace("| |\n", "| ringing | caller = 王\n"))
    outcome = scenarios.run(scenario, Rulebook.builtin("hotline"))
    assert outcome, outcome
    assert "无人接听 🕐" in str(outcome)


def test_a_file_of_ten_thousand_scenarios_is_read() -> None:
    text = "".join(f"scenario: number {number}\n{HEAD}{FIRST} nothing\n" for number in range(10_000))
    every = scenarios.parse(text)
    assert (len(every), every[-1].steps[0].mark.line) == (10_000, 30_000)


# ---------------------------------------------------------------- times


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02 10:00", "2026-03-02 10:00:00"), ("2026-03-02 9:05:07.25", "2026-03-02 09:05:07.250"), ("10:00:15", "2026-03-04 10:00:15"),
        ("wed 23:59", "2026-03-04 23:59:00"), ("Tue 10:00", "2026-03-10 10:00:00"), ("+90s", "2026-03-04 15:01:30"),
        ("+1h 30m", "2026-03-04 16:30:00"), ("2026-03-02T10:00+01:00", "2026-03-02 17:00:00"), ("2026-03-02T10:00Z", "2026-03-02 18:00:00"),
        ("+2 hours", "2026-03-04 17:00:00"), ("+1d", "2026-03-05 15:00:00"),
    ],
)
def test_instants_are_local_or_after_the_step_before(text: str, expected: str) -> None:
    before = datetime(2026, 3, 4, 15, tzinfo=SHANGHAI)  # a Wednesday
    assert moment_text(parse_moment(text).instant(before, SHANGHAI), SHANGHAI) == expected


def test_what_was_said_lies_behind_and_a_weekday_of_it_is_the_last_one() -> None:
    before = datetime(2026, 3, 4, 15, tzinfo=SHANGHAI)
    assert moment_text(parse_moment("tue 10:00").instant(before, SHANGHAI, backwards=True), SHANGHAI) == "2026-03-03 10:00:00"


def test_a_wall_clock_that_summer_time_leaves_out_moves_forward() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    gap, twice = (parse_moment(text).instant(None, berlin) for text in ("2026-03-29 02:30", "2026-10-25 02:30"))
    assert (gap, twice) == (datetime(2026, 3, 29, 1, 30, tzinfo=timezone.utc), datetime(2026, 10, 25, 0, 30, tzinfo=timezone.utc))


@pytest.mark.parametrize("text", ["90s", "1h 30m", "250ms", "2d", "1d 1h 1m 1s 1ms", "0s"])
def test_lengths_are_written_as_they_are_read(text: str) -> None:
    assert length_text(parse_length(text)) == text.replace("90s", "1m 30s")
    assert length_text(-timedelta(seconds=5)) == "-5s"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no instant: ''"), ("10", "no instant: '10'"), ("24:00", "no time of day"), ("2026-02-30 10:00", "no date: '2026-02-30'"),
        ("tuo 10:00", "no weekday 'tuo' (did you mean `tue`?)"), ("+", "no length of time"), ("+5", "no length of time: '5'"),
        ("+5 weeks", "no length of time: '5 weeks'"), ("+1.5h", "no length of time"), ("+99999999999999999999s", "too large"),
        ("+999999d", "no length of time"), ("+9999999999d", "no length of time"), ("10:00 2026-03-02", "no instant"), ("2026-3-2 10:00", "no date"),
    ],
)
def test_what_is_no_time_is_told(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        parse_moment(text)


# ---------------------------------------------------------------- faults of the text


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["1:1: there is no scenario in it (`scenario: TITLE`, then a table)"]),
        ("# nothing\n", ["1:1: there is no scenario in it (`scenario: TITLE`, then a table)"]),
        ("scenario:\n" + HEAD + FIRST, ["1:1: a scenario has a title: `scenario: Nobody picks up`"]),
        ("scenario: a\n", ["1:11: scenario `a` has no table"]),
        ("scenario: a\n" + HEAD, ["1:11: scenario `a` has no rows"]),
        (HEAD, ["1:1: a table stands below a title: `scenario: Nobody picks up`"]),
        ("rulebok: b\nscenario: a\n" + HEAD + FIRST, ["1:1: unknown setting `rulebok` (did you mean `rulebook`?)"]),
        ("rule: b\nrule: c\nscenario: a\n" + HEAD + FIRST, ["2:1: `rule:` stands twice"]),
        ("rule:\nscenario: a\n" + HEAD + FIRST, ["1:1: `rule:` has no value"]),
        ("only: verdict, al\nscenario: a\n" + HEAD + FIRST, ["1:16: only: no kind of effects `al` (did you mean `all`?)"]),
        ("options: a\nscenario: a\n" + HEAD + FIRST, ["1:10: options: `a` chooses nothing (write ring_limit = 2 rings)"]),
        ("starts: 1.3.\nscenario: a\n" + HEAD + FIRST, ["1:9: no date: '1.3.'; write 2026-03-02"]),
        ("scenario: a\n" + HEAD + FIRST + "\nrule: T-02\n", ["4:1: `rule:` stands behind the table (settings stand above it)"]),
        ("scenario: a\n" + HEAD + FIRST + "\nscenario: a\n" + HEAD + FIRST, ["4:11: the title `a` stands twice (first in line 1)"]),
        ("scenario: a\nwhat is this\n" + HEAD + FIRST,
         ["2:1: `what is this` is no row of a table, no setting and no comment (a row has bars: at | case | event)"]),
        ("scenario: a\nat | casse | event\n" + FIRST.rstrip("| "), ["2:6: no column `casse` (did you mean `case`?)"]),
        ("scenario: a\nat | at\n", ["2:1: the table has no column `event` (allowed: at, case, event, with, state, expect)",
                                    "2:6: the column `at` stands twice"]),
        ("scenario: a\n" + HEAD + FIRST + " | too | much",
         ["3:44: the row has 8 cells, the table 6 columns: at | case | event | with | state | expect"]),
        ("scenario: a\n" + HEAD + " | | | | | met", ["3:2: the row says no `at`, and there is no row above it to go on with"]),
        ("scenario: a\n" + HEAD + FIRST + "\n | 1 | | | | nothing", ["4:4: a row without `at` goes on with the row above: its `case` must be empty"]),
        ("scenario: a\n" + HEAD + "noon | 1 | call.arrive", ["3:1: no instant: 'noon'; write 2026-03-02 10:00, tue 10:00, 10:00:15 or +5m"]),
        ("scenario: a\n" + HEAD + "2026-03-02 10:00 | 1 |", ["3:1: the row says no event (`advance` where only time goes on)"]),
        ("scenario: a\n" + HEAD + "2026-03-02 10:00 | | call.arrive", ["3:22: call.arrive: the row says no case, nor does one above it"]),
        ("scenario: a\n" + HEAD + "2026-03-02 10:00 | 1 2 | call.arrive",
         ["3:20: no name of a case: `1 2` (write 41, anna, 41/callback or 41/callback#2)"]),
        ("scenario: a\n" + HEAD + "2026-03-02 10:00 | 1 | call arrive",
         ["3:24: no name of an event: `call arrive` (write reply, ticket.reply, or reply #5 with the host's id of it)"]),
        ("scenario: a\n" + HEAD + FIRST + "\n+1s | | advance | owner: Li",
         ["4:19: `advance` brings nothing along: time goes on, nothing else happens"]),
        ("scenario: a\n" + HEAD + "2026-03-02 10:00 | 1 | call.arrive | caller=Li", ["3:38: `caller=Li`: an attribute is written `caller: Li`"]),
        ("scenario: a\n" + HEAD + "2026-03-02 10:00 | 1 | call.arrive | caller: ,",
         ["3:38: caller: no value behind the colon (`none` unsets an attribute)"]),
    ],
)
def test_a_fault_of_the_text_is_told_with_its_place(text: str, faults: list[str]) -> None:
    assert told(text) == faults


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("pick_up mised", "`pick_up mised` says nothing that can be expected (did you mean `missed`?)"),
        ("tel supervisor", "`tel supervisor` says nothing that can be expected (did you mean `tell`?)"),
        ("tell", "`tell` what? A name is missing behind it"), ("tell at 10:00", "`tell` what? A name is missing behind it"),
        ("tell supervisor at", "`at` what? Something is missing behind it"), ("tell supervisor at 10:00 at 10:01", "`at` stands twice"),
        ("tell supervisr", "no role `supervisr` (did you mean `supervisor`?)"), ("say helo", "no cue `helo` (allowed: anything_else, "),
        ("order rerout", "no order `rerout` (did you mean `reroute`?)"), ("note late_pickup", "no note `late_pickup` (did you mean `late_pick_up`?)"),
        ("raise anser", "no event `anser` (did you mean `answer`?)"), ("raise answer badly", "raise answer: no receipt `badly` (allowed: accepted, "),
        ("pickup met", "no policy `pickup` (did you mean `pick_up`?)"), ("pick_up due", "pick_up due: when? Write `pick_up due 10:05`"),
        ("pick_up left", "pick_up left: when? Write `pick_up left 5m`"), ("pick_up due soon", "no instant: 'soon'"),
        ("pick_up left 5", "no length of time: '5'"), ("pick_up met by 5", "no length of time: '5'"),
        ("pick_up met cycle two", "cycle: a whole number, not `two`"),
        ("1/a# is planned", "no name of a case: `1/a#` (write 41, "), ("pick_up met on 1//a", "no name of a case: `1//a`"),
        ("pick_up met on time", "no case `time`: no row is about it (allowed: 1)"),
        ("pick_up window", "`pick_up window` says nothing that can be expected"),
        ("1 is ringin", "no state `ringin` (did you mean `ringing`?)"), ("1 is", "case 1: in which state? Write `1 is planned`"),
        ("has greted", "no fact `greted` (did you mean `greeted`?)"), ("has", "`has` which fact?"),
        ("about = consul", "about: no `consul` (did you mean `consult`?)"), ("about =", "attribute about: no value behind `=`"),
        ("abut = consult", "no attribute `abut` (did you mean `about`?)"), ("only what", "only: no kind of effects `what` (allowed: "),
        ("only", "`only` of what? (allowed: verdicts, "), ("no verdict, lapsis", "no: no kind of effects `lapsis` (did you mean `lapses`?)"),
        ("tell supervisor of pickup", "no policy `pickup` (did you mean `pick_up`?)"),
        ("order reroute to agnt", "no role `agnt` (did you mean `agent`?)"),
    ],
)
def test_a_fault_of_a_statement_is_told_with_its_place(statement: str, fault: str) -> None:
    (sentence,) = told(f"scenario: a\n{HEAD}{FIRST} nothing; {statement}\n")
    assert re.match(r"3:\d+: ", sentence)
    assert fault in sentence


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ("call.arive", "3:24: event call.arive: machine call has no event of that name (did you mean `arrive`?)"),
        ("cal.arrive", "3:24: event cal.arrive: no machine `cal` (did you mean `call`?)"),
        ("arive", "3:24: event arive: no machine of rulebook hotline has an event of that name (did you mean `arrive`?)"),
        ("call.ring_limit_passed", "3:24: event call.ring_limit_passed: machine call has no event that a host can send"),
        ("ticket.record | type: falt", "3:46: type: no `falt` (did you mean `fault`?)"),
        ("ticket.record | typ: fault", "3:40: typ: no such attribute (did you mean `type`?)"),
        ("ticket.record | agent_identifed", "3:40: agent_identifed: no such fact (did you mean `agent_identified`?)"),
        ("ticket.record | agent_identified: yes", "3:40: write `agent_identified` or `not agent_identified`: it is a fact"),
        ("ticket.record | type", "3:40: write `type: VALUE`: it is an attribute"),
        ("ticket.record | received_at: soon", "3:53: received_at: no instant: 'soon'"),
        ("ticket.record | promised: 2 working days", "3:50: promised: it counts in another unit than `2 working days` (write 90s)"),
        ("ticket.record | | triagd", "3:42: no state `triagd` (did you mean `triaged`?)"),
    ],
)
def test_names_are_compared_with_the_rulebook(cells: str, fault: str) -> None:
    (sentence,) = told(f"scenario: a\n{HEAD}2026-03-02 10:00 | 1 | {cells}\n")
    assert sentence.startswith(fault)


def test_every_fault_is_told_at_once_in_the_order_of_the_text(tmp_path: Path) -> None:
    one, two = tmp_path / "one.scenarios", tmp_path / "two.scenarios"
    one.write_text("rulebok: a\nscenario: a\n" + HEAD + "noon | 1 | call.arrive\n", "utf-8")
    two.write_bytes(b"scenario: a\n# caf\xe9\n")
    with pytest.raises(ScenarioError) as caught:
        scenarios.load_all([one, two])
    assert [fault.partition(": ")[0] for fault in caught.value.faults] == [f"{one}:1:1", f"{one}:4:1", f"{two}:2:6"]


def test_a_first_step_needs_a_date() -> None:
    assert told("scenario: a\n" + HEAD + "10:00 | 1 | call.arrive") == [
        "3:1: on which date? Write 2026-03-02 10:00, or `starts: 2026-03-02` above the table"]
    assert told("scenario: a\n" + HEAD + "+5m | 1 | call.arrive") == [
        "3:1: the first step has none before it (write 2026-03-02 10:00, or 10:00 and `starts: 2026-03-02`)"]
    assert told("scenario: a\nstarts: 2026-03-02\n" + HEAD + "10:00 | 1 | call.arrive") == []


@pytest.mark.parametrize("text", ["9999-12-31T23:59Z", "9999-12-31 23:59", "0001-01-01 00:00"])
def test_an_instant_that_not_every_zone_can_write_is_a_fault(text: str) -> None:
    assert told(f"scenario: a\n{HEAD}{text} | 1 | call.arrive") == ["3:1: out of range (allowed: from 1970 to before 2200)"]


BITS = ["|", ";", ",", ":", "\n", "/", "#", "+", "=", "is", "at", "on", "by", "none", '"', "\\|", "é", "0", "-", "only", "refused:", "9" * 30, "²",
        "\t", "\0"]


def test_broken_texts_end_in_faults_or_in_outcomes() -> None:
    """Whatever is cut out of a sound file or put into it."""
    seed = int(os.environ.get("CASECLOCK_SEED", "20260302"))
    print(f"seed {seed}")
    random, book = Random(seed), Rulebook.builtin("hotline")
    sound = [file.read_text("utf-8") for file in scenarios.find_files(Path(__file__).parents[1] / "scenarios" / "hotline")]
    for _ in range(300):
        text = random.choice(sound)
        for _ in range(random.randint(1, 4)):
            begin = random.randrange(len(text) + 1)
            end = min(len(text), begin + random.choice([0, 0, 1, 3, 20]))
            piece = text[random.randrange(len(text)) :][: random.randint(1, 20)]
            text = text[:begin] + random.choice([*BITS, piece]) + text[end:]
        tidy = scenarios.tidied(text)
        assert scenarios.tidied(tidy) == tidy
        try:
            read = plain(text)
        except ScenarioError as error:
            assert_places(error)
            continue
        assert plain(tidy) == read
        for scenario in scenarios.parse(text):
            try:
                assert str(scenarios.run(scenario, book))
            except ScenarioError as error:
                assert_places(error)


def assert_places(error: ScenarioError) -> None:
    assert all(re.match(r"scenarios:\d+:\d+: ", fault) for fault in error.faults[:100])


# ---------------------------------------------------------------- tidy tables


def plain(text: str) -> list[object]:
    """What a text says, without its places."""
    return [
        (each.name, each.rules, each.choices, [(
            step.at.text, step.case and step.case.text, step.event and step.event.text, step.event_id, step.state and step.state.text,
            [(brought.name.text, brought.value and brought.value.text, brought.negated) for brought in step.brought],
            [statement.said.text for statement in step.expected],
        ) for step in each.steps])
        for each in scenarios.parse(text)
    ]


def test_tidy_tables_are_aligned_and_wrapped() -> None:
    untidy = (
        "# 注\nrulebook: hotline\n\nscenario: 对齐\n  rule: T-02\n  at|case|event | with|expect\n"
        "  2026-03-02 10:00|王| call.arrive|caller: a\\|b\n  # why\n\n  +15s | | answer | | " + "; ".join(["pick_up met"] * 12) + ";\n"
        "   | | | owner: Li | nothing\n"
        "\nscenario: framed\n| at | event | case |\n|--|--|--|\n| 2026-03-02 10:00 | call.arrive | 1 |\n"
    )
    tidy = (
        "# 注\nrulebook: hotline\n\nscenario: 对齐\n  rule: T-02\n"
        "  at               | case | event       | with         | expect\n"
        "  2026-03-02 10:00 | 王   | call.arrive | caller: a\\|b |\n"
        "  # why\n\n"
        "  +15s             |      | answer      | owner: Li    | "
        + "pick_up met; pick_up met; pick_up met; pick_up met; pick_up met; pick_up met; pick_up met;\n"
        "                   |      |             |              | "
        + "pick_up met; pick_up met; pick_up met; pick_up met; pick_up met; nothing\n"
        "\nscenario: framed\n"
        "| at               | event       | case |\n| ---------------- | ----------- | ---- |\n| 2026-03-02 10:00 | call.arrive | 1    |\n"
    )
    assert scenarios.tidied(untidy) == tidy
    assert scenarios.tidied(tidy) == tidy
    assert plain(tidy) == plain(untidy)


@pytest.mark.parametrize("opened", ['caller: "Wang | |', 'caller: Wang | | caller = "Wang;'])
def test_a_quote_left_open_takes_in_nothing_of_the_row_below(opened: str) -> None:
    text = f"scenario: t\n{HEAD}2026-03-02 10:00 | 1 | call.arrive | {opened}\n| | | priority: high | | nothing\n| | | | | no cues\n"
    read = plain(text)
    assert plain(scenarios.tidied(text)) == read
    assert scenarios.tidied(text).count("\n") == 4  # the last two rows are one


def test_tidying_changes_no_meaning_and_leaves_alone_what_it_cannot_read() -> None:
    for file in scenarios.find_files(Path(__file__).parents[1] / "scenarios"):
        text = file.read_text("utf-8")
        assert plain(scenarios.tidied(text)) == plain(text)
    broken = "scenario: a\nat | case | event\n1 | 2 | 3 | 4 | 5\nwhat\n| | |\n"
    assert scenarios.tidied(broken) == broken

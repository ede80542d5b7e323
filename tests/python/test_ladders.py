# SPDX-License-Identifier: Apache-2.0
"""Ladders and acknowledgements as Python sees them."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest

import caseclock
from caseclock.maps import LogMap
from caseclock.replay import replay
from caseclock.verdict_files import write_verdicts

NINE = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)
MINUTE = timedelta(minutes=1)
FIRST, SECOND = "to_supervisor, the deadline", "to_supervisor, 30m after"


@pytest.fixture
def desk() -> caseclock.Desk:
    """An emergency that has had no reply for three minutes: the supervisor was told at its deadline, 09:02."""
    made = caseclock.Desk(caseclock.Rulebook.builtin("hotline"))
    made.apply(7, "ticket.record", NINE, type="fault", priority="critical")
    made.advance(NINE + 3 * MINUTE)
    return made


def levels(effects: list[caseclock.Effect]) -> list[tuple[str, str, timedelta]]:
    return [(str(each.kind), each.what, each.at - NINE) for each in effects if str(each.kind) in ("level", "unacknowledged", "acknowledged")]


def test_a_level_is_acknowledged(desk: caseclock.Desk) -> None:
    assert desk.clocks(7)[0].waits
    receipt = desk.apply(7, "acknowledge", NINE + 4 * MINUTE)
    assert levels(receipt.effects) == [("acknowledged", FIRST, 4 * MINUTE)]
    assert not receipt.effects[0].late
    assert not desk.clocks(7)[0].waits
    assert levels(desk.advance(NINE + 33 * MINUTE).effects) == [("level", SECOND, 32 * MINUTE)]


def test_a_level_that_nobody_acknowledges_calls_the_next_one(desk: caseclock.Desk) -> None:
    said = desk.advance(NINE + 8 * MINUTE)
    assert levels(said.effects) == [("unacknowledged", FIRST, 7 * MINUTE), ("level", SECOND, 7 * MINUTE)]
    assert [each.value for each in said.effects if str(each.kind) == "level"] == [-300_000]
    late = desk.apply(7, "acknowledge", NINE + 9 * MINUTE)
    assert late.effects[0].late
    assert "acknowledged to_supervisor, the deadline, late (first_response, cycle 1)" in str(late.effects[0])
    verdict = desk.apply(7, "reply", NINE + 10 * MINUTE, agent_identified=True).verdicts[0]
    assert (str(verdict.kind), verdict.levels, verdict.unanswered) == ("ended_late", 2, 1)


def test_an_acknowledgement_is_refused_where_nothing_waits(desk: caseclock.Desk) -> None:
    wrong = desk.apply(7, "ticket.acknowledge", NINE + 4 * MINUTE, policy="business_promise")
    assert str(wrong) == "case 7: cannot acknowledge, nothing of business_promise waits for an acknowledgement"
    assert desk.apply(7, "ticket.acknowledge", NINE + 4 * MINUTE, policy="first_response")
    again = desk.apply(7, "acknowledge", NINE + 4 * MINUTE)
    assert (str(again.kind), again.reason, again.unmet) == ("refused", "nothing waits for an acknowledgement", [])
    with pytest.raises(ValueError, match=r'no such word "first_respons"; did you mean "first_response"\?'):
        desk.apply(7, "ticket.acknowledge", NINE + 5 * MINUTE, policy="first_respons")
    with pytest.raises(ValueError, match="several machines have one"):
        desk.apply(8, "acknowledge", NINE + 5 * MINUTE)


def test_an_acknowledgement_is_an_event_of_every_machine() -> None:
    book = caseclock.Rulebook.builtin("hotline")
    for machine in (each.name for each in book.machines):
        made = book.events(machine).acknowledge(case=7, at=NINE, policy="first_response")
        assert made.fields == {"policy": "first_response"}
        assert book.events(machine).acknowledge(case=7, at=NINE).fields == {}
        assert book.events(machine).acknowledge(case=7, at=NINE, policy=None).fields == {}


def test_acknowledgements_in_a_batch(desk: caseclock.Desk) -> None:
    at = np.array(["2026-03-02T09:04", "2026-03-02T09:05"], "datetime64[ms]")
    batch = desk.columns("ticket.acknowledge", case=[7, 7], at=at, policy=["every policy", "first_response"])
    said = desk.apply_batch(batch.events, batch.values)
    assert said.receipt_array["kind"].tolist() == [0, 1]
    assert said.reasons()[1] == ["", "nothing of first_response waits for an acknowledgement"]
    ladders = desk.rulebook.ladders
    row = said.effect_array[0]
    assert (ladders[list(ladders)[row["to"]]].levels[row["what"]], int(row["detail"])) == ("the deadline", 0)


def test_a_proof_lists_the_levels() -> None:
    book = caseclock.Rulebook.builtin("hotline")
    desk = caseclock.Desk(book)
    record = desk.columns("ticket.record", case=[7], at=np.array(["2026-03-02T09:00"], "datetime64[ms]"), type="fault", priority="critical")
    answer = desk.columns("ticket.acknowledge", case=[7], at=np.array(["2026-03-02T09:08"], "datetime64[ms]"))
    events = np.concatenate([record.events, answer.events])
    proof = next(each for each in caseclock.explain(book, events, record.values, 7, NINE + 60 * MINUTE) if each.policy == "first_response")
    assert [(each.ladder, each.level, each.at - NINE, each.asks) for each in proof.levels] == [
        ("to_supervisor", "the deadline", 2 * MINUTE, True), ("to_supervisor", "30m after", 7 * MINUTE, False)]
    assert [each.overdue_at for each in proof.levels] == [NINE + 7 * MINUTE, None]
    assert [each.acknowledged_at for each in proof.levels] == [NINE + 8 * MINUTE, None]
    assert "to_supervisor: the deadline, not acknowledged by 2026-03-02 17:07:00, acknowledged 2026-03-02 17:08:00" in proof.text
    assert proof.as_data()["levels"][0]["overdue_at"] == "2026-03-02T09:07:00.000Z"


LOG = """n,at,what,kind
1,2026-03-02T09:00:00Z,record,fault
2,2026-03-02T09:00:00Z,record,complaint
1,2026-03-02T09:12:00Z,acknowledge,
1,2026-03-02T10:30:00Z,reply,
2,2026-03-02T10:30:00Z,reply,
"""
MAP = """map: caseclock/1
read: {format: csv, zone: UTC, instants: iso 8601}
case: {id: n, machine: ticket}
attributes: {at: at, type: {column: kind, when_missing: keep}}
events: [{at: at, column: what, by_value: as written, sets: [{fact: agent_identified, if: {what: reply}}]}]
"""
RULES = """rulebook: two
language: caseclock/1
roles: {boss: {}}
guards: {G-19: soft}
ladders:
  short: [{at: the deadline, tell: boss, acknowledge_within: 15m}]
  long: [{at: 5m after, tell: boss, acknowledge_within: 15m}, {at: 1h after, tell: boss}]
policies:
  answer:
    machine: ticket
    metric: first_response
    due: [{if: {type: fault}, due: within 10m, ladder: short}, {due: within 10m, ladder: long}]
"""


def test_a_log_may_acknowledge_and_its_cycles_count_the_levels(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG, "utf-8")
    done = replay(tmp_path / "log.csv", LogMap.parse(MAP), caseclock.Rulebook.parse(RULES))
    assert {each[1:3]: count for each, count in done.receipts.items()} == {
        ("record", "accepted"): 2, ("acknowledge", "accepted"): 1, ("reply", "accepted"): 2}
    ladders = {what: count for what, count in done.effects.items() if what.startswith(("level", "unack", "ack"))}
    assert ladders == {"level short, the deadline": 1, "acknowledged short, the deadline": 1, "level long, 5m after": 1,
                       "unacknowledged long, 5m after": 1, "level long, 1h after": 1}
    figures = done.cycles.figures
    assert sorted(zip(figures["levels"].tolist(), figures["unanswered"].tolist(), strict=True)) == [(1, 0), (2, 1)]
    write_verdicts(tmp_path / "verdicts.csv", done.cycles, str)
    assert (tmp_path / "verdicts.csv").read_text("utf-8").splitlines()[0].split(",")[11:13] == ["levels", "unanswered"]

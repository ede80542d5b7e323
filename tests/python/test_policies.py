# SPDX-License-Identifier: Apache-2.0
"""What a promise can say, on a small repair desk: caps, batches, pauses that end, cycle after cycle, reopening."""

from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from caseclock import Batch, Desk, Proof, Rulebook, RulebookError, explain

MONDAY = datetime(2026, 3, 2, tzinfo=timezone.utc)

REPAIR: dict[str, Any] = {
    "rulebook": "repairs",
    "language": "caseclock/1",
    "zone": "UTC",
    "calendar": "shop",
    "calendars": {"shop": {"week": {"mon-fri": ["09:00-17:00"]}}},
    "machines": {
        "repair": {
            "attributes": {"units": {"kind": "count"}, "agreed_at": {"kind": "instant"}},
            "events": {"receive": {}, "order_part": {}, "part_came": {}, "tell": {}, "hand_over": {}, "complain": {}},
            "states": {"here": {"initial": "here"}, "waiting_part": {}, "handed_over": {}, "gone": {"final": "done"}},
            "rows": [
                {"in": "here", "event": ["receive", "tell"], "stay": "inside"},
                {"in": "here", "event": "order_part", "to": "waiting_part"},
                {"in": "waiting_part", "event": "part_came", "to": "here"},
                {"in": "waiting_part", "event": "tell", "stay": "inside"},
                {"in": "here", "event": "hand_over", "to": "handed_over"},
                {"in": "handed_over", "event": "complain", "to": "here"},
            ],
        }
    },
    "policies": {
        "workshop": {
            "machine": "repair",
            "start": {"event": "receive"},
            "stop": {"enters": "handed_over"},
            "due": [
                {"if": {"agreed_at": "is set"}, "due": "by agreed_at", "not_later_than": "within 2 working days per 10 units"},
                {"due": "within 2 working days per 10 units"},
            ],
            "rounding": "linear",
            "pause_while": [{"state": "waiting_part", "max_pause": "1 working day"}],
            "reopened": {"event": "complain"},
            "when_reopened": "continue",
        },
        "news": {
            "machine": "repair",
            "start": {"event": "receive"},
            "stop": {"enters": "handed_over"},
            "every": "1 working day from completion",
            "done_by": {"event": "tell"},
        },
    },
}


@pytest.fixture(scope="module")
def repairs() -> Rulebook:
    return Rulebook.parse(REPAIR, "repairs.yaml")


def at(day: int, hour: float) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


def column(value: int | datetime) -> NDArray[Any]:
    return np.array([np.datetime64(value.replace(tzinfo=None), "ms") if isinstance(value, datetime) else value])


def told(rulebook: Rulebook, *events: tuple[str, datetime, dict[str, Any]]) -> tuple[list[tuple[str, str]], list[Proof]]:
    """What is said of case 1, as (policy, verdict), and its proofs."""
    desk = Desk(rulebook)
    batch = Batch.merged([desk.columns(f"repair.{name}", case=column(1), at=column(when), **fields) for name, when, fields in events])
    answers = desk.apply_batch(batch.events, batch.values)
    verdicts = [*answers.verdicts, *desk.advance(at(20, 0)).verdicts]
    return [(verdict.policy, str(verdict.kind)) for verdict in verdicts], explain(rulebook, batch.events, batch.values, 1, at(20, 0))


@pytest.mark.parametrize(("units", "agreed", "due"), [
    (10, None, at(2, 10)), (11, None, at(3, 10)), (15, None, at(3, 10)), (20, None, at(4, 10)),
    (20, at(1, 12), at(1, 12)), (20, at(8, 12), at(4, 10)), (None, at(8, 12), at(8, 12)),
])
def test_a_workshop_has_two_working_days_for_ten_units_whatever_was_agreed(
        repairs: Rulebook, units: int | None, agreed: datetime | None, due: datetime) -> None:
    fields = {name: column(value) for name, value in (("units", units), ("agreed_at", agreed)) if value is not None}
    _, proofs = told(repairs, ("receive", at(0, 10), fields))
    workshop = next(proof for proof in proofs if proof.policy == "workshop")
    assert workshop.due_at == due
    capped = units is not None and agreed is not None
    assert ("not later than" in workshop.deadlines[0].why) == (capped and agreed != due)


def test_a_part_may_be_waited_for_a_day_and_a_complaint_goes_on_with_the_repair(repairs: Rulebook) -> None:
    said, proofs = told(
        repairs, ("receive", at(0, 10), {"units": column(10)}), ("order_part", at(0, 12), {}), ("tell", at(1, 10), {}), ("part_came", at(2, 12), {}),
        ("hand_over", at(2, 14), {}), ("complain", at(3, 9), {}), ("hand_over", at(3, 12), {}),
    )
    assert said == [("news", "met"), ("news", "missed"), ("workshop", "met"), ("news", "ended_late"), ("workshop", "met")]
    workshop = next(proof for proof in proofs if proof.policy == "workshop")
    assert [(each.kind, each.cause) for each in workshop.intervals if each.kind == "paused"] == [
        ("paused", "waiting_part"), ("paused", "ended by hand_over, reopened by complain")]
    assert [each.why for each in workshop.deadlines] == [
        "started by receive", "resumed, since max_pause of waiting_part has passed", "reopened by complain"]
    assert workshop.running_time == workshop.used
    assert [(proof.cycle, proof.target, proof.verdict) for proof in proofs if proof.policy == "news"] == [
        (1, "every 1 working day", "met"), (2, "every 1 working day", "ended_late")]


def test_what_contradicts_itself_is_told_with_its_place() -> None:
    faulty = {**REPAIR, "policies": {"news": {**REPAIR["policies"]["news"], "counts": "once"}, "workshop": {
        **REPAIR["policies"]["workshop"], "rounding": "linaer"}}}
    with pytest.raises(RulebookError) as raised:
        Rulebook.parse(faulty, "repairs.yaml")
    assert any('"done_by" starts cycle after cycle, "counts: once" allows one' in fault for fault in raised.value.faults)
    assert any('rounding "linaer" is not allowed; did you mean "linear"?' in fault for fault in raised.value.faults)

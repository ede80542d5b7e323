# SPDX-License-Identifier: Apache-2.0
"""Batches: arrays in, arrays out, and the same answers as one event at a time."""

import threading
import time
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from caseclock import Batch, Desk, Rulebook, event_dtype, explain, value_dtype
from caseclock.maps import mapping

NINE = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)
AT = np.datetime64("2026-03-02T09:00:00.000", "ms")
SECOND = np.timedelta64(1000, "ms")


@pytest.fixture(scope="module")
def hotline() -> Rulebook:
    return Rulebook.builtin("hotline")


@pytest.fixture
def desk(hotline: Rulebook) -> Desk:
    return Desk(hotline)


def some_calls(desk: Desk, count: int, seed: int = 1) -> Batch:
    """Calls that ring, are answered or given up, held, dropped; some of what is told of them cannot be."""
    dice = np.random.default_rng(seed)
    case = np.arange(1, count + 1, dtype=np.uint64)
    begin = AT + dice.integers(0, 3_600_000, count).astype("timedelta64[ms]")
    after = lambda most: begin + dice.integers(0, most, count).astype("timedelta64[ms]")  # noqa: E731
    types = np.array(["consult", "complaint", "emergency"], object)[dice.integers(0, 3, count)]
    return Batch.merged([
        desk.columns("call.arrive", case, begin, type=types, caller=[f"caller {n % 97}" for n in range(count)]),
        desk.columns("call.answer", case, after(30_000), owner="Li"),
        desk.columns("call.greet", case, after(40_000), company_said=dice.random(count) < 0.9),
        desk.columns("call.hold", case, after(300_000), announced=dice.integers(1, 90, count).astype("timedelta64[s]"), duration_stated=True),
        desk.columns("call.retrieve", case, after(500_000)),
        desk.columns("call.line_lost", case[::9], after(900_000)[::9]),
        desk.columns("call.say_goodbye", case, after(900_000)),
        desk.columns("call.customer_hangs_up", case, after(1_200_000)),
        desk.columns("call.give_up", case[::7], after(30_000)[::7]),
        desk.columns("call.save_record", case, after(2_400_000), entry_complete=dice.random(count) < 0.5),
    ])


# ---------------------------------------------------------------- the same answers


def test_a_batch_says_what_single_events_say(hotline: Rulebook) -> None:
    by_batch, by_sevens, by_one = Desk(hotline), Desk(hotline), Desk(hotline)
    batch = some_calls(by_batch, 300)
    whole = by_batch.apply_batch(batch.events, batch.values)
    sevens = [by_sevens.apply_batch(batch.events[n:n + 7], batch.values) for n in range(0, len(batch), 7)]
    singles = []
    for event in batch.events.tolist():
        case, at, _, _, begin, kind, machine, count = event
        values = batch.values[begin:begin + count]
        pairs = [int(number) for value in values for number in (value["what"], value["value"])]
        singles.append(by_one.apply_numbers(case, machine, kind, int((at - datetime(1970, 1, 1)) / timedelta(milliseconds=1)), *pairs))
    assert np.array_equal(np.concatenate([part.effect_array for part in sevens]), whole.effect_array)
    assert np.array_equal(np.concatenate([part.verdict_array for part in sevens]), whole.verdict_array)
    codes = {name: code for code, name in enumerate(("accepted", "refused", "not_taken", "ended"))}
    assert [codes[receipt.kind] for receipt in singles] == whole.receipt_array["kind"].tolist()
    assert [(effect.kind, effect.what, effect.at, effect.case) for receipt in singles for effect in receipt.effects] == [
        (effect.kind, effect.what, effect.at, effect.case) for effect in whole.effects
    ]
    assert [(v.kind, v.policy, v.case) for receipt in singles for v in receipt.verdicts] == [(v.kind, v.policy, v.case) for v in whole.verdicts]
    reasons, texts = whole.reasons()
    assert [texts[reason] for reason in reasons] == [receipt.reason for receipt in singles] == [receipt.reason for receipt in whole.receipts]
    assert str(whole.receipt(3)) == str(singles[3]) == str(whole.receipts[3])
    assert len({receipt.kind for receipt in singles}) >= 3
    assert {"verdict", "lapse", "notification", "opened", "raised", "ended", "reminder", "cue"} <= {effect.kind for effect in whole.effects}


def test_arrays_and_objects_tell_the_same(hotline: Rulebook) -> None:
    desk = Desk(hotline)
    batch = some_calls(desk, 200)
    answers = desk.apply_batch(batch.events, batch.values)
    policies = [policy.name for policy in hotline.policies]
    rows = answers.verdict_array
    assert len(rows) == len(answers.verdicts) > 100
    for row, verdict in zip(rows, answers.verdicts, strict=True):
        assert (policies[row["policy"]], row["case"], row["cycle"]) == (verdict.policy, verdict.case, verdict.cycle)
        assert row["started_at"] == np.datetime64(verdict.started_at.replace(tzinfo=None))
        assert (None if np.isnat(row["due_at"]) else row["due_at"].astype(datetime).replace(tzinfo=timezone.utc)) == verdict.due_at
        assert row["used"].astype(timedelta) == verdict.used
    call = hotline.machine("call")
    owner = next(each.number for each in call.attributes if each.name == "owner")
    codes = answers.verdict_attribute(call.number, owner)
    named = [desk.text_of(code) if code != mapping.no_value else None for code in codes.tolist()]
    assert named == [verdict.attributes.get("owner") if verdict.machine == "call" else None for verdict in answers.verdicts]
    verdicts_of_effects = [effect.verdict for effect in answers.effects if effect.kind == "verdict"]
    assert verdicts_of_effects == answers.verdicts


def test_arrays_are_views_that_outlive_what_they_came_from(desk: Desk) -> None:
    batch = some_calls(desk, 2000)
    effects = desk.apply_batch(batch.events, batch.values).effect_array
    before = effects.copy()
    with pytest.raises(ValueError, match="read-only"):
        effects["case"] = 0
    for _ in range(5):  # would overwrite a buffer that was given back too early
        desk.advance(desk.now or NINE)
        other = Desk(desk.rulebook)
        other.apply_batch(batch.events, batch.values)
        desk.apply_batch(batch.events, batch.values)
    assert np.array_equal(effects, before)


def test_instants_may_be_datetimes_or_milliseconds(hotline: Rulebook) -> None:
    one, two = Desk(hotline), Desk(hotline)
    batch = some_calls(one, 50)
    numbers = np.zeros(len(batch), mapping.event_dtype)
    for name in event_dtype.names or ():
        numbers[name] = batch.events[name].astype(np.int64) if name == "at" else batch.events[name]
    assert np.array_equal(
        one.apply_batch(batch.events, batch.values).effect_array, two.apply_batch(numbers, batch.values).effect_array)


# ---------------------------------------------------------------- columns


def test_columns_take_texts_codes_and_one_value_for_all(desk: Desk) -> None:
    cases = np.array([1, 2], np.int32)
    times = np.array(["2026-03-02T09:00:00.0009", "2026-03-02T09:00:01"], "datetime64[us]")
    owners = np.array([desk.code_of("Li"), desk.code_of("Wu")])
    batch = desk.columns("ticket.record", cases, times, type=["fault", "complaint"], priority="high", owner=owners)
    answers = desk.apply_batch(batch.events, batch.values)
    assert answers.receipt_array["kind"].tolist() == [0, 0]
    assert batch.events["at"].tolist()[0].microsecond == 0
    assert desk.case(1).attributes == {"type": "fault", "priority": "high", "owner": "Li"}
    assert desk.case(2).attributes == {"type": "complaint", "priority": "high", "owner": "Wu"}
    change = desk.columns("ticket.change", cases, times, priority=None, received_at=NINE, promised=timedelta(hours=2), id=[7, 8])
    assert desk.apply_batch(change.events, change.values).receipt_array["kind"].tolist() == [0, 0]
    assert desk.case(1).attributes == {"type": "fault", "owner": "Li", "received_at": NINE, "promised": timedelta(hours=2)}


def test_fields_of_a_payload_come_from_columns_too() -> None:
    book = Rulebook.parse({
        "rulebook": "own", "language": "caseclock/1", "zone": "UTC",
        "machines": {"job": {
            "attributes": {"size": {"one_of": ["small", "large"]}, "pieces": {"kind": "count"}, "depot": {"kind": "name"}},
            "events": {"take": {"carries": ["size", "pieces", "depot"]}},
            "states": {"here": {"initial": "here"}},
            "rows": [{"in": "here", "event": "take", "stay": "inside"}],
        }},
    })
    desk = Desk(book)
    times = np.array([AT, AT])
    batch = desk.columns("take", [1, 2], times, pieces=np.array([3, 4]), depot=["Kiel", None])
    assert batch.events["count"].tolist() == [0, 0]
    desk.apply_batch(batch.events, batch.values)
    assert [desk.case(case).attributes for case in (1, 2)] == [{"pieces": 3, "depot": "Kiel"}, {"pieces": 4}]
    with pytest.raises(TypeError, match="job.take: the field pieces is missing"):
        desk.columns("take", [1, 2], times)


@pytest.mark.parametrize(
    ("change", "kind", "sentence"),
    [
        ({"at": np.array([AT, "NaT"], "datetime64[ms]")}, ValueError, "ticket.record, at, row 1: NaT is no instant"),
        ({"at": np.array([1, 2])}, TypeError, "ticket.record, at: a column of datetime64"),
        ({"at": np.array([AT, AT], "datetime64[D]")}, TypeError, "not datetime64[D]"),
        ({"at": np.array([[AT, AT]])}, ValueError, "the array has 2 dimensions"),
        ({"case": np.array([1.0, 2.0])}, TypeError, "ticket.record, case, row 0: whole numbers, not float64 1.0"),
        ({"case": np.array([1.0, np.nan])}, TypeError, "ticket.record, case, row 1: whole numbers, not float64 nan"),
        ({"case": np.array([1, -2])}, ValueError, "ticket.record, case, row 1: is negative"),
        ({"case": ["a", "b"]}, TypeError, "whole numbers, not <U1"),
        ({"case": [1, 2, 3]}, ValueError, "a column of shape (2,) or one value, not an array of shape (3,)"),
        ({"priority": ["high", "hihg"]}, ValueError, "ticket.record, priority, row 1: no such word 'hihg'"),
        ({"owner": ["Li", 3]}, TypeError, "ticket.record, owner, row 1: a text, not int 3"),
        ({"owner": ["Li", float("nan")]}, TypeError, "ticket.record, owner, row 1: a text, not float nan"),
        ({"agent_identified": np.array([1, 0])}, TypeError, "a column of bool, not int64"),
        ({"received_at": np.array([AT, "NaT"], "datetime64[ms]")}, ValueError, "received_at, row 1: NaT is no instant"),
        ({"received_at": datetime(2026, 1, 1)}, ValueError, "received_at: the datetime 2026-01-01 00:00:00 is naive"),
        ({"promised": np.array([1, 1500], "timedelta64[us]")}, ValueError, "promised, row 0: is no whole number of milliseconds"),
        ({"promised": np.array([1.5, 2])}, TypeError, "promised: a column of timedelta64"),
        ({"promize": 1}, TypeError, "ticket.record: no field, attribute or fact 'promize'"),
        ({"event": "ticket.recrod"}, ValueError, "event 'ticket.recrod': no machine has it"),
        ({"event": "call_back"}, ValueError,
         "event 'call_back': several machines have one (allowed: call.call_back, ticket.call_back, complaint.call_back)"),
    ],
)
def test_a_bad_column_is_an_error_that_names_the_row(desk: Desk, change: dict[str, Any], kind: type[Exception], sentence: str) -> None:
    given: dict[str, Any] = {"event": "ticket.record", "case": np.array([1, 2]), "at": np.array([AT, AT]), "type": "fault", "priority": "high"}
    with pytest.raises(kind) as error:
        desk.columns(**(given | change))
    assert sentence in str(error.value)


# ---------------------------------------------------------------- arrays that are no batch


def records(count: int) -> NDArray[np.void]:
    events = np.zeros(count, event_dtype)
    events["at"] = AT
    return events


def askew(array: NDArray[Any]) -> NDArray[Any]:
    """The same at an odd address."""
    return np.frombuffer(b"-" + array.tobytes(), array.dtype, offset=1)


@pytest.mark.parametrize(
    ("events", "values", "kind", "sentence"),
    [
        ([1, 2], None, TypeError, "events: an array of caseclock.event_dtype, not list [1, 2]"),
        (np.zeros(3), None, TypeError, "events: the array's dtype is float64 (allowed: "),
        (np.zeros(3, value_dtype), None, TypeError, "events: the array's dtype is "),
        (records(4).reshape(2, 2), None, ValueError, "events: the array has 2 dimensions"),
        (records(4)[::2], None, ValueError, "events: the array is not contiguous"),
        (np.array([*records(2).tolist(), (1, None, 0, b"", 0, 1, 1, 0)], event_dtype), None, ValueError, "events, row 2: NaT is no instant"),
        (records(1), np.zeros(3), TypeError, "values: the array's dtype is float64"),
        (records(1), [1], TypeError, "values: an array of caseclock.value_dtype, not list [1]"),
        (records(1), np.zeros(4, value_dtype)[::2], ValueError, "values: the array is not contiguous"),
        (askew(records(1)), None, ValueError, "events: the array is not aligned"),
        (records(1), askew(np.zeros(2, value_dtype)), ValueError, "values: the array is not aligned"),
    ],
)
def test_an_array_of_another_shape_is_refused_whole(desk: Desk, events: Any, values: Any, kind: type[Exception], sentence: str) -> None:
    with pytest.raises(kind) as error:
        desk.apply_batch(events, values)
    assert sentence in str(error.value)
    assert desk.now is None


def test_values_that_are_not_there_are_malformed(desk: Desk) -> None:
    events = records(2)
    events["case"], events["kind"], events["machine"], events["count"], events["values"] = 1, 1, 1, 3, [0, 4_000_000_000]
    answers = desk.apply_batch(events, np.zeros(2, value_dtype))
    assert [receipt.kind for receipt in answers.receipts] == ["malformed", "malformed"]
    assert len(desk) == 0


def test_random_bytes_are_receipts_and_no_crash(desk: Desk) -> None:
    dice = np.random.default_rng(11)
    for _ in range(20):
        events = np.frombuffer(dice.bytes(48 * 500), mapping.event_dtype).copy()
        events["at"] = events["at"] % 7_000_000_000_000
        events["machine"] %= 4
        events["kind"] %= 40
        values = np.frombuffer(dice.bytes(16 * 50), value_dtype)
        events["values"] %= 50
        events["count"] %= 3
        answers = desk.apply_batch(events, values)
        assert len(answers.receipts) == 500
        assert all(str(receipt) for receipt in answers.receipts)
        assert all(str(effect) for effect in answers.effects)


def test_receipts_are_told_of_a_batch_that_was_written_over(desk: Desk) -> None:
    batch = some_calls(desk, 50)
    answers = desk.apply_batch(batch.events, batch.values)
    assert {receipt.kind for receipt in answers.receipts} >= {"accepted", "refused", "not_taken", "ended"}
    for machine in (*range(len(desk.rulebook.machines)), 255):
        batch.events["machine"] = machine
        assert all(str(receipt) and receipt.states is not None for receipt in answers.receipts)


def test_an_empty_batch_says_nothing(desk: Desk) -> None:
    answers = desk.apply_batch(np.zeros(0, event_dtype))
    assert (len(answers), answers.receipts, answers.effects, answers.verdicts) == (0, [], [], [])
    assert answers.reasons()[0].tolist() == []
    assert len(Batch.merged([])) == 0
    with pytest.raises(IndexError, match="row 0: the batch has 0 rows"):
        answers.receipt(0)


# ---------------------------------------------------------------- many cases at once


def test_columns_over_cases_agree_with_each_of_them(desk: Desk) -> None:
    batch = some_calls(desk, 150)
    desk.apply_batch(batch.events, batch.values)
    cases = np.append(np.unique(batch.events["case"]), np.uint64(10**6))
    rows = desk.clocks_of(cases, "pick_up")
    owners = desk.attribute_of(cases, "owner")
    for case, row, owner in zip(cases.tolist(), rows, owners.tolist(), strict=True):
        clock = next((each for each in desk.clocks(case) if each.policy == "pick_up"), None) if case in desk else None
        assert row["cycle"] == (clock.cycle if clock else 0)
        assert row["running"] == (clock is not None and clock.running)
        assert (desk.text_of(owner) if owner != mapping.no_value else None) == (desk.case(case).attributes.get("owner") if case in desk else None)
    assert desk.clocks_of(askew(cases), "pick_up").tobytes() == rows.tobytes()
    assert np.array_equal(desk.attribute_of(askew(cases), "owner"), owners)
    with pytest.raises(KeyError, match='no policy "pickup"; did you mean "pick_up"?'):
        desk.clocks_of(cases, "pickup")
    with pytest.raises(TypeError):
        desk.clocks_of(cases.astype(float), "pick_up")  # type: ignore[arg-type]


def test_proofs_add_up_for_every_case(hotline: Rulebook) -> None:
    desk = Desk(hotline)
    batch = some_calls(desk, 60, seed=4)
    said = {(v.case, v.policy, v.cycle, v.kind): v for v in desk.apply_batch(batch.events, batch.values).verdicts}
    until = NINE + timedelta(days=2)
    said |= {(v.case, v.policy, v.cycle, v.kind): v for v in desk.advance(until).verdicts}
    proved = 0
    for case in np.unique(batch.events["case"]).tolist():
        family = [case, *(desk.case(case).children if case in desk else [])]
        for member in family if case in desk else []:
            for proof in explain(hotline, batch.events, batch.values, member, until, case):
                assert proof.running_time == proof.used
                assert all(a.end == b.begin for a, b in zip(proof.intervals, proof.intervals[1:], strict=False))
                assert proof.intervals == () or (proof.intervals[0].begin, proof.intervals[-1].end) == (proof.started_at, proof.ended_at)
                assert proof.policy in proof.text
                assert proof.as_data()["used_ms"] == proof.used // timedelta(milliseconds=1)
                if proof.verdict in ("met", "ended_late", "measured"):
                    verdict = said[member, proof.policy, proof.cycle, proof.verdict]
                    assert (proof.used, proof.due_at, proof.ended_at) == (verdict.used, verdict.due_at, verdict.ended_at)
                    proved += 1
    assert proved > 60
    with pytest.raises(KeyError, match="case 999: no accepted event opens it"):
        explain(hotline, batch.events, batch.values, 999, until)


# ---------------------------------------------------------------- large, and beside each other


def test_a_large_batch_runs_without_the_interpreter(hotline: Rulebook) -> None:
    desk = Desk(hotline)
    batch = some_calls(desk, 30_000)
    turns = 0
    worker = threading.Thread(target=desk.apply_batch, args=(batch.events, batch.values))
    worker.start()
    while worker.is_alive():
        turns += 1
        time.sleep(0.0005)
    worker.join()
    assert turns > 10
    assert len(desk) > 30_000  # the callbacks too


def test_threads_share_a_desk_and_lose_nothing(hotline: Rulebook) -> None:
    desk = Desk(hotline)
    parts = []
    for number in range(4):
        part = some_calls(desk, 500, seed=number)
        part.events["case"] += number * 1000
        parts.append(part)
    receipts: list[int] = []

    def work(part: Batch) -> None:
        for begin in range(0, len(part), 100):
            receipts.append(len(desk.apply_batch(part.events[begin:begin + 100], part.values).receipt_array))
            assert int(part.events["case"][0]) in desk

    threads = [threading.Thread(target=work, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(receipts) == sum(map(len, parts))

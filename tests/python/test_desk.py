# SPDX-License-Identifier: Apache-2.0
"""One event at a time: what a desk says, how things stand, and what it refuses to hear."""

import threading
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from caseclock import Desk, Rulebook

NINE = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)
MINUTE = timedelta(minutes=1)

ORDERS: dict[str, Any] = {
    "rulebook": "orders",
    "language": "caseclock/1",
    "zone": "UTC",
    "roles": {"clerk": {"title": "The clerk"}},
    "machines": {
        "order": {
            "attributes": {
                "kind_": {"one_of": ["plain", "rush"]}, "pieces": {"kind": "count"}, "depot": {"kind": "name"},
                "agreed_at": {"kind": "instant"}, "promised": {"kind": "duration"},
            },
            "facts": {"paid": {}},
            "events": {
                "place": {"carries": ["pieces", "depot", "kind_"]}, "agree": {"carries": ["agreed_at", "promised"]}, "pay": {"sets": "paid"},
                "ship": {},
            },
            "states": {"new": {"initial": "here"}, "shipped": {"final": "done"}},
            "rows": [
                {"in": "new", "event": "place", "stay": "inside"},
                {"in": "new", "event": "agree", "stay": "inside"},
                {"in": "new", "event": "pay", "stay": "inside"},
                {"in": "new", "event": "ship", "if": {"kind_": "rush"}, "needs": ["paid"], "to": "shipped"},
            ],
        }
    },
    "policies": {
        "shipping": {
            "machine": "order", "start": {"opened": "case"}, "stop": {"enters": "shipped"}, "due": "within promised", "otherwise": "within 2h",
            "warn": [{"at": "10m left", "remind": "clerk"}], "missed": [{"tell": "clerk"}],
        }
    },
}


class Odd(datetime):
    """A datetime that says nonsense of its zone."""

    def utcoffset(self) -> Any:
        return 3


@pytest.fixture
def desk() -> Desk:
    return Desk(Rulebook.builtin("hotline"))


@pytest.fixture
def orders() -> Desk:
    return Desk(Rulebook.parse(ORDERS))


def recorded(desk: Desk, case: int = 7, at: datetime = NINE) -> None:
    assert desk.apply(case, "ticket.record", at, type="fault", priority="high", owner="Li")


# ---------------------------------------------------------------- what it says


def test_a_receipt_says_what_became_of_the_event(desk: Desk) -> None:
    refused = desk.apply(7, "ticket.record", NINE, owner="Li")
    assert not refused
    assert (refused.kind, refused.reason, refused.unmet) == ("refused", "needs priority_known, type_known", ["priority_known", "type_known"])
    assert str(refused) == "case 7: record needs priority_known, type_known"
    assert (refused.effects, refused.verdicts, refused.opened_case) == ([], [], False)
    assert 7 not in desk
    taken = desk.apply(7, "ticket.record", NINE, type="fault", priority="high")
    assert taken
    assert (taken.kind, taken.reason, taken.states, taken.opened_case) == ("accepted", "", ["triaged"], True)
    assert (taken.case, taken.machine, taken.event, taken.at) == (7, "ticket", "record", NINE)
    assert 7 in desk
    assert len(desk) == 1


def test_what_cannot_happen_now_is_told_with_what_can(desk: Desk) -> None:
    recorded(desk)
    receipt = desk.apply(7, "archive", NINE)
    assert (receipt.kind, receipt.reason) == ("not_taken", "not while triaged")
    assert str(receipt).startswith("case 7: cannot archive while triaged (allowed: set_priority, reply, ")
    assert "archive" not in desk.case(7).allowed
    assert "reply" in desk.case(7).allowed


def test_effects_and_verdicts_come_with_the_event_that_brought_time_on(desk: Desk) -> None:
    recorded(desk)
    receipt = desk.apply(7, "reply", NINE + 6 * MINUTE, agent_identified=True)
    said = [(effect.kind, effect.what, effect.at) for effect in receipt.effects if effect.policy == "first_response"]
    assert said == [
        ("warning", "", NINE + 4 * MINUTE), ("reminder", "agent", NINE + 4 * MINUTE), ("verdict", "missed", NINE + 5 * MINUTE),
        ("order", "reassign", NINE + 5 * MINUTE), ("notification", "supervisor", NINE + 5 * MINUTE), ("verdict", "ended_late", NINE + 6 * MINUTE),
    ]
    missed, late = receipt.verdicts
    assert (missed.kind, missed.policy, missed.cycle, missed.case, missed.root) == ("missed", "first_response", 1, 7, 7)
    assert (late.started_at, late.due_at, late.ended_at) == (NINE, NINE + 5 * MINUTE, NINE + 6 * MINUTE)
    assert (late.used, late.target, late.overrun, late.early_by) == (6 * MINUTE, 5 * MINUTE, MINUTE, timedelta())
    assert late.attributes == {"type": "fault", "priority": "high", "owner": "Li"}
    assert (missed.facts, "first_response_given" in late.facts) == ([], True)
    assert late.states == ["triaged"]
    assert [effect.verdict for effect in receipt.effects if effect.kind == "verdict"] == [missed, late]
    assert [effect.ordinal for effect in receipt.effects] == list(range(1, 1 + len(receipt.effects)))
    note = next(effect for effect in receipt.effects if effect.kind == "notification")
    assert (note.title, note.to, note.case, note.machine, note.cycle) == ("当班主管", None, 7, "ticket", 1)
    assert str(note) == "2026-03-02T09:05:00.000Z case 7: notification supervisor (first_response, cycle 1)"
    assert note != missed


def test_lapses_name_what_was_let_pass(desk: Desk) -> None:
    desk.apply(1, "call.arrive", NINE)
    desk.apply(1, "answer", NINE)
    receipt = desk.apply(1, "greet", NINE + timedelta(seconds=2), company_said=True)
    assert [(effect.kind, effect.what) for effect in receipt.effects if effect.kind == "lapse"] == [("lapse", "agent_number_said")]


def test_an_advance_says_what_came_due(desk: Desk) -> None:
    recorded(desk)
    assert desk.next_deadline() == NINE + 4 * MINUTE + timedelta(milliseconds=1)  # limits fire when time has moved past them
    first = desk.advance(NINE + 10 * MINUTE, at_most=1)
    assert not first.finished
    rest = desk.advance(NINE + 10 * MINUTE)
    assert rest.finished
    assert [effect.kind for effect in [*first.effects, *rest.effects]] == ["warning", "reminder", "verdict", "order", "notification"]
    assert desk.now == NINE + 10 * MINUTE
    assert desk.next_deadline() is None
    assert (len(rest.receipts), len(rest.receipt_array)) == (0, 0)


def test_a_child_case_belongs_to_its_parent(desk: Desk) -> None:
    desk.apply(1, "call.arrive", NINE, caller="Wang")
    receipt = desk.apply(1, "give_up", NINE + timedelta(seconds=3))
    opened = next(effect for effect in receipt.effects if effect.kind == "opened")
    child = desk.case(opened.case)
    assert (opened.what, opened.root, child.machine, child.parent, child.root) == ("follow_up", 1, "follow_up", 1, 1)
    assert desk.case(1).children == [child.id]
    assert (child.is_called("callback"), child.is_called("ticket"), desk.case(1).is_called("callback")) == (True, False, False)
    assert child.attributes["caller"] == "Wang"
    assert [clock.policy for clock in desk.clocks(child.id)] == ["callback"]
    assert child.id >= 1 << 63


# ---------------------------------------------------------------- how things stand


def test_clocks_tell_what_runs_and_what_is_left(orders: Desk) -> None:
    orders.apply(1, "place", NINE, pieces=1)
    (clock,) = orders.clocks(1, NINE + 30 * MINUTE)
    assert (clock.policy, clock.cycle, clock.running, clock.paused, clock.missed, clock.misses) == ("shipping", 1, True, False, False, 0)
    assert (clock.started_at, clock.due_at, clock.next_at, clock.opens_at) == (NINE, NINE + 120 * MINUTE, NINE + 110 * MINUTE, None)
    assert (clock.used, clock.left) == (30 * MINUTE, 90 * MINUTE)
    assert repr(clock) == "<clock shipping, cycle 1, running>"
    orders.advance(NINE + 130 * MINUTE)
    (clock,) = orders.clocks(1)
    assert (clock.missed, clock.left) == (True, -10 * MINUTE)


def test_a_case_shows_its_values_as_they_were_given(orders: Desk) -> None:
    agreed = datetime(2026, 3, 3, 8, 30, tzinfo=ZoneInfo("Asia/Kathmandu"))
    orders.apply(1, "place", NINE, pieces=3, depot="Kiel", kind_="rush")
    orders.apply(1, "agree", NINE, agreed_at=agreed, promised=timedelta(hours=5), paid=True)
    case = orders.case(1)
    assert case.attributes == {"kind_": "rush", "pieces": 3, "depot": "Kiel", "agreed_at": agreed, "promised": timedelta(hours=5)}
    assert case.facts == ["paid"]
    assert (case.id, case.machine, case.states, case.ended, case.parent, case.children, case.root) == (1, "order", ["new"], False, None, [], 1)
    assert repr(case) == "<case 1, order new>"


def test_a_field_that_says_nothing_unsets_its_attribute(orders: Desk) -> None:
    orders.apply(1, "place", NINE, pieces=3, depot="Kiel", kind_="rush")
    orders.apply(1, "agree", NINE, agreed_at=NINE)
    assert set(orders.case(1).attributes) == {"kind_", "pieces", "depot", "agreed_at"}
    orders.apply(1, "agree", NINE, promised=timedelta(hours=1))
    orders.apply(1, "place", NINE, pieces=4, depot=None)
    assert orders.case(1).attributes == {"pieces": 4, "promised": timedelta(hours=1)}
    orders.apply(1, "order.change", NINE, pieces=None)
    assert orders.case(1).attributes == {"promised": timedelta(hours=1)}


def test_texts_keep_their_codes(orders: Desk) -> None:
    seeded = Desk(orders.rulebook, ["Kiel", "Ulm"])
    assert seeded.code_of("Ulm") == Rulebook.first_free_code + 1
    assert seeded.code_of("Trier") == Rulebook.first_free_code + 2
    assert seeded.text_of(Rulebook.first_free_code) == "Kiel"
    assert seeded.text_of(4_000_000_000) == "#4000000000"


def test_an_ended_case_can_be_forgotten(orders: Desk) -> None:
    orders.apply(1, "place", NINE, pieces=1, kind_="rush")
    with pytest.raises(ValueError, match="case 1: cannot be evicted, it is open"):
        orders.evict(1)
    assert orders.apply(1, "pay", NINE)
    assert orders.apply(1, "ship", NINE)
    assert orders.case(1).ended
    assert orders.apply(1, "pay", NINE).kind == "ended"
    orders.evict(1)
    assert 1 not in orders
    with pytest.raises(KeyError, match="case 1: the desk has no such case"):
        orders.evict(1)


def test_ids_tell_a_repeated_event_from_another(orders: Desk) -> None:
    assert orders.apply(1, "place", NINE, id=5, pieces=1)
    assert orders.apply(1, "place", NINE, id=5, pieces=1).kind == "duplicate"
    assert orders.apply(1, "place", NINE, id=5, pieces=2).kind == "conflict"


def test_late_events_are_marked(orders: Desk) -> None:
    orders.apply(1, "place", NINE, pieces=1)
    orders.advance(NINE + MINUTE)
    late = orders.apply(1, "pay", NINE)
    assert late
    assert late.was_late


# ---------------------------------------------------------------- the forms of one event


def test_names_event_types_events_and_numbers_are_the_same(orders: Desk) -> None:
    def stand(desk: Desk) -> Any:
        return desk.case(1).attributes, desk.case(1).facts, [(clock.due_at, clock.cycle) for clock in desk.clocks(1)]

    book = orders.rulebook
    order = book.events("order")
    by_type, by_event, by_number = Desk(book), Desk(book), Desk(book)
    orders.apply(case=1, event="place", at=NINE, pieces=2, depot="Kiel", kind_="rush", paid=True)
    by_type.apply(1, order.place, NINE, pieces=2, depot="Kiel", kind_="rush", paid=True)
    by_event.apply(order.place(case=1, at=NINE, pieces=2, depot="Kiel", kind_="rush", paid=True))
    at_ms = int(NINE.timestamp() * 1000)
    depot = by_number.code_of("Kiel")
    receipt = by_number.apply_numbers(1, book.machine("order").number, 0xFFFF, at_ms, 0, 1, 1, 2, 2, depot, 0x8000, 0)
    assert receipt
    assert receipt.event == "change"
    assert stand(orders) == stand(by_type) == stand(by_event) == stand(by_number)


def test_an_event_of_another_rulebook_is_refused(orders: Desk, desk: Desk) -> None:
    pay = orders.rulebook.events("order").pay
    for foreign in (lambda: desk.apply(pay(case=1, at=NINE)), lambda: desk.apply(1, pay, NINE)):
        with pytest.raises(ValueError, match="of another rulebook"):
            foreign()


# ---------------------------------------------------------------- what is no event


@pytest.mark.parametrize(
    ("tell", "kind", "sentence"),
    [
        (lambda desk: desk.apply(1, "plaice", NINE), ValueError, 'event "plaice": no machine of rulebook orders has it; did you mean "place"?'),
        (lambda desk: desk.apply(1, 3, NINE), TypeError, "event: a name such as ticket.reply, or an event type, not int 3"),
        (lambda desk: desk.apply(1, "place", NINE.replace(tzinfo=None), pieces=1), ValueError, "is naive"),
        (lambda desk: desk.apply(1, "place", "2026-03-02", pieces=1), TypeError, "an instant is an aware datetime, not str"),
        (lambda desk: desk.apply(1, "pay", Odd(2026, 3, 2)), TypeError, "the offset of a datetime from UTC is a timedelta, not int 3"),
        (lambda desk: desk.apply(1, "place", NINE), TypeError, "order.place: the field pieces is missing"),
        (lambda desk: desk.apply(1, "place", NINE, pieces=1.0), TypeError, "order.place, pieces: a whole number, not float 1.0"),
        (lambda desk: desk.apply(1, "place", NINE, pieces=float("nan")), TypeError, "not float nan"),
        (lambda desk: desk.apply(1, "place", NINE, pieces=True), TypeError, "a whole number, not bool True"),
        (lambda desk: desk.apply(1, "place", NINE, pieces=-1), ValueError, "int -1 does not fit into 4 bytes"),
        (lambda desk: desk.apply(1, "place", NINE, pieces=1 << 70), ValueError, "is too large"),
        (lambda desk: desk.apply(1, "place", NINE, pieces=None), TypeError, "order.place, pieces: the field cannot be None"),
        (lambda desk: desk.apply(1, "place", NINE, pieces=1, depot=4), TypeError, "order.place, depot: a text, not int 4"),
        (lambda desk: desk.apply(1, "place", NINE, pieces=1, kind_="rushed"), ValueError, '"rushed"; did you mean "rush"? (allowed: plain, rush)'),
        (lambda desk: desk.apply(1, "place", NINE, pieces=1, paid=1), TypeError, "order.place, paid: True or False, not int 1"),
        (lambda desk: desk.apply(1, "place", NINE, peices=1), TypeError, 'no field, attribute or fact "peices"; did you mean "pieces"?'),
        (lambda desk: desk.apply(1, "agree", NINE, agreed_at=NINE.replace(tzinfo=None)), ValueError, "order.agree, agreed_at: the datetime"),
        (lambda desk: desk.apply(1, "agree", NINE, promised=timedelta(microseconds=1)), ValueError, "is no whole number of milliseconds"),
        (lambda desk: desk.apply(1, "agree", NINE, promised=90), TypeError, "a duration is a timedelta, not int 90"),
        (lambda desk: desk.apply(-1, "pay", NINE), TypeError, "incompatible function arguments"),
        (lambda desk: desk.apply(1.5, "pay", NINE), TypeError, "incompatible function arguments"),
        (lambda desk: desk.apply_numbers(1, 0, 3, 0, 1), TypeError, "apply_numbers: what and value come in pairs"),
        (lambda desk: desk.advance(NINE.replace(year=1969)), ValueError, "allowed: 1970 up to 2200"),
        (lambda desk: desk.case(5), KeyError, "case 5: the desk has no such case"),
        (lambda desk: desk.clocks(5), KeyError, "case 5: the desk has no such case"),
    ],
)
def test_what_is_no_event_is_an_error_that_says_what_is(orders: Desk, tell: Any, kind: type[Exception], sentence: str) -> None:
    with pytest.raises(kind) as error:
        tell(orders)
    assert sentence in error.value.args[0]
    assert len(orders) == 0
    assert orders.now is None


def test_names_that_several_machines_have_need_the_machine(desk: Desk) -> None:
    allowed = r"\(allowed: call.call_back, ticket.call_back, complaint.call_back\)"
    with pytest.raises(ValueError, match=rf'event "call_back": several machines have one {allowed}'):
        desk.apply(7, "call_back", NINE)
    recorded(desk)
    assert desk.apply(7, "call_back", NINE).event == "call_back"


def test_numbers_out_of_range_are_malformed_receipts(orders: Desk) -> None:
    at_ms, own = int(NINE.timestamp() * 1000), orders.rulebook.machine("order").number
    for arguments, reason in [
        ((1 << 63, own, 3, at_ms), "case: the id belongs to the desk"), ((1, 99, 3, at_ms), "machine: none of that number"),
        ((1, own, 77, at_ms), "event: none of that number"), ((1, own, 3, -5), "at is out of range"),
        ((1, own, 3, at_ms, 0, 17), "value 0 cannot be"), ((1, own, 3, at_ms, 0, 1, 31, 0), "value 1 cannot be"),
    ]:
        receipt = orders.apply_numbers(*arguments)
        assert (receipt.kind, receipt.reason[: len(reason)]) == ("malformed", reason)
        assert str(receipt)
    assert orders.now is None


@pytest.mark.parametrize("at_ms", [-1 << 63, -62_135_596_800_001, 253_402_300_800_000, (1 << 63) - 1])
def test_an_instant_outside_of_pythons_years_is_an_error(orders: Desk, at_ms: int) -> None:
    receipt = orders.apply_numbers(1, orders.rulebook.machine("order").number, 3, at_ms)
    assert str(receipt) == "case 1: pay: at is out of range"
    with pytest.raises(ValueError, match=r"is no datetime \(allowed: the years 1 up to 9999\)"):
        str(receipt.at)


def test_time_does_not_go_back(orders: Desk) -> None:
    orders.advance(NINE)
    with pytest.raises(ValueError, match=r"cannot go back to 2026-03-02T08:59:00\.000Z; its time is 2026-03-02T09:00:00\.000Z"):
        orders.advance(NINE - MINUTE)


def test_threads_take_turns(orders: Desk) -> None:
    def tell(first: int) -> None:
        for case in range(first, first + 500):
            assert orders.apply(case, "place", NINE, pieces=1, depot=f"depot {case}")

    threads = [threading.Thread(target=tell, args=(first,)) for first in (0, 1000, 2000, 3000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(orders) == 2000
    assert {orders.case(case).attributes["depot"] for case in (0, 3499)} == {"depot 0", "depot 3499"}

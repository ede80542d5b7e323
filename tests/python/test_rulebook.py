# SPDX-License-Identifier: Apache-2.0
"""Rulebooks from files, texts and mappings; what they tell of themselves; what is wrong with them."""

import inspect
import threading
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from caseclock import Calendar, Rulebook, RulebookError

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)

PARCEL: dict[str, Any] = {
    "rulebook": "parcels",
    "language": "caseclock/1",
    "zone": "Europe/Berlin",
    "calendars": {"shop": {"week": {"mon-sat": ["09:00-18:00"]}, "holidays": [date(2026, 10, 3)]}},
    "periods": {"lunch": {"week": {"mon-fri": ["12:00-13:00"]}}, "never": {}},
    "roles": {"driver": {"title": "Driver"}},
    "forms": {"slip": {"title": "Delivery slip", "required": ["address", "weight"], "optional": ["remark"]}},
    "machines": {
        "parcel": {
            "attributes": {"size": {"one_of": ["small", "large"]}, "pieces": {"kind": "count"}, "depot": {"kind": "name"}},
            "facts": {"signed": {"until": {"event": "send_back"}}, "weighed": {}},
            "events": {"take": {"carries": ["size", "pieces"]}, "weigh": {"sets": "weighed"}, "deliver": {}, "send_back": {}},
            "states": {"here": {"initial": "here"}, "under_way": {}, "delivered": {"final": "done"}},
            "rows": [
                {"in": "here", "event": "take", "to": "under_way", "do": [{"tell": "driver"}]},
                {"in": "under_way", "event": "weigh", "stay": "inside"},
                {"in": "under_way", "event": "deliver", "needs": ["signed", "weighed"], "to": "delivered", "rule": "P-1"},
                {"in": "under_way", "event": "send_back", "to": "here"},
            ],
        }
    },
    "policies": {
        "delivery": {
            "title": "Delivered in two days of the shop",
            "rule": ["P-2", "P-3"],
            "machine": "parcel",
            "start": {"enters": "under_way"},
            "stop": {"enters": "delivered"},
            "due": "within 16 business hours",
            "calendar": "shop",
            "missed": [{"tell": "driver"}],
        }
    },
}


@pytest.fixture(scope="module")
def hotline() -> Rulebook:
    return Rulebook.builtin("hotline")


@pytest.fixture(scope="module")
def parcels() -> Rulebook:
    return Rulebook.parse(PARCEL)


# ---------------------------------------------------------------- what it tells


def test_the_builtin_rulebook_tells_its_words(hotline: Rulebook) -> None:
    assert Rulebook.builtin_names() == ["complaints_400", "hotline", "support"]
    assert (hotline.name, hotline.title, hotline.zone) == ("hotline", "Customer hotline", "Asia/Shanghai")
    assert [machine.name for machine in hotline.machines] == [
        "call", "ticket", "follow_up", "escalation", "department_request", "promise", "complaint",
    ]
    assert [machine.number for machine in hotline.machines] == list(range(7))
    policies = {policy.name: policy for policy in hotline.policies}
    assert policies["pick_up"].machines == ("call",)
    assert "T-02" in policies["pick_up"].rules
    assert policies["unexplained_end"].kind == "wait"
    assert policies["first_response"].type == "sla"
    assert "supervisor" in {role.name for role in hotline.roles}
    greeting = next(cue for cue in hotline.cues if cue.name == "greeting")
    assert "{agent}" in greeting.title
    assert "zh-CN" in greeting.titles
    assert "reroute" in {order.name for order in hotline.orders}
    assert hotline.options["ring_limit"].choices == ("3 rings", "2 rings")
    assert hotline.lengths["first moment"].means == "5m"
    assert {"T-02", "G-19", "SYS-28"} <= set(hotline.rule_ids())


def test_a_machine_is_described_by_its_table(parcels: Rulebook) -> None:
    machine = parcels.machine("parcel")
    assert [state.name for state in machine.states] == ["here", "under_way", "delivered"]
    assert [state.initial for state in machine.states] == [True, False, False]
    assert [(event.number, event.name) for event in machine.events] == [(1, "take"), (2, "weigh"), (3, "deliver"), (4, "send_back")]
    assert [(field.name, field.type, field.enumerators) for field in machine.events[0].fields] == [
        ("size", "enumeration", ("small", "large")), ("pieces", "integer", ()),
    ]
    assert [(each.name, each.kind, each.enumerators) for each in machine.attributes] == [
        ("size", "one_of", ("small", "large")), ("pieces", "count", ()), ("depot", "name", ()),
    ]
    assert machine.facts[0].until_events == ("send_back",)
    deliver = next(row for row in machine.rows if row.event == "deliver")
    assert [(need.name, need.kind, need.hardness) for need in deliver.asks] == [("signed", "fact", "hard"), ("weighed", "fact", "hard")]
    assert next(row for row in machine.rows if row.event == "weigh").to is None
    assert machine.regions == 1
    assert len(machine.schema) == 16
    assert "P-1" in machine.rule_ids
    assert machine.check() == []


def test_a_machine_is_drawn_in_three_forms(hotline: Rulebook) -> None:
    call = hotline.machine("call")
    assert call.render().startswith("stateDiagram-v2\n")
    assert call.render("dot").startswith("digraph \"call\"")
    assert call.render("json").startswith('{"machine": "call"')
    with pytest.raises(ValueError, match='form "svg": no such form .allowed: mermaid, dot, json.'):
        call.render("svg")  # type: ignore[arg-type]


def test_checks_find_a_state_that_nothing_leads_to() -> None:
    lost = {**PARCEL, "machines": {"parcel": {**PARCEL["machines"]["parcel"], "states": {**PARCEL["machines"]["parcel"]["states"], "lost": {}}}}}
    found = Rulebook.parse(lost).machine("parcel").check()
    assert [(each.kind, each.text) for each in found] == [("unreachable_state", "state lost: nothing leads here")]


def test_calendars_and_periods_are_those_of_the_text(parcels: Rulebook) -> None:
    shop = parcels.calendar("shop")
    assert shop == Calendar(zone="Europe/Berlin", week={"mon-sat": ["09:00-18:00"]}, holidays=["2026-10-03"])
    assert parcels.calendar().is_always
    assert set(parcels.calendar_names) == {"shop", "always"}
    assert not parcels.period("lunch").is_open(NOON)
    assert parcels.period("lunch").is_open(NOON.replace(hour=11))
    assert not parcels.period("never").is_open(NOON)
    assert parcels.period("lunch").zone == "Europe/Berlin"


def test_a_form_names_what_is_missing(parcels: Rulebook) -> None:
    slip = parcels.forms["slip"]
    assert slip.missing({"address": "Hafenstr. 1", "weight": " "}) == ["weight"]
    assert slip.missing({"address": "Hafenstr. 1", "weight": 0}) == []
    with pytest.raises(ValueError, match=r"form slip: no field 'wieght' \(allowed: address, weight, remark\)"):
        slip.missing({"wieght": 3})


def test_texts_have_codes_both_ways(hotline: Rulebook) -> None:
    assert hotline.code_of("nobody mentions this") is None
    assert hotline.text_of(Rulebook.first_free_code) is None


def test_event_types_show_their_keywords(hotline: Rulebook) -> None:
    ticket = hotline.events("ticket")
    assert "reply" in dir(ticket)
    assert {each.name for each in ticket} >= {"record", "reply", "change"}
    assert "callback_done" not in {each.name for each in ticket}  # only the desk says that
    assert len(ticket) == len(list(ticket))
    assert list(inspect.signature(ticket.reply).parameters)[:3] == ["case", "at", "id"]
    assert "agent_identified" in inspect.signature(ticket.reply).parameters
    assert (ticket.reply.name, ticket.reply.machine) == ("reply", "ticket")
    assert ticket.reply == ticket["reply"] != ticket.record
    with pytest.raises(AttributeError, match=r"machine ticket has no event 'replay' \(allowed: record, "):
        _ = ticket.replay


def test_events_are_values(parcels: Rulebook) -> None:
    take = parcels.events("parcel").take
    event = take(case=3, at=NOON, size="large", pieces=2, depot="Kiel", signed=False)
    assert event == take(3, NOON, pieces=2, size="large", depot="Kiel", signed=False)
    assert event != take(3, NOON, size="large", pieces=3, depot="Kiel", signed=False)
    assert event != 7
    assert (event.case, event.at, event.id, event.type) == (3, NOON, 0, take)
    assert event.fields == {"size": "large", "pieces": 2, "depot": "Kiel", "signed": False}
    assert repr(event).startswith("parcel.take(case=3, at=datetime.datetime(2026, 3, 2, 12, 0, tzinfo=datetime.timezone.utc), size='large'")
    assert len({event, take(3, NOON, size="large", pieces=2, depot="Kiel", signed=False)}) == 1


# ---------------------------------------------------------------- what is wrong with it


def test_a_text_a_file_and_a_mapping_give_the_same(parcels: Rulebook, tmp_path: Path) -> None:
    text = (ROOT / "src/rulebooks/hotline.yaml").read_text("utf-8")
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf-8")
    for same in (Rulebook.load(path), Rulebook.load(str(path)), Rulebook.parse(text, "own.yaml")):
        assert same.machine("call").render("json") == Rulebook.builtin("hotline").machine("call").render("json")
        assert same.policies == Rulebook.builtin("hotline").policies
    assert parcels.policies[0].rules == ("P-2", "P-3")


def test_every_fault_is_told_with_its_place() -> None:
    text = "rulebook: own\nlanguage: caseclock/1\nzone: Mars\nrolls: {}\npolicies:\n"
    text += "  first: {machine: call, start: {enters: ringng}, due: within 15}\n"
    with pytest.raises(RulebookError) as error:
        Rulebook.parse(text, "own.yaml")
    assert all(fault.startswith("own.yaml:") for fault in error.value.faults)
    assert len(error.value.faults) == len(str(error.value).splitlines()) >= 4
    assert any(fault.startswith("own.yaml:4:1: ") and '"roles"' in fault for fault in error.value.faults)
    assert any(fault.startswith("own.yaml:6:") and '"ringing"' in fault for fault in error.value.faults)
    assert isinstance(error.value, ValueError)


def test_a_mapping_holds_texts_numbers_and_dates_only() -> None:
    with pytest.raises(TypeError, match=r"own\.zone: a text, a whole number, a date, a mapping or a list, not float 1\.5"):
        Rulebook.parse({"rulebook": "own", "zone": 1.5}, "own")
    with pytest.raises(TypeError, match=r"own\.options\[1\]: .* not NoneType None"):
        Rulebook.parse({"options": ["a", None]}, "own")


def test_words_of_yaml_stay_texts_in_a_mapping() -> None:
    with pytest.raises(RulebookError, match='zone "no"'):
        Rulebook.parse({"rulebook": "on", "language": "caseclock/1", "zone": "no"})


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda book: book.machine("cal"), 'rulebook hotline: no machine "cal"; did you mean "call"? (there are: call, ticket, follow_up, '),
        (lambda book: book.events("cal"), 'no machine "cal"'),
        (lambda book: book.calendar("offices"), 'no calendar "offices"; did you mean "office"?'),
        (lambda book: book.period("meal"), 'no period "meal"'),
    ],
)
def test_what_there_is_not_is_a_key_error_with_what_there_is(hotline: Rulebook, ask: Any, sentence: str) -> None:
    with pytest.raises(KeyError) as error:
        ask(hotline)
    assert sentence in error.value.args[0]


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=r"none\.yaml"):
        Rulebook.load(tmp_path / "none.yaml")
    with pytest.raises(RulebookError, match="allowed: complaints_400, hotline"):
        Rulebook.builtin("coldline")


def test_one_rulebook_includes_all_built_in_ones() -> None:
    names = Rulebook.builtin_names()
    every = Rulebook.parse({"rulebook": "own", "language": "caseclock/1", "zone": "Asia/Shanghai", "include": names})
    for name in names:
        one = Rulebook.builtin(name)
        assert {policy.name for policy in one.policies} <= {policy.name for policy in every.policies}
        assert set(one.forms) <= set(every.forms)
    assert every.forms["callback_record"].complete == "opinion_recorded"


def test_threads_share_a_rulebook(hotline: Rulebook) -> None:
    seen: list[int] = []

    def read() -> None:
        for _ in range(50):
            seen.append(len(hotline.machine("ticket").rows) + len(hotline.events("call")))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 200
    assert len(set(seen)) == 1


def test_options_can_be_chosen() -> None:
    assert Rulebook.builtin("hotline", {"ring_limit": "2 rings"}).options["ring_limit"].value == "2 rings"
    with pytest.raises(RulebookError, match=r'hotline\.yaml: chosen options: there is no option "ring_limits"; did you mean "ring_limit"\?'):
        Rulebook.builtin("hotline", {"ring_limits": "2 rings"})
    with pytest.raises(RulebookError, match=r'there is no choice of option o "c"; did you mean "a"\? \(allowed: a, b\)'):
        Rulebook.parse({"rulebook": "own", "language": "caseclock/1", "zone": "UTC", "options": {"o": {"choices": ["a", "b"], "default": "a"}}},
                       options={"o": "c"})

# SPDX-License-Identifier: Apache-2.0
"""A rulebook changes while cases are open."""

from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from caseclock import Desk, Rulebook, explain, why_not

NINE = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)

RULES = """
rulebook: {name}
language: caseclock/1
zone: UTC
roles: {{boss: {{}}}}
machines:
  job:
    attributes: {{owner: {{kind: name}}, level: {{one_of: [{levels}]}}}}
    events: {{open: {{}}, finish: {{}}{events}}}
    states: {{idle: {{initial: here}}, busy: {{}}, done: {{final: done}}}}
    rows:
      - {{in: idle, event: open, to: busy}}
      - {{in: busy, event: finish, to: done}}
{rows}
policies:
  answer: {{machine: job, start: {{enters: busy}}, stop: {{event: finish}}, due: [{due}], missed: [{{tell: boss}}]}}
"""


def rules(due="{due: within 15m}", name="first", levels="low, high", events="", rows=""):
    return Rulebook.parse(RULES.format(due=due, name=name, levels=levels, events=events, rows=rows))


def minutes(count):
    return NINE + timedelta(minutes=count)


def effects(answers):
    return [str(each) for each in answers.effects]


class TestRunning:
    def test_running_clocks_find_their_deadlines_again(self):
        desk = Desk(rules())
        desk.apply(1, "job.open", NINE)
        adopted = desk.adopt(rules("{due: within 30m}", "second"), minutes(10), cases="running")
        assert (adopted.moved, adopted.retargeted, adopted.cancelled, adopted.kept, adopted.lacking) == (1, 1, 0, [], [])
        assert desk.clocks(1)[0].due_at == minutes(30)
        assert effects(desk.advance(minutes(20))) == []
        assert [v.kind for v in desk.advance(minutes(40)).verdicts] == ["missed"]
        assert desk.rulebook.name == "second"
        assert desk.rulebook.versions == ("first", "second")
        assert [m.name for m in desk.rulebook.machines].count("job") == 1
        assert str(adopted.adoption) == "<adoption at 2026-03-02T09:10:00.000Z, running>"

    def test_what_lies_in_the_past_is_in_its_answers(self):
        desk = Desk(rules())
        desk.apply(1, "job.open", NINE)
        adopted = desk.adopt(rules("{due: within 5m}"), minutes(10), cases="running")
        assert [(v.kind, v.case, v.due_at) for v in adopted.answers.verdicts] == [("missed", 1, minutes(5))]
        assert [e.what for e in adopted.answers.effects] == ["missed", "boss"]

    def test_a_family_without_a_place_is_kept_and_named(self):
        desk = Desk(rules(events=", wait: {}", rows="      - {in: busy, event: wait, to: idle}"))
        desk.apply(1, "job.open", NINE)
        other = Rulebook.parse(RULES.format(due="{due: within 5m}", name="other", levels="low", events="", rows="").replace("busy", "working"))
        adopted = desk.adopt(other, minutes(1), cases="running")
        assert adopted.kept == [(1, "case 1: the new version has no place for it in job.busy")]
        assert desk.apply(1, "job.wait", minutes(2)).states == ["idle"], "an event of its own version"

    def test_lost_words_are_told(self):
        desk = Desk(rules())
        desk.apply(1, "job.open", NINE, level="high")
        adopted = desk.adopt(rules(levels="low, middle"), minutes(1), cases="running")
        assert adopted.lacking == [("word job.level high", 1)]
        assert desk.case(1).attributes == {}


class TestPin:
    def test_open_cases_keep_their_version(self):
        desk = Desk(rules())
        desk.apply(1, "job.open", NINE)
        assert desk.adopt(rules("{due: within 30m}"), minutes(5)).moved == 0
        desk.apply(2, "job.open", minutes(5))
        assert [(v.case, v.due_at) for v in desk.advance(minutes(60)).verdicts] == [(1, minutes(15)), (2, minutes(35))]

    def test_events_are_named_as_before(self):
        desk = Desk(rules())
        old = desk.rulebook.events("job")
        desk.apply(old.open(case=1, at=NINE))
        new = rules(levels="middle, high", events=", wait: {}", rows="      - {in: busy, event: wait, to: idle}")
        desk.adopt(new, minutes(1))
        receipt = desk.apply(1, "job.change", minutes(2), level="high")
        assert receipt and receipt.states == ["busy"]
        assert desk.case(1).attributes == {"level": "high"}
        refused = desk.apply(1, "job.change", minutes(2), level="middle")
        assert refused.kind == "malformed", "its version has no such word"
        assert desk.apply(1, "job.wait", minutes(2)).kind == "malformed", "nor such an event"
        assert desk.apply(old.finish(case=1, at=minutes(3))).states == ["done"], "an event type of the version before"
        assert desk.apply(old.open(case=2, at=minutes(3)))
        assert desk.apply(desk.rulebook.events("job").wait(case=2, at=minutes(4))).states == ["idle"], "a new case has the new version"
        with pytest.raises(ValueError, match="of another rulebook .allowed: those of desk.rulebook"):
            desk.apply(new.events("job").wait(case=2, at=minutes(5)))

    def test_batches_may_be_in_the_numbers_of_either_version(self):
        desk = Desk(rules())
        before = desk.columns("job.open", np.array([1, 2], np.uint64), np.full(2, "2026-03-02T09:00", "datetime64[ms]"))
        desk.apply_batch(before.events)
        desk.adopt(rules("{due: within 30m}"), minutes(1))
        late = before.events.copy()
        late["case"] = [3, 4]
        late["at"] = np.datetime64("2026-03-02T09:02")
        after = desk.columns("job.finish", np.array([1, 3], np.uint64), np.full(2, "2026-03-02T09:03", "datetime64[ms]"))
        assert after.events["machine"][0] != late["machine"][0]
        receipts = desk.apply_batch(late).receipts
        assert [r.states for r in receipts] == [["busy"], ["busy"]]
        assert all(desk.apply_batch(after.events).receipts)


class TestTexts:
    def test_a_text_that_the_new_version_mentions_keeps_the_hosts_number(self):
        desk = Desk(rules())
        desk.apply(1, "job.open", NINE, owner="Li")
        code = desk.code_of("Li")
        adopted = desk.adopt(rules("{if: {owner: [Li, Bo]}, due: within 1h}, {due: within 15m}"), minutes(1), cases="running")
        assert adopted.retargeted == 1
        assert desk.clocks(1)[0].due_at == minutes(60)
        assert desk.code_of("Li") == code
        assert desk.text_of(code) == "Li"
        assert desk.case(1).attributes["owner"] == "Li"
        desk.apply(2, "job.open", minutes(2), owner="Bo")
        assert desk.clocks(2)[0].due_at == minutes(62)


class TestProofs:
    def test_a_ledger_proves_across_the_adoption(self):
        desk = Desk(rules(), ledger=True)
        desk.apply(1, "job.open", NINE)
        desk.adopt(rules("{due: within 30m}", "second"), minutes(10), cases="running")
        desk.advance(minutes(40))
        late = desk.apply(1, "job.finish", minutes(20))
        assert [(c.kind, c.effect.what) for c in late.corrections] == [("revoked", "missed"), ("revoked", "boss"), ("added", "met"), ("added", "")]
        proof = desk.explain(1)[0]
        assert (proof.verdict, proof.due_at) == ("met", minutes(30))
        assert [(d.at, d.why) for d in proof.deadlines][1] == (minutes(10), "retargeted by the adoption of second")
        assert proof.running_time == proof.used == timedelta(minutes=20)

    def test_late_events_of_before_are_judged_under_the_version_of_their_instant(self):
        desk = Desk(rules(), ledger=True)
        desk.apply(1, "job.open", NINE)
        desk.adopt(rules("{due: within 30m}"), minutes(10), cases="running")
        desk.advance(minutes(20))
        late = desk.apply(2, "job.open", minutes(-10))
        assert [(c.kind, c.effect.what, c.effect.at) for c in late.corrections][0] == ("added", "missed", minutes(5))
        assert desk.explain(2)[0].verdict == "missed", "within a quarter of an hour, before the change"
        assert desk.explain(2)[0].deadlines[0].due_at == minutes(5)

    def test_explain_takes_the_adoptions(self):
        desk = Desk(rules())
        events = desk.columns("job.open", np.array([1], np.uint64), np.full(1, "2026-03-02T09:00", "datetime64[ms]"))
        desk.apply_batch(events.events)
        desk.adopt(rules("{due: within 30m}"), minutes(10), cases="running")
        (proof,) = explain(desk.rulebook, events.events, None, 1, minutes(20), adoptions=desk.adoptions)
        assert [d.due_at for d in proof.deadlines] == [minutes(15), minutes(30)]
        (unaware,) = explain(desk.rulebook, events.events, None, 1, minutes(20))
        assert [d.due_at for d in unaware.deadlines] == [minutes(30)]
        said = why_not(desk.rulebook, events.events, None, 1, "answer", minutes(20), adoptions=desk.adoptions)
        assert "it ran once" in said.text
        assert [(a.cases, a.version, a.events_before) for a in desk.adoptions] == [("running", 1, 1)]


class TestRefusals:
    def test_nothing_changes(self):
        desk = Desk(rules())
        desk.apply(1, "job.open", minutes(1))
        with pytest.raises(ValueError, match="its time is 2026-03-02T09:01:00.000Z"):
            desk.adopt(rules(), NINE)
        with pytest.raises(ValueError, match="no such choice \"runing\"; did you mean \"running\".*allowed: pin, running"):
            desk.adopt(rules(), minutes(2), cases="runing")
        with pytest.raises(ValueError, match="is a successor already"):
            other = Desk(rules())
            other.adopt(rules(), NINE)
            desk.adopt(other.rulebook, minutes(2))
        assert desk.rulebook.versions == ("first",)
        assert desk.adoptions == []

    def test_machines_run_out_of_numbers(self):
        desk = Desk(rules())
        with pytest.raises(ValueError, match="there are more than 255 machines, those of earlier versions included"):
            for count in range(300):
                desk.adopt(rules(), minutes(count))
        assert len(desk.rulebook.versions) > 25
        assert desk.apply(1, "job.open", minutes(400))

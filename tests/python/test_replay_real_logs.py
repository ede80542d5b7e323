# SPDX-License-Identifier: Apache-2.0
"""Three logs of real desks, replayed by their maps and rulebooks alone: receipts by reason, verdicts and deadlines, pinned.

The logs are no part of the project. CASECLOCK_DATA names their folder (default: ../shared/data).
"""

import csv
import json
import os
from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from caseclock import Desk, Rulebook, explain_all
from caseclock.cli import main
from caseclock.cycles import verdict_words
from caseclock.proofs import add_up
from caseclock.replay import Replay, StrictError, replay
from caseclock.report import report_of, text_of

ROOT = Path(__file__).parents[2]
epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
DATA = Path(os.environ.get("CASECLOCK_DATA", ROOT / "../shared/data"))
LOGS = ROOT / "examples/logs"
FILES = {"bank": "anonymous_bank_1999_02.tsv.gz", "boston": "boston311_2015_slim.csv.gz", "uci": "uci_incident_event_log.csv.gz"}


def log_of(name: str) -> Path:
    path = DATA / FILES[name]
    if not path.is_file():
        pytest.skip(f"{path} is missing (CASECLOCK_DATA names the folder with the real logs)")
    return path


def replayed(name: str) -> Replay:
    return replay(log_of(name), LOGS / f"{name}.map.yaml", Rulebook.load(LOGS / f"{name}.yaml"))


def receipts_of(done: Replay) -> Counter[tuple[str, str, str]]:
    """Events by name, receipt and reason."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for (_, event, receipt, reason), count in done.receipts.items():
        counted[event, receipt, reason] += count
    return counted


def assert_proofs_add_up(done: Replay) -> None:
    """Those of every case: each interval, each cycle, running clocks too. What the desk said was used is what the intervals are."""
    until = done.face.desk.now
    assert until is not None
    sums = add_up(done.face.rulebook, done.mapped.events, done.mapped.values, until)
    assert sums.wrong == []
    assert sums.cycles >= len(done.cycles)
    assert sums.intervals > 0  # a cycle of no length has none


def assert_counterfactuals_are_true(done: Replay, missed: int) -> None:
    """Of so many missed cases: with the events moved the cycle is met, and moved by a millisecond less it is not."""
    rulebook, mapped = done.face.rulebook, done.mapped
    until = done.face.desk.now
    assert until is not None
    late = np.unique(done.cycles.case[done.cycles.verdict == verdict_words.index("ended_late")])
    cases = late[:: max(1, len(late) // missed)].tolist()
    tried: Counter[str] = Counter()
    changed: dict[str, list[Any]] = {"enough": [], "not enough": []}
    wanted: list[tuple[str, int]] = []
    for proof in explain_all(rulebook, mapped.events, mapped.values, until, cases, counterfactuals=True):
        if proof.verdict != "ended_late":
            continue
        assert proof.counterfactuals
        own = np.flatnonzero(mapped.events["case"] == proof.case)
        for each in proof.counterfactuals:
            tried[each.kind] += 1
            wanted.append((proof.policy, proof.cycle))
            for name, less in (("enough", 0), ("not enough", 1)):
                events = mapped.events[own]  # a case of its own for each thing that is tried
                events["case"] = len(wanted)
                for event, came, to in each.moves:
                    ms = (to - epoch) // timedelta(milliseconds=1) + (less if to < came else -less)
                    events["at"][np.searchsorted(own, event)] = ms
                changed[name].append(events)
    for name, tries in changed.items():
        together = np.concatenate(tries)
        together = together[np.argsort(together["at"], kind="stable")]
        desk = Desk(rulebook, mapped.names.own_texts())
        said = [desk.apply_batch(together, mapped.values).verdict_array.copy(), desk.advance(until).verdict_array.copy()]
        verdicts = {(int(v["case"]), int(v["policy"]), int(v["cycle"])): verdict_words[v["kind"]] for part in said for v in part}
        policies = [policy.name for policy in rulebook.policies]
        for number, (policy, cycle) in enumerate(wanted, start=1):
            assert (verdicts.get((number, policies.index(policy), cycle)) == "met") == (name == "enough")
    assert sum(tried.values()) > len(cases) > missed // 2


# ---------------------------------------------------------------- the incidents


@pytest.fixture(scope="module")
def uci() -> Replay:
    return replayed("uci")


def test_every_event_of_the_incidents_has_its_receipt(uci: Replay) -> None:
    assert (uci.mapped.rows_read, uci.mapped.rows_used, len(uci.mapped.bad)) == (141_712, 141_712, 0)
    assert receipts_of(uci) == {
        ("open", "accepted", ""): 24_918, ("become_new", "accepted", ""): 16_398, ("become_active", "accepted", ""): 15_988,
        ("await_user", "accepted", ""): 5_852, ("await_vendor", "accepted", ""): 269, ("await_problem", "accepted", ""): 253,
        ("await_evidence", "accepted", ""): 24, ("resolve", "accepted", ""): 25_236, ("close", "accepted", ""): 24_930,
        ("change", "accepted", ""): 17_847,
    }


def test_the_verdicts_of_the_incidents_are_found_again(uci: Replay) -> None:
    verdicts = report_of(uci)["comparison"]["verdicts"]
    found = {group["value"]: (group["agree"], group["of"]) for group in verdicts["by"]["priority"]}
    assert found == {"moderate": (23_294, 23_451), "low": (747, 748), "high": (412, 419), "critical": (275, 300)}
    assert (verdicts["agree"], verdicts["of"], verdicts["no_verdict_here"]) == (24_728, 24_918, 0)


def test_all_proofs_of_the_incidents_add_up_and_what_would_have_helped_is_true(uci: Replay) -> None:
    assert_proofs_add_up(uci)
    assert_counterfactuals_are_true(uci, 1_500)


# ---------------------------------------------------------------- the city


@pytest.fixture(scope="module")
def boston() -> Replay:
    return replayed("boston")


def test_every_event_of_the_city_has_its_receipt(boston: Replay) -> None:
    assert (boston.mapped.rows_read, boston.mapped.rows_used, len(boston.mapped.bad)) == (121_145, 121_145, 0)
    assert boston.mapped.counts == {"closed before it was opened": 197}
    assert receipts_of(boston) == {("open", "accepted", ""): 121_145, ("close", "accepted", ""): 101_272}


def test_every_verdict_of_the_city_is_found_again(boston: Replay) -> None:
    verdicts = report_of(boston)["comparison"]["verdicts"]
    assert (verdicts["agree"], verdicts["of"], verdicts["no_verdict_here"]) == (79_126, 79_126, 0)


def test_the_deadlines_of_the_city_follow_from_its_calendar(boston: Replay) -> None:
    found: dict[str, tuple[int, int, int]] = {}
    for due in report_of(boston)["comparison"]["due"]:
        found |= {group["value"]: (group["near"], group["of"], due["within_ms"]) for group in due["by"]["type"]}
    assert found == {
        "Building Inspection Request": (4_961, 4_961, 60_000), "Electrical": (1_357, 1_357, 60_000), "Plumbing": (473, 473, 60_000),
        "General Comments For a Program or Policy": (4_837, 4_840, 60_000), "Rodent Activity": (2_171, 2_171, 90_000),
        "Heat - Excessive  Insufficient": (1_324, 1_324, 90_000),
    }


def test_all_proofs_of_the_city_add_up_and_what_would_have_helped_is_true(boston: Replay) -> None:
    assert_proofs_add_up(boston)
    assert_counterfactuals_are_true(boston, 200)


# ---------------------------------------------------------------- the bank


@pytest.fixture(scope="module")
def bank() -> Replay:
    return replayed("bank")


def test_every_call_of_the_bank_has_its_receipts_and_dirty_rows_are_told(bank: Replay) -> None:
    assert (bank.mapped.rows_read, bank.mapped.rows_used, len(bank.mapped.bad)) == (33_344, 31_104, 0)
    assert bank.mapped.skipped == {"phantom": 278, "ended in the voice menu": 1_962}
    assert bank.mapped.counts == {"service ended before the queue": 13, "midnight wrap": 28}
    assert receipts_of(bank) == {
        ("arrive", "accepted", ""): 31_104, ("answer", "accepted", ""): 27_141, ("give_up", "accepted", ""): 3_963,
        ("customer_hangs_up", "accepted", ""): 27_112,
    }


def test_the_service_level_of_the_bank_is_the_known_one(bank: Replay) -> None:
    report = report_of(bank)
    assert report["comparison"]["counts"] == {"answered": {"cases": 27_141, "of": 31_104}, "abandoned": {"cases": 3_963, "of": 31_104}}
    (level,) = (policy for policy in report["policies"] if policy["policy"] == "service_level")
    assert level["met"] == 16_188
    assert round(level["met"] / 31_104, 3) == round(level["met_of_all"], 3) == 0.520
    assert round(level["average_ms"] / 1000, 1) == 40.8


def test_the_text_of_the_report_says_the_same(bank: Replay) -> None:
    text = text_of(report_of(bank))
    assert "31,104 used, 278 phantom, 1,962 ended in the voice menu, 0 bad" in text
    assert any(line.split() == ["answered", "27,141", "31,104", "87.26", "%"] for line in text.splitlines())


def test_all_proofs_of_the_bank_add_up_and_what_would_have_helped_is_true(bank: Replay) -> None:
    assert_proofs_add_up(bank)
    assert_counterfactuals_are_true(bank, 1_500)


# ---------------------------------------------------------------- the command


def command(*arguments: str) -> Any:
    return CliRunner().invoke(main, [*map(str, arguments)])


def test_the_command_replays_explains_and_writes_verdicts(tmp_path: Path, bank: Replay) -> None:
    out = tmp_path / "verdicts.csv"
    case = bank.face.worth_a_proof()
    assert case is not None
    result = command("replay", str(log_of("bank")), "--map", str(LOGS / "bank.map.yaml"), "--rulebook", str(LOGS / "bank.yaml"), "--json",
                     "--verdicts", str(out), "--explain", case)
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert said["comparison"]["counts"]["answered"] == {"cases": 27_141, "of": 31_104}
    (proof,) = said["proofs"][case]
    assert sum(each["length_ms"] for each in proof["intervals"] if each["kind"] == "running") == proof["used_ms"]
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(bank.cycles) == 31_104
    (row,) = (row for row in rows if row["case"] == case)
    assert (row["policy"], row["verdict"], row["used_ms"]) == ("service_level", proof["verdict"], str(proof["used_ms"]))
    assert row["started_at"] == proof["started_at"]


def test_a_strict_replay_passes_over_clean_rows_and_stops_at_what_is_refused(tmp_path: Path) -> None:
    path = log_of("bank")
    rulebook = Rulebook.load(LOGS / "bank.yaml")
    assert replay(path, LOGS / "bank.map.yaml", rulebook, strict=True).receipts.total() == 89_320
    text = (LOGS / "bank.map.yaml").read_text("utf-8").replace("event: answer, ", "event: retrieve, ").replace("answered: {event: answer}, ", "")
    changed = tmp_path / "changed.map.yaml"
    changed.write_text(text, "utf-8")
    with pytest.raises(StrictError, match=r"anonymous_bank_1999_02\.tsv\.gz:\d+: cannot retrieve while ringing \(allowed: "):
        replay(path, changed, rulebook, strict=True)

# SPDX-License-Identifier: Apache-2.0
"""A desk as a replay sees it: batches of a mapped log go in, counts and cycles come out. No Python runs per event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _core
from .cycles import Attribute, Cycles, figures, merge_verdicts, no_value, verdict_words
from .desk import Answers, Desk, Effect
from .machine import Attribute as AttributeInfo
from .maps import MappedLog
from .payloads import fill_payloads
from .proofs import Proof, WhyNot, explain, why_not
from .rulebook import Rulebook
from .verdict_files import iso_instants

__all__ = ["DeskFace"]

receipt_kinds = _core.receipt_kinds()
effect_kinds = _core.effect_kinds()
of_ladders = [effect_kinds.index(kind) for kind in ("level", "unacknowledged", "acknowledged")]
correction_kinds = _core.correction_kinds()
correction_signs = {"revoked": -1, "added": 1, "moved": 0}
few_words = 12
common_events = {0: "", _core.change_event: "change", _core.acknowledge_event: "acknowledge"}
verdict_columns = {name: name.removesuffix("_ms") for name in figures}
epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)


class DeskFace:
    """A desk that is given one mapped log, by instant or, with a ledger, in the order of the file.

    `receipts` counts events by (machine, event, receipt, reason), `effects` by kind and subject, `late` late events and what they
    changed. `first_refused` is the line of the first event that was not accepted, and why.
    """

    def __init__(self, rulebook: Rulebook, mapped: MappedLog, arrival_order: bool = False) -> None:
        fill_payloads(rulebook, mapped.events, mapped.values)
        self.rulebook = rulebook
        self.mapped = mapped
        self.arrival_order = arrival_order
        order = np.argsort(mapped.lines, kind="stable") if arrival_order else slice(None)
        self.events, self.lines = mapped.events[order], mapped.lines[order]
        # sorted by instant nothing is late, whatever the rulebook says of it
        self.desk = Desk(rulebook, mapped.names.own_texts(), ledger=arrival_order, late_events=None if arrival_order else "as_of_now")
        self.effects: Counter[str] = Counter()
        self.late: Counter[str] = Counter(dict.fromkeys(("events", *correction_kinds, "receipts"), 0))
        self._first_refused: tuple[int, str] | None = None
        self._outcomes: dict[tuple[int, str], int] = {}
        self._outcome = np.full(len(mapped.events), -1, np.int64)
        self._case_texts = mapped.case_texts()
        self._machines = rulebook.machines
        self._event_names = [common_events | {each.number: each.name for each in of.events} for of in self._machines]
        self._verdicts: list[dict[str, NDArray[np.int64]]] = []
        self._attributes: dict[tuple[int, int], list[NDArray[np.int64]]] = defaultdict(list)

    # ------------------------------------------------------------ what is done

    def apply(self, begin: int, end: int) -> None:
        """Gives the events of these rows to the desk."""
        answers = self.desk.apply_batch(self.events[begin:end], self.mapped.values)
        kinds = answers.receipt_array["kind"]
        self._outcome[begin:end] = self._outcomes_of(kinds, *answers.reasons())
        if self._first_refused is None and kinds.any():
            row = int(np.argmax(kinds != 0))
            self._first_refused = int(self.lines[begin + row]), str(answers.receipt(row)).partition(": ")[2]
        corrected = answers.receipt_correction_array
        self._outcome[corrected["number"].astype(np.int64)] = self._outcomes_of(corrected["receipt"], *answers.corrected_reasons())
        self.late["events"] += int((answers.receipt_array["marks"] & 1).sum())
        self.late["receipts"] += len(corrected)
        self._note(answers)

    def advance(self, until_ms: int) -> None:
        """Time goes on to the end of the log; not back, where an event was as late as that."""
        until = max(epoch + timedelta(milliseconds=until_ms), self.desk.now or epoch)
        self._note(self.desk.advance(until))

    def _outcomes_of(self, kinds: NDArray[np.uint8], reasons: NDArray[np.int32], texts: list[str]) -> NDArray[np.int64]:
        """A number for each receipt with its reason."""
        _, firsts, inverse = np.unique(kinds.astype(np.int64) << 32 | reasons, return_index=True, return_inverse=True)
        numbers = [self._outcomes.setdefault((int(kinds[row]), texts[reasons[row]]), len(self._outcomes)) for row in firsts.tolist()]
        return np.array(numbers, np.int64)[inverse]

    def _note(self, answers: Answers) -> None:
        every = np.arange(len(answers.effect_array))
        self._count_effects(answers.effect_array, every, answers.effect, 1)
        of_verdict = effect_kinds.index("verdict")
        said = answers.effect_array[answers.effect_array["kind"] == of_verdict]
        self._note_verdicts(answers, answers.verdict_array, said, np.ones(len(said), np.bool_), corrected=False)
        corrections = answers.correction_array
        for number, kind in enumerate(correction_kinds):
            rows = np.flatnonzero(corrections["correction"] == number)
            self.late[kind] += len(rows)
            self._count_effects(corrections[rows], rows, lambda row: answers.correction(row).effect, correction_signs[kind])
        said = corrections[corrections["kind"] == of_verdict]
        self._note_verdicts(answers, answers.corrected_verdict_array, said, said["correction"] != correction_kinds.index("revoked"), corrected=True)

    def _count_effects(self, effects: NDArray[np.void], rows: NDArray[np.intp], effect_at: Callable[[int], Effect], sign: int) -> None:
        """`effect_at` gives the effect of one of the rows."""
        ladders = np.where(np.isin(effects["kind"], of_ladders), effects["to"], 0).astype(np.int64)
        keys = _packed(effects["machine"], effects["what"], effects["kind"], effects["detail"].astype(np.int64) | ladders << 8)
        _, firsts, counts = np.unique(keys, return_index=True, return_counts=True)
        for row, count in zip(firsts.tolist(), counts.tolist(), strict=True):
            effect = effect_at(int(rows[row]))
            self.effects[f"{effect.kind} {effect.what}".rstrip()] += sign * count

    def _note_verdicts(self, answers: Answers, verdicts: NDArray[np.void], said: NDArray[np.void], stand: NDArray[np.bool_], *,
                       corrected: bool) -> None:
        """`said`: their effects. `stand`: which of them are said; the others are taken back."""
        if not len(verdicts):
            return
        columns = {name: verdicts[column].astype(np.int64) for name, column in verdict_columns.items()}
        columns |= {name: verdicts[name].astype(np.int64) for name in ("policy", "cycle", "ordinal")}
        columns |= {name: verdicts[name].astype(np.int64) for name in ("case", "root")}  # the bits, which are unsigned again in `cycles`
        columns["verdict"] = verdicts["kind"].astype(np.int64)
        columns["stand"] = stand.astype(np.int64)
        columns["said_at"], columns["was_due_at"] = said["at"].astype(np.int64), said["due_at"].astype(np.int64)
        columns["ended_at"][columns["verdict"] == verdict_words.index("missed")] = no_value  # it goes on
        self._verdicts.append(columns)
        for machine in self._machines:
            for attribute in machine.attributes:
                self._attributes[machine.number, attribute.number].append(answers.verdict_attribute(machine.number, attribute.number, corrected))

    # ------------------------------------------------------------ what came out

    @property
    def receipts(self) -> Counter[tuple[str, str, str, str]]:
        """Events by (machine, event, receipt, reason)."""
        given = self._outcome >= 0
        events, outcome = self.events[given], self._outcome[given]
        words = list(self._outcomes)
        counted: Counter[tuple[str, str, str, str]] = Counter()
        _, firsts, counts = np.unique(_packed(events["machine"], events["kind"], np.uint8(0), outcome), return_index=True, return_counts=True)
        for row, count in zip(firsts.tolist(), counts.tolist(), strict=True):
            kind, reason = words[outcome[row]]
            counted[self._machines[events["machine"][row]].name, self._event_name(events[row]), receipt_kinds[kind], reason] += count
        return counted

    @property
    def first_refused(self) -> tuple[int, str] | None:
        """The line of the first event that was not accepted, and why. What came late may have changed that."""
        if not self.arrival_order:
            return self._first_refused
        bad = np.flatnonzero((self._outcome >= 0) & ~self._accepted)
        if not len(bad):
            return None
        kind, reason = list(self._outcomes)[self._outcome[bad[0]]]
        return int(self.lines[bad[0]]), f"{self._event_name(self.events[bad[0]])} is {receipt_kinds[kind]}" + (f": {reason}" if reason else "")

    @property
    def _accepted(self) -> NDArray[np.bool_]:
        return np.isin(self._outcome, [number for (kind, _), number in self._outcomes.items() if kind == 0])

    def _event_name(self, event: np.void) -> str:
        kind = int(event["kind"])
        return self._event_names[int(event["machine"])].get(kind, f"#{kind}")

    def cycles(self) -> Cycles:
        """Every cycle that has a verdict."""
        names = ("case", "policy", "cycle", "verdict", "root", "ordinal", "stand", "said_at", "was_due_at", *figures)
        nothing = {name: np.zeros(0, np.int64) for name in names}
        verdicts = {name: np.concatenate([each[name] for each in self._verdicts or [nothing]]) for name in names}
        verdicts["case"] = verdicts["case"].view(np.uint64)
        attributes = self._verdict_attributes(len(verdicts["case"]))
        if self.late["revoked"] or self.late["added"] or self.late["moved"]:
            rows = _standing(verdicts)
            verdicts = {name: column[rows] for name, column in verdicts.items()}
            attributes = {name: Attribute(attribute.texts, attribute.codes[rows]) for name, attribute in attributes.items()}
        return merge_verdicts([policy.name for policy in self.rulebook.policies], verdicts, attributes)

    def _verdict_attributes(self, rows: int) -> dict[str, Attribute]:
        """By name; machines that use the same name share the column."""
        found: dict[str, Attribute] = {}
        for machine in self._machines:
            for info in machine.attributes:
                parts = self._attributes.get((machine.number, info.number), [])
                values = np.concatenate(parts) if parts else np.full(rows, no_value, np.int64)
                if not (values != no_value).any():
                    continue
                mine = self._as_texts(info, values)
                found[info.name] = _merged(found[info.name], mine) if info.name in found else mine
        return found

    def _as_texts(self, info: AttributeInfo, values: NDArray[np.int64]) -> Attribute:
        """Values as distinct texts, in the order of the values."""
        distinct, codes = np.unique(values, return_inverse=True)
        unset = len(distinct) > 0 and distinct[0] == no_value
        numbers = distinct[1:] if unset else distinct
        if info.kind == "one_of":
            texts = [info.enumerators[number] for number in numbers]
        elif info.kind == "name":
            texts = [self.desk.text_of(number) for number in numbers.tolist()]
        elif info.kind == "instant":
            texts = iso_instants(numbers).tolist()
        else:
            texts = [str(number) for number in numbers]
        return Attribute(texts, codes.astype(np.int64) - int(unset))

    def short_attributes(self) -> list[str]:
        """Attributes that are one of a few words."""
        every = [each for machine in self._machines for each in machine.attributes]
        return list(dict.fromkeys(each.name for each in every if each.kind == "one_of" and len(each.enumerators) <= few_words))

    def cases_with(self, event: str) -> int:
        """How many cases had at least one accepted event of this name."""
        events = self.events
        numbers = [next((number for number, name in names.items() if name == event), -1) for names in self._event_names]
        return len(np.unique(events["case"][self._accepted & (events["kind"] == np.array(numbers)[events["machine"]])]))

    def due_of(self, cycles: Cycles, policy: str, cases: NDArray[np.uint64], by: tuple[str, ...]) -> tuple[
            NDArray[np.int64], dict[str, NDArray[np.str_]]]:
        """The last deadline of a policy on each case, and the texts of the case's attributes."""
        due = np.full(len(cases), no_value, np.int64)
        if policy in cycles.policies:
            mine = cycles.of_policy(policy)  # sorted by case, then by cycle
            last = np.searchsorted(mine.case, cases, side="right") - 1
            known = (last >= 0) & (mine.case[np.maximum(last, 0)] == cases) if len(mine) else np.zeros(len(cases), bool)
            due[known] = mine.figures["due_at"][last[known]]
        clocks = self.desk.clocks_of(cases, policy)
        running = clocks["running"]
        due[running] = clocks["due_at"][running].astype(np.int64)
        texts = {}
        for name in by:
            attribute = self._attribute_of(cases, name)
            texts[name] = np.array([*attribute.texts, ""])[attribute.codes]
        return due, texts

    def _attribute_of(self, cases: NDArray[np.uint64], name: str) -> Attribute:
        infos = [each for machine in self._machines for each in machine.attributes if each.name == name]
        if not infos:
            raise KeyError(f"no attribute `{name}`")
        return self._as_texts(infos[0], self.desk.attribute_of(cases, name))

    # ------------------------------------------------------------ cases

    def case_text(self, case: int) -> str:
        """What the log calls a case; one that the desk opened is called after its parent and its machine, "C000367/follow_up"."""
        text = self._case_texts.get(case)
        if text is None:
            view = self.desk.case(case)
            assert view.parent is not None
            alike = [child for child in self.desk.case(view.parent).children if self.desk.case(child).machine == view.machine]
            text = f"{self.case_text(view.parent)}/{view.machine}" + (f" {alike.index(case) + 1}" if len(alike) > 1 else "")
            self._case_texts[case] = text
        return text

    # ------------------------------------------------------------ proofs

    def proofs(self, case: int) -> list[Proof]:
        """The proofs of a case and of those that it opened."""
        until = self.desk.now or epoch
        found = []
        for member in self._family(case):
            found += explain(self.rulebook, self.mapped.events, self.mapped.values, member, until, case)
        return found

    def _family(self, case: int) -> Iterator[int]:
        yield case
        for child in self.desk.case(case).children if case in self.desk else ():
            yield from self._family(child)

    def explain(self, case: int, name: str) -> str:
        """The proofs as a text, under the name that the log has for the case."""
        texts = [proof.text if proof.case == case else f"{self.case_text(proof.case)}: {proof.text}" for proof in self.proofs(case)]
        return f"Case {name}\n\n" + ("\n".join(texts) if texts else "No clock ran.\n")

    def why_not(self, case: int, policy: str, name: str) -> WhyNot:
        """Why a policy did not do on a case, or on those that it opened, what somebody expected. Of several cases the first of a machine
        that the policy serves is meant."""
        members = list(self._family(case))
        of_policy = next((each for each in self.rulebook.policies if each.name == policy), None)
        machines = of_policy.machines if of_policy is not None else ()
        served = [member for member in members if member in self.desk and self.desk.case(member).machine in machines]
        member = (served or members)[0]
        return why_not(self.rulebook, self.mapped.events, self.mapped.values, member, policy, self.desk.now or epoch, case,
                       self.mapped.names.own_texts(), name if member == case else self.case_text(member))

    def worth_a_proof(self) -> str | None:
        """What the log calls the case whose proof shows most: late and done later, with the most cycles."""
        cycles = self.cycles()
        late = cycles.of(cycles.verdict == verdict_words.index("ended_late"))
        known = self._case_texts
        counts = Counter(case for case in cycles.case.tolist() if case in known)
        candidates = [case for case in late.case.tolist() if case in known] or list(counts)
        return known[max(candidates, key=lambda case: (counts[case], -case))] if candidates else None


def _standing(verdicts: dict[str, NDArray[Any]]) -> NDArray[np.intp]:
    """Rows that are said at last, of each (root, ordinal) the last unless it takes back, in the order in which a desk would have said them."""
    order = np.lexsort((verdicts["ordinal"], verdicts["root"]))
    root, ordinal = verdicts["root"][order], verdicts["ordinal"][order]
    last = order[np.append((root[1:] != root[:-1]) | (ordinal[1:] != ordinal[:-1]), True)]
    rows = last[verdicts["stand"][last] != 0]
    # at one instant what was due earlier is said first: a miss before the end that came after it
    standing: NDArray[np.intp] = rows[np.lexsort((verdicts["ordinal"][rows], verdicts["was_due_at"][rows], verdicts["said_at"][rows]))]
    return standing


def _packed(bytes_a: NDArray[Any], words: NDArray[Any], bytes_b: NDArray[Any] | np.uint8, rest: NDArray[Any]) -> NDArray[np.int64]:
    """Columns of 8, 16, 8 and at most 31 bits as one."""
    packed: NDArray[np.int64] = (bytes_a.astype(np.int64) << 55) | (words.astype(np.int64) << 39) | (bytes_b.astype(np.int64) << 31) | rest
    return packed


def _merged(a: Attribute, b: Attribute) -> Attribute:
    """One column from two; where both say something the first does."""
    texts = list(dict.fromkeys([*a.texts, *b.texts]))
    place = {text: number for number, text in enumerate(texts)}
    moved = np.array([*(place[text] for text in b.texts), -1], np.int64)
    return Attribute(texts, np.where(a.codes >= 0, a.codes, moved[b.codes]))

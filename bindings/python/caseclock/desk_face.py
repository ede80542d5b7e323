# SPDX-License-Identifier: Apache-2.0
"""A desk as a replay sees it: batches of a mapped log go in, counts and cycles come out. No Python runs per event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _core
from .cycles import Attribute, Cycles, figures, merge_verdicts, no_value, verdict_words
from .desk import Answers, Desk
from .machine import Attribute as AttributeInfo
from .maps import MappedLog
from .payloads import fill_payloads
from .proofs import Proof, WhyNot, explain, why_not
from .rulebook import Rulebook
from .verdict_files import iso_instants

__all__ = ["DeskFace"]

receipt_kinds = _core.receipt_kinds()
of_ladders = [_core.effect_kinds().index(kind) for kind in ("level", "unacknowledged", "acknowledged")]
few_words = 12
common_events = {0: "", _core.change_event: "change", _core.acknowledge_event: "acknowledge"}
verdict_columns = {name: name.removesuffix("_ms") for name in figures}
epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)


class DeskFace:
    """A desk that is given one mapped log.

    `receipts` counts events by (machine, event, receipt, reason), `effects` by kind and subject. `first_refused` is the line of the
    first event that was not accepted, and why.
    """

    def __init__(self, rulebook: Rulebook, mapped: MappedLog) -> None:
        fill_payloads(rulebook, mapped.events, mapped.values)
        self.rulebook = rulebook
        self.mapped = mapped
        self.desk = Desk(rulebook, mapped.names.own_texts())
        self.receipts: Counter[tuple[str, str, str, str]] = Counter()
        self.effects: Counter[str] = Counter()
        self.first_refused: tuple[int, str] | None = None
        self._case_texts = mapped.case_texts()
        self._machines = rulebook.machines
        self._event_names = [common_events | {each.number: each.name for each in of.events} for of in self._machines]
        self._verdicts: list[dict[str, NDArray[np.int64]]] = []
        self._attributes: dict[tuple[int, int], list[NDArray[np.int64]]] = defaultdict(list)
        self._accepted = np.zeros(len(mapped.events), np.bool_)

    # ------------------------------------------------------------ what is done

    def apply(self, begin: int, end: int) -> None:
        """Gives the events of these rows to the desk."""
        answers = self.desk.apply_batch(self.mapped.events[begin:end], self.mapped.values)
        self._count_receipts(answers, begin)
        self._note(answers)

    def advance(self, until_ms: int) -> None:
        """Time goes on to the end of the log; not back, where an event was as late as that."""
        until = max(epoch + timedelta(milliseconds=until_ms), self.desk.now or epoch)
        self._note(self.desk.advance(until))

    def _count_receipts(self, answers: Answers, begin: int) -> None:
        receipts = answers.receipt_array
        events = self.mapped.events[begin:begin + len(receipts)]
        reasons, texts = answers.reasons()
        _, firsts, counts = np.unique(_packed(events["machine"], events["kind"], receipts["kind"], reasons), return_index=True, return_counts=True)
        for row, count in zip(firsts.tolist(), counts.tolist(), strict=True):
            machine, kind = int(events["machine"][row]), int(events["kind"][row])
            name = self._event_names[machine].get(kind, f"#{kind}")
            self.receipts[self._machines[machine].name, name, receipt_kinds[receipts["kind"][row]], texts[reasons[row]]] += count
        bad = receipts["kind"] != 0
        if self.first_refused is None and bad.any():
            row = int(np.argmax(bad))
            self.first_refused = int(self.mapped.lines[begin + row]), str(answers.receipt(row)).partition(": ")[2]
        self._accepted[begin:begin + len(bad)] = ~bad

    def _note(self, answers: Answers) -> None:
        effects = answers.effect_array
        ladders = np.where(np.isin(effects["kind"], of_ladders), effects["to"], 0).astype(np.int64)
        keys = _packed(effects["machine"], effects["what"], effects["kind"], effects["detail"].astype(np.int64) | ladders << 8)
        _, firsts, counts = np.unique(keys, return_index=True, return_counts=True)
        for row, count in zip(firsts.tolist(), counts.tolist(), strict=True):
            effect = answers.effect(row)
            self.effects[f"{effect.kind} {effect.what}".rstrip()] += count
        verdicts = answers.verdict_array
        if not len(verdicts):
            return
        columns = {name: verdicts[column].astype(np.int64) for name, column in verdict_columns.items()}
        columns |= {name: verdicts[name].astype(np.int64) for name in ("policy", "cycle")}
        columns["case"] = verdicts["case"].astype(np.int64)  # the bits, which are unsigned again in `cycles`
        columns["verdict"] = verdicts["kind"].astype(np.int64)
        columns["ended_at"][columns["verdict"] == verdict_words.index("missed")] = no_value  # it goes on
        self._verdicts.append(columns)
        for machine in self._machines:
            for attribute in machine.attributes:
                self._attributes[machine.number, attribute.number].append(answers.verdict_attribute(machine.number, attribute.number))

    # ------------------------------------------------------------ what came out

    def cycles(self) -> Cycles:
        """Every cycle that has a verdict."""
        names = ("case", "policy", "cycle", "verdict", *figures)
        nothing = {name: np.zeros(0, np.int64) for name in names}
        verdicts = {name: np.concatenate([each[name] for each in self._verdicts or [nothing]]) for name in names}
        verdicts["case"] = verdicts["case"].view(np.uint64)
        return merge_verdicts([policy.name for policy in self.rulebook.policies], verdicts, self._verdict_attributes(len(verdicts["case"])))

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
        events = self.mapped.events
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


def _packed(bytes_a: NDArray[Any], words: NDArray[Any], bytes_b: NDArray[Any], rest: NDArray[Any]) -> NDArray[np.int64]:
    """Columns of 8, 16, 8 and at most 31 bits as one."""
    packed: NDArray[np.int64] = (bytes_a.astype(np.int64) << 55) | (words.astype(np.int64) << 39) | (bytes_b.astype(np.int64) << 31) | rest
    return packed


def _merged(a: Attribute, b: Attribute) -> Attribute:
    """One column from two; where both say something the first does."""
    texts = list(dict.fromkeys([*a.texts, *b.texts]))
    place = {text: number for number, text in enumerate(texts)}
    moved = np.array([*(place[text] for text in b.texts), -1], np.int64)
    return Attribute(texts, np.where(a.codes >= 0, a.codes, moved[b.codes]))

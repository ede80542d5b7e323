# SPDX-License-Identifier: Apache-2.0
"""Rows of a log into the events of a desk.

`map_log` reads a log by its map and resolves every name against a rulebook. What comes out is the
desk's own form, sorted by instant with ties in the order of the file: one array of events and one of
the values that they carry. Every row of the log is accounted for:

    rows read = rows used + rows skipped (by the map's own rules) + bad rows (each with its line)

A changed attribute rides on the row's first event at that instant; without one it is a `change`.
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import _core
from .catalog import AttributeView, MachineView, Names, view_machine
from .conditions import Mask, needs_order
from .document import Faults, did_you_mean
from .language import AttributeRule, Compare, CompareDue, EventRule, FactRule, LogMap, Tidy, as_written, report_only
from .rows import Cases, Instants, LogRows, number_cases
from .tables import BadRows, LogError, Progress, Table, read_table
from .values import read_values

__all__ = ["Expected", "ExpectedDue", "LogError", "MappedLog", "change_kind", "event_dtype", "map_log", "no_value", "value_dtype"]

event_dtype: np.dtype[Any] = _core.event_ms_dtype
value_dtype: np.dtype[Any] = _core.value_dtype
change_kind: int = _core.change_event
most_values = 255
most_passes = 8
fact_set: int = _core.fact_set
fact_cleared: int = _core.fact_cleared
no_value: int = _core.no_value
no_event = -1


@dataclass
class Expected:
    """The log's own verdicts: of `cases`, which it calls met."""

    cases: NDArray[np.uint64]
    met: NDArray[np.bool_]
    without_verdict: int
    left_out: int


@dataclass
class ExpectedDue:
    """The log's own deadlines of `cases`, UTC milliseconds, and the rule that compares them."""

    rule: CompareDue
    cases: NDArray[np.uint64]
    due_ms: NDArray[np.int64]


@dataclass
class MappedLog:
    """A log as a desk wants it. `lines` has the line of each event; `counts` what was moved, wrapped
    or reported on the way; `skipped` the rows of each kind that the map leaves out."""

    log_map: LogMap
    machines: dict[str, MachineView]
    names: Names
    events: NDArray[np.void]
    values: NDArray[np.void]
    lines: NDArray[np.int64]
    cases: Cases
    rows_read: int
    rows_used: int
    blank_lines: int
    skipped: dict[str, int]
    bad: BadRows
    counts: dict[str, int]
    expected: Expected | None
    expected_due: list[ExpectedDue]
    until_ms: int
    line_word: str

    def case_id(self, text: str) -> int:
        """The id of the case that the log calls `text`. Raises KeyError when there is none."""
        try:
            return int(self.cases.ids[self.cases.texts.index(text)])
        except ValueError:
            raise KeyError(f"no case `{text}` in the log{did_you_mean(text, self.cases.texts[:100_000])}") from None

    def case_texts(self) -> dict[int, str]:
        """What the log calls each case."""
        return dict(zip(self.cases.ids.tolist(), self.cases.texts, strict=True))


def map_log(log: str | os.PathLike[str], log_map: LogMap, rulebook: Any, *, progress: Progress | None = None) -> MappedLog:
    """Reads `log` by `log_map`. Raises MapError when the map does not fit the rulebook, LogError when
    the log cannot be read at all; bad rows are in the result."""
    read = log_map.read
    resolved = _Resolved(log_map, rulebook)
    table = read_table(log, read.format, read.separator, log_map.columns, progress)
    every = LogRows(table, log_map, np.arange(len(table.lines), dtype=np.int64))
    kept = np.arange(len(table.lines), dtype=np.int64)
    skipped: dict[str, int] = {}
    left = np.ones(len(table.lines), bool)
    for skip in log_map.skip:
        here = left & skip.condition.holds(every)
        skipped[skip.count_as] = skipped.get(skip.count_as, 0) + int(here.sum())
        left &= ~here
    kept = kept[left]
    rows_read = table.rows_read
    for passes in itertools.count(1):
        attempt = _Attempt(table, resolved, kept)
        result = attempt.run()
        if not attempt.refused.any():
            break
        if passes >= most_passes:
            attempt.refuse_cases()
        attempt.report(table.bad)
        kept = kept[~attempt.refused]
    if len(result.events) and result.until_ms < result.events["at"][-1]:
        raise LogError(f"{os.fspath(log)}: the event of {result.line_word} {result.lines[-1]} at {_shown(result.events['at'][-1])} is later"
                       f" than the map's `until` ({_shown(result.until_ms)})")
    result.skipped = skipped
    result.rows_read = rows_read
    result.rows_used = len(kept)
    return result


class _Resolved:
    """A map and the numbers of the names in it. Raises MapError with every name that is unknown."""

    def __init__(self, log_map: LogMap, rulebook: Any) -> None:
        self.map = log_map
        self.names = Names(rulebook)
        self.faults = Faults(log_map.name)
        self.machines = self.machines_of(rulebook)
        for rule in log_map.events:
            for text in [rule.event] if rule.event else [event for _, event in rule.by_value or ()]:
                if text != report_only:
                    self.check(rule.mark, "event", text, lambda machine: machine.events)
            for attribute in rule.carries:
                self.check_attribute(attribute)
            for fact in rule.facts:
                self.check(fact.mark, "fact", fact.name, lambda machine: machine.facts)
            if len(log_map.attributes) + len(rule.carries) + len(rule.facts) > most_values:
                self.faults.add(rule.mark, f"an event with more than {most_values} values, changed attributes included")
        for attribute in log_map.attributes:
            self.check_attribute(attribute)
        for name in log_map.compare.attributes if log_map.compare else ():
            assert log_map.compare is not None
            self.check(log_map.compare.mark, "attribute", name, lambda machine: machine.attributes)
        self.faults.raise_if_any()

    def machines_of(self, rulebook: Any) -> list[MachineView]:
        case = self.map.case
        found = []
        for name in dict.fromkeys([case.machine] if case.machine else [name for _, name in case.machine_values]):
            try:
                found.append(view_machine(rulebook, name))
            except (KeyError, ValueError) as error:
                sentence = error.args[0] if error.args else error
                self.faults.add(case.mark, f"the rulebook has no machine `{name}` ({sentence})")
        self.faults.raise_if_any()
        return found

    def rule_of(self, event: str) -> EventRule:
        return next(rule for rule in self.map.events if rule.event == event)

    def check(self, mark: Any, word: str, name: str, of: Any) -> None:
        known = [known for machine in self.machines for known in of(machine)]
        if name not in known:
            where = ", ".join(machine.name for machine in self.machines)
            self.faults.add(mark, f"machine {where} has no {word} `{name}`{did_you_mean(name, known)}")

    def check_attribute(self, rule: AttributeRule) -> None:
        self.check(rule.mark, "attribute", rule.name, lambda machine: machine.attributes)
        for machine in self.machines:
            view = machine.attributes.get(rule.name)
            if view is None:
                continue
            if rule.kind and rule.kind != view.kind:
                self.faults.add(rule.mark, f"attribute `{rule.name}` is of kind {view.kind}, not {rule.kind}")
            if rule.unit_ms and view.kind != "duration":
                self.faults.add(rule.mark, f"attribute `{rule.name}` is of kind {view.kind} and takes no `unit`")
            if view.kind == "one_of":
                for _, value in rule.values or ():
                    if value not in view.enumerators:
                        self.faults.add(rule.mark, f"attribute `{rule.name}` has no value `{value}`{did_you_mean(value, view.enumerators)}")


@dataclass
class _Produced:
    """The events of one rule: where, when and which."""

    mask: Mask
    ms: NDArray[np.int64]
    kinds: NDArray[np.int64]


class _Attempt:
    """One pass over rows that are believed good. Rows found bad on the way are in `refused`."""

    def __init__(self, table: Table, resolved: _Resolved, index: NDArray[np.int64]) -> None:
        self.table = table
        self.resolved = resolved
        self.map = resolved.map
        self.rows = LogRows(table, resolved.map, index)
        self.refused = np.zeros(len(index), bool)
        self.reasons: list[tuple[str, Mask, str]] = []
        self.counts: Counter[str] = Counter()
        self.wrapped: dict[str, Mask] = {}
        self.produced: dict[int, _Produced] = {}

    def refuse(self, mask: Mask, reason: str, column: str = "") -> None:
        new = mask & ~self.refused
        if new.any():
            self.reasons.append((reason, new, column))
            self.refused |= new

    def refuse_cases(self) -> None:
        """Refuses the rest of every case with a refused row: a fault that passes from row to row would
        otherwise cost a pass for each."""
        codes = self.cases.codes
        self.refuse(np.isin(codes, codes[self.refused]), f"case: in each of {most_passes} passes a row of it was bad")

    def report(self, bad: BadRows) -> None:
        """Adds the refused rows to `bad`, with the cell that was at fault."""
        for reason, mask, name in self.reasons:
            column = self.rows.column(name) if name else None
            for row in np.flatnonzero(mask).tolist():
                text = column.texts[column.codes[row]] if column else None
                bad.add(reason, int(self.rows.lines[row]), f"{name} = `{text[:80]}`" if text is not None else "")

    def run(self) -> MappedLog:
        rows, log_map = self.rows, self.map
        for name in log_map.case.id:
            self.refuse(rows.is_missing(name), f"case: {name} is missing", name)
        self.cases = cases = number_cases([rows.column(name) for name in log_map.case.id])
        self.machine_of = self._machines()
        self._note_reported()
        at = self._attribute_instants()
        rows.set_order(cases, np.where(at.present, at.ms, np.iinfo(np.int64).max))
        for number, rule in enumerate(log_map.events):
            self._produce(number, rule)
        carried = _Carried(self, at)
        return self._assemble(cases, carried)

    # ------------------------------------------------------------ machines and texts that are only reported

    def _machines(self) -> NDArray[np.int64]:
        """The place of each row's machine among the resolved ones."""
        case, machines = self.map.case, self.resolved.machines
        if case.machine:
            return np.zeros(self.rows.count, np.int64)
        column = self.rows.column(case.machine_column)
        named = dict(case.machine_values)
        places = {machine.name: place for place, machine in enumerate(machines)}
        of_text = np.array([places.get(named.get(text or "", ""), no_event) for text in column.texts], np.int64)
        found = of_text[column.codes] if len(of_text) else np.zeros(0, np.int64)
        self.refuse(found == no_event, f"case: {case.machine_column} names no machine", case.machine_column)
        return np.maximum(found, 0)

    def _note_reported(self) -> None:
        for rule in self.map.events:
            texts = [text for text, event in rule.by_value or () if event == report_only]
            for text in texts:
                mask = self.rows.column(rule.by_column).where_text([text])
                if rule.when is not None and not needs_order(rule.when):
                    mask &= rule.when.holds(self.rows)
                self.counts[f"{rule.by_column} {text} reported"] += int(mask.sum())
            if texts:
                here = self.rows.column(rule.by_column).where_text(texts)
                self.rows.unstated[rule.by_column] = self.rows.unstated.get(rule.by_column, False) | here

    # ------------------------------------------------------------ instants

    def _attribute_instants(self) -> Instants:
        """The instant of each row: that of its attributes, else of its first event."""
        log_map, rows = self.map, self.rows
        if log_map.attributes_at_event:
            rule = self.resolved.rule_of(log_map.attributes_at_event)
            made = self._produce(log_map.events.index(rule), rule)
            found = Instants(made.ms, made.mask, np.zeros(rows.count, bool), np.zeros(rows.count, bool))
            self.refuse(~made.mask, f"attributes: no event {rule.event} in the row")
            return found
        if log_map.attributes_at:
            found, _ = rows.choose(log_map.attributes_at)
            name = log_map.attributes_at[0].column
            self.refuse(found.unreadable, f"attributes: {name} is no instant", name)
            self.refuse(~found.present, f"attributes: {name} is missing", name)
            return found
        return rows.choose(log_map.events[0].at)[0]

    def _produce(self, number: int, rule: EventRule) -> _Produced:
        """The rule's events, each at its tidied instant."""
        if number in self.produced:
            return self.produced[number]
        rows = self.rows
        mask = rule.when.holds(rows) if rule.when is not None else np.ones(rows.count, bool)
        kinds = self._kinds(rule, mask)
        mask &= kinds != no_event
        at, taken = rows.choose(rule.at)
        for column, here in taken:
            self.refuse(mask & here & at.unreadable, f"event {_title(rule)}: {column} is no instant", column)
            self._note_wraps(column, mask & here & at.next_day)
        columns = ", ".join(source.column for source in rule.at)
        self.refuse(mask & ~at.present & ~at.unreadable, f"event {_title(rule)}: {columns} missing")
        mask &= at.present
        ms = at.ms.copy()
        for tidy in self.map.tidy:
            concerned = mask & self._is_event(rule, kinds, tidy.event)
            if concerned.any():
                self._tidy(tidy, concerned, ms)
        self.produced[number] = _Produced(mask, ms, kinds)
        return self.produced[number]

    def _tidy(self, tidy: Tidy, concerned: Mask, ms: NDArray[np.int64]) -> None:
        for sources, earlier_is_wrong in ((tidy.not_before, True), (tidy.not_after, False)):
            if not sources:
                continue
            bound, taken = self.rows.choose(sources)
            for column, here in taken:
                self.refuse(concerned & here & bound.unreadable, f"tidy {tidy.event}: {column} is no instant", column)
                self._note_wraps(column, concerned & here & bound.next_day)
            moved = concerned & bound.present & ((ms < bound.ms) if earlier_is_wrong else (ms > bound.ms))
            ms[moved] = bound.ms[moved]
            self.counts[tidy.count_as] += int(moved.sum())

    def _note_wraps(self, column: str, mask: Mask) -> None:
        self.wrapped[column] = self.wrapped[column] | mask if column in self.wrapped else mask

    # ------------------------------------------------------------ which event

    def _kinds(self, rule: EventRule, mask: Mask) -> NDArray[np.int64]:
        """The number of each row's event; refuses rows where `mask` holds and none can be told."""
        rows, machines = self.rows, self.resolved.machines
        if rule.event:
            of_machine = np.array([machine.events.get(rule.event, no_event) for machine in machines], np.int64)
            kinds = of_machine[self.machine_of]
            self.refuse(mask & (kinds == no_event), f"event {rule.event}: not an event of the row's machine")
            return kinds
        column = rows.column(rule.by_column)
        named = {text: event for text, event in rule.by_value if event != report_only} if rule.by_value is not None else None
        missing = rows.is_missing(rule.by_column)
        reported = rows.unstated.get(rule.by_column, np.zeros(rows.count, bool))
        self.refuse(mask & missing, f"event: {rule.by_column} is missing", rule.by_column)
        if named is not None:
            unlisted = ~missing & ~column.where_text(text for text, _ in rule.by_value or ())
            concerned = np.ones(rows.count, bool) if needs_order(rule.when) else mask
            self.refuse(concerned & unlisted, f"event: {rule.by_column} is not in `by_value`", rule.by_column)
        kinds = np.full(rows.count, no_event, np.int64)
        for place, machine in enumerate(machines):
            known = machine.events if named is None else {text: machine.events.get(event, no_event) for text, event in named.items()}
            of_text = np.fromiter((known.get(text or "", no_event) for text in column.texts), np.int64, len(column.texts))
            here = self.machine_of == place
            kinds[here] = of_text[column.codes[here]]
        what = as_written if named is None else "by_value"
        self.refuse(mask & (kinds == no_event) & ~missing & ~reported, f"event {what}: not an event of the row's machine", rule.by_column)
        return kinds

    def _is_event(self, rule: EventRule, kinds: NDArray[np.int64], event: str) -> Mask:
        if rule.event:
            return np.full(self.rows.count, rule.event == event)
        numbers = np.array([machine.events.get(event, no_event - 1) for machine in self.resolved.machines], np.int64)
        return np.equal(kinds, numbers[self.machine_of])

    # ------------------------------------------------------------ the arrays

    def _assemble(self, cases: Cases, carried: _Carried) -> MappedLog:
        rows, machines = self.rows, self.resolved.machines
        parts = [(np.flatnonzero(made.mask), made.ms, made.kinds, number) for number, made in sorted(self.produced.items())]
        parts.append((carried.alone, carried.at.ms, np.full(rows.count, change_kind, np.int64), len(self.map.events)))
        row = np.concatenate([here for here, *_ in parts])
        at = np.concatenate([ms[here] for here, ms, *_ in parts])
        kind = np.concatenate([kinds[here] for here, _, kinds, _ in parts])
        place = np.concatenate([np.full(len(here), number, np.int32) for here, *_, number in parts])
        order = np.lexsort((place, rows.lines[row], at))
        row, at = row[order], at[order]
        events = np.zeros(len(order), event_dtype)
        events["case"] = cases.ids[cases.codes[row]]
        events["at"] = at
        events["kind"] = kind[order]
        events["machine"] = np.array([machine.number for machine in machines], np.uint8)[self.machine_of[row]]
        position = np.empty(len(order), np.int64)
        position[order] = np.arange(len(order))
        starts = dict(zip([number for *_, number in parts], np.cumsum([0] + [len(here) for here, *_ in parts[:-1]]).tolist(), strict=True))
        values = carried.attach(events, {number: (here, position[starts[number]: starts[number] + len(here)]) for here, *_, number in parts})
        if self.map.read.next_day is not None:
            self.counts[self.map.read.next_day.count_as] += sum(int(mask.sum()) for mask in self.wrapped.values())
        return MappedLog(
            self.map, {machine.name: machine for machine in machines}, self.resolved.names, events, values, rows.lines[row], cases,
            0, 0, self.table.blank_lines, {}, self.table.bad, {name: n for name, n in self.counts.items()},
            _expected(self.map.compare, rows, cases), _expected_due(self.map.compare, rows, cases), self._until(at), self.table.line_word,
        )

    def _until(self, at: NDArray[np.int64]) -> int:
        if self.map.until_ms is not None:
            return self.map.until_ms
        return int(at[-1]) if len(at) else 0


class _Carried:
    """The values that events carry: changed attributes, values of one event, facts."""

    def __init__(self, attempt: _Attempt, at: Instants) -> None:
        self.attempt = attempt
        self.at = at
        rows, log_map = attempt.rows, attempt.map
        self.triples: list[tuple[int, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]] = []
        self.changes: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]] = []
        for rule in log_map.attributes:
            stated, numbers, values = self._values(rule, at.present)
            changed = np.flatnonzero(rows.changed(values, stated))
            self.changes.append((changed, numbers[changed], values[changed]))
        for number, event in enumerate(log_map.events):
            made = attempt.produced[number]
            for rule in event.carries:
                stated, numbers, values = self._values(rule, made.mask)
                here = np.flatnonzero(stated)
                self.triples.append((number, here, numbers[here], values[here]))
            for fact in event.facts:
                here, numbers = self._fact(fact, made.mask)
                self.triples.append((number, here, numbers, np.ones(len(here), np.int64)))
        self._find_carriers()

    def _values(self, rule: AttributeRule, wanted: Mask) -> tuple[Mask, NDArray[np.int64], NDArray[np.int64]]:
        """Where the attribute is stated, its number there, and its value."""
        attempt = self.attempt
        rows, machines = attempt.rows, attempt.resolved.machines
        views: list[AttributeView | None] = [machine.attributes.get(rule.name) for machine in machines]
        numbers = np.array([view.number if view else no_event for view in views], np.int64)[attempt.machine_of]
        stated = wanted & (numbers != no_event)
        values = np.full(rows.count, no_value, np.int64)
        missing = rows.is_missing(rule.column)
        for place, view in enumerate(views):
            here = stated & ~missing & (attempt.machine_of == place)
            if view is None or not here.any():
                continue
            if view.kind == "instant":
                cells = rows.instants(rule.column)
                values[here], good = cells.ms[here], cells.present
            else:
                column = rows.column(rule.column)
                of_text, readable = read_values(rule, view, rows.stated_texts(rule.column), attempt.resolved.names)
                values[here], good = of_text[column.codes[here]], readable[column.codes]
            attempt.refuse(here & ~good, f"attribute {rule.name}: {rule.column} is no value of it", rule.column)
        if not rule.unset_when_missing:
            stated = stated & ~missing
        return stated, numbers, values

    def _fact(self, fact: FactRule, wanted: Mask) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        attempt = self.attempt
        of_machine = np.array([machine.facts.get(fact.name, no_event) for machine in attempt.resolved.machines], np.int64)
        numbers = of_machine[attempt.machine_of]
        mask = wanted & (numbers != no_event)
        if fact.condition is not None:
            mask = mask & fact.condition.holds(attempt.rows)
        here = np.flatnonzero(mask)
        return here, numbers[here] | (fact_set if fact.holds else fact_cleared)

    def _find_carriers(self) -> None:
        """Which rule's event carries a row's changes; rows without one need a `change` of their own."""
        attempt = self.attempt
        changed = np.zeros(attempt.rows.count, bool)
        for here, *_ in self.changes:
            changed[here] = True
        self.carrier = np.full(attempt.rows.count, len(attempt.map.events), np.int64)
        for number in reversed(range(len(attempt.map.events))):
            made = attempt.produced[number]
            self.carrier[made.mask & (made.ms == self.at.ms)] = number
        self.alone = np.flatnonzero(changed & (self.carrier == len(attempt.map.events)))

    def attach(self, events: NDArray[np.void], places: dict[int, tuple[NDArray[np.int64], NDArray[np.int64]]]) -> NDArray[np.void]:
        """Gives the events their values. `places` has, for each rule, its rows and where their events are."""
        place_of = {number: np.full(self.attempt.rows.count, no_event, np.int64) for number in places}
        for number, (here, position) in places.items():
            place_of[number][here] = position
        owners, numbers, values = [], [], []
        for here, which, what in self.changes:
            owner = np.full(len(here), no_event, np.int64)
            for number in places:
                mine = self.carrier[here] == number
                owner[mine] = place_of[number][here[mine]]
            owners.append(owner)
            numbers.append(which)
            values.append(what)
        for number, here, which, what in self.triples:
            owners.append(place_of[number][here])
            numbers.append(which)
            values.append(what)
        if not owners:
            return np.zeros(0, value_dtype)
        owner = np.concatenate(owners)
        order = np.argsort(owner, kind="stable")
        result = np.zeros(len(order), value_dtype)
        result["value"] = np.concatenate(values)[order]
        result["what"] = np.concatenate(numbers)[order]
        counts = np.bincount(owner, minlength=len(events)) if len(owner) else np.zeros(len(events), np.int64)
        events["count"] = counts
        events["values"] = np.where(counts > 0, np.cumsum(counts) - counts, 0)
        return result


def _expected(compare: Compare | None, rows: LogRows, cases: Cases) -> Expected | None:
    if compare is None or not compare.column:
        return None
    chosen = rows.last_of_case() if compare.last_row else rows.first_of_case()
    only = compare.only.holds(rows) if compare.only is not None else np.ones(rows.count, bool)
    column = rows.column(compare.column)
    met = column.where_text([text for text, verdict in compare.values if verdict == "met"])
    missed = column.where_text([text for text, verdict in compare.values if verdict == "missed"])
    here = np.flatnonzero(chosen & only & (met | missed))
    return Expected(cases.ids[cases.codes[here]], met[here], int((chosen & only & ~met & ~missed).sum()), int((chosen & ~only).sum()))


def _expected_due(compare: Compare | None, rows: LogRows, cases: Cases) -> list[ExpectedDue]:
    result = []
    for rule in compare.due if compare is not None else ():
        cells = rows.instants(rule.column)
        mask = rows.last_of_case() & cells.present
        if rule.only is not None:
            mask &= rule.only.holds(rows)
        here = np.flatnonzero(mask)
        result.append(ExpectedDue(rule, cases.ids[cases.codes[here]], cells.ms[here]))
    return result


def _title(rule: EventRule) -> str:
    return rule.event or f"by {rule.by_column}"


def _shown(ms: int) -> str:
    return f"{np.datetime64(int(ms), 'ms')}Z"

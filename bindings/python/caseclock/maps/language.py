# SPDX-License-Identifier: Apache-2.0
"""The map language: how the columns of a log become events of cases.

    map: caseclock/1
    read:       format, separator, missing, zone, instants, day, next_day, order
    case:       id (columns), machine (its name, or a column with values)
    define:     conditions with a name
    skip:       rows that are no case, each kind counted under a name
    attributes: at, and columns whose changed values are attribute changes
    events:     event, at, when, with, sets, clears; or by_value of a column
    tidy:       not_before, not_after: an instant that is moved, counted under a name
    never_read: columns that leak the future; naming one anywhere is a fault
    compare:    the log's own verdicts and deadlines, read beside the desk and never fed to it
    until:      `last event`, or the instant at which open cases are judged

A map is immutable. `LogMap.load` reports every fault of a map at once.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from zoneinfo import available_timezones

from .conditions import Condition, changed_column, columns_of, needs_order, read_condition, text_of, texts_of
from .document import Faults, List, Mapping, Mark, Node, Text, did_you_mean, near_miss, parse_document, read_document
from .formats import Format, parse_format
from .values import read_duration_ms
from .zones import first_instant_ms, known_zone, last_instant_ms, to_utc_ms

__all__ = [
    "AttributeRule", "CaseRule", "Compare", "CompareDue", "Day", "EventRule", "FactRule", "LogMap", "NextDay", "ReadRule", "Skip",
    "Source", "Tidy",
]

separators = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
verdict_names = ("met", "missed")
report_only = "report"
as_written = "as written"
milliseconds_of = {
    "millisecond": 1, "second": 1000, "minute": 60_000, "hour": 3_600_000, "day": 86_400_000,
}


@dataclass(frozen=True)
class Day:
    """The column with the date of every time of day."""

    column: str
    format: Format


@dataclass(frozen=True)
class NextDay:
    """Times of day that are earlier than the row's `after` by more than `by_ms` lie on the next day."""

    after: str
    by_ms: int
    count_as: str


@dataclass(frozen=True)
class ReadRule:
    format: str
    separator: str
    missing: tuple[str, ...]
    zone: str
    instants: Format | None
    day: Day | None
    next_day: NextDay | None


@dataclass(frozen=True)
class CaseRule:
    """`machine` names the machine of every row, or `machine_column` with `machine_values` of each."""

    id: tuple[str, ...]
    machine: str
    mark: Mark
    machine_column: str = ""
    machine_values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Source:
    """A cell to take an instant from, where it is present and `condition` holds."""

    column: str
    condition: Condition | None
    mark: Mark


@dataclass(frozen=True)
class AttributeRule:
    """A column whose values are those of an attribute. `values` translates texts; without it a text
    means itself. `unit` is that of a number in a duration column, in milliseconds."""

    name: str
    column: str
    values: tuple[tuple[str, str], ...] | None
    kind: str
    unit_ms: int
    unset_when_missing: bool
    mark: Mark


@dataclass(frozen=True)
class FactRule:
    """A fact that an event sets or clears, where `condition` holds."""

    name: str
    holds: bool
    condition: Condition | None
    mark: Mark


@dataclass(frozen=True)
class EventRule:
    """`event` is the event of every row where `when` holds; with `by_column` the text of that column
    chooses it. A row's text that maps to `report` makes no event and is counted."""

    event: str
    by_column: str
    by_value: tuple[tuple[str, str], ...] | None
    at: tuple[Source, ...]
    when: Condition | None
    carries: tuple[AttributeRule, ...]
    facts: tuple[FactRule, ...]
    mark: Mark


@dataclass(frozen=True)
class Skip:
    condition: Condition
    count_as: str


@dataclass(frozen=True)
class Tidy:
    """An instant of `event` outside the bound is moved to it, and counted."""

    event: str
    not_before: tuple[Source, ...]
    not_after: tuple[Source, ...]
    count_as: str
    mark: Mark


@dataclass(frozen=True)
class CompareDue:
    """The log's own deadlines in a column: how many does `policy` find to within `within_ms`?"""

    policy: str
    column: str
    within_ms: int
    only: Condition | None
    by: tuple[str, ...]


@dataclass(frozen=True)
class Compare:
    """The log's own verdicts by case (`policy` to `by`), its deadlines, and counts of accepted events."""

    policy: str
    column: str
    values: tuple[tuple[str, str], ...]
    only: Condition | None
    last_row: bool
    by: tuple[str, ...]
    due: tuple[CompareDue, ...]
    counts: tuple[tuple[str, str], ...]
    mark: Mark

    @property
    def attributes(self) -> tuple[str, ...]:
        """Every attribute that a comparison is broken down by."""
        return tuple(dict.fromkeys((*self.by, *(name for due in self.due for name in due.by))))


@dataclass(frozen=True)
class LogMap:
    """A map, as loaded. `until_ms` is a UTC instant; None is that of the last event."""

    name: str
    read: ReadRule
    case: CaseRule
    skip: tuple[Skip, ...]
    attributes_at: tuple[Source, ...]
    attributes_at_event: str
    attributes: tuple[AttributeRule, ...]
    events: tuple[EventRule, ...]
    tidy: tuple[Tidy, ...]
    compare: Compare | None
    never_read: tuple[str, ...]
    until_ms: int | None

    @staticmethod
    def load(path: str | os.PathLike[str]) -> LogMap:
        """The map in a file. Raises MapError with every fault, OSError when it cannot be opened."""
        return _Loader(*read_document(path)).load()

    @staticmethod
    def parse(text: str, name: str = "map") -> LogMap:
        """The map in a text. Raises MapError with every fault."""
        return _Loader(parse_document(text.encode(), name), name).load()

    @property
    def columns(self) -> list[str]:
        """Every column that the map reads, in a stable order."""
        found: dict[str, None] = dict.fromkeys(self.case.id)

        def conditions(*several: Condition | None) -> None:
            for one in several:
                found.update(dict.fromkeys(sorted(columns_of(one))))

        def sources(several: tuple[Source, ...]) -> None:
            for one in several:
                found[one.column] = None
                conditions(one.condition)

        if self.case.machine_column:
            found[self.case.machine_column] = None
        for column in (self.read.day and self.read.day.column, self.read.next_day and self.read.next_day.after):
            if column:
                found[column] = None
        for skip in self.skip:
            conditions(skip.condition)
        sources(self.attributes_at)
        found.update(dict.fromkeys(rule.column for rule in self.attributes))
        for event in self.events:
            sources(event.at)
            conditions(event.when, *(fact.condition for fact in event.facts))
            if event.by_column:
                found[event.by_column] = None
            found.update(dict.fromkeys(rule.column for rule in event.carries))
        for tidy in self.tidy:
            sources(tidy.not_before + tidy.not_after)
        if self.compare:
            if self.compare.column:
                found[self.compare.column] = None
            conditions(self.compare.only)
            for due in self.compare.due:
                found[due.column] = None
                conditions(due.only)
        return list(found)


top_keys = ("map", "read", "case", "define", "skip", "attributes", "events", "tidy", "never_read", "compare", "until")


class _Loader:
    """Turns nodes into a LogMap. Goes on after a fault, so that one report names them all."""

    def __init__(self, top: Mapping, name: str) -> None:
        self.top = top
        self.name = name
        self.faults = Faults(name)
        self.defined: dict[str, Condition] = {}

    def load(self) -> LogMap:
        faults, top = self.faults, self.top
        faults.only_keys(top, top_keys, "map")
        language = top.get("map")
        if not isinstance(language, Text) or language.text != "caseclock/1":
            faults.add(language.mark if language else top.mark, "a map begins with `map: caseclock/1`")
        for key in ("read", "case", "events"):
            if top.get(key) is None:
                faults.add(top.mark, f"`{key}` is missing")
        read = self.read_rule(self.mapping(top.get("read"), "`read`"))
        case = self.case_rule(top.get("case"))
        for name, node in self.entries(top.get("define"), "`define`"):
            self.defined[name.text] = read_condition(node, self.defined, faults)
        skip = tuple(self.skip_rule(item) for item in self.items(top.get("skip"), "`skip`"))
        events = tuple(self.event_rule(item) for item in self.items(top.get("events"), "`events`"))
        events_node = top.get("events")
        if isinstance(events_node, List) and not events:
            faults.add(events_node.mark, "`events` has no entry")
        names = [name for rule in events for name in _names(rule)]
        at, at_event, attributes = self.attribute_rules(top.get("attributes"), events)
        self.check_carried_once(events, attributes)
        tidy = tuple(self.tidy_rule(item, names) for item in self.items(top.get("tidy"), "`tidy`"))
        compare = self.compare_rule(top.get("compare"), names)
        never = top.get("never_read")
        until_ms = self.until_ms(top.get("until"), read)
        result = LogMap(self.name, read, case, skip, at, at_event, attributes, events, tidy, compare,
                        texts_of(never, "`never_read`", faults) if never else (), until_ms)
        self.check_never_read(result, never)
        self.check_instants(result)
        faults.raise_if_any()
        return result

    # ------------------------------------------------------------ nodes

    def mapping(self, node: Node | None, subject: str) -> Mapping:
        if isinstance(node, Mapping):
            return node
        if node is not None:
            self.faults.add(node.mark, f"{subject} takes a mapping")
        return Mapping((), node.mark if node else self.top.mark)

    def entries(self, node: Node | None, subject: str) -> tuple[tuple[Text, Node], ...]:
        return self.mapping(node, subject).entries if node is not None else ()

    def items(self, node: Node | None, subject: str) -> tuple[Mapping, ...]:
        if node is None:
            return ()
        if isinstance(node, List):
            return tuple(self.mapping(item, f"an entry of {subject}") for item in node.items)
        self.faults.add(node.mark, f"{subject} takes a list")
        return ()

    def one_of(self, node: Node | None, subject: str, allowed: tuple[str, ...], default: str) -> str:
        if node is None:
            return default
        text = text_of(node, subject, self.faults)
        if text not in allowed:
            choices = near_miss(text, allowed) or f" (allowed: {', '.join(allowed)})"
            self.faults.add(node.mark, f"{subject}: `{text}`{choices}")
            return default
        return text

    def required(self, mapping: Mapping, key: str, subject: str) -> Node | None:
        node = mapping.get(key)
        if node is None:
            self.faults.add(mapping.mark, f"{subject}: `{key}` is missing")
        return node

    def condition(self, node: Node | None) -> Condition | None:
        return None if node is None else read_condition(node, self.defined, self.faults)

    def pairs(self, node: Node | None, subject: str) -> tuple[tuple[str, str], ...]:
        return tuple((key.text, text_of(value, subject, self.faults)) for key, value in self.entries(node, subject))

    def format(self, node: Node | None, subject: str) -> Format | None:
        if node is None:
            return None
        try:
            return parse_format(text_of(node, subject, self.faults))
        except ValueError as error:
            self.faults.add(node.mark, f"{subject}: {error}")
            return None

    # ------------------------------------------------------------ read, case, skip

    def read_rule(self, node: Mapping) -> ReadRule:
        faults = self.faults
        faults.only_keys(node, ("format", "separator", "missing", "zone", "instants", "day", "next_day", "order"), "`read`")
        format_ = self.one_of(self.required(node, "format", "`read`"), "`format`", ("csv", "tsv", "parquet"), "csv")
        separator = self.one_of(node.get("separator"), "`separator`", tuple(separators), "tab" if format_ == "tsv" else "comma")
        self.one_of(node.get("order"), "`order`", ("by instant, then by line",), "by instant, then by line")
        missing = node.get("missing")
        zone_node = node.get("zone")
        zone = text_of(zone_node, "`zone`", faults) if zone_node else "UTC"
        if zone_node and not known_zone(zone):
            faults.add(zone_node.mark, f"unknown zone `{zone}`{near_miss(zone, available_timezones())}")
        return ReadRule(
            format_, separators[separator], texts_of(missing, "`missing`", faults) if missing else ("",), zone,
            self.format(node.get("instants"), "`instants`"), self.day(node.get("day")), self.next_day(node.get("next_day")),
        )

    def day(self, node: Node | None) -> Day | None:
        if node is None:
            return None
        mapping = self.mapping(node, "`day`")
        self.faults.only_keys(mapping, ("column", "format"), "`day`")
        column = text_of(self.required(mapping, "column", "`day`"), "`column`", self.faults)
        format_ = self.format(self.required(mapping, "format", "`day`"), "`format`")
        if format_ is not None and (not format_.has_date or (format_.pattern is not None and format_.has_time)):
            self.faults.add(node.mark, f"`day`: format `{format_.text}` must have a date and no time")
        return Day(column, format_) if format_ else None

    def next_day(self, node: Node | None) -> NextDay | None:
        if node is None:
            return None
        mapping = self.mapping(node, "`next_day`")
        self.faults.only_keys(mapping, ("after", "if_earlier_by", "count_as"), "`next_day`")
        after = text_of(self.required(mapping, "after", "`next_day`"), "`after`", self.faults)
        by = self.required(mapping, "if_earlier_by", "`next_day`")
        count_as = text_of(self.required(mapping, "count_as", "`next_day`"), "`count_as`", self.faults)
        return NextDay(after, self.duration_ms(by), count_as)

    def duration_ms(self, node: Node | None) -> int:
        if node is None:
            return 0
        text = text_of(node, "a duration", self.faults)
        ms = read_duration_ms(text)
        if not ms:
            self.faults.add(node.mark, f"`{text}` is no duration (write 30s, 15m or 12h)")
        return ms or 0

    def case_rule(self, node: Node | None) -> CaseRule:
        if node is None:
            return CaseRule((), "", self.top.mark)
        faults, mapping = self.faults, self.mapping(node, "`case`")
        faults.only_keys(mapping, ("id", "machine"), "`case`")
        columns = texts_of(self.required(mapping, "id", "`case`"), "`id`", faults)
        machine = self.required(mapping, "machine", "`case`")
        if isinstance(machine, Mapping):
            faults.only_keys(machine, ("column", "values"), "`machine`")
            column = text_of(self.required(machine, "column", "`machine`"), "`column`", faults)
            values = self.pairs(self.required(machine, "values", "`machine`"), "`values`")
            return CaseRule(columns, "", machine.mark, column, values)
        return CaseRule(columns, text_of(machine, "`machine`", faults), machine.mark if machine else mapping.mark)

    def skip_rule(self, node: Mapping) -> Skip:
        self.faults.only_keys(node, ("if", "count_as"), "`skip`")
        condition = self.condition(self.required(node, "if", "`skip`"))
        if needs_order(condition):
            self.faults.add(node.mark, "`skip` cannot ask for other rows of the case")
        count_as = text_of(self.required(node, "count_as", "`skip`"), "`count_as`", self.faults)
        return Skip(condition or read_condition(Mapping((), node.mark), {}, Faults("")), count_as)

    # ------------------------------------------------------------ events and attributes

    def sources(self, node: Node | None, subject: str) -> tuple[Source, ...]:
        if node is None:
            return ()
        result = []
        for item in node.items if isinstance(node, List) else (node,):
            if isinstance(item, Mapping):
                self.faults.only_keys(item, ("column", "if"), subject)
                column = text_of(self.required(item, "column", subject), "`column`", self.faults)
                result.append(Source(column, self.condition(item.get("if")), item.mark))
            else:
                result.append(Source(text_of(item, subject, self.faults), None, item.mark))
        for source in result:
            if needs_order(source.condition):
                self.faults.add(source.mark, f"{subject} cannot ask for other rows of the case")
        return tuple(result)

    def event_rule(self, node: Mapping) -> EventRule:
        faults = self.faults
        faults.only_keys(node, ("event", "by_value", "column", "at", "when", "with", "sets", "clears"), "an event")
        at = self.sources(self.required(node, "at", "an event"), "`at`")
        when = self.condition(node.get("when"))
        carries = tuple(self.attribute_rule(key, value) for key, value in self.entries(node.get("with"), "`with`"))
        facts = self.fact_rules(node.get("sets"), True) + self.fact_rules(node.get("clears"), False)
        event, by_value = node.get("event"), node.get("by_value")
        if (event is None) == (by_value is None):
            faults.add(node.mark, "an event has either `event` or `by_value`")
        if by_value is None:
            if node.get("column"):
                faults.add(node.mark, "`column` goes with `by_value`")
            return EventRule(text_of(event, "`event`", faults), "", None, at, when, carries, facts, node.mark)
        column = text_of(node.get("column"), "`column`", faults) if node.get("column") else changed_column(when)
        if not column:
            faults.add(by_value.mark, "`by_value` needs a `column`, or `changes` in its `when`")
        values: tuple[tuple[str, str], ...] | None = None
        if isinstance(by_value, Text):
            self.one_of(by_value, "`by_value`", (as_written,), as_written)
        else:
            values = self.pairs(by_value, "`by_value`")
        return EventRule("", column or "", values, at, when, carries, facts, node.mark)

    def fact_rules(self, node: Node | None, holds: bool) -> tuple[FactRule, ...]:
        if node is None:
            return ()
        word = "`sets`" if holds else "`clears`"
        result = []
        for item in node.items if isinstance(node, List) else (node,):
            if isinstance(item, Mapping):
                self.faults.only_keys(item, ("fact", "if"), word)
                name = text_of(self.required(item, "fact", word), "`fact`", self.faults)
                result.append(FactRule(name, holds, self.condition(item.get("if")), item.mark))
            else:
                result.append(FactRule(text_of(item, word, self.faults), holds, None, item.mark))
        return tuple(result)

    def attribute_rule(self, key: Text, node: Node) -> AttributeRule:
        faults = self.faults
        subject = f"attribute `{key.text}`"
        if isinstance(node, Text):
            return AttributeRule(key.text, node.text, None, "", 0, False, key.mark)
        mapping = self.mapping(node, subject)
        faults.only_keys(mapping, ("column", "values", "kind", "unit", "when_missing"), subject)
        column = text_of(self.required(mapping, "column", subject), "`column`", faults)
        values = self.pairs(mapping.get("values"), "`values`") if mapping.get("values") else None
        kind = self.one_of(mapping.get("kind"), "`kind`", ("one_of", "name", "count", "instant", "duration"), "")
        unit = self.one_of(mapping.get("unit"), "`unit`", tuple(milliseconds_of), "")
        missing = self.one_of(mapping.get("when_missing"), "`when_missing`", ("keep", "unset"), "keep")
        return AttributeRule(key.text, column, values, kind, milliseconds_of.get(unit, 0), missing == "unset", key.mark)

    def attribute_rules(self, node: Node | None, events: tuple[EventRule, ...]) -> tuple[tuple[Source, ...], str, tuple[AttributeRule, ...]]:
        mapping = self.mapping(node, "`attributes`") if node is not None else None
        if mapping is None:
            return (), "", ()
        at = self.required(mapping, "at", "`attributes`")
        rules = tuple(self.attribute_rule(key, value) for key, value in mapping.entries if key.text != "at")
        makers = [event for event in events if isinstance(at, Text) and at.text in _names(event)]
        if not isinstance(at, Text) or not makers:
            return self.sources(at, "`at`"), "", rules
        if len(makers) > 1 or makers[0].by_value is not None:
            self.faults.add(at.mark, f"`at: {at.text}` is an event of several entries or of `by_value` (allowed: the event of one entry, a column)")
        elif needs_order(makers[0].when):
            self.faults.add(at.mark, f"`at: {at.text}` is an event that asks for other rows of the case (allowed: one that does not, a column)")
        return (), at.text, rules

    def check_carried_once(self, events: tuple[EventRule, ...], attributes: tuple[AttributeRule, ...]) -> None:
        followed = {rule.name for rule in attributes}
        for event in events:
            for rule in event.carries:
                if rule.name in followed:
                    self.faults.add(rule.mark, f"`with`: attribute `{rule.name}` already follows its column under `attributes`")

    # ------------------------------------------------------------ tidy and compare

    def tidy_rule(self, node: Mapping, events: list[str]) -> Tidy:
        self.faults.only_keys(node, ("event", "not_before", "not_after", "count_as"), "`tidy`")
        event = self.known_event(self.required(node, "event", "`tidy`"), events)
        before, after = self.sources(node.get("not_before"), "`not_before`"), self.sources(node.get("not_after"), "`not_after`")
        if not before and not after:
            self.faults.add(node.mark, "`tidy` has `not_before` or `not_after`")
        count_as = text_of(self.required(node, "count_as", "`tidy`"), "`count_as`", self.faults)
        return Tidy(event, before, after, count_as, node.mark)

    def known_event(self, node: Node | None, events: list[str]) -> str:
        text = text_of(node, "`event`", self.faults)
        if node is not None and text not in events:
            self.faults.add(node.mark, f"event `{text}` is not produced by this map{did_you_mean(text, events)}")
        return text

    def compare_rule(self, node: Node | None, events: list[str]) -> Compare | None:
        if node is None:
            return None
        faults, mapping = self.faults, self.mapping(node, "`compare`")
        faults.only_keys(mapping, ("policy", "column", "values", "only", "from", "by", "due", "counts"), "`compare`")
        counts = []
        for key, value in self.entries(mapping.get("counts"), "`counts`"):
            inner = self.mapping(value, f"count `{key.text}`")
            faults.only_keys(inner, ("event",), f"count `{key.text}`")
            counts.append((key.text, self.known_event(self.required(inner, "event", f"count `{key.text}`"), events)))
        policy = column = ""
        values: tuple[tuple[str, str], ...] = ()
        due = tuple(self.compare_due(item) for item in self.items(mapping.get("due"), "`due`"))
        if mapping.get("policy") or mapping.get("column") or not (counts or due):
            policy = text_of(self.required(mapping, "policy", "`compare`"), "`policy`", faults)
            column = text_of(self.required(mapping, "column", "`compare`"), "`column`", faults)
            values = self.pairs(self.required(mapping, "values", "`compare`"), "`values`")
            for text, verdict in values:
                if verdict not in verdict_names:
                    faults.add(node.mark, f"`values`: `{text}: {verdict}`{did_you_mean(verdict, verdict_names)}")
        by = mapping.get("by")
        only = self.condition(mapping.get("only"))
        return Compare(policy, column, values, only, self.from_last_row(mapping.get("from")),
                       texts_of(by, "`by`", faults) if by else (), due, tuple(counts), node.mark)

    def compare_due(self, node: Mapping) -> CompareDue:
        self.faults.only_keys(node, ("policy", "column", "within", "only", "by"), "`due`")
        policy = text_of(self.required(node, "policy", "`due`"), "`policy`", self.faults)
        column = text_of(self.required(node, "column", "`due`"), "`column`", self.faults)
        within = self.duration_ms(self.required(node, "within", "`due`"))
        by = node.get("by")
        return CompareDue(policy, column, within, self.condition(node.get("only")), texts_of(by, "`by`", self.faults) if by else ())

    def from_last_row(self, node: Node | None) -> bool:
        if node is None:
            return True
        mapping = self.mapping(node, "`from`")
        self.faults.only_keys(mapping, ("row",), "`from`")
        return self.one_of(mapping.get("row"), "`row`", ("first of case", "last of case"), "last of case") == "last of case"

    # ------------------------------------------------------------ the whole

    def until_ms(self, node: Node | None, read: ReadRule) -> int | None:
        text = text_of(node, "`until`", self.faults)
        if node is None or text == "last event":
            return None
        for format_ in (read.instants, parse_format("iso 8601")):
            if format_ is not None and format_.has_date and format_.has_time:
                moments = format_.read([text])
                ms = moments.ms if moments.is_utc[0] or not known_zone(read.zone) else to_utc_ms(read.zone, moments.ms)
                if moments.readable[0] and first_instant_ms <= ms[0] < last_instant_ms:
                    return int(ms[0])
        self.faults.add(node.mark, f"`until: {text}` is no instant (allowed: last event, an instant as `instants` or ISO 8601 have it)")
        return None

    def check_never_read(self, result: LogMap, node: Node | None) -> None:
        if node is None:
            return
        for column in sorted(set(result.never_read) & set(replace(result, never_read=()).columns)):
            self.faults.add(node.mark, f"column `{column}` is never read, but the map reads it")

    def check_instants(self, result: LogMap) -> None:
        read = result.read
        where = self.top.get("read")
        mark = where.mark if where else self.top.mark
        if read.instants is None and read.format != "parquet" and where:
            if isinstance(where, Mapping) and where.get("instants") is None:
                self.faults.add(mark, "`read`: `instants` is missing")
        if read.instants and read.instants.pattern is not None:
            if not read.instants.has_time and not read.instants.has_date:
                self.faults.add(mark, f"`instants`: format `{read.instants.text}` has no time")
            if read.day is None and not read.instants.has_date:
                self.faults.add(mark, f"`instants`: format `{read.instants.text}` has no date, so `day` must name its column")
            if read.day is not None and read.instants.has_date:
                self.faults.add(mark, f"`instants`: format `{read.instants.text}` has a date, so `day` must not name another")
        if read.next_day is not None and read.day is None:
            self.faults.add(mark, "`next_day` goes with `day`")


def _names(rule: EventRule) -> list[str]:
    if rule.event:
        return [rule.event]
    return [event for _, event in rule.by_value or () if event != report_only]

# SPDX-License-Identifier: Apache-2.0
# Made by `./dev format` from the compiled module.
"""
The compiled part of caseclock. Use the package `caseclock`; nothing here is public by itself.
"""

from __future__ import annotations
import collections.abc
import datetime
import numpy
import numpy.dtypes
import numpy.typing
import typing

__all__: list[str] = [
    "Adopted",
    "Adoption",
    "Answers",
    "Calendar",
    "Case",
    "Clock",
    "Correction",
    "Desk",
    "Effect",
    "Event",
    "EventType",
    "Period",
    "Proof",
    "Receipt",
    "ReceiptCorrection",
    "Rulebook",
    "Verdict",
    "acknowledge_event",
    "builtin_rulebook_names",
    "change_event",
    "correction_kinds",
    "effect_kinds",
    "event_dtype",
    "event_ms_dtype",
    "explain",
    "explain_all",
    "fact_cleared",
    "fact_set",
    "finding_kinds",
    "first_free_code",
    "lint_builtin",
    "lint_file",
    "lint_text",
    "no_value",
    "proof_picture",
    "proofs_add_up",
    "receipt_kinds",
    "rulebook_schema",
    "translate_events",
    "value_dtype",
    "verdict_kinds",
    "what_if",
    "why_not",
]

class Calendar:
    def __init__(
        self, zone: typing.Any, week: typing.Any, holidays: typing.Any, hours: typing.Any, breaks: typing.Any, at_boundary: typing.Any
    ) -> None: ...
    def add(self, t: datetime.datetime, length: datetime.timedelta) -> datetime.datetime: ...
    def add_days(self, t: datetime.datetime, n: int) -> datetime.datetime: ...
    def add_many(self, starts: typing.Any, durations: typing.Any) -> numpy.ndarray: ...
    def add_working_dates(self, date: datetime.date, n: int, rule: str) -> datetime.date: ...
    def add_working_days(self, t: datetime.datetime, n: int, rule: str, start: str, snap: bool) -> datetime.datetime: ...
    def between(self, a: datetime.datetime, b: datetime.datetime) -> datetime.timedelta: ...
    def between_many(self, a: typing.Any, b: typing.Any) -> numpy.ndarray: ...
    def close_of_day(self, t: datetime.datetime) -> datetime.datetime: ...
    def close_of_working_day(self, t: datetime.datetime, n: int, rule: str, start: str) -> datetime.datetime: ...
    def end_of_day(self, t: datetime.datetime, days_after: int) -> datetime.datetime: ...
    def is_open(self, t: datetime.datetime) -> bool: ...
    def is_working_date(self, date: datetime.date) -> bool: ...
    def next_close(self, t: datetime.datetime) -> datetime.datetime: ...
    def next_open(self, t: datetime.datetime) -> datetime.datetime: ...
    def previous_close(self, t: datetime.datetime) -> datetime.datetime: ...
    def spec(self) -> dict[str, typing.Any]: ...
    def stretches(
        self, begin: datetime.datetime, end: datetime.datetime
    ) -> list[
        tuple[
            datetime.datetime,
            datetime.datetime,
            typing.Literal["open", "off_hours", "holiday", "dated_hours", "break"],
            datetime.date | None,
            str | None,
        ]
    ]: ...
    def subtract(self, t: datetime.datetime, length: datetime.timedelta) -> datetime.datetime: ...
    @property
    def is_always(self) -> bool: ...
    @property
    def zone(self) -> str: ...

class EventType:
    """
    An event of a machine, to be called: reply(case=7, at=now, agent_identified=True).
    """
    def __call__(
        self,
        case: typing.SupportsInt | typing.SupportsIndex,
        at: datetime.datetime,
        *,
        id: typing.SupportsInt | typing.SupportsIndex = 0,
        **kwargs: typing.Any,
    ) -> Event:
        """
        An event. Keywords are the event's fields and the machine's attributes and facts.
        """
    def __eq__(self, arg0: typing.Any) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...
    def keywords(self) -> list[tuple[str, str, list[str], int, int, int]]:
        """
        Name, kind of values, words, number of the attribute or fact, offset (-1: beside the payload) and width.
        """
    def nothing(self) -> bytes:
        """
        The payload of an event without any field given.
        """
    def required(self) -> list[str]:
        """
        Fields that must be given.
        """
    @property
    def __signature__(self) -> typing.Any: ...
    @property
    def machine(self) -> str: ...
    @property
    def machine_number(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def number(self) -> int:
        """
        As `kind` of an event's record has it.
        """

class Event:
    """
    Something that happened to a case. Immutable; it belongs to a rulebook, not to a desk.
    """
    def __eq__(self, arg0: typing.Any) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...
    @property
    def at(self) -> datetime.datetime: ...
    @property
    def case(self) -> int: ...
    @property
    def fields(self) -> dict[str, typing.Any]: ...
    @property
    def id(self) -> int: ...
    @property
    def type(self) -> EventType: ...

class Period:
    """
    Hours that are only asked: the meal period, a subscription.
    """
    def is_open(self, t: datetime.datetime) -> bool:
        """
        Whether t lies in open hours. HorizonError outside [1970, 2200).
        """
    @property
    def zone(self) -> str:
        """
        The IANA name of its zone.
        """

class Rulebook:
    @staticmethod
    def builtin(name: str, options: collections.abc.Mapping[str, str]) -> Rulebook: ...
    @staticmethod
    def load(path: str, options: collections.abc.Mapping[str, str]) -> Rulebook: ...
    @staticmethod
    def parse(text: str, name: str, options: collections.abc.Mapping[str, str]) -> Rulebook: ...
    def calendar(self, name: str) -> Calendar: ...
    def calendars(self) -> list[tuple[str, list[str]]]: ...
    def check(self, machine: str) -> list[tuple[str, int, str]]: ...
    def code_of(self, text: str) -> int | None: ...
    def cues(self) -> list[tuple[str, str, list[str], dict[str, str], str, str, str]]: ...
    def event_types(self, machine: str) -> list[EventType]: ...
    def forms(self) -> list[tuple[str, str, list[str], list[str], str, list[str]]]: ...
    def ladders(self) -> list[tuple[str, list[str], list[str]]]: ...
    def lengths(self) -> list[tuple[str, str, str, list[str]]]: ...
    def machine_names(self) -> list[str]: ...
    def machine_number(self, machine: str) -> int: ...
    def notes(self) -> list[tuple[str, str, list[str], dict[str, str], str, str, str]]: ...
    def options(self) -> list[tuple[str, str, list[str], list[str]]]: ...
    def orders(self) -> list[tuple[str, str, list[str], dict[str, str], str, str, str]]: ...
    def own_calendar(self) -> Calendar: ...
    def period(self, name: str) -> Period: ...
    def policies(self) -> list[tuple[str, str, str, str, list[str], list[str]]]: ...
    def render(self, machine: str, form: str) -> str: ...
    def roles(self) -> list[tuple[str, str, list[str], dict[str, str], str, str, str]]: ...
    def rosters(self) -> list[tuple[str, list[str], str, list[str]]]: ...
    def rule_ids(self) -> list[str]: ...
    def text_of(self, code: typing.SupportsInt | typing.SupportsIndex) -> str | None: ...
    @property
    def late_events(self) -> str | None: ...
    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def versions(self) -> list[str]: ...
    @property
    def zone(self) -> str: ...

class Verdict:
    """
    How a cycle of a clock ended, with the case as it was then.
    """
    def __eq__(self, arg0: typing.Any) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...
    def __str__(self) -> str: ...
    @property
    def attributes(self) -> dict[str, typing.Any]:
        """
        Those that were set.
        """
    @property
    def business_overrun(self) -> datetime.timedelta:
        """
        Open time after the deadline.
        """
    @property
    def case(self) -> int: ...
    @property
    def cycle(self) -> int:
        """
        Counts from 1.
        """
    @property
    def due_at(self) -> datetime.datetime | None:
        """
        The last deadline; None without one.
        """
    @property
    def early_by(self) -> datetime.timedelta:
        """
        Real time before the window.
        """
    @property
    def ended_at(self) -> datetime.datetime:
        """
        Of a miss: its deadline.
        """
    @property
    def facts(self) -> list[str]:
        """
        Those that held.
        """
    @property
    def kind(self) -> str:
        """
        met, missed, ended_late, early, cancelled or measured.
        """
    @property
    def levels(self) -> int:
        """
        Levels of ladders that its cycle told so far.
        """
    @property
    def machine(self) -> str: ...
    @property
    def overrun(self) -> datetime.timedelta:
        """
        Real time after the deadline.
        """
    @property
    def policy(self) -> str: ...
    @property
    def root(self) -> int:
        """
        The root case.
        """
    @property
    def started_at(self) -> datetime.datetime: ...
    @property
    def states(self) -> list[str]:
        """
        One for each region.
        """
    @property
    def target(self) -> datetime.timedelta:
        """
        From the start to the deadline before any pause.
        """
    @property
    def unanswered(self) -> int:
        """
        How many of these nobody acknowledged in time.
        """
    @property
    def used(self) -> datetime.timedelta:
        """
        Without pauses; open time where the clock counts that.
        """

class Effect:
    """
    What the desk tells the host. Effects are ordered by (at, root, ordinal), on any number of desks.
    """
    def __eq__(self, arg0: typing.Any) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...
    def __str__(self) -> str: ...
    @property
    def at(self) -> datetime.datetime: ...
    @property
    def case(self) -> int: ...
    @property
    def cycle(self) -> int | None: ...
    @property
    def due_at(self) -> datetime.datetime:
        """
        The instant that was due; earlier than `at` where a change put it into the past.
        """
    @property
    def kind(self) -> str:
        """
        One of effect_kinds.
        """
    @property
    def late(self) -> bool:
        """
        Whether a level was acknowledged after its time.
        """
    @property
    def machine(self) -> str:
        """
        Of the case.
        """
    @property
    def ordinal(self) -> int:
        """
        Counts the effects of the root case.
        """
    @property
    def policy(self) -> str | None:
        """
        The policy behind it; None for a row of the machine.
        """
    @property
    def receipt(self) -> str | None:
        """
        What became of a raised event.
        """
    @property
    def root(self) -> int:
        """
        The root case.
        """
    @property
    def title(self) -> str:
        """
        What a reader calls the role, cue, order or note.
        """
    @property
    def to(self) -> str | None:
        """
        The role that a cue or an order is for; None: the agent, or nobody in particular.
        """
    @property
    def value(self) -> int:
        """
        Milliseconds left of a warning or a level, or a number said along with it.
        """
    @property
    def verdict(self) -> Verdict | None: ...
    @property
    def what(self) -> str:
        """
        The role, cue, order, note, missing fact, machine, event, kind of verdict or level it is about; empty where its kind says all.
        """

class Correction:
    """
    What a late event changed of what the desk had said. Effects are named by (root, ordinal).
    """
    def __repr__(self) -> str: ...
    def __str__(self) -> str: ...
    @property
    def because_of(self) -> int:
        """
        The late event: its number among all that the desk was given, from 0.
        """
    @property
    def effect(self) -> Effect:
        """
        Revoked: as it was said. Added, moved: as it is now.
        """
    @property
    def kind(self) -> str:
        """
        revoked, added or moved.
        """
    @property
    def was_at(self) -> datetime.datetime:
        """
        Of a moved effect: its instant before; else its instant.
        """

class ReceiptCorrection:
    """
    Another event of the family whose receipt a late event changed.
    """
    def __repr__(self) -> str: ...
    def __str__(self) -> str: ...
    @property
    def at(self) -> datetime.datetime: ...
    @property
    def because_of(self) -> int: ...
    @property
    def case(self) -> int: ...
    @property
    def event(self) -> str: ...
    @property
    def id(self) -> int:
        """
        The host's id of the event; 0: none.
        """
    @property
    def kind(self) -> str:
        """
        One of receipt_kinds, as it is now.
        """
    @property
    def number(self) -> int:
        """
        Of the event among all that the desk was given, from 0.
        """
    @property
    def reason(self) -> str: ...
    @property
    def states(self) -> list[str]:
        """
        Of the case after the event.
        """
    @property
    def was(self) -> str:
        """
        As it was; the same where only the states are others.
        """

class Receipt:
    """
    What became of an event, and everything that the desk said because of it. True when it was accepted.
    """
    def __bool__(self) -> bool: ...
    def __repr__(self) -> str: ...
    def __str__(self) -> str: ...
    @property
    def at(self) -> datetime.datetime: ...
    @property
    def case(self) -> int: ...
    @property
    def corrections(self) -> list[Correction]:
        """
        Of a late event that was accepted. Of a batch: empty, see Answers.corrections.
        """
    @property
    def effects(self) -> list[Effect]:
        """
        Those of other cases that came due on the way too. Of a batch: empty, see Answers.effects.
        """
    @property
    def event(self) -> str: ...
    @property
    def hit_limit(self) -> bool:
        """
        An effect says which.
        """
    @property
    def kind(self) -> str:
        """
        One of receipt_kinds.
        """
    @property
    def machine(self) -> str: ...
    @property
    def opened_case(self) -> bool: ...
    @property
    def reason(self) -> str:
        """
        Why it was not accepted; empty when it was.
        """
    @property
    def receipt_corrections(self) -> list[ReceiptCorrection]:
        """
        Of a late event that was accepted. Of a batch: empty, see Answers.receipt_corrections.
        """
    @property
    def states(self) -> list[str]:
        """
        Of the case afterwards, one for each region.
        """
    @property
    def unmet(self) -> list[str]:
        """
        What it needs, by name.
        """
    @property
    def verdicts(self) -> list[Verdict]: ...
    @property
    def was_late(self) -> bool:
        """
        Older than the desk's time, and judged at that time; with late_events accept at its own.
        """

class Answers:
    """
    What the desk said to a batch or to an advance: as arrays without a copy, and as objects.
    """
    def __len__(self) -> int:
        """
        The number of effects.
        """
    def corrected_reasons(self) -> tuple[numpy.typing.NDArray[numpy.int32], list[str]]:
        """
        The same for each receipt correction.
        """
    def correction(self, row: typing.SupportsInt | typing.SupportsIndex) -> Correction:
        """
        One correction, its effect without its verdict.
        """
    def effect(self, row: typing.SupportsInt | typing.SupportsIndex) -> Effect:
        """
        One effect, without its verdict.
        """
    def reasons(self) -> tuple[numpy.typing.NDArray[numpy.int32], list[str]]:
        """
        For each receipt the place of its reason in the list of texts; 0: none.
        """
    def receipt(self, row: typing.SupportsInt | typing.SupportsIndex) -> Receipt:
        """
        The receipt of one event of the batch.
        """
    def verdict_attribute(
        self, machine: typing.SupportsInt | typing.SupportsIndex, attribute: typing.SupportsInt | typing.SupportsIndex, corrected: bool = False
    ) -> numpy.typing.NDArray[numpy.int64]:
        """
        An attribute of the cases as the verdicts carry it, by the numbers of machine and attribute; INT64_MIN where it is unset. corrected: of corrected_verdict_array.
        """
    @property
    def corrected_verdict_array(self) -> numpy.ndarray:
        """
        The verdicts of corrections of verdicts, in their order; read-only.
        """
    @property
    def correction_array(self) -> numpy.ndarray:
        """
        Shape (corrections,); read-only. `correction` is a place in correction_kinds, the rest is the effect's.
        """
    @property
    def corrections(self) -> list[Correction]:
        """
        What late events of the batch changed; they come after its effects.
        """
    @property
    def effect_array(self) -> numpy.ndarray:
        """
        Shape (effects,); read-only.
        """
    @property
    def effects(self) -> list[Effect]: ...
    @property
    def finished(self) -> bool:
        """
        Of an advance: nothing more is due up to its instant.
        """
    @property
    def receipt_array(self) -> numpy.ndarray:
        """
        Shape (events,); read-only.
        """
    @property
    def receipt_correction_array(self) -> numpy.ndarray:
        """
        Shape (receipt corrections,); read-only.
        """
    @property
    def receipt_corrections(self) -> list[ReceiptCorrection]: ...
    @property
    def receipts(self) -> list[Receipt]:
        """
        One for each event of the batch.
        """
    @property
    def refusal_array(self) -> numpy.ndarray:
        """
        Shape (refusals,); a receipt says which are its own.
        """
    @property
    def verdict_array(self) -> numpy.ndarray:
        """
        Shape (verdicts,); read-only. The due instant is NaT where there is none.
        """
    @property
    def verdicts(self) -> list[Verdict]: ...

class Adoption:
    """
    That a desk's rulebook changed while cases were open.
    """
    def __repr__(self) -> str: ...
    @property
    def at(self) -> datetime.datetime: ...
    @property
    def cases(self) -> str:
        """
        What became of open cases: pin or running.
        """
    @property
    def events_before(self) -> int:
        """
        Events that the desk was given before it.
        """
    @property
    def version(self) -> int:
        """
        The place of the new version in Rulebook.versions.
        """

class Adopted:
    """
    What became of open cases when a desk adopted a rulebook.
    """
    def __repr__(self) -> str: ...
    @property
    def adoption(self) -> Adoption: ...
    @property
    def answers(self) -> Answers:
        """
        Effects and verdicts of what was due by then, and of what the new version put into the past.
        """
    @property
    def cancelled(self) -> int:
        """
        Running clocks whose policy the new version does not have.
        """
    @property
    def kept(self) -> list[tuple[int, str]]:
        """
        Root cases that could not change, with the reason; their families stay under their version.
        """
    @property
    def lacking(self) -> list[tuple[str, int]]:
        """
        Attributes, words and facts that the new version does not have, and how many cases lost them.
        """
    @property
    def moved(self) -> int:
        """
        Cases that changed to the new version.
        """
    @property
    def retargeted(self) -> int:
        """
        Running clocks that found their deadlines again from their starts.
        """

class Proof:
    def counterfactuals(
        self,
    ) -> list[tuple[str, datetime.datetime, datetime.timedelta, str, list[tuple[int, datetime.datetime, datetime.datetime]], str]]: ...
    def deadlines(self) -> list[tuple[datetime.datetime, datetime.datetime | None, datetime.datetime | None, str]]: ...
    def intervals(self) -> list[tuple[datetime.datetime, datetime.datetime, str, str, str, int | None]]: ...
    def json(self) -> str: ...
    def levels(self) -> list[tuple[datetime.datetime, str, str, bool, datetime.datetime | None, datetime.datetime | None]]: ...
    def marks(self) -> list[tuple[datetime.datetime, str, str]]: ...
    def text(self) -> str: ...
    @property
    def business_overrun(self) -> datetime.timedelta: ...
    @property
    def calendar(self) -> str: ...
    @property
    def case(self) -> int: ...
    @property
    def cycle(self) -> int: ...
    @property
    def due_at(self) -> datetime.datetime | None: ...
    @property
    def early_by(self) -> datetime.timedelta: ...
    @property
    def ended_at(self) -> datetime.datetime: ...
    @property
    def ended_by(self) -> str: ...
    @property
    def ended_by_event(self) -> int | None: ...
    @property
    def open_time(self) -> bool: ...
    @property
    def overrun(self) -> datetime.timedelta: ...
    @property
    def policy(self) -> str: ...
    @property
    def running(self) -> bool: ...
    @property
    def started_at(self) -> datetime.datetime: ...
    @property
    def started_by(self) -> str: ...
    @property
    def started_by_event(self) -> int | None: ...
    @property
    def target(self) -> str: ...
    @property
    def target_length(self) -> datetime.timedelta: ...
    @property
    def title(self) -> str: ...
    @property
    def used(self) -> datetime.timedelta: ...
    @property
    def verdict(self) -> str | None: ...
    @property
    def zone(self) -> str: ...

class Clock:
    """
    A policy measuring a case, as it stood at some instant.
    """
    def __repr__(self) -> str: ...
    @property
    def case(self) -> int: ...
    @property
    def cycle(self) -> int:
        """
        Counts from 1.
        """
    @property
    def due_at(self) -> datetime.datetime | None:
        """
        As if a pause ended now.
        """
    @property
    def left(self) -> datetime.timedelta | None:
        """
        In the time it counts; negative once it is late, None without a deadline.
        """
    @property
    def missed(self) -> bool: ...
    @property
    def misses(self) -> int:
        """
        Of all cycles.
        """
    @property
    def next_at(self) -> datetime.datetime | None:
        """
        Its next firing.
        """
    @property
    def opens_at(self) -> datetime.datetime | None:
        """
        Of a window.
        """
    @property
    def paused(self) -> bool: ...
    @property
    def policy(self) -> str: ...
    @property
    def running(self) -> bool:
        """
        The cycle has not ended; it may be paused.
        """
    @property
    def started_at(self) -> datetime.datetime: ...
    @property
    def used(self) -> datetime.timedelta:
        """
        In the time it counts, without pauses.
        """
    @property
    def waits(self) -> bool:
        """
        A level of its ladder waits for an acknowledgement, in time or not.
        """
    @property
    def window_open(self) -> bool: ...

class Case:
    """
    A case as it stood at some instant.
    """
    def __repr__(self) -> str: ...
    def is_called(self, name: str) -> bool:
        """
        Whether its parent calls it so: a call has a "ticket" and a "callback".
        """
    @property
    def allowed(self) -> list[str]:
        """
        Events that have a row where the case stands.
        """
    @property
    def attributes(self) -> dict[str, typing.Any]:
        """
        Those that are set.
        """
    @property
    def children(self) -> list[int]: ...
    @property
    def ended(self) -> bool: ...
    @property
    def facts(self) -> list[str]:
        """
        Those that hold.
        """
    @property
    def id(self) -> int: ...
    @property
    def machine(self) -> str: ...
    @property
    def parent(self) -> int | None: ...
    @property
    def root(self) -> int: ...
    @property
    def states(self) -> list[str]:
        """
        One for each region.
        """

class Desk:
    def __contains__(self, case: typing.SupportsInt | typing.SupportsIndex) -> bool: ...
    def __init__(self, rulebook: Rulebook, names: collections.abc.Sequence[str], ledger: bool = False, late_events: str | None = None) -> None: ...
    def __len__(self) -> int:
        """
        The number of cases.
        """
    def _adopt(self, rulebook: Rulebook, at: datetime.datetime, cases: str) -> Adopted: ...
    def _explain(self, case: typing.SupportsInt | typing.SupportsIndex) -> list[Proof]: ...
    def advance(self, at: datetime.datetime, at_most: typing.SupportsInt | typing.SupportsIndex | None = None) -> Answers:
        """
        Time has reached `at`. Stops after `at_most` firings. ValueError when the desk's time was there already.
        """
    @typing.overload
    def apply(
        self,
        case: typing.SupportsInt | typing.SupportsIndex,
        event: typing.Any,
        at: datetime.datetime,
        *,
        id: typing.SupportsInt | typing.SupportsIndex = 0,
        **kwargs: typing.Any,
    ) -> Receipt:
        """
        One event. Keywords are the event's fields and the machine's attributes and facts, with their values.
        """
    @typing.overload
    def apply(self, event: Event) -> Receipt:
        """
        One event, made by an event type.
        """
    def apply_batch(self, events: typing.Any, values: typing.Any = None) -> Answers:
        """
        Events of event_dtype in their order, with the values of value_dtype that they refer to. Runs without the GIL.
        """
    def apply_numbers(
        self,
        case: typing.SupportsInt | typing.SupportsIndex,
        machine: typing.SupportsInt | typing.SupportsIndex,
        event: typing.SupportsInt | typing.SupportsIndex,
        at_ms: typing.SupportsInt | typing.SupportsIndex,
        *args: typing.Any,
    ) -> Receipt:
        """
        One event, all by number; what follows are pairs of what and value as value_dtype has them.
        """
    def attribute_of(self, cases: numpy.typing.NDArray[numpy.uint64], attribute: str) -> numpy.typing.NDArray[numpy.int64]:
        """
        An attribute of many cases, uint64 of shape (n,), as int64; INT64_MIN where it is unset or there is no such case.
        """
    def case(self, case: typing.SupportsInt | typing.SupportsIndex) -> Case:
        """
        A case as it stands. KeyError when there is none.
        """
    def clocks(self, case: typing.SupportsInt | typing.SupportsIndex, now: datetime.datetime | None = None) -> list[Clock]:
        """
        The clocks of a case that were ever started. KeyError when there is no such case.
        """
    def clocks_of(self, cases: numpy.typing.NDArray[numpy.uint64], policy: str, now: datetime.datetime | None = None) -> numpy.ndarray:
        """
        The clock of one policy for each of many cases, uint64 of shape (n,); cycle 0 where there is none.
        """
    def code_of(self, text: str) -> int:
        """
        The number that stands for a text at this desk.
        """
    def evict(self, case: typing.SupportsInt | typing.SupportsIndex) -> None:
        """
        Forgets a root case that has ended, and its family. KeyError for none, ValueError for an open one.
        """
    def next_deadline(self) -> datetime.datetime | None:
        """
        The earliest instant at which advance does something; None when nothing is due any more.
        """
    def text_of(self, code: typing.SupportsInt | typing.SupportsIndex) -> str:
        """
        The text that a number stands for.
        """
    @property
    def _rules(self) -> Rulebook: ...
    @property
    def adoptions(self) -> list[Adoption]:
        """
        When its rulebook changed, in order: what `explain` needs to know beside the events.
        """
    @property
    def kept_events(self) -> int:
        """
        Events that the ledger holds.
        """
    @property
    def late_events(self) -> str:
        """
        What becomes of late events: accept, as_of_now or refuse.
        """
    @property
    def memory_bytes(self) -> int:
        """
        Held for cases, clocks, deadlines, the index and the ledger.
        """
    @property
    def now(self) -> datetime.datetime | None:
        """
        The desk's time; None before the first event or advance.
        """

def builtin_rulebook_names() -> list[str]: ...
def correction_kinds() -> list[str]: ...
def effect_kinds() -> list[str]: ...
def explain(
    rulebook: Rulebook,
    events: typing.Any,
    values: typing.Any,
    case: typing.SupportsInt | typing.SupportsIndex,
    until: datetime.datetime,
    root: typing.SupportsInt | typing.SupportsIndex | None = None,
    counterfactuals: bool = True,
    adoptions: collections.abc.Sequence[Adoption] = [],
) -> list[Proof]: ...
def explain_all(
    rulebook: Rulebook,
    events: typing.Any,
    values: typing.Any,
    until: datetime.datetime,
    roots: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex] | None = None,
    counterfactuals: bool = False,
    adoptions: collections.abc.Sequence[Adoption] = [],
) -> list[Proof]: ...
def finding_kinds() -> list[tuple[str, str]]: ...
def lint_builtin(name: str) -> list[tuple[str, str, str, int, int, str, str, str, str, str]]: ...
def lint_file(path: str) -> list[tuple[str, str, str, int, int, str, str, str, str, str]]: ...
def lint_text(text: str, name: str) -> list[tuple[str, str, str, int, int, str, str, str, str, str]]: ...
def proof_picture(proofs: collections.abc.Sequence[Proof], title: str = "", width: typing.SupportsInt | typing.SupportsIndex = 1200) -> str: ...
def proofs_add_up(rulebook: Rulebook, events: typing.Any, values: typing.Any, until: datetime.datetime) -> tuple[int, int, list[int]]: ...
def receipt_kinds() -> list[str]: ...
def rulebook_schema() -> str: ...
def translate_events(
    before: Rulebook, after: Rulebook, events: typing.Any, values: typing.Any, names: collections.abc.Sequence[str] = []
) -> tuple[numpy.ndarray, numpy.ndarray, numpy.typing.NDArray[numpy.uint32]]: ...
def verdict_kinds() -> list[str]: ...
def what_if(
    before: Rulebook,
    after: Rulebook,
    events: typing.Any,
    values: typing.Any,
    until: datetime.datetime,
    by: collections.abc.Sequence[str] = [],
    names: collections.abc.Sequence[str] = [],
) -> tuple[str, list[tuple[int, int, int, int, str | None, str | None, datetime.timedelta, datetime.timedelta]]]: ...
def why_not(
    rulebook: Rulebook,
    events: typing.Any,
    values: typing.Any,
    case: typing.SupportsInt | typing.SupportsIndex,
    policy: str,
    until: datetime.datetime,
    root: typing.SupportsInt | typing.SupportsIndex | None = None,
    names: collections.abc.Sequence[str] = [],
    title: str = "",
    adoptions: collections.abc.Sequence[Adoption] = [],
) -> tuple[str, str]: ...

__version__: str = "0.1.0"
acknowledge_event: int = 65534
change_event: int = 65535
event_dtype: numpy.dtypes.VoidDType
event_ms_dtype: numpy.dtypes.VoidDType
fact_cleared: int = 16384
fact_set: int = 32768
first_free_code: int = 16777216
no_value: int = -9223372036854775808
value_dtype: numpy.dtypes.VoidDType

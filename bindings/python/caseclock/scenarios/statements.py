# SPDX-License-Identifier: Apache-2.0
"""What a table may expect of a step: the words of the column `expect`, between semicolons.

    accepted                          what became of the event; a row that says nothing of it expects `accepted`
    refused: priority_known, ...      exactly these are missing
    not taken   ended   duplicate   conflict   malformed   late   judged late

    POLICY met | missed | ended late | early | cancelled | measured      a verdict of this step
    POLICY warned | window opens | no deadline
    tell ROLE   remind ROLE   say CUE   order ORDER   note NOTE          what the host is told
    lapse NAME   raise EVENT   raise EVENT not taken                     what was let pass; what the case did by itself
    opens CHILD   ends   limit WHICH                                     a case was opened, is over; a limit was reached
    KIND WHAT                                                            any other kind of effect

    POLICY running | paused | stopped | unstarted                        its clock after the step
    POLICY due 10:05   due never   opening tue 10:00   left 2m   used 3m

    /callback is planned              the state of another case
    has FACT   lacks FACT   ATTRIBUTE = value   ATTRIBUTE = none
    only KINDS   no KINDS   nothing   nothing of these kinds, or of any, was said besides

Behind a verdict or an effect may stand: at 10:05, by 90s (late or early by), after 3m (used), due 10:05, cycle 2, to ROLE, of POLICY,
on CASE. All times are as the column `at` writes them; +5m counts from the instant of the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .. import _core
from ..maps.document import Mark, did_you_mean, near_miss
from .model import ScenarioFaults, Statement, Words

__all__ = ["case_path", "effect_words", "kinds_named", "only_groups", "parse_statements", "policy_effects", "split_cell"]

#: first word -> kind of effect
effect_words = {
    "tell": "notification", "remind": "reminder", "say": "cue", "order": "order", "note": "note", "lapse": "lapse", "raise": "raised",
    "opens": "opened", "limit": "limit_reached",
}
#: words behind a policy -> kind of effect
policy_effects = {
    "warned": "warning", "window opens": "window_opened", "no deadline": "no_deadline", "escalates": "level", "unacknowledged": "unacknowledged",
    "acknowledged": "acknowledged",
}
clock_words = ("running", "paused", "stopped", "unstarted")
clock_measures = ("due", "opening", "left", "used")
receipt_words = {kind.replace("_", " "): kind for kind in _core.receipt_kinds()}
verdict_words = {kind.replace("_", " "): kind for kind in _core.verdict_kinds()}
modifiers = ("at", "by", "after", "due", "cycle", "to", "of", "on")

#: groups of effects that `only` names, beside the kinds themselves
only_groups = {
    "verdicts": ("verdict",), "warnings": ("warning",), "told": ("notification",), "reminders": ("reminder",), "cues": ("cue",),
    "orders": ("order",), "notes": ("note",), "lapses": ("lapse",), "children": ("opened",), "raised": ("raised",),
    "levels": ("level", "unacknowledged", "acknowledged"),
}
#: everything behind which a policy stands, and everything
special_groups = ("policies", "all")

#: 41, anna, 41/callback, 41/callback#2, and /callback of the row's case
case_path = re.compile(r"[^\s/#;,|]+(?:/[^\s/#;,|]+(?:#[0-9]{1,6})?)*|(?:/[^\s/#;,|]+(?:#[0-9]{1,6})?)+")
word_pattern = re.compile(r'"[^"]*"|\S+')


def kinds_named(word: str) -> tuple[str, ...] | None:
    """The kinds of effects that a word of `only` stands for; "policies" and "all" stand for themselves. None for another word."""
    if word in special_groups:
        return (word,)
    if word in only_groups:
        return only_groups[word]
    return (word,) if word in _core.effect_kinds() else None


def split_cell(cell: Words, separator: str) -> Iterator[Words]:
    """The pieces of a cell between separators outside quotes, without blanks around them; empty ones are left out."""
    start, quoted = 0, False
    for place, character in enumerate([*cell.text, separator]):
        if character == '"':
            quoted = not quoted
        if place == len(cell.text) or (character == separator and not quoted):
            piece = cell.text[start:place]
            if piece.strip():
                yield Words(piece.strip(), Mark(cell.mark.line, cell.mark.column + start + len(piece) - len(piece.lstrip())))
            start = place + 1


def parse_statements(cell: Words, faults: ScenarioFaults) -> list[Statement]:
    """The statements of a cell `expect`."""
    made = [_Reader(piece, faults).statement() for piece in split_cell(cell, ";")]
    return [statement for statement in made if statement is not None]


class _Reader:
    """Reads one statement."""

    def __init__(self, said: Words, faults: ScenarioFaults) -> None:
        self.said = said
        self.faults = faults
        self.tokens = [Words(found[0], Mark(said.mark.line, said.mark.column + found.start())) for found in word_pattern.finditer(said.text)]
        self.texts = [token.text for token in self.tokens]
        self.told = False  # that it is faulty

    def statement(self) -> Statement | None:
        first = self.texts[0]
        plain = self.said.text
        if plain in receipt_words:
            return self.made("receipt", receipt_words[plain])
        if plain == "judged late":
            return self.made("receipt", "late_mark")
        if first == "refused:":
            return self.made("receipt", "refused", self.listed())
        if plain == "nothing":
            return Statement("only", "no", (Words("all", self.said.mark),), self.said)
        if first in ("only", "no"):
            return self.only()
        if first in ("has", "lacks"):
            return self.with_more("fact", first, 1)
        if self.texts[1:2] == ["="]:
            return self.attribute()
        if self.texts[1:2] == ["is"]:
            return self.state()
        if first == "ends":
            return self.with_more("effect", "ended", 1, subjects=0)
        return self.of_policy() or self.of_effect() or self.not_understood()

    # ---- forms

    def only(self) -> Statement | None:
        subjects = self.listed()
        for each in subjects:
            if kinds_named(each.text) is None:
                words = [*only_groups, *special_groups, *_core.effect_kinds()]
                self.fault(each, f"{self.texts[0]}: no kind of effects `{each.text}`{did_you_mean(each.text, words)}")
                return None
        if not subjects:
            self.fault(self.said, f"`{self.texts[0]}` of what? (allowed: {', '.join([*only_groups, *special_groups])})")
            return None
        return self.made("only", self.texts[0], subjects)

    def attribute(self) -> Statement | None:
        on = {"on": self.tokens[-1]} if len(self.texts) > 4 and self.texts[-2] == "on" else {}
        value = self.said.text[self.said.text.index("=") + 1 :].strip()
        if on:
            value = value[: -len(on["on"].text)].rstrip().removesuffix("on").rstrip()
        if not value:
            self.fault(self.said, f"attribute {self.texts[0]}: no value behind `=` (`none` where it is unset)")
            return None
        return Statement("attribute", value, (self.tokens[0],), self.said, on)

    def state(self) -> Statement | None:
        if len(self.texts) < 3:
            self.fault(self.said, f"case {self.texts[0]}: in which state? Write `{self.texts[0]} is planned`")
            return None
        state = Words(" ".join(self.texts[2:]), self.tokens[2].mark)
        return Statement("state", "is", (state,), self.said, {"on": self.tokens[0]})

    def of_policy(self) -> Statement | None:
        two, three = " ".join(self.texts[1:2]), " ".join(self.texts[1:3])
        for words, forms in ((three, 3), (two, 2)):
            if words in verdict_words or words.replace(" ", "_") in verdict_words.values():
                return self.with_more("verdict", verdict_words.get(words, words.replace(" ", "_")), forms, subjects=1)
            if words in policy_effects:
                return self.with_more("effect", policy_effects[words], forms, subjects=1)
        if self.texts[0] in effect_words:
            return None
        if two in clock_words:
            return self.with_more("clock", two, 2, subjects=1)
        if two in clock_measures:
            return self.measure(two)
        return None

    def measure(self, word: str) -> Statement | None:
        end = next((place for place in range(3, len(self.texts)) if self.texts[place] == "on"), len(self.texts))
        value = " ".join(self.texts[2:end])
        if not value:
            example = "10:05" if word in ("due", "opening") else "5m"
            self.fault(self.said, f"{self.texts[0]} {word}: when? Write `{self.texts[0]} {word} {example}`")
            return None
        made = self.with_more("clock", word, end, subjects=1)
        if made is None:
            return None
        return Statement(made.form, made.word, made.subject, made.said, {**made.more, "value": Words(value, self.tokens[2].mark)})

    def of_effect(self) -> Statement | None:
        first = self.texts[0]
        kind = effect_words.get(first) or (first if first in _core.effect_kinds() and first != "verdict" else None)
        if kind is None:
            return None
        if first in effect_words and (len(self.texts) < 2 or self.texts[1] in modifiers):
            self.fault(self.said, f"`{first}` what? A name is missing behind it")
            return None
        made = self.with_more("effect", kind, 1)
        if made is None or kind != "raised":
            return made
        event, _, receipt = made.name.partition(" ")
        word = receipt_words.get(receipt or "accepted")
        if word is None:
            self.fault(self.said, f"raise {event}: no receipt `{receipt}`{did_you_mean(receipt, receipt_words)}")
            return None
        subject = Words(event, made.subject[0].mark)
        return Statement("effect", kind, (subject,), self.said, {**made.more, "receipt": Words(word, subject.mark)})

    # ---- parts

    def made(self, form: str, word: str, subjects: Sequence[Words] = ()) -> Statement:
        return Statement(form, word, tuple(subjects), self.said)

    def listed(self) -> list[Words]:
        """The names behind the first word, between commas."""
        rest = self.said.text[len(self.texts[0]) :]
        return list(split_cell(Words(rest, Mark(self.said.mark.line, self.said.mark.column + len(self.texts[0]))), ","))

    def with_more(self, form: str, word: str, begin: int, subjects: int | None = None) -> Statement | None:
        """A statement whose further words from `begin` on are its subject, if that does not stand in front, and what is said besides."""
        end = next((place for place in range(begin, len(self.texts)) if self.texts[place] in modifiers), len(self.texts))
        if subjects is None:
            subject = [Words(" ".join(self.texts[begin:end]), self.tokens[begin].mark)] if end > begin else []
        else:
            subject = self.tokens[:subjects]
            if end > begin:
                return self.not_understood()
        more: dict[str, Words] = {}
        while end < len(self.texts):
            name, start = self.texts[end], end + 1
            end = next((place for place in range(start, len(self.texts)) if self.texts[place] in modifiers), len(self.texts))
            if end == start or name in more:
                self.fault(self.tokens[start - 1], f"`{name}` stands twice" if name in more else f"`{name}` what? Something is missing behind it")
                return None
            more[name] = Words(" ".join(self.texts[start:end]), self.tokens[start].mark)
        return Statement(form, word, tuple(subject), self.said, more)

    def fault(self, at: Words, sentence: str) -> None:
        self.told = True
        self.faults.add(at.mark, sentence)

    def not_understood(self) -> Statement | None:
        """Says what comes near."""
        forms = [*receipt_words, "refused:", "judged late", *effect_words, "ends", "only", "no", "nothing", "has", "lacks"]
        behind = [*verdict_words, *policy_effects, *clock_words, *clock_measures]
        near = near_miss(self.texts[0], forms) or (near_miss(" ".join(self.texts[1:]), behind) if len(self.texts) > 1 else "")
        hint = near or f" (allowed: {', '.join(forms)}; or a policy and one of: {', '.join(behind)}; or `CASE is STATE`, `ATTRIBUTE = value`)"
        if not self.told:
            self.fault(self.said, f"`{self.said.text}` says nothing that can be expected{hint}")
        return None

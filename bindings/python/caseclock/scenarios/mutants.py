# SPDX-License-Identifier: Apache-2.0
"""Small changes to a rulebook, each of which some scenario should notice.

    what                                         | is changed so
    a number with a unit, in policies and words  | one more, one less
    an `if`                                      | left out, negated
    a part of a condition, a trigger, a list     | left out
    a guard                                      | hard, soft and off in turn
    an option's default                          | each other choice
    what a policy may leave out                  | left out: cancel, reset, since, otherwise, a reaction, a role that is told
    a need of a row, an opening or a closing     | left out; half an hour later or earlier

Titles, notes, cues and forms are not touched: they change nothing that a desk says. Dropping a rule is the classical fault of a workflow
in which somebody mended something else; a number that is off by one is that of a limit which nobody tried at its boundary.
"""

from __future__ import annotations

import copy
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Mutant", "included_files", "mutants_of"]

Path_ = tuple[str | int, ...]
Data = Any

number = re.compile(r"(?<![\w$.:-])(\d+)(?=\s*(?:%|[^\W\d_]))(?!\s*(?:st|nd|rd|th)\b)")
hours = re.compile(r"(\d{2}):(\d{2})-(\d{2}):(\d{2})")
told_only = frozenset(
    {"title", "note", "mark", "rule", "text", "zh-CN", "type", "machine", "kind", "include", "language", "rulebook", "zone", "scope"})
condition_keys = frozenset({"if", "pause_while", "needs", "ought", "conditions"})
untouched_sections = frozenset(
    {"cues", "forms", "roles", "rosters", "limits", "options", "guards", "groups", "attributes", "facts", "events", "states"})
needed_keys = frozenset({
    "start", "stop", "due", "every", "done_by",  # of policies
    "at", "means", "week", "choose", "in", "to", "stay", "do",  # of warnings, words, calendars, options, rows
    "event", "opened", "enters", "leaves", "fact", "loses", "changes", "all",  # what a trigger is
    "tell", "remind", "say", "order", "note", "raise", "set", "clear", "put", "add", "unset", "open",  # what is done
})
levels = ("hard", "soft", "off")
half_hour = 30


@dataclass(frozen=True)
class Mutant:
    """A rulebook with one change, as a text."""

    file: str
    line: int
    column: int
    place: str  #: policies.pick_up.due
    change: str  #: within 5m -> within 6m
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.place}: {self.change}"


def mutants_of(path: str | os.PathLike[str]) -> list[Mutant]:
    """Every mutant of the rulebook in a file, in the order of its lines; what the file includes is not changed."""
    text = Path(path).read_text("utf-8")
    return list(_Maker(os.fspath(path), text).mutants())


def included_files(rulebook: Path) -> list[Path]:
    """The files that a rulebook includes, and those that these include."""
    found: list[Path] = []
    left = [rulebook]
    while left:
        file = left.pop()
        data = yaml.load(file.read_text("utf-8"), yaml.BaseLoader)
        names = data.get("include", []) if isinstance(data, dict) else []
        for name in [names] if isinstance(names, str) else names:
            included = (file.parent / name).resolve()
            if included.is_file() and included not in [rulebook, *found]:  # else it is a built-in one
                found.append(included)
                left.append(included)
    return found


class _Maker:
    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.data: Data = yaml.load(text, yaml.BaseLoader)  # every scalar as text
        self.marks: dict[Path_, tuple[int, int]] = {}
        self._note_marks(yaml.compose(text, yaml.BaseLoader), ())

    def _note_marks(self, node: yaml.Node | None, path: Path_) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self.marks[(*path, key.value)] = (key.start_mark.line + 1, key.start_mark.column + 1)
                self._note_marks(value, (*path, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for place, item in enumerate(node.value):
                self.marks[(*path, place)] = (item.start_mark.line + 1, item.start_mark.column + 1)
                self._note_marks(item, (*path, place))

    def mutants(self) -> Iterator[Mutant]:
        for section, value in self.data.items():
            if section == "guards":
                for guard, level in value.items():
                    yield from (self._put(("guards", guard), other) for other in levels if other != level)
            elif section == "options":
                for name, option in value.items():
                    yield from self._option(("options", name), option)
            elif section not in untouched_sections | told_only:
                yield from self._walk((section,), value)

    # ---- kinds of changes

    def _option(self, path: Path_, option: Data) -> Iterator[Mutant]:
        default = option.get("default", "")
        if "choices" not in option:
            yield from self._numbers((*path, "default"), default)
            return
        yield from (self._put((*path, "default"), choice) for choice in option["choices"] if choice != default)
        for other in _other_numbers(default):

            def change(parent: Data, key: str | int, other: str = other) -> None:
                parent["choices"] = [other if choice == default else choice for choice in parent["choices"]]
                parent[key] = other

            yield self._changed((*path, "default"), change, f"{default} -> {other}")

    def _walk(self, path: Path_, value: Data) -> Iterator[Mutant]:
        if isinstance(value, dict):
            for key, item in value.items():
                conditional = not condition_keys.isdisjoint(path)
                if key == "rule" or (not conditional and key in told_only) or (key in untouched_sections and "machines" in path):
                    continue
                here = (*path, key)
                if key == "if":
                    yield self._drop(here)
                    yield self._put(here, {"none": [item]})
                elif len(value.keys() - {"rule"}) > 1 if conditional else self._may_be_left_out(path, key):
                    yield self._drop(here)
                yield from self._walk(here, item)
        elif isinstance(value, list):
            for place, item in enumerate(value):
                if len(value) > 1:
                    yield self._drop((*path, place))
                yield from self._walk((*path, place), item)
        else:
            yield from self._numbers(path, value)
            yield from self._hours(path, value)

    def _may_be_left_out(self, path: Path_, key: str) -> bool:
        """A key of a policy, a trigger, a reaction, a row or a calendar, without which there may still be one."""
        if path[0] == "choose":
            return True
        inside = len(path) >= 2 and path[0] in ("policies", "metrics", "ladders", "agenda", "machines", "calendars", "periods")
        return inside and key not in needed_keys and (path[0] != "machines" or "rows" in path)

    def _numbers(self, path: Path_, text: str) -> Iterator[Mutant]:
        yield from (self._put(path, other) for other in _other_numbers(text))

    def _hours(self, path: Path_, text: str) -> Iterator[Mutant]:
        if found := hours.fullmatch(text):
            opens, closes = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
            for begin, end in ((opens + half_hour, closes), (opens, closes - half_hour)):
                yield self._put(path, f"{begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}")

    # ---- changed data

    def _put(self, path: Path_, value: Data) -> Mutant:
        def change(parent: Data, key: str | int) -> None:
            parent[key] = value

        return self._changed(path, change, f"{_shown(self._at(path))} -> {_shown(value)}")

    def _drop(self, path: Path_) -> Mutant:
        def change(parent: Data, key: str | int) -> None:
            del parent[key]

        return self._changed(path, change, f"{_shown(self._at(path))} left out")

    def _changed(self, path: Path_, change: Callable[[Data, str | int], None], said: str) -> Mutant:
        data = copy.deepcopy(self.data)
        parent = data
        for key in path[:-1]:
            parent = parent[key]
        change(parent, path[-1])
        line, column = self.marks[path]
        return Mutant(self.file, line, column, ".".join(map(str, path)), said, json.dumps(data, ensure_ascii=False))

    def _at(self, path: Path_) -> Data:
        value = self.data
        for key in path:
            value = value[key]
        return value


def _other_numbers(text: str) -> Iterator[str]:
    """The text with one of its numbers one larger, then one smaller where that leaves something."""
    for found in number.finditer(text):
        for other in (int(found[1]) + 1, int(found[1]) - 1):
            if other > 0:
                yield text[: found.start(1)] + str(other) + text[found.end(1) :]


def _shown(value: Data) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False).replace('"', "")
    return text if len(text) <= 80 else text[:77] + "..."

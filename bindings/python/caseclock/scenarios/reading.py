# SPDX-License-Identifier: Apache-2.0
"""Scenarios from text: settings, titles and tables, each fault with its place.

    rulebook: hotline                        settings above the first scenario hold for all of the file
    only: policies

    scenario: Nobody picks up within three rings
      rule: T-02, SYS-11
      at                  | case | event       | with         | state    | expect
      2026-03-02 10:00:00 | 1    | call.arrive | caller: Wang | ringing  | pick_up due 10:00:15
      +15s                |      | advance     |              |          | pick_up running; nothing
      +1s                 | 1    | answer      |              | greeting | pick_up missed at 10:00:15; order reroute; raise ring_limit_passed;
                          |      |             |              |          | pick_up ended late by 1s

A row without `at` goes on with the row above. Lines of `#` are comments; outer bars and a line of dashes may stand as in Markdown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..maps.document import Mark, did_you_mean, near_miss
from .model import Brought, Scenario, ScenarioError, ScenarioFaults, Step, Words
from .statements import case_path, kinds_named, only_groups, parse_statements, special_groups, split_cell
from .times import parse_date, parse_moment

__all__ = ["columns", "find_files", "goes_on", "is_rule_line", "is_setting", "load", "load_all", "parse", "split_line"]

columns = ("at", "case", "event", "with", "state", "expect")
settings = ("rulebook", "rule", "options", "only", "starts")
suffix = ".scenarios"
setting_line = re.compile(r"\s*([^\W\d]\w*)\s*:(?:\s+|$)(.*)")
event_cell = re.compile(r"(\S+)(?:\s+#([0-9]{1,19}))?")
largest_id = (1 << 63) - 1


def load(path: str | os.PathLike[str]) -> list[Scenario]:
    """The scenarios of a file. ScenarioError with every fault; OSError where it cannot be read."""
    return parse(Path(path).read_bytes(), os.fspath(path))


def load_all(paths: Iterable[str | os.PathLike[str]]) -> list[Scenario]:
    """The scenarios of several files. ScenarioError with every fault of all of them."""
    scenarios: list[Scenario] = []
    faults: list[str] = []
    for path in paths:
        try:
            scenarios += load(path)
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(faults)
    return scenarios


def find_files(path: str | os.PathLike[str]) -> list[Path]:
    """The file itself, or every `*.scenarios` below the folder, by name; "hotline": what comes with the package.

    FileNotFoundError for no such path."""
    root = Path(path)
    shipped = Path(__file__).parent / f"{root.name}{suffix}"
    if not root.exists() and os.fspath(path).isidentifier() and shipped.is_file():
        return [shipped]
    if root.is_dir():
        return sorted(each for each in root.rglob(f"*{suffix}") if each.is_file())
    if not root.exists():
        raise FileNotFoundError(2, "no such file or folder", os.fspath(path))
    return [root]


def parse(source: str | bytes, name: str = "scenarios") -> list[Scenario]:
    """The scenarios of a text; `name` stands for the file in faults. ScenarioError with every fault."""
    faults = ScenarioFaults(name)
    if isinstance(source, bytes):
        try:
            source = source.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode()
            faults.add(Mark(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1), "not UTF-8")
            faults.raise_if_any()
    assert isinstance(source, str)
    reader = _Reader(name, faults)
    for number, line in enumerate(source.split("\n"), 1):
        reader.line(number, line.rstrip("\r"))
    scenarios = reader.finished()
    faults.raise_if_any()
    return scenarios


@dataclass
class _Part:
    """A scenario in the making, or what stands above the first."""

    title: Words | None = None
    settings: dict[str, Words] = field(default_factory=dict)
    header: list[str] = field(default_factory=list)
    framed: bool = False  #: its lines begin and end with a bar
    readable: bool = True  #: its header is sound
    steps: list[Step] = field(default_factory=list)
    row: _Row | None = None


@dataclass
class _Row:
    """A row with those that go on with it."""

    mark: Mark
    cells: dict[str, list[Words]]


class _Reader:
    def __init__(self, file: str, faults: ScenarioFaults) -> None:
        self.file = file
        self.faults = faults
        self.above = _Part()
        self.part = self.above
        self.made: list[Scenario] = []
        self.titles: dict[str, int] = {}

    # ---- lines

    def line(self, number: int, line: str) -> None:
        text = line.strip()
        if not text or text.startswith("#"):
            return
        mark = Mark(number, len(line) - len(line.lstrip()) + 1)
        if "\t" in line and "|" in line:
            line = line.replace("\t", " ")
        found = setting_line.fullmatch(line)
        if found and is_setting(line, bool(self.part.header)):
            self.setting(Words(found[1], mark), Words(found[2].strip(), Mark(number, found.start(2) + 1)))
        elif "|" in line:
            self.table_line(number, line, mark)
        else:
            self.faults.add(mark, f"`{_cut(text)}` is no row of a table, no setting and no comment (a row has bars: at | case | event)")

    def setting(self, key: Words, value: Words) -> None:
        if key.text == "scenario":
            return self.begin(key, value)
        if self.part.header:
            return self.faults.add(key.mark, f"`{key.text}:` stands behind the table (settings stand above it)")
        if key.text not in settings:
            return self.faults.add(key.mark, f"unknown setting `{key.text}`{did_you_mean(key.text, ['scenario', *settings])}")
        if key.text in self.part.settings:
            return self.faults.add(key.mark, f"`{key.text}:` stands twice")
        if not value:
            return self.faults.add(key.mark, f"`{key.text}:` has no value")
        self.part.settings[key.text] = value
        return None

    def begin(self, key: Words, title: Words) -> None:
        self.end()
        self.part = _Part(title or Words("scenario", key.mark))
        if not title:
            self.faults.add(key.mark, "a scenario has a title: `scenario: Nobody picks up`")
        elif title.text in self.titles:
            self.faults.add(title.mark, f"the title `{_cut(title.text)}` stands twice (first in line {self.titles[title.text]})")
        else:
            self.titles[title.text] = title.mark.line

    # ---- tables

    def table_line(self, number: int, line: str, mark: Mark) -> None:
        if self.part.title is None:
            return self.faults.add(mark, "a table stands below a title: `scenario: Nobody picks up`")
        if not self.part.header:
            self.part.framed = line.lstrip().startswith("|")
        cells = split_line(number, line, self.part.framed)
        if is_rule_line(cells):
            return None
        if not self.part.header:
            return self.header(cells, mark)
        if not self.part.readable:
            return None
        while len(cells) > len(self.part.header) and not cells[-1]:
            cells.pop()
        if len(cells) > len(self.part.header):
            names = " | ".join(self.part.header)
            extra = cells[len(self.part.header)]
            return self.faults.add(extra.mark, f"the row has {len(cells)} cells, the table {len(self.part.header)} columns: {names}")
        row = dict(zip(self.part.header, cells, strict=False))
        if not goes_on({name: cell.text for name, cell in row.items()}) or self.part.row is None:
            self.end_row()
            self.part.row = _Row(mark, {name: [cell] for name, cell in row.items()})
            if not row["at"]:
                self.faults.add(mark, "the row says no `at`, and there is no row above it to go on with" if len(cells) > 1 and any(cells)
                                else "the row is empty")
            return None
        for name, cell in row.items():
            if cell and name not in ("with", "expect"):
                self.faults.add(cell.mark, f"a row without `at` goes on with the row above: its `{name}` must be empty")
            self.part.row.cells.setdefault(name, []).append(cell)
        return None

    def header(self, cells: list[Words], mark: Mark) -> None:
        faults_before = len(self.faults.found)
        names: list[str] = []
        for cell in cells:
            if cell.text not in columns:
                self.faults.add(cell.mark, f"no column `{cell.text}`{did_you_mean(cell.text, columns)}")
            elif cell.text in names:
                self.faults.add(cell.mark, f"the column `{cell.text}` stands twice")
            names.append(cell.text)
        for needed in ("at", "event"):
            if needed not in names:
                self.faults.add(mark, f"the table has no column `{needed}` (allowed: {', '.join(columns)})")
        self.part.readable = len(self.faults.found) == faults_before
        self.part.header = names

    def end_row(self) -> None:
        row, self.part.row = self.part.row, None
        if row is not None and (step := self.step(row)) is not None:
            self.part.steps.append(step)

    # ---- steps

    def step(self, row: _Row) -> Step | None:
        def cell(name: str) -> Words:
            return row.cells.get(name, [Words("", row.mark)])[0]

        at, case, event = cell("at"), cell("case"), cell("event")
        try:
            moment = parse_moment(at.text)
        except ValueError as error:
            if at:
                self.faults.add(at.mark, str(error))
            return None
        steps = self.part.steps
        if case and (case.text.startswith("/") or not case_path.fullmatch(case.text)):
            self.faults.add(case.mark, f"no name of a case: `{case.text}` (write 41, anna, 41/callback or 41/callback#2)")
        if not event:
            self.faults.add(row.mark, "the row says no event (`advance` where only time goes on)")
            return None
        advance = event.text == "advance"
        found = event_cell.fullmatch(event.text)
        if found is None or not 0 <= int(found[2] or 0) <= largest_id:
            self.faults.add(event.mark, f"no name of an event: `{event.text}` (write reply, ticket.reply, or reply #5 with the host's id of it)")
            return None
        if not advance and not case:
            case = next((each.case for each in reversed(steps) if each.case), Words("", case.mark))
            if not case:
                self.faults.add(event.mark, f"{event.text}: the row says no case, nor does one above it")
        brought = [each for part in row.cells.get("with", ()) for each in self.brought(part)]
        if advance and brought:
            self.faults.add(brought[0].name.mark, "`advance` brings nothing along: time goes on, nothing else happens")
        return Step(len(steps) + 1, row.mark, at, moment, case or None, None if advance else Words(found[1], event.mark), int(found[2] or 0),
                    tuple(brought), cell("state") or None,
                    tuple(each for part in row.cells.get("expect", ()) for each in parse_statements(part, self.faults)))

    def brought(self, cell: Words) -> Iterator[Brought]:
        for piece in split_cell(cell, ","):
            name, colon, value = piece.text.partition(":")
            if colon and not value.strip():
                self.faults.add(piece.mark, f"{name.strip()}: no value behind the colon (`none` unsets an attribute)")
            elif colon:
                start = len(name) + 1 + len(value) - len(value.lstrip())
                yield Brought(Words(name.strip(), piece.mark), Words(_unquoted(value.strip()), Mark(piece.mark.line, piece.mark.column + start)))
            elif piece.text.startswith("not "):
                fact = piece.text[4:].lstrip()
                yield Brought(Words(fact, Mark(piece.mark.line, piece.mark.column + len(piece.text) - len(fact))), None, negated=True)
            elif "=" in piece.text:
                self.faults.add(piece.mark, f"`{piece.text}`: an attribute is written `{piece.text.replace('=', ': ', 1)}`")
            else:
                yield Brought(piece, None)

    # ---- scenarios

    def end(self) -> None:
        self.end_row()
        part = self.part
        if part.title is None:
            return
        if not part.header:
            self.faults.add(part.title.mark, f"scenario `{_cut(part.title.text)}` has no table")
        elif not part.steps and not self.faults.found:
            self.faults.add(part.title.mark, f"scenario `{_cut(part.title.text)}` has no rows")
        both = {**self.above.settings, **part.settings}
        rules = [each.text for of in (self.above, part) if "rule" in of.settings for each in split_cell(of.settings["rule"], ",")]
        starts = both.get("starts")
        if starts is not None:
            try:
                parse_date(starts.text)
            except ValueError as error:
                self.faults.add(starts.mark, str(error))
        self.made.append(Scenario(self.file, part.title, tuple(dict.fromkeys(rules)), both.get("rulebook"), tuple(self.options()),
                                  tuple(self.only(both.get("only"))), starts, tuple(part.steps)))

    def options(self) -> Iterator[tuple[Words, Words]]:
        chosen: dict[str, tuple[Words, Words]] = {}
        for part in (self.above, self.part):
            for piece in split_cell(part.settings.get("options", Words("", Mark(1, 1))), ","):
                name, equals, choice = piece.text.partition("=")
                if not equals or not name.strip() or not choice.strip():
                    self.faults.add(piece.mark, f"options: `{piece.text}` chooses nothing (write ring_limit = 2 rings)")
                    continue
                chosen[name.strip()] = (Words(name.strip(), piece.mark), Words(choice.strip(), piece.mark))
        return iter(chosen.values())

    def only(self, said: Words | None) -> Iterator[Words]:
        for piece in split_cell(said, ",") if said is not None and said.text != "none" else ():
            if kinds_named(piece.text) is None:
                words = [*only_groups, *special_groups]
                hint = near_miss(piece.text, words) or f" (allowed: {', '.join(words)})"
                self.faults.add(piece.mark, f"only: no kind of effects `{piece.text}`{hint}")
            else:
                yield piece

    def finished(self) -> list[Scenario]:
        self.end()
        if not self.made and not self.faults.found:
            self.faults.add(Mark(1, 1), "there is no scenario in it (`scenario: TITLE`, then a table)")
        return self.made


def is_setting(line: str, in_table: bool) -> bool:
    """Whether a line is a setting or a title, in which a bar is a bar, and no row."""
    found = setting_line.fullmatch(line)
    return found is not None and (found[1] == "scenario" or not in_table or "|" not in line)


def is_rule_line(cells: list[Words]) -> bool:
    """Dashes alone, as Markdown has them below a header."""
    return all(cell.text and set(cell.text) <= set("-: ") for cell in cells)


def goes_on(row: Mapping[str, str]) -> bool:
    """Whether a row goes on with the row above."""
    return not row["at"] and any(row.get(name) for name in ("with", "expect"))


def split_line(number: int, line: str, framed: bool) -> list[Words]:
    """The cells of a line, with their places; `\\|` is a bar inside a cell."""
    bars = [place for place, character in enumerate(line) if character == "|" and line[place - 1 : place] != "\\"]
    edges = [-1, *bars, len(line)]
    cells = []
    for begin, end in zip(edges, edges[1:], strict=False):
        raw = line[begin + 1 : end]
        cells.append(Words(raw.strip().replace("\\|", "|"), Mark(number, begin + 2 + len(raw) - len(raw.lstrip()))))
    if framed and not cells[0]:
        cells = cells[1:]
        if line.rstrip().endswith("|") and len(cells) > 1:
            cells = cells[:-1]
    return cells


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) >= 2 and text[0] == text[-1] == '"' else text


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."

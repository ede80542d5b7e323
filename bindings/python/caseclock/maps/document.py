# SPDX-License-Identifier: Apache-2.0
"""Strict reading of a map's YAML text.

Every scalar is text: `on`, `010`, `12:00` and `2026-10-01` mean what they say. What YAML allows
beyond plain mappings, lists and texts is refused, each fault with file:line:column, all of them in
one report:

    duplicate keys   tags   anchors and aliases   merge keys   a second document
    more than 1 MiB  more than 32 levels deep     bytes that are not UTF-8, half a surrogate pair
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

__all__ = [
    "Faults", "List", "MapError", "Mapping", "Mark", "Node", "Text", "did_you_mean", "near_miss", "parse_document", "read_document",
]

largest_document_bytes = 1 << 20
deepest_level = 32
most_faults_told = 100
longest_sentence = 500


class MapError(ValueError):
    """A map that cannot be used. `faults` lists every fault as `file:line:column: sentence`."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class Mark:
    """A place in the document, counted from one."""

    line: int
    column: int


@dataclass(frozen=True)
class Text:
    """A scalar; always text."""

    text: str
    mark: Mark


@dataclass(frozen=True)
class List:
    """A sequence of nodes."""

    items: tuple[Node, ...]
    mark: Mark


@dataclass(frozen=True)
class Mapping:
    """A mapping in the order of the document; keys are texts and unique."""

    entries: tuple[tuple[Text, Node], ...]
    mark: Mark

    def get(self, key: str) -> Node | None:
        """The value under `key`, or nothing."""
        return next((value for name, value in self.entries if name.text == key), None)

    def keys(self) -> list[str]:
        return [name.text for name, _ in self.entries]


Node = Text | List | Mapping


@dataclass
class Faults:
    """Collects faults of one document, so that a report names all of them."""

    name: str
    found: list[tuple[Mark, str]] = field(default_factory=list)
    error: Callable[[list[str]], ValueError] = MapError

    def add(self, mark: Mark, sentence: str) -> None:
        cut = sentence if len(sentence) <= longest_sentence else sentence[:longest_sentence] + "..."
        self.found.append((mark, cut))

    def raise_if_any(self) -> None:
        if self.found:
            ordered = sorted(set(self.found), key=lambda fault: (fault[0].line, fault[0].column, fault[1]))
            told = [f"{self.name}:{m.line}:{m.column}: {sentence}" for m, sentence in ordered[:most_faults_told]]
            if len(ordered) > most_faults_told:
                told.append(f"{self.name}: and {len(ordered) - most_faults_told:,} more faults")
            raise self.error(told)

    def only_keys(self, mapping: Mapping, allowed: Iterable[str], subject: str) -> None:
        """Every key of `mapping` must be one of `allowed`."""
        names = list(allowed)
        for key, _ in mapping.entries:
            if key.text not in names:
                self.add(key.mark, f"{subject}: unknown key `{key.text}`{did_you_mean(key.text, names)}")


def near_miss(given: str, allowed: Iterable[str]) -> str:
    """` (did you mean `x`?)`, or nothing when no choice is near."""
    near = difflib.get_close_matches(given, sorted(set(allowed)), n=1, cutoff=0.6)
    return f" (did you mean `{near[0]}`?)" if near else ""


def did_you_mean(given: str, allowed: Iterable[str]) -> str:
    """` (did you mean `x`?)`, or the choices when nothing is near: the first twelve by name."""
    names = sorted(set(allowed))
    if near := near_miss(given, names):
        return near
    if not names:
        return ""
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f" (allowed: {shown})"


def parse_document(source: bytes, name: str) -> Mapping:
    """The document's top mapping. Raises MapError with every fault found."""
    faults = Faults(name)
    start = Mark(1, 1)
    if len(source) > largest_document_bytes:
        faults.add(start, f"the document has more than {largest_document_bytes} bytes")
        faults.raise_if_any()
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add(_end_of(error.object[: error.start].decode()), "not UTF-8")
        faults.raise_if_any()
        raise AssertionError from error
    top: Node | None = None
    try:
        top = _Builder(faults).build(text)
    except yaml.MarkedYAMLError as error:
        place = error.problem_mark or error.context_mark
        mark = _mark_of(place) if place else start
        faults.add(mark, f"not YAML: {error.problem or error.context}")
    except yaml.reader.ReaderError as error:
        faults.add(_end_of(text[: error.position]), f"not YAML: character U+{ord(text[error.position]):04X} is not allowed")
    if top is None and not faults.found:
        faults.add(start, "the document is empty")
    elif top is not None and not isinstance(top, Mapping):
        faults.add(top.mark, "the document must be a mapping")
    faults.raise_if_any()
    assert isinstance(top, Mapping)
    return top


class _TooDeep(Exception):
    pass


class _Builder:
    """Builds nodes from YAML events, so that nothing is resolved, merged or constructed on the way."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults

    def build(self, text: str) -> Node | None:
        self.loader: Any = yaml.SafeLoader(text)
        top: Node | None = None
        documents = 0
        try:
            while self.loader.check_event():
                event = self.next()
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self.faults.add(_mark(event), "a second document (allowed: one)")
                        break
                    if event.tags:
                        self.faults.add(_mark(event), "a %TAG directive (tags are not allowed)")
                elif isinstance(event, yaml.NodeEvent):
                    top = self.node(event, 1)
        except _TooDeep:
            pass
        except (ValueError, OverflowError):  # numbers beyond Python's own limits, in an escape or a directive
            self.faults.add(_mark_of(self.loader.get_mark()), "not YAML: a number that is out of range")
        return top

    def next(self) -> yaml.Event:
        event: yaml.Event = self.loader.get_event()
        return event

    def node(self, event: yaml.Event, depth: int) -> Node:
        assert isinstance(event, yaml.NodeEvent)
        mark = _mark(event)
        if depth > deepest_level:
            self.faults.add(mark, f"more than {deepest_level} levels deep")
            raise _TooDeep
        if isinstance(event, yaml.AliasEvent):
            self.faults.add(mark, f"alias `*{event.anchor}` (write the value again)")
            return Text("", mark)
        if event.anchor is not None:
            self.faults.add(mark, f"anchor `&{event.anchor}` (anchors are not allowed)")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, mark)
        assert isinstance(event, yaml.CollectionStartEvent)
        self.refuse_tag(event.tag, mark)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.list(mark, depth)
        return self.mapping(mark, depth)

    def refuse_tag(self, tag: str | None, mark: Mark) -> None:
        if tag is not None:
            self.faults.add(mark, f"tag `{tag}` (every scalar is text)")

    def scalar(self, event: yaml.ScalarEvent, mark: Mark) -> Text:
        self.refuse_tag(event.tag, mark)
        if any("\ud800" <= character <= "\udfff" for character in event.value):
            self.faults.add(mark, "half a surrogate pair, which is no text")
            return Text("", mark)
        return Text(event.value, mark)

    def list(self, mark: Mark, depth: int) -> List:
        items = []
        while not isinstance(item := self.next(), yaml.SequenceEndEvent):
            items.append(self.node(item, depth + 1))
        return List(tuple(items), mark)

    def mapping(self, mark: Mark, depth: int) -> Mapping:
        entries: list[tuple[Text, Node]] = []
        first_seen: dict[str, Mark] = {}
        while not isinstance(item := self.next(), yaml.MappingEndEvent):
            key = self.node(item, depth + 1)
            value = self.node(self.next(), depth + 1)
            if not isinstance(key, Text):
                self.faults.add(key.mark, "a key must be a text")
                continue
            if key.text == "<<" and isinstance(item, yaml.ScalarEvent) and item.style is None:
                self.faults.add(key.mark, "merge key `<<` (write the entries again)")
            if key.text in first_seen:
                self.faults.add(key.mark, f"duplicate key `{key.text}` (first in line {first_seen[key.text].line})")
                continue
            first_seen[key.text] = key.mark
            entries.append((key, value))
        return Mapping(tuple(entries), mark)


def _mark(event: yaml.Event) -> Mark:
    assert event.start_mark is not None
    return _mark_of(event.start_mark)


def _mark_of(place: Any) -> Mark:
    """A mark of the parser, which counts from zero."""
    return Mark(place.line + 1, place.column + 1)


def _end_of(text: str) -> Mark:
    """The place behind `text`."""
    return Mark(text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1)


def read_document(path: str | os.PathLike[str]) -> tuple[Mapping, str]:
    """The top mapping of the file at `path`, and the name to use in messages."""
    name = os.fspath(path)
    with open(path, "rb") as file:
        return parse_document(file.read(largest_document_bytes + 1), name), name

# SPDX-License-Identifier: Apache-2.0
"""What a map needs to know of a rulebook: the machines by name, with the numbers of their events,
attributes and facts, and the codes of names.

An attribute of kind `name` holds a number that stands for a text. The rulebook has numbers for the
texts it mentions; a log brings more, and one table per replay numbers those.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .. import _core

__all__ = ["AttributeView", "MachineView", "Names", "view_machine"]


@dataclass(frozen=True)
class AttributeView:
    """An attribute of a machine. `kind` is one_of, name, count, instant or duration."""

    name: str
    number: int
    kind: str
    enumerators: tuple[str, ...]


@dataclass(frozen=True)
class MachineView:
    """A machine's names and numbers."""

    name: str
    number: int
    events: dict[str, int]
    attributes: dict[str, AttributeView]
    facts: dict[str, int]


def view_machine(rulebook: Any, name: str) -> MachineView:
    """The machine `name` of a rulebook. Raises KeyError when it has none of that name."""
    machine = rulebook.machine(name)
    attributes = {}
    for number, attribute in enumerate(machine.attributes):
        kind = str(getattr(attribute.kind, "name", attribute.kind))
        attributes[attribute.name] = AttributeView(attribute.name, number, kind, tuple(_names(attribute.enumerators or ())))
    events = {"acknowledge": _core.acknowledge_event} | _numbered(machine.events)
    return MachineView(name, int(machine.number), events, attributes, _numbered(machine.facts))


def _names(items: Iterable[Any]) -> list[str]:
    return [item if isinstance(item, str) else item.name for item in items]


def _numbered(items: Iterable[Any]) -> dict[str, int]:
    """By name the number, which is the place where none is said."""
    return {item if isinstance(item, str) else item.name: getattr(item, "number", place) for place, item in enumerate(items)}


class Names:
    """Texts and the numbers that stand for them. The rulebook's own texts come first."""

    first_own_code: int = _core.first_free_code
    """Codes of texts that the rulebook does not mention start here."""

    def __init__(self, rulebook: Any) -> None:
        self._rulebook = rulebook
        self._codes: dict[str, int] = {}
        self._texts: dict[int, str] = {}
        self._next = self.first_own_code

    def code(self, text: str) -> int:
        """The text's number."""
        found = self._codes.get(text)
        if found is None:
            known = self._rulebook.code_of(text)
            if known is None:
                found, self._next = self._next, self._next + 1
            else:
                found = int(known)
            self._codes[text] = found
            self._texts[found] = text
        return found

    def own_texts(self) -> list[str]:
        """The texts that the rulebook does not mention, in the order of their codes, which have no gaps."""
        return [self._texts[code] for code in range(self.first_own_code, self._next)]

    def text(self, code: int) -> str:
        """The text of a number; the number itself, with `#`, when it was never given."""
        return self._texts.get(code, f"#{code}")

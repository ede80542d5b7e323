# SPDX-License-Identifier: Apache-2.0
"""What is probably wrong with a rulebook although it loads. docs/lint.md explains every finding.

    for finding in lint("rules/own.yaml"):
        if finding.counts:
            print(finding)          # own.yaml:31:20: warning: policy hold: ... (pause-cannot-happen)
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from . import _core
from .rulebook import written_rulebook

__all__ = ["Finding", "finding_kinds", "lint", "lint_text"]


@dataclass(frozen=True)
class Finding:
    """Something that is probably wrong, at its place. Lines and columns count from 1; line 0 is the rulebook as a whole."""

    id: str
    level: Literal["note", "warning"]
    file: str
    line: int
    column: int
    subject: str
    reason: str
    remedy: str
    ignored: str  #: why the rulebook says to ignore it; "": it counts
    text: str

    @property
    def counts(self) -> bool:
        return not self.ignored

    def as_data(self) -> dict[str, str | int]:
        """The same as JSON writes it."""
        return asdict(self)

    def __str__(self) -> str:
        return self.text


def lint(rulebook: str | os.PathLike[str]) -> list[Finding]:
    """What is found in a rulebook file, or in one that comes with the package ("hotline"), in the order of the text; what it says to ignore
    too. RulebookError, with every fault, when it cannot be loaded.
    """
    name = os.fspath(rulebook)
    is_file = not isinstance(rulebook, str) or name.endswith((".yaml", ".yml")) or os.path.isfile(name)
    return _findings(_core.lint_file(name) if is_file else _core.lint_builtin(name))


def lint_text(text: str | Mapping[str, Any], name: str = "rulebook") -> list[Finding]:
    """The same of a text, or of a mapping of the same shape; `name` stands for the file."""
    return _findings(_core.lint_text(written_rulebook(text, name), name))


def finding_kinds() -> dict[str, str]:
    """Every kind of finding by its id, with a sentence about it."""
    return dict(_core.finding_kinds())


def _findings(found: list[tuple[str, str, str, int, int, str, str, str, str, str]]) -> list[Finding]:
    return [Finding(each[0], "note" if each[1] == "note" else "warning", *each[2:]) for each in found]

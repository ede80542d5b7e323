# SPDX-License-Identifier: Apache-2.0
"""The exceptions that the compiled part raises. Each is a ValueError."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["CalendarError", "FaultsError", "HorizonError", "RulebookError"]


class FaultsError(ValueError):
    """What cannot be built. `str()` is the report, one fault a line; `faults` has each fault as a sentence."""

    def __init__(self, report: str, faults: Sequence[str]) -> None:
        super().__init__(report, tuple(faults))
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return str(self.args[0])


class CalendarError(FaultsError):
    """A calendar that cannot be built."""


class RulebookError(FaultsError):
    """A rulebook that cannot be loaded. Each fault opens with its place: file:line:column."""


class HorizonError(ValueError):
    """An instant or a date outside [1970, 2200), given or searched for."""

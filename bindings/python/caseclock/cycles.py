# SPDX-License-Identifier: Apache-2.0
"""Cycles: what became of each run of a clock, one row per case, policy and cycle.

A desk says `missed` at the deadline and `ended_late` when the clock is stopped after it. Both are
one cycle: it carries the attributes as they were at its verdict and the figures of its end. A cycle
that goes on when it is reopened is what was said of it last; once it was missed it stays so.

    met         in time                        cancelled   no promise any more; outside attainment
    missed      late, and still not done       measured    a clock without a deadline; outside attainment
    ended_late  late, and done later           early       before its window opened; counts as missed

attainment = met / (met + missed + ended_late + early)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Cycles", "Summary", "judged", "no_value", "summarise", "verdict_words"]

no_value = -(1 << 63)
verdict_words = ("met", "missed", "ended_late", "early", "cancelled", "measured")
judged = ("met", "missed", "ended_late", "early")
figures = ("started_at", "due_at", "ended_at", "used_ms", "target_ms", "overrun_ms", "business_overrun_ms", "levels", "unanswered")
percentiles = (50, 90, 95, 99)


@dataclass
class Attribute:
    """An attribute of every cycle: distinct texts and, per cycle, the place of its text or -1."""

    texts: list[str]
    codes: NDArray[np.int64]

    def text(self, row: int) -> str:
        code = int(self.codes[row])
        return self.texts[code] if code >= 0 else ""


@dataclass
class Cycles:
    """Columns of equal length, sorted by policy, case and cycle. Instants are UTC milliseconds,
    durations milliseconds; `no_value` where there is none. `levels` of ladders were told, `unanswered` of them nobody acknowledged in time."""

    policies: list[str]
    case: NDArray[np.uint64]
    policy: NDArray[np.int64]
    cycle: NDArray[np.int64]
    verdict: NDArray[np.int64]
    figures: dict[str, NDArray[np.int64]]
    attributes: dict[str, Attribute]

    def __len__(self) -> int:
        return len(self.case)

    def of(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> Cycles:
        """Only these rows."""
        return Cycles(
            self.policies, self.case[rows], self.policy[rows], self.cycle[rows], self.verdict[rows],
            {name: column[rows] for name, column in self.figures.items()},
            {name: Attribute(attribute.texts, attribute.codes[rows]) for name, attribute in self.attributes.items()},
        )

    def of_policy(self, name: str) -> Cycles:
        """The cycles of one policy. Raises KeyError when no cycle is of that policy."""
        if name not in self.policies:
            raise KeyError(f"no cycle of policy `{name}` (there are: {', '.join(self.policies) or 'none'})")
        return self.of(self.policy == self.policies.index(name))

    def by_attribute(self, name: str) -> Iterator[tuple[str, Cycles]]:
        """The cycles of each text of an attribute, in the order of frequency; unset last."""
        attribute = self.attributes[name]
        codes, counts = np.unique(attribute.codes, return_counts=True)
        ranked = sorted(zip(codes.tolist(), counts.tolist(), strict=True), key=lambda pair: (pair[0] < 0, -pair[1], pair[0]))
        for code, _ in ranked:
            yield attribute.texts[code] if code >= 0 else "(unset)", self.of(attribute.codes == code)


def merge_verdicts(policies: list[str], verdicts: dict[str, NDArray[np.int64]], attributes: dict[str, Attribute]) -> Cycles:
    """Cycles from verdicts in the order in which a desk said them. `verdicts` has `case`, `policy`,
    `cycle`, `verdict` (a place in `verdict_words`) and every figure."""
    case, policy, cycle = verdicts["case"], verdicts["policy"], verdicts["cycle"]
    order = np.lexsort((cycle, case, policy))  # stable: what was said first comes first
    sorted_keys = [key[order] for key in (policy, case, cycle)]
    begins = np.ones(len(order), bool)
    begins[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in sorted_keys]) if len(order) else True
    first = order[begins]
    last = order[np.append(np.flatnonzero(begins)[1:], len(order)) - 1] if len(order) else first
    misses = np.isin(verdicts["verdict"][order], _places(("missed", "early")))
    places = np.where(misses, np.arange(len(order)), len(order))
    first_miss = np.minimum.reduceat(places, np.flatnonzero(begins)) if len(order) else places
    judged_at = np.where(first_miss < len(order), order[np.minimum(first_miss, len(order) - 1)], last) if len(order) else last
    return Cycles(
        policies, case[first].astype(np.uint64), policy[first].astype(np.int64), cycle[first].astype(np.int64),
        verdicts["verdict"][last].astype(np.int64),
        {name: verdicts[name][last].astype(np.int64) for name in figures},
        {name: Attribute(attribute.texts, attribute.codes[judged_at]) for name, attribute in attributes.items()},
    )


@dataclass(frozen=True)
class Summary:
    """Key figures of some cycles; shares lie in 0..1, times are milliseconds, None where nothing counts."""

    counts: dict[str, int]
    attainment: float | None
    share_of_all: float | None
    average_ms: float | None
    percentiles_ms: dict[int, int]

    @property
    def missed(self) -> int:
        """All that were not in time, done later or not, too early or too late."""
        return sum(self.counts[word] for word in judged) - self.counts["met"]


def summarise(cycles: Cycles) -> Summary:
    """Counts, attainment, and the times used by cycles that were brought to an end."""
    by_word = np.bincount(cycles.verdict, minlength=len(verdict_words))
    counts = {word: int(count) for word, count in zip(verdict_words, by_word, strict=True)}
    of_judged = sum(counts[word] for word in judged)
    of_all = of_judged + counts["cancelled"]
    done = np.isin(cycles.verdict, _places(("met", "ended_late", "early", "measured")))
    used = cycles.figures["used_ms"][done & (cycles.figures["used_ms"] != no_value)]
    return Summary(
        counts, counts["met"] / of_judged if of_judged else None, counts["met"] / of_all if of_all else None,
        float(used.mean()) if len(used) else None,
        {p: int(np.percentile(used, p, method="inverted_cdf")) for p in percentiles} if len(used) else {},
    )


def _places(words: Iterable[str]) -> list[int]:
    return [verdict_words.index(word) for word in words]

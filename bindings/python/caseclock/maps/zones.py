# SPDX-License-Identifier: Apache-2.0
"""Wall-clock times of a zone to UTC, a whole array at once.

A time in an overlap is its first occurrence, a time in a gap moves forward by the gap's own
length. Both mean: the offset from before the change counts. So a change at UTC `t` from offset `a`
to offset `b` is felt by wall clocks from `t + max(a, b)` on, and one binary search converts.

    New York   2015-11-01 01:30 (twice)     -> 05:30Z  first occurrence
    New York   2015-03-08 02:30 (skipped)   -> 07:30Z  that is 03:30 EDT
"""

from __future__ import annotations

import zoneinfo
from datetime import datetime, timedelta, timezone
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["first_instant_ms", "known_zone", "last_instant_ms", "to_utc_ms"]

day_ms = 86_400_000
first_instant_ms = 0  # 1970-01-01
last_instant_ms = 7_258_118_400_000  # 2200-01-01, exclusive


def known_zone(name: str) -> bool:
    """Whether `name` is a zone of the zone database."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def to_utc_ms(zone: str, local_ms: NDArray[np.int64]) -> NDArray[np.int64]:
    """Wall-clock milliseconds since 1970-01-01T00:00 of `zone` as UTC milliseconds."""
    if local_ms.size == 0 or zone == "UTC":
        return local_ms.astype(np.int64, copy=True)
    years = local_ms.astype("datetime64[ms]").astype("datetime64[Y]").astype(np.int64) + 1970
    first, last = np.clip([years.min(), years.max()], 1969, 2201).tolist()
    felt_from, offsets = _changes(zone, first, last)
    return local_ms - offsets[np.searchsorted(felt_from, local_ms, side="right")]


@lru_cache(maxsize=64)
def _changes(zone: str, first_year: int, last_year: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Wall times from which a new offset is felt, and the offsets: one more of them, the oldest first."""
    rules = zoneinfo.ZoneInfo(zone)
    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)

    def offset_ms(utc_ms: int) -> int:
        shift = (epoch + timedelta(milliseconds=utc_ms)).astimezone(rules).utcoffset()
        assert shift is not None
        return round(shift / timedelta(milliseconds=1))

    begin = round((datetime(first_year, 1, 1, tzinfo=timezone.utc) - epoch) / timedelta(milliseconds=1)) - 2 * day_ms
    end = round((datetime(last_year, 12, 31, tzinfo=timezone.utc) - epoch) / timedelta(milliseconds=1)) + 3 * day_ms
    felt_from: list[int] = []
    offsets = [offset_ms(begin)]
    at = begin
    while at < end:
        following = at + day_ms
        if offset_ms(following) != offsets[-1]:
            low, high = at, following  # the change lies in (low, high]
            while high - low > 1000:
                middle = (low + high) // 2000 * 1000
                low, high = (middle, high) if offset_ms(middle) == offsets[-1] else (low, middle)
            after = offset_ms(high)
            felt_from.append(high + max(offsets[-1], after))
            offsets.append(after)
        at = following
    return np.array(felt_from, np.int64), np.array(offsets, np.int64)

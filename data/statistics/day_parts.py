"""The part of the day and the weekday that a fact belongs to, for whoever chooses facts by them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.statistics.columns import Flags

DAY_PARTS = {"dag": (6, 18), "avond": (18, 22), "nacht": (22, 6)}
"""Name -> first hour and the hour at which it ends, clock time; the night runs past midnight."""

MOST_OF = 0.5
"""A fact of which a window is known belongs where more than this share of its window lies."""

HOUR = 3600
DAY = 24 * HOUR
WEEK = 7 * DAY
_MONDAY = np.datetime64("1970-01-05T00:00:00", "s")
Ints = npt.NDArray[np.int64]
Times = npt.NDArray[np.datetime64]


@dataclass(frozen=True, eq=False)
class Belongs:
    """Where facts belong, one element a fact.

    Attributes:
        part: Number of the day part in the order of DAY_PARTS; -1 where the time does not tell.
        weekday: 1 Monday .. 7 Sunday, by the calendar; 0 where the time does not tell.
    """

    part: Ints
    weekday: Ints


def belongs(start: Times, until: Times, *, known: npt.NDArray[np.object_], hour: npt.NDArray[np.float64]) -> Belongs:
    """The day part and the weekday of each fact.

    A moment belongs where it lies. A window belongs where more than half of it lies; one that is spread too widely
    belongs nowhere. A fact of which only the day is known has a weekday and no day part, one of which only the hour is
    known a day part and no weekday. With one end of a window there is neither: the fact may have happened any time
    before or after.

    Args:
        start: Moment, or begin of the window; local time, NaT where unknown.
        until: End of the window; NaT for a moment.
        known: As column time_known of table `incident`: minute | hour | day | from | until | month, or None.
        hour: 0..23 where it is known although the day is not; NaN elsewhere.

    Returns:
        Two numbers a fact.
    """
    begun, whole_day = ~np.isnat(start), known == "day"
    open_ended = (known == "from") | (known == "until")
    first = np.where(begun, (start - _MONDAY).astype("timedelta64[s]").astype(np.int64), 0)
    last = np.where(np.isnat(until), first, (np.where(begun, until, start) - _MONDAY).astype("timedelta64[s]"))
    last = np.where(np.isnat(until), first, last.astype(np.int64))
    last = np.where(whole_day & np.isnat(until), first + DAY, last)
    usable = begun & ~open_ended & (last >= first)
    moment = last == first
    parts, days = np.full(len(first), -1, dtype=np.int64), np.zeros(len(first), dtype=np.int64)
    for number, (opens, closes) in enumerate(DAY_PARTS.values()):
        inside = _share(first, last, moment, opens * HOUR, closes * HOUR, DAY)
        parts[usable & ~whole_day & inside] = number
    for number in range(7):
        days[usable & _share(first, last, moment, number * DAY, (number + 1) * DAY, WEEK)] = number + 1
    only_hour = ~begun & np.isnat(until) & ~np.isnan(hour)
    if only_hour.any():
        of_hour = np.array([_part_of(h) for h in range(24)], dtype=np.int64)
        parts[only_hour] = of_hour[hour[only_hour].astype(np.int64)]
    return Belongs(parts, days)


def _share(first: Ints, last: Ints, moment: Flags, opens: int, closes: int, every: int) -> Flags:
    """Whether a moment, or most of a window, lies in a stretch of time that comes back every so many seconds."""
    length = (closes - opens) % every
    a, b = first - opens, last - opens
    inside = b // every * length + np.minimum(b % every, length) - a // every * length - np.minimum(a % every, length)
    held: Flags = np.where(moment, a % every < length, inside > MOST_OF * (last - first))
    return held


def _part_of(hour: int) -> int:
    return next(
        i for i, (opens, closes) in enumerate(DAY_PARTS.values()) if (hour - opens) % 24 < (closes - opens) % 24
    )

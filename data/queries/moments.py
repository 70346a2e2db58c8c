"""When facts happen: per hour of the week, and per calendar week.

The same sums as `data.statistics.aoristic.hour_weekday` makes of single facts. What is asked differs mostly in the
period, so the windows of some categories in some areas are read once, as a few bytes a fact, and kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from sqlalchemy import and_, case, extract, or_, select

from data.config import PUBLIEK, Audience
from data.queries.columns import month_numbers, number_columns
from data.queries.months import Months, month_number
from data.queries.places import Facts, incident_months, narrowed
from data.snapshot import Snapshot
from data.statistics.aoristic import DAY, WEEK, spread_hours, spread_slots
from data.tables import incident

Floats = npt.NDArray[np.float64]
_MONDAY_S = 4 * DAY
"""Seconds from 1970-01-01 to the Monday from which weeks are counted."""
_MONDAY = date(1970, 1, 5)
_NONE, _SPREAD, _HOUR = range(3)


@dataclass(frozen=True, eq=False)
class Hours:
    """When some facts happen.

    Attributes:
        weights: Facts per weekday (row 0 is Monday) and hour, 7 x 24; read-only. The sum is `timed`.
        timed: Facts of which the hour is known, or a window.
        untimed: The others: they are nowhere in `weights`.
    """

    weights: Floats
    timed: int
    untimed: int


@dataclass(frozen=True, eq=False)
class _Windows:
    """The windows of some facts, one element a fact: month number, kind, start (seconds since a Monday), length (s)."""

    month: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int8]
    start: npt.NDArray[np.int64]
    length: npt.NDArray[np.int64]
    hour: npt.NDArray[np.int8]

    def within(self, months: Months) -> _Windows:
        """Those of a period."""
        first, last = month_number(months.first), month_number(months.last)
        rows = (self.month >= first) & (self.month <= last)
        if rows.all():
            return self
        return _Windows(self.month[rows], self.kind[rows], self.start[rows], self.length[rows], self.hour[rows])


@dataclass(frozen=True, eq=False)
class Weeks:
    """Facts per calendar week.

    Attributes:
        first: The Monday of the first week. n: One number a week, without gaps; a window counts where it lies.
        timed: Facts of which the day is known, or a window. untimed: The others.
    """

    first: date
    n: Floats
    timed: int
    untimed: int


def hours(snapshot: Snapshot, *, facts: Facts, audience: Audience = PUBLIEK) -> Hours:
    """When the facts happen, by hour and weekday; those in the areas of `facts`, or everywhere.

    Args:
        snapshot: The snapshot to read.
        facts: Which facts.
        audience: Who looks.
    """
    return _hours(_windows_of(snapshot, facts, audience))


def hours_and_rest(snapshot: Snapshot, *, facts: Facts, audience: Audience = PUBLIEK) -> tuple[Hours, Hours]:
    """When the facts happen in the areas of `facts`, and when the same happens in the rest of the city.

    Facts without a place are in the rest: it is not known that they lie in the areas.

    Args: as for `hours`. Without areas the rest is empty.
    """
    mine = hours(snapshot, facts=facts, audience=audience)
    if not facts.areas:
        return mine, Hours(np.zeros((7, 24)), 0, 0)
    everywhere = Facts(facts.categories, facts.months, wanted=facts.wanted)
    city = hours(snapshot, facts=everywhere, audience=audience)
    rest = np.maximum(city.weights - mine.weights, 0.0)
    return mine, Hours(rest, city.timed - mine.timed, city.untimed - mine.untimed)


def weeks(snapshot: Snapshot, *, facts: Facts, audience: Audience = PUBLIEK) -> Weeks:
    """The facts per calendar week, Monday to Sunday; a window counts in each of its weeks for its part in it.

    Args: as for `hours`.
    """
    windows = _windows_of(snapshot, facts, audience)
    spread = windows.kind == _SPREAD
    start, length = windows.start[spread], windows.length[spread]
    untimed = len(spread) - len(start)
    if not len(start):
        return Weeks(_MONDAY, np.zeros(0), 0, untimed)
    first, last = start // WEEK, (start + length) // WEEK
    whole = np.maximum(length, 1)
    begin, end = int(first.min()), int(last.max()) + 1
    per_week = spread_slots(
        first - begin,
        last - begin,
        n=np.ones(len(start)),
        first_part=((first + 1) * WEEK - start) / whole,
        last_part=(start + length - last * WEEK) / whole,
        rate=WEEK / whole,
        slots=end - begin,
    )
    return Weeks(_MONDAY + timedelta(weeks=begin), per_week, len(start), untimed)


def _hours(windows: _Windows) -> Hours:
    spread, by_hour = windows.kind == _SPREAD, windows.kind == _HOUR
    weights = spread_hours(windows.start[spread], windows.length[spread])
    weights = weights + np.bincount(windows.hour[by_hour], minlength=24) / 7
    timed = int(np.count_nonzero(spread) + np.count_nonzero(by_hour))
    return Hours(weights, timed, len(spread) - timed)


def _windows_of(snapshot: Snapshot, facts: Facts, audience: Audience) -> _Windows:
    """Those of the period, out of those of all months."""
    known = [m for c, m in incident_months(snapshot, audience=audience).items() if c in facts.categories]
    if not known:
        none = np.zeros(0, dtype=np.int64)
        return _Windows(none.astype(np.int32), none.astype(np.int8), none, none, none.astype(np.int8))
    every = Months(min(m.first for m in known), max(m.last for m in known))
    widened = Facts(facts.categories, every, facts.areas, facts.wanted)
    return _windows(snapshot, widened, audience).within(facts.months)


@lru_cache(maxsize=48)
def _windows(snapshot: Snapshot, facts: Facts, audience: Audience) -> _Windows:
    """All published facts; 22 bytes each."""
    t = incident.c
    one_end = t.time_known.in_(("from", "until"))
    spread = and_(t.time_from.is_not(None), or_(t.time_known.is_(None), ~one_end))
    by_hour = and_(t.time_from.is_(None), t.time_until.is_(None), t.hour.is_not(None))
    query = select(
        month_numbers(t.month),
        case((spread, _SPREAD), (by_hour, _HOUR), else_=_NONE),
        extract("epoch", t.time_from),
        extract("epoch", t.time_until),
        t.hour,
        case((t.time_known == "day", 1), else_=0),
    ).where(*narrowed(snapshot, incident, facts=facts, audience=audience))
    with snapshot.engine.connect() as connection:
        month, kind, start, until, hour, is_day = number_columns(connection, query)
    length = np.where(np.isnan(until), 0.0, until - start)
    length[(is_day == 1) & (length == 0)] = DAY
    return _Windows(
        month.astype(np.int32),
        kind.astype(np.int8),
        np.nan_to_num(start - _MONDAY_S).astype(np.int64),
        np.nan_to_num(length).astype(np.int64),
        np.nan_to_num(hour).astype(np.int8),
    )

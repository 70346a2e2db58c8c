"""When facts happen, added up in the database: per hour of the week, and per calendar week.

The same sums as `data.statistics.aoristic.hour_weekday` makes of single facts: windows that begin and end in the same
slots are added up by the database, so that a million facts come out as a few thousand rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Select, Subquery, and_, case, extract, func, literal, or_, select

from data.config import PUBLIEK, Audience
from data.queries.columns import number_columns
from data.queries.places import Facts, inside, narrowed
from data.snapshot import Snapshot
from data.statistics.aoristic import DAY, HOUR, SLOTS, WEEK, folded, spread_slots
from data.tables import incident

Floats = npt.NDArray[np.float64]
_MONDAY_S = 4 * DAY
"""Seconds from 1970-01-01 to the Monday from which weeks are counted."""
_MONDAY = date(1970, 1, 5)
_NONE, _SPREAD, _EVEN, _HOUR = range(4)


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
    mine, _ = hours_and_rest(snapshot, facts=facts, audience=audience)
    return mine


def hours_and_rest(snapshot: Snapshot, *, facts: Facts, audience: Audience = PUBLIEK) -> tuple[Hours, Hours]:
    """When the facts happen in the areas of `facts`, and when the same happens in the rest of the city.

    Facts without a place are in the rest: it is not known that they lie in the areas.

    Args: as for `hours`. Without areas the rest is empty.
    """
    return _hours_and_rest(snapshot, facts, audience)


@lru_cache(maxsize=256)
def _hours_and_rest(snapshot: Snapshot, facts: Facts, audience: Audience) -> tuple[Hours, Hours]:
    base = _windows(snapshot, facts, audience)
    seconds = base.c.start - func.floor(base.c.start / float(WEEK)) * WEEK
    end = seconds + base.c.length
    first, last = func.floor(seconds / float(HOUR)), func.floor(end / float(HOUR))
    spread = and_(base.c.kind == _SPREAD, base.c.length < WEEK)
    timed = select(
        base.c.mine,
        case((spread, _SPREAD), (base.c.kind == _SPREAD, _EVEN), else_=base.c.kind).label("kind"),
        case((spread, first), (base.c.kind == _HOUR, base.c.hour), else_=0).label("first"),
        case((spread, last), else_=0).label("last"),
        ((first + 1) * HOUR - seconds).label("first_s"),
        (end - last * HOUR).label("last_s"),
        base.c.length,
    ).subquery()
    mine, kind, a, b, n, first_part, last_part, rate = _columns(snapshot, _added(timed, HOUR))
    return _made(mine == 1, kind, a, b, n, first_part, last_part, rate), _made(
        mine == 0, kind, a, b, n, first_part, last_part, rate
    )


def _made(rows: npt.NDArray[np.bool_], kind: Floats, a: Floats, b: Floats, n: Floats, *sums: Floats) -> Hours:
    spread, even, by_hour = (rows & (kind == which) for which in (_SPREAD, _EVEN, _HOUR))
    first_part, last_part, rate = (column[spread] for column in sums)
    two_weeks = spread_slots(
        a[spread].astype(np.int64),
        b[spread].astype(np.int64),
        n=n[spread],
        first_part=first_part,
        last_part=last_part,
        rate=rate,
        slots=2 * SLOTS + 1,
    )
    weights = folded(two_weeks) + n[even].sum() / SLOTS
    weights += np.bincount(a[by_hour].astype(np.int64), weights=n[by_hour], minlength=24) / 7
    weights.flags.writeable = False
    timed = int(n[spread | even | by_hour].sum())
    return Hours(weights, timed, int(n[rows].sum()) - timed)


def weeks(snapshot: Snapshot, *, facts: Facts, audience: Audience = PUBLIEK) -> Weeks:
    """The facts per calendar week, Monday to Sunday; a window counts in each of its weeks for its part in it.

    Args: as for `hours`.
    """
    return _weeks(snapshot, facts, audience)


@lru_cache(maxsize=64)
def _weeks(snapshot: Snapshot, facts: Facts, audience: Audience) -> Weeks:
    base = _windows(snapshot, facts, audience)
    end = base.c.start + base.c.length
    first, last = func.floor(base.c.start / float(WEEK)), func.floor(end / float(WEEK))
    spread = base.c.kind == _SPREAD
    placed = select(
        base.c.mine,
        base.c.kind,
        case((spread, first), else_=0).label("first"),
        case((spread, last), else_=0).label("last"),
        ((first + 1) * WEEK - base.c.start).label("first_s"),
        (end - last * WEEK).label("last_s"),
        base.c.length,
    ).subquery()
    mine, kind, a, b, n, first_part, last_part, rate = _columns(snapshot, _added(placed, WEEK))
    mine_too = mine == 1
    rows = mine_too & (kind == _SPREAD)
    untimed = int(n[mine_too & ~rows].sum())
    if not rows.any():
        return Weeks(_MONDAY, np.zeros(0), 0, untimed)
    start, stop = int(a[rows].min()), int(b[rows].max()) + 1
    per_week = spread_slots(
        a[rows].astype(np.int64) - start,
        b[rows].astype(np.int64) - start,
        n=n[rows],
        first_part=first_part[rows],
        last_part=last_part[rows],
        rate=rate[rows],
        slots=stop - start,
    )
    per_week.flags.writeable = False
    return Weeks(_MONDAY + timedelta(weeks=start), per_week, int(n[rows].sum()), untimed)


def _windows(snapshot: Snapshot, facts: Facts, audience: Audience) -> Subquery:
    """One row a fact: mine (1 in the areas, 0 elsewhere), kind, start (seconds since a Monday), length (s), hour."""
    t = incident.c
    everywhere = Facts(facts.categories, facts.months, wanted=facts.wanted)
    mine: ColumnElement[int] = literal(1)
    if facts.areas:
        mine = case((inside(snapshot, incident, codes=facts.areas, audience=audience), 1), else_=0)
    one_end = t.time_known.in_(("from", "until"))
    spread = and_(t.time_from.is_not(None), or_(t.time_known.is_(None), ~one_end))
    by_hour = and_(t.time_from.is_(None), t.time_until.is_(None), t.hour.is_not(None))
    start = extract("epoch", t.time_from)
    length = case((t.time_until.is_not(None), extract("epoch", t.time_until) - start), else_=0)
    whole_day = and_(t.time_known == "day", length == 0)
    return (
        select(
            mine.label("mine"),
            case((spread, _SPREAD), (by_hour, _HOUR), else_=_NONE).label("kind"),
            (start - _MONDAY_S).label("start"),
            case((whole_day, DAY), else_=length).label("length"),
            t.hour,
        )
        .where(*narrowed(snapshot, incident, facts=everywhere, audience=audience))
        .subquery()
    )


def _added(rows: Subquery, slot_s: int) -> Select[Any]:
    """The windows added up by what `spread_slots` asks."""
    c = rows.c
    across = and_(c.kind == _SPREAD, c.first != c.last)

    def total(seconds: ColumnElement[Any]) -> ColumnElement[Any]:
        return func.sum(case((across, seconds / func.nullif(c.length, 0)), else_=0.0))

    sums = (func.count(), total(c.first_s * 1.0), total(c.last_s * 1.0), total(literal(float(slot_s))))
    return select(c.mine, c.kind, c.first, c.last, *sums).group_by(c.mine, c.kind, c.first, c.last)


def _columns(snapshot: Snapshot, query: Select[Any]) -> list[Floats]:
    with snapshot.engine.connect() as connection:
        return number_columns(connection, query)

"""Counting the single facts that a filter leaves, per area and month, in the database."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, extract, func, select

from data.config import PUBLIEK, Audience
from data.own.areas import GROUP, ZONE
from data.own.counts import inside_polygon
from data.own.now import visible
from data.queries.columns import number_columns, numbered
from data.queries.fact_filter import FactFilter
from data.queries.months import Months, month_number
from data.snapshot import Snapshot
from data.tables import area, incident, incident_field

Floats = npt.NDArray[np.float64]
_MONTH = (extract("year", incident.c.month) * 12 + extract("month", incident.c.month) - 1).label("month")


def filtered_months(
    snapshot: Snapshot,
    *,
    category: str,
    level: str,
    wanted: FactFilter,
    codes: tuple[str, ...],
    months: Months,
    audience: Audience = PUBLIEK,
) -> Floats:
    """Facts of one category that meet the filter, not to be written to.

    Args:
        snapshot: The snapshot to read.
        category: Category id.
        level: wijk, buurt, zone or groep.
        wanted: The filter.
        codes: Areas of the level, the rows of the answer.
        months: The columns.
        audience: Who looks.

    Returns:
        Array areas x months; NaN in months of which there are facts and none of them tells a field of the filter.
    """
    seen = visible(snapshot, audience)
    if level == ZONE:
        return _zones(seen, category, wanted, codes, months)
    number_of = {code: number for number, code in enumerate(_area_codes(seen.published))}
    per_wijk, per_buurt = _counted(seen.published, category, wanted, months)
    if level == GROUP:
        groups = [seen.own.group_by_code[code].members for code in codes]
        rows = [[number_of[code] for code in members if code in number_of] for members in groups]
        return np.stack([(per_wijk[row] + per_buurt[row]).sum(axis=0) for row in rows])
    return (per_wijk if level == "wijk" else per_buurt)[[number_of[code] for code in codes]]


@lru_cache(maxsize=4)
def _area_codes(snapshot: Snapshot) -> tuple[str, ...]:
    """The areas by their number in `numbered(area_code)`."""
    places = numbered(area.c.area_code)
    with snapshot.engine.connect() as connection:
        return tuple(code for code, _ in connection.execute(select(places).order_by(places.c.number)))


@lru_cache(maxsize=128)
def _counted(snapshot: Snapshot, category_id: str, wanted: FactFilter, months: Months) -> tuple[Floats, Floats]:
    """Facts per wijk and per buurt, rows by number of the area: one read of the facts serves both levels."""
    counted = (
        select(incident.c.wijk_code, incident.c.buurt_code, _MONTH, func.count().label("n"))
        .where(*_where(category_id, wanted, months))
        .group_by(incident.c.wijk_code, incident.c.buurt_code, _MONTH)
        .subquery()
    )
    wijk, buurt = numbered(area.c.area_code), numbered(area.c.area_code)
    query = (
        select(wijk.c.number, buurt.c.number, counted.c.month, counted.c.n)
        .select_from(counted)
        .outerjoin(wijk, wijk.c.id == counted.c.wijk_code)
        .outerjoin(buurt, buurt.c.id == counted.c.buurt_code)
    )
    with snapshot.engine.connect() as connection:
        *places, month, n = number_columns(connection, query)
    untold = _untold(snapshot, category_id, wanted, months)
    size, columns = len(_area_codes(snapshot)), len(months)
    column = month - month_number(months.first)
    found = []
    for place in places:
        known = ~np.isnan(place)
        cells = (place[known] * columns + column[known]).astype(np.intp)
        level = np.bincount(cells, n[known], size * columns).astype(float).reshape(size, columns)
        level[:, untold] = np.nan
        level.flags.writeable = False
        found.append(level)
    return found[0], found[1]


@lru_cache(maxsize=128)
def _zones(snapshot: Snapshot, category_id: str, wanted: FactFilter, codes: tuple[str, ...], months: Months) -> Floats:
    found = np.zeros((len(codes), len(months)))
    with snapshot.engine.connect() as connection:
        for row, code in enumerate(codes):  # zones may overlap, and there are few
            own = snapshot.own.zone_by_code.get(code)
            stored = incident.c.zone_codes.contains(f"|{code}|", autoescape=True)
            inside = stored if own is None else inside_polygon(incident, own.wkb)
            query = select(_MONTH, func.count()).where(*_where(category_id, wanted, months), inside).group_by(_MONTH)
            month, n = number_columns(connection, query)
            found[row, month.astype(np.intp) - month_number(months.first)] = n
    found[:, _untold(snapshot.published, category_id, wanted, months)] = np.nan
    found.flags.writeable = False
    return found


def _where(category_id: str, wanted: FactFilter, months: Months) -> list[ColumnElement[bool]]:
    period = incident.c.month.between(months.first, months.last)
    return [incident.c.category_id == category_id, period, *wanted.conditions(incident)]


def _untold(snapshot: Snapshot, category_id: str, wanted: FactFilter, months: Months) -> list[int]:
    """Columns of the months of which there are facts, and none of them tells a field of the filter."""
    first = month_number(months.first)
    silent = {n for field in wanted.fields for n in _silent_months(snapshot, field).get(category_id, ())}
    return sorted(n - first for n in silent if 0 <= n - first < len(months))


@lru_cache(maxsize=32)
def _silent_months(snapshot: Snapshot, field: str) -> dict[str, tuple[int, ...]]:
    told = incident_field.c
    query = (
        select(told.category_id, told.month)
        .where(told.field == field)
        .group_by(told.category_id, told.month)
        .having(func.count(told.value) == 0)
    )
    found: dict[str, list[int]] = {}
    with snapshot.engine.connect() as connection:
        for category_id, month in connection.execute(query):
            found.setdefault(category_id, []).append(month_number(month))
    return {category_id: tuple(numbers) for category_id, numbers in found.items()}

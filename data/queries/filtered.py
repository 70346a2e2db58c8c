"""Counting the single facts that a filter leaves, per area and month, in the database."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, case, func, literal, select

from data.config import PUBLIEK, Audience
from data.own.areas import GROUP, ZONE
from data.own.inside import inside_zone
from data.own.now import visible
from data.queries.columns import month_numbers, number_columns, numbered
from data.queries.fact_columns import FactColumns, area_numbers
from data.queries.fact_filter import FactFilter
from data.queries.months import Months, month_number
from data.queries.protection import check_facts
from data.snapshot import Snapshot
from data.tables import area, incident, incident_field

Floats = npt.NDArray[np.float64]
MOST_KEPT = 128
"""Categories x filters that a process remembers; 254 buurten over ten years are half a megabyte."""
_kept: dict[tuple[object, ...], tuple[Floats, Floats]] = {}
_MONTH = month_numbers(incident.c.month).label("month")


def filtered_months(
    snapshot: Snapshot,
    *,
    category: str,
    level: str,
    wanted: FactFilter,
    codes: tuple[str, ...],
    months: Months,
    together: tuple[str, ...] = (),
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
        together: Categories that are asked too: the facts are read once for all of them.
        audience: Who looks.

    Returns:
        Array areas x months; NaN in months of which there are facts and none of them tells a field of the filter.

    Raises:
        ProtectedError: when the audience gets only protected counts of these facts.
    """
    check_facts(snapshot, categories=(category, *together), audience=audience)
    seen = visible(snapshot, audience)
    if level == ZONE:
        return _zones(seen, category, wanted, codes, months)
    number_of = area_numbers(seen.published)
    per_wijk, per_buurt = _counted(seen.published, category, together, wanted, months)
    if level == GROUP:
        groups = [seen.own.group_by_code[code].members for code in codes]
        rows = [[number_of[code] for code in members if code in number_of] for members in groups]
        return np.stack([(per_wijk[row] + per_buurt[row]).sum(axis=0) for row in rows])
    return (per_wijk if level == "wijk" else per_buurt)[[number_of[code] for code in codes]]


def _counted(
    snapshot: Snapshot, category_id: str, together: tuple[str, ...], wanted: FactFilter, months: Months
) -> tuple[Floats, Floats]:
    """Facts per wijk and per buurt of one category, remembered; what is asked together is read together."""
    key = (snapshot.version, wanted, months)
    found = _kept.get((*key, category_id))
    if found is None:
        asked = tuple(c for c in dict.fromkeys((category_id, *together)) if (*key, c) not in _kept)
        made = _counted_here(snapshot, asked, wanted, months)
        others = tuple(c for c in asked if c not in made)
        if others:
            made |= _read(snapshot, others, wanted, months)
        for one, levels in made.items():
            for level in levels:
                level[:, _untold(snapshot, one, wanted, months)] = np.nan
                level.flags.writeable = False
        found = made[category_id]
        _kept.update({(*key, one): levels for one, levels in made.items()})
        for old in list(_kept)[:-MOST_KEPT]:
            _kept.pop(old, None)
    return found


def _counted_here(
    snapshot: Snapshot, categories: tuple[str, ...], wanted: FactFilter, months: Months
) -> dict[str, tuple[Floats, Floats]]:
    """The same as `_read`, of the categories of which the facts are kept."""
    areas = len(area_numbers(snapshot))
    found = {}
    for category in categories:
        facts = FactColumns.kept(snapshot, category, wanted)
        if facts is None:
            continue
        found[category] = facts.counted(wanted, areas, months)
    return found


def _read(
    snapshot: Snapshot, categories: tuple[str, ...], wanted: FactFilter, months: Months
) -> dict[str, tuple[Floats, Floats]]:
    """Facts per wijk and per buurt, rows by number of the area: one read of the facts serves both levels."""
    kind = case({c: literal(i) for i, c in enumerate(categories)}, value=incident.c.category_id).label("kind")
    counted = (
        select(kind, incident.c.wijk_code, incident.c.buurt_code, _MONTH, func.count().label("n"))
        .where(*_where(categories, wanted, months))
        .group_by(incident.c.category_id, incident.c.wijk_code, incident.c.buurt_code, _MONTH)
        .subquery()
    )
    wijk, buurt = numbered(area.c.area_code), numbered(area.c.area_code)
    query = (
        select(counted.c.kind, wijk.c.number, buurt.c.number, counted.c.month, counted.c.n)
        .select_from(counted)
        .outerjoin(wijk, wijk.c.id == counted.c.wijk_code)
        .outerjoin(buurt, buurt.c.id == counted.c.buurt_code)
    )
    with snapshot.engine.connect() as connection:
        kinds, *places, month, n = number_columns(connection, query)
    shape = (len(categories), len(area_numbers(snapshot)), len(months))
    column = month - month_number(months.first)
    levels = []
    for place in places:
        known = ~np.isnan(place)
        cells = ((kinds[known] * shape[1] + place[known]) * shape[2] + column[known]).astype(np.intp)
        levels.append(np.bincount(cells, n[known], shape[0] * shape[1] * shape[2]).astype(float).reshape(shape))
    return {category: (levels[0][i], levels[1][i]) for i, category in enumerate(categories)}


@lru_cache(maxsize=128)
def _zones(snapshot: Snapshot, category_id: str, wanted: FactFilter, codes: tuple[str, ...], months: Months) -> Floats:
    found = np.zeros((len(codes), len(months)))
    with snapshot.engine.connect() as connection:
        for row, code in enumerate(codes):  # zones may overlap, and there are few
            own = snapshot.own.zone_by_code.get(code)
            stored = incident.c.zone_codes.contains(f"|{code}|", autoescape=True)
            inside = stored if own is None else inside_zone(snapshot, own.wkb)
            query = select(_MONTH, func.count()).where(*_where((category_id,), wanted, months), inside).group_by(_MONTH)
            month, n = number_columns(connection, query)
            found[row, month.astype(np.intp) - month_number(months.first)] = n
    found[:, _untold(snapshot.published, category_id, wanted, months)] = np.nan
    found.flags.writeable = False
    return found


def _where(categories: tuple[str, ...], wanted: FactFilter, months: Months) -> list[ColumnElement[bool]]:
    period = incident.c.month.between(months.first, months.last)
    return [incident.c.category_id.in_(categories), period, *wanted.conditions(incident)]


def _untold(snapshot: Snapshot, category_id: str, wanted: FactFilter, months: Months) -> list[int]:
    """Columns of the months of which there are facts, and none of them tells a field of the filter."""
    first = month_number(months.first)
    silent = {n for field in wanted.fields for n in _silent_months(snapshot, field).get(category_id, ())}
    if wanted.unsure:  # whoever was involved in that month, it is not known whether they are vulnerable
        silent |= {*_silent_months(snapshot, "road_users", wanted.unsure).get(category_id, ())}
    return sorted(n - first for n in silent if 0 <= n - first < len(months))


@lru_cache(maxsize=32)
def _silent_months(snapshot: Snapshot, field: str, unsure: tuple[str, ...] = ()) -> dict[str, tuple[int, ...]]:
    told = incident_field.c
    query = (
        select(told.category_id, told.month)
        .where(told.field == field)
        .group_by(told.category_id, told.month)
        .having(func.count(told.value).filter(told.value.not_in(unsure)) == 0)
    )
    found: dict[str, list[int]] = {}
    with snapshot.engine.connect() as connection:
        for category_id, month in connection.execute(query):
            found.setdefault(category_id, []).append(month_number(month))
    return {category_id: tuple(numbers) for category_id, numbers in found.items()}

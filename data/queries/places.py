"""Which facts a map shows, and how many there are per cell of the grid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, FromClause, Table, exists, func, inspect, literal, or_, select

from data.config import PUBLIEK, Audience
from data.own.inside import inside_zone
from data.own.now import visible
from data.queries.columns import number_columns
from data.queries.months import Months
from data.queries.protection import check_facts
from data.queries.snapshot_info import areas
from data.snapshot import Snapshot
from data.tables import coverage, incident, incident_grid

Floats = npt.NDArray[np.float64]


class Narrowing(Protocol):
    """A choice among single facts by what the grid does not know; hashable, because answers are kept by it."""

    def conditions(self, table: Table) -> list[ColumnElement[bool]]:
        """What a row of the table `incident` must meet."""


@dataclass(frozen=True)
class Facts:
    """Which facts are asked for.

    Attributes:
        categories: Category ids.
        months: The period.
        areas: Codes of any level; facts inside any of them. Empty is everywhere.
        wanted: What else must be so; None is all of them.
    """

    categories: tuple[str, ...]
    months: Months
    areas: tuple[str, ...] = ()
    wanted: Narrowing | None = None


@dataclass(frozen=True, eq=False)
class CellCounts:
    """Facts per 100 m cell. `x` and `y` are numbers of cells (EPSG:3812, eastwards and northwards)."""

    x: npt.NDArray[np.int64]
    y: npt.NDArray[np.int64]
    n: Floats


def cell_counts(snapshot: Snapshot, *, facts: Facts, audience: Audience = PUBLIEK) -> CellCounts:
    """The facts per 100 m cell, all categories together; those without location are left out. One element a cell."""
    table, n = table_for(snapshot, facts=facts, audience=audience)
    query = (
        select(table.c.cell_x, table.c.cell_y, func.sum(n))
        .where(*narrowed(snapshot, table, facts=facts, audience=audience), table.c.cell_x.is_not(None))
        .group_by(table.c.cell_x, table.c.cell_y)
    )
    with snapshot.engine.connect() as connection:
        x, y, total = number_columns(connection, query)
    return CellCounts(x.astype(np.int64), y.astype(np.int64), total)


def without_location(snapshot: Snapshot, *, facts: Facts, audience: Audience = PUBLIEK) -> int:
    """How many of the facts have no point."""
    return _without_location(snapshot, facts, audience)


@lru_cache(maxsize=256)
def _without_location(snapshot: Snapshot, facts: Facts, audience: Audience) -> int:
    table, n = table_for(snapshot, facts=facts, audience=audience)
    where = (*narrowed(snapshot, table, facts=facts, audience=audience), table.c.cell_x.is_(None))
    with snapshot.engine.connect() as connection:
        return int(connection.execute(select(func.coalesce(func.sum(n), 0)).where(*where)).scalar_one())


@lru_cache(maxsize=4)
def _incident_months(snapshot: Snapshot) -> dict[str, Months]:
    columns = (coverage.c.category_id, func.min(coverage.c.month), func.max(coverage.c.month))
    query = select(*columns).where(coverage.c.grain == "incidents").group_by(coverage.c.category_id)
    with snapshot.engine.connect() as connection:
        return {category_id: Months(first, last) for category_id, first, last in connection.execute(query)}


def incident_months(snapshot: Snapshot, *, audience: Audience = PUBLIEK) -> dict[str, Months]:
    """The first and last month of the single facts of each category; a category that has none is not there."""
    return dict(_incident_months(snapshot))


def fact_months(snapshot: Snapshot, *, categories: tuple[str, ...], audience: Audience = PUBLIEK) -> dict[date, str]:
    """For which months there are single facts of all these categories.

    Returns:
        Status (ok, or provisional when it is so for any category) by first day of the month; other months are missing.
    """
    return dict(_fact_months(snapshot, categories))


@lru_cache(maxsize=64)
def _fact_months(snapshot: Snapshot, categories: tuple[str, ...]) -> dict[date, str]:
    columns = (coverage.c.category_id, coverage.c.month, func.max(coverage.c.status))  # "provisional" is after "ok"
    where = (coverage.c.grain == "incidents", coverage.c.category_id.in_(categories))
    query = select(*columns).where(*where).group_by(coverage.c.category_id, coverage.c.month)
    found: dict[date, list[str]] = {}
    with snapshot.engine.connect() as connection:
        for _, month, status in connection.execute(query):
            found.setdefault(month, []).append(status)
    return {month: max(statuses) for month, statuses in sorted(found.items()) if len(statuses) == len(set(categories))}


def has_grid(snapshot: Snapshot, *, audience: Audience = PUBLIEK) -> bool:
    """Whether the facts lie on a grid already; those of a snapshot of an older version do not."""
    return _has_grid(snapshot)


@lru_cache(maxsize=4)
def _has_grid(snapshot: Snapshot) -> bool:
    with snapshot.engine.connect() as connection:
        return inspect(connection).has_table(incident_grid.name)


def table_for(
    snapshot: Snapshot, *, facts: Facts, audience: Audience = PUBLIEK
) -> tuple[FromClause, ColumnElement[int]]:
    """The table that can answer, and what to add up: the grid, or single facts for what the grid does not know.

    The grid does not know which cells an own zone cuts through.
    A filter on anything but category, month and area belongs in `Facts.wanted` and makes this choose the table of
    facts, of which only the cells are read.
    """
    if facts.wanted is not None or not visible(snapshot, audience).own.zone_by_code.keys().isdisjoint(facts.areas):
        return incident, literal(1)
    return incident_grid, incident_grid.c.n


def narrowed(
    snapshot: Snapshot, table: FromClause, *, facts: Facts, audience: Audience = PUBLIEK
) -> list[ColumnElement[bool]]:
    """The conditions that leave only these facts of a table, which is the one that `table_for` chose.

    Every query that reads facts or their grid asks for these, and so is refused what the audience may not have.

    Raises:
        ProtectedError: when the audience gets only protected counts of these facts.
    """
    check_facts(snapshot, categories=facts.categories, audience=audience)
    found: list[ColumnElement[bool]] = [
        table.c.category_id.in_(facts.categories),
        table.c.month.between(facts.months.first, facts.months.last),
    ]
    if facts.areas:
        found.append(inside(snapshot, table, codes=facts.areas, audience=audience))
    if table is incident:
        if not all_published(snapshot, facts.categories, facts.months):  # else it costs as much as all the rest
            covered = (coverage.c.grain == "incidents", coverage.c.category_id == incident.c.category_id)
            found.append(exists().where(*covered, coverage.c.month == incident.c.month))
        found += facts.wanted.conditions(incident) if facts.wanted is not None else []
    return found


@lru_cache(maxsize=256)
def all_published(snapshot: Snapshot, categories: tuple[str, ...], months: Months) -> bool:
    """Whether there are single facts of each of these categories in each of these months."""
    return len(_fact_months_within(snapshot, categories, months)) == len(months)


def _fact_months_within(snapshot: Snapshot, categories: tuple[str, ...], months: Months) -> list[date]:
    return [month for month in _fact_months(snapshot, categories) if months.first <= month <= months.last]


def inside(
    snapshot: Snapshot, table: FromClause, *, codes: tuple[str, ...], audience: Audience = PUBLIEK
) -> ColumnElement[bool]:
    """Whether a row of `incident` or `incident_grid` lies in any of these areas, of any level; an unknown one is empty.

    Null where the buurt or the zones of a fact are not known.
    """
    levels, zones = areas(snapshot, audience=audience)["level"], visible(snapshot, audience).own.zone_by_code
    found = [
        inside_zone(snapshot, zones[code].wkb) if code in zones else _inside(table, code, str(levels[code]))
        for code in members(snapshot, codes=codes, audience=audience)
        if code in zones or code in levels.index
    ]
    return or_(*found) if found else literal(False)


def members(snapshot: Snapshot, *, codes: tuple[str, ...], audience: Audience = PUBLIEK) -> tuple[str, ...]:
    """The areas that a choice comes down to: in the place of a group those that it names, the others as they are."""
    groups = visible(snapshot, audience).own.group_by_code
    found: tuple[str, ...] = ()
    for code in codes:
        named = members(snapshot, codes=groups[code].members, audience=audience) if code in groups else (code,)
        found += named
    return found


def _inside(table: FromClause, code: str, level: str) -> ColumnElement[bool]:
    if level == "zone":
        return table.c.zone_codes.contains(f"|{code}|", autoescape=True)
    return (table.c.wijk_code if level == "wijk" else table.c.buurt_code) == code

"""Counting in own areas: facts inside a drawn zone, and sums of the members of a group.

A zone is counted from single facts, point by point, in the database. A group is added up from the figures of its
members, so that it is exact from either grain; with a missing member it is missing.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely
from sqlalchemy import ColumnElement, FromClause, and_, extract, func, literal_column, select

from data.own.areas import GROUP, ZONE
from data.snapshot import Snapshot
from data.tables import incident

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.queries.counts import AreaMonths
    from data.queries.months import Months

    Matrices = Callable[[str, str], dict[str, AreaMonths]]
    """The published matrices of a level and a grain, by category."""


def own_matrices(
    snapshot: Snapshot, level: str, grain: str, codes: tuple[str, ...], published: Matrices
) -> dict[str, AreaMonths]:
    """The matrix of each category for a level that has own areas.

    Args:
        snapshot: With own areas.
        level: zone or groep.
        grain: counts or incidents; a zone has no counts.
        codes: The areas of that level, in their order.
        published: What the snapshot itself holds.
    """
    if level == GROUP:
        return _groups(snapshot, grain, codes, published)
    if grain != "incidents":
        return {}
    found: dict[str, AreaMonths] = {}
    stored = published(ZONE, grain)
    for category, wijken in published("wijk", grain).items():
        known = ~np.isnan(wijken.n).all(axis=0)
        n = np.full((len(codes), len(wijken.months)), np.nan)
        theirs = stored.get(category)
        for row, code in enumerate(codes):
            own = snapshot.own.zone_by_code.get(code)
            if own is not None:
                inside = months_inside(snapshot.published, own.wkb, wijken.months).get(category)
                n[row] = np.where(known, 0.0 if inside is None else inside, np.nan)
            elif theirs is not None:
                n[row] = theirs.n[theirs.area_codes.index(code)]
        n.flags.writeable = False
        found[category] = replace(wijken, level=ZONE, area_codes=codes, n=n)
    return found


def _groups(snapshot: Snapshot, grain: str, codes: tuple[str, ...], published: Matrices) -> dict[str, AreaMonths]:
    levels = {level: published(level, grain) for level in ("wijk", "buurt")}
    found: dict[str, AreaMonths] = {}
    for category, wijken in levels["wijk"].items():
        parts = [m for m in (wijken, levels["buurt"].get(category)) if m is not None]
        n = np.full((len(codes), len(wijken.months)), np.nan)
        for row, code in enumerate(codes):
            members = snapshot.own.group_by_code[code].members
            rows = [part.n[part.rows(members)] for part in parts]
            if sum(len(r) for r in rows) == len(members):
                n[row] = np.concatenate(rows).sum(axis=0)
        provisional = np.logical_or.reduce([part.provisional for part in parts])
        n.flags.writeable = provisional.flags.writeable = False
        found[category] = replace(wijken, level=GROUP, area_codes=codes, n=n, provisional=provisional)
    return found


@lru_cache(maxsize=64)
def months_inside(snapshot: Snapshot, wkb: bytes, months: Months) -> dict[str, npt.NDArray[np.float64]]:
    """Facts inside a polygon (WKB, EPSG:4326) by category, one number a month; a category without any is not there."""
    when = extract("year", incident.c.month) * 12 + extract("month", incident.c.month) - 1
    query = (
        select(incident.c.category_id, when, func.count())
        .where(inside_polygon(incident, wkb), incident.c.month.between(months.first, months.last))
        .group_by(incident.c.category_id, when)
    )
    first = months.first.year * 12 + months.first.month - 1
    found: dict[str, npt.NDArray[np.float64]] = {}
    with snapshot.engine.connect() as connection:
        for category, month, n in connection.execute(query):
            row = found.setdefault(category, np.zeros(len(months)))
            row[int(month) - first] = n
    return found


def inside_polygon(table: FromClause, wkb: bytes) -> ColumnElement[bool]:
    """Whether the point (`lon`, `lat`) of a row lies inside a polygon.

    Source of the method: the even-odd rule; a line to the east crosses the border an odd number of times. It holds for
    holes and several parts alike, and the database does it for a million rows at once.

    Args:
        table: Has columns lon and lat, degrees, and stands in the query under its own name.
        wkb: Valid polygon or multipolygon, EPSG:4326.
    """
    west, south, east, north, test = _even_odd(wkb, str(getattr(table, "name", "incident")))
    return and_(table.c.lon.between(west, east), table.c.lat.between(south, north), literal_column(test))


@lru_cache(maxsize=256)
def _even_odd(wkb: bytes, table: str) -> tuple[Any, ...]:
    """The box of a polygon, and the test of a point in it as SQL.

    The corners cut the polygon into strips from west to east. A point is first brought to its strip, by halves, and
    then compared with the few lines that cross it: a border of 500 corners takes little longer than one of five.
    """
    shape = shapely.from_wkb(wkb)
    lines: list[tuple[float, float, str]] = []
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        corners = shapely.get_coordinates(ring)
        for (x1, y1), (x2, y2) in zip(corners[:-1].tolist(), corners[1:].tolist(), strict=True):
            if y1 != y2:  # a line to the east never crosses one that runs along with it
                at = f"{x1!r} + ({table}.lat - {y1!r}) * {(x2 - x1) / (y2 - y1)!r}"
                lines.append((min(y1, y2), max(y1, y2), f"CAST({table}.lon < {at} AS INTEGER)"))
    edges = sorted({y for low, high, _ in lines for y in (low, high)})
    strips = [[term for low, high, term in lines if low <= south and high > south] for south in edges[:-1]]
    west, south, east, north = (float(v) for v in shapely.bounds(shape))
    return west, south, east, north, f"{_of_strip(edges, strips, f'{table}.lat')} = 1"


def _of_strip(edges: list[float], strips: list[list[str]], lat: str) -> str:
    if len(strips) == 1:
        return f"({' + '.join(strips[0]) or '0'}) % 2"
    half = len(strips) // 2
    below, above = _of_strip(edges[: half + 1], strips[:half], lat), _of_strip(edges[half:], strips[half:], lat)
    return f"CASE WHEN {lat} < {edges[half]!r} THEN {below} ELSE {above} END"

"""Where facts happened, as precisely as the audience may see: counts per cell, added up in the database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from pyproj import Transformer
from sqlalchemy import ColumnElement, FromClause, and_, case, exists, func, literal, or_, select

from data.catalogue.grid import CELL_M, LAMBERT, PRECISIONS
from data.config import PUBLIEK, Audience
from data.queries.counts import number_columns
from data.queries.months import Months
from data.queries.snapshot_info import areas
from data.snapshot import Snapshot
from data.tables import coverage, incident, incident_grid

Floats = npt.NDArray[np.float64]
MOST_MARKS = 2000
_DECIMALS = 6
"""Of a degree, for a point: 0.1 m."""
_NONE = np.zeros(0)


@dataclass(frozen=True)
class Facts:
    """Which facts are asked for.

    Attributes:
        categories: Category ids.
        months: The period.
        areas: Codes of any level; facts inside any of them. Empty is everywhere.
        only: What else must be so: pairs of a column of the table `incident` and the values that it may have.
    """

    categories: tuple[str, ...]
    months: Months
    areas: tuple[str, ...] = ()
    only: tuple[tuple[str, tuple[str | int | bool, ...]], ...] = ()


@dataclass(frozen=True)
class Box:
    """A part of the earth: degrees WGS84, west < east and south < north."""

    west: float
    south: float
    east: float
    north: float

    def clip(self, other: Box) -> Box | None:
        """The part inside another box, or None when they do not touch."""
        west, east = max(self.west, other.west), min(self.east, other.east)
        south, north = max(self.south, other.south), min(self.north, other.north)
        return Box(west, south, east, north) if west < east and south < north else None


@dataclass(frozen=True, eq=False)
class Marks:
    """Counts of facts per place, the most facts first.

    Attributes:
        lon, lat: Degrees WGS84: the middle of a 100 m cell, or a point where the audience may see points.
        by_category: Facts, places x categories, in the order that was asked.
        cell_m: Side of the cells that were added up, metres; 0 is single points.
        facts: Facts in the box. places: Places in the box, of which `lon` and `lat` hold the first.
    """

    lon: Floats
    lat: Floats
    by_category: Floats
    cell_m: int
    facts: int
    places: int

    @property
    def n(self) -> Floats:
        """Facts of each mark, all categories together."""
        total: Floats = self.by_category.sum(axis=1)
        return total


@dataclass(frozen=True, eq=False)
class CellCounts:
    """Facts per 100 m cell. `x` and `y` are numbers of cells (EPSG:3812, eastwards and northwards)."""

    x: npt.NDArray[np.int64]
    y: npt.NDArray[np.int64]
    n: Floats


def marks(
    snapshot: Snapshot, *, facts: Facts, box: Box, cell_m: int, most: int = MOST_MARKS, audience: Audience = PUBLIEK
) -> Marks:
    """The facts in a box, added up per cell in the database; never finer than the audience may see.

    A mark of several small cells lies on the one nearest to the middle of its facts, so always on the 100 m grid.

    Args:
        snapshot: The snapshot to read.
        facts: Which facts.
        box: Which part of the map; a cell belongs to it when its middle does.
        cell_m: Side of the cells, a multiple of 100 m; 0 asks for points, which only some audiences get.
        most: Marks at most; those with the most facts stay.
        audience: Who looks.
    """
    precision = PRECISIONS[audience]
    inside = box.clip(_whole(snapshot, audience))
    if inside is None or not facts.categories:
        return Marks(_NONE, _NONE, np.zeros((0, len(facts.categories))), max(cell_m, 0), 0, 0)
    if cell_m == 0 and precision.exact:
        return _points(snapshot, facts, inside, most, audience)
    return _cells(snapshot, facts, inside, max(cell_m, precision.cell_m), most, audience)


def cell_counts(snapshot: Snapshot, *, facts: Facts, audience: Audience = PUBLIEK) -> CellCounts:
    """The facts per 100 m cell, all categories together; those without location are left out. One element a cell."""
    table, n = _source(facts)
    query = (
        select(table.c.cell_x, table.c.cell_y, func.sum(n))
        .where(*_conditions(snapshot, table, facts, audience), table.c.cell_x.is_not(None))
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
    table, n = _source(facts)
    where = (*_conditions(snapshot, table, facts, audience), table.c.cell_x.is_(None))
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


def _source(facts: Facts) -> tuple[FromClause, ColumnElement[int]]:
    """The table that can answer, and what to add up: the grid, or single facts for what the grid does not know.

    A filter on anything but category, month and area belongs in `Facts.only` (or beside it) and makes this choose the
    table of facts, of which only the cells are read.
    """
    if facts.only:
        return incident, literal(1)
    return incident_grid, incident_grid.c.n


def _conditions(snapshot: Snapshot, table: FromClause, facts: Facts, audience: Audience) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        table.c.category_id.in_(facts.categories),
        table.c.month.between(facts.months.first, facts.months.last),
    ]
    if facts.areas:
        levels = areas(snapshot, audience=audience)["level"]
        inside = [_inside(table, code, str(levels[code])) for code in facts.areas if code in levels.index]
        found.append(or_(*inside) if inside else literal(False))
    if table is incident:
        covered = (coverage.c.grain == "incidents", coverage.c.category_id == table.c.category_id)
        found.append(exists().where(*covered, coverage.c.month == table.c.month))
        found += [table.c[name].in_(values) for name, values in facts.only]
    return found


def _inside(table: FromClause, code: str, level: str) -> ColumnElement[bool]:
    if level == "zone":
        return table.c.zone_codes.contains(f"|{code}|", autoescape=True)
    return (table.c.wijk_code if level == "wijk" else table.c.buurt_code) == code


@lru_cache(maxsize=4)
def _whole(snapshot: Snapshot, audience: Audience) -> Box:
    """All areas, and a little more: a point just outside was given to the nearest area."""
    boxes = areas(snapshot, audience=audience)[["west", "south", "east", "north"]].dropna()
    if boxes.empty:
        return Box(-180.0, -85.0, 180.0, 85.0)
    margin = 0.01
    return Box(
        float(boxes["west"].min()) - margin,
        float(boxes["south"].min()) - margin,
        float(boxes["east"].max()) + margin,
        float(boxes["north"].max()) + margin,
    )


@lru_cache(maxsize=1)
def _to_lambert() -> Transformer:
    return Transformer.from_crs(4326, LAMBERT, always_xy=True)


def _cells(snapshot: Snapshot, facts: Facts, box: Box, cell_m: int, most: int, audience: Audience) -> Marks:
    table, n = _source(facts)
    side = cell_m // CELL_M
    x, y = table.c.cell_x, table.c.cell_y
    column, row = func.floor(x.op("/")(float(side))), func.floor(y.op("/")(float(side)))
    query = (
        select(column, row, _number_of(table, facts), func.sum(n), func.sum(x * n), func.sum(y * n))
        .where(*_conditions(snapshot, table, facts, audience), *_in_box(table, box))
        .group_by(column, row, table.c.category_id)
    )
    with snapshot.engine.connect() as connection:
        columns, rows, kinds, counts, sum_x, sum_y = number_columns(connection, query)
    places, by_category = _per_place(np.stack([columns, rows]), kinds, counts, len(facts.categories))
    total = np.maximum(by_category.sum(axis=1), 1)
    middle = [np.rint(np.bincount(places, s, len(total)) / total) for s in (sum_x, sum_y)]
    east, north = ((cell + 0.5) * CELL_M for cell in middle)
    lon, lat = _to_lambert().transform(east, north, direction="INVERSE")
    return _most(lon, lat, by_category, cell_m, most)


def _points(snapshot: Snapshot, facts: Facts, box: Box, most: int, audience: Audience) -> Marks:
    lon, lat = func.round(incident.c.lon, _DECIMALS), func.round(incident.c.lat, _DECIMALS)
    query = (
        select(lon, lat, _number_of(incident, facts), func.count())
        .where(*_conditions(snapshot, incident, facts, audience))
        .where(incident.c.lon.between(box.west, box.east), incident.c.lat.between(box.south, box.north))
        .group_by(lon, lat, incident.c.category_id)
    )
    with snapshot.engine.connect() as connection:
        lons, lats, kinds, counts = number_columns(connection, query)
    places, by_category = _per_place(np.stack([lons, lats]), kinds, counts, len(facts.categories))
    first = np.zeros(len(by_category), dtype=np.intp)
    first[places[::-1]] = np.arange(len(places))[::-1]
    return _most(lons[first], lats[first], by_category, 0, most)


def _number_of(table: FromClause, facts: Facts) -> ColumnElement[int]:
    numbers = {category: literal(i) for i, category in enumerate(facts.categories)}
    return case(numbers, value=table.c.category_id)


def _in_box(table: FromClause, box: Box) -> list[ColumnElement[bool]]:
    """Whether the middle of a cell lies in the box, which is a slightly turned quadrilateral on the Lambert plane."""
    xs, ys = _to_lambert().transform(
        [box.west, box.east, box.east, box.west], [box.south, box.south, box.north, box.north]
    )
    corners = [(x / CELL_M - 0.5, y / CELL_M - 0.5) for x, y in zip(xs, ys, strict=True)]
    x, y = table.c.cell_x, table.c.cell_y
    left = [
        x * float(ay - by) + y * float(bx - ax) >= float(bx * ay - ax * by)
        for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True)
    ]
    bounds = and_(
        x.between(int(min(c[0] for c in corners)) - 1, int(max(c[0] for c in corners)) + 1),
        y.between(int(min(c[1] for c in corners)) - 1, int(max(c[1] for c in corners)) + 1),
    )
    return [bounds, *left]


def _per_place(where: Floats, kinds: Floats, counts: Floats, n_kinds: int) -> tuple[npt.NDArray[np.intp], Floats]:
    """The place of each row of a result, and the facts of each place by category."""
    if not where.shape[1]:
        return np.zeros(0, dtype=np.intp), np.zeros((0, n_kinds))
    found, places = np.unique(where, axis=1, return_inverse=True)
    by_category = np.zeros((found.shape[1], n_kinds))
    np.add.at(by_category, (places, kinds.astype(np.intp)), counts)
    return places, by_category


def _most(lon: Floats, lat: Floats, by_category: Floats, cell_m: int, most: int) -> Marks:
    total = by_category.sum(axis=1)
    order = np.argsort(-total, kind="stable")[:most]
    return Marks(lon[order], lat[order], by_category[order], cell_m, int(total.sum()), len(total))

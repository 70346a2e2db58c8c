"""The facts in a part of the map as marks, as precisely as the audience may see: added up in the database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from pyproj import Transformer
from sqlalchemy import ColumnElement, FromClause, case, func, literal, select

from data.catalogue.grid import CELL_M, LAMBERT, PRECISIONS
from data.config import PUBLIEK, Audience
from data.queries.columns import number_columns
from data.queries.places import Facts, narrowed, table_for
from data.queries.snapshot_info import areas
from data.snapshot import Snapshot
from data.tables import incident

Floats = npt.NDArray[np.float64]
MOST_MARKS = 2000
_PER_DEGREE = 1_000_000.0
"""Points are told apart, and given, by a millionth of a degree: 0.1 m."""
_NONE = np.zeros(0)


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
    table, n = table_for(snapshot, facts=facts, audience=audience)
    side = cell_m // CELL_M
    x, y = table.c.cell_x, table.c.cell_y
    column, row = func.floor(x.op("/")(float(side))), func.floor(y.op("/")(float(side)))
    query = (
        select(column, row, _number_of(table, facts), func.sum(n), func.sum(x * n), func.sum(y * n))
        .where(*narrowed(snapshot, table, facts=facts, audience=audience), *_in_box(table, box))
        .group_by(column, row, table.c.category_id)
    )
    with snapshot.engine.connect() as connection:
        columns, rows, kinds, counts, sum_x, sum_y = number_columns(connection, query)
    places, by_category = _per_place(np.stack([columns, rows]), kinds, counts, len(facts.categories))
    total = by_category.sum(axis=1)
    kept = _most(total, most)
    middle = (np.rint(np.bincount(places, sums, len(total))[kept] / total[kept]) for sums in (sum_x, sum_y))
    east, north = ((cell + 0.5) * CELL_M for cell in middle)
    lon, lat = _to_lambert().transform(east, north, direction="INVERSE")
    return Marks(lon, lat, by_category[kept], cell_m, int(total.sum()), len(total))


def _points(snapshot: Snapshot, facts: Facts, box: Box, most: int, audience: Audience) -> Marks:
    lon, lat = (func.floor(degrees * _PER_DEGREE + 0.5) for degrees in (incident.c.lon, incident.c.lat))
    query = (
        select(lon, lat, _number_of(incident, facts), func.count())
        .where(*narrowed(snapshot, incident, facts=facts, audience=audience))
        .where(incident.c.lon.between(box.west, box.east), incident.c.lat.between(box.south, box.north))
        .group_by(lon, lat, incident.c.category_id)
    )
    with snapshot.engine.connect() as connection:
        lons, lats, kinds, counts = number_columns(connection, query)
    places, by_category = _per_place(np.stack([lons, lats]), kinds, counts, len(facts.categories))
    first = np.zeros(len(by_category), dtype=np.intp)
    first[places[::-1]] = np.arange(len(places))[::-1]
    total = by_category.sum(axis=1)
    kept = _most(total, most)
    lons, lats = lons[first][kept] / _PER_DEGREE, lats[first][kept] / _PER_DEGREE
    return Marks(lons, lats, by_category[kept], 0, int(total.sum()), len(total))


def _number_of(table: FromClause, facts: Facts) -> ColumnElement[int]:
    numbers = {category: literal(i) for i, category in enumerate(facts.categories)}
    return case(numbers, value=table.c.category_id)


def _in_box(table: FromClause, box: Box) -> list[ColumnElement[bool]]:
    """Whether the middle of a cell lies in the box.

    On this conic projection a meridian is a straight line to the pole and a parallel is a circle around it, so the
    answer is exact, also for a cell on the edge.
    """
    lon, lat = [box.west, box.west, box.east, box.east, 0.0], [box.south, box.north, box.south, box.north, 90.0]
    corners = np.stack(_to_lambert().transform(lon, lat), axis=1) / CELL_M - 0.5
    (west_south, west_north, east_south, east_north, pole) = corners
    x, y = table.c.cell_x, table.c.cell_y
    low, high = corners[:4].min(axis=0), corners[:4].max(axis=0)
    far, near = (float(np.hypot(*(pole - corner))) for corner in (west_south, west_north))
    from_pole = (x - float(pole[0])) * (x - float(pole[0])) + (y - float(pole[1])) * (y - float(pole[1]))
    return [
        x.between(int(low[0]) - 1, int(high[0]) + 1),
        y.between(int(pole[1] - far) - 1, int(high[1]) + 1),  # the southern circle hangs lowest straight under the pole
        from_pole.between(near**2, far**2),
        _left_of(x, y, west_north, west_south),
        _left_of(x, y, east_south, east_north),
    ]


def _left_of(x: ColumnElement[int], y: ColumnElement[int], start: Floats, end: Floats) -> ColumnElement[bool]:
    (ax, ay), (bx, by) = start.tolist(), end.tolist()
    left: ColumnElement[bool] = x * (ay - by) + y * (bx - ax) >= bx * ay - ax * by
    return left


def _per_place(where: Floats, kinds: Floats, counts: Floats, n_kinds: int) -> tuple[npt.NDArray[np.intp], Floats]:
    """The place of each row of a result, and the facts of each place by category."""
    if not where.shape[1]:
        return np.zeros(0, dtype=np.intp), np.zeros((0, n_kinds))
    found, places = np.unique(where[0] + 1j * where[1], return_inverse=True)  # one number a place sorts quickly
    cells = places * n_kinds + kinds.astype(np.intp)
    by_category: Floats = np.bincount(cells, counts, len(found) * n_kinds).astype(float)
    return places, by_category.reshape(len(found), n_kinds)


def _most(total: Floats, most: int) -> npt.NDArray[np.intp]:
    """Which places are kept: those with the most facts, the most first."""
    return np.argsort(-total, kind="stable")[:most]

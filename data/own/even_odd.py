"""A point in a polygon as a condition of SQL, for a database that has no polygons."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import shapely
from sqlalchemy import ColumnElement, FromClause, and_, literal_column


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

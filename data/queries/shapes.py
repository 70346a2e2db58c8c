"""Where areas lie: their polygons in metres, which of them touch, and which one holds a point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from pyproj import Transformer
from shapely import Geometry

from data.catalogue.grid import LAMBERT
from data.config import PUBLIEK, Audience
from data.queries.snapshot_info import shapes
from data.snapshot import Snapshot

KEPT = ("wijk", "buurt")
"""Levels of which nothing changes while a snapshot lives; people draw zones."""
TOUCHING_M = 15.0
"""Areas nearer than this are neighbours: their borders were simplified, and where levels meet they need not agree."""
SHARED_M = 40.0
"""Along at least so many metres of border; a corner makes no neighbours."""


@dataclass(frozen=True, eq=False)
class AreaShapes:
    """The polygons of the areas of one level.

    Attributes:
        codes: Area codes, in the order of the area table.
        shapes: Their polygons, metres in Belgian Lambert 2008 (EPSG:3812).
    """

    codes: tuple[str, ...]
    shapes: tuple[Geometry, ...]

    def of(self, code: str) -> Geometry | None:
        """The polygon of an area, or None when it has none."""
        return self.shapes[self.codes.index(code)] if code in self.codes else None


def area_shapes(snapshot: Snapshot, *, level: str, audience: Audience = PUBLIEK) -> AreaShapes:
    """The polygons of the located areas of a level; the same for every audience."""
    if level in KEPT:
        return _kept(snapshot.published, level)
    return _read(snapshot, level, audience)


@lru_cache(maxsize=8)
def _kept(snapshot: Snapshot, level: str) -> AreaShapes:
    return _read(snapshot, level, PUBLIEK)


def _read(snapshot: Snapshot, level: str, audience: Audience) -> AreaShapes:
    found = shapes(snapshot, level=level, audience=audience)
    polygons = shapely.from_wkb(list(found.values()))
    return AreaShapes(tuple(found), tuple(to_lambert(shape) for shape in polygons))


def to_lambert(shape: Geometry) -> Geometry:
    """A shape in degrees WGS84 (EPSG:4326) in metres (EPSG:3812)."""
    return shapely.transform(shape, lambda xy: np.column_stack(_to_metres().transform(xy[:, 0], xy[:, 1])))


@lru_cache(maxsize=1)
def _to_metres() -> Transformer:
    return Transformer.from_crs(4326, LAMBERT, always_xy=True)


def touching(snapshot: Snapshot, *, code: str, level: str, audience: Audience = PUBLIEK) -> tuple[str, ...]:
    """The other areas of a level that share a border with an area of that level, in the order of the area table."""
    if level in KEPT:
        return _kept_touching(snapshot.published, level).get(code, ())
    return _touching(area_shapes(snapshot, level=level, audience=audience)).get(code, ())


@lru_cache(maxsize=8)
def _kept_touching(snapshot: Snapshot, level: str) -> dict[str, tuple[str, ...]]:
    return _touching(_kept(snapshot, level))


def _touching(known: AreaShapes) -> dict[str, tuple[str, ...]]:
    tree = shapely.STRtree(known.shapes)
    wider = shapely.buffer(np.array(known.shapes, dtype=object), TOUCHING_M, quad_segs=2)
    left, right = tree.query(wider, predicate="intersects")
    borders = shapely.boundary(np.array(known.shapes, dtype=object))
    other = left != right
    left, right = left[other], right[other]
    along = shapely.length(shapely.intersection(wider[left], borders[right])) if len(left) else np.zeros(0)
    found: dict[int, set[int]] = {}
    for one, two, metres in zip(left.tolist(), right.tolist(), along.tolist(), strict=True):
        if metres >= SHARED_M:
            found.setdefault(one, set()).add(two)
            found.setdefault(two, set()).add(one)
    return {known.codes[one]: tuple(known.codes[i] for i in sorted(others)) for one, others in found.items()}


def overlapping(snapshot: Snapshot, *, shape: Geometry, level: str, audience: Audience = PUBLIEK) -> tuple[str, ...]:
    """The areas of a level that lie for more than a sliver under a shape (EPSG:3812), in the order of the table."""
    known = area_shapes(snapshot, level=level, audience=audience)
    places = np.array(known.shapes, dtype=object)
    shared = shapely.area(shapely.intersection(places, shape)) if len(places) else np.zeros(0)
    least = np.minimum(0.05 * shapely.area(shape), 0.05 * shapely.area(places)) if len(places) else shared
    return tuple(code for code, m2, few in zip(known.codes, shared, least, strict=True) if m2 > 0 and m2 >= few)


def area_at(snapshot: Snapshot, *, point: Geometry, level: str, audience: Audience = PUBLIEK) -> str | None:
    """The area of a level that holds a point (EPSG:3812), or None outside all of them."""
    known = area_shapes(snapshot, level=level, audience=audience)
    return next((code for code, shape in zip(known.codes, known.shapes, strict=True) if shape.covers(point)), None)

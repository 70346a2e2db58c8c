"""From metres on the ground to a drawing: outlines, and names that lie apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry

from layers.colours import GREY_DARK
from layers.drawing import Shape, label

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in a drawing; west, south, east, north on the ground."""


@dataclass(frozen=True)
class Ground:
    """What is shown: the metres (EPSG:3812) of the top left corner, and how many units a metre is."""

    west: float
    north: float
    scale: float

    def xy(self, point: Geometry) -> tuple[float, float]:
        """Where a point lies in the drawing."""
        x, y = shapely.get_coordinates(point)[0].tolist()
        return (x - self.west) * self.scale, (self.north - y) * self.scale

    def path(self, shape: Geometry) -> str:
        """The outlines of a shape as the d of a path."""
        parts = []
        for ring in _lines(shape):
            xy = np.column_stack(((ring[:, 0] - self.west), (self.north - ring[:, 1]))) * self.scale
            parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in xy.tolist()))
        return "".join(parts)


def cut(shape: Geometry, window: Box, ground: Ground) -> Geometry:
    """What lies in the window, without detail that the drawing cannot show."""
    return shapely.simplify(shapely.clip_by_rect(shape, *window), 0.35 / ground.scale, preserve_topology=False)


def names_apart(
    names: Sequence[tuple[str, Geometry]],
    ground: Ground,
    *,
    window: Box,
    room: Box,
    size: float,
    taken: Sequence[Box] = (),
) -> list[Shape]:
    """The names that fit, each in what is shown of its area, largest area first.

    Args:
        names: Names with their polygons, metres.
        window: What is shown, metres.
        room: Where a name may stand, units.
        size: Of the text, units.
        taken: Places where no name may stand.
    """
    seen = [(name, shapely.clip_by_rect(shape, *window)) for name, shape in names]
    seen = sorted((pair for pair in seen if not pair[1].is_empty), key=lambda pair: -pair[1].area)
    places = list(taken)
    found = []
    for name, part in seen:
        x, y = ground.xy(shapely.point_on_surface(part))
        half = len(name) * size * 0.27 + 3
        if 2 * half > (room[2] - room[0]) * 0.6:
            continue
        x = min(max(x, room[0] + half + 2), room[2] - half - 2)
        y = min(max(y, room[1] + size + 2), room[3] - 5)
        mine = (x - half, y - size, x + half, y + 3)
        if any(_overlap(mine, other) for other in places):
            continue
        places.append(mine)
        found.append(label(x, y, name, size=size, colour=GREY_DARK, anchor="middle"))
    return [Shape(s.kind, {**s.attributes, "class": "halo"}, s.text) for s in found]


def _lines(shape: Geometry) -> list[np.ndarray]:
    """The coordinates of every line and ring of a shape, rings closed."""
    found = []
    for part in shapely.get_parts(shape):
        if part.is_empty:
            continue
        if part.geom_type == "Polygon":
            found += [shapely.get_coordinates(ring) for ring in (part.exterior, *part.interiors)]
        elif part.geom_type == "LineString":
            found.append(shapely.get_coordinates(part))
    return found


def _overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]

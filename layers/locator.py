"""Where an area lies: the area among those around it, in a small drawing of its own polygons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry

from layers.colours import BLUE, GREY, GREY_DARK, GREY_PALE, ORANGE, WHITE
from layers.drawing import Drawing, Shape, label

WIDTH, HEIGHT = 320.0, 236.0
AROUND, LARGE, AROUND_LARGE, AROUND_CITY = 0.45, 5000.0, 0.12, 0.04
"""How much of the size of an area is shown on each side of it: less of a large one (metres), little of a city."""
LEAST_M = 900.0
"""What is shown is at least twice this wide and high, so that a tiny area has surroundings too."""
INSET = 0.27
"""Width of the little map of the city, as a share of the drawing."""
INSET_FROM = 0.35
"""The little map is there when less than this share of the city is shown."""
_TEXT = 10.5
_EDGE, _PAD = 3.0, 5.0
_FILL = "#fddcc9"


Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class _Frame:
    """What is shown: metres, and how many units a metre is."""

    west: float
    north: float
    scale: float

    def path(self, shape: Geometry) -> str:
        """The outlines of a shape as the d of a path."""
        parts = []
        for ring in _lines(shape):
            xy = np.column_stack(((ring[:, 0] - self.west), (self.north - ring[:, 1]))) * self.scale
            parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in xy.tolist()))
        return "".join(parts)


def locator(
    chosen: Geometry,
    others: Sequence[Geometry],
    *,
    lines: Sequence[Geometry] = (),
    names: Sequence[tuple[str, Geometry]] = (),
    city: Geometry | None = None,
) -> Drawing:
    """An area among its surroundings.

    Args:
        chosen: The polygon of the area, metres (EPSG:3812).
        others: Polygons of the areas around it (those elsewhere are cut off), metres.
        lines: Waterways, metres.
        names: Names of areas with their polygons; the largest come first, and none over another.
        city: Outline of the whole city, for the little map in the corner.

    Returns:
        A drawing of WIDTH by HEIGHT with north up.
    """
    west, south, east, north = shapely.bounds(chosen).tolist()
    is_large = max(east - west, north - south) > LARGE
    around = AROUND_CITY if city is None else AROUND_LARGE if is_large else AROUND
    half_w = max((east - west) * (0.5 + around), LEAST_M)
    half_h = max((north - south) * (0.5 + around), LEAST_M)
    half_w, half_h = max(half_w, half_h * WIDTH / HEIGHT), max(half_h, half_w * HEIGHT / WIDTH)
    x, y = (west + east) / 2, (south + north) / 2
    window = (x - half_w, y - half_h, x + half_w, y + half_h)
    frame = _Frame(window[0], window[3], WIDTH / (2 * half_w))
    shapes = [Shape("rect", {"width": WIDTH, "height": HEIGHT, "fill": WHITE})]
    ground = "".join(frame.path(_cut(other, window, frame)) for other in others)
    if ground:
        shapes.append(Shape("path", {"d": ground, "fill": GREY_PALE, "stroke": WHITE, "stroke-width": 1.6}))
    area = frame.path(_cut(chosen, window, frame))
    shapes.append(Shape("path", {"d": area, "fill": _FILL, "fill-rule": "evenodd"}))
    water = "".join(frame.path(_cut(line, window, frame)) for line in lines)
    if water:
        shapes.append(Shape("path", {"d": water, "fill": "none", "stroke": BLUE, "stroke-width": 1, "opacity": 0.55}))
    shapes.append(Shape("path", {"d": area, "fill": "none", "stroke": ORANGE, "stroke-width": 2.2}))
    has_inset = city is not None and 4 * half_w * half_h < INSET_FROM * _box_area(city)
    corner = _corner(city, chosen, frame) if has_inset and city is not None else None
    shapes += _names(names, window, frame, corner)
    if corner is not None and city is not None:
        shapes += _inset(city, window, corner)
    return Drawing(WIDTH, HEIGHT, tuple(shapes))


def _cut(shape: Geometry, window: Box, frame: _Frame) -> Geometry:
    return shapely.simplify(shapely.clip_by_rect(shape, *window), 0.35 / frame.scale, preserve_topology=False)


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


def _box_area(shape: Geometry) -> float:
    west, south, east, north = shapely.bounds(shape).tolist()
    return float((east - west) * (north - south))


def _names(names: Sequence[tuple[str, Geometry]], window: Box, frame: _Frame, corner: Box | None) -> list[Shape]:
    """The names that fit, each in what is shown of its area."""
    seen = [(name, shapely.clip_by_rect(shape, *window)) for name, shape in names]
    seen = sorted((pair for pair in seen if not pair[1].is_empty), key=lambda pair: -pair[1].area)
    taken = [corner] if corner is not None else []
    found = []
    for name, part in seen:
        point = shapely.point_on_surface(part)
        x, y = (point.x - frame.west) * frame.scale, (frame.north - point.y) * frame.scale
        half = len(name) * _TEXT * 0.27 + 3
        x = min(max(x, half + 2), WIDTH - half - 2)
        y = min(max(y, _TEXT + 2), HEIGHT - 5)
        mine = (x - half, y - _TEXT, x + half, y + 3)
        if 2 * half > WIDTH * 0.6 or any(_overlap(mine, other) for other in taken):
            continue
        taken.append(mine)
        found.append(label(x, y, name, size=_TEXT, colour=GREY_DARK, anchor="middle"))
    return [Shape(s.kind, {**s.attributes, "class": "halo"}, s.text) for s in found]


def _overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _inset_scale(city: Geometry) -> tuple[float, float, float]:
    """Units a metre in the little map, and how wide and high the city is in it."""
    west, south, east, north = shapely.bounds(city).tolist()
    scale = min(WIDTH * INSET / (east - west), HEIGHT * 0.42 / (north - south))
    return scale, (east - west) * scale, (north - south) * scale


def _corner(city: Geometry, chosen: Geometry, frame: _Frame) -> Box:
    """The corner for the little map where it hides the least of the area: bottom right unless another is better."""
    _, wide, high = _inset_scale(city)
    wide, high = wide + 2 * _PAD, high + 2 * _PAD
    right, bottom = WIDTH - _EDGE - wide, HEIGHT - _EDGE - high
    places = [(x, y, x + wide, y + high) for x, y in ((right, bottom), (_EDGE, bottom), (right, _EDGE), (_EDGE, _EDGE))]

    def hidden(place: Box) -> float:
        metres = shapely.box(
            frame.west + place[0] / frame.scale,
            frame.north - place[3] / frame.scale,
            frame.west + place[2] / frame.scale,
            frame.north - place[1] / frame.scale,
        )
        return float(shapely.area(shapely.intersection(metres, chosen)))

    return min(places, key=hidden)


def _inset(city: Geometry, window: Box, corner: Box) -> list[Shape]:
    """The whole city in a corner, with what the drawing shows as a box."""
    west, _, _, north = shapely.bounds(city).tolist()
    scale, _, _ = _inset_scale(city)
    small = _Frame(west - (corner[0] + _PAD) / scale, north + (corner[1] + _PAD) / scale, scale)
    left, top, right, bottom = (round(value, 1) for value in corner)
    background = {"x": left, "y": top, "width": right - left, "height": bottom - top, "rx": 3}
    x0, x1 = (min(max((x - small.west) * scale, left + 1), right - 1) for x in (window[0], window[2]))
    y0, y1 = (min(max((small.north - y) * scale, top + 1), bottom - 1) for y in (window[3], window[1]))
    box = {
        "x": round(x0, 1),
        "y": round(y0, 1),
        "width": round(max(x1 - x0, 3), 1),
        "height": round(max(y1 - y0, 3), 1),
    }
    shown = {**box, "fill": "none", "stroke": ORANGE, "stroke-width": 1.6}
    outline = shapely.simplify(city, 0.6 / scale)
    return [
        Shape("rect", {**background, "fill": WHITE, "stroke": GREY, "stroke-width": 0.6}),
        Shape("path", {"d": small.path(outline), "fill": GREY_PALE, "stroke": GREY, "stroke-width": 0.6}),
        Shape("rect", shown),
    ]

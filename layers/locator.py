"""Where an area lies: the area among those around it, in a small drawing of its own polygons."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely import Geometry

from layers.colours import BLUE, GREY, GREY_PALE, ORANGE, WHITE
from layers.drawing import Drawing, Shape
from layers.ground import Box, Ground, cut, names_apart

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
    frame = Ground(window[0], window[3], WIDTH / (2 * half_w))
    shapes = [Shape("rect", {"width": WIDTH, "height": HEIGHT, "fill": WHITE})]
    ground = "".join(frame.path(cut(other, window, frame)) for other in others)
    if ground:
        shapes.append(Shape("path", {"d": ground, "fill": GREY_PALE, "stroke": WHITE, "stroke-width": 1.6}))
    area = frame.path(cut(chosen, window, frame))
    shapes.append(Shape("path", {"d": area, "fill": _FILL, "fill-rule": "evenodd"}))
    water = "".join(frame.path(cut(line, window, frame)) for line in lines)
    if water:
        shapes.append(Shape("path", {"d": water, "fill": "none", "stroke": BLUE, "stroke-width": 1, "opacity": 0.55}))
    shapes.append(Shape("path", {"d": area, "fill": "none", "stroke": ORANGE, "stroke-width": 2.2}))
    has_inset = city is not None and 4 * half_w * half_h < INSET_FROM * _box_area(city)
    corner = _corner(city, chosen, frame) if has_inset and city is not None else None
    shapes += names_apart(
        names, frame, window=window, room=(0, 0, WIDTH, HEIGHT), size=_TEXT, taken=(corner,) if corner else ()
    )
    if corner is not None and city is not None:
        shapes += _inset(city, window, corner)
    return Drawing(WIDTH, HEIGHT, tuple(shapes), metres=2 * half_w / WIDTH)


def _box_area(shape: Geometry) -> float:
    west, south, east, north = shapely.bounds(shape).tolist()
    return float((east - west) * (north - south))


def _inset_scale(city: Geometry) -> tuple[float, float, float]:
    """Units a metre in the little map, and how wide and high the city is in it."""
    west, south, east, north = shapely.bounds(city).tolist()
    scale = min(WIDTH * INSET / (east - west), HEIGHT * 0.42 / (north - south))
    return scale, (east - west) * scale, (north - south) * scale


def _corner(city: Geometry, chosen: Geometry, frame: Ground) -> Box:
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
    small = Ground(west - (corner[0] + _PAD) / scale, north + (corner[1] + _PAD) / scale, scale)
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

"""The map of a report: the areas in their classes, as vectors in Belgian Lambert 2008, with legend and scale bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry

from layers.areas import STATUS_CLASSES
from layers.colours import BLUE, GREY, GREY_DARK, GREY_LIGHT, GREY_PALE, ORANGE, TEXT, WHITE
from layers.drawing import Drawing, Shape, label
from layers.ground import Ground, names_apart

WIDTH, HEIGHT = 300.0, 200.0
AREA = "area"
"""Class of a polygon; its data-code is the area, its fill the class of its value."""
_LEGEND = 92.0
_PAD = 4.0
_TEXT, _NAME = 8.0, 7.5
_MISSING, _SUPPRESSED = STATUS_CLASSES["missing"], STATUS_CLASSES["suppressed"]


@dataclass(frozen=True)
class MapLegend:
    """Words beside the map.

    Attributes:
        title: What is shown, a line each.
        classes: Colour and text of each class.
        absent: Class number (`STATUS_CLASSES`) and text of what has no value.
        notes: What else goes with it, a line each.
    """

    title: tuple[str, ...]
    classes: tuple[tuple[str, str], ...]
    absent: tuple[tuple[int, str], ...]
    notes: tuple[str, ...]


def area_map(
    areas: Sequence[tuple[str, Geometry, int]],
    colours: Sequence[str],
    legend: MapLegend,
    *,
    selected: Sequence[Geometry] = (),
    lines: Sequence[Geometry] = (),
    names: Sequence[tuple[str, Geometry]] = (),
) -> Drawing:
    """Every area filled with the colour of its class, north up.

    Args:
        areas: Code, polygon (metres, EPSG:3812) and class of each area: a place in `colours`, or below zero as in
            `STATUS_CLASSES`: hatched for no figures, dotted for suppressed, pale for no denominator.
        colours: Fill of each class.
        legend: Words beside the map.
        selected: Polygons to outline.
        lines: Waterways.
        names: Names with their polygons; those that fit are written.
    """
    shapes = [Shape("rect", {"width": WIDTH, "height": HEIGHT, "fill": WHITE})]
    room = (0.0, 0.0, WIDTH - _LEGEND, HEIGHT)
    if areas:
        window = shapely.total_bounds([shape for _, shape, _ in areas]).tolist()
        ground = _fitted(window, room)
        shapes += [_area(code, shape, kind, colours, ground) for code, shape, kind in areas]
        shapes += [s for _, shape, kind in areas for s in _texture(shape, kind, ground)]
        water = "".join(ground.path(shapely.simplify(line, 0.35 / ground.scale)) for line in lines)
        if water:
            shapes.append(Shape("path", {"d": water, "fill": "none", "stroke": BLUE, "stroke-width": 0.7}))
        for shape in selected:
            d = ground.path(shapely.simplify(shape, 0.25 / ground.scale))
            shapes.append(Shape("path", {"d": d, "fill": "none", "stroke": ORANGE, "stroke-width": 1.8}))
        fitting = [(name, shape) for name, shape in names if _fits(name, shape, ground)]
        shapes += names_apart(fitting, ground, window=window, room=room, size=_NAME)
        shapes += _scale_bar(ground)
    return Drawing(WIDTH, HEIGHT, (*shapes, *_legend(legend)))


def _fitted(window: list[float], room: tuple[float, float, float, float]) -> Ground:
    west, south, east, north = window
    wide, high = room[2] - room[0] - 2 * _PAD, room[3] - room[1] - 2 * _PAD
    scale = min(wide / max(east - west, 1.0), high / max(north - south, 1.0))
    left = room[0] + _PAD + (wide - (east - west) * scale) / 2
    top = room[1] + _PAD + (high - (north - south) * scale) / 2
    return Ground(west - left / scale, north + top / scale, scale)


def _fits(name: str, shape: Geometry, ground: Ground) -> bool:
    """Whether a name is no wider than its area: else it would hide the border that it names."""
    west, _, east, _ = shapely.bounds(shape).tolist()
    return bool(len(name) * _NAME * 0.54 <= (east - west) * ground.scale)


def _area(code: str, shape: Geometry, kind: int, colours: Sequence[str], ground: Ground) -> Shape:
    fill = colours[kind] if kind >= 0 else WHITE if kind in (_MISSING, _SUPPRESSED) else GREY_PALE
    d = ground.path(shapely.simplify(shape, 0.25 / ground.scale))
    look = {"fill": fill, "fill-rule": "evenodd", "stroke": GREY_LIGHT, "stroke-width": 0.5}
    return Shape("path", {"class": AREA, "data-code": code, "d": d, **look})


def _texture(shape: Geometry, kind: int, ground: Ground) -> list[Shape]:
    """Lines or dots over an area without a value."""
    west, south, east, north = shapely.bounds(shape).tolist()
    step = 4.0 / ground.scale
    if kind == _MISSING:
        starts = np.arange(west - (north - south), east, step).tolist()
        hatch = shapely.MultiLineString([[(x, south), (x + north - south, north)] for x in starts])
        d = ground.path(shapely.intersection(hatch, shape))
        return [Shape("path", {"d": d, "fill": "none", "stroke": GREY, "stroke-width": 0.6})] if d else []
    if kind == _SUPPRESSED:
        x, y = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
        inside = shapely.contains_xy(shape, x, y)
        at = [ground.xy(shapely.Point(a, b)) for a, b in zip(x[inside].tolist(), y[inside].tolist(), strict=True)]
        return [Shape("circle", {"cx": round(a, 1), "cy": round(b, 1), "r": 0.6, "fill": GREY}) for a, b in at]
    return []


def _scale_bar(ground: Ground) -> list[Shape]:
    """A bar of whole kilometres (or 500 m), about a fifth of the map wide, bottom left of the legend."""
    aim = (WIDTH - _LEGEND) / 5 / ground.scale
    metres = max((m for m in (100, 200, 500, 1000, 2000, 5000, 10_000) if m <= aim), default=100)
    x, y, long = WIDTH - _LEGEND + 6, HEIGHT - 8.0, metres * ground.scale
    text = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    d = f"M{x:.1f} {y - 3:.1f}v3h{long:.1f}v-3"
    return [
        Shape("path", {"d": d, "fill": "none", "stroke": GREY_DARK, "stroke-width": 0.9}),
        label(x + long + 4, y, text, size=_TEXT, colour=GREY_DARK),
    ]


def _legend(legend: MapLegend) -> list[Shape]:
    x, y = WIDTH - _LEGEND + 6, 10.0
    shapes = []
    for line in legend.title:
        bold = label(x, y, line, size=_TEXT, colour=TEXT)
        shapes.append(Shape("text", {**bold.attributes, "font-weight": 600}, bold.text))
        y += 10
    y += 2
    for colour, text in legend.classes:
        box = {"x": x, "y": y - 7.5, "width": 13, "height": 9, "fill": colour, "stroke": GREY, "stroke-width": 0.4}
        shapes += [Shape("rect", box), label(x + 18, y, text, size=_TEXT, colour=TEXT)]
        y += 11.5
    for kind, text in legend.absent:
        box = {"x": x, "y": y - 7.5, "width": 13, "height": 9, "stroke": GREY, "stroke-width": 0.4}
        shapes.append(Shape("rect", {**box, "fill": WHITE if kind in (_MISSING, _SUPPRESSED) else GREY_PALE}))
        swatch = shapely.box(x, -y - 1.5, x + 13, -y + 7.5)
        shapes += _texture(swatch, kind, Ground(0.0, 0.0, 1.0))
        shapes.append(label(x + 18, y, text, size=_TEXT, colour=TEXT))
        y += 11.5
    y += 2
    for line in legend.notes:
        shapes.append(label(x, y, line, size=_TEXT, colour=GREY_DARK))
        y += 10
    return shapes

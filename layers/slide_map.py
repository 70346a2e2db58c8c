"""The map of a slide: outlines in whole units of a few metres, written once for all the slides of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry

UNIT = 4.0
"""Metres; the borders were simplified by more than that when they were built."""
NEAR = 0.08
"""Areas less wide and high than this part of the city are shown from nearer by."""
AROUND = 1.1
"""How much of its size is then shown on each side of them."""
LEAST = 900.0 / UNIT
"""Half the width of what is shown, at least."""

Box = tuple[float, float, float, float]
"""West, north, east, south, in units from the north-west corner of the city."""


@dataclass(frozen=True)
class Outlines:
    """The outlines of areas.

    Attributes:
        paths: Area code -> the d of its path, in units of UNIT metres from the north-west corner, y down.
        boxes: Area code -> what it covers.
        city: What all of them cover.
    """

    paths: Mapping[str, str]
    boxes: Mapping[str, Box]
    city: Box


def outlined(shapes: Mapping[str, Geometry]) -> Outlines:
    """The outlines of these areas.

    Args:
        shapes: Area code -> polygon, metres (EPSG:3812).
    """
    if not shapes:
        return Outlines({}, {}, (0.0, 0.0, 1.0, 1.0))
    west, _, _, north = shapely.total_bounds(np.array(list(shapes.values()), dtype=object)).tolist()
    paths, boxes = {}, {}
    for code, shape in shapes.items():
        rings = [
            np.rint(np.column_stack((xy[:, 0] - west, north - xy[:, 1])) / UNIT).astype(np.int64)
            for part in shapely.get_parts(shape)
            for ring in (part.exterior, *part.interiors)
            if len(xy := shapely.get_coordinates(ring))
        ]
        paths[code] = "".join(_ring(ring) for ring in rings)
        corners = np.vstack(rings)
        (x0, y0), (x1, y1) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
        boxes[code] = (float(x0), float(y0), float(x1), float(y1))
    return Outlines(paths, boxes, _around(list(boxes.values())))


def _ring(ring: np.ndarray) -> str:
    """A closed ring: where it begins, and from there each step, which is shorter to write."""
    steps = np.diff(ring, axis=0)
    steps = steps[(steps != 0).any(axis=1)]
    x, y = ring[0].tolist()
    text = "".join(f"{dx} {dy} " for dx, dy in steps[:-1].tolist()).rstrip().replace(" -", "-")
    return f"M{x} {y}l{text}z" if text else ""


def _around(boxes: Sequence[Box]) -> Box:
    west, north, east, south = zip(*boxes, strict=True)
    return min(west), min(north), max(east), max(south)


def window_of(made: Outlines, focus: Sequence[str]) -> Box:
    """What a slide about some areas shows: the city, or the surroundings of areas that would be a dot in it."""
    known = [made.boxes[code] for code in focus if code in made.boxes]
    if not known:
        return made.city
    west, north, east, south = _around(known)
    wide, high = made.city[2] - made.city[0], made.city[3] - made.city[1]
    if east - west > NEAR * wide or south - north > NEAR * high:
        return made.city
    half = max((east - west) * (0.5 + AROUND), (south - north) * (0.5 + AROUND), LEAST)
    x, y = (west + east) / 2, (north + south) / 2
    return x - half, y - half, x + half, y + half


def in_window(window: Box, *, width: float, height: float) -> tuple[float, float, float]:
    """Scale and shift (x, y) that put a window whole and centred in a drawing of this size."""
    wide, high = window[2] - window[0], window[3] - window[1]
    scale = min(width / wide, height / high)
    return scale, (width - wide * scale) / 2 - window[0] * scale, (height - high * scale) / 2 - window[1] * scale

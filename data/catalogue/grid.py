"""The grid on which facts are shown: how fine it is for whom, and how coarse at each zoom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians
from types import MappingProxyType

from data.config import Audience

LAMBERT = 3812
"""Belgian Lambert 2008, in metres: the corner of cell (0, 0) is the origin of its coordinates."""

CELL_M = 100
"""Side of the smallest cell, metres; other cells are a whole number of these wide."""

CELLS_M = (100, 200, 300, 400, 600, 800, 1000, 1500, 2000, 3000, 4000)
"""Sides that a map can have; the coarsest is for a country."""

MARK_PX = 22.0
"""Pixels that a cell takes on screen at least, so that marks can be told apart."""

EXACT_ZOOM = 17.0
"""From this zoom on, who may see single points gets them."""


@dataclass(frozen=True)
class Precision:
    """How precisely an audience may see where a fact happened, where it may see single facts at all.

    Those of a demonstration, everyone; real ones, only intern (data/queries/protection.py): cells of 100 m beside
    protected counts per buurt would be a second table of the same facts, of which the differences tell small counts.

    Attributes:
        cell_m: Side of the cells that places are snapped to, metres.
        exact: Whether the point itself may be shown.
    """

    cell_m: int = CELL_M
    exact: bool = False


PRECISIONS: Mapping[Audience, Precision] = MappingProxyType(
    {"publiek": Precision(), "raad": Precision(), "intern": Precision(exact=True)}
)


def metres_per_pixel(zoom: float, lat: float) -> float:
    """Metres that a pixel of a web map is wide.

    Args:
        zoom: Of a web map with tiles of 256 pixels; may be a fraction.
        lat: Degrees WGS84.
    """
    return float(156543.034 * cos(radians(lat)) / 2.0**zoom)


def cell_at(zoom: float, lat: float, precision: Precision) -> int:
    """Side of the cells at a zoom, metres; 0 is the points themselves, for who may see them."""
    if precision.exact and zoom >= EXACT_ZOOM:
        return 0
    least = metres_per_pixel(zoom, lat) * MARK_PX
    fitting = [side for side in CELLS_M if side >= least and side >= precision.cell_m]
    return fitting[0] if fitting else max(CELLS_M[-1], precision.cell_m)

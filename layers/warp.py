"""From a grid in Lambert metres to the pixels of a web map, which is turned and stretched a little against it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from data.catalogue.grid import LAMBERT

Floats = npt.NDArray[np.float64]
PIXEL_M = 25.0
"""Metres a pixel: a fourth of a cell, so that the edges of classes are smooth lines."""

MOST_PIXELS = 900_000
_LATTICE = 24
_MERCATOR = 3857


@dataclass(frozen=True)
class Frame:
    """A picture on a web map: its edges in Web Mercator metres, and how many pixels it has."""

    west: float
    south: float
    east: float
    north: float
    width: int
    height: int

    def pixels(self, *, columns: int, rows: int) -> tuple[Floats, Floats]:
        """Middles of so many columns and rows over the whole picture, Web Mercator metres, from the top left."""
        x = self.west + (np.arange(columns) + 0.5) / columns * (self.east - self.west)
        y = self.north - (np.arange(rows) + 0.5) / rows * (self.north - self.south)
        return x, y


def frame_of(west: float, south: float, east: float, north: float, *, pixel_m: float = PIXEL_M) -> Frame:
    """The picture that covers a box.

    Args:
        west, south, east, north: Degrees WGS84.
        pixel_m: Metres that a pixel is wide, at least; wider where the picture would have too many.
    """
    (left, right), (bottom, top) = _transform(4326, _MERCATOR).transform([west, east], [south, north])
    x, y = _transform(4326, LAMBERT).transform([west, east, west, east], [south, south, north, north])
    wide, high = max(x) - min(x), max(y) - min(y)
    side = max(pixel_m, math.sqrt(wide * high / MOST_PIXELS))
    return Frame(left, bottom, right, top, max(1, round(wide / side)), max(1, round(high / side)))


@lru_cache(maxsize=4)
def cells_of(frame: Frame, cell_m: float) -> Floats:
    """Where each pixel lies on the grid: array 2 (row, column) x height x width, in cells; 0.5 is the middle of cell 0.

    The two planes differ by a turn and a stretch that hardly change within a city, so they are compared on a lattice;
    what lies between is a centimetre off.
    """
    x, y = frame.pixels(columns=frame.width, rows=frame.height)
    few_x, few_y = np.linspace(x[0], x[-1], _LATTICE), np.linspace(y[0], y[-1], _LATTICE)
    eastings, northings = _transform(_MERCATOR, LAMBERT).transform(*np.meshgrid(few_x, few_y))
    down, across = _weights(frame.height), _weights(frame.width)
    return np.stack([down @ (plane / cell_m) @ across.T for plane in (northings, eastings)])


def _weights(n: int) -> Floats:
    """How much each line of the lattice counts for each of `n` pixels, in a straight line between two."""
    where = np.linspace(0.0, _LATTICE - 1.0, n)
    weights: Floats = np.clip(1.0 - np.abs(where[:, None] - np.arange(_LATTICE)[None, :]), 0.0, None)
    return weights


def warped(surface: Floats, *, column: int, row: int, cells: Floats) -> Floats:
    """The surface at each pixel, between the middles of cells in a straight line; zero outside it.

    Args:
        surface: Rows (northwards) x columns (eastwards), one value a cell.
        column, row: Number of its first column and row.
        cells: What `cells_of` gives.
    """
    from scipy.ndimage import map_coordinates

    if not surface.size:
        return np.zeros(cells.shape[1:])
    where = cells - np.array([row + 0.5, column + 0.5])[:, None, None]
    found: Floats = map_coordinates(surface, where, order=1, mode="constant", cval=0.0)
    return found


@lru_cache(maxsize=4)
def mask_of(shapes: tuple[bytes, ...], frame: Frame) -> npt.NDArray[np.bool_]:
    """Whether the middle of each pixel lies in one of the shapes.

    Args:
        shapes: WKB polygons, degrees WGS84.
        frame: The picture.
    """
    x, y = frame.pixels(columns=frame.width, rows=frame.height)
    to_degrees = _transform(_MERCATOR, 4326)
    lon, _ = to_degrees.transform(
        x, np.full_like(x, y[0])
    )  # on this map a column has one longitude, a row one latitude
    _, lat = to_degrees.transform(np.full_like(y, x[0]), y)
    whole = shapely.union_all(shapely.from_wkb(list(shapes)))
    shapely.prepare(whole)
    inside: npt.NDArray[np.bool_] = shapely.contains_xy(whole, *np.meshgrid(lon, lat))
    return inside


def part_of(mask: npt.NDArray[np.bool_], whole: Frame, frame: Frame) -> npt.NDArray[np.bool_]:
    """The mask of a picture that shows a part of another one, from the nearest pixels of that one."""
    x, y = frame.pixels(columns=frame.width, rows=frame.height)
    column = (x - whole.west) / (whole.east - whole.west) * whole.width
    row = (whole.north - y) / (whole.north - whole.south) * whole.height
    columns, rows = column.astype(np.intp), row.astype(np.intp)
    part: npt.NDArray[np.bool_] = mask[np.ix_(np.clip(rows, 0, whole.height - 1), np.clip(columns, 0, whole.width - 1))]
    return part


@lru_cache(maxsize=8)
def _transform(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)

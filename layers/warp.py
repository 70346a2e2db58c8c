"""From a grid in Lambert metres to the pixels of a web map, which is turned and stretched a little against it."""

from __future__ import annotations

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


def frame_of(west: float, south: float, east: float, north: float) -> Frame:
    """The picture that covers a box.

    Args:
        west, south, east, north: Degrees WGS84.
    """
    to_mercator, to_lambert = _transform(4326, _MERCATOR), _transform(4326, LAMBERT)
    (left, right), (bottom, top) = to_mercator.transform([west, east], [south, north])
    x, y = to_lambert.transform([west, east, west, east], [south, south, north, north])
    width, height = (max(1, round((max(edge) - min(edge)) / PIXEL_M)) for edge in (x, y))
    return Frame(left, bottom, right, top, width, height)


@lru_cache(maxsize=4)
def cells_of(frame: Frame, cell_m: float) -> Floats:
    """Where each pixel lies on the grid: array 2 (row, column) x height x width, in cells; 0.5 is the middle of cell 0.

    The two planes differ by a turn and a stretch that hardly change within a city, so they are compared on a lattice;
    what lies between is a centimetre off.
    """
    x, y = frame.pixels(columns=_LATTICE, rows=_LATTICE)
    mesh_x, mesh_y = np.meshgrid(x, y)
    eastings, northings = _transform(_MERCATOR, LAMBERT).transform(mesh_x, mesh_y)
    all_x, all_y = frame.pixels(columns=frame.width, rows=frame.height)
    return np.stack([_between(v / cell_m, x, y, all_x, all_y) for v in (northings, eastings)]).astype(np.float32)


def _between(values: Floats, x: Floats, y: Floats, all_x: Floats, all_y: Floats) -> Floats:
    from scipy.interpolate import RegularGridInterpolator

    lattice = RegularGridInterpolator((-y, x), values, bounds_error=False, fill_value=None)
    found: Floats = lattice(tuple(np.meshgrid(-all_y, all_x, indexing="ij")))
    return found


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
    where = cells - np.array([row + 0.5, column + 0.5], dtype=np.float32)[:, None, None]
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


@lru_cache(maxsize=8)
def _transform(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)

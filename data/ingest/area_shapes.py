"""Mending and thinning of imported polygons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import brotli
import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyproj
import shapely

TOLERANCES_M = (0.0, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0)
MOST_BYTES = 120_000
"""What the polygons of one level may take over the wire, compressed, before they are thinned further."""

SLIVER_M = 1.0
"""Gaps between neighbours narrower than this are drawing errors."""

DECIMALS = 5
"""Of a degree: about 1 m."""

MOST_ROUNDS = 5

POLYGONAL = ("Polygon", "MultiPolygon")

Shapes = npt.NDArray[Any]


@dataclass(frozen=True)
class Prepared:
    """Polygons that are fit to send and to look points up in.

    Attributes:
        shapes: EPSG:4326, valid, outer rings counterclockwise; null where nothing was left of the polygon.
        km2: Area of each polygon as drawn, before thinning.
        mended: What was put right, as Dutch sentence and number of areas.
        tolerance_m: How far borders were simplified, metres.
    """

    shapes: Shapes
    km2: npt.NDArray[np.float64]
    mended: dict[str, int]
    tolerance_m: float


def prepare(areas: gpd.GeoDataFrame, *, shared_borders: bool) -> Prepared:
    """Makes polygons valid, closes drawing errors between neighbours and thins them until they are small to send.

    Args:
        areas: Polygons in EPSG:4326.
        shared_borders: Whether the areas divide the city (wijken, buurten), so that neighbours share their border.
            Zones may overlap and are thinned one by one.

    Source: GEOS coverage cleaning and coverage simplification (Visvalingam-Whyatt on shared edges).
    """
    metres = areas.estimate_utm_crs()
    drawn = areas.geometry.to_crs(metres).to_numpy()
    faulty = ~shapely.is_valid(drawn)
    mended = {"Grens sneed zichzelf en is hersteld.": int(faulty.sum())}
    whole = np.array([_polygonal(shape) for shape in shapely.make_valid(drawn)], dtype=object)
    there = np.flatnonzero(~shapely.is_missing(whole))
    if shared_borders and not shapely.coverage_is_valid(whole[there]):
        cleaned = shapely.coverage_clean(whole[there], gap_width=SLIVER_M, merge_strategy="max_area")
        # Matching the vertices of neighbours moves no ground; only what changed size was an error.
        moved = shapely.area(shapely.symmetric_difference(cleaned, whole[there])) > SLIVER_M
        mended["Grens overlapte met een buur of sloot niet aan; gelijkgetrokken."] = int(moved.sum())
        whole[there] = [_polygonal(shape) for shape in cleaned]
        there = np.flatnonzero(~shapely.is_missing(whole))
    km2 = np.full(len(whole), np.nan)
    shapes = np.full(len(whole), None, dtype=object)
    tolerance = 0.0
    if len(there):
        km2[there] = _km2(gpd.GeoSeries(whole[there], crs=metres))
        tolerance, shapes[there] = _thin(whole[there], metres, shared_borders)
    return Prepared(shapes, km2, {reason: n for reason, n in mended.items() if n}, tolerance)


def _thin(whole: Shapes, metres: Any, shared_borders: bool) -> tuple[float, Shapes]:
    simplify = shapely.coverage_simplify if shared_borders else shapely.simplify
    for tolerance in TOLERANCES_M:
        simpler = simplify(whole, tolerance) if tolerance else whole
        shapes = _rounded(gpd.GeoSeries(simpler, crs=metres).to_crs(4326).to_numpy(), shared_borders)
        if len(brotli.compress("".join(shapely.to_geojson(shapes)).encode(), quality=5)) <= MOST_BYTES:
            break
    return tolerance, shapes


def _rounded(shapes: Shapes, shared_borders: bool) -> Shapes:
    """Coordinates with few decimals, borders still sound; outer rings counterclockwise (RFC 7946)."""
    sound = shapes
    for _ in range(MOST_ROUNDS):
        fine = shapely.transform(sound, lambda xy: xy.round(DECIMALS))
        if shapely.is_valid(fine).all() and (not shared_borders or shapely.coverage_is_valid(fine)):
            return np.asarray(shapely.orient_polygons(fine, exterior_cw=False))
        # Rounding let borders touch or cross somewhere. Mending adds corners there, which are rounded in their turn.
        mended = np.array([_polygonal(shape) for shape in shapely.make_valid(fine)], dtype=object)
        if shapely.is_missing(mended).any():
            break
        sound = shapely.coverage_clean(mended) if shared_borders else mended
    return np.asarray(shapely.orient_polygons(sound, exterior_cw=False))


def _polygonal(shape: shapely.Geometry) -> shapely.Geometry | None:
    """The surfaces of what mending left, which may be a mix with loose lines and points; None when there are none."""
    if shape.geom_type == "GeometryCollection":
        shape = shapely.union_all([p for p in shapely.get_parts(shape) if p.geom_type in POLYGONAL])
    return shape if shape.geom_type in POLYGONAL and not shape.is_empty else None


def _km2(shapes: gpd.GeoSeries) -> npt.NDArray[np.float64]:
    geod = pyproj.Geod(ellps="WGS84")
    return np.array([abs(geod.geometry_area_perimeter(shape)[0]) / 1e6 for shape in shapes.to_crs(4326)]).round(4)

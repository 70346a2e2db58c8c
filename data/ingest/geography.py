"""Areas of any city: rows of the area table, the files that the browser gets, and which area a point lies in."""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import Any

import brotli
import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from data.catalogue import LEVELS

METRES_PER_DEGREE = 111_195.0
"""Of latitude, on a sphere of 6371 km."""

LABEL_TOLERANCE = 1e-4
"""Degrees: how near the name's point must be to the middle of the largest circle inside the area."""


def area_rows(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Makes the rows of table `area`.

    Args:
        frame: Columns area_code, level, name, parent_code, km2, geometry (EPSG:4326 polygons, valid; null for the
            row that stands for facts without a location).

    Returns:
        One row per area, level by level and in each level in order of code, the row without geometry last; `sort`
        counts from 0 in each level. The label point is the middle of the largest circle that fits inside.
    """
    ordered = in_order(frame)
    located = ordered.geometry.notna().to_numpy()
    shapes = ordered.geometry.to_numpy()
    boxes = shapely.bounds(shapes)
    labels = np.full((len(ordered), 2), np.nan)
    labels[located] = [_label_point(shape) for shape in shapes[located]]
    return pd.DataFrame(
        {
            "area_code": ordered["area_code"],
            "level": ordered["level"],
            "name": ordered["name"],
            "parent_code": ordered["parent_code"].astype(object),
            "km2": ordered["km2"].astype(float),
            "is_located": located,
            "sort": ordered.groupby("level").cumcount(),
            **{side: boxes[:, i] for i, side in enumerate(("west", "south", "east", "north"))},
            "label_lon": labels[:, 0],
            "label_lat": labels[:, 1],
            "wkb": [shapely.to_wkb(s) if s is not None else None for s in shapes],
        }
    )


def in_order(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The areas in the order of `area.sort`: by level, located first, by code."""
    keys = frame.assign(_level=frame["level"].map(LEVELS.index), _unlocated=frame.geometry.isna())
    ordered = keys.sort_values(["_level", "_unlocated", "area_code"], ignore_index=True)
    return ordered.drop(columns=["_level", "_unlocated"])


def geo_asset_rows(frame: gpd.GeoDataFrame, *, base: gpd.GeoDataFrame | None = None) -> pd.DataFrame:
    """Makes the rows of table `geo_asset`: GeoJSON as the browser gets it, compressed once.

    Args:
        frame: Columns area_code, level, name, geometry (EPSG:4326). Areas without geometry are left out.
        base: The base map: columns kind (outline | water | rail | place), name (may be null), geometry (EPSG:4326).

    Returns:
        One row per level of `frame`, and one named "base" when there is one; columns name, hash (16 hex digits of
        the SHA-256 of the uncompressed bytes), gzip, brotli. Features of a level are in the order of `area.sort`,
        have the area code as id, and the properties code and name.
    """
    ordered = in_order(frame)
    located = ordered[ordered.geometry.notna()]
    made = []
    for level, areas in located.groupby("level", sort=False):
        properties = [{"code": c, "name": n} for c, n in zip(areas["area_code"], areas["name"], strict=True)]
        made.append(_asset(str(level), areas.geometry.to_numpy(), properties, list(areas["area_code"])))
    if base is not None and len(base):
        names = base["name"].astype(object).where(base["name"].notna(), None)
        properties = [{"kind": k, "name": n} for k, n in zip(base["kind"], names, strict=True)]
        made.append(_asset("base", base.geometry.to_numpy(), properties, None))
    return pd.DataFrame(made, columns=["name", "hash", "gzip", "brotli"])


def _asset(
    name: str, shapes: npt.NDArray[Any], properties: list[dict[str, Any]], ids: list[str] | None
) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            **({"id": ids[i]} if ids else {}),
            "properties": properties[i],
            "geometry": json.loads(text),
        }
        for i, text in enumerate(shapely.to_geojson(shapes))
    ]
    whole = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    raw = whole.encode()
    return {
        "name": name,
        "hash": hashlib.sha256(raw).hexdigest()[:16],
        "gzip": gzip.compress(raw, compresslevel=9, mtime=0),
        "brotli": brotli.compress(raw),
    }


def locate(
    lon: npt.ArrayLike, lat: npt.ArrayLike, areas: gpd.GeoDataFrame, *, snap_m: float = 0.0
) -> npt.NDArray[np.object_]:
    """Finds the area that each point lies in; a point on a shared border goes to the first of the two.

    Args:
        lon: Degrees east (WGS84), one a point; NaN where unknown.
        lat: Degrees north, likewise.
        areas: Columns area_code, geometry (EPSG:4326 polygons; a null one is skipped).
        snap_m: A point outside every area takes the nearest one within this many metres. Simplified outlines
            differ by some metres from the official ones, so that facts on the very edge fall just outside.

    Returns:
        One area code per point, None where the point is unknown or lies outside.
    """
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    codes = np.full(len(x), None, dtype=object)
    known = areas[areas.geometry.notna()]
    if not len(known) or not len(x):
        return codes
    # Points in order of x: the candidates of a polygon are then one slice, and no million point objects are made.
    order = np.argsort(x, kind="stable")
    order = order[: np.count_nonzero(~np.isnan(x))]
    sorted_x = x[order]
    for code, shape in zip(known["area_code"], known.geometry, strict=True):
        west, south, east, north = shape.bounds
        near = order[np.searchsorted(sorted_x, west, "left") : np.searchsorted(sorted_x, east, "right")]
        near = near[(y[near] >= south) & (y[near] <= north)]
        near = near[pd.isna(codes[near])]
        shapely.prepare(shape)
        codes[near[shapely.intersects_xy(shape, x[near], y[near])]] = code
    if snap_m > 0:
        _snap(x, y, codes, known, snap_m)
    return codes


def _snap(
    x: npt.NDArray[np.float64],
    y: npt.NDArray[np.float64],
    codes: npt.NDArray[np.object_],
    areas: gpd.GeoDataFrame,
    snap_m: float,
) -> None:
    outside = np.flatnonzero(pd.isna(codes) & ~np.isnan(x) & ~np.isnan(y))
    if not len(outside):
        return
    scale = _metres_scale(areas)
    tree = shapely.STRtree(shapely.transform(areas.geometry.to_numpy(), lambda xy: xy * scale))
    points = shapely.points(np.column_stack([x[outside], y[outside]]) * scale)
    which, area = tree.query_nearest(points, max_distance=snap_m, all_matches=False)
    codes[outside[which]] = areas["area_code"].to_numpy(dtype=object)[area]


def _metres_scale(areas: gpd.GeoDataFrame) -> npt.NDArray[np.float64]:
    _, south, _, north = areas.total_bounds
    return METRES_PER_DEGREE * np.array([np.cos(np.radians((south + north) / 2)), 1.0])


def _label_point(shape: shapely.Geometry) -> tuple[float, float]:
    # A circle on the ground is an ellipse in degrees: stretch first, or the point drifts in tall areas.
    squeeze = np.array([np.cos(np.radians(shape.centroid.y)), 1.0])
    flat = shapely.transform(shape, lambda xy: xy * squeeze)
    x, y = shapely.maximum_inscribed_circle(flat, tolerance=LABEL_TOLERANCE).coords[0]
    return float(x / squeeze[0]), float(y)

"""The offline base map: the city's outline, waterways, railways and place names."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.gent.areas import LAMBERT, published_form

MARGIN_M = 1500.0
"""How far outside the city the base map goes on."""

WATER_TOLERANCE_M = 8.0
RAIL_TOLERANCE_M = 12.0

TRACK_GAP_M = 60.0
"""Tracks nearer than this to a longer one are drawn as that one."""

SHORTEST_TRACK_M = 400.0
"""Loose ends shorter than this are left out."""


def outline_of(buurten: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The city as one polygon: the exact union of its buurten. One row; columns name, geometry (EPSG:4326)."""
    union = shapely.coverage_union_all(buurten.geometry.to_numpy())
    return gpd.GeoDataFrame({"name": ["Gent"]}, geometry=published_form(gpd.GeoSeries([union], crs=4326)), crs=4326)


def water(source: Path, outline: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Waterways in and around the city. One row per name; columns name (null when it has none), geometry."""
    lines = gpd.read_file(source / "gent_water.geojson").to_crs(LAMBERT)
    lines["geometry"] = lines.intersection(_surroundings(outline))
    named = lines[~lines.is_empty].assign(name=lambda f: f["name"].fillna(""))
    merged = named.groupby("name")["geometry"].agg(lambda parts: shapely.line_merge(shapely.union_all(parts)))
    return _lines(merged.to_numpy(), WATER_TOLERANCE_M, [n or None for n in merged.index])


def rail(source: Path, outline: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Railways with parallel tracks drawn once. One row; columns name (null), geometry (a MultiLineString).

    The published lines are single tracks, up to forty beside each other in a yard. The longest are kept whole, and
    of every other track only what runs apart from those that are kept.
    """
    tracks = gpd.read_file(source / "gent_rail.geojson").to_crs(LAMBERT).intersection(_surroundings(outline))
    merged = shapely.get_parts(shapely.line_merge(shapely.union_all(tracks.to_numpy())))
    kept: list[shapely.Geometry] = []
    covered: shapely.Geometry = shapely.Polygon()
    for track in merged[np.argsort(-shapely.length(merged), kind="stable")]:
        pieces = shapely.get_parts(shapely.difference(track, covered))
        pieces = [p for p in pieces if p.geom_type == "LineString" and p.length >= SHORTEST_TRACK_M]
        if pieces:
            kept += pieces
            covered = shapely.union(covered, shapely.buffer(shapely.union_all(pieces), TRACK_GAP_M, quad_segs=2))
    network = shapely.line_merge(shapely.union_all(kept))
    return _lines(np.array([network]), RAIL_TOLERANCE_M, [None])


def places(source: Path, outline: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Names of places in and around the city. One row per place, by name; columns name, type, geometry (a point)."""
    points = gpd.read_file(source / "gent_places.geojson").to_crs(LAMBERT)
    inside = points[points.within(_surroundings(outline))].sort_values(["name", "osm_id"], ignore_index=True)
    return gpd.GeoDataFrame(
        inside[["name", "type"]], geometry=published_form(inside.to_crs(4326).geometry).to_numpy(), crs=4326
    )


def campuses(source: Path) -> gpd.GeoDataFrame:
    """The student campuses. One row per campus; columns name, institute, geometry (a point)."""
    table = pd.read_csv(source / "gent_campuses.csv").sort_values("name", ignore_index=True)
    points = gpd.GeoSeries(gpd.points_from_xy(table["lon"], table["lat"]), crs=4326)
    return gpd.GeoDataFrame(table[["name", "institute"]], geometry=published_form(points).to_numpy(), crs=4326)


def _surroundings(outline: gpd.GeoDataFrame) -> shapely.Geometry:
    return outline.to_crs(LAMBERT).geometry.iloc[0].buffer(MARGIN_M)


def _lines(shapes: np.ndarray, tolerance: float, names: list[str | None]) -> gpd.GeoDataFrame:
    thinner = gpd.GeoSeries(shapely.simplify(shapes, tolerance), crs=LAMBERT).to_crs(4326)
    return gpd.GeoDataFrame({"name": names}, geometry=published_form(thinner).to_numpy(), crs=4326)

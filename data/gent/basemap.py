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

SHORTEST_PIECE_M = 100.0
"""What runs apart from other tracks over less than this is part of a switch."""

SHORTEST_SIDING_M = 1200.0
"""A track that leaves the others and ends is drawn from this length on."""

SMALLEST_NETWORK_M = 4000.0
"""Tracks that hang together with nothing else are drawn from this total length on."""


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
    kept: list[shapely.LineString] = []
    covered: shapely.Geometry = shapely.Polygon()
    for track in merged[np.argsort(-shapely.length(merged), kind="stable")]:
        pieces = [p for p in shapely.get_parts(shapely.difference(track, covered)) if p.length >= SHORTEST_PIECE_M]
        if pieces:
            others = shapely.union_all(kept)
            kept += [_joined(piece, others) for piece in pieces]
            covered = shapely.union(covered, shapely.buffer(shapely.union_all(pieces), TRACK_GAP_M, quad_segs=2))
    return _lines(np.array([_without_sidings(kept)]), RAIL_TOLERANCE_M, [None])


def _joined(piece: shapely.LineString, others: shapely.Geometry) -> shapely.LineString:
    """The piece, its ends drawn on to the lines that it was cut off from."""
    xy = list(piece.coords)
    for end in (0, -1) if not others.is_empty else ():
        link = shapely.shortest_line(shapely.Point(xy[end]), others)
        if 0 < link.length <= TRACK_GAP_M * 1.05:
            xy.insert(0 if end == 0 else len(xy), link.coords[1])
    return shapely.LineString(xy)


def _without_sidings(lines: list[shapely.LineString]) -> shapely.Geometry:
    """The lines that lead somewhere: short dead ends and short loose tracks are taken off until none is left."""
    network = shapely.line_merge(shapely.union_all(lines, grid_size=0.1))
    while True:
        parts = shapely.get_parts(network)
        ends = np.array([[p.coords[0], p.coords[-1]] for p in parts]).round(1)
        _, which, times = np.unique(ends.reshape(-1, 2), axis=0, return_inverse=True, return_counts=True)
        dead_end = (times[which] == 1).reshape(-1, 2).any(axis=1)
        wanted = ~dead_end | (shapely.length(parts) >= SHORTEST_SIDING_M)
        if wanted.all():
            break
        network = shapely.line_merge(shapely.union_all(parts[wanted]))
    groups = shapely.get_parts(shapely.union_all(shapely.buffer(parts, 1.0)))
    large = [g for g in groups if shapely.length(parts[shapely.intersects(g, parts)]).sum() >= SMALLEST_NETWORK_M]
    return shapely.line_merge(shapely.union_all(parts[shapely.intersects(shapely.union_all(large), parts)]))


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

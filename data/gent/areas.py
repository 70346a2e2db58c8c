"""Wijken, buurten and zones of Gent, simplified as one coverage so that shared borders stay shared."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

LAMBERT = 3812
"""Belgian Lambert 2008: metres."""

DECIMALS = 5
"""Of a degree: about 1 m. The published vertices have no more."""

TOLERANCE_M = 8.0
"""Of `coverage_simplify`: no border moves more than about 10 m, which a map of the city does not show."""

OVERPOORT = ("Z-OVERPOORT", "Overpoort", "44021A33K")
"""The zone of the nightlife district, and the buurt whose polygon it has until somebody draws a better one."""


def simplified_buurten(source: Path) -> gpd.GeoDataFrame:
    """The 254 statistical sectors with fewer vertices.

    Args:
        source: Folder with gent_buurten.geojson.

    Returns:
        One row per buurt in order of code: area_code (NIS9), name, parent_code (W01..W25), km2 (as published),
        geometry (EPSG:4326). The polygons are a valid coverage.

    Source: GEOS coverage simplification (Visvalingam-Whyatt on shared edges); it keeps a subset of the published
        vertices, so that rounding back to their decimals restores them exactly.
    """
    read = gpd.read_file(source / "gent_buurten.geojson").sort_values("code", ignore_index=True)
    metres = read.to_crs(LAMBERT)
    thinner = gpd.GeoSeries(shapely.coverage_simplify(metres.geometry.to_numpy(), TOLERANCE_M), crs=LAMBERT)
    return gpd.GeoDataFrame(
        {
            "area_code": read["code"],
            "name": read["buurt"],
            "parent_code": [wijk_code(number) for number in read["wijknr"]],
            "km2": read["km2"],
        },
        geometry=published_form(thinner.to_crs(4326)).to_numpy(),
        crs=4326,
    )


def wijken_of(buurten: gpd.GeoDataFrame, source: Path) -> gpd.GeoDataFrame:
    """The 25 wijken as the exact union of their buurten.

    Returns:
        One row per wijk in order of code: area_code, name, parent_code (null), km2 (as published), geometry.
    """
    table = pd.read_csv(source / "gent_wijken.csv").query("wijknr > 0").sort_values("wijknr", ignore_index=True)
    codes = [wijk_code(number) for number in table["wijknr"]]
    unions = [shapely.coverage_union_all(buurten.geometry[buurten["parent_code"] == code].to_numpy()) for code in codes]
    return gpd.GeoDataFrame(
        {"area_code": codes, "name": table["wijk"], "parent_code": None, "km2": table["km2"]},
        geometry=published_form(gpd.GeoSeries(unions, crs=4326)).to_numpy(),
        crs=4326,
    )


def zones_of(buurten: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The zones: Overpoort alone, drawn as the buurt of that name."""
    code, name, buurt = OVERPOORT
    zone = buurten[buurten["area_code"] == buurt].reset_index(drop=True)
    return zone.assign(area_code=code, name=name, parent_code=None)


def wijk_code(number: int) -> str:
    """The code of a wijk in the product: W01..W25, W00 for "Onbekend"."""
    return f"W{int(number):02d}"


def published_form(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Rounded coordinates, outer rings counterclockwise (RFC 7946)."""
    rounded = shapely.transform(shapes.to_numpy(), lambda xy: xy.round(DECIMALS))
    return gpd.GeoSeries(shapely.orient_polygons(rounded, exterior_cw=False), crs=shapes.crs)

"""Where the synthetic facts may lie: the centres of a 100 m grid, with a weight for each category."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import Transformer

from data.gent.areas import LAMBERT
from data.ingest.demo.shape import shape
from data.ingest.geography import locate

GRID_M = 100
"""Width of a grid cell in Belgian Lambert 2008; a fact lies on the centre of its cell."""

DECIMALS = 5


def grid_points(buurten: gpd.GeoDataFrame) -> pd.DataFrame:
    """The grid cells whose centre lies in a buurt.

    Args:
        buurten: Columns area_code, parent_code, km2, geometry (EPSG:4326).

    Returns:
        One row per cell: lon, lat (degrees WGS84), buurt_code, wijk_code, km2 (of the buurt).
    """
    west, south, east, north = buurten.to_crs(LAMBERT).total_bounds
    x, y = np.meshgrid(
        np.arange(west // GRID_M * GRID_M + GRID_M / 2, east + GRID_M, GRID_M),
        np.arange(south // GRID_M * GRID_M + GRID_M / 2, north + GRID_M, GRID_M),
    )
    lon, lat = Transformer.from_crs(LAMBERT, 4326, always_xy=True).transform(x.ravel(), y.ravel())
    lon, lat = lon.round(DECIMALS), lat.round(DECIMALS)
    codes = locate(lon, lat, buurten)
    inside = pd.DataFrame({"lon": lon, "lat": lat, "buurt_code": codes}).dropna(subset="buurt_code")
    about = buurten.set_index("area_code")[["parent_code", "km2"]].rename(columns={"parent_code": "wijk_code"})
    return inside.join(about, on="buurt_code").reset_index(drop=True)


def point_weights(points: pd.DataFrame, categories: list[str], rng: np.random.Generator) -> pd.DataFrame:
    """How likely a fact of each category is to lie on each point, within its wijk.

    Args:
        points: What `grid_points` returns.
        categories: Category ids.
        rng: For differences between buurten and between corners of a buurt.

    Returns:
        One row per point, one column per category; only the proportions inside a wijk mean anything.
    """
    buurten = points.drop_duplicates("buurt_code").set_index("buurt_code")["km2"].sort_index()
    special = shape()["buurt"]
    # Large buurten are emptier: twice the surface is about 1.4 times the facts.
    size = np.sqrt(buurten)
    corner = pd.Series(rng.lognormal(0, 0.9, len(points)), index=points.index)
    corner_share = corner / corner.groupby(points["buurt_code"]).transform("sum")
    weights = {}
    for category in categories:
        by_buurt = size * rng.lognormal(0, 0.3, len(buurten))
        named = [special.get(code, {}).get(category, special.get(code, {}).get("*", 1.0)) for code in buurten.index]
        weights[category] = points["buurt_code"].map(by_buurt * named) * corner_share
    return pd.DataFrame(weights)

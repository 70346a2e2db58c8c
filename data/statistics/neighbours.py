"""Which areas touch: queen contiguity, with a rule for islands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd

ISLAND_RULE = "Een gebied dat geen ander raakt, krijgt het dichtstbijzijnde gebied als buur."


def queen_neighbours(areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """The pairs of areas that share a border or a corner; an island is joined to the nearest area.

    Slow (it imports libpysal): called when a snapshot is built, never for a request.

    Args:
        areas: Columns area_code (unique) and geometry (polygons, with a CRS; degrees are measured in UTM metres).

    Returns:
        One row per ordered pair: area_code, neighbour_code. Symmetric, nobody is their own neighbour.

    Raises:
        InputError: when codes are not unique or there are fewer than two areas.

    Source: queen contiguity of libpysal.weights.Queen; Anselin (1988). Islands: nearest border, `ISLAND_RULE`.
    """
    from libpysal.weights import Queen

    codes = list(areas["area_code"])
    if len(codes) < 2 or len(set(codes)) != len(codes):
        raise InputError("Buren bepalen vraagt minstens twee gebieden, elk met een eigen code.")
    plain = areas.reset_index(drop=True)
    weights = Queen.from_dataframe(plain, use_index=False, silence_warnings=True)
    pairs = {(i, int(j)) for i in range(len(codes)) for j in weights.neighbors[i]}
    islands = [i for i in range(len(codes)) if not weights.neighbors[i]]
    if islands:
        flat = plain.geometry
        if flat.crs is not None and flat.crs.is_geographic:
            flat = flat.to_crs(flat.estimate_utm_crs())
        for i in islands:
            nearest = int(flat.drop(index=i).distance(flat.iloc[i]).idxmin())
            pairs |= {(i, nearest), (nearest, i)}
    ordered = sorted(pairs)
    return pd.DataFrame({"area_code": [codes[i] for i, _ in ordered], "neighbour_code": [codes[j] for _, j in ordered]})

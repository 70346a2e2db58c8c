"""Hotspots and their neighbours: published values, a planted cluster, islands, and refusals in Dutch."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from libpysal import examples
from shapely import box

from data.errors import InputError
from data.statistics.hotspots import global_moran, hotspots
from data.statistics.neighbours import queen_neighbours


def grid(side: int, value: np.ndarray | None = None) -> gpd.GeoDataFrame:
    cells = [box(x * 100, y * 100, x * 100 + 100, y * 100 + 100) for x in range(side) for y in range(side)]
    codes = [f"B{i:03d}" for i in range(len(cells))]
    values = np.random.default_rng(1).gamma(4, 2, len(cells)) if value is None else value
    return gpd.GeoDataFrame({"area_code": codes, "value": values}, geometry=cells, crs=31370)


def planted() -> gpd.GeoDataFrame:
    areas = grid(10)
    middle = [10 * x + y for x in (4, 5, 6) for y in (4, 5, 6)]
    areas.loc[middle, "value"] += 40
    return areas


def test_columbus_has_its_published_morans_i() -> None:
    path = examples.get_path("columbus.shp")  # lies in the package itself
    columbus = gpd.read_file(path).rename(columns={"POLYID": "area_code", "CRIME": "value"})
    found = global_moran(columbus)
    assert found.i == pytest.approx(0.500188557, abs=1e-9)
    assert found.z == pytest.approx(5.5894, abs=5e-5)
    assert (found.n, found.pattern) == (49, "samen")


def test_a_planted_cluster_is_found_and_the_rest_is_grey() -> None:
    found = hotspots(planted(), permutations=1999)
    hot = set(found.areas.loc[found.areas["gi_class"] == "hot", "area_code"])
    assert "B055" in hot
    assert hot <= {f"B{10 * x + y:03d}" for x in range(3, 8) for y in range(3, 8)}
    assert found.areas.loc[55, "moran_class"] == "hoog-hoog"
    assert (found.areas["gi_class"] == "geen").sum() > 70
    assert (found.areas.loc[found.areas["gi_class"] == "geen", "gi_q"] > 0.10).all()


def test_the_same_figures_give_the_same_map() -> None:
    first, second = (hotspots(planted(), permutations=499).areas for _ in range(2))
    assert first.equals(second)


def test_without_a_pattern_there_is_rarely_anything() -> None:
    # BH at 10%: of 40 random maps some 4 may show something; 12 or more would happen once in ten thousand times.
    shown = 0
    for seed in range(40):
        values = np.random.default_rng(seed).gamma(4, 2, 64)
        shown += bool((hotspots(grid(8, values), permutations=999).areas["gi_class"] != "geen").any())
    assert shown < 12


def test_an_area_without_a_value_stays_on_the_map_without_a_class() -> None:
    areas = planted()
    areas.loc[[0, 55], "value"] = np.nan
    found = hotspots(areas, permutations=199).areas
    assert len(found) == 100
    assert found.loc[[0, 55], ["value", "gi_z", "gi_q", "gi_class", "moran_class"]].isna().all(axis=None)
    assert found.drop(index=[0, 55])[["gi_z", "gi_q", "moran_q"]].notna().all(axis=None)


def test_the_25_wijken_are_too_few_and_the_sentence_says_so() -> None:
    with pytest.raises(InputError, match="minstens 30 gebieden met een cijfer; hier zijn er 25"):
        hotspots(grid(5))


def test_one_value_everywhere_is_refused() -> None:
    with pytest.raises(InputError, match="hetzelfde cijfer"):
        hotspots(grid(6, np.full(36, 2.0)))


def test_neighbours_share_a_border_or_a_corner() -> None:
    pairs = queen_neighbours(grid(3))
    near = pairs.groupby("area_code")["neighbour_code"].apply(set)
    assert near["B004"] == {f"B{i:03d}" for i in range(9) if i != 4}
    assert near["B000"] == {"B001", "B003", "B004"}


def test_an_island_is_joined_to_the_nearest_area() -> None:
    areas = grid(2)
    areas.loc[3, "geometry"] = box(500, 0, 600, 100)  # nearest is B002, which spans 100-200 from the west
    pairs = set(queen_neighbours(areas).itertuples(index=False, name=None))
    assert {("B003", "B002"), ("B002", "B003")} <= pairs
    assert sum(code == "B003" for code, _ in pairs) == 1
    assert {(b, a) for a, b in pairs} == pairs
    in_degrees = queen_neighbours(areas.to_crs(4326))
    assert set(in_degrees.itertuples(index=False, name=None)) >= {("B003", "B002"), ("B002", "B003")}


def test_codes_that_are_not_unique_are_refused() -> None:
    with pytest.raises(InputError, match="eigen code"):
        queen_neighbours(grid(2).assign(area_code="B000"))

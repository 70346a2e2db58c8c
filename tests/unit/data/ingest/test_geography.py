"""Points find their area, and what the browser gets is small, in order and addressed by its content."""

from __future__ import annotations

import gzip
import hashlib
import json
import time

import brotli
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from data.ingest.gent import base_map, gent_areas
from data.ingest.geography import area_rows, geo_asset_rows, locate

METRE = 1 / 111_195


@pytest.fixture(scope="module")
def areas() -> gpd.GeoDataFrame:
    return gent_areas()


@pytest.fixture(scope="module")
def buurten(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return areas[areas["level"] == "buurt"]


def test_every_level_has_its_areas_and_an_unlocated_row_last(areas: gpd.GeoDataFrame) -> None:
    rows = area_rows(areas)
    assert rows.groupby("level")["is_located"].sum().to_dict() == {"wijk": 25, "buurt": 254, "zone": 1}
    unlocated = rows[~rows["is_located"]].set_index("area_code")
    assert unlocated.index.tolist() == ["W00", "B00"]
    assert unlocated["sort"].to_dict() == {"W00": 25, "B00": 254}
    assert unlocated.loc["B00", "parent_code"] == "W00"
    assert unlocated[["west", "label_lon", "km2"]].isna().all(axis=None)


def test_label_points_lie_inside_their_area(areas: gpd.GeoDataFrame) -> None:
    located = area_rows(areas).query("is_located")
    shapes = shapely.from_wkb(located["wkb"].to_numpy())
    assert shapely.contains_xy(shapes, located["label_lon"], located["label_lat"]).all()


def test_label_point_is_in_the_wide_end_not_in_the_middle_of_the_box() -> None:
    bottle = shapely.union_all([shapely.box(3, 51, 3.01, 51.01), shapely.box(3.01, 51.0049, 3.05, 51.0051)])
    frame = gpd.GeoDataFrame(
        {"area_code": ["A"], "level": "wijk", "name": "Fles", "parent_code": None, "km2": 1.0},
        geometry=[bottle],
        crs=4326,
    )
    row = area_rows(frame).iloc[0]
    assert 3 < row["label_lon"] < 3.01


def test_assets_hold_the_located_areas_in_order_and_nothing_but_code_and_name(areas: gpd.GeoDataFrame) -> None:
    assets = geo_asset_rows(areas, base=base_map()).set_index("name")
    order = area_rows(areas)
    assert sorted(assets.index) == ["base", "buurt", "wijk", "zone"]
    for level in ("wijk", "buurt", "zone"):
        raw = gzip.decompress(assets.loc[level, "gzip"])
        assert brotli.decompress(assets.loc[level, "brotli"]) == raw
        assert assets.loc[level, "hash"] == hashlib.sha256(raw).hexdigest()[:16]
        features = json.loads(raw)["features"]
        expected = order[(order["level"] == level) & order["is_located"]].sort_values("sort")
        assert [f["id"] for f in features] == expected["area_code"].tolist()
        assert [f["properties"] for f in features] == [
            {"code": c, "name": n} for c, n in zip(expected["area_code"], expected["name"], strict=True)
        ]
    base = json.loads(gzip.decompress(assets.loc["base", "gzip"]))["features"]
    assert {f["properties"]["kind"] for f in base} == {"outline", "water", "rail", "place"}
    assert all(set(f["properties"]) == {"kind", "name"} for f in base)


def test_assets_are_small_and_the_same_every_time(areas: gpd.GeoDataFrame) -> None:
    assets = geo_asset_rows(areas, base=base_map()).set_index("name")
    both = assets.loc[["wijk", "buurt"]]
    assert both["gzip"].map(len).sum() < 90_000
    assert both["brotli"].map(len).sum() < 90_000
    assert len(assets.loc["base", "gzip"]) < 60_000
    pd.testing.assert_frame_equal(assets, geo_asset_rows(areas, base=base_map()).set_index("name"))


def test_locate_agrees_with_a_plain_search(buurten: gpd.GeoDataFrame) -> None:
    rng = np.random.default_rng(1)
    west, south, east, north = buurten.total_bounds
    lon, lat = rng.uniform(west, east, 400), rng.uniform(south, north, 400)
    found = locate(lon, lat, buurten)
    located = buurten[buurten.geometry.notna()]
    for x, y, code in zip(lon, lat, found, strict=True):
        inside = located.loc[located.contains(shapely.Point(x, y)), "area_code"].tolist()
        assert inside == ([code] if code is not None else [])
    assert 50 < sum(code is not None for code in found) < 350


def test_locate_leaves_unknown_and_far_points_alone(buurten: gpd.GeoDataFrame) -> None:
    lon, lat = [np.nan, 3.7256, 4.35, 3.7256], [51.04, np.nan, 50.85, 51.0397]
    assert locate(lon, lat, buurten, snap_m=50).tolist() == [None, None, None, "44021A33K"]


def test_locate_gives_a_point_on_a_shared_border_to_one_area() -> None:
    two = gpd.GeoDataFrame(
        {"area_code": ["A", "B"]}, geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], crs=4326
    )
    assert locate([1.0, 0.0, 2.0], [0.5, 0.5, 1.0], two).tolist() == ["A", "A", "B"]


@pytest.mark.parametrize(("away_m", "snap_m", "code"), [(1.5, 0, None), (1.5, 2, "A"), (2.5, 2, None)])
def test_snapping_counts_in_metres_in_both_directions(away_m: float, snap_m: float, code: str | None) -> None:
    square = gpd.GeoDataFrame({"area_code": ["A"]}, geometry=[shapely.box(3, 51, 3.01, 51.01)], crs=4326)
    north = ([3.005], [51.01 + away_m * METRE])
    east = ([3.01 + away_m * METRE / np.cos(np.radians(51.005))], [51.005])
    assert locate(*north, square, snap_m=snap_m).tolist() == [code]
    assert locate(*east, square, snap_m=snap_m).tolist() == [code]


def test_a_million_points_take_seconds(buurten: gpd.GeoDataFrame) -> None:
    rng = np.random.default_rng(2)
    west, south, east, north = buurten.total_bounds
    lon, lat = rng.uniform(west, east, 1_000_000), rng.uniform(south, north, 1_000_000)
    start = time.process_time()
    locate(lon, lat, buurten)
    assert time.process_time() - start < 5

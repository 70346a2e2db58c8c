"""The embedded geography can be built again, byte for byte, and its borders are sound."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from data.gent import FOLDER, SOURCE
from data.gent.build import build


def layer(name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(FOLDER / f"{name}.geojson")


def test_building_again_gives_the_committed_files(tmp_path: Path) -> None:
    made = build(tmp_path)
    assert {path.name for path in made} == {path.name for path in FOLDER.glob("*.geojson")}
    for path in made:
        assert path.read_bytes() == (FOLDER / path.name).read_bytes(), path.name


@pytest.mark.parametrize(("name", "count"), [("buurten", 254), ("wijken", 25), ("zones", 1)])
def test_areas_are_all_there_and_valid(name: str, count: int) -> None:
    areas = layer(name)
    assert len(areas) == areas["area_code"].nunique() == count
    shapes = areas.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert all(shapely.is_ccw(shapely.get_exterior_ring(part)) for part in shapely.get_parts(shapes))
    assert (shapely.get_coordinates(shapes).round(5) == shapely.get_coordinates(shapes)).all()


def test_wijken_are_exactly_the_union_of_their_buurten() -> None:
    buurten, wijken = layer("buurten"), layer("wijken").set_index("area_code")
    for code, members in buurten.groupby("parent_code"):
        union = shapely.union_all(members.geometry.to_numpy())
        assert shapely.equals(union, wijken.geometry[code])
        assert shapely.area(shapely.symmetric_difference(union, wijken.geometry[code])) == 0
    assert set(buurten["parent_code"]) == set(wijken.index)


def test_simplified_borders_stay_near_the_published_ones() -> None:
    published = gpd.read_file(SOURCE / "gent_buurten.geojson").set_index("code").to_crs(3812)
    ours = layer("buurten").set_index("area_code").to_crs(3812).loc[published.index]
    moved = shapely.hausdorff_distance(published.geometry.to_numpy(), ours.geometry.to_numpy())
    assert moved.max() < 12


def test_areas_keep_their_published_names_and_sizes() -> None:
    table = pd.read_csv(SOURCE / "gent_wijken.csv").query("wijknr > 0")
    wijken = layer("wijken")
    assert wijken["area_code"].tolist() == [f"W{n:02d}" for n in range(1, 26)]
    assert wijken["name"].tolist() == table["wijk"].tolist()
    assert wijken["km2"].tolist() == table["km2"].tolist()
    published = gpd.read_file(SOURCE / "gent_buurten.geojson").set_index("code")
    buurten = layer("buurten").set_index("area_code")
    assert buurten["km2"].to_dict() == published["km2"].to_dict()
    assert buurten["name"].to_dict() == published["buurt"].to_dict()


def test_overpoort_is_drawn_as_the_buurt() -> None:
    zone = layer("zones").iloc[0]
    buurt = layer("buurten").set_index("area_code").loc["44021A33K"]
    assert (zone["area_code"], zone["name"], zone["km2"]) == ("Z-OVERPOORT", "Overpoort", 0.021)
    assert shapely.equals_exact(zone.geometry, buurt.geometry)


def test_the_base_map_covers_the_city_and_little_more() -> None:
    outline = layer("outline").to_crs(3812).geometry.iloc[0]
    around = outline.buffer(1600)
    for name in ("water", "rail", "places"):
        assert layer(name).to_crs(3812).within(around).all(), name
    assert {"Leie", "Schelde", "Coupure"} <= set(layer("water")["name"].dropna())
    assert "Ledeberg" in set(layer("places")["name"])


def test_rail_is_thinned_to_lines_that_still_pass_the_stations() -> None:
    rail = layer("rail").to_crs(3812).geometry.union_all()
    stations = gpd.GeoSeries.from_xy([3.7105, 3.7405], [51.0359, 51.0564], crs=4326).to_crs(3812)
    assert stations.distance(rail).max() < 120
    published = gpd.read_file(SOURCE / "gent_rail.geojson").to_crs(3812).geometry.union_all()
    assert shapely.difference(rail, published.buffer(80)).is_empty  # nothing is drawn where no track lies
    assert rail.length < 0.3 * published.length
    assert (FOLDER / "rail.geojson").stat().st_size < 10_000

"""What can be a zone or a group, and the sentence for what cannot; codes stay, and are never given out twice."""

from __future__ import annotations

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import Polygon, box

from data import state
from data.errors import ConflictError, InputError
from data.state import own_areas
from data.state.own_areas import DrawnZone
from data.state.polygons import MOST_CORNERS, checked, polygon_of
from data.state.zone_file import zones_of_file

pytestmark = pytest.mark.usefixtures("var_dir")
CITY = (shapely.to_wkb(box(3.70, 51.00, 3.75, 51.05)), shapely.to_wkb(box(3.75, 51.00, 3.80, 51.05)))
AREAS = pd.DataFrame(
    {
        "level": ["wijk", "wijk", "wijk", "buurt", "buurt", "zone"],
        "name": ["Noord", "Zuid", "Onbekend", "Markt", "Kaai", "Overpoort"],
        "parent_code": [None, None, None, "W01", "W02", None],
        "is_located": [True, True, False, True, True, True],
    },
    index=["W01", "W02", "WXX", "B01", "B02", "Z-OVERPOORT"],
)
SQUARE = box(3.72, 51.01, 3.73, 51.02)


def draw(name: str = "Kaai Noord", shape: shapely.Geometry = SQUARE, user: str = "intern") -> state.Record:
    (record,) = own_areas.create_zones([DrawnZone(name, shape)], city=CITY, areas=AREAS, user=user)
    return record


@pytest.mark.parametrize(
    ("shape", "sentence"),
    [
        (Polygon([(3.72, 51.01), (3.73, 51.02), (3.73, 51.01), (3.72, 51.02)]), r"kruist zichzelf bij 51,0150 NB"),
        (Polygon([(3.72, 51.01), (3.73, 51.02), (3.72, 51.01)]), "klopt niet|te klein"),
        (box(3.72, 51.01, 3.7201, 51.0101), "te klein"),
        (box(3, 50, 5, 52), "groter dan de hele stad"),
        (box(4.30, 50.80, 4.32, 50.82), "niet in de stad"),
        (box(3.795, 51.01, 3.81, 51.02), "meer dan de helft erbuiten"),
        (shapely.Point(3.725, 51.015).buffer(0.004, quad_segs=200), f"hoogstens {MOST_CORNERS}"),
        (Polygon(), "leeg of geen vlak"),
        (shapely.LineString([(3.72, 51.01), (3.73, 51.02)]), "geen vlak"),
        (box(105_000, 190_000, 106_000, 191_000), "niet op aarde"),
    ],
)
def test_a_polygon_that_cannot_be_a_zone_is_refused_with_a_sentence(shape, sentence) -> None:
    with pytest.raises(InputError, match=sentence):
        draw(shape=shape)
    assert state.rows("own_area", deleted=True) == ()


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [3.7, 51]},
        {"type": "Polygon", "coordinates": "hier"},
        {"type": "Polygon", "coordinates": [[[3.7, 51.0], [3.8, 51.0]]]},
        {"type": "Polygon"},
        [],
        None,
    ],
)
def test_what_is_no_polygon_is_refused(geometry) -> None:
    with pytest.raises(InputError):
        polygon_of(geometry)


def test_holes_and_parts_are_kept() -> None:
    with_hole = shapely.difference(SQUARE, box(3.724, 51.014, 3.726, 51.016))
    two = shapely.union_all([with_hole, box(3.76, 51.01, 3.77, 51.02)])
    kept = shapely.from_wkb(checked(two, city=CITY))
    assert kept.equals(two)


def test_codes_come_from_names_stay_with_a_redraw_and_are_never_given_out_twice() -> None:
    first = draw("Kaai & Dok – één", user="an")
    assert first["code"] == "Z-KAAI-DOK-EEN"
    redrawn = own_areas.redraw_zone(
        first["code"], box(3.73, 51.01, 3.74, 51.02), version=1, name="", city=CITY, user="bea"
    )
    assert (redrawn["code"], redrawn.version, redrawn.changed_by) == (first["code"], 2, "bea")
    assert own_areas.rename(first["code"], "Dok", version=2, areas=AREAS)["code"] == first["code"]
    own_areas.delete_area(first["code"], version=3)
    assert own_areas.deleted_area(first["code"])["name"] == "Dok"
    assert draw("Kaai & Dok – één")["code"] == "Z-KAAI-DOK-EEN-2"
    assert [c.change for c in state.changes("own_area", first.id)] == ["delete", "update", "update", "create"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "naam van minstens"),
        ("x" * 61, "te lang"),
        ("overpoort", "al van een ander"),
        ("Dok\x00", "tekens"),
        (3, "naam"),
    ],
)
def test_a_name_that_cannot_be_is_refused(name, sentence) -> None:
    with pytest.raises(InputError, match=sentence):
        draw(name)


def test_the_second_who_redraws_is_told() -> None:
    zone = draw()
    own_areas.redraw_zone(zone["code"], box(3.73, 51.01, 3.74, 51.02), version=1, name="", city=CITY, user="bea")
    with pytest.raises(ConflictError, match="gewijzigd door bea"):
        own_areas.redraw_zone(zone["code"], SQUARE, version=1, name="", city=CITY, user="an")
    with pytest.raises(InputError, match="bestaat niet"):
        own_areas.redraw_zone("Z-NOOIT", SQUARE, version=1, name="", city=CITY)


def test_a_published_zone_that_is_redrawn_gets_an_own_one_in_its_place_once() -> None:
    own = own_areas.redraw_zone("Z-OVERPOORT", SQUARE, version=0, name="Overpoort", city=CITY)
    assert (own["code"], own["name"], own.version) == ("Z-OVERPOORT", "Overpoort", 1)
    with pytest.raises(ConflictError, match="dezelfde code"):
        own_areas.redraw_zone("Z-OVERPOORT", SQUARE, version=0, name="Overpoort", city=CITY)
    own_areas.delete_area("Z-OVERPOORT", version=1)
    assert own_areas.own_area("Z-OVERPOORT") is None
    assert own_areas.redraw_zone("Z-OVERPOORT", SQUARE, version=0, name="Overpoort", city=CITY).version == 1


def test_a_group_leaves_out_what_counts_already_and_says_so() -> None:
    group, said = own_areas.create_group("Sector 1", ["W01", "B01", "W02"], areas=AREAS)
    assert (group["code"], group["members"]) == ("G-SECTOR-1", "W01,W02")
    assert said == "Markt ligt in een wijk die ook gekozen is en telt al mee."
    mixed, said = own_areas.create_group("Sector 2", ["W01", "B02"], areas=AREAS)
    assert (mixed["members"], said) == ("W01,B02", "")


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        (["W01"], "minstens twee"),
        (["W01", "B01"], "minstens twee"),
        (["W01", "Z-OVERPOORT"], "Overpoort is zelf een zone"),
        (["W01", "NERGENS"], "bestaat niet"),
        (["W01", "WXX"], "bestaat niet"),
    ],
)
def test_what_cannot_be_a_group_is_refused(members, sentence) -> None:
    with pytest.raises(InputError, match=sentence):
        own_areas.create_group("Sector", members, areas=AREAS)


def test_a_file_gives_its_zones_whatever_its_coordinate_system(tmp_path) -> None:
    frame = gpd.GeoDataFrame({"naam": ["Kaai", "Dok"]}, geometry=[SQUARE, box(3.76, 51.01, 3.77, 51.02)], crs=4326)
    frame.to_crs(31370).to_file(tmp_path / "zones.gpkg")
    found = zones_of_file((tmp_path / "zones.gpkg").read_bytes(), file_name="zones.gpkg")
    assert [zone.name for zone in found] == ["Kaai", "Dok"]
    assert found[0].shape.equals_exact(SQUARE, 1e-5)
    one = json.loads(frame.iloc[[0]].drop(columns="naam").to_json())
    (zone,) = zones_of_file(json.dumps(one).encode(), file_name="Mijn kaai.geojson")
    assert (zone.name, zone.shape.equals(SQUARE)) == ("Mijn kaai", True)
    kept = own_areas.create_zones(found, city=CITY, areas=AREAS)
    assert [row["code"] for row in kept] == ["Z-KAAI", "Z-DOK"]


def test_of_a_file_with_one_bad_zone_nothing_is_kept() -> None:
    bad = DrawnZone("Ver weg", box(4.30, 50.80, 4.32, 50.82))
    with pytest.raises(InputError, match=r"Ver weg: .*Er is geen enkele zone bewaard"):
        own_areas.create_zones([DrawnZone("Goed", SQUARE), bad], city=CITY, areas=AREAS)
    assert state.rows("own_area", deleted=True) == ()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "niet te lezen"),
        (b"geen kaart", "niet te lezen"),
        (b'{"type": "FeatureCollection", "features": []}', "niet te lezen|geen gebieden"),
        (b'{"type": "Point", "coordinates": [3.7, 51]}', "punten of lijnen"),
        (b"SQLite format 3\x00kapot", "niet te lezen"),
        (b"{" + b" " * 5_000_001, "te groot"),
    ],
)
def test_a_file_that_has_no_zones_is_refused_with_a_sentence(content, sentence) -> None:
    with pytest.raises(InputError, match=sentence):
        zones_of_file(content, file_name="zones.geojson")

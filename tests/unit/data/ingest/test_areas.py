"""Areas of any city: what is guessed, mended, refused and replaced, on real files of other cities."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from sqlalchemy import select, text

from data.errors import InputError
from data.gent import FOLDER
from data.ingest.areas import import_areas
from data.snapshot import current, current_version
from data.tables import area, geo_asset, incident, source

SQUARES = [shapely.box(x, 51.0, x + 0.01, 51.01) for x in (3.0, 3.01, 3.02)]


def read(query: Any) -> pd.DataFrame:
    with current().engine.connect() as connection:
        result = connection.execute(text(query) if isinstance(query, str) else query)
        return pd.DataFrame(result.fetchall(), columns=list(result.keys()))


def areas_of(level: str) -> pd.DataFrame:
    return read(select(area).where(area.c.level == level).order_by(area.c.sort)).set_index("area_code")


def write(path: Path, shapes: list[Any], **columns: list[Any]) -> Path:
    gpd.GeoDataFrame(columns, geometry=shapes, crs=4326).to_file(path)
    return path


@pytest.fixture
def own_demo(var_dir: Path, demo_var: Path) -> None:
    """A copy of the demonstration set that this test may change."""
    shutil.copytree(demo_var, var_dir, dirs_exist_ok=True)


@pytest.fixture
def gent(var_dir: Path, gent_var: Path) -> None:
    """Gent's areas, which this test may change."""
    shutil.copytree(gent_var, var_dir, dirs_exist_ok=True)


@pytest.mark.real
def test_the_hague_replaces_gent_and_all_that_was_counted_there(own_demo: None, shared_real: Path) -> None:
    result = import_areas(shared_real / "thehague_unit_districts.geojson", level="wijk", city="Den Haag")
    assert (result.changed, result.rows_in, result.rows_accepted, result.rows_rejected) == (True, 236, 236, 0)
    assert "'district_code'" in " ".join(result.messages)
    assert "demonstratiecijfers" in " ".join(result.messages)
    wijken = areas_of("wijk")
    assert wijken["is_located"].sum() == 236
    assert wijken.index[-1] == "W00"
    assert wijken.loc["51814", "name"] == "Bohemen en Meer en Bos"
    shapes = shapely.from_wkb([bytes(w) for w in wijken["wkb"].dropna()])
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    left = {table: read(f"select count(*) as n from {table}")["n"].iloc[0] for table in ("area", "cell", "coverage")}
    assert left == {"area": 237, "cell": 0, "coverage": 0}
    assert read("select count(*) as n from denominator")["n"].iloc[0] == 0
    assert read(select(incident)).empty
    assert read(select(source.c.source_id))["source_id"].tolist() == ["gebieden-wijk"]
    assets = read(select(geo_asset)).set_index("name")
    assert assets.index.tolist() == ["wijk"]
    assert len(assets.loc["wijk", "gzip"]) < 250_000
    assert "10 m" in read(select(source.c.note))["note"].iloc[0]
    meta = read("select * from meta").set_index("key")["value"]
    assert (meta["city"], meta["is_demo"], meta["data_from"]) == ("Den Haag", "0", "")


@pytest.mark.real
def test_thinning_keeps_the_size_of_every_district(var_dir: Path, shared_real: Path) -> None:
    path = shared_real / "thehague_unit_districts.geojson"
    import_areas(path, level="wijk")
    drawn = gpd.read_file(path).set_index("district_code")
    drawn["geometry"] = drawn.make_valid()
    km2 = drawn.to_crs(28992).area / 1e6
    ours = areas_of("wijk").query("is_located")
    assert (ours["km2"] / km2.loc[ours.index] - 1).abs().max() < 0.01
    sent = gpd.GeoSeries.from_wkb([bytes(w) for w in ours["wkb"]], index=ours.index, crs=4326).to_crs(28992)
    assert (sent.area / 1e6 / km2.loc[ours.index] - 1).abs().max() < 0.05


@pytest.mark.real
def test_groningen_needs_no_thinning(var_dir: Path, shared_real: Path) -> None:
    result = import_areas(shared_real / "groningen_buurten_112.geojson", level="buurt", city="Groningen")
    assert (result.rows_accepted, result.rows_rejected) == (112, 0)
    assert "Code uit het veld 'CODE', naam uit het veld 'NAAM'." in result.messages
    buurten = areas_of("buurt")
    assert buurten.loc["BU00140402", "name"] == "Bloemenbuurt"
    assert buurten.loc["BU00140402", "km2"] == pytest.approx(0.232492, rel=0.01)  # OPP of the file, in m²
    assert buurten["is_located"].sum() == 112


def test_importing_twice_changes_nothing(gent: None, tmp_path: Path) -> None:
    path = write(tmp_path / "a.geojson", SQUARES, code=["A", "B", "C"], naam=["Een", "Twee", "Drie"])
    assert import_areas(path, level="wijk").changed
    version = current_version()
    again = import_areas(path, level="wijk")
    assert (again.changed, again.rows_in, current_version()) == (False, 3, version)
    assert import_areas(path, level="wijk", name_field="code").changed


def test_refused_features_have_their_number_and_reason(gent: None, tmp_path: Path) -> None:
    shapes = [SQUARES[0], None, shapely.Point(3, 51), SQUARES[1], SQUARES[1], SQUARES[2], SQUARES[2]]
    path = tmp_path / "wijken.geojson"
    features = [
        {"type": "Feature", "properties": p, "geometry": json.loads(shapely.to_geojson(s)) if s else None}
        for p, s in zip(
            [
                {"code": "A", "naam": "Een"},
                {"code": "B", "naam": "Leeg"},
                {"code": "C", "naam": "Punt"},
                {"code": "A", "naam": "Weer een"},
                {"code": None, "naam": "Zonder code"},
                {"code": "F", "naam": " "},
                {"code": "G", "naam": "Goed"},
            ],
            shapes,
            strict=True,
        )
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    result = import_areas(path, level="wijk", code_field="code", name_field="naam")
    assert (result.rows_in, result.rows_accepted, result.rows_rejected) == (7, 2, 5)
    assert result.report is not None
    report = pd.read_csv(result.report, sep=";")
    assert dict(zip(report["line"], report["reason"], strict=True)) == {
        2: "De grens ontbreekt of is leeg.",
        3: "De grens is geen vlak.",
        4: "De code A staat al bij gebied 1 van het bestand.",
        5: "De code ontbreekt.",
        6: "De naam ontbreekt.",
    }
    assert areas_of("wijk").query("is_located").index.tolist() == ["A", "G"]


def test_overlapping_neighbours_and_crossed_borders_are_mended(gent: None, tmp_path: Path) -> None:
    overlapping = shapely.box(3.009, 51.0, 3.02, 51.01)
    bow = shapely.Polygon([(3.03, 51), (3.04, 51.01), (3.04, 51), (3.03, 51.01)])
    path = write(tmp_path / "w.geojson", [SQUARES[0], overlapping, bow], code=["A", "B", "C"], naam=["a", "b", "c"])
    result = import_areas(path, level="wijk")
    assert result.rows_accepted == 3
    shapes = shapely.from_wkb([bytes(w) for w in areas_of("wijk")["wkb"].dropna()])
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    mended = read("select reason, n from source_note where kind = 'mended'").set_index("reason")["n"]
    assert mended.filter(like="sneed zichzelf").sum() == 1
    assert mended.filter(like="overlapte").sum() >= 1


def test_an_area_that_others_cover_wholly_is_refused(gent: None, tmp_path: Path) -> None:
    path = write(tmp_path / "w.geojson", [SQUARES[0], SQUARES[0]], code=["A", "B"], naam=["a", "b"])
    result = import_areas(path, level="wijk")
    assert (result.rows_accepted, result.rows_rejected) == (1, 1)
    assert "geen eigen vlak" in read("select reason from rejected")["reason"].iloc[0]


def test_buurten_find_their_wijk_by_overlap_or_by_field(gent: None, tmp_path: Path) -> None:
    published = gpd.read_file(FOLDER / "buurten.geojson").rename(columns={"parent_code": "wijkcode"})
    path = tmp_path / "sectoren.gpkg"
    published[["area_code", "name", "wijkcode", "geometry"]].to_crs(3812).to_file(path)
    import_areas(path, level="buurt")
    buurten = areas_of("buurt")
    expected = published.set_index("area_code")["wijkcode"]
    assert buurten.loc[expected.index, "parent_code"].to_dict() == expected.to_dict()
    assert buurten.loc["B00", "parent_code"] == "W00"
    assert len(areas_of("wijk")) == 26
    assert areas_of("zone").empty
    assert read("select city from (select value as city from meta where key = 'city')")["city"].iloc[0] == "Gent"
    published.assign(wijkcode="W19")[["area_code", "name", "wijkcode", "geometry"]].to_file(path)
    import_areas(path, level="buurt", parent_field="wijkcode")
    assert set(areas_of("buurt").query("is_located")["parent_code"]) == {"W19"}


def test_a_new_zone_keeps_the_figures_and_counts_its_facts(own_demo: None, tmp_path: Path) -> None:
    before = read("select sum(n) as n from cell where level = 'zone'")["n"].iloc[0]
    centre = gpd.read_file(FOLDER / "wijken.geojson").set_index("area_code").geometry["W01"]
    path = write(tmp_path / "zone.geojson", [centre, centre], code=["Z1", "Z2"], naam=["Centrum", "Weer het centrum"])
    import_areas(path, level="zone")
    facts = read("select area_code, sum(n) as n from cell where level = 'zone' group by area_code")
    in_wijk = read("select sum(n) as n from cell where area_code = 'W01' and grain = 'incidents'")["n"].iloc[0]
    assert facts.set_index("area_code")["n"].to_dict() == {"Z1": in_wijk, "Z2": in_wijk}
    assert in_wijk > before
    assert read("select sum(n) as n from cell where grain = 'counts'")["n"].iloc[0] > 0


def test_a_code_of_another_level_is_refused_and_a_taken_onbekend_code_is_avoided(gent: None, tmp_path: Path) -> None:
    path = write(tmp_path / "b.geojson", SQUARES, code=["W01", "B00", "X"], naam=["a", "b", "c"])
    result = import_areas(path, level="buurt")
    assert (result.rows_accepted, result.rows_rejected) == (2, 1)
    unlocated = areas_of("buurt").query("not is_located")
    assert unlocated.index.tolist() == ["B00-onbekend"]


def test_numbers_as_codes_lose_their_decimals(gent: None, tmp_path: Path) -> None:
    path = write(tmp_path / "w.geojson", SQUARES, wijkcode=[1.0, 2.0, 3.0], wijk=["a", "b", "c"])
    import_areas(path, level="wijk")
    assert areas_of("wijk").query("is_located").index.tolist() == ["1", "2", "3"]


def test_wijken_elsewhere_do_not_keep_the_name_gent(gent: None, tmp_path: Path) -> None:
    import_areas(FOLDER / "wijken.geojson", level="wijk")
    city = "select value from meta where key = 'city'"
    assert read(city)["value"].iloc[0] == "Gent"
    away = [shapely.box(6, 53, 6.01, 53.01)]
    result = import_areas(write(tmp_path / "w.geojson", away, code=["A"], naam=["a"]), level="wijk")
    assert read(city)["value"].iloc[0] == "de stad"
    assert "--city" in " ".join(result.messages)


def unreadable(folder: Path) -> Path:
    path = folder / "kapot.geojson"
    path.write_text('{"type": "FeatureCollection", "features": [{"type"')
    return path


def without_areas(folder: Path) -> Path:
    path = folder / "leeg.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    return path


def a_table(folder: Path) -> Path:
    path = folder / "tabel.csv"
    path.write_text("code,naam\nA,Een\n")
    return path


def without_crs(folder: Path) -> Path:
    path = folder / "lambert.shp"
    gpd.GeoDataFrame({"code": ["A"]}, geometry=[shapely.box(600_000, 690_000, 601_000, 691_000)]).to_file(path)
    return path


def without_code(folder: Path) -> Path:
    return write(folder / "geen_code.geojson", SQUARES, hoogte=[1.5, 1.5, 2.5])


def only_points(folder: Path) -> Path:
    return write(folder / "punten.geojson", [shapely.Point(3, 51)], code=["A"], naam=["a"])


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (unreadable, "kapot.geojson is niet te lezen als GeoJSON, GeoPackage of Shapefile"),
        (without_areas, "leeg.geojson bevat geen gebieden"),
        (a_table, "tabel.csv bevat geen gebieden"),
        (without_crs, "niet in welk coördinatenstelsel"),
        (without_code, "het bestand heeft: hoogte"),
        (only_points, "De grens is geen vlak"),
        (lambda folder: folder / "weg.geojson", "bestaat niet"),
    ],
)
def test_an_unusable_file_is_one_clear_sentence_and_changes_nothing(
    gent: None, tmp_path: Path, make: Any, sentence: str
) -> None:
    version = current_version()
    with pytest.raises(InputError, match=sentence):
        import_areas(make(tmp_path), level="wijk")
    assert current_version() == version


def test_a_wrong_level_or_field_is_told(gent: None) -> None:
    with pytest.raises(InputError, match="Kies uit wijk, buurt, zone"):
        import_areas(FOLDER / "wijken.geojson", level="straat")
    with pytest.raises(InputError, match="geen veld 'sector' voor code; het heeft: area_code, name"):
        import_areas(FOLDER / "wijken.geojson", level="wijk", code_field="sector")

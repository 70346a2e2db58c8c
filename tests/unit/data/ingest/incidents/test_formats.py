"""The same facts in every format, and mappings that are refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from data.errors import InputError
from data.ingest.mapping import find_incident_mapping

FACTS = pd.DataFrame(
    {"tijd": pd.to_datetime(["2024-03-01 10:00", "2024-03-02 11:30"]), "lon": [3.705, 3.715], "lat": [51.045, 51.045]}
)
SHAPES = gpd.GeoDataFrame(FACTS[["tijd"]], geometry=gpd.points_from_xy(FACTS["lon"], FACTS["lat"]), crs=4326)


def in_memory(write: Callable[[io.BytesIO], object]) -> bytes:
    target = io.BytesIO()
    write(target)
    return target.getvalue()


def as_file(frame: gpd.GeoDataFrame, path: Path) -> bytes:
    frame.to_file(path)
    return path.read_bytes()


@pytest.mark.parametrize(
    "form", ["csv", "utf-16", "cp1252", "bom", "xlsx", "json", "parquet", "geojson", "gpkg", "gpkg-72"]
)
def test_every_format_gives_the_same_facts(load, ask, tmp_path: Path, form: str) -> None:
    place = {"geometry": True} if form in ("geojson", "gpkg", "gpkg-72") else {"lon": "lon", "lat": "lat"}
    text = FACTS.to_csv(sep=";", decimal=",", index=False)
    content = {
        "csv": lambda: text.encode(),
        "utf-16": lambda: text.encode("utf-16"),
        "cp1252": lambda: (text + "\n").replace("tijd", "tijd;café", 1).replace("\n2", "\nx;2").encode("cp1252"),
        "bom": lambda: text.replace(";", "\t").encode("utf-8-sig"),
        "xlsx": lambda: in_memory(lambda target: FACTS.to_excel(target, index=False)),
        "json": lambda: FACTS.to_json(orient="records", date_format="iso", date_unit="s").encode(),
        "parquet": lambda: in_memory(lambda target: FACTS.to_parquet(target)),
        "geojson": lambda: as_file(SHAPES, tmp_path / "a.geojson"),
        "gpkg": lambda: as_file(SHAPES, tmp_path / "a.gpkg"),
        "gpkg-72": lambda: as_file(SHAPES.to_crs(31370), tmp_path / "b.gpkg"),
    }[form]()
    if form == "cp1252":
        content = text.replace("tijd", "café;tijd", 1).replace("\n2", "\né;2").encode("cp1252")
    result = load(content, place=place)
    rows = ask("SELECT time_from, round(lon, 6), round(lat, 6), buurt_code FROM incident ORDER BY 1")
    first, second = datetime(2024, 3, 1, 10), datetime(2024, 3, 2, 11, 30)
    if form.startswith("gpkg"):  # the format keeps times in UTC
        first, second = first.replace(hour=11), second.replace(hour=12)
    assert rows == [(first, 3.705, 51.045, "B11"), (second, 3.715, 51.045, "B12")]
    sentence = {
        "csv": "scheidingsteken puntkomma, tekencodering UTF-8",
        "utf-16": "UTF-16",
        "cp1252": "Windows-1252",
        "bom": "tab",
        "xlsx": "blad 'Sheet1'",
        "gpkg-72": "EPSG:31370, Lambert 72 (vermeld in het bestand",
    }.get(form, "2 aanvaard")
    assert sentence in "\n".join(result.messages)


GOOD = """id = "x"
title = "t"
publisher = "p"
licence = "l"
category = "Graffiti"
[time]
moment = "a"
[place]
lon = "b"
lat = "c"
"""


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('id = "x"', 'id = "x"\nkleur = "rood"', "kleur: onbekende sleutel"),
        ('title = "t"', "", "title: ontbreekt"),
        ('category = "Graffiti"', "", "geef 'category'"),
        ('moment = "a"', 'from = "a"', "'from' en 'until' horen samen"),
        ('moment = "a"', 'moment = "a"\ndate = "d"', "geef één van 'moment'"),
        ('lat = "c"', "", "'lon' en 'lat' horen samen"),
        ('lat = "c"', 'lat = "c"\ncrs = 28992', "place.crs"),
        ('licence = "l"', 'licence = "l"\nmonths = ["2024-3", "2024-04"]', "schrijf een maand als 2024-03"),
        ('[place]\nlon = "b"\nlat = "c"\n', "", "geef [place], [area] of allebei"),
        ('id = "x"', "id = ", "geen geldig toml-bestand"),
    ],
)
def test_a_mapping_that_is_wrong_says_where(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert find_incident_mapping(path).columns == ("a", "b", "c")
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        find_incident_mapping(path)
    assert sentence in str(raised.value)

"""Real single facts of two cities through the command line, without a line of code for them."""

from __future__ import annotations

import csv
import json
import tomllib
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
import shapely

from data.ingest.derive import building_figures
from data.ingest.gent import write_gent
from data.snapshot import current_version
from data.statistics.aoristic import has_time, hour_weekday
from tests.integration.commands import refused

MAPPINGS = Path(__file__).resolve().parents[2] / "docs" / "mappings"
THEFTS = "groningen_bike_thefts_2012_2017.csv"
POLYGONS = "groningen_buurten_112.geojson"
ACCIDENTS = "gent_accidents_2024_03.csv"

pytestmark = pytest.mark.real


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_groningen(ingest, ask, shared_real) -> None:
    told = ("--code-field", "CODE", "--name-field", "NAAM")
    ingest("areas", shared_real / POLYGONS, "--level", "wijk", "--city", "Groningen", *told)
    done = ingest("incidents", shared_real / THEFTS, "--mapping", MAPPINGS / "groningen.toml", code=3)

    rows = read(shared_real / THEFTS)
    features = json.loads((shared_real / POLYGONS).read_text(encoding="utf-8"))["features"]
    names = {f["properties"]["NAAM"] for f in features}
    assert len(rows) == 15_947
    assert sum(not r["begin"] for r in rows) == 197
    assert sum(not r["end"] for r in rows) == 51
    matching = sum(r["buurt"] in names for r in rows)
    assert round(100 * matching / len(rows)) == 69
    for sentence in (
        "15.947 rijen gelezen, 15.910 aanvaard, 37 verworpen.",
        "csv met scheidingsteken komma, tekencodering UTF-8.",
        "EPSG:4326, lengte en breedte (WGS84) (herkend aan de waarden",
        "het begin van het tijdvenster ontbreekt: 197",
        "het einde van het tijdvenster ontbreekt: 51",
        "verworpen: begin en einde ontbreken: de maand is niet gekend: 21",
        "verworpen: het punt ligt buiten alle gebieden: 16",
        "de naam van het gebied staat niet op de kaart: 4.940",
    ):
        assert sentence in done.stdout
    assert 100 * (1 - 16 / len(rows)) > 99.85  # in a polygon

    city = shapely.union_all([shapely.from_geojson(json.dumps(f["geometry"])) for f in features])
    refused = {key for (key,) in ask("SELECT regexp_extract(raw, 'n=([0-9]+)', 1) FROM rejected")}
    expected = Counter(
        (r["begin"] or r["end"])[:7]
        for r in rows
        if (r["begin"] or r["end"]) and city.contains(shapely.Point(float(r["lon"]), float(r["lat"])))
    )
    found = {str(m)[:7]: n for m, n in ask("SELECT month, sum(n) FROM cell WHERE level = 'wijk' GROUP BY 1")}
    assert found == expected
    assert len(refused) == 37
    assert ask("SELECT is_attempt, count(*) FROM incident GROUP BY 1 ORDER BY 1")[1][1] <= 196
    facts = pd.DataFrame(
        ask("SELECT time_from, time_until, time_known, hour FROM incident"),
        columns=["time_from", "time_until", "time_known", "hour"],
    ).astype({"time_from": "datetime64[s]", "time_until": "datetime64[s]"})
    assert hour_weekday(facts).to_numpy().sum() == pytest.approx(has_time(facts).sum())
    assert has_time(facts).sum() > 15_600

    proposed = tomllib.loads(ingest("propose", shared_real / THEFTS).stdout)
    assert proposed["time"] == {"from": "begin", "until": "end", "format": "iso"}
    assert proposed["place"] == {"lon": "lon", "lat": "lat", "crs": 4326}
    assert proposed["area"] == {"column": "buurt", "level": "wijk", "match": "name"}
    assert proposed["key"] == ["n"]
    assert proposed["extra"]["attempt"] == {"column": "poging", "attempted": ["J"], "completed": ["N"]}

    version = current_version()
    check = ingest("incidents", shared_real / THEFTS, "--mapping", MAPPINGS / "groningen.toml", "--check", code=3)
    assert "0 nieuwe feiten, 0 worden bijgewerkt." in check.stdout
    assert "Er is niets gewijzigd." in check.stdout
    again = ingest("incidents", shared_real / THEFTS, "--mapping", MAPPINGS / "groningen.toml", code=3)
    assert "was al geladen" in again.stdout
    assert current_version() == version


def test_accidents_in_gent_by_degrees_and_by_lambert_are_in_the_same_buurten(ingest, ask, shared_real, var_dir) -> None:
    with building_figures(fresh=True) as made:
        write_gent(made)
    buurten = "SELECT buurt_code, wijk_code, month, hour, severity, count(*) FROM incident GROUP BY ALL ORDER BY ALL"
    counts = "SELECT level, area_code, category_id, month, n FROM cell ORDER BY ALL"
    done = ingest("incidents", shared_real / ACCIDENTS, "--mapping", MAPPINGS / "gent_accidents.toml")
    assert "97 rijen gelezen, 97 aanvaard, 0 verworpen." in done.stdout
    assert "EPSG:4326" in done.stdout
    assert "zonder coördinaten: 1" in done.stdout
    assert "3 feiten buiten de maanden van de mapping: bewaard, niet geteld." in done.stdout
    by_degrees, cells = ask(buurten), ask(counts)

    done = ingest("incidents", shared_real / ACCIDENTS, "--mapping", MAPPINGS / "gent_accidents_lambert.toml")
    assert "EPSG:31370, Lambert 72 (herkend aan de waarden; 100% valt bij de gebieden)" in done.stdout
    assert "97 feiten van een andere bron over dezelfde maanden zijn vervangen." in done.stdout
    assert ask(buurten) == by_degrees
    assert ask(counts) == cells

    rows = read(shared_real / ACCIDENTS)
    assert ask("SELECT count(*), count(lon), count(*) FILTER (WHERE buurt_code = 'B00') FROM incident") == [(97, 96, 1)]
    assert ask("SELECT count(time_from), count(hour) FROM incident") == [(0, 97)]
    hours = Counter(int(r["hour"]) for r in rows)
    assert dict(ask("SELECT hour, count(*) FROM incident GROUP BY 1")) == dict(hours)
    severity = {"2": "dood", "3": "zwaar", "4": "licht"}
    expected = Counter(severity[r["class"]] for r in rows)
    assert dict(ask("SELECT severity, count(*) FROM incident GROUP BY 1")) == dict(expected)
    march = sum(r["month"] == "03" for r in rows)
    assert ask("SELECT level, sum(n) FROM cell WHERE level <> 'zone' GROUP BY 1 ORDER BY 1") == [
        ("buurt", march),
        ("wijk", march),
    ]
    assert len({r["usr1"] for r in rows if r["usr1"]}) > 5
    assert ask("SELECT count(*) FROM incident WHERE road_users LIKE '%|09|%'") == [
        (sum("09" in (r["usr1"], r["usr2"]) for r in rows),)
    ]


def test_exit_codes(ingest, shared_real, var_dir, tmp_path) -> None:
    with building_figures(fresh=True) as made:
        write_gent(made)
    version = current_version()
    mapping = MAPPINGS / "gent_accidents.toml"
    assert "bestaat niet" in ingest("incidents", tmp_path / "weg.csv", "--mapping", mapping, code=2).stderr
    assert "bestaat niet" in refused("data.ingest", "incidents", shared_real / ACCIDENTS, "--mapping", "weg.toml")
    wrong = MAPPINGS / "thehague.toml"
    assert "de mapping klopt niet" in refused("data.ingest", "incidents", shared_real / ACCIDENTS, "--mapping", wrong)
    assert "ontbreekt" in refused("data.ingest", "incidents", shared_real / THEFTS, "--mapping", mapping)
    assert current_version() == version

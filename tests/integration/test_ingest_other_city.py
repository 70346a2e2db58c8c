"""Real figures of the same shape from other cities, through the command line, without a line of code for them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from data.snapshot import current_version

MAPPING = Path(__file__).resolve().parents[2] / "docs" / "mappings" / "thehague.toml"
COUNTS = "thehague_unit_crime_district_month_2011_2017.csv"

pytestmark = pytest.mark.real


def cell(ask, district: str, year: int, month: int, category: str) -> object:
    query = f"""SELECT n FROM cell WHERE area_code = '{district}' AND category_id = '{category}'
        AND month = '{year}-{month:02d}-01'"""
    ((n,),) = ask(query)
    return n


def test_the_hague(ingest, ask, shared_real) -> None:
    missing = ingest("counts", shared_real / COUNTS, "--mapping", MAPPING, code=2)
    assert "areas BESTAND --level wijk" in missing.stderr
    ingest("areas", shared_real / "thehague_unit_districts.geojson", "--level", "wijk", "--city", "Den Haag")
    done = ingest("counts", shared_real / COUNTS, "--mapping", MAPPING)
    assert f"{COUNTS}: 48.838 rijen gelezen, 48.838 aanvaard, 0 verworpen." in done.stdout
    assert ask("SELECT sum(n), count(*) FILTER (WHERE n IS NULL) FROM cell") == [(245_163, 0)]
    # read off the file: "48402,Wijk 02 Ridderveld,2011,1,104,Burglary,6" and "...,110,Abuse,9"; no row of 102 or 100
    assert cell(ask, "48402", 2011, 1, "woninginbraak") == 6
    assert cell(ask, "48402", 2011, 1, "mishandeling") == 9
    assert cell(ask, "48402", 2011, 1, "straatroof") == 0
    assert ask("SELECT count(*) FROM coverage") == [(83 * 11,)]
    assert ask("SELECT DISTINCT status FROM coverage") == [("ok",)]
    names = {
        row[0]
        for row in ask("SELECT name FROM category JOIN (SELECT DISTINCT category_id FROM cell) USING (category_id)")
    }
    assert {"Fietsdiefstal", "Woninginbraak", "Winkeldiefstal", "Straatroof"} <= names
    assert len(names) == 11
    assert "Den Haag" in ingest("status").stdout
    _every_cell_is_the_file(ask, shared_real)
    version = current_version()
    assert "was al geladen" in ingest("counts", shared_real / COUNTS, "--mapping", MAPPING).stdout
    assert current_version() == version


def _every_cell_is_the_file(ask, shared_real) -> None:
    with (shared_real / COUNTS).open(encoding="utf-8") as file:
        expected: dict[tuple[str, str], int] = {}
        for row in csv.DictReader(file):
            key = (row["district_code"], f"{row['year']}-{int(row['month']):02d}-01")
            expected[key] = expected.get(key, 0) + int(row["count"])
    found = {
        (a, str(m)): n for a, m, n in ask("SELECT area_code, month, sum(n) FROM cell GROUP BY 1, 2 HAVING sum(n) > 0")
    }
    assert found == expected


def test_inhabitants_of_groningen_straight_from_its_polygons(ingest, ask, shared_real) -> None:
    polygons = shared_real / "groningen_buurten_112.geojson"
    ingest("areas", polygons, "--level", "wijk", "--city", "Groningen", "--code-field", "CODE", "--name-field", "NAAM")
    told = ("--kind", "inwoners", "--year", 2012, "--source", "CBS", "--area-field", "CODE", "--value-field", "INW")
    ingest("denominators", polygons, *told)
    features = json.loads(polygons.read_text(encoding="utf-8"))["features"]
    expected = {f["properties"]["CODE"]: f["properties"]["INW"] for f in features}
    assert dict(ask("SELECT area_code, value FROM denominator WHERE kind = 'inwoners' AND year = 2012")) == expected
    assert sum(expected.values()) == 199_483
    version = current_version()
    ingest("denominators", polygons, *told)
    assert current_version() == version

"""The city's figures come from its portal, whatever the portal's mood, and a file of any format says the same."""

from __future__ import annotations

import json
import shutil
import time
from datetime import date
from pathlib import Path

import pytest

from data.catalogue.sources import SOURCES
from data.config import settings
from data.errors import InputError
from data.ingest.counts import import_counts
from data.ingest.fetch import Patience
from data.ingest.opendata import fetch_years
from data.snapshot import current_version
from tests.conftest import forget_settings
from tests.integration.opendata_server import ACCIDENTS, WIJKEN, as_format, total_of, year_records

GENT = SOURCES["gent-criminaliteit"]
QUICK = Patience(tries=3, first_wait=0.01, longest_wait=5, timeout=5)
EXPORT = "exports/json"


@pytest.fixture
def city(var_dir, gent_var, portal, monkeypatch):
    """A snapshot of Gent's areas without figures; the settings point at the portal of this test."""
    monkeypatch.setenv("OPENDATA_URL", portal.url)
    forget_settings()
    shutil.copytree(gent_var, var_dir, dirs_exist_ok=True)
    return var_dir


def fetch(*years: int) -> list[Path]:
    return fetch_years(years, source=GENT, patience=QUICK)


def cell(ask, month: str, category: str, wijk: str) -> object:
    query = f"""SELECT n FROM cell JOIN area USING (area_code) WHERE grain = 'counts' AND cell.level = 'wijk'
        AND month = '{month}' AND category_id = '{category}' AND name = '{wijk}'"""
    return ask(query)[0][0]


def test_several_years_with_all_their_traps(ingest, portal, city, ask) -> None:
    portal.publish(2019, year_records(2019))
    portal.publish(2020, year_records(2020))
    portal.publish(2023, year_records(2023, last_month=8, doubled=76))
    done = ingest("opendata", "--year", 2019, "--year", 2020, "--year", 2023, code=3, OPENDATA_URL=portal.url)
    assert "4.680 rijen gelezen, 4.680 aanvaard, 0 verworpen" in done.stdout
    assert "3.404 rijen gelezen, 3.328 aanvaard, 76 verworpen" in done.stdout
    assert "gebied 'Stationsbuurt Noord' gelezen als 'Stationsbuurt-Noord': 180" in done.stdout
    assert "gelezen als 'Verkeersongevallen met lichamelijk letsel': 312" in done.stdout
    assert cell(ask, "2019-05-01", "fietsdiefstal", "Stationsbuurt-Noord") == total_of(
        2019, 5, "Fietsdiefstal", "Stationsbuurt-Noord"
    )
    assert cell(ask, "2020-12-01", "ongeval-letsel", "Onbekend") == total_of(2020, 12, ACCIDENTS, "Onbekend")
    assert ask("SELECT min(month) FROM coverage WHERE category_id = 'ongeval-letsel'") == [(date(2020, 1, 1),)]
    assert ask("SELECT max(month) FROM coverage") == [(date(2023, 8, 1),)]
    assert ask("SELECT DISTINCT month FROM coverage WHERE status = 'provisional' ORDER BY 1") == [
        (date(2023, month, 1),) for month in (6, 7, 8)
    ]
    assert ask("SELECT publisher, licence, rows_rejected FROM source WHERE source_id LIKE '%2023%'") == [
        ("Politie Gent", "Gratis hergebruik", 76)
    ]
    assert ask("SELECT count(*) FROM rejected WHERE reason LIKE 'dubbele rij (ook op regel%'") == [(76,)]
    report = next((city / "reports").glob("*2023*.csv"))
    assert len(report.read_text(encoding="utf-8-sig").splitlines()) == 77
    version = current_version()
    again = ingest("opendata", "--year", 2020, OPENDATA_URL=portal.url)
    assert "Er is niets gewijzigd" in again.stdout
    assert current_version() == version


def test_a_download_keeps_its_provenance_beside_it(portal, city) -> None:
    portal.publish(2018, year_records(2018, last_month=1))
    (path,) = fetch(2018)
    told = json.loads(path.with_name(path.name + ".provenance.json").read_text(encoding="utf-8"))
    assert path.parent == city / "raw"
    assert (told["records"], told["modified"]) == (390, "2024-02-01T09:00:00+00:00")
    assert told["url"].endswith("/explore/dataset/criminaliteitscijfers-per-wijk-per-maand-gent-2018/")
    assert fetch(2018) == [path]
    assert len(list((city / "raw").glob("*"))) == 3  # the file, its provenance and the folder of parts


@pytest.mark.parametrize("kind", ["csv", "geojson", "parquet"])
def test_every_format_gives_the_same_cells(city, tmp_path, ask, kind: str) -> None:
    records = year_records(2023, last_month=2, doubled=7)
    figures = "SELECT * FROM cell ORDER BY ALL"
    for name in ("json", kind):
        path = tmp_path / f"cijfers.{name}"
        path.write_bytes(as_format(records, name))
        result = import_counts([path], mapping=GENT)
        assert (result.rows_in, result.rows_rejected) == (len(records), 7)
        if name == "json":
            expected = ask(figures)
    assert ask(figures) == expected
    assert len(expected) == 2 * 16 * len(WIJKEN)


def test_no_export_means_paging(portal, city) -> None:
    records = year_records(2022, last_month=3)
    portal.publish(2022, records)
    portal.always.append((EXPORT, 403, {}, b"{}"))
    (path,) = fetch(2022)
    assert json.loads(path.read_text(encoding="utf-8")) == records


def test_paging_past_ten_thousand_goes_by_month_and_loses_nothing(portal, city) -> None:
    year = year_records(2022)
    records = [*year, *year, *year]
    assert len(records) > 10_000
    records[7] = {**records[7], "month": None}
    portal.publish(2022, records)
    portal.always.append((EXPORT, 500, {}, b""))
    (path,) = fetch(2022)
    fetched = json.loads(path.read_text(encoding="utf-8"))
    assert len(fetched) == len(records)
    assert sum(r["total"] for r in fetched) == sum(r["total"] for r in records)


def test_pages_that_lose_records_are_refused(portal, city) -> None:
    portal.publish(2022, year_records(2022, last_month=1))
    portal.always.append((EXPORT, 404, {}, b"{}"))
    portal.lost = 1
    with pytest.raises(InputError, match="belooft 416 rijen maar geeft er 411"):
        fetch(2022)


def test_a_server_that_asks_to_wait_is_waited_for(portal, city) -> None:
    portal.publish(2022, year_records(2022, last_month=1))
    portal.faults.append((EXPORT, 429, {"Retry-After": "1"}, b""))
    began = time.monotonic()
    assert len(fetch(2022)) == 1
    assert 1 <= time.monotonic() - began < 4


def test_a_server_that_asks_to_wait_for_an_hour_is_left_alone(portal, city) -> None:
    portal.publish(2022, year_records(2022, last_month=1))
    portal.always.append((EXPORT, 429, {"Retry-After": "3600"}, b""))
    began = time.monotonic()
    with pytest.raises(InputError, match="te veel vragen"):
        fetch(2022)
    assert time.monotonic() - began < 2
    assert sum(EXPORT in path for path in portal.asked) == 1


def test_faults_of_the_server_and_broken_connections_are_tried_again(portal, city) -> None:
    portal.publish(2022, year_records(2022, last_month=1))
    portal.faults += [(EXPORT, 503, {}, b""), (EXPORT, None, {}, b'[{"year": "20')]
    assert len(fetch(2022)) == 1


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b'[{"year": "2022", "mon', "afgebroken of beschadigd"),
        (b"<html>Onderhoud</html>", "webpagina"),
        (b"[]", "geen rijen"),
    ],
)
def test_a_broken_answer_is_refused_and_leaves_nothing(portal, city, body: bytes, sentence: str) -> None:
    portal.publish(2022, year_records(2022, last_month=1))
    portal.always.append((EXPORT, 200, {}, body))
    with pytest.raises(InputError, match=sentence):
        fetch(2022)
    assert not list((city / "raw").glob("**/*.json*"))


def test_a_year_that_is_not_published_is_named_and_nothing_is_loaded(ingest, portal, city) -> None:
    portal.publish(2018, year_records(2018, last_month=1))
    version = current_version()
    done = ingest("opendata", "--year", 2018, "--year", 2021, code=2, OPENDATA_URL=portal.url)
    assert done.stderr.startswith("De stad publiceert geen cijfers van 2021")
    assert current_version() == version
    assert "vanaf 2018" in ingest("opendata", "--year", 2012, code=2, OPENDATA_URL=portal.url).stderr


def test_all_years_are_those_that_there_are(ingest, portal, city, ask) -> None:
    portal.publish(2018, year_records(2018, last_month=1))
    portal.publish(2022, year_records(2022, last_month=1))
    ingest("opendata", "--all", OPENDATA_URL=portal.url)
    assert ask("SELECT count(*) FROM source WHERE kind = 'counts'") == [(2,)]


def test_without_internet_one_sentence(ingest, city) -> None:
    done = ingest("opendata", "--year", 2018, code=2, OPENDATA_URL="http://127.0.0.1:9/api")
    assert done.stderr == (
        "127.0.0.1 is niet bereikbaar. Zonder internet: haal het bestand elders op en laad het met "
        "'python -m data.ingest counts BESTAND'.\n"
    )
    assert settings().var_dir == city

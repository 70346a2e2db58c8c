"""What leaves the page: the numbers of the screen, whatever the areas are called, and never a stack trace."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from dashboard import words
from dashboard.app_factory import make_app
from dashboard.callbacks.draw import draw
from dashboard.export import EXPORTS
from dashboard.judgement import WORDS
from dashboard.look import look
from dashboard.plan_view import look_at_plan
from dashboard.selection import Selection
from dashboard.sheet import look_at_sheet
from data import queries
from tests.conftest import looked_at, pointed_at
from tests.hostile import HOSTILE

QUERIES = (
    "", "?niveau=buurt&maat=km2", "?gebied=W01,W02,W03&maat=inwoners&blad=W01",
    "?prioriteit=overlast&maat=verandering&blad=44021A00-",
)  # fmt: skip
KINDS = ("csv", "xlsx", "json")


@pytest.fixture(scope="module")
def served(demo_var: Path) -> Iterator[FlaskClient]:
    """Somebody who asks the app on the demonstration set."""
    with pointed_at(demo_var):
        yield make_app().server.test_client()


def get(client: FlaskClient, what: str, kind: str, query: str = "") -> Any:
    return client.get(f"/uitvoer/{what}.{kind}{query}")


def read_csv(body: bytes, delimiter: str = ";") -> tuple[dict[str, str], list[dict[str, str]]]:
    """The caption and the rows of a CSV file."""
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=delimiter))
    gap = rows.index([])
    return {row[0]: row[1] for row in rows[:gap]}, [dict(zip(rows[gap + 1], r, strict=True)) for r in rows[gap + 2 :]]


def number(text: str) -> float | None:
    return float(text.replace(",", ".")) if text else None


def test_the_files_have_the_numbers_of_the_screen(served: FlaskClient) -> None:
    query = "?gebied=W13&maat=inwoners"
    panels = draw(query)
    _, rows = read_csv(get(served, "trend", "csv", query).data)
    line = next(trace for trace in panels["trend"]["data"] if "customdata" in trace)
    assert [number(row["feiten"]) for row in rows] == line["y"]
    _, rows = read_csv(get(served, "jaren", "csv", query).data)
    bars = panels["years"]["data"][0]
    assert [number(row["feiten"]) for row in rows] == [
        y if t != "geen cijfers" else None for y, t in zip(bars["y"], bars["text"], strict=True)
    ]
    _, rows = read_csv(get(served, "kaart", "csv", query).data)
    assert [number(row["feiten"]) for row in rows] == panels["paint"]["n"]
    assert [round(number(row["per 1.000 inwoners"]) or 0, 1) for row in rows] == panels["paint"]["value"]
    book = load_workbook(io.BytesIO(get(served, "kaart", "xlsx", query).data))
    assert [row[2].value for row in list(book.worksheets[0].iter_rows())[1:]] == panels["paint"]["n"]


def test_missing_is_empty_and_says_so(served: FlaskClient) -> None:
    _, rows = read_csv(get(served, "trend", "csv", "?prioriteit=verkeer").data)
    missing = [row for row in rows if row["status"] == "geen cijfers"]
    assert missing
    assert {row["feiten"] for row in missing} == {row["verwacht"] for row in missing} == {""}
    assert {row["status"] for row in rows} == {"ok", "voorlopig", "geen cijfers"}


def test_the_map_opens_in_gis(served: FlaskClient, tmp_path: Path) -> None:
    for query, many in (("", 25), ("?niveau=buurt", 254)):
        path = tmp_path / f"kaart{many}.gpkg"
        path.write_bytes(get(served, "kaart", "gpkg", query).data)
        areas = gpd.read_file(path, layer="kaart")
        view = look(Selection.from_query(query), queries.current(), audience="publiek")
        located = view.areas[view.areas["is_located"]]
        assert areas.crs.to_epsg() == 3812
        assert len(areas) == many
        assert areas.geometry.is_valid.all()
        assert dict(zip(areas["code"], areas["feiten"], strict=True)) == located["n"].to_dict()
        assert 150e6 < areas.area.sum() < 170e6  # Gent is 158 km²
        about = gpd.read_file(path, layer="toelichting")
        assert "Demonstratiedata" in dict(zip(about["wat"], about["tekst"], strict=True))["Let op"]
        plain = tmp_path / f"kaart{many}.geojson"
        plain.write_bytes(get(served, "kaart", "geojson", query).data)
        drawn = gpd.read_file(plain)
        assert drawn.crs.to_epsg() == 4326
        assert list(drawn["code"]) == list(areas["code"])
        assert "Citeer als" in json.loads(plain.read_text(encoding="utf-8"))["toelichting"]


@pytest.fixture(scope="module")
def hostile(hostile_var: Path) -> tuple[FlaskClient, dict[str, Any]]:
    """Somebody who asks the app on the names that nobody would give, and what was read of those figures."""
    with pointed_at(hostile_var):
        return make_app().server.test_client(), {}


@pytest.mark.parametrize("what", sorted(EXPORTS))
def test_every_export_takes_hostile_names(hostile_var: Path, hostile: Any, what: str, tmp_path: Path) -> None:
    assert len(HOSTILE) == len(set(HOSTILE)) == 50
    client, read = hostile
    with looked_at(hostile_var, read):
        for query in QUERIES:
            answers = {kind: get(client, what, kind, query) for kind in KINDS}
            if EXPORTS[what].is_map:
                answers |= {kind: get(client, what, kind, query) for kind in ("gpkg", "geojson")}
            for kind, answer in answers.items():
                assert answer.status_code == 200, (what, kind, query, answer.data[:300])
                named = answer.headers.get("Content-Disposition", "")
                assert kind == "json" or re.fullmatch(r'attachment; filename="[a-z0-9_-]{3,160}\.[a-z]+"', named)
            about, rows = read_csv(answers["csv"].data)
            cells = [about, *rows]
            for text in (text for row in cells for text in row.values()):
                assert not re.match(r"\s*[=@＝]", text)
                assert not re.match(r"\s*[+-]", text) or re.fullmatch(r"-?\d+(,\d+)?", text)
            book = load_workbook(io.BytesIO(answers["xlsx"].data))
            kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
            assert "f" not in kinds
            assert book.worksheets[0].max_row == len(rows) + 1
            if EXPORTS[what].is_map:
                path = tmp_path / "kaart.gpkg"
                path.write_bytes(answers["gpkg"].data)
                assert len(gpd.read_file(path, layer="kaart")) == len(rows) == len(answers["geojson"].json["features"])


@pytest.mark.parametrize(
    "address",
    [
        "trend.gpkg", "onzin.csv", "trend.exe", "kaart.csv?prioriteit=onzin", "tabel.xlsx?gebied=NERGENS",
        "trend.csv?periode=1900", "plan.csv?gebied=NERGENS", "fiche-trend.csv?blad=NERGENS",
        "fiche-uren.json?blad=W13&onderwerp=onzin.onzin", "fiche-trend.gpkg?blad=W13", "kaart.geojson?x=" + "x" * 4001,
    ],
)  # fmt: skip
def test_an_impossible_question_gets_a_sentence(served: FlaskClient, address: str) -> None:
    answer = served.get(f"/uitvoer/{address}")
    assert answer.status_code == 400
    assert re.search(r"[a-z]{3,} .*\.", answer.json["fout"])
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_address_of_the_view_is_the_one_that_was_asked(served: FlaskClient) -> None:
    lines = dict(get(served, "trend", "json", "?gebied=W13").json["lines"])
    assert lines["Link"].startswith("http://localhost/?gebied=W13&periode=2022-05_2023-04&versie=")


def lines_of(client: FlaskClient, what: str, query: str) -> dict[str, str]:
    """The caption of an export, by label; with the name of its file."""
    said = get(client, what, "json", query).json
    return {**dict(said["lines"]), "file": said["file"]}


def test_a_caption_tells_the_measure_of_its_chart(served: FlaskClient) -> None:
    """The measure is chosen for the map; a chart of counts stays one, and the funnel always divides."""
    for what in ("trend", "jaren", "seizoen", "categorieen", "uren"):
        assert lines_of(served, what, "?maat=inwoners")["Maat"] == "aantal geregistreerde feiten", what
    for what in ("kaart", "tabel"):
        assert lines_of(served, what, "?maat=inwoners")["Maat"].startswith(
            "feiten per 1.000 inwoners; noemer: Inwoners"
        )
    for query in ("", "?maat=verandering"):
        assert lines_of(served, "trechter", query)["Maat"].startswith("feiten per 1.000 inwoners; noemer: Inwoners")
    assert lines_of(served, "trechter", "?maat=km2")["Maat"].startswith("feiten per km²")


def test_a_caption_tells_the_months_of_its_chart(served: FlaskClient) -> None:
    for what in ("trend", "seizoen"):
        said = lines_of(served, what, "?gebied=W13")
        assert said["Reeks"] == "jan 2018 – apr 2023; gekozen periode: mei 2022 – apr 2023"
        assert "Periode" not in said
        assert "jan 2018 – apr 2023. " in said["Citeer als"]
        assert said["file"].endswith("_fietsdiefstal_dampoort_2018-01-tot-2023-04")
    years = lines_of(served, "jaren", "?periode=2023-02_2023-03")
    assert years["Reeks"] == "feb 2018 – mrt 2023; gekozen periode: feb 2023 – mrt 2023"
    assert lines_of(served, "kaart", "")["Periode"] == "mei 2022 – apr 2023"
    weeks = lines_of(served, "weken", "?prioriteit=overpoort")
    assert "gekozen periode" in weeks["Reeks"]


def test_a_series_has_the_sources_and_the_marks_of_all_its_months(served: FlaskClient) -> None:
    """Nothing is published for this period, and the series runs on to where the figures are provisional."""
    said = lines_of(served, "trend", "?prioriteit=verkeer&periode=2018")
    assert "Demonstratie" in said["Bron"]
    assert "Voorlopige cijfers." in said["Let op"]
    assert "worden nog aangevuld" in said["Let op"]
    assert not said["Citeer als"].startswith("Buurtveiligheid Gent. ")
    assert "Voorlopige cijfers." not in lines_of(served, "kaart", "?periode=2021")["Let op"]


def test_other_maps_and_tables_are_other_files(served: FlaskClient) -> None:
    queries = (
        "", "?niveau=buurt", "?niveau=buurt&maat=km2", "?maat=verandering", "?maat=verandering&vergelijk=3jaar",
        "?wanneer=nacht", "?wanneer=nacht&weekdag=za",
    )  # fmt: skip
    for what in ("kaart", "tabel"):
        names = [lines_of(served, what, query)["file"] for query in queries]
        assert len(set(names)) == len(queries), names
    assert (
        lines_of(served, "kaart", queries[2])["file"]
        == "kaart_fietsdiefstal_gent_per-buurt_per-km2_2022-05-tot-2023-04"
    )


def test_the_cards_of_a_zone_go_along_with_what_their_charts_show(served: FlaskClient) -> None:
    """The charts are asked apart, so their numbers come from another answer than the rest of the page."""
    query = "?prioriteit=overpoort"
    charts = json.loads(served.get(f"/wanneer{query}").data)["charts"]
    _, rows = read_csv(get(served, "nachten", "csv", query).data)
    before, now = charts["zone-nights"]["data"]
    assert [pytest.approx(number(row["feiten"]), rel=1e-3) for row in rows] == now["y"]
    assert [pytest.approx(number(list(row.values())[3]), rel=1e-3) for row in rows] == before["y"]
    assert {row["status"] for row in rows} == {"voorlopig"}
    _, rows = read_csv(get(served, "weken", "csv", query).data)
    lines = [trace for trace in charts["zone-weeks"]["data"] if trace.get("mode") == "lines+markers"]
    drawn = [y for line in lines for y in line["y"] if y is not None]
    assert {round(number(row["feiten"]) or 0, 2) for row in rows if row["feiten"]} == {round(y, 2) for y in drawn}
    _, rows = read_csv(get(served, "uurprofiel", "csv", query).data)
    rest, mine = charts["when-profile"]["data"]
    assert [pytest.approx(number(row["aandeel"]) * 100, abs=0.01) for row in rows] == mine["y"]
    assert [pytest.approx(number(row["aandeel in de rest"]) * 100, abs=0.01) for row in rows] == rest["y"]
    _, rows = read_csv(get(served, "errond", "csv", query).data)
    assert rows[-1]["gebied"] == "Buurten errond samen"
    assert number(rows[-1]["feiten"]) == sum(number(row["feiten"]) or 0 for row in rows[1:-1])
    for what in ("nachten", "weken", "errond"):
        assert read_csv(get(served, what, "csv").data)[1] == []  # another tab has no zone


def test_the_plan_goes_along_with_what_its_verdicts_rest_on(served: FlaskClient) -> None:
    query = "?gebied=W13"
    view = look_at_plan(Selection.from_query(query), queries.current(), audience="publiek")
    about, rows = read_csv(get(served, "plan", "csv", query).data)
    assert {row["thema"].partition(". ")[2] for row in rows} >= {theme.name for theme in view.themes}
    counted = [row for row in rows if row["p"]]
    family = f"p, gecorrigeerd voor {view.family} vergelijkingen"
    figures = [f for sub in view.subs for f in sub.figures] + list(view.other)
    keys = [tuple(category.id for category in figure.categories) for figure in figures]
    tested = [(key, figure) for key, figure in zip(keys, figures, strict=True) if view.tested.get(key)]
    assert len(counted) == len(tested) > 5
    for row, (key, figure) in zip(counted, tested, strict=True):
        test = view.tests[key]
        assert number(row["feiten"]) == figure.n
        assert number(row["verhouding"]) == pytest.approx(test["ratio"], abs=1e-4)
        assert number(row[family]) == pytest.approx(test["q"], abs=1e-4)
        assert words.number(number(row["verhouding"]) or 0, 2) in view.tested[key]  # as it stands on the screen
        assert row["oordeel"] == WORDS[view.verdicts[key]]
    assert "geen openbare cijfers" in {row["status"] for row in rows}
    assert about["# Link"].startswith("http://localhost/prioriteiten?gebied=W13&periode=2022-05_2023-04&versie=")
    assert "Demonstratiedata" in about["# Let op"]
    assert read_csv(served.get("/uitvoer/plan.csv?csv=punt").data, ",")[1][1]["verhouding"].startswith("1.")
    _, months = read_csv(get(served, "plantrends", "csv", query).data)
    drawn = [n for figure in figures if figure.trend is not None for n in figure.trend.tolist()]
    assert [number(row["feiten"]) for row in months] == [None if n != n else n for n in drawn]


def test_the_sheet_goes_along_part_by_part(served: FlaskClient, tmp_path: Path) -> None:
    view = look_at_sheet("W13", Selection(), queries.current(), audience="publiek")
    _, rows = read_csv(get(served, "fiche-cijfers", "csv", "?blad=W13").data)
    assert [number(row["feiten"]) for row in rows] == [row.counted.n for row in view.rows if row.counted]
    about, rows = read_csv(get(served, "fiche-trend", "csv", "?blad=W13&onderwerp=verkeer.ongevallen").data)
    drawn = next(row.trend for row in view.rows if row.group.id == "ongevallen")
    assert drawn is not None
    assert [number(row["feiten"]) for row in rows] == [None if n != n else n for n in drawn["n"].tolist()]
    assert "Niet gepubliceerd: 2018 – 2019;" in about["# Let op"]  # of the months that are drawn, not of the period
    assert about["# Reeks"] == "jan 2018 – apr 2023; gekozen periode: mei 2022 – apr 2023"
    assert about["# Link"].startswith("http://localhost/buurt/W13?periode=2022-05_2023-04&versie=")
    _, rows = read_csv(get(served, "fiche-uren", "csv", "?blad=W13&onderwerp=fietsdiefstal.fiets").data)
    hours = next(found for group, found in view.hours if found and group.id == "fiets")
    assert sum(number(row["feiten"]) or 0 for row in rows) == pytest.approx(hours.timed, abs=0.02)
    path = tmp_path / "ligging.gpkg"
    path.write_bytes(get(served, "fiche-kaart", "gpkg", "?blad=W13").data)
    places = gpd.read_file(path, layer="kaart")
    assert places.crs.to_epsg() == 3812
    assert list(places.loc[places["ligging"] == "dit gebied", "code"]) == ["W13"]


def test_what_is_not_published_is_told_of_the_months_that_are_drawn(served: FlaskClient) -> None:
    """The period is whole; the series before it is not, and the other way round."""
    gap = "Niet gepubliceerd: 2018 – 2019;"
    for what in ("trend", "seizoen"):
        assert gap in lines_of(served, what, "?prioriteit=verkeer")["Let op"], what
    assert gap not in lines_of(served, "kaart", "?prioriteit=verkeer")["Let op"]
    assert gap in lines_of(served, "kaart", "?prioriteit=verkeer&periode=alles")["Let op"]
    assert "Niet gepubliceerd" not in lines_of(served, "trend", "")["Let op"]

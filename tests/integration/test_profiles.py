"""Three real facts in one buurt: nothing that publiek or raad can ask gives more than protected counts of them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pytest
from flask.testing import FlaskClient

from dashboard import availability
from dashboard.app_factory import make_app
from dashboard.approximate import NOTE
from dashboard.export import EXPORTS
from dashboard.look import look
from dashboard.selection import Selection
from data import queries
from data.catalogue.incident_source import IncidentsSource
from data.config import Audience, settings
from data.errors import ProtectedError
from data.ingest.derive import building_figures
from data.ingest.gent import write_gent
from data.ingest.incidents.load import import_incidents
from data.queries import Box, FactFilter, Facts
from tests.conftest import pointed_at

PROTECTED = [audience for audience in get_args(Audience) if audience != "intern"]
BUURT, WIJK = "44021A00-", "W01"
FIETS = "fietsdiefstal"
POINT = (3.7218453, 51.0512347)
"""In the middle of the city; nobody else has these digits."""
TELLING = ("3.721845", "51.051234", "3,721845", "sleutel-77", "tandemfiets", "roze fiets van de buren", "2024-02-31")
TELLING += ("fietser 77", "fietser%2077", "code77")  # its point, key, object, road users; the text of a rejected row
ROWS = (
    ("sleutel-771", "2024-01-10 23:15", *POINT, "tandemfiets", "fietser 77"),
    ("sleutel-772", "2024-01-17 23:40", *POINT, "tandemfiets", "fietser 77"),
    ("sleutel-773", "2024-02-05 23:05", *POINT, "tandemfiets", "code77"),
    ("sleutel-774", "2024-02-31 10:00", *POINT, "roze fiets van de buren", "fietser 77"),
)
MAPPING: dict[str, Any] = {
    "id": "politie",
    "title": "Uitvoer van de politie",
    "publisher": "Politie",
    "licence": "niet openbaar",
    "category": "Fietsdiefstal",
    "key": ("nr",),
    "provisional_months": 0,
    "time": {"moment": "tijd"},
    "place": {"lon": "lon", "lat": "lat"},
    "extra": {"object": "wat", "road_users": {"columns": ("wie",)}},
}


def with_facts(folder: Path, mapping: dict[str, Any]) -> Path:
    """Fills a var folder with the areas of Gent and three real facts."""
    file = folder / "feiten.csv"
    lines = ["nr;tijd;lon;lat;wat;wie", *(";".join(map(str, row)) for row in ROWS)]
    file.write_text("\n".join(lines), encoding="utf-8")
    with pointed_at(folder):
        with building_figures(fresh=True) as made:
            write_gent(made)
        import_incidents(file, mapping=IncidentsSource.model_validate(mapping))
    return folder


@pytest.fixture(scope="module")
def police_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_facts(tmp_path_factory.mktemp("police"), MAPPING)


@pytest.fixture
def police(police_var: Path) -> Iterator[Path]:
    with pointed_at(police_var):
        yield police_var


def visitor(monkeypatch: pytest.MonkeyPatch, profile: str) -> FlaskClient:
    monkeypatch.setenv("PROFILE", profile)
    settings.cache_clear()
    return make_app().server.test_client()


def place() -> tuple[str, str]:
    """The buurt and the wijk of the facts."""
    frame = queries.areas(queries.current())
    matrix = queries.area_months(queries.current(), categories=(FIETS,), level="buurt", audience="intern")
    assert matrix is not None
    (row,) = [i for i, n in enumerate(matrix.n.sum(axis=1)) if n]
    code = matrix.area_codes[row]
    return code, str(frame.at[code, "parent_code"])


def asked(client: FlaskClient, prop: str, value: Any, **state: str) -> str:
    """The answers to requests that are made by hand, to every callback that listens to this part of the URL.

    `state` is what the other parts of the URL are.
    """
    found = []
    for entry in client.get("/_dash-dependencies").get_json():
        listens = any(i["id"] == "url" and i["property"] == prop for i in entry["inputs"])
        if entry.get("clientside_function") or not listens:
            continue
        names = [text.rsplit(".", 1) for text in entry["output"].strip(".").split("...")]
        outputs = [{"id": json.loads(i) if i.startswith("{") else i, "property": p} for i, p in names]
        body = {
            "output": entry["output"],
            "outputs": outputs if entry["output"].startswith("..") else outputs[0],
            "inputs": [{"id": i["id"], "property": i["property"], "value": value} for i in entry["inputs"]],
            "changedPropIds": [f"url.{prop}"],
            "state": [
                {"id": s["id"], "property": s["property"], "value": state.get(s["property"], value)}
                for s in entry.get("state", [])
            ],
        }
        answer = client.post("/_dash-update-component", json=body)
        assert answer.status_code < 500, answer.get_data(as_text=True)[-2000:]
        found.append(answer.get_data(as_text=True))
    assert found
    return "\n".join(found)


def everything(client: FlaskClient, buurt: str, wijk: str) -> dict[str, str]:
    """What every route answers about the facts, by address."""
    box = "vak=3.70,51.03,3.75,51.07&zoom=18"
    searches = [
        f"?prioriteit=fietsdiefstal&periode={period}&niveau={level}{more}"
        for period in ("2024-01_2024-01", "2024-01_2024-02")
        for level in ("wijk", "buurt")
        for more in (
            "",
            f"&gebied={buurt}",
            "&wanneer=nacht&dag=wo&voorwerp=tandemfiets&betrokken=kwetsbaar&splitsing=weggebruiker",
            "&lagen=punten,warmte,hotspots",
        )
    ]
    found = {}
    for search in searches:
        found[f"callback {search}"] = asked(client, "search", search)
        paths = [f"/{answer}{search}" for answer in ("beeld", "beeld/onder", "warmte", "wanneer")]
        for path in (*paths, f"/feiten{search}&{box}", f"/warmte{search}&{box}"):
            found[path] = client.get(path).get_data(as_text=True)
    for what, export in EXPORTS.items():
        for kind in ("csv", "xlsx", "json", *(("geojson", "gpkg") if export.is_map else ())):
            for search in searches[:6]:
                answer = client.get(f"/uitvoer/{what}.{kind}{search}")
                text = answer.get_data()
                if kind == "xlsx" and answer.status_code == 200:
                    book = openpyxl.load_workbook(io.BytesIO(text))
                    text = "\n".join(str(row) for sheet in book for row in sheet.iter_rows(values_only=True)).encode()
                found[f"/uitvoer/{what}.{kind}{search}"] = text.decode("utf-8", "replace")
    for path in ("/", "/gegevens", "/methode", "/prioriteiten", f"/buurt/{buurt}", f"/buurt/{wijk}", "/buurt/stad"):
        found[f"page {path}"] = asked(client, "pathname", path)
    for path in (f"/buurt/{buurt}", f"/buurt/{wijk}", "/buurt/stad"):
        found[f"sheet {path}"] = asked(client, "search", searches[0], pathname=path)
        assert "Kerncijfers" in found[f"sheet {path}"], path
    for name in ("", f"&blad={buurt}"):
        report = client.get(f"/rapport.pptx{searches[0]}{name}")
        assert report.status_code == 200
        with zipfile.ZipFile(io.BytesIO(report.get_data())) as slides:
            parts = [slides.read(part).decode("utf-8", "replace") for part in slides.namelist() if "xml" in part]
        found[f"/rapport.pptx {name}"] = "\n".join(parts)
    for path in ("/rapport", "/projectie", "/aanpak", "/aanpak.csv", "/zoek?q=fiets", "/upload", "/healthz"):
        found[path] = client.get(path + ("?" if "?" not in path else "")).get_data(as_text=True)
    return found


@pytest.mark.parametrize("profile", PROTECTED)
def test_no_answer_tells_of_one_fact(police: Path, monkeypatch: pytest.MonkeyPatch, profile: str) -> None:
    client = visitor(monkeypatch, profile)
    buurt, wijk = place()
    for address, text in everything(client, buurt, wijk).items():
        assert not [word for word in TELLING if word in text.replace(address.partition("?")[2] or address, "")], address
        assert "Traceback" not in text, address
    for path in ("/feiten", "/warmte", "/wanneer", "/uitvoer/uren.csv", "/uitvoer/kaart.gpkg"):
        answer = client.get(f"{path}?prioriteit=fietsdiefstal&wanneer=nacht&vak=3.70,51.03,3.75,51.07&zoom=18")
        assert answer.status_code in (200, 400, 403)
        if path in ("/feiten", "/warmte", "/uitvoer/uren.csv"):
            assert answer.status_code in (400, 403)
            assert "profiel intern" in answer.get_data(as_text=True)


def test_intern_gets_the_facts(police: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = visitor(monkeypatch, "intern")
    buurt, _ = place()
    search = "?prioriteit=fietsdiefstal&periode=2024-01_2024-01&niveau=buurt"
    marks = client.get(f"/feiten{search}&vak=3.70,51.03,3.75,51.07&zoom=18").get_json()
    assert marks["facts"] == 2
    assert marks["cell"] == 0
    assert "roze fiets van de buren" in asked(client, "pathname", "/gegevens")
    view = look(Selection.from_query(f"{search}&gebied={buurt}"), queries.current(), audience="intern")
    assert (view.figure.n, view.approximate) == (2, False)
    chosen = look(Selection.from_query(f"{search}&wanneer=nacht"), queries.current(), audience="intern")
    assert chosen.figure.n == 2
    cyclists = look(Selection.from_query(f"{search}&betrokken=kwetsbaar"), queries.current(), audience="intern")
    assert (cyclists.figure.n, cyclists.splits[0].rows["value"].tolist()) == (2, ["kwetsbaar", "fietser 77"])
    assert "Ongeveer" not in client.get(f"/uitvoer/tabel.csv{search}").get_data(as_text=True)


@pytest.mark.parametrize("profile", PROTECTED)
def test_small_counts_are_protected_everywhere(
    police: Path, monkeypatch: pytest.MonkeyPatch, profile: Audience
) -> None:
    client = visitor(monkeypatch, profile)
    snapshot = queries.current()
    for level in ("wijk", "buurt"):
        matrix = queries.area_months(snapshot, categories=(FIETS,), level=level, audience=profile)
        assert matrix is not None
        assert not set(matrix.n[matrix.n > 0]) & {1.0, 2.0}
    buurt, _ = place()
    for period in ("2024-01_2024-01", "2024-02_2024-02"):
        search = (
            f"?prioriteit=fietsdiefstal&periode={period}&niveau=buurt&gebied={buurt}&wanneer=nacht&betrokken=kwetsbaar"
        )
        view = look(Selection.from_query(search), snapshot, audience=profile)
        assert view.approximate
        assert view.wanted is None
        assert view.figure.n in (0, 3)
        assert not view.splits
        assert any("profiel intern" in notice for notice in view.notices)
        assert "ongeveer" in client.get(f"/beeld{search}").get_data(as_text=True)
        file = client.get(f"/uitvoer/tabel.csv{search}").get_data().decode("utf-8-sig")
        assert NOTE[:40] in file
        counts = {line.split(";")[2] for line in file.splitlines() if ";" in line and not line.startswith("#")}
        assert "0" in counts
        assert not counts & {"1", "2"}
    page = asked(client, "pathname", "/gegevens")
    assert "minder dan 100" in page
    assert availability.layers(Selection(), snapshot, profile)["punten"]


@pytest.mark.parametrize("profile", PROTECTED)
def test_no_query_reads_single_facts_for_them(police: Path, profile: Audience) -> None:
    snapshot = queries.current()
    info = queries.snapshot_info(snapshot)
    assert info.months is not None
    facts = Facts((FIETS,), info.months, wanted=FactFilter(day_parts=("nacht",)))
    vulnerable = replace(facts, wanted=FactFilter(vulnerable=("fietser 77",), unsure=("code77",)))
    everywhere = Box(3.0, 50.0, 4.0, 52.0)
    refused = (
        lambda: queries.marks(snapshot, facts=facts, box=everywhere, cell_m=0, audience=profile),
        lambda: queries.marks(snapshot, facts=facts, box=everywhere, cell_m=4000, audience=profile),
        lambda: queries.cell_counts(snapshot, facts=facts, audience=profile),
        lambda: queries.without_location(snapshot, facts=facts, audience=profile),
        lambda: queries.hours(snapshot, facts=facts, audience=profile),
        lambda: queries.hours_and_rest(snapshot, facts=facts, audience=profile),
        lambda: queries.weeks(snapshot, facts=facts, audience=profile),
        lambda: queries.surroundings(snapshot, zone="Z-OVERPOORT", facts=facts, audience=profile),
        lambda: queries.left_out(snapshot, facts=facts, audience=profile),
        lambda: queries.parts(snapshot, facts=facts, field="severity", audience=profile),
        lambda: queries.parts(snapshot, facts=facts, field="road_users", audience=profile),
        lambda: queries.left_out(snapshot, facts=vulnerable, audience=profile),
        lambda: queries.cell_counts(snapshot, facts=vulnerable, audience=profile),
        lambda: queries.area_months(
            snapshot, categories=(FIETS,), level="buurt", wanted=FactFilter(weekdays=(3,)), audience=profile
        ),
    )
    for ask in refused:
        with pytest.raises(ProtectedError, match="profiel intern"):
            ask()
    assert queries.told_fields(snapshot, categories=(FIETS,), audience=profile) == {}
    assert queries.hotspots(snapshot, priority=FIETS, group="fiets", level="buurt", audience=profile).areas.empty
    assert queries.rejected_rows(snapshot, audience=profile).empty
    assert queries.source_notes(snapshot, audience=profile).empty
    told = queries.sources(snapshot, audience=profile).query("kind == 'incidents'")
    assert set(told[["rows_in", "rows_accepted", "rows_rejected"]].to_numpy().ravel()) == {0}
    spread = queries.dispersion(snapshot, audience=profile).loc[FIETS]
    assert spread["method"] == "beschermde aantallen"
    assert queries.dispersion(snapshot, audience="intern").loc[FIETS, "method"] != "beschermde aantallen"


def test_the_demonstration_is_the_same_for_everyone(demo: Path) -> None:
    snapshot = queries.current()
    for level in ("wijk", "buurt", "zone"):
        exact, shown = (
            queries.area_months(snapshot, categories=(FIETS,), level=level, grain="incidents", audience=audience)
            for audience in ("intern", "publiek")
        )
        assert exact is not None
        assert shown is not None
        assert (exact.n == shown.n).all()
    assert not queries.protected_categories(snapshot, audience="publiek")


def test_facts_that_are_public_themselves_are_shown_to_everyone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pointed_at(with_facts(tmp_path, MAPPING | {"public": True})):
        client = visitor(monkeypatch, "publiek")
        search = "?prioriteit=fietsdiefstal&periode=2024-01_2024-02"
        answer = client.get(f"/beeld{search}").get_data(as_text=True)
        assert "3 feiten" in answer
        assert "ongeveer" not in answer
        assert client.get(f"/feiten{search}&vak=3.70,51.03,3.75,51.07&zoom=18").status_code == 200
        assert "Openbare feiten" in asked(client, "pathname", "/gegevens")

"""The meeting mode on the real server: as the council may see it, whatever the profile of the server."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely

from dashboard.app_factory import make_app
from data import queries
from data.state import own_areas, slides
from tests.conftest import forget_settings

EVERYTHING = "lagen=feiten,punten,hotspots,warmte"


@pytest.fixture(params=["publiek", "intern"])
def client(request: Any, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The whole app for a profile, with a state store of this test alone."""
    monkeypatch.setenv("PROFILE", request.param)
    monkeypatch.setenv("STATE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    forget_settings()
    yield make_app().server.test_client()
    forget_settings()


def test_every_question_to_the_figures_is_asked_for_the_council(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, object]] = []

    def watched(name: str, function: Any) -> Any:
        def call(*args: Any, **keywords: Any) -> Any:
            asked.append((name, keywords.get("audience")))
            return function(*args, **keywords)

        return call

    for name, function in inspect.getmembers(queries, inspect.isfunction):
        if "audience" in inspect.signature(function).parameters:
            monkeypatch.setattr(queries, name, watched(name, function))
    dias = "&".join(f"dia={EVERYTHING};niveau=buurt;gebied=W13;beeld={chart}" for chart in ("trend", "week", "jaren"))
    answer = client.get(f"/projectie?{dias}")
    assert answer.status_code == 200
    assert {"areas", "snapshot_info", "area_months", "hours"} <= {name for name, _ in asked}
    assert {audience for _, audience in asked} == {"raad"}


def test_a_period_that_is_not_published_is_a_slide_beside_the_others(client: Any) -> None:
    answer = client.get("/projectie?dia=gebied=W13;periode=2022&dia=prioriteit=verkeer;periode=2019")
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert page.count("<section") == 2
    assert "geen cijfers" in page.split("<section")[2]
    assert page.count("Bron:") == 1  # none of what is not there


def test_no_points_and_no_own_zones_are_on_a_slide(client: Any) -> None:
    zone = own_areas.DrawnZone("Geheime zone", shapely.box(3.72, 51.04, 3.73, 51.05))
    snapshot = queries.current()
    own_areas.create_zones(
        [zone], city=queries.outlines(snapshot, level="wijk"), areas=queries.areas(snapshot), user="an"
    )
    page = client.get(f"/projectie?dia=gebied=Z-GEHEIME-ZONE&dia={EVERYTHING}&dia=niveau=zone").get_data(as_text=True)
    assert page.count("<section") == 3
    assert "Geheime zone" not in page
    assert "Het gebied 'Z-GEHEIME-ZONE' bestaat niet (meer)" in page
    assert "/punten" not in page
    assert page.count("<script") == 1


def test_a_list_is_opened_by_its_link_and_a_view_without_its_area_is_a_sentence(client: Any) -> None:
    code = slides.make_list("Raad van mei")["code"]
    slides.add_slide(code, "Dampoort", "?gebied=W13")
    slides.add_slide(code, "Weg", "?gebied=WEG")
    slides.add_slide(code, "Uren", "?prioriteit=overlast&beeld=week")
    answer = client.get(f"/projectie?lijst={code}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert page.index("Fietsdiefstal</strong> in <strong>Dampoort") < page.index("'WEG' bestaat niet")
    assert "<title>Raad van mei</title>" in page
    assert "Wanneer gebeurt het?" in page
    assert "gemaakt met cijfers van" not in page
    slides.add_slide(code, "Vorig jaar", "?periode=2021-05_2022-04&versie=20200102-abcd")
    page = client.get(f"/projectie?lijst={code}").get_data(as_text=True)
    assert "gemaakt met cijfers van 2 januari 2020 (versie 20200102-abcd). De cijfers hier zijn nieuwer" in page
    assert "in mei 2021 – apr 2022" in page  # and it still shows its own months


@pytest.mark.parametrize("search", ["dia=%FF%FE", "lijst=%00", "dia=" + "x" * 5000, "beeld=x", "elke=-1&kleur=x"])
def test_nonsense_is_a_page_with_a_sentence(client: Any, search: str) -> None:
    answer = client.get(f"/projectie?{search}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert page.count("<h1") >= 1
    assert "Traceback" not in page

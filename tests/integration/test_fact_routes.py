"""The routes of points and heat: right counts, small answers, kept by the browser, and a sentence for nonsense."""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text

from dashboard.app_factory import make_app
from dashboard.components.sheet_charts import hour_charts
from dashboard.selection import Selection
from dashboard.sheet import look_at_sheet
from data import config
from data.queries import current
from data.snapshot import building
from data.tables import cell, coverage, incident, incident_grid
from tests.conftest import forget_settings, pointed_at

GENT = (3.55, 50.95, 3.9, 51.22)
CENTRE = (3.715, 51.04, 3.74, 51.06)
LAST_YEAR = "category_id = 'fietsdiefstal' and month between '2022-05-01' and '2023-04-01'"


@pytest.fixture(scope="module")
def served(demo_var: Path) -> Iterator[FlaskClient]:
    """Somebody who asks the app on the demonstration set."""
    with pointed_at(demo_var):
        yield make_app().server.test_client()


def points(client: FlaskClient, query: str = "", *, box: tuple[float, ...] = GENT, zoom: object = 11.5) -> Any:
    """The answer of /feiten."""
    return client.get(f"/feiten?{query}&vak={','.join(map(str, box))}&zoom={zoom}")


def number(query: str) -> int:
    """One number out of the snapshot."""
    with current().engine.connect() as connection:
        return int(connection.execute(text(query)).scalar_one())


def within(box: tuple[float, ...]) -> str:
    west, south, east, north = box
    return f"lon between {west} and {east} and lat between {south} and {north}"


def texts(node: Any) -> str:
    """All words of a legend."""
    if isinstance(node, dict):
        return texts(node["props"].get("children"))
    return " ".join(texts(n) for n in node) if isinstance(node, list) else "" if node is None else str(node)


@pytest.mark.parametrize(("box", "zoom"), [(GENT, 11.5), (CENTRE, 13), (CENTRE, 15), (CENTRE, 18)])
def test_the_marks_add_up_to_the_facts_in_view(served: FlaskClient, box: tuple[float, ...], zoom: float) -> None:
    answer = points(served, box=box, zoom=zoom).json
    there = number(f"select count(*) from incident where {LAST_YEAR} and {within(box)}")
    assert there > 100
    assert answer["facts"] == sum(answer["n"]) == there
    assert f"{there:,} feiten".replace(",", ".") in texts(answer["legend"])
    assert len(answer["lon"]) == len(answer["lat"]) == len(answer["r"]) == len(answer["n"])


def test_chosen_areas_and_categories_narrow_the_marks(served: FlaskClient) -> None:
    answer = points(served, "gebied=W07&prioriteit=overlast&periode=2021").json
    where = "category_id in ('geluidshinder', 'graffiti') and month between '2021-01-01' and '2021-12-01'"
    assert answer["facts"] == number(f"select count(*) from incident where {where} and wijk_code = 'W07'")
    assert answer["names"] == ["Geluidshinder", "Graffiti"]
    assert [sum(row) for row in answer["by"]] == answer["n"]
    zone = points(served, "prioriteit=overpoort").json
    in_zone = "select sum(n) from cell where level = 'zone' and month between '2022-05-01' and '2023-04-01'"
    names = "('geluidshinder', 'diefstal-geweld', 'diefstal-gewapend', 'zakkenrollerij', 'fietsdiefstal')"
    assert zone["facts"] == number(f"{in_zone} and category_id in {names}") > 0


def test_both_legends_tell_what_is_not_on_the_map(served: FlaskClient) -> None:
    nowhere = number(f"select count(*) from incident where {LAST_YEAR} and lon is null")
    assert nowhere > 0
    for answer in (points(served).json, served.get("/warmte?").json):
        assert f"{nowhere} zonder locatie" in texts(answer["legend"])
    marks, heat = texts(points(served).json["legend"]), texts(served.get("/warmte?").json["legend"])
    assert "afgerond op 100 m" in marks
    assert "Bandbreedte 250 m" in heat
    early = texts(points(served, "prioriteit=verkeer&periode=2018-01_2021-12").json["legend"])
    assert "losse feiten van jan 2020 – apr 2023" in early


def test_more_places_than_are_drawn_is_said(served: FlaskClient) -> None:
    answer = points(served, "periode=alles", zoom=16).json
    assert len(answer["n"]) == 2000
    assert sum(answer["n"]) < answer["facts"]
    assert "de 2.000 drukste van" in texts(answer["legend"])


def test_answers_are_small(served: FlaskClient) -> None:
    for path in (
        "/feiten?periode=alles&prioriteit=overpoort&gebied=W01&vak=3,50,5,52&zoom=18",
        "/warmte?periode=alles",
    ):
        plain = served.get(path)
        assert plain.status_code == 200
        assert len(plain.data) < 200_000
        packed = served.get(path, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert len(packed.data) < 60_000


@pytest.mark.parametrize("path", ["/feiten?vak=3.6,51,3.8,51.1&zoom=13", "/warmte?periode=2021"])
@pytest.mark.parametrize("encoding", ["identity", "gzip, br"])
def test_a_browser_keeps_the_answer_as_long_as_the_figures_stay(served: FlaskClient, path: str, encoding: str) -> None:
    first = served.get(path, headers={"Accept-Encoding": encoding})
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = served.get(path, headers={"Accept-Encoding": encoding, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = served.get(path + "&periode=2020", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
    named = served.get(f"{path}&v={current().version}")
    assert named.headers["Cache-Control"] == "private, max-age=3600"


def test_the_heat_map_of_a_part_lies_in_it_with_the_classes_of_the_city(served: FlaskClient) -> None:
    city = served.get("/warmte?").json
    part = served.get("/warmte?vak=3.7,51.04,3.75,51.07&zoom=14").json
    assert part["bounds"] == [[51.04, 3.7], [51.07, 3.75]]
    assert texts(part["legend"]) == texts(city["legend"])
    for answer in (city, part):
        assert base64.b64decode(answer["png"].split(",")[1]).startswith(b"\x89PNG")
    beside = served.get("/warmte?vak=10,10,11,11&zoom=14")
    assert beside.status_code == 200
    assert "png" not in beside.json


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Het vak op de kaart"),
        ("vak=3.6,51,3.8&zoom=13", "Het vak op de kaart"),
        ("vak=3.8,51,3.6,51.1&zoom=13", "west ligt voor oost"),
        ("vak=nan,51,3.6,51.1&zoom=13", "Het vak op de kaart"),
        ("vak=3.6,51,3.8,51.1", "Het zoomniveau"),
        ("vak=3.6,51,3.8,51.1&zoom=nan", "Het zoomniveau"),
        ("vak=3.6,51,3.8,51.1&zoom=99", "Het zoomniveau"),
        ("vak=3.6,51,3.8,51.1&zoom=13&prioriteit=onzin", "bestaat niet"),
        ("vak=3.6,51,3.8,51.1&zoom=13&gebied=NERGENS", "bestaat niet"),
        ("vak=3.6,51,3.8,51.1&zoom=13&prioriteit=verkeer&groep=parkeren", "geen plaats gekend"),
        ("vak=3.6,51,3.8,51.1&zoom=13&periode=1900", "geen cijfers"),
        ("vak=3.6,51,3.8,51.1&zoom=13&x=" + "x" * 4001, "te lang"),
    ],
)
def test_an_impossible_question_gets_a_sentence(served: FlaskClient, query: str, words: str) -> None:
    answer = served.get(f"/feiten?{query}")
    assert answer.status_code == 400
    assert words in answer.json["fout"]
    assert answer.headers["Cache-Control"] == "no-store"


WORDS = st.text(max_size=30) | st.sampled_from(["alles", "2021", "W07", "overpoort", "44021A33K", "-1", "1e400", "%00"])
KEYS = st.sampled_from(["vak", "zoom", "prioriteit", "groep", "categorie", "gebied", "periode", "lagen", "v", "maat"])
BOXES = st.lists(st.floats(-400, 400), min_size=4, max_size=4).map(lambda box: ",".join(f"{v:.4f}" for v in box))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.dictionaries(KEYS, WORDS, max_size=5),
    box=BOXES,
    zoom=st.floats(0, 22),
    path=st.sampled_from(["feiten", "warmte", "wanneer"]),
)
def test_any_question_gets_an_answer_or_a_sentence(
    served: FlaskClient, asked: dict[str, str], box: str, zoom: float, path: str
) -> None:
    answer = served.get(f"/{path}?{urlencode({'vak': box, 'zoom': zoom} | asked)}")
    assert answer.status_code in (200, 400)
    good = {"words"} if path == "wanneer" else {"legend"}
    assert set(json.loads(answer.data)) >= (good if answer.status_code == 200 else {"fout"})


def test_who_may_see_points_gets_them_and_others_never(demo_var: Path, tmp_path: Path) -> None:
    """The same question, of facts that lie a little beside the middle of their cell."""
    folder = tmp_path / "var"
    shutil.copytree(demo_var, folder)
    with pointed_at(folder):
        with building() as made:
            made.connection.execute(text("UPDATE incident SET lon = lon + 0.0002 WHERE lon IS NOT NULL"))
        beside = number(f"select count(distinct (lon, lat)) from incident where {LAST_YEAR} and {within(CENTRE)}")
        found: dict[str, set[tuple[float, float]]] = {}
        with pytest.MonkeyPatch.context() as patch:
            for audience in ("publiek", "raad", "intern"):
                patch.setenv("PROFILE", audience)
                config.settings.cache_clear()
                answer = points(make_app().server.test_client(), box=CENTRE, zoom=18).json
                found[audience] = set(zip(answer["lon"], answer["lat"], strict=True))
                assert answer["cell"] == (0 if audience == "intern" else 100)
                if audience == "intern":
                    assert len(answer["lon"]) == min(beside, 2000)
        assert found["publiek"] == found["raad"]
        assert not found["publiek"] & found["intern"]
    forget_settings()


def test_without_single_facts_the_layers_are_off_and_say_why(demo_var: Path, tmp_path: Path) -> None:
    folder = tmp_path / "var"
    shutil.copytree(demo_var, folder)
    with pointed_at(folder), building() as made:
        for table in (cell, coverage):
            made.connection.execute(delete(table).where(table.c.grain == "incidents"))
        made.connection.execute(delete(incident))
        made.connection.execute(delete(incident_grid))
    with pointed_at(folder):
        from dashboard.callbacks.draw import draw

        panels = draw("?lagen=feiten,punten,warmte")
        assert panels["overlays"] == {}
        assert "layer-punten" not in panels["frame"]
        assert "geen plaats gekend" in json.dumps(panels["notices"], default=lambda part: part.to_plotly_json())
        boxes = {box.value: box for box in panels["layer_options"].children}
        assert [box for box in boxes if boxes[box].disabled] == ["punten", "warmte"]
        assert "geen plaats gekend" in boxes["punten"].description
        client = make_app().server.test_client()
        assert points(client).status_code == 400
        answer = client.get("/wanneer?prioriteit=overpoort").json
        assert answer["charts"] == {}
        assert "dag en uur staan er niet in" in texts(answer["words"]["when"])
        cards = [texts(card) for card in answer["words"]["zone-view"]]
        assert [("uur van elk" in c, "dag van elk" in c, "plaats van elk" in c) for c in cards] == [
            (True, False, False),
            (False, True, False),
            (False, False, True),
        ]
        assert all("data.ingest incidents" in card for card in cards)


def test_months_that_were_never_published_are_not_zero(served: FlaskClient) -> None:
    """Accidents are published from 2020 on; the sheet of those months is in the same words."""
    query = "prioriteit=verkeer&periode=2019"
    never = "Voor 2019 zijn hiervan geen losse feiten gepubliceerd."
    answers = [
        texts(points(served, query).json["legend"]),
        texts(served.get(f"/warmte?{query}").json["legend"]),
        texts(served.get(f"/wanneer?{query}").json["words"]["when"]),
        json.dumps(
            hour_charts(look_at_sheet("W13", Selection(period="2019"), current(), audience="publiek")),
            default=lambda part: part.to_plotly_json(),
            ensure_ascii=False,
        ),
    ]
    for said in answers:
        assert never in said
        assert "Geen feiten in" not in said
        assert "Te weinig feiten" not in said
        assert not re.search(r"(^|[^\d.])0 +feiten", said)
    assert "losse feiten van jan 2020" in answers[2]
    for path in ("warmte", "wanneer"):
        assert "gepubliceerd" not in served.get(f"/{path}?prioriteit=verkeer&periode=2021").get_data(as_text=True)

"""Who may write lists of slides, and what they get: a sentence, never half a change."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard import slide_routes
from dashboard.callbacks.routing import page
from dashboard.link import short_version
from data import queries, state
from data.state import slides
from tests.unit.dashboard.writing import OURS, posted

REGISTER = slide_routes.register


def post(to: FlaskClient, what: str, content: Any, headers: dict[str, str] = OURS) -> tuple[int, dict[str, Any]]:
    return posted(to, f"/dias/{what}", content, headers)


def test_a_view_is_saved_ordered_renamed_shown_and_removed(intern: FlaskClient) -> None:
    asked = {"zoek": "?gebied=W13&versie=20200101-0a0b&beeld=jaren&vreemd=1", "naam": "Een", "lijst": "Raad"}
    status, answer = post(intern, "bewaar", asked)
    assert status == 200
    code = answer["lijst"]
    assert post(intern, "bewaar", {"zoek": "", "naam": "Twee", "lijst": "raad"}) == (200, {"lijst": code})
    one, two = slides.slide_list(code).slides
    # Only what is a view; "the last 12 months" are those of today, also when new figures come.
    version = short_version(queries.current().version)
    assert one["query"] == f"?gebied=W13&periode=2022-05_2023-04&versie={version}&beeld=jaren"
    assert two["query"] == f"?periode=2022-05_2023-04&versie={version}"
    there = {"lijst": code, "dia": two.id, "versie": two.version}
    assert post(intern, "op", there)[0] == 200
    assert post(intern, "neer", there)[0] == 409
    assert post(intern, "naam", {"dia": one.id, "versie": 2, "naam": "Eerste"})[0] == 200
    assert [s["name"] for s in slides.slide_list(code).slides] == ["Twee", "Eerste"]
    shown = str(page("/dias"))
    assert "Dampoort" in shown
    assert f"/projectie?lijst={code}" in shown
    assert intern.get("/dias/lijsten").get_json() == {"lijsten": ["Raad"]}
    assert post(intern, "lijstnaam", {"lijst": code, "versie": 1, "naam": "Commissie"})[0] == 200
    assert post(intern, "verwijderen", {"dia": one.id, "versie": 3})[0] == 200
    assert post(intern, "lijstweg", {"lijst": code, "versie": 2})[0] == 200
    assert slides.slide_lists() == ()


@pytest.mark.parametrize("headers", [{}, OURS | {"Origin": "https://elders.example"}])
def test_another_site_cannot_write(intern: FlaskClient, headers: dict[str, str]) -> None:
    status, answer = post(intern, "lijst", {"naam": "Raad"}, headers)
    assert (status, "geweigerd" in answer["fout"]) == (403, True)
    assert slides.slide_lists() == ()


@pytest.mark.parametrize(
    ("what", "content", "status"),
    [
        ("bewaar", None, 400),
        ("bewaar", [], 400),
        ("bewaar", {"zoek": "?prioriteit=nergens", "naam": "A", "lijst": "B"}, 400),
        ("bewaar", {"zoek": "?beeld=taart", "naam": "A", "lijst": "B"}, 400),
        ("bewaar", {"zoek": 7, "naam": "", "lijst": "B"}, 400),
        ("lijst", {"naam": "x" * 61}, 400),
        ("op", {"lijst": "nergens", "dia": 1, "versie": 1}, 400),
        ("naam", {"dia": True, "versie": 1, "naam": "A"}, 400),
        ("verwijderen", {"dia": 10**12, "versie": 1}, 400),
        ("iets", {}, 404),
    ],
)
def test_nonsense_is_answered_with_a_sentence(intern: FlaskClient, what: str, content: Any, status: int) -> None:
    found, answer = post(intern, what, content)
    assert found == status
    assert status == 404 or answer["fout"].endswith(".")
    assert state.rows("slide_list", deleted=True) == ()


@pytest.mark.parametrize("profile", ["publiek", "raad"])
def test_other_profiles_keep_nothing_on_the_server(as_profile, profile) -> None:
    with as_profile(profile) as there:
        assert post(there, "lijst", {"naam": "Raad"})[0] == 404
        assert there.get("/dias/lijsten").status_code == 404
        assert "Nieuwe lijst" not in str(page("/dias"))

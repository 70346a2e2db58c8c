"""Who may write lists of slides, and what they get: a sentence, never half a change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard import slide_routes
from dashboard.callbacks.routing import page
from data import state
from data.state import slides
from tests.conftest import forget_settings

OURS = {"X-Buurtveiligheid": "1"}


def client(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, profile: str) -> FlaskClient:
    monkeypatch.setenv("PROFILE", profile)
    monkeypatch.setenv("STATE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    forget_settings()
    server = Flask("proef")
    slide_routes.register(server)
    return server.test_client()


@pytest.fixture
def intern(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """The routes for profile intern."""
    yield client(monkeypatch, tmp_path, "intern")
    forget_settings()


def post(to: FlaskClient, what: str, content: Any, headers: dict[str, str] = OURS) -> tuple[int, dict[str, Any]]:
    answer = to.post(f"/dias/{what}", json=content, headers=headers)
    return answer.status_code, answer.get_json(silent=True) or {}


def test_a_view_is_saved_ordered_renamed_shown_and_removed(intern: FlaskClient) -> None:
    asked = {"zoek": "?gebied=W13&versie=20200101-0a0b&beeld=jaren&vreemd=1", "naam": "Een", "lijst": "Raad"}
    status, answer = post(intern, "bewaar", asked)
    assert status == 200
    code = answer["lijst"]
    assert post(intern, "bewaar", {"zoek": "", "naam": "Twee", "lijst": "raad"}) == (200, {"lijst": code})
    one, two = slides.slide_list(code).slides
    assert one["query"] == "?gebied=W13&beeld=jaren"  # only what is a view
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
def test_other_profiles_keep_nothing_on_the_server(demo, tmp_path, monkeypatch, profile) -> None:
    there = client(monkeypatch, tmp_path, profile)
    assert post(there, "lijst", {"naam": "Raad"})[0] == 404
    assert there.get("/dias/lijsten").status_code == 404
    assert "Nieuwe lijst" not in str(page("/dias"))
    forget_settings()

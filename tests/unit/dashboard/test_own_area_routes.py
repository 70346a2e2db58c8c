"""Who may write zones and groups, from where, and what they get: a sentence, never half a change."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard import own_area_routes
from dashboard.callbacks.routing import page
from data import queries, state
from tests.unit.dashboard.writing import OURS, posted

SHAPE = {"type": "Polygon", "coordinates": [[[3.72, 51.04], [3.74, 51.04], [3.74, 51.06], [3.72, 51.04]]]}


REGISTER = own_area_routes.register


def post(to: FlaskClient, what: str, content: Any, headers: dict[str, str] = OURS) -> tuple[int, dict[str, Any]]:
    return posted(to, f"/eigen-gebieden/{what}", content, headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        OURS | {"Origin": "https://elders.example"},
        OURS | {"Sec-Fetch-Site": "cross-site"},
        OURS | {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_another_site_cannot_write(intern, headers) -> None:
    status, answer = post(intern, "zone", {"naam": "Zone", "vorm": SHAPE}, headers)
    assert (status, "geweigerd" in answer["fout"]) == (403, True)
    assert state.rows("own_area") == ()


def test_a_zone_is_made_redrawn_renamed_and_deleted_each_by_the_version_that_was_seen(intern) -> None:
    assert post(intern, "zone", {"naam": "Zone", "vorm": SHAPE}) == (200, {"code": "Z-ZONE"})
    moved = {"type": "Polygon", "coordinates": [[[3.71, 51.04], [3.73, 51.04], [3.73, 51.06], [3.71, 51.04]]]}
    assert post(intern, "hertekenen", {"code": "Z-ZONE", "versie": 1, "vorm": moved})[0] == 200
    status, answer = post(intern, "naam", {"code": "Z-ZONE", "versie": 1, "naam": "Te laat"})
    assert (status, "intussen gewijzigd" in answer["fout"]) == (409, True)
    assert post(intern, "naam", {"code": "Z-ZONE", "versie": 2, "naam": "Nieuw"})[0] == 200
    assert post(intern, "verwijderen", {"code": "Z-ZONE", "versie": 3})[0] == 200
    assert "Z-ZONE" not in queries.areas(queries.current(), audience="intern").index


def test_a_published_zone_is_redrawn_in_its_place(intern) -> None:
    before = queries.areas(queries.current(), audience="intern").at["Z-OVERPOORT", "km2"]
    assert post(intern, "hertekenen", {"code": "Z-OVERPOORT", "versie": 0, "vorm": SHAPE})[0] == 200
    assert queries.areas(queries.current(), audience="intern").at["Z-OVERPOORT", "km2"] > before
    assert post(intern, "hertekenen", {"code": "NERGENS", "versie": 0, "vorm": SHAPE})[0] == 400


def test_a_group_says_what_counts_already(intern) -> None:
    frame = queries.areas(queries.current(), audience="intern")
    buurt = frame[(frame["level"] == "buurt") & frame["is_located"]].iloc[0]
    others = frame.index[(frame["level"] == "wijk") & frame["is_located"] & (frame.index != buurt["parent_code"])]
    status, answer = post(intern, "groep", {"naam": "S", "leden": []})
    assert (status, "minstens twee" in answer["fout"]) == (400, True)
    members = [buurt.name, buurt["parent_code"], others[0]]
    status, answer = post(intern, "groep", {"naam": "Sector", "leden": members})
    assert (status, answer["code"]) == (200, "G-SECTOR")
    assert str(buurt["name"]) in answer["zin"]


@pytest.mark.parametrize(
    ("what", "content", "status"),
    [
        ("zone", None, 400),
        ("zone", [], 400),
        ("zone", {"naam": "Zone"}, 400),
        ("zone", {"naam": 7, "vorm": SHAPE}, 400),
        ("zone", {"naam": "Zone", "vorm": {"type": "Polygon", "coordinates": [[["a", "b"]]]}}, 400),
        ("naam", {"code": "Z-NERGENS", "versie": 1, "naam": "Zone"}, 400),
        ("naam", {"code": "Z-NERGENS", "versie": "1", "naam": "Zone"}, 400),
        ("verwijderen", {"code": None, "versie": True}, 400),
        ("iets", {}, 404),
    ],
)
def test_nonsense_is_answered_with_a_sentence(intern, what, content, status) -> None:
    found, answer = post(intern, what, content)
    assert found == status
    assert status == 404 or answer["fout"].endswith(".")
    assert state.rows("own_area", deleted=True) == ()


def test_a_file_is_imported_and_one_that_is_none_is_refused(intern) -> None:
    text = b'{"type": "Feature", "properties": {"naam": "Kaai"}, "geometry": {"type": "Polygon", "coordinates": '
    text += b"[[[3.72, 51.04], [3.74, 51.04], [3.74, 51.06], [3.72, 51.04]]]}}"
    for content, status in ((text, 200), (b"geen kaart", 400)):
        form = {"bestand": (io.BytesIO(content), "zones.geojson")}
        assert intern.post("/eigen-gebieden/bestand", data=form, headers=OURS).status_code == status
    assert intern.post("/eigen-gebieden/bestand", data={}, headers=OURS).status_code == 400
    assert [row["name"] for row in state.rows("own_area")] == ["Kaai"]


@pytest.mark.parametrize("profile", ["publiek", "raad"])
def test_other_profiles_have_no_such_routes_and_no_such_page(as_profile, profile) -> None:
    with as_profile(profile) as there:
        assert post(there, "zone", {"naam": "Zone", "vorm": SHAPE})[0] == 404
        assert "enkel in het profiel intern" in str(page("/mijn-gebieden"))
        assert "draw-panel" not in str(page("/"))

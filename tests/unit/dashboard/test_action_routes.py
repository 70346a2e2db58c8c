"""Who may write aanpak and who may see it; two editors; a file in and out."""

from __future__ import annotations

import io
from typing import Any

from flask.testing import FlaskClient

from dashboard import action_routes
from dashboard.callbacks.routing import page
from dashboard.look import look
from dashboard.selection import Selection
from data import queries
from data.state import actions
from tests.unit.dashboard.writing import OURS, posted

GOOD = {
    "titel": "Fietslabelactie",
    "gebied": "W13",
    "prioriteit": "fietsdiefstal",
    "van": "2022-03-01",
    "tot": "2022-08-31",
    "nota": "Geheime nota",
}


REGISTER = action_routes.register


def post(to: FlaskClient, what: str, content: Any, headers: dict[str, str] = OURS) -> tuple[int, dict[str, Any]]:
    return posted(to, f"/aanpak-beheer/{what}", content, headers)


def kept() -> tuple[actions.Action, ...]:
    return actions.actions(audience="intern")


def test_an_action_is_registered_changed_and_deleted_each_by_the_version_that_was_seen(intern) -> None:
    status, made = post(intern, "nieuw", GOOD)
    number = made["nummer"]
    assert (status, [a.title for a in kept()]) == (200, ["Fietslabelactie"])
    assert post(intern, "wijzigen", GOOD | {"nummer": number, "versie": 1, "titel": "Labels"})[0] == 200
    status, answer = post(intern, "wijzigen", GOOD | {"nummer": number, "versie": 1, "titel": "Te laat"})
    assert (status, "intussen gewijzigd" in answer["fout"]) == (409, True)
    assert post(intern, "verwijderen", {"nummer": number, "versie": 1})[0] == 409
    assert [a.title for a in kept()] == ["Labels"]
    assert post(intern, "verwijderen", {"nummer": number, "versie": 2})[0] == 200
    assert kept() == ()


def test_another_site_cannot_write_and_nonsense_is_refused(intern) -> None:
    assert post(intern, "nieuw", GOOD, {})[0] == 403
    assert post(intern, "nieuw", GOOD, OURS | {"Sec-Fetch-Site": "cross-site"})[0] == 403
    for wrong in ([], GOOD | {"titel": 5}, GOOD | {"gebied": "W99"}, GOOD | {"tot": "gisteren"}):
        status, answer = post(intern, "nieuw", wrong)
        assert status == 400
        assert answer["fout"]
    assert post(intern, "wijzigen", GOOD | {"nummer": "1", "versie": 1})[0] == 400
    assert post(intern, "wijzigen", GOOD | {"nummer": 99, "versie": 1})[0] == 400
    assert post(intern, "verwijderen", {"nummer": 10**30, "versie": 1})[0] == 400
    assert post(intern, "iets", GOOD)[0] == 404
    assert kept() == ()


def test_a_file_goes_out_and_comes_in_whole_or_not_at_all(intern) -> None:
    def send(content: bytes) -> tuple[int, dict[str, Any]]:
        form = {"bestand": (io.BytesIO(content), "aanpak.csv")}
        answer = intern.post("/aanpak-beheer/bestand", data=form, headers=OURS)
        return answer.status_code, answer.get_json()

    post(intern, "nieuw", GOOD | {"titel": "=1+1"})
    post(intern, "nieuw", GOOD | {"nota": "twee\nregels"})
    answer = intern.get("/aanpak-beheer/aanpak.csv")
    assert "no-store" in answer.headers["Cache-Control"]
    assert b"'=1+1" in answer.data
    before = kept()
    status, said = send(answer.data)  # all of it is there already
    assert (status, "2 rijen gelezen: 0 goed, 2 geweigerd" in said["fout"]) == (400, True)
    for each in before:
        actions.delete_action(each.id, version=1, audience="intern")
    bad = answer.data + b"Fout;W99;;overlast;2022-01-01;;\r\n"
    status, said = send(bad)
    assert (status, "3 rijen gelezen: 2 goed, 1 geweigerd" in said["fout"]) == (400, True)
    assert "Regel 5: Het gebied 'W99' bestaat niet" in said["fout"]
    assert kept() == ()
    assert send(answer.data)[0] == 200
    same = ("title", "area_code", "priority", "first", "until", "note")
    assert [[getattr(a, f) for f in same] for a in kept()] == [[getattr(a, f) for f in same] for a in before]
    assert send(b"")[0] == 400


def test_the_page_and_the_marks_are_for_intern_alone(intern, as_profile) -> None:
    number = post(intern, "nieuw", GOOD)[1]["nummer"]
    snapshot = queries.current()
    texts = {path: str(page(path)) for path in ("/aanpak", f"/aanpak/{number}")}
    assert all("Geheime nota" in text for text in texts.values())
    assert "Werkte het?" in texts[f"/aanpak/{number}"]
    assert "bestaat niet" in str(page("/aanpak/999"))
    assert "bestaat niet" in str(page("/aanpak/x"))
    assert "bestaat niet" in str(page("/aanpak/" + "9" * 5000))

    def marks(audience: str, **choices: Any) -> list[str]:
        return [a.title for a in look(Selection(**choices), snapshot, audience=audience).actions]

    frame = queries.areas(snapshot, audience="intern")
    buurt = str(frame.index[frame["parent_code"] == "W13"][0])
    for areas in ((), ("W13",), (buurt,), ("W13", "W01")):
        assert marks("intern", areas=areas) == ["Fietslabelactie"]
        assert marks("publiek", areas=areas) == marks("raad", areas=areas) == []
    assert marks("intern", areas=("W01",)) == []
    assert marks("intern", areas=("W13",), priority="overlast") == []

    for profile in ("publiek", "raad"):
        with as_profile(profile) as other:
            assert other.post("/aanpak-beheer/nieuw", json=GOOD, headers=OURS).status_code == 404
            assert other.get("/aanpak-beheer/aanpak.csv").status_code == 404
            for path in texts:
                said = str(page(path))
                assert "enkel in het profiel intern" in said
                assert "Fietslabelactie" not in said
                assert "Geheime" not in said
            assert "href='/aanpak'" not in str(page("/gegevens"))
    assert len(kept()) == 1

"""The log: what people saw, took along, imported and changed is in it, nobody can change it, and only some read it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from dashboard import audit as writer
from dashboard import ids
from data import state
from data.errors import StateError
from data.state import audit, slides
from data.state.audit import Line
from data.state.store import writing
from tests.integration.test_sign_in import AN, OURS, ZONE, Site, site, zone_status

__all__ = ["site"]


def look(client, headers: dict[str, str], search: str, path: str = "/beeld") -> int:
    """What the browser asks when the selection changes."""
    return client.get(path + search, headers=headers).status_code


def see_sheet(client, path: str) -> int:
    """What the browser asks for the sheet of an area."""
    body = {
        "output": f"{ids.SHEET_LATER}.data",
        "outputs": {"id": ids.SHEET_LATER, "property": "data"},
        "inputs": [{"id": ids.URL, "property": "search", "value": ""}],
        "changedPropIds": [f"{ids.URL}.search"],
        "state": [{"id": ids.URL, "property": "pathname", "value": path}],
    }
    return client.post("/_dash-update-component", json=body, headers=AN).status_code


def told() -> list[tuple[str, str, str, str]]:
    """The lines, oldest first."""
    writer.close()
    return [(line.by, line.audience, line.what, line.about) for line in audit.lines()[::-1]]


def test_a_worker_that_ends_writes_what_waits_at_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site()
    monkeypatch.setattr(writer, "EVERY_S", 60.0)  # far longer than a worker that ends waits
    writer.keep(Line("an", "intern", "bekeken", "W25", "?gebied=W25"))
    writer.close()
    assert [line.about for line in audit.lines()] == ["W25"]


def test_what_people_see_take_along_and_change_is_in_the_log_and_in_its_file(site: Site) -> None:
    client = site(AUTH="header", TRUSTED_PROXIES="127.0.0.1", GROUPS_LOGBOEK="toezicht")
    raad = {"X-Remote-User": "=raad()", "X-Remote-Groups": "raadsleden"}
    boss = {"X-Remote-User": "baas", "X-Remote-Groups": "analisten;toezicht"}
    wijk = "W01"
    search = "?gebied=" + wijk
    assert look(client, AN, "") == 200
    assert look(client, AN, search) == look(client, AN, search) == 200  # twice the same is one line
    assert look(client, AN, search, "/beeld/onder") == 200  # and so is what stands below it
    assert look(client, raad, search) == 200
    assert client.get(f"/uitvoer/trend.csv{search}", headers=AN).status_code == 200
    assert client.get("/rapport.pdf?blad=W13", headers=AN).status_code == 200
    code = slides.make_list("Raad")["code"]
    slides.add_slide(code, "Eén wijk", "?gebied=W07&periode=2022")
    assert client.get(f"/projectie?lijst={code}", headers=AN).status_code == 200
    assert see_sheet(client, "/buurt/W09") == 200
    assert zone_status(client, **AN) == 200
    assert client.get("/logboek.csv", headers=AN).status_code == 403
    assert look(client, {}, search) == 200  # nobody: no person, no line
    assert client.post("/eigen-gebieden/zone", json=ZONE, headers=OURS | raad).status_code == 404
    found = told()
    assert found[:5] == [
        ("an", "intern", "bekeken", "hele stad"),
        ("an", "intern", "bekeken", wijk),
        ("=raad()", "raad", "bekeken", wijk),
        ("an", "intern", "uitgevoerd", wijk),
        ("an", "intern", "uitgevoerd", "W13"),
    ]
    assert ("an", "intern", "bekeken", "W07") in found
    assert ("an", "intern", "bekeken", "W09") in found
    assert ("an", "intern", "gewijzigd", "Z-ZONE") in found
    assert found[-1] == ("an", "intern", "geweigerd", "")
    sent = client.get("/logboek.csv", headers=boss)
    rows = sent.get_data().decode("utf-8-sig").split("\r\n")
    assert len([row for row in rows if row]) == len(found) + 1
    assert ";'=raad();raad;" in sent.get_data(as_text=True)  # no formula in a spreadsheet
    assert ("baas", "intern", "uitgevoerd", "hele stad") in told()


def test_without_signing_in_only_intern_has_a_log(site: Site) -> None:
    client = site(PROFILE="publiek")
    assert look(client, {}, "") == 200
    assert told() == []


def test_a_line_stays_as_it_is_and_goes_only_after_its_time(var_dir, monkeypatch) -> None:
    old = datetime(2020, 1, 1)
    audit.add(
        [Line("an", "intern", "bekeken", "W01", "", at=old), Line("an", "intern", "bekeken", "W01", "?gebied=W01")]
    )
    for statement in ("UPDATE audit SET by = 'niemand'", "DELETE FROM audit"):
        with pytest.raises(StateError), writing() as connection:
            connection.execute(text(statement))
    assert audit.purge(is_sure=True) == 1
    assert [(line.what, line.at > old + timedelta(days=900)) for line in audit.lines()] == [
        ("gewist", True),
        ("bekeken", True),
    ]
    assert state.changes() == ()

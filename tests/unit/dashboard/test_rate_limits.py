"""A client that asks too much gets a sentence and a moment to come back; others, and this machine itself, do not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard import error_answers, rate_limits, request_log
from data.config import settings
from tests.conftest import forget_settings


def limited(monkeypatch: pytest.MonkeyPatch, **settings: str) -> FlaskClient:
    """A server behind one proxy that allows two exports a minute."""
    for name, value in {"TRUSTED_PROXIES": "127.0.0.1", "RATE_EXPORTS": "2", **settings}.items():
        monkeypatch.setenv(name, value)
    forget_settings()
    server = Flask("proef")
    request_log.register(server, ())
    error_answers.register(server)
    rate_limits.register(server)
    server.add_url_rule("/<path:path>", view_func=lambda path: path)
    return server.test_client()


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """Of such a server, that allows any number of reports."""
    yield limited(monkeypatch, RATE_REPORTS="0")
    forget_settings()


def statuses(client: FlaskClient, path: str, who: str, times: int = 3) -> list[int]:
    return [client.get(path, headers={"X-Forwarded-For": who}).status_code for _ in range(times)]


def test_who_asks_too_much_is_told_when_to_come_back(client: FlaskClient) -> None:
    assert statuses(client, "/uitvoer/trend.csv", "192.0.2.1") == [200, 200, 429]
    refused = client.get("/uitvoer/kaart.csv", headers={"X-Forwarded-For": "192.0.2.1"})  # one count for all of them
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "Wacht even" in refused.get_json()["fout"]
    assert statuses(client, "/uitvoer/trend.csv", "192.0.2.2", 2) == [200, 200]  # somebody else
    assert statuses(client, "/gegevens", "192.0.2.1") == [200, 200, 200]  # something cheap


def test_without_a_limit_and_on_this_machine_nothing_is_counted(client: FlaskClient) -> None:
    assert set(statuses(client, "/rapport.pdf", "192.0.2.1", 30)) == {200}
    assert {client.get("/uitvoer/trend.csv").status_code for _ in range(5)} == {200}


def test_a_name_that_a_visitor_makes_up_is_not_believed(client: FlaskClient) -> None:
    """Only what the proxy itself added, at the end, counts."""
    made_up = [f"198.51.100.{number}, 192.0.2.9" for number in range(3)]
    assert [statuses(client, "/uitvoer/trend.csv", who, 1) for who in made_up] == [[200], [200], [429]]


def test_a_proxy_on_this_machine_that_no_setting_names_is_counted(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "")
    forget_settings()
    assert statuses(client, "/uitvoer/trend.csv", "192.0.2.1") == [200, 200, 429]


def test_slides_are_counted_far_above_what_a_meeting_asks() -> None:
    found = rate_limits.expensive("/projectie", "GET")
    assert found is not None
    assert getattr(settings(), found.setting) >= 60


def test_only_what_is_sent_in_counts_as_uploading() -> None:
    assert rate_limits.expensive("/invoer/taak/1", "GET") is None
    found = rate_limits.expensive("/invoer/bestand", "POST")
    assert found is not None
    assert found.name == "invoer"

"""PostgreSQL stopped, started and crashed under a real server: a sentence while it is away, and figures right after."""

from __future__ import annotations

import json
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg
import pytest
from flask.testing import FlaskClient

from dashboard.app_factory import make_app
from dashboard.callbacks.draw import draw
from dashboard.callbacks.routing import page
from data.errors import InputError
from data.postgres import server
from data.postgres.server import AWAY
from data.postgres.versions import schema_of
from data.snapshot import building, current_version
from tests.conftest import Serve, forget_settings
from tests.integration.postgres_cluster import Cluster

RECOVERY_S = 5.0
AREAS = [f"W{number:02}" for number in range(1, 26)]
ADDRESSES = (
    "/uitvoer/trend.csv?gebied={area}",
    "/uitvoer/kaart.csv?gebied={area}&niveau=buurt&wanneer=nacht",
    "/wanneer?gebied={area}",
    "/feiten?gebied={area}&vak=3.6,51.0,3.8,51.1&zoom=13",
    "/zoek?q={area}",
    "/healthz",
)


@dataclass
class Heard:
    """What visitors got: moment, status and text of each answer."""

    answers: list[tuple[float, int, str]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def visit(self, url: str, seed: int) -> None:
        """Asks one thing after another until it is told to stop."""
        chance = random.Random(seed)
        with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
            while not self.stopped.is_set():
                answer = client.get(chance.choice(ADDRESSES).format(area=chance.choice(AREAS)))
                self.answers.append((time.monotonic(), answer.status_code, answer.text))


@contextmanager
def visitors(url: str, how_many: int = 4) -> Iterator[Heard]:
    """People who look around for as long as the block lasts."""
    heard = Heard()
    threads = [threading.Thread(target=heard.visit, args=(url, seed)) for seed in range(how_many)]
    for thread in threads:
        thread.start()
    try:
        yield heard
    finally:
        heard.stopped.set()
        for thread in threads:
            thread.join()


def restarted(cluster: Cluster, how: int, away_s: float) -> tuple[float, float]:
    """From when on the server was away, and when it was back."""
    begin = time.monotonic()
    cluster.stop(how)
    time.sleep(away_s)
    cluster.start()
    return begin, time.monotonic()


def check(heard: Heard, gaps: list[tuple[float, float]]) -> None:
    """Errors are sentences with 503, and only from when the server went until a moment after it came back."""
    assert Counter(status for _, status, _ in heard.answers).keys() <= {200, 503}
    for at, status, text in heard.answers:
        if status == 503:
            inside = any(begin <= at <= end + RECOVERY_S for begin, end in gaps)
            assert inside, f"{text} at {at}, with gaps {gaps}"
            told = json.loads(text)
            assert "bereikbaar" in (told.get("fout") or told["reason"])
    for begin, end in gaps:
        assert any(status == 503 for at, status, _ in heard.answers if begin <= at <= end), "nobody noticed"
        assert any(status == 200 for at, status, _ in heard.answers if at > end)


@pytest.fixture
def settings(own_database: str) -> dict[str, str]:
    """Figures and state store in one database."""
    return {
        "DATABASE_URL": own_database,
        "STATE_URL": own_database,
        "PROFILE": "intern",
        "RATE_LAYERS": "0",
        "RATE_EXPORTS": "0",
    }


def test_a_server_that_starts_before_its_database_and_loses_it_twice(
    settings: dict[str, str], cluster: Cluster, serve: Serve, tmp_path: Path
) -> None:
    cluster.stop()
    with serve(tmp_path, wait=False, **settings) as site:
        until = time.monotonic() + 60
        told = ""
        while "bereikbaar" not in told and time.monotonic() < until:
            try:
                told = httpx.get(f"{site.url}/healthz", trust_env=False, timeout=20).text
            except httpx.TransportError:
                time.sleep(0.1)
        assert json.loads(told)["reason"] == AWAY
        cluster.start()
        back = time.monotonic()
        site.wait_until_healthy()
        assert time.monotonic() - back < RECOVERY_S
        with visitors(site.url) as heard:
            time.sleep(2)
            gaps = [restarted(cluster, signal.SIGINT, 1.0)]
            time.sleep(2)
            gaps.append(restarted(cluster, signal.SIGQUIT, 0.0))  # a crash: it recovers from its journal first
            time.sleep(3)
        assert httpx.get(f"{site.url}/healthz", trust_env=False).status_code == 200
        assert "Traceback" not in site.printed()
    check(heard, gaps)


@pytest.mark.soak
def test_many_restarts_under_load(settings: dict[str, str], cluster: Cluster, serve: Serve, tmp_path: Path) -> None:
    chance, gaps = random.Random(3), []
    with serve(tmp_path, **settings) as site, visitors(site.url, 8) as heard:
        for how in (signal.SIGINT, signal.SIGQUIT) * 8:
            time.sleep(chance.uniform(6, 10))
            gaps.append(restarted(cluster, how, chance.uniform(0, 4)))
        time.sleep(RECOVERY_S)
        assert "Traceback" not in site.printed()
    check(heard, gaps)


def test_a_database_that_is_slow_is_given_up_with_a_sentence(
    settings: dict[str, str], var_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(server, "STATEMENT_MS", 300)
    forget_settings()
    client: FlaskClient = make_app().server.test_client()
    assert client.get("/healthz").status_code == 200
    with psycopg.connect(settings["DATABASE_URL"]) as connection:  # somebody holds what is asked
        connection.execute(f"LOCK TABLE {schema_of(str(current_version()))}.incident IN ACCESS EXCLUSIVE MODE".encode())
        slow = client.get("/wanneer?gebied=W13")
        assert (slow.status_code, slow.get_json()["fout"]) == (503, server.SLOW)
    assert client.get("/wanneer?gebied=W13").status_code == 200
    forget_settings()


def test_an_address_that_is_none_is_said(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("mysql://x@y/z", "niets"):
        monkeypatch.setenv("DATABASE_URL", address)
        forget_settings()
        answer = make_app().server.test_client().get("/healthz")
        assert (answer.status_code, "geen adres van PostgreSQL" in answer.get_json()["reason"]) == (503, True)


def test_what_an_import_left_on_this_machine_is_shown_while_the_database_is_away(
    settings: dict[str, str], cluster: Cluster, var_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (settings | {"STATE_URL": ""}).items():
        monkeypatch.setenv(name, value)
    forget_settings()
    with building() as made:
        made.set_meta(city="Gent")
    client: FlaskClient = make_app().server.test_client()
    sentence = str(draw("?gebied=W13")["sentence"])
    assert "feiten" in sentence
    cluster.stop()
    try:
        told = client.get("/healthz")
        assert (told.status_code, told.get_json()["status"]) == (503, "degraded")
        assert "niet bereikbaar. U ziet de laatste stand op deze machine, van" in told.get_json()["reason"]
        assert told.get_json()["data_version"] == made.version
        shown = draw("?gebied=W13")
        assert str(shown["sentence"]) == sentence
        assert told.get_json()["reason"] in str(shown["notices"])
        assert client.get("/uitvoer/trend.csv?gebied=W13").status_code == 200
        with pytest.raises(InputError, match="niet bereikbaar"), building():  # nothing is built on it
            pass
    finally:
        cluster.start()
    assert client.get("/healthz").status_code == 200
    assert "niet bereikbaar" not in str(draw("?gebied=W13")["notices"])
    forget_settings()


def test_pages_say_it_in_the_place_of_figures_and_come_back(
    settings: dict[str, str], cluster: Cluster, var_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    forget_settings()
    client: FlaskClient = make_app().server.test_client()
    assert client.get("/healthz").status_code == 200
    sentence = str(draw("?gebied=W13")["sentence"])
    cluster.stop()
    try:
        gone = client.get("/healthz")
        assert (gone.status_code, gone.get_json()["status"]) == (503, "down")
        for said in (
            str(draw("?gebied=W13")["sentence"]),
            str(page("/gegevens")),
            client.get("/uitvoer/trend.csv").get_json()["fout"],
        ):
            assert AWAY in said
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 200
    finally:
        cluster.start()
    assert client.get("/healthz").status_code == 200
    assert str(draw("?gebied=W13")["sentence"]) == sentence
    forget_settings()

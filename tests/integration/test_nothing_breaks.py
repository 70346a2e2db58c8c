"""Whatever comes in by address or by callback: a sentence and a 4xx at most, never a 500 or a trace."""

from __future__ import annotations

import gc
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard import same_site
from dashboard.app_factory import make_app
from dashboard.callback_guard import PATH, TEXTS
from tests.conftest import pointed_at
from tests.integration.fuzz import addresses, bodies, body_of

SHORT = 1_200
"""Addresses, and callbacks, of each profile in `make test`: half a minute of two cores; `make soak` asks MANY."""
MANY = 10_000
GROWTH_BYTES = 60_000_000
"""That the caches may still take once they have been filled: they are bounded."""
ACCEPTED = ("text/html", "application/json", "*/*", "")


@pytest.fixture(scope="module", params=["publiek", "intern"])
def app(demo_var: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Dash]:
    """The app of a profile, on a copy of the demonstration set."""
    folder = tmp_path_factory.mktemp("fuzz") / "var"
    shutil.copytree(demo_var, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROFILE", request.param)
        with pointed_at(folder):
            made = make_app()
            made.server.test_client().get("/")
            yield made


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    return app.server.test_client()


def check(answer: Any, what: object) -> None:
    """An answer, or a refusal with a sentence; never a fault of ours."""
    assert answer.status_code < 500, what
    body = answer.get_data()
    assert b"Traceback" not in body, what
    assert b'File "' not in body, what
    if answer.status_code >= 400 and answer.request.method != "HEAD":
        assert len(body) > 15, what
        assert b"<title>40" not in body, what  # the English page of the web server's library
    answer.close()


def memory_bytes() -> int:
    """What this process holds in memory."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def ask_address(client: FlaskClient, method: str, address: str, dice: random.Random) -> None:
    headers = {"Accept": dice.choice(ACCEPTED)}
    if address.startswith("/invoer/bestand"):
        method = "GET" if method == "POST" else method  # each file that comes in starts a process of its own
    elif dice.random() < 0.5:
        headers[same_site.HEADER] = "1"
    data = dice.choice((b"", b"{}", b"[]", b"\xff", b'{"code": 1, "versie": "x"}')) if method == "POST" else None
    kind = dice.choice(("application/json", "text/plain", "multipart/form-data", ""))
    answer = client.open(address, method=method, headers=headers, data=data, content_type=kind)
    check(answer, (method, address, headers, data, kind))


def ask_callback(client: FlaskClient, body: bytes, dice: random.Random) -> None:
    kind = (
        "application/json"
        if dice.random() < 0.9
        else dice.choice(("text/plain", "", "multipart/form-data; boundary=x"))
    )
    check(client.post(PATH, data=body, content_type=kind), (kind, body[:2000]))


def test_any_address(client: FlaskClient, app: Dash) -> None:
    dice = random.Random(7)
    asked = addresses(app, dice)
    for _ in range(SHORT):
        ask_address(client, *next(asked), dice)


def test_any_callback(client: FlaskClient, app: Dash) -> None:
    dice = random.Random(11)
    asked = bodies(app, dice)
    for _ in range(SHORT):
        ask_callback(client, next(asked), dice)


def test_good_callbacks_pass_the_guard(client: FlaskClient, app: Dash) -> None:
    good = [body_of(output, known) for output, known in app.callback_map.items() if "callback" in known]
    assert len(good) >= 3
    for body in good:
        answer = client.post(PATH, json=body)
        assert answer.status_code == 200, body
        assert answer.json["response"], body


@pytest.mark.soak
def test_ten_thousand_addresses_and_callbacks_in_level_memory(client: FlaskClient, app: Dash) -> None:
    dice = random.Random(13)
    urls, calls = addresses(app, dice), bodies(app, dice)
    before = 0
    for number in range(MANY):
        if number == MANY // 2:
            before = memory_bytes()
        ask_address(client, *next(urls), dice)
        ask_callback(client, next(calls), dice)
    assert memory_bytes() - before < GROWTH_BYTES


def test_callbacks_on_the_server_take_only_the_address(app: Dash) -> None:
    """What the guard of callbacks knows how to check; another kind of value needs a check of its own there."""
    for output, known in app.callback_map.items():
        if "callback" in known:
            assert {entry["property"] for entry in (*known["inputs"], *known["state"])} <= TEXTS, output


def test_what_is_too_large_or_of_another_kind(client: FlaskClient) -> None:
    huge = client.post(PATH, data=b'{"a": "' + b"x" * 200_000 + b'"}', content_type="application/json")
    assert (huge.status_code, "te groot" in huge.json["fout"]) == (413, True)
    other = client.post("/zoek", data=b"x")
    assert (other.status_code, "Allow" in other.headers) == (405, True)
    assert "gevraagd" in other.json["fout"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/?gebied=W13", 200),
        ("/?gebied=BESTAATNIET", 400),
        ("/?periode=2099", 400),
        ("/?prioriteit=x", 400),
        ("/prioriteiten?periode=zomer", 400),
        ("/buurt/W13?periode=2022", 200),
        ("/buurt/XX", 404),
        ("/bestaat-niet", 404),
        ("/gegevens?utm_source=x", 200),
        ("/_dash-component-suites/os/path.py", 404),
    ],
)
def test_the_status_of_a_page_says_what_the_screen_says(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address, headers={"Accept": "text/html"}).status_code == status


def test_an_unexpected_fault_is_a_number_and_never_a_trace(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("dashboard.search_route.answer", broken)
    answer = client.get("/zoek?q=dam", headers={"X-Request-Id": "0123456789abcdef"})
    assert answer.status_code == 500
    assert "0123456789abcdef" in answer.json["fout"]
    assert "secret" not in answer.get_data(as_text=True)
    assert answer.headers["X-Request-Id"] == "0123456789abcdef"

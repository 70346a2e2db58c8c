"""The answer leaves in four parts: trend and map do not wait for each other; what stands below is asked apart."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app_factory import make_app
from dashboard.callbacks import draw
from dashboard.view import View
from data.errors import BuurtError

SEARCH = "?prioriteit=overlast&gebied=W13&periode=2021"


@pytest.fixture
def client(demo: Path) -> FlaskClient:
    return make_app().server.test_client()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[View]]:
    """The views of which the last part was made."""
    seen: list[View] = []
    last = draw.control_panels

    def noted(view: View) -> dict[str, Any]:
        seen.append(view)
        return last(view)

    monkeypatch.setattr(draw, "control_panels", noted)
    return seen


def test_each_part_can_be_read_before_the_next_is_made(client: FlaskClient, made: list[View]) -> None:
    answer = client.get("/beeld" + SEARCH, headers={"Accept-Encoding": "gzip"}, buffered=False)
    pieces, unpack = iter(answer.response), zlib.decompressobj(zlib.MAX_WBITS | 16)
    first, second, third = (unpack.decompress(next(pieces)) for _ in range(3))
    for line in (first, second, third):
        assert line.endswith(b"\n")  # all of its line, not what the packer had ready
    assert set(json.loads(first)["charts"]) == {"trend"}
    assert json.loads(second)["paint"]["selected"] == ["W13"]
    assert json.loads(third)["words"]["sentence"]
    assert made == []
    offered = json.loads(unpack.decompress(b"".join(pieces)))
    assert len(made) == 1
    assert offered["controls"]
    assert unpack.eof


def test_the_answer_does_not_wait_for_what_stands_below_it(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[View] = []
    below = draw.panels_below
    monkeypatch.setattr(draw, "panels_below", lambda view: made.append(view) or below(view))
    story = json.loads(client.get("/beeld" + SEARCH).data.splitlines()[2])
    assert made == []
    answer = client.get("/beeld/onder" + SEARCH)
    assert len(made) == 1
    assert answer.json["table"]
    assert answer.json["version"] == story["effective"]["version"]  # the page can see that both are of the same figures


def test_packed_or_not_it_is_the_same_answer_with_every_panel(client: FlaskClient) -> None:
    plain = client.get("/beeld" + SEARCH)
    packed = client.get("/beeld" + SEARCH, headers={"Accept-Encoding": "br, gzip"})
    assert plain.headers.get("Content-Encoding") is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert zlib.decompress(packed.data, zlib.MAX_WBITS | 16) == plain.data
    trend, painted, story, offered = (json.loads(line) for line in plain.data.splitlines())
    assert painted["paint"]["selected"] == ["W13"]
    assert offered["controls"]
    below, packed = (client.get("/beeld/onder" + SEARCH, headers=h) for h in ({}, {"Accept-Encoding": "gzip"}))
    assert zlib.decompress(packed.data, zlib.MAX_WBITS | 16) == below.data
    below = below.json
    drawn = {*painted["words"], *story["words"], *below["words"], *trend["charts"], *below["charts"]}
    assert {"sentence", "key-figures", "trend", "signals", "funnel", "years"} <= drawn


@pytest.mark.parametrize("search", ["?prioriteit=x", "?periode=gisteren", "?gebied=" + "W13," * 2000])
def test_what_cannot_be_asked_is_a_sentence_and_400(client: FlaskClient, search: str) -> None:
    answer = client.get("/beeld" + search)
    first, *others = (json.loads(line) for line in answer.data.splitlines())
    assert answer.status_code == 400
    assert first["words"]["sentence"][0].endswith(".")
    assert others == [{}, {}, {}]


@pytest.mark.parametrize(("panels", "there"), [("figures_beside", 1), ("story_panels", 2), ("control_panels", 3)])
def test_a_fault_after_the_first_part_is_a_sentence_with_a_number(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, panels: str, there: int
) -> None:
    def fails(_view: View) -> dict[str, Any]:
        raise RuntimeError("geheim van de tabel")

    monkeypatch.setattr(draw, panels, fails)
    answer = client.get("/beeld" + SEARCH)
    *parts, last = (json.loads(line) for line in answer.data.splitlines())
    assert len(parts) == there
    assert parts[0]["charts"]["trend"]
    assert set(last) == {"fout", "status"}
    assert last["status"] == 500
    assert "geheim" not in last["fout"]
    assert answer.headers["X-Request-Id"] in last["fout"]


def test_figures_that_go_away_after_the_first_part_are_asked_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_view: View) -> dict[str, Any]:
        raise BuurtError("De cijfers zijn nu niet bereikbaar.")

    monkeypatch.setattr(draw, "figures_beside", gone)
    _, last = (json.loads(line) for line in client.get("/beeld" + SEARCH).data.splitlines())
    assert last == {"fout": "De cijfers zijn nu niet bereikbaar.", "status": 503}


@pytest.mark.parametrize("search", ["?prioriteit=x", "?periode=gisteren", "?gebied=" + "W13," * 2000])
def test_below_what_cannot_be_asked_is_its_sentence_too(client: FlaskClient, search: str) -> None:
    answer = client.get("/beeld/onder" + search)
    first = json.loads(client.get("/beeld" + search).data.splitlines()[0])
    assert answer.status_code == 400
    assert answer.json == {"fout": first["words"]["sentence"][0], "status": 400}


def test_a_fault_below_is_a_sentence_with_a_number(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_view: View) -> dict[str, Any]:
        raise RuntimeError("geheim van de tabel")

    monkeypatch.setattr(draw, "panels_below", fails)
    answer = client.get("/beeld/onder" + SEARCH)
    assert (answer.status_code, answer.json["status"]) == (500, 500)
    assert "geheim" not in answer.json["fout"]
    assert answer.headers["X-Request-Id"] in answer.json["fout"]

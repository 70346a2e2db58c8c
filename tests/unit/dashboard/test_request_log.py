"""What is written about a request: enough to find a fault, nothing about who asked or what they typed; and how many."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard import error_answers, metrics, request_log
from dashboard.metrics import Numbers, told
from data.errors import NoSnapshotError
from tests.conftest import forget_settings


@pytest.fixture
def printed() -> Iterator[io.StringIO]:
    """What is written in the log."""
    stream = io.StringIO()
    before = request_log.HANDLER.setStream(stream)
    yield stream
    request_log.HANDLER.setStream(before)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, printed: io.StringIO) -> Iterator[FlaskClient]:
    monkeypatch.setenv("LOG_LEVEL", "info")
    forget_settings()
    server = Flask("proef")
    request_log.register(server, ("/", "/gegevens"))
    metrics.register(server)
    error_answers.register(server)
    server.add_url_rule("/zoek", "zoek", view_func=lambda: "ja")
    server.add_url_rule("/kapot", "kapot", view_func=lambda: 1 / 0)
    server.add_url_rule("/taak/<job>", "taak", view_func=lambda job: job)
    server.add_url_rule("/<path:path>", "page", view_func=lambda path: path)
    yield server.test_client()
    forget_settings()


def test_a_line_says_what_and_how_long_and_not_who(client: FlaskClient, printed: io.StringIO) -> None:
    asked = ("/zoek?q=jan.janssens", "/taak/geheim-7", "/gegevens", "/jan.janssens@example.org")
    numbers = [
        client.get(path, headers={"X-Forwarded-For": "192.0.2.7", "User-Agent": "Eigen/1"}).headers["X-Request-Id"]
        for path in asked
    ]
    lines = [json.loads(line) for line in printed.getvalue().splitlines()]
    assert [line["id"] for line in lines] == numbers
    assert [line["path"] for line in lines] == ["/zoek", "/taak/<job>", "/gegevens", "(onbekend)"]
    assert {line["status"] for line in lines} == {200}
    assert all(line["ms"] >= 0 and line["time"].endswith("+00:00") for line in lines)
    for secret in ("janssens", "geheim", "192.0.2.7", "127.0.0.1", "Eigen"):
        assert secret not in printed.getvalue()


def test_a_fault_is_found_by_its_number(client: FlaskClient, printed: io.StringIO) -> None:
    answer = client.get("/kapot", headers={"X-Request-Id": "slecht nummer"})
    number = answer.headers["X-Request-Id"]
    assert number != "slecht nummer"
    assert (answer.status_code, number in answer.get_json()["fout"]) == (500, True)
    fault, line = [json.loads(line) for line in printed.getvalue().splitlines()]
    assert (fault["id"], fault["fault"], "ZeroDivisionError" in fault["trace"]) == (number, "ZeroDivisionError", True)
    assert (line["id"], line["status"]) == (number, 500)


def test_metrics_are_for_this_machine_only(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(**_: object) -> None:
        raise NoSnapshotError("geen")

    monkeypatch.setattr("data.queries.current", none)
    assert "buurt_figures_up 0" in client.get("/metrics").get_data(as_text=True)
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code == 404


def test_two_workers_count_in_one_memory() -> None:
    numbers = Numbers()
    for worker in (1, 2):
        pid = os.fork()
        if not pid:
            numbers.use_row(worker)
            for _ in range(50):
                numbers.add(200, 0.03)
            numbers.add(503, 20.0)
            os._exit(0)
        os.waitpid(pid, 0)
    lines = dict(line.rsplit(" ", 1) for line in told(numbers.totals()) if not line.startswith("#"))
    assert (lines['buurt_requests_total{status="2xx"}'], lines['buurt_requests_total{status="5xx"}']) == ("100", "2")
    assert lines['buurt_answer_seconds_bucket{le="0.025"}'] == "0"
    assert lines['buurt_answer_seconds_bucket{le="0.05"}'] == lines['buurt_answer_seconds_bucket{le="10.0"}'] == "100"
    assert lines['buurt_answer_seconds_bucket{le="+Inf"}'] == lines["buurt_answer_seconds_count"] == "102"
    assert float(lines["buurt_answer_seconds_sum"]) == pytest.approx(43.0)

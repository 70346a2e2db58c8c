"""Who may reach the upload routes, and what they do with a file before anything reads it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard import upload_routes
from data.ingest import jobs
from tests.conftest import forget_settings

OURS = {"X-Buurtveiligheid": "invoer"}
Visit = Callable[..., FlaskClient]


@pytest.fixture
def visit(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    """A visitor of the upload routes in a profile; nothing is read, only received."""
    monkeypatch.setattr(jobs, "start_proposal", lambda job, **_: None)

    def enter(profile: str = "intern", **environment: str) -> FlaskClient:
        for name, value in {"PROFILE": profile, **environment}.items():
            monkeypatch.setenv(name, value)
        forget_settings()
        server = Flask("proef")
        upload_routes.register(server)
        return server.test_client()

    yield enter
    monkeypatch.delenv("PROFILE")


def send(client: FlaskClient, content: bytes = b"a;b\n1;2\n", name: str = "feiten.csv", **headers: str) -> Any:
    return client.post("/invoer/bestand", query_string={"naam": name}, data=content, headers=OURS | headers)


def folders(var_dir: Path) -> list[Path]:
    return sorted((var_dir / "uploads").glob("*")) if (var_dir / "uploads").is_dir() else []


@pytest.mark.parametrize("profile", ["publiek", "raad"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/invoer"),
        ("GET", "/invoer/"),
        ("POST", "/invoer/bestand"),
        ("GET", f"/invoer/taak/{'0' * 32}"),
        ("POST", f"/invoer/taak/{'0' * 32}/publicatie"),
        ("GET", f"/invoer/taak/{'0' * 32}/verworpen.csv"),
    ],
)
def test_other_profiles_have_no_page_and_no_route(visit, var_dir, profile, method, path) -> None:
    answer = visit(profile).open(path, method=method, headers=OURS, data=b"x" if method == "POST" else None)
    assert answer.status_code == 404
    assert "bestaat niet in dit profiel" in answer.text
    assert not folders(var_dir)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Buurtveiligheid": None},
        {"Origin": "https://elders.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "elders.example"},
    ],
)
def test_another_site_cannot_upload_or_publish(visit, var_dir, headers) -> None:
    client = visit()
    told = {k: v for k, v in (OURS | headers).items() if v is not None}
    for path in ("/invoer/bestand", f"/invoer/taak/{'0' * 32}/publicatie"):
        answer = client.post(path, data=b"a", headers=told)
        assert answer.status_code == 403
        assert "geweigerd" in answer.text
    assert not folders(var_dir)


def test_our_own_page_can(visit, var_dir) -> None:
    told = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    answer = send(visit(), **told)
    assert answer.status_code == 200
    (folder,) = folders(var_dir)
    assert folder.name == answer.json["taak"]
    assert len(folder.name) == 32
    assert (folder / "bestand.csv").read_bytes() == b"a;b\n1;2\n"
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["../../weg.csv", "/etc/passwd", "..\\..\\weg.exe", "a\x00b.csv", "x" * 5000, "", "."])
def test_a_file_name_is_never_a_path(visit, var_dir, name) -> None:
    answer = send(visit(), name=name)
    (folder,) = folders(var_dir)
    assert {p.suffix for p in folder.glob("bestand.*")} == {".csv"}
    assert sorted(p.name for p in var_dir.iterdir()) == ["uploads"]
    shown = jobs.find_job(answer.json["taak"]).told()["name"]  # type: ignore[union-attr]
    assert "/" not in shown
    assert 0 < len(shown) <= 120


def test_what_is_too_large_or_empty_or_not_whole_is_refused_and_not_kept(visit, var_dir) -> None:
    client = visit(UPLOAD_LIMIT_MB="1")
    for content, sentence in ((b"x" * 1_000_001, "groter dan 1 MB"), (b"", "leeg")):
        answer = send(client, content)
        assert answer.status_code == 400
        assert sentence in answer.json["fout"]
    with pytest.raises(jobs.InputError, match="niet volledig"):
        jobs.receive(iter([b"abc"]), file_name="a.csv", expected=4)
    with pytest.raises(jobs.InputError, match="groter dan"):
        jobs.receive((b"x" * 600_000 for _ in range(2)), file_name="a.csv", expected=None)
    assert not folders(var_dir)


@pytest.mark.parametrize("job_id", ["0" * 32, "..", "%2e%2e", "A" * 32, "0" * 31])
def test_a_job_that_is_not_there_gets_a_sentence(visit, job_id) -> None:
    client = visit()
    for answer in (client.get(f"/invoer/taak/{job_id}"), client.get(f"/invoer/taak/{job_id}/mapping.toml")):
        assert answer.status_code == 404


def test_steps_out_of_order_get_a_sentence(visit) -> None:
    client = visit()
    job = send(client).json["taak"]
    answer = client.post(f"/invoer/taak/{job}/publicatie", headers=OURS)
    assert (answer.status_code, "Kies eerst Controleer" in answer.json["fout"]) == (400, True)
    answer = client.post(f"/invoer/taak/{job}/controle", headers=OURS, data=b"geen json")
    assert (answer.status_code, "nog niet volledig" in answer.json["fout"]) == (400, True)
    told = client.get(f"/invoer/taak/{job}").json
    assert (told["name"], told["running"], told["error"]) == ("feiten.csv", False, None)


def test_a_step_whose_process_is_gone_says_so(visit, var_dir) -> None:
    client = visit()
    job = send(client).json["taak"]
    found = jobs.find_job(job)
    assert found is not None
    for step, sentence in (("check", "De controle is afgebroken"), ("publish", "Er is niets gewijzigd")):
        found.tell(step=step, version=None)
        assert sentence in client.get(f"/invoer/taak/{job}").json["error"]
    other = "20990101T000000-00000000"
    (var_dir / "snapshots").mkdir(exist_ok=True)
    (var_dir / "snapshots" / f"{other}.duckdb").write_bytes(b"other figures")
    (var_dir / "CURRENT").write_text(other, encoding="utf-8")
    assert "gewijzigd waren" in client.get(f"/invoer/taak/{job}").json["error"]


def test_old_jobs_are_cleaned_up_at_the_next_upload(visit, var_dir) -> None:
    client = visit(UPLOAD_KEEP_HOURS="2")
    old, young = send(client).json["taak"], send(client).json["taak"]
    told = var_dir / "uploads" / old / "job.json"
    content = json.loads(told.read_text())
    content["touched"] = [content["touched"][0], content["touched"][1] - 3 * 3600]
    told.write_text(json.dumps(content))
    stopped = send(client).json["taak"]  # of before the machine was restarted: what is on disk tells
    told = var_dir / "uploads" / stopped / "job.json"
    told.write_text(json.dumps({"name": "x", "size": 1, "touched": ["ander", 1.0]}))
    past = time.time() - 3 * 3600
    for path in (told, told.parent):
        os.utime(path, (past, past))
    newest = send(client).json["taak"]
    assert {f.name for f in folders(var_dir)} == {young, newest}
    assert client.post(f"/invoer/taak/{young}/weg", headers=OURS).status_code == 200
    assert [f.name for f in folders(var_dir)] == [newest]

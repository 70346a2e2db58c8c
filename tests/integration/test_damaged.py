"""Figures or the state store gone or damaged: a sentence, 503 for machines, the last good figures, and it heals."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app_factory import make_app
from dashboard.callbacks.draw import draw
from dashboard.callbacks.routing import page
from data import snapshot_files
from data.snapshot import building, current, current_version
from tests.conftest import forget_settings, pointed_at

OLDER = "20200101T000000-00000000"
DAMAGES: dict[str, Callable[[Path], object]] = {
    "gone": lambda path: path.unlink(),
    "cut off": lambda path: os.truncate(path, path.stat().st_size // 2),
    "empty": lambda path: os.truncate(path, 0),
    "random bytes": lambda path: path.write_bytes(random.Random(1).randbytes(100_000)),
}


@pytest.fixture
def var(demo_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The demonstration set in a folder that this test may damage."""
    monkeypatch.setattr(snapshot_files, "RETRY_S", 0.0)
    folder = tmp_path / "var"
    shutil.copytree(demo_var, folder)
    with pointed_at(folder):
        yield folder


@pytest.fixture
def client(var: Path) -> FlaskClient:
    return make_app().server.test_client()


def figures_of(var: Path) -> Path:
    return var / "snapshots" / f"{(var / 'CURRENT').read_text()}.duckdb"


def keep_older(var: Path) -> None:
    """Puts an older good snapshot beside the published one."""
    shutil.copyfile(figures_of(var), var / "snapshots" / f"{OLDER}.duckdb")


def health(client: FlaskClient) -> tuple[int, dict[str, Any]]:
    answer = client.get("/healthz")
    return answer.status_code, answer.get_json()


def notices() -> str:
    return str(draw("").get("notices"))


@pytest.mark.parametrize("damage", DAMAGES)
def test_without_good_figures_there_is_a_sentence_until_the_file_is_back(
    var: Path, client: FlaskClient, damage: str
) -> None:
    path, copy = figures_of(var), var / "copy"
    assert health(client)[0] == 200
    shutil.copyfile(path, copy)
    DAMAGES[damage](path)
    status, told = health(client)
    assert (status, told["status"]) == (503, "down")
    assert "Zet het bestand terug" in told["reason"]
    assert told["reason"] in str(draw("?gebied=W13")["sentence"])
    assert told["reason"] in str(page("/gegevens"))
    refused = client.get("/uitvoer/trend.csv")
    assert (refused.status_code, refused.get_json()["fout"]) == (503, told["reason"])
    copy.replace(path)
    assert health(client)[0] == 200
    assert "Zet het bestand" not in str(draw("?gebied=W13"))


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_last_good_figures_are_served_and_said(var: Path, client: FlaskClient, damage: str) -> None:
    keep_older(var)
    path, copy = figures_of(var), var / "copy"
    sentence = str(draw("?gebied=W13")["sentence"])
    shutil.copyfile(path, copy)
    DAMAGES[damage](path)
    status, told = health(client)
    assert (status, told["status"]) == (503, "degraded")
    assert "U ziet de laatste goede cijfers" in told["reason"]
    assert told["reason"] in notices()
    assert told["reason"] in str(page("/gegevens"))
    assert str(draw("?gebied=W13")["sentence"]) == sentence
    copy.replace(path)
    assert health(client)[0] == 200
    assert "laatste goede" not in notices()


@pytest.mark.parametrize("pointer", ["", "\n", "20991231T000000-12345678", "../../../etc/passwd", b"\xff\xfe\x00"])
def test_a_pointer_that_points_nowhere(var: Path, client: FlaskClient, pointer: str | bytes) -> None:
    good = (var / "CURRENT").read_text()
    (var / "CURRENT").write_bytes(pointer if isinstance(pointer, bytes) else pointer.encode())
    status, told = health(client)
    assert (status, told["status"]) == (503, "degraded")
    assert "laatste goede cijfers" in notices()
    assert current_version() == good  # an import goes on from it, and does not begin with nothing
    (var / "CURRENT").write_text(good)
    assert health(client)[0] == 200


def test_damage_in_the_middle_is_found_when_it_is_read(var: Path, client: FlaskClient) -> None:
    keep_older(var)
    path = figures_of(var)
    size = path.stat().st_size
    with path.open("r+b") as file:  # every block but the first ones, so that whatever is read is damaged
        for block in range(3, size // 262_144):
            file.seek(block * 262_144 + 100)
            file.write(b"damage")
    forget_settings()
    answers = [client.get(address) for address in ("/uitvoer/trend.csv", "/uitvoer/trend.csv", "/wanneer?", "/healthz")]
    assert {answer.status_code for answer in answers} <= {200, 503}
    assert all(b"Traceback" not in answer.get_data() for answer in answers)


def test_nothing_is_built_over_damaged_figures(var: Path) -> None:
    from data.errors import DamagedSnapshotError

    os.truncate(figures_of(var), 1000)
    with pytest.raises(DamagedSnapshotError, match="beschadigd"), building():
        pass
    keep = sorted(p.name for p in (var / "snapshots").iterdir())
    assert len(keep) == 1


def test_an_import_goes_on_from_the_last_good_figures(var: Path) -> None:
    keep_older(var)
    figures_of(var).write_bytes(b"x")
    with building() as made:
        pass
    assert current().version == made.version
    assert not current().instead_of


def test_a_damaged_state_store_is_said_and_heals(
    demo_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "var"
    shutil.copytree(demo_var, folder)
    monkeypatch.setenv("PROFILE", "intern")
    with pointed_at(folder):
        client = make_app().server.test_client()
        assert health(client)[0] == 200
        store, copy = folder / "state.sqlite", folder / "copy.sqlite"
        forget_settings()  # everything is written to the file
        shutil.copyfile(store, copy)
        assert health(client)[0] == 200
        for damage in DAMAGES.values():
            for journal in folder.glob("state.sqlite-*"):
                journal.unlink()
            damage(store)
            status, told = health(client)
            assert (status, told["status"]) == (503, "degraded")
            assert "niet bereikbaar" in told["reason"]
            assert "niet bereikbaar" in str(draw("")["sentence"])
            assert client.get("/", headers={"Accept": "text/html"}).status_code == 200
            for journal in folder.glob("state.sqlite-*"):
                journal.unlink()
            shutil.copyfile(copy, folder / "back.sqlite")
            (folder / "back.sqlite").replace(store)
            assert health(client)[0] == 200
            assert "niet bereikbaar" not in str(draw("")["sentence"])

"""Backup and restore of both stores by their commands: with the server running, from damaged files, and when killed."""

from __future__ import annotations

import os
import subprocess
import tarfile
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx
import pytest

from data import state
from data.backup import stores
from data.snapshot import current, current_version
from tests.conftest import Serve, forget_settings
from tests.integration.commands import kill_a_restore, refused, run

ROOT = Path(__file__).resolve().parents[2]
Backup = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def backup(var_dir: Path, demo_var: Path) -> Backup:
    """Runs `python -m data.backup` on a var folder that holds the demonstration set and one saved view."""
    (var_dir / "snapshots").mkdir()
    version = (demo_var / "CURRENT").read_text()
    os.link(demo_var / "snapshots" / f"{version}.duckdb", var_dir / "snapshots" / f"{version}.duckdb")
    (var_dir / "CURRENT").write_text(version)
    state.create("saved_view", {"name": "eerste", "query": "", "sort": 0})

    return partial(run, "data.backup")


def names() -> list[str]:
    return [str(row["name"]) for row in state.rows("saved_view")]


def test_both_stores_come_back_while_the_server_runs_and_people_write(backup, var_dir, tmp_path, serve: Serve) -> None:
    file, version = tmp_path / "back-up.tar", current_version()
    with serve(var_dir) as server:
        stop = threading.Event()

        def write() -> None:
            while not stop.is_set():
                state.create("saved_view", {"name": "ernaast", "query": "", "sort": 0})

        writer = threading.Thread(target=write)
        writer.start()
        try:
            backup("make", file)
        finally:
            stop.set()
            writer.join()
        assert file.stat().st_mode & 0o077 == 0  # nobody else reads police figures
        written = len(names())
        assert written > 1
        state.change("saved_view", 1, {"name": "anders"}, version=1)
        before = max(change.id for change in state.changes())
        (var_dir / "CURRENT").write_text("20200101T000000-00000000")  # and its file is gone
        assert httpx.get(f"{server.url}/healthz", trust_env=False).status_code == 503
        said = backup("restore", file).stdout
        healthy = httpx.get(f"{server.url}/healthz", trust_env=False)
        assert (healthy.status_code, healthy.json()["data_version"]) == (200, version)
    found = names()
    assert found[0] == "eerste"
    assert 0 < len(found) <= written
    assert state.latest_change("own_area") > before  # no number of the history means two things
    kept = next(var_dir.glob("state.before-restore.*.sqlite"))
    assert kept.name in said
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STATE_URL", f"sqlite:///{kept}")
        forget_settings()
        assert "anders" in names()
    forget_settings()


def test_a_damaged_or_foreign_file_is_refused_with_a_sentence_and_changes_nothing(backup, var_dir, tmp_path) -> None:
    file = tmp_path / "back-up.tar"
    backup("make", file)
    state.change("saved_view", 1, {"name": "nu"}, version=1)
    whole = file.read_bytes()
    bad = tmp_path / "slecht.tar"
    with tarfile.open(tmp_path / "vreemd.tar", "w") as tar:
        tar.add(file, "../../ontsnapt")
    half = len(whole) // 2
    for content in (
        whole[:half],
        whole[:half] + bytes([whole[half] ^ 1]) + whole[half + 1 :],
        whole.replace(b'"format": 1', b'"format": 9'),
        (tmp_path / "vreemd.tar").read_bytes(),
        b"geen back-up",
        b"",
    ):
        bad.write_bytes(content)
        said = refused("data.backup", "restore", bad)
        assert "niet bruikbaar" in said
        assert "niets gewijzigd" in said
    assert "bestaat niet" in backup("restore", tmp_path / "nergens.tar", code=2).stderr
    assert names() == ["nu"]
    assert sorted(p.name for p in var_dir.iterdir() if "restor" in p.name) == []
    assert not list(tmp_path.rglob("ontsnapt"))


@pytest.mark.parametrize(
    ("where", "names_after_kill", "names_after_finish"),
    [
        ("archive.unpack", ["nu"], ["nu"]),
        ("os.rename", ["nu"], ["nu"]),  # all is checked, nothing is decided
        ("snapshot_files.point_at", ["nu"], ["eerste"]),
        ("_replace_state", ["nu"], ["eerste"]),  # the figures are back, what people keep is not yet
    ],
)
def test_a_kill_in_the_middle_changes_nothing_or_is_finished(
    backup, var_dir, tmp_path, where, names_after_kill, names_after_finish
) -> None:
    file, version = tmp_path / "back-up.tar", current_version()
    stores.make(file)
    state.change("saved_view", 1, {"name": "nu"}, version=1)
    kill_a_restore(file, where)
    assert (names(), current().version) == (names_after_kill, version)
    backup("finish")
    assert (names(), current().version) == (names_after_finish, version)
    backup("restore", file)
    assert (names(), current().version) == (["eerste"], version)
    assert not [p.name for p in var_dir.iterdir() if p.name.startswith("restor")]


def test_figures_that_were_damaged_under_the_same_name_come_back_under_another(backup, var_dir, tmp_path) -> None:
    file, version = tmp_path / "back-up.tar", current_version()
    backup("make", file)
    damaged = var_dir / "snapshots" / f"{version}.duckdb"
    damaged.unlink()  # it is a link to the file of all tests
    damaged.write_bytes(b"stuk")
    backup("restore", file)
    assert current().version != version
    assert current().version[:16] == version[:16]
    with current().engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'version'").scalar() == current().version

"""A full disk, a real one: a sentence, nothing changed, nothing half left behind, and all is well with room again."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from dashboard.app_factory import make_app
from data import disk, state
from data.errors import StateError
from data.snapshot import current
from data.state.store import reading
from tests.conftest import forget_settings, pointed_at
from tests.integration.commands import run
from tests.not_here import not_here

ROWS = 3_000
MAPPING = """
id = "politie"
title = "Uitvoer"
publisher = "Politie"
licence = "niet openbaar"
category = "Fietsdiefstal"
key = ["nr"]
provisional_months = 0
time = { moment = "tijd" }
place = { lon = "lon", lat = "lat" }
"""


class Disk:
    """A disk of its own in memory, of which all but a part can be taken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def leave(self, size: int) -> None:
        """Takes all but so many bytes; the most that there is when it is negative."""
        taken = self.folder / "ballast"
        taken.unlink(missing_ok=True)
        there = os.statvfs(self.folder)
        if size >= 0:
            taken.write_bytes(bytes(max(0, there.f_bavail * there.f_frsize - size)))


def mounted(folder: Path, size: str) -> Iterator[Disk]:
    """A file system of this size at this folder; only root can make one."""
    folder.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=False)
    if os.geteuid() != 0 or made.returncode != 0:
        not_here("only root can make a small disk, where the system lets it")
    try:
        yield Disk(folder)
    finally:
        forget_settings()
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Disk]:
    yield from mounted(tmp_path / "schijf", "64m")


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Disk]:
    """Hardly room for a file of its own."""
    yield from mounted(tmp_path / "klein", "16k")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Facts, of which a third cannot be, and how to read them."""
    facts, mapping = tmp_path / "feiten.csv", tmp_path / "mapping.toml"
    lines = [
        f"{i};2024-{2 if i % 3 == 0 else 1 + i % 12:02}-{31 if i % 3 == 0 else 1 + i % 28:02} {i % 24:02}:15;"
        f"{3.70 + i % 97 / 2000:.5f};{51.03 + i % 89 / 2500:.5f}"
        for i in range(ROWS)
    ]
    facts.write_text("\n".join(["nr;tijd;lon;lat", *lines]), encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    return facts, mapping


def load(var: Path, files: tuple[Path, Path], *more: str, code: int) -> str:
    done = run("data.ingest", "incidents", files[0], f"--mapping={files[1]}", *more, code=code, VAR_DIR=str(var))
    return done.stderr.strip() if code == 2 else done.stdout


def there(var: Path) -> list[str]:
    """What is in the var folder, without what only one who runs has."""
    found = (path for path in var.rglob("*") if path.is_file() and path.name not in ("ballast", "import.lock"))
    return sorted(str(path.relative_to(var)) for path in found if path.name != "protection.key")


def test_an_import_on_a_full_disk_changes_nothing_wherever_it_stops(
    small: Disk, gent_var: Path, files: tuple[Path, Path]
) -> None:
    var = small.folder
    shutil.copytree(gent_var, var, dirs_exist_ok=True)
    before, version = there(var), (var / "CURRENT").read_text()
    base = (var / "snapshots" / f"{version}.duckdb").stat().st_size
    refused = 0
    for room in (0, base + 300_000, base + 1_200_000, base + 2_400_000):
        small.leave(room)
        try:
            assert load(var, files, code=2) == disk.FULL, room
        except AssertionError:
            if (var / "CURRENT").read_text() == version:
                raise
            break  # there was room enough, or nearly
        refused += 1
        assert there(var) == before, room
        with pointed_at(var), current().engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM incident")).scalar() == 0
    assert refused >= 3
    small.leave(-1)
    load(var, files, code=3)
    with pointed_at(var), current().engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM incident")).scalar() == ROWS * 2 // 3


def test_no_room_for_the_report_of_an_import(
    tiny: Disk, gent_var: Path, tmp_path: Path, files: tuple[Path, Path]
) -> None:
    var = tmp_path / "var"
    shutil.copytree(gent_var, var)
    version = (var / "CURRENT").read_text()
    (var / "reports").symlink_to(tiny.folder)
    assert load(var, files, code=2) == disk.FULL
    assert (var / "CURRENT").read_text() == version
    assert list(tiny.folder.iterdir()) == []
    (var / "reports").unlink()
    said = load(var, files, f"--out={tiny.folder}", code=2)  # what the upload page would be told
    is_loaded = (var / "CURRENT").read_text() != version
    assert is_loaded == ("gepubliceerd, maar het verslag" in said)
    assert is_loaded != (said == disk.FULL)  # whichever it is, it is what happened
    assert ("Er is niets gewijzigd" in load(var, files, code=3)) == is_loaded  # it is there, once


def test_what_people_keep_a_backup_and_an_upload_on_a_full_disk(
    small: Disk, gent_var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    var = small.folder
    shutil.copytree(gent_var, var, dirs_exist_ok=True)
    monkeypatch.setenv("PROFILE", "intern")
    with pointed_at(var):
        client = make_app().server.test_client()

        def keep(number: int) -> Any:
            return state.create("saved_view", {"name": f"{number}", "query": "x" * 50_000, "sort": 0})

        kept = [keep(0)["name"]]
        small.leave(300_000)
        with pytest.raises(StateError, match="De schijf is vol"):
            kept.extend(keep(number)["name"] for number in range(1, 40))
        assert [row["name"] for row in state.rows("saved_view")] == kept
        small.leave(20_000)
        sent = client.post("/invoer/bestand?naam=f.csv", data=b"a;b\n" * 100_000, headers={"X-Buurtveiligheid": "1"})
        assert (sent.status_code, "de schijf is vol" in sent.json["fout"]) == (507, True)
        assert list((var / "uploads").iterdir()) == []
        before = there(var)
        assert run("data.backup", "make", var / "back-up.tar", code=2, VAR_DIR=str(var)).stderr.strip() == disk.FULL
        assert there(var) == before
        assert client.get("/healthz").status_code in (200, 503)
        small.leave(-1)
        assert keep(99)["name"] == "99"
        with reading() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert connection.execute(text("SELECT count(*) FROM history")).scalar() == len(kept) + 1
        assert client.get("/healthz").status_code == 200
        run("data.backup", "make", var / "back-up.tar", VAR_DIR=str(var))

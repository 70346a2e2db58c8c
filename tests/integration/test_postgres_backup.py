"""Backup and restore of both stores in PostgreSQL by the same two commands, and from one kind of store to the other."""

from __future__ import annotations

import threading
from pathlib import Path

import psycopg
import pytest

from data import state
from data.backup import stores as backups
from data.errors import InputError, NoSnapshotError, StateError
from data.ingest.protection_key import protection_key
from data.postgres.versions import schema_of
from data.snapshot import building, current, current_version
from data.state import audit
from data.state.audit import Line
from tests.conftest import forget_settings, pointed_at
from tests.integration.commands import kill_a_restore, run
from tests.integration.postgres_cluster import Cluster

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def stores(database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A few figures and one saved view, both in the same database, in profile intern."""
    monkeypatch.setenv("STATE_URL", database)
    forget_settings()
    state.create("saved_view", {"name": "eerste", "query": "", "sort": 0})
    audit.add([Line("an", "intern", "bekeken", "W01", "/")])
    return database


def command(*arguments: object, code: int = 0) -> str:
    """Runs `python -m data.backup` with the settings of this test."""
    done = run("data.backup", *arguments, code=code)
    return done.stdout + done.stderr


def names() -> list[str]:
    return [str(row["name"]) for row in state.rows("saved_view")]


def city() -> str:
    with current().engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'city'").scalar())


def test_both_stores_come_back_while_people_write(stores: str, var_dir: Path, tmp_path: Path) -> None:
    file, version, key = tmp_path / "back-up.tar", current_version(), protection_key()
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            state.create("saved_view", {"name": "ernaast", "query": "", "sort": 0})

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert "Back-up gemaakt" in command("make", file)
    finally:
        stop.set()
        writer.join()
    written = len(names())
    state.change("saved_view", 1, {"name": "anders"}, version=1)
    before = max(change.id for change in state.changes())
    with building() as made:
        made.set_meta(city="Elders")
    with psycopg.connect(stores, autocommit=True) as connection:
        connection.execute("UPDATE bvg.secret SET value = repeat('0', 64)")
        connection.execute(f"DROP SCHEMA {schema_of(str(version))} CASCADE")
    said = command("restore", file)
    assert (city(), current().version[:16], protection_key()) == ("Hier", version[:16], key)
    found = names()
    assert found[0] == "eerste"
    assert 0 < len(found) <= written
    assert state.latest_change("own_area") > before  # no number of the history means two things
    assert state.create("saved_view", {"name": "nieuw", "query": "", "sort": 0}).id > max(
        r.id for r in state.rows("saved_view")[:-1]
    )
    with psycopg.connect(stores) as connection, pytest.raises(psycopg.errors.RaiseException, match="stays as it is"):
        connection.execute("DELETE FROM audit")
    kept = next(var_dir.glob("state.before-restore.*.sqlite"))
    assert kept.name in said
    with pointed_at(var_dir, STATE_URL=f"sqlite:///{kept}"):
        assert "anders" in names()


@pytest.mark.parametrize(
    ("where", "after_kill", "after_finish"),
    [
        ("publish", (["nu"], "Elders"), (["eerste"], "Hier")),
        ("_replace_state", (["nu"], "Hier"), (["eerste"], "Hier")),  # the figures are back, what people keep is not yet
    ],
)
def test_a_kill_in_the_middle_changes_nothing_or_is_finished(
    stores: str, tmp_path: Path, where: str, after_kill: tuple[list[str], str], after_finish: tuple[list[str], str]
) -> None:
    file = tmp_path / "back-up.tar"
    backups.make(file)
    state.change("saved_view", 1, {"name": "nu"}, version=1)
    with building() as made:
        made.set_meta(city="Elders")
    kill_a_restore(file, where)
    assert (names(), city()) == after_kill
    backups.finish()
    assert (names(), city()) == after_finish


def test_a_backup_moves_what_there_is_to_the_other_kind_of_store_and_back(
    stores: str, cluster: Cluster, tmp_path: Path
) -> None:
    def moved(source: Path, target: Path, **settings: str) -> None:
        folder = tmp_path / target.stem
        folder.mkdir()
        with pointed_at(folder, **settings):
            backups.restore(source)
            assert (names(), city(), [line.by for line in audit.lines()]) == (["eerste"], "Hier", ["an"])
            backups.make(target)

    first, second, third = (tmp_path / f"{name}.tar" for name in ("een", "twee", "drie"))
    backups.make(first)
    moved(first, second, DATABASE_URL="", STATE_URL="")
    other = cluster.database()
    moved(second, third, DATABASE_URL=other, STATE_URL=other)


def test_a_database_that_is_not_there_is_said(stores: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATE_URL", "postgresql://niemand@127.0.0.1:1/niets")
    forget_settings()
    assert "niet bereikbaar" in command("make", tmp_path / "x.tar", code=2)
    with pytest.raises(StateError, match="niet bereikbaar"):
        names()
    monkeypatch.setenv("STATE_URL", "")
    monkeypatch.setenv("DATABASE_URL", "postgresql://niemand@127.0.0.1:1/niets")
    forget_settings()
    with pytest.raises(NoSnapshotError, match="niet bereikbaar"):
        backups.make(tmp_path / "x.tar")
    with pytest.raises(InputError, match="niet bereikbaar"), building():
        pass

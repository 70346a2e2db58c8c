"""Figures in PostgreSQL: published whole or not, from any machine, kept a while, and read by who may only read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import psycopg
import pytest

from data import queries
from data.errors import BusyError, InputError
from data.ingest.protection_key import protection_key
from data.postgres import copying
from data.postgres.versions import schema_of
from data.snapshot import building, current, current_version
from data.snapshot_store import copy_file, import_lock, publish
from data.tables import metadata
from tests.conftest import forget_settings, pointed_at

ROOT = Path(__file__).resolve().parents[2]
STOPPED_IN_THE_LOAD = """
import time
from data.postgres import copying
from data.snapshot import building
load = copying._copy_in
def stop(connection, figures, table, columns):
    load(connection, figures, table, columns)
    if table.name == "incident": print("half", flush=True); time.sleep(60)
copying._copy_in = stop
with building(): pass
"""


def schemas(address: str) -> set[str]:
    with psycopg.connect(address) as connection:
        question = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'snapshot%'"
        return {name for (name,) in connection.execute(question).fetchall()}


def python(code: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_kill_in_the_middle_of_the_load_leaves_what_was_and_nothing_else(database: str, var_dir: Path) -> None:
    version, before = current_version(), schemas(database)
    process = python(STOPPED_IN_THE_LOAD)
    assert "half\n" in iter(process.stdout.readline, ""), process.stderr.read()
    with pytest.raises(BusyError, match="Er loopt al een import"), building():
        pass
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)
    assert (current().version, schemas(database)) == (version, before)
    with building(waiting=lambda: None) as made:  # the server hears of the end a moment later
        pass
    assert current().version == made.version
    assert schemas(database) == before | {schema_of(made.version)}
    assert not list((var_dir / "snapshots").glob("building-*"))


def test_another_machine_cannot_import_at_the_same_time_and_goes_on_from_the_same_figures(
    database: str, tmp_path: Path
) -> None:
    other = tmp_path / "andere"
    other.mkdir()
    with building() as made:
        made.set_meta(city="Elders")
        with pointed_at(other), pytest.raises(BusyError, match="Er loopt al een import"), building():
            pass
        forget_settings()
    with pointed_at(other):
        assert queries.snapshot_info(current()).city == "Elders"
        with building() as next_one:
            assert next_one.connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'city'").scalar() == "Elders"
    assert current().version == next_one.version


def test_what_goes_in_comes_back_to_the_last_bit(
    demo_database: str, var_dir: Path, demo_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", demo_database)
    forget_settings()
    version = current_version()
    assert version is not None
    copy_file(version, tmp_path / "terug.duckdb")
    with duckdb.connect() as both:
        both.execute(f"ATTACH '{tmp_path / 'terug.duckdb'}' AS a (READ_ONLY)")
        both.execute(f"ATTACH '{demo_var / 'snapshots' / f'{version}.duckdb'}' AS b (READ_ONLY)")
        for table in metadata.sorted_tables:
            for one, two in (("a", "b"), ("b", "a")):
                left = f"SELECT * FROM {one}.{table.name} EXCEPT ALL SELECT * FROM {two}.{table.name}"
                assert both.execute(f"SELECT count(*) FROM ({left})").fetchone() == (0,), table.name


def test_figures_of_an_older_version_are_taken_in_and_gone_on_from(database: str, var_dir: Path) -> None:
    with building() as made:
        made.changed = False
    version, file = "20200101T000000-0000abcd", var_dir / "oud.duckdb"
    copy_file(current_version(), file)
    with duckdb.connect(str(file)) as older:
        older.execute("ALTER TABLE cell DROP COLUMN n_public; DROP TABLE incident_field")
        older.execute(f"UPDATE meta SET value = '{version}' WHERE key = 'version'")
        older.execute("UPDATE meta SET value = '7' WHERE key = 'schema'")
    with import_lock():
        publish(version, file)
    assert current_version() == version
    with building() as made:
        pass
    assert current().version == made.version
    assert len(queries.areas(current())) > 0


def test_texts_that_are_hard_to_copy_come_back_as_they_were(database: str, tmp_path: Path) -> None:
    texts = ["", " ", '"', "a,b", "regel\nregel", "\\N", "\\x41", "é", "NULL", "tab\t", "'"]
    with building() as made:
        for i, raw in enumerate(texts):
            made.connection.exec_driver_sql("INSERT INTO rejected VALUES (?, ?, ?, ?)", ("s", i, "reden", raw))
        made.connection.exec_driver_sql("INSERT INTO rejected VALUES ('s', 99, 'reden', 'nul' || chr(0))")
    with current().engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT raw FROM rejected ORDER BY line").scalars().all()
    assert found == [*texts, "nul\ufffd"]
    (tmp_path / "var2").mkdir()
    with pointed_at(tmp_path / "var2"), building() as again:
        rows = again.connection.exec_driver_sql("SELECT raw FROM rejected ORDER BY line").scalars().all()
        again.changed = False
    assert list(rows) == found


def test_older_versions_are_dropped_when_nobody_reads_them(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEP_SNAPSHOTS", "2")
    forget_settings()
    first = current()
    with first.engine.connect() as reading:
        reading.exec_driver_sql("BEGIN")
        reading.exec_driver_sql("SELECT count(*) FROM cell")
        with building():
            pass
        with building() as third:
            pass
        assert schema_of(first.version) in schemas(database)  # somebody is in it
        reading.exec_driver_sql("ROLLBACK")
    with building() as fourth:
        pass
    assert schemas(database) == {schema_of(third.version), schema_of(fourth.version)}


def test_a_schema_that_lost_a_table_is_said_and_the_one_before_is_shown(database: str) -> None:
    older = current().version
    with building() as made:
        pass
    assert current().version == made.version
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"DROP TABLE {schema_of(made.version)}.meta")
    forget_settings()
    assert (current().version, current().instead_of) == (older, made.version)


def test_an_import_that_the_database_cannot_take_changes_nothing(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    version, before = current_version(), schemas(database)
    short = copying._copy_in

    def fail(connection, figures, table, columns) -> None:
        short(connection, figures, table, columns)
        if table.name == "incident":
            raise psycopg.errors.DiskFull("No space left on device")

    monkeypatch.setattr(copying, "_copy_in", fail)
    with pytest.raises(InputError, match="geen plaats meer op schijf"), building():
        pass
    assert (current_version(), schemas(database)) == (version, before)


def test_all_who_import_share_one_secret_that_survives_a_lost_folder(database: str, var_dir: Path) -> None:
    with building() as made:
        made.changed = False
    key = protection_key()
    (var_dir / "protection.key").unlink(missing_ok=True)
    assert protection_key() == key

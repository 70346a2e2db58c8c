"""The web can read figures and change nothing of them; imports can; what happened can be changed by neither."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from data import queries, state
from data.errors import InputError, StateError
from data.ingest import demo
from data.ingest.protection_key import protection_key
from data.postgres import roles
from data.postgres.versions import schema_of
from data.snapshot import building, current
from data.state import audit
from data.state.audit import Line
from data.state.tables import metadata
from data.tables import area
from tests.conftest import forget_settings, pointed_at
from tests.integration.commands import run
from tests.integration.postgres_cluster import Cluster
from tests.unit.data.queries.conftest import area_rows

ROOT = Path(__file__).resolve().parents[2]
LABELS = {"title": "Labels", "area_code": "W01", "priority": "fietsdiefstal", "date_from": datetime(2024, 3, 1).date()}


@dataclass(frozen=True)
class Roles:
    """Addresses of one database, as who reads and as who writes."""

    reader: str
    writer: str


def command(name: str) -> str:
    """What `python -m data.postgres` says."""
    return run("data.postgres", name).stdout


def refused(address: str, *statements: str) -> None:
    """Who connects with this address may do none of these."""
    for statement in statements:
        with psycopg.connect(address) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode())


@pytest.fixture(scope="module")
def addresses(cluster: Cluster) -> Roles:
    """A database with both roles, made by the SQL that the command shows; twice, which does no harm."""
    owner = cluster.database()
    with psycopg.connect(owner, autocommit=True) as connection:
        for _ in range(2):
            connection.execute(command("roles").encode())
    name = owner.rpartition("/")[2]
    return Roles(cluster.url(name, roles.READER), cluster.url(name, roles.WRITER))


@pytest.fixture
def both(addresses: Roles, tmp_path: Path) -> Iterator[Roles]:
    """Settings of an installation with both roles, figures and a state store."""
    settings = {
        "DATABASE_URL": addresses.reader,
        "DATABASE_WRITE_URL": addresses.writer,
        "STATE_URL": addresses.reader,
        "STATE_WRITE_URL": addresses.writer,
    }
    with pointed_at(tmp_path, **settings):
        with building(fresh=True) as made:
            made.append(area, area_rows())
        state.prepare()
        yield addresses


def test_the_reader_cannot_write_figures_or_see_the_secret(both: Roles) -> None:
    protection_key()
    schema = schema_of(current().version)
    assert len(queries.areas(current())) > 0
    refused(
        both.reader,
        f"INSERT INTO {schema}.meta VALUES ('x', 'y')",
        f"UPDATE {schema}.cell SET n = 0",
        f"DELETE FROM {schema}.incident",
        f"TRUNCATE {schema}.incident",
        f"DROP TABLE {schema}.meta",
        f"DROP SCHEMA {schema} CASCADE",
        f"ALTER TABLE {schema}.meta ADD COLUMN x int",
        "CREATE SCHEMA eigen",
        "CREATE TABLE public.eigen (x int)",
        "INSERT INTO bvg.published (version) VALUES ('20991231T000000-00000000')",
        "DELETE FROM bvg.published",
        "SELECT value FROM bvg.secret",
    )


def test_the_web_keeps_what_people_make_and_takes_nothing_away(both: Roles) -> None:
    made = state.create("action", LABELS)
    state.change("action", made.id, {"note": "x"}, version=1)
    audit.add([Line("an", "intern", "bekeken", "W01", "/", at=datetime(2001, 1, 1))])
    assert audit.lines()[0].by == "an"
    refused(
        both.reader,
        "DELETE FROM action",
        "UPDATE audit SET what = 'niets'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "UPDATE history SET change = 'niets'",
        "DELETE FROM history",
        "ALTER TABLE audit DISABLE TRIGGER USER",
        "UPDATE alembic_version SET version_num = 'x'",
    )
    assert audit.purge(is_sure=True) == 1  # as who owns the table
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STATE_WRITE_URL", "")
        forget_settings()
        with pytest.raises(StateError, match="STATE_WRITE_URL"):
            audit.purge(is_sure=True)


def test_every_table_of_the_state_store_says_what_the_web_may() -> None:
    assert roles.STATE_GRANTS.keys() == {*metadata.tables, "alembic_version"}


def test_one_who_only_reads_cannot_import_and_hears_so_at_once(both: Roles, tmp_path: Path) -> None:
    version = current().version
    with pointed_at(tmp_path, DATABASE_WRITE_URL=""):
        assert demo.ensure() is False  # what a start asks: there is nothing to write
        with pytest.raises(InputError, match="DATABASE_WRITE_URL"), building():
            pytest.fail("it was built")
        assert current().version == version


def test_a_role_that_is_made_later_gets_its_rights_from_the_command(cluster: Cluster, tmp_path: Path) -> None:
    owner = cluster.database()
    with pointed_at(tmp_path, DATABASE_URL=owner, STATE_URL=owner):
        with building(fresh=True) as made:
            made.append(area, area_rows())
        state.create("action", LABELS)
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute(f"REVOKE ALL ON SCHEMA {schema_of(made.version)}, bvg FROM {roles.READER}".encode())
            connection.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {roles.READER}".encode())
        reader = cluster.url(owner.rpartition("/")[2], roles.READER)
        with pointed_at(tmp_path, DATABASE_URL=reader), pytest.raises(Exception, match="deze gebruiker mag het niet"):
            current()
        forget_settings()
        assert "klaar" in command("prepare")
        with pointed_at(tmp_path, DATABASE_URL=reader, STATE_URL=reader):
            assert current().version == made.version
            assert len(state.rows("action")) == 1
            state.create("action", LABELS)

"""Writing figures in PostgreSQL: one import at a time, published in the transaction that loads them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import errors, sql

from data.config import settings
from data.errors import BusyError, InputError, NoSnapshotError
from data.postgres import copying, roles, server
from data.postgres.versions import schema_of

BUSY = "Er loopt al een import. Probeer opnieuw wanneer die klaar is."
_UNCHANGED = "Er is niets gewijzigd."
_AWAY = f"De databank met de cijfers is niet bereikbaar. {_UNCHANGED} Probeer het opnieuw wanneer ze er weer is."
_FULL = f"De databank met de cijfers heeft geen plaats meer op schijf. {_UNCHANGED}"
_LOST = f"De verbinding met de databank viel weg, en een andere import begon. {_UNCHANGED} Probeer het opnieuw."
_LOCK_NUMBER = 20_180_101
"""Of the lock that one who imports holds; any number that nobody else takes."""
_PATIENCE_S = 3.0
_DROP_WAIT = "2s"
_RETURN_S = 20.0
"""How long one who published waits for a server that went away, to hear whether it is so."""
_MINE = """
CREATE SCHEMA IF NOT EXISTS bvg;
CREATE TABLE IF NOT EXISTS bvg.published (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version text COLLATE "C" NOT NULL UNIQUE,
    published_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS bvg.secret (name text PRIMARY KEY, value text NOT NULL);
"""
Connection = psycopg.Connection[Any]
_held: list[tuple[Connection, str | None]] = []
"""The connection that holds the lock of this process, and the version that was published when it took it."""


@contextmanager
def import_lock(waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Holds off every other who writes figures, on whatever machine.

    Raises:
        BusyError: when another holds it and `waiting` is not given.
        InputError: when the database does not answer, or refuses this role.
    """
    with told():
        connection = server.connect(settings().the_database_write_url)
    try:
        with told():
            if not _patient_lock(connection):
                if waiting is None:
                    raise BusyError(BUSY)
                waiting()
                connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK_NUMBER,))
            if not connection.execute("SELECT to_regclass('bvg.secret') IS NOT NULL").fetchone()[0]:  # type: ignore[index]
                connection.execute(_MINE)
                roles.grant_figures(connection, ("bvg",))
            if connection.execute("SELECT has_table_privilege('bvg.published', 'INSERT')").fetchone() != (True,):
                raise InputError(f"{server.REFUSED} {_UNCHANGED}")  # now, not when all is built
            _held.append((connection, _pointed(connection)))
        try:
            yield
        finally:
            _held.pop()[0].close()
    finally:
        connection.close()


def prepare() -> None:
    """Makes what the figures need, and lets the readers read all that is there; again does no harm."""
    with import_lock():
        connection = _connection()
        with told():
            found = connection.execute("SELECT version FROM bvg.published").fetchall()
            roles.grant_figures(connection, ("bvg", *(schema_of(version) for (version,) in found)))


def publish(version: str, file: Path) -> None:
    """Loads a finished snapshot and makes it the one that is read, in one transaction; hold the lock.

    One that is there already is only pointed at.

    Args:
        version: Of the snapshot in the file.
        file: DuckDB, not open elsewhere.

    Raises:
        InputError: when it cannot be written; then nothing is.
        BusyError: when the connection was lost, and with it the lock, and another import began.
    """
    with told():
        connection = _connection()
        try:
            with connection.transaction():
                connection.execute("DELETE FROM bvg.published WHERE version = %s", (version,))
                if connection.execute("SELECT to_regnamespace(%s)", (schema_of(version),)).fetchone() == (None,):
                    copying.load(connection, file, schema_of(version))
                    roles.grant_figures(connection, (schema_of(version),))
                connection.execute("INSERT INTO bvg.published (version) VALUES (%s)", (version,))
        except psycopg.OperationalError:
            if not _was_published(version):  # the answer to the last word of the transaction can be lost
                raise
        with suppress(psycopg.Error):  # what is left of it goes after the next import
            _drop_old(_connection())


def unload(version: str, file: Path) -> None:
    """Writes a version as a DuckDB file.

    Raises:
        InputError: when it cannot be read. NoSnapshotError: when it is not there any more.
    """
    with told(), closing(server.connect(settings().the_database_write_url)) as connection:
        try:
            with connection.transaction():  # what it holds is not dropped meanwhile
                copying.unload(connection, schema_of(version), file)
        except (errors.UndefinedTable, errors.InvalidSchemaName) as error:
            raise NoSnapshotError(f"De cijfers van versie {version} staan niet meer in de databank.") from error


def secret(name: str, fresh: str) -> str:
    """A secret that all who write share and no reader sees: that which is kept, else `fresh`, kept from now on."""
    with told(), closing(server.connect(settings().the_database_write_url)) as connection:
        insert = "INSERT INTO bvg.secret VALUES (%s, %s) ON CONFLICT DO NOTHING"
        connection.execute(insert, (name, fresh))
        row = connection.execute("SELECT value FROM bvg.secret WHERE name = %s", (name,)).fetchone()
    assert row is not None
    return str(row[0])


def kept_secret(name: str) -> str | None:
    """A secret, or None when nobody made it."""
    with told(), closing(server.connect(settings().the_database_write_url)) as connection:
        if connection.execute("SELECT to_regclass('bvg.secret')").fetchone() == (None,):
            return None
        row = connection.execute("SELECT value FROM bvg.secret WHERE name = %s", (name,)).fetchone()
    return str(row[0]) if row else None


def put_secret(name: str, value: str) -> None:
    """Puts a secret of a backup back; hold the lock."""
    with told():
        insert = "INSERT INTO bvg.secret VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        _connection().execute(insert, (name, value))


@contextmanager
def told() -> Iterator[None]:
    """Faults of the server as sentences for one who writes."""
    try:
        yield
    except errors.DiskFull as error:
        raise InputError(_FULL) from error
    except (errors.InsufficientPrivilege, errors.InvalidAuthorizationSpecification) as error:
        raise InputError(f"{server.REFUSED} {_UNCHANGED}") from error
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise InputError(_AWAY) from error


def _connection() -> Connection:
    """The connection with the lock; a new one when the server was restarted, if nobody else imports or did."""
    connection, base = _held[-1]
    try:
        connection.execute("SELECT 1")
    except psycopg.OperationalError:
        connection.close()
        connection = server.connect(settings().the_database_write_url)
        if not _try_lock(connection) or _pointed(connection) != base:
            connection.close()
            raise BusyError(_LOST) from None
        _held[-1] = (connection, base)
    return connection


def _patient_lock(connection: Connection) -> bool:
    """Whether the lock is ours. One of this machine was held off before, so who has it is far away, or was killed a
    moment ago and the server has yet to notice."""
    until = time.monotonic() + _PATIENCE_S
    while not _try_lock(connection):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def _try_lock(connection: Connection) -> bool:
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", (_LOCK_NUMBER,)).fetchone()
    return bool(row and row[0])


def _pointed(connection: Connection) -> str | None:
    row = connection.execute("SELECT version FROM bvg.published ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else None


def _was_published(version: str) -> bool:
    until = time.monotonic() + _RETURN_S
    while True:
        try:
            with closing(server.connect(settings().the_database_write_url)) as connection:
                return _pointed(connection) == version
        except psycopg.OperationalError:
            if time.monotonic() > until:
                return False
            time.sleep(0.5)


def _drop_old(connection: Connection) -> None:
    """Drops the schemas of versions that are not kept any more; one that somebody reads waits for the next time."""
    question = "SELECT version FROM bvg.published ORDER BY id DESC OFFSET %s"
    for (version,) in connection.execute(question, (settings().keep_snapshots,)).fetchall():
        with suppress(errors.LockNotAvailable), connection.transaction():
            connection.execute(f"SET LOCAL lock_timeout = '{_DROP_WAIT}'")
            connection.execute("DELETE FROM bvg.published WHERE version = %s", (version,))
            connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema_of(version))))

"""The state store itself: opening it, bringing it up to date at start, and its transactions.

SQLite by default (`var/state.sqlite`), PostgreSQL when STATE_URL says so. It is the only thing the web process writes.
"""

from __future__ import annotations

import fcntl
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError

from data.config import settings
from data.errors import StateError

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_WAIT_S = 10
_LOCK_NUMBER = 20_180_100
"""Of the lock in PostgreSQL that one who migrates holds; any number that nobody else takes."""
_engines: dict[str, Engine] = {}
_engines_lock = threading.Lock()


def prepare() -> None:
    """Makes the store, or brings its tables to this version. Safe when several processes do it at once.

    Raises:
        StateError: when it cannot be opened or is of a newer version, with a sentence.
    """
    _engine()


def close() -> None:
    """Closes every connection of this process; the next question opens them again. Call it before a fork."""
    with _engines_lock:
        while _engines:
            _engines.popitem()[1].dispose()


@contextmanager
def reading() -> Iterator[Connection]:
    """A connection to read with; what it sees is of one moment.

    Raises:
        StateError: when the store does not answer, with a sentence.
    """
    with _told(), _engine().connect() as connection:
        yield connection


@contextmanager
def writing() -> Iterator[Connection]:
    """A transaction: everything in the block is written, or after an error or a kill nothing of it.

    Raises:
        StateError: when the store does not answer or others keep it busy too long, with a sentence.
    """
    with _told(), _engine().connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        raise StateError(
            "Wat u en anderen bewaren (zones, aanpak, beelden) is nu niet bereikbaar; er is niets gewijzigd. "
            "Probeer het straks opnieuw, of meld dit aan de beheerder."
        ) from error


def _engine() -> Engine:
    url = settings().the_state_url
    held = _engines.get(url)
    if held is not None:
        return held
    with _engines_lock, _told():
        held = _engines.get(url)
        if held is None:
            held = _open(url)
            _engines[url] = held
    return held


def _open(url: str) -> Engine:
    made = make_url(url)
    if made.get_backend_name() != "sqlite":
        engine = create_engine(url, pool_pre_ping=True)
        _migrate(engine)
        return engine
    path = Path(made.database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": _WAIT_S})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    with path.with_name(path.name + ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)  # SQLite does not wait for another who sets the journal
        with sqlite3.connect(path, timeout=_WAIT_S) as first:
            first.execute("PRAGMA journal_mode = WAL")
        first.close()
        _migrate(engine)
    return engine


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, also around changes of tables
    for pragma in ("foreign_keys = ON", "synchronous = FULL", f"busy_timeout = {_WAIT_S * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """One who will write takes the lock at once: a reader that turns writer later can be refused half-way."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(engine: Engine) -> None:
    """Runs what is still to be run of the migrations, in one transaction that nobody else is in."""
    from alembic import command  # takes a while to import, and only the first of a process needs it
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK_NUMBER})
        config.attributes["connection"] = connection
        try:
            ScriptDirectory.from_config(config)
            command.upgrade(config, "head")
        except CommandError as error:
            raise StateError(
                "De bewaarde zones, aanpak en beelden zijn gemaakt door een nieuwere versie van dit programma. "
                "Installeer die versie, of kies met STATE_URL een andere plaats."
            ) from error

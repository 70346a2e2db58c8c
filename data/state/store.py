"""The state store itself: opening it, bringing it up to date at start, and its transactions.

SQLite by default (`var/state.sqlite`), PostgreSQL when STATE_URL says so (data/postgres/state_server.py). It is the
only thing the web process writes.
"""

from __future__ import annotations

import fcntl
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError

from data import disk
from data.config import settings
from data.errors import StateError

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_WAIT_S = 10
_GONE = (
    "Wat u en anderen bewaren (zones, aanpak, beelden) is nu niet bereikbaar; er is niets gewijzigd. "
    "Probeer het straks opnieuw, of meld dit aan de beheerder."
)
_FULL = "De schijf is vol: er is niets gewijzigd of bewaard. Meld dit aan de beheerder."
_REFUSED = (
    "De databank laat dit niet toe aan deze gebruiker; er is niets gewijzigd. Wie tabellen maakt, een back-up terugzet "
    "of het logboek opruimt, zet de eigenaar van de tabellen in STATE_WRITE_URL."
)
_engines: dict[str, Engine] = {}
_files: dict[str, tuple[int, int] | None] = {}
"""URL -> device and inode of the file that was opened last; another file under its name is opened anew."""
_engines_lock = threading.Lock()


def prepare() -> None:
    """Makes the store, or brings its tables to this version. Safe when several processes do it at once.

    Raises:
        StateError: when it cannot be opened or is of a newer version, with a sentence.
    """
    _engine()


def check() -> None:
    """Asks the store whether it answers.

    Raises:
        StateError: when it does not, with a sentence.
    """
    question = "SELECT version_num FROM alembic_version"
    with reading() as connection:
        connection.execute(text(question)).fetchall()
    path = _path_of(settings().the_state_url)
    if path is not None:  # a new connection: one that was there has the first pages in memory, whatever the file became
        with _told(), closing(sqlite3.connect(path, timeout=_WAIT_S)) as fresh:
            fresh.execute(question).fetchall()


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
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
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
def owning() -> Iterator[Connection]:
    """`writing` as who owns the tables (STATE_WRITE_URL): who may also remove old lines, or put another store back."""
    address = settings().the_state_write_url
    if is_file() or address == settings().the_state_url:
        with writing() as connection:
            yield connection
        return
    from data.postgres import server

    engine = server.engine(address)
    try:
        with _told(), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def is_file() -> bool:
    """Whether the store is a file of this machine."""
    return _path_of(settings().the_state_url) is not None


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        if type(getattr(error, "orig", error)) is sqlite3.DatabaseError:
            _forget(settings().the_state_url)  # the file is damaged: nothing of it may stay open when it is put back
        refused = getattr(getattr(error, "orig", None), "sqlstate", "") == "42501"
        raise StateError(_REFUSED if refused else _FULL if disk.is_full(error) else _GONE) from error


def _forget(url: str) -> None:
    held = _engines.pop(url, None)
    if held is not None:
        held.dispose()


def _engine() -> Engine:
    url = settings().the_state_url
    held = _engines.get(url)
    if held is not None:
        if _file_of(url) == _files.get(url):
            return held
        _forget(url)
    if _files.get(url) is not None and _file_of(url) is None:
        raise StateError(_GONE)  # it was there: a new one in its place would hide that everything is gone
    with _engines_lock, _told():
        held = _engines.get(url)
        if held is None:
            held = _open(url)
            _files[url] = _file_of(url)
            _engines[url] = held
    return held


def _file_of(url: str) -> tuple[int, int] | None:
    """Device and inode of the file of the store; None when it is gone or empty, and for one that is no file."""
    path = _path_of(url)
    try:
        found = path.stat() if path is not None else None  # never open it: closing it would drop the locks of SQLite
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found is not None and found.st_size else None


@lru_cache(maxsize=4)
def _path_of(url: str) -> Path | None:
    made = make_url(url)
    return Path(made.database or "") if made.get_backend_name() == "sqlite" else None


def _open(url: str) -> Engine:
    made = make_url(url)
    if made.get_backend_name() != "sqlite":
        from data.postgres import state_server  # its driver is there for who uses it

        return state_server.opened(url, settings().the_state_write_url, migrate)
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
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            migrate(connection)
    return engine


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, also around changes of tables
    for pragma in ("foreign_keys = ON", "synchronous = FULL", f"busy_timeout = {_WAIT_S * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """One who will write takes the lock at once: a reader that turns writer later can be refused half-way."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def migrate(connection: Connection) -> None:
    """Runs what is still to be run of the migrations, in the transaction of a connection that nobody else is in.

    Raises:
        StateError: when the store was made by a newer version.
    """
    from alembic import command  # takes a while to import, and only the first of a process needs it
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = alembic_config()
    config.attributes["connection"] = connection
    try:
        ScriptDirectory.from_config(config)
        command.upgrade(config, "head")
    except CommandError as error:
        raise StateError(
            "De bewaarde zones, aanpak en beelden zijn gemaakt door een nieuwere versie van dit programma. "
            "Installeer die versie, of kies met STATE_URL een andere plaats."
        ) from error


def alembic_config() -> Config:
    """Where the migrations are."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config

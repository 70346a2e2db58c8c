"""Analytic snapshots: figures that never change under their version, and the one atomic switch between them.

A snapshot is built in `var/snapshots/<version>.duckdb` beside the old one and published by replacing `var/CURRENT`;
with DATABASE_URL it is loaded in PostgreSQL, and published there. Readers look at what is published per request, so
they see all of an import or nothing of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, Select, Table, create_engine, delete, insert, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from data import clock, disk, snapshot_files
from data.config import settings
from data.errors import BuurtError, DamagedSnapshotError, InputError, NoSnapshotError, UnreachableError
from data.own.areas import NO_OWN_AREAS, OwnAreas
from data.snapshot_files import LOST, UNREACHABLE, Identity
from data.snapshot_store import Store, copy_file, import_lock, next_version, publish, store
from data.tables import SCHEMA, meta, metadata


@dataclass(frozen=True)
class Snapshot:
    """A published, read-only set of figures.

    Attributes:
        version: Name of the snapshot, for example `20261124T003012-1f2e3d4c`.
        engine: Read-only engine on it.
        own: Zones and groups that it is looked at with; only some audiences see them (data/own/now.py).
        instead_of: Version that is published but cannot be read, in whose place this older one is shown; LOST when
            nobody knows which it was, UNREACHABLE when the database does not tell and this is what stands on this
            machine, empty when this is the published one.
    """

    version: str
    engine: Engine
    own: OwnAreas = NO_OWN_AREAS
    instead_of: str = ""

    @property
    def key(self) -> str:
        """Another text for every other answer: the version of the figures, and that of the own areas if any."""
        return f"{self.version}.{self.own.version}" if self.own else self.version

    @property
    def published(self) -> Snapshot:
        """The same figures without own areas."""
        return replace(self, own=NO_OWN_AREAS) if self.own else self


_open: dict[str, Snapshot] = {}
_files: dict[str, Identity] = {}
"""Version -> the file that was opened for it."""
_open_lock = threading.Lock()
_AGAIN = "Zet het bestand terug of laad de cijfers opnieuw; deze pagina herstelt zich dan vanzelf."


def current_version() -> str | None:
    """The version that is published now, or None before the first import.

    When the pointer is lost, or what it points at, this is the newest one that is there: an import goes on from it.

    Raises:
        NoSnapshotError: when the database that has them does not answer.
    """
    where = store()
    version, there = where.published()
    return version if there is not None else next(iter(where.known()), None)


def current(*, any_schema: bool = False) -> Snapshot:
    """The snapshot that is published at this moment; opened once per process and version.

    When it is gone or damaged it is the newest good one that is there, which says so in `instead_of`, until it is back.
    When the database with the figures does not answer, it is the one that the last import here left on this machine.

    Args:
        any_schema: Also one that an older version of this program made: to build on, not to look at.

    Raises:
        NoSnapshotError: when nothing was published yet, no snapshot is good, or the database does not answer.
    """
    where = store()
    try:
        wanted, there = where.published()
    except UnreachableError:
        here = None if any_schema else _left_here()  # nothing is built on what others may have gone on from
        if here is None:
            raise
        return here
    held = _open.get(wanted) if wanted else None
    if held is not None and wanted is not None and there == _files.get(wanted) and not where.is_damaged(wanted):
        return held
    with _open_lock:
        return _newest_good(where, wanted, any_schema=any_schema)


def _left_here() -> Snapshot | None:
    """What the last import on this machine left in its file, while the database is away; None when nothing did."""
    with _open_lock:
        for version in snapshot_files.known():
            found = _opened(snapshot_files, version, any_schema=False)
            if found is not None:
                return replace(found, instead_of=UNREACHABLE)
    return None


def _newest_good(where: Store, wanted: str | None, *, any_schema: bool) -> Snapshot:
    others = [version for version in where.known() if version != wanted]
    for version in [wanted, *others] if wanted else others:
        found = _opened(where, version, any_schema=any_schema or version == wanted)
        if found is not None:
            return found if version == wanted else replace(found, instead_of=wanted or LOST)
    if not wanted and not others:
        raise NoSnapshotError("Er zijn nog geen cijfers geladen. Voer 'python -m data.ingest ensure' uit.")
    if wanted and where.identity(wanted) is None:
        raise NoSnapshotError(f"De cijfers van versie {wanted} staan niet meer op schijf. {_AGAIN}")
    raise DamagedSnapshotError(f"De cijfers{f' van versie {wanted}' if wanted else ''} zijn beschadigd. {_AGAIN}")


def _opened(where: Store, version: str, *, any_schema: bool) -> Snapshot | None:
    """The snapshot of a version, or None when it is not there or not good."""
    file = where.identity(version)
    held = _open.get(version)
    if held is not None and file == _files.get(version) and not where.is_damaged(version):
        return held
    if held is not None:
        _open.pop(version).engine.dispose()
    if file is None or where.is_damaged(version):
        return None
    engine = where.read_engine(version)
    try:
        with engine.connect() as connection:
            told = {key: value for key, value in connection.execute(select(meta.c.key, meta.c.value))}
    except (DamagedSnapshotError, SQLAlchemyError):
        where.mark_damaged(version)
        engine.dispose()
        return None
    if not any_schema and told.get("schema") != SCHEMA:  # of an older version of this program: it has not all tables
        engine.dispose()
        return None
    for old in [v for v in _open if v != version]:
        _open.pop(old).engine.dispose()
    _files[version] = file
    _open[version] = Snapshot(version, engine)
    return _open[version]


def close_connections() -> None:
    """Closes every connection of this process; the next query opens them again. Call it before a fork."""
    for held in _open.values():
        held.engine.dispose()
    store().close()


@dataclass
class Building:
    """A snapshot under construction: write through `connection`, it is published when the block ends well.

    Attributes:
        version: The version that it will have.
        connection: Open connection with every table made; all writes are one transaction.
        changed: Set to False to throw the building away without an error ("nothing changed").
    """

    version: str
    connection: Connection
    changed: bool = True

    def frame(self, query: Select[*tuple[Any, ...]]) -> pd.DataFrame:
        """The rows of a query; the database gives each column whole, a row at a time takes ten times as long."""
        found: pd.DataFrame = self.connection.execute(query).cursor.df()
        return found

    def today(self) -> date:
        """The day that it is at least: a clock that was set back puts no day in the future that figures came on."""
        made = select(meta.c.value).where(meta.c.key == "created_at")
        told = self.connection.execute(made).scalar()  # none in the first snapshot
        return max(clock.today(), clock.day_of(datetime.fromisoformat(told))) if told else clock.today()

    def append(self, table: Table, frame: pd.DataFrame) -> None:
        """Adds rows in bulk; columns that the table has and the frame lacks become null."""
        if frame.empty:
            return
        columns = [c.name for c in table.columns if c.name in frame.columns]
        raw = self.connection.connection.driver_connection
        assert raw is not None
        raw.register("incoming", frame[columns])
        try:
            names = ", ".join(columns)
            raw.execute(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM incoming")
        finally:
            raw.unregister("incoming")

    def set_meta(self, **values: str) -> None:
        """Writes keys of the table `meta`, replacing what they were."""
        for key, value in values.items():
            self.connection.execute(delete(meta).where(meta.c.key == key))
            self.connection.execute(insert(meta), [{"key": key, "value": value}])


@contextmanager
def building(*, fresh: bool = False, waiting: Callable[[], None] | None = None) -> Iterator[Building]:
    """Builds the next snapshot from a copy of the current one and publishes it when the block ends well.

    An exception, a kill or `changed = False` leaves the current snapshot as it was.

    Args:
        fresh: Start empty in place of from a copy.
        waiting: Called once when another process is building; then this one waits for its turn.

    Yields:
        The snapshot under construction.

    Raises:
        BusyError: when another process is building and `waiting` is not given.
        InputError: when the disk is full.
    """
    config = settings()
    config.snapshots_dir.mkdir(parents=True, exist_ok=True)
    with import_lock(waiting):
        snapshot_files.remove_leftovers()
        version = next_version()
        try:
            with _file_of(version, fresh=fresh) as made:
                yield made
        except BaseException as error:
            for report in config.reports_dir.glob(f"{version}-*"):  # of an import that never was
                report.unlink(missing_ok=True)
            if disk.is_full(error) and not isinstance(error, BuurtError):  # one with a sentence of its own
                raise InputError(disk.FULL) from error
            raise


@contextmanager
def _file_of(version: str, *, fresh: bool) -> Iterator[Building]:
    """The file in which a snapshot is built; published when the block ends well, gone otherwise."""
    work = settings().snapshots_dir / f"building-{version}.duckdb"
    journal = work.with_name(f"{work.name}.wal")
    engine = create_engine(f"duckdb:///{work}")
    try:
        if not fresh:
            _begin_from_base(work)
        with engine.begin() as connection:
            metadata.create_all(connection)
            _add_columns(connection)
            made = Building(version, connection)
            yield made
            created_at = f"{clock.now().isoformat()}+00:00"
            made.set_meta(version=version, schema=SCHEMA, created_at=created_at)
        if made.changed:
            engine.dispose()  # writes all to the file itself; where that fails it says nothing and leaves the journal
            if journal.exists():
                raise InputError(disk.FULL)
            publish(version, work)
    finally:
        engine.dispose()
        for leftover in (work, journal):
            leftover.unlink(missing_ok=True)


def _begin_from_base(work: Path) -> None:
    """Copies what an import goes on from: the newest good version, or nothing before the first.

    Raises:
        DamagedSnapshotError: when there are figures, but none that can be read: nothing is built over them.
    """
    if not store().known():
        return
    version = current(any_schema=True).version
    close_connections()
    copy_file(version, work)


def _add_columns(connection: Connection) -> None:
    """Gives the tables of an older snapshot the columns that this version added; their rows have null there."""
    for table in metadata.sorted_tables:
        there = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                kind = column.type.compile(connection.dialect)
                connection.execute(text(f'ALTER TABLE {table.name} ADD COLUMN "{column.name}" {kind}'))

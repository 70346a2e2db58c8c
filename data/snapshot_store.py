"""Where the snapshots are: files of this machine, or a PostgreSQL database; who may write them, and how one gets there.

A snapshot is built in a file either way. With a database the finished file is loaded there before it is published, and
stays here for the next import to go on from.
"""

from __future__ import annotations

import fcntl
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from data import clock, snapshot_files
from data.config import settings
from data.errors import BusyError, DamagedSnapshotError
from data.snapshot_files import Identity
from data.tables import meta

_STAMP = "%Y%m%dT%H%M%S"


class Store(Protocol):
    """Where snapshots are: files (`data.snapshot_files`), or PostgreSQL (`data.postgres.versions`)."""

    def published(self) -> tuple[str | None, Identity | None]:
        """The version that is published, whether it is there or not, and what tells it from another of its name."""

    def known(self) -> list[str]:
        """The versions that are there, the newest first."""

    def identity(self, version: str) -> Identity | None:
        """What tells a version from another of its name; None when it is not there."""

    def mark_damaged(self, version: str) -> None:
        """Remembers for some seconds that a version cannot be read."""

    def is_damaged(self, version: str) -> bool:
        """Whether it was found so a moment ago."""

    def read_engine(self, version: str) -> Engine:
        """A new engine that reads a version."""

    def close(self) -> None:
        """Closes what is open beside those engines."""


def store() -> Store:
    """That of these settings."""
    if not settings().the_database_url:
        return snapshot_files
    from data.postgres import versions  # its driver is there for who uses it

    return versions


def next_version() -> str:
    """A name that sorts after every other that is there: its time is not that of a clock that was set back."""
    stamp = clock.now()
    for version in {*store().known(), *snapshot_files.known()}:
        with suppress(ValueError, OverflowError):  # digits that are no time
            stamp = max(stamp, datetime.strptime(version[:15], _STAMP) + timedelta(seconds=1))
    return f"{stamp:{_STAMP}}-{secrets.token_hex(4)}"


def copy_file(version: str, target: Path) -> None:
    """Writes a snapshot as a file: a copy of the one that is here, else what the database has of it.

    Raises:
        FileNotFoundError: when there is no such version any more.
    """
    if not settings().the_database_url:
        shutil.copyfile(snapshot_files.path_of(version), target)
        return
    if snapshot_files.identity(version) is not None and not snapshot_files.is_damaged(version):
        engine = snapshot_files.read_engine(version)
        with suppress(DamagedSnapshotError, SQLAlchemyError):
            with engine.connect() as connection:
                here = connection.execute(select(meta.c.value).where(meta.c.key == "version")).scalar()
            engine.dispose()
            if here == version:
                shutil.copyfile(snapshot_files.path_of(version), target)
                return
        engine.dispose()
    from data.postgres import publishing

    publishing.unload(version, target)


def publish(version: str, work: Path) -> None:
    """Makes a finished file the snapshot that is read, in one step; hold the lock.

    With a database it is loaded there first. The file stays beside it: the next import goes on from there.

    Args:
        version: Of the snapshot in the file.
        work: The file, on the disk of the snapshots; afterwards it is not there any more.
    """
    if settings().the_database_url:
        from data.postgres import publishing

        publishing.publish(version, work)
        with suppress(OSError):  # what is published is published, also when this disk is full
            snapshot_files.publish(version, work)
        return
    snapshot_files.publish(version, work)


@contextmanager
def import_lock(waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Holds off every import and every other who writes snapshots; with a database also those of other machines.

    Raises:
        BusyError: when another holds it and `waiting` is not given.
    """
    with (settings().var_dir / "import.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if waiting is None:
                raise BusyError("Er loopt al een import. Probeer opnieuw wanneer die klaar is.") from error
            waiting()
            fcntl.flock(handle, fcntl.LOCK_EX)
        if not settings().the_database_url:
            yield
            return
        from data.postgres import publishing

        with publishing.import_lock(waiting):
            yield

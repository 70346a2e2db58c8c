"""The files of the snapshots: which one `var/CURRENT` points at, which others there are, which are damaged."""

from __future__ import annotations

import os
import re
import shutil
import time
from pathlib import Path

import duckdb
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool

from data.config import settings
from data.errors import DamagedSnapshotError

Identity = tuple[int, int, int]
"""Of a file: inode, size in bytes, moment of the last write in ns; another one is another file under the same name."""
LOST = "onbekend"
"""In place of a version that nobody knows: the pointer is lost."""
UNREACHABLE = "onbereikbaar"
"""In place of a version where the database that publishes does not answer."""
UNREADABLE = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
"""What the database says of a file that is cut off or overwritten; every block of it has a checksum."""
RETRY_S = 5.0
"""After which a damaged file is tried again, whatever it looks like."""
VERSION = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}")
_damaged: dict[Path, tuple[Identity | None, float]] = {}


def pointer() -> Path:
    """The file that says which snapshot is published."""
    return settings().var_dir / "CURRENT"


def path_of(version: str) -> Path:
    """The file of a snapshot."""
    return settings().snapshots_dir / f"{version}.duckdb"


def pointed() -> str | None:
    """The version that the pointer names, whether its file is there or not; None when it names none."""
    try:
        text = pointer().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return text if VERSION.fullmatch(text) else None


def published() -> tuple[str | None, Identity | None]:
    """`pointed`, and the `identity` of its file."""
    version = pointed()
    return version, None if version is None else identity(version)


def known() -> list[str]:
    """The versions of which there is a file, the newest first."""
    names = (path.stem for path in settings().snapshots_dir.glob("[0-9]*.duckdb"))
    return sorted((name for name in names if VERSION.fullmatch(name)), reverse=True)


def identity(version: str) -> Identity | None:
    """What tells the file of a snapshot from another of the same name; None when there is none."""
    try:
        found = path_of(version).stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def mark_damaged(version: str) -> None:
    """Remembers that a file cannot be read, until it is another file or some seconds have passed."""
    _damaged[path_of(version)] = (identity(version), time.monotonic() + RETRY_S)


def is_damaged(version: str) -> bool:
    """Whether the file of this moment was found damaged a moment ago."""
    seen, until = _damaged.get(path_of(version), (None, 0.0))
    return time.monotonic() < until and seen == identity(version)


def read_engine(version: str) -> Engine:
    """A new engine that reads the file of a version."""
    engine = create_engine(
        f"duckdb:///{path_of(version)}",
        connect_args={"read_only": True, "config": {"threads": 2}},
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=8,
    )

    def told(context: ExceptionContext) -> None:
        if isinstance(context.original_exception, UNREADABLE):
            mark_damaged(version)
            raise DamagedSnapshotError(f"De cijfers van versie {version} zijn beschadigd. Probeer het opnieuw.")

    event.listen(engine, "handle_error", told)
    return engine


def close() -> None:
    """Closes the connection that the library opens for itself when it is imported.

    It has a thread, which does not survive a fork: a process that inherits the connection aborts when it ends.
    """
    duckdb.default_connection().close()


def publish(version: str, work: Path) -> None:
    """Moves a finished file among the snapshots and makes it the one that is read, in one step; hold the lock.

    Args:
        version: Of the snapshot in the file.
        work: The file, on the same disk; afterwards it is not there any more.
    """
    with work.open("rb+") as file:  # on disk before anything points at it, whatever happens to the power
        os.fsync(file.fileno())
    fresh_pointer = _write_pointer(version)  # first: where a disk is full, no figures stand there that nobody published
    os.replace(work, path_of(version))
    _switch(fresh_pointer, version)


def point_at(version: str) -> None:
    """Makes a snapshot that is there the one that is read, in one step; hold the lock."""
    _switch(_write_pointer(version), version)


def _write_pointer(version: str) -> Path:
    fresh_pointer = pointer().with_name(f"CURRENT.{version}")
    try:
        with fresh_pointer.open("w", encoding="utf-8") as file:
            file.write(version)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        fresh_pointer.unlink(missing_ok=True)
        raise
    return fresh_pointer


def _switch(fresh_pointer: Path, version: str) -> None:
    os.replace(fresh_pointer, pointer())
    kept = sorted(settings().snapshots_dir.glob("[0-9]*.duckdb"))
    for old in kept[: -settings().keep_snapshots]:
        if old.stem != version:
            old.unlink(missing_ok=True)


def remove_leftovers() -> None:
    """Clears away what an import left that was stopped; hold the lock."""
    folder = settings().snapshots_dir
    for leftover in folder.glob("building-*"):
        version = leftover.name.removeprefix("building-").split(".")[0]
        if not (folder / f"{version}.duckdb").exists():  # its report would be of figures that nobody has
            for report in settings().reports_dir.glob(f"{version}-*"):
                report.unlink(missing_ok=True)
        if leftover.is_dir():  # where the database put what did not fit in memory
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)
    for leftover in settings().var_dir.glob("CURRENT.*"):
        leftover.unlink(missing_ok=True)

"""The snapshots in PostgreSQL: which one is published, which others there are, which are damaged.

The same questions as `data.snapshot_files` answers for files. A version is a schema; the last row of `bvg.published`
says which one is read.
"""

from __future__ import annotations

import threading
import time

from sqlalchemy import Engine, event, text
from sqlalchemy.engine import ExceptionContext

from data import snapshot_files
from data.config import settings
from data.errors import DamagedSnapshotError
from data.postgres import server
from data.snapshot_files import VERSION, Identity

_POINTED = text(
    "SELECT p.version, CAST(to_regnamespace('snapshot_' || replace(lower(p.version), '-', '_')) AS oid) "
    "FROM bvg.published p ORDER BY p.id DESC"
)
_damaged: dict[tuple[str, str], float] = {}
_asking: dict[str, Engine] = {}
_lock = threading.Lock()


def schema_of(version: str) -> str:
    """The schema of a version; a name that needs no quotes."""
    if not VERSION.fullmatch(version):
        raise ValueError(f"no version: {version!r}")
    return f"snapshot_{version.lower().replace('-', '_')}"


def pointed() -> str | None:
    """The version that is published, whether its schema is there or not; None before the first.

    Raises:
        NoSnapshotError: when the server does not answer, with a sentence.
    """
    return next(iter(_rows()), (None, None))[0]


def known() -> list[str]:
    """The versions of which there is a schema, the newest first."""
    return [version for version, oid in _rows() if oid is not None]


def identity(version: str) -> Identity | None:
    """What tells the schema of a version from another of the same name; None when there is none."""
    oid = dict(_rows()).get(version)
    return None if oid is None else (oid, 0, 0)


def published() -> tuple[str | None, Identity | None]:
    """`pointed`, and its `identity`, in one question."""
    version, oid = next(iter(_rows()), (None, None))
    return version, None if oid is None else (oid, 0, 0)


def mark_damaged(version: str) -> None:
    """Remembers that a schema lacks something, until some seconds have passed."""
    _damaged[(settings().the_database_url, version)] = time.monotonic() + snapshot_files.RETRY_S


def is_damaged(version: str) -> bool:
    """Whether a schema was found damaged a moment ago."""
    return time.monotonic() < _damaged.get((settings().the_database_url, version), 0.0)


def read_engine(version: str) -> Engine:
    """A new engine that reads a version."""
    made = server.reader(settings().the_database_url, schema=schema_of(version))

    def mark(context: ExceptionContext) -> None:
        if isinstance(server.sentence_of(context.original_exception), DamagedSnapshotError):
            mark_damaged(version)

    event.listen(made, "handle_error", mark, insert=True)  # before the one that makes a sentence of it
    return made


def close() -> None:
    """Closes the connections of this process; the next question opens them again."""
    with _lock:
        while _asking:
            _asking.popitem()[1].dispose()


def _rows() -> list[tuple[str, int | None]]:
    """Version and number of its schema, what is published first; the few that are kept."""
    with _engine().connect() as connection:
        try:
            found = connection.execute(_POINTED).fetchall()
        except DamagedSnapshotError:  # nobody published anything yet: not even the table is there
            return []
    return [(str(version), oid) for version, oid in found if VERSION.fullmatch(version)]


def _engine() -> Engine:
    """The engine of this process that asks what is published."""
    address = settings().the_database_url
    with _lock:
        held = _asking.get(address)
        if held is None:
            held = _asking[address] = server.reader(address)
    return held

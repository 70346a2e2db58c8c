"""What people keep, between PostgreSQL and the SQLite file of a backup: a backup fits either kind of store."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, delete, func, insert, select, text

from data import clock
from data.state.records import RESTORED
from data.state.store import migrate, owning, reading
from data.state.tables import history, metadata

_ROWS = 5000
_KEPT = ("history", "audit")
"""Tables that refuse to lose a line; only a restore, as who owns them, sets that aside for its one transaction."""


def to_file(target: Path) -> None:
    """Writes the store in PostgreSQL, as it is at one moment, as an SQLite file.

    Raises:
        StateError: when the store does not answer.
    """
    engine = _file(target)
    with reading() as live, engine.begin() as copy:
        _copy(live, copy)
    engine.dispose()


def from_file(source: Path, made_at: str, *, by: str) -> None:
    """Puts the rows of an SQLite file in place of those in PostgreSQL, in one transaction.

    The history goes on after the highest number that either had, so that no number means two things.

    Args:
        source: The file, also of an older version; it is brought to this one.
        made_at: When the backup was made. by: Who restores; both for the line in the history.

    Raises:
        StateError: when the store does not answer, or refuses; nothing was changed.
    """
    engine = _file(source)
    with owning() as live, engine.connect() as kept:
        latest = max(_latest(live), _latest(kept))
        for name in _KEPT:
            live.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
        for table in reversed(metadata.sorted_tables):
            live.execute(delete(table))
        _copy(kept, live)
        line = {
            "id": latest + 1,
            "at": clock.now(),
            "by": by,
            "kind": RESTORED,
            "row_id": 0,
            "version": 1,
            "change": "create",
            "after": json.dumps({"made_at": made_at}),
        }
        live.execute(insert(history), [line])
        for table in metadata.sorted_tables:
            highest = live.execute(select(func.max(table.c.id))).scalar()
            sequence = func.pg_get_serial_sequence(table.name, "id")
            live.execute(select(func.setval(sequence, highest or 1, highest is not None)))
        for name in _KEPT:
            live.execute(text(f"ALTER TABLE {name} ENABLE TRIGGER USER"))
    engine.dispose()


def _file(path: Path) -> Engine:
    """A file of this version, made or brought up to date."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection, connection.begin():
        migrate(connection)
    return engine


def _copy(source: Connection, target: Connection) -> None:
    for table in metadata.sorted_tables:
        rows = source.execution_options(yield_per=_ROWS).execute(select(table).order_by(table.c.id))
        for part in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in part])


def _latest(connection: Connection) -> int:
    return int(connection.execute(select(func.max(history.c.id))).scalar() or 0)

"""What people keep, row by row: made, changed and deleted with who and when, and never over the work of another."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Table, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from data import clock
from data.errors import ConflictError, StateError
from data.state.history_text import as_json
from data.state.store import reading, writing
from data.state.tables import KINDS, history

Kind = Literal["own_area", "action", "saved_view", "slide_list"]
"""Which table of data/state/tables.py."""
NOBODY_YET = "intern"
"""Who changes something, as long as nobody signs in."""
RESTORED = "restore"
"""Kind of the line of the history that says that all of the store came from a backup."""
_KEPT = ("id", "version", "created_at", "created_by", "changed_at", "changed_by", "deleted_at")
_WORDS = {
    "own_area": "Dit gebied",
    "action": "Deze aanpak",
    "saved_view": "Dit beeld",
    "slide_list": "Deze lijst",
}


@dataclass(frozen=True)
class Record:
    """One row, as it was when it was read.

    Attributes:
        id: Number within its kind. version: Give it back with a change.
        created_at, changed_at, deleted_at: UTC, without zone; deleted_at is None while it is there.
        values: The columns of its own kind; `record["title"]` reads one.
    """

    id: int
    version: int
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str
    deleted_at: datetime | None
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]


@dataclass(frozen=True)
class Change:
    """One line of the history.

    Attributes:
        at: UTC, without zone. by: Who. kind, row_id: Of which row.
        version: That the row has since. change: create | update | delete.
        before, after: The columns of its kind, as JSON values (dates as text, bytes as base64); None: was or is not
            there.
    """

    id: int
    at: datetime
    by: str
    kind: str
    row_id: int
    version: int
    change: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def create(kind: Kind, values: Mapping[str, Any], *, user: str = NOBODY_YET) -> Record:
    """Adds a row.

    Args:
        kind: Which table.
        values: Its own columns (data/state/tables.py).
        user: Who.

    Returns:
        The row as it is kept, version 1.

    Raises:
        ConflictError: when it has the code of one that is there.
        StateError: when the store does not answer.
    """
    return create_many(kind, [values], user=user)[0]


def create_many(kind: Kind, rows: Sequence[Mapping[str, Any]], *, user: str = NOBODY_YET) -> tuple[Record, ...]:
    """Adds rows, all of them or none; one record per row, in the order given. See `create`."""
    table = KINDS[kind]
    now = clock.now()
    kept = {"version": 1, "created_at": now, "created_by": user, "changed_at": now, "changed_by": user}
    made = []
    with writing() as connection:
        for values in rows:
            try:
                done = connection.execute(insert(table).values(**_own(table, values), **kept))
            except IntegrityError as error:
                raise ConflictError("Iets met dezelfde code bestaat al. Kies een andere naam.") from error
            inserted = done.inserted_primary_key
            assert inserted is not None
            record = _read(connection, table, int(inserted[0]))
            assert record is not None
            _write_history(connection, kind, record, "create", None, user)
            made.append(record)
    return tuple(made)


def change(kind: Kind, row_id: int, values: Mapping[str, Any], *, version: int, user: str = NOBODY_YET) -> Record:
    """Changes some columns of a row that nobody else changed since it was read.

    Args:
        kind: Which table.
        row_id: Which row.
        values: The columns that change.
        version: Of the row as the user saw it.
        user: Who.

    Returns:
        The row as it is kept now.

    Raises:
        ConflictError: when somebody else changed or deleted it in the meantime; nothing was written.
        StateError: when there is no such row, or the store does not answer.
    """
    return _change(kind, row_id, _own(KINDS[kind], values), version, user, "update")


def delete(kind: Kind, row_id: int, *, version: int, user: str = NOBODY_YET) -> Record:
    """Takes a row out of sight; it and its history stay in the store. Raises as `change` does."""
    return _change(kind, row_id, {"deleted_at": clock.now()}, version, user, "delete")


def change_many(
    changes: Sequence[tuple[Kind, int, Mapping[str, Any] | None, int]], *, user: str = NOBODY_YET
) -> tuple[Record, ...]:
    """Changes rows, all of them or none.

    Args:
        changes: Kind, id, the columns that change (None: take it out of sight), version; of each row.
        user: Who.

    Raises:
        ConflictError, StateError: as `change` does, and then nothing was written.
    """
    done = []
    with writing() as connection:
        for kind, row_id, values, version in changes:
            gone = values is None
            new = {"deleted_at": clock.now()} if values is None else _own(KINDS[kind], values)
            done.append(_change_in(connection, kind, row_id, new, version, user, "delete" if gone else "update"))
    return tuple(done)


def get(kind: Kind, row_id: int, *, deleted: bool = False) -> Record | None:
    """One row, or None when it is not there; `deleted` also finds one that was taken out of sight."""
    with reading() as connection:
        record = _read(connection, KINDS[kind], row_id)
    return record if record is not None and (deleted or record.deleted_at is None) else None


def rows(kind: Kind, *, deleted: bool = False, **equal: Any) -> tuple[Record, ...]:
    """The rows of a kind, oldest first.

    Args:
        kind: Which table.
        deleted: Also those that were taken out of sight.
        equal: Column = value that a row must have, for example `area_code="W01"`.
    """
    table = KINDS[kind]
    where = [table.c[name] == value for name, value in equal.items()]
    if not deleted:
        where.append(table.c.deleted_at.is_(None))
    with reading() as connection:
        found = connection.execute(select(table).where(*where).order_by(table.c.id)).mappings().all()
    return tuple(_record(row) for row in found)


def changes(kind: Kind | None = None, row_id: int | None = None, *, most: int = 500) -> tuple[Change, ...]:
    """What happened, the latest first: everything, of one kind, or of one row.

    Args:
        kind: Which table; None is all of them.
        row_id: Which row of it.
        most: How many lines at most.
    """
    where = [history.c.kind == kind] if kind else []
    if row_id is not None:
        where.append(history.c.row_id == row_id)
    query = select(history).where(*where).order_by(history.c.id.desc()).limit(most)
    with reading() as connection:
        found = connection.execute(query).mappings().all()
    read = (dict(row) for row in found)
    return tuple(Change(**(r | {side: json.loads(r[side] or "null") for side in ("before", "after")})) for r in read)


def latest_change(kind: Kind) -> int:
    """Number of the latest change of a kind, 0 when there is none: as long as it is the same, so are the rows."""
    where = history.c.kind.in_((kind, RESTORED))
    with reading() as connection:
        return int(connection.execute(select(func.max(history.c.id)).where(where)).scalar() or 0)


def _change(
    kind: Kind, row_id: int, values: dict[str, Any], version: int, user: str, what: Literal["update", "delete"]
) -> Record:
    with writing() as connection:
        return _change_in(connection, kind, row_id, values, version, user, what)


def _change_in(
    connection: Connection,
    kind: Kind,
    row_id: int,
    values: dict[str, Any],
    version: int,
    user: str,
    what: Literal["update", "delete"],
) -> Record:
    table = KINDS[kind]
    before = _read(connection, table, row_id, lock=True)
    if before is None:
        raise StateError(f"{_WORDS[kind]} bestaat niet.")
    # The condition stands in the statement itself, so that it also holds where two can write at once.
    where = (table.c.id == row_id, table.c.version == version, table.c.deleted_at.is_(None))
    kept = {"version": version + 1, "changed_at": clock.now(), "changed_by": user}
    if connection.execute(update(table).where(*where).values(**values, **kept)).rowcount != 1:
        raise ConflictError(_conflict(kind, before))
    after = _read(connection, table, row_id)
    assert after is not None
    _write_history(connection, kind, after, what, before, user)
    return after


def _conflict(kind: Kind, now: Record) -> str:
    at = now.changed_at.replace(tzinfo=UTC).astimezone(clock.BELGIUM)
    done = "gewijzigd" if now.deleted_at is None else "verwijderd"
    again = "Laad de pagina opnieuw en kijk na of uw wijziging nog nodig is." if now.deleted_at is None else ""
    what = f"{_WORDS[kind]} is intussen {done} door {now.changed_by} ({at:%d/%m/%Y om %H.%M} uur)"
    return f"{what}; uw wijziging is niet bewaard. {again}".strip()


def _write_history(
    connection: Connection, kind: Kind, after: Record, what: str, before: Record | None, user: str
) -> None:
    line = {
        "at": after.changed_at,
        "by": user,
        "kind": kind,
        "row_id": after.id,
        "version": after.version,
        "change": what,
        "before": as_json(before.values if before else None),
        "after": None if what == "delete" else as_json(after.values if after else None),
    }
    connection.execute(insert(history), [line])


def _own(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    foreign = set(values) - {c.name for c in table.columns} | set(values) & set(_KEPT)
    if foreign:
        raise ValueError(f"{table.name} has no columns of its own named {sorted(foreign)}")
    return dict(values)


def _read(connection: Connection, table: Table, row_id: int, *, lock: bool = False) -> Record | None:
    query = select(table).where(table.c.id == row_id)
    row = connection.execute(query.with_for_update() if lock else query).mappings().first()
    return _record(row) if row is not None else None


def _record(row: Mapping[Any, Any]) -> Record:
    own = {str(name): value for name, value in row.items() if name not in _KEPT}
    return Record(**{name: row[name] for name in _KEPT}, values=own)

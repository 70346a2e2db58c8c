"""The tables of the state store: what people add to the figures.

The migrations make them (data/state/migrations); this file says what they are now, and a test holds the two together.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Date, DateTime, Index, Integer, LargeBinary, MetaData, String, Table, Text, text

metadata = MetaData()


def _kept() -> list[Column[Any]]:
    """The columns of everything that people can change: who and when, and which version, so that nothing is lost."""
    return [
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("version", Integer, nullable=False),  # 1, and one more with every change
        Column("created_at", DateTime, nullable=False),  # UTC, without zone; so are the other moments
        Column("created_by", String, nullable=False),
        Column("changed_at", DateTime, nullable=False),
        Column("changed_by", String, nullable=False),
        Column("deleted_at", DateTime),  # null: it is there
    ]


own_area = Table(
    "own_area",  # an area that people made: a drawn zone, or wijken and buurten under one name
    metadata,
    *_kept(),
    Column("code", String, nullable=False),  # Z-<slug> | G-<slug>; it stands in links
    Column("kind", String, nullable=False),  # zone | groep
    Column("name", String, nullable=False),
    Column("wkb", LargeBinary),  # of a zone: polygon, EPSG:4326
    Column("members", Text),  # of a group: area codes with commas between them
)

_there = text("deleted_at IS NULL")
Index("own_area_code", own_area.c.code, unique=True, sqlite_where=_there, postgresql_where=_there)

action = Table(
    "action",  # aanpak: something that was done in an area from a date on
    metadata,
    *_kept(),
    Column("title", String, nullable=False),
    Column("area_code", String, nullable=False),
    Column("priority", String, nullable=False),  # id of the priorities catalogue
    Column("date_from", Date, nullable=False),
    Column("date_until", Date),  # last day; null: it goes on
    Column("note", Text),
)

saved_view = Table(
    "saved_view",  # a named view: the query of its address; views of one list have an order
    metadata,
    *_kept(),
    Column("name", String, nullable=False),
    Column("query", Text, nullable=False),  # as in the address, question mark included; empty is the first view
    Column("list_code", String),  # the list of slides that it is in
    Column("sort", Integer, nullable=False, server_default="0"),
)

slide_list = Table(
    "slide_list",  # saved views that are shown one after the other, for example in a meeting
    metadata,
    *_kept(),
    Column("code", String, nullable=False),  # drawn by lot; it stands in links, whatever the name becomes
    Column("name", String, nullable=False),
)
Index("slide_list_code", slide_list.c.code, unique=True, sqlite_where=_there, postgresql_where=_there)

history = Table(
    "history",  # every change, written with it; rows are only added
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime, nullable=False),
    Column("by", String, nullable=False),
    Column("kind", String, nullable=False),  # which table
    Column("row_id", Integer, nullable=False),
    Column("version", Integer, nullable=False),  # that the row has after the change
    Column("change", String, nullable=False),  # create | update | delete
    Column("before", Text),  # JSON of the columns; bytes as base64
    Column("after", Text),
)
Index("history_kind", history.c.kind, history.c.id)

audit = Table(
    "audit",  # the log: who saw, took along, imported or changed what; lines are added and removed after their time
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime, nullable=False),
    Column("by", String, nullable=False),
    Column("audience", String, nullable=False),
    Column("what", String, nullable=False),  # bekeken | uitgevoerd | ...: data/state/audit.py
    Column("about", String, nullable=False),  # area codes, a number, or the name of a file
    Column("address", Text, nullable=False),
)
Index("audit_by", audit.c.by, audit.c.id)

KINDS: dict[str, Table] = {table.name: table for table in (own_area, action, saved_view, slide_list)}
"""The tables that people change, by name."""

"""The first tables: own areas, actions, saved views and their history."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _kept() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("created_by", sa.String, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("changed_by", sa.String, nullable=False),
        sa.Column("deleted_at", sa.DateTime),
    ]


def upgrade() -> None:
    op.create_table(
        "own_area",
        *_kept(),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("wkb", sa.LargeBinary),
        sa.Column("members", sa.Text),
    )
    there = sa.text("deleted_at IS NULL")
    op.create_index("own_area_code", "own_area", ["code"], unique=True, sqlite_where=there, postgresql_where=there)
    op.create_table(
        "action",
        *_kept(),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("area_code", sa.String, nullable=False),
        sa.Column("priority", sa.String, nullable=False),
        sa.Column("date_from", sa.Date, nullable=False),
        sa.Column("date_until", sa.Date),
        sa.Column("note", sa.Text),
    )
    op.create_table(
        "saved_view",
        *_kept(),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("list_name", sa.String),
        sa.Column("sort", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_table(
        "history",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("row_id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("change", sa.String, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
    )
    op.create_index("history_kind", "history", ["kind", "id"])
    _only_add_to_history()


def _only_add_to_history() -> None:
    """The database itself refuses to change or remove what happened."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER history_no_{change.lower()} BEFORE {change} ON history "
                "BEGIN SELECT RAISE(ABORT, 'history is only added to'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION history_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'history is only added to'; END $$"
    )
    op.execute(
        "CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON history FOR EACH ROW EXECUTE FUNCTION history_stays()"
    )

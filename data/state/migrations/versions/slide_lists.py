"""Lists of slides, each with a code for its link; a saved view names its list by that code."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slide_list",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("created_by", sa.String, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("changed_by", sa.String, nullable=False),
        sa.Column("deleted_at", sa.DateTime),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
    )
    there = sa.text("deleted_at IS NULL")
    op.create_index("slide_list_code", "slide_list", ["code"], unique=True, sqlite_where=there, postgresql_where=there)
    op.execute("ALTER TABLE saved_view RENAME COLUMN list_name TO list_code")  # nothing wrote it before this version

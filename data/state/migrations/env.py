"""Runs the migrations on the connection that data/state/store.py opened, in its transaction."""

from __future__ import annotations

from alembic import context

from data.state.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
    render_as_batch=True,  # SQLite changes a column by making the table anew
)
context.run_migrations()

"""Bringing a snapshot of an older version of the product up to date."""

from __future__ import annotations

from sqlalchemy import select

from data.snapshot import current
from data.tables import SCHEMA, meta, source

BUILT_IN = ("demo", "gent")
"""Mappings of what the product itself brings: nothing of a user is lost when only these are there."""


def is_up_to_date() -> bool:
    """Whether the current snapshot has the tables of this version."""
    with current(any_schema=True).engine.connect() as connection:
        return connection.execute(select(meta.c.value).where(meta.c.key == "schema")).scalar() == SCHEMA


def is_built_in() -> bool:
    """Whether the current snapshot holds nothing but what the product itself brings."""
    with current(any_schema=True).engine.connect() as connection:
        return set(connection.execute(select(source.c.mapping).distinct()).scalars()) <= set(BUILT_IN)


def upgrade() -> None:
    """Publishes a copy of the current snapshot with the newer tables, their statistics derived from its figures.

    Raises:
        BusyError: when another process is building.
    """
    from data.ingest.derive import building_figures  # loads what a start without an upgrade does not need

    with building_figures():
        pass  # the copy gets its tables when it is made, and its statistics at the end of this block

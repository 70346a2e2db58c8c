"""What a source has in the snapshot already: is this file there, under which id, and what is still provisional."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from sqlalchemy import func, select, update

from data.catalogue.sources import FactsSource
from data.ingest.cells import SLICE
from data.ingest.record import SourceRecord
from data.snapshot import Building
from data.tables import coverage, source

_SAME = ("mapping", "title", "publisher", "licence", "url", "sha256", "rows_in", "rows_accepted", "rows_rejected")


def source_id_for(building: Building, mapping_id: str, slices: pd.DataFrame) -> str:
    """The id of a source: its mapping and its period, numbered when another file of that period keeps figures.

    Args:
        building: The snapshot under construction.
        mapping_id: Id of the mapping.
        slices: Columns grain, level, category_id, month. What the file publishes.

    Returns:
        For example `gent-criminaliteit-2018`, or `gent-criminaliteit-2023-01_2023-08`. A newer version of the same
        period gets the same id.
    """
    base = f"{mapping_id}-{period_name(slices['month'].min(), slices['month'].max())}"
    mine = set(slices[SLICE].assign(month=slices["month"].dt.date).itertuples(index=False, name=None))

    def is_free(source_id: str) -> bool:
        columns = [coverage.c[name] for name in SLICE]
        held = building.connection.execute(select(*columns).where(coverage.c.source_id == source_id))
        return all(tuple(row) in mine for row in held)

    return numbered_id(base, is_free)


def numbered_id(base: str, is_free: Callable[[str], bool]) -> str:
    """The first of `base`, `base-2`, `base-3`... that is free."""
    number, source_id = 1, base
    while not is_free(source_id):
        number += 1
        source_id = f"{base}-{number}"
    return source_id


def period_name(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """A period in a file name: `2018`, `2011-2017`, `2023-01_2023-08` or `2024-03`."""
    if first.month == 1 and last.month == 12:
        return f"{first.year}" if first.year == last.year else f"{first.year}-{last.year}"
    return f"{first:%Y-%m}" if first == last else f"{first:%Y-%m}_{last:%Y-%m}"


def is_loaded(building: Building, record: SourceRecord, cells: pd.DataFrame, published: pd.DataFrame) -> bool:
    """Whether the snapshot says all of this already.

    Args:
        building: The snapshot under construction.
        record: The source, with its final id.
        cells: Columns grain, level, area_code, category_id, month, n.
        published: Columns grain, level, category_id, month, status, source_id.

    Returns:
        True when the same file, read in the same way, gave every one of these cells.
    """
    connection = building.connection
    row = connection.execute(select(source).where(source.c.source_id == record.source_id)).mappings().first()
    if row is None or any(row[name] != getattr(record, name) for name in _SAME):
        return False
    raw = connection.connection.driver_connection
    assert raw is not None
    for table, frame in (("coverage", published.drop(columns="status")), ("cell", cells)):
        raw.register("told", frame)
        try:
            match = " AND ".join(f"{table}.{c} IS NOT DISTINCT FROM told.{c}" for c in frame.columns)
            same = raw.execute(f"SELECT count(*) FROM told SEMI JOIN {table} ON {match}").fetchone()[0]
        finally:
            raw.unregister("told")
        if same != len(frame):
            return False
    return True


def provisional_from(
    building: Building, mapping: FactsSource, newest: pd.Timestamp, *, kind: str = "counts"
) -> pd.Timestamp:
    """The first month that the publisher of a source is still completing.

    Args:
        building: The snapshot under construction.
        mapping: The source.
        newest: First day of the newest month that is being imported.

    Returns:
        A first day of a month; after the newest month of the source when none is provisional.
    """
    held = building.connection.execute(
        select(func.max(coverage.c.month))
        .join(source, source.c.source_id == coverage.c.source_id)
        .where(source.c.mapping == mapping.id, source.c.kind == kind, ~source.c.is_demo)
    ).scalar_one()
    last = max(newest, pd.Timestamp(held)) if held is not None else newest
    return last - pd.DateOffset(months=mapping.provisional_months - 1)


def refresh_provisional(building: Building, mapping_id: str, edge: pd.Timestamp, *, kind: str = "counts") -> bool:
    """Marks the months of a source from `edge` on as provisional and the older ones as final.

    Returns:
        Whether any status changed.
    """
    family = select(source.c.source_id).where(source.c.mapping == mapping_id, source.c.kind == kind)
    own = coverage.c.source_id.in_(family)
    day = edge.date()
    changes = (
        (own & (coverage.c.month < day) & (coverage.c.status != "ok"), "ok"),
        (own & (coverage.c.month >= day) & (coverage.c.status != "provisional"), "provisional"),
    )
    changed = False
    for where, status in changes:
        count = building.connection.execute(select(func.count()).select_from(coverage).where(where)).scalar_one()
        if count:
            building.connection.execute(update(coverage).where(where).values(status=status))
            changed = True
    return changed

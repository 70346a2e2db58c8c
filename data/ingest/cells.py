"""Writing monthly cells: whole slices of category x month, so that importing twice changes nothing."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import delete, func, select

from data.ingest.record import drop_uncovered_sources
from data.snapshot import Building
from data.tables import cell, coverage, incident, source

SLICE = ["grain", "level", "category_id", "month"]


def replace_slices(building: Building, cells: pd.DataFrame, published: pd.DataFrame) -> None:
    """Replaces every slice (grain x level x category x month) that the import publishes.

    Args:
        building: The snapshot under construction.
        cells: Columns grain, level, area_code, category_id, month (first day), n (nullable integer, >= 0).
            One row for each area of the level in each published slice; n is null where the area is missing.
        published: Columns grain, level, category_id, month, status ("ok" or "provisional"), source_id.
            One row a slice.

    Raises:
        ValueError: when cells and published do not name the same slices.
    """
    if set(map(tuple, cells[SLICE].drop_duplicates().to_numpy())) != set(map(tuple, published[SLICE].to_numpy())):
        raise ValueError("cells and coverage do not name the same slices")
    raw = building.connection.connection.driver_connection
    assert raw is not None
    raw.register("replacing", published[SLICE])
    try:
        for table in (cell, coverage):
            match = " AND ".join(f"{table.name}.{c} = replacing.{c}" for c in SLICE)
            raw.execute(f"DELETE FROM {table.name} USING replacing WHERE {match}")
    finally:
        raw.unregister("replacing")
    building.append(coverage, published)
    building.append(cell, cells)
    drop_uncovered_sources(building)
    refresh_period(building)


def remove_demo(building: Building) -> bool:
    """Removes every demonstration figure, counts and incidents, and tells whether there was any."""
    connection = building.connection
    demo = [row[0] for row in connection.execute(select(source.c.source_id).where(source.c.is_demo))]
    if not demo:
        return False
    slices = select(coverage.c.grain, coverage.c.level, coverage.c.category_id, coverage.c.month).where(
        coverage.c.source_id.in_(demo)
    )
    rows = pd.DataFrame(connection.execute(slices).fetchall(), columns=SLICE)
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.register("demo_slices", rows)
    try:
        match = " AND ".join(f"cell.{c} = demo_slices.{c}" for c in SLICE)
        raw.execute(f"DELETE FROM cell USING demo_slices WHERE {match}")
    finally:
        raw.unregister("demo_slices")
    connection.execute(delete(coverage).where(coverage.c.source_id.in_(demo)))
    connection.execute(delete(incident).where(incident.c.source_id.in_(demo)))
    drop_uncovered_sources(building)
    refresh_period(building)
    return True


def refresh_period(building: Building) -> None:
    """Brings the keys data_from, data_until (ISO months) and is_demo of `meta` in line with what is there."""
    connection = building.connection
    first, last = connection.execute(select(func.min(coverage.c.month), func.max(coverage.c.month))).one()
    demo = connection.execute(select(func.count()).select_from(source).where(source.c.is_demo)).scalar_one()
    building.set_meta(
        data_from=first.isoformat() if first else "",
        data_until=last.isoformat() if last else "",
        is_demo="1" if demo else "0",
    )

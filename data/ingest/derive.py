"""The last step of every import: statistics that are too slow for a request are made once and stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pandas as pd
from sqlalchemy import and_, delete, select

from data.catalogue.events import months_to_leave_out
from data.ingest.derive_fields import write_fields
from data.ingest.derive_grid import write_grid
from data.ingest.derive_hotspots import write_hotspots, write_neighbours
from data.ingest.derive_protected import write_protected
from data.snapshot import Building, building
from data.statistics.dispersion import dispersion as dispersion_of
from data.tables import area, cell, coverage, dispersion, source

HISTORIES = (("counts", "wijk"), ("incidents", "wijk"), ("counts", "buurt"), ("incidents", "buurt"))
"""Grain and level that a category's history is read from: the first that has it. Never a mix."""


@contextmanager
def building_figures(*, fresh: bool = False, waiting: Callable[[], None] | None = None) -> Iterator[Building]:
    """`data.snapshot.building` for whoever changes figures, areas or denominators: derives the statistics at the end.

    Args:
        fresh: Start empty in place of from a copy.
        waiting: Called once when another process is building; then this one waits for its turn.

    Yields:
        The snapshot under construction.

    Raises:
        BusyError: when another process is building and `waiting` is not given.
    """
    with building(fresh=fresh, waiting=waiting) as made:
        yield made
        if made.changed:
            derive_statistics(made)


def derive_statistics(building: Building) -> None:
    """Computes the grid of facts, what they tell, protected counts, dispersion, hotspots and neighbours anew.

    Slow (some seconds: it imports esda): part of an import, never of a request.
    """
    write_grid(building)
    write_fields(building)
    write_protected(building)
    write_dispersion(building)
    write_hotspots(building)
    write_neighbours(building)


def write_dispersion(building: Building) -> None:
    """Stores how much each category varies, and how much its protected counts do where it has them."""
    building.connection.execute(delete(dispersion))
    history = history_of(building)
    if history.empty:
        return
    leave_out = months_to_leave_out()
    found = dispersion_of(history, leave_out=leave_out)
    shown = [
        dispersion_of(rows, leave_out=leave_out).set_index("category_id")["phi"]
        for level in ("wijk", "buurt")
        if not (rows := _protected_history(building, level)).empty
    ]
    if shown:
        largest = pd.concat(shown, axis=1).astype(float).max(axis=1)
        found["phi_public"] = found["category_id"].map(largest).astype(float)
    building.append(dispersion, found)


def _protected_history(building: Building, level: str) -> pd.DataFrame:
    """The rows of `history_of`, of the protected counts of a level."""
    slices = [cell.c[name] == coverage.c[name] for name in ("grain", "level", "category_id", "month")]
    unprotected = select(source.c.source_id).where(source.c.is_demo | source.c.is_public)
    query = (
        select(cell.c.category_id, cell.c.area_code, cell.c.month, cell.c.n_public.label("n"), coverage.c.status)
        .join(coverage, and_(*slices))
        .join(area, cell.c.area_code == area.c.area_code)
        .where(cell.c.grain == "incidents", cell.c.level == level, cell.c.n_public.is_not(None), area.c.is_located)
        .where(coverage.c.source_id.not_in(unprotected))
    )
    return building.frame(query).astype({"n": "Int64"})


def history_of(building: Building) -> pd.DataFrame:
    """The monthly cells from which the dispersion is estimated.

    Returns:
        One row per category, located area and published month: category_id, area_code, month (date), n (Int64), status
        (ok | provisional | missing). Each category from the first of `HISTORIES` that has it.
    """
    covered = building.connection.execute(
        select(coverage.c.grain, coverage.c.level, coverage.c.category_id).distinct()
    ).fetchall()
    chosen = {
        category_id: next((g, level) for g, level in HISTORIES if (g, level, category_id) in covered)
        for category_id in {row.category_id for row in covered if (row.grain, row.level) in HISTORIES}
    }
    slices = (coverage.c.grain, coverage.c.level, coverage.c.category_id, coverage.c.month)
    same = [cell.c[column.name] == column for column in slices]
    columns = (*slices[2:], cell.c.area_code, cell.c.n, coverage.c.status)
    query = select(*columns).select_from(cell).join(area, cell.c.area_code == area.c.area_code).where(area.c.is_located)
    parts = []
    for grain, level in HISTORIES:
        mine = [category_id for category_id, found in chosen.items() if found == (grain, level)]
        if mine:
            here = (cell.c.grain == grain, cell.c.level == level, cell.c.category_id.in_(mine))
            parts.append(building.frame(query.join(coverage, same[0] & same[1] & same[2] & same[3]).where(*here)))
    if not parts:
        return pd.DataFrame(columns=[column.name for column in columns])
    history = pd.concat(parts, ignore_index=True).astype({"n": "Int64"})
    history["status"] = history["status"].mask(history["n"].isna(), "missing")
    return history

"""Statistics that were made when the snapshot was built: dispersion per category, and hotspots."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from sqlalchemy import Select, Table, inspect, select

from data.catalogue import PRIORITIES
from data.config import PUBLIEK, Audience
from data.queries.counts import has_grain
from data.queries.months import Months
from data.queries.protection import protected_categories, why_not_facts
from data.snapshot import Snapshot
from data.statistics.hotspots import GlobalMoran
from data.tables import dispersion as dispersion_table
from data.tables import hotspot, moran, neighbour

LEVELS = ("wijk", "buurt")
OTHER_LEVEL = "Hotspots zijn er enkel voor gebieden die samen de stad vullen: kies het niveau buurt."
PROTECTED = "beschermde aantallen"
UNKNOWN_PHI = 1.0
NOT_MADE = "De hotspots zijn voor deze cijfers nog niet berekend. Voer 'python -m data.ingest ensure' uit."


@dataclass(frozen=True, eq=False)
class StoredHotspots:
    """Hotspots of one group of facts at one level, as they were made with the snapshot.

    Attributes:
        areas: One row per area, index area_code: value (Float64, NA where there is none), gi_z, gi_q (Float64),
            gi_class (hot | cold | geen; NA without a value), moran_q (Float64), moran_class (hoog-hoog | laag-laag |
            hoog-laag | laag-hoog | geen; NA without a value). No rows where there is a reason.
        moran: Moran's I of the whole map; None where there is a reason.
        based_on: What the value is: "per km²" or "per 1.000 inwoners"; None when that was not decided.
        months: The period; None when there is none.
        permutations: Draws behind the p-values; 0 where there is a reason.
        reason: A Dutch sentence why there are none; None when there are.
    """

    areas: pd.DataFrame
    moran: GlobalMoran | None
    based_on: str | None
    months: Months | None
    permutations: int
    reason: str | None


def dispersion(snapshot: Snapshot, *, audience: Audience = PUBLIEK) -> pd.DataFrame:
    """How much more each category varies than chance; of protected counts with their noise, for who gets those.

    Returns:
        One row per category that has figures, index category_id: phi (float, >= 1), phi_raw (Float64, before that
        floor), n_areas, n_periods (pairs of years), n_comparisons, method (str). A category without a row was never
        estimated: reckon with phi 1 and say so. Empty for a snapshot of an older version. Of categories that are
        protected for this audience: what the protected counts give, and nothing that was made of exact ones.
    """
    return _dispersion_for(snapshot.published, audience).copy(deep=False)  # pandas copies what is written to


@lru_cache(maxsize=8)
def _dispersion_for(snapshot: Snapshot, audience: Audience) -> pd.DataFrame:
    frame = _dispersion(snapshot)
    here = frame.index.isin(list(protected_categories(snapshot, audience=audience)))
    shown = frame.drop(columns="phi_public")
    if not here.any():
        return shown
    shown.loc[here, "phi"] = frame.loc[here, "phi_public"].fillna(UNKNOWN_PHI)
    shown.loc[here, "phi_raw"] = pd.NA
    shown.loc[here, ["n_areas", "n_periods", "n_comparisons"]] = 0
    shown.loc[here, "method"] = PROTECTED
    return shown


@lru_cache(maxsize=4)
def _dispersion(snapshot: Snapshot) -> pd.DataFrame:
    frame = _rows(snapshot, dispersion_table, select(dispersion_table).order_by(dispersion_table.c.category_id))
    return frame.astype({"phi": "float64", "phi_raw": "Float64", "phi_public": "float64"}).set_index("category_id")


def neighbours(snapshot: Snapshot, *, audience: Audience = PUBLIEK) -> pd.DataFrame:
    """Which buurten touch; the same for every audience.

    Returns:
        One row per ordered pair: area_code, neighbour_code. Empty for a snapshot of an older version.
    """
    return _neighbours(snapshot).copy(deep=False)  # pandas copies what is written to


@lru_cache(maxsize=4)
def _neighbours(snapshot: Snapshot) -> pd.DataFrame:
    return _rows(snapshot, neighbour, select(neighbour.c.area_code, neighbour.c.neighbour_code))


def hotspots(
    snapshot: Snapshot, *, priority: str, group: str, level: str, audience: Audience = PUBLIEK
) -> StoredHotspots:
    """The areas of a level where facts of a group cluster, over the newest twelve months when the snapshot was built.

    Args:
        snapshot: The snapshot to read.
        priority: Id of the priority. group: Id of the group in it. level: wijk or buurt.
        audience: Who looks; what was made of exact counts of real single facts is only for intern.

    Returns:
        The record; with a reason and no rows where there are no hotspots.
    """
    found = _hotspots(snapshot, priority, group, level)
    categories = PRIORITIES[priority].group(group).categories
    reason = why_not_facts(snapshot, categories=categories, audience=audience)
    if not reason or has_grain(snapshot, grain="counts", categories=categories, level=level, audience=audience):
        return found
    return StoredHotspots(found.areas.iloc[:0], None, None, None, 0, f"{reason}.")


@lru_cache(maxsize=64)
def _hotspots(snapshot: Snapshot, priority: str, group: str, level: str) -> StoredHotspots:
    whole = _rows(
        snapshot,
        moran,
        select(moran).where(moran.c.priority == priority, moran.c.group_id == group, moran.c.level == level),
    )
    columns = [hotspot.c[name] for name in ("area_code", "value", "gi_z", "gi_q", "gi_class", "moran_q", "moran_class")]
    mine = (hotspot.c.priority == priority, hotspot.c.group_id == group, hotspot.c.level == level)
    areas = _rows(snapshot, hotspot, select(*columns).where(*mine))
    numbers = dict.fromkeys(("value", "gi_z", "gi_q", "moran_q"), "Float64")
    areas = areas.astype({**numbers, "gi_class": "str", "moran_class": "str"}).set_index("area_code")
    if level not in LEVELS:
        return StoredHotspots(areas, None, None, None, 0, OTHER_LEVEL)
    if whole.empty:
        return StoredHotspots(areas, None, None, None, 0, NOT_MADE)
    row = whole.astype(object).where(whole.notna(), None).iloc[0]
    months = Months(row["period_from"], row["period_until"]) if row["period_from"] else None
    found = None
    if row["reason"] is None:
        found = GlobalMoran(
            i=float(row["i"]),
            expected=float(row["expected"]),
            z=float(row["z"]),
            p=float(row["p"]),
            n=int(row["n"]),
        )
    return StoredHotspots(areas, found, row["based_on"], months, int(row["permutations"] or 0), row["reason"])


def _rows(snapshot: Snapshot, table: Table, query: Select[tuple[object, ...]]) -> pd.DataFrame:
    """The rows of a query on a table that a snapshot of an older version does not have: then there are none."""
    with snapshot.engine.connect() as connection:
        if not inspect(connection).has_table(table.name):
            return pd.DataFrame(columns=[column.name for column in query.selected_columns])
        return pd.DataFrame(
            connection.execute(query).fetchall(), columns=[column.name for column in query.selected_columns]
        )

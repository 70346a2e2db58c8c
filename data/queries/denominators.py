"""What rates divide by."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import select

from data.catalogue import DENOMINATORS, SURFACE
from data.config import PUBLIEK, Audience
from data.own.areas import GROUP
from data.own.now import visible
from data.queries.snapshot_info import areas
from data.snapshot import Snapshot
from data.tables import denominator, source


def denominators(snapshot: Snapshot, *, kind: str, year: int, audience: Audience = PUBLIEK) -> pd.DataFrame:
    """The denominator of each area that lies nearest to a year (the later one of two that are as near).

    Args:
        snapshot: The snapshot to read.
        kind: Key of the denominators catalogue; one that is measured is the area itself.
        year: Year of the facts.
        audience: Who looks.

    Returns:
        One row per area that has one, index area_code; columns value, year (null where it is measured), source_title.
    """
    return _nearest(snapshot, kind, year, audience).copy(deep=False)  # pandas copies what is written to


@lru_cache(maxsize=128)
def sizes_of(
    snapshot: Snapshot, area_codes: tuple[str, ...], *, kind: str, year: int, audience: Audience = PUBLIEK
) -> npt.NDArray[np.float64]:
    """The denominator of `denominators` for each of these areas, in this order; NaN where there is none. Read-only."""
    known = _nearest(snapshot, kind, year, audience)["value"].reindex(list(area_codes))
    sizes: npt.NDArray[np.float64] = known.to_numpy(dtype=np.float64, na_value=np.nan).copy()
    sizes.flags.writeable = False
    return sizes


@lru_cache(maxsize=128)
def _nearest(snapshot: Snapshot, kind: str, year: int, audience: Audience) -> pd.DataFrame:
    if DENOMINATORS[kind].measured:
        frame = areas(snapshot, audience=audience)
        sizes = frame.loc[frame["km2"].notna(), ["km2"]].rename(columns={"km2": "value"})
        return sizes.assign(year=None, source_title="oppervlakte van de gebieden")
    known = _known(snapshot)
    mine = known[known["kind"] == kind].copy()
    mine["distance"] = (mine["year"] - year).abs()
    nearest = mine.sort_values(["distance", "year"], ascending=[True, False]).drop_duplicates("area_code")
    found = nearest.set_index("area_code")[["value", "year", "source_title"]]
    groups = {group.code: list(group.members) for group in visible(snapshot, audience).own.groups}
    summed = [
        # What all members together have; with one that has none, the group has none.
        (code, float(found["value"].reindex(members).sum()), *found.loc[members[0], ["year", "source_title"]])
        for code, members in groups.items()
        if found.index.isin(members).sum() == len(members)
    ]
    if not summed:
        return found
    more = pd.DataFrame(summed, columns=["area_code", "value", "year", "source_title"]).set_index("area_code")
    return pd.concat([found, more])


def denominator_levels(snapshot: Snapshot, *, audience: Audience = PUBLIEK) -> frozenset[tuple[str, str]]:
    """Pairs (kind, level) for which at least one area has a denominator; the surface has every level."""
    return _levels(snapshot, audience)


@lru_cache(maxsize=4)
def _levels(snapshot: Snapshot, audience: Audience) -> frozenset[tuple[str, str]]:
    frame = areas(snapshot, audience=audience)
    known = _known(snapshot)
    pairs = zip(known["kind"], known["area_code"].map(frame["level"]), strict=True)
    found = {(k, level) for k, level in pairs} | {(SURFACE, level) for level in frame["level"].unique()}
    groups = visible(snapshot, audience).own.groups
    for kind, codes in known.groupby("kind")["area_code"]:
        if any(set(group.members) <= set(codes) for group in groups):
            found.add((str(kind), GROUP))
    return frozenset(found)


@lru_cache(maxsize=4)
def _known(snapshot: Snapshot) -> pd.DataFrame:
    query = select(
        denominator.c.area_code, denominator.c.kind, denominator.c.year, denominator.c.value, source.c.title
    ).join_from(denominator, source, denominator.c.source_id == source.c.source_id, isouter=True)
    with snapshot.engine.connect() as connection:
        rows = connection.execute(query).fetchall()
    return pd.DataFrame(rows, columns=["area_code", "kind", "year", "value", "source_title"])

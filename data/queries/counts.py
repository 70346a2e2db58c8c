"""Monthly counts per area: the one query behind map, table, trend and key figures.

What the browser asks for differs in period, areas and measure, but rests on the same few matrices of area x month,
one for each category. A snapshot never changes, so a matrix is read once per process and kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import select

from data.config import PUBLIEK, Audience
from data.queries.months import Months, month_number
from data.queries.snapshot_info import Grain, areas, snapshot_info
from data.snapshot import Snapshot
from data.tables import cell, coverage


@dataclass(frozen=True, eq=False)
class AreaMonths:
    """Counts of one set of categories, for every area of one level and every month of the snapshot.

    Attributes:
        level: wijk, buurt or zone.
        grain: counts or incidents: where the figures come from. One grain only, never a mix.
        area_codes: The rows, "Onbekend" included, in the order of the area table.
        months: The columns.
        n: Facts, float array (areas x months); NaN is missing, which is not zero. Read-only.
        provisional: Bool array (months): the publisher is still completing this month. Read-only.
    """

    level: str
    grain: Grain
    area_codes: tuple[str, ...]
    months: Months
    n: npt.NDArray[np.float64]
    provisional: npt.NDArray[np.bool_]

    def rows(self, codes: list[str] | tuple[str, ...]) -> npt.NDArray[np.intp]:
        """Row numbers of these area codes; a code of another level is left out."""
        index = {code: i for i, code in enumerate(self.area_codes)}
        return np.array([index[c] for c in codes if c in index], dtype=np.intp)

    def columns(self, months: Months) -> slice:
        """The columns of a range, which lies inside `self.months`."""
        start = month_number(months.first) - month_number(self.months.first)
        return slice(start, start + len(months))


def area_months(
    snapshot: Snapshot,
    *,
    categories: tuple[str, ...],
    level: str,
    grain: Grain | None = None,
    audience: Audience = PUBLIEK,
) -> AreaMonths | None:
    """Counts of the categories together, per area and month; missing when any of them is missing.

    Args:
        snapshot: The snapshot to read.
        categories: Category ids to add up.
        level: wijk, buurt or zone.
        grain: counts or incidents; None takes counts where every category has them, else incidents.
        audience: Who looks.

    Returns:
        The matrix, or None when no such figures exist at this level and grain for any of the categories.
    """
    chosen = grain or grain_of(snapshot, categories=categories, level=level, audience=audience)
    info = snapshot_info(snapshot, audience=audience)
    if chosen is None or info.months is None or not categories:
        return None
    parts = [_matrix(snapshot, category, level, chosen, audience) for category in categories]
    known = [part for part in parts if part is not None]
    if not known:
        return None
    if len(parts) == 1:
        return known[0]
    shape = known[0].n.shape
    total = np.zeros(shape)
    provisional = np.zeros(shape[1], dtype=bool)
    for part in parts:
        total = total + (part.n if part is not None else np.nan)
        if part is not None:
            provisional = provisional | part.provisional
    total.flags.writeable = False
    provisional.flags.writeable = False
    first = known[0]
    return AreaMonths(level, chosen, first.area_codes, first.months, total, provisional)


def grain_of(
    snapshot: Snapshot, *, categories: tuple[str, ...], level: str, audience: Audience = PUBLIEK
) -> Grain | None:
    """The grain that has figures of these categories at this level: published counts first, else incidents."""
    covered = _covered(snapshot)
    for grain in ("counts", "incidents"):
        if all((grain, level, category) in covered for category in categories):
            return grain
    for grain in ("counts", "incidents"):
        if any((grain, level, category) in covered for category in categories):
            return grain
    return None


@lru_cache(maxsize=4)
def _covered(snapshot: Snapshot) -> frozenset[tuple[str, str, str]]:
    query = select(coverage.c.grain, coverage.c.level, coverage.c.category_id).distinct()
    with snapshot.engine.connect() as connection:
        return frozenset((g, level, c) for g, level, c in connection.execute(query))


@lru_cache(maxsize=256)
def _matrix(snapshot: Snapshot, category: str, level: str, grain: Grain, audience: Audience) -> AreaMonths | None:
    if (grain, level, category) not in _covered(snapshot):
        return None
    months = snapshot_info(snapshot, audience=audience).months
    assert months is not None  # something is covered
    frame = areas(snapshot, audience=audience)
    codes = tuple(frame.index[frame["level"] == level])
    here = (cell.c.grain == grain, cell.c.level == level, cell.c.category_id == category)
    there = (coverage.c.grain == grain, coverage.c.level == level, coverage.c.category_id == category)
    with snapshot.engine.connect() as connection:
        cells = pd.DataFrame(
            connection.execute(select(cell.c.area_code, cell.c.month, cell.c.n).where(*here)).fetchall(),
            columns=["area_code", "month", "n"],
        )
        statuses = connection.execute(select(coverage.c.month, coverage.c.status).where(*there)).fetchall()
    n = np.full((len(codes), len(months)), np.nan)
    row = pd.Index(codes).get_indexer(pd.Index(cells["area_code"]))
    when = pd.to_datetime(cells["month"])
    column = (when.dt.year * 12 + when.dt.month - 1 - month_number(months.first)).to_numpy()
    known = row >= 0
    n[row[known], column[known]] = cells["n"].to_numpy(dtype=float)[known]
    provisional = np.zeros(len(months), dtype=bool)
    for month, status in statuses:
        provisional[month_number(month) - month_number(months.first)] = status == "provisional"
    n.flags.writeable = False
    provisional.flags.writeable = False
    return AreaMonths(level, grain, codes, months, n, provisional)

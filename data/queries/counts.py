"""Monthly counts per area: the one query behind map, table, trend and key figures.

What the browser asks for differs in period, areas and measure, but rests on the same few matrices of area x month,
one for each category. A snapshot never changes, so a matrix is read once per process and kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from data.config import PUBLIEK, Audience
from data.own.areas import GROUP, OWN_LEVELS, ZONE
from data.own.counts import own_matrices
from data.own.now import visible
from data.queries.columns import month_numbers, number_columns, numbered
from data.queries.fact_filter import FactFilter
from data.queries.filtered import filtered_months
from data.queries.months import Months, month_number
from data.queries.protection import EXACT_AUDIENCE
from data.queries.snapshot_info import Grain, areas, snapshot_info
from data.snapshot import Snapshot
from data.tables import area, category, cell, coverage


@dataclass(frozen=True, eq=False)
class AreaMonths:
    """Counts of one set of categories, for every area of one level and every month of the snapshot.

    Attributes:
        level: wijk, buurt, zone or groep.
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
    wanted: FactFilter | None = None,
    audience: Audience = PUBLIEK,
) -> AreaMonths | None:
    """Counts of the categories together, per area and month; missing when any of them is missing.

    Args:
        snapshot: The snapshot to read.
        categories: Category ids to add up.
        level: wijk, buurt, zone or groep.
        grain: counts or incidents; None takes counts where every category has them, else incidents.
        wanted: Count only these single facts; the grain is incidents then. A month of which no fact tells what is
            asked is missing.
        audience: Who looks; all but intern get the protected counts of real single facts.

    Returns:
        The matrix, or None when no such figures exist at this level and grain for any of the categories.
    """
    chosen = (
        "incidents" if wanted else grain or grain_of(snapshot, categories=categories, level=level, audience=audience)
    )
    info = snapshot_info(snapshot, audience=audience)
    if chosen is None or info.months is None or not categories:
        return None
    known_here = _matrices(snapshot, level, chosen, audience)
    parts = [known_here.get(category) for category in categories]
    if wanted is not None:
        parts = [
            _chosen(snapshot, category, part, wanted, categories, audience)
            for category, part in zip(categories, parts, strict=True)
        ]
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
    covered = _covered(visible(snapshot, audience))
    for grain in ("counts", "incidents"):
        if all((grain, level, category) in covered for category in categories):
            return grain
    for grain in ("counts", "incidents"):
        if any((grain, level, category) in covered for category in categories):
            return grain
    return None


def has_grain(
    snapshot: Snapshot, *, grain: Grain, categories: tuple[str, ...], level: str, audience: Audience = PUBLIEK
) -> bool:
    """Whether a grain has figures of every one of these categories at this level."""
    covered = _covered(visible(snapshot, audience))
    return all((grain, level, category) in covered for category in categories)


@lru_cache(maxsize=4)
def _covered(snapshot: Snapshot) -> frozenset[tuple[str, str, str]]:
    if snapshot.own:
        return _covered_with_own(snapshot)
    query = select(coverage.c.grain, coverage.c.level, coverage.c.category_id).distinct()
    with snapshot.engine.connect() as connection:
        return frozenset((g, level, c) for g, level, c in connection.execute(query))


def _covered_with_own(snapshot: Snapshot) -> frozenset[tuple[str, str, str]]:
    """Own zones have figures where wijken have single facts; groups where wijken have any."""
    covered = _covered(snapshot.published)
    per_wijk = {(grain, category) for grain, level, category in covered if level == "wijk"}
    zones = {("incidents", ZONE, category) for grain, category in per_wijk if grain == "incidents"}
    groups = {(grain, GROUP, category) for grain, category in per_wijk}
    return covered | (zones if snapshot.own.zones else set()) | (groups if snapshot.own.groups else set())


def _matrices(snapshot: Snapshot, level: str, grain: Grain, audience: Audience) -> dict[str, AreaMonths]:
    seen = visible(snapshot, audience)
    if seen.own and level in OWN_LEVELS:
        return _own_matrices(seen, level, grain, audience)
    return _published_matrices(seen.published, level, grain, audience)


@lru_cache(maxsize=8)
def _own_matrices(snapshot: Snapshot, level: str, grain: Grain, audience: Audience) -> dict[str, AreaMonths]:
    frame = areas(snapshot, audience=audience)
    codes = tuple(frame.index[frame["level"] == level])
    return own_matrices(
        snapshot, level, grain, codes, lambda lv, gr: _published_matrices(snapshot.published, lv, gr, audience)
    )


@lru_cache(maxsize=16)
def _published_matrices(snapshot: Snapshot, level: str, grain: Grain, audience: Audience) -> dict[str, AreaMonths]:
    """Every category of a level at once: one read of 400,000 numbers takes less than sixteen of the rows of one."""
    months = snapshot_info(snapshot, audience=audience).months
    if months is None:
        return {}
    frame = areas(snapshot, audience=audience)
    codes = tuple(frame.index[frame["level"] == level])
    counted = cell.c.n if grain == "counts" or audience == EXACT_AUDIENCE else cell.c.n_public
    places, kinds = numbered(area.c.area_code, area.c.level == level), numbered(category.c.category_id)
    when = month_numbers(cell.c.month) - month_number(months.first)
    cells = (
        select(kinds.c.number.label("kind"), places.c.number.label("place"), when.label("column"), counted)
        .join_from(cell, places, places.c.id == cell.c.area_code)
        .join(kinds, kinds.c.id == cell.c.category_id)
        .where(cell.c.grain == grain, cell.c.level == level)
    )
    statuses = select(coverage.c.category_id, coverage.c.month, coverage.c.status).where(
        coverage.c.grain == grain, coverage.c.level == level
    )
    with snapshot.engine.connect() as connection:
        place_ids = {number: code for code, number in connection.execute(select(places))}
        kind_ids = {number: code for code, number in connection.execute(select(kinds))}
        kind, place, column, n = number_columns(connection, cells)
        published = connection.execute(statuses).fetchall()
    rows = {code: row for row, code in enumerate(codes)}
    row_of = np.array([rows[place_ids[number]] for number in range(len(place_ids))], dtype=np.intp)
    found = np.full((len(kind_ids), len(codes), len(months)), np.nan)
    if len(n):
        found[kind.astype(np.intp), row_of[place.astype(np.intp)], column.astype(np.intp)] = n
    provisional = np.zeros((len(kind_ids), len(months)), dtype=bool)
    number_of = {code: number for number, code in kind_ids.items()}
    for category_id, month, status in published:
        provisional[number_of[category_id], month_number(month) - month_number(months.first)] = status == "provisional"
    found.flags.writeable = False
    provisional.flags.writeable = False
    covered = {category_id for category_id, _, _ in published}
    return {
        code: AreaMonths(level, grain, codes, months, found[number], provisional[number])
        for number, code in kind_ids.items()
        if code in covered
    }


def _chosen(
    snapshot: Snapshot,
    category: str,
    whole: AreaMonths | None,
    wanted: FactFilter,
    together: tuple[str, ...],
    audience: Audience,
) -> AreaMonths | None:
    """The facts of a category that a filter leaves; what is missing of all of them is missing of these."""
    if whole is None:
        return None
    n = filtered_months(
        snapshot,
        category=category,
        level=whole.level,
        wanted=wanted,
        codes=whole.area_codes,
        months=whole.months,
        together=together,
        audience=audience,
    )
    left = np.where(np.isnan(whole.n), np.nan, n)
    left.flags.writeable = False
    return replace(whole, n=left)

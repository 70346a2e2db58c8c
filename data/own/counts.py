"""Counting in own areas: facts inside a drawn zone, and sums of the members of a group.

A zone is counted from the single facts whose point lies inside it. A group is added up from the figures of its
members, so that it is exact from either grain; with a missing member it is missing.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from sqlalchemy import extract, func, select

from data.own.areas import GROUP, ZONE
from data.own.inside import inside_zone
from data.snapshot import Snapshot
from data.tables import incident

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.queries.counts import AreaMonths
    from data.queries.months import Months

    Matrices = Callable[[str, str], dict[str, AreaMonths]]
    """The published matrices of a level and a grain, by category."""


def own_matrices(
    snapshot: Snapshot, level: str, grain: str, codes: tuple[str, ...], published: Matrices
) -> dict[str, AreaMonths]:
    """The matrix of each category for a level that has own areas.

    Args:
        snapshot: With own areas.
        level: zone or groep.
        grain: counts or incidents; a zone has no counts.
        codes: The areas of that level, in their order.
        published: What the snapshot itself holds.
    """
    if level == GROUP:
        return _groups(snapshot, grain, codes, published)
    if grain != "incidents":
        return {}
    found: dict[str, AreaMonths] = {}
    stored = published(ZONE, grain)
    for category, wijken in published("wijk", grain).items():
        known = ~np.isnan(wijken.n).all(axis=0)
        n = np.full((len(codes), len(wijken.months)), np.nan)
        theirs = stored.get(category)
        for row, code in enumerate(codes):
            own = snapshot.own.zone_by_code.get(code)
            if own is not None:
                inside = months_inside(snapshot.published, own.wkb, wijken.months).get(category)
                n[row] = np.where(known, 0.0 if inside is None else inside, np.nan)
            elif theirs is not None:
                n[row] = theirs.n[theirs.area_codes.index(code)]
        n.flags.writeable = False
        found[category] = replace(wijken, level=ZONE, area_codes=codes, n=n)
    return found


def _groups(snapshot: Snapshot, grain: str, codes: tuple[str, ...], published: Matrices) -> dict[str, AreaMonths]:
    levels = {level: published(level, grain) for level in ("wijk", "buurt")}
    found: dict[str, AreaMonths] = {}
    for category, wijken in levels["wijk"].items():
        parts = [m for m in (wijken, levels["buurt"].get(category)) if m is not None]
        n = np.full((len(codes), len(wijken.months)), np.nan)
        for row, code in enumerate(codes):
            members = snapshot.own.group_by_code[code].members
            rows = [part.n[part.rows(members)] for part in parts]
            if sum(len(r) for r in rows) == len(members):
                n[row] = np.concatenate(rows).sum(axis=0)
        provisional = np.logical_or.reduce([part.provisional for part in parts])
        n.flags.writeable = provisional.flags.writeable = False
        found[category] = replace(wijken, level=GROUP, area_codes=codes, n=n, provisional=provisional)
    return found


@lru_cache(maxsize=64)
def months_inside(snapshot: Snapshot, wkb: bytes, months: Months) -> dict[str, npt.NDArray[np.float64]]:
    """Facts inside a polygon (WKB, EPSG:4326) by category, one number a month; a category without any is not there."""
    when = extract("year", incident.c.month) * 12 + extract("month", incident.c.month) - 1
    query = (
        select(incident.c.category_id, when, func.count())
        .where(inside_zone(snapshot, wkb), incident.c.month.between(months.first, months.last))
        .group_by(incident.c.category_id, when)
    )
    first = months.first.year * 12 + months.first.month - 1
    found: dict[str, npt.NDArray[np.float64]] = {}
    with snapshot.engine.connect() as connection:
        for category, month, n in connection.execute(query):
            row = found.setdefault(category, np.zeros(len(months)))
            row[int(month) - first] = n
    return found

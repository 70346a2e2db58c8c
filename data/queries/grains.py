"""Which grain answers a selection: the finest that covers it. The two are never added up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sqlalchemy import select

from data.config import PUBLIEK, Audience
from data.own.areas import GROUP, ZONE
from data.own.now import visible
from data.queries.months import Months, month_number, month_of
from data.queries.protection import is_approximate
from data.queries.snapshot_info import Grain
from data.snapshot import Snapshot
from data.tables import coverage

Why = Literal["", "categories", "months", "level", "counts_short", "exact"]
GRAINS: tuple[Grain, ...] = ("incidents", "counts")
"""The finest first."""


@dataclass(frozen=True)
class GrainChoice:
    """The grain of a selection, and what was weighed.

    Attributes:
        grain: incidents or counts; None when neither has all of the selection.
        why: Empty when single facts cover everything or nothing but this grain was ever there. "categories": some of
            the categories have no single facts. "months": published counts have months that single facts lack.
            "level": so too, but only single facts have this level. "counts_short": single facts have months of the
            selection that published counts lack. "exact": who looks gets protected counts of single facts only, and
            published counts have all of the selection.
        without: Categories without single facts, for "categories".
        incidents, counts: First and last month of each for these categories, where both are there.
    """

    grain: Grain | None
    why: Why = ""
    without: tuple[str, ...] = ()
    incidents: Months | None = None
    counts: Months | None = None


def finest_grain(
    snapshot: Snapshot,
    *,
    categories: tuple[str, ...],
    levels: frozenset[str],
    windows: tuple[Months, ...],
    audience: Audience = PUBLIEK,
) -> GrainChoice:
    """The finest grain that covers a selection.

    Single facts cover it when they have every category at every level on screen, and every month that published counts
    have: a trend that would be shorter, or a year to compare with that would be gone, is no better for being finer. Nor
    is a protected count where the publisher gives the exact one.

    Args:
        snapshot: The snapshot to read.
        categories: Category ids, all of them.
        levels: Every level on screen.
        windows: The period, then what it is compared with.
        audience: Who looks.

    Returns:
        One grain for all of it.
    """
    seen = visible(snapshot, audience)
    found = _finest(seen, categories, levels, windows)
    if is_approximate(snapshot, grain=found.grain, categories=categories, audience=audience):
        facts, counts = (_whole(seen, grain, categories, levels) for grain in GRAINS)
        if facts and counts and _numbers(windows) & facts <= counts:
            return GrainChoice("counts", "exact", incidents=_span(facts), counts=_span(counts))
    return found


@lru_cache(maxsize=512)
def _finest(
    snapshot: Snapshot, categories: tuple[str, ...], levels: frozenset[str], windows: tuple[Months, ...]
) -> GrainChoice:
    facts, counts = (_whole(snapshot, grain, categories, levels) for grain in GRAINS)
    if facts is None or counts is None:
        return _only_one(snapshot, categories, levels, facts, counts)
    if counts <= facts:
        return GrainChoice("incidents")
    # Counts know months that single facts do not: those lose, unless it is counts that lack some of the selection.
    period, asked = (_numbers(windows[:1]), _numbers(windows)) if windows else (frozenset[int](),) * 2
    for months in (asked, period):
        if (facts - counts) & months and not (counts - facts) & months:
            return GrainChoice("incidents", "counts_short", incidents=_span(facts), counts=_span(counts))
    return GrainChoice("counts", "months", incidents=_span(facts), counts=_span(counts))


def _only_one(
    snapshot: Snapshot,
    categories: tuple[str, ...],
    levels: frozenset[str],
    facts: frozenset[int] | None,
    counts: frozenset[int] | None,
) -> GrainChoice:
    if counts is not None:
        without = tuple(c for c in categories if _whole(snapshot, "incidents", (c,), levels) is None)
        return GrainChoice("counts", "categories", without) if len(without) < len(categories) else GrainChoice("counts")
    if facts is None:
        return GrainChoice(None)
    coarse = _whole(snapshot, "counts", categories, frozenset({"wijk"}))
    if coarse is not None and not coarse <= facts:
        return GrainChoice("incidents", "level", incidents=_span(facts), counts=_span(coarse))
    return GrainChoice("incidents")


def _whole(
    snapshot: Snapshot, grain: Grain, categories: tuple[str, ...], levels: frozenset[str]
) -> frozenset[int] | None:
    """The months of which every category has figures at every level; None when one has none."""
    published = _published(snapshot)
    found = [published.get((grain, level, category)) for level in sorted(levels) for category in categories]
    known = [months for months in found if months]
    if not known or len(known) < len(found):
        return None
    return frozenset.intersection(*known) or None


@lru_cache(maxsize=4)
def _published(snapshot: Snapshot) -> dict[tuple[Grain, str, str], frozenset[int]]:
    query = select(coverage.c.grain, coverage.c.level, coverage.c.category_id, coverage.c.month)
    found: dict[tuple[Grain, str, str], set[int]] = {}
    with snapshot.engine.connect() as connection:
        for grain, level, category, month in connection.execute(query):
            found.setdefault((grain, level, category), set()).add(month_number(month))
    if snapshot.own:  # a group has what its wijken have, and asks for its buurten itself; a zone is made of facts
        for grain, level, category in [key for key in found if key[1] == "wijk"]:
            months = found[(grain, level, category)]
            found[(grain, GROUP, category)] = months
            if grain == "incidents":
                found[(grain, ZONE, category)] = months
    return {key: frozenset(months) for key, months in found.items()}


def _numbers(windows: tuple[Months, ...]) -> frozenset[int]:
    return frozenset(n for window in windows for n in range(month_number(window.first), month_number(window.last) + 1))


def _span(months: frozenset[int]) -> Months:
    return Months(month_of(min(months)), month_of(max(months)))

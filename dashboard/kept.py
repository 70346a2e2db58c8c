"""Parts of a view that outlive a change of the selection: what does not depend on the new choice is not made again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard import figures, judgement
from dashboard.reference import Reference, reference
from dashboard.selection import Selection
from data import queries
from data.catalogue import DENOMINATORS, OVERLAPPING, PRIORITIES
from data.catalogue.events import months_to_leave_out
from data.config import Audience
from data.queries import AreaMonths, FactFilter, GrainChoice, Months, Snapshot
from data.statistics.expectation import Expectation, expectation
from data.statistics.funnel import Funnel, funnel
from data.statistics.verdict import Change

ENOUGH_MONTHS = 36
"""Usable months from which the lockdowns are left out of what is normal; a shorter series needs all it has."""


def one_grain(
    snapshot: Snapshot,
    selection: Selection,
    levels: set[str],
    windows: tuple[Months, ...],
    audience: Audience,
    wanted: FactFilter | None = None,
) -> tuple[GrainChoice, dict[str, AreaMonths] | None]:
    """The finest grain that covers all that is on screen, the other categories of the group too; never a mix of two.

    Args:
        selection: As shown. levels: All that are on screen. windows: The period, then what it is compared with.
        wanted: Only these facts.

    Returns:
        The choice, and the matrix of each level for the categories of the selection; None when there are no figures.
    """
    mine = selection.the_categories
    if wanted is not None:
        return GrainChoice("incidents"), matrices_of(snapshot, mine, levels, "incidents", wanted, audience)
    for categories in (selection.the_group.categories, mine):
        choice = queries.finest_grain(
            snapshot, categories=categories, levels=frozenset(levels), windows=windows, audience=audience
        )
        if choice.grain is not None:
            return choice, matrices_of(snapshot, mine, levels, choice.grain, None, audience)
    for grain in ("counts", "incidents"):  # only some of the categories have figures: the sum is missing, and says so
        matrices = matrices_of(snapshot, mine, levels, grain, None, audience)
        if matrices is not None:
            return GrainChoice(grain), matrices
    return GrainChoice(None), None


def matrices_of(
    snapshot: Snapshot,
    categories: tuple[str, ...],
    levels: set[str],
    grain: str | None,
    wanted: FactFilter | None,
    audience: Audience,
) -> dict[str, AreaMonths] | None:
    """The matrix of each level, or None when one of them has no figures."""
    if grain is None:
        return None
    found: dict[str, AreaMonths] = {}
    for level in levels:
        matrix = queries.area_months(
            snapshot, categories=categories, level=level, grain=grain, wanted=wanted, audience=audience
        )
        if matrix is None:
            return None
        found[level] = matrix
    return found


@lru_cache(maxsize=128)
def phi(
    snapshot: Snapshot, categories: tuple[str, ...], grain: str, wanted: FactFilter | None, audience: Audience
) -> float:
    """The dispersion of these categories together, weighted by their facts over all history."""
    matrices = {c: matrices_of(snapshot, (c,), {"wijk"}, grain, wanted, audience) for c in categories}
    facts = {c: float(np.nansum(m["wijk"].n)) for c, m in matrices.items() if m is not None}
    return judgement.phi_of(snapshot, facts, audience)


@dataclass(frozen=True)
class Compared:
    """All areas of a level in a period beside what it is compared with; which areas or measure is chosen is no part.

    Attributes:
        snapshot: The figures. categories: Ids. level: Of the areas. grain: `counts` or `incidents`.
        months: The period. reference: What it is compared with.
        phi: Dispersion of these categories together.
        apart_from_city: Whether an area is judged by its share of the city.
        wanted: Which facts, or None for all. audience: Who looks.
    """

    snapshot: Snapshot
    categories: tuple[str, ...]
    level: str
    grain: str
    months: Months
    reference: Reference
    phi: float
    apart_from_city: bool
    wanted: FactFilter | None
    audience: Audience


@lru_cache(maxsize=128)
def judged_areas(
    of: Compared, beside: tuple[Change | None, ...] = ()
) -> tuple[pd.DataFrame, tuple[judgement.Corrected, ...]]:
    """Counts and verdicts of all areas, corrected together with what stands beside them; not to be written to.

    Args:
        beside: As for `judgement.together`.
    """
    alone = _alone(of)
    corrected, others = judgement.together(alone, beside)
    return figures.with_columns(counted_areas(of), **alone | corrected), others


@lru_cache(maxsize=128)
def counted_areas(of: Compared) -> pd.DataFrame:
    """`figures.area_counts` of all areas of the level, not to be written to."""
    matrices = matrices_of(of.snapshot, of.categories, {of.level}, of.grain, of.wanted, of.audience)
    assert matrices is not None  # the grain has it
    all_areas = queries.areas(of.snapshot, audience=of.audience)
    return figures.area_counts(matrices[of.level], all_areas, of.months, of.reference.windows)


@lru_cache(maxsize=128)
def _alone(of: Compared) -> judgement.Columns:
    """The verdict that each area has by itself, not to be written to."""
    city = None
    if of.level in OVERLAPPING and of.apart_from_city:
        wijken = matrices_of(of.snapshot, of.categories, {"wijk"}, of.grain, of.wanted, of.audience)
        assert wijken is not None  # what lies over the wijken is counted from the same facts
        whole = figures.parts_of((), queries.areas(of.snapshot, audience=of.audience), wijken)
        before = sum(figures.count(whole, window)[0] for window in of.reference.windows)
        city = (figures.count(whole, of.months)[0], before)
    counted = counted_areas(of)
    return judgement.judge_areas(
        counted["n"].to_numpy(dtype=float),
        counted["before"].to_numpy(dtype=float),
        exposure=of.reference.exposure,
        phi=of.phi,
        apart_from_city=of.apart_from_city,
        city=city,
    )


@lru_cache(maxsize=128)
def funnel_of(of: Compared, kind_id: str) -> Funnel:
    """All areas against what chance gives for their size, in this denominator."""
    kind = DENOMINATORS[kind_id]
    dots = figures.funnel_counts(counted_areas(of), kind_id, of.months.last.year, of.snapshot, of.audience)
    return funnel(dots, per=kind.per, minimum=kind.minimum, phi=of.phi)


@lru_cache(maxsize=1024)
def trend(
    snapshot: Snapshot,
    categories: tuple[str, ...],
    focus: tuple[str, ...],
    grain: str,
    phi: float,
    wanted: FactFilter | None,
    audience: Audience,
) -> tuple[pd.DataFrame, Expectation]:
    """Every month and what was to be expected, not to be written to; another period or measure leaves it so."""
    all_areas = queries.areas(snapshot, audience=audience)
    levels = {"wijk", *(str(all_areas.at[code, "level"]) for code in focus)}
    matrices = matrices_of(snapshot, categories, levels, grain, wanted, audience)
    assert matrices is not None  # the grain has them
    series = figures.series(figures.parts_of(focus, all_areas, matrices))
    city = figures.series(figures.parts_of((), all_areas, matrices))
    unusual = months_to_leave_out()
    left_out = {month for month in series["month"] if month in unusual}
    usual = int((series["status"] == "ok").sum()) - len(left_out)
    band = expectation(series, phi=phi, leave_out=unusual if usual >= ENOUGH_MONTHS else ())
    modelled = band.months  # the same consecutive months as the series
    extra: dict[str, object] = {
        name: modelled[name].to_numpy(dtype=float, na_value=np.nan) for name in ("expected", "low", "high")
    }
    extra["outside"] = modelled["outside"].to_numpy(dtype=object, na_value=None)
    columns = {name: series[name].array for name in series.columns}
    return pd.DataFrame({**columns, "city": city["n"].array, **extra}, copy=False), band


def expect_every_trend(snapshot: Snapshot, audience: Audience) -> Iterator[None]:
    """Makes the trend of the city and of each wijk in every group of every priority, one a step.

    They do not depend on the period, so this is most of what the first click on a wijk would wait for.
    """
    all_areas = queries.areas(snapshot, audience=audience)
    wijken = all_areas.index[all_areas["is_located"] & (all_areas["level"] == "wijk")]
    months = queries.snapshot_info(snapshot, audience=audience).months
    if months is None:
        return
    opening = Selection()
    period = opening.months(months)
    windows = (period, *reference(opening.reference, period).windows)
    groups = {
        group.categories: Selection(priority=priority.id, group=group.id)
        for priority in PRIORITIES.values()
        for group in priority.groups
    }
    for levels in ({"wijk"}, {"wijk", "buurt"}):
        for categories, selection in groups.items():
            choice, matrices = one_grain(snapshot, selection, levels, windows, audience)
            if matrices is None or choice.grain is None:
                continue
            dispersion = phi(snapshot, categories, choice.grain, None, audience)
            for focus in ((), *((code,) for code in wijken)):
                trend(snapshot, categories, focus, choice.grain, dispersion, None, audience)
                yield

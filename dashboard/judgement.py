"""Verdicts of a view: one dispersion for every panel, and one family for all that are on screen together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from data import queries
from data.catalogue import CATEGORIES, DENOMINATORS, DenominatorKind
from data.config import Audience
from data.queries import AreaMonths, Months, Snapshot
from data.statistics.against import change_against, judge_against
from data.statistics.family import adjusted
from data.statistics.verdict import FALSE_DISCOVERIES, Change, change, judge_counts

Floats = npt.NDArray[np.float64]
Columns = dict[str, npt.NDArray[Any]]
"""Columns by name: a frame takes longer to make than the tests that fill it, so it is made once, of all of them."""

WORDS = {
    "meer": "meer dan toeval",
    "minder": "minder dan toeval",
    "geen verschil": "geen verschil dan toeval",
    "te weinig": "te weinig feiten om te zeggen",
}


def phi_of(snapshot: Snapshot, weights: dict[str, float], audience: Audience) -> float:
    """The dispersion of some categories together: the mean of theirs, weighted by their facts.

    That is the variance of a sum of independent categories, divided by its mean.

    Args:
        weights: Facts of each category over all history.
    """
    known = queries.dispersion(snapshot, audience=audience)["phi"]
    total = sum(weights.values())
    if not total:
        return max((float(known.get(c, 1.0)) for c in weights), default=1.0)
    return sum(float(known.get(c, 1.0)) * n for c, n in weights.items()) / total


def judge_areas(
    now: Floats,
    before: Floats,
    *,
    exposure: int,
    phi: float,
    apart_from_city: bool = False,
    city: tuple[float, float] | None = None,
) -> Columns:
    """Verdicts of all areas of the map level, each by itself; `together` corrects them for being that many.

    Args:
        now: Facts of each area; NaN when missing. before: Those of the reference.
        exposure: How many times the period the reference spans.
        phi: Dispersion.
        apart_from_city: Judge against the change of the rest of the city; where the rest misses a part, nothing is
            judged.
        city: Facts of the whole city, in the period and in the reference; None where the areas divide it.

    Returns:
        One element per area: difference (always that of the two counts), ratio, low, high, p (float, NaN where there
        is none), verdict (None without figures).
    """
    if apart_from_city:
        whole_now, whole_before = city or (now.sum(), before.sum())
        # What is rounded to protect it may add up to less than its part.
        rest = (np.maximum(whole_now - now, 0.0), np.maximum(whole_before - before, 0.0))
        judged = judge_against(now, before, *rest, phi)
    else:
        judged = judge_counts(now, before, exposure_before=float(exposure), phi=phi)
    verdict = judged.verdict.astype(object)
    verdict[~judged.known] = None
    columns: Columns = {
        name: np.where(judged.known & np.isfinite(judged.values[name]), judged.values[name], np.nan)
        for name in ("difference", "ratio", "low", "high", "p")
    }
    columns["difference"] = now - before / exposure  # as it is read beside both counts, whatever it is judged against
    return {**columns, "verdict": verdict}


@dataclass(frozen=True)
class Corrected:
    """The verdict of one comparison among others.

    Attributes:
        verdict: "meer" or "minder" only where both its own test and the correction say so; empty without a comparison.
        q: The adjusted p-value; None where nothing was tested.
        family: Over how many comparisons.
    """

    verdict: str
    q: float | None
    family: int


def together(alone: Columns, beside: tuple[Change | None, ...] = ()) -> tuple[Columns, tuple[Corrected, ...]]:
    """Corrects the verdicts of areas, and of what stands beside them on the same screen, as one family.

    Args:
        alone: Of `judge_areas`: p, verdict.
        beside: Comparisons that are none of those: those of the key figures. None has no figures.

    Returns:
        One element per area: q (float, NaN where nothing was tested), family (one number for all), verdict_alone and
        the verdict corrected; and each of `beside`, in order.

    Source: `data.statistics.verdict.correct`.
    """
    verdict = np.array([*alone["verdict"].tolist(), *(c.verdict if c else None for c in beside)], dtype=object)
    p = np.array([*alone["p"].tolist(), *(c.p if c else np.nan for c in beside)], dtype=np.float64)
    tested = np.array([isinstance(word, str) and word != "te weinig" for word in verdict], dtype=bool) & ~np.isnan(p)
    q, by_itself = adjusted(p, tested), verdict.copy()
    with np.errstate(invalid="ignore"):
        verdict[tested & (q > FALSE_DISCOVERIES)] = "geen verschil"
    many, family = len(alone["p"]), int(tested.sum())
    columns: Columns = {"verdict": verdict[:many], "verdict_alone": by_itself[:many], "q": q[:many]}
    others = zip(verdict[many:], q[many:], strict=True)
    return columns | {"family": np.full(many, family)}, tuple(
        Corrected(word or "", None if np.isnan(each) else float(each), family) for word, each in others
    )


def judge(now: float, before: float, *, exposure: float, phi: float) -> Change | None:
    """The verdict of one comparison, or None when a count is missing."""
    if np.isnan(now) or np.isnan(before):
        return None
    return change(int(now), int(before), exposure_before=exposure, phi=phi)


def judge_apart(now: float, before: float, city_now: float, city_before: float, *, phi: float) -> Change | None:
    """The verdict of some areas against the change of the rest of the city, or None when a count is missing."""
    if np.isnan([now, before, city_now, city_before]).any():
        return None
    return change_against(int(now), int(before), int(city_now - now), int(city_before - before), phi=phi)


def against_rest(n: float, rest: float, size: float, rest_size: float, phi: float) -> Change:
    """The rate of an area against that of the rest of the city.

    Args:
        n: Facts in the area. rest: Facts in all other located areas.
        size: Denominator of the area. rest_size: That of the others.
        phi: Dispersion.
    """
    return change(int(n), int(rest), exposure_now=size, exposure_before=rest_size, phi=phi)


def versus_rest_of_city(
    n: float,
    whole: AreaMonths,
    months: Months,
    focus: tuple[str, ...],
    snapshot: Snapshot,
    phi: float,
    audience: Audience,
) -> tuple[Change | None, DenominatorKind | None]:
    """The rate of the focus against the rest of the city: per inhabitant where each area has them, else per km².

    Args:
        n: Facts in the focus. whole: Counts of all wijken. focus: Area codes; empty has no rest.

    Returns:
        The comparison and the denominator; None where there is none.
    """
    counted, _ = queries.area_sums(whole, months)
    for kind in (DENOMINATORS["inwoners"], DENOMINATORS["km2"]):
        mine, every = (
            queries.sizes_of(snapshot, codes, kind=kind.id, year=months.last.year, audience=audience)
            for codes in (focus, whole.area_codes)
        )
        known = ~np.isnan(every)
        size, whole_size = float(mine.sum()), float(every[known].sum())
        if not focus or not size >= kind.minimum or whole_size <= size:
            continue
        located = float(counted[known].sum())
        if np.isnan(n) or np.isnan(located) or located < n:
            return None, kind
        return against_rest(n, located - n, size, whole_size - size, phi), kind
    return None, None


def category_name(category_id: str) -> str:
    """Name of a category in a sentence."""
    return CATEGORIES[category_id].name if category_id in CATEGORIES else category_id

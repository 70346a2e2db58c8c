"""Verdicts of a view: one dispersion for every panel, and one family for all areas that are on screen."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from data import queries
from data.catalogue import CATEGORIES, DENOMINATORS, DenominatorKind
from data.config import Audience
from data.queries import AreaMonths, FactFilter, Months, Snapshot
from data.statistics.against import changes_against
from data.statistics.signals import Signals, signals
from data.statistics.verdict import FALSE_DISCOVERIES, Change, adjusted, change, correct
from data.statistics.verdict import judge as verdicts

JUDGED = ["difference", "ratio", "low", "high", "p", "q", "verdict", "family"]

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


def judge_areas(frame: pd.DataFrame, *, exposure: int, phi: float, apart_from_city: bool) -> pd.DataFrame:
    """Verdicts of all areas of the map level, corrected for being that many.

    Args:
        frame: One row per area, index area_code: n, before (float, NaN when missing), is_located.
        exposure: How many times the period the reference spans.
        phi: Dispersion.
        apart_from_city: Judge against the change of the rest of the city.

    Returns:
        One row per area, same index: difference, ratio, low, high, p, q (float, NaN where there is none), verdict (None
        without figures), family (one number for all).
    """
    counted = pd.DataFrame({"now": frame["n"], "before": frame["before"]}, index=frame.index)
    if apart_from_city and counted.notna().all(axis=None):
        counted["rest_now"] = counted["now"].sum() - counted["now"]
        counted["rest_before"] = counted["before"].sum() - counted["before"]
        return correct(changes_against(counted, phi))[JUDGED]
    judged = verdicts(counted.assign(exposure_now=1.0, exposure_before=float(exposure)), phi)
    tested = judged.tested
    q = adjusted(judged.values["p"], tested)
    with np.errstate(invalid="ignore"):
        chance = tested & (q > FALSE_DISCOVERIES)
    verdict = np.where(chance, "geen verschil", judged.verdict).astype(object)
    verdict[~judged.known] = None
    columns: dict[str, Any] = {
        name: np.where(judged.known & np.isfinite(values), values, np.nan)
        for name, values in judged.values.items()
        if name in JUDGED
    }
    return pd.DataFrame({**columns, "q": q, "verdict": verdict, "family": int(tested.sum())}, index=frame.index)[JUDGED]


def judge(now: float, before: float, *, exposure: float, phi: float) -> Change | None:
    """The verdict of one comparison, or None when a count is missing."""
    if np.isnan(now) or np.isnan(before):
        return None
    return change(int(now), int(before), exposure_before=exposure, phi=phi)


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
    counted = queries.per_area(whole, months)
    for kind in (DENOMINATORS["inwoners"], DENOMINATORS["km2"]):
        sizes = queries.denominators(snapshot, kind=kind.id, year=months.last.year, audience=audience)["value"]
        mine, every = sizes.reindex(list(focus)), sizes.reindex(counted.index)
        located = counted.loc[every.notna(), "n"]
        if not focus or mine.isna().any() or mine.sum() < kind.minimum or every.sum() <= mine.sum():
            continue
        if np.isnan(n) or located.isna().any() or located.sum() < n:
            return None, kind
        rest, size = float(located.sum() - n), float(mine.sum())
        return against_rest(n, rest, size, float(every.sum()) - size, phi), kind
    return None, None


@lru_cache(maxsize=256)
def stand_out(
    snapshot: Snapshot,
    categories: tuple[str, ...],
    level: str,
    grain: str,
    months: Months,
    windows: tuple[Months, ...],
    wanted: FactFilter | None,
    audience: Audience,
) -> Signals:
    """What is beyond chance over all areas of a level and the categories of a priority; kept, it never changes.

    Args:
        categories: Ids; those without figures at this level and grain are left out.
        months: The period.
        windows: The reference.
        wanted: Only these facts.
    """
    matrices = {
        category: matrix
        for category in categories
        if (
            matrix := queries.area_months(
                snapshot, categories=(category,), level=level, grain=grain, wanted=wanted, audience=audience
            )
        )
    }
    codes = next(iter(matrices.values())).area_codes
    now = [queries.area_sums(matrix, months)[0] for matrix in matrices.values()]
    before = [sum(queries.area_sums(matrix, window)[0] for window in windows) for matrix in matrices.values()]
    number = np.arange(len(matrices) * len(codes))
    frame = pd.DataFrame(
        {
            # Names by number: thousands of texts in a frame take longer than their tests.
            "area_code": pd.Categorical.from_codes(number % len(codes), list(codes)),
            "category_id": pd.Categorical.from_codes(number // len(codes), list(matrices)),
            "now": np.concatenate(now),
            "before": np.concatenate(before),
            "exposure_now": 1.0,
            "exposure_before": float(len(windows)),
        }
    )
    known = queries.dispersion(snapshot, audience=audience)["phi"]
    phi = pd.DataFrame({"category_id": list(matrices), "phi": [float(known.get(c, 1.0)) for c in matrices]})
    return signals(frame, phi)


def category_name(category_id: str) -> str:
    """Name of a category in a sentence."""
    return CATEGORIES[category_id].name if category_id in CATEGORIES else category_id

"""What stands out: over all areas and categories, what is beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.statistics.against import judge_against
from data.statistics.columns import Floats, counts, framed, nullable, require
from data.statistics.family import adjusted
from data.statistics.verdict import FALSE_DISCOVERIES, Judged, judge, judge_counts

Names = npt.NDArray[np.object_]

COLUMNS = ["area_code", "category_id", "observed", "expected", "before", "excess", "ratio", "p", "q", "verdict"]


@dataclass(frozen=True)
class Signals:
    """What is beyond chance in one period.

    Attributes:
        rows: One row per signal, most facts above expectation first: area_code, category_id, observed (Int64), expected
            (Float64: the reference brought to the same exposure), before (Int64), excess (observed - expected), ratio
            (NA when the reference has none), p, q (Float64), verdict (meer | minder). Empty when nothing stands out.
        family: Over how many comparisons the false discoveries were held in check.
        unjudged: Comparisons with too few facts or without figures.
        alpha: Accepted share of false alarms among the rows.
    """

    rows: pd.DataFrame
    family: int
    unjudged: int
    alpha: float


def signals(frame: pd.DataFrame, phi: pd.DataFrame, *, alpha: float = FALSE_DISCOVERIES) -> Signals:
    """Picks what is beyond chance over all areas x categories together.

    Args:
        frame: One row per area x category: area_code, category_id, now, before (nullable integers); optional
            exposure_now, exposure_before, status, as for `data.statistics.verdict.changes`.
        phi: One row per category: category_id, phi (`data.statistics.dispersion.dispersion`). A category that is not
            there is refused: without its dispersion every busy area would be a signal.
        alpha: Accepted share of false alarms.

    Returns:
        The signals; a comparison is one only when its own verdict (p < 0,05) and the correction agree.

    Raises:
        ValueError: when a category has no phi, or a count is negative.

    Source: the tests of `changes`; Benjamini & Hochberg (1995) over all comparisons at once.
    """
    require(frame, ("area_code", "category_id", "now", "before"), "signals")
    judged = judge(frame, _phi_of_each(frame["category_id"], phi))
    areas, categories = (frame[name].to_numpy(dtype=object) for name in ("area_code", "category_id"))
    now, before = (frame[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in ("now", "before"))
    return _pick(judged, areas, categories, now, before, alpha)


def signals_between(
    area_codes: Sequence[str],
    category_ids: Sequence[str],
    now: Floats,
    before: Floats,
    *,
    exposure_before: float,
    phi: Sequence[float],
    alpha: float = FALSE_DISCOVERIES,
) -> Signals:
    """What `signals` picks, from the counts of every area in every category as they come from the database.

    Args:
        area_codes: The columns of the counts. category_ids: Their rows.
        now: Counts, categories x areas, >= 0; NaN is not known. before: Those of the reference.
        exposure_before: How many times the period the reference spans, > 0.
        phi: Dispersion of each category.
        alpha: Accepted share of false alarms.

    Raises, Source: as for `signals`.
    """
    areas, categories, factors = _cells(area_codes, category_ids, phi)
    judged = judge_counts(now.ravel(), before.ravel(), exposure_before=exposure_before, phi=factors)
    return _pick(judged, areas, categories, now.ravel(), before.ravel(), alpha)


def signals_against(
    area_codes: Sequence[str],
    category_ids: Sequence[str],
    now: Floats,
    before: Floats,
    city: tuple[Floats, Floats],
    *,
    phi: Sequence[float],
    alpha: float = FALSE_DISCOVERIES,
) -> Signals:
    """What changed otherwise than the rest of the city, over every area in every category.

    Args:
        area_codes: The columns of the counts. category_ids: Their rows.
        now: Counts, categories x areas, >= 0; NaN is not known. before: Those of the reference.
        city: Counts of the whole city in each category, in the period and in the reference.
        phi: Dispersion of each category.
        alpha: Accepted share of false alarms.

    Returns:
        As `signals`; expected is what the area would have had if it had followed the rest.

    Raises, Source: as for `data.statistics.against.changes_against`.
    """
    areas, categories, factors = _cells(area_codes, category_ids, phi)
    # What is rounded to protect it may add up to less than its part.
    rest = [np.maximum(whole[:, None] - part, 0.0).ravel() for whole, part in zip(city, (now, before), strict=True)]
    judged = judge_against(now.ravel(), before.ravel(), rest[0], rest[1], factors)
    return _pick(judged, areas, categories, now.ravel(), before.ravel(), alpha)


def _cells(area_codes: Sequence[str], category_ids: Sequence[str], phi: Sequence[float]) -> tuple[Names, Names, Floats]:
    """Area, category and dispersion of each cell of categories x areas, row by row."""
    areas = np.tile(np.array(area_codes, dtype=object), len(category_ids))
    categories = np.repeat(np.array(category_ids, dtype=object), len(area_codes))
    return areas, categories, np.repeat(np.asarray(phi, dtype=np.float64), len(area_codes))


def _pick(judged: Judged, areas: Names, categories: Names, now: Floats, before: Floats, alpha: float) -> Signals:
    tested = judged.tested
    q = adjusted(judged.values["p"], tested)
    with np.errstate(invalid="ignore"):
        chosen = np.flatnonzero(tested & (judged.verdict != "geen verschil") & (q <= alpha))
    family = int(tested.sum())
    picked = areas[chosen], categories[chosen], now[chosen], before[chosen]
    rows = _rows(chosen, *picked, judged, q) if len(chosen) else _nothing()
    return Signals(rows, family, len(now) - family, alpha)


def _phi_of_each(category_ids: pd.Series, phi: pd.DataFrame) -> Floats:
    known = dict(zip(phi["category_id"], phi["phi"], strict=True))
    codes, names = pd.factorize(category_ids)
    unknown = sorted(str(name) for name in names if pd.isna(known.get(name)))
    if unknown:
        raise ValueError(f"signals: no phi for {', '.join(unknown)}")
    factors: Floats = np.array([known[name] for name in names], dtype=np.float64)[codes]
    return factors


@lru_cache(maxsize=1)
def _nothing() -> pd.DataFrame:
    """No rows, with the columns of a signal; not to be written to."""
    none, empty = np.zeros(0), np.array([], dtype=object)
    judged = Judged(
        none > 0,
        dict.fromkeys(("difference", "ratio", "low", "high", "p"), none),
        empty.astype(np.str_),
        empty.astype(np.str_),
    )
    return _rows(np.zeros(0, dtype=np.intp), empty, empty, none, none, judged, none)


def _rows(
    chosen: npt.NDArray[np.intp],
    areas: Names,
    categories: Names,
    now: Floats,
    before: Floats,
    judged: Judged,
    q: Floats,
) -> pd.DataFrame:
    """The signals alone as a frame, most facts above expectation first: a handful of thousands of comparisons."""
    excess, ratio, p = (judged.values[name][chosen] for name in ("difference", "ratio", "p"))
    low, high = (judged.values[name][chosen] for name in ("low", "high"))
    order = sorted(range(len(chosen)), key=lambda i: (-excess[i], p[i], areas[i], categories[i]))
    everywhere = np.ones(len(chosen), dtype=bool)
    columns = {
        "area_code": areas[order],
        "category_id": categories[order],
        "observed": counts(now[order], everywhere),
        "expected": nullable((now - excess)[order], everywhere),
        "before": counts(before[order], everywhere),
        "excess": nullable(excess[order], everywhere),
        "ratio": nullable(ratio[order], everywhere),
        "low": nullable(low[order], everywhere),
        "high": nullable(high[order], everywhere),
        "p": nullable(p[order], everywhere),
        "q": nullable(q[chosen][order], everywhere),
        "verdict": judged.verdict[chosen][order].astype(object),
    }
    return framed(columns, pd.RangeIndex(len(chosen)))

"""What stands out: over all areas and categories, what is beyond chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.statistics.columns import Floats, counts, framed, nullable, require
from data.statistics.verdict import FALSE_DISCOVERIES, Judged, adjusted, judge

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
    factors = _phi_of_each(frame["category_id"], phi)
    judged = judge(frame, factors)
    tested = judged.tested
    q = adjusted(judged.values["p"], tested)
    with np.errstate(invalid="ignore"):
        chosen = np.flatnonzero(tested & (judged.verdict != "geen verschil") & (q <= alpha))
    family = int(tested.sum())
    return Signals(_rows(frame, chosen, judged, q), family, len(frame) - family, alpha)


def _phi_of_each(category_ids: pd.Series, phi: pd.DataFrame) -> Floats:
    known = dict(zip(phi["category_id"], phi["phi"], strict=True))
    codes, names = pd.factorize(category_ids)
    unknown = sorted(str(name) for name in names if pd.isna(known.get(name)))
    if unknown:
        raise ValueError(f"signals: no phi for {', '.join(unknown)}")
    factors: Floats = np.array([known[name] for name in names], dtype=np.float64)[codes]
    return factors


def _rows(frame: pd.DataFrame, chosen: npt.NDArray[np.intp], judged: Judged, q: Floats) -> pd.DataFrame:
    """The signals alone as a frame, most facts above expectation first: a handful of thousands of comparisons."""
    areas, categories = (frame[name].to_numpy(dtype=object)[chosen] for name in ("area_code", "category_id"))
    now, before = (frame[name].to_numpy(dtype=np.float64, na_value=np.nan)[chosen] for name in ("now", "before"))
    excess, ratio, p = (judged.values[name][chosen] for name in ("difference", "ratio", "p"))
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
        "p": nullable(p[order], everywhere),
        "q": nullable(q[chosen][order], everywhere),
        "verdict": judged.verdict[chosen][order].astype(object),
    }
    return framed(columns, pd.RangeIndex(len(chosen)))

"""What stands out: over all areas and categories, what is beyond chance."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data.statistics.columns import require
from data.statistics.verdict import FALSE_DISCOVERIES, changes, correct

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
    factors = frame["category_id"].map(phi.set_index("category_id")["phi"])
    if factors.isna().any():
        unknown = sorted(frame.loc[factors.isna(), "category_id"].unique())
        raise ValueError(f"signals: no phi for {', '.join(map(str, unknown))}")
    judged = correct(changes(frame, factors.to_numpy(dtype=float)), alpha=alpha)
    family = int(judged["family"].iloc[0]) if len(judged) else 0
    found = judged[judged["verdict"].isin(["meer", "minder"])].copy()
    found["observed"] = found["now"]
    found["excess"] = found["difference"]
    found["expected"] = found["observed"].astype("Float64") - found["excess"]
    found = found.sort_values(["excess", "p", "area_code", "category_id"], ascending=[False, True, True, True])
    return Signals(found[COLUMNS].reset_index(drop=True), family, len(judged) - family, alpha)

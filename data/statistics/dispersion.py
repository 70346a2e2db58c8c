"""How much more the yearly figures of a category vary than pure chance: the dispersion phi."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from data.statistics.columns import Floats, numbers, require

CAP = 50.0
"""From this total on, every comparison weighs the same, so that one busy area does not set phi for all."""
MIN_MONTHS = 6
"""Months that two years must share to be compared: shorter sums tell of months, not of years."""
MIN_INFORMATION = 20.0
"""Comparisons (full ones: a small total counts for less) under which phi leans on the other categories."""
YEARS, MONTHS, BORROWED, UNKNOWN = "jaar op jaar", "per maand", "mediaan van de categorieën", "geen historiek"


def dispersion(history: pd.DataFrame, *, leave_out: Collection[date] = ()) -> pd.DataFrame:
    """Estimates phi per category from what earlier years differed from each other.

    phi is the mean, over areas and pairs of consecutive years, of (this year - the year before)² / (both together),
    each year being the sum of the same months of a 12-month block that ends at the newest usable month. It is the very
    statistic that the verdict tests, so it is the phi of the comparison of two periods' sums. Dispersion of single
    months around a season is smaller: a good or bad spell lasts for months and adds up within a year (in the real
    figures of The Hague: bike theft 1,9 by month, 3,8 by year).

    Args:
        history: Columns category_id, area_code, month (first day), n (nullable integer), status. Only rows of status
            ok count: missing and suppressed are gaps, provisional months are not used. Zeros must be there as rows.
        leave_out: First days of months that are not history of the usual kind (lockdowns); their pairs are dropped.

    Returns:
        One row per category: category_id, phi (>= 1), phi_raw (before that floor; NA without history), n_areas,
        n_periods (pairs of years), n_comparisons, method: "jaar op jaar"; "per maand" when there are no two years
        (a lower limit); "mediaan van de categorieën" when there are too few facts (the larger of its own estimate and
        the others' median); "geen historiek" (phi 1).

    Raises:
        ValueError: when a column is absent or a month x area x category is there twice.

    Source: Pearson's estimate X²/df (McCullagh & Nelder 1989, 4.5) of the model "same expectation in both years",
    conditional on each pair's total; weight min(total, 50), because small totals bound the statistic from above.
    """
    require(history, ("category_id", "area_code", "month", "n", "status"), "dispersion")
    names, cube = _cube(history, leave_out)
    columns = ["category_id", "phi_raw", "information", "n_areas", "n_periods", "n_comparisons", "method"]
    rows = [{"category_id": name, **_by_year(_trimmed(matrix))} for name, matrix in zip(names, cube, strict=True)]
    found = pd.DataFrame(rows, columns=columns).sort_values("category_id", ignore_index=True)
    # Too little to go by: lean on the other categories, never below the own estimate.
    solid = found["method"].eq(YEARS) & (found["information"] >= MIN_INFORMATION)
    if solid.any():
        median = float(found.loc[solid, "phi_raw"].median())
        thin = ~solid & found["method"].ne(UNKNOWN)
        found.loc[thin, "method"] = BORROWED
        found["phi"] = found["phi_raw"].fillna(median).clip(lower=1.0)
        found.loc[thin, "phi"] = found.loc[thin, "phi"].clip(lower=max(median, 1.0))
        found.loc[found["method"].eq(UNKNOWN), "method"] = BORROWED
    else:
        found["phi"] = found["phi_raw"].fillna(1.0).clip(lower=1.0)
    found["phi"] = found["phi"].astype("Float64")
    found["phi_raw"] = found["phi_raw"].astype("Float64")
    return found[["category_id", "phi", "phi_raw", "n_areas", "n_periods", "n_comparisons", "method"]]


def year_pairs(matrix: Floats) -> tuple[Floats, Floats]:
    """Sums of the same months in consecutive 12-month blocks, counted back from the last month.

    Args:
        matrix: Areas x consecutive months; NaN where there is no figure.

    Returns:
        Two arrays areas x pairs (newest pair last): the later and the earlier sum. NaN where the two blocks share
        fewer than six months.
    """
    areas, months = matrix.shape
    blocks = -(-months // 12)
    padded = np.full((areas, blocks * 12), np.nan)
    padded[:, blocks * 12 - months :] = matrix
    cube = padded.reshape(areas, blocks, 12)
    later, earlier = cube[:, 1:], cube[:, :-1]
    both = ~np.isnan(later) & ~np.isnan(earlier)
    enough = both.sum(axis=2) >= MIN_MONTHS
    return (
        np.where(enough, np.where(both, later, 0.0).sum(axis=2), np.nan),
        np.where(enough, np.where(both, earlier, 0.0).sum(axis=2), np.nan),
    )


def _cube(history: pd.DataFrame, leave_out: Collection[date]) -> tuple[pd.Index, Floats]:
    """Categories x areas x consecutive months, NaN where no usable figure; a cell that is there twice is refused."""
    category, names = pd.factorize(history["category_id"])
    area, areas = pd.factorize(history["area_code"])
    stamps = pd.DatetimeIndex(pd.to_datetime(history["month"]))
    month = (stamps.year * 12 + stamps.month - 1).to_numpy(dtype=np.int64)
    n = numbers(history["n"])
    usable = (history["status"] == "ok").to_numpy(dtype=bool) & ~np.isnan(n)
    usable &= ~np.isin(month, [day.year * 12 + day.month - 1 for day in leave_out])
    if not usable.any():
        return names, np.empty((len(names), 0, 0))
    first, last = month[usable].min(), month[usable].max()
    cube = np.full((len(names), len(areas), int(last - first) + 1), np.nan)
    place = (category[usable], area[usable], month[usable] - first)
    cube[place] = n[usable]
    if np.count_nonzero(~np.isnan(cube)) != usable.sum():
        raise ValueError("dispersion: a month x area x category is there twice")
    return names, cube


def _trimmed(matrix: Floats) -> Floats:
    """Without the months after the last figure of this category: its blocks end at its own newest month."""
    filled = np.flatnonzero(~np.isnan(matrix).all(axis=0)) if matrix.size else np.empty(0, dtype=np.intp)
    return matrix[:, : filled[-1] + 1] if len(filled) else np.empty((0, 0))


def _by_year(matrix: Floats) -> dict[str, float | int | str]:
    later, earlier = year_pairs(matrix) if matrix.size else (np.empty((0, 0)), np.empty((0, 0)))
    total = later + earlier
    compared = ~np.isnan(total) & (np.nan_to_num(total) > 0)
    if not compared.any():
        return _by_month(matrix)
    weight = np.minimum(total[compared], CAP)
    squares = (later - earlier)[compared] ** 2 / total[compared]
    return {
        "phi_raw": float((weight * squares).sum() / weight.sum()),
        "information": float(weight.sum() / CAP),
        "n_areas": int(compared.any(axis=1).sum()),
        "n_periods": int((~np.isnan(total)).any(axis=0).sum()),
        "n_comparisons": int(compared.sum()),
        "method": YEARS,
    }


def _by_month(matrix: Floats) -> dict[str, float | int | str]:
    """Pearson dispersion of area x month around area share x month total, when there are no two years."""
    nothing = {"phi_raw": np.nan, "information": 0.0, "n_areas": 0, "n_periods": 0, "n_comparisons": 0}
    full = matrix[:, ~np.isnan(matrix).any(axis=0)] if matrix.size else matrix
    if full.size:
        full = full[full.sum(axis=1) > 0]
        full = full[:, full.sum(axis=0) > 0]
    degrees = (full.shape[0] - 1) * (full.shape[1] - 1) if full.size else 0
    if degrees < 1:
        return {**nothing, "method": UNKNOWN}
    expected = full.sum(axis=1, keepdims=True) * full.sum(axis=0, keepdims=True) / full.sum()
    return {
        "phi_raw": float(((full - expected) ** 2 / expected).sum() / degrees),
        "information": 0.0,
        "n_areas": full.shape[0],
        "n_periods": 0,
        "n_comparisons": degrees,
        "method": MONTHS,
    }

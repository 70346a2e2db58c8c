"""Sums over a matrix of area x month, each with its status: a sum with a missing part is missing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.queries.counts import AreaMonths
from data.queries.months import Months, runs_of


def area_sums(matrix: AreaMonths, months: Months) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.object_]]:
    """Facts and status of each area in a period, in the order of the matrix; `per_area` without its frame."""
    if months.clip(matrix.months) != months:
        shape = len(matrix.area_codes)
        return np.full(shape, np.nan), np.full(shape, "missing", dtype=object)
    window = matrix.columns(months)
    n: npt.NDArray[np.float64] = matrix.n[:, window].sum(axis=1)
    status = np.full(n.shape, "provisional" if matrix.provisional[window].any() else "ok", dtype=object)
    status[np.isnan(n)] = "missing"
    return n, status


def per_area(matrix: AreaMonths, months: Months) -> pd.DataFrame:
    """Facts of each area in a period.

    Args:
        matrix: Counts per area and month.
        months: The period; a period that the matrix does not wholly cover is missing.

    Returns:
        One row per area, index area_code; columns n (float, NaN when missing) and status
        (ok | provisional | missing).
    """
    n, status = area_sums(matrix, months)
    return pd.DataFrame({"n": n, "status": status}, index=pd.Index(matrix.area_codes, name="area_code"))


def per_month(matrix: AreaMonths, codes: tuple[str, ...] | None = None) -> pd.DataFrame:
    """Facts per month of some areas together.

    Args:
        matrix: Counts per area and month.
        codes: Areas to add up; None is the whole city, "Onbekend" included.

    Returns:
        One row per month of the matrix; columns month (date), n (float, NaN when missing), status.
    """
    chosen = matrix.n if codes is None else matrix.n[matrix.rows(codes)]
    n = chosen.sum(axis=0) if len(chosen) else np.full(len(matrix.months), np.nan)
    status = np.where(np.isnan(n), "missing", np.where(matrix.provisional, "provisional", "ok"))
    return pd.DataFrame({"month": matrix.months.all(), "n": n, "status": status})


def total(matrix: AreaMonths, months: Months, codes: tuple[str, ...] | None = None) -> tuple[float, str]:
    """Facts of some areas together in a period, with the status of that sum.

    Returns:
        The count (NaN when missing) and its status (ok | provisional | missing).
    """
    if months.clip(matrix.months) != months:
        return float("nan"), "missing"
    window = matrix.columns(months)
    chosen = matrix.n[:, window] if codes is None else matrix.n[matrix.rows(codes), window]
    n = float(chosen.sum()) if len(chosen) else float("nan")
    if np.isnan(n):
        return n, "missing"
    return n, "provisional" if matrix.provisional[window].any() else "ok"


def missing_months(matrix: AreaMonths, months: Months, codes: tuple[str, ...] | None = None) -> list[Months]:
    """The stretches of a period for which there are no figures, oldest first."""
    chosen = matrix.n if codes is None else matrix.n[matrix.rows(codes)]
    sums = chosen.sum(axis=0) if len(chosen) else np.full(len(matrix.months), np.nan)
    known = {month for month, n in zip(matrix.months.all(), sums, strict=True) if not np.isnan(n)}
    return list(runs_of(month for month in months.all() if month not in known))

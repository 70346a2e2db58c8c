"""Crude rates with their exact Poisson interval, and a status where there is no rate."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.statistics.columns import HIDDEN, Floats, counts, framed, has_status, nullable, numbers, require

NO_DENOMINATOR = "no-denominator"
TOO_SMALL = "too-small"


def count_interval(n: Floats, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """The exact interval of the mean of which a Poisson count is one observation.

    Args:
        n: Counts, >= 0. Zero has the lower limit 0 and an upper limit of 3,69 at 95%.
        level: Confidence, between 0 and 1.

    Returns:
        Lower and upper limits, one per count.

    Source: Garwood (1936), Biometrika 28, 437-442: half the chi-square quantiles with 2n and 2n + 2 degrees.
    """
    from scipy.special import gammaincinv

    tail = (1 - level) / 2
    low = np.where(n > 0, gammaincinv(np.maximum(n, 1e-12), tail), 0.0)
    return low, np.asarray(gammaincinv(n + 1.0, 1 - tail), dtype=np.float64)


def rate_status(frame: pd.DataFrame, *, minimum: float = 0.0) -> pd.Series:
    """Why each area has a rate or has none.

    Args:
        frame: Columns n (nullable), status (ok | missing | provisional | suppressed), denominator (nullable).
        minimum: Smallest denominator that still gives a meaningful rate, in the denominator's own unit.

    Returns:
        One status per row: ok and provisional have a rate; missing, suppressed, no-denominator and too-small have none.
        What hides the count comes before what is wrong with the denominator.
    """
    n, denominator = numbers(frame["n"]), numbers(frame["denominator"])
    status = _statuses(frame["status"], n, denominator, minimum)
    return pd.Series(status, index=frame.index, name="status", dtype="str")


def _statuses(given: pd.Series, n: Floats, denominator: Floats, minimum: float) -> npt.NDArray[np.object_]:
    status: npt.NDArray[np.object_] = given.to_numpy(dtype=object, copy=True)
    open_rows = ~has_status(status, HIDDEN)
    status[open_rows & np.isnan(n)] = "missing"
    open_rows &= ~np.isnan(n)
    none = ~(denominator > 0)
    status[open_rows & none] = NO_DENOMINATOR
    status[open_rows & ~none & (denominator < minimum)] = TOO_SMALL
    return status


def rate(frame: pd.DataFrame, *, per: float, minimum: float = 0.0) -> pd.DataFrame:
    """Facts per so many of the denominator, per area, with a 95% interval.

    Args:
        frame: One row per area: area_code, n (Int64 nullable, >= 0), status (ok | missing | provisional | suppressed),
            denominator (float nullable, >= 0).
        per: The multiple shown: 1000 for "per 1.000 inwoners", 1 for "per km²".
        minimum: Smallest denominator that still gives a rate.

    Returns:
        One row per area, in the given order: area_code, n, denominator, rate, low, high (Float64, NA without a rate),
        status. A zero count is a rate of 0 with an upper limit. A suppressed count does not leave this function.

    Raises:
        ValueError: for a negative count or denominator, or a missing column.

    Source: interval of Garwood (1936), divided by the denominator, which is taken as known.
    """
    return framed(rate_columns(frame, per=per, minimum=minimum), frame.index)


def rate_columns(frame: pd.DataFrame, *, per: float, minimum: float = 0.0) -> dict[str, Any]:
    """The columns of `rate` by name, for who makes a frame with more columns of them; arguments as for `rate`."""
    require(frame, ("area_code", "n", "status", "denominator"), "rate")
    n, denominator = numbers(frame["n"]), numbers(frame["denominator"])
    status = _statuses(frame["status"], n, denominator, minimum)
    known = has_status(status, ("ok", "provisional"))
    safe_n, safe_denominator = np.where(known, n, 0.0), np.where(known, denominator, 1.0)
    low, high = count_interval(safe_n)
    factor = per / safe_denominator
    return {
        "area_code": frame["area_code"].array,
        "n": counts(n, ~has_status(status, HIDDEN)),
        "denominator": nullable(denominator, ~np.isnan(denominator)),
        "rate": nullable(safe_n * factor, known),
        "low": nullable(low * factor, known),
        "high": nullable(high * factor, known),
        "status": pd.array(status, dtype="str"),
    }

"""What a monthly series could be expected to be, and the band of normal variation around it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.statistics.columns import HIDDEN, Floats, counts, framed, nullable, numbers, require
from data.statistics.discrete import negative_binomial
from data.statistics.seasonal import design, fit_without_each

LEVEL = 0.95
"""One month in twenty of a wholly normal series falls outside such a band."""
MODEL_MONTHS = 36
MIN_MONTHS = 24
MIN_MEAN = 1.0
SEASONAL, EARLIER_YEARS, NO_BAND = "seizoensmodel", "vorige jaren", "geen band"


@dataclass(frozen=True)
class Expectation:
    """A series with its expectation.

    Attributes:
        months: One row per month from the first to the last, gaps included: month (datetime64, first day), n (Int64),
            status, expected, low, high (Float64; low and high are whole counts, inclusive), is_judged, is_fitted
            (bool), outside ("boven" | "onder" | "binnen"; NA when not judged).
        method: "seizoensmodel", "vorige jaren" or "geen band".
        phi: The dispersion in the band (the mean over the months when it was estimated); None without a band.
        reason: A Dutch sentence when there is no band.
    """

    months: pd.DataFrame
    method: str
    phi: float | None
    reason: str | None


def expectation(
    series: pd.DataFrame, *, phi: float | None = None, leave_out: Collection[date] = (), level: float = LEVEL
) -> Expectation:
    """Expected level and band of normal variation per month, each month judged by a fit without itself.

    From 36 usable months: a quasi-Poisson regression with two harmonics and a trend of straight pieces. With 24 to 35:
    the mean of the same month in earlier years. With fewer, or under 1 fact a month on average: no band, and why.

    Args:
        series: One row per month: month (first day), n (nullable integer, >= 0), status (ok | missing | provisional |
            suppressed). Months that are not there are gaps, never zero. Provisional months are neither fitted nor
            judged, but have an expectation.
        phi: Dispersion; give the one of the verdict so that the panels agree (below 1 counts as 1). None: Pearson's
            estimate from the other months.
        leave_out: First days of months that are judged but not fitted (lockdowns).
        level: Probability inside the band, between 0 and 1.

    Returns:
        The expectation.

    Raises:
        ValueError: for a negative count, a month that is there twice, or a phi that is not positive.

    Source: McCullagh & Nelder (1989); the use for surveillance of counts: Farrington et al. (1996), J. Royal
    Statistical Society A 159, 547-563. The band holds the quantiles of a negative binomial with the mean of the
    expectation and variance phi · mean + the variance of the estimated mean; whole counts make it a little
    conservative at small means.
    """
    require(series, ("month", "n", "status"), "expectation")
    if phi is not None and not phi > 0:
        raise ValueError("phi must be positive")
    months = _calendar(series)
    n = numbers(months["n"])
    is_ok = (months["status"] == "ok").to_numpy(dtype=bool) & ~np.isnan(n)
    left_out = np.isin(months["month"].to_numpy().astype("datetime64[D]"), np.array(sorted(leave_out), "datetime64[D]"))
    used = is_ok & ~left_out
    reason = _reason(n, used)
    if reason is not None:
        blank = np.full(len(months), np.nan)
        return Expectation(_with_band(months, n, used, is_ok & False, blank, blank, blank), NO_BAND, None, reason)
    floor = None if phi is None else max(phi, 1.0)
    if used.sum() >= MODEL_MONTHS:
        method, mean, spread, used_phi = SEASONAL, *_by_model(months, n, used, floor)
    else:
        method, mean, spread, used_phi = EARLIER_YEARS, *_by_earlier_years(n, used, floor)
    low, high = _quantiles(mean, spread, level)
    return Expectation(_with_band(months, n, used, is_ok & ~np.isnan(mean), mean, low, high), method, used_phi, None)


def _calendar(series: pd.DataFrame) -> pd.DataFrame:
    """The series on consecutive months; what is not there is missing."""
    stamps = np.array(pd.to_datetime(series["month"]), dtype="datetime64[M]")
    steps = np.diff(np.sort(stamps)).astype(np.int64)
    if np.any(steps == 0):
        raise ValueError("expectation: a month is there twice")
    every = np.arange(stamps.min(), stamps.max() + 1) if len(stamps) else stamps
    row = np.full(len(every), -1)
    row[(stamps - every[:1]).astype(np.int64)] = np.arange(len(stamps))
    status = np.append(series["status"].to_numpy(dtype=object), "missing")[row]
    n = np.append(numbers(series["n"]), np.nan)[row]
    hidden = np.isnan(n) | np.isin(status.astype(str), HIDDEN)
    columns = {
        "month": every.astype("datetime64[s]"),
        "n": counts(n, ~hidden),
        "status": pd.array(status, dtype="str"),
    }
    return framed(columns, pd.RangeIndex(len(every)))


def _reason(n: Floats, used: npt.NDArray[np.bool_]) -> str | None:
    have = int(used.sum())
    if have < MIN_MONTHS:
        usable = "is 1 bruikbare maand" if have == 1 else f"zijn {have} bruikbare maanden"
        return f"Geen band: er {usable}, en voor een verwachting zijn er minstens 24 nodig."
    if n[used].mean() < MIN_MEAN:
        return "Geen band: met gemiddeld minder dan 1 feit per maand valt er geen normale schommeling te schatten."
    return None


def _by_model(
    months: pd.DataFrame, n: Floats, used: npt.NDArray[np.bool_], phi: float | None
) -> tuple[Floats, Floats, float]:
    positions = months["month"].to_numpy().astype("datetime64[M]").astype(np.int64)  # since January 1970
    span = int(np.ptp(positions[used])) + 1
    fit = fit_without_each(design(positions, span), np.nan_to_num(n), used)
    each = fit.phi if phi is None else np.full(len(n), phi)
    # A log-scale variance past 1 comes of a fit that knows nothing there; more would only blow up the band.
    spread = each * (fit.mean + fit.mean**2 * np.minimum(fit.leverage, 1.0))
    return fit.mean, spread, float(each.mean())


def _by_earlier_years(n: Floats, used: npt.NDArray[np.bool_], phi: float | None) -> tuple[Floats, Floats, float]:
    total, years = np.zeros(len(n)), np.zeros(len(n))
    for lag in range(12, len(n), 12):
        earlier = used[:-lag]
        total[lag:] += np.where(earlier, n[:-lag], 0.0)
        years[lag:] += earlier
    mean = np.divide(total, years, out=np.full(len(n), np.nan), where=years > 0)
    if phi is None:
        both = used & (np.nan_to_num(mean) > 0)
        noise = mean[both] * (1 + 1 / years[both])
        phi = max(1.0, float(((n[both] - mean[both]) ** 2 / noise).mean())) if both.any() else 1.0
    # Zero in one earlier year does not make one fact now impossible: at least half a fact is expected.
    safe = np.maximum(mean, 0.5 / np.maximum(years, 1.0))
    return mean, phi * safe * (1 + 1 / np.maximum(years, 1.0)), phi


def _quantiles(mean: Floats, spread: Floats, level: float) -> tuple[Floats, Floats]:
    known = ~np.isnan(mean)
    mu = np.maximum(np.where(known, mean, 1.0), 1e-6)
    variance = np.maximum(np.where(known, spread, 2.0), mu * (1 + 1e-6))
    size = np.maximum(mu * mu / (variance - mu), 1e-6)
    tail = (1 - level) / 2
    low, high = (negative_binomial(size, size / (size + mu), q) for q in (tail, 1 - tail))
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def _with_band(
    months: pd.DataFrame,
    n: Floats,
    used: npt.NDArray[np.bool_],
    judged: npt.NDArray[np.bool_],
    mean: Floats,
    low: Floats,
    high: Floats,
) -> pd.DataFrame:
    where = np.where(n > high, "boven", np.where(n < low, "onder", "binnen")).astype(object)
    where[~judged] = np.nan
    return framed(
        {
            **{str(name): months[name].array for name in months.columns},
            "expected": nullable(mean, ~np.isnan(mean)),
            "low": nullable(low, ~np.isnan(low)),
            "high": nullable(high, ~np.isnan(high)),
            "is_judged": judged,
            "is_fitted": used,
            "outside": pd.array(where, dtype="str"),
        },
        months.index,
    )

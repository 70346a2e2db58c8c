"""Empirical Bayes: rates of small areas drawn towards those of the city, or of their neighbours."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.statistics.columns import Floats, nullable
from data.statistics.rates import count_interval, rate

TAIL = 0.025


def smooth(frame: pd.DataFrame, *, per: float, minimum: float = 0.0) -> pd.DataFrame:
    """Crude and globally smoothed rates side by side.

    Args:
        frame: As for `data.statistics.rates.rate`.
        per: The multiple shown.
        minimum: Smallest denominator that still gives a rate.

    Returns:
        One row per area: area_code, n, denominator, rate (crude), smoothed, low, high (95%, of the smoothed rate),
        weight (0-1: how much of the area's own figure is in it), status. NA without a rate.

    Raises:
        ValueError: for a negative count or denominator, or a missing column.

    Source: Marshall (1991), Applied Statistics 40, 283-294, which esda.smoothing.Empirical_Bayes computes; a negative
    variance between areas is 0, as in the paper. Interval: the gamma posterior of Clayton & Kaldor (1987), Biometrics
    43, 671-681, with Marshall's moments as prior; its mean is Marshall's estimate. The uncertainty of the prior itself
    is not in it.
    """
    crude = rate(frame, per=per, minimum=minimum)
    known = crude["rate"].notna().to_numpy(dtype=bool)
    n, denominator = _known(crude, known)
    everyone = np.ones((len(n), len(n)), dtype=bool)
    mean, variance = _moments(n, denominator, everyone[:1]) if len(n) else (np.zeros(1), np.zeros(1))
    pooled = (np.broadcast_to(n.sum(), n.shape), np.broadcast_to(denominator.sum(), n.shape))
    return _posterior(crude, known, np.broadcast_to(mean, n.shape), np.broadcast_to(variance, n.shape), pooled, per)


def smooth_local(frame: pd.DataFrame, neighbours: pd.DataFrame, *, per: float, minimum: float = 0.0) -> pd.DataFrame:
    """Crude rates and rates smoothed towards the area's own neighbourhood.

    Args:
        frame: As for `data.statistics.rates.rate`.
        neighbours: Columns area_code, neighbour_code, one row a pair, both directions (`queen_neighbours`). Areas
            without a rate are nobody's neighbour; an area without neighbours keeps its crude rate.
        per: The multiple shown.
        minimum: Smallest denominator that still gives a rate.

    Returns:
        As `smooth`.

    Raises:
        ValueError: for a negative count or denominator, or a missing column.

    Source: Marshall (1991), local form, which esda.smoothing.Spatial_Empirical_Bayes computes. Interval as `smooth`.
    """
    crude = rate(frame, per=per, minimum=minimum)
    known = crude["rate"].notna().to_numpy(dtype=bool)
    n, denominator = _known(crude, known)
    place = {code: i for i, code in enumerate(crude.loc[known, "area_code"])}
    near = np.eye(len(n), dtype=bool)
    for code, other in zip(neighbours["area_code"], neighbours["neighbour_code"], strict=True):
        if code in place and other in place:
            near[place[code], place[other]] = True
    mean, variance = _moments(n, denominator, near)
    # Alone in its neighbourhood there is nothing to borrow from: all weight on the own figure.
    variance = np.where(near.sum(axis=1) > 1, variance, np.inf)
    return _posterior(crude, known, mean, variance, (near @ n, near @ denominator), per)


def _known(crude: pd.DataFrame, known: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[Floats, Floats]:
    rows = crude.loc[known, ["n", "denominator"]].to_numpy(dtype=np.float64)
    return rows[:, 0], rows[:, 1]


def _moments(
    n: Floats, denominator: Floats, near: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
) -> tuple[Floats, Floats]:
    """Mean and between-area variance of the rate in each neighbourhood (a row of `near`)."""
    weight = near.astype(np.float64)
    total = weight @ denominator
    mean = (weight @ n) / total
    own = n / denominator
    spread = (weight * denominator * (own[None, :] - mean[:, None]) ** 2).sum(axis=1) / total
    return mean, np.maximum(spread - mean / (total / weight.sum(axis=1)), 0.0)


def _posterior(
    crude: pd.DataFrame,
    known: np.ndarray[tuple[int], np.dtype[np.bool_]],
    mean: Floats,
    variance: Floats,
    pooled: tuple[Floats, Floats],
    per: float,
) -> pd.DataFrame:
    from scipy.special import gammaincinv

    n, denominator = _known(crude, known)
    own = n / denominator
    noise = mean / denominator
    total = variance + noise
    alone = np.isinf(variance)
    weight = np.where(alone, 1.0, np.divide(variance, total, out=np.zeros_like(n), where=(total > 0) & ~alone))
    smoothed = weight * own + (1 - weight) * mean
    # Gamma(mean²/variance + n, mean/variance + denominator), in the shape that stays finite.
    mixed = (variance > 0) & (mean > 0) & ~alone
    v, m = np.where(mixed, variance, 1.0), np.where(mixed, mean, 1.0)
    shape, scale = m * m / v + n, 1 / (m / v + denominator)
    # No variance between areas: all share one rate, and its uncertainty is that of the pooled count.
    shared_n, shared_denominator = np.where(alone, n, pooled[0]), np.where(alone, denominator, pooled[1])
    shared_low, shared_high = count_interval(shared_n)
    low = np.where(mixed, gammaincinv(shape, TAIL) * scale, shared_low / shared_denominator)
    high = np.where(mixed, gammaincinv(shape, 1 - TAIL) * scale, shared_high / shared_denominator)
    result = crude.copy()
    for name, values in (("smoothed", smoothed * per), ("low", low * per), ("high", high * per), ("weight", weight)):
        spread_out = np.full(len(crude), np.nan)
        spread_out[known] = values
        result[name] = nullable(spread_out, known)
    return result[["area_code", "n", "denominator", "rate", "smoothed", "low", "high", "weight", "status"]]

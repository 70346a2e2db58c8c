"""The seasonal count model: a quasi-Poisson regression, refitted without each month in turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.statistics.columns import Floats

HARMONICS = 2
"""A yearly wave and a half-yearly one: enough for a summer peak and a dip at the turn of the year."""
MONTHS_PER_BEND = 30
"""The trend may change direction about every two and a half years; faster swings are not "expected"."""
_RIDGE = 1e-7
_STEPS = 30


@dataclass(frozen=True)
class Fit:
    """Expected months, each from a fit without that month.

    Attributes:
        mean: Expected count per month.
        leverage: Variance of the log of that expectation, to be multiplied by phi.
        phi: Pearson dispersion of the other months, at least 1, per month.
    """

    mean: Floats
    leverage: Floats
    phi: Floats


def design(positions: npt.NDArray[np.int64], span: int) -> Floats:
    """The regressors: level, harmonics of the year, and a trend of straight pieces.

    Args:
        positions: Months since a fixed January, one per row.
        span: Months between the first and the last that is fitted, plus one; sets how often the trend may bend.

    Returns:
        One row per month; columns: 1, cos and sin of each harmonic, years, and a hinge per bend.
    """
    angle = 2 * np.pi * positions[:, None] * np.arange(1, HARMONICS + 1) / 12
    start = positions.min()
    years = (positions - start) / 12.0
    pieces = max(1, span // MONTHS_PER_BEND)
    bends = [span / 12 * k / pieces for k in range(1, pieces)]
    columns = [np.ones(len(positions)), *np.cos(angle).T, *np.sin(angle).T, years]
    return np.column_stack([*columns, *(np.maximum(years - bend, 0.0) for bend in bends)])


def fit_without_each(x: Floats, y: Floats, used: npt.NDArray[np.bool_]) -> Fit:
    """Fits the model once for every month, without that month.

    A month that is not used anyway is expected by the fit on all used months. All fits run side by side as one batch
    of small Newton steps (96 months in a few milliseconds), so nothing is approximated. They begin at the fit on all
    used months, from which leaving one out takes them not far.

    Args:
        x: Regressors, months x columns.
        y: Counts; what stands in unused months is ignored.
        used: Which months may be fitted.

    Returns:
        The expectations, months in the given order.

    Source: Poisson likelihood with a log link by iteratively reweighted least squares (McCullagh & Nelder 1989);
    a test holds the fit equal to statsmodels' GLM.
    """
    months, columns = x.shape
    keep = np.broadcast_to(used, (months, months)).copy()
    np.fill_diagonal(keep, False)
    counts = np.where(used, y, 0.0)
    share = keep.astype(np.float64)
    outer = (x[:, :, None] * x[:, None, :]).reshape(months, columns * columns)
    whole = used[None, :].astype(np.float64)
    start = np.zeros((1, columns))
    start[0, 0] = np.log(max(float(counts.sum() / whole.sum()), 0.05))
    beta = _fitted(x, outer, counts, whole, start)
    beta = _fitted(x, outer, counts, share, np.repeat(beta, months, axis=0))
    mu = np.exp(np.clip(beta @ x.T, -30.0, 30.0))
    information = ((share * mu) @ outer).reshape(months, columns, columns) + _RIDGE * np.eye(columns)
    leverage = np.einsum("ij,ij->i", x, np.linalg.solve(information, x[:, :, None])[:, :, 0])
    pearson = (share * (counts - mu) ** 2 / np.maximum(mu, 1e-9)).sum(axis=1)
    phi = np.maximum(pearson / np.maximum(share.sum(axis=1) - columns, 1.0), 1.0)
    return Fit(mean=np.diagonal(mu).copy(), leverage=leverage, phi=phi)


def _fitted(x: Floats, outer: Floats, counts: Floats, share: Floats, beta: Floats) -> Floats:
    """The coefficients of one fit a row of `share`, which has 1 for the months of that fit, from a first guess."""
    columns = x.shape[1]
    ridge = _RIDGE * np.eye(columns)
    for _ in range(_STEPS):
        mu = np.exp(np.clip(beta @ x.T, -30.0, 30.0))
        weight = share * mu
        information = (weight @ outer).reshape(-1, columns, columns) + ridge
        score = (share * (counts - mu)) @ x - _RIDGE * beta
        step = np.linalg.solve(information, score[:, :, None])[:, :, 0]
        # Half-wild first steps of nearly empty series are held in.
        step *= np.minimum(1.0, 2.0 / np.maximum(np.abs(step).max(axis=1, keepdims=True), 1e-12))
        beta = beta + step
        if np.abs(step).max() < 1e-9:
            break
    return beta

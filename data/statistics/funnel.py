"""Funnel limits: which areas lie outside what chance gives for their size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.statistics.columns import Floats, framed, nullable
from data.statistics.discrete import reached
from data.statistics.rates import rate_columns

INNER, OUTER = 0.95, 0.998
"""About two and three standard deviations, the limits that control charts use."""
WINSOR = 0.10
MIN_AREAS = 5
ORDER = ["area_code", "n", "denominator", "rate", "low95", "high95", "low998", "high998", "outside", "status"]


@dataclass(frozen=True)
class Funnel:
    """A funnel plot in numbers.

    Attributes:
        areas: One row per area: area_code, n, denominator, rate, low95, high95, low998, high998 (limits at its own
            denominator, per `per`), outside ("binnen" | "boven 95%" | "onder 95%" | "boven 99,8%" | "onder 99,8%"; NA
            without a rate), status.
        curve: One row per denominator along the axis: denominator, low95, high95, low998, high998.
        target: The rate of all areas together, per `per`; None when no area has one.
        phi: The dispersion in the limits, at least 1.
        phi_source: "gegeven" (the phi of the verdict) or "tussen gebieden" (estimated from these areas).
        reason: A Dutch sentence when there is no funnel.
    """

    areas: pd.DataFrame
    curve: pd.DataFrame
    target: float | None
    phi: float
    phi_source: str
    reason: str | None


def funnel(
    frame: pd.DataFrame, *, per: float, minimum: float = 0.0, phi: float | None = None, points: int = 80
) -> Funnel:
    """Limits within which an area of each size falls by chance, when all areas have the same rate.

    Args:
        frame: As for `data.statistics.rates.rate`.
        per: The multiple shown.
        minimum: Smallest denominator that still gives a rate.
        phi: Dispersion; give the one of the verdict so that the panels agree. None estimates it between the areas.
        points: Rows of the curve.

    Returns:
        The funnel; without limits and with a reason when fewer than five areas have a rate or there are no facts.

    Raises:
        ValueError: for a negative count or denominator, or a phi that is not positive.

    Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202: exact Poisson limits by interpolation
    (appendix A.1.1) and multiplicative over-dispersion from winsorised z-scores (section 4). With phi above 1 the
    exact limits of expected / phi are multiplied by phi: they have the paper's variance, cannot be negative, and meet
    the exact ones at phi 1.
    """
    if phi is not None and not phi > 0:
        raise ValueError("phi must be positive")
    columns = rate_columns(frame, per=per, minimum=minimum)
    known = ~np.asarray(columns["rate"].isna())
    n, denominator = (columns[name].to_numpy(dtype=np.float64, na_value=np.nan)[known] for name in ("n", "denominator"))
    source = "gegeven" if phi is not None else "tussen gebieden"
    names = ["low95", "high95", "low998", "high998"]
    if len(n) < MIN_AREAS or n.sum() == 0:
        why = "Minder dan vijf gebieden hebben een cijfer per noemer." if len(n) < MIN_AREAS else "Er zijn geen feiten."
        areas = framed(columns, frame.index)
        for name in [*names, "outside"]:
            areas[name] = pd.Series(pd.NA, index=areas.index, dtype="str" if name == "outside" else "Float64")
        empty = pd.DataFrame({name: pd.array([], dtype="Float64") for name in ["denominator", *names]})
        return Funnel(areas[ORDER], empty, None, max(phi or 1.0, 1.0), source, f"Geen trechter: {why}")
    target = n.sum() / denominator.sum()
    used = max(phi, 1.0) if phi is not None else dispersion_between(n, denominator)
    axis = np.geomspace(denominator.min(), denominator.max(), points)
    both = limits(target * np.concatenate([denominator, axis]), phi=used)
    own, along = ([values[part] for values in both] for part in (slice(len(n)), slice(len(n), None)))
    for name, values in zip(names, own, strict=True):
        spread_out = np.full(len(known), np.nan)
        spread_out[known] = values / denominator * per
        columns[name] = nullable(spread_out, known)
    outside = np.full(len(known), np.nan, dtype=object)
    outside[known] = _flags(n, own)
    columns["outside"] = pd.array(outside, dtype="str")
    everywhere = np.ones(points, dtype=bool)
    curve = {"denominator": nullable(axis, everywhere)}
    for name, values in zip(names, along, strict=True):
        # The interpolated limits of a rate waver by a fraction of a per cent; the drawn line narrows all the way.
        outermost = np.minimum if name.startswith("low") else np.maximum
        drawn = outermost.accumulate((values / axis * per)[::-1])[::-1]
        curve[name] = nullable(drawn, everywhere)
    ordered = framed({name: columns[name] for name in ORDER}, frame.index)
    return Funnel(ordered, framed(curve, pd.RangeIndex(points)), float(target * per), used, source, None)


def limits(expected: Floats, *, phi: float = 1.0) -> tuple[Floats, Floats, Floats, Floats]:
    """Limits of a count with this expectation: low 95%, high 95%, low 99,8%, high 99,8%; never negative.

    Args:
        expected: Expected counts, > 0.
        phi: Dispersion, >= 1.
    """
    quantiles = ((1 - INNER) / 2, (1 + INNER) / 2, (1 - OUTER) / 2, (1 + OUTER) / 2)
    low, high, lowest, highest = (phi * _interpolated(expected / phi, q) for q in quantiles)
    return low, high, lowest, highest


def dispersion_between(n: Floats, denominator: Floats) -> float:
    """Winsorised dispersion of areas around their common rate, at least 1.

    Args:
        n: Counts. denominator: Their denominators, > 0.

    Source: Spiegelhalter (2005), section 4: z-scores beyond the 10% and 90% quantiles are set to those.
    """
    expected = denominator * n.sum() / denominator.sum()
    z = (n - expected) / np.sqrt(expected)
    low, high = np.quantile(z, [WINSOR, 1 - WINSOR])
    return max(1.0, float(np.mean(np.clip(z, low, high) ** 2)))


def _interpolated(mean: Floats, q: float) -> Floats:
    """The Poisson quantile, made continuous: r - (F(r) - q) / (F(r) - F(r - 1)), with r the smallest F(r) >= q."""
    from scipy.special import ndtri, pdtr

    z = ndtri(q)
    # Cornish-Fisher is at most a few whole numbers off; the steps make it exact. (pdtrik takes ten times as long.)
    r = np.maximum(np.ceil(mean + z * np.sqrt(mean) + (z * z - 1) / 6 - 0.5), 0.0)
    r, at, under = reached(r, lambda k: pdtr(k, mean), q)
    # A single fact is never beyond an upper limit, however small the expectation.
    floor = 1.0 if q > 0.5 else 0.0
    limit: Floats = np.maximum(r - (at - q) / np.maximum(at - under, np.finfo(float).tiny), floor)
    return limit


def _flags(n: Floats, own: Sequence[Floats]) -> npt.NDArray[np.object_]:
    low, high, lowest, highest = own
    flags = np.full(len(n), "binnen", dtype=object)
    for name, beyond in (
        ("boven 95%", n > high),
        ("onder 95%", n < low),
        ("boven 99,8%", n > highest),
        ("onder 99,8%", n < lowest),
    ):
        flags[beyond] = name
    return flags

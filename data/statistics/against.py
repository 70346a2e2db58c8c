"""The verdict "los van de evolutie in heel Gent": an area's change against that of the rest of the city."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.statistics.columns import HIDDEN, Floats, counts, numbers, require
from data.statistics.verdict import Change, Judged, Z, with_result, words

MINIMUM_EXPECTED = 5.0
"""Cochran's rule: below five expected facts (divided by phi) in a period the normal approximation is not used."""


def change_against(now: int, before: int, rest_now: int, rest_before: int, *, phi: float = 1.0) -> Change:
    """Judges whether an area changed otherwise than the rest of the city; `changes_against` for one area.

    Args:
        now: Facts in the area in the period. before: Facts in the area in the reference.
        rest_now: Facts in the rest of the city in the period. rest_before: The same in the reference.
        phi: Dispersion of the category; below 1 counts as 1.

    Returns:
        A change of which `difference` is now minus what the area would have had if it had followed the rest, and
        `ratio` is the ratio of the two rate ratios. The exposures are those of the rest.

    Raises:
        ValueError: for a negative count or a phi that is not positive.

    Source: see `changes_against`.
    """
    frame = pd.DataFrame({"now": [now], "before": [before], "rest_now": [rest_now], "rest_before": [rest_before]})
    row = changes_against(frame, phi).iloc[0]
    optional = {k: None if pd.isna(row[k]) else float(row[k]) for k in ("ratio", "low", "high")}
    return Change(
        now=int(now),
        before=int(before),
        exposure_now=float(rest_now),
        exposure_before=float(rest_before),
        difference=0.0 if pd.isna(row["difference"]) else float(row["difference"]),
        p=float(row["p"]),
        method=row["method"],
        phi=float(row["phi"]),
        verdict=row["verdict"],
        **optional,
    )


def changes_against(frame: pd.DataFrame, phi: float | npt.ArrayLike = 1.0) -> pd.DataFrame:
    """Judges per area whether it changed otherwise than the rest of the city.

    Args:
        frame: One row per area: now, before, rest_now, rest_before (nullable integers, >= 0); optional status.
            "The rest" is the city without the area. Periods of unlike length need no exposure: it cancels.
        phi: Dispersion, one number or one per row; below 1 counts as 1.

    Returns:
        As `data.statistics.verdict.changes`. "te weinig" also where the area would, had it followed the rest, have
        fewer than 5 · phi facts in both periods together, or the rest has none in one of the two.

    Raises:
        ValueError: for a negative count or a phi that is not positive.

    Source: the interaction of area and period in a quasi-Poisson model with a log link (McCullagh & Nelder 1989):
    Pearson's score test of the 2 x 2 table divided by phi; interval by Wald on the log of the ratio of ratios, with
    one half added to all four counts when one of them is zero (Haldane 1956; Anscombe 1956).
    """
    names = ("now", "before", "rest_now", "rest_before")
    require(frame, names, "changes_against")
    now, before, rest_now, rest_before = (numbers(frame[name]) for name in names)
    if "status" in frame.columns:
        now = np.where(frame["status"].isin(HIDDEN).to_numpy(dtype=bool), np.nan, now)
    judged = judge_against(now, before, rest_now, rest_before, phi)
    result = with_result(frame, judged.known, judged.values, method=judged.method, verdict=judged.verdict)
    for name, values in (("rest_now", rest_now), ("rest_before", rest_before)):
        result[name] = counts(values, judged.known)
    return result


def judge_against(
    now: Floats, before: Floats, rest_now: Floats, rest_before: Floats, phi: float | npt.ArrayLike = 1.0
) -> Judged:
    """What `changes_against` finds, from plain arrays of counts.

    Args:
        now: Counts, >= 0; NaN is not known. The others likewise.
        phi: As for `changes_against`.

    Raises, Source: as for `changes_against`.
    """
    table = (now, before, rest_now, rest_before)
    factor = np.broadcast_to(np.asarray(phi, dtype=np.float64), now.shape)
    if np.any(~(factor > 0)):
        raise ValueError("phi must be positive")
    if any(np.any(values < 0) for values in table):
        raise ValueError("counts must not be negative")
    factor = np.maximum(factor, 1.0)
    known = ~np.isnan(np.sum(table, axis=0))
    a, b, c, d = (np.where(known, values, 0.0) for values in table)
    p, comparable = _score(a, b, c, d, factor)
    with np.errstate(divide="ignore", invalid="ignore"):
        difference = a - b * c / d
        ratio = (a / b) / (c / d)
    zero = np.where((a == 0) | (b == 0) | (c == 0) | (d == 0), 0.5, 0.0)
    centre = np.log((a + zero) / (b + zero) / ((c + zero) / (d + zero)), where=comparable, out=np.zeros_like(a))
    half = Z * np.sqrt(factor * sum(1 / np.maximum(k + zero, 0.5) for k in (a, b, c, d)))
    few = ~comparable | (a + b < MINIMUM_EXPECTED * factor)
    values = {
        "difference": np.where(comparable, difference, np.nan),
        "ratio": np.where(comparable, ratio, np.nan),
        "low": np.where(comparable, np.exp(centre - half), np.nan),
        "high": np.where(comparable, np.exp(centre + half), np.nan),
        "p": p,
        "phi": factor,
    }
    method = np.where(comparable, "quasi-Poisson", "geen toets")
    return Judged(known, values, method, np.where(few, "te weinig", words(p, a * d - b * c)))


def _score(a: Floats, b: Floats, c: Floats, d: Floats, phi: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """p of the 2 x 2 table, and where there is one at all."""
    from scipy.special import ndtr

    total = a + b + c + d
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    comparable = (margins > 0) & (c > 0) & (d > 0)
    z = np.abs(a * d - b * c) * np.sqrt(total / np.where(comparable, margins * phi, 1.0))
    return np.maximum(np.where(comparable, 2 * ndtr(-z), 1.0), np.finfo(float).tiny), comparable

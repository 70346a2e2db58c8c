"""The verdict of a change: is a difference between two periods more than chance?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.statistics.columns import HIDDEN, Floats, counts, framed, nullable, numbers, require
from data.statistics.etest import SCORE_ABOVE, e_test, score_test
from data.statistics.family import adjusted

Verdict = Literal["meer", "minder", "geen verschil", "te weinig"]
Method = Literal["E-toets", "scoretoets", "quasi-Poisson", "geen toets"]

ALPHA = 0.05
"""A single comparison is more than chance below this p-value."""
FALSE_DISCOVERIES = 0.10
"""Share of false alarms that is accepted among the verdicts of one family on screen."""
Z = 1.959963984540054
RESULT = ("difference", "ratio", "low", "high", "p", "method", "phi", "verdict")


@dataclass(frozen=True)
class Change:
    """One comparison of two periods.

    Attributes:
        now: Facts in the selected period.
        before: Facts in the reference (the sum, when it spans several years).
        difference: `now` minus what the reference gives for the same exposure.
        ratio: Rate now / rate before; None when the reference has no facts.
        low: Lower 95% limit of the ratio; None without any fact.
        high: Upper 95% limit of the ratio; None when there is none (no facts in the reference).
        p: Two-sided p-value; 1 without any fact.
        method: How p was made.
        phi: The dispersion that was used, at least 1.
    """

    now: int
    before: int
    exposure_now: float
    exposure_before: float
    difference: float
    ratio: float | None
    low: float | None
    high: float | None
    p: float
    method: Method
    phi: float
    verdict: Verdict


def change(now: int, before: int, *, exposure_now: float = 1, exposure_before: float = 1, phi: float = 1.0) -> Change:
    """Judges one change; the same computation as `changes`, for one pair.

    Args:
        now: Facts in the period, >= 0.
        before: Facts in the reference, >= 0. For "the average of the last 3 years": their sum.
        exposure_now: How much time `now` stands for, > 0.
        exposure_before: How much time `before` stands for, in the same unit, > 0; 3 for a sum of 3 years.
        phi: Dispersion of the category (variance / mean of yearly figures); below 1 counts as 1.

    Returns:
        The change with its verdict.

    Raises:
        ValueError: for a negative count, or an exposure or phi that is not positive.

    Source: see `changes`.
    """
    if now < 0 or before < 0 or not exposure_now > 0 or not exposure_before > 0 or not phi > 0:
        raise ValueError("counts must not be negative; exposures and phi must be positive")
    a, b, e1, e2, factor = (np.array([float(v)]) for v in (now, before, exposure_now, exposure_before, max(phi, 1.0)))
    values, method, verdict = _judged(a, b, e1, e2, factor)
    ratio, low, high = (float(values[k][0]) if np.isfinite(values[k][0]) else None for k in ("ratio", "low", "high"))
    return Change(
        now=int(now),
        before=int(before),
        exposure_now=float(exposure_now),
        exposure_before=float(exposure_before),
        difference=float(values["difference"][0]),
        ratio=ratio,
        low=low,
        high=high,
        p=float(values["p"][0]),
        method=cast(Method, str(method[0])),
        phi=float(factor[0]),
        verdict=cast(Verdict, str(verdict[0])),
    )


def changes(frame: pd.DataFrame, phi: float | npt.ArrayLike = 1.0) -> pd.DataFrame:
    """Judges a change per row, all rows at once.

    Args:
        frame: One row per comparison: now, before (nullable integers, >= 0); optional exposure_now, exposure_before
            (floats, > 0; default 1), status (rows that are missing or suppressed are not judged). Other columns stay.
        phi: Dispersion, one number or one per row; below 1 counts as 1.

    Returns:
        The rows of `frame`, in order, with difference, ratio, low, high, p (Float64), method (str), phi (Float64) and
        verdict (str: meer | minder | geen verschil | te weinig). All NA where a count is not known.
        "te weinig": even if all facts had fallen in one of the two periods, it would not have been beyond chance.

    Raises:
        ValueError: for a negative count, or an exposure or phi that is not positive.

    Source: at phi <= 1 the E-test of Krishnamoorthy & Thomson (2004), the score test where both counts exceed 500;
    above it the quasi-Poisson score test (McCullagh & Nelder 1989). Interval: the ratio that the score test would not
    reject, which is Wilson's (1927) interval of the share of the total, with the total divided by phi.
    """
    judged = judge(frame, phi)
    return with_result(frame, judged.known, judged.values, method=judged.method, verdict=judged.verdict)


@dataclass(frozen=True, eq=False)
class Judged:
    """The columns of `changes` as plain arrays, one element per comparison.

    Attributes:
        known: Whether both counts are there; the others mean nothing where it is False.
        values: difference, ratio, low, high, p, phi.
        method, verdict: As in `changes`.
    """

    known: npt.NDArray[np.bool_]
    values: dict[str, Floats]
    method: npt.NDArray[np.str_]
    verdict: npt.NDArray[np.str_]

    @property
    def tested(self) -> npt.NDArray[np.bool_]:
        """Which comparisons are in the family: with figures, and facts enough."""
        tested: npt.NDArray[np.bool_] = self.known & (self.verdict != "te weinig")
        return tested


def judge(frame: pd.DataFrame, phi: float | npt.ArrayLike = 1.0) -> Judged:
    """What `changes` finds, before it is a frame: of thousands of comparisons only a few may be wanted.

    Args, Raises, Source: as for `changes`.
    """
    require(frame, ("now", "before"), "changes")
    now, before = numbers(frame["now"]), numbers(frame["before"])
    exposure_now, exposure_before = (_positive(frame, name) for name in ("exposure_now", "exposure_before"))
    if "status" in frame.columns:
        now = np.where(frame["status"].isin(HIDDEN).to_numpy(dtype=bool), np.nan, now)
    return judge_counts(now, before, exposure_now=exposure_now, exposure_before=exposure_before, phi=phi)


def judge_counts(
    now: Floats,
    before: Floats,
    *,
    exposure_now: float | Floats = 1.0,
    exposure_before: float | Floats = 1.0,
    phi: float | npt.ArrayLike = 1.0,
) -> Judged:
    """Judges plain arrays of counts; a frame of a few hundred rows takes longer to make than its tests.

    Args:
        now: Counts, >= 0; NaN is not known. before: Those of the reference.
        exposure_now: As for `change`, one number or one per comparison; `exposure_before` and `phi` likewise.

    Raises, Source: as for `changes`.
    """
    given = (exposure_now, exposure_before, phi)
    e1, e2, factor = (np.broadcast_to(np.asarray(value, dtype=np.float64), now.shape) for value in given)
    if np.any(now < 0) or np.any(before < 0) or not (np.all(e1 > 0) and np.all(e2 > 0) and np.all(factor > 0)):
        raise ValueError("counts must not be negative; exposures and phi must be positive")
    known = ~np.isnan(now) & ~np.isnan(before)
    a, b = np.where(known, now, 0.0), np.where(known, before, 0.0)
    return Judged(known, *_judged(a, b, e1, e2, np.maximum(factor, 1.0)))


def _judged(
    a: Floats, b: Floats, exposure_now: Floats, exposure_before: Floats, factor: Floats
) -> tuple[dict[str, Floats], npt.NDArray[np.str_], npt.NDArray[np.str_]]:
    poisson = factor == 1.0
    p = score_test(a, b, exposure_now, exposure_before, factor)
    p[poisson] = e_test(a[poisson], b[poisson], exposure_now[poisson], exposure_before[poisson])
    method = np.where(~poisson, "quasi-Poisson", np.where(np.minimum(a, b) > SCORE_ABOVE, "scoretoets", "E-toets"))
    difference = a - b * exposure_now / exposure_before
    low, high = _ratio_interval(a, b, exposure_before / exposure_now, factor)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (a / exposure_now) / (b / exposure_before)
    few = too_few(a + b, exposure_now, exposure_before, factor)
    values = {"difference": difference, "ratio": ratio, "low": low, "high": high, "p": p, "phi": factor}
    return values, np.where(a + b > 0, method, "geen toets"), np.where(few, "te weinig", words(p, difference))


def too_few(total: Floats, exposure_now: Floats, exposure_before: Floats, phi: Floats) -> npt.NDArray[np.bool_]:
    """Whether the facts are too few to say anything: even the most extreme split of the total is within chance.

    With equal periods that is a total under 3,84 · phi: under 4 facts at phi 1, under 12 at phi 3.

    Args:
        total: Facts in both periods together.

    Source: the score test at p = 0,05 with all facts in the shorter of the two periods. The rule looks at the total
    alone, so it may decide who is in a family that is corrected for false discoveries (Bourgon, Gentleman & Huber
    2010, PNAS 107, 9546-9551).
    """
    longest = np.maximum(exposure_now, exposure_before) / np.minimum(exposure_now, exposure_before)
    few: npt.NDArray[np.bool_] = total * longest < Z * Z * phi
    return few


def words(p: Floats, difference: Floats) -> npt.NDArray[np.str_]:
    """The verdict of each single comparison at `ALPHA`."""
    return np.where(p >= ALPHA, "geen verschil", np.where(difference > 0, "meer", "minder"))


def correct(frame: pd.DataFrame, *, alpha: float = FALSE_DISCOVERIES) -> pd.DataFrame:
    """Takes back the verdicts that so many comparisons at once would give by chance.

    Args:
        frame: Rows of `changes` that are on screen together: p, verdict.
        alpha: Accepted share of false alarms among what is called "meer" or "minder".

    Returns:
        The rows in order with q (Float64, the adjusted p-value), family (int: over how many comparisons; those with
        too few facts or no figures are not in it), verdict_alone (what the row's own test said) and verdict:
        "meer" or "minder" only where both the own test and the correction say so.

    Source: see `data.statistics.family`.
    """
    require(frame, ("p", "verdict"), "correct")
    judged = (frame["p"].notna() & (frame["verdict"] != "te weinig")).to_numpy(dtype=bool)
    q = adjusted(frame["p"].to_numpy(dtype=np.float64, na_value=np.nan), judged)
    with np.errstate(invalid="ignore"):
        verdict = frame["verdict"].mask(judged & (q > alpha), "geen verschil")
    return frame.assign(
        q=nullable(q, judged),
        family=int(judged.sum()),
        verdict_alone=frame["verdict"],
        verdict=verdict,
    )


def with_result(
    frame: pd.DataFrame,
    known: npt.NDArray[np.bool_],
    values: dict[str, Floats],
    *,
    method: npt.NDArray[np.str_],
    verdict: npt.NDArray[np.str_],
) -> pd.DataFrame:
    """`frame` with the counts as nullable integers and the columns of `RESULT`, NA where not known."""
    # All columns at once: one after the other each makes the frame anew.
    columns: dict[str, Any] = {str(name): frame[name].array for name in frame.columns}
    for name in ("now", "before"):
        columns[name] = counts(numbers(frame[name]), known)
    texts = {"method": method, "verdict": verdict}
    for name in RESULT:
        if name in texts:
            columns[name] = pd.array(np.where(known, texts[name].astype(object), np.nan), dtype="str")
        else:
            columns[name] = nullable(values[name], known)
    return framed(columns, frame.index)


def _positive(frame: pd.DataFrame, name: str) -> Floats:
    if name not in frame.columns:
        return np.ones(len(frame))
    values = frame[name].to_numpy(dtype=np.float64)
    if np.any(~(values > 0)):
        raise ValueError(f"{name} must be positive")
    return values


def _ratio_interval(now: Floats, before: Floats, scale: Floats, phi: Floats) -> tuple[Floats, Floats]:
    """Limits of the rate ratio; infinite or NaN where there is none."""
    total = now + before
    effective = np.where(total > 0, total / phi, 1.0)
    share = np.where(total > 0, now / np.maximum(total, 1.0), np.nan)
    centre = (share + Z * Z / (2 * effective)) / (1 + Z * Z / effective)
    half = Z / (1 + Z * Z / effective) * np.sqrt(share * (1 - share) / effective + Z * Z / (4 * effective**2))
    low, high = np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)
    low = np.where(now == 0, low * 0, low)
    high = np.where(before == 0, high * 0 + 1, high)
    with np.errstate(divide="ignore"):
        return low / (1 - low) * scale, high / (1 - high) * scale

"""Did an area change otherwise than a comparison area: the weighted displacement difference (WDD)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from data.statistics.against import MINIMUM_EXPECTED
from data.statistics.family import adjusted
from data.statistics.verdict import FALSE_DISCOVERIES, Z

MINIMUM_CONTROL = 10.0
"""Facts (divided by phi) that the comparison needs in each period: below it its own change is too uncertain to scale by
(an action without effect was called one in 8 of 100 simulations in place of 5)."""

Effect = Literal["minder", "meer", "geen aantoonbaar effect", "te weinig"]


@dataclass(frozen=True)
class BeforeAfter:
    """Facts before an action and after its start, in two periods of the same length."""

    before: int
    after: int

    def __post_init__(self) -> None:
        if self.before < 0 or self.after < 0:
            raise ValueError("counts are never negative")

    @property
    def change(self) -> int:
        """After minus before."""
        return self.after - self.before

    def __add__(self, other: BeforeAfter) -> BeforeAfter:
        return BeforeAfter(self.before + other.before, self.after + other.after)


NOTHING = BeforeAfter(0, 0)


@dataclass(frozen=True)
class WeightedDifference:
    """A weighted displacement difference.

    Attributes:
        difference: Facts more (or, below zero, fewer) than if the area had changed as its comparison did.
        low, high: 95% interval of that.
        z: The difference by its standard error; 0 without any facts.
        standard_error: In facts; phi is in it.
        expected: Facts after, had the area changed as its comparison did.
        weight: What a fact of the comparison counts for.
        phi: Dispersion that was used, at least 1.
        verdict: minder | meer: the interval leaves out zero; geen aantoonbaar effect: it does not; te weinig: too few
            facts to say either.
    """

    difference: float
    low: float
    high: float
    z: float
    standard_error: float
    expected: float
    weight: float
    phi: float
    verdict: Effect

    @property
    def p(self) -> float:
        """How often chance alone gives a z as far from zero: two-sided, normal."""
        return math.erfc(abs(self.z) / math.sqrt(2))


def corrected(found: Sequence[WeightedDifference]) -> tuple[list[WeightedDifference], int]:
    """Takes back the verdicts that so many at once would give by chance.

    Args:
        found: What is on screen together.

    Returns:
        The same in order, "minder" and "meer" only where the correction says so too; and over how many: those with too
        few facts are not among them.

    Source: `data.statistics.verdict.correct`.
    """
    tested = np.array([each.verdict != "te weinig" for each in found], dtype=bool)
    q = adjusted(np.array([each.p for each in found], dtype=np.float64), tested)
    kept = [
        replace(each, verdict="geen aantoonbaar effect") if sure and chance > FALSE_DISCOVERIES else each
        for each, sure, chance in zip(found, tested, q, strict=True)
    ]
    return kept, int(tested.sum())


def weighted_difference(
    treated: BeforeAfter,
    control: BeforeAfter,
    displaced: BeforeAfter = NOTHING,
    displaced_control: BeforeAfter = NOTHING,
    *,
    phi: float = 1.0,
) -> WeightedDifference:
    """The WDD of areas of about the same size, as published.

    WDD = change of treated - change of control + change of displaced - change of displaced_control; its variance is phi
    times the sum of all counts.

    Args:
        treated: Facts where the action was.
        control: Facts in a comparable area.
        displaced: Facts where they may have moved to.
        displaced_control: Facts in an area that is comparable to that.
        phi: Dispersion of the category; below 1 counts as 1.

    Source: A. P. Wheeler and J. H. Ratcliffe (2018), A simple weighted displacement difference test to evaluate place
    based crime interventions, Crime Science 7:11; phi as in quasi-Poisson (McCullagh & Nelder 1989).
    """
    here, there = treated + displaced, control + displaced_control
    difference = float(here.change - there.change)
    variance = float(here.before + here.after + there.before + there.after)
    expected = float(here.before + there.change)
    return _judged(difference, variance, expected, 1.0, _too_few(here, there, phi), phi)


def scaled_difference(
    treated: BeforeAfter, control: BeforeAfter, displaced: BeforeAfter = NOTHING, *, phi: float = 1.0
) -> WeightedDifference:
    """The WDD against a comparison of another size, brought to the size of the area.

    A fact of the comparison weighs w = before / control before, so the difference is what the area has beyond the
    comparison's change in proportion. The weight is itself counted: its own chance is in the variance, by the delta
    method. Weighing without it called an action without effect one in 10 of 100 simulations in which the facts of the
    whole city rose by 40%; with it, in 5.

    Args:
        treated: Facts where the action was.
        control: Facts in the comparison: another area, or the rest of the city; without those of the others.
        displaced: Facts where they may have moved to; they are then judged together with the area.
        phi: Dispersion of the category; below 1 counts as 1.

    Returns:
        The difference; of verdict "te weinig" when a count is too small (see MINIMUM_EXPECTED and MINIMUM_CONTROL).

    Source: Wheeler & Ratcliffe (2018), with weights for areas of other sizes as in Wheeler's package ptools
    (`area_weights`); delta method for the estimated weight.
    """
    here = treated + displaced
    few = _too_few(here, control, phi) or min(control.before, control.after) < MINIMUM_CONTROL * max(phi, 1.0)
    if control.before == 0:
        return _judged(0.0, 0.0, math.nan, math.nan, True, phi)
    weight, growth = here.before / control.before, control.after / control.before
    difference = here.change - weight * control.change
    variance = here.after + growth**2 * here.before + weight**2 * (control.after + growth**2 * control.before)
    return _judged(difference, variance, here.before * growth, weight, few, phi)


def _too_few(here: BeforeAfter, there: BeforeAfter, phi: float) -> bool:
    """Cochran's rule over the four counts, as they would be had both changed alike."""
    mine, theirs = here.before + here.after, there.before + there.after
    before, after = here.before + there.before, here.after + there.after
    least = min(mine, theirs) * min(before, after)
    return least < MINIMUM_EXPECTED * max(phi, 1.0) * (mine + theirs) or mine == 0


def _judged(
    difference: float, variance: float, expected: float, weight: float, few: bool, phi: float
) -> WeightedDifference:
    if not phi > 0:
        raise ValueError(f"no dispersion: {phi}")
    phi = max(phi, 1.0)
    error = math.sqrt(phi * variance)
    low, high = difference - Z * error, difference + Z * error
    verdict: Effect = "te weinig"
    if not few:
        verdict = "minder" if high < 0 else "meer" if low > 0 else "geen aantoonbaar effect"
    return WeightedDifference(
        difference, low, high, difference / error if error else 0.0, error, expected, weight, phi, verdict
    )

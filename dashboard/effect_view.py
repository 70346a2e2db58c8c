"""What "Werkte het?" shows of one action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.catalogue import Group, Priority
from data.queries import BeforeAfterMonths
from data.state.actions import Action
from data.statistics.displacement import WeightedDifference

Role = Literal["gebied", "vergelijking", "errond"]


@dataclass(frozen=True)
class EffectRow:
    """Facts of one area before and after; NaN is missing."""

    role: Role
    name: str
    before: float
    after: float
    status: str


@dataclass(frozen=True)
class Reason:
    """Why there is no verdict: a sentence, and a few words for where there is no room."""

    sentence: str
    short: str


@dataclass(frozen=True, eq=False)
class EffectView:
    """The before-and-after of one action.

    Attributes:
        area_name: Of the area of the action, or its code when it is there no more.
        comparison: Code of the area that it is compared with; empty is the rest of the city.
        comparison_name: In a sentence.
        months: Which months; None when there are none.
        rows: The counts; the first is the area itself.
        alone: The area against the comparison. together: With the areas that touch it; None where there are none.
        family: Over how many of those two the verdicts are corrected.
        reason: Why there is no verdict; None when there is one.
        notes: Sentences that belong to the numbers.
        grain: counts or incidents; empty without figures. phi: Dispersion that was used.
    """

    action: Action
    priority: Priority | None
    group: Group | None
    area_name: str
    city: str
    comparison: str
    comparison_name: str
    months: BeforeAfterMonths | None = None
    rows: tuple[EffectRow, ...] = ()
    alone: WeightedDifference | None = None
    together: WeightedDifference | None = None
    family: int = 0
    reason: Reason | None = None
    notes: tuple[str, ...] = ()
    grain: str = ""
    phi: float = 1.0

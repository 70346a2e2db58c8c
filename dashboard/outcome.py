"""A count of facts with what it is compared with, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dashboard import figures, judgement, words
from dashboard.figures import Part
from dashboard.reference import Reference
from data.queries import Months
from data.statistics.verdict import Change

ALONE = "alleen bekeken"
"""Said of a verdict that is not corrected for others beside it."""


@dataclass(frozen=True)
class Figure:
    """A count of facts in the period and in the reference (its sum); NaN is missing.

    Attributes:
        q: The p-value, adjusted for the comparisons that this one stands among; None where it stands alone.
        family: How many those are.
    """

    n: float
    status: str
    before: float
    exposure: int
    change: Change | None
    verdict: str
    q: float | None = None
    family: int = 1

    @property
    def known(self) -> bool:
        """Whether the count of the period is there."""
        return self.status != "missing"

    @property
    def comparable(self) -> bool:
        """Whether both counts are there."""
        return self.n == self.n and self.before == self.before

    @property
    def usual(self) -> float:
        """The reference brought to the length of the period."""
        return self.before / self.exposure

    @property
    def tested(self) -> str:
        """The ratio with its interval and how often chance alone gives it, in words; empty where nothing was tested."""
        if self.change is None or self.change.ratio is None:
            return ""
        found = self.change
        nan = float("nan")
        limits = (nan if found.ratio is None else found.ratio, nan if found.low is None else found.low)
        return ratio_words(*limits, float("inf") if found.high is None else found.high, found.p, self.q, self.family)


def figure_of(
    parts: list[Part], months: Months, compared: Reference, phi: float, *, whole: list[Part] | None = None
) -> Figure:
    """The count of these parts in the period and in the reference, with its verdict.

    Args:
        whole: The whole city, to judge against the change of its rest; None judges the count itself.
    """
    n, status = figures.count(parts, months)
    before = sum(figures.count(parts, window)[0] for window in compared.windows)
    if whole is None:
        change = judgement.judge(n, before, exposure=compared.exposure, phi=phi)
    else:
        city_before = sum(figures.count(whole, window)[0] for window in compared.windows)
        change = judgement.judge_apart(n, before, figures.count(whole, months)[0], city_before, phi=phi)
    return Figure(n, status, before, compared.exposure, change, change.verdict if change else "")


def as_in_table(figure: Figure, row: dict[str, Any]) -> Figure:
    """The verdict of one area is the one of its row in the table, corrected like it, so that they never disagree.

    Args:
        row: verdict, q (NaN where nothing was tested) and family of the area.
    """
    if figure.change is None:
        return figure
    q = float(row["q"])
    return replace(figure, verdict=str(row["verdict"]), q=None if q != q else q, family=int(row["family"]))


def ratio_words(ratio: float, low: float, high: float, p: float, q: float | None = None, family: int = 1) -> str:
    """`verhouding 1,14 (95%: 0,91–1,44), p = 0,241, gecorrigeerd 0,480`.

    Args:
        ratio: Rate now over rate before, with its 95% limits low and high (infinite: none).
        p: Two-sided. q: p, adjusted for `family` comparisons at once; None where it stands alone.
    """
    limits = [_factor(value) for value in (low, high)]
    text = f"verhouding {_factor(ratio)} (95%: {limits[0]}–{limits[1]}), {_chance(p)}"
    return text if q is None or family < 2 else f"{text}, gecorrigeerd {_chance(q).removeprefix('p = ')}"


def tested_words(ratio: float, low: float, high: float, p: float, q: float, family: int) -> str:
    """`ratio_words` of one row of a table; empty where a number of it is missing, so where nothing was tested.

    Args:
        family: Over how many comparisons q is adjusted.
    """
    row = (ratio, low, high, p, q)
    return "" if any(value != value for value in row) else ratio_words(*row, family)


def _factor(value: float) -> str:
    return "∞" if value == float("inf") else words.number(value, 2 if value < 10 else 0)


def _chance(p: float) -> str:
    return "p < 0,001" if p < 0.001 else f"p = {words.number(p, 3)}"

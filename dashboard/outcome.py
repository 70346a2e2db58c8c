"""A count of facts with what it is compared with, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dashboard import figures, judgement, words
from dashboard.figures import Part
from dashboard.judgement import Corrected
from dashboard.reference import Reference
from data.queries import Months
from data.statistics.verdict import Change

INFINITE = float("inf")
TESTED = ("ratio", "low", "high", "p", "q", "family", "verdict", "verdict_alone")
"""Columns that `tested_words` tells of."""
ALONE = "alleen bekeken"
"""Said of what the own test of a figure gives, before it is corrected for the others beside it."""


@dataclass(frozen=True)
class Figure:
    """A count of facts in the period and in the reference (its sum); NaN is missing.

    Attributes:
        verdict: Corrected for the comparisons that this one stands among.
        q: Its p-value, adjusted for those; None where nothing was tested.
        family: How many those are, itself among them.
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
        """`tested_words` of it."""
        if self.change is None:
            return ""
        found = {name: getattr(self.change, name) for name in ("ratio", "low", "high", "p")}
        among = {"q": self.q, "family": self.family}
        return tested_words({**found, **among, "verdict": self.verdict, "verdict_alone": self.change.verdict})


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


def among(figure: Figure, corrected: Corrected) -> Figure:
    """The figure with its verdict corrected for all that is on screen with it."""
    if figure.change is None:
        return figure
    return replace(figure, verdict=corrected.verdict, q=corrected.q, family=corrected.family)


def row_of(areas: pd.DataFrame, code: str) -> Corrected:
    """What the table says of an area, so that a figure about that area never says otherwise.

    Args:
        areas: Rows of `kept.judged_areas`, index area_code.
    """
    verdict, q, family = (areas.at[code, name] for name in ("verdict", "q", "family"))
    return Corrected(verdict or "", None if q != q else float(q), int(family))


def among_how_many(family: int) -> str:
    """Over how many comparisons verdicts are corrected: `gecorrigeerd voor 26 vergelijkingen tegelijk`."""
    return f"gecorrigeerd voor {words.plural(family, 'vergelijking', 'vergelijkingen')} tegelijk"


def tested_words(row: Mapping[Any, Any]) -> str:
    """What a verdict rests on, the same words wherever it stands; empty where nothing was tested.

    Args:
        row: ratio, its limits low and high, p, q (missing where there is none), family, verdict, and verdict_alone:
            what its own test said before it was corrected, which is told where that is something else.
    """
    if pd.isna(row["p"]) or pd.isna(row["q"]):
        return ""
    high = INFINITE if pd.isna(row["high"]) else float(row["high"])
    if pd.isna(row["ratio"]):
        said = (
            f"geen verhouding, want de referentie heeft geen feiten; {chance_words(row['p'], row['q'], row['family'])}"
        )
    else:
        numbers = (float(row["ratio"]), float(row["low"]), high, float(row["p"]))
        said = ratio_words(*numbers, float(row["q"]), int(row["family"]))
    alone = row["verdict_alone"]
    return said if alone == row["verdict"] else f"{said}; {ALONE}: {judgement.WORDS[alone]}"


def ratio_words(ratio: float, low: float, high: float, p: float, q: float | None = None, family: int = 1) -> str:
    """`verhouding 1,14 (95%: 0,91–1,44), p = 0,241 (na correctie voor 26: 0,480)`.

    Args:
        ratio: Rate now over rate before, with its 95% limits low and high (infinite: none).
        p: Two-sided. q: p, adjusted for `family` comparisons at once; None where it stands alone.
    """
    limits = [_factor(value) for value in (low, high)]
    return f"verhouding {_factor(ratio)} (95%: {limits[0]}–{limits[1]}), {chance_words(p, q, family)}"


def chance_words(p: float, q: float | None = None, family: int = 1) -> str:
    """`p = 0,241 (na correctie voor 26: 0,480)`; arguments as for `ratio_words`."""
    text = _chance(p)
    if q is None or family < 2:
        return text
    return f"{text} (na correctie voor {family}: {_chance(q).removeprefix('p = ')})"


def _factor(value: float) -> str:
    return "∞" if value == INFINITE else words.number(value, 2 if value < 10 else 0)


def _chance(p: float) -> str:
    return "p < 0,001" if p < 0.001 else f"p = {words.number(p, 3)}"

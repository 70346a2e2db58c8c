"""A count of facts with what it is compared with, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import figures, judgement
from dashboard.figures import Part
from dashboard.reference import Reference
from data.queries import Months
from data.statistics.verdict import Change


@dataclass(frozen=True)
class Figure:
    """A count of facts in the period and in the reference (its sum); NaN is missing."""

    n: float
    status: str
    before: float
    exposure: int
    change: Change | None
    verdict: str

    @property
    def known(self) -> bool:
        """Whether the count of the period is there."""
        return self.status != "missing"

    @property
    def comparable(self) -> bool:
        """Whether both counts are there."""
        return self.change is not None

    @property
    def usual(self) -> float:
        """The reference brought to the length of the period."""
        return self.before / self.exposure


def figure_of(parts: list[Part], months: Months, compared: Reference, phi: float) -> Figure:
    """The count of these parts in the period and in the reference, with its verdict."""
    n, status = figures.count(parts, months)
    before = sum(figures.count(parts, window)[0] for window in compared.windows)
    change = judgement.judge(n, before, exposure=compared.exposure, phi=phi)
    return Figure(n, status, before, compared.exposure, change, change.verdict if change else "")


def as_in_table(figure: Figure, verdict: object) -> Figure:
    """The verdict of one area is the one of its row in the table, corrected like it, so that they never disagree."""
    if figure.change is None:
        return figure
    return Figure(figure.n, figure.status, figure.before, figure.exposure, figure.change, str(verdict))

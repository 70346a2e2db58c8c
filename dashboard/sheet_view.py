"""What is on the sheet of an area, as records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.reference import Reference
from dashboard.selection import Selection
from dashboard.sheet_place import Place
from data.catalogue import CATEGORIES, DenominatorKind, Group, Priority
from data.queries import Hours, Months, SnapshotInfo
from data.statistics.expectation import Expectation
from data.statistics.verdict import Change

ComparisonKey = tuple[frozenset[str], str]
ACTIONS_ON_SHEET = 3
"""As many as one A4 has room for; the others are counted."""
FEWEST_FOR_HOURS = 30
"""With fewer facts the hours of a week are a pattern of chance."""


@dataclass(frozen=True, eq=False)
class Counted:
    """Facts of some categories in the area, in the period and in the reference (its sum); NaN is missing."""

    categories: tuple[str, ...]
    grain: str
    n: float
    status: str
    before: float
    exposure: int
    phi: float

    @property
    def key(self) -> ComparisonKey:
        """Which comparison it is: the same facts from the same figures, under whatever name."""
        return frozenset(self.categories), self.grain

    @property
    def usual(self) -> float:
        """The reference brought to the length of the period."""
        return self.before / self.exposure

    @property
    def difference(self) -> float:
        """Facts more (or less) than in the reference; NaN when a count is missing."""
        return self.n - self.usual


@dataclass(frozen=True, eq=False)
class SheetRow:
    """A group of a priority on the sheet.

    Attributes:
        counted: None where there are no figures at this level.
        verdict: Corrected for all comparisons of the sheet; empty where there is none.
        tested: What it rests on, in words; see `outcome.tested_words`. p, q: Its p-value, alone and corrected, or NaN.
        versus: The rate against the rest of the city, over `versus_kind`.
        trend, band: As on the map page; see `kept.trend`.
        gaps: Months of the period without figures.
    """

    priority: Priority
    group: Group
    counted: Counted | None = None
    verdict: str = ""
    tested: str = ""
    p: float = float("nan")
    q: float = float("nan")
    versus: Change | None = None
    versus_kind: DenominatorKind | None = None
    trend: pd.DataFrame | None = None
    band: Expectation | None = None
    gaps: tuple[Months, ...] = ()

    @property
    def name(self) -> str:
        """The name of the group."""
        return self.group.name

    @property
    def subject(self) -> str:
        """What the address of an export calls it."""
        return f"{self.priority.id}.{self.group.id}"


@dataclass(frozen=True, eq=False)
class SheetSignal:
    """A category that is beyond chance in the area."""

    category: str
    counted: Counted
    verdict: str
    tested: str
    p: float
    q: float


@dataclass(frozen=True)
class SheetAction:
    """Something that was done in the area, or in one that holds it or lies in it.

    Attributes:
        area_name: Where it was, when that is not the area of the sheet; else empty.
        until: None while it goes on.
        said: Its before-and-after in short.
    """

    number: int
    title: str
    priority: str
    first: date
    until: date | None
    area_name: str
    said: str


@dataclass(frozen=True)
class SheetDenominator:
    """What a rate of this area divides by; `value` is None when it is not loaded."""

    kind: DenominatorKind
    value: float | None
    year: int | None
    source: str


@dataclass(frozen=True, eq=False)
class SheetView:
    """Everything on the sheet of one area.

    Attributes:
        rows: One per group of every priority.
        signals: Categories beyond chance, most extra facts first.
        family: Over how many comparisons the verdicts of rows and signals are corrected, together.
        hours: When it happens, for the first group of each priority; None where there are counts only.
        unpublished: Categories of such a group -> that the period has no single facts of them, as a sentence; or empty.
        why_no_hours: Why who looks does not get them; empty when that is not why they are not there.
        approximate: Whether counts of some groups are protected for who looks.
        actions: What was done in the area, newest first. action_family: Over how many their verdicts are corrected.
        notices: Sentences about what is not as asked.
    """

    place: Place
    selection: Selection
    info: SnapshotInfo
    months: Months
    reference: Reference
    rows: tuple[SheetRow, ...]
    family: int
    signals: tuple[SheetSignal, ...]
    hours: tuple[tuple[Group, Hours | None], ...]
    unpublished: dict[tuple[str, ...], str]
    why_no_hours: str
    approximate: bool
    denominators: tuple[SheetDenominator, ...]
    actions: tuple[SheetAction, ...]
    action_family: int
    notices: tuple[str, ...]

    @property
    def has_figures(self) -> bool:
        """Whether any group has a figure."""
        return any(row.counted is not None and row.counted.status != "missing" for row in self.rows)


def category_name(category: str) -> str:
    """The name of a category."""
    return CATEGORIES[category].name if category in CATEGORIES else category

"""Figures of a sub-theme of the safety plan: counted, compared with a year earlier, and where the dashboard has it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard import figures, judgement
from dashboard.selection import KEYS, Selection
from dashboard.words import listing
from data import queries
from data.catalogue import OVERLAPPING, PRIORITIES, Category, Group, Priority, SubTheme, category_by_name
from data.config import Audience
from data.queries import Months, Snapshot

TREND_MONTHS = 24


@dataclass(frozen=True, eq=False)
class PlanFigure:
    """The facts of categories of one kind, in the period and in the same months of earlier; NaN is missing.

    Attributes:
        categories: What is added up; all driven by the same.
        parts: Facts of each category, when there are several.
        gaps: Months of the period without figures.
        trend: Facts per month of `trend_months`.
        unknown: Why there is no figure at all; empty when there are figures.
        href: The dashboard on these facts, or empty when no tab has them.
        phi: Dispersion of these categories together.
        approximate: Whether the counts are protected for who looks.
    """

    categories: tuple[Category, ...]
    n: float = float("nan")
    status: str = "missing"
    before: float = float("nan")
    before_status: str = "missing"
    parts: tuple[tuple[str, float], ...] = ()
    gaps: tuple[Months, ...] = ()
    trend: npt.NDArray[np.float64] | None = None
    trend_months: Months | None = None
    unknown: str = ""
    href: str = ""
    phi: float = 1.0
    approximate: bool = False

    @property
    def name(self) -> str:
        """The categories in a sentence."""
        return listing([category.name for category in self.categories], most=4)

    @property
    def follows_effort(self) -> bool:
        """Whether these facts follow the effort of police or city."""
        return self.categories[0].driven_by == "politie"

    @property
    def known(self) -> bool:
        """Whether the count of the period is there."""
        return self.status != "missing"

    @property
    def comparable(self) -> bool:
        """Whether both counts are there."""
        return self.known and self.before_status != "missing"


@dataclass(frozen=True, eq=False)
class PlanSub:
    """A sub-theme: no figure, one, or one for each kind of facts, which are never added up.

    Attributes:
        tab: The priority that is a tab of the dashboard about this sub-theme as a whole, and its address.
    """

    name: str
    figures: tuple[PlanFigure, ...] = ()
    tab: tuple[Priority, str] | None = None


@dataclass(frozen=True, eq=False)
class PlanTheme:
    """A theme of the plan with its sub-themes, in the order of the plan."""

    name: str
    subs: tuple[PlanSub, ...]
    tab: tuple[Priority, str] | None = None


@dataclass(frozen=True, eq=False)
class Counter:
    """Counts sub-themes for one choice of areas and period.

    Attributes:
        covered: The months of the snapshot.
        focus: Codes of areas that do not overlap; empty is the whole city.
        period: As in the URL, for the links.
    """

    snapshot: Snapshot
    audience: Audience
    covered: Months
    all_areas: pd.DataFrame
    focus: tuple[str, ...]
    months: Months
    before: Months
    period: str

    def sub(self, sub: SubTheme) -> PlanSub:
        """A sub-theme with one figure for each kind of facts."""
        categories = categories_of(sub.counts)
        kinds = dict.fromkeys(category.driven_by for category in categories)
        by_kind = [tuple(c for c in categories if c.driven_by == kind) for kind in kinds]
        return PlanSub(sub.name, tuple(self.figure(part) for part in by_kind), self.tab(sub.dashboard))

    def figure(self, categories: tuple[Category, ...]) -> PlanFigure:
        """The sum of categories of one kind."""
        parts = self._parts(tuple(c.id for c in categories))
        if parts is None:
            return PlanFigure(categories, unknown=self._why_unknown())
        n, status = figures.count(parts, self.months)
        before, before_status = figures.count(parts, self.before)
        gaps = [gap for matrix, codes in parts for gap in queries.missing_months(matrix, self.months, codes)]
        end = Months(self.months.last, self.months.last)
        window = Months(end.shift(1 - TREND_MONTHS).first, self.months.last).clip(self.covered)
        series = figures.series(parts).set_index("month")["n"]
        single = {c.name: self._parts((c.id,)) for c in categories} if len(categories) > 1 else {}
        return PlanFigure(
            categories,
            n=n,
            status=status,
            before=before,
            before_status=before_status,
            parts=tuple((name, figures.count(p, self.months)[0] if p else float("nan")) for name, p in single.items()),
            gaps=tuple(dict.fromkeys(gaps)),
            trend=series.reindex(window.all()).to_numpy(dtype=float) if window else None,
            trend_months=window,
            href=self._href(categories),
            phi=judgement.phi_of(self.snapshot, self._weights(categories), self.audience),
            approximate=queries.is_approximate(
                self.snapshot, grain=parts[0][0].grain, categories=[c.id for c in categories], audience=self.audience
            ),
        )

    def _weights(self, categories: tuple[Category, ...]) -> dict[str, float]:
        """Facts of each category over all history of the city."""
        weights = {}
        for category in categories:
            matrix = queries.area_months(self.snapshot, categories=(category.id,), level="wijk", audience=self.audience)
            weights[category.id] = float(np.nansum(matrix.n)) if matrix else 0.0
        return weights

    def tab(self, priority_id: str | None) -> tuple[Priority, str] | None:
        """A tab of the dashboard and its address; a tab with a zone of its own opens on that zone."""
        priority = PRIORITIES.get(priority_id or "")
        if priority is None:
            return None
        areas = () if priority.zone else self.focus
        return priority, _address(Selection(priority=priority.id, areas=areas, period=self.period))

    def _parts(self, categories: tuple[str, ...]) -> list[figures.Part] | None:
        levels = set(self.all_areas.loc[list(self.focus), "level"]) or {"wijk"}
        windows = (self.months, self.before)
        grain = queries.finest_grain(
            self.snapshot, categories=categories, levels=frozenset(levels), windows=windows, audience=self.audience
        ).grain
        if grain is None:  # only some of the categories have figures: the sum is missing, and says so
            asked = {
                queries.grain_of(self.snapshot, categories=categories, level=level, audience=self.audience)
                for level in levels
            }
            if None in asked:
                return None
            grain = asked.pop() if len(asked) == 1 else "incidents"
        matrices = {}
        for level in levels:
            matrix = queries.area_months(
                self.snapshot, categories=categories, level=level, grain=grain, audience=self.audience
            )
            if matrix is None:
                return None
            matrices[level] = matrix
        return figures.parts_of(self.focus, self.all_areas, matrices)

    def _why_unknown(self) -> str:
        levels = [
            level for level in ("buurt", *OVERLAPPING) if level in set(self.all_areas.loc[list(self.focus), "level"])
        ]
        return f"geen cijfers per {levels[0]}" if levels else "geen cijfers geladen"

    def _href(self, categories: tuple[Category, ...]) -> str:
        found = tab_of(tuple(c.id for c in categories))
        if found is None:
            return ""
        priority, group = found
        chosen = tuple(c for c in group.categories if c in {category.id for category in categories})
        selection = Selection(
            priority=priority.id,
            group="" if group == priority.groups[0] else group.id,
            categories=() if chosen == group.categories else chosen,
            areas=self.focus,
            period=self.period,
        )
        return _address(selection)


def _address(selection: Selection) -> str:
    """Never a bare `/`: that opens the start view that a visitor keeps."""
    return "/" + (selection.to_query() or f"?{KEYS['priority']}={selection.priority}")


def tab_of(categories: tuple[str, ...]) -> tuple[Priority, Group] | None:
    """The first priority and group that can show these categories together, for any area.

    A priority with a zone of its own opens on that zone and would show another number, so it is no answer.
    """
    for priority in PRIORITIES.values():
        for group in priority.groups:
            if not priority.zone and set(categories) <= set(group.categories):
                return priority, group
    return None


def categories_of(names: tuple[str, ...]) -> tuple[Category, ...]:
    """The categories that the plan names."""
    found = [category_by_name(name) for name in names]
    return tuple(category for category in found if category is not None)  # the catalogue refused unknown names

"""Figures of a sub-theme of the safety plan: counted, compared with a year earlier, and where the dashboard has it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard import figures, kept
from dashboard.reference import Reference
from dashboard.selection import KEYS, Selection
from dashboard.words import listing
from data import queries
from data.catalogue import OVERLAPPING, PRIORITIES, Category, Group, Priority, SubTheme, category_by_name
from data.config import Audience
from data.queries import Months, Snapshot

TREND_MONTHS = 24
NO_FIGURES = "geen openbare cijfers"


@dataclass(frozen=True, eq=False)
class PlanFigure:
    """The facts of categories of one kind, in the period and in the reference (its sum); NaN is missing.

    Attributes:
        categories: What is added up; all driven by the same.
        parts: Facts of each category, when there are several.
        gaps: Months of the period without figures.
        exposure: How many times the length of the period the reference spans.
        rest: Facts of the rest of the city, in the period and in the reference; None for the city itself.
        trend: Facts per month of `trend_months`; late: how many of the newest are provisional.
        unknown: Why there is no figure at all; empty when there are figures.
        href: The dashboard on these facts, or empty when no tab has them.
        phi: Dispersion of these categories together.
        approximate: Whether the counts are protected for who looks.
        grain: Where they come from: counts or incidents; empty without figures.
    """

    categories: tuple[Category, ...]
    n: float = float("nan")
    status: str = "missing"
    before: float = float("nan")
    before_status: str = "missing"
    exposure: int = 1
    rest: tuple[float, float] | None = None
    parts: tuple[tuple[str, float], ...] = ()
    gaps: tuple[Months, ...] = ()
    trend: npt.NDArray[np.float64] | None = None
    trend_months: Months | None = None
    late: int = 0
    unknown: str = ""
    href: str = ""
    phi: float = 1.0
    approximate: bool = False
    grain: str = ""

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
    def usual(self) -> float:
        """The reference brought to the length of the period."""
        return self.before / self.exposure

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
        compared: What the period is compared with.
        asked: As in the URL, for the links.
    """

    snapshot: Snapshot
    audience: Audience
    covered: Months
    all_areas: pd.DataFrame
    focus: tuple[str, ...]
    months: Months
    compared: Reference
    asked: Selection

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
        before, before_status = self._reference(parts)
        gaps = [gap for matrix, codes in parts for gap in queries.missing_months(matrix, self.months, codes)]
        end = Months(self.months.last, self.months.last)
        window = Months(end.shift(1 - TREND_MONTHS).first, self.months.last).clip(self.covered)
        series = figures.series(parts).set_index("month")
        shown = series.reindex(window.all()) if window else None
        single = {c.name: self._parts((c.id,)) for c in categories} if len(categories) > 1 else {}
        return PlanFigure(
            categories,
            n=n,
            status=status,
            before=before,
            before_status=before_status,
            exposure=self.compared.exposure,
            rest=self._rest(categories, parts[0][0].grain, n, before) if self.focus else None,
            parts=tuple((name, figures.count(p, self.months)[0] if p else float("nan")) for name, p in single.items()),
            gaps=tuple(dict.fromkeys(gaps)),
            trend=None if shown is None else shown["n"].to_numpy(dtype=float),
            trend_months=window,
            late=0 if shown is None else int((shown["status"] == "provisional").sum()),
            href=self._href(categories),
            grain=parts[0][0].grain,
            phi=kept.phi(self.snapshot, tuple(c.id for c in categories), parts[0][0].grain, None, self.audience),
            approximate=queries.is_approximate(
                self.snapshot, grain=parts[0][0].grain, categories=[c.id for c in categories], audience=self.audience
            ),
        )

    def _reference(self, parts: list[figures.Part]) -> tuple[float, str]:
        """The sum over the reference, missing with any of its windows."""
        counted = [figures.count(parts, window) for window in self.compared.windows]
        states = {status for _, status in counted}
        status = next((s for s in ("missing", "provisional") if s in states), "ok")
        return sum(n for n, _ in counted), status

    def _rest(self, categories: tuple[Category, ...], grain: str, n: float, before: float) -> tuple[float, float]:
        """Facts of the rest of the city; NaN where they are missing."""
        ids = tuple(category.id for category in categories)
        wijken = kept.matrices_of(self.snapshot, ids, {"wijk"}, grain, None, self.audience)
        if wijken is None:
            return float("nan"), float("nan")
        city = figures.parts_of((), self.all_areas, wijken)
        return figures.count(city, self.months)[0] - n, self._reference(city)[0] - before

    def tab(self, priority_id: str | None) -> tuple[Priority, str] | None:
        """A tab of the dashboard and its address; a tab with a zone of its own opens on that zone."""
        priority = PRIORITIES.get(priority_id or "")
        if priority is None:
            return None
        areas = () if priority.zone else self.focus
        return priority, _address(self._shared().but(priority=priority.id, areas=areas))

    def _parts(self, categories: tuple[str, ...]) -> list[figures.Part] | None:
        levels = set(self.all_areas.loc[list(self.focus), "level"]) or {"wijk"}
        windows = (self.months, *self.compared.windows)
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
        selection = self._shared().but(
            priority=priority.id,
            group="" if group == priority.groups[0] else group.id,
            categories=() if chosen == group.categories else chosen,
            areas=self.focus,
        )
        return _address(selection)

    def _shared(self) -> Selection:
        asked = self.asked
        return Selection(period=asked.period, reference=asked.reference, options=asked.options)


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

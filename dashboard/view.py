"""From a selection to everything that is on screen: the figures of one view, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard import availability, figures
from dashboard.errors import SelectionError
from dashboard.figures import Part
from dashboard.selection import Selection
from dashboard.words import LEVEL_NAMES, listing
from data import queries
from data.catalogue import MEASURES, Measure
from data.config import Audience
from data.queries import AreaMonths, Months, Snapshot, SnapshotInfo


@dataclass(frozen=True)
class Figure:
    """A count of facts in the period and in the same months a year earlier; NaN is missing."""

    n: float
    status: str
    before: float
    before_status: str

    @property
    def known(self) -> bool:
        """Whether the count of the period is there."""
        return self.status != "missing"

    @property
    def comparable(self) -> bool:
        """Whether both counts are there."""
        return self.known and self.before_status != "missing"


@dataclass(frozen=True, eq=False)
class View:
    """The figures of one selection.

    Attributes:
        selection: As asked, with what could not be shown replaced by what is shown in its place.
        months: The period, clipped to what is published; before: the same months a year earlier.
        grain: Where the figures come from: counts or incidents; one for the whole screen.
        areas: One row per area of the map level; see `figures.area_table`.
        spark: One row per area, one column per month; see `figures.spark`.
        focus: Codes that the story is about; empty is the whole city.
        figure: Facts of the focus; city: facts of the whole city.
        trend: One row per month: month, n, status, city (facts in the whole city).
        years: The same months in every year; see `figures.years`.
        categories: One row per category of the group; see `figures.category_table`.
        gaps: Months of the period without figures.
        notices: Sentences about what is not as asked.
        levels, measures: What can be chosen, each with the reason why not (empty when it can).
    """

    selection: Selection
    info: SnapshotInfo
    all_areas: pd.DataFrame
    months: Months
    before: Months
    grain: str
    measure: Measure
    denominator_source: str
    areas: pd.DataFrame
    spark: pd.DataFrame
    focus: tuple[str, ...]
    figure: Figure
    city: Figure
    trend: pd.DataFrame
    years: pd.DataFrame
    categories: pd.DataFrame
    gaps: tuple[Months, ...]
    notices: tuple[str, ...]
    levels: dict[str, str]
    measures: dict[str, str]

    @property
    def focus_name(self) -> str:
        """The focus in a sentence: names of areas, or the city."""
        return listing([self.all_areas.at[c, "name"] for c in self.focus]) if self.focus else self.info.city

    @property
    def level_name(self) -> str:
        """`wijken` or `buurten`."""
        return LEVEL_NAMES[self.selection.level][1]


def look(selection: Selection, snapshot: Snapshot, *, audience: Audience) -> View:
    """Everything that is on screen for a selection.

    Raises:
        SelectionError: when there is nothing to show, with the way out of it.
    """
    info = queries.snapshot_info(snapshot, audience=audience)
    covered = info.months
    if covered is None:
        raise SelectionError("Er zijn nog geen cijfers geladen. Laad ze met 'python -m data.ingest'.")
    all_areas = queries.areas(snapshot, audience=audience)
    notices: list[str] = []
    levels = availability.levels(selection, snapshot, audience)
    if levels.get(selection.level, "onbekend"):
        notices.append(levels.get(selection.level) or f"Er zijn geen {LEVEL_NAMES[selection.level][1]} geladen.")
        selection = selection.but(level="wijk")
    focus = availability.focus(selection, snapshot, all_areas, audience, notices)
    months = availability.period(selection, covered, notices)
    measures = availability.measures(selection, snapshot, audience)
    if measures.get(selection.measure, "onbekend"):
        reason = measures.get(selection.measure) or f"{selection.the_priority.name} kent deze maat niet."
        notices.append(f"{reason} De kaart toont het aantal feiten.")
        selection = selection.but(measure="aantal")

    used_levels = {"wijk", selection.level, *all_areas.loc[list(focus), "level"]}
    categories = selection.the_categories
    grain = (
        "incidents"
        if used_levels != {"wijk"}
        else queries.grain_of(snapshot, categories=categories, level="wijk", audience=audience)
    )
    matrices = _matrices(snapshot, categories, used_levels, grain, audience)
    if grain is None or matrices is None:
        raise SelectionError(
            f"Voor {selection.the_group.subject} zijn er geen cijfers geladen. Kies een andere prioriteit of groep."
        )
    parts = figures.parts_of(focus, all_areas, matrices)
    whole = figures.parts_of((), all_areas, matrices)
    measure = MEASURES[selection.measure]
    areas, denominator_source = figures.area_table(
        matrices[selection.level], all_areas, months, measure, snapshot, audience
    )
    parts_by_category: dict[str, list[Part] | None] = {}
    for category in selection.the_group.categories:
        single = _matrices(snapshot, (category,), used_levels, grain, audience)
        parts_by_category[category] = figures.parts_of(focus, all_areas, single) if single else None
    gaps = [gap for matrix, codes in parts for gap in queries.missing_months(matrix, months, codes)]
    return View(
        selection=selection,
        info=info,
        all_areas=all_areas,
        months=months,
        before=months.year_before(),
        grain=grain,
        measure=measure,
        denominator_source=denominator_source,
        areas=areas,
        spark=figures.spark(matrices[selection.level], months),
        focus=focus,
        figure=_figure(parts, months),
        city=_figure(whole, months),
        trend=figures.series(parts).assign(city=figures.series(whole)["n"]),
        years=figures.years(parts, months, covered),
        categories=figures.category_table(selection, parts_by_category, months),
        gaps=tuple(dict.fromkeys(gaps)),
        notices=tuple(notices),
        levels=levels,
        measures=measures,
    )


def _matrices(
    snapshot: Snapshot, categories: tuple[str, ...], levels: set[str], grain: str | None, audience: Audience
) -> dict[str, AreaMonths] | None:
    if grain is None:
        return None
    found: dict[str, AreaMonths] = {}
    for level in levels:
        matrix = queries.area_months(snapshot, categories=categories, level=level, grain=grain, audience=audience)
        if matrix is None:
            return None
        found[level] = matrix
    return found


def _figure(parts: list[Part], months: Months) -> Figure:
    n, status = figures.count(parts, months)
    before, before_status = figures.count(parts, months.year_before())
    return Figure(n, status, before, before_status)

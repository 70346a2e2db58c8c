"""From a selection to everything that is on screen: the figures of one view, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard import availability, figures, judgement, kept
from dashboard.actions_of import actions_of
from dashboard.errors import SelectionError
from dashboard.figures import Part
from dashboard.outcome import Figure, as_in_table, figure_of
from dashboard.reference import Reference, reference
from dashboard.selection import Selection
from dashboard.splits import Split, splits
from dashboard.words import LEVEL_NAMES, listing
from data import queries
from data.catalogue import DENOMINATORS, MEASURES, DenominatorKind, Measure
from data.config import Audience
from data.queries import FactFilter, Facts, GrainChoice, LeftOut, Months, Snapshot, SnapshotInfo, StoredHotspots
from data.state.actions import Action
from data.statistics.expectation import Expectation
from data.statistics.funnel import Funnel
from data.statistics.signals import Signals
from data.statistics.verdict import Change


@dataclass(frozen=True, eq=False)
class View:
    """The figures of one selection.

    Attributes:
        selection: As asked, with what could not be shown replaced by what is shown in its place.
        months: The period, clipped to what is published; reference: what it is compared with.
        grain: Where the figures come from: counts or incidents; one for the whole screen.
        choice: Why that grain.
        approximate: Whether the counts are protected for who looks, and so said with "ongeveer".
        phi: Dispersion of the selected categories; band, funnel and verdicts all use this one.
        areas: One row per area of the map level: `figures.area_counts`, `judgement.judge_areas`, `figures.measured`.
        spark: One row per area, one column per month; see `figures.spark`.
        focus: Codes that the story is about; empty is the whole city.
        figure: Facts of the focus; city: facts of the whole city.
        versus: The rate of the focus against the rest of the city, over `versus_kind`; None when there is none.
        trend: One row per month: month, n, status, city, expected, low, high, outside.
        band: The model behind the trend; why there is no band.
        years: The same months in every year; see `figures.years`.
        categories: One row per category of the group; see `figures.category_table`, with verdict.
        funnel: Areas against the denominator `funnel_kind`.
        splits: The facts by severity and by road user, where single facts tell it.
        signals: What stands out over all areas and categories of the tab.
        other_grain: Categories of the signals that are of the other grain, because this one lacks them.
        hotspots: Of the group on the level of the map, or why there are none; None while the layer is off.
        gaps: Months of the period without figures.
        notices: Sentences about what is not as asked.
        wanted: The facts that count; None is all of them. left_out: Facts of the focus that do not tell what it asks.
        told: Field that facts can be chosen by -> value -> facts; why_not_when: why they have no time, or empty.
        actions: Aanpak of this priority in, over or around the focus, oldest first; for intern alone.
        levels, measures, layers: What can be chosen, each with the reason why not (empty when it can).
    """

    selection: Selection
    info: SnapshotInfo
    all_areas: pd.DataFrame
    months: Months
    reference: Reference
    grain: str
    choice: GrainChoice
    approximate: bool
    phi: float
    measure: Measure
    denominator_source: str
    areas: pd.DataFrame
    spark: pd.DataFrame
    focus: tuple[str, ...]
    figure: Figure
    city: Figure
    versus: Change | None
    versus_kind: DenominatorKind | None
    trend: pd.DataFrame
    band: Expectation
    years: pd.DataFrame
    categories: pd.DataFrame
    funnel: Funnel
    funnel_kind: DenominatorKind
    splits: tuple[Split, ...]
    signals: Signals
    other_grain: tuple[str, ...]
    hotspots: StoredHotspots | None
    gaps: tuple[Months, ...]
    notices: tuple[str, ...]
    wanted: FactFilter | None
    left_out: LeftOut | None
    told: dict[str, dict[str, int]]
    why_not_when: str
    actions: tuple[Action, ...]
    levels: dict[str, str]
    measures: dict[str, str]
    layers: dict[str, str]

    @property
    def focus_name(self) -> str:
        """The focus in a sentence: names of areas, or the city."""
        return listing([self.all_areas.at[c, "name"] for c in self.focus]) if self.focus else self.info.city

    @cached_property
    def located(self) -> pd.DataFrame:
        """The areas of the map level that have a place: the rows of `areas` without "Onbekend"."""
        located = self.areas["is_located"].to_numpy(dtype=bool)
        known = int(located.sum())
        # "Onbekend" is the last row of a level: a slice copies nothing, a choice of rows every column.
        return self.areas.iloc[:known] if located[:known].all() else self.areas.iloc[np.flatnonzero(located)]

    @property
    def level_name(self) -> str:
        """`wijken` or `buurten`."""
        return LEVEL_NAMES[self.selection.level][1]

    @property
    def is_apart(self) -> bool:
        """Whether the verdict of the focus is about its change against that of the rest of the city."""
        return "los" in self.selection.options and bool(self.focus)

    @property
    def is_alone(self) -> bool:
        """Whether the figure on top is no row of the table, and so judged by itself."""
        return not (len(self.focus) == 1 and self.focus[0] in self.areas.index)

    @property
    def family(self) -> int:
        """Over how many areas the verdicts of the table are corrected."""
        return int(self.areas["family"].iloc[0]) if len(self.areas) else 0


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
    told = availability.told(selection, snapshot, audience)
    selection = availability.chosen_facts(selection, told, snapshot, audience, notices)
    wanted = selection.wanted
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

    layers = availability.layers(selection, snapshot, audience)
    selection = selection.but(layers=availability.shown_layers(selection, layers, notices))

    used = {"wijk", selection.level, *(str(all_areas.at[code, "level"]) for code in focus)}
    categories = selection.the_categories
    used |= queries.member_levels(snapshot, codes=focus, audience=audience)
    behind = queries.member_levels(snapshot, audience=audience) if selection.level == "groep" else frozenset()
    compared = reference(selection.reference, months)
    windows = (months, *compared.windows)
    choice, matrices = kept.one_grain(snapshot, selection, used | behind, windows, audience)
    if matrices is None and not behind <= used:  # groups that the figures do not reach are missing in the table
        choice, matrices = kept.one_grain(snapshot, selection, used, windows, audience)
    grain = choice.grain
    if matrices is None or grain is None:
        raise SelectionError(
            f"Voor {selection.the_group.subject} zijn er geen cijfers geladen. Kies een andere prioriteit of groep."
        )
    by_category = {
        c: kept.matrices_of(snapshot, (c,), used, grain, wanted, audience)
        for group in selection.the_priority.groups
        for c in group.categories
    }
    phi = kept.phi(snapshot, categories, grain, wanted, audience)
    parts, whole = figures.parts_of(focus, all_areas, matrices), figures.parts_of((), all_areas, matrices)
    measure = MEASURES[selection.measure]
    apart = "los" in selection.options
    counted = kept.judged_areas(
        snapshot, categories, selection.level, grain, months, compared, phi, apart, wanted, audience
    )
    areas, source = figures.measured(counted, measure, months.last.year, snapshot, audience)
    kind_id = measure.denominator or ("inwoners" if measures.get("inwoners") == "" else "km2")
    kind = DENOMINATORS[kind_id]
    trend, band = kept.trend(snapshot, categories, focus, grain, phi, wanted, audience)
    group_parts: dict[str, list[Part] | None] = {
        c: figures.parts_of(focus, all_areas, m) if (m := by_category[c]) else None
        for c in selection.the_group.categories
    }
    city = figure_of(whole, months, compared, phi)
    figure = figure_of(parts, months, compared, phi, whole=whole if apart and focus else None)
    if len(focus) == 1 and focus[0] in areas.index:
        figure = as_in_table(figure, {name: areas.at[focus[0], name] for name in ("verdict", "q", "family")})
    versus, versus_kind = judgement.versus_rest_of_city(
        figure.n, matrices["wijk"], months, focus, snapshot, phi, audience
    )
    return View(
        selection=selection,
        info=info,
        all_areas=all_areas,
        months=months,
        reference=compared,
        grain=grain,
        choice=choice,
        approximate=queries.is_approximate(snapshot, grain=grain, categories=categories, audience=audience),
        phi=phi,
        measure=measure,
        denominator_source=source,
        areas=areas,
        spark=figures.spark(matrices[selection.level], months),
        focus=focus,
        figure=figure,
        city=city,
        versus=versus,
        versus_kind=versus_kind,
        trend=trend,
        band=band,
        years=figures.years(parts, months, covered),
        categories=figures.category_table(selection, group_parts, months, compared.windows),
        funnel=kept.funnel_of(
            snapshot, categories, selection.level, grain, months, compared, phi, apart, kind_id, wanted, audience
        ),
        funnel_kind=kind,
        splits=splits(
            snapshot,
            Facts(categories, covered, focus, wanted),
            told,
            months=months,
            compared=compared,
            phi=phi,
            audience=audience,
        ),
        signals=judgement.stand_out(
            snapshot,
            tuple(by_category),
            selection.level,
            grain,
            months,
            compared.windows,
            wanted,
            audience,
        ),
        other_grain=()
        if wanted
        else tuple(
            c
            for c in by_category
            if not queries.has_grain(snapshot, grain=grain, categories=(c,), level=selection.level, audience=audience)
            and queries.grain_of(snapshot, categories=(c,), level=selection.level, audience=audience)
        ),
        hotspots=queries.hotspots(
            snapshot,
            priority=selection.priority,
            group=selection.the_group.id,
            level=selection.level,
            audience=audience,
        )
        if "hotspots" in selection.layers
        else None,
        gaps=tuple(dict.fromkeys(gap for m, codes in parts for gap in queries.missing_months(m, months, codes))),
        wanted=wanted,
        left_out=queries.left_out(snapshot, facts=Facts(categories, months, focus, wanted), audience=audience)
        if wanted
        else None,
        told=told,
        why_not_when="" if "day_part" in told else availability.why_untold("day_part", selection, snapshot, audience),
        actions=actions_of(selection.priority, focus, snapshot, notices, audience),
        levels=levels,
        measures=measures,
        layers=layers,
        notices=tuple(notices),
    )

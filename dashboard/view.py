"""The figures of one view, ready to draw; what stands lower on the page is made when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard import figures, kept
from dashboard.figures import Part
from dashboard.outcome import Figure
from dashboard.splits import Split, splits
from dashboard.standing_out import StandingOut, stand_out
from dashboard.trend_view import TrendView
from dashboard.words import LEVEL_NAMES
from data import queries
from data.catalogue import DenominatorKind, Measure
from data.queries import Facts, LeftOut, Months, StoredHotspots
from data.statistics.funnel import Funnel
from data.statistics.verdict import Change


@dataclass(frozen=True, eq=False)
class View(TrendView):
    """The figures of one selection.

    Attributes:
        approximate: Whether the counts are protected for who looks, and so said with "ongeveer".
        areas: One row per area of the map level: `figures.area_counts`, `judgement.judge_areas`, `figures.measured`.
        figure: Facts of the focus; city: facts of the whole city.
        versus: The rate of the focus against the rest of the city, over `versus_kind`; None when there is none.
        funnel_kind: The denominator of the funnel.
        hotspots: Of the group on the level of the map, or why there are none; None while the layer is off.
        gaps: Months of the period without figures.
        why_not_when: Why the facts have no time, or empty.
        compared: What the figures lower on the page are made from, which are made when they are asked for.
    """

    approximate: bool
    measure: Measure
    denominator_source: str
    areas: pd.DataFrame
    figure: Figure
    city: Figure
    versus: Change | None
    versus_kind: DenominatorKind | None
    funnel_kind: DenominatorKind
    hotspots: StoredHotspots | None
    gaps: tuple[Months, ...]
    why_not_when: str
    compared: kept.Compared

    @cached_property
    def located(self) -> pd.DataFrame:
        """The areas of the map level that have a place: the rows of `areas` without "Onbekend"."""
        located = self.areas["is_located"].to_numpy(dtype=bool)
        known = int(located.sum())
        # "Onbekend" is the last row of a level: a slice copies nothing, a choice of rows every column.
        return self.areas.iloc[:known] if located[:known].all() else self.areas.iloc[np.flatnonzero(located)]

    @cached_property
    def left_out(self) -> LeftOut | None:
        """Facts of the focus that do not tell what `wanted` asks; None when nothing is chosen."""
        if not self.wanted:
            return None
        facts = Facts(self.selection.the_categories, self.months, self.focus, self.wanted)
        return queries.left_out(self.snapshot, facts=facts, audience=self.audience)

    @cached_property
    def spark(self) -> pd.DataFrame:
        """One row per area, one column per month; see `figures.spark`."""
        return figures.spark(self.matrices[self.selection.level], self.months)

    @cached_property
    def years(self) -> pd.DataFrame:
        """The same months in every year; see `figures.years`."""
        assert self.info.months is not None  # there are figures
        return figures.years(self.parts, self.months, self.info.months)

    @cached_property
    def categories(self) -> pd.DataFrame:
        """One row per category of the group; see `figures.category_table`, with verdict."""
        parts: dict[str, list[Part] | None] = {}
        for c in self.selection.the_group.categories:
            matrices = kept.matrices_of(self.snapshot, (c,), set(self.used), self.grain, self.wanted, self.audience)
            parts[c] = figures.parts_of(self.focus, self.all_areas, matrices) if matrices else None
        return figures.category_table(self.selection, parts, self.months, self.reference.windows)

    @cached_property
    def funnel(self) -> Funnel:
        """Areas against the denominator `funnel_kind`."""
        return kept.funnel_of(self.compared, self.funnel_kind.id)

    @cached_property
    def splits(self) -> tuple[Split, ...]:
        """The facts by severity and by road user, where single facts tell it."""
        assert self.info.months is not None  # there are figures
        return splits(
            self.snapshot,
            Facts(self.selection.the_categories, self.info.months, self.focus, self.wanted),
            self.told,
            months=self.months,
            compared=self.reference,
            phi=self.phi,
            audience=self.audience,
        )

    @property
    def all_categories(self) -> tuple[str, ...]:
        """Every category of the tab."""
        return tuple(c for group in self.selection.the_priority.groups for c in group.categories)

    @cached_property
    def signals(self) -> StandingOut:
        """What stands out over all areas and categories of the tab."""
        return stand_out(
            self.snapshot,
            self.all_categories,
            self.selection.level,
            self.grain,
            self.months,
            self.reference.windows,
            self.wanted,
            self.audience,
            self.selection.apart,
        )

    @cached_property
    def other_grain(self) -> tuple[str, ...]:
        """Categories of the signals that are of the other grain, because this one lacks them."""
        if self.wanted:
            return ()
        snapshot, level, audience = self.snapshot, self.selection.level, self.audience
        return tuple(
            c
            for c in self.all_categories
            if not queries.has_grain(snapshot, grain=self.grain, categories=(c,), level=level, audience=audience)
            and queries.grain_of(snapshot, categories=(c,), level=level, audience=audience)
        )

    @property
    def level_name(self) -> str:
        """`wijken` or `buurten`."""
        return LEVEL_NAMES[self.selection.level][1]

    @property
    def is_apart(self) -> bool:
        """Whether the verdict of the focus is about its change against that of the rest of the city."""
        return self.selection.apart and bool(self.focus)

    @property
    def lacks_rest(self) -> bool:
        """Whether verdicts apart from the city are not there because the rest of it misses a part of its figures."""
        if not self.selection.apart:
            return False
        judged = self.areas["verdict"].notna().any()
        both = (self.areas["n"].notna() & self.areas["before"].notna()).any()
        return bool(both and not judged)

    @property
    def is_row(self) -> bool:
        """Whether the figure on top is that of one row of the table."""
        return len(self.focus) == 1 and self.focus[0] in self.areas.index

    @cached_property
    def family(self) -> int:
        """Over how many comparisons the verdicts of table, map and key figures are corrected together."""
        return int(self.areas["family"].iloc[0]) if len(self.areas) else 0

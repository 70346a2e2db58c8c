"""What a selection asks with what can be shown of it, and its trend: all that the first drawing needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.figures import Part
from dashboard.reference import Reference
from dashboard.selection import Selection
from dashboard.words import listing
from data.config import Audience
from data.queries import AreaMonths, FactFilter, GrainChoice, Months, Snapshot, SnapshotInfo
from data.state.actions import Action
from data.statistics.expectation import Expectation


@dataclass(frozen=True, eq=False)
class TrendView:
    """A selection that can be shown, and the trend of its focus; `dashboard.view.View` adds the figures.

    Attributes:
        selection: As asked, with what could not be shown replaced by what is shown in its place.
        months: The period, clipped to what is published; reference: what it is compared with.
        grain: Where the figures come from: counts or incidents; one for the whole screen.
        choice: Why that grain.
        phi: Dispersion of the selected categories; band, funnel and verdicts all use this one.
        focus: Codes that the story is about; empty is the whole city.
        trend: One row per month: month, n, status, city, expected, low, high, outside.
        band: The model behind the trend; why there is no band.
        actions: Aanpak of this priority in, over or around the focus, oldest first; for intern alone.
        wanted: The facts that count; None is all of them.
        told: Field that facts can be chosen by -> value -> facts.
        levels, measures, layers: What can be chosen, each with the reason why not (empty when it can).
        notices: Sentences about what is not as asked.
        snapshot, audience, matrices, used, parts: What the other figures are made from: matrices by level, the levels
            that those need, the parts of the focus.
    """

    selection: Selection
    info: SnapshotInfo
    all_areas: pd.DataFrame
    months: Months
    reference: Reference
    grain: str
    choice: GrainChoice
    phi: float
    focus: tuple[str, ...]
    trend: pd.DataFrame
    band: Expectation
    actions: tuple[Action, ...]
    wanted: FactFilter | None
    told: dict[str, dict[str, int]]
    levels: dict[str, str]
    measures: dict[str, str]
    layers: dict[str, str]
    notices: tuple[str, ...]
    snapshot: Snapshot
    audience: Audience
    matrices: dict[str, AreaMonths]
    used: frozenset[str]
    parts: list[Part]

    @cached_property
    def focus_name(self) -> str:
        """The focus in a sentence: names of areas, or the city."""
        return listing([self.all_areas.at[c, "name"] for c in self.focus]) if self.focus else self.info.city

"""From an area to its sheet: every figure of the one page about it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard import availability, effect_words, figures, judgement, kept
from dashboard.actions_of import actions_of
from dashboard.effect import look_at_effect
from dashboard.errors import SelectionError
from dashboard.fact_gaps import unpublished
from dashboard.outcome import tested_words
from dashboard.reference import Reference, reference
from dashboard.selection import Selection
from dashboard.sheet_place import Place, place_of
from dashboard.sheet_view import (
    ACTIONS_ON_SHEET,
    ComparisonKey,
    Counted,
    SheetAction,
    SheetDenominator,
    SheetRow,
    SheetSignal,
    SheetView,
)
from data import queries
from data.catalogue import DENOMINATORS, PRIORITIES, Group, Priority
from data.config import Audience
from data.queries import Facts, Hours, Months, Snapshot
from data.statistics.displacement import corrected
from data.statistics.verdict import changes, correct

NOT_JUDGED = ("", "", float("nan"), float("nan"))
"""Verdict, what it rests on in words, p and q, where a count is missing."""


def look_at_sheet(code: str, selection: Selection, snapshot: Snapshot, *, audience: Audience) -> SheetView:
    """The sheet of an area; of the selection only period and reference matter.

    Args:
        code: Area code of any level, or `queries.CITY`.

    Raises:
        SelectionError: for an area or a period that is not there, with the way out of it.
    """
    info = queries.snapshot_info(snapshot, audience=audience)
    place = place_of(code, snapshot, audience)
    if info.months is None:
        raise SelectionError("Er zijn nog geen cijfers geladen. Laad ze met 'python -m data.ingest'.")
    notices: list[str] = []
    months = availability.period(selection, info.months, notices)
    compared = reference(selection.reference, months)
    if compared.instead:
        notices.append(compared.instead)
    counter = _Counter(snapshot, audience, place, months, compared)
    rows, signals, family = _judged(counter)
    actions, action_family = _actions(counter, notices)
    return SheetView(
        place=place,
        selection=selection,
        info=info,
        months=months,
        reference=compared,
        rows=rows,
        family=family,
        signals=signals,
        hours=tuple((p.groups[0], counter.hours(p.groups[0])) for p in PRIORITIES.values()),
        unpublished={
            p.groups[0].categories: unpublished(p.groups[0].categories, months, snapshot, audience)
            for p in PRIORITIES.values()
        },
        why_no_hours=counter.why_no_hours(),
        approximate=any(counter.is_approximate(row) for row in rows),
        denominators=_denominators(counter),
        actions=actions,
        action_family=action_family,
        notices=tuple(notices),
    )


@dataclass(frozen=True, eq=False)
class _Counter:
    """Counts for one area and one period."""

    snapshot: Snapshot
    audience: Audience
    place: Place
    months: Months
    compared: Reference

    @property
    def levels(self) -> set[str]:
        """The levels that the figures need: that of the area, and the wijken for the rest of the city."""
        return {"wijk", *self.all_areas.loc[list(self.place.focus), "level"]}

    @property
    def windows(self) -> tuple[Months, ...]:
        """The period, then what it is compared with."""
        return (self.months, *self.compared.windows)

    @property
    def all_areas(self) -> pd.DataFrame:
        return queries.areas(self.snapshot, audience=self.audience)

    def counted(self, categories: tuple[str, ...]) -> Counted | None:
        """The sum of some categories, or None where there are no figures at this level."""
        grain = queries.finest_grain(
            self.snapshot,
            categories=categories,
            levels=frozenset(self.levels),
            windows=self.windows,
            audience=self.audience,
        ).grain
        return self.counted_from(categories, grain)

    def counted_group(self, priority: Priority, group: Group) -> Counted | None:
        """The sum of a group, from the grain that the map page takes."""
        asked = Selection(priority=priority.id, group=group.id)
        choice, _ = kept.one_grain(self.snapshot, asked, self.levels, self.windows, self.audience)
        return self.counted_from(group.categories, choice.grain)

    def counted_from(self, categories: tuple[str, ...], grain: str | None) -> Counted | None:
        """The sum of some categories in one grain, or None where that has no figures at this level."""
        matrices = kept.matrices_of(self.snapshot, categories, self.levels, grain, None, self.audience)
        if matrices is None or grain is None:
            return None
        parts = figures.parts_of(self.place.focus, self.all_areas, matrices)
        n, status = figures.count(parts, self.months)
        before = sum(figures.count(parts, window)[0] for window in self.compared.windows)
        phi = kept.phi(self.snapshot, categories, grain, None, self.audience)
        return Counted(categories, grain, n, status, before, self.compared.exposure, phi)

    def row(self, priority: Priority, group: Group) -> SheetRow:
        """A group without its verdict, which needs the others."""
        counted = self.counted_group(priority, group)
        if counted is None:
            return SheetRow(priority, group)
        matrices = kept.matrices_of(self.snapshot, group.categories, self.levels, counted.grain, None, self.audience)
        assert matrices is not None  # counted from them
        parts = figures.parts_of(self.place.focus, self.all_areas, matrices)
        versus, kind = judgement.versus_rest_of_city(
            counted.n, matrices["wijk"], self.months, self.place.focus, self.snapshot, counted.phi, self.audience
        )
        trend, band = kept.trend(
            self.snapshot, group.categories, self.place.focus, counted.grain, counted.phi, None, self.audience
        )
        gaps = tuple(
            dict.fromkeys(gap for matrix, codes in parts for gap in queries.missing_months(matrix, self.months, codes))
        )
        return SheetRow(priority, group, counted, versus=versus, versus_kind=kind, trend=trend, band=band, gaps=gaps)

    def hours(self, group: Group) -> Hours | None:
        """When the facts of a group happen, or None where it has counts only."""
        known = queries.incident_months(self.snapshot, audience=self.audience)
        if not set(group.categories) <= set(known) or self._withheld(group.categories):
            return None
        facts = Facts(group.categories, self.months, self.place.focus)
        return queries.hours(self.snapshot, facts=facts, audience=self.audience)

    def _withheld(self, categories: tuple[str, ...]) -> str:
        return queries.why_not_facts(self.snapshot, categories=categories, audience=self.audience)

    def why_no_hours(self) -> str:
        """Why who looks does not get the hours of some group; empty when every reason is another."""
        return next((why for p in PRIORITIES.values() if (why := self._withheld(p.groups[0].categories))), "")

    def is_approximate(self, row: SheetRow) -> bool:
        """Whether the counts of a row are protected for who looks."""
        grain = row.counted.grain if row.counted else None
        return queries.is_approximate(
            self.snapshot, grain=grain, categories=row.group.categories, audience=self.audience
        )


def _judged(counter: _Counter) -> tuple[tuple[SheetRow, ...], tuple[SheetSignal, ...], int]:
    """The groups, the categories that are beyond chance, and over how many comparisons both are corrected together.

    A group of one category is the same comparison as that category: the sheet never says two things of one number.
    """
    rows = [counter.row(priority, group) for priority in PRIORITIES.values() for group in priority.groups]
    known = queries.categories(counter.snapshot, audience=counter.audience)
    names = known["name"].to_dict()
    alone = {str(category): counter.counted((category,)) for category in known.index}
    judged, family = _verdicts([*(row.counted for row in rows), *alone.values()])
    signals = [
        SheetSignal(category, each, *found)
        for category, each in alone.items()
        if each is not None and (found := judged.get(each.key, NOT_JUDGED))[0] in ("meer", "minder")
    ]
    shown = []
    for row in rows:
        verdict, tested, p, q = judged.get(row.counted.key, NOT_JUDGED) if row.counted else NOT_JUDGED
        shown.append(replace(row, verdict=verdict, tested=tested, p=p, q=q))
    return tuple(shown), tuple(sorted(signals, key=lambda s: (-s.counted.difference, names[s.category]))), family


def _verdicts(counted: list[Counted | None]) -> tuple[dict[ComparisonKey, tuple[str, str, float, float]], int]:
    """The verdict of each comparison and what it rests on, corrected for all together, and how many those are.

    A comparison of which a count is missing is not there.
    """
    known = {c.key: c for c in counted if c is not None and not np.isnan(c.n) and not np.isnan(c.before)}
    there = list(known.values())
    if not there:
        return {}, 0
    frame = pd.DataFrame(
        {
            "now": [c.n for c in there],
            "before": [c.before for c in there],
            "exposure_before": [float(c.exposure) for c in there],
        }
    )
    judged = correct(changes(frame, [c.phi for c in there]))
    tests = (judged[name].to_numpy(dtype=float, na_value=np.nan).tolist() for name in ("p", "q"))
    words = map(tested_words, judged.to_dict("records"))
    found = zip(judged["verdict"].astype(str), words, *tests, strict=True)
    return dict(zip(known, found, strict=True)), int(judged["family"].iloc[0])


def _denominators(counter: _Counter) -> tuple[SheetDenominator, ...]:
    frame = counter.all_areas
    codes = list(counter.place.focus) or list(
        frame.index[(frame["level"] == "wijk") & frame["is_located"].astype(bool)]
    )
    found = []
    for kind in DENOMINATORS.values():
        known = queries.denominators(
            counter.snapshot, kind=kind.id, year=counter.months.last.year, audience=counter.audience
        ).reindex(codes)
        if known["value"].isna().any() or not len(known):
            found.append(SheetDenominator(kind, None, None, ""))
            continue
        years = known["year"].dropna()
        source = str(known["source_title"].iloc[0])
        found.append(
            SheetDenominator(kind, float(known["value"].sum()), int(years.max()) if len(years) else None, source)
        )
    return tuple(found)


def _actions(counter: _Counter, notices: list[str]) -> tuple[tuple[SheetAction, ...], int]:
    """The aanpak in the area, over it and inside it, the latest first; those that fit with their before-and-after.

    Also over how many of those their verdicts are corrected together.
    """
    found = actions_of(None, counter.place.focus, counter.snapshot, notices, counter.audience)[::-1]
    names = counter.all_areas["name"]
    sheet = []
    effects = [
        look_at_effect(action, counter.snapshot, others=found, audience=counter.audience)
        for action in found[:ACTIONS_ON_SHEET]
    ]
    judged = [each for each in effects if each.alone is not None and each.reason is None]
    together, family = corrected([each.alone for each in judged if each.alone])
    alone = dict(zip(map(id, judged), together, strict=True))
    effects = [replace(each, alone=alone.get(id(each), each.alone)) for each in effects]
    for place, action in enumerate(found):
        here = action.area_code == counter.place.code
        said = effect_words.short(effects[place]) if place < ACTIONS_ON_SHEET else ""
        name = "" if here else str(names.get(action.area_code, action.area_code))
        sheet.append(SheetAction(action.id, action.title, action.priority, action.first, action.until, name, said))
    return tuple(sheet), family

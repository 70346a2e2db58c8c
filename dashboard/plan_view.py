"""From a selection to the page with the whole safety plan: every theme and sub-theme, those with figures counted."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from dashboard import availability
from dashboard.approximate import NOTE
from dashboard.errors import SelectionError
from dashboard.outcome import tested_words
from dashboard.plan_figures import Counter, PlanFigure, PlanSub, PlanTheme, categories_of
from dashboard.reference import Reference, reference
from dashboard.selection import Selection
from dashboard.words import LEVEL_NAMES, listing, number, plural
from data import queries
from data.catalogue import OVERLAPPING, Plan, current_plan
from data.config import Audience
from data.queries import Months, Snapshot, SnapshotInfo
from data.statistics.against import changes_against
from data.statistics.verdict import changes, correct

Ids = tuple[str, ...]
"""The ids of the categories that a figure adds up."""
TESTS = ("ratio", "low", "high", "p", "q")


@dataclass(frozen=True, eq=False)
class PlanView:
    """The plan for one choice of areas and period.

    Attributes:
        selection: As asked; only areas and period matter here.
        months: The period, clipped to what is published.
        compared: What the period is compared with.
        focus: Codes that the figures are about; empty is the whole city.
        other: Published categories that the plan does not name.
        verdicts: Verdict of each figure by its category ids, corrected for all of them being on screen at once.
        tested: What each verdict rests on, by the same ids: ratio, 95% interval and p in words; empty if not tested.
        tests: The same as numbers, of what was tested: ratio, low, high, p, and q, which is p corrected for the family.
        family: Over how many comparisons.
        notices: Sentences about what is not as asked.
    """

    plan: Plan
    selection: Selection
    info: SnapshotInfo
    months: Months
    compared: Reference
    focus: tuple[str, ...]
    focus_name: str
    themes: tuple[PlanTheme, ...]
    other: tuple[PlanFigure, ...]
    verdicts: dict[tuple[str, ...], str]
    tested: dict[tuple[str, ...], str]
    tests: dict[tuple[str, ...], dict[str, float]]
    family: int
    notices: tuple[str, ...]

    @property
    def subs(self) -> tuple[PlanSub, ...]:
        """Every sub-theme of every theme."""
        return tuple(sub for theme in self.themes for sub in theme.subs)

    @property
    def measured(self) -> int:
        """How many sub-themes have public figures."""
        return sum(bool(sub.figures) for sub in self.subs)

    @property
    def loaded(self) -> int:
        """How many sub-themes have figures in what is loaded, for these areas."""
        return sum(any(not figure.unknown for figure in sub.figures) for sub in self.subs)

    @property
    def is_apart(self) -> bool:
        """Whether the verdicts are about the change against that of the rest of the city."""
        return self.selection.apart and bool(self.focus)

    @property
    def is_provisional(self) -> bool:
        """Whether any figure of the period is still being completed."""
        return any(figure.status == "provisional" for figure in self._figures)

    @property
    def is_all_provisional(self) -> bool:
        """Whether every figure of the period is; where only some are, each of those says so."""
        return {figure.status for figure in self._figures if figure.known} == {"provisional"}

    @property
    def _figures(self) -> list[PlanFigure]:
        return [figure for sub in self.subs for figure in sub.figures] + list(self.other)


def look_at_plan(selection: Selection, snapshot: Snapshot, *, audience: Audience) -> PlanView:
    """The whole plan, with the figures of the areas and the period of a selection.

    Raises:
        SelectionError: when there is nothing to show, with the way out of it.
    """
    info = queries.snapshot_info(snapshot, audience=audience)
    if info.months is None:
        raise SelectionError("Er zijn nog geen cijfers geladen. Laad ze met 'python -m data.ingest'.")
    plan = current_plan()
    all_areas = queries.areas(snapshot, audience=audience)
    notices: list[str] = []
    focus = _focus(selection.areas, info, all_areas, notices)
    months = availability.period(selection, info.months, notices)
    compared = reference(selection.reference, months)
    if compared.instead:
        notices.append(compared.instead)
    counter = Counter(snapshot, audience, info.months, all_areas, focus, months, compared, selection)
    themes = tuple(
        PlanTheme(theme.name, tuple(counter.sub(s) for s in theme.sub), counter.tab(theme.dashboard))
        for theme in plan.theme
    )
    other = tuple(counter.figure((category,)) for category in categories_of(plan.other.counts))
    every = [f for theme in themes for sub in theme.subs for f in sub.figures] + list(other)
    verdicts, tested, tests, family = _verdicts(every, apart=selection.apart and bool(focus))
    if any(figure.approximate for figure in every):
        notices.append(NOTE)
    return PlanView(
        plan=plan,
        selection=selection,
        info=info,
        months=months,
        compared=compared,
        focus=focus,
        focus_name=listing([str(all_areas.at[c, "name"]) for c in focus]) if focus else info.city,
        themes=themes,
        other=other,
        verdicts=verdicts,
        tested=tested,
        tests=tests,
        family=family,
        notices=tuple(notices),
    )


def sentence(view: PlanView) -> str:
    """What the plan is, and how much of it has figures."""
    themes = plural(len(view.themes), "thema", "thema's")
    subs = plural(len(view.subs), "subthema", "subthema's")
    loaded = "" if view.loaded == view.measured else f", waarvan {number(view.loaded)} hier"
    return f"{view.plan.plan}: {themes}, {subs}, {number(view.measured)} met openbare cijfers{loaded}"


def _verdicts(
    figures: list[PlanFigure], *, apart: bool
) -> tuple[dict[Ids, str], dict[Ids, str], dict[Ids, dict[str, float]], int]:
    """The verdict of each figure, what it rests on in words and in numbers, and over how many they are corrected.

    Args:
        apart: Judge against the change of the rest of the city.
    """
    found = {tuple(c.id for c in figure.categories): figure for figure in figures if figure.comparable}
    if apart:
        found = {key: f for key, f in found.items() if f.rest is not None and not math.isnan(sum(f.rest))}
    if not found:
        return {}, {}, {}, 0
    every = list(found.values())
    phi = [f.phi for f in every]
    frame = pd.DataFrame({"now": [f.n for f in every], "before": [f.before for f in every]})
    if apart:
        rest = [f.rest or (0.0, 0.0) for f in every]
        frame = frame.assign(rest_now=[now for now, _ in rest], rest_before=[before for _, before in rest])
        judged = correct(changes_against(frame, phi))
    else:
        judged = correct(changes(frame.assign(exposure_before=[float(f.exposure) for f in every]), phi))
    family = int(judged["family"].iloc[0])
    columns = (judged[name].to_numpy(dtype=float, na_value=math.nan).tolist() for name in TESTS)
    pairs = zip(found, zip(*columns, strict=True), strict=True)
    tests = {key: numbers for key, row in pairs if not math.isnan((numbers := dict(zip(TESTS, row, strict=True)))["q"])}
    said = dict(zip(found, (tested_words(row) for row in judged.to_dict("records")), strict=True))
    return dict(zip(found, judged["verdict"].astype(str), strict=True)), said, tests, family


def _focus(codes: tuple[str, ...], info: SnapshotInfo, all_areas: pd.DataFrame, notices: list[str]) -> tuple[str, ...]:
    """The areas as asked, without what is there twice; a level without any figure gives way to the wijk or the city."""
    unknown = [code for code in codes if code not in all_areas.index]
    if unknown:
        raise SelectionError(
            f"Het gebied '{unknown[0]}' bestaat niet (meer) in deze cijfers. Kies een ander gebied in de lijst."
        )
    zones = [code for code in codes if all_areas.at[code, "level"] in OVERLAPPING]
    if zones and len(codes) > 1:
        name, kind = str(all_areas.at[zones[-1], "name"]), all_areas.at[zones[-1], "level"]
        notices.append(
            f"Een {kind} overlapt met wijken en buurten en wordt er niet bij opgeteld: hier staat enkel {name}."
        )
        codes = (zones[-1],)
    levels = {level for level, _ in info.grains}
    answer: list[str] = []
    for code in codes:
        level, parent = str(all_areas.at[code, "level"]), str(all_areas.at[code, "parent_code"])
        if level in levels:
            answer.append(code)
            continue
        place = str(all_areas.at[parent, "name"]) if parent in all_areas.index else info.city
        name, one = str(all_areas.at[code, "name"]), LEVEL_NAMES[level][0]
        notices.append(f"Er zijn geen cijfers per {one}. In de plaats van {name} staat hier {place}.")
        if parent not in all_areas.index:
            return ()
        answer.append(parent)
    answer = list(dict.fromkeys(answer))
    return tuple(code for code in answer if all_areas.at[code, "parent_code"] not in answer)

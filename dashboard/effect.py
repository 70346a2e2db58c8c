"""From an action to its before-and-after: "Werkte het?"."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from dashboard import figures, kept, words
from dashboard.effect_view import EffectRow, EffectView, Reason, Role
from dashboard.selection import Selection
from data import queries
from data.catalogue import PRIORITIES, SHOWN_LEVELS, Group
from data.catalogue.events import months_to_leave_out
from data.config import Audience
from data.queries import AreaMonths, BeforeAfterMonths, Facts, Months, Snapshot, before_after_months
from data.state.actions import Action
from data.statistics.displacement import BeforeAfter, corrected, scaled_difference

Counts = list[tuple[float, str]]
"""Facts before and after, each with its status."""
Count = Callable[[tuple[str, ...]], Counts]


def look_at_effect(
    action: Action,
    snapshot: Snapshot,
    *,
    group: str = "",
    comparison: str = "",
    others: Collection[Action] = (),
    audience: Audience,
) -> EffectView:
    """The facts before and after an action, in its area and in a comparison, with what they allow to say.

    Args:
        action: What was done.
        group: Id of a group of its priority; empty or unknown is the first.
        comparison: Code of the area to compare with; empty is the rest of the city.
        others: Every action: those in the same area and months are named.
    """
    frame = queries.areas(snapshot, audience=audience)
    info = queries.snapshot_info(snapshot, audience=audience)
    priority = PRIORITIES.get(action.priority)
    chosen = None if priority is None else next((g for g in priority.groups if g.id == group), priority.groups[0])
    known = action.area_code in frame.index
    view = EffectView(
        action,
        priority,
        chosen,
        area_name=str(frame.at[action.area_code, "name"]) if known else action.area_code,
        city=info.city,
        comparison=comparison,
        comparison_name=str(frame.at[comparison, "name"]) if comparison in frame.index else f"de rest van {info.city}",
    )
    if not known:
        return _without(view, "Het gebied van deze aanpak bestaat niet meer. Kies er een ander.", "gebied bestaat niet")
    if chosen is None:
        return _without(view, "De prioriteit van deze aanpak bestaat niet meer.", "prioriteit bestaat niet")
    if info.months is None:
        return _without(view, "Er zijn nog geen cijfers geladen.", "geen cijfers")
    wrong = _wrong_comparison(view, frame, snapshot, audience)
    if wrong:
        return _without(view, wrong, "geen vergelijking")
    return _Counter(view, chosen, frame, snapshot, audience, info.months).judged(others)


def _without(view: EffectView, sentence: str, short: str) -> EffectView:
    return replace(view, reason=Reason(sentence, short))


def _wrong_comparison(view: EffectView, frame: pd.DataFrame, snapshot: Snapshot, audience: Audience) -> str:
    code = view.comparison
    if not code:
        return ""
    if code not in frame.index or not frame.at[code, "is_located"] or frame.at[code, "level"] not in SHOWN_LEVELS:
        return "Het gebied om mee te vergelijken bestaat niet (meer). Kies een ander."
    if view.action.area_code in queries.sharing(snapshot, code=code, audience=audience):
        return f"{view.comparison_name} overlapt met {view.area_name}. Kies een gebied dat er los van ligt."
    return ""


@dataclass(frozen=True, eq=False)
class _Counter:
    """Counts for one action whose area and categories are there."""

    view: EffectView
    group: Group
    frame: pd.DataFrame
    snapshot: Snapshot
    audience: Audience
    covered: Months

    def judged(self, others: Collection[Action]) -> EffectView:
        """The view with its counts and what they allow to say."""
        action, view = self.view.action, self.view
        wide = before_after_months(action.first, action.until, final=self.covered.last)
        if wide is None:
            return self._no_months(self.covered.last)
        level, around = queries.around(self.snapshot, code=action.area_code, audience=self.audience)
        if view.comparison:
            apart = queries.sharing(self.snapshot, code=view.comparison, audience=self.audience)
            around = tuple(code for code in around if code not in apart)
        matrices, grain = self._matrices(wide, {level} if around else set())
        if matrices is None and around:
            around = ()
            matrices, grain = self._matrices(wide, set())
        if matrices is None:
            kind = words.LEVEL_NAMES[str(self.frame.at[action.area_code, "level"])][0]
            text = f"Voor {self.group.subject} zijn er geen cijfers per {kind}: geen oordeel."
            return _without(view, text, "geen cijfers")
        final = _final_month(matrices["wijk"])
        months = None if final is None else before_after_months(action.first, action.until, final=final)
        if months is None:
            return self._no_months(final or self.covered.first)
        view = replace(view, months=months, grain=grain)
        rows = self._rows(matrices, months, grain, around)
        phi = kept.phi(self.snapshot, self.group.categories, grain, None, self.audience)
        view = replace(view, rows=rows, phi=phi, notes=self._notes(months, others))
        absent = [row.name for row in rows if row.status == "missing"]
        if absent:
            text = f"Niet voor alle maanden zijn er cijfers ({words.listing(absent)}): geen oordeel."
            return _without(view, text, "cijfers ontbreken")
        if any(row.status == "provisional" for row in rows):
            text = "Sommige maanden zijn nog voorlopig en worden aangevuld: nog geen oordeel."
            return _without(view, text, "cijfers nog voorlopig")
        counts = {row.role: BeforeAfter(int(row.before), int(row.after)) for row in rows}
        alone = scaled_difference(counts["gebied"], counts["vergelijking"], phi=phi)
        together = None
        if "errond" in counts:
            together = scaled_difference(counts["gebied"], counts["vergelijking"], counts["errond"], phi=phi)
        both, family = corrected([each for each in (alone, together) if each is not None])
        alone, together = both[0], both[1] if together else None
        view = replace(view, alone=alone, together=together, family=family)
        if alone.verdict == "te weinig":
            return _without(view, "Er zijn te weinig feiten om te zeggen of er iets veranderde.", "te weinig feiten")
        return view

    def _no_months(self, final: date) -> EffectView:
        action = self.view.action
        if action.first > self.covered.last or action.until is None:
            text = (
                f"Sinds de aanpak begon is er nog geen volledige maand met definitieve cijfers "
                f"(die gaan tot en met {words.month(final)})."
            )
            return _without(self.view, text, "nog geen volledige maand")
        text = "De aanpak duurde geen volledige maand. Laat het einde leeg om alles sinds het begin te bekijken."
        return _without(self.view, text, "geen volledige maand")

    def _matrices(self, months: BeforeAfterMonths, more: set[str]) -> tuple[dict[str, AreaMonths] | None, str]:
        codes = tuple(code for code in (self.view.action.area_code, self.view.comparison) if code)
        levels = {"wijk", *more, *(str(self.frame.at[code, "level"]) for code in codes)}
        levels |= queries.member_levels(self.snapshot, codes=codes, audience=self.audience)
        windows = tuple(part for m in (months.after, months.before) if (part := m.clip(self.covered)))
        asked = Selection(priority=self.view.action.priority, group=self.group.id)
        choice, matrices = kept.one_grain(self.snapshot, asked, levels, windows or (self.covered,), self.audience)
        return matrices, choice.grain or ""

    def _rows(
        self, matrices: dict[str, AreaMonths], months: BeforeAfterMonths, grain: str, around: tuple[str, ...]
    ) -> tuple[EffectRow, ...]:
        view = self.view

        def counted(codes: tuple[str, ...]) -> Counts:
            parts = figures.parts_of(codes, self.frame, matrices)
            return [figures.count(parts, period) for period in (months.before, months.after)]

        area = counted((view.action.area_code,))
        beside, name = self._beside(counted, months, grain, around)
        if view.comparison:
            there = counted((view.comparison,))
        else:
            wijken = self.frame.index[(self.frame["level"] == "wijk") & self.frame["is_located"].astype(bool)]
            whole = counted(tuple(wijken))
            inner = [sum(n for n, _ in pair) for pair in zip(area, *([beside] if beside else []), strict=True)]
            there = [(n - mine, status) for (n, status), mine in zip(whole, inner, strict=True)]
        rows = [_row("gebied", view.area_name, area), _row("vergelijking", view.comparison_name, there)]
        return (*rows, *([_row("errond", name, beside)] if beside else []))

    def _beside(
        self, counted: Count, months: BeforeAfterMonths, grain: str, around: tuple[str, ...]
    ) -> tuple[Counts, str]:
        """The areas that touch the area, each fact once; none where there are none."""
        code = self.view.action.area_code
        if around:
            level = str(self.frame.at[around[0], "level"])
            return counted(around), f"{_many(len(around), level)} errond"
        if self.frame.at[code, "level"] != "zone" or grain != "incidents":
            return [], ""
        if queries.why_not_facts(self.snapshot, categories=self.group.categories, audience=self.audience):
            return [], ""
        apart = (
            queries.sharing(self.snapshot, code=self.view.comparison, audience=self.audience)
            if self.view.comparison
            else frozenset()
        )
        found = []
        for period in (months.before, months.after):
            facts = Facts(self.group.categories, period)
            each = queries.surroundings(self.snapshot, zone=code, facts=facts, audience=self.audience).around
            left = [n for buurt, n in each.items() if buurt not in apart]
            found.append((float(sum(left)), "ok"))
        return (found, f"{_many(len(left), 'buurt')} errond") if left else ([], "")

    def _notes(self, months: BeforeAfterMonths, others: Collection[Action]) -> tuple[str, ...]:
        view = self.view
        notes = [self.group.note] if self.group.note else []
        unusual = [m for period in (months.before, months.after) for m in period.all() if m in months_to_leave_out()]
        if unusual:
            many = words.plural(len(unusual), "vergeleken maand viel", "vergeleken maanden vielen")
            notes.append(f"{many} in een lockdown: geen gewone vergelijking.")
        codes = [code for code in (view.action.area_code, view.comparison) if code]
        near = queries.nested(self.snapshot, codes=codes, audience=self.audience)
        same = [
            other.title
            for other in others
            if other.id != view.action.id
            and other.priority == view.action.priority
            and other.area_code in near
            and any(_overlap(other, period) for period in (months.before, months.after))
        ]
        if same:
            notes.append(f"In deze maanden en gebieden liep ook: {words.listing(same)}.")
        return tuple(notes)


def _row(role: Role, name: str, counts: Counts) -> EffectRow:
    states = [status for _, status in counts]
    status = next((s for s in ("missing", "provisional") if s in states), "ok")
    (before, _), (after, _) = counts
    return EffectRow(role, name, before, after, status)


def _many(n: int, level: str) -> str:
    one, many = words.LEVEL_NAMES[level]
    return f"de {one}" if n == 1 else f"de {n} {many}"


def _final_month(matrix: AreaMonths) -> date | None:
    """The last month that is complete: published, and not provisional."""
    complete = ~matrix.provisional & ~np.isnan(matrix.n).all(axis=0)
    places = np.flatnonzero(complete)
    return matrix.months.all()[int(places[-1])] if len(places) else None


def _overlap(action: Action, period: Months) -> bool:
    ends = action.until is None or action.until >= period.first
    after_last = date(period.last.year + period.last.month // 12, period.last.month % 12 + 1, 1)
    return ends and action.first < after_last

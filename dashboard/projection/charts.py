"""The one chart of a slide: a heading, how to read it, and a drawing large enough for a wall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from dashboard import words
from dashboard.chart_frames import bar_text, every_outside_words, outside_words
from dashboard.fact_gaps import unpublished
from dashboard.sheet_view import FEWEST_FOR_HOURS
from dashboard.view import View
from data import queries
from data.config import Audience
from data.queries import Facts, Hours, Snapshot
from layers import Bar, Drawing, small_bars, small_trend, week
from layers.plot import SMALL

WIDTH, HEIGHT = 300.0, 137.0
"""Of a drawing whose text has size 10; a slide shows it three times as large."""
PLOT = replace(SMALL, width=WIDTH, height=HEIGHT)


@dataclass(frozen=True)
class SlideChart:
    """A chart in words and lines.

    Attributes:
        title: What it shows; where is in the sentence above. how: How to read it.
        drawing: None when there is nothing to draw.
        said: What it says, or why it is not there. told: The same in full, for who does not see it; empty is `said`.
        is_ramp: Its colours go from few to many.
    """

    title: str
    how: str
    drawing: Drawing | None
    said: str
    is_ramp: bool = False
    told: str = ""


def trend(view: View, _snapshot: Snapshot, _audience: Audience) -> SlideChart:
    """Facts per month, with what was to be expected."""
    how = ["feiten per maand"]
    if view.band.reason is None:
        how.append("streep: verwacht, band: normale schommeling")
    if "provisional" in view.trend["status"].tolist():
        how.append("open punt: voorlopig")
    drawing = None
    if view.trend["n"].notna().any():
        drawing = small_trend(view.trend, period=(view.months.first, view.months.last), plot=PLOT)
    said = outside_words(view) or view.band.reason or ""
    return SlideChart("Trend per maand", "; ".join(how), drawing, said, told=every_outside_words(view))


def years(view: View, _snapshot: Snapshot, _audience: Audience) -> SlideChart:
    """The same months of every year."""
    rows = zip(view.years["months"].tolist(), view.years["n"].tolist(), view.years["status"].tolist(), strict=True)
    bars = [
        Bar(words.months(months), n, _count(n, status), status == "provisional", months.last == view.months.last)
        for months, n, status in rows
    ]
    how = f"feiten in {words.same_months(view.months)} van elk jaar; grijs: vroeger"
    how += "; gestreept: voorlopig" if any(bar.provisional for bar in bars) else ""
    drawing = small_bars(bars, width=WIDTH, height=HEIGHT) if bars else None
    return SlideChart("Jaar na jaar", how, drawing, "" if bars else "Geen cijfers gepubliceerd.")


def categories(view: View, _snapshot: Snapshot, _audience: Audience) -> SlideChart:
    """The categories of the group in the period."""
    known = [view.categories[name].tolist() for name in ("name", "n", "status", "shown")]
    bars = [
        Bar(name, n, _count(n, status), status == "provisional", shown)
        for name, n, status, shown in zip(*known, strict=True)
    ]
    how = f"feiten in {words.months(view.months)}"
    how += "; gestreept: voorlopig" if any(bar.provisional for bar in bars) else ""
    return SlideChart("Categorieën", how, small_bars(bars, width=WIDTH, height=HEIGHT), "")


def _count(n: float, status: str) -> str:
    return words.STATUS_WORDS.get(status) or bar_text(n, status)


def hours(view: View, snapshot: Snapshot, audience: Audience) -> SlideChart:
    """The hours of the week in which it happens."""
    title, how = "Wanneer gebeurt het?", "feiten per weekdag en uur"
    categories = view.selection.the_categories
    if not set(categories) <= set(queries.incident_months(snapshot, audience=audience)):
        return SlideChart(title, how, None, "De geladen cijfers zijn per maand: het uur is niet gekend.")
    withheld = queries.why_not_facts(snapshot, categories=categories, audience=audience)
    if withheld:
        return SlideChart(title, how, None, f"{withheld}.")
    if missing := unpublished(categories, view.months, snapshot, audience):
        return SlideChart(title, how, None, missing)
    facts = Facts(categories, view.months, view.focus, view.wanted)
    found = queries.hours(snapshot, facts=facts, audience=audience)
    if found.timed < FEWEST_FOR_HOURS:
        many = words.plural(found.timed, "feit", "feiten")
        few = f"{many} met een gekend uur: te weinig voor een patroon (minstens {FEWEST_FOR_HOURS})."
        return SlideChart(title, how, None, few)
    drawing = week(found.weights, days=words.WEEKDAYS)
    return SlideChart(title, how, drawing, _busiest(found), is_ramp=True)


def _busiest(found: Hours) -> str:
    day, hour = np.unravel_index(int(np.argmax(found.weights)), found.weights.shape)
    counted = words.plural(found.timed, "feit", "feiten")
    without = f"; van {words.number(found.untimed)} is het uur niet gekend" if found.untimed else ""
    return f"Het meest op {words.WEEKDAYS[int(day)]} van {int(hour)} tot {int(hour) + 1} u. Uit {counted}{without}."


CHARTS: dict[str, Callable[[View, Snapshot, Audience], SlideChart]] = {
    "trend": trend,
    "jaren": years,
    "categorieen": categories,
    "week": hours,
}
"""Key in the address (`beeld=`) -> the chart; the first is that of a slide that does not say which."""

"""What one chart or table of a view draws: its own measure, months and grain, which need not be those of the choice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dashboard.figures import denominator_source
from dashboard.view import View
from data import queries
from data.catalogue import DENOMINATORS, DenominatorKind
from data.queries import Months

COUNT = "aantal geregistreerde feiten"


@dataclass(frozen=True)
class Drawn:
    """What a part of a view shows.

    Attributes:
        measure: What is counted; denominator: what a rate divides by, with its source, or empty.
        name: Of the measure, short, for the name of a file.
        windows: The months that are drawn, oldest first; more than the period for a series.
        provisional: Those of them whose figures are still being completed.
        grain: Where the figures come from: counts or incidents.
        gaps: Months among those that are drawn without published figures.
    """

    measure: str
    denominator: str
    name: str
    windows: tuple[Months, ...]
    provisional: tuple[date, ...]
    grain: str
    gaps: tuple[Months, ...] = ()

    @property
    def span(self) -> Months:
        """From the first month that is drawn to the last."""
        return Months(self.windows[0].first, self.windows[-1].last)


def chosen(view: View) -> Drawn:
    """The measure of the selection in its period: the map and the table, and a view as a whole."""
    measure = view.measure
    kind = DENOMINATORS[measure.denominator] if measure.denominator else None
    if kind is not None:
        what = f"feiten {measure.name[0].lower()}{measure.name[1:]}"
    else:
        what = COUNT if measure.kind == "count" else measure.name
    return _drawn(view, what, (view.months,), denominator=view.denominator_source, name=measure.name)


def counts(view: View) -> Drawn:
    """Counts in the period, whatever measure the map has."""
    return _drawn(view, COUNT, (view.months,))


def every_month(view: View) -> Drawn:
    """Counts of every month of the trend, whatever the period."""
    months = view.trend["month"].tolist()
    return _drawn(view, COUNT, (Months(months[0], months[-1]),))


def every_year(view: View) -> Drawn:
    """Counts of the same months in every year that has them."""
    return _drawn(view, COUNT, tuple(view.years["months"]) or (view.months,))


def funnel(view: View) -> Drawn:
    """The rate of the funnel, which divides by something also where the map shows counts."""
    kind = view.funnel_kind
    source = denominator_source(kind.id, view.months.last.year, view.snapshot, view.audience)
    return _drawn(view, _per(kind), (view.months,), denominator=source, name=f"per {kind.noun}")


def single_facts(view: View, *, measure: str = COUNT, months: Months | None = None) -> Drawn:
    """What only single facts tell, also where the rest of the screen comes from monthly counts.

    Args:
        months: That are drawn; without them the period.
    """
    there = queries.incident_months(view.snapshot, audience=view.audience)
    categories = tuple(c for c in view.selection.the_categories if c in there)  # the card itself names the others
    known = queries.fact_months(view.snapshot, categories=categories, audience=view.audience)
    windows = (months or view.months,)
    gaps = queries.runs_of(month for window in windows for month in window.all() if month not in known)
    return Drawn(measure, "", "aantal", windows, _late(known.items(), windows), "incidents", gaps)


def _drawn(
    view: View, measure: str, windows: tuple[Months, ...], *, denominator: str = "", name: str = "aantal"
) -> Drawn:
    states = dict(zip(view.trend["month"].tolist(), view.trend["status"].tolist(), strict=True))
    late = _late(states.items(), windows)
    gaps = view.gaps
    if windows != (view.months,):  # a series shows other months than the period, and says what is missing of those
        gaps = queries.runs_of(month for w in windows for month in w.all() if states.get(month, "missing") == "missing")
    return Drawn(measure, denominator, name, windows, late, view.grain, gaps)


def _late(states: Iterable[tuple[date, str]], windows: tuple[Months, ...]) -> tuple[date, ...]:
    late = (month for month, status in states if status == "provisional")
    return tuple(month for month in late if any(w.first <= month <= w.last for w in windows))


def _per(kind: DenominatorKind) -> str:
    return f"feiten {kind.unit}"

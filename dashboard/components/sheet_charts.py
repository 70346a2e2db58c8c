"""The drawings of the sheet as elements of the page, each with its words."""

from __future__ import annotations

import numpy as np

from dashboard import words
from dashboard.chart_frames import BESIDE_BAND
from dashboard.components.export_menu import DRAWING, export_button
from dashboard.components.plain import Element, plain
from dashboard.components.sheet_actions import action_marks
from dashboard.sheet_view import FEWEST_FOR_HOURS, SheetRow, SheetView
from data.catalogue import Group
from data.queries import Hours
from layers import Drawing, small_trend, week


def drawn(drawing: Drawing, said: str, name: str = "") -> Element:
    """A drawing; what it shows is said for who does not see it."""
    shapes = [plain(shape.kind, shape.text or None, **shape.attributes) for shape in drawing.shapes]
    metres = {"data-metres": round(drawing.metres, 4)} if drawing.metres else {}
    return plain("svg", shapes, className=name, viewBox=drawing.box, role="img", **{"aria-label": said}, **metres)


def trend_charts(view: SheetView) -> Element:
    """One small chart per group."""
    return plain("div", [_trend(row, view) for row in view.rows], className="sheet-multiples")


def _trend(row: SheetRow, view: SheetView) -> Element:
    head = plain("figcaption", row.name)
    if row.trend is None or not row.trend["n"].notna().any():
        return plain("figure", [head, plain("p", _why_none(row, view), className="quiet")])
    months = row.trend["month"].tolist()
    outside = [
        f"{words.month(month)} {BESIDE_BAND[where]}"
        for month, where in zip(months, row.trend["outside"].tolist(), strict=True)
        if where in ("boven", "onder") and view.months.first <= month <= view.months.last
    ]
    said = f"{row.name} per maand, {words.month(months[0])} tot en met {words.month(months[-1])}"
    said += f"; in de periode: {words.listing(outside, most=len(outside))}" if outside else ""
    marks = action_marks(view.actions, row.priority.id)
    said += "".join(f"; {letter}: aanpak sinds {words.day(day)}" for day, letter in marks)
    chart = drawn(small_trend(row.trend, period=(view.months.first, view.months.last), actions=marks), said)
    menu = export_button("fiche-trend", graph=DRAWING, of=(row.subject, row.name))
    line = plain("p", _outside_words(outside), className="quiet beyond") if outside else None
    return plain("figure", [menu, head, chart, line])


def _outside_words(outside: list[str]) -> str:
    """The newest months outside the band, of how many; all of them are in the words of the drawing and in its table."""
    many = f"{len(outside)} maanden buiten de band: " if len(outside) > 1 else ""
    return f"{many}{words.listing(outside[::-1])}."


def _why_none(row: SheetRow, view: SheetView) -> str:
    if row.counted is None:
        return f"Geen cijfers per {view.place.kind}."
    return "Geen cijfers gepubliceerd."


def hour_charts(view: SheetView) -> Element:
    """One small chart per priority, or the sentence why there is none."""
    if view.why_no_hours:
        return plain("p", f"{view.why_no_hours}.", className="quiet")
    if all(hours is None for _, hours in view.hours):
        return plain("p", "De geladen cijfers zijn per maand: het uur is niet gekend.", className="quiet")
    return plain(
        "div",
        [_hours(group, hours, view) for group, hours in view.hours],
        className="sheet-multiples sheet-weeks",
    )


def _hours(group: Group, hours: Hours | None, view: SheetView) -> Element:
    head = plain("figcaption", group.name)
    unpublished = view.unpublished.get(group.categories, "")
    if hours is None:
        return plain("figure", [head, plain("p", "Enkel maandcijfers: het uur is niet gekend.", className="quiet")])
    if unpublished:
        return plain("figure", [head, plain("p", unpublished, className="quiet")])
    if hours.timed < FEWEST_FOR_HOURS:
        many = words.plural(hours.timed, "feit", "feiten")
        few = f"{many} met een gekend uur: te weinig voor een patroon (minstens {FEWEST_FOR_HOURS})."
        return plain("figure", [head, plain("p", few, className="quiet")])
    busiest = busiest_text(hours)
    chart = drawn(week(hours.weights, days=words.WEEKDAYS), f"{group.name} per weekdag en uur; {busiest}")
    subject = next(row.subject for row in view.rows if row.group == group)
    menu = export_button("fiche-uren", graph=DRAWING, of=(subject, group.name))
    return plain("figure", [menu, head, chart, plain("p", busiest, className="quiet")])


def busiest_text(hours: Hours) -> str:
    """The busiest hour of the week, and of how many facts that is."""
    day, hour = np.unravel_index(int(np.argmax(hours.weights)), hours.weights.shape)
    of = words.plural(hours.timed, "feit", "feiten")
    without = f", {words.number(hours.untimed)} zonder uur" if hours.untimed else ""
    return f"meest: {words.WEEKDAYS[int(day)]} {int(hour)}–{int(hour) + 1} u ({of}{without})"

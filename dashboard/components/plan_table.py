"""The safety plan as one table: themes as row groups, figures where there are any, an honest sentence elsewhere."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from dash import html

from dashboard import words
from dashboard.components.method_link import method_link
from dashboard.components.story import verdict_badge
from dashboard.plan_figures import NO_FIGURES, TREND_MONTHS, PlanFigure, PlanSub, PlanTheme
from dashboard.plan_view import PlanView
from data.catalogue import Priority
from layers import sparkline

COLUMNS = 6
EFFORT = "volgt de inzet"


def plan_table(view: PlanView) -> html.Table:
    """Every theme and sub-theme in the order of the plan, and the published facts that it does not name."""
    bodies = [_theme(number, theme, view) for number, theme in enumerate(view.themes, start=1)]
    if view.other:
        rows = [_row(figure.name, figure, view) for figure in view.other]
        bodies.append(
            html.Tbody([_heading("Andere feiten", [_quiet("gepubliceerd, niet genoemd in het plan")]), *rows])
        )
    caption = f"{view.plan.plan}, cijfers van {view.focus_name}"
    return html.Table([html.Caption(caption, className="only-read"), _head(view), *bodies], className="plan-table")


def _head(view: PlanView) -> html.Thead:
    now: list[Any] = ["Feiten ", method_link("aantal"), html.Span(words.months(view.months))]
    if view.is_all_provisional:
        now.append(html.Span("voorlopig", className="badge provisional"))
    return html.Thead(
        html.Tr(
            [
                html.Th("Thema en subthema", scope="col"),
                html.Th(now, scope="col", className="number"),
                html.Th([view.compared.short, html.Span(view.compared.span)], scope="col", className="number"),
                html.Th("Verschil", scope="col", className="number"),
                html.Th(
                    ["Oordeel", *_corrected(view)],
                    scope="col",
                ),
                html.Th(["Trend", html.Span(f"{TREND_MONTHS} maanden")], scope="col"),
            ]
        )
    )


def _corrected(view: PlanView) -> list[html.Span]:
    """Over how many the verdicts are corrected, and against what they are given."""
    how = method_link("verandering", "hoe?")
    said = [html.Span([f"van {view.family} tegelijk ", method_link("veel-vergelijkingen"), " ", how])]
    if view.is_apart:
        said.append(html.Span([f"los van {view.info.city} ", method_link("los-van-gent")]))
    return said


def _theme(number: int, theme: PlanTheme, view: PlanView) -> html.Tbody:
    beside: list[Any] = [_tab_link(*theme.tab)] if theme.tab else []
    if not theme.subs:
        beside.append(html.Span(NO_FIGURES, className="none-tag"))
    rows: list[html.Tr] = []
    for bare, subs in groupby(theme.subs, key=lambda sub: not sub.figures and not sub.tab):
        found = list(subs)
        rows += [_unmeasured(found)] if bare else [row for sub in found for row in _sub(sub, view)]
    return html.Tbody([_heading(f"{number}. {theme.name}", beside), *rows])


def _heading(title: str, beside: list[Any]) -> html.Tr:
    return html.Tr(
        html.Th(html.Div([html.H2(title), *beside], className="plan-heading"), colSpan=COLUMNS, scope="rowgroup"),
        className="plan-theme",
    )


def _unmeasured(subs: list[PlanSub]) -> html.Tr:
    names = html.Ul([html.Li(sub.name) for sub in subs])
    return _without(names, NO_FIGURES)


def _without(names: Any, says: str) -> html.Tr:
    line = html.Div([names, html.Span(says, className="none-tag")], className="plan-heading")
    return html.Tr(html.Td(line, colSpan=COLUMNS), className="plan-none")


def _sub(sub: PlanSub, view: PlanView) -> list[html.Tr]:
    if not sub.figures and sub.tab:
        priority, href = sub.tab
        return [_without(_link(sub.name, href), f"{NO_FIGURES} apart; de tab {priority.name} toont wat er is")]
    return [_row(sub.name, figure, view) for figure in sub.figures]


def _row(name: str, figure: PlanFigure, view: PlanView) -> html.Tr:
    before = view.compared.short
    ids = tuple(c.id for c in figure.categories)
    verdict, tested = view.verdicts.get(ids), view.tested.get(ids, "")
    title: Any = _link(name, figure.href, className="plan-link") if figure.href else name
    beneath: list[Any] = [_quiet(_what(name, figure))]
    if figure.follows_effort:
        beneath.append(html.Span(EFFORT, className="badge effort", title=words.DRIVEN_BY["politie"]))
    if not figure.known and figure.gaps:
        gaps = words.listing([words.months(gap) for gap in figure.gaps])
        beneath.append(_quiet(f"Geen totaal: voor {gaps} zijn geen cijfers gepubliceerd."))
    head = html.Th([title, html.Div(beneath, className="plan-what")], scope="row")
    if figure.unknown:
        return html.Tr([head, html.Td(html.Span(figure.unknown, className="none-tag"), colSpan=COLUMNS - 1)])
    return html.Tr(
        [
            head,
            _number("Feiten", _count(figure, view)),
            _number(before, _before(figure)),
            _number("Verschil", _difference(figure)),
            html.Td(_judged(verdict, tested) if verdict else "–", className="plan-verdict"),
            html.Td(_trend(name, figure), className="plan-trend"),
        ],
        className="has-link" if figure.href else "",
    )


def _judged(verdict: str, tested: str) -> list[html.Span]:
    """The verdict, and under it what it rests on."""
    badge = verdict_badge(verdict, short=True, tested=tested)
    return [badge, html.Span(tested, className="quiet plan-tested")] if tested else [badge]


def _what(name: str, figure: PlanFigure) -> str:
    """The categories behind a sub-theme, each with its count when they are added up."""
    if figure.parts:
        return " · ".join(f"{part}: {words.number(n)}" for part, n in figure.parts)
    return "" if figure.name == name else figure.name


def _number(label: str, text: str) -> html.Td:
    return html.Td([html.Span(label, className="narrow-label", **{"aria-hidden": "true"}), text], className="number")


def _count(figure: PlanFigure, view: PlanView) -> str:
    late = " voorlopig" if figure.status == "provisional" and not view.is_all_provisional else ""
    return words.STATUS_WORDS.get(figure.status) or words.number(figure.n) + late


def _before(figure: PlanFigure) -> str:
    return words.STATUS_WORDS.get(figure.before_status) or words.exact(figure.usual)


def _difference(figure: PlanFigure) -> str:
    return words.signed(figure.n - figure.usual) if figure.comparable else "–"


def _trend(name: str, figure: PlanFigure) -> Any:
    if figure.trend is None or figure.trend_months is None:
        return "–"
    months = figure.trend_months
    first, last = words.number(float(figure.trend[0])), words.number(float(figure.trend[-1]))
    says = f"Per maand: {first} in {words.month(months.first)}, {last} in {words.month(months.last)}"
    if figure.late:
        says += f" (gestippeld: {words.plural(figure.late, 'maand', 'maanden')} voorlopig)"
    picture = sparkline(figure.trend, provisional=figure.late)
    of = name if figure.name == name or not figure.follows_effort else f"{name} ({EFFORT})"
    return html.Img(src=picture, alt=says, title=says, width=88, height=20, **{"data-name": of})


def _tab_link(priority: Priority, href: str) -> html.A:
    return _link(f"Open de tab {priority.name}", href)


def _link(text: str, href: str, **extra: str) -> html.A:
    return html.A(text, href=href, **{"data-go": "1"}, **extra)  # opened by assets/pages.js


def _quiet(text: str) -> html.Span:
    return html.Span(text, className="quiet")

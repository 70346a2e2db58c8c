"""The key figures on top of the right-hand column."""

from __future__ import annotations

from calendar import monthrange
from typing import Any

from dash import html

from dashboard import words
from dashboard.components.method_link import method_link
from dashboard.components.story import factor, verdict_badge
from dashboard.judgement import WORDS
from dashboard.outcome import among_how_many
from dashboard.sheet_address import sheet_address
from dashboard.view import Figure, View
from data.catalogue import OVERLAPPING


def key_figures(view: View) -> list[html.Div]:
    """Three numbers: facts with their verdict, the rate against the rest of the city, and the city; and the test."""
    return [*_cards(view), *_tests(view)]


def _tests(view: View) -> list[html.P]:
    """What the verdicts on the cards rest on."""
    figures = [(view.focus_name, view.figure), *([(view.info.city, view.city)] if view.focus else [])]
    judged = [(name, figure) for name, figure in figures if figure.verdict]
    if not judged:
        return [html.P(method_link("aantal", "Hoe geteld?"), className="quiet key-test")]
    told: list[Any] = [[html.B(f"{name}: "), f"{figure.tested or WORDS[figure.verdict]}. "] for name, figure in judged]
    links = [method_link("los-van-gent" if view.is_apart else "verandering", "Hoe?"), " "]
    if any(figure.verdict == "te weinig" for _, figure in judged):
        links += [method_link("te-weinig", "Te weinig?"), " "]
    links.append(method_link("aantal", "Hoe geteld?"))
    if view.family > 1:
        among = [f"alle {view.level_name}", *([view.focus_name] if view.focus and not view.is_row else [])]
        names = words.listing([*among, view.info.city], most=len(among) + 1)
        told.append(f"Oordelen {among_how_many(view.family)}: {names}. ")
        links += [" ", method_link("veel-vergelijkingen", "Waarom samen?")]
    return [html.P([*[html.Span(text) for text in told], *links], className="quiet key-test")]


def _cards(view: View) -> list[html.Div]:
    cards = [_count_card("Feiten", view.figure, view, *_sheet_link(view))]
    if view.focus:
        cards.append(_versus_card(view))
        cards.append(_count_card(f"Feiten in {view.info.city}", view.city, view))
        return cards
    per_day = view.figure.n / sum(monthrange(m.year, m.month)[1] for m in view.months.all())
    cards.append(_card("Per dag", words.rate(per_day), "gemiddeld over de periode"))
    if view.selection.level in OVERLAPPING:
        return cards  # no area of its own holds what has no place
    unlocated = view.areas.loc[~view.areas["is_located"], "n"].sum(min_count=1)
    one = words.LEVEL_NAMES[view.selection.level][0]
    label = "Zonder locatie" if view.grain == "incidents" else f"Zonder gekende {one}"
    cards.append(_card(label, words.number(float(unlocated)), "tellen enkel mee voor de stad"))
    return cards


def _card(label: str, figure: str, below: str, *more: Any) -> html.Div:
    return html.Div(
        [
            html.Span(label, className="label"),
            html.Span(figure, className="figure"),
            html.Span(below, className="quiet"),
            *more,
        ],
        className="card key",
    )


def _sheet_link(view: View) -> list[html.A]:
    """The way to the sheet of the area that the story is about, or of the city."""
    if len(view.focus) > 1:
        return []
    code = view.focus[0] if view.focus else ""
    return [html.A(f"Fiche van {view.focus_name}", href=sheet_address(code, view.selection), **{"data-go": "1"})]


def _count_card(label: str, figure: Figure, view: View, *links: html.A) -> html.Div:
    if not figure.known:
        below = "niet voor de hele periode gepubliceerd"
    elif figure.comparable:
        below = f"was {_usual(figure)} · {words.signed(figure.n - figure.usual)}"
    else:
        below = "geen cijfers om mee te vergelijken"
    more = [verdict_badge(figure.verdict, tested=figure.tested)] if figure.verdict else []
    if figure.status == "provisional":
        more.append(html.Span("voorlopig", className="badge provisional"))
    if view.approximate and figure.known:
        below = f"ongeveer; {below}"
    return _card(label, words.number(figure.n), below, html.Div(more, className="badges"), *links)


def _usual(figure: Figure) -> str:
    return words.number(figure.usual, 0 if figure.usual == int(figure.usual) else 1)


def _versus_card(view: View) -> html.Div:
    label = f"Tegenover rest van {view.info.city}"
    noun = view.versus_kind.each if view.versus_kind else ""
    if view.versus is None or view.versus.ratio is None:
        return _card(label, "–", "geen noemer, of gebied te klein")
    interval = f"95%: {factor(view.versus.low)} – {factor(view.versus.high)}, per {noun}"
    return _card(label, f"{factor(view.versus.ratio)}×", interval, method_link("tegenover-rest", "Hoe?"))

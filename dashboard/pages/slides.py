"""`/dias`: the lists of slides, to order, rename, remove and share; kept for intern, in the browser for others."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard import ids, who, words
from dashboard.components.document import document
from dashboard.link import VERSION_KEY, short_version
from dashboard.projection.address import COLOUR, COLOURS, EVERY, EVERY_S, LIST, SLIDES_PAGE, slide_of
from dashboard.projection.address import PATH as PROJECTION
from dashboard.selection import Selection
from data import queries
from data.errors import BuurtError
from data.queries import parse_months
from data.state import Record
from data.state import slides as kept
from data.state.slides import SlideList

PATH = SLIDES_PAGE
MOVES = "schuift mee met nieuwe cijfers"
PERIOD_WORDS = {
    "12m": f"laatste 12 maanden ({MOVES})",
    "36m": f"laatste 3 jaar ({MOVES})",
    "alles": f"alle jaren ({MOVES})",
}
"""Of slides that were kept before a slide had months of its own."""


def layout() -> list[Any]:
    """The page."""
    audience = who.audience()
    snapshot = queries.current(audience=audience)
    info = queries.snapshot_info(snapshot, audience=audience)
    version = short_version(info.version)
    if audience == who.INTERN:
        lists = kept.slide_lists()
        areas = queries.areas(snapshot, audience=audience)
        title = f"Mijn dia's: {words.plural(len(lists), 'lijst', 'lijsten')}"
        body: list[Any] = [_list(each, areas, version) for each in lists] or [_none()]
        body.append(html.Div(html.Button("Nieuwe lijst", className="primary", **{"data-slide": "lijst"})))
    else:
        title = "Mijn dia's"
        body = [html.Div(id=ids.SLIDES, className="card", **{"data-version": version})]
    note = html.P(id="slides-note", className="slides-note", role="status")
    return document(
        PATH, title, [html.Div([note, _shown(), *body], className="document own-areas")], is_demo=info.is_demo
    )


def _shown() -> html.Section:
    """How the slides are shown: what is chosen goes into every link to the meeting mode on the page."""
    colours = [html.Option(name, value=key) for key, name in COLOURS.items()]
    seconds = [html.Option("uit", value=""), *(html.Option(f"om de {s} seconden", value=str(s)) for s in EVERY_S)]
    fields = [
        html.Label([text, html.Select(options, **{"data-slide-show": key})])
        for text, options, key in (("Kleuren", colours, COLOUR), ("Vanzelf verder", seconds, EVERY))
    ]
    return html.Section(fields, className="card slide-show", **{"aria-label": "Hoe de dia's getoond worden"})


def _none() -> html.Section:
    text = "Er zijn nog geen lijsten. Druk op het dashboard op Bewaar als dia, of maak hier een lege lijst."
    return html.Section(html.P(text, className="empty"), className="card")


def _list(each: SlideList, areas: pd.DataFrame, version: str) -> html.Section:
    there = {"data-list": each.code, "data-version": str(each.record.version), "data-name": each.name}
    address = f"{PROJECTION}?{LIST}={each.code}"
    many = words.plural(len(each.slides), "dia", "dia's")
    ask = f"De lijst '{each.name}' en haar {many} verwijderen? Links naar deze lijst werken dan niet meer."
    head = html.Div(
        [
            html.H2(each.name),
            html.P(f"{many}; laatst gewijzigd door {_who(each.record)}"),
            html.Div(
                [
                    html.A("Projecteer", href=address, className="tool-link"),
                    _button("Kopieer link", "deel", **{"data-link": f"{address}&{VERSION_KEY}={version}"}),
                    _button("Naam wijzigen", "lijstnaam", **there),
                    _button("Lijst verwijderen", "lijstweg", **{**there, "data-ask": ask}),
                ],
                className="own-actions",
            ),
        ],
        className="card-head",
    )
    if not each.slides:
        empty = html.P("Deze lijst heeft nog geen dia's. Druk op het dashboard op Bewaar als dia.", className="empty")
        return html.Section([head, empty], className="card")
    last = len(each.slides)
    rows = [
        html.Tr(
            [
                html.Td(str(number)),
                html.Th(dcc.Link(slide["name"], href="/" + slide["query"]), scope="row"),
                html.Td(_shows(slide["query"], areas)),
                html.Td(_who(slide)),
                html.Td(_actions(slide, each.code, is_first=number == 1, is_last=number == last)),
            ]
        )
        for number, slide in enumerate(each.slides, start=1)
    ]
    heads = ["Nr.", "Dia", "Toont", "Laatst gewijzigd", "Wijzigen"]
    table = html.Table([html.Thead(html.Tr([html.Th(text, scope="col") for text in heads])), html.Tbody(rows)])
    return html.Section([head, html.Div(table, className="wide")], className="card")


def _actions(slide: Record, code: str, *, is_first: bool, is_last: bool) -> html.Div:
    there = {"data-list": code, "data-id": str(slide.id), "data-version": str(slide.version)}
    name = slide["name"]
    return html.Div(
        [
            _button("↑", "op", disabled=is_first, **{**there, "aria-label": f"{name} naar voren"}),
            _button("↓", "neer", disabled=is_last, **{**there, "aria-label": f"{name} naar achteren"}),
            _button("Naam wijzigen", "naam", **{**there, "data-name": name}),
            _button("Verwijderen", "verwijderen", **{**there, "data-ask": f"De dia '{name}' verwijderen?"}),
        ],
        className="own-actions",
    )


def _button(text: str, what: str, *, disabled: bool = False, **known: str) -> html.Button:
    return html.Button(text, className="tool", disabled=disabled, **{**known, "data-slide": what})


def _who(row: Record) -> str:
    return f"{row.changed_by}, {words.moment(row.changed_at)}"


def _shows(query: str, areas: pd.DataFrame) -> str:
    """Subject, place and period of a slide in a few words."""
    try:
        selection = Selection.from_query(slide_of(query).query)
    except BuurtError as error:
        return str(error)
    names = [str(areas.at[c, "name"]) if c in areas.index else f"{c} (bestaat niet meer)" for c in selection.areas]
    return " · ".join([selection.the_group.name, *([words.listing(names)] if names else []), _period(selection.period)])


def _period(text: str) -> str:
    if text in PERIOD_WORDS:
        return PERIOD_WORDS[text]
    return text if len(text) == len("2022") else words.months(parse_months(text))

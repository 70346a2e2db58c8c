"""`/methode`: how every number is made, generated from the registry of methods that the code uses."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import who
from dashboard.components.document import document
from dashboard.components.method_tables import (
    denominator_table,
    dispersion_table,
    events_table,
    provisional_table,
    published_table,
)
from data import queries
from data.catalogue.events import EVENTS
from data.config import Audience
from data.queries import Snapshot
from data.statistics.methods import METHODS, PUBLISHED, Method, Published

PATH = "/methode"

DRIVEN_BY, PROVISIONAL, CALENDAR, CHECKS = "gemeld-of-opgespoord", "voorlopig", "kalender", "nagerekend"
"""Anchors of the paragraphs that are not about one function."""

OTHER = {
    DRIVEN_BY: "Gemeld door burgers of opgespoord door politie en stad",
    PROVISIONAL: "Voorlopige maanden",
    CALENDAR: "Kalender",
    CHECKS: "Nagerekend op echte en op gesimuleerde cijfers",
}

PROVISIONAL_TEXT = (
    "De nieuwste maanden worden na publicatie nog aangevuld. Daarom zijn ze voorlopig: in de grafieken staan ze als "
    "open punt of gestreepte balk, de band van de trend beoordeelt ze niet en de spreiding wordt er niet uit geschat. "
    "Hoeveel maanden dat zijn, staat bij elke bron; waar een bron niets zegt, zijn het er drie. Los daarvan kan de "
    "uitgever elk cijfer tot een jaar na publicatie verbeteren."
)
DRIVEN_BY_TEXT = (
    "De meeste feiten bestaan in de cijfers omdat iemand ze meldde. Andere worden gevonden door ernaar te zoeken: meer "
    "controle geeft dan meer feiten. De twee soorten worden nooit opgeteld, en bij de tweede soort staat dat erbij. "
    "Vastgesteld door politie of stad: "
)
CALENDAR_TEXT = (
    "Deze dagen kunnen in de trend getoond worden. De maanden van de lockdowns van 2020 waren niet gewoon: ze tellen "
    "niet mee wanneer geschat wordt wat gewoon is (de spreiding en de verwachting), maar staan wel in elke grafiek."
)
CHECKS_TEXT = (
    "Deze cijfers zijn één keer gemaakt met de functies van dit dashboard. Een test in de broncode maakt ze opnieuw."
)


def layout() -> list[Any]:
    """The whole page for the figures that are published now."""
    audience = who.audience()
    snapshot = queries.current(audience=audience)
    info = queries.snapshot_info(snapshot, audience=audience)
    text = html.Div(paragraphs(snapshot, audience, is_demo=info.is_demo), className="method-text")
    body = html.Div([contents(), text], className="methods")
    return document(PATH, "Hoe elk cijfer gemaakt wordt", [body], is_demo=info.is_demo)


def contents() -> html.Nav:
    """The titles of all paragraphs, each a link to its own."""
    titles = {method.id: method.title for method in METHODS.values()} | OTHER
    links = [html.Li(html.A(title, href=f"#{anchor}")) for anchor, title in titles.items()]
    return html.Nav(html.Ul(links), className="card method-contents", **{"aria-label": "Inhoud van deze pagina"})


def paragraphs(snapshot: Snapshot, audience: Audience, *, is_demo: bool) -> list[html.Section]:
    """One paragraph per method, and those about the data under them."""
    categories = queries.categories(snapshot, audience=audience)
    dispersion = queries.dispersion(snapshot, audience=audience)
    more = {
        "spreiding": dispersion_table(categories, dispersion, is_demo=is_demo),
        "per-noemer": [denominator_table()],
    }
    found = categories.loc[categories["driven_by"] == "politie", "name"]
    sources = queries.sources(snapshot, audience=audience)
    return [
        *[method_section(method, more.get(method.id, [])) for method in METHODS.values()],
        _section(DRIVEN_BY, OTHER[DRIVEN_BY], [html.P(DRIVEN_BY_TEXT + (", ".join(found) or "geen") + ".")]),
        _section(PROVISIONAL, OTHER[PROVISIONAL], [html.P(PROVISIONAL_TEXT), provisional_table(sources)]),
        _section(CALENDAR, OTHER[CALENDAR], [html.P(CALENDAR_TEXT), events_table(EVENTS.values())]),
        _section(CHECKS, OTHER[CHECKS], [html.P(CHECKS_TEXT), *[check(each) for each in PUBLISHED.values()]]),
    ]


def method_section(method: Method, more: list[Any]) -> html.Section:
    """One method: what it says, how it is computed, where that comes from, and what it cannot say."""
    parts = [
        html.P(method.text),
        html.Dl(
            [
                html.Dt("Formule"),
                html.Dd([html.Div(line) for line in method.formula.split(";  ")], className="formula"),
                html.Dt("Bron"),
                html.Dd(method.source),
                html.Dt("Grenzen"),
                html.Dd(method.limits),
                *([html.Dt("Functie"), html.Dd(html.Code(method.code))] if method.code else []),
            ]
        ),
        *more,
    ]
    return _section(method.id, method.title, parts)


def check(published: Published) -> html.Div:
    """One published check: how it was made, its numbers, and the test that makes them again."""
    return html.Div(
        [
            html.H3(published.title, id=published.id),
            html.P(published.made),
            published_table(published),
            html.P(["Test: ", html.Code(published.test)], className="quiet"),
        ],
        className="method-check",
    )


def _section(anchor: str, title: str, parts: list[Any]) -> html.Section:
    link = html.A("#", href=f"#{anchor}", className="anchor", **{"aria-label": f"Link naar: {title}"})
    return html.Section([html.H2([title, " ", link]), *parts], id=anchor, className="card", tabIndex=-1)

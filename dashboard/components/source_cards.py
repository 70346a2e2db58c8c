"""Cards of the sources: who published them, under which licence, when, and what became of every row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from babel.dates import format_datetime
from dash import html

from dashboard import words
from data.catalogue.sources import SOURCES, CountsSource
from data.queries import ROUNDED, Months

KINDS = {
    "areas": "Gebieden",
    "counts": "Maandcijfers",
    "incidents": "Losse feiten",
    "denominators": "Noemers",
}
DEMO_METHOD = {
    "counts": "De verwachte aantallen zijn met een erkende rekenwijze (iterative proportional fitting) in "
    "overeenstemming gebracht met wat gepubliceerd is: de totalen per maand en per wijk. Daarna is elke cel door "
    "toeval getrokken binnen die totalen: even grillig als echte cijfers, en toch is geen enkel cijfer echt.",
    "incidents": "Elk nagemaakt aantal is opgedeeld in evenveel losse feiten. Hun dag, uur en plaats zijn door toeval "
    "getrokken volgens een aangenomen patroon per categorie, zodat ze samen precies de nagemaakte aantallen geven.",
}
"""How the demonstration was made, in two sentences for each kind of source."""
BELGIUM = ZoneInfo("Europe/Brussels")
WITHHELD = "Wat bij het inlezen hersteld en verworpen werd, is enkel voor profiel intern: het gaat over enkele feiten."
MOST_ROWS = 50
"""Rejected rows that the page shows of one source; the report file has all of them."""


def source_card(source: pd.Series, notes: pd.DataFrame, refused: pd.DataFrame) -> html.Article:
    """One source.

    Args:
        source: A row of `queries.sources`.
        notes: Its rows of `queries.source_notes`.
        refused: Its rows of `queries.rejected_rows`.
    """
    badges: list[Any] = [html.Span(KINDS.get(source["kind"], source["kind"]), className="badge kind")]
    if source["is_demo"]:
        badges.append(html.Span("Demonstratie: geen echte cijfers", className="badge demo"))
    if source["kind"] == "incidents" and source["is_public"] is True:
        badges.append(html.Span("Openbare feiten", className="badge kind"))
    entry = SOURCES.get(source["mapping"])
    return html.Article(
        [
            html.Div([html.H3(source["title"]), *badges], className="source-head"),
            html.P(source["note"]) if source["note"] else None,
            _method(source),
            _facts(source),
            _rows(source),
            html.P(WITHHELD, className="quiet") if source["is_rounded"] else None,
            _notes("Hersteld bij het inlezen", notes[notes["kind"] == "mended"]),
            _notes("Verworpen rijen, met hun reden", notes[notes["kind"] == "rejected"]),
            _refused_rows(refused, int(source["rows_rejected"])),
            _notes("Gebreken in dit bestand", notes[notes["kind"] == "defect"]),
            known_defects(entry) if entry else None,
        ],
        className="card source is-demo" if source["is_demo"] else "card source",
    )


def entry_card(entry: CountsSource) -> html.Article:
    """A source that the demonstration stands in for: not loaded, but what is wrong with it is worth knowing."""
    terms = [("Uitgever", entry.publisher), ("Licentie", entry.licence), ("Adres", _link(entry.url))]
    return html.Article(
        [
            html.Div(
                [html.H3(entry.title), html.Span("Niet geladen", className="badge kind")], className="source-head"
            ),
            html.P("De echte bron. Zodra u ze laadt, verdwijnen alle demonstratiecijfers."),
            _terms(terms),
            known_defects(entry),
        ],
        className="card source",
    )


def known_defects(entry: CountsSource) -> Any:
    """What is known to be wrong or surprising about a source."""
    if not entry.defects:
        return None
    return html.Div(
        [html.H4("Bekende gebreken van deze bron"), html.Ul([html.Li(text) for text in entry.defects])],
        className="source-notes",
    )


def _method(source: pd.Series) -> Any:
    text = DEMO_METHOD.get(source["kind"]) if source["is_demo"] else None
    return html.P([html.Strong("Hoe ze gemaakt zijn. "), text]) if text else None


def _facts(source: pd.Series) -> html.Dl:
    terms: list[tuple[str, Any]] = [
        ("Uitgever", source["publisher"]),
        ("Licentie", source["licence"]),
        ("Adres", _link(source["url"])),
        ("Bestand", source["file_name"]),
        ("Ingelezen", moment(source["retrieved_at"])),
        ("Maanden", _months(source)),
        ("Controlesom", html.Code(f"{source['sha256'][:12]}…", title=f"SHA-256: {source['sha256']}")),
    ]
    return _terms(terms)


def _terms(terms: list[tuple[str, Any]]) -> html.Dl:
    pairs = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in terms if value]
    return html.Dl(pairs, className="source-facts")


def _link(url: Any) -> Any:
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        return None
    return html.A(url.split("://", 1)[1].rstrip("/"), href=url, rel="noopener noreferrer")


def moment(utc: datetime) -> str:
    """A moment of the snapshot (UTC) as Belgians read it."""
    local = pd.Timestamp(utc).to_pydatetime().replace(tzinfo=UTC).astimezone(BELGIUM)
    return format_datetime(local, "d MMMM yyyy 'om' HH:mm", locale=words.LOCALE)


def _months(source: pd.Series) -> str | None:
    if pd.isna(source["month_from"]) or pd.isna(source["month_until"]):
        return None
    covered = Months(pd.Timestamp(source["month_from"]).date(), pd.Timestamp(source["month_until"]).date())
    n = int(source["provisional_months"])
    late = f" (de laatste {words.plural(n, 'maand', 'maanden')} voorlopig)" if n else ""
    return f"{words.month(covered.first)} tot en met {words.month(covered.last)}{late}"


def _rows(source: pd.Series) -> html.Dl:
    named = (("gelezen", "rows_in"), ("aanvaard", "rows_accepted"), ("verworpen", "rows_rejected"))
    return html.Dl(
        [html.Div([html.Dt(f"rijen {name}"), html.Dd(_rows_text(source, key))]) for name, key in named],
        className="source-rows",
    )


def _rows_text(source: pd.Series, key: str) -> str:
    n = int(source[key])
    if not source["is_rounded"]:
        return words.number(n)
    return f"ongeveer {words.number(n)}" if n else f"minder dan {words.number(ROUNDED)}"


def _notes(title: str, notes: pd.DataFrame) -> Any:
    if notes.empty:
        return None
    items = [
        html.Li(f"{reason}: {words.number(int(n))}") for reason, n in zip(notes["reason"], notes["n"], strict=True)
    ]
    return html.Div([html.H4(title), html.Ul(items)], className="source-notes")


def _refused_rows(refused: pd.DataFrame, total: int) -> Any:
    if refused.empty:
        return None
    shown = refused.head(MOST_ROWS)
    columns = [("line", "Regel"), ("reason", "Reden"), ("raw", "Rij")]
    columns = [(key, name) for key, name in columns if key in shown.columns]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for _, name in columns]))
    body = html.Tbody([html.Tr([html.Td(str(row[key])) for key, _ in columns]) for _, row in shown.iterrows()])
    first = "" if len(shown) == total else f" (de eerste {words.number(len(shown))} van {words.number(total)})"
    rest = [] if len(shown) == total else [html.P("Het verslag van de import op de server bevat ze allemaal.")]
    return html.Details(
        [html.Summary(f"Toon de verworpen rijen{first}"), html.Div(html.Table([head, body]), className="wide"), *rest]
    )

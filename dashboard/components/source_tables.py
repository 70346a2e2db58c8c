"""Tables beside the sources: denominators, licences and categories."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard import words
from data import queries
from data.catalogue import DENOMINATORS, priority_of_category
from data.config import Audience
from data.queries import Snapshot

OWN_LICENCES = (
    ("Fira Sans (lettertype)", "Mozilla Foundation, Telefónica en Carrois", "SIL Open Font License 1.1"),
    ("Achtergrondkaart, enkel als u ze aanzet", "© OpenStreetMap contributors", "Open Database License (ODbL) 1.0"),
)
"""What the product itself brings, whatever is loaded."""
CAMPUSES = ("Campussen (kaartlaag)", "Eigen lijst, zonder vermelde uitgever", "niet vermeld")
"""Only on the map of a city that brings its base map."""


def denominator_table(snapshot: Snapshot, *, year: int, audience: Audience) -> html.Div:
    """What rates divide by, with the year and the source of each."""
    all_areas = queries.areas(snapshot, audience=audience)
    rows = []
    for kind in DENOMINATORS.values():
        known = queries.denominators(snapshot, kind=kind.id, year=year, audience=audience)
        levels = all_areas["level"].reindex(known.index)
        for level in [name for name in words.LEVEL_NAMES if (levels == name).any()]:
            part = known[(levels == level).to_numpy()]
            years = sorted({int(y) for y in part["year"].dropna()})
            note = f"; niet onder {words.number(kind.minimum, 2)} {kind.noun}" if kind.minimum else ""
            rows.append(
                [
                    kind.name,
                    f"per {words.number(kind.per)} {kind.noun}{note}" if kind.per > 1 else f"per {kind.noun}{note}",
                    words.plural(len(part), *words.LEVEL_NAMES[level]),
                    words.listing([str(y) for y in years]) if years else "–",
                    words.listing([str(title) for title in part["source_title"].dropna().unique()] or ["onbekend"]),
                ]
            )
        if known.empty:
            rows.append([kind.name, f"per {words.number(kind.per)} {kind.noun}", "niet geladen", "–", "–"])
    return _table(["Noemer", "Maat", "Gebieden", "Jaar", "Bron"], rows)


def licence_table(sources: pd.DataFrame, *, has_base: bool) -> html.Div:
    """Whose work is shown here, and under which licence; with the campuses where there is a base map."""
    own = [*([CAMPUSES] if has_base else []), *OWN_LICENCES]
    rows: list[list[Any]] = [
        [words.listing(list(group["title"]), most=4), publisher, licence]
        for (publisher, licence), group in sources[~sources["is_demo"]].groupby(["publisher", "licence"], sort=False)
    ]
    return _table(["Wat", "Wie", "Licentie"], [*rows, *[list(row) for row in own]])


def category_table(categories: pd.DataFrame) -> html.Div:
    """Every category, with who makes it exist and the tab that shows it.

    Args:
        categories: `queries.categories`.
    """
    rows = []
    for category, row in categories.iterrows():
        told: list[Any] = [words.DRIVEN_BY.get(row["driven_by"], row["driven_by"])]
        if row["driven_by"] == "politie":
            told += [" ", html.Span("volgt de inzet", className="badge effort")]
        found = priority_of_category(str(category))
        rows.append([row["name"], html.Span(told), found[0].name if found else "–"])
    return _table(["Categorie", "Het feit is", "Tab"], rows)


def _table(names: list[str], rows: list[list[Any]]) -> html.Div:
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in names]))
    body = [html.Tr([html.Th(row[0], scope="row"), *[html.Td(value) for value in row[1:]]]) for row in rows]
    return html.Div(html.Table([head, html.Tbody(body)]), className="wide", tabIndex=0)

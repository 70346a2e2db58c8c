"""The panel "Wat valt op?": what is beyond chance, in sentences that open their view."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard import words
from dashboard.components.export_menu import export_button
from dashboard.components.method_link import method_link
from dashboard.judgement import category_name
from dashboard.view import View
from data.catalogue import priority_of_category

SHOWN = 5


def signal_panel(view: View) -> list[Any]:
    """Heading and list; when nothing stands out it says so."""
    found = view.signals
    subtitle = html.P(
        [
            f"{words.months(view.months)} tegenover {view.reference.span}; "
            f"{words.plural(found.family, 'vergelijking', 'vergelijkingen')} "
            f"({view.level_name} × categorieën) tegelijk, meeste extra feiten eerst. ",
            method_link("signalen", "Hoe?"),
        ]
    )
    mixed = []
    if view.other_grain:
        names = words.listing([category_name(c) for c in view.other_grain])
        other = "maandcijfers" if view.grain == "incidents" else "losse feiten"
        mixed = [html.P(f"{names}: uit {other}; nooit opgeteld bij de rest.")]
    head = html.Div([export_button("signalen"), html.H2("Wat valt op?"), subtitle, *mixed], className="card-head")
    if found.rows.empty:
        quiet = f"Niets: geen enkele verandering per {words.LEVEL_NAMES[view.selection.level][0]} is groter dan toeval."
        return [head, html.P(quiet, className="empty")]
    rows = [_item(view, row) for _, row in found.rows.head(SHOWN).iterrows()]
    more = len(found.rows) - SHOWN
    rest = [html.Li(f"en nog {more} andere; de tabel en de kaart 'Verandering' tonen ze.")] if more > 0 else []
    return [head, html.Ul([*rows, *rest], className="signals")]


def _item(view: View, row: pd.Series) -> html.Li:
    code, category = row["area_code"], row["category_id"]
    place = view.all_areas.at[code, "name"]
    excess = float(row["excess"])
    word = "meer" if excess > 0 else "minder"
    size = words.number(abs(excess), 0 if excess == int(excess) else 1)
    usual = float(row["expected"])
    before = words.number(usual, 0 if usual == int(usual) else 1)
    text = [
        f"{category_name(category)} in {place}: {words.plural(float(row['observed']), 'feit', 'feiten')}, ",
        html.Strong(f"{size} {word}", className="more" if excess > 0 else "less"),
        f" dan {view.reference.text} ({before}).",
    ]
    return html.Li(html.Button(text, **{"data-patch": _patch(view, code, category)}))


def _patch(view: View, code: str, category: str) -> str:
    found = priority_of_category(category)
    mine = view.selection.the_priority
    group = next((g for g in mine.groups if category in g.categories), found[1] if found else mine.groups[0])
    alone = "" if group.categories == (category,) else category
    return f"gebied={code}&groep={'' if group == mine.groups[0] else group.id}&categorie={alone}"

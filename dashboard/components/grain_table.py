"""Published monthly counts beside the counts of single facts, for `/gegevens`."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard import words

NAMED = 4
MOST_MONTHS = 240


def grain_panel(comparison: pd.DataFrame, categories: pd.DataFrame) -> list[Any]:
    """A sentence, a table per category, and the months that differ, each with both counts.

    Args:
        comparison: `queries.grain_comparison`.
        categories: `queries.categories`.
    """
    if comparison.empty:
        text = "Geen enkele categorie heeft voor dezelfde maand maandcijfers én losse feiten: niets te vergelijken."
        return [html.P(text)]
    names = categories["name"]
    by_category = {str(names.get(key, key)): rows for key, rows in comparison.groupby("category_id", sort=False)}
    head = ("Categorie", "Maanden", "Gepubliceerd", "Geteld uit feiten", "Verschil", "Maanden die verschillen")
    ordered = [name for name in names if name in by_category]
    ordered += [name for name in by_category if name not in ordered]
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(text, scope="col") for text in head])),
            html.Tbody([_row(name, by_category[name]) for name in ordered]),
        ]
    )
    differing = [details for name in ordered if (details := _months(name, by_category[name]))]
    return [html.P(_sentence(comparison)), html.Div(table, className="wide", tabIndex=0), *differing]


def _sentence(comparison: pd.DataFrame) -> str:
    categories = comparison["category_id"].nunique()
    compared = int(comparison["difference"].notna().sum())
    differ = int((comparison["difference"].fillna(0) != 0).sum())
    said = (
        f"Voor {words.plural(categories, 'categorie', 'categorieën')} zijn er in dezelfde maanden maandcijfers én "
        f"losse feiten, voor de hele stad samen {words.plural(compared, 'maand', 'maanden')} × categorie. "
    )
    if not differ:
        return said + "Ze zijn overal gelijk."
    return (
        said + f"In {words.number(differ)} daarvan verschillen ze. Dat kan aan de definitie liggen, aan feiten die "
        "later bijkwamen, of aan een onvolledig bestand. Een beeld gebruikt één van beide, nooit de som."
    )


def _row(name: str, rows: pd.DataFrame) -> html.Tr:
    known = rows[rows["difference"].notna()]
    differ = known[known["difference"] != 0]
    shown = [words.month(month) for month in differ["month"].tail(NAMED)][::-1]
    more = len(differ) - len(shown)
    named = ", ".join(shown) + (f" en nog {words.number(more)}" if more else "") if shown else "geen"
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(words.number(len(known))),
            html.Td(words.number(float(known["counts"].sum())) if len(known) else "geen cijfers"),
            html.Td(words.number(float(known["incidents"].sum())) if len(known) else "geen cijfers"),
            html.Td(_signed(int(known["difference"].sum())) if len(known) else "–"),
            html.Td(named),
        ]
    )


def _months(name: str, rows: pd.DataFrame) -> html.Details | None:
    differ = rows[rows["difference"].fillna(0) != 0].iloc[::-1]
    if differ.empty:
        return None
    body = [
        html.Tr(
            [
                html.Th(words.month(row.month) + (" (voorlopig)" if row.provisional else ""), scope="row"),
                html.Td(words.number(float(row.counts))),
                html.Td(words.number(float(row.incidents))),
                html.Td(_signed(int(row.difference))),
            ]
        )
        for row in differ.head(MOST_MONTHS).itertuples()
    ]
    head = ("Maand", "Gepubliceerd", "Geteld uit feiten", "Verschil")
    rest = len(differ) - MOST_MONTHS
    return html.Details(
        [
            html.Summary(f"{name}: {words.plural(len(differ), 'maand verschilt', 'maanden verschillen')}"),
            html.Div(
                html.Table([html.Thead(html.Tr([html.Th(text, scope="col") for text in head])), html.Tbody(body)]),
                className="wide",
                tabIndex=0,
            ),
            *([html.P(f"en nog {words.number(rest)} oudere maanden")] if rest > 0 else []),
        ]
    )


def _signed(difference: int) -> str:
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return sign + words.number(abs(difference))

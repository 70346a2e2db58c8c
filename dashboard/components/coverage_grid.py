"""Which year x category is published, one grid for each grain; filled, half or hatched, and always in words too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
from dash import html

from dashboard import words
from dashboard.components.export_menu import COVERAGE, export_button

KEYS = ["category_id", "year", "months", "provisional", "missing"]


def coverage_grids(coverage: pd.DataFrame, categories: pd.DataFrame, years: Iterable[int]) -> list[html.Section]:
    """One grid for each grain, its levels together where they are published alike.

    Args:
        coverage: `queries.coverage_years`.
        categories: `queries.categories`.
        years: Columns of the grids.
    """
    columns = list(years)
    grids = []
    for grain, frame in coverage.groupby("grain", sort=True):
        alike: dict[tuple[Any, ...], list[str]] = {}
        for level, rows in frame.groupby("level", sort=False):
            same = tuple(rows[["category_id", "year", "months", "provisional"]].itertuples(index=False, name=None))
            alike.setdefault((same, int(rows["missing"].sum())), []).append(str(level))
        for levels in alike.values():
            rows = frame[frame["level"] == levels[0]].set_index(["category_id", "year"])
            title = f"{words.GRAINS.get(str(grain), str(grain))} per {words.listing(_in_order(levels))}"
            grids.append(_grid(title, rows, categories, columns))
    return grids


def _in_order(levels: list[str]) -> list[str]:
    return sorted(levels, key=list(words.LEVEL_NAMES).index)


def _grid(title: str, rows: pd.DataFrame, categories: pd.DataFrame, years: list[int]) -> html.Section:
    head = html.Thead(
        html.Tr([html.Th("Categorie", scope="col"), *[html.Th(str(year), scope="col") for year in years]])
    )
    body = [
        html.Tr([html.Th(name, scope="row"), *[_cell(rows, category, year) for year in years]])
        for category, name in categories["name"].items()
    ]
    table = html.Table([html.Caption(title), head, html.Tbody(body)], className="coverage")
    menu = html.Div(export_button("dekking", graph=COVERAGE), className="plan-export")
    wide = html.Div(table, className="wide", tabIndex=0)
    return html.Section([menu, wide], className="card", **{"aria-label": title})


def _cell(rows: pd.DataFrame, category: Any, year: int) -> html.Td:
    if (category, year) not in rows.index:
        return _mark("none", "geen", f"{year}: niets gepubliceerd")
    row = rows.loc[(category, year)]
    months, provisional, missing = int(row["months"]), int(row["provisional"]), int(row["missing"])
    text, says = str(months), f"{year}: {months} van 12 maanden gepubliceerd"
    if provisional:
        text += f" · {provisional} v"
        says += f", {provisional} voorlopig"
    if missing:
        says += f", {words.plural(missing, 'cel', 'cellen')} zonder cijfer"
    return _mark("full" if months == 12 and not missing else "part", text, says)


def _mark(kind: str, text: str, says: str) -> html.Td:
    return html.Td(
        [
            html.Span(className=f"mark {kind}"),
            html.Span(text, **{"aria-hidden": "true"}),
            html.Span(says, className="only-read"),
        ],
        title=says,
    )


def coverage_legend() -> html.Ul:
    """What the marks mean."""
    meanings = (
        ("full", "12 van 12 maanden gepubliceerd"),
        ("part", "een deel van het jaar, of met lege cellen (het getal is het aantal maanden; v: voorlopig)"),
        ("none", "niets gepubliceerd: geen nul"),
    )
    return html.Ul(
        [html.Li([html.Span(className=f"mark {kind}"), text]) for kind, text in meanings], className="coverage-legend"
    )

"""The tables of `/methode`: dispersion per category, published checks, the calendar, provisional months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pandas as pd
from babel.dates import format_date
from dash import html

from dashboard import words
from data.catalogue import DENOMINATORS, PRIORITIES
from data.catalogue.events import Event
from data.statistics.methods import Published


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, caption: str, numbers: Iterable[int] = ()) -> Any:
    """A table of text; it scrolls inside its own box on a narrow screen.

    Args:
        headings: One a column.
        rows: Cells of each row, the first is the heading of the row.
        caption: What the table is, also for who cannot see it.
        numbers: Columns that are aligned to the right.
    """
    right = set(numbers)
    kind = ["number" if i in right else "" for i in range(len(headings))]
    body = [
        html.Tr(
            [html.Th(cells[0], scope="row"), *[html.Td(c, className=kind[i]) for i, c in enumerate(cells[1:], start=1)]]
        )
        for cells in rows
    ]
    head = html.Tr([html.Th(text, scope="col", className=kind[i]) for i, text in enumerate(headings)])
    return html.Div(
        html.Table([html.Caption(caption), html.Thead(head), html.Tbody(body)]),
        className="method-table",
        tabIndex=0,
        role="region",
        **{"aria-label": caption},
    )


def dispersion_table(categories: pd.DataFrame, stored: pd.DataFrame, *, is_demo: bool) -> list[Any]:
    """The dispersion of every category of the snapshot.

    Args:
        categories: Index category_id; columns name, driven_by. One row a category.
        stored: `data.queries.dispersion`.
        is_demo: Whether the figures are those of the demonstration.
    """
    rows = []
    for category_id, category in categories.iterrows():
        if category_id not in stored.index:
            rows.append([category["name"], words.number(1), "–", "–", "–", "niet geschat: er wordt met 1 gerekend"])
            continue
        found = stored.loc[category_id]
        raw = "–" if pd.isna(found["phi_raw"]) else words.number(float(found["phi_raw"]), 1)
        counts = [words.number(int(found[name])) for name in ("n_areas", "n_periods")]
        rows.append([category["name"], words.number(float(found["phi"]), 1), raw, *counts, found["method"]])
    headings = ("Categorie", "φ", "Eigen schatting", "Gebieden", "Jaarparen", "Geschat uit")
    warning = (
        "Deze φ is die van demonstratiecijfers, waarvan de schommeling nagemaakt is: ze zegt niets over echte feiten. "
        "Zodra u echte cijfers laadt, wordt φ opnieuw geschat."
    )
    return [
        *([html.P(warning, className="notice effort")] if is_demo else []),
        table(
            headings,
            rows,
            caption="Spreiding per categorie, geschat uit de cijfers die nu geladen zijn",
            numbers=range(1, 5),
        ),
    ]


def published_table(check: Published) -> Any:
    """A check with the numbers as they were found, in Dutch notation."""
    decimals = [_decimals([row[i] for row in check.rows]) for i in range(len(check.columns))]
    rows = [
        [words.number(float(cell), decimals[i]) if not isinstance(cell, str) else cell for i, cell in enumerate(row)]
        for row in check.rows
    ]
    right = [i for i in range(1, len(check.columns)) if all(not isinstance(row[i], str) for row in check.rows)]
    return table(check.columns, rows, caption="Wat eruit kwam", numbers=right)


def _decimals(column: list[str | float]) -> int:
    return 1 if any(isinstance(cell, float) and cell != int(cell) for cell in column) else 0


def events_table(events: Iterable[Event]) -> Any:
    """The calendar, oldest first: the days, whether it took place, and what is done with those months."""
    rows = [
        [
            event.name,
            f"{_day(event.first)} – {_day(event.last)}" if event.first != event.last else _day(event.first),
            "niet gebruikt om te schatten wat gewoon is" if event.leave_out else "telt mee",
            event.source if event.note is None else f"{event.source}. {event.note}",
        ]
        for event in sorted(events, key=lambda event: (event.first, event.id))
    ]
    headings = ("Gebeurtenis", "Dagen", "Maanden ervan", "Bron")
    return table(headings, rows, caption="Gebeurtenissen die het dashboard kent")


def denominator_table() -> Any:
    """What rates divide by: each with its measure, the tabs that offer it, and what it does not tell."""
    rows = []
    for kind in DENOMINATORS.values():
        tabs = [PRIORITIES[priority].name for priority in kind.priorities]
        least = f"minstens {words.number(kind.minimum, 2)} {kind.noun}" if kind.minimum else "groter dan 0"
        rows.append([kind.name, kind.unit, words.listing(tabs, most=len(tabs)) or "alle", least, kind.limits or "–"])
    return table(
        ("Noemer", "Maat", "Tabbladen", "Kleinste waarde", "Zegt niet"), rows, caption="Noemers die het dashboard kent"
    )


def provisional_table(sources: pd.DataFrame) -> Any:
    """How many of the newest months of each source of figures are provisional.

    Args:
        sources: `data.queries.sources`.
    """
    figures = sources[sources["kind"].isin(["counts", "incidents"])]
    rows = [
        [row.title, row.publisher, words.number(int(row.provisional_months))]
        for row in figures[["title", "publisher", "provisional_months"]].itertuples(index=False, name="Source")
    ]
    return table(("Bron", "Uitgever", "Voorlopige maanden"), rows, caption="Voorlopige maanden per bron", numbers=[2])


def _day(day: date) -> str:
    return format_date(day, "d MMM yyyy", locale=words.LOCALE)

"""The right-hand column: key figures, the headings of the charts, and the table."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from dash import html

from dashboard import words
from dashboard.view import Figure, View
from data.catalogue import DENOMINATORS
from layers import sparkline


def key_figures(view: View) -> list[html.Div]:
    """Three numbers: facts, the rate or share, and the city for comparison."""
    cards = [_count_card("Feiten", view.figure)]
    if view.focus:
        cards.append(_share_card(view))
        cards.append(_count_card(f"Feiten in {view.info.city}", view.city))
    else:
        per_day = view.figure.n / sum(_days(m) for m in view.months.all())
        cards.append(
            html.Div(
                [
                    html.Span("Per dag", className="label"),
                    html.Span(words.rate(per_day), className="figure"),
                    html.Span("gemiddeld over de periode", className="quiet"),
                ],
                className="card key",
            )
        )
        located = view.areas[view.areas["is_located"]]
        unlocated = view.areas.loc[~view.areas["is_located"], "n"].sum(min_count=1)
        cards.append(
            html.Div(
                [
                    html.Span("Zonder gekende wijk", className="label"),
                    html.Span(words.number(float(unlocated)), className="figure"),
                    html.Span(f"de rest ligt in {words.number(len(located))} {view.level_name}", className="quiet"),
                ],
                className="card key",
            )
        )
    return cards


def _days(month: Any) -> int:
    from calendar import monthrange

    return monthrange(month.year, month.month)[1]


def _count_card(label: str, figure: Figure) -> html.Div:
    if not figure.known:
        below = "niet voor de hele periode gepubliceerd"
    elif figure.comparable:
        difference = figure.n - figure.before
        sign = "+" if difference > 0 else "−" if difference < 0 else "±"
        below = f"was {words.number(figure.before)} · {sign}{words.number(abs(difference))}"
    else:
        below = "geen cijfers van een jaar eerder"
    notes = [html.Span(below, className="quiet")]
    if figure.status == "provisional":
        notes.append(html.Span("voorlopig", className="badge provisional"))
    return html.Div(
        [html.Span(label, className="label"), html.Span(words.number(figure.n), className="figure"), *notes],
        className="card key",
    )


def _share_card(view: View) -> html.Div:
    share = view.figure.n / view.city.n * 1000 if view.figure.known and view.city.n else math.nan
    return html.Div(
        [
            html.Span(f"Van elke 1.000 in {view.info.city}", className="label"),
            html.Span(words.number(share), className="figure"),
            html.Span(f"{words.number(view.figure.n)} van {words.number(view.city.n)}", className="quiet"),
        ],
        className="card key",
    )


COLUMNS = (("gebied", "Gebied"), ("aantal", "Feiten"), ("maat", ""), ("voor", "Jaar ervoor"), ("verschil", "Verschil"))


def table(view: View) -> html.Table:
    """The areas of the map level, sortable, with the choice of an area as a button; the row "Onbekend" last."""
    rows = _sorted(view)
    has_rate = view.measure.denominator is not None
    head = []
    for key, name in COLUMNS:
        if key == "maat" and not has_rate:
            continue
        label = view.measure.name if key == "maat" else view.level_name.capitalize() if key == "gebied" else name
        head.append(_head(key, label, view.selection.sort))
    head.append(html.Th("12 maanden", scope="col"))
    spark = {code: sparkline(values) for code, values in zip(view.spark.index, view.spark.to_numpy(), strict=True)}
    body = [_row(code, row, has_rate, code in view.focus, spark[code]) for code, row in rows.iterrows()]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="areas")


def _sorted(view: View) -> pd.DataFrame:
    frame = view.areas.assign(verschil=view.areas["n"] - view.areas["before"])
    key = view.selection.sort.lstrip("-")
    column = {"gebied": "name", "aantal": "n", "maat": "value", "voor": "before", "verschil": "verschil"}.get(key, "n")
    frame = frame.sort_values(
        column, ascending=not view.selection.sort.startswith("-"), na_position="last", kind="stable"
    )
    parents = {
        view.all_areas.at[c, "parent_code"] if view.all_areas.at[c, "level"] != "wijk" else c for c in view.focus
    }
    if view.selection.level == "buurt" and view.focus and parents - {None}:
        near = frame["parent_code"].isin(parents)
        frame = frame[near] if near.any() else frame
    return pd.concat([frame[frame["is_located"]], frame[~frame["is_located"]]])


def _head(key: str, label: str, sort: str) -> html.Th:
    descending, current = sort.startswith("-"), sort.lstrip("-") == key
    following = key if (current and descending) or (key == "gebied" and not current) else f"-{key}"
    arrow = (" ↓" if descending else " ↑") if current else ""
    order = "descending" if descending else "ascending"
    return html.Th(
        html.Button(label + arrow, **{"data-patch": f"sorteer={following}"}),
        scope="col",
        className="" if key == "gebied" else "number",
        **({"aria-sort": order} if current else {}),
    )


def _row(code: str, row: pd.Series, has_rate: bool, selected: bool, spark: str) -> html.Tr:
    name: Any = (
        html.Button(row["name"], **{"data-area": code, "aria-pressed": "true" if selected else "false"})
        if row["is_located"]
        else html.Span("Onbekend (zonder gekende plaats)", className="quiet")
    )
    cells = [html.Th(name, scope="row"), html.Td(_count(row["n"], row["status"]), className="number")]
    if has_rate:
        cells.append(html.Td(_value(row), className="number", title=_interval(row)))
    cells.append(html.Td(_count(row["before"], row["before_status"]), className="number"))
    cells.append(html.Td(_difference(row), className="number"))
    cells.append(html.Td(html.Img(src=spark, alt="", width=88, height=20)))
    return html.Tr(cells, className="is-selected" if selected else "")


def _count(n: float, status: str) -> str:
    return words.STATUS_WORDS.get(status) or words.number(n)


def _value(row: pd.Series) -> str:
    return words.STATUS_WORDS.get(row["value_status"]) or words.rate(float(row["value"]))


def _interval(row: pd.Series) -> str | None:
    if pd.isna(row["value_low"]):
        return None
    return f"95%: {words.rate(float(row['value_low']))} – {words.rate(float(row['value_high']))}"


def _difference(row: pd.Series) -> str:
    difference = row["n"] - row["before"]
    if np.isnan(difference):
        return "–"
    return ("+" if difference > 0 else "−" if difference < 0 else "") + words.number(abs(difference))


def table_title(view: View) -> list[Any]:
    """Heading of the table."""
    noun = DENOMINATORS[view.measure.denominator].noun if view.measure.denominator else None
    what = f"feiten en feiten per {noun}" if noun else "feiten"
    text = f"{what} in {words.months(view.months)}; klik op een naam om te kiezen, met Ctrl om toe te voegen"
    return [html.H2(f"Alle {view.level_name}" if not view.focus else f"{view.focus_name} en de andere"), html.P(text)]

"""The right-hand column: key figures, the headings of the charts, and the table."""

from __future__ import annotations

from calendar import monthrange
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from dash import html

from dashboard import words
from dashboard.components.method_link import method_link
from dashboard.components.plain import Element, plain
from dashboard.judgement import WORDS
from dashboard.sheet_address import sheet_address
from dashboard.view import Figure, View
from data.catalogue import DENOMINATORS, OVERLAPPING
from layers import SPARK_BOX, spark_lines


def key_figures(view: View) -> list[html.Div]:
    """Three numbers: facts with their verdict, the rate against the rest of the city, and the city."""
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
    more = [verdict_badge(figure.verdict)] if figure.verdict else []
    if figure.status == "provisional":
        more.append(html.Span("voorlopig", className="badge provisional"))
    if view.approximate and figure.known:
        below = f"ongeveer; {below}"
    return _card(label, words.number(figure.n), below, html.Div(more, className="badges"), *links)


def _usual(figure: Figure) -> str:
    return words.number(figure.usual, 0 if figure.usual == int(figure.usual) else 1)


def _versus_card(view: View) -> html.Div:
    label = f"Tegenover rest van {view.info.city}"
    noun = view.versus_kind.noun if view.versus_kind else ""
    if view.versus is None or view.versus.ratio is None:
        return _card(label, "–", "geen noemer voor dit gebied")
    interval = f"95%: {factor(view.versus.low)} – {factor(view.versus.high)}, per {noun}"
    return _card(label, f"{factor(view.versus.ratio)}×", interval)


def factor(value: float | None) -> str:
    """A ratio as people say it: one decimal under ten; without an upper limit it is infinite."""
    return "∞" if value is None else words.number(value, 1 if value < 10 else 0)


BADGES = {"meer": "more", "minder": "less", "geen verschil": "same", "te weinig": "same"}


def verdict_badge(verdict: str, *, short: bool = False) -> html.Span:
    """The verdict as a badge, with its words in full; the colour is orange for more and blue for less."""
    text = verdict if short else WORDS[verdict]
    return html.Span(text, className=f"badge {BADGES[verdict]}", title=WORDS[verdict])


MOST_ROWS = 60
"""Rows of the table until somebody asks for all: 254 buurten are a long list to draw at every change."""
COLUMNS = ("gebied", "aantal", "maat", "verschil")
SHOWN = (
    *("name", "is_located", "n", "status", "value", "value_status", "value_low", "value_high"),
    *("difference", "before", "before_status", "verdict"),
)
"""Columns of the areas that a row of the table is made of."""


def table(view: View) -> Element:
    """The areas of the map level, sortable, with the choice of an area as a button; the row "Onbekend" last."""
    rows = _order(view)
    has_rate = view.measure.denominator is not None
    names = {
        "gebied": view.level_name.capitalize(),
        "aantal": _count_head(view),
        "maat": view.measure.name,
        "verschil": "Verschil",
    }
    head = [_head(key, names[key], view.selection.sort) for key in COLUMNS if key != "maat" or has_rate]
    head += [plain("th", "Oordeel", scope="col"), plain("th", "12 maanden", scope="col")]
    hidden = len(rows) - MOST_ROWS if view.selection.rows != "alle" else 0
    rows = rows[:MOST_ROWS] if hidden > 0 else rows
    months = view.spark.to_numpy()[view.spark.index.get_indexer(view.areas.index[rows])]
    dotted = _provisional(view)
    # A Series for each row takes ten times as long, and to_dict three times.
    chosen = (view.areas[name].to_numpy()[rows].tolist() for name in SHOWN)
    records = [dict(zip(SHOWN, row, strict=True)) for row in zip(*chosen, strict=True)]
    codes = view.areas.index[rows].tolist()
    before, after = sheet_address("|", view.selection).split("|")
    sheets = [before + str(code) + after for code in codes]
    body = [
        _row(code, row, has_rate, code in view.focus, _spark(values, dotted), view.reference.exposure, sheet)
        for code, row, values, sheet in zip(codes, records, months, sheets, strict=True)
    ]
    foot = []
    if hidden > 0:
        every = plain("button", f"Toon ook de andere {hidden}", **{"data-patch": "rijen=alle"})
        foot = [plain("tfoot", plain("tr", plain("td", every, colSpan=len(head))))]
    return plain("table", [plain("thead", plain("tr", head)), plain("tbody", body), *foot], className="areas")


def _count_head(view: View) -> str:
    said = [
        word
        for word, so in (
            ("voorlopig", (view.areas["status"] == "provisional").any()),
            ("ongeveer", view.approximate),
        )
        if so
    ]
    return f"Feiten ({', '.join(said)})" if said else "Feiten"


def _spark(values: npt.NDArray[np.float64], provisional: int) -> Element:
    """A trend within the page: as a picture each of them would be a document of its own, two milliseconds a row."""
    lines = [
        plain("polyline", points=points, **({"className": "dotted"} if dotted else {}))
        for points, dotted in spark_lines(values, provisional=provisional)
    ]
    return plain(
        "svg", lines, className="spark", viewBox=SPARK_BOX, preserveAspectRatio="none", **{"aria-hidden": "true"}
    )


def _provisional(view: View) -> int:
    """How many of the newest months of the sparklines are provisional."""
    shown = set(view.spark.columns)
    states = zip(view.trend["month"], view.trend["status"], strict=True)
    return sum(month in shown and status == "provisional" for month, status in states)


def ordered_areas(view: View) -> pd.DataFrame:
    """The rows of the table in its order, "Onbekend" last; one row per area, as `View.areas`."""
    return view.areas.iloc[_order(view)]


def _order(view: View) -> npt.NDArray[np.intp]:
    key = view.selection.sort.lstrip("-")
    column = {"gebied": "name", "maat": "value", "voor": "before", "verschil": "difference"}.get(key, "n")
    ascending = not view.selection.sort.startswith("-")
    places = view.areas[column].array.argsort(ascending=ascending, na_position="last", kind="stable")
    near = _near(view, view.areas).to_numpy(dtype=bool)
    if near.any():
        places = places[near[places]]
    unlocated = ~view.areas["is_located"].to_numpy(dtype=bool)[places]
    ordered: npt.NDArray[np.intp] = places[np.argsort(unlocated, kind="stable")]
    return ordered


def _near(view: View, frame: pd.DataFrame) -> pd.Series:
    """The buurten of the wijken that the story is about; no row where every area belongs in the table."""
    if view.selection.level != "buurt":
        return pd.Series(False, index=frame.index)
    wijken = {code if view.all_areas.at[code, "level"] == "wijk" else _parent(view, code) for code in view.focus}
    return frame["parent_code"].isin(wijken - {None})


def _parent(view: View, code: str) -> str | None:
    parent = view.all_areas.at[code, "parent_code"]
    return parent if isinstance(parent, str) else None


def _head(key: str, label: str, sort: str) -> Element:
    descending, current = sort.startswith("-"), sort.lstrip("-") == key
    following = key if (current and descending) or (key == "gebied" and not current) else f"-{key}"
    arrow = (" ↓" if descending else " ↑") if current else ""
    order = "descending" if descending else "ascending"
    return plain(
        "th",
        plain("button", label + arrow, **{"data-patch": f"sorteer={following}"}),
        scope="col",
        className="" if key == "gebied" else "number",
        **({"aria-sort": order} if current else {}),
    )


def _row(
    code: str, row: dict[str, Any], has_rate: bool, selected: bool, spark: Element, exposure: int, sheet: str
) -> Element:
    name: Any = (
        [
            plain("button", row["name"], **{"data-area": code, "aria-pressed": "true" if selected else "false"}),
            plain(
                "a", "fiche", href=sheet, className="to-sheet", **{"data-go": "1", "aria-label": f"Fiche {row['name']}"}
            ),
        ]
        if row["is_located"]
        else plain("span", "Onbekend (zonder gekende plaats)", className="quiet")
    )
    cells = [plain("th", name, scope="row"), plain("td", _count(row["n"], row["status"]), className="number")]
    if has_rate:
        cells.append(plain("td", [_value(row), _interval(row)], className="number", title="95%-interval"))
    before = plain("span", f"was {_before(row, exposure)}", className="before")
    cells.append(plain("td", [_difference(row), before], className="number"))
    judged = isinstance(row["verdict"], str)
    cells.append(plain("td", verdict_badge(row["verdict"], short=True) if judged else "–"))
    cells.append(plain("td", spark))
    return plain("tr", cells, className="is-selected" if selected else "")


def _count(n: float, status: str) -> str:
    return words.STATUS_WORDS.get(status) or words.number(n)


def _value(row: dict[str, Any]) -> str:
    return words.STATUS_WORDS.get(row["value_status"]) or words.rate(float(row["value"]))


def _interval(row: dict[str, Any]) -> Element | None:
    if pd.isna(row["value_low"]):
        return None
    text = f"{words.rate(float(row['value_low']))} – {words.rate(float(row['value_high']))}"
    return plain("span", text, className="before")


def _before(row: dict[str, Any], exposure: int) -> str:
    if row["before_status"] == "missing" or np.isnan(row["before"]):
        return words.STATUS_WORDS["missing"]
    usual = row["before"] / exposure
    return words.number(usual, 0 if usual == int(usual) else 1)


def _difference(row: dict[str, Any]) -> str:
    return "–" if pd.isna(row["difference"]) else words.signed(float(row["difference"]))


def table_title(view: View) -> list[Any]:
    """Heading of the table, with over how many areas its verdicts are corrected."""
    kind = DENOMINATORS[view.measure.denominator] if view.measure.denominator else None
    what = f"feiten en {view.measure.name[0].lower()}{view.measure.name[1:]}" if kind else "feiten"
    return [
        html.H2(table_name(view)),
        html.P(f"{what} in {words.months(view.months)}, vergeleken met {view.reference.span}"),
        html.P(
            [
                f"Oordelen gecorrigeerd voor {words.plural(view.family, 'vergelijking', 'vergelijkingen')} tegelijk. ",
                method_link("veel-vergelijkingen", "Hoe?"),
                " Kies een gebied met zijn naam; Ctrl-klik voegt toe.",
            ]
        ),
    ]


def table_name(view: View) -> str:
    """Which areas the table has."""
    near = _near(view, view.areas).any()
    return f"{view.level_name.capitalize()} van {view.focus_name}" if near else f"Alle {view.level_name}"

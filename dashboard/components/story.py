"""The right-hand column: verdicts as badges, and the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from dash import html

from dashboard import words
from dashboard.components.method_link import method_link, plain_method_link
from dashboard.components.plain import Element, plain
from dashboard.judgement import WORDS
from dashboard.outcome import TESTED, among_how_many, tested_words
from dashboard.sheet_address import sheet_address
from dashboard.view import View
from data.catalogue import DENOMINATORS
from layers import SPARK_BOX, spark_lines


def factor(value: float | None) -> str:
    """A ratio as people say it: one decimal under ten; without an upper limit it is infinite."""
    return "∞" if value is None else words.number(value, 1 if value < 10 else 0)


BADGES = {"meer": "more", "minder": "less", "geen verschil": "same", "te weinig": "same"}


def verdict_badge(verdict: str, *, short: bool = False, tested: str = "") -> html.Span:
    """The verdict as a badge, with its words in full; the colour is orange for more and blue for less.

    Args:
        tested: What it rests on, ratio, interval and p; read by who points at the badge.
    """
    text = verdict if short else WORDS[verdict]
    title = f"{WORDS[verdict]}: {tested}" if tested else WORDS[verdict]
    return html.Span(text, className=f"badge {BADGES[verdict]}", title=title)


MOST_ROWS = 60
"""Rows of the table until somebody asks for all: 254 buurten are a long list to draw at every change."""
COLUMNS = ("gebied", "aantal", "maat", "verschil")
SHOWN = (
    *("name", "is_located", "n", "status", "value", "value_status", "value_low", "value_high"),
    *("difference", "before", "before_status"),
    *TESTED,
)
"""Columns of the areas that a row of the table is made of."""


def table(view: View) -> Element:
    """The areas of the map level, sortable, with the choice of an area as a button; the row "Onbekend" last."""
    rows, hidden = _within_reach(view)
    form = {"count": None, "change": _ratio}.get(view.measure.kind, words.rate)
    names = {
        "gebied": view.level_name.capitalize(),
        "aantal": _count_head(view),
        "maat": view.measure.name,
        "verschil": "Verschil",
    }
    head = [_head(key, names[key], view.selection.sort) for key in COLUMNS if key != "maat" or form]
    how = plain_method_link("los-van-gent" if view.selection.apart else "verandering", "?")
    head += [plain("th", ["Oordeel ", how], scope="col"), plain("th", "12 maanden", scope="col")]
    months = view.spark.to_numpy()[view.spark.index.get_indexer(view.areas.index[rows])]
    dotted = _provisional(view)
    # A Series for each row takes ten times as long, and to_dict three times.
    chosen = (view.areas[name].to_numpy()[rows].tolist() for name in SHOWN)
    records = [dict(zip(SHOWN, row, strict=True)) for row in zip(*chosen, strict=True)]
    codes = view.areas.index[rows].tolist()
    before, after = sheet_address("|", view.selection).split("|")
    sheets = [before + str(code) + after for code in codes]
    body = [
        _row(code, row, form, code in view.focus, _spark(values, dotted), view.reference.exposure, sheet)
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
            ("voorlopig", "provisional" in view.areas["status"].tolist()),
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


def areas_within_reach(view: View) -> pd.DataFrame:
    """The rows that the table has before somebody asks for all; one row per area, as `View.areas`."""
    return view.areas.iloc[_within_reach(view)[0]]


def _within_reach(view: View) -> tuple[npt.NDArray[np.intp], int]:
    """Places in `View.areas` of the rows of the table, and how many more there are; "Onbekend" is none of those."""
    rows = _order(view)
    kept = (np.arange(len(rows)) < MOST_ROWS) | ~view.areas["is_located"].to_numpy(dtype=bool)[rows]
    return (rows, 0) if view.selection.rows == "alle" else (rows[kept], int((~kept).sum()))


def _order(view: View) -> npt.NDArray[np.intp]:
    key = view.selection.sort.lstrip("-")
    column = {"gebied": "name", "maat": "value", "voor": "before", "verschil": "difference"}.get(key, "n")
    ascending = not view.selection.sort.startswith("-")
    places = view.areas[column].array.argsort(ascending=ascending, na_position="last", kind="stable")
    near = _near(view)
    if near.any():
        places = places[near[places]]
    unlocated = ~view.areas["is_located"].to_numpy(dtype=bool)[places]
    ordered: npt.NDArray[np.intp] = places[np.argsort(unlocated, kind="stable")]
    return ordered


def _near(view: View) -> npt.NDArray[np.bool_]:
    """The buurten of the wijken that the story is about; no row where every area belongs in the table."""
    if view.selection.level != "buurt" or not view.focus:
        return np.zeros(len(view.areas), dtype=bool)
    wijken = {code if view.all_areas.at[code, "level"] == "wijk" else _parent(view, code) for code in view.focus}
    wijken.discard(None)
    return np.array([parent in wijken for parent in view.areas["parent_code"].tolist()], dtype=bool)


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
    code: str, row: dict[str, Any], form: Form | None, selected: bool, spark: Element, exposure: int, sheet: str
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
    if form:
        cells.append(plain("td", [_value(row, form), _interval(row, form)], className="number", title="95%-interval"))
    before = plain("span", f"was {_before(row, exposure)}", className="before")
    cells.append(plain("td", [_difference(row), before], className="number"))
    judged = isinstance(row["verdict"], str)
    cells.append(plain("td", verdict_badge(row["verdict"], short=True, tested=tested_words(row)) if judged else "–"))
    cells.append(plain("td", spark))
    return plain("tr", cells, className="is-selected" if selected else "")


def _count(n: float, status: str) -> str:
    return words.STATUS_WORDS.get(status) or words.number(n)


Form = Callable[[float], str]
"""How a measure is written."""


def _ratio(value: float) -> str:
    return words.number(value, 2 if value < 10 else 0)


def _value(row: dict[str, Any], form: Form) -> str:
    return words.STATUS_WORDS.get(row["value_status"]) or form(float(row["value"]))


def _interval(row: dict[str, Any], form: Form) -> Element | None:
    if pd.isna(row["value_low"]):
        return None
    high = "∞" if pd.isna(row["value_high"]) else form(float(row["value_high"]))
    text = f"{form(float(row['value_low']))} – {high}"
    return plain("span", text, className="before")


def _before(row: dict[str, Any], exposure: int) -> str:
    if row["before_status"] == "missing" or np.isnan(row["before"]):
        return words.STATUS_WORDS["missing"]
    usual = row["before"] / exposure
    return words.number(usual, 0 if usual == int(usual) else 1)


def _difference(row: dict[str, Any]) -> str:
    return "–" if pd.isna(row["difference"]) else words.signed(float(row["difference"]))


def table_title(view: View) -> list[Any]:
    """Heading of the table, with over how many comparisons its verdicts are corrected."""
    kind = DENOMINATORS[view.measure.denominator] if view.measure.denominator else None
    what = f"feiten en {view.measure.name[0].lower()}{view.measure.name[1:]}" if kind else "feiten"
    return [
        html.H2(table_name(view)),
        html.P(f"{what} in {words.months(view.months)}, vergeleken met {view.reference.span}"),
        html.P(
            [
                f"{corrected(view)}. ",
                method_link("veel-vergelijkingen", "Hoe?"),
                " ",
                method_link(view.measure.method, view.measure.name),
                ".",
                " Kies een gebied met zijn naam; Ctrl-klik voegt toe.",
            ]
        ),
    ]


def corrected(view: View) -> str:
    """What the verdicts are about and over how many comparisons they are corrected, or why there are none."""
    if view.lacks_rest:
        return f"Geen oordelen: de rest van {view.info.city} mist cijfers"
    if not view.family:
        return "Geen oordelen: er zijn geen twee perioden met genoeg feiten om te vergelijken"
    apart = f" los van de evolutie in de rest van {view.info.city}," if view.selection.apart else ""
    return f"Oordelen{apart} {among_how_many(view.family)}, die van de kerncijfers erbij"


def table_name(view: View) -> str:
    """Which areas the table has."""
    near = _near(view).any()
    return f"{view.level_name.capitalize()} van {view.focus_name}" if near else f"Alle {view.level_name}"

"""The panel that splits facts by severity and by road user, with a trend for each part of one of the two."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd

from dashboard import words
from dashboard.components.cards import head
from dashboard.components.method_link import method_link
from dashboard.components.plain import Element, plain
from dashboard.components.story import verdict_badge
from dashboard.outcome import tested_words
from dashboard.selection import KEYS, SPLITS
from dashboard.splits import TREND_OF, USERS, Split, monthly_parts, part_name, shown_split
from dashboard.view import View
from layers import part_trends

_TITLES = {"severity": "Ernst", "road_users": "Betrokken weggebruiker"}
_COUNTED_TWICE = "Een feit telt bij elk van zijn weggebruikers: die tellen samen op tot meer dan het totaal. "


def split_panels(view: View) -> dict[str, Any]:
    """Heading, table and chart, and whether the card is there; by their name in `callbacks.draw`."""
    if not view.splits:
        return {"splits_card": "card is-hidden", "splits_chart": "is-hidden"}
    return {
        "splits_card": "card",
        "splits_chart": "",
        "splits_head": _head(view),
        "splits_table": _table(view),
        "splits_trend_head": _trend_head(view),
        "splits": _trends(shown_split(view.splits, view.selection.split)),
    }


def _head(view: View) -> list[Any]:
    names = {"severity": "ernst", "road_users": "weggebruiker"}
    title = "Naar " + " en ".join(names[split.field] for split in view.splits)
    text = f"feiten in {view.focus_name}, {words.months(view.months)}, vergeleken met {view.reference.span}. "
    if any(split.field == "road_users" for split in view.splits):
        text += _COUNTED_TWICE
    if view.grain == "counts":
        text += "Geteld uit losse feiten; de andere cijfers op deze pagina komen uit de maandcijfers. "
    judged = [split for split in view.splits if split.family]  # without a reference there is nothing to correct
    if judged:
        families = words.listing([f"{split.family} ({names[split.field]})" for split in judged])
        many = "vergelijking" if [split.family for split in judged] == [1] else "vergelijkingen"
        text += f" Oordelen gecorrigeerd voor {families} {many} tegelijk. "
    else:
        text += " "
    return head(title, text, method_link("verandering", "Hoe?"))


def _trend_head(view: View) -> list[Any]:
    """What the small trends are of, with the choice between the splits."""
    split = shown_split(view.splits, view.selection.split)
    names = {field: key for key, field in SPLITS.items()}
    text = f"{TREND_OF[split.field]} in {view.focus_name}: feiten per maand, elk op een eigen schaal"
    if split.monthly.provisional.any():
        text += ", open punt: voorlopig"
    said: list[Any] = [plain("p", f"{text}. {_COUNTED_TWICE if split.field == USERS else ''}")]
    if len(view.splits) > 1:
        buttons = [
            plain(
                "button",
                _TITLES[each.field],
                **{
                    "data-patch": f"{KEYS['split']}={names[each.field]}",
                    "aria-pressed": "true" if each is split else "false",
                },
            )
            for each in view.splits
        ]
        said.insert(0, plain("div", ["Trend naar ", *buttons], className="choice-row", role="group"))
    return said


def _table(view: View) -> Element:
    rows = []
    for split in view.splits:
        provisional = " (voorlopig)" if "provisional" in split.rows["status"].tolist() else ""
        columns = (_TITLES[split.field], f"Feiten{provisional}", "Verschil", "Oordeel")
        titles = [
            plain("th", text, scope="col", className="number" if i in (1, 2) else "") for i, text in enumerate(columns)
        ]
        rows += [plain("tr", titles, className="split-head"), *_rows(split, view)]
    return plain("table", plain("tbody", rows), className="split")


def _rows(split: Split, view: View) -> list[Element]:
    rows = [_row(split, row, view) for row in split.rows.to_dict("records")]
    if split.hidden:
        rows.append(plain("tr", plain("td", f"en nog {split.hidden} andere", colSpan=4, className="quiet")))
    if split.unsure > 0:
        text = (
            f"Niet gekend of een kwetsbare weggebruiker betrokken was: {words.plural(split.unsure, 'feit', 'feiten')}"
        )
        rows.append(plain("tr", plain("td", text, colSpan=4, className="quiet")))
    if split.untold > 0:
        text = f"Niet gekend: {words.plural(split.untold, 'feit', 'feiten')}"
        rows.append(plain("tr", plain("td", text, colSpan=4, className="quiet")))
    return rows


def _row(split: Split, row: dict[Any, Any], view: View) -> Element:
    value = str(row["value"])
    is_severity = split.field == "severity"
    chosen = view.selection.severity if is_severity else view.selection.road_users
    key = KEYS[split.field]
    coded = value if is_severity else quote(value, safe="")
    patch = f"{key}=" if chosen == (coded,) else f"{key}={quote(coded, safe='')}"
    name = part_name(split.field, value)
    button = plain("button", name, **{"data-patch": patch, "aria-pressed": "true" if coded in chosen else "false"})
    usual = row["before"] / view.reference.exposure
    before = "geen cijfers" if np.isnan(usual) else words.number(usual, 0 if usual == int(usual) else 1)
    judged = isinstance(row["verdict"], str)
    return plain(
        "tr",
        [
            plain("th", button, scope="row"),
            plain("td", words.STATUS_WORDS.get(row["status"]) or words.number(row["n"]), className="number"),
            plain(
                "td",
                [_signed(row["difference"]), plain("span", f" (was {before})", className="quiet")],
                className="number",
            ),
            plain("td", verdict_badge(row["verdict"], short=True, tested=tested_words(row)) if judged else "–"),
        ],
        className="is-selected" if coded in chosen else "",
    )


def _signed(difference: float) -> str:
    if pd.isna(difference):
        return "–"
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return sign + words.number(abs(difference), 0 if difference == int(difference) else 1)


def _trends(split: Split) -> dict[str, Any]:
    frame, names = monthly_parts(split)
    return part_trends(frame, names, month_texts=[words.month(month) for month in frame["month"]])

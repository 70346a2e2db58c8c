"""Bars: the same months in every year, and the categories of a selection."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from layers.colours import BLUE, GREY_DARK, GREY_LIGHT, NAVY, WHITE
from layers.template import Figure, layout


def years(frame: pd.DataFrame) -> Figure:
    """One bar a year, the period on screen in navy; a year without figures has a word in place of a bar.

    Args:
        frame: One row per year: label (str), n (float, NaN when missing), status, text (n as Belgians write it),
            patch (change of the selection that a click means).
    """
    states = frame["status"].tolist()
    known = [status != "missing" for status in states]
    last = len(frame) - 1
    bar: dict[str, Any] = {
        "type": "bar",
        "x": frame["label"].tolist(),
        "y": [v if k else 0 for v, k in zip(_plain(frame["n"]), known, strict=True)],
        "text": [t if k else "geen cijfers" for t, k in zip(frame["text"].tolist(), known, strict=True)],
        "textposition": "outside",
        "textfont": {"color": GREY_DARK, "size": 12},
        "cliponaxis": False,
        "customdata": frame["patch"].tolist(),
        "marker": {
            "color": [NAVY if i == last else GREY_LIGHT for i in range(len(frame))],
            "pattern": {"shape": ["/" if s == "provisional" else "" for s in states], "fgcolor": "#ffffff"},
        },
        "hovertemplate": "%{x}: %{text}<extra></extra>",
    }
    top = float(frame["n"].max()) if any(known) else 1.0
    return {
        "data": [bar],
        "layout": layout(
            bargap=0.35,
            hovermode="closest",
            margin={"l": 8, "r": 8, "t": 8, "b": 40},
            xaxis={"type": "category"},
            yaxis={"visible": False, "range": [0, max(top, 1.0) * 1.18]},
        ),
    }


def categories(frame: pd.DataFrame) -> Figure:
    """One bar a category, largest on top, this period in navy and a year earlier in grey.

    Args:
        frame: One row per category: name, n, before (float, NaN when missing), status (of n; what is provisional is
            hatched), text, before_text, shown (bool), patch (change of the selection that a click means).
    """
    n = frame["n"].to_numpy(dtype=float)
    order = np.lexsort((n, ~np.isnan(n))).tolist()  # what is missing first: at the bottom
    columns = {str(name): column.tolist() for name, column in frame.items()}
    ordered = {name: [values[i] for i in order] for name, values in columns.items()}
    names = [_wrap(name) for name in ordered["name"]]

    def trace(column: str, texts: str, colours: list[str], hatched: list[bool] | None = None) -> dict[str, Any]:
        shapes = {"pattern": {"shape": ["/" if h else "" for h in hatched], "fgcolor": WHITE}} if hatched else {}
        return {
            "type": "bar",
            "orientation": "h",
            "y": names,
            "x": [v if v == v else 0 for v in ordered[column]],
            "text": ordered[texts],
            "textposition": "outside",
            "textfont": {"color": GREY_DARK, "size": 12},
            "cliponaxis": False,
            "customdata": ordered["patch"],
            "marker": {"color": colours, **shapes},
            "hovertemplate": "%{y}: %{text}<extra></extra>",
        }

    top = max([1.0, *[v for v in (*ordered["n"], *ordered["before"]) if v == v]])  # NaN does not equal itself
    return {
        "data": [
            trace("before", "before_text", [GREY_LIGHT] * len(frame)),
            trace(
                "n",
                "text",
                [NAVY if shown else BLUE for shown in ordered["shown"]],
                [status == "provisional" for status in ordered["status"]],
            ),
        ],
        "layout": layout(
            barmode="group",
            bargap=0.3,
            hovermode="closest",
            margin={"l": 8, "r": 8, "t": 4, "b": 4},
            xaxis={"visible": False, "range": [0, top * 1.25]},
            yaxis={"automargin": True, "showgrid": False, "type": "category"},
        ),
    }


def _plain(column: pd.Series) -> list[float | None]:
    return [None if v != v else v for v in column.to_numpy(dtype=float).tolist()]


def _wrap(name: str, width: int = 24) -> str:
    lines: list[str] = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)

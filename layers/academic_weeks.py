"""Facts per week of the academic year: this year over the earlier ones, with the kinds of weeks as a strip."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from layers.colours import GREY_DARK, GREY_LIGHT, GREY_PALE, NAVY, SEQUENTIAL, TEXT, WHITE
from layers.template import Figure, layout

STRIP = {"les": SEQUENTIAL[2], "inhaal": SEQUENTIAL[1], "examen": GREY_DARK, "vakantie": GREY_PALE}
"""Colour of a week in the strip, by its kind."""


def academic_weeks(frame: pd.DataFrame, usual: pd.DataFrame, *, texts: list[str]) -> Figure:
    """One line a year, the newest in navy, earlier ones grey; the strip has the kinds of weeks of the newest.

    Args:
        frame: One row per year x week, years in order: year, number (1 is the first week), kind, name, month_name
            (of its Monday), n (float, NaN when missing), status (provisional weeks of the newest year are dotted).
        usual: One row per week number: number, mean (of earlier years); drawn as a dashed line.
        texts: What the card of each row says.
    """
    years = list(dict.fromkeys(frame["year"]))
    newest = frame[frame["year"] == years[-1]]
    cards = pd.Series(texts, index=frame.index)
    traces: list[dict[str, Any]] = []
    for year in years:
        if year == years[-1] and len(usual):
            traces.append(_mean(usual))
        mine = frame[frame["year"] == year]
        values = mine["n"].to_numpy(dtype=float)
        if year != years[-1]:
            traces.append(_line(mine, values, cards, color=GREY_LIGHT, width=1.3))
            continue
        provisional = (mine["status"] == "provisional").to_numpy()
        joined = provisional | np.append(provisional[1:], False)  # so that the dotted line begins where the other ends
        traces.append(_line(mine, np.where(provisional, np.nan, values), cards, color=NAVY, width=2.5))
        if provisional.any():
            dotted = _line(mine, np.where(joined, values, np.nan), cards, color=NAVY, width=2.0, dash="dot")
            traces.append(dotted)
    weeks = int(newest["number"].max())
    return {
        "data": [*traces, _strip(newest)],
        "layout": layout(
            hovermode="closest",
            margin={"l": 34, "r": 8, "t": 8, "b": 22},
            bargap=0,
            xaxis={**_months(newest), "range": [0.4, weeks + 0.6], "anchor": "y2"},
            yaxis={"domain": [0.17, 1]},
            yaxis2={"domain": [0, 0.1], "range": [0, 1], "visible": False, "fixedrange": True},
            annotations=_names(newest),
        ),
    }


def _line(mine: pd.DataFrame, values: np.ndarray, cards: pd.Series, **style: Any) -> dict[str, Any]:
    known = ~np.isnan(values)
    alone = known & ~np.append(known[1:], False) & ~np.insert(known[:-1], 0, False)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": mine["number"].tolist(),
        "y": [round(float(v), 2) if k else None for v, k in zip(values, known, strict=True)],
        "text": cards[mine.index].tolist(),
        "hovertemplate": "%{text}<extra></extra>",
        "line": style,
        "marker": {"size": [5 if a else 0 for a in alone], "color": style["color"]},  # no line shows a single week
    }


def _mean(usual: pd.DataFrame) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": usual["number"].tolist(),
        "y": [round(float(v), 2) for v in usual["mean"]],
        "hoverinfo": "skip",
        "line": {"color": GREY_DARK, "width": 1.5, "dash": "dash"},
    }


def _strip(newest: pd.DataFrame) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": newest["number"].tolist(),
        "y": [1] * len(newest),
        "yaxis": "y2",
        "text": [f"Week {n}: {name.lower()}" for n, name in zip(newest["number"], newest["name"], strict=True)],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": [STRIP[kind] for kind in newest["kind"]], "line": {"width": 0}},
    }


def _names(newest: pd.DataFrame) -> list[dict[str, Any]]:
    """The word of each run of weeks that is long enough to hold it, also on a phone; a legend has them all."""
    words = {"les": ("les", 4), "examen": ("blok", 4)}
    notes = []
    for kind, run in groupby(zip(newest["number"], newest["kind"], strict=True), key=lambda pair: pair[1]):
        numbers = [number for number, _ in run]
        word, room = words.get(kind, ("", 99))
        if len(numbers) < room:
            continue
        notes.append(
            {
                "x": (numbers[0] + numbers[-1]) / 2,
                "y": 0.5,
                "yref": "y2",
                "text": word,
                "showarrow": False,
                "font": {"size": 10, "color": TEXT if kind != "examen" else WHITE},
            }
        )
    return notes


def _months(newest: pd.DataFrame) -> dict[str, Any]:
    """A tick at the first week that begins in each month; their names are in the frame."""
    ticks, labels, seen = [], [], set()
    for number, month in zip(newest["number"], newest["month_name"], strict=True):
        if month not in seen and number > 1:
            ticks.append(number)
            labels.append(month)
        seen.add(month)
    return {"tickvals": ticks, "ticktext": labels, "tickfont": {"size": 12, "color": GREY_DARK}}

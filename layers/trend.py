"""The monthly trend of the selection, with its expected level, its band of normal variation, and the city."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from layers.colours import BLUE, BLUE_TEXT, GREEN, GREY, GREY_DARK, GREY_LIGHT, NAVY, ORANGE, PAGE, WHITE
from layers.template import Figure, layout
from layers.trend_notes import note, outside_leader, outside_note

BAND = "rgba(0, 157, 224, 0.16)"
BAND_COLUMNS = (("low", 0), ("high", 0), ("expected", 1))
"""What the band is drawn of, and with how many decimals."""
MOST_TITLES = 4
"""Titles of actions in the drawing: more would cover the lines."""
LONGEST_TITLE = 32
WIDE_GAP = 0.25
"""Share of the axis from which the words over a gap fit in it."""


def trend(
    frame: pd.DataFrame,
    *,
    period: tuple[date, date],
    city_share: float | None,
    texts: dict[str, Any],
    events: list[tuple[date, date, str, bool]] | None = None,
    actions: Sequence[tuple[date, str]] = (),
) -> Figure:
    """Facts per month; provisional months are hollow, missing months leave a gap, months outside the band a large dot.

    Args:
        frame: One row per month: month (date), n, status, city, expected, low, high (float, NaN when there is none),
            outside ("boven" | "onder" | "binnen" or null).
        period: First day of the first and the last month that is selected; a bar under the axis marks it.
        city_share: Factor that brings the city to the size of the selection; None draws no city line.
        texts: months (label of each row), city (label of the city line), outside (label of the last month outside).
        events: First day, last day, name, and whether to shade it (else a mark on the axis), of calendar events.
        actions: First day and title of what was done, oldest first; a green line each, the latest with their title.

    Returns:
        A plotly figure. A point's customdata is the change of the selection that a click on it means.
    """
    x = [month.toordinal() for month in frame["month"].tolist()]
    traces = _band(frame, x)
    if city_share is not None:
        traces.append(_line(x, _nullable(frame["city"] * city_share, 1), GREY, "dot", texts["city"]))
    traces += _facts(frame, x, texts["months"])
    traces += _event_marks(events or [])
    first, last = period
    after = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    selected = _rectangle(first, after, NAVY, 1.0, y0=-0.035, y1=0.0)
    return {
        "data": traces,
        "layout": layout(
            shapes=[
                selected,
                *_gaps(frame),
                *_event_shades(events or []),
                *outside_leader(frame, texts, city_share),
                *_action_lines(actions, frame),
            ],
            annotations=[*_gap_notes(frame), *outside_note(frame, texts), *_action_notes(actions, frame)],
            hovermode="closest",
            margin={"l": 40, "r": 12, "t": 20, "b": 26},
            xaxis=_years(frame["month"].iloc[0], frame["month"].iloc[-1]),
        ),
    }


def _band(frame: pd.DataFrame, x: list[int]) -> list[dict[str, Any]]:
    # Where nothing is published there is nothing to expect it of.
    published = np.array([status != "missing" for status in frame["status"].tolist()])
    low, high, expected = (_nullable(frame[name], digits, published) for name, digits in BAND_COLUMNS)
    if not any(value is not None for value in expected):
        return []
    traces: list[dict[str, Any]] = []
    run: list[int] = []
    for i in range(len(x) + 1):  # one polygon for each unbroken run of months, so that a gap stays a gap
        if i < len(x) and low[i] is not None and high[i] is not None:
            run.append(i)
            continue
        if len(run) > 1:
            traces.append(_ribbon([x[k] for k in run], [low[k] for k in run], [high[k] for k in run]))
        run = []
    return [*traces, _line(x, expected, BLUE_TEXT, "dash", "verwacht")]


def _ribbon(x: list[int], low: list[float | None], high: list[float | None]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [*x, *reversed(x)],
        "y": [*high, *reversed(low)],
        "mode": "none",
        "fill": "toself",
        "fillcolor": BAND,
        "hoverinfo": "skip",
    }


def _line(x: list[int], y: list[float | None], colour: str, dash: str, name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "line": {"color": colour, "width": 1.3, "dash": dash},
        "hovertemplate": name + ": %{y:,.0f}<extra></extra>",
    }


def _facts(frame: pd.DataFrame, x: list[int], labels: list[str]) -> list[dict[str, Any]]:
    """The line, and a dot only on a month that is special: a dot on each of 96 months is a third of the drawing."""
    y = _nullable(frame["n"])
    provisional = [status == "provisional" for status in frame["status"].tolist()]
    outside = frame["outside"].tolist()
    line = {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "line": {"color": NAVY, "width": 2},
        "customdata": [f"periode={m}_{m}" for m in (month.isoformat()[:7] for month in frame["month"].tolist())],
        "text": [label + (" (voorlopig)" if p else "") for label, p in zip(labels, provisional, strict=True)],
        "hovertemplate": "%{text}: %{y:,.0f}<extra></extra>",
    }
    marked = [
        i
        for i, n in enumerate(y)
        if n is not None and (outside[i] in ("boven", "onder") or provisional[i] or _is_alone(y, i))
    ]
    if not marked:
        return [line]
    rim = [ORANGE if outside[i] == "boven" else BLUE if outside[i] == "onder" else NAVY for i in marked]
    dots = {
        "type": "scatter",
        "x": [x[i] for i in marked],
        "y": [y[i] for i in marked],
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {
            "size": [9 if outside[i] in ("boven", "onder") else 7 if provisional[i] else 4 for i in marked],
            "color": [WHITE if provisional[i] else colour for i, colour in zip(marked, rim, strict=True)],
            "line": {"color": rim, "width": [2 if provisional[i] else 0 for i in marked]},
            "opacity": 1,
        },
    }
    return [line, dots]


def _is_alone(y: list[float | None], i: int) -> bool:
    """A month between two without figures: a line would not show it."""
    return (i == 0 or y[i - 1] is None) and (i == len(y) - 1 or y[i + 1] is None)


def _years(first: date, last: date) -> dict[str, Any]:
    """The axis of the months, with the years under it.

    A day is its number in the calendar, and the years are written here: a drawing of the same chart on plotly's axis of
    dates takes the browser a third longer.
    """
    low, high = _around(first, last)
    starts = {date(year, 1, 1).toordinal(): str(year) for year in range(first.year, last.year + 2)}
    ticks = {day: year for day, year in starts.items() if low <= day <= high}
    return {
        "type": "linear",
        "tickmode": "array",
        "tickvals": list(ticks),
        "ticktext": list(ticks.values()),
        "range": [low, high],
    }


def _around(first: date, last: date) -> tuple[int, int]:
    """The range of the axis: the months, with half a month of room for the dots."""
    return first.toordinal() - 20, last.toordinal() + 45


def _nullable(column: pd.Series, decimals: int = 0, where: npt.NDArray[np.bool_] | None = None) -> list[float | None]:
    values = column.to_numpy(dtype=float, na_value=np.nan)
    if where is not None:
        values = np.where(where, values, np.nan)
    return [None if v != v else round(v, decimals) for v in values.tolist()]


def _rectangle(
    first: date, last: date, colour: str, opacity: float, *, y0: float = 0.0, y1: float = 1.0
) -> dict[str, Any]:
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": first.toordinal(),
        "x1": last.toordinal(),
        "y0": y0,
        "y1": y1,
        "fillcolor": colour,
        "opacity": opacity,
        "line": {"width": 0},
        "layer": "below",
    }


def _stretches(frame: pd.DataFrame) -> list[tuple[date, date]]:
    """First and last month of each run of missing months."""
    runs: list[tuple[date, date]] = []
    open_run = False
    for month, status in zip(frame["month"].tolist(), frame["status"].tolist(), strict=True):
        if status == "missing":
            runs = [*runs[:-1], (runs[-1][0], month)] if open_run else [*runs, (month, month)]
        open_run = status == "missing"
    return runs


def _gaps(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [_rectangle(first, last, PAGE, 1.0) for first, last in _stretches(frame)]


def _gap_notes(frame: pd.DataFrame) -> list[dict[str, Any]]:
    stretches = [(first.toordinal(), last.toordinal()) for first, last in _stretches(frame)]
    if not stretches:
        return []
    first, last = max(stretches, key=lambda days: days[1] - days[0])
    low, high = _around(frame["month"].iloc[0], frame["month"].iloc[-1])
    words = note((first + last) // 2, 0.5, "niet gepubliceerd", GREY_DARK, yref="paper")
    if last - first >= WIDE_GAP * (high - low):
        return [words]
    is_early = first + last < low + high  # beside a narrow gap, on the side where there is room
    side = {"x": first, "xanchor": "left"} if is_early else {"x": last, "xanchor": "right"}
    return [{**words, **side, "y": 0.99, "yanchor": "top", "bgcolor": "rgba(255, 255, 255, 0.8)"}]


def _event_shades(events: list[tuple[date, date, str, bool]]) -> list[dict[str, Any]]:
    return [_rectangle(first, last, GREY_LIGHT, 0.5) for first, last, _, shaded in events if shaded]


def _event_marks(events: list[tuple[date, date, str, bool]]) -> list[dict[str, Any]]:
    """A small triangle on the axis, with the name on hover: names in full would cover the line."""
    if not events:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [first.toordinal() for first, _, _, _ in events],
            "y": [0] * len(events),
            "text": [name for _, _, name, _ in events],
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {"symbol": "triangle-up", "size": 9, "color": GREEN},
            "cliponaxis": False,
        }
    ]


def _within(actions: Sequence[tuple[date, str]], frame: pd.DataFrame) -> list[tuple[int, str]]:
    """Day and title of the actions that began in the drawn months: others would stretch the axis."""
    if not actions:
        return []
    first, last = _around(frame["month"].iloc[0], frame["month"].iloc[-1])
    return [(day.toordinal(), title) for day, title in actions if first <= day.toordinal() <= last]


def _action_lines(actions: Sequence[tuple[date, str]], frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A dashed line from top to bottom where each action began."""
    line = {"color": GREEN, "width": 1.5, "dash": "dash"}
    return [
        {"type": "line", "xref": "x", "yref": "paper", "x0": day, "x1": day, "y0": 0, "y1": 1, "line": line}
        for day, _ in _within(actions, frame)
    ]


def _action_notes(actions: Sequence[tuple[date, str]], frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The titles of the latest actions beside their lines, one above the other."""
    days = _within(actions, frame)
    middle = frame["month"].iloc[len(frame) // 2].toordinal()
    notes = []
    for step, (day, title) in enumerate(reversed(days[-MOST_TITLES:])):
        text = escape(title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…")
        left = day > middle
        place = {"xanchor": "right" if left else "left", "xshift": -4 if left else 4, "yanchor": "bottom"}
        words = note(day, 0.01 + 0.1 * step, text, GREY_DARK, yref="paper")
        notes.append({**words, **place, "bgcolor": "rgba(255, 255, 255, 0.8)", "borderpad": 1})
    return notes

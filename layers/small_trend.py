"""A monthly trend for paper: facts, what was to be expected, and its band, small on the sheet or wide in a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from layers.colours import (
    BLUE,
    BLUE_TEXT,
    GREEN,
    GREY,
    GREY_DARK,
    GREY_LIGHT,
    NAVY,
    ORANGE,
    ORANGE_TEXT,
    PAGE,
    WHITE,
)
from layers.drawing import Drawing, Shape, label
from layers.plot import SMALL, Floats, Plot, nice_top

FACTS = "facts"
"""Class of what is drawn of the facts themselves."""


def small_trend(
    frame: pd.DataFrame,
    *,
    period: tuple[date, date],
    actions: Sequence[tuple[date, str]] = (),
    plot: Plot = SMALL,
    city_share: float | None = None,
    said: str = "",
) -> Drawing:
    """Facts per month from zero; provisional months are dotted, missing ones a grey gap, months outside the band a dot.

    Args:
        frame: One row per consecutive month: month (date), n (float, NaN is missing), status, expected, low, high
            (float, NaN when there is none), outside ("boven" | "onder" | "binnen" or null).
        period: First day of the first and the last selected month; a bar on the axis marks it.
        actions: First day of what was done, and a letter or two that stand at its green line.
        plot: How large it is.
        city_share: Factor that brings the column city to the size of the selection; None draws no line of the city.
        said: Words at the last month outside the band.

    Returns:
        A drawing of the size of the plot.
    """
    n, expected, low, high = (frame[name].to_numpy(dtype=float) for name in ("n", "expected", "low", "high"))
    published = ~np.isnan(n)
    expected, low, high = (np.where(published, values, np.nan) for values in (expected, low, high))
    city = frame["city"].to_numpy(dtype=float) * city_share if city_share is not None else np.full(len(n), np.nan)
    top = nice_top(max([0.0, *(v for series in (n, high, city) for v in series[~np.isnan(series)].tolist())]))
    months = frame["month"].tolist()
    step = plot.across / max(len(months), 1)
    x = plot.left + (np.arange(len(months)) + 0.5) * step

    def y(values: Floats) -> Floats:
        return plot.y(values, top)

    shapes = [_absent(x[start] - step / 2, step * (stop - start), plot) for start, stop in runs(~published)]
    shapes += plot.grid(top) + _years(months, x, plot)
    for start, stop in runs(~np.isnan(low) & ~np.isnan(high)):
        if stop - start > 1:
            upper = _points(x[start:stop], y(high[start:stop]))
            lower = _points(x[start:stop][::-1], y(low[start:stop])[::-1])
            shapes.append(Shape("polygon", {"points": f"{upper} {lower}", "fill": BLUE, "opacity": 0.17}))
    for values, colour, dash in ((city, GREY, "1 2"), (expected, BLUE_TEXT, "3 2")):
        line = {"stroke": colour, "stroke-width": 0.9, "fill": "none", "stroke-dasharray": dash}
        for start, stop in runs(~np.isnan(values)):
            shapes.append(Shape("polyline", {"points": _points(x[start:stop], y(values[start:stop])), **line}))
    provisional = (frame["status"] == "provisional").to_numpy(dtype=bool)
    shapes += _facts(x, y(n), published, provisional)
    shapes += _actions(actions, months, x, step, plot)
    outside = frame["outside"].tolist()
    shapes += _outside(x, y(n), published, outside)
    shapes += _said(x, y(n), published, outside, said, plot)
    selected = [i for i, month in enumerate(months) if period[0] <= month <= period[1]]
    if selected:
        bar = {"x": round(x[selected[0]] - step / 2, 1), "y": plot.zero, "width": round(step * len(selected), 1)}
        shapes.append(Shape("rect", {**bar, "height": 2.4, "fill": NAVY}))
    return Drawing(plot.width, plot.height, tuple(shapes))


def runs(there: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The start and the end (not included) of every unbroken run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], there.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _absent(x: float, width: float, plot: Plot) -> Shape:
    box = {"x": round(float(x), 1), "y": plot.top, "width": round(float(width), 1), "height": plot.zero - plot.top}
    return Shape("rect", {**box, "fill": PAGE})


def _points(x: Floats, y: Floats) -> str:
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x.tolist(), y.tolist(), strict=True))


def _years(months: list[date], x: Floats, plot: Plot) -> list[Shape]:
    """A tick at every January, and as many years in words as fit."""
    starts = [i for i, month in enumerate(months) if month.month == 1]
    every = max(1, -(-len(starts) * 34 // int(plot.across)))
    shapes = []
    for number, i in enumerate(starts):
        tick = {"x1": round(x[i], 1), "x2": round(x[i], 1), "y1": plot.zero, "y2": plot.zero + 4, "stroke": GREY_LIGHT}
        shapes.append(Shape("line", tick))
        if number % every == 0 and x[i] < plot.width - 24:
            shapes.append(
                label(float(x[i]) + 1, plot.height - 3, str(months[i].year), size=plot.text, colour=GREY_DARK)
            )
    return shapes


def _facts(x: Floats, y: Floats, published: npt.NDArray[np.bool_], provisional: npt.NDArray[np.bool_]) -> list[Shape]:
    line: dict[str, Any] = {"class": FACTS, "fill": "none", "stroke": NAVY, "stroke-width": 1.6}
    line["stroke-linejoin"] = "round"
    shapes = []
    for start, stop in runs(published & ~provisional):
        if stop - start == 1:
            shapes.append(_dot(x[start], y[start], 1.8, NAVY, **{"class": FACTS}))
        else:
            shapes.append(Shape("polyline", {**line, "points": _points(x[start:stop], y[start:stop])}))
    for start, stop in runs(published & provisional):
        begin = start - 1 if start and published[start - 1] else start  # so that the line goes on
        dotted = {**line, "points": _points(x[begin:stop], y[begin:stop]), "stroke-dasharray": "1.5 2"}
        shapes.append(Shape("polyline", dotted))
        rim = {"stroke": NAVY, "stroke-width": 1.2}
        shapes += [_dot(x[i], y[i], 2, WHITE, **rim) for i in range(start, stop)]
    return shapes


def _outside(x: Floats, y: Floats, published: npt.NDArray[np.bool_], outside: list[object]) -> list[Shape]:
    colours = {"boven": ORANGE, "onder": BLUE}
    return [
        _dot(x[i], y[i], 3, colours[str(where)])
        for i, where in enumerate(outside)
        if where in ("boven", "onder") and published[i]
    ]


def _actions(
    actions: Sequence[tuple[date, str]], months: list[date], x: Floats, step: float, plot: Plot
) -> list[Shape]:
    """A dashed line where each action began, its name on top of it."""
    shapes = []
    places = {month: float(place) for month, place in zip(months, x.tolist(), strict=True)}
    for day, name in actions:
        month = places.get(day.replace(day=1))
        if month is None:
            continue
        at = round(month + ((day.day - 1) / 31 - 0.5) * step, 1)
        line = {"x1": at, "x2": at, "y1": plot.top, "y2": plot.zero, "stroke": GREEN, "stroke-width": 1.4}
        shapes.append(Shape("line", {**line, "stroke-dasharray": "3 2"}))
        shapes.append(label(at - 2, plot.top + 1, name, size=plot.text, colour=GREY_DARK, anchor="end"))
    return shapes


def _said(
    x: Floats, y: Floats, published: npt.NDArray[np.bool_], outside: list[object], said: str, plot: Plot
) -> list[Shape]:
    """Words beside the last month outside the band, on the side where there is room."""
    marked = [i for i, where in enumerate(outside) if where in ("boven", "onder") and published[i]]
    if not marked or not said:
        return []
    i = marked[-1]
    late = x[i] > plot.width / 2
    colour = ORANGE_TEXT if outside[i] == "boven" else BLUE_TEXT
    at = float(y[i]) + 2
    if at > plot.zero - plot.text / 2:  # there is no room between the month and the axis: over the line beside it
        reach = len(said) * plot.text * 0.55 + 6
        beside = (x > x[i] - reach) & (x <= x[i]) if late else (x >= x[i]) & (x < x[i] + reach)
        at = float(np.nanmin(y[beside])) - 3
    at = max(at, plot.top + plot.text * 0.4)
    word = label(
        float(x[i]) + (-6 if late else 6), at, said, size=plot.text, colour=colour, anchor="end" if late else "start"
    )
    return [Shape(word.kind, {**word.attributes, "class": "halo"}, word.text)]


def _dot(x: float, y: float, r: float, fill: str, **more: Any) -> Shape:
    return Shape("circle", {"cx": round(float(x), 1), "cy": round(float(y), 1), "r": r, "fill": fill, **more})

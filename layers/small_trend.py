"""A monthly trend for paper: facts, what was to be expected, and its band, in a small drawing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from layers.colours import BLUE, BLUE_TEXT, GREEN, GREY_DARK, GREY_LIGHT, NAVY, ORANGE, PAGE, WHITE
from layers.drawing import Drawing, Shape, label

WIDTH, HEIGHT = 260.0, 92.0
LEFT, RIGHT, TOP, BOTTOM = 30.0, 6.0, 8.0, 16.0
_TEXT = 10
_STEPS = (1, 2, 3, 4, 6, 8, 10)

Floats = npt.NDArray[np.floating[Any]]


def small_trend(frame: pd.DataFrame, *, period: tuple[date, date], actions: Sequence[tuple[date, str]] = ()) -> Drawing:
    """Facts per month from zero; provisional months are dotted, missing ones a grey gap, months outside the band a dot.

    Args:
        frame: One row per consecutive month: month (date), n (float, NaN is missing), status, expected, low, high
            (float, NaN when there is none), outside ("boven" | "onder" | "binnen" or null).
        period: First day of the first and the last selected month; a bar on the axis marks it.
        actions: First day of what was done, and a letter or two that stand at its green line.

    Returns:
        A drawing of WIDTH by HEIGHT.
    """
    n, expected, low, high = (frame[name].to_numpy(dtype=float) for name in ("n", "expected", "low", "high"))
    months = frame["month"].tolist()
    published = ~np.isnan(n)
    expected, low, high = (np.where(published, values, np.nan) for values in (expected, low, high))
    top = nice_top(max([0.0, *n[published].tolist(), *high[~np.isnan(high)].tolist()]))
    step = (WIDTH - LEFT - RIGHT) / max(len(months), 1)
    x = LEFT + (np.arange(len(months)) + 0.5) * step
    zero = HEIGHT - BOTTOM

    def y(values: Floats) -> Floats:
        return zero - values / top * (zero - TOP)

    shapes = [_absent(x[start] - step / 2, step * (stop - start), zero) for start, stop in runs(~published)]
    shapes += _grid(top, zero) + _years(months, x, zero)
    for start, stop in runs(~np.isnan(low) & ~np.isnan(high)):
        if stop - start > 1:
            upper = _points(x[start:stop], y(high[start:stop]))
            lower = _points(x[start:stop][::-1], y(low[start:stop])[::-1])
            shapes.append(Shape("polygon", {"points": f"{upper} {lower}", "fill": BLUE, "opacity": 0.17}))
    for start, stop in runs(~np.isnan(expected)):
        line = {"points": _points(x[start:stop], y(expected[start:stop])), "stroke": BLUE_TEXT, "stroke-width": 0.9}
        shapes.append(Shape("polyline", {**line, "fill": "none", "stroke-dasharray": "3 2"}))
    provisional = (frame["status"] == "provisional").to_numpy(dtype=bool)
    shapes += _facts(x, y(n), published, provisional)
    shapes += _actions(actions, months, x, step, zero)
    shapes += _outside(x, y(n), published, frame["outside"].tolist())
    selected = [i for i, month in enumerate(months) if period[0] <= month <= period[1]]
    if selected:
        bar = {"x": round(x[selected[0]] - step / 2, 1), "y": zero, "width": round(step * len(selected), 1)}
        shapes.append(Shape("rect", {**bar, "height": 2.4, "fill": NAVY}))
    return Drawing(WIDTH, HEIGHT, tuple(shapes))


def nice_top(highest: float) -> float:
    """The top of the axis: a round number, at least 4, not under the highest value."""
    if highest <= 4:
        return 4.0
    size = 10.0 ** np.floor(np.log10(highest))
    return float(next(size * k for k in _STEPS if size * k >= highest))


def runs(there: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The start and the end (not included) of every unbroken run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], there.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _absent(x: float, width: float, zero: float) -> Shape:
    box = {"x": round(float(x), 1), "y": TOP, "width": round(float(width), 1), "height": zero - TOP}
    return Shape("rect", {**box, "fill": PAGE})


def _points(x: Floats, y: Floats) -> str:
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x.tolist(), y.tolist(), strict=True))


def _grid(top: float, zero: float) -> list[Shape]:
    shapes = []
    for value in (0.0, top / 2, top):
        y = round(zero - value / top * (zero - TOP), 1)
        line = {"x1": LEFT, "x2": WIDTH - RIGHT, "y1": y, "y2": y, "stroke": GREY_LIGHT, "stroke-width": 0.7}
        text = f"{value:,.0f}".replace(",", ".") if value == int(value) else ""
        shapes += [Shape("line", line), label(LEFT - 4, y + 3.5, text, size=_TEXT, colour=GREY_DARK, anchor="end")]
    return [shape for shape in shapes if shape.kind != "text" or shape.text]


def _years(months: list[date], x: Floats, zero: float) -> list[Shape]:
    """A tick at every January, and as many years in words as fit."""
    starts = [i for i, month in enumerate(months) if month.month == 1]
    every = max(1, -(-len(starts) * 34 // int(WIDTH - LEFT - RIGHT)))
    shapes = []
    for number, i in enumerate(starts):
        tick = {"x1": round(x[i], 1), "x2": round(x[i], 1), "y1": zero, "y2": zero + 4, "stroke": GREY_LIGHT}
        shapes.append(Shape("line", tick))
        if number % every == 0 and x[i] < WIDTH - 24:
            shapes.append(label(float(x[i]) + 1, HEIGHT - 3, str(months[i].year), size=_TEXT, colour=GREY_DARK))
    return shapes


def _facts(x: Floats, y: Floats, published: npt.NDArray[np.bool_], provisional: npt.NDArray[np.bool_]) -> list[Shape]:
    line: dict[str, Any] = {"fill": "none", "stroke": NAVY, "stroke-width": 1.6, "stroke-linejoin": "round"}
    shapes = []
    for start, stop in runs(published & ~provisional):
        if stop - start == 1:
            shapes.append(_dot(x[start], y[start], 1.8, NAVY))
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
    actions: Sequence[tuple[date, str]], months: list[date], x: Floats, step: float, zero: float
) -> list[Shape]:
    """A dashed line where each action began, its name on top of it."""
    shapes = []
    places = {month: float(place) for month, place in zip(months, x.tolist(), strict=True)}
    for day, name in actions:
        month = places.get(day.replace(day=1))
        if month is None:
            continue
        at = round(month + ((day.day - 1) / 31 - 0.5) * step, 1)
        line = {"x1": at, "x2": at, "y1": TOP, "y2": zero, "stroke": GREEN, "stroke-width": 1.4}
        shapes.append(Shape("line", {**line, "stroke-dasharray": "3 2"}))
        shapes.append(label(at - 2, TOP + 1, name, size=_TEXT, colour=GREY_DARK, anchor="end"))
    return shapes


def _dot(x: float, y: float, r: float, fill: str, **more: Any) -> Shape:
    return Shape("circle", {"cx": round(float(x), 1), "cy": round(float(y), 1), "r": r, "fill": fill, **more})

"""The funnel on paper: every area against what chance gives for its size."""

from __future__ import annotations

import numpy as np
import pandas as pd

from layers.colours import BLUE, GREY, GREY_DARK, NAVY, ORANGE, TEXT, WHITE
from layers.drawing import Drawing, Shape, label
from layers.plot import Floats, Plot, nice_top
from layers.sizes import SizeAxis, round_numbers, size_axis, size_text

DOT = "dot"
"""Class of the dot of an area; where it lies is its denominator and its rate."""
PLANE = Plot(width=234.0, height=98.0, left=32.0, right=8.0, top=8.0, bottom=24.0, text=8)


def funnel_dots(
    areas: pd.DataFrame, curve: pd.DataFrame, *, target: float | None, selected: tuple[str, ...], x_title: str
) -> Drawing | None:
    """A dot an area, the rate of all together dashed, and the limits of 95% (dotted) and 99,8% (full).

    Args: as `layers.funnel.funnel`; the columns area_code, name, denominator, rate, outside and status are used.

    Returns:
        A drawing, or None when no area has a rate.
    """
    plot = PLANE
    rates = areas["rate"].to_numpy(dtype=float, na_value=np.nan)
    sizes = areas["denominator"].to_numpy(dtype=float, na_value=np.nan)
    known = np.flatnonzero(~np.isnan(rates))
    if not len(known):
        return None
    highest = float(rates[known].max()) * 1.12 or 1.0
    axis = size_axis(sizes[known])

    def x(values: Floats) -> Floats:
        return plot.left + axis.share(values) * plot.across

    shapes = [s for s in plot.grid(nice_top(highest)) if s.kind == "line"][:1]
    for value in round_numbers(highest):
        y = round(float(plot.y(np.array([value]), highest)[0]), 1)
        shapes.append(label(plot.left - 4, y + 2.8, size_text(value), size=plot.text, colour=GREY_DARK, anchor="end"))
    for value in axis.ticks():
        at = float(x(np.array([value]))[0])
        shapes.append(label(at, plot.zero + 9, size_text(value), size=plot.text, colour=GREY_DARK, anchor="middle"))
    end = plot.width - plot.right
    shapes.append(label(end, plot.height - 3, axis.title(x_title), size=plot.text, colour=GREY_DARK, anchor="end"))
    shapes += _limits(curve, target, plot, axis, highest)
    codes, names, flags, states = (areas[name].tolist() for name in ("area_code", "name", "outside", "status"))
    px, py = x(sizes).tolist(), plot.y(rates, highest).tolist()
    for i in known.tolist():
        fill = NAVY if "99,8" in str(flags[i]) else GREY
        open_ = states[i] == "provisional"
        look = {"fill": WHITE if open_ else fill, "stroke": fill if open_ else WHITE, "stroke-width": 0.9}
        shapes.append(Shape("circle", {"class": DOT, "cx": round(px[i], 2), "cy": round(py[i], 2), "r": 2.4, **look}))
    for i in (i for i in known.tolist() if codes[i] in selected):
        ring = {"cx": round(px[i], 2), "cy": round(py[i], 2), "r": 4.2, "fill": "none", "stroke": ORANGE}
        right = px[i] > plot.width * 0.6
        name = label(px[i] + (-7 if right else 7), py[i] + 2.8, str(names[i])[:32], size=plot.text, colour=TEXT)
        anchored = {**name.attributes, "text-anchor": "end" if right else "start", "class": "halo"}
        shapes += [Shape("circle", {**ring, "stroke-width": 1.6}), Shape("text", anchored, name.text)]
    return Drawing(plot.width, plot.height, tuple(shapes))


def _limits(curve: pd.DataFrame, target: float | None, plot: Plot, axis: SizeAxis, highest: float) -> list[Shape]:
    if curve.empty:
        return []
    size = curve["denominator"].to_numpy(dtype=float)
    there = (size >= axis.first) & (size <= axis.last)
    x = plot.left + axis.share(size[there]) * plot.across
    shapes = []
    for name, dash in (("95", "1.5 2"), ("998", "none")):
        for side in ("low", "high"):
            values = curve[f"{side}{name}"].to_numpy(dtype=float, na_value=np.nan)[there]
            inside = ~np.isnan(values) & (values >= 0) & (values <= highest)
            y = plot.y(values[inside], highest)
            points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x[inside].tolist(), y.tolist(), strict=True))
            line = {"points": points, "fill": "none", "stroke": BLUE, "stroke-width": 0.8, "stroke-dasharray": dash}
            if int(inside.sum()) > 1:
                shapes.append(Shape("polyline", line))
    if target is not None and len(x):
        y0 = round(float(plot.y(np.array([target]), highest)[0]), 1)
        ends = {"x1": round(float(x[0]), 1), "x2": round(float(x[-1]), 1), "y1": y0, "y2": y0}
        shapes.append(Shape("line", {**ends, "stroke": GREY_DARK, "stroke-width": 0.8, "stroke-dasharray": "4 2.5"}))
    return shapes

"""The funnel plot: every area against what chance gives for its size, in place of a ranking."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from layers.colours import BLUE, GREY, GREY_DARK, NAVY, ORANGE, TEXT, WHITE
from layers.sizes import SizeAxis, size_axis, size_text
from layers.template import Figure, layout


def funnel(
    areas: pd.DataFrame,
    curve: pd.DataFrame,
    *,
    target: float | None,
    selected: tuple[str, ...],
    x_title: str,
) -> Figure:
    """A dot an area, the rate of all areas together as a line, and the limits of 95% and 99,8%.

    Args:
        areas: One row per area: area_code, name, denominator, rate (NA without one: no dot), outside, status, text
            (hover). A provisional rate is a ring.
        curve: denominator, low95, high95, low998, high998.
        target: The common rate.
        selected: Codes of the areas that the story is about; ringed in orange, with their name.
        x_title: The denominator in words.
    """
    rates = areas["rate"].to_numpy(dtype=float, na_value=np.nan)
    known = np.flatnonzero(~np.isnan(rates))
    if not len(known):
        return {"data": [], "layout": layout(xaxis={"visible": False}, yaxis={"visible": False})}
    x, y = _plain(areas["denominator"].iloc[known]), rates[known].tolist()
    codes, texts, names = (areas[name].to_numpy(dtype=object)[known] for name in ("area_code", "text", "name"))
    far = ["99,8" in str(flag) for flag in areas["outside"].to_numpy(dtype=object)[known]]
    open_ = (areas["status"].to_numpy(dtype=object)[known] == "provisional").any()  # of a period, so of all areas
    symbol = "circle-open" if open_ else "circle"
    rim = {} if open_ else {"line": {"color": WHITE, "width": 0.5}}
    dots = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [x[i] for i in mine],
            "y": [y[i] for i in mine],
            "text": texts[mine].tolist(),
            "customdata": [f"gebied={codes[i]}" for i in mine],
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {"size": 7, "symbol": symbol, "color": colour, **rim},
        }
        # Two traces of one colour each: with a colour a dot, plotly takes twice as long.
        for colour, wanted in ((GREY, False), (NAVY, True))
        if (mine := [i for i, beyond in enumerate(far) if beyond is wanted])
    ]
    chosen = [i for i, code in enumerate(codes) if code in selected]
    rings = {
        "type": "scatter",
        "mode": "markers",
        "x": [x[i] for i in chosen],
        "y": [y[i] for i in chosen],
        "marker": {
            "size": 11,
            "color": [WHITE if open_ else NAVY if far[i] else GREY for i in chosen],
            "line": {"color": ORANGE, "width": 3},
        },
        "hoverinfo": "skip",
    }
    axis = size_axis(np.array(x))
    late = (axis.share(np.array(x)) > 0.6).tolist()
    notes = [_name(np.log10(x[i]) if axis.tenfold else x[i], y[i], str(names[i]), right=late[i]) for i in chosen]
    top = max([*y, 1e-9]) * 1.12
    return {
        "data": [*_limits(curve), *_target(curve, target), *dots, *([rings] if chosen else [])],
        "layout": layout(
            hovermode="closest",
            annotations=notes,
            margin={"l": 44, "r": 12, "t": 8, "b": 40},
            xaxis={
                **_across(axis),
                "title": {"text": axis.title(x_title), "font": {"size": 12, "color": GREY_DARK}},
            },
            yaxis={"range": [0, top]},
        ),
    }


def _across(axis: SizeAxis) -> dict[str, Any]:
    if not axis.tenfold:
        return {"type": "linear", "tickformat": ","}
    ticks = axis.ticks()
    ends = [float(np.log10(end)) for end in (axis.first, axis.last)]  # of such an axis plotly wants the exponents
    return {"type": "log", "range": ends, "tickvals": ticks, "ticktext": [size_text(size) for size in ticks]}


def _name(x: float, y: float, text: str, *, right: bool) -> dict[str, Any]:
    side, shift = ("right", -9) if right else ("left", 9)
    font = {"size": 12, "color": TEXT}
    return {"x": x, "y": y, "text": text, "showarrow": False, "xanchor": side, "xshift": shift, "font": font}


def _limits(curve: pd.DataFrame) -> list[dict[str, Any]]:
    x = _plain(curve["denominator"])
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": x,
            "y": _plain(curve[f"{side}{name}"]),
            "line": {"color": BLUE, "width": 1.2, "dash": dash},
            "hoverinfo": "skip",
        }
        for name, dash in (("95", "dot"), ("998", "solid"))
        for side in ("low", "high")
    ]


def _target(curve: pd.DataFrame, target: float | None) -> list[dict[str, Any]]:
    if target is None or curve.empty:
        return []
    x = _plain(curve["denominator"])
    ends = [min(x), max(x)]
    line = {"color": GREY_DARK, "width": 1.2, "dash": "dash"}
    return [{"type": "scatter", "mode": "lines", "x": ends, "y": [target] * 2, "line": line, "hoverinfo": "skip"}]


def _plain(column: pd.Series) -> list[float]:
    values: list[float] = column.to_numpy(dtype=float, na_value=np.nan).tolist()
    return values

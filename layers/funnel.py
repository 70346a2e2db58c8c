"""The funnel plot: every area against what chance gives for its size, in place of a ranking."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from layers.colours import BLUE, GREY, GREY_DARK, NAVY, ORANGE, TEXT
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
        areas: One row per area: area_code, name, denominator, rate (NA without one), outside, text (hover).
        curve: denominator, low95, high95, low998, high998.
        target: The common rate.
        selected: Codes of the areas that the story is about; ringed in orange, with their name.
        x_title: The denominator in words.
    """
    known = areas[areas["rate"].notna()]
    x, y = _plain(known["denominator"]), _plain(known["rate"])
    if known.empty:
        return {"data": [], "layout": layout(xaxis={"visible": False}, yaxis={"visible": False})}
    far = known["outside"].astype(str).str.contains("99,8").tolist()
    ringed = known["area_code"].isin(selected).tolist()
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "text": known["text"].tolist(),
        "customdata": [f"gebied={code}" for code in known["area_code"]],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "size": [11 if r else 7 for r in ringed],
            "color": [NAVY if f else GREY for f in far],
            "line": {"color": [ORANGE if r else "#ffffff" for r in ringed], "width": [3 if r else 0.5 for r in ringed]},
        },
    }
    chosen = known[known["area_code"].isin(selected)]
    names = [
        _name(place, height, name, right=place > max(x) * 0.6)
        for place, height, name in zip(
            _plain(chosen["denominator"]), _plain(chosen["rate"]), chosen["name"].astype(str), strict=True
        )
    ]
    top = max([*y, 1e-9]) * 1.12
    return {
        "data": [*_limits(curve), *_target(curve, target), dots],
        "layout": layout(
            hovermode="closest",
            annotations=names,
            margin={"l": 44, "r": 12, "t": 8, "b": 40},
            xaxis={
                "type": "linear",
                "tickformat": ",",
                "title": {"text": x_title, "font": {"size": 12, "color": GREY_DARK}},
            },
            yaxis={"range": [0, top]},
        ),
    }


def _name(x: float, y: float, text: str, *, right: bool) -> dict[str, Any]:
    side, shift = ("right", -9) if right else ("left", 9)
    font = {"size": 12, "color": TEXT}
    return {"x": x, "y": y, "text": text, "showarrow": False, "xanchor": side, "xshift": shift, "font": font}


def _limits(curve: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": _plain(curve["denominator"]),
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
    ends = [float(curve["denominator"].min()), float(curve["denominator"].max())]
    line = {"color": GREY_DARK, "width": 1.2, "dash": "dash"}
    return [{"type": "scatter", "mode": "lines", "x": ends, "y": [target] * 2, "line": line, "hoverinfo": "skip"}]


def _plain(column: pd.Series) -> list[float]:
    return [float(v) for v in column.to_numpy(dtype=float, na_value=np.nan)]

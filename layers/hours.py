"""When it happens: hours of the week as a grid of colours, and hours of the day here against elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from layers.colours import GREY_DARK, NAVY, SEQUENTIAL, WHITE
from layers.template import Figure, layout

WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
TICKS = (0, 3, 6, 9, 12, 15, 18, 21)


def hour_limits(weights: npt.NDArray[np.float64]) -> tuple[float, ...]:
    """Upper limits of the classes of the grid: equal steps from zero to the fullest hour, as many as there are colours.

    Equal steps, unlike the map: here the shape of a week is read, not the place of each hour among the others.

    Args:
        weights: Facts per weekday and hour.
    """
    top = float(weights.max(initial=0.0)) or 1.0
    return tuple(top * (i + 1) / len(SEQUENTIAL) for i in range(len(SEQUENTIAL)))


def hour_grid(weights: npt.NDArray[np.float64], *, texts: list[list[str]]) -> Figure:
    """One cell per hour and weekday, Monday on top, darker is more.

    Args:
        weights: Facts per weekday (row 0 is Monday) and hour, 7 x 24.
        texts: What the card of each cell says, 7 x 24.
    """
    top = hour_limits(weights)[-1]
    steps = len(SEQUENTIAL)
    ramp = [[at / steps, colour] for i, colour in enumerate(SEQUENTIAL) for at in (i, i + 1)]
    grid: dict[str, Any] = {
        "type": "heatmap",
        "x": list(range(24)),
        "y": list(WEEKDAYS),
        "z": [[round(float(v), 4) for v in row] for row in weights],
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
        "colorscale": ramp,
        "zmin": 0,
        "zmax": top,
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
    }
    return {
        "data": [grid],
        "layout": layout(
            hovermode="closest",
            margin={"l": 26, "r": 4, "t": 4, "b": 20},
            xaxis={"tickvals": list(TICKS), "ticktext": [f"{h}u" for h in TICKS], "showline": False},
            yaxis={"autorange": "reversed", "showgrid": False, "type": "category"},
        ),
    }


def hour_shares(profile: pd.DataFrame, *, names: tuple[str, str], texts: tuple[list[str], list[str]]) -> Figure:
    """The share of the facts on each hour of the day: the chosen areas in navy, the rest of the city in grey.

    Args:
        profile: One row an hour: share, share_rest (0..1).
        names: Of the two lines, written beside them.
        texts: What the card of each hour says, for either line.
    """
    mine, rest = (profile[name].to_numpy(dtype=float) * 100 for name in ("share", "share_rest"))
    top = float(max(mine.max(), rest.max())) * 1.2
    at = int(np.argmax(mine))
    far = int(np.argmax(np.where(np.abs(np.arange(24) - at) > 6, rest, -1.0)))

    def line(values: npt.NDArray[np.float64], cards: list[str], **style: Any) -> dict[str, Any]:
        return {
            "type": "scatter",
            "mode": "lines",
            "x": list(range(24)),
            "y": [round(float(v), 3) for v in values],
            "text": cards,
            "hovertemplate": "%{text}<extra></extra>",
            "line": {"shape": "hvh", **style},
        }

    def note(hour: int, value: float, name: str, colour: str) -> dict[str, Any]:
        anchor = "left" if hour < 8 else "right" if hour > 15 else "center"
        font = {"size": 12, "color": colour}
        return {
            "x": hour,
            "y": value,
            "text": name,
            "showarrow": False,
            "yshift": 10,
            "font": font,
            "xanchor": anchor,
            "bgcolor": WHITE,
            "opacity": 0.9,
        }

    return {
        "data": [line(rest, texts[1], color=GREY_DARK, width=1.5), line(mine, texts[0], color=NAVY, width=2.5)],
        "layout": layout(
            margin={"l": 36, "r": 6, "t": 8, "b": 22},
            xaxis={"tickvals": list(TICKS), "ticktext": [f"{h}u" for h in TICKS], "range": [-0.5, 23.5]},
            yaxis={"range": [0, top], "ticksuffix": "%", "nticks": 5},
            annotations=[
                note(far, float(rest[far]), names[1], GREY_DARK),
                note(at, float(mine[at]), names[0], NAVY),
            ],
        ),
    }

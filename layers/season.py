"""The season: this year in colour over the earlier years in grey, same months aligned."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from layers.colours import GREY, GREY_DARK, GREY_LIGHT, NAVY, WHITE
from layers.template import Figure, layout


def season(frame: pd.DataFrame, *, month_names: list[str]) -> Figure:
    """One line a calendar year; the newest in navy, the others grey with their year at the end.

    Args:
        frame: One row per month: month (date), n (float, NaN when missing), status.
        month_names: Twelve short names, January first.
    """
    years = sorted({m.year for m in frame["month"]})
    traces: list[dict[str, Any]] = []
    for year in years:
        mine = frame[np.array([m.year == year for m in frame["month"]])]
        newest = year == years[-1]
        values = mine["n"].to_numpy(dtype=float)
        provisional = (mine["status"] == "provisional").tolist()
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers+text" if newest else "lines+markers" if any(provisional) else "lines",
                "x": [month_names[m.month - 1] for m in mine["month"]],
                "y": [None if np.isnan(v) else float(v) for v in values],
                "text": [*[""] * (len(mine) - 1), str(year)] if newest else None,
                "textposition": "top center",
                "textfont": {"color": NAVY, "size": 12},
                "customdata": [f"periode={m:%Y-%m}_{m:%Y-%m}" for m in mine["month"]],
                "line": {"color": NAVY if newest else GREY_LIGHT, "width": 2.5 if newest else 1.5},
                "marker": {
                    "size": [6 if newest or p else 0 for p in provisional],
                    "color": [WHITE if p else NAVY for p in provisional],
                    "line": {"color": NAVY if newest else GREY, "width": 1.5},
                },
                "hovertemplate": "%{x} " + str(year) + ": %{y:,.0f}<extra></extra>",
            }
        )
    return {
        "data": traces,
        "layout": layout(
            hovermode="closest",
            margin={"l": 40, "r": 12, "t": 14, "b": 24},
            xaxis={"type": "category", "categoryorder": "array", "categoryarray": month_names, "range": [-0.3, 11.3]},
            annotations=_year_labels(frame, years[:-1], month_names),
        ),
    }


def _year_labels(frame: pd.DataFrame, years: list[int], month_names: list[str]) -> list[dict[str, Any]]:
    """The year of each grey line, at its highest month."""
    notes = []
    for year in years:
        mine = frame[np.array([m.year == year for m in frame["month"]])].dropna(subset=["n"])
        if mine.empty:
            continue
        top = mine.iloc[int(mine["n"].to_numpy(dtype=float).argmax())]
        notes.append(
            {
                "x": month_names[top["month"].month - 1],
                "y": float(top["n"]),
                "text": str(year),
                "showarrow": False,
                "yshift": 8,
                "font": {"size": 10, "color": GREY_DARK},
            }
        )
    return notes

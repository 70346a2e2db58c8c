"""The monthly trend of the selection beside that of the whole city."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from layers.colours import BLUE, GREY, GREY_DARK, NAVY, WHITE
from layers.template import Figure, layout


def trend(frame: pd.DataFrame, *, period: tuple[date, date], city_share: float | None, texts: dict[str, Any]) -> Figure:
    """Facts per month; provisional months are drawn hollow, missing months leave a gap.

    Args:
        frame: One row per month: month (date), n (float, NaN when missing), status, city (float, NaN when missing).
        period: First day of the first and the last month that is selected; shaded.
        city_share: Factor that brings the city to the size of the selection; None draws no city line.
        texts: months (label of each row), city (label of the city line).

    Returns:
        A plotly figure. A point's customdata is the change of the selection that a click on it means.
    """
    x = [month.isoformat() for month in frame["month"]]
    n = _nullable(frame["n"])
    patch = [f"periode={m:%Y-%m}_{m:%Y-%m}" for m in frame["month"]]
    provisional = (frame["status"] == "provisional").tolist()
    traces: list[dict[str, Any]] = []
    if city_share is not None:
        scaled = _nullable(frame["city"] * city_share, 1)
        traces.append(
            {
                "type": "scatter",
                "x": x,
                "y": scaled,
                "mode": "lines",
                "line": {"color": GREY, "width": 1.5, "dash": "dot"},
                "hovertemplate": "%{y:,.0f} " + texts["city"] + "<extra></extra>",
            }
        )
    traces.append(
        {
            "type": "scatter",
            "x": x,
            "y": n,
            "mode": "lines+markers",
            "line": {"color": NAVY, "width": 2},
            "marker": {
                "size": [7 if p else 4 for p in provisional],
                "color": [WHITE if p else NAVY for p in provisional],
                "line": {"color": NAVY, "width": [2 if p else 0 for p in provisional]},
            },
            "customdata": patch,
            "text": [
                label + (" (voorlopig)" if p else "") for label, p in zip(texts["months"], provisional, strict=True)
            ],
            "hovertemplate": "%{text}: %{y:,.0f}<extra></extra>",
        }
    )
    first, last = period
    after = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    shapes = [
        {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "x0": first.isoformat(),
            "x1": after.isoformat(),
            "y0": 0,
            "y1": 1,
            "fillcolor": BLUE,
            "opacity": 0.10,
            "line": {"width": 0},
            "layer": "below",
        },
        *_gaps(frame),
    ]
    return {
        "data": traces,
        "layout": layout(
            shapes=shapes,
            annotations=_annotations(frame),
            hovermode="x unified" if city_share is not None else "x",
            xaxis={"type": "date", "tickformat": "%Y", "dtick": "M12", "ticklabelmode": "instant", "hoverformat": " "},
        ),
    }


def _nullable(column: pd.Series, decimals: int = 0) -> list[float | None]:
    values = column.to_numpy(dtype=float)
    return [None if np.isnan(v) else round(float(v), decimals) for v in values]


def _gaps(frame: pd.DataFrame) -> list[dict[str, Any]]:
    missing = (frame["status"] == "missing").tolist()
    months = frame["month"].tolist()
    shapes: list[dict[str, Any]] = []
    start: date | None = None
    for month, gone in zip([*months, None], [*missing, False], strict=True):
        if gone and start is None:
            start = month
        elif not gone and start is not None:
            end = month if month is not None else months[-1]
            shapes.append(
                {
                    "type": "rect",
                    "xref": "x",
                    "yref": "paper",
                    "x0": start.isoformat(),
                    "x1": end.isoformat(),
                    "y0": 0,
                    "y1": 1,
                    "fillcolor": "#f0f2f6",
                    "line": {"width": 0},
                    "layer": "below",
                }
            )
            start = None
    return shapes


def _annotations(frame: pd.DataFrame) -> list[dict[str, Any]]:
    notes: list[dict[str, Any]] = []
    missing = frame.loc[frame["status"] == "missing", "month"]
    if len(missing):
        middle = missing.iloc[len(missing) // 2]
        notes.append(_note(middle.isoformat(), 0.5, "niet gepubliceerd", GREY_DARK, yref="paper"))
    return notes


def _note(x: str, y: float, text: str, colour: str, *, yref: str = "y") -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "xref": "x",
        "yref": yref,
        "text": text,
        "showarrow": False,
        "font": {"size": 12, "color": colour},
    }

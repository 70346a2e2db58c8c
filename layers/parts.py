"""Trends of the parts of a count under each other, each on its own scale: a few deaths beside many light injuries."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from layers.colours import GREY, GREY_PALE, NAVY, TEXT, WHITE
from layers.template import Figure, layout

_GAP, _GAPS = 0.1, 0.3
"""Between two charts, and between all of them at most: room for the name of each."""


def part_trends(frame: pd.DataFrame, names: dict[str, str], *, month_texts: list[str]) -> Figure:
    """One small chart a part, months on the same axis.

    Args:
        frame: One row per month, in order: month (date), provisional (bool), and one column a part (facts, NaN when
            missing).
        names: Column -> its name on the chart, from top to bottom.
        month_texts: The month of each row in words.
    """
    provisional = frame["provisional"].tolist()
    gap = min(_GAP, _GAPS / max(len(names), 1))
    height = (1.0 - gap * (len(names) - 1)) / max(len(names), 1)
    axes: dict[str, Any] = {}
    traces, notes = [], []
    x = [month.isoformat()[:10] for month in frame["month"].tolist()]
    for row, (column, name) in enumerate(names.items()):
        bottom = 1.0 - (row + 1) * height - row * gap
        number = "" if row == 0 else str(row + 1)
        values = frame[column].to_numpy(dtype=float)
        top = float(np.nanmax(values, initial=0.0))
        axes[f"yaxis{number}"] = {
            "domain": [max(bottom, 0.0), bottom + height],
            "range": [0, max(top * 1.15, 1.0)],
            "tickvals": sorted({0, round(top)}),
            "fixedrange": True,
            "zeroline": False,
            "tickformat": ",.0f",
            "tickfont": {"size": 11},
            "gridcolor": GREY_PALE,
            "anchor": "x",
        }
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": x,
                "y": [None if np.isnan(v) else float(v) for v in values],
                "yaxis": f"y{number}",
                "text": month_texts,
                "line": {"color": NAVY, "width": 1.5},
                "marker": {
                    "size": [6 if p else 0 for p in provisional],
                    "color": WHITE,
                    "line": {"color": [NAVY if p else GREY for p in provisional], "width": 1.5},
                },
                "hovertemplate": name + ", %{text}: %{y:,.0f}<extra></extra>",
            }
        )
        notes.append(
            {
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": bottom + height,
                "xanchor": "left",
                "yanchor": "bottom",
                "text": name,
                "showarrow": False,
                "font": {"size": 12, "color": TEXT},
            }
        )
    return {
        "data": traces,
        "layout": layout(
            hovermode="closest",
            margin={"l": 40, "r": 12, "t": 20, "b": 24},
            xaxis={"type": "date", "tickformat": "%Y", "dtick": "M12", "anchor": "y" + str(max(len(names), 1))},
            annotations=notes,
            **axes,
        ),
    }

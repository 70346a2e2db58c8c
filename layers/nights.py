"""Facts in each night of the week, this period beside the reference."""

from __future__ import annotations

from typing import Any

import pandas as pd

from layers.colours import GREY_DARK, GREY_LIGHT, NAVY, WHITE
from layers.template import Figure, layout


def nights(frame: pd.DataFrame, *, provisional: bool = False) -> Figure:
    """Two bars a night: the reference in grey, the period in navy, hatched where it is provisional.

    Args:
        frame: One row a night: label, n (float), text (n as Belgians write it), before (float, brought to the length of
            the period; NaN when missing), before_text.
        provisional: Whether the period is still being completed.
    """

    def bars(column: str, text: str, colour: str, hatched: bool) -> dict[str, Any]:
        values = frame[column].to_numpy(dtype=float).tolist()
        pattern = {"pattern": {"shape": ["/"] * len(frame), "fgcolor": WHITE}} if hatched else {}
        return {
            "type": "bar",
            "x": frame["label"].tolist(),
            "y": [value if value == value else None for value in values],  # NaN does not equal itself
            "text": frame[text].tolist(),
            "textposition": "outside",
            "textfont": {"color": GREY_DARK, "size": 12},
            "cliponaxis": False,
            "marker": {"color": [colour] * len(frame), **pattern},
            "hovertemplate": "%{x}: %{text}<extra></extra>",
        }

    data = [bars("n", "text", NAVY, provisional)]
    if frame["before"].notna().any():
        data.insert(0, bars("before", "before_text", GREY_LIGHT, False))
    top = float(frame[["n", "before"]].max().max())
    return {
        "data": data,
        "layout": layout(
            barmode="group",
            bargap=0.3,
            hovermode="closest",
            margin={"l": 8, "r": 8, "t": 8, "b": 36},
            xaxis={"type": "category", "tickangle": 0},
            yaxis={"visible": False, "range": [0, max(top, 1.0) * 1.18]},
        ),
    }

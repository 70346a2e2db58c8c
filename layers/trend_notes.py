"""Words on the monthly trend, where they cover nothing of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from layers.colours import BLUE, BLUE_TEXT, ORANGE, ORANGE_TEXT

EDGE = 1 / 3
"""Share of the months at either end in which words begin, or end, at their month: centred they would be cut off."""
LEADER_WIDTH = 1


def outside_note(frame: pd.DataFrame, texts: dict[str, Any]) -> list[dict[str, Any]]:
    """Words at the last month outside the band, above the drawing; none without one.

    Args: as `layers.trend.trend`; the columns month and outside are used.
    """
    at = _last_outside(frame, texts)
    if at is None:
        return []
    colour = ORANGE_TEXT if frame["outside"].iloc[at] == "boven" else BLUE_TEXT
    words = note(frame["month"].iloc[at].toordinal(), 1.0, texts["outside"], colour, yref="paper")
    share = at / max(1, len(frame) - 1)
    anchor = "left" if share < EDGE else "right" if share > 1 - EDGE else "center"
    return [{**words, "xanchor": anchor, "yanchor": "bottom"}]


def outside_leader(frame: pd.DataFrame, texts: dict[str, Any], city_share: float | None) -> list[dict[str, Any]]:
    """A thin line from those words down to their month, under the lines of the chart; none without words.

    Args: as `layers.trend.trend`; the columns n, high, expected, city and status tell how high the drawing is.
    """
    at = _last_outside(frame, texts)
    if at is None:
        return []
    x, n = frame["month"].iloc[at].toordinal(), float(frame["n"].iloc[at])
    shown = frame[frame["status"] != "missing"]  # of the others nothing is drawn
    drawn = [shown[name].to_numpy(dtype=float, na_value=np.nan) for name in ("n", "high", "expected")]
    if city_share is not None:
        drawn.append(shown["city"].to_numpy(dtype=float, na_value=np.nan) * city_share)
    top = float(np.nanmax(np.concatenate(drawn)))
    colour = ORANGE if frame["outside"].iloc[at] == "boven" else BLUE
    line = {"color": colour, "width": LEADER_WIDTH}
    ends = {"xref": "x", "yref": "y", "x0": x, "x1": x, "y0": n, "y1": top}
    return [{"type": "line", **ends, "line": line, "layer": "below"}]


def _last_outside(frame: pd.DataFrame, texts: dict[str, Any]) -> int | None:
    """The row that words are said of."""
    marked = [i for i, where in enumerate(frame["outside"].tolist()) if where in ("boven", "onder")]
    return marked[-1] if marked and texts.get("outside") else None


def note(x: int, y: float, text: str, colour: str, *, yref: str = "y") -> dict[str, Any]:
    """Words at a place of the chart, as plotly wants them; `x` is the number of a day in the calendar."""
    font = {"size": 12, "color": colour}
    return {"x": x, "y": y, "xref": "x", "yref": yref, "text": text, "showarrow": False, "font": font}

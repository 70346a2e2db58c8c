"""Words on the monthly trend, where they cover the least of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from layers.colours import BLUE_TEXT, ORANGE_TEXT

ROOM = 0.2
"""Share of the highest month that words are high: a month under it leaves no room between itself and the axis."""
WORDS = 0.35
"""Share of the months over which words reach."""


def outside_note(frame: pd.DataFrame, texts: dict[str, Any]) -> list[dict[str, Any]]:
    """Words at the last month outside the band; none without one.

    Args: as `layers.trend.trend`; the columns month, n and outside are used.
    """
    marked = [i for i, where in enumerate(frame["outside"].tolist()) if where in ("boven", "onder")]
    if not marked or not texts.get("outside"):
        return []
    row = frame.iloc[marked[-1]]
    above = row["outside"] == "boven"
    n = frame["n"].to_numpy(dtype=float, na_value=np.nan)
    under = not above and float(row["n"]) > ROOM * float(np.nanmax(n))
    before = _words_go_before(n, marked[-1])
    words = note(row["month"].toordinal(), float(row["n"]), texts["outside"], ORANGE_TEXT if above else BLUE_TEXT)
    return [
        {
            **words,
            "bgcolor": "rgba(255, 255, 255, 0.8)",
            "xanchor": "right" if before else "left",
            "xshift": -8 if before else 8,
            **({"yanchor": "top", "yshift": -5} if under else {"yshift": 2}),
        }
    ]


def _words_go_before(n: npt.NDArray[np.float64], at: int) -> bool:
    """On which side of a month its words cover the least of the line: before it, or after it."""
    wide = int(len(n) * WORDS)
    if at < wide or at + wide >= len(n):
        return at > len(n) * 0.5
    near = np.abs(n - n[at]) < ROOM * np.nanmax(n)
    return bool(near[at - wide : at].sum() <= near[at + 1 : at + 1 + wide].sum())


def note_is_low(frame: pd.DataFrame, texts: dict[str, Any]) -> bool:
    """Whether the words at the last month outside the band stand at the bottom of the chart."""
    marked = [where for where in frame["outside"].tolist() if where in ("boven", "onder")]
    return bool(marked and texts.get("outside") and marked[-1] == "onder")


def note(x: int, y: float, text: str, colour: str, *, yref: str = "y") -> dict[str, Any]:
    """Words at a place of the chart, as plotly wants them; `x` is the number of a day in the calendar."""
    font = {"size": 12, "color": colour}
    return {"x": x, "y": y, "xref": "x", "yref": yref, "text": text, "showarrow": False, "font": font}

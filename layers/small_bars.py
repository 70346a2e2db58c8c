"""Bars with their numbers for a wall or for paper: a name, a bar, a count."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from layers.colours import GREY_DARK, GREY_LIGHT, NAVY, TEXT, WHITE
from layers.drawing import Drawing, Shape, label

_TEXT = 10.0
_ROW, _BAR = 16.0, 11.0
_LETTER = 0.54
"""Width of a letter, in parts of its size."""


@dataclass(frozen=True)
class Bar:
    """A count with its name.

    Attributes:
        name: Before the bar.
        n: Facts; NaN draws no bar.
        text: After the bar.
        provisional: Drawn with a dashed outline.
        strong: The one that the view is about.
    """

    name: str
    n: float
    text: str
    provisional: bool = False
    strong: bool = True


def small_bars(bars: Sequence[Bar], *, width: float, height: float) -> Drawing:
    """One bar per row from zero, the first on top; as many of the last rows as fit.

    Args:
        bars: In the order in which they are read.
        width, height: Of the drawing.
    """
    shown = bars[-max(1, int(height // _ROW)) :]
    widest = min(max((len(bar.name) for bar in shown), default=0) * _TEXT * _LETTER + 8, width * 0.5)
    room = width - widest - max((len(bar.text) for bar in shown), default=0) * _TEXT * _LETTER - 8
    top = max([bar.n for bar in shown if not math.isnan(bar.n)], default=0.0) or 1.0
    letters = int((widest - 8) / (_TEXT * _LETTER))
    shapes = []
    for row, bar in enumerate(shown):
        y = row * _ROW + 2
        name = bar.name if len(bar.name) <= letters else bar.name[: letters - 1] + "…"
        shapes.append(label(widest - 6, y + _BAR - 2, name, size=_TEXT, colour=TEXT, anchor="end"))
        length = 0.0 if math.isnan(bar.n) else bar.n / top * room
        if length:
            box = {"x": widest, "y": y, "width": round(length, 1), "height": _BAR}
            shapes.append(Shape("rect", box | _fill(bar)))
        shapes.append(label(widest + length + 4, y + _BAR - 2, bar.text, size=_TEXT, colour=GREY_DARK))
    return Drawing(width, height, tuple(shapes))


def _fill(bar: Bar) -> dict[str, Any]:
    colour = NAVY if bar.strong else GREY_LIGHT
    if not bar.provisional:
        return {"fill": colour}
    return {"fill": WHITE, "stroke": colour, "stroke-width": 1.4, "stroke-dasharray": "3 2"}

"""The plane of a chart on paper: how large it is, and where a number lies in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from layers.colours import GREY_DARK, GREY_LIGHT
from layers.drawing import Shape, label

Floats = npt.NDArray[np.floating[Any]]
_STEPS = (1, 2, 3, 4, 6, 8, 10)


@dataclass(frozen=True)
class Plot:
    """A plane of `width` by `height` units, with room around it for words of `text` units high."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    text: float

    @property
    def zero(self) -> float:
        """Where zero lies."""
        return self.height - self.bottom

    @property
    def across(self) -> float:
        """Width of the plane itself."""
        return self.width - self.left - self.right

    def y(self, values: Floats, highest: float) -> Floats:
        """Where values lie, when the top of the axis is `highest`."""
        return self.zero - values / highest * (self.zero - self.top)

    def grid(self, highest: float) -> list[Shape]:
        """Lines at zero, half and the top, with their number where it is whole."""
        shapes = []
        for value in (0.0, highest / 2, highest):
            y = round(self.zero - value / highest * (self.zero - self.top), 1)
            line = {"x1": self.left, "x2": self.width - self.right, "y1": y, "y2": y}
            shapes.append(Shape("line", {**line, "stroke": GREY_LIGHT, "stroke-width": 0.7}))
            text = axis_number(value)
            if text:
                at = y + self.text * 0.35
                shapes.append(label(self.left - 4, at, text, size=self.text, colour=GREY_DARK, anchor="end"))
        return shapes


SMALL = Plot(width=260.0, height=92.0, left=30.0, right=6.0, top=8.0, bottom=16.0, text=10)
"""A small chart of the sheet."""
WIDE = Plot(width=482.0, height=102.0, left=34.0, right=10.0, top=10.0, bottom=18.0, text=8)
"""A chart over the width of an A4, in points."""


def axis_number(value: float) -> str:
    """A whole number beside an axis as Belgians write it; nothing for what is not whole."""
    return f"{value:,.0f}".replace(",", ".") if value == int(value) else ""


def nice_top(highest: float) -> float:
    """The top of an axis of counts: a round number, at least 4, not under the highest value."""
    if highest <= 4:
        return 4.0
    size = 10.0 ** np.floor(np.log10(highest))
    return float(next(size * k for k in _STEPS if size * k >= highest))

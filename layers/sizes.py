"""The axis of sizes of a funnel, the same on screen and on paper: plain, or tenfold where most areas are small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from layers.plot import axis_number

Floats = npt.NDArray[np.floating[Any]]
HEAP = 10.0
"""From a median this many times under the largest on, half of the areas would lie in a heap at the start."""
ROOM = 1.15
"""Room beside the outermost sizes of a tenfold axis, as a factor."""
TENFOLD = " (elke stap is tien keer zo groot)"


@dataclass(frozen=True)
class SizeAxis:
    """Where sizes lie.

    Attributes:
        first, last: The sizes at both ends.
        tenfold: Each step is ten times the one before it, in place of as many more.
    """

    first: float
    last: float
    tenfold: bool

    def share(self, sizes: Floats) -> Floats:
        """Where sizes lie, from 0 at the first to 1 at the last."""
        if not self.tenfold:
            return (sizes - self.first) / (self.last - self.first)
        steps: Floats = (np.log10(sizes) - np.log10(self.first)) / (np.log10(self.last) - np.log10(self.first))
        return steps

    def ticks(self) -> list[float]:
        """The sizes that get a number: powers of ten, or up to five round ones; zero is not among them."""
        if not self.tenfold:
            return round_numbers(self.last)
        powers = range(int(np.ceil(np.log10(self.first))), int(np.floor(np.log10(self.last))) + 1)
        return [float(f"1e{power}") for power in powers]

    def title(self, noun: str) -> str:
        """What stands at the axis."""
        return noun + (TENFOLD if self.tenfold else "")


def size_axis(sizes: Floats) -> SizeAxis:
    """The axis on which these sizes, at least one and all above zero, can be told apart."""
    largest = float(sizes.max())
    if float(np.median(sizes)) * HEAP < largest:
        return SizeAxis(float(sizes.min()) / ROOM, largest * ROOM, tenfold=True)
    return SizeAxis(0.0, max(largest, 1e-9) * 1.05, tenfold=False)


def size_text(size: float) -> str:
    """A size at its axis, as Belgians write it."""
    return axis_number(size) or f"{size:g}".replace(".", ",")


def round_numbers(highest: float) -> list[float]:
    """Two to five round numbers up to the highest, zero not among them."""
    size = 10.0 ** np.floor(np.log10(highest))
    step = next(float(size * k) for k in (0.2, 0.5, 1.0, 2.0) if highest / (size * k) <= 5)
    return [round(step * i, 10) for i in range(1, int(highest / step + 1e-9) + 1)]

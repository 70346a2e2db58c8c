"""Class breaks: from a column of values to a few classes with round limits."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from mapclassify import Quantiles

from layers.colours import SEQUENTIAL

NO_CLASS = -1


@dataclass(frozen=True)
class Scale:
    """Classes of a map.

    Attributes:
        limits: Upper limit of each class; a value belongs to the first class whose limit it does not exceed.
        colours: Fill of each class, as many as limits.
        zero_apart: The first class holds only zero.
    """

    limits: tuple[float, ...]
    colours: tuple[str, ...]
    zero_apart: bool = False

    def classes(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """Class number of each value; NO_CLASS where there is no value."""
        found = np.searchsorted(np.array(self.limits), values, side="left")
        found = np.minimum(found, len(self.limits) - 1)
        return np.where(np.isnan(values), NO_CLASS, found)


def sequential(values: npt.NDArray[np.float64], *, whole: bool) -> Scale:
    """Six classes or fewer, of about as many areas each, with limits rounded up to plain numbers.

    Quantiles, because counts of facts are so skewed that equal steps would put nearly all areas in one class.
    Zero is a class of its own where it occurs: no fact at all is worth telling apart from a few.

    Args:
        values: One value an area, not negative; NaN is no value.
        whole: The values are whole numbers, so the limits are too.

    Returns:
        The scale; with no values at all a single class.

    Source:
        mapclassify.Quantiles.
    """
    known = values[~np.isnan(values)]
    positive = known[known > 0]
    zero_apart = bool((known == 0).any())
    if positive.size == 0:
        return Scale((0.0,), SEQUENTIAL[:1], zero_apart=True)
    room = len(SEQUENTIAL) - zero_apart
    distinct = np.unique(positive)
    bins = distinct if distinct.size <= room else Quantiles(positive, k=room).bins
    limits: list[float] = []
    for edge in bins:
        rounded = _round_up(float(edge), whole=whole)
        if not limits or rounded > limits[-1]:
            limits.append(rounded)
    if zero_apart:
        limits.insert(0, 0.0)
    return Scale(tuple(limits), _spread(len(limits)), zero_apart=zero_apart)


def _round_up(value: float, *, whole: bool) -> float:
    if whole and value <= 10:
        return float(math.ceil(value))
    step: float = 10.0 ** (math.floor(math.log10(value)) - 1)
    leading = value / step  # 10 to 99.9
    nice = next(n for n in (10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100) if n >= leading - 1e-9)
    return round(nice * step, 10)


def _spread(n: int) -> tuple[str, ...]:
    if n == 1:
        return (SEQUENTIAL[2],)
    places = np.linspace(0, len(SEQUENTIAL) - 1, n).round().astype(int)
    return tuple(SEQUENTIAL[i] for i in places)

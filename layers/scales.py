"""Class breaks: from a column of values to a few classes with round limits."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layers.colours import DIVERGING, SEQUENTIAL

NO_CLASS = -1


@dataclass(frozen=True)
class Scale:
    """Classes of a map.

    Attributes:
        limits: Upper limit of each class; a value belongs to the first class whose limit it does not exceed.
        colours: Fill of each class, as many as limits.
        zero_apart: The first class holds only zero.
        labels: Words of the classes, where they are not ranges of numbers.
    """

    limits: tuple[float, ...]
    colours: tuple[str, ...]
    zero_apart: bool = False
    labels: tuple[str, ...] = ()

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
        The quantiles of mapclassify's `Quantiles`, which a test holds these to. The library itself brings scikit-learn,
        a third of a second in which the first visitors of each worker waited.
    """
    known = values[~np.isnan(values)]
    positive = known[known > 0]
    zero_apart = bool((known == 0).any())
    if positive.size == 0:
        return Scale((0.0,), SEQUENTIAL[:1], zero_apart=True)
    room = len(SEQUENTIAL) - zero_apart
    distinct = np.unique(positive)
    bins = distinct if distinct.size <= room else np.unique(np.quantile(positive, np.arange(1, room + 1) / room))
    limits: list[float] = []
    for edge in bins:
        rounded = round_limit(float(edge), whole=whole)
        if not limits or rounded > limits[-1]:
            limits.append(rounded)
    if zero_apart:
        limits.insert(0, 0.0)
    return Scale(tuple(limits), _spread(len(limits)), zero_apart=zero_apart)


CHANGE = Scale(
    limits=(0.0, 1.0, 2.0, 3.0, 4.0, 5.0),
    colours=(DIVERGING[0], DIVERGING[1], DIVERGING[2], DIVERGING[3], DIVERGING[4], "#f4f5f6"),
    labels=("sterk minder", "minder", "geen verschil", "meer", "sterk meer", "te weinig feiten"),
)
"""Classes of a change, "sterk" beyond a factor of one and a half; `change_classes` gives its values."""


def change_classes(ratio: npt.NDArray[np.float64], verdict: list[str | None]) -> npt.NDArray[np.float64]:
    """The class of CHANGE of each area; an area without a change beyond chance is grey, whatever its ratio.

    Args:
        ratio: Rate ratio, NaN when there is none.
        verdict: meer | minder | geen verschil | te weinig, or None without figures.

    Returns:
        Class numbers as floats; NaN without figures.
    """
    fixed = {"geen verschil": 2.0, "te weinig": 5.0}
    answer = np.full(len(verdict), np.nan)
    for i, word in enumerate(verdict):
        if word in fixed:
            answer[i] = fixed[word]
        elif word == "minder":
            answer[i] = 0.0 if ratio[i] < 1 / 1.5 else 1.0
        elif word == "meer":
            answer[i] = 3.0 if ratio[i] <= 1.5 else 4.0
    return answer


def round_limit(value: float, *, whole: bool) -> float:
    """A limit rounded up to a plain number: 10, 12, 15, 20 ... times a power of ten; `whole` keeps small ones whole."""
    if whole and value <= 10:
        return float(math.ceil(value - 1e-9))
    step: float = 10.0 ** (math.floor(math.log10(value)) - 1)
    leading = value / step  # 10 to 99.9
    nice = next(n for n in (10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100) if n >= leading - 1e-9)
    return round(nice * step, 10)


def _spread(n: int) -> tuple[str, ...]:
    if n == 1:
        return (SEQUENTIAL[2],)
    places = np.linspace(0, len(SEQUENTIAL) - 1, n).round().astype(int)
    return tuple(SEQUENTIAL[i] for i in places)

"""Protecting small counts: cell-key perturbation with a fixed table of chances.

Every fact has a random number (its record key); the key of a cell is the sum of those of its facts, modulo 1. The table
below turns the count and the key of a cell into the protected count. So the same facts always give the same answer,
wherever and however often they are asked: averaging answers tells nothing.
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

VARIANCE = 2.0
"""Of the noise of every count but zero, which stays zero."""
LARGEST = 3
"""Most that is added or taken away."""
SMALLEST_SHOWN = 3
"""Below this, nothing but zero is ever the answer."""

TABLE = MappingProxyType(
    {
        1: ((0, 2 / 3), (3, 1 / 3)),
        2: ((0, 1 / 3), (3, 2 / 3)),
        3: ((0, 0.15), (3, 0.5), (4, 0.25), (5, 0.1)),
        4: ((3, 2 / 3), (6, 1 / 3)),
    }
)
"""Count -> protected counts, each with its chance. From 5 on: two less to two more, each with chance 1/5."""
SPREAD = 2


def perturbed(n: Ints, key: Floats) -> Ints:
    """The protected count of each cell.

    Unbiased for every count; variance VARIANCE for every count but zero; never more than LARGEST away; never 1 or 2.

    Args:
        n: Facts of each cell, not negative.
        key: Cell keys, in [0, 1); of a cell without facts it does not matter.

    Source: B. Fraser and J. Wooton (2005), A proposed method for confidentialising tabular output to protect against
    differencing (UNECE work session on statistical data confidentiality); J. Marley and V. Leaver (2011), A method for
    confidentialising user-defined tables: statistical properties and a risk-utility analysis (58th ISI congress). For
    1, 2 and 4 the chances are those of unbiased random rounding to a multiple of 3.
    """
    steps = np.minimum((key * (2 * SPREAD + 1)).astype(np.int64), 2 * SPREAD) - SPREAD
    found: Ints = np.where(n > 0, n + steps, 0).astype(np.int64)
    for count, row in TABLE.items():
        here = np.asarray(n == count)
        limits = np.cumsum([chance for _, chance in row])[:-1]
        found[here] = np.array([shown for shown, _ in row])[np.searchsorted(limits, key[here], side="right")]
    return found


def least(shown: Ints) -> Ints:
    """The smallest count that can have given each protected count."""
    at = np.array([0, 0, 0, 1, 3, 3, 4, 5], dtype=np.int64)
    found: Ints = np.where(shown < len(at), at[np.minimum(shown, len(at) - 1)], shown - SPREAD)
    return found


def most(shown: Ints) -> Ints:
    """The largest count that can have given each protected count."""
    return np.where(shown == 0, LARGEST, shown + SPREAD).astype(np.int64)

"""p-values that stand together on a screen, adjusted for how many they are."""

from __future__ import annotations

import numpy as np

from data.statistics.columns import Flags, Floats


def adjusted(p: Floats, tested: Flags) -> Floats:
    """The p-values of one family, adjusted for its size; NaN outside it.

    Args:
        p: p-values. tested: Which of them are in the family.

    Source: see `false_discovery`.
    """
    q = np.full(len(p), np.nan)
    q[tested] = false_discovery(p[tested])
    return q


def false_discovery(p: Floats) -> Floats:
    """Adjusted p-values: the smallest share of false discoveries at which each of these would still be called one.

    Args:
        p: p-values, 0 to 1.

    Source: Benjamini & Hochberg (1995), J. Royal Statistical Society B 57, 289-300. A test holds it to
    `scipy.stats.false_discovery_control`; all of scipy.stats takes three quarters of a second of a start.
    """
    order = np.argsort(p)
    scaled = p[order] * (len(p) / np.arange(1, len(p) + 1))
    q = np.empty_like(p)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q

"""Quantiles of counts: the smallest whole number that a distribution reaches with a probability."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from data.statistics.columns import Floats


def reached(guess: Floats, probability: Callable[[Floats], Floats], q: float) -> tuple[Floats, Floats, Floats]:
    """The smallest count k with P(X <= k) >= q, exact however far off the guess is; a good one takes two looks.

    Args:
        guess: Whole numbers, >= 0, in place of which to begin.
        probability: P(X <= k) for each of these k.
        q: Between 0 and 1.

    Returns:
        k, P(X <= k) and P(X < k).
    """
    k = guess
    at = probability(k)
    while np.any(short := at < q):
        k = k + short
        at = probability(k)
    under = _below(k, probability)
    while np.any(over := (k > 0) & (under >= q)):
        k, at = k - over, np.where(over, under, at)
        under = _below(k, probability)
    return k, at, under


def _below(k: Floats, probability: Callable[[Floats], Floats]) -> Floats:
    less: Floats = np.where(k > 0, probability(np.maximum(k - 1, 0.0)), 0.0)
    return less


def negative_binomial(size: Floats, share: Floats, q: float) -> Floats:
    """The quantile of negative binomial counts.

    Args:
        size: Of each, > 0; need not be whole. share: The probability of a success, between 0 and 1.
        q: Between 0 and 1.

    Source: `scipy.stats.nbinom.ppf`, which a test holds it to; all of scipy.stats takes three quarters of a second of
    a start.
    """
    from scipy.special import betainc, nbdtrik

    def probability(k: Floats) -> Floats:
        return np.asarray(betainc(size, k + 1.0, share), dtype=np.float64)

    guess = np.maximum(np.ceil(nbdtrik(q, size, share)), 0.0)
    return reached(np.nan_to_num(guess), probability, q)[0]

"""Quantiles of counts and adjusted p-values, held to scipy's own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, nbinom, poisson

from data.statistics.discrete import negative_binomial, reached
from data.statistics.family import false_discovery

MEANS = st.lists(st.tuples(st.floats(1e-3, 5e3), st.floats(1.001, 60.0)), min_size=1, max_size=30)


@given(of=MEANS, q=st.sampled_from([0.001, 0.025, 0.5, 0.975, 0.999]))
def test_a_quantile_is_that_of_scipy(of: list[tuple[float, float]], q: float) -> None:
    mean, factor = np.array(of).T
    size = mean / (factor - 1)
    share = size / (size + mean)
    k = negative_binomial(size, share, q)
    expected = nbinom.ppf(q, size, share)
    for mine, theirs, n, p in zip(k, expected, size, share, strict=True):
        # Where the probability is q itself, to the last bits, the two may take either side of it.
        assert mine == theirs or nbinom.cdf(min(mine, theirs), n, p) == pytest.approx(q, abs=1e-9)


@given(mean=st.floats(0.01, 200.0), guess=st.integers(0, 400), q=st.floats(0.01, 0.99))
def test_a_guess_that_is_far_off_gives_the_same(mean: float, guess: int, q: float) -> None:
    k, at, under = reached(np.array([float(guess)]), lambda k: poisson.cdf(k, mean), q)
    assert k[0] == poisson.ppf(q, mean)
    assert (at[0], under[0]) == pytest.approx((poisson.cdf(k[0], mean), poisson.cdf(k[0] - 1, mean)))


@given(p=st.lists(st.floats(0.0, 1.0), max_size=60))
def test_adjusted_p_values_are_those_of_scipy(p: list[float]) -> None:
    expected = false_discovery_control(p, method="bh") if p else []
    np.testing.assert_allclose(false_discovery(np.array(p)), expected, rtol=1e-12, atol=0)

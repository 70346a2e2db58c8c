"""The E-test for all rows at once equals scipy's, one pair at a time, and goes over smoothly into the score test."""

from __future__ import annotations

import time

import numpy as np
import pytest
from scipy.stats import poisson, poisson_means_test

from data.statistics.columns import Floats
from data.statistics.etest import SCORE_ABOVE, e_test, score_test


def pairs(highest: float, count: int, ratio: float) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(int(highest * 10 + ratio))
    mean = rng.uniform(0, highest, count)
    return rng.poisson(mean).astype(float), rng.poisson(mean * ratio * rng.lognormal(0, 0.3, count)).astype(float)


def exactly(k1: int, k2: int, n2: int) -> float:
    """Equation 3.5 of the paper, outcome by outcome, in whole numbers: a tie with what was seen is a tie."""
    mean = (k1 + k2) / (1 + n2)
    x1, x2 = np.meshgrid(np.arange(int(mean + 60)), np.arange(int(n2 * mean + 110)), indexing="ij")
    # T² = (x1 - x2/n2)² / (x1 + x2/n2²) >= t², multiplied out.
    seen, spread = (k1 * n2 - k2) ** 2, k1 * n2**2 + k2
    extreme = ((x1 * n2 - x2) ** 2 * spread >= seen * (x1 * n2**2 + x2)) & (x1 + x2 > 0)
    return float((poisson.pmf(x1, mean) * poisson.pmf(x2, n2 * mean))[extreme].sum())


@pytest.mark.parametrize("exposure", [1, 3])
@pytest.mark.parametrize("highest", [4, 40])
def test_equals_the_paper_in_whole_numbers(highest: float, exposure: int) -> None:
    now, before = pairs(highest, 60, exposure)
    differ = now * exposure != before
    now, before = now[differ], before[differ]
    ones = np.ones(len(now))
    exact = [exactly(int(a), int(b), exposure) for a, b in zip(now, before, strict=True)]
    assert e_test(now, before, ones, exposure * ones) == pytest.approx(exact, abs=2e-9)


@pytest.mark.parametrize("exposure", [1, 3])
@pytest.mark.parametrize("highest", [4, 40, 400])
def test_equals_scipy(highest: float, exposure: int) -> None:
    # Where an outcome ties with what was seen, scipy's rounding may leave it out: its p is then a little lower.
    now, before = pairs(highest, 60, exposure)
    differ = now * exposure != before  # at equal rates scipy leaves out "none and none"; p is 1 there
    now, before = now[differ], before[differ]
    ones = np.ones(len(now))
    scipy = np.array([poisson_means_test(int(a), 1, int(b), exposure).pvalue for a, b in zip(now, before, strict=True)])
    ours = e_test(now, before, ones, exposure * ones)
    assert (ours >= scipy - 2e-9).all()
    assert np.median(np.abs(ours - scipy)) < 2e-9
    assert (ours - scipy).max() < 0.02


def test_equal_rates_have_p_one() -> None:
    ones = np.ones(3)
    assert e_test(np.array([0.0, 7, 300]), np.array([0.0, 7, 300]), ones, ones).tolist() == [1.0, 1.0, 1.0]


def test_the_score_test_takes_over_where_the_two_agree() -> None:
    # Just at the border, over the whole range of p: equal periods agree to three decimals. Both values are computed.
    now = np.full(81, float(SCORE_ABOVE))
    before = np.maximum(np.round(SCORE_ABOVE + np.linspace(0, 4, 81) * np.sqrt(2 * SCORE_ABOVE)), SCORE_ABOVE)
    ones = np.ones(81)
    exact, score = e_test(now, before, ones, ones), score_test(now, before, ones, ones, ones)
    assert not np.array_equal(exact, score)
    assert np.abs(exact - score).max() < 0.0006
    assert np.abs(exact - score)[score < 0.2].max() < 0.00025
    assert e_test(now + 1, before + 1, ones, ones) == pytest.approx(score_test(now + 1, before + 1, ones, ones, ones))


def test_a_few_facts_beside_very_many_cost_no_time() -> None:
    started = time.thread_time()
    p = e_test(np.array([0.0, 3, 400]), np.array([10**7, 10**6, 10**6]) * 1.0, np.ones(3), np.ones(3))
    assert (p < 1e-12).all()
    assert (p > 0).all()
    assert time.thread_time() - started < 0.5

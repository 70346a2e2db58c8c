"""The table of chances is what /methode says it is, and nobody gets a small count back out of what is shown."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.statistics.protection import LARGEST, SMALLEST_SHOWN, TABLE, VARIANCE, least, most, perturbed

STEPS = 300_000
KEYS = (np.arange(STEPS) + 0.5) / STEPS
"""Every key alike often."""


@pytest.mark.parametrize("n", [*range(1, 15), 100, 5_000])
def test_the_noise_is_unbiased_has_the_stated_variance_and_maximum(n: int) -> None:
    noise = perturbed(np.full(STEPS, n), KEYS) - n
    assert noise.mean() == pytest.approx(0, abs=1e-4)
    assert (noise**2).mean() == pytest.approx(VARIANCE, abs=1e-3)
    assert np.abs(noise).max() <= LARGEST


def test_each_row_of_the_table_is_a_chance() -> None:
    for row in TABLE.values():
        assert sum(chance for _, chance in row) == pytest.approx(1)


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_small_counts_are_never_shown_and_zero_stays_zero(n: int, key: float) -> None:
    (shown,) = perturbed(np.array([n]), np.array([key]))
    assert shown == 0 or shown >= SMALLEST_SHOWN
    assert n > 0 or shown == 0


def test_the_bounds_are_those_of_the_table() -> None:
    could_be = defaultdict(set)
    for n in range(60):
        for shown in set(perturbed(np.full(5000, n), KEYS[:: STEPS // 5000][:5000])):
            could_be[int(shown)].add(n)
    known = np.array(sorted(shown for shown in could_be if shown < 55))
    assert list(least(known)) == [min(could_be[s]) for s in known]
    assert list(most(known)) == [max(could_be[s]) for s in known]


def test_no_answer_tells_a_small_count() -> None:
    """Each protected count that a small count can give is also given by at least two other counts."""
    for small in (1, 2):
        for shown in set(perturbed(np.full(STEPS, small), KEYS)):
            others = [n for n in range(12) if n != small and shown in perturbed(np.full(STEPS, n), KEYS)]
            assert len(others) >= 2

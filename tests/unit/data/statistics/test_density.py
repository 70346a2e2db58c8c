"""Kernel density: no fact is made or lost, one fact gives the kernel of the book."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.statistics.density import BANDWIDTH_M, density, quartic_kernel

HERE = np.array([0])


def test_one_fact_gives_the_peak_and_the_slope_of_the_quartic_kernel() -> None:
    h, cell_m = 250.0, 5.0
    found = density(HERE, HERE, np.array([1.0]), cell_m=cell_m, bandwidth_m=h)
    per_m2 = found.per_km2 / 1e6
    middle = per_m2.shape[0] // 2
    peak = 3 / (math.pi * h**2)
    assert per_m2.max() == per_m2[middle, middle] == pytest.approx(peak, rel=1e-3)
    half = round(h / 2 / cell_m)  # (1 - 1/4)² = 9/16 of the peak at half of the bandwidth
    assert per_m2[middle, middle + half] == per_m2[middle - half, middle] == pytest.approx(peak * 9 / 16, rel=1e-3)
    assert (found.column, found.row) == (-middle, -middle)


def test_on_the_grid_of_the_map_the_peak_is_within_two_percent() -> None:
    found = density(HERE, HERE, np.array([1.0]), cell_m=100.0)
    assert found.per_km2.max() == pytest.approx(3 / (math.pi * (BANDWIDTH_M / 1000) ** 2), rel=0.02)


def test_worked_by_hand() -> None:
    """h = 2 cells of 1 m: 1 in the middle, (3/4)² beside it, (1/2)² at the corners; together 4,25."""
    expected = np.array([[0.25, 0.5625, 0.25], [0.5625, 1, 0.5625], [0.25, 0.5625, 0.25]]) / 4.25
    assert quartic_kernel(2.0, 1.0) == pytest.approx(expected)


@settings(max_examples=40, deadline=None)
@given(
    cells=st.dictionaries(st.tuples(st.integers(-40, 40), st.integers(-40, 40)), st.integers(1, 900), min_size=1),
    bandwidth_m=st.sampled_from([100.0, 250.0, 640.0]),
)
def test_the_surface_holds_as_many_facts_as_went_in(cells: dict[tuple[int, int], int], bandwidth_m: float) -> None:
    x, y = np.array(list(cells)).T
    n = np.array(list(cells.values()), dtype=float)
    found = density(x, y, n, cell_m=100.0, bandwidth_m=bandwidth_m)
    assert found.facts == pytest.approx(n.sum())
    assert found.per_km2.min() >= 0


def test_without_facts_it_is_empty() -> None:
    assert density(HERE[:0], HERE[:0], np.zeros(0), cell_m=100.0).facts == 0


def test_a_bandwidth_under_a_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one cell"):
        quartic_kernel(50.0, 100.0)

"""Marks: their surface goes with the count, and the legend shows sizes that are on the map."""

from __future__ import annotations

import numpy as np
import pytest

from layers.points import LARGEST_PX, SMALLEST_PX, example_counts, largest_radius, point_marks, radii


def test_four_times_the_facts_is_twice_the_radius() -> None:
    found = radii(np.array([400.0, 100.0, 1.0]), 400.0, 20.0)
    assert found.tolist() == [20.0, 10.0, SMALLEST_PX]
    assert radii(np.zeros(0), 0.0, 20.0).tolist() == []


@pytest.mark.parametrize(
    ("most", "shown"), [(1, [1]), (3, [1, 2]), (9, [1, 5]), (60, [1, 10, 50]), (1200, [1, 200, 1000])]
)
def test_the_legend_names_plain_numbers_that_occur(most: float, shown: list[int]) -> None:
    assert example_counts(most) == shown


def test_the_largest_mark_about_fills_its_cell() -> None:
    assert largest_radius(0, 18, 51.05) == 12.0
    assert 12.0 <= largest_radius(100, 15, 51.05) <= LARGEST_PX
    assert largest_radius(4000, 12, 51.05) == LARGEST_PX


def test_lists_of_marks() -> None:
    lon, lat = np.array([3.7234567, 3.8]), np.array([51.0456789, 51.1])
    drawn = point_marks(lon, lat, np.array([[3.0, 1.0], [1.0, 0.0]]), largest_px=16.0, cell_m=100)
    assert drawn == {
        "lon": [3.72346, 3.8],
        "lat": [51.04568, 51.1],
        "n": [4, 1],
        "r": [16.0, 8.0],
        "by": [[3, 1], [1, 0]],
    }
    assert "by" not in point_marks(lon, lat, np.array([[3.0], [1.0]]), largest_px=16.0, cell_m=0)

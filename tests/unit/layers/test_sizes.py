"""The axis of sizes: plain where areas are of a kind, tenfold where a few are far larger than most."""

from __future__ import annotations

import numpy as np
import pytest

from layers.sizes import size_axis, size_text


def test_sizes_of_a_kind_lie_on_a_plain_axis() -> None:
    axis = size_axis(np.array([10_000.0, 20_000.0, 38_000.0]))
    assert not axis.tenfold
    assert axis.share(np.array([0.0, 39_900.0])).tolist() == pytest.approx([0, 1])
    assert axis.ticks() == [10_000, 20_000, 30_000]
    assert axis.title("inwoners") == "inwoners"


def test_many_small_and_one_large_lie_on_a_tenfold_axis_that_says_so() -> None:
    sizes = np.array([0.02, 0.2, 0.3, 0.4, 20.0])
    axis = size_axis(sizes)
    assert axis.tenfold
    places = axis.share(np.array([0.02, 0.2, 2.0, 20.0]))
    assert np.diff(places) == pytest.approx([places[1] - places[0]] * 3)  # each step ten times the one before
    assert 0 < places[0] < places[-1] < 1
    assert [size_text(tick) for tick in axis.ticks()] == ["0,1", "1", "10"]
    assert "tien keer" in axis.title("km²")


def test_one_area_and_sizes_that_are_all_the_same_have_an_axis() -> None:
    for sizes in ([5.0], [5.0, 5.0]):
        axis = size_axis(np.array(sizes))
        assert 0 < axis.share(np.array(sizes))[0] <= 1
        assert axis.ticks()

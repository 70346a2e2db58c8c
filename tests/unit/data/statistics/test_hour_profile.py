"""When, not how much: shares of hours here and elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from data.statistics.hour_profile import MIN_FACTS, hour_profile


def weights(per_hour: dict[int, float]) -> np.ndarray:
    """Facts per weekday and hour, all on Wednesday."""
    found = np.zeros((7, 24))
    for hour, n in per_hour.items():
        found[2, hour] = n
    return found


def test_shares_are_of_the_own_facts() -> None:
    profile = hour_profile(weights({1: 30, 23: 30}), weights({8: 750, 23: 250}))
    assert profile is not None
    assert profile.loc[[1, 8, 23], "share"].tolist() == [0.5, 0.0, 0.5]
    assert profile.loc[[1, 8, 23], "share_rest"].tolist() == [0.0, 0.75, 0.25]
    assert profile.loc[23, ["n", "n_rest"]].tolist() == [30, 250]
    assert profile["share"].sum() == pytest.approx(1)


@pytest.mark.parametrize(("mine", "rest"), [(MIN_FACTS - 1, 1000), (1000, MIN_FACTS - 1), (0, 0)])
def test_too_few_facts_have_no_profile(mine: int, rest: int) -> None:
    assert hour_profile(weights({3: mine}), weights({4: rest})) is None


def test_parts_of_facts_that_make_enough_are_enough() -> None:
    assert hour_profile(weights(dict.fromkeys(range(24), MIN_FACTS / 24)), weights({4: 1000})) is not None

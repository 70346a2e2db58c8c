"""An area against the rest of the city."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from data.statistics.against import change_against, changes_against


def test_following_the_city_is_no_difference_though_the_count_rose_by_half() -> None:
    found = change_against(90, 60, 3000, 2000)
    assert (found.verdict, found.difference, found.ratio) == ("geen verschil", 0.0, 1.0)
    assert found.p == pytest.approx(1.0)


def test_standing_still_while_the_city_rose_is_less() -> None:
    found = change_against(60, 60, 3000, 2000)
    assert (found.verdict, found.difference) == ("minder", -30.0)


def test_the_score_is_pearsons_chi_square() -> None:
    chi = chi2_contingency([[40, 61], [400, 420]], correction=False)
    assert change_against(40, 61, 400, 420).p == pytest.approx(chi.pvalue)


def test_the_interval_is_that_of_the_log_odds() -> None:
    half = 1.959964 * np.sqrt(2 * (1 / 40 + 1 / 61 + 1 / 400 + 1 / 420))
    centre = np.log(40 / 61 / (400 / 420))
    found = change_against(40, 61, 400, 420, phi=2)
    assert (found.low, found.high) == pytest.approx((np.exp(centre - half), np.exp(centre + half)), rel=1e-5)


@pytest.mark.parametrize("counts", [(2, 2, 900, 800), (10, 20, 0, 500), (10, 20, 500, 0), (0, 0, 500, 500)])
def test_too_little_to_compare_is_said(counts: tuple[int, int, int, int]) -> None:
    found = change_against(*counts)
    assert found.verdict == "te weinig"
    assert 0 < found.p <= 1


def test_zero_in_the_area_still_has_an_interval() -> None:
    found = change_against(0, 30, 1000, 1000)
    assert (found.verdict, found.ratio) == ("minder", 0.0)
    assert found.low is not None
    assert found.high is not None
    assert 0 < found.low < found.high < 1


def test_a_missing_area_is_not_judged() -> None:
    frame = pd.DataFrame({"now": [None, 60], "before": [50, 60], "rest_now": [3000, 3000], "rest_before": [2000, 2000]})
    judged = changes_against(frame.astype("Int64"))
    assert judged.loc[0, ["p", "ratio", "low", "high", "difference", "rest_now"]].isna().all()
    assert judged.loc[1, "verdict"] == "minder"

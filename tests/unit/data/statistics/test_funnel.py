"""Funnel limits: an example by hand, monotone, and areas outside are flagged."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from data.statistics.funnel import dispersion_between, funnel, limits


def areas(n: list[int], denominator: list[float]) -> pd.DataFrame:
    frame = pd.DataFrame({"n": n, "denominator": denominator, "status": "ok"})
    return frame.assign(area_code=[f"W{i:02d}" for i in range(len(frame))])


def test_the_example_by_hand() -> None:
    # 10 expected. Poisson table: F(16) = 0,972958, F(17) = 0,985722, so r = 17 at 0,975 and
    # the limit is 17 - (0,985722 - 0,975) / (0,985722 - 0,972958) = 17 - 0,8400 = 16,160.
    # F(3) = 0,010336, F(4) = 0,029253: 4 - (0,029253 - 0,025) / 0,018917 = 4 - 0,2248 = 3,775.
    low, high, _, _ = limits(np.array([10.0]))
    assert (low[0], high[0]) == pytest.approx((3.775, 16.160), abs=5e-4)


def test_an_area_is_outside_where_the_example_says() -> None:
    # 20 areas of 1000 inhabitants, 200 facts: 10 expected each. 16 is inside (16,16), 17 is above; 4 in, 3 below.
    n = [16, 17, 4, 3, *[10] * 16]
    result = funnel(areas(n, [1000.0] * 20), per=1000, phi=1)
    assert result.target == 10.0
    assert result.areas["outside"].tolist()[:5] == ["binnen", "boven 95%", "binnen", "onder 95%", "binnen"]
    assert result.areas.loc[0, "high95"] == pytest.approx(16.160, abs=5e-4)


def test_limits_are_the_exact_quantiles_to_the_next_whole_number() -> None:
    expected = np.geomspace(0.05, 20000, 300)
    for limit, q in zip(limits(expected), (0.025, 0.975, 0.001, 0.999), strict=True):
        assert np.array_equal(np.ceil(limit)[expected > 2.5], poisson.ppf(q, expected[expected > 2.5]))


def test_with_dispersion_the_limits_have_its_variance() -> None:
    low, high, _, _ = limits(np.array([4000.0]), phi=4.0)
    assert (high[0] - low[0]) / (2 * 1.96) == pytest.approx(np.sqrt(4 * 4000), rel=0.01)


def test_dispersion_between_areas_is_winsorised() -> None:
    # Ten areas of 100 expected; z-scores -1 and 1 alternate, then one area runs wild: phi stays of the order of 1.
    n = np.array([90.0, 110] * 10)
    even = np.full(20, 1000.0)
    assert dispersion_between(n, even) == 1.0
    wild = n.copy()
    wild[0] = 400
    plain = float((((wild - wild.mean()) / np.sqrt(wild.mean())) ** 2).mean())
    assert dispersion_between(wild, even) < plain / 10


def test_a_real_difference_between_areas_widens_the_funnel_and_the_source_is_said() -> None:
    rng = np.random.default_rng(2)
    denominator = rng.uniform(500, 8000, 25)
    n = rng.poisson(denominator * rng.gamma(10, 0.001, 25))
    own = funnel(areas(list(n), list(denominator)), per=1000)
    given_phi = funnel(areas(list(n), list(denominator)), per=1000, phi=1.0)
    assert own.phi > 3
    assert (own.phi_source, given_phi.phi_source) == ("tussen gebieden", "gegeven")
    assert (own.areas["outside"] != "binnen").sum() < (given_phi.areas["outside"] != "binnen").sum()


@pytest.mark.parametrize(
    ("n", "denominator", "words"),
    [([1, 2], [10.0, 10.0], "vijf gebieden"), ([0] * 6, [10.0] * 6, "geen feiten"), ([], [], "vijf gebieden")],
)
def test_no_funnel_says_why(n: list[int], denominator: list[float], words: str) -> None:
    result = funnel(areas(n, denominator), per=1)
    assert result.reason is not None
    assert words in result.reason
    assert result.curve.empty
    assert result.areas["outside"].isna().all()


def test_an_area_without_denominator_is_kept_without_limits() -> None:
    result = funnel(areas([5] * 7, [100.0] * 6 + [0.0]), per=1)
    row = result.areas.iloc[6]
    assert row["status"] == "no-denominator"
    assert row[["rate", "low95", "high998", "outside"]].isna().all()


@settings(deadline=None, max_examples=60)
@given(st.floats(0.01, 1e5), st.floats(1.0, 4.0), st.sampled_from([1.0, 1.5, 6.0]))
def test_monotone_and_nested(expected: float, factor: float, phi: float) -> None:
    low, high, lowest, highest = limits(np.array([expected, expected * factor]), phi=phi)
    assert (lowest <= low + 1e-9).all()
    assert (low <= high).all()
    assert (high <= highest + 1e-9).all()
    assert (lowest >= 0).all()
    for limit in (low, high, lowest, highest):
        assert limit[1] >= limit[0] - 1e-9


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 500), st.floats(0.5, 1e5)), min_size=5, max_size=30),
    st.sampled_from([None, 1.0, 3.0]),
)
def test_the_drawn_curve_narrows_all_the_way(rows: list[tuple[int, float]], phi: float | None) -> None:
    result = funnel(areas([n for n, _ in rows], [d for _, d in rows]), per=1000, phi=phi)
    if result.reason is None:
        curve = result.curve.to_numpy(dtype=float)
        assert np.isfinite(curve).all()
        slack = 1e-9 * np.abs(curve).max()
        for column, sign in ((1, 1), (2, -1), (3, 1), (4, -1)):
            assert (sign * np.diff(curve[:, column]) >= -slack).all()

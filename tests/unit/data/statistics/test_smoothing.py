"""Empirical Bayes: an example by hand, equality with esda, and what smoothing must never do."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from data.statistics.neighbours import queen_neighbours
from data.statistics.smoothing import smooth, smooth_local


def areas(n: list[float], denominator: list[float]) -> pd.DataFrame:
    frame = pd.DataFrame({"n": n, "denominator": denominator, "status": "ok"})
    return frame.assign(area_code=[f"B{i:03d}" for i in range(len(frame))])


def grid(side: int) -> pd.DataFrame:
    cells = [box(x, y, x + 1, y + 1) for x in range(side) for y in range(side)]
    codes = [f"B{i:03d}" for i in range(len(cells))]
    return queen_neighbours(gpd.GeoDataFrame({"area_code": codes}, geometry=cells, crs=31370))


def test_the_example_by_hand() -> None:
    # Facts 2, 6, 1 over 1000, 1000, 2000 inhabitants: mean 9/4000 = 0,00225.
    # Spread = (1000·0,00025² + 1000·0,00375² + 2000·0,00175²) / 4000 = 5,0625e-6.
    # Chance = 0,00225 / (4000/3) = 1,6875e-6, so A = 3,375e-6.
    # Weights: A / (A + 0,00225/1000) = 0,6 twice, and A / (A + 0,00225/2000) = 0,75.
    # Per 1000: 0,6·2 + 0,4·2,25 = 2,1;  0,6·6 + 0,4·2,25 = 4,5;  0,75·0,5 + 0,25·2,25 = 0,9375.
    result = smooth(areas([2, 6, 1], [1000, 1000, 2000]), per=1000)
    assert result["weight"].tolist() == pytest.approx([0.6, 0.6, 0.75])
    assert result["smoothed"].tolist() == pytest.approx([2.1, 4.5, 0.9375])
    assert result["rate"].tolist() == [2.0, 6.0, 0.5]


def test_global_equals_esda() -> None:
    from esda.smoothing import Empirical_Bayes

    rng = np.random.default_rng(3)
    denominator = rng.uniform(200, 9000, 60)
    n = rng.poisson(denominator * rng.gamma(4, 0.002, 60))
    esda = Empirical_Bayes(n, denominator).r.ravel() * 1000
    assert smooth(areas(list(n), list(denominator)), per=1000)["smoothed"].to_numpy(float) == pytest.approx(esda)


def test_local_equals_esda() -> None:
    from esda.smoothing import Spatial_Empirical_Bayes
    from libpysal.weights import W

    rng = np.random.default_rng(4)
    denominator = rng.uniform(200, 9000, 49)
    n = rng.poisson(denominator * rng.gamma(4, 0.002, 49))
    frame, pairs = areas(list(n), list(denominator)), grid(7)
    near = pairs.groupby("area_code")["neighbour_code"].apply(list).to_dict()
    weights = W(near, id_order=list(frame["area_code"]), silence_warnings=True)
    esda = Spatial_Empirical_Bayes(n.astype(float), denominator, weights).r.ravel() * 1000
    assert smooth_local(frame, pairs, per=1000)["smoothed"].to_numpy(float) == pytest.approx(esda)


def test_the_interval_is_the_gamma_posterior() -> None:
    from scipy.stats import gamma

    row = smooth(areas([2, 6, 1], [1000, 1000, 2000]), per=1000).iloc[1]
    shape, rate = 0.00225**2 / 3.375e-6 + 6, 0.00225 / 3.375e-6 + 1000
    assert (row["low"], row["high"]) == pytest.approx(gamma.ppf([0.025, 0.975], shape, scale=1000 / rate))


def test_without_spread_between_areas_all_get_the_common_rate_with_its_own_uncertainty() -> None:
    result = smooth(areas([5, 10, 20], [1000, 2000, 4000]), per=1000)
    assert result["smoothed"].tolist() == pytest.approx([5.0] * 3)
    assert (result["low"] < 5).all()
    assert (result["high"] > 5).all()


def test_an_area_without_a_rate_stays_without_and_does_not_weigh_in() -> None:
    frame = areas([2, 6, 1, 900], [1000, 1000, 2000, 0])
    result = smooth(frame, per=1000)
    assert result["smoothed"].tolist()[:3] == pytest.approx([2.1, 4.5, 0.9375])
    assert result.loc[3, ["smoothed", "low", "high", "weight"]].isna().all()
    assert result.loc[3, "status"] == "no-denominator"


def test_alone_in_its_neighbourhood_an_area_keeps_its_crude_rate() -> None:
    nobody = pd.DataFrame({"area_code": [], "neighbour_code": []})
    result = smooth_local(areas([2, 6, 1], [1000, 1000, 2000]), nobody, per=1000)
    assert result["smoothed"].tolist() == pytest.approx(result["rate"].tolist())


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 300), st.floats(0, 1e5, allow_subnormal=False)), min_size=1, max_size=25))
def test_smoothing_stays_between_the_rates_and_is_never_nan(rows: list[tuple[int, float]]) -> None:
    frame = areas([n for n, _ in rows], [d for _, d in rows])
    everywhere = pd.DataFrame(
        [(a, b) for a in frame["area_code"] for b in frame["area_code"] if a != b],
        columns=["area_code", "neighbour_code"],
    )
    for result in (smooth(frame, per=1000, minimum=1), smooth_local(frame, everywhere, per=1000, minimum=1)):
        shown = result[result["rate"].notna()]
        values = shown[["low", "smoothed", "high", "rate", "weight"]].to_numpy(dtype=float)
        assert np.isfinite(values).all()
        assert (values >= 0).all()
        if len(shown):
            slack = 1e-9 * (1 + values[:, 3].max())
            assert values[:, 1].min() >= values[:, 3].min() - slack
            assert values[:, 1].max() <= values[:, 3].max() + slack

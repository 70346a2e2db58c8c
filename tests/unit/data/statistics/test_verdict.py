"""Verdicts: published p-values, who is told what, and what many comparisons at once take back."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.statistics.verdict import change, changes, correct


@pytest.mark.parametrize(
    ("now", "before", "p", "verdict"),
    [
        (25, 16, 0.165, "geen verschil"),  # scipy's and the paper's E-test
        (40, 61, 0.037, "minder"),
        (61, 40, 0.037, "meer"),
    ],
)
def test_published_values(now: int, before: int, p: float, verdict: str) -> None:
    found = change(now, before)
    assert found.p == pytest.approx(p, abs=0.0005)
    assert (found.verdict, found.method) == (verdict, "E-toets")


@pytest.mark.parametrize(("now", "before"), [(29, 43), (11, 18)])
def test_nightlife_violence_that_was_called_a_drop_is_no_difference(now: int, before: int) -> None:
    assert change(now, before).verdict == "geen verschil"


def test_dispersion_takes_the_edge_off() -> None:
    # z² = (40 - 61)² / (3 · 101) = 1,455: p = 0,228.
    found = change(40, 61, phi=3)
    assert (found.method, found.verdict) == ("quasi-Poisson", "geen verschil")
    assert found.p == pytest.approx(0.2277, abs=1e-4)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 40 / 61 < found.high


def test_the_interval_is_wilsons_on_the_share() -> None:
    from scipy.stats import binomtest

    found = change(40, 61)
    wilson = binomtest(40, 101).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((wilson.low / (1 - wilson.low), wilson.high / (1 - wilson.high)))


def test_above_the_e_test_the_interval_and_the_verdict_say_the_same() -> None:
    rng = np.random.default_rng(8)
    mean = rng.uniform(5, 400, 500)
    frame = pd.DataFrame({"now": rng.poisson(mean), "before": rng.poisson(mean * 1.2)})
    judged = changes(frame, 2.5)
    beyond = (judged["low"] > 1) | (judged["high"] < 1)
    assert (beyond == (judged["p"] < 0.05)).all()


def test_the_average_of_three_years_is_their_sum_with_exposure_three() -> None:
    found = change(60, 120, exposure_before=3)
    assert (found.difference, found.ratio, found.verdict) == (20.0, 1.5, "meer")


@pytest.mark.parametrize(
    ("now", "before", "phi", "few"),
    [(0, 0, 1, True), (3, 0, 1, True), (4, 0, 1, False), (2, 2, 1, False), (11, 0, 3, True), (6, 6, 3, False)],
)
def test_too_few_to_say(now: int, before: int, phi: float, few: bool) -> None:
    assert (change(now, before, phi=phi).verdict == "te weinig") is few


def test_nothing_before_has_no_ratio_but_a_verdict() -> None:
    found = change(9, 0)
    assert (found.ratio, found.high, found.verdict) == (None, None, "meer")
    assert found.low is not None


def test_a_missing_count_is_not_judged_and_a_suppressed_one_does_not_leave() -> None:
    frame = pd.DataFrame({"now": [None, 5, 40], "before": [3, 9, 10], "status": ["missing", "suppressed", "ok"]})
    frame["now"] = frame["now"].astype("Int64")
    judged = correct(changes(frame))
    assert judged.loc[:1, ["now", "before", "difference", "ratio", "low", "high", "p", "q"]].isna().all(axis=None)
    assert judged.loc[:1, "verdict"].isna().all()
    assert judged.loc[2, "verdict"] == "meer"
    assert judged["family"].tolist() == [1, 1, 1]


def test_false_discoveries_are_taken_back_and_the_family_is_counted() -> None:
    # One p of 0,037 among 25: alone "minder", together nothing (25 · 0,037 > 0,10). The area of 1 fact is no family.
    frame = pd.DataFrame({"now": [40, *[50] * 24, 1], "before": [61, *[50] * 24, 0]})
    judged = correct(changes(frame))
    assert judged.loc[0, "verdict_alone"] == "minder"
    assert judged.loc[0, "verdict"] == "geen verschil"
    assert judged.loc[0, "family"] == 25
    assert judged.loc[0, "q"] == pytest.approx(25 * 0.03667, abs=1e-3)
    assert judged.loc[25, "verdict"] == "te weinig"


def test_a_change_that_stands_out_survives_the_correction() -> None:
    frame = pd.DataFrame({"now": [120, *[50] * 24], "before": [50, *[50] * 24]})
    assert correct(changes(frame)).loc[0, "verdict"] == "meer"


def test_an_empty_family_is_no_error() -> None:
    assert correct(changes(pd.DataFrame({"now": [], "before": []}))).empty


@pytest.mark.parametrize("bad", [{"now": -1, "before": 2}, {"now": 1, "before": 2, "phi": 0}])
def test_nonsense_is_refused(bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"negative|positive"):
        change(**bad)  # type: ignore[arg-type]


counted = st.integers(0, 3000)
dispersion = st.sampled_from([0.7, 1.0, 2.0, 6.0])


@settings(deadline=None, max_examples=80)
@given(counted, counted, dispersion, st.floats(0.2, 5))
def test_symmetry(now: int, before: int, phi: float, exposure: float) -> None:
    one = change(now, before, exposure_now=exposure, phi=phi)
    other = change(before, now, exposure_before=exposure, phi=phi)
    assert one.p == pytest.approx(other.p, rel=1e-6, abs=1e-9)
    mirrored = {"meer": "minder", "minder": "meer"}
    assert mirrored.get(one.verdict, one.verdict) == other.verdict
    if one.low and other.high:
        assert one.low == pytest.approx(1 / other.high, rel=1e-6)


@settings(deadline=None, max_examples=80)
@given(counted, counted, dispersion)
def test_always_a_probability_and_never_nan(now: int, before: int, phi: float) -> None:
    found = change(now, before, phi=phi)
    assert 0 < found.p <= 1
    for value in (found.ratio, found.low, found.high):
        assert value is None or (np.isfinite(value) and value >= 0)
    if found.low is not None and found.high is not None and found.ratio is not None:
        assert found.low <= found.ratio + 1e-9
        assert found.ratio <= found.high + 1e-9


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 300), st.integers(1, 60), dispersion)
def test_a_larger_difference_is_never_less_certain(before: int, step: int, phi: float) -> None:
    rising = [change(before + k * step, before, phi=phi).p for k in range(4)]
    assert all(b <= a + 0.02 for a, b in itertools.pairwise(rising))  # the E-test is discrete


def test_scale_of_the_exposures_does_not_matter() -> None:
    assert change(40, 61, exposure_now=12, exposure_before=12).p == pytest.approx(change(40, 61).p)

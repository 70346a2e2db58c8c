"""Rates: known intervals, every reason for having no rate, and properties that hold for any input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.statistics.rates import count_interval, rate


def areas(rows: list[tuple[int | None, str, float | None]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["n", "status", "denominator"])
    frame["n"], frame["denominator"] = frame["n"].astype("Int64"), frame["denominator"].astype("Float64")
    return frame.assign(area_code=[f"W{i:02d}" for i in range(len(frame))])


def test_the_interval_is_garwoods() -> None:
    # Garwood's table: 0 facts 0 to 3,689; 1 fact 0,025 to 5,572; 10 facts 4,795 to 18,390.
    low, high = count_interval(np.array([0.0, 1.0, 10.0]))
    assert low == pytest.approx([0.0, 0.0253, 4.795], abs=5e-4)
    assert high == pytest.approx([3.6889, 5.5716, 18.390], abs=5e-4)


def test_a_rate_is_facts_times_per_over_denominator() -> None:
    row = rate(areas([(10, "ok", 4000.0)]), per=1000).iloc[0]
    assert (row["rate"], row["n"], row["status"]) == (2.5, 10, "ok")
    assert (row["low"], row["high"]) == pytest.approx((4.795 / 4, 18.390 / 4), abs=1e-3)


def test_zero_facts_is_a_rate_of_zero_with_an_upper_limit() -> None:
    row = rate(areas([(0, "ok", 1000.0)]), per=1000).iloc[0]
    assert (row["rate"], row["low"]) == (0.0, 0.0)
    assert row["high"] == pytest.approx(3.689, abs=1e-3)


@pytest.mark.parametrize(
    ("given_row", "status"),
    [
        ((None, "missing", 1000.0), "missing"),
        ((None, "ok", 1000.0), "missing"),
        ((3, "suppressed", 1000.0), "suppressed"),
        ((3, "suppressed", None), "suppressed"),
        ((3, "ok", None), "no-denominator"),
        ((3, "ok", 0.0), "no-denominator"),
        ((3, "provisional", 0.04), "too-small"),
    ],
)
def test_without_a_rate_there_is_a_reason_and_no_number(
    given_row: tuple[int | None, str, float | None], status: str
) -> None:
    row = rate(areas([given_row]), per=1, minimum=0.05).iloc[0]
    assert row["status"] == status
    assert row[["rate", "low", "high"]].isna().all()


def test_a_suppressed_count_does_not_leave_the_function() -> None:
    assert rate(areas([(3, "suppressed", 10.0)]), per=1)["n"].isna().all()


def test_missing_zero_and_provisional_are_told_apart() -> None:
    result = rate(areas([(None, "missing", 10.0), (0, "ok", 10.0), (0, "provisional", 10.0)]), per=1)
    assert list(result["status"]) == ["missing", "ok", "provisional"]
    assert result["rate"].isna().tolist() == [True, False, False]


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        rate(areas([(-1, "ok", 10.0)]), per=1)


def test_no_areas_give_no_rows() -> None:
    assert rate(areas([]), per=1).empty


rows = st.lists(
    st.tuples(
        st.none() | st.integers(0, 10**6),
        st.sampled_from(["ok", "missing", "provisional", "suppressed"]),
        st.none() | st.floats(0, 1e7, allow_subnormal=False),
    ),
    min_size=1,
    max_size=20,
)


@settings(deadline=None, max_examples=60)
@given(rows)
def test_nothing_is_negative_or_infinite_and_limits_hold_the_rate(given_rows: list[tuple[int, str, float]]) -> None:
    result = rate(areas(given_rows), per=1000, minimum=1e-3)
    shown = result[result["rate"].notna()]
    assert set(shown["status"]) <= {"ok", "provisional"}
    values = shown[["low", "rate", "high"]].to_numpy(dtype=float)
    assert np.isfinite(values).all()
    assert (values >= 0).all()
    assert (np.diff(values, axis=1) >= -1e-9 * (1 + values[:, 1:])).all()
    assert result[["low", "high"]].isna().all(axis=1).equals(result["rate"].isna())


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 5000), st.floats(1, 1e6), st.floats(0.01, 100))
def test_scale_invariance(n: int, denominator: float, factor: float) -> None:
    # Counting inhabitants in thousands, and asking per one of those, gives the same numbers.
    one = rate(areas([(n, "ok", denominator)]), per=1000).iloc[0]
    other = rate(areas([(n, "ok", denominator * factor)]), per=1000 * factor).iloc[0]
    for column in ("rate", "low", "high"):
        assert other[column] == pytest.approx(one[column], rel=1e-9)

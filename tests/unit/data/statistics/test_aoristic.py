"""A fact with a window is spread over the hours it may have happened in."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.statistics.aoristic import has_time, hour_weekday


def facts(*windows: tuple[object, object], **columns: list[object]) -> pd.DataFrame:
    frame = pd.DataFrame(windows, columns=["time_from", "time_until"]).astype("datetime64[s]")
    return frame.assign(**columns)


def filled(weights: pd.DataFrame) -> dict[tuple[int, int], float]:
    stacked = weights.stack()
    return {key: pytest.approx(value) for key, value in stacked[stacked > 1e-9].items()}


def test_a_theft_between_ten_and_two_is_a_quarter_of_each_hour_on_the_right_days() -> None:
    # 2024-03-15 is a Friday
    weights = hour_weekday(facts(("2024-03-15T22:00", "2024-03-16T02:00")))
    assert filled(weights) == {(5, 22): 0.25, (5, 23): 0.25, (6, 0): 0.25, (6, 1): 0.25}


def test_sunday_night_runs_into_monday() -> None:
    weights = hour_weekday(facts(("2024-03-17T23:30", "2024-03-18T00:30")))
    assert filled(weights) == {(7, 23): 0.5, (1, 0): 0.5}


def test_parts_of_hours_weigh_by_their_length() -> None:
    weights = hour_weekday(facts(("2024-03-13T13:45", "2024-03-13T15:15")))
    assert filled(weights) == {(3, 13): 1 / 6, (3, 14): 4 / 6, (3, 15): 1 / 6}


def test_a_moment_and_an_empty_window_are_one_hour() -> None:
    weights = hour_weekday(facts(("2024-03-13T13:45", None), ("2024-03-13T13:00", "2024-03-13T13:00")))
    assert filled(weights) == {(3, 13): 2.0}


def test_a_week_or_more_says_nothing_about_the_hour() -> None:
    weights = hour_weekday(facts(("2024-03-01T13:45", "2024-03-08T13:45"), ("2024-01-01", "2024-05-01")))
    assert np.allclose(weights, 2 / 168)


def test_what_is_known_of_the_time_is_all_that_is_used() -> None:
    frame = facts(
        ("2024-03-13", None),
        ("2024-03-13T08:00", None),
        (None, "2024-03-13T08:00"),
        (None, None),
        (None, None),
        time_known=["day", "from", "until", "month", "month"],
        hour=[None, 8, None, 13, None],
    )
    weights = hour_weekday(frame)
    assert has_time(frame).tolist() == [True, False, False, True, False]
    assert np.allclose(weights.loc[3].drop(13), 1 / 24)
    assert np.allclose(weights[13].drop(3), 1 / 7)
    assert weights.to_numpy().sum() == pytest.approx(2)


def test_an_end_before_the_begin_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        hour_weekday(facts(("2024-03-13T13:45", "2024-03-13T13:44")))


def slow(start: datetime, minutes: int) -> np.ndarray:
    """Minute by minute, as anyone would count it by hand."""
    weights = np.zeros((7, 24))
    for minute in range(minutes):
        at = start + timedelta(minutes=minute)
        weights[at.weekday(), at.hour] += 1 / minutes
    return weights


moments = st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)).map(lambda t: t.replace(second=0, microsecond=0))


@given(moments, st.integers(1, 7 * 24 * 60 - 1))
def test_it_is_what_counting_minutes_gives(start: datetime, minutes: int) -> None:
    weights = hour_weekday(facts((start, start + timedelta(minutes=minutes))))
    assert np.allclose(weights, slow(start, minutes), atol=1e-9)


@given(st.lists(st.tuples(moments, st.integers(0, 20_000)), max_size=60))
def test_the_sum_is_the_number_of_facts(windows: list[tuple[datetime, int]]) -> None:
    weights = hour_weekday(facts(*[(t, t + timedelta(minutes=n)) for t, n in windows]))
    assert weights.to_numpy().sum() == pytest.approx(len(windows))
    assert (weights.to_numpy() >= 0).all()


def test_a_hundred_thousand_windows_take_less_than_two_seconds() -> None:
    rng = np.random.default_rng(1)
    start = np.datetime64("2018-01-01T00:00:00", "s") + rng.integers(0, 10**8, 100_000)
    frame = pd.DataFrame({"time_from": start, "time_until": start + rng.integers(0, 10**6, 100_000)})
    started = time.thread_time()
    weights = hour_weekday(frame)
    assert time.thread_time() - started < 2
    assert weights.to_numpy().sum() == pytest.approx(100_000)

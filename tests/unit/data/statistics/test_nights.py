"""A night belongs to the day on which its evening began."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from data.statistics.aoristic import hour_weekday
from data.statistics.nights import nights

MON, TUE, WED, THU, FRI, SAT, SUN = range(1, 8)


def nights_of(*windows: tuple[str, str | None]) -> dict[int, float]:
    """Facts of each night that has any."""
    frame = pd.DataFrame(windows, columns=["time_from", "time_until"]).astype("datetime64[s]")
    found = nights(hour_weekday(frame).to_numpy())["n"]
    return {int(day): round(float(n), 6) for day, n in found.items() if n}


def test_thursday_evening_and_friday_morning_are_one_night() -> None:
    # 2024-03-14 is a Thursday
    found = nights_of(("2024-03-14T22:00", None), ("2024-03-14T23:59", None), ("2024-03-15T05:59", None))
    assert found == {THU: 3}


def test_the_day_is_no_night() -> None:
    assert nights_of(("2024-03-14T21:59", None), ("2024-03-15T06:00", None), ("2024-03-15T13:00", None)) == {}


def test_only_the_part_of_a_window_that_lies_in_the_night_counts() -> None:
    # from 20:00 to 00:00: two of four hours; from 05:00 to 07:00: one of two, of the night of Wednesday
    assert nights_of(("2024-03-14T20:00", "2024-03-15T00:00")) == {THU: 0.5}
    assert nights_of(("2024-03-14T05:00", "2024-03-14T07:00")) == {WED: 0.5}
    # from Thursday 22:00 to Friday 22:00: the eight hours of one night out of twenty-four
    assert nights_of(("2024-03-14T22:00", "2024-03-15T22:00")) == {THU: round(8 / 24, 6)}
    # from Thursday 23:00 to Friday 23:00: seven hours of Thursday's night, one of Friday's
    assert nights_of(("2024-03-14T23:00", "2024-03-15T23:00")) == {THU: round(7 / 24, 6), FRI: round(1 / 24, 6)}


def test_the_week_the_month_and_the_year_may_end_at_night() -> None:
    assert nights_of(("2024-03-17T23:00", "2024-03-18T01:00")) == {SUN: 1}
    assert nights_of(("2024-01-31T23:00", "2024-02-01T01:00")) == {WED: 1}
    assert nights_of(("2023-12-31T23:30", "2024-01-01T00:30")) == {SUN: 1}


def test_the_hour_that_the_clock_skips_or_repeats_is_an_hour_like_any_other() -> None:
    # 2024-03-31 and 2024-10-27 are the Sundays on which the clock changes, at night
    assert nights_of(("2024-03-30T23:00", "2024-03-31T04:00")) == {SAT: 1}
    assert nights_of(("2024-10-27T02:30", None)) == {SAT: 1}


def test_nights_and_days_add_up_to_all_facts() -> None:
    weights = np.random.default_rng(4).random((7, 24))
    frame = nights(weights)
    assert frame["n"].sum() + weights[:, 6:22].sum() == pytest.approx(weights.sum())
    assert (frame["evening"] + frame["after"]).tolist() == frame["n"].tolist()


def test_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="7 weekdays"):
        nights(np.zeros((24, 7)))

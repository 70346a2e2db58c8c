"""When the synthetic facts happen: hour and weekday patterns by category."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.catalogue.academic_years import ACADEMIC_YEARS
from data.ingest.demo.shape import shape

NIGHT_ENDS = 6
"""Until this hour a night still belongs to the day before."""

MINUTES = np.array([0, 30, 15, 45, 10, 20, 40, 50, 5, 25, 35, 55])
MINUTE_WEIGHTS = np.array([0.34, 0.22, 0.1, 0.1, 0.04, 0.04, 0.03, 0.03, 0.025, 0.025, 0.025, 0.025])
"""People round the time that they report."""

OVERPOORT_NIGHT = "overpoort"
"""Name of the pattern of a Thursday night: Thursday from 22 h to Friday 5 h. Before the id of a category it is the
pattern of that category on the days that students are there."""

BIKE_WINDOW = 0.55
"""Share of bike thefts of which only a window is known: the bike was parked, and later it was gone."""


def draw_times(profile: npt.NDArray[np.object_], month: pd.Series, rng: np.random.Generator) -> pd.Series:
    """Draws a moment for each fact, inside its month.

    Args:
        profile: Category id, OVERPOORT_NIGHT, or both with a space between, for each fact.
        month: First day of its month (timestamps), same length.
        rng: Random generator.

    Returns:
        Local time (Europe/Brussels, without zone) for each fact, in its month.
    """
    moments = np.empty(len(month), dtype="datetime64[s]")
    groups: Any = pd.DataFrame({"profile": profile, "month": month.to_numpy()}).groupby(["profile", "month"]).indices
    for (name, first), rows in groups.items():
        hours = pd.date_range(first, first + pd.offsets.MonthBegin(1), freq="h", inclusive="left")
        weights = _week(name.removeprefix(f"{OVERPOORT_NIGHT} "))[
            (hours - pd.Timedelta(hours=NIGHT_ENDS)).day_of_week, hours.hour
        ]
        weights = weights * ~_skipped(hours)
        if name.startswith(OVERPOORT_NIGHT):
            weights = weights * _students(hours)
        chosen = rng.choice(len(hours), len(rows), p=weights / weights.sum())
        moments[rows] = hours.to_numpy()[chosen].astype("datetime64[s]")
    minutes = rng.choice(MINUTES, len(moments), p=MINUTE_WEIGHTS)
    return pd.Series(moments + minutes.astype("timedelta64[m]"), index=month.index)


def draw_windows(category: npt.NDArray[np.object_], time_from: pd.Series, rng: np.random.Generator) -> pd.Series:
    """Draws the end of the time window of the facts that have one: a good half of the bike thefts.

    Returns:
        Local time for each fact, missing for those of which the moment is known.
    """
    hours = np.clip(rng.lognormal(np.log(7), 0.8, len(time_from)), 0.25, 96)
    until = time_from + pd.to_timedelta((hours * 4).round() * 15, unit="min")
    has_window = (category == "fietsdiefstal") & (rng.random(len(time_from)) < BIKE_WINDOW)
    return until.where(has_window)


@lru_cache(maxsize=32)
def _week(name: str) -> npt.NDArray[np.float64]:
    """Weight by weekday (a night belongs to the day before) and hour: 7 x 24."""
    if name == OVERPOORT_NIGHT:
        week = np.zeros((7, 24))
        week[3, [22, 23, 0, 1, 2, 3, 4]] = [1.0, 1.8, 2.6, 3.0, 2.6, 1.6, 0.8]
        return week
    entry = next(e for e in shape()["category"] if e["id"] == name)
    hours = sum(
        share * np.array(shape()["hours"][kind]) / sum(shape()["hours"][kind]) for kind, share in entry["hours"].items()
    )
    return np.outer(entry["days"], hours)


def _students(hours: pd.DatetimeIndex) -> npt.NDArray[np.float64]:
    """How busy each hour is with students, by the kind of week of the academic year; a night is of the day before."""
    mondays = (hours - pd.Timedelta(hours=NIGHT_ENDS)).to_period("W-SUN").start_time.date
    kinds = _kinds_of_weeks()
    busy = shape()["overpoort"]["weeks"]
    return np.array([busy[kinds[monday]] if monday in kinds else 1.0 for monday in mondays])


@lru_cache(maxsize=1)
def _kinds_of_weeks() -> dict[date, str]:
    return {
        year.first + timedelta(weeks=i): stretch.kind
        for year in ACADEMIC_YEARS
        for i, stretch in enumerate(year.by_week)
    }


def _skipped(hours: pd.DatetimeIndex) -> npt.NDArray[np.bool_]:
    # The hour from 2 to 3 does not exist in the night that summer time begins (last Sunday of March).
    return np.asarray((hours.month == 3) & (hours.day_of_week == 6) & (hours.day > 24) & (hours.hour == 2))

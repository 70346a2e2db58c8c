"""Facts per week of the academic year, so that years lie over one another week by week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from data.catalogue.academic_years import AcademicYear
from data.statistics.columns import Floats


def academic_weeks(
    first: date, n: Floats, *, months: Mapping[date, str], years: tuple[AcademicYear, ...]
) -> pd.DataFrame:
    """Lays calendar weeks of facts in the academic years.

    Args:
        first: The Monday of the first week of `n`. n: Facts per week (Monday to Sunday), without gaps; a week before
            or after them has none.
        months: Status (ok | provisional | missing) by first day of the month; a month that is not there is missing.
        years: The academic years, in whole weeks.

    Returns:
        One row per week of each year of which any week is published: year (`2022-2023`), number (1 is the first week),
        week (its Monday, date), kind (les | inhaal | examen | vakantie), name, n (float, NaN when missing), status: a
        week is missing when any of its days lies in a missing month, provisional when any lies in a provisional one.

    Raises:
        ValueError: when `first` is no Monday.
    """
    if first.weekday() != 0:
        raise ValueError(f"{first} is no Monday")
    counted = {first + timedelta(weeks=i): float(value) for i, value in enumerate(n)}
    rows: list[dict[str, Any]] = []
    for year in years:
        mine = []
        for i, stretch in enumerate(year.by_week):
            monday = year.first + timedelta(weeks=i)
            status = _status(monday, months)
            value = float("nan") if status == "missing" else counted.get(monday, 0.0)
            shown = {"year": year.id, "number": i + 1, "week": monday, "kind": stretch.kind, "name": stretch.name}
            mine.append({**shown, "n": value, "status": status})
        if any(row["status"] != "missing" for row in mine):
            rows += mine
    return pd.DataFrame(rows, columns=["year", "number", "week", "kind", "name", "n", "status"])


def usual_weeks(weeks: pd.DataFrame) -> pd.DataFrame:
    """What each week of the academic year had on average, in the years before the newest.

    Args:
        weeks: As `academic_weeks` gives them.

    Returns:
        One row per week number: number, mean (facts) and years (how many it is the mean of, missing weeks left out); no
        row for a week that fewer than two years have.
    """
    earlier = weeks[(weeks["year"] != weeks["year"].max()) & (weeks["status"] != "missing")]
    found: pd.DataFrame = earlier.groupby("number")["n"].agg(mean="mean", years="size").reset_index()
    return found[found["years"] >= 2].reset_index(drop=True)


def _status(monday: date, months: Mapping[date, str]) -> str:
    days = (monday, monday + timedelta(days=6))  # a week touches two months at most
    found = {months.get(day.replace(day=1), "missing") for day in days}
    return next((status for status in ("missing", "provisional") if status in found), "ok")

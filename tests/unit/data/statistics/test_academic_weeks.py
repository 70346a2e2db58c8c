"""Weeks of facts on the weeks of the academic year, counted by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from data.catalogue.academic_years import AcademicYear, Stretch
from data.statistics.academic_weeks import academic_weeks, usual_weeks


def year(name: str, first: date) -> AcademicYear:
    """Two weeks of teaching, one of exams and one of recess."""
    kinds = (("les", 2), ("examen", 1), ("vakantie", 1))
    stretches = tuple(Stretch(kind=kind, name=kind, n=n) for kind, n in kinds)
    return AcademicYear(id=name, first=first, weeks=stretches, known="regel", source="proef")


# 2023-12-18 and 2024-12-16 are Mondays; the third week of the first year runs over New Year.
FIRST, SECOND = year("2023-2024", date(2023, 12, 18)), year("2024-2025", date(2024, 12, 16))
MONTHS = {date(2023, 12, 1): "ok", date(2024, 1, 1): "ok", date(2024, 12, 1): "ok", date(2025, 1, 1): "provisional"}


def test_weeks_lie_on_the_same_numbers_in_every_year() -> None:
    n = np.zeros(53)
    n[:3], n[-1] = [5, 4, 3], 9  # from 2023-12-18 to 2024-12-16
    rows = academic_weeks(date(2023, 12, 18), n, months=MONTHS, years=(FIRST, SECOND))
    assert rows["number"].tolist() == [1, 2, 3, 4, 1, 2, 3, 4]
    assert rows["kind"].tolist() == ["les", "les", "examen", "vakantie"] * 2
    assert rows["n"].tolist() == [5, 4, 3, 0, 9, 0, 0, 0]
    assert rows["week"].tolist()[2:5] == [date(2024, 1, 1), date(2024, 1, 8), date(2024, 12, 16)]


def test_a_week_over_the_end_of_a_month_or_a_year_takes_the_worse_status_of_both() -> None:
    rows = academic_weeks(date(2024, 12, 16), np.ones(4), months=MONTHS, years=(SECOND,))
    assert rows["status"].tolist() == ["ok", "ok", "provisional", "provisional"]  # 30 December to 5 January
    unpublished = {month: status for month, status in MONTHS.items() if month != date(2025, 1, 1)}
    rows = academic_weeks(date(2024, 12, 16), np.ones(4), months=unpublished, years=(SECOND,))
    assert rows["status"].tolist() == ["ok", "ok", "missing", "missing"]
    assert np.isnan(rows["n"].to_numpy()).tolist() == [False, False, True, True]  # missing is not zero


def test_a_year_without_any_published_week_is_not_there() -> None:
    rows = academic_weeks(date(2023, 12, 18), np.ones(2), months={date(2023, 12, 1): "ok"}, years=(FIRST, SECOND))
    assert rows["year"].unique().tolist() == ["2023-2024"]
    assert academic_weeks(date(2023, 12, 18), np.ones(2), months={}, years=(FIRST, SECOND)).empty


def test_what_is_usual_is_the_mean_of_earlier_years_that_have_the_week() -> None:
    later = year("2025-2026", date(2025, 12, 15))
    months = MONTHS | {date(2024, 12, 1): "ok", date(2025, 12, 1): "ok", date(2026, 1, 1): "ok"}
    del months[date(2025, 1, 1)]
    n = np.zeros(105)
    n[0], n[52], n[104] = 2, 6, 50
    rows = academic_weeks(date(2023, 12, 18), n, months=months, years=(FIRST, SECOND, later))
    usual = usual_weeks(rows)
    assert usual.to_numpy().tolist() == [[1, 4, 2], [2, 0, 2]]  # the newest year is not in it; weeks 3 and 4 are of one


def test_a_week_begins_on_monday() -> None:
    with pytest.raises(ValueError, match="no Monday"):
        academic_weeks(date(2023, 12, 19), np.ones(2), months={}, years=())

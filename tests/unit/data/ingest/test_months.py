"""Months are read from words, numbers and dates; what cannot be a published month is refused."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.catalogue.sources import Columns
from data.ingest.months import read_months

PARTS = Columns(area="a", category="c", total="t", year="year", month="month")
DATE = Columns(area="a", category="c", total="t", date="date")
TODAY = date(2023, 9, 15)


def read(columns: Columns, **fields: str | None) -> tuple[str | None, str | None]:
    frame = pd.DataFrame({name: pd.Series([value], dtype="str") for name, value in fields.items()})
    row = read_months(frame, columns, {"wintermaand": 12}, TODAY).iloc[0]
    return (
        None if pd.isna(row["month"]) else f"{row['month']:%Y-%m-%d}",
        None if pd.isna(row["fault"]) else row["fault"],
    )


@pytest.mark.parametrize(
    ("month", "expected"),
    [("januari", 1), ("Augustus", 8), ("mrt.", 3), ("okt", 10), ("7", 7), ("07", 7), ("7.0", 7), ("WINTERMAAND", 12)],
)
def test_words_and_numbers(month: str, expected: int) -> None:
    assert read(PARTS, year="2022", month=month) == (f"2022-{expected:02d}-01", None)


@pytest.mark.parametrize(
    "text", ["2022-03", "2022-03-31", "2022-03-01T00:00:00+00:00", "31/03/2022", "2022-03-01 00:00:00"]
)
def test_dates(text: str) -> None:
    assert read(DATE, date=text) == ("2022-03-01", None)


@pytest.mark.parametrize(
    ("year", "month", "reason"),
    [
        ("2022", "13", "onmogelijke maand (13)"),
        ("2022", "0", "onmogelijke maand (0)"),
        ("2022", "brumaire", "onmogelijke maand (brumaire)"),
        ("22", "1", "onmogelijk jaar (22)"),
        ("0022", "1", "onmogelijk jaar (22)"),
        ("2023", "oktober", "de maand ligt in de toekomst (2023-10)"),
        ("9999", "1", "de maand ligt in de toekomst (9999-01)"),
    ],
)
def test_impossible_months(year: str, month: str, reason: str) -> None:
    assert read(PARTS, year=year, month=month) == (None, reason)


def test_the_running_month_is_taken() -> None:
    assert read(PARTS, year="2023", month="september") == ("2023-09-01", None)


@pytest.mark.parametrize("text", ["2022-02-31", "2022-13-01"])
def test_impossible_dates(text: str) -> None:
    assert read(DATE, date=text) == (None, f"onmogelijke maand ({text})")


def test_an_empty_field_is_somebody_elses_fault() -> None:
    assert read(PARTS, year=None, month="1") == (None, None)

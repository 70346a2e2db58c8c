"""Reading months: Dutch words, numbers, dates, and what cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pandas as pd

from data.catalogue.sources import Columns

MONTH_NAMES: tuple[str, ...] = ("januari", "februari", "maart", "april", "mei", "juni", "juli")
MONTH_NAMES += ("augustus", "september", "oktober", "november", "december")
MONTH_WORDS: Mapping[str, int] = {
    **{word: number for number, word in enumerate(MONTH_NAMES, start=1)},
    **{word[:3]: number for number, word in enumerate(MONTH_NAMES, start=1)},
    "mrt": 3,
    "sept": 9,
}
FIRST_YEAR = 1950
_YEAR = re.compile(r"([0-9]{4})(?:[.,]0+)?")
_NUMBER = re.compile(r"([0-9]{1,2})(?:[.,]0+)?")
_ISO = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?(?:[T ].*)?")
_BELGIAN = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?: .*)?")


def read_months(frame: pd.DataFrame, columns: Columns, words: Mapping[str, int], today: date) -> pd.DataFrame:
    """Reads the month of every row.

    Args:
        frame: The columns that `columns` names, as str.
        columns: Which columns tell the month.
        words: Further words for months, to 1..12.
        today: Months after this day's month are refused.

    Returns:
        Columns month (datetime64, first day, null when it cannot be read) and fault (Dutch reason, else null).
        One row for each row of the frame, in the same order; an empty field gives null in both.
    """
    known = {**MONTH_WORDS, **{word.casefold().rstrip("."): number for word, number in words.items()}}
    if columns.date is not None:
        values = frame[columns.date]
        told = {value: _from_date(value, today) for value in values.dropna().unique()}
    else:
        assert columns.year is not None
        assert columns.month is not None
        values = frame[columns.year].str.cat(frame[columns.month], sep="\x1f")
        pairs = {value: str(value).split("\x1f", 1) for value in values.dropna().unique()}
        told = {value: _from_parts(year, month, known, today) for value, (year, month) in pairs.items()}
    months = values.map({value: pd.Timestamp(m) for value, (m, _) in told.items() if m is not None})
    faults = values.map({value: fault for value, (_, fault) in told.items() if fault is not None})
    return pd.DataFrame({"month": pd.to_datetime(months), "fault": faults.astype("str")}, index=frame.index)


def _from_parts(year: str, month: str, words: Mapping[str, int], today: date) -> tuple[date | None, str | None]:
    years = _YEAR.fullmatch(year)
    if years is None:
        return None, f"onmogelijk jaar ({year[:30]})"
    number = _NUMBER.fullmatch(month)
    found = int(number[1]) if number else words.get(month.casefold().rstrip("."))
    return _checked(int(years[1]), found, 1, month, today)


def _from_date(value: str, today: date) -> tuple[date | None, str | None]:
    if found := _ISO.fullmatch(value):
        return _checked(int(found[1]), int(found[2]), int(found[3] or 1), value, today)
    if found := _BELGIAN.fullmatch(value):
        return _checked(int(found[3]), int(found[2]), int(found[1]), value, today)
    return None, f"geen datum ({value[:30]})"


def _checked(year: int, month: int | None, day: int, shown: str, today: date) -> tuple[date | None, str | None]:
    if year < FIRST_YEAR:
        return None, f"onmogelijk jaar ({year})"
    try:
        date(year, month or 0, day)
    except ValueError:
        return None, f"onmogelijke maand ({shown[:30]})"
    if (year, month) > (today.year, today.month):
        return None, f"de maand ligt in de toekomst ({year}-{month:02d})"
    return date(year, month or 0, 1), None

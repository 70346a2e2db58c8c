"""Ranges of calendar months."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


def month_number(month: date) -> int:
    """Months since year 0, so that months can be subtracted."""
    return month.year * 12 + month.month - 1


def month_of(number: int) -> date:
    """The first day of the month with this number; the inverse of `month_number`."""
    return date(number // 12, number % 12 + 1, 1)


@dataclass(frozen=True, order=True)
class Months:
    """A range of whole months, both ends included.

    Attributes:
        first: First day of the first month.
        last: First day of the last month, never before `first`.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first.day != 1 or self.last.day != 1 or self.last < self.first:
            raise ValueError(f"no range of months: {self.first} to {self.last}")

    def __len__(self) -> int:
        return month_number(self.last) - month_number(self.first) + 1

    def all(self) -> list[date]:
        """Every month of the range, oldest first."""
        return [month_of(n) for n in range(month_number(self.first), month_number(self.last) + 1)]

    def shift(self, months: int) -> Months:
        """The range moved by a number of months; negative is earlier."""
        return Months(month_of(month_number(self.first) + months), month_of(month_number(self.last) + months))

    def year_before(self, years: int = 1) -> Months:
        """The same months, a number of years earlier."""
        return self.shift(-12 * years)

    def clip(self, bounds: Months) -> Months | None:
        """The part of the range inside `bounds`, or None when they do not touch."""
        first, last = max(self.first, bounds.first), min(self.last, bounds.last)
        return Months(first, last) if first <= last else None

    def iso(self) -> str:
        """`2021-03_2022-05`, as in the URL."""
        return f"{self.first:%Y-%m}_{self.last:%Y-%m}"


def runs_of(months: Iterable[date]) -> tuple[Months, ...]:
    """Months (first days, oldest first) as ranges without a hole."""
    runs: list[Months] = []
    for month in months:
        if runs and month_number(month) == month_number(runs[-1].last) + 1:
            runs[-1] = Months(runs[-1].first, month)
        else:
            runs.append(Months(month, month))
    return tuple(runs)


_RANGE = re.compile(r"(\d{4})-(\d{2})_(\d{4})-(\d{2})")


def parse_months(text: str) -> Months:
    """Reads what `Months.iso` writes.

    Raises:
        ValueError: when the text is no range of months between the years 1900 and 2200.
    """
    match = _RANGE.fullmatch(text)
    if match is None:
        raise ValueError(f"no range of months: {text!r}")
    y1, m1, y2, m2 = (int(part) for part in match.groups())
    if not (1900 <= y1 <= 2200 and 1900 <= y2 <= 2200):
        raise ValueError(f"year out of range: {text!r}")
    return Months(date(y1, m1, 1), date(y2, m2, 1))

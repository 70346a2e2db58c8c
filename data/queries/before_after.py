"""The months of an action, and the same months of the year before to hold them against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from data.queries.months import Months, month_number, month_of

MOST_MONTHS = 12
"""An action is followed for so long. The year before it is then wholly before it, and two consecutive years are what
the dispersion of the verdict is measured on."""


@dataclass(frozen=True)
class BeforeAfterMonths:
    """Two periods of the same length, of the same months of the year.

    Attributes:
        after: Whole months of the action, at most its first year. before: The same months a year earlier.
    """

    before: Months
    after: Months


def before_after_months(first: date, until: date | None, *, final: date) -> BeforeAfterMonths | None:
    """The periods of an action.

    Args:
        first: First day of the action; a month that it started in after the first day does not count.
        until: Last day; None while it goes on. A month that it ended in before the last day does not count.
        final: First day of the last month whose figures are complete: an action without end is followed until there.

    Returns:
        The periods, or None when the action has no whole month (yet).
    """
    start = month_number(first) + (first.day > 1)
    end = month_number(final) if until is None else month_number(until + timedelta(days=1)) - 1
    end = min(end, start + MOST_MONTHS - 1)
    if end < start:
        return None
    after = Months(month_of(start), month_of(end))
    return BeforeAfterMonths(after.year_before(), after)

"""The months of an action, and the same months of an earlier year to hold them against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from data.queries.months import Months, month_number, month_of

MOST_MONTHS = 24
"""An action that goes on is followed for so long: after that, other things changed too."""


@dataclass(frozen=True)
class BeforeAfterMonths:
    """Two periods of the same length, of the same months of the year.

    Attributes:
        after: Whole months of the action. before: The same months, one or two years earlier, wholly before it.
    """

    before: Months
    after: Months

    @property
    def years(self) -> int:
        """How many years lie between the two."""
        return (month_number(self.after.first) - month_number(self.before.first)) // 12


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
    return BeforeAfterMonths(after.year_before(-(-len(after) // 12)), after)

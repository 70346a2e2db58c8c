"""Months without single facts: what was never published is not zero."""

from __future__ import annotations

from dashboard import words
from data import queries
from data.config import Audience
from data.queries import Months, Snapshot


def unpublished(categories: tuple[str, ...], months: Months, snapshot: Snapshot, audience: Audience) -> str:
    """The sentence for a period without single facts of any of these categories; empty where a month has them.

    Args:
        categories: Ids. months: The period.
    """
    asked = set(months.all())
    for category in categories:
        if asked & set(queries.fact_months(snapshot, categories=(category,), audience=audience)):
            return ""
    return f"Voor {words.months(months)} zijn hiervan geen losse feiten gepubliceerd."

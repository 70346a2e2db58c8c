"""Which months an action is judged over: whole ones, as many before as after, and never its own."""

from __future__ import annotations

from datetime import date

import pytest

from data.queries import before_after_months

FINAL = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("first", "until", "after", "before"),
    [
        ("2025-03-01", "2025-05-31", "2025-03_2025-05", "2024-03_2024-05"),
        ("2025-03-02", "2025-05-30", "2025-04_2025-04", "2024-04_2024-04"),
        ("2025-12-01", None, "2025-12_2026-05", "2024-12_2025-05"),
        ("2025-03-01", "2026-02-28", "2025-03_2026-02", "2024-03_2025-02"),
        ("2025-03-01", None, "2025-03_2026-02", "2024-03_2025-02"),  # no more than a year: the next would be its own
        ("2020-01-15", "2024-12-31", "2020-02_2021-01", "2019-02_2020-01"),
        ("2026-05-01", None, "2026-05_2026-05", "2025-05_2025-05"),
    ],
)
def test_the_months_of_an_action(first, until, after, before) -> None:
    found = before_after_months(date.fromisoformat(first), date.fromisoformat(until) if until else None, final=FINAL)
    assert (found.after.iso(), found.before.iso()) == (after, before)
    assert len(found.before) == len(found.after)
    assert found.before.last < date.fromisoformat(first)


@pytest.mark.parametrize(
    ("first", "until"), [("2025-03-10", "2025-03-10"), ("2025-03-02", "2025-04-29"), ("2026-05-02", None)]
)
def test_an_action_without_a_whole_month(first, until) -> None:
    until = date.fromisoformat(until) if until else None
    assert before_after_months(date.fromisoformat(first), until, final=FINAL) is None

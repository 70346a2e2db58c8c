"""Ranges of months: arithmetic over years, and nothing that is no range."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.queries import Months, month_number, month_of, parse_months

NUMBER = st.integers(1900 * 12, 2200 * 12 + 11)
RANGES = st.tuples(NUMBER, NUMBER).map(sorted).map(lambda pair: Months(month_of(pair[0]), month_of(pair[1])))


@given(RANGES)
def test_what_is_written_is_read_back(months: Months) -> None:
    assert parse_months(months.iso()) == months


@given(NUMBER)
def test_a_month_has_one_number(number: int) -> None:
    assert month_number(month_of(number)) == number


@given(st.tuples(NUMBER, st.integers(0, 60)))
def test_all_months_and_the_year_before(pair: tuple[int, int]) -> None:
    months = Months(month_of(pair[0]), month_of(pair[0] + pair[1]))
    assert len(months.all()) == len(months) == pair[1] + 1
    before = months.year_before()
    assert [m.month for m in before.all()] == [m.month for m in months.all()]
    assert before.first.year == months.first.year - 1
    assert before.shift(12) == months


@given(RANGES, RANGES)
def test_clipping_gives_what_lies_in_both(one: Months, other: Months) -> None:
    clipped = one.clip(other)
    assert clipped == other.clip(one)
    touch = one.first <= other.last and other.first <= one.last
    assert (clipped is not None) == touch
    if clipped is not None:
        assert clipped.first >= max(one.first, other.first)
        assert clipped.last <= min(one.last, other.last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021",
        "2021-03",
        "2021-3_2021-04",
        "2021-00_2021-01",
        "2021-01_2021-13",
        "2022-01_2021-12",
        "0001-01_0001-02",
    ],
)
def test_no_range_of_months(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_months(text)


def test_a_range_is_made_of_whole_months_in_order() -> None:
    with pytest.raises(ValueError, match="no range of months"):
        Months(date(2021, 1, 2), date(2021, 2, 1))
    with pytest.raises(ValueError, match="no range of months"):
        Months(date(2021, 2, 1), date(2021, 1, 1))

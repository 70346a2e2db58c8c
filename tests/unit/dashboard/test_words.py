"""Numbers and dates as Belgians write them."""

from __future__ import annotations

from datetime import date

import pytest
from babel.numbers import format_decimal
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard import words
from data.queries import parse_months


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1234.5, 1, "1.234,5"),
        (1234567, 0, "1.234.567"),
        (0.5, 2, "0,50"),
        (-12, 0, "-12"),
    ],
)
def test_numbers(value: float, decimals: int, text: str) -> None:
    assert words.number(value, decimals) == text


@given(st.floats(-1e9, 1e9).map(lambda v: round(v, 4)), st.integers(0, 2))
def test_numbers_are_those_of_babel(value: float, decimals: int) -> None:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    assume(abs(value * 10**decimals % 1 - 0.5) > 1e-6)  # an exact half may go either way
    assert words.number(value, decimals).lstrip("-") == format_decimal(value, pattern, locale="nl_BE").lstrip("-")


def test_what_is_not_there_is_a_dash_and_not_zero() -> None:
    assert words.number(float("nan")) == words.rate(float("nan")) == "–"
    assert words.number(0.0) == "0"


@pytest.mark.parametrize(("value", "text"), [(0.123, "0,12"), (1.26, "1,3"), (99.94, "99,9"), (1234.4, "1.234")])
def test_a_rate_has_as_many_decimals_as_it_deserves(value: float, text: str) -> None:
    assert words.rate(value) == text


def test_every_month_has_its_dutch_name() -> None:
    names = [words.month(date(2023, m, 1)) for m in range(1, 13)]
    assert [name.split()[0] for name in names] == [
        *("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    ]
    assert {name.split()[1] for name in names} == {"2023"}


@pytest.mark.parametrize(
    ("iso", "text"),
    [
        ("2022-05_2023-04", "mei 2022 – apr 2023"),
        ("2022-01_2022-12", "2022"),
        ("2020-01_2022-12", "2020 – 2022"),
        ("2023-03_2023-03", "mrt 2023"),
        ("2022-01_2022-11", "jan 2022 – nov 2022"),
    ],
)
def test_periods(iso: str, text: str) -> None:
    assert words.months(parse_months(iso)) == text


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["A"], "A"),
        (["A", "B"], "A en B"),
        (["A", "B", "C"], "A, B en C"),
        (["A", "B", "C", "D", "E"], "A, B en 3 andere"),
    ],
)
def test_listings(names: list[str], text: str) -> None:
    assert words.listing(names) == text


@pytest.mark.parametrize(("n", "text"), [(0, "0 feiten"), (1, "1 feit"), (2345, "2.345 feiten")])
def test_one_fact_many_facts(n: int, text: str) -> None:
    assert words.plural(n, "feit", "feiten") == text

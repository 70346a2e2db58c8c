"""Sums over areas and months: zero is a number, missing is not zero, a sum with a missing part is missing."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from data.queries import AreaMonths, Months, missing_months, parse_months, per_area, per_month, total

NAN = float("nan")
MONTHS = Months(date(2021, 1, 1), date(2021, 6, 1))
EARLY, LATE, WHOLE = parse_months("2021-01_2021-02"), parse_months("2021-05_2021-06"), MONTHS


@pytest.fixture
def matrix() -> AreaMonths:
    n = np.array(
        [
            [0, 0, 0, 0, 0, 0],
            [1, 2, 3, 4, 5, 6],
            [1, 2, NAN, 4, 5, 6],
        ]
    )
    provisional = np.array([False] * 5 + [True])
    return AreaMonths("wijk", "counts", ("Z", "A", "M"), MONTHS, n, provisional)


def test_per_area(matrix: AreaMonths) -> None:
    rows = per_area(matrix, WHOLE)
    assert rows.loc["Z"].tolist() == [0, "provisional"]
    assert rows.loc["A"].tolist() == [21, "provisional"]
    assert math.isnan(rows.at["M", "n"])
    assert rows.at["M", "status"] == "missing"
    assert per_area(matrix, EARLY)["status"].tolist() == ["ok"] * 3


@pytest.mark.parametrize("iso", ["2020-12_2021-02", "2021-06_2021-07", "2019-01_2019-02"])
def test_a_period_that_sticks_out_is_missing_and_not_counted_short(matrix: AreaMonths, iso: str) -> None:
    rows = per_area(matrix, parse_months(iso))
    assert rows["n"].isna().all()
    assert set(rows["status"]) == {"missing"}


def test_totals(matrix: AreaMonths) -> None:
    assert total(matrix, EARLY) == (6, "ok")
    assert total(matrix, EARLY, ("Z",)) == (0, "ok")
    assert total(matrix, LATE, ("A", "Z")) == (11, "provisional")
    n, status = total(matrix, WHOLE)
    assert math.isnan(n)
    assert status == "missing"
    assert total(matrix, WHOLE, ("A",)) == (21, "provisional")


def test_a_total_of_no_area_is_missing_and_not_zero(matrix: AreaMonths) -> None:
    n, status = total(matrix, EARLY, ("BESTAATNIET",))
    assert math.isnan(n)
    assert status == "missing"
    assert per_month(matrix, ("BESTAATNIET",))["status"].eq("missing").all()


def test_per_month(matrix: AreaMonths) -> None:
    rows = per_month(matrix)
    assert rows["month"].tolist() == MONTHS.all()
    assert rows["status"].tolist() == ["ok", "ok", "missing", "ok", "ok", "provisional"]
    assert rows["n"].tolist()[:2] == [2, 4]
    assert math.isnan(rows.at[2, "n"])
    assert per_month(matrix, ("Z",))["n"].tolist() == [0] * 6


def test_gaps(matrix: AreaMonths) -> None:
    assert missing_months(matrix, WHOLE) == [parse_months("2021-03_2021-03")]
    assert missing_months(matrix, WHOLE, ("A", "Z")) == []
    outside = missing_months(matrix, parse_months("2020-11_2021-03"), ("M",))
    assert [gap.iso() for gap in outside] == ["2020-11_2020-12", "2021-03_2021-03"]

"""Dispersion: found back on simulated history, and cautious with little of it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.statistics.columns import Floats
from data.statistics.dispersion import BORROWED, MONTHS, UNKNOWN, YEARS, dispersion, year_pairs


def history(counts: Floats, category: str = "fietsdiefstal", start: str = "2018-01-01") -> pd.DataFrame:
    """`counts` is months x areas."""
    months, areas = counts.shape
    index = pd.MultiIndex.from_product([pd.date_range(start, periods=months, freq="MS"), range(areas)])
    frame = index.to_frame(index=False, name=["month", "area_code"])
    return frame.assign(category_id=category, n=pd.array(counts.ravel(), dtype="Int64"), status="ok")


def drawn(phi: float, mean: float, *, months: int = 72, areas: int = 200, seed: int = 1) -> Floats:
    rng = np.random.default_rng(seed)
    season = 1 + 0.4 * np.cos(2 * np.pi * np.arange(months) / 12)
    means = mean * season[:, None] * rng.gamma(2, 0.5, areas)[None, :]
    return rng.poisson(means) if phi == 1 else rng.negative_binomial(means / (phi - 1) + 1e-9, 1 / phi)


@pytest.mark.parametrize("mean", [0.3, 3.0, 30.0])
@pytest.mark.parametrize("phi", [1.0, 3.0, 6.0])
def test_finds_back_what_was_simulated(phi: float, mean: float) -> None:
    row = dispersion(history(drawn(phi, mean))).iloc[0]
    assert row["phi_raw"] == pytest.approx(phi, rel=0.15)
    assert row["phi"] >= 1
    assert (row["method"], row["n_periods"]) == (YEARS, 5)


def test_by_hand() -> None:
    # One area, 12 months of 5 (60) and then of 6 (72): (72 - 60)² / 132 = 1,0909. With two such areas the same.
    counts = np.repeat([[5], [6]], 12, axis=0)
    row = dispersion(history(np.hstack([counts, counts]))).iloc[0]
    assert row["phi_raw"] == pytest.approx(144 / 132)


def test_spells_that_last_count_by_year_not_by_month() -> None:
    # A factor per area and year: little to see between months, much between years. The yearly one is what is judged.
    rng = np.random.default_rng(2)
    factor = np.repeat(rng.gamma(100, 0.01, (6, 50)), 12, axis=0)
    counts = rng.poisson(20 * factor)
    expected = counts.mean()
    by_month = ((counts - expected) ** 2 / expected).mean()
    row = dispersion(history(counts)).iloc[0]
    # Var of a year of mean 240: 240 + 240² / 100 = 816, which is 3,4 times the mean; of a month 1,2 times.
    assert row["phi"] == pytest.approx(3.4, rel=0.2)
    assert by_month < 1.4


def test_never_under_one() -> None:
    row = dispersion(history(np.full((72, 10), 7))).iloc[0]
    assert (row["phi"], row["phi_raw"]) == (1.0, 0.0)


def test_missing_provisional_and_left_out_months_are_not_history() -> None:
    counts = drawn(1, 20, months=60, areas=60)
    frame = history(counts)
    plain = dispersion(frame).iloc[0]["phi"]
    wild = frame.copy()
    newest = wild["month"] >= "2022-10-01"
    wild.loc[newest, "n"] = 500
    wild.loc[newest, "status"] = "provisional"
    lockdown = wild["month"].isin(pd.to_datetime(["2020-03-01", "2020-04-01"]))
    wild.loc[lockdown, "n"] = 0
    wild.loc[(wild["month"] == "2019-05-01") & (wild["area_code"] < 5), "n"] = pd.NA
    found = dispersion(wild, leave_out=[date(2020, 3, 1), date(2020, 4, 1)]).iloc[0]["phi"]
    assert found == pytest.approx(plain, abs=0.15)
    assert dispersion(wild).iloc[0]["phi"] > plain + 0.5


def test_years_are_compared_on_the_months_they_share() -> None:
    matrix = np.concatenate([np.full(12, 1.0), np.full(12, 2.0)])[None, :].copy()
    matrix[0, 3] = np.nan  # April of the first year is missing: both years are summed without April
    later, earlier = year_pairs(matrix)
    assert (later[0, 0], earlier[0, 0]) == (22.0, 11.0)
    matrix[0, 3:11] = np.nan
    assert np.isnan(year_pairs(matrix)[0][0, 0])


def test_without_two_years_the_months_are_used() -> None:
    row = dispersion(history(drawn(3, 20, months=15, areas=40))).iloc[0]
    assert (row["method"], row["n_periods"]) == (MONTHS, 0)
    assert row["phi"] == pytest.approx(3, rel=0.2)


def test_a_rare_category_leans_on_the_others() -> None:
    rare = np.zeros((72, 25), dtype=int)
    rare[5, 3] = rare[30, 4] = 1
    frame = pd.concat([history(drawn(4, 10)), history(rare, "motordiefstal"), history(rare * 0, "graffiti")])
    found = dispersion(frame).set_index("category_id")
    assert found.loc["motordiefstal", "method"] == BORROWED
    assert found.loc["motordiefstal", "phi"] == pytest.approx(found.loc["fietsdiefstal", "phi"])
    assert found.loc["graffiti", "phi"] == pytest.approx(found.loc["fietsdiefstal", "phi"])
    assert pd.isna(found.loc["graffiti", "phi_raw"])


def test_no_history_at_all_is_said() -> None:
    row = dispersion(history(np.zeros((3, 2), dtype=int))).iloc[0]
    assert (row["phi"], row["method"], row["n_comparisons"]) == (1.0, UNKNOWN, 0)
    assert dispersion(history(np.zeros((0, 0), dtype=int))).empty


def test_a_cell_that_is_there_twice_is_refused() -> None:
    frame = history(drawn(1, 3, areas=3))
    with pytest.raises(ValueError, match="twice"):
        dispersion(pd.concat([frame, frame.head(1)]))

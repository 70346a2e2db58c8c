"""The demonstration counts keep every published total, and vary as counts do. Totals are read here from the source."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from data.catalogue import CATEGORIES, category_by_name
from data.gent import SOURCE
from data.ingest.demo.counts import COUNTS, packed, read_counts
from data.ingest.demo.draw import draw_counts
from data.ingest.demo.margins import read_margins

MONTHLY = pd.read_csv(SOURCE / "gent_monthly_totals_2018_2023.csv", index_col="month")
WIJKEN = pd.read_csv(SOURCE / "gent_wijken.csv")
PRINTED = pd.read_csv(SOURCE / "published_figures.csv")


@pytest.fixture(scope="module")
def counts() -> pd.DataFrame:
    return read_counts()


@pytest.fixture(scope="module")
def drawn() -> pd.DataFrame:
    return draw_counts(read_margins())


@pytest.fixture(scope="module")
def other() -> pd.DataFrame:
    """Another draw: what is published must hold for every seed, what is chance must differ."""
    table = draw_counts(read_margins(), seed=7)
    return table.assign(month=pd.to_datetime(table["month"]))


@pytest.fixture(scope="module", params=["shipped", "other"])
def table(request: pytest.FixtureRequest, counts: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    return counts if request.param == "shipped" else other


def by_month(table: pd.DataFrame) -> pd.Series:
    return table.groupby(table["month"].dt.strftime("%Y-%m"))["n"].sum()


def test_drawing_again_gives_the_shipped_file(drawn: pd.DataFrame) -> None:
    assert packed(drawn) == COUNTS.read_bytes()
    assert COUNTS.stat().st_size < 300_000


def test_every_wijk_category_and_published_month_has_one_count(table: pd.DataFrame) -> None:
    assert not table.duplicated(["area_code", "category_id", "month"]).any()
    assert table["area_code"].nunique() == 26
    assert set(table["category_id"]) == set(CATEGORIES)
    months = table.groupby("category_id")["month"].nunique()
    assert months.drop("ongeval-letsel").eq(64).all()
    assert months["ongeval-letsel"] == 40  # missing in 2018 and 2019, which is not zero
    assert table.loc[table["category_id"] == "ongeval-letsel", "month"].min() == pd.Timestamp("2020-01-01")
    assert len(table) == 26 * (15 * 64 + 40)
    assert table["n"].min() == 0


def test_city_months_come_out_exactly(table: pd.DataFrame) -> None:
    fines = table["category_id"] == "parkeerovertreding"
    assert by_month(table[fines]).to_dict() == MONTHLY["parking_fines"].to_dict()
    assert by_month(table[~fines]).to_dict() == MONTHLY["all_except_parking"].to_dict()
    years = table.groupby(table["month"].dt.year)["n"].sum()
    assert years.loc[2018:2022].tolist() == [38412, 36169, 26490, 30562, 32194]


def test_wijk_totals_come_out_exactly_or_inside_their_error(table: pd.DataFrame) -> None:
    totals = table.groupby("area_code")["n"].sum()
    printed = WIJKEN.set_index(WIJKEN["wijknr"].map("W{:02d}".format)).sort_index()
    assert totals.between(printed["low"], printed["high"]).all()
    exact = printed["how"].isin(["exact", "derived-exact"])
    assert exact.sum() == 12
    read = "all_facts_2018_01_2023_04"
    assert totals[exact].to_dict() == printed.loc[exact, read].to_dict()
    assert abs(int(totals.sum()) - int(printed[read].sum())) == 11  # what the digitised ones absorb


@pytest.mark.parametrize("number", [6, 19])
def test_wijken_with_published_months_have_them_exactly(table: pd.DataFrame, number: int) -> None:
    mine = table[table["area_code"] == f"W{number:02d}"]
    assert by_month(mine).to_dict() == MONTHLY[f"wijk_{number}_all_facts"].to_dict()


def test_the_sixteen_categories_of_macharius_heirnis_are_exact(table: pd.DataFrame) -> None:
    printed = PRINTED[
        (PRINTED["area"] == "Macharius - Heirnis") & ~PRINTED["category"].str.startswith("ALL")
    ].set_index("category")["value"]
    assert len(printed) == 16
    ours = table[table["area_code"] == "W03"].groupby("category_id")["n"].sum()
    for name, value in printed.items():
        category = category_by_name(str(name))
        assert category is not None
        assert ours[category.id] == int(value), name


def test_binnenstad_july_2018_is_the_largest_cell(table: pd.DataFrame) -> None:
    largest = table.sort_values("n").iloc[-2:]
    first = largest.iloc[-1]
    assert (first["area_code"], first["category_id"], f"{first['month']:%Y-%m}", first["n"]) == (
        "W01",
        "parkeerovertreding",
        "2018-07",
        903,
    )
    assert largest.iloc[0]["n"] < 903


def test_about_half_of_the_cells_are_zero(table: pd.DataFrame) -> None:
    assert 0.43 <= table["n"].eq(0).mean() <= 0.53


def test_categories_have_the_size_that_was_stated(counts: pd.DataFrame) -> None:
    yearly = counts.pivot_table(
        index="category_id", columns=counts["month"].dt.year.rename("year"), values="n", aggfunc="sum"
    )
    assert yearly.loc["ongeval-letsel", [2021, 2022]].gt(1200).all()
    assert 6 <= yearly.loc["graffiti", 2018] / 12 <= 10
    assert 11 <= yearly.loc["graffiti", [2021, 2022]].mean() / 12 <= 15
    assert 53 <= yearly.loc["sluikstorten", 2018] / 12 <= 67
    assert yearly.loc["sluikstorten", [2021, 2022]].gt(90 * 12).all()


def pearson_dispersion(table: pd.DataFrame) -> pd.Series:
    """Per category: how much wijk x month cells vary around wijk x year, beside what the whole city does."""
    year = table["month"].dt.year.rename("year")
    wijk_year = table.groupby(["category_id", "area_code", year])["n"].transform("sum")
    city_share = table.groupby(["category_id", "month"])["n"].transform("sum") / table.groupby(["category_id", year])[
        "n"
    ].transform("sum")
    expected = wijk_year * city_share
    large = expected >= 2
    squares = ((table["n"] - expected) ** 2)[large].groupby(table["category_id"]).sum()
    return squares / expected[large].groupby(table["category_id"]).sum()


def test_cells_vary_at_least_as_poisson_counts_and_not_wildly(table: pd.DataFrame) -> None:
    frequent = ["fietsdiefstal", "diefstal-uit-voertuigen", "beschadiging-auto", "woninginbraak", "ongeval-letsel"]
    dispersion = pearson_dispersion(table)
    # Fitting a mean per year takes a twelfth of the variance away, so that Poisson counts would show 0.92.
    assert dispersion[frequent].gt(0.95).all()
    assert dispersion[[*frequent, "parkeerovertreding"]].lt(8).all()


def test_another_seed_gives_other_figures(counts: pd.DataFrame, other: pd.DataFrame) -> None:
    keys = ["area_code", "category_id", "month"]
    both = counts.set_index(keys)["n"].align(other.set_index(keys)["n"], join="inner")
    assert len(both[0]) == len(counts)
    assert np.mean(both[0] != both[1]) > 0.3


def test_seasons_and_the_lockdown_show(counts: pd.DataFrame) -> None:
    in_month = counts.pivot_table(index="category_id", columns=counts["month"].dt.month, values="n", aggfunc="mean")
    assert in_month.loc["fietsdiefstal", [9, 10]].mean() > 1.2 * in_month.loc["fietsdiefstal", [1, 12]].mean()
    assert in_month.loc["geluidshinder", [6, 7, 8]].mean() > 1.2 * in_month.loc["geluidshinder", [12, 1, 2]].mean()
    assert in_month.loc["woninginbraak", [11, 12, 1]].mean() > 1.2 * in_month.loc["woninginbraak", [5, 6, 7]].mean()
    bikes = counts[counts["category_id"] == "fietsdiefstal"].groupby("month")["n"].sum()
    assert bikes["2020-04-01"] < 0.6 * bikes[["2018-04-01", "2019-04-01", "2022-04-01"]].mean()

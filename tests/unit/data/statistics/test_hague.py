"""Real figures of The Hague: how often districts are called different from year to year, and what dispersion mends."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.statistics.dispersion import dispersion, year_pairs
from data.statistics.methods import PUBLISHED
from data.statistics.verdict import changes

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def history(shared_real: Path) -> pd.DataFrame:
    facts = pd.read_csv(shared_real / "thehague_unit_crime_district_month_2011_2017.csv")
    facts["month"] = pd.to_datetime({"year": facts["year"], "month": facts["month"], "day": 1})
    keys = ["delict", "district_code", "month"]
    dense = pd.MultiIndex.from_product([sorted(facts[key].unique()) for key in keys])
    counts = facts.groupby(keys)["count"].sum().reindex(dense, fill_value=0)  # zeros are not listed in the file
    frame = counts.rename("n").rename_axis(["category_id", "area_code", "month"]).reset_index()
    return frame.assign(status="ok")


def shares(history: pd.DataFrame) -> list[tuple[str, float, int, float, float]]:
    """Per offence: phi, comparisons, and the percentage called different before and after the correction."""
    phi = dispersion(history).set_index("category_id")["phi"]
    rows = []
    for offence, frame in history.groupby("category_id"):
        later, earlier = year_pairs(frame.pivot(index="area_code", columns="month", values="n").to_numpy(float))
        pairs = pd.DataFrame({"now": later.ravel(), "before": earlier.ravel()})
        called = [
            float(changes(pairs, factor)["verdict"].isin(["meer", "minder"]).mean() * 100)
            for factor in (1.0, float(phi[offence]))
        ]
        rows.append((str(offence), round(float(phi[offence]), 1), len(pairs), *(round(c, 1) for c in called)))
    return rows


def test_districts_called_different_before_and_after_the_correction(history: pd.DataFrame) -> None:
    found = shares(history)
    print("\noffence, phi, comparisons, called different before %, after %")
    for row in found:
        print(*row, sep=", ")
    assert history["n"].sum() == 245_163
    assert {row[2] for row in found} == {612}  # 102 districts, six pairs of years
    assert all(after < before for *_, before, after in found)
    # One in twenty is what chance gives; before the correction up to six times as many were called different.
    assert max(after for *_, after in found) <= 6.0
    assert max(before for *_, before, _ in found) > 25
    assert [list(row) for row in found] == [list(row) for row in PUBLISHED["den-haag"].rows], "published.toml lags"


def test_phi_is_of_years_not_of_months(history: pd.DataFrame) -> None:
    cube = history.pivot_table(index="area_code", columns="month", values="n", aggfunc="sum").to_numpy(float)
    assert cube.shape == (102, 83)
    phi = dispersion(history).set_index("category_id")["phi"]
    assert phi["Burglary"] > 3
    assert np.median(phi.to_numpy(float)) > 1.4

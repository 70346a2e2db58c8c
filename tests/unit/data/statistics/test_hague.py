"""Real figures of The Hague: how often districts are called different from year to year, and what dispersion mends."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.statistics.dispersion import dispersion, year_pairs
from data.statistics.expectation import expectation
from data.statistics.methods import METHODS, PUBLISHED
from data.statistics.verdict import changes

MAPPING = Path(__file__).resolve().parents[4] / "docs" / "mappings" / "thehague.toml"

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    """The Dutch name under which the example mapping imports each offence."""
    return dict(tomllib.loads(MAPPING.read_text(encoding="utf-8"))["category_names"])


@pytest.fixture(scope="module")
def history(shared_real: Path) -> pd.DataFrame:
    facts = pd.read_csv(shared_real / "thehague_unit_crime_district_month_2011_2017.csv")
    facts["month"] = pd.to_datetime({"year": facts["year"], "month": facts["month"], "day": 1})
    keys = ["delict", "district_code", "month"]
    dense = pd.MultiIndex.from_product([sorted(facts[key].unique()) for key in keys])
    counts = facts.groupby(keys)["count"].sum().reindex(dense, fill_value=0)  # zeros are not listed in the file
    frame = counts.rename("n").rename_axis(["category_id", "area_code", "month"]).reset_index()
    return frame.assign(status="ok")


def shares(history: pd.DataFrame, names: dict[str, str]) -> list[list[str | float]]:
    """Per offence: its Dutch name, phi, comparisons, and four percentages, before and after the correction.

    The percentages are of comparisons with too few facts to judge, and, of those that could be, called different.
    """
    phi = dispersion(history).set_index("category_id")["phi"]
    rows: list[list[str | float]] = []
    for offence, frame in history.groupby("category_id"):
        later, earlier = year_pairs(frame.pivot(index="area_code", columns="month", values="n").to_numpy(float))
        pairs = pd.DataFrame({"now": later.ravel(), "before": earlier.ravel()})
        found: list[float] = []
        for factor in (1.0, float(phi[offence])):
            verdicts = changes(pairs, factor)["verdict"]
            judged = verdicts[verdicts != "te weinig"]
            found += [float((verdicts == "te weinig").mean()), float(judged.isin(["meer", "minder"]).mean())]
        rows.append(
            [
                names[str(offence)],
                round(float(phi[offence]), 1),
                len(pairs),
                *(round(100 * share, 1) for share in found),
            ]
        )
    return sorted(rows, key=lambda row: str(row[0]))


def test_districts_called_different_before_and_after_the_correction(
    history: pd.DataFrame, names: dict[str, str]
) -> None:
    found = shares(history, names)
    print("\noffence, phi, comparisons, too few before %, different before %, too few after %, different after %")
    for row in found:
        print(row)
    assert history["n"].sum() == 245_163
    assert {row[2] for row in found} == {612}  # 102 districts, six pairs of years
    before, after = ([float(row[place]) for row in found] for place in (4, 6))
    assert all(corrected < raw for corrected, raw in zip(after, before, strict=True))
    # One in twenty is what chance gives; before the correction up to six times as many were called different.
    assert max(after) <= 6.0
    assert max(before) > 25
    stated = PUBLISHED["den-haag"]
    assert found == [list(row) for row in stated.rows], "published.toml lags"
    for place in (4, 6, 5):
        column = [float(row[place]) for row in found]
        assert f"{min(column):.1f} tot {max(column):.1f}%".replace(".", ",") in stated.made


def test_months_inside_the_band(history: pd.DataFrame, names: dict[str, str]) -> None:
    phi = dispersion(history).set_index("category_id")["phi"]
    rows: list[list[str | float]] = []
    months = held = 0
    for offence, frame in history.groupby("category_id"):
        bands = [
            expectation(series[["month", "n", "status"]], phi=float(phi[offence])).months
            for _, series in frame.groupby("area_code")
        ]
        judged = sum(int(band["is_judged"].sum()) for band in bands)
        inside = sum(int((band["outside"] == "binnen").sum()) for band in bands)
        rows.append([names[str(offence)], round(float(phi[offence]), 1), judged, round(100 * inside / judged, 1)])
        months, held = months + judged, held + inside
    rows = sorted(rows, key=lambda row: str(row[0]))
    print("\noffence, phi, months judged, inside the band %")
    for row in rows:
        print(row)
    print(months, held / months)
    stated = PUBLISHED["band-den-haag"]
    assert rows == [list(row) for row in stated.rows], "published.toml lags"
    # What the paragraph of the band and the words above the table say of them.
    share = f"{100 * held / months:.1f}".replace(".", ",")
    least, most = (f"{f(float(row[3]) for row in rows):.1f}".replace(".", ",") for f in (min, max))
    assert f"{months:,}".replace(",", ".") in stated.made
    for text in (stated.made, METHODS["verwachting"].text):
        assert f"{share}%" in text
        assert f"{least} tot {most}%" in text


def test_phi_is_of_years_not_of_months(history: pd.DataFrame) -> None:
    cube = history.pivot_table(index="area_code", columns="month", values="n", aggfunc="sum").to_numpy(float)
    assert cube.shape == (102, 83)
    phi = dispersion(history).set_index("category_id")["phi"]
    assert phi["Burglary"] > 3
    assert np.median(phi.to_numpy(float)) > 1.4

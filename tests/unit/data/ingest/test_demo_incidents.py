"""The synthetic facts add up to the counts, lie where they say, and happen when such facts happen."""

from __future__ import annotations

from datetime import timedelta

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pyproj import Transformer

from data.catalogue.academic_years import ACADEMIC_YEARS
from data.gent import FOLDER
from data.ingest.demo.counts import read_counts
from data.ingest.demo.incidents import make_incidents
from data.ingest.demo.load import coverage_of, incident_cells
from data.ingest.gent import gent_areas

KEYS = ["area_code", "category_id", "month"]


@pytest.fixture(scope="module")
def counts() -> pd.DataFrame:
    return read_counts()


@pytest.fixture(scope="module")
def facts(counts: pd.DataFrame) -> pd.DataFrame:
    return make_incidents(counts, gent_areas())


@pytest.fixture(scope="module")
def cells(facts: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    return incident_cells(facts, gent_areas(), counts)


def test_facts_add_up_to_the_counts_and_none_is_a_parking_fine(facts: pd.DataFrame, counts: pd.DataFrame) -> None:
    assert "parkeerovertreding" not in set(facts["category_id"])
    reported = counts[(counts["category_id"] != "parkeerovertreding") & (counts["n"] > 0)]
    found = facts.rename(columns={"wijk_code": "area_code"}).groupby(KEYS).size()
    assert found.to_dict() == reported.set_index(KEYS)["n"].to_dict()


def test_facts_have_a_key_each_and_are_the_same_every_time(facts: pd.DataFrame, counts: pd.DataFrame) -> None:
    assert facts["incident_key"].is_unique
    pd.testing.assert_frame_equal(facts, make_incidents(counts, gent_areas()))


def test_points_lie_on_the_grid_inside_their_buurt_and_wijk(facts: pd.DataFrame) -> None:
    located = facts[facts["wijk_code"] != "W00"]
    points = located.drop_duplicates(["lon", "lat", "buurt_code", "wijk_code"])
    x, y = Transformer.from_crs(4326, 3812, always_xy=True).transform(points["lon"], points["lat"])
    for metres in (x, y):
        assert np.abs(metres % 100 - 50).max() < 1  # 5 decimals of a degree
    geometry = gpd.GeoSeries.from_xy(points["lon"], points["lat"], index=points.index, crs=4326)
    for name, column in (("buurten", "buurt_code"), ("wijken", "wijk_code")):
        shapes = gpd.read_file(FOLDER / f"{name}.geojson").set_index("area_code").geometry
        own = gpd.GeoSeries(shapes.loc[points[column]].to_numpy(), index=points.index, crs=4326)
        assert geometry.within(own).all()
    assert located["precision_m"].eq(100).all()
    assert not points.duplicated(["lon", "lat"]).any()


def test_every_buurt_can_be_reached(facts: pd.DataFrame) -> None:
    assert facts["buurt_code"].nunique() == 255


def test_facts_without_a_place_have_no_point(facts: pd.DataFrame) -> None:
    unknown = facts[facts["wijk_code"] == "W00"]
    assert len(unknown) > 500
    assert unknown["buurt_code"].eq("B00").all()
    assert unknown[["lon", "lat", "precision_m"]].isna().all(axis=None)
    assert facts["lon"].isna().sum() == len(unknown)


def test_moments_lie_in_their_month_and_exist(facts: pd.DataFrame) -> None:
    assert facts["time_from"].dt.to_period("M").eq(facts["month"].dt.to_period("M")).all()
    local = facts["time_from"].dt.tz_localize("Europe/Brussels", ambiguous=np.ones(len(facts), dtype=bool))
    assert local.notna().all()


def test_only_bike_thefts_have_a_window_and_not_all(facts: pd.DataFrame) -> None:
    window = facts["time_until"].notna()
    bikes = facts["category_id"] == "fietsdiefstal"
    assert not window[~bikes].any()
    assert 0.4 < window[bikes].mean() < 0.7
    length = (facts["time_until"] - facts["time_from"])[window]
    assert length.min() > pd.Timedelta(0)
    assert length.max() <= pd.Timedelta(days=4)


def share_at_night(facts: pd.DataFrame) -> float:
    return float(facts["time_from"].dt.hour.isin([22, 23, 0, 1, 2, 3, 4]).mean())


def test_hours_differ_by_category(facts: pd.DataFrame) -> None:
    by_category = dict(list(facts.groupby("category_id")))
    assert share_at_night(by_category["geluidshinder"]) > 0.55
    assert share_at_night(by_category["ongeval-letsel"]) < 0.25
    accidents = by_category["ongeval-letsel"]["time_from"]
    assert accidents[accidents.dt.hour.isin([7, 8, 16, 17])].dt.day_of_week.lt(5).mean() > 0.7


def test_overpoort_has_its_thursday_nights(facts: pd.DataFrame) -> None:
    nightlife = facts[facts["category_id"].isin(["geluidshinder", "diefstal-geweld", "zakkenrollerij"])]
    evening = (nightlife["time_from"] - pd.Timedelta(hours=6)).dt.day_of_week.eq(3)
    night = nightlife["time_from"].dt.hour.isin([22, 23, 0, 1, 2, 3, 4])
    overpoort = nightlife["buurt_code"] == "44021A33K"
    assert (evening & night)[overpoort].mean() > 0.25
    assert (evening & night)[~overpoort].mean() < 0.15
    centre = nightlife["wijk_code"] == "W01"
    assert 0.05 < overpoort[centre].mean() < 0.35


def test_buurten_add_up_to_their_wijk_and_wijken_to_the_counts(cells: pd.DataFrame, counts: pd.DataFrame) -> None:
    wijken = cells[cells["level"] == "wijk"].set_index(KEYS)["n"]
    published = counts[counts["category_id"] != "parkeerovertreding"].set_index(KEYS)["n"]
    assert wijken.to_dict() == published.to_dict()
    parent = gent_areas().set_index("area_code")["parent_code"]
    buurten = cells[cells["level"] == "buurt"]
    summed = buurten.assign(area_code=buurten["area_code"].map(parent)).groupby(KEYS)["n"].sum()
    assert summed.to_dict() == published.to_dict()


def test_the_zone_counts_what_lies_in_it(cells: pd.DataFrame) -> None:
    zone = cells[cells["level"] == "zone"].set_index(["category_id", "month"])["n"]
    buurt = cells[cells["area_code"] == "44021A33K"].set_index(["category_id", "month"])["n"]
    assert zone.to_dict() == buurt.to_dict()
    assert zone.sum() > 200


def test_cells_are_dense_and_the_last_three_months_provisional(cells: pd.DataFrame) -> None:
    sizes = cells.groupby(["level", "category_id", "month"]).size().groupby("level").unique()
    assert {level: list(n) for level, n in sizes.items()} == {"wijk": [26], "buurt": [255], "zone": [1]}
    slices = coverage_of(cells)
    assert len(slices) == 3 * (14 * 64 + 40)
    provisional = slices.loc[slices["status"] == "provisional", "month"].unique()
    assert sorted(f"{m:%Y-%m}" for m in provisional) == ["2023-02", "2023-03", "2023-04"]


def test_overpoort_is_busier_when_there_is_teaching(facts: pd.DataFrame) -> None:
    nightlife = facts["category_id"].isin(["geluidshinder", "diefstal-geweld", "diefstal-gewapend", "zakkenrollerij"])
    found = facts[nightlife & (facts["buurt_code"] == "44021A33K")]
    mondays = (found["time_from"] - pd.Timedelta(hours=6)).dt.to_period("W-SUN").dt.start_time.dt.date
    kinds = {
        year.first + timedelta(weeks=i): stretch.kind
        for year in ACADEMIC_YEARS
        for i, stretch in enumerate(year.by_week)
    }
    per_week = mondays.map(kinds).value_counts() / pd.Series(kinds).loc[min(mondays) : max(mondays)].value_counts()
    assert per_week["les"] > 1.5 * per_week["examen"]
    assert per_week["les"] > 1.5 * per_week["vakantie"]

"""Synthetic facts that add up to the counts of the demonstration set."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from data.gent.areas import OVERPOORT
from data.ingest.demo.accidents import with_accidents
from data.ingest.demo.points import GRID_M, grid_points, point_weights
from data.ingest.demo.shape import PARKING, shape
from data.ingest.demo.times import OVERPOORT_NIGHT, draw_times, draw_windows

SEED = 20230430


def make_incidents(counts: pd.DataFrame, areas: gpd.GeoDataFrame, *, seed: int = SEED) -> pd.DataFrame:
    """Makes as many facts per wijk, category and month as are counted; none for parking fines.

    Args:
        counts: Columns area_code (wijk), category_id, month (timestamp), n.
        areas: The areas of Gent: area_code, level, parent_code, km2, geometry (EPSG:4326).
        seed: The same seed gives the same facts.

    Returns:
        One row per fact: incident_key, category_id, time_from and time_until (local time; the latter only where a
        window is known), month, lon and lat (centre of a 100 m cell; null for "Onbekend"), precision_m, buurt_code,
        wijk_code; severity and road_users of accidents.
    """
    rng = np.random.default_rng(seed)
    open_counts = counts[counts["category_id"] != PARKING]
    rows = open_counts.loc[open_counts.index.repeat(open_counts["n"])]
    facts = pd.DataFrame(
        {"category_id": rows["category_id"], "month": rows["month"], "wijk_code": rows["area_code"]}
    ).reset_index(drop=True)
    facts = _place(facts, areas, rng)
    facts["time_from"] = draw_times(_profiles(facts, rng), facts["month"], rng)
    facts["time_until"] = draw_windows(facts["category_id"].to_numpy(dtype=object), facts["time_from"], rng)
    facts = facts.sort_values(["time_from", "category_id"], kind="stable", ignore_index=True)
    facts["incident_key"] = [f"demo-{i:06d}" for i in range(1, len(facts) + 1)]
    return with_accidents(facts, seed=seed)


def _place(facts: pd.DataFrame, areas: gpd.GeoDataFrame, rng: np.random.Generator) -> pd.DataFrame:
    points = grid_points(areas[(areas["level"] == "buurt") & areas.geometry.notna()])
    weights = point_weights(points, sorted(facts["category_id"].unique()), rng)
    in_wijk = points.groupby("wijk_code").indices
    chosen = np.full(len(facts), -1)
    groups: Any = facts.groupby(["wijk_code", "category_id"]).indices
    for (wijk, category), rows in groups.items():
        if wijk in in_wijk:
            odds = weights[category].to_numpy()[in_wijk[wijk]]
            chosen[rows] = rng.choice(in_wijk[wijk], len(rows), p=odds / odds.sum())
    _empty_in_holidays(facts, points, weights, chosen, rng)
    located = chosen >= 0
    placed = points[["lon", "lat", "buurt_code"]].reindex(chosen).reset_index(drop=True)
    # What has no point belongs to the row "Onbekend" of either level.
    placed["buurt_code"] = placed["buurt_code"].where(located, "B00")
    precision = pd.Series(np.where(located, GRID_M, 0), dtype="Int64").where(located)
    return pd.concat([facts, placed], axis=1).assign(precision_m=precision)


def _empty_in_holidays(
    facts: pd.DataFrame,
    points: pd.DataFrame,
    weights: pd.DataFrame,
    chosen: npt.NDArray[np.intp],
    rng: np.random.Generator,
) -> None:
    """Moves a part of the nightlife facts in Overpoort elsewhere in the wijk, in the months that students are away."""
    nightlife = shape()["overpoort"]
    stays = facts["month"].dt.month.map({int(m): share for m, share in nightlife["stays"].items()}).fillna(1.0)
    here = (points["buurt_code"] == OVERPOORT[2]).to_numpy()
    moved = (chosen >= 0) & here[chosen] & facts["category_id"].isin(nightlife["categories"]).to_numpy()
    moved &= rng.random(len(facts)) >= stays.to_numpy()
    elsewhere = np.flatnonzero(~here & (points["wijk_code"] == points.loc[here, "wijk_code"].iloc[0]).to_numpy())
    for category in nightlife["categories"]:
        rows = np.flatnonzero(moved & (facts["category_id"] == category).to_numpy())
        odds = weights[category].to_numpy()[elsewhere]
        chosen[rows] = rng.choice(elsewhere, len(rows), p=odds / odds.sum())


def _profiles(facts: pd.DataFrame, rng: np.random.Generator) -> npt.NDArray[np.object_]:
    nightlife = shape()["overpoort"]
    thursday = (
        facts["buurt_code"].eq(OVERPOORT[2])
        & facts["category_id"].isin(nightlife["categories"])
        & facts["month"].dt.month.isin(nightlife["months"])
        & (rng.random(len(facts)) < nightlife["thursday_night"])
    )
    students = facts["buurt_code"].eq(OVERPOORT[2]) & facts["category_id"].isin(nightlife["categories"])
    category = facts["category_id"]
    usual = category.where(~students, OVERPOORT_NIGHT + " " + category).to_numpy(dtype=object)
    return np.where(thursday, OVERPOORT_NIGHT, usual)

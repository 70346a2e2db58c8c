"""One million synthetic facts and eight years of synthetic counts, as the files that an import would read."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from data.catalogue import CATEGORIES
from data.ingest.gent import gent_areas

INCIDENTS = 1_000_000
MONTHS = pd.date_range("2016-01", periods=96, freq="MS")
SEED = 2
FORM = 2
"""Raised when the files get other contents: those of before are not read again."""
OUTSIDE = 0.02
"""Share of the facts without coordinates."""
WINDOWS = 0.3
"""Share of the facts of which only a window is known: from a quarter of an hour to a few days."""
ACCIDENTS = "ongeval-letsel"
SEVERITIES = {"dood": 0.01, "zwaar": 0.1, "licht": 0.89}
"""How serious accidents are -> share of them."""


def write_inputs(folder: Path) -> tuple[Path, Path]:
    """Writes two files unless they are there; returns their paths.

    Returns:
        Facts (one row a fact: category_id, time_from, time_until, lon, lat, severity) and counts (one row per wijk,
        category and month: area_code, category_id, month, n).
    """
    folder.mkdir(parents=True, exist_ok=True)
    facts, counts = folder / f"facts-{INCIDENTS}-{SEED}-{FORM}.parquet", folder / f"counts-{SEED}.parquet"
    if not (facts.is_file() and counts.is_file()):
        areas = gent_areas()
        rng = np.random.default_rng(SEED)
        synthetic_facts(areas, rng).to_parquet(facts)
        synthetic_counts(areas, rng).to_parquet(counts)
    return facts, counts


def synthetic_facts(areas: gpd.GeoDataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Facts spread unevenly over the buurten; points fall in the box of a buurt, so many lie in its neighbours."""
    buurten = areas[(areas["level"] == "buurt") & areas.geometry.notna()]
    boxes = buurten.geometry.bounds.to_numpy()
    odds = rng.lognormal(0.0, 1.0, len(boxes))
    box = boxes[rng.choice(len(boxes), INCIDENTS, p=odds / odds.sum())]
    where = box[:, :2] + rng.random((INCIDENTS, 2)) * (box[:, 2:] - box[:, :2])
    where[rng.random(INCIDENTS) < OUTSIDE] = np.nan
    minutes = int((MONTHS[-1] + pd.DateOffset(months=1) - MONTHS[0]).total_seconds() // 60)
    when = MONTHS[0] + pd.to_timedelta(np.sort(rng.integers(0, minutes, INCIDENTS)), unit="min")
    category = np.array(list(CATEGORIES), dtype=object)[rng.integers(0, len(CATEGORIES), INCIDENTS)]
    hours = np.clip(rng.lognormal(np.log(7), 0.8, INCIDENTS), 0.25, 96)
    until = (when + pd.to_timedelta((hours * 60).round(), unit="min")).where(rng.random(INCIDENTS) < WINDOWS)
    drawn = pd.Series(rng.choice(list(SEVERITIES), INCIDENTS, p=list(SEVERITIES.values())))
    severity = drawn.where(category == ACCIDENTS).to_numpy()
    columns = {"category_id": category, "time_from": when, "time_until": until, "severity": severity}
    return pd.DataFrame(columns | {"lon": where[:, 0], "lat": where[:, 1]})


def synthetic_counts(areas: gpd.GeoDataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Poisson counts of every wijk, "Onbekend" included, for every category and month."""
    wijken = areas.loc[areas["level"] == "wijk", "area_code"]
    rows = pd.MultiIndex.from_product([wijken, list(CATEGORIES), MONTHS], names=["area_code", "category_id", "month"])
    return pd.DataFrame({"n": rng.poisson(4.0, len(rows))}, index=rows).reset_index()

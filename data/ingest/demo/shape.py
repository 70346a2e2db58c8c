"""The assumed shape of the demonstration set, as a table of weights (see shape.toml)."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from data.ingest.demo.margins import Margins

PARKING = "parkeerovertreding"

SERIES = 0.9
"""Shape of the gamma factor of the smallest cells: their facts come in series, with nothing for months between."""

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@lru_cache(maxsize=1)
def shape() -> dict[str, Any]:
    """The contents of shape.toml."""
    with (Path(__file__).parent / "shape.toml").open("rb") as file:
        return tomllib.load(file)


def category_ids() -> tuple[str, ...]:
    """The sixteen categories, in the order of the table; parking fines are the last."""
    return tuple(entry["id"] for entry in shape()["category"])


def published(margins: Margins) -> BoolArray:
    """Which category x month is published at all: accidents are missing in 2018 and 2019."""
    missing = shape()["missing"]
    return np.array([[month.year not in missing.get(c, []) for month in margins.months] for c in category_ids()])


def year_targets(margins: Margins) -> FloatArray:
    """Expected city total of each category but parking, in each year: categories x years, fitted to the city's years.

    A category follows its own shape over the years as far as the published sum of all categories leaves room.
    """
    weights = np.array([entry["years"] for entry in shape()["category"][:-1]], dtype=float)
    rest = np.array([margins.rest[years_of(margins) == y].sum() for y in range(weights.shape[1])], dtype=float)
    return np.asarray(weights * (rest / weights.sum(axis=0)))


def years_of(margins: Margins) -> npt.NDArray[np.int64]:
    """Number of the year of each month, counted from the first."""
    return np.array([month.year - margins.months[0].year for month in margins.months])


def seed_table(margins: Margins, totals: npt.NDArray[np.int64], rng: np.random.Generator) -> FloatArray:
    """Plausible weights per wijk, category and month, before any total is kept: wijken x categories x months.

    Wijken differ by kind and by chance, drift over the years by chance, and each cell varies on its own (a gamma
    factor, which makes the later Poisson draw a negative binomial one).
    """
    entries = shape()["category"]
    wijken = [shape()["wijk"][code] for code in margins.wijken]
    parking_share = np.array([w["parking"] for w in wijken])
    years = years_of(margins)
    n_years = int(years.max()) + 1
    calendar = np.array([month.month - 1 for month in margins.months])
    table = np.zeros((len(wijken), len(entries), len(margins.months)))
    for c, entry in enumerate(entries):
        is_parking = entry["id"] == PARKING
        if is_parking:
            level = totals * parking_share
            over_time = margins.parking.astype(float)
        else:
            level = totals * (1 - parking_share) * np.array([entry["kinds"][w["kind"]] for w in wijken])
            in_year = np.array([np.sum(years == y) for y in range(n_years)])
            over_time = (np.array(entry["years"]) / in_year)[years] * np.array(entry["season"])[calendar]
        own = np.exp(rng.normal(0, 0.05 if is_parking else 0.3, len(wijken)))
        drift = np.exp(np.cumsum(rng.normal(0, 0.06 if is_parking else 0.10, (len(wijken), n_years)), axis=1))
        base = (level * own)[:, None] * drift[:, years] * over_time
        mean = base * (over_time.sum() / base.sum())
        spread = SERIES + mean / (entry["dispersion"] - 1)
        table[:, c, :] = base * rng.gamma(spread) / spread
    return np.asarray(table * published(margins))

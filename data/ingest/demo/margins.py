"""The published totals that the demonstration set keeps to, read from data/gent/source/."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.catalogue import category_by_name
from data.gent import SOURCE
from data.gent.areas import wijk_code

IntArray = npt.NDArray[np.int64]

MONTHLY_WIJKEN = ("W06", "W19")
"""Wijken of which the monthly totals are published."""

CATEGORY_WIJK = "W03"
"""Macharius - Heirnis: the wijk of which all sixteen category totals are published."""

LARGEST_CELL = ("W01", "parkeerovertreding", date(2018, 7, 1), 903)
"""The largest count of any wijk, category and month, with its value."""


@dataclass(frozen=True)
class Margins:
    """Published totals over the months 2018-01..2023-04.

    Attributes:
        months: First day of each month.
        parking: Parking fines in the city, by month.
        rest: All other facts in the city, by month.
        wijken: Codes, W00 ("Onbekend") first.
        low: Lowest possible total of each wijk over all months; equal to `high` where a printed figure is known.
        high: Highest possible total.
        best: The figure as read, inside low-high; the sum over all wijken differs from the city's by rounding.
        wijk_months: For the wijken of which they are published: total by month.
        wijk_categories: For Macharius - Heirnis: total by category id.
    """

    months: tuple[date, ...]
    parking: IntArray
    rest: IntArray
    wijken: tuple[str, ...]
    low: IntArray
    high: IntArray
    best: IntArray
    wijk_months: dict[str, IntArray]
    wijk_categories: dict[str, int]


def read_margins(source: Path = SOURCE) -> Margins:
    """Reads the published totals.

    Args:
        source: Folder with gent_monthly_totals_2018_2023.csv, gent_wijken.csv and published_figures.csv.
    """
    monthly = pd.read_csv(source / "gent_monthly_totals_2018_2023.csv")
    wijken = pd.read_csv(source / "gent_wijken.csv").sort_values("wijknr")
    printed = pd.read_csv(source / "published_figures.csv")
    mine = printed[
        printed["area"].eq("Macharius - Heirnis")
        & printed["period"].eq("2018-01..2023-04")
        & ~printed["category"].str.startswith("ALL")
    ]
    return Margins(
        months=tuple(date.fromisoformat(f"{month}-01") for month in monthly["month"]),
        parking=monthly["parking_fines"].to_numpy(np.int64),
        rest=monthly["all_except_parking"].to_numpy(np.int64),
        wijken=tuple(wijk_code(number) for number in wijken["wijknr"]),
        low=wijken["low"].to_numpy(np.int64),
        high=wijken["high"].to_numpy(np.int64),
        best=wijken["all_facts_2018_01_2023_04"].to_numpy(np.int64),
        wijk_months={code: monthly[f"wijk_{int(code[1:])}_all_facts"].to_numpy(np.int64) for code in MONTHLY_WIJKEN},
        wijk_categories={
            _category_id(name): int(value) for name, value in zip(mine["category"], mine["value"], strict=True)
        },
    )


def draw_wijk_totals(margins: Margins, rng: np.random.Generator) -> IntArray:
    """One total per wijk that lies inside low-high, the sum of all being the city's.

    The totals read from a bar chart are off by some facts; what their sum misses is laid on them at random.
    """
    city = int(margins.parking.sum() + margins.rest.sum())
    width = (margins.high - margins.low) // 4
    totals = margins.best + rng.integers(-width, width + 1)
    while (missing := city - int(totals.sum())) != 0:
        step = 1 if missing > 0 else -1
        room = (margins.high - totals if step > 0 else totals - margins.low) > 0
        totals[rng.choice(np.flatnonzero(room))] += step
    return totals


def _category_id(name: str) -> str:
    found = category_by_name(name)
    assert found is not None, name
    return found.id

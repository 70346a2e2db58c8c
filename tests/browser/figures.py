"""The right numbers, counted from the file that ships, by nothing of the product."""

from __future__ import annotations

import csv
import gzip
from functools import lru_cache
from pathlib import Path

COUNTS = Path(__file__).resolve().parents[2] / "data" / "ingest" / "demo" / "counts.csv.gz"
BIKES = ("fietsdiefstal",)
LAST_YEAR = ("2022-05", "2023-04")
"""The twelve months up to the last month of the file."""


@lru_cache(maxsize=1)
def rows() -> dict[tuple[str, str], dict[str, str]]:
    """One row per wijk and category: text of each month, empty where nothing was published."""
    with gzip.open(COUNTS, "rt", encoding="utf-8") as file:
        return {(row.pop("area_code"), row.pop("category_id")): row for row in csv.DictReader(file)}


def facts(areas: tuple[str, ...], categories: tuple[str, ...] = BIKES, months: tuple[str, str] = LAST_YEAR) -> int:
    """Facts of these wijken and categories from the first to the last month, both included; no area is the city."""
    return sum(
        int(n)
        for (area, category), row in rows().items()
        if category in categories and (not areas or area in areas)
        for month, n in row.items()
        if months[0] <= month <= months[1]
    )


def per_month(areas: tuple[str, ...], categories: tuple[str, ...] = BIKES) -> list[int]:
    """Facts in each month of the file, oldest first."""
    months = list(next(iter(rows().values())))
    return [facts(areas, categories, (month, month)) for month in months]


def dutch(n: int) -> str:
    """1234 as 1.234."""
    return f"{n:,}".replace(",", ".")


def from_dutch(text: str) -> int:
    """1.234 as 1234."""
    return int(text.replace(".", ""))

"""A city of three wijken and "Onbekend", and files of monthly counts to load into it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import text

from data.catalogue.sources import SOURCES, CountsSource
from data.snapshot import building, current
from data.tables import area

WIJKEN = (
    ("W01", "Binnenstad", True),
    ("W21", "Stationsbuurt-Zuid", True),
    ("W22", "Stationsbuurt-Noord", True),
    ("W00", "Onbekend", False),
)


@pytest.fixture
def wijken() -> pd.DataFrame:
    """Columns area_code, name, is_located, level, sort; one row a wijk."""
    frame = pd.DataFrame(WIJKEN, columns=["area_code", "name", "is_located"])
    return frame.assign(level="wijk", sort=range(len(frame)))


@pytest.fixture
def gent() -> CountsSource:
    """The mapping of the city's open crime figures."""
    return SOURCES["gent-criminaliteit"]


@pytest.fixture
def city(var_dir: Path, wijken: pd.DataFrame) -> Path:
    """A var folder with the wijken and no figures."""
    with building(fresh=True) as made:
        made.append(area, wijken)
    return var_dir


Records = Callable[..., Path]


@pytest.fixture
def records(tmp_path: Path) -> Records:
    """Writes rows of (wijk, year, month, category, total) as the portal's json, and returns the file."""

    def write(*rows: Sequence[object], name: str = "cijfers.json") -> Path:
        keys = ("quarter", "year", "month", "fact_category", "total")
        path = tmp_path / name
        path.write_text(json.dumps([dict(zip(keys, row, strict=True)) for row in rows]), encoding="utf-8")
        return path

    return write


Ask = Callable[[str], list[tuple[object, ...]]]


@pytest.fixture
def ask() -> Ask:
    """Asks the published snapshot a question in SQL."""

    def rows(query: str) -> list[tuple[object, ...]]:
        with current().engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    return rows

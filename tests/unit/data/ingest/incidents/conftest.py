"""A square city of two wijken with two buurten each, and files of facts to load into it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from sqlalchemy import text

from data.catalogue.incident_source import IncidentsSource
from data.ingest.geography import area_rows
from data.ingest.incidents.load import import_incidents
from data.ingest.result import ImportResult
from data.snapshot import building, current
from data.tables import area

TODAY = date(2024, 6, 15)
WEST, SOUTH, STEP = 3.70, 51.04, 0.01
BASE: dict[str, Any] = {
    "id": "proef",
    "title": "Proef",
    "publisher": "Politie",
    "licence": "geen",
    "category": "Fietsdiefstal",
    "provisional_months": 0,
    "time": {"moment": "tijd"},
    "place": {"lon": "lon", "lat": "lat"},
}
Load = Callable[..., ImportResult]
Ask = Callable[[str], list[tuple[object, ...]]]


def square(column: int, row: int, wide: int = 1) -> shapely.Polygon:
    west, south = WEST + column * STEP, SOUTH + row * STEP
    return shapely.box(west, south, west + wide * STEP, south + STEP)


@pytest.fixture
def city(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A var folder with wijken W1 (south) and W2, buurten B11, B12, B21, B22 from west to east, and no facts."""
    monkeypatch.setattr("data.ingest.derive.derive_statistics", lambda made: None)  # seconds, and tested elsewhere
    rows = [("W1", "wijk", "Zuid", None, square(0, 0, 2)), ("W2", "wijk", "Noord", None, square(0, 1, 2))]
    rows += [("W00", "wijk", "Onbekend", None, None), ("B00", "buurt", "Onbekend", "W00", None)]
    rows += [(f"B{w}{b}", "buurt", f"Sint-Jan {w}{b}", f"W{w}", square(b - 1, w - 1)) for w in (1, 2) for b in (1, 2)]
    columns = ["area_code", "level", "name", "parent_code", "geometry"]
    frame = gpd.GeoDataFrame([dict(zip(columns, row, strict=True)) for row in rows], crs=4326).assign(km2=1.0)
    with building(fresh=True) as made:
        made.append(area, area_rows(frame))
    return var_dir


@pytest.fixture
def mapping() -> Callable[..., IncidentsSource]:
    """A mapping: `mapping(key=("nr",), time={...})` changes the base one; None takes a key out."""

    def make(**changes: Any) -> IncidentsSource:
        told = {key: value for key, value in (BASE | changes).items() if value is not None}
        return IncidentsSource.model_validate(told)

    return make


@pytest.fixture
def load(city: Path, tmp_path: Path, mapping: Callable[..., IncidentsSource]) -> Load:
    """Loads text (or bytes) as a file: `load("tijd;lon;lat\\n...", key=("nr",))`."""

    def run(content: str | bytes, *, name: str = "feiten.csv", **changes: Any) -> ImportResult:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return import_incidents(path, mapping=mapping(**changes), today=TODAY)

    return run


@pytest.fixture
def ask() -> Ask:
    """Asks the published snapshot a question in SQL."""

    def rows(query: str) -> list[tuple[object, ...]]:
        with current().engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    return rows

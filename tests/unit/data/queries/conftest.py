"""A few facts on cells of 100 m that are counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pyproj import Transformer
from shapely import box, to_wkb, transform

from data.ingest.derive_grid import write_grid
from data.ingest.record import SourceRecord, record_source
from data.snapshot import Building, Snapshot, building, current
from data.tables import area, coverage, incident
from tests.conftest import pointed_at

ORIGIN = (604_000, 694_000)
"""Corner of cell (6040, 6940), in Belgian Lambert 2008; the middle of Gent is near."""

DEGREES = Transformer.from_crs(3812, 4326, always_xy=True)
FIETS, GRAFFITI = "fietsdiefstal", "graffiti"

# metres east and north of ORIGIN, category, month, buurt, severity
FACTS = (
    (12.3, 45.6, FIETS, "2023-01", "B1", "licht"),
    (80.0, 90.0, FIETS, "2023-01", "B1", None),
    (80.0, 90.0, FIETS, "2023-01", "B1", None),
    (50.0, 50.0, GRAFFITI, "2023-01", "B1", None),
    (60.0, 50.0, GRAFFITI, "2023-02", "B1", None),
    (150.0, 20.0, FIETS, "2023-02", "B1", "zwaar"),
    (399.0, 199.0, FIETS, "2023-01", "B2", "licht"),
    (2050.0, 2050.0, FIETS, "2023-01", "B2", None),
    (50.0, 50.0, FIETS, "2023-03", "B1", "licht"),  # after the last month that is published
    (None, None, FIETS, "2023-01", "B1", None),
    (None, None, FIETS, "2023-02", "B00", None),
)


def degrees(east: float, north: float) -> tuple[float, float]:
    """Longitude and latitude of a place, in metres from ORIGIN."""
    lon, lat = DEGREES.transform(ORIGIN[0] + east, ORIGIN[1] + north)
    return float(lon), float(lat)


def square(west: float, south: float, east: float, north: float) -> bytes:
    """A rectangle in metres from ORIGIN, as WKB in degrees."""
    metres = box(west, south, east, north)
    return to_wkb(transform(metres, lambda xy: np.array([degrees(*point) for point in xy])))


def fact_rows() -> pd.DataFrame:
    """The table of facts, without its cells."""
    frame = pd.DataFrame(FACTS, columns=["east", "north", "category_id", "month", "buurt_code", "severity"])
    places = [(None, None) if pd.isna(e) else degrees(e, n) for e, n in zip(frame["east"], frame["north"], strict=True)]
    return frame.drop(columns=["east", "north"]).assign(
        incident_key=[f"f{i}" for i in range(len(frame))],
        source_id="feiten",
        month=pd.to_datetime(frame["month"]).dt.date,
        wijk_code=frame["buurt_code"].map({"B1": "W1", "B2": "W1", "B00": "W00"}),
        lon=[lon for lon, _ in places],
        lat=[lat for _, lat in places],
    )


def area_rows() -> pd.DataFrame:
    """One wijk of two buurten, and two zones that overlap in the first cell."""
    rows = (
        ("W1", "wijk", square(-100, -100, 3000, 3000), 0),
        ("W00", "wijk", None, 1),
        ("B1", "buurt", square(-100, -100, 300, 3000), 0),
        ("B2", "buurt", square(300, -100, 3000, 3000), 1),
        ("B00", "buurt", None, 2),
        ("Z1", "zone", square(0, 0, 100, 100), 0),
        ("Z2", "zone", square(70, 0, 400, 100), 1),
    )
    west, south = degrees(-100, -100)
    east, north = degrees(3000, 3000)
    frame = pd.DataFrame(rows, columns=["area_code", "level", "wkb", "sort"])
    return frame.assign(
        name=frame["area_code"], is_located=frame["wkb"].notna(), west=west, south=south, east=east, north=north
    )


def record_facts(made: Building, *, is_demo: bool = True, is_public: bool = False) -> None:
    """The source of the facts; those of a demonstration, and those that are public, are not protected."""
    named = ("feiten", "eigen", "incidents", "Feiten", "Politie", "geen", "f.csv", "0")
    record_source(made, SourceRecord(*named, 1, 1, 0, is_demo=is_demo, is_public=is_public))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def places_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder with those facts; two months of two categories are published."""
    folder = tmp_path_factory.mktemp("places")
    months = pd.to_datetime(["2023-01-01", "2023-02-01"]).date
    slices = [(c, m) for c in (FIETS, GRAFFITI) for m in months]
    published = pd.DataFrame(slices, columns=["category_id", "month"])
    with pointed_at(folder), building(fresh=True) as made:
        made.append(area, area_rows())
        record_facts(made)
        made.append(incident, fact_rows())
        named = {"grain": "incidents", "status": "ok", "source_id": "feiten"}
        for level in ("wijk", "buurt"):
            made.append(coverage, published.assign(level=level, **named))
        write_grid(made)
    return folder


@pytest.fixture
def places(places_var: Path) -> Iterator[Snapshot]:
    """The snapshot with those facts."""
    with pointed_at(places_var):
        yield current()

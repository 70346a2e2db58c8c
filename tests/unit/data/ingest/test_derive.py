"""What is stored with a snapshot equals the pure functions on its own figures, and is never stale."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from shapely import box, to_wkb
from sqlalchemy import text

from data.catalogue.events import months_to_leave_out
from data.config import settings
from data.ingest.cells import replace_slices
from data.ingest.demo import ensure
from data.ingest.demo.load import LICENCE
from data.ingest.denominators import import_denominators
from data.ingest.derive import building_figures
from data.ingest.record import SourceRecord, record_source
from data.queries import areas, current, dispersion, hotspots
from data.snapshot import current_version
from data.statistics.dispersion import dispersion as pure_dispersion
from data.tables import area

SIDE = 6
MONTHS = pd.date_range("2022-01-01", periods=24, freq="MS")
FIETS = {"priority": "fietsdiefstal", "group": "fiets"}


def rows(query: str) -> pd.DataFrame:
    with current().engine.connect() as connection:
        result = connection.execute(text(query))
        return pd.DataFrame(result.fetchall(), columns=list(result.keys()))


@pytest.fixture
def town(var_dir: Path) -> Path:
    """36 square buurten of 1 km² (one of 0,01), two years of incidents of one category, more in one corner."""
    with building_figures(fresh=True) as made:
        squares = [(x, y) for x in range(SIDE) for y in range(SIDE)]
        codes = [f"B{x}{y}" for x, y in squares]
        frame = pd.DataFrame(
            {
                "area_code": [*codes, "B00-onbekend"],
                "level": "buurt",
                "name": [*codes, "Onbekend"],
                "km2": [0.01] + [1.0] * 35 + [np.nan],
                "is_located": [True] * 36 + [False],
                "sort": range(37),
                "wkb": [to_wkb(box(3.7 + x / 100, 51 + y / 100, 3.71 + x / 100, 51.01 + y / 100)) for x, y in squares]
                + [None],
            }
        )
        made.append(area, frame)
        draws = np.random.default_rng(3)
        cells = [
            ("incidents", "buurt", code, "fietsdiefstal", month.date(), int(draws.poisson(20 if code > "B43" else 2)))
            for month in MONTHS
            for code in frame["area_code"]
        ]
        columns = ["grain", "level", "area_code", "category_id", "month", "n"]
        table = pd.DataFrame(cells, columns=columns)
        slices = table[["grain", "level", "category_id", "month"]].drop_duplicates()
        replace_slices(made, table, slices.assign(status="ok", source_id="feiten"))
        record_source(
            made,
            SourceRecord("feiten", "eigen", "incidents", "Feiten", "Politie", LICENCE, "f.csv", "0", 1, 1, 0),
        )
    return var_dir


def test_the_stored_phi_is_that_of_the_pure_function_on_the_demonstration(demo: Path) -> None:
    cells = rows(
        "select category_id, area_code, month, c.n, v.status from cell c join area a using (level, area_code) "
        "join coverage v using (grain, level, category_id, month) "
        "where c.grain = 'counts' and c.level = 'wijk' and a.is_located"
    )
    expected = pure_dispersion(cells, leave_out=months_to_leave_out()).set_index("category_id")
    stored = dispersion(current())
    assert stored["phi"].to_dict() == pytest.approx(expected["phi"].astype(float).to_dict())
    assert stored["method"].to_dict() == expected["method"].to_dict()
    assert stored[["n_areas", "n_periods"]].equals(expected[["n_areas", "n_periods"]].astype("int64"))
    assert (stored["phi"] >= 1).all()
    assert len(stored) == 16


def test_hotspots_of_the_demonstration_say_what_they_rest_on(demo: Path) -> None:
    found = hotspots(current(), **FIETS, level="buurt", audience="intern")
    assert found.reason is None
    assert found.based_on == "per km²"
    assert found.months is not None
    assert found.months.iso() == "2022-05_2023-04"
    assert found.moran is not None
    assert found.moran.n == found.areas["value"].notna().sum()
    assert set(found.areas["gi_class"].dropna()) == {"hot", "cold", "geen"}
    assert (found.areas.loc[found.areas["gi_class"] != "geen", "gi_q"].dropna() <= 0.10).all()
    # per km²: a buurt under 0,05 km² has no value, not a zero
    sizes = areas(current()).loc[found.areas.index, "km2"]
    assert (found.areas["value"].isna() == (sizes < 0.05)).all()
    counted = rows(
        "select area_code, sum(n) as n from cell where grain = 'incidents' and level = 'buurt' "
        "and category_id = 'fietsdiefstal' and month between '2022-05-01' and '2023-04-01' group by area_code"
    ).set_index("area_code")["n"]
    per_km2 = (counted.reindex(found.areas.index) / sizes)[sizes >= 0.05].astype(float)
    assert found.areas["value"].dropna().astype(float).to_dict() == pytest.approx(per_km2.to_dict())


def test_where_there_are_none_the_reason_is_stored(demo: Path) -> None:
    wijken = hotspots(current(), **FIETS, level="wijk", audience="intern")
    assert wijken.areas.empty
    assert wijken.moran is None
    assert wijken.reason is not None
    assert "hier zijn er 25" in wijken.reason
    parking = hotspots(current(), priority="verkeer", group="parkeren", level="buurt", audience="intern")
    assert parking.reason == "Van deze feiten zijn er op dit niveau geen cijfers."


def test_a_planted_corner_is_hot_and_the_smallest_buurt_has_no_value(town: Path) -> None:
    found = hotspots(current(), **FIETS, level="buurt", audience="intern")
    assert found.based_on == "per km²"
    hot = set(found.areas.index[found.areas["gi_class"] == "hot"])
    assert {"B54", "B55"} <= hot
    assert all(code >= "B3" for code in hot)
    assert pd.isna(found.areas.loc["B00", "value"])
    assert found.areas["value"].notna().sum() == 35


@pytest.mark.parametrize("kind", ["inwoners", "stallingsplaatsen"])
def test_importing_a_denominator_makes_the_map_per_one_of_it(town: Path, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "inwoners.json"
    people = [
        {
            "area": f"B{x}{y}",
            "year": 2023,
            "kind": kind,
            "value": 20000 if f"B{x}{y}" > "B43" else 2000,
            "source": "X",
        }
        for x in range(SIDE)
        for y in range(SIDE)
    ]
    path.write_text(json.dumps(people), encoding="utf-8")
    before = dispersion(current())
    assert import_denominators(path).changed
    found = hotspots(current(), **FIETS, level="buurt", audience="intern")
    assert found.based_on == f"per 1.000 {kind}"
    assert found.areas["value"].notna().all()
    # ten times the facts over ten times the people: the corner is ordinary now
    assert (found.areas["gi_class"] != "hot").all()
    pd.testing.assert_frame_equal(dispersion(current()), before)
    version = current_version()
    assert not import_denominators(path).changed
    assert current_version() == version


def test_a_missing_month_leaves_the_area_without_a_value(town: Path) -> None:
    with building_figures() as made:
        made.connection.execute(text("update cell set n = null where area_code = 'B33' and month = '2023-06-01'"))
    found = hotspots(current(), **FIETS, level="buurt", audience="intern")
    assert found.areas["value"].isna().sum() == 2
    assert pd.isna(found.areas.loc["B33", "gi_class"])


def test_under_a_year_of_figures_is_said(town: Path) -> None:
    with building_figures() as made:
        for table in ("cell", "coverage"):
            made.connection.execute(text(f"delete from {table} where month < '2023-02-01'"))
    found = hotspots(current(), **FIETS, level="buurt", audience="intern")
    assert found.reason is not None
    assert "12 maanden" in found.reason
    assert dispersion(current(), audience="intern")["method"].to_dict() == {"fietsdiefstal": "per maand"}


def test_nothing_is_left_of_figures_that_went(town: Path) -> None:
    with building_figures() as made:
        for table in ("cell", "coverage"):
            made.connection.execute(text(f"delete from {table}"))
    assert dispersion(current()).empty
    assert rows("select * from hotspot").empty
    assert hotspots(current(), **FIETS, level="buurt", audience="intern").reason is not None


def _without_schema(*, spoil: bool = False) -> None:
    """Makes the published snapshot, in its file, one of the version before the derived tables."""
    version = current_version()
    current().engine.dispose()
    with duckdb.connect(str(settings().snapshots_dir / f"{version}.duckdb")) as raw:
        raw.execute("delete from meta where key = 'schema'")
        for table in ("dispersion", "hotspot", "moran"):
            raw.execute(f"drop table if exists {table}")
        if spoil:
            raw.execute("delete from cell where n > 0")


def test_a_snapshot_of_an_older_version_reads_as_empty(town: Path) -> None:
    _without_schema()
    assert dispersion(current()).empty
    found = hotspots(current(), **FIETS, level="buurt", audience="intern")
    assert found.areas.empty
    assert found.reason is not None
    assert "ensure" in found.reason


def test_ensure_upgrades_a_users_figures_and_keeps_them(town: Path) -> None:
    _without_schema()
    before = rows("select sum(n) as n, count(*) as rows from cell")
    assert ensure()
    pd.testing.assert_frame_equal(rows("select sum(n) as n, count(*) as rows from cell"), before)
    assert rows("select source_id from source")["source_id"].tolist() == ["feiten"]
    assert hotspots(current(), **FIETS, level="buurt", audience="intern").reason is None
    assert date(2022, 1, 1) == rows("select min(month) as m from cell")["m"].iloc[0]
    assert not ensure()


def test_ensure_builds_an_older_demonstration_again(demo_var: Path, var_dir: Path) -> None:
    shutil.copytree(demo_var, var_dir, dirs_exist_ok=True)
    _without_schema(spoil=True)
    assert ensure()
    assert rows("select sum(n) as n from cell where grain = 'counts'")["n"].item() == 175549
    assert len(dispersion(current())) == 16
    assert not ensure()

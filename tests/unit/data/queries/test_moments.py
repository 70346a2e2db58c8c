"""What the database adds up is what the pure function makes of the single facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data import queries
from data.queries import Facts, Months, Snapshot
from data.snapshot import building, current
from data.statistics.aoristic import has_time, hour_weekday
from data.tables import area, coverage, incident
from tests.conftest import pointed_at
from tests.unit.data.queries.conftest import record_facts

MONTHS = Months(date(2023, 1, 1), date(2023, 3, 1))
EVERYWHERE = Facts(("fietsdiefstal",), MONTHS)


def rows() -> pd.DataFrame:
    """Facts of every kind: moments, windows of a minute to two weeks, one end only, a day, an hour, a month only."""
    rng = np.random.default_rng(11)
    n = 800
    start = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 90 * 24 * 60, n), unit="min")
    length = pd.to_timedelta(np.exp(rng.uniform(0, 10, n)).round(), unit="min")
    frame = pd.DataFrame({"time_from": start, "time_until": start + length, "time_known": "minute", "hour": None})
    kinds = rng.choice(["window", "moment", "day", "from", "until", "hour", "month"], n)
    frame.loc[kinds == "moment", "time_until"] = pd.NaT
    frame.loc[kinds == "day", ["time_from"]] = frame["time_from"].dt.floor("D")
    frame.loc[kinds == "day", "time_until"] = pd.NaT
    frame.loc[kinds == "from", "time_until"] = pd.NaT
    frame.loc[np.isin(kinds, ["until", "hour", "month"]), "time_from"] = pd.NaT
    frame.loc[np.isin(kinds, ["hour", "month"]), "time_until"] = pd.NaT
    for kind in ("day", "from", "until", "month"):
        frame.loc[kinds == kind, "time_known"] = kind
    frame.loc[kinds == "hour", "time_known"] = "month"
    frame.loc[kinds == "hour", "hour"] = rng.integers(0, 24, n)[kinds == "hour"]
    frame.loc[0, ["time_from", "time_until", "time_known"]] = [  # Sunday to Monday, at the end of a window of a week
        pd.Timestamp("2023-01-29T23:00"),
        pd.Timestamp("2023-01-30T00:00"),
        "minute",
    ]
    return frame.assign(
        incident_key=[f"f{i}" for i in range(n)],
        source_id="feiten",
        category_id="fietsdiefstal",
        month=start.to_period("M").to_timestamp().date,
        buurt_code=rng.choice(["B1", "B2", None], n),
        wijk_code="W1",
    )


@pytest.fixture(scope="module")
def moments_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("moments")
    areas = [("W1", "wijk"), ("B1", "buurt"), ("B2", "buurt")]
    published = pd.DataFrame({"month": MONTHS.all()}).assign(
        grain="incidents", level="wijk", category_id="fietsdiefstal", status="ok", source_id="feiten"
    )
    with pointed_at(folder), building(fresh=True) as made:
        named = pd.DataFrame(areas, columns=["area_code", "level"])
        made.append(area, named.assign(name=named["area_code"], is_located=True, sort=0))
        record_facts(made)
        made.append(incident, rows())
        made.append(coverage, published)
    return folder


@pytest.fixture
def snapshot(moments_var: Path) -> Iterator[Snapshot]:
    with pointed_at(moments_var):
        yield current()


def test_hours_are_those_of_the_pure_function(snapshot: Snapshot) -> None:
    facts = rows()
    found = queries.hours(snapshot, facts=EVERYWHERE)
    np.testing.assert_allclose(found.weights, hour_weekday(facts).to_numpy(), atol=1e-9)
    assert found.timed == int(has_time(facts).sum()) == round(float(found.weights.sum()))
    assert found.timed + found.untimed == len(facts)
    assert found.untimed > 100


def test_the_rest_is_what_is_not_in_the_areas(snapshot: Snapshot) -> None:
    facts = rows()
    here = (facts["buurt_code"] == "B1").to_numpy()
    mine, rest = queries.hours_and_rest(snapshot, facts=Facts(("fietsdiefstal",), MONTHS, ("B1",)))
    np.testing.assert_allclose(mine.weights, hour_weekday(facts[here]).to_numpy(), atol=1e-9)
    np.testing.assert_allclose(rest.weights, hour_weekday(facts[~here]).to_numpy(), atol=1e-9)


def test_a_month_or_category_without_facts_is_empty(snapshot: Snapshot) -> None:
    found = queries.hours(snapshot, facts=Facts(("graffiti",), MONTHS))
    assert (found.timed, found.untimed, found.weights.sum()) == (0, 0, 0)
    later = Months(date(2024, 1, 1), date(2024, 1, 1))
    assert len(queries.weeks(snapshot, facts=Facts(("fietsdiefstal",), later)).n) == 0


def test_weeks_hold_each_window_where_it_lies(snapshot: Snapshot) -> None:
    """Counted minute by minute, as anyone would."""
    facts = rows()
    usable = has_time(facts) & facts["time_from"].notna().to_numpy()
    found = queries.weeks(snapshot, facts=EVERYWHERE)
    expected = np.zeros(len(found.n))
    for row in facts[usable].itertuples():
        start = row.time_from
        length = timedelta(days=1) if row.time_known == "day" else timedelta(0)
        until = start + length if pd.isna(row.time_until) else row.time_until
        minutes = max(int((until - start) / timedelta(minutes=1)), 1)
        offset = int((start - pd.Timestamp(found.first)) / timedelta(minutes=1))
        np.add.at(expected, (offset + np.arange(minutes)) // (7 * 24 * 60), 1 / minutes)
    assert found.first.weekday() == 0
    np.testing.assert_allclose(found.n, expected, atol=1e-9)
    assert found.timed == usable.sum()
    assert found.timed + found.untimed == len(facts)

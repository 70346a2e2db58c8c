"""Own zones and groups are areas like any other for intern, counted exactly, and not there for anybody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import brotli
import numpy as np
import pandas as pd
import pytest
import shapely
from sqlalchemy import func, select

from bench.zones import wavy
from data import queries, state
from data.own.areas import OwnAreas, OwnGroup, OwnZone
from data.own.even_odd import inside_polygon
from data.own.inside import inside_zone
from data.queries import Box, FactFilter, Facts, Snapshot
from data.state import own_areas
from data.state.own_areas import DrawnZone
from data.tables import incident
from tests.conftest import forget_settings

EVERYWHERE = Box(-180, -85, 180, 85)
FIETS = "fietsdiefstal"
RING = shapely.difference(shapely.Point(3.7253, 51.0536).buffer(0.012, 3), shapely.Point(3.727, 51.052).buffer(0.004))
TWO = shapely.union_all([shapely.box(3.70, 51.03, 3.715, 51.045), shapely.Point(3.74, 51.06).buffer(0.006)])


@pytest.fixture
def intern(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Profile intern on the demonstration set, with a state store of this test alone."""
    monkeypatch.setenv("PROFILE", "intern")
    monkeypatch.setenv("STATE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    forget_settings()
    yield
    forget_settings()


def draw(name: str, shape: shapely.Geometry) -> state.Record:
    snapshot = queries.current()
    (made,) = own_areas.create_zones(
        [DrawnZone(name, shape)],
        city=queries.outlines(snapshot, level="wijk"),
        areas=queries.areas(snapshot, audience="intern"),
    )
    return made


def counted(snapshot: Snapshot, level: str, code: str, grain: str = "incidents") -> np.ndarray:
    found = queries.area_months(snapshot, categories=(FIETS,), level=level, grain=grain, audience="intern")
    assert found is not None
    return found.n[found.area_codes.index(code)]


def facts() -> pd.DataFrame:
    columns = (incident.c.month, incident.c.lon, incident.c.lat)
    with queries.current().engine.connect() as connection:
        rows = connection.execute(select(*columns).where(incident.c.category_id == FIETS)).fetchall()
    return pd.DataFrame(rows, columns=["month", "lon", "lat"])


@pytest.mark.usefixtures("intern")
@pytest.mark.parametrize("shape", [RING, TWO, shapely.box(3.72, 51.04, 3.74, 51.06)], ids=["hole", "two parts", "box"])
def test_a_zone_counts_what_an_independent_point_in_polygon_counts(shape) -> None:
    code = draw("Proef", shape)["code"]
    all_facts = facts()
    kept = shapely.from_wkb(own_areas.own_area(code)["wkb"])
    inside = all_facts[shapely.contains_xy(kept, all_facts["lon"], all_facts["lat"])]
    assert len(inside) > 100
    snapshot = queries.current()
    matrix = queries.area_months(snapshot, categories=(FIETS,), level="zone", audience="intern")
    per_month = inside.groupby("month").size().reindex(matrix.months.all()).fillna(0)
    assert counted(snapshot, "zone", code).tolist() == per_month.tolist()
    asked = Facts((FIETS,), matrix.months, (code,))
    assert queries.marks(snapshot, facts=asked, box=EVERYWHERE, cell_m=0, audience="intern").facts == len(inside)
    assert queries.cell_counts(snapshot, facts=asked, audience="intern").n.sum() == len(inside)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("shape", [RING, TWO, wavy(0.02)], ids=["hole", "two parts", "480 corners"])
def test_both_ways_of_looking_up_find_the_same_facts(shape) -> None:
    """One asks the facts at hand, the other, for a database that has none, tests each row."""
    snapshot = queries.current()
    wkb = shapely.to_wkb(shape)
    every = select(incident.c.incident_key)
    with snapshot.engine.connect() as connection:
        quick, slow = (
            {key for (key,) in connection.execute(every.where(condition))}
            for condition in (inside_zone(snapshot, wkb), inside_polygon(incident, wkb))
        )
        points = pd.DataFrame(connection.execute(select(incident.c.incident_key, incident.c.lon, incident.c.lat)))
    inside = shapely.contains_xy(shape, points["lon"].astype(float), points["lat"].astype(float))
    assert quick == slow == set(points.loc[inside, "incident_key"])
    assert len(quick) > 1000


@pytest.mark.usefixtures("demo")
def test_facts_of_a_zone_are_found_again_after_the_figures_were_closed() -> None:
    snapshot = queries.current()
    count = select(func.count()).select_from(incident)

    def counted() -> int:
        condition = inside_zone(snapshot, shapely.to_wkb(RING))
        with snapshot.engine.connect() as connection:
            return int(connection.execute(count.where(condition)).scalar_one())

    before = counted()
    snapshot.engine.dispose()  # as a worker does before it forks
    assert counted() == before > 100


@pytest.mark.usefixtures("demo")
def test_of_many_zones_the_oldest_are_looked_up_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.own.inside.MOST", 2)
    snapshot = queries.current()
    rings = [shapely.to_wkb(shapely.Point(3.72, 51.05).buffer(0.002 * k)) for k in (1, 2, 3, 1)]
    found = []
    for wkb in rings:
        with snapshot.engine.connect() as connection:
            where = inside_zone(snapshot, wkb)
            found.append(connection.execute(select(func.count()).select_from(incident).where(where)).scalar_one())
    assert found[0] == found[3] < found[1] < found[2]


@pytest.mark.usefixtures("intern")
def test_a_zone_is_an_area_with_a_row_a_polygon_and_its_own_size() -> None:
    before = queries.current()
    code = draw("Proef", RING)["code"]
    snapshot = queries.current()
    assert snapshot != before
    assert snapshot.key != before.key
    assert queries.current() is snapshot  # nothing is made anew until somebody writes
    row = queries.areas(snapshot, audience="intern").loc[code]
    assert (row["level"], row["name"], bool(row["is_located"])) == ("zone", "Proef", True)
    assert row["km2"] == pytest.approx(shapely.area(RING) * 111.2**2 * np.cos(np.radians(51.05)), rel=0.01)
    info = queries.snapshot_info(snapshot, audience="intern")
    file = queries.geo_file(snapshot, digest=info.geo["zone"], audience="intern")
    features = json.loads(brotli.decompress(file.brotli))["features"]
    frame = queries.areas(snapshot, audience="intern")
    assert [f["id"] for f in features] == list(frame.index[frame["level"] == "zone"])
    assert info.area_counts["zone"] == len(features) == 2
    own_areas.delete_area(code, version=1)
    assert queries.current() == before


@pytest.mark.usefixtures("intern")
def test_a_published_zone_gives_way_to_its_redrawn_one_and_comes_back() -> None:
    old = queries.current()
    kept = queries.areas(old, audience="intern").loc["Z-OVERPOORT"]
    city = queries.outlines(old, level="wijk")
    own_areas.redraw_zone("Z-OVERPOORT", RING, version=0, name=kept["name"], city=city)
    snapshot = queries.current()
    assert queries.areas(snapshot, audience="intern").at["Z-OVERPOORT", "km2"] > 10 * kept["km2"]
    assert counted(snapshot, "zone", "Z-OVERPOORT").sum() > counted(old, "zone", "Z-OVERPOORT").sum()
    own_areas.delete_area("Z-OVERPOORT", version=1)
    assert counted(queries.current(), "zone", "Z-OVERPOORT").tolist() == counted(old, "zone", "Z-OVERPOORT").tolist()


@pytest.mark.usefixtures("intern")
@pytest.mark.parametrize(("grain", "level"), [("counts", "wijk"), ("incidents", "wijk"), ("incidents", "buurt")])
def test_a_group_is_the_sum_of_its_members_from_either_grain(grain, level) -> None:
    old = queries.current()
    frame = queries.areas(old, audience="intern")
    members = list(frame.index[(frame["level"] == level) & frame["is_located"]][:3])
    record, _ = own_areas.create_group("Sector", members, areas=frame)
    snapshot, code = queries.current(), record["code"]
    expected = sum(counted(old, level, member, grain) for member in members)
    np.testing.assert_array_equal(counted(snapshot, "groep", code, grain), expected)
    row = queries.areas(snapshot, audience="intern").loc[code]
    assert row["km2"] == pytest.approx(frame.loc[members, "km2"].sum())
    assert queries.snapshot_info(snapshot, audience="intern").geo["groep"]
    people = queries.denominators(old, kind="inwoners", year=2023, audience="intern")["value"]
    theirs = queries.denominators(snapshot, kind="inwoners", year=2023, audience="intern")["value"]
    if level == "wijk":
        assert theirs[code] == people[members].sum()
        assert ("inwoners", "groep") in queries.denominator_levels(snapshot, audience="intern")
    else:
        assert code not in theirs.index


@pytest.mark.usefixtures("intern")
def test_a_filter_on_facts_narrows_zones_and_groups_too() -> None:
    frame = queries.areas(queries.current(), audience="intern")
    members = list(frame.index[(frame["level"] == "wijk") & frame["is_located"]][:2])
    zone, (group, _) = draw("Proef", RING)["code"], own_areas.create_group("Sector", members, areas=frame)
    at_night = FactFilter(day_parts=("nacht",))
    found = {
        level: queries.area_months(
            queries.current(), categories=(FIETS,), level=level, wanted=at_night, audience="intern"
        )
        for level in ("zone", "groep", "wijk")
    }
    columns = (incident.c.lon, incident.c.lat)
    months = found["zone"].months
    query = select(*columns).where(incident.c.category_id == FIETS, *at_night.conditions(incident))
    with queries.current().engine.connect() as connection:
        lon, lat = np.array(connection.execute(query).fetchall(), dtype=float).T
    inside = int(shapely.contains_xy(shapely.from_wkb(own_areas.own_area(zone)["wkb"]), lon, lat).sum())
    assert np.nansum(found["zone"].n[found["zone"].area_codes.index(zone)]) == inside > 0
    assert len(months)
    expected = found["wijk"].n[found["wijk"].rows(members)].sum(axis=0)
    np.testing.assert_array_equal(found["groep"].n[found["groep"].area_codes.index(group["code"])], expected)


@pytest.mark.usefixtures("intern")
def test_a_group_with_a_member_without_figures_is_missing_not_less() -> None:
    base = queries.current()
    frame = queries.areas(base, audience="intern")
    buurten = tuple(frame.index[(frame["level"] == "buurt") & frame["is_located"]][:2])
    wijk = str(frame.index[frame["level"] == "wijk"][0])
    groups = (OwnGroup("G-BUURTEN", "Buurten", buurten), OwnGroup("G-HALF", "Half", (wijk, "NIET-MEER")))
    snapshot = Snapshot(base.version, base.engine, OwnAreas("v", groups=groups))
    assert np.isnan(counted(snapshot, "groep", "G-BUURTEN", "counts")).all()
    assert not np.isnan(counted(snapshot, "groep", "G-BUURTEN", "incidents")).any()
    assert np.isnan(counted(snapshot, "groep", "G-HALF")).all()


@pytest.mark.usefixtures("intern")
@pytest.mark.parametrize("audience", ["publiek", "raad"])
def test_nobody_but_intern_gets_own_areas_whatever_they_ask(audience) -> None:
    plain = queries.current()
    zones, groups = (OwnZone("Z-GEHEIM", "Geheim", shapely.to_wkb(RING)),), (OwnGroup("G-X", "X", ("W01", "W02")),)
    snapshot = Snapshot(plain.version, plain.engine, OwnAreas("v", zones, groups))
    own_hashes = queries.snapshot_info(snapshot, audience="intern").geo
    assert queries.snapshot_info(snapshot, audience=audience) == queries.snapshot_info(plain, audience=audience)
    pd.testing.assert_frame_equal(queries.areas(snapshot, audience=audience), queries.areas(plain, audience=audience))
    assert queries.geo_file(snapshot, digest=own_hashes["zone"], audience=audience) is None
    assert queries.outlines(snapshot, level="zone", audience=audience) == queries.outlines(plain, level="zone")
    assert queries.outlines(snapshot, level="groep", audience=audience) == ()
    assert queries.area_months(snapshot, categories=(FIETS,), level="groep", audience=audience) is None
    matrix = queries.area_months(snapshot, categories=(FIETS,), level="zone", audience=audience)
    assert "Z-GEHEIM" not in matrix.area_codes
    assert queries.grain_of(snapshot, categories=(FIETS,), level="groep", audience=audience) is None
    asked = Facts((FIETS,), matrix.months, ("Z-GEHEIM",))
    assert queries.marks(snapshot, facts=asked, box=EVERYWHERE, cell_m=100, audience=audience).facts == 0
    assert queries.cell_counts(snapshot, facts=asked, audience=audience).n.sum() == 0
    levels = {level for _, level in queries.denominator_levels(snapshot, audience=audience)}
    assert "groep" not in levels


@pytest.mark.parametrize("profile", ["publiek", "raad"])
def test_a_server_of_another_profile_does_not_even_open_the_state_store(demo, tmp_path, monkeypatch, profile) -> None:
    monkeypatch.setenv("PROFILE", profile)
    monkeypatch.setenv("STATE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    forget_settings()
    assert not queries.current().own
    assert not (tmp_path / "state.sqlite").exists()

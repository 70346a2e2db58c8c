"""A choice among single facts, against facts that are counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data import queries
from data.ingest.derive_fields import write_fields
from data.ingest.derive_grid import write_grid
from data.ingest.derive_protected import write_protected
from data.own.areas import OwnAreas, OwnGroup, OwnZone
from data.queries import FactFilter, Facts, Months, Snapshot
from data.snapshot import building, current
from data.tables import area, category, cell, coverage, incident
from tests.conftest import pointed_at
from tests.unit.data.queries.conftest import area_rows, degrees, record_facts, square

ONGEVAL, FIETS = "ongeval-letsel", "fietsdiefstal"
JAN, FEB, MAR = date(2023, 1, 1), date(2023, 2, 1), date(2023, 3, 1)
PERIOD = Months(JAN, MAR)

# category, moment, end of its window, buurt, severity, road users, attempt, object; 2 January 2023 is a Monday
FACTS = (
    (ONGEVAL, "2023-01-02 23:00", None, "B1", "dood", "|auto|fiets|", None, None),
    (ONGEVAL, "2023-01-03 08:00", None, "B1", "licht", "|fiets|voetganger|", None, None),
    (ONGEVAL, "2023-01-07 02:00", None, "B2", "zwaar", "|auto|", None, None),
    (ONGEVAL, "2023-02-01 19:00", None, "B2", "licht", None, None, None),
    (ONGEVAL, "2023-02-02 09:00", None, "B1", None, "|bromfiets|", None, None),
    (ONGEVAL, "2023-03-01 09:00", None, "B1", None, "|fiets|", None, None),  # nothing of March tells the severity
    (FIETS, "2023-01-02 21:00", "2023-01-03 07:00", "B1", None, None, False, "bakfiets, elektrisch"),
    (FIETS, "2023-01-02 08:00", "2023-01-04 08:00", "B1", None, None, True, "koersfiets"),
    (FIETS, "2023-01-02 12:00", None, "B2", None, None, True, None),
)


@pytest.fixture(scope="module")
def told_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder with those facts; three months are published, February is provisional."""
    folder = tmp_path_factory.mktemp("told")
    names = ["category_id", "time_from", "time_until", "buurt_code", "severity", "road_users", "is_attempt", "object"]
    facts = pd.DataFrame(FACTS, columns=names).astype({"is_attempt": "boolean"})
    lon, lat = degrees(50, 50)
    facts = facts.assign(
        time_from=pd.to_datetime(facts["time_from"]),
        time_until=pd.to_datetime(facts["time_until"]),
        incident_key=[f"f{i}" for i in range(len(facts))],
        source_id="feiten",
        wijk_code="W1",
        lon=np.where(facts["buurt_code"] == "B1", lon, np.nan),
        lat=np.where(facts["buurt_code"] == "B1", lat, np.nan),
    )
    facts["month"] = facts["time_from"].dt.to_period("M").dt.to_timestamp().dt.date
    with pointed_at(folder), building(fresh=True) as made:
        made.append(area, area_rows())
        record_facts(made)
        made.append(incident, facts)
        ids = pd.DataFrame(
            {"category_id": [ONGEVAL, FIETS], "name": ["o", "f"], "driven_by": "burgers", "sort": [0, 1]}
        )
        made.append(category, ids)
        slices = ids[["category_id"]].merge(pd.DataFrame({"month": [JAN, FEB, MAR]}), how="cross")
        for level in ("wijk", "buurt", "zone"):
            published = slices.assign(grain="incidents", level=level, source_id="feiten")
            made.append(coverage, published.assign(status=["ok", "provisional", "ok"] * 2))
            codes = area_rows().query("level == @level")[["area_code"]]
            made.append(cell, published.merge(codes, how="cross").assign(n=1))
        write_grid(made)
        write_fields(made)
        write_protected(made)
        made.set_meta(data_from=JAN.isoformat(), data_until=MAR.isoformat())
    return folder


@pytest.fixture
def told(told_var: Path) -> Iterator[Snapshot]:
    """The snapshot with those facts."""
    with pointed_at(told_var):
        yield current()


def counted(snapshot: Snapshot, category: str, level: str, **fields: object) -> dict[str, list[float]]:
    """Facts per area, January to March."""
    wanted = FactFilter(**fields)  # type: ignore[arg-type]
    found = queries.area_months(snapshot, categories=(category,), level=level, wanted=wanted)
    assert found is not None
    assert found.grain == "incidents"
    assert list(found.provisional) == [False, True, False]
    return {code: row.tolist() for code, row in zip(found.area_codes, found.n, strict=True)}


def test_each_field_counts_its_facts_per_buurt(told: Snapshot) -> None:
    night = counted(told, ONGEVAL, "buurt", day_parts=("nacht",))
    assert night == {"B1": [1, 0, 0], "B2": [1, 0, 0], "B00": [0, 0, 0]}
    assert counted(told, ONGEVAL, "buurt", weekdays=(1, 6))["B2"] == [1, 0, 0]
    cyclists = counted(told, ONGEVAL, "buurt", road_users=("fiets", "voetganger"))
    assert cyclists == {"B1": [2, 0, 1], "B2": [0, 0, 0], "B00": [0, 0, 0]}  # bromfiets is no fiets
    assert counted(told, ONGEVAL, "buurt", road_users=("fiets",), severities=("dood",))["B1"][0] == 1
    assert counted(told, FIETS, "buurt", attempt="poging") == {"B1": [1, 0, 0], "B2": [1, 0, 0], "B00": [0, 0, 0]}
    assert counted(told, FIETS, "buurt", objects=("bakfiets, elektrisch",))["B1"] == [1, 0, 0]


def test_a_month_of_which_no_fact_tells_it_is_missing_and_one_without_facts_is_zero(told: Snapshot) -> None:
    serious = counted(told, ONGEVAL, "wijk", severities=("dood", "zwaar"))
    assert serious["W1"][:2] == [2, 0]
    assert np.isnan(serious["W1"][2])
    assert counted(told, FIETS, "wijk", attempt="poging")["W1"] == [2, 0, 0]


def test_a_window_counts_where_most_of_it_lies(told: Snapshot) -> None:
    assert counted(told, FIETS, "wijk", day_parts=("nacht",))["W1"] == [1, 0, 0]
    assert counted(told, FIETS, "wijk", day_parts=("dag",))["W1"] == [1, 0, 0]
    assert counted(told, FIETS, "wijk", weekdays=(1,))["W1"] == [1, 0, 0]
    assert counted(told, FIETS, "wijk", weekdays=(2,))["W1"] == [1, 0, 0]


def test_zones_may_overlap(told: Snapshot) -> None:
    assert counted(told, ONGEVAL, "zone", day_parts=("dag",))["Z1"] == [1, 1, 1]


def test_what_facts_can_be_chosen_by(told: Snapshot) -> None:
    found = queries.told_fields(told, categories=(ONGEVAL,))
    assert found["severity"] == {"licht": 2, "dood": 1, "zwaar": 1}
    assert found["road_users"] == {"fiets": 3, "auto": 2, "bromfiets": 1, "voetganger": 1}
    assert "attempt" not in found
    assert queries.told_fields(told, categories=(FIETS,))["attempt"] == {"poging": 2, "voltooid": 1}


def test_how_many_facts_cannot_be_judged(told: Snapshot) -> None:
    wanted = FactFilter(severities=("dood",), road_users=("fiets",))
    out = queries.left_out(told, facts=Facts((ONGEVAL,), PERIOD, wanted=wanted))
    assert (out.facts, out.untold, out.together) == (6, {"severity": 2, "road_users": 1}, 3)
    out = queries.left_out(told, facts=Facts((FIETS,), PERIOD, ("B1",), FactFilter(day_parts=("dag",))))
    assert (out.facts, out.untold, out.together) == (2, {"day_part": 1}, 1)


def test_points_and_heat_are_of_the_same_facts(told: Snapshot) -> None:
    wanted = FactFilter(road_users=("fiets",))
    facts = Facts((ONGEVAL,), PERIOD, wanted=wanted)
    assert queries.cell_counts(told, facts=facts).n.sum() == 3
    assert queries.without_location(told, facts=Facts((ONGEVAL,), PERIOD, wanted=FactFilter(day_parts=("nacht",)))) == 1


def parts_of(snapshot: Snapshot, field: str, *codes: str) -> dict[str, list[float]]:
    """Facts per part, January to March, and what is not told."""
    found = queries.parts(snapshot, facts=Facts((ONGEVAL,), PERIOD, codes), field=field)
    assert found is not None
    rows = dict(zip(found.values, found.n, strict=True)) | {"": found.untold}
    return {value: row.tolist() for value, row in rows.items()}


def test_parts_of_the_facts_of_areas_of_every_level(told: Snapshot) -> None:
    users = {"auto": [1, 0, 0], "fiets": [2, 0, 1], "voetganger": [1, 0, 0], "bromfiets": [0, 1, 0], "": [0, 0, 0]}
    assert parts_of(told, "road_users", "B1") == users
    assert parts_of(told, "road_users", "B2") == {"auto": [1, 0, 0], "": [0, 1, 0]}
    whole = users | {"auto": [2, 0, 0], "": [0, 1, 0]}
    for codes in ((), ("W1",), ("B1", "B2"), ("W1", "B1"), ("B2", "B1", "BESTAATNIET")):  # each fact counts once
        assert parts_of(told, "road_users", *codes) == whole, codes
    severity = parts_of(told, "severity", "B1")
    assert {value: row[:2] for value, row in severity.items()} == {"dood": [1, 0], "licht": [1, 0], "": [0, 1]}
    assert np.isnan([row[2] for row in severity.values()]).all()  # nothing of March tells the severity
    assert queries.parts(told, facts=Facts((ONGEVAL,), PERIOD, ("BESTAATNIET",)), field="severity") is None


def test_vulnerable_road_users_count_once_and_codes_are_said(told: Snapshot) -> None:
    """Of January two, one with a cyclist and a pedestrian; of February a moped and a code; of March one cyclist."""
    chosen = {"vulnerable": ("bromfiets", "fiets", "voetganger"), "unsure": ("9",)}
    assert counted(told, ONGEVAL, "buurt", **chosen)["B1"] == [2, 1, 1]
    assert counted(told, ONGEVAL, "buurt", **chosen)["B2"] == [0, 0, 0]
    out = queries.left_out(told, facts=Facts((ONGEVAL,), PERIOD, wanted=FactFilter(**chosen)))  # type: ignore[arg-type]
    assert (out.facts, out.untold, out.together) == (6, {"road_users": 1, "road_user_kind": 0}, 1)
    blind = {"vulnerable": ("voetganger",), "unsure": ("fiets", "bromfiets")}  # as if these words were codes
    found = counted(told, ONGEVAL, "wijk", **blind)["W1"]
    assert found[0] == 1
    assert np.isnan(found[1:]).all()  # nobody of a known kind in February and March: not zero
    out = queries.left_out(told, facts=Facts((ONGEVAL,), PERIOD, wanted=FactFilter(**blind)))  # type: ignore[arg-type]
    assert out.untold == {"road_users": 1, "road_user_kind": 3}
    also = FactFilter(road_users=("auto",), **blind)  # type: ignore[arg-type]
    assert queries.left_out(told, facts=Facts((ONGEVAL,), PERIOD, wanted=also)).untold["road_user_kind"] == 2

    parts = queries.parts(told, facts=Facts((ONGEVAL,), PERIOD), field="road_users")
    assert parts is not None
    assert parts.vulnerable is not None
    assert parts.unsure is not None
    assert (parts.vulnerable.tolist(), parts.unsure.tolist(), parts.untold.tolist()) == (
        [2, 1, 1],
        [0, 0, 0],
        [0, 1, 0],
    )
    assert parts.total_vulnerable(PERIOD) == (4, "provisional")
    assert parts.total_vulnerable(Months(JAN, JAN)) == (2, "ok")
    severity = queries.parts(told, facts=Facts((ONGEVAL,), PERIOD), field="severity")
    assert severity is not None
    assert severity.vulnerable is None


def test_parts_of_own_zones_and_groups(told: Snapshot) -> None:
    """Only the facts of B1 have a place; those of B2 are in the group by their buurt."""
    around = OwnZone("Z9", "Rond B1", square(0, 0, 100, 100))
    beside = OwnZone("Z8", "Ernaast", square(200, 0, 300, 100))
    seen = replace(told, own=OwnAreas("1", (around, beside), (OwnGroup("G9", "Samen", ("B1", "B2")),)))

    def told_of(*codes: str) -> list[float] | None:
        asked = Facts((ONGEVAL,), PERIOD, codes)
        found = queries.parts(seen, facts=asked, field="road_users", audience="intern")
        return None if found is None else found.n[found.values.index("auto")].tolist()

    assert told_of("Z9") == [1, 0, 0]
    assert told_of("Z8") is None
    assert told_of("G9") == told_of("G9", "Z9") == told_of("Z9", "B2") == [2, 0, 0]  # each fact counts once


def test_parts_of_a_choice_of_facts(told: Snapshot) -> None:
    chosen = Facts((ONGEVAL,), PERIOD, ("B1",), FactFilter(road_users=("fiets",)))
    found = queries.parts(told, facts=chosen, field="road_users")
    assert found is not None
    assert dict(zip(found.values, found.n.tolist(), strict=True)) == {
        "fiets": [2, 0, 1],
        "auto": [1, 0, 0],
        "voetganger": [1, 0, 0],
    }

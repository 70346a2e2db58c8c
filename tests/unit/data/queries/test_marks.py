"""Facts on the map: counted by hand, snapped for who may not see more, never more than fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from sqlalchemy import ColumnElement, Table

from data.catalogue.grid import CELL_M, CELLS_M, PRECISIONS, Precision, cell_at
from data.config import Audience
from data.queries import Box, Facts, Marks, Snapshot, cell_counts, marks, parse_months, without_location
from tests.unit.data.queries.conftest import FACTS, FIETS, GRAFFITI, ORIGIN, degrees

METRES = Transformer.from_crs(4326, 3812, always_xy=True)
MONTHS = parse_months("2023-01_2023-02")
BIKES = Facts((FIETS,), MONTHS)
BOTH = Facts((FIETS, GRAFFITI), MONTHS)
EVERYWHERE = Box(3.0, 50.0, 5.0, 52.0)


@dataclass(frozen=True)
class Severity:
    """Facts of one severity."""

    name: str

    def conditions(self, table: Table) -> list[ColumnElement[bool]]:
        return [table.c.severity == self.name]


def metres(found: Marks) -> list[tuple[float, float]]:
    """Where the marks lie, metres east and north of ORIGIN."""
    x, y = METRES.transform(found.lon, found.lat)
    return [(round(a - ORIGIN[0], 1), round(b - ORIGIN[1], 1)) for a, b in zip(x, y, strict=True)]


def counted(found: Marks) -> dict[tuple[float, float], list[int]]:
    """Facts by category of each mark."""
    return dict(zip(metres(found), found.by_category.astype(int).tolist(), strict=True))


def look(snapshot: Snapshot, facts: Facts = BOTH, *, cell_m: int = CELL_M, **options: Any) -> Marks:
    return marks(snapshot, facts=facts, box=options.pop("box", EVERYWHERE), cell_m=cell_m, **options)


def test_facts_are_counted_per_cell_and_lie_in_its_middle(places: Snapshot) -> None:
    found = look(places)
    assert counted(found) == {
        (50, 50): [3, 2],
        (150, 50): [1, 0],
        (350, 150): [1, 0],
        (2050, 2050): [1, 0],
    }
    assert found.n.tolist() == [5, 1, 1, 1]  # the most first
    assert (found.facts, found.places, found.cell_m) == (8, 4, 100)


def test_a_larger_cell_lies_on_the_small_cell_nearest_to_its_facts(places: Snapshot) -> None:
    found = look(places, BIKES, cell_m=400)
    # x: (3 x 0 + 1 + 3) / 5 = 0.8, y: (4 x 0 + 1) / 5 = 0.2, in cells: the second and the first
    assert counted(found) == {(150, 50): [5], (2050, 2050): [1]}


@pytest.mark.parametrize("audience", ["publiek", "raad"])
@pytest.mark.parametrize("cell_m", [0, 1, 50, 100])
def test_who_may_not_see_points_gets_cells_whatever_is_asked(places: Snapshot, audience: Audience, cell_m: int) -> None:
    assert counted(look(places, cell_m=cell_m, audience=audience)) == counted(look(places))


def test_intern_gets_the_points_themselves(places: Snapshot) -> None:
    found = look(places, BIKES, cell_m=0, audience="intern")
    assert {(round(e), round(n)): count for (e, n), count in counted(found).items()} == {
        (12, 46): [1],
        (80, 90): [2],
        (150, 20): [1],
        (399, 199): [1],
        (2050, 2050): [1],
    }
    assert found.cell_m == 0
    assert counted(look(places, cell_m=100, audience="intern")) == counted(look(places))


def test_only_the_cells_of_which_the_middle_is_in_view(places: Snapshot) -> None:
    west, south = degrees(60, 10)  # the middle of the first cell lies left of it
    east, north = degrees(360, 160)
    found = look(places, BIKES, box=Box(west, south, east, north))
    assert counted(found) == {(150, 50): [1], (350, 150): [1]}
    nothing = look(places, box=Box(10.0, 10.0, 11.0, 11.0))
    assert (nothing.facts, nothing.places, len(nothing.lon)) == (0, 0, 0)


def test_more_places_than_fit_are_cut_and_counted(places: Snapshot) -> None:
    found = look(places, most=2)
    assert len(found.lon) == 2
    assert found.n.tolist() == [5, 1]
    assert (found.facts, found.places) == (8, 4)


@pytest.mark.parametrize(
    ("areas", "n"),
    [
        (("B1",), 6),
        (("B2",), 2),
        (("B1", "B2"), 8),
        (("W1",), 8),
        (("Z1",), 5),
        (("Z2",), 3),
        (("W00",), 0),
        (("?",), 0),
    ],
)
def test_areas_narrow_and_zones_may_overlap(places: Snapshot, areas: tuple[str, ...], n: int) -> None:
    assert look(places, Facts(BOTH.categories, MONTHS, areas)).facts == n


def test_what_only_facts_know_narrows_the_cells_and_is_snapped_too(places: Snapshot) -> None:
    light = Facts((FIETS,), MONTHS, wanted=Severity("licht"))
    assert counted(look(places, light)) == {(50, 50): [1], (350, 150): [1]}  # the one of March is not published
    assert cell_counts(places, facts=light).n.sum() == 2


def test_without_location(places: Snapshot) -> None:
    assert without_location(places, facts=BIKES) == 2
    assert without_location(places, facts=Facts((FIETS,), MONTHS, ("B1",))) == 1
    assert without_location(places, facts=Facts((GRAFFITI,), MONTHS)) == 0


def test_cells_of_the_heat_map_hold_every_located_fact(places: Snapshot) -> None:
    cells = cell_counts(places, facts=BOTH)
    found = {(int(x) - 6040, int(y) - 6940): int(n) for x, y, n in zip(cells.x, cells.y, cells.n, strict=True)}
    assert found == {(0, 0): 5, (1, 0): 1, (3, 1): 1, (20, 20): 1}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    west=st.floats(3.70, 3.76), south=st.floats(51.03, 51.07), wide=st.floats(1e-5, 0.1), high=st.floats(1e-5, 0.1),
    cell_m=st.sampled_from([0, 100, 200, 300, 1000, 4000]), most=st.integers(1, 5),
)  # fmt: skip
def test_no_view_gives_the_public_a_place_off_the_grid(
    places: Snapshot, west: float, south: float, wide: float, high: float, cell_m: int, most: int
) -> None:
    found = look(places, cell_m=cell_m, most=most, box=Box(west, south, west + wide, south + high))
    assert all(abs(value % CELL_M - CELL_M / 2) < 0.2 for place in metres(found) for value in place)
    assert len(found.lon) <= most
    assert found.n.sum() <= found.facts <= 8
    inside = [place for place in PUBLISHED if _in(place, west, south, wide, high)]
    assert found.facts == len(inside)


PUBLISHED = [
    degrees(east // 100 * 100 + 50, north // 100 * 100 + 50)
    for east, north, _, month, *_ in FACTS
    if east is not None and month < "2023-03"
]
"""The middle of the cell of each fact that may be on the map."""


def _in(place: tuple[float, float], west: float, south: float, wide: float, high: float) -> bool:
    return west < place[0] < west + wide and south < place[1] < south + high


@pytest.mark.parametrize(
    ("zoom", "cell_m"), [(0, 4000), (11.5, 800), (13.5, 200), (14.5, 100), (15, 100), (16.9, 100), (17, 100), (19, 100)]
)
def test_the_cell_follows_the_zoom(zoom: float, cell_m: int) -> None:
    assert cell_at(zoom, 51.05, PRECISIONS["publiek"]) == cell_m
    assert cell_at(zoom, 51.05, PRECISIONS["intern"]) == (0 if zoom >= 17 else cell_m)
    assert cell_at(zoom, 51.05, Precision(cell_m=500)) >= 500


def test_cells_are_whole_numbers_of_the_smallest() -> None:
    assert not np.any(np.array(CELLS_M) % CELL_M)
    assert all(p.cell_m >= CELL_M and (p.exact == (audience == "intern")) for audience, p in PRECISIONS.items())

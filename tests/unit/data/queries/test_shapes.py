"""Where areas lie: neighbours counted by hand, corners that are none, and points in areas."""

from __future__ import annotations

from shapely import Point, box

from data import queries
from data.snapshot import Snapshot
from tests.unit.data.queries.conftest import ORIGIN


def test_areas_that_share_a_border_touch(places: Snapshot) -> None:
    assert queries.touching(places, code="B1", level="buurt") == ("B2",)
    assert queries.touching(places, code="B2", level="buurt") == ("B1",)
    assert queries.touching(places, code="W1", level="wijk") == ()
    assert queries.touching(places, code="B99", level="buurt") == ()


def test_a_shape_lies_over_the_areas_that_it_shares_ground_with(places: Snapshot) -> None:
    east, north = ORIGIN
    over_both = box(east + 250, north, east + 350, north + 100)
    only_a_sliver = box(east + 1, north, east + 301, north + 100)
    assert queries.overlapping(places, shape=over_both, level="buurt") == ("B1", "B2")
    assert queries.overlapping(places, shape=only_a_sliver, level="buurt") == ("B1",)


def test_a_point_is_in_the_area_that_holds_it(places: Snapshot) -> None:
    for east, code in ((0, "B1"), (299, "B1"), (301, "B2"), (9000, None)):
        point = Point(ORIGIN[0] + east, ORIGIN[1] + 10)
        assert queries.area_at(places, point=point, level="buurt") == code


def test_gent_has_borders_both_ways(demo: object) -> None:
    snapshot = queries.current()
    codes = queries.area_shapes(snapshot, level="wijk").codes
    around = {code: queries.touching(snapshot, code=code, level="wijk") for code in codes}
    assert all(around.values())
    assert all(code in around[other] for code in codes for other in around[code])
    assert "W13" in around["W14"]  # Dampoort and Sint-Amandsberg

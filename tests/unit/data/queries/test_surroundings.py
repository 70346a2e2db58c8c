"""A zone and what touches it: every fact is counted once."""

from __future__ import annotations

from datetime import date

from data import queries
from data.queries import Facts, Months, Snapshot

JANUARY = Months(date(2023, 1, 1), date(2023, 1, 1))


def test_facts_in_the_zone_are_not_those_of_the_buurt_around_it(places: Snapshot) -> None:
    # Z1 is the first cell, all in B1: three bicycle thefts of January lie in it; one more has no point at all.
    found = queries.surroundings(places, zone="Z1", facts=Facts(("fietsdiefstal",), JANUARY))
    assert found.zone == 3
    assert found.around == {"B1": 1}


def test_a_zone_over_a_border_has_both_buurten_around_it(places: Snapshot) -> None:
    found = queries.surroundings(places, zone="Z2", facts=Facts(("fietsdiefstal", "graffiti"), JANUARY))
    in_zone, in_b1 = 2, 3  # two at (80, 90); (12, 46), the graffiti at (50, 50) and the one without a point
    assert found.zone == in_zone
    assert found.around == {"B1": in_b1, "B2": 2}


def test_a_zone_that_is_not_drawn_has_nothing_around_it(places: Snapshot) -> None:
    assert queries.surroundings(places, zone="Z9", facts=Facts(("fietsdiefstal",), JANUARY)).around == {}


def test_months_with_facts_of_all_categories(places: Snapshot) -> None:
    both = queries.fact_months(places, categories=("fietsdiefstal", "graffiti"))
    assert both == {date(2023, 1, 1): "ok", date(2023, 2, 1): "ok"}
    assert queries.fact_months(places, categories=("fietsdiefstal", "zakkenrollerij")) == {}

"""Facts that are kept give the same counts as the database does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import queries
from data.queries import FactFilter, Facts, Months, Snapshot, fact_columns, filtered
from data.queries.fact_columns import FactColumns
from data.queries.parts import _counted, _counted_here
from data.snapshot import current
from tests.conftest import pointed_at
from tests.unit.data.queries.test_fact_filter import FIETS, ONGEVAL, PERIOD, told_var

__all__ = ["told_var"]

SOME = st.lists(st.integers(1, 7), unique=True).map(tuple)
FILTERS = st.builds(
    FactFilter,
    day_parts=st.lists(st.sampled_from(["dag", "avond", "nacht"]), unique=True).map(tuple),
    weekdays=SOME,
    severities=st.lists(st.sampled_from(["dood", "zwaar", "licht"]), unique=True).map(tuple),
    attempt=st.sampled_from(["", "poging", "voltooid"]),
).filter(lambda wanted: bool(wanted.fields))


@pytest.fixture(scope="module")
def told(told_var: Path) -> Iterator[Snapshot]:
    """Facts that tell everything, some of them nothing."""
    with pointed_at(told_var):
        yield current()


def both(snapshot: Snapshot, wanted: FactFilter, months: Months, *categories: str) -> None:
    """Counts the facts in the two ways."""
    kept = filtered._counted_here(snapshot, categories, wanted, months)
    asked = filtered._read(snapshot, categories, wanted, months)
    assert kept.keys() == asked.keys() == set(categories)
    for category in categories:
        for one, other in zip(kept[category], asked[category], strict=True):
            np.testing.assert_array_equal(one, other)


@given(wanted=FILTERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_choice_of_facts_counts_the_same(told: Snapshot, wanted: FactFilter) -> None:
    both(told, wanted, PERIOD, ONGEVAL, FIETS)
    both(told, wanted, Months(PERIOD.last, PERIOD.last), FIETS)


@given(wanted=FILTERS, areas=st.sampled_from([(), ("W1",), ("W1", "B2")]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_choice_of_facts_is_split_the_same(told: Snapshot, wanted: FactFilter, areas: tuple[str, ...]) -> None:
    facts = Facts((ONGEVAL,), PERIOD, areas, wanted)
    here = _counted_here(told, replace(facts, areas=()), "severity", "publiek")
    assert here is not None
    inside = frozenset(areas) if areas else None
    found = {said: n.tolist() for said, n in here.within(inside, len(PERIOD)) if n.any()}
    asked = _counted(told, facts, "severity", "publiek").within(None, len(PERIOD))
    assert found == {said: n.tolist() for said, n in asked if n.any()}


def test_the_facts_of_the_demonstration_count_the_same(demo: Path) -> None:
    snapshot = queries.current()
    months = queries.snapshot_info(snapshot).months
    assert months
    some = Months(months.last, months.last).shift(-30)
    for period in (months, Months(some.first, months.last)):
        for wanted in (FactFilter(weekdays=(5, 6)), FactFilter(day_parts=("nacht",), weekdays=(1,))):
            both(snapshot, wanted, period, "fietsdiefstal", "geluidshinder")
    found = filtered._counted_here(snapshot, ("fietsdiefstal",), FactFilter(weekdays=(5, 6)), months)
    assert np.nansum(found["fietsdiefstal"][0]) > 1000


@pytest.mark.parametrize(
    "wanted", [FactFilter(road_users=("fiets",)), FactFilter(objects=("koersfiets",), weekdays=(1,))]
)
def test_what_is_not_kept_is_asked_of_the_database(told: Snapshot, wanted: FactFilter) -> None:
    assert FactColumns.kept(told, ONGEVAL, wanted) is None


def test_a_category_with_very_many_facts_is_not_kept(told: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = FactFilter(weekdays=(1,))
    assert FactColumns.kept(told, ONGEVAL, wanted)
    monkeypatch.setattr(fact_columns, "MOST_FACTS", 5)  # one less than it has
    assert FactColumns.kept(told, ONGEVAL, wanted) is None
    assert FactColumns.kept(told, FIETS, wanted)

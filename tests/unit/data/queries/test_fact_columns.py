"""Facts that are kept give the same counts as the database does."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import queries
from data.own.areas import OwnAreas, OwnGroup, OwnZone
from data.queries import FactFilter, Facts, Months, Snapshot, fact_columns, filtered
from data.queries.fact_columns import FactColumns
from data.queries.parts import _counted, _counted_here
from data.snapshot import current
from tests.conftest import pointed_at
from tests.unit.data.queries.conftest import square
from tests.unit.data.queries.test_fact_filter import FIETS, ONGEVAL, PERIOD, told_var

__all__ = ["told_var"]

ZONE = OwnZone("Z9", "Rond B1", square(0, 0, 100, 100))
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


@given(wanted=FILTERS, areas=st.sampled_from([(), ("W1",), ("W1", "B2"), ("B1",), ("B2",)]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_choice_of_facts_is_split_the_same(told: Snapshot, wanted: FactFilter, areas: tuple[str, ...]) -> None:
    facts = Facts((ONGEVAL,), PERIOD, areas, wanted)
    here = _counted_here(told, replace(facts, areas=()), "severity", "publiek")
    assert here is not None
    inside = frozenset(areas) if areas else None
    found = {said: n.tolist() for said, n in here.within(inside, len(PERIOD)) if n.any()}
    asked = _counted(told, facts, "severity", "publiek").within(None, len(PERIOD))
    assert found == {said: n.tolist() for said, n in asked if n.any()}


@pytest.mark.parametrize("areas", [(), ("W1",), ("B1",), ("B2",), ("G9",), ("Z9",), ("B2", "Z9"), ("X",)])
def test_parts_are_the_same_whether_facts_are_kept_or_read(
    told: Snapshot, areas: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module("data.queries.parts")
    seen = replace(told, own=OwnAreas("1", (ZONE,), (OwnGroup("G9", "Samen", ("B1", "B2")),)))
    for wanted in (FactFilter(weekdays=(1, 2)), FactFilter(day_parts=("nacht",)), FactFilter(severities=("licht",))):
        facts = Facts((ONGEVAL,), PERIOD, areas, wanted)
        kept = module._parts.__wrapped__(seen, facts, "severity", "intern")
        with monkeypatch.context() as patch:
            patch.setattr(module, "values_of", lambda _: ())
            read = module._parts.__wrapped__(seen, facts, "severity", "intern")
        assert (kept is None) == (read is None)
        if kept is not None:
            assert kept.values == read.values
            np.testing.assert_array_equal(kept.n, read.n)
            np.testing.assert_array_equal(kept.untold, read.untold)


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

"""What the browser is asked to show differs at every step, and each step can be shown."""

from __future__ import annotations

from itertools import islice, pairwise

from bench.budget import Line
from bench.walk import walk
from dashboard.selection import Selection
from data.catalogue import PRIORITIES

MONTHS = [f"{year}-{month:02d}" for year in range(2016, 2024) for month in range(1, 13)]
AREAS = {"wijk": [f"W{i:02d}" for i in range(1, 26)], "buurt": [f"B{i:03d}" for i in range(254)]}


def test_every_step_asks_something_new_that_the_screen_accepts() -> None:
    steps = list(islice(walk(MONTHS, AREAS), 300))
    queries = [selection.to_query() for selection in steps]
    assert len(set(queries)) == 300
    assert [Selection.from_query(query).to_query() for query in queries] == queries
    assert {selection.priority for selection in steps} == set(PRIORITIES)
    assert {selection.level for selection in steps} == {"wijk", "buurt"}
    assert all(before != after for before, after in pairwise(steps))


def test_a_line_is_kept_only_when_both_its_figures_are() -> None:
    assert Line("change", 90.0, "ms", 100.0, 150.0, 200.0).kept
    assert not Line("change", 90.0, "ms", 100.0, 250.0, 200.0).kept
    assert not Line("change", 110.0, "ms", 100.0, 150.0, 200.0).kept

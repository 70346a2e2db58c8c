"""The load really asks new things, in the shape that the browser asks them."""

from __future__ import annotations

from itertools import islice

from bench.budget import Line
from bench.load import new_filters, new_selections
from dashboard.selection import Selection

MONTHS = [f"{year}-{month:02d}" for year in range(2016, 2024) for month in range(1, 13)]


def test_selections_differ_and_can_be_read_back() -> None:
    queries = [s.to_query() for s in islice(new_selections(MONTHS, ["W01", "W02", "W03"]), 500)]
    assert len(set(queries)) == 500
    assert [Selection.from_query(query).to_query() for query in queries] == queries


def test_no_answer_is_over_every_budget() -> None:
    assert not Line.of("answer", [], "ms", None, 500.0).kept


def test_choices_of_facts_differ_and_each_leaves_some_out() -> None:
    chosen = list(islice(new_filters(["W01", "W02", "W03"]), 300))
    assert len({selection.to_query() for selection in chosen}) == len(chosen)
    assert all(selection.chooses for selection in chosen)
    assert all(Selection.from_query(selection.to_query()) == selection for selection in chosen)

"""The load really asks new things, in the shape that the browser asks them."""

from __future__ import annotations

import json
from itertools import islice

import pytest

from bench.budget import Line
from bench.load import new_selections, with_search
from dashboard.selection import Selection

MONTHS = [f"{year}-{month:02d}" for year in range(2016, 2024) for month in range(1, 13)]


def test_selections_differ_and_can_be_read_back() -> None:
    queries = [s.to_query() for s in islice(new_selections(MONTHS, ["W01", "W02", "W03"]), 500)]
    assert len(set(queries)) == 500
    assert [Selection.from_query(query).to_query() for query in queries] == queries


def test_recorded_request_asks_for_another_selection() -> None:
    recorded = {
        "output": "sentence.children",
        "inputs": [
            {"id": "url", "property": "search", "value": "?maat=aantal"},
            {"id": "x", "property": "n", "value": 1},
        ],
    }
    body = json.loads(with_search(recorded, "?maat=per_km2"))
    assert [item["value"] for item in body["inputs"]] == ["?maat=per_km2", 1]
    assert recorded["inputs"][0]["value"] == "?maat=aantal"


def test_request_without_a_search_is_refused() -> None:
    with pytest.raises(ValueError, match="does not read the search"):
        with_search({"inputs": [{"id": "x", "property": "n_clicks", "value": 1}]}, "?maat=aantal")


def test_no_answer_is_over_every_budget() -> None:
    assert not Line.of("answer", [], "ms", None, 500.0).kept

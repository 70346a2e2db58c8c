"""The table of decisions that a security officer reads is the one of the code."""

from __future__ import annotations

import inspect
from pathlib import Path

from data import queries
from data.catalogue.profiles import DECISIONS, NOT_OFFERED, PROTECTED, table

PAGE = Path(__file__).resolve().parents[4] / "docs" / "profielen.md"


def test_the_page_has_the_table_of_the_code() -> None:
    assert table() in PAGE.read_text(encoding="utf-8")


def test_each_decision_names_queries_that_ask_for_whom() -> None:
    for decision in DECISIONS:
        assert decision.queries
        assert decision.why.endswith(".")
        for name in decision.queries:
            assert "audience" in inspect.signature(getattr(queries, name)).parameters, name


def test_every_query_that_counts_facts_is_decided() -> None:
    """A query that takes `Facts` reads single facts: a new one needs its line in the table."""
    decided = {name for decision in DECISIONS for name in decision.queries}
    counting = {
        name
        for name in queries.__all__
        if inspect.isfunction(function := getattr(queries, name)) and "facts" in inspect.signature(function).parameters
    }
    assert counting
    assert counting <= decided
    assert {d.public for d in DECISIONS} >= {PROTECTED, NOT_OFFERED}

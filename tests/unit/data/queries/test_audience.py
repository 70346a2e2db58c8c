"""Every query says for whom it is: detail that one audience may not see cannot be forgotten later."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from data import queries
from data.snapshot import Snapshot


def public_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function that a module of data.queries defines, by its full name."""
    for found in pkgutil.iter_modules(queries.__path__):
        module = importlib.import_module(f"data.queries.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield f"{found.name}.{name}", function


def reads_a_snapshot(function: Callable[..., Any]) -> bool:
    """Whether a parameter is a snapshot, by its name or by its type."""
    parameters = inspect.signature(function, eval_str=True).parameters.values()
    return any(p.name == "snapshot" or p.annotation is Snapshot for p in parameters)


QUERIES = {name: function for name, function in public_functions() if reads_a_snapshot(function)}


def lacks_audience(function: Callable[..., Any]) -> bool:
    """Whether a query has no keyword-only `audience` that is "publiek" unless told otherwise."""
    audience = inspect.signature(function).parameters.get("audience")
    return audience is None or audience.kind is not audience.KEYWORD_ONLY or audience.default != "publiek"


def test_the_queries_are_found() -> None:
    assert {"counts.area_months", "snapshot_info.areas", "provenance.rejected_rows"} <= set(QUERIES)


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_query_takes_the_audience(name: str) -> None:
    assert not lacks_audience(QUERIES[name]), f"{name} lacks a keyword-only audience with default 'publiek'"


def test_one_that_forgets_it_is_seen() -> None:
    def forgets(snapshot: Snapshot) -> None: ...

    def by_position(snapshot: Snapshot, audience: str = "publiek") -> None: ...

    def shows_all(snapshot: Snapshot, *, audience: str = "intern") -> None: ...

    assert lacks_audience(forgets)
    assert lacks_audience(by_position)
    assert lacks_audience(shows_all)


def test_what_reads_the_database_without_a_snapshot_is_not_a_query() -> None:
    """Nobody gets around the rule by opening the snapshot inside."""
    for name, function in public_functions():
        if name not in QUERIES:
            assert "current()" not in inspect.getsource(function), name

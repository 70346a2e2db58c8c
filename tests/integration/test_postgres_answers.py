"""Every query gives the same answer from PostgreSQL as from the file of the same snapshot."""

from __future__ import annotations

import dataclasses
import inspect
import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from data.catalogue import PRIORITIES
from data.errors import ProtectedError
from data.own.areas import OwnAreas, OwnGroup, OwnZone
from data.postgres import server
from data.postgres.versions import schema_of
from data.queries import Box, CellCounts, FactFilter, Facts, Months, Snapshot, filtered
from data.snapshot_files import read_engine
from tests.conftest import pointed_at
from tests.unit.data.queries.test_audience import QUERIES

SAMPLE = 12
"""Choices of arguments that each query is asked with, for each audience."""
RING = shapely.difference(shapely.Point(3.7253, 51.0536).buffer(0.012, 3), shapely.Point(3.727, 51.052).buffer(0.004))
OWN = OwnAreas(
    "v1",
    (OwnZone("Z-PROEF", "Proef", shapely.to_wkb(RING)),),
    (OwnGroup("G-PROEF", "Groep", ("W01", "W02")),),
)
MONTHS = tuple(
    Months(date(*first, 1), date(*last, 1))
    for first, last in (((2022, 1), (2022, 12)), ((2018, 1), (2023, 4)), ((2021, 6), (2021, 6)))
)
CATEGORIES = (
    ("fietsdiefstal",),
    ("fietsdiefstal", "graffiti", "ongeval-letsel"),
    ("ongeval-letsel",),
    ("parkeerovertreding",),
)
WANTED = (
    FactFilter(day_parts=("nacht",), weekdays=(5, 6)),
    FactFilter(severities=("licht", "zwaar"), road_users=("fiets",)),
    FactFilter(attempt="poging"),
    FactFilter(objects=("fiets",)),
)
PLACES: tuple[tuple[str, ...], ...] = ((), ("W01",), ("44021A33K",), ("Z-OVERPOORT",), ("Z-PROEF",), ("G-PROEF", "W05"))
CODES = ("W01", "44021A33K", "Z-OVERPOORT", "Z-PROEF", "G-PROEF")
FACTS = tuple(Facts(*chosen) for chosen in itertools.product(CATEGORIES, MONTHS, PLACES, (None, *WANTED)))
VALUES: dict[str, Sequence[Any]] = {
    "categories": CATEGORIES,
    "level": ("wijk", "buurt", "zone", "groep"),
    "grain": ("counts", "incidents"),
    "wanted": (None, None, *WANTED),
    "facts": FACTS,
    "months": MONTHS,
    "box": (Box(-180, -85, 180, 85), Box(3.70, 51.03, 3.74, 51.06)),
    "cell_m": (0, 100, 500),
    "most": (50, 2000),
    "field": ("severity", "road_users"),
    "kind": ("inwoners", "stallingsplaatsen", "km2", "place", "water", "outline"),
    "year": (2018, 2023),
    "code": CODES,
    "codes": tuple((code,) for code in CODES),
    "zone": ("Z-OVERPOORT", "Z-PROEF"),
    "text": ("dampoort", "sint jan", "overport", "proef"),
    "point": (shapely.Point(604_050, 694_050),),
    "shape": (shapely.Point(604_050, 694_050).buffer(700),),
    "together": ((),),
    "group": ("x",),
    "digest": ("x",),
}
OTHERS: dict[str, Sequence[dict[str, Any]]] = {
    "derived.hotspots": [
        {"priority": priority.id, "group": group.id, "level": level}
        for priority in PRIORITIES.values()
        for group in priority.groups
        for level in ("wijk", "buurt")
    ],
    "filtered.filtered_months": [
        {"category": category, "level": "buurt", "wanted": wanted, "codes": ("44021A33K",), "months": months}
        for category, wanted, months in itertools.product(("fietsdiefstal", "ongeval-letsel"), WANTED, MONTHS)
    ],
    "grains.finest_grain": [
        {"categories": categories, "levels": frozenset(levels), "windows": (months,)}
        for categories, levels, months in itertools.product(
            CATEGORIES, (("wijk",), ("wijk", "buurt"), ("groep",)), MONTHS
        )
    ],
    "provenance.used_sources": [
        {"grain": grain, "categories": categories, "levels": ("wijk", "buurt"), "months": months}
        for grain, categories, months in itertools.product(("counts", "incidents"), CATEGORIES, MONTHS)
    ],
}
"""Queries whose arguments belong together."""
STATEMENTS = {"places.inside", "places.narrowed", "places.table_for"}
"""These make a part of a statement, which the others run."""


@pytest.fixture(scope="module")
def both(demo_var: Path, demo_database: str) -> Iterator[tuple[Snapshot, Snapshot]]:
    """The same figures from a file and from a schema; of two names, so that none answers from what the other kept."""
    version = (demo_var / "CURRENT").read_text()
    with pointed_at(demo_var):
        files, database = read_engine(version), server.reader(demo_database, schema=schema_of(version))
        yield Snapshot("files", files, OWN), Snapshot("database", database, OWN)
        files.dispose()
        database.dispose()
    filtered._kept.clear()


def same(one: Any, two: Any, where: str = "") -> None:
    """Fails where two answers differ, with the place."""
    if isinstance(one, pd.DataFrame):
        assert list(one.columns) == list(two.columns), where
        same(list(one.index), list(two.index), f"{where}.index")
        for name in one.columns:
            same(
                one[name].astype(object).where(one[name].notna(), None).tolist(),
                two[name].astype(object).where(two[name].notna(), None).tolist(),
                f"{where}.{name}",
            )
    elif isinstance(one, np.ndarray):
        if one.dtype.kind == "f":  # the same parts, which each database adds up in its own order
            np.testing.assert_allclose(one, two, rtol=1e-12, err_msg=where)
        else:
            np.testing.assert_array_equal(one, two, err_msg=where)
    elif isinstance(one, shapely.Geometry):
        assert one.equals_exact(two), where
    elif dataclasses.is_dataclass(one):
        assert type(one) is type(two), where
        for field in dataclasses.fields(one):
            if field.name not in ("version", "key", "engine"):
                same(getattr(one, field.name), getattr(two, field.name), f"{where}.{field.name}")
    elif isinstance(one, dict):
        assert one.keys() == two.keys(), where
        for key in one:
            same(one[key], two[key], f"{where}[{key}]")
    elif isinstance(one, list | tuple):
        assert len(one) == len(two), where
        for i, (left, right) in enumerate(zip(one, two, strict=True)):
            same(left, right, f"{where}[{i}]")
    else:
        assert one == two or (one != one and two != two), f"{where}: {one!r} is not {two!r}"


def choices(name: str) -> list[dict[str, Any]]:
    """Arguments to ask a query with, always the same ones."""
    if name in OTHERS:
        every = list(OTHERS[name])
    else:
        parameters = [p for p in inspect.signature(QUERIES[name]).parameters if p not in ("snapshot", "audience")]
        every = [
            dict(zip(parameters, values, strict=True))
            for values in itertools.product(*(VALUES[parameter] for parameter in parameters))
        ]
    return every if len(every) <= SAMPLE else random.Random(7).sample(every, SAMPLE)


def answer(query: Callable[..., Any], snapshot: Snapshot, audience: str, arguments: dict[str, Any]) -> Any:
    """What a query answers, or the sentence with which it refuses."""
    try:
        found = query(snapshot, audience=audience, **arguments)
    except (ProtectedError, KeyError) as error:  # protected, or an own area that this audience has not
        return f"{type(error).__name__}: {error}"
    if isinstance(found, CellCounts):  # in no order
        order = np.lexsort((found.x, found.y))
        return found.x[order], found.y[order], found.n[order]
    return found


@pytest.mark.parametrize("name", sorted(QUERIES.keys() - STATEMENTS))
def test_a_query_gives_the_same_answer_from_both(name: str, both: tuple[Snapshot, Snapshot]) -> None:
    for audience in ("intern", "publiek"):
        for arguments in choices(name):
            one, two = (answer(QUERIES[name], snapshot, audience, arguments) for snapshot in both)
            same(one, two, f"{name}({arguments}, {audience})")

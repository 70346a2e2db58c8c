"""Zero and missing are kept apart in the cells that an import publishes."""

from __future__ import annotations

import pandas as pd

from data.catalogue.sources import SOURCES, AreaMatch, CountsSource
from data.ingest.slices import build_cells
from data.ingest.validate import ValidRows

GENT = SOURCES["gent-criminaliteit"]
ZERO = GENT.model_copy(update={"absent": "zero"})
AREAS = pd.DataFrame({"area_code": ["W01", "W22", "W00"], "is_located": [True, True, False]})
KEYS = ["area_code", "category_id", "month"]


def cells(
    mapping: CountsSource,
    good: list[tuple[str, str, str, int]],
    doubtful: list[tuple[object, ...]] = [],  # noqa: B006
) -> dict[tuple[str, str, str], int | None]:
    frame = pd.DataFrame(good, columns=[*KEYS, "n"]).assign(line=1)
    frame["month"] = pd.to_datetime(frame["month"])
    doubts = pd.DataFrame(doubtful, columns=KEYS)
    doubts["month"] = pd.to_datetime(doubts["month"])
    rejected = pd.DataFrame(columns=["line", "reason", "raw"])
    made, _ = build_cells(ValidRows(frame, rejected, doubts, {}, {}), mapping, AREAS)
    return {
        (row.area_code, row.category_id, f"{row.month:%Y-%m}"): None if pd.isna(row.n) else int(row.n)
        for row in made.itertuples()
    }


def test_an_absent_row_is_missing_in_a_published_month() -> None:
    made = cells(GENT, [("W01", "graffiti", "2022-01-01", 0), ("W22", "graffiti", "2022-03-01", 2)])
    assert made == {
        ("W01", "graffiti", "2022-01"): 0,
        ("W22", "graffiti", "2022-01"): None,
        ("W00", "graffiti", "2022-01"): None,
        ("W01", "graffiti", "2022-03"): None,
        ("W22", "graffiti", "2022-03"): 2,
        ("W00", "graffiti", "2022-03"): None,
    }


def test_an_absent_row_is_zero_when_the_source_lists_no_zeros() -> None:
    made = cells(ZERO, [("W01", "graffiti", "2022-01-01", 1), ("W22", "fietsdiefstal", "2022-03-01", 2)])
    assert len(made) == 3 * 2 * 3  # areas x categories x months of the file, February included
    assert made["W01", "fietsdiefstal", "2022-02"] == 0
    assert sum(n for n in made.values() if n is not None) == 3


def test_a_rejected_row_never_becomes_a_zero() -> None:
    good = [("W01", "graffiti", "2022-01-01", 1), ("W01", "graffiti", "2022-02-01", 1)]
    whole = cells(ZERO, good, [("W22", "graffiti", "2022-02-01")])
    assert {key for key, n in whole.items() if n is None} == {("W22", "graffiti", "2022-02")}
    nobody_knows_where = cells(ZERO, good, [(None, "graffiti", "2022-02-01")])
    assert {key[0] for key, n in nobody_knows_where.items() if n is None} == {"W22", "W00"}
    nobody_knows_when = cells(ZERO, good, [("W22", "graffiti", None)])
    assert {key[2] for key, n in nobody_knows_when.items() if n is None} == {"2022-01", "2022-02"}
    nearly_nothing = cells(ZERO, good, [(None, None, "2022-02-01")])
    assert None not in nearly_nothing.values()


def test_onbekend_is_zero_only_for_a_source_that_places_every_fact() -> None:
    places_all = GENT.model_copy(update={"area": AreaMatch()})
    assert cells(places_all, [("W01", "graffiti", "2022-01-01", 1)]) == {
        ("W01", "graffiti", "2022-01"): 1,
        ("W22", "graffiti", "2022-01"): None,
        ("W00", "graffiti", "2022-01"): 0,
    }

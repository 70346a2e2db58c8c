"""Protected counts: the same for the same facts, and no way back from them to a small count."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import select

from data import queries
from data.errors import InputError
from data.ingest.derive_grid import write_grid
from data.ingest.derive_protected import without_pins, write_protected
from data.ingest.protection_key import protection_key
from data.snapshot import building
from data.statistics.protection import VARIANCE, least, most, perturbed
from data.tables import area, cell, coverage, incident
from tests.unit.data.queries.conftest import FIETS, area_rows, fact_rows, record_facts

WIJKEN, BUURTEN, MONTHS = 6, 7, 80
KEY = ["wijk", "category_id", "month"]


def town(seed: int, rate: float) -> pd.DataFrame:
    """Cells of a small city as `write_protected` makes them: a few facts a cell, each with its record key."""
    rng = np.random.default_rng(seed)
    shape = (WIJKEN, BUURTEN, MONTHS)
    n = rng.poisson(rng.gamma(1.0, rate, size=(WIJKEN, BUURTEN, 1)), shape)
    cells = np.argwhere(n > 0)
    facts = np.repeat(cells, n[n > 0], axis=0)
    frame = pd.DataFrame(facts, columns=["wijk", "buurt", "month"]).assign(key=rng.random(len(facts)))
    levels = []
    for level, names in (("buurt", ["wijk", "buurt", "month"]), ("wijk", ["wijk", "month"])):
        found = frame.groupby(names, as_index=False).agg(n=("key", "size"), key=("key", "sum"))
        levels.append(found.assign(level=level, key=found["key"] % 1))
    made = pd.concat(levels, ignore_index=True).assign(category_id=FIETS)
    made["shown"] = perturbed(made["n"].to_numpy(dtype=np.int64), made["key"].to_numpy())
    return made


def no_open() -> pd.DataFrame:
    return pd.DataFrame(columns=[*KEY, "open"])


def cubes(cells: pd.DataFrame, column: str) -> tuple[np.ndarray, np.ndarray]:
    """Buurten (wijk x buurt x month) and wijken (wijk x month); zero where there is no row."""
    buurten, wijken = np.zeros((WIJKEN, BUURTEN, MONTHS)), np.zeros((WIJKEN, MONTHS))
    b, w = cells[cells["level"] == "buurt"], cells[cells["level"] == "wijk"]
    buurten[b["wijk"], b["buurt"].astype(int), b["month"]] = b[column]
    wijken[w["wijk"], w["month"]] = w[column]
    return buurten, wijken


@pytest.mark.parametrize("rate", [0.3, 1.0])
def test_the_best_combination_of_answers_stays_off_a_small_count(rate: float) -> None:
    """A buurt is also its wijk without the other buurten; however these two are weighed, the error stays."""
    errors, hits = [], []
    for seed in range(12):
        cells = town(seed, rate)
        cells["shown"] = without_pins(cells, no_open())
        (n, _), (buurten, wijken) = cubes(cells, "n"), cubes(cells, "shown")
        small = (n == 1) | (n == 2)
        direct = buurten
        rest = wijken[:, None, :] - (buurten.sum(axis=1, keepdims=True) - buurten)
        stack = np.stack([(w * direct + (1 - w) * rest - n)[small] for w in np.linspace(-0.5, 1.5, 41)])
        errors.append(stack**2)
        hits.append(np.abs(np.rint(stack[20:31] + n[small])) == n[small])
    mean = np.concatenate(errors, axis=1).mean(axis=1)
    assert mean.min() >= VARIANCE * 2 / 3 - 0.1, mean.min()  # what two independent answers can give at the very best
    assert np.concatenate(hits, axis=1).mean(axis=1).max() < 0.5  # guessing "1" for all of these would be right oftener


@pytest.mark.parametrize("rate", [0.15, 0.4, 1.0])
def test_no_small_count_follows_from_what_the_counts_can_be(rate: float) -> None:
    """Whoever knows the table of chances and that buurten make up their wijk still cannot be sure of any 1 or 2."""
    pinned_before = 0
    for seed in range(30):
        cells = town(seed, rate)
        n, _ = cubes(cells, "n")
        for is_repaired, shown in enumerate((cells["shown"], without_pins(cells, no_open()))):
            buurten, wijken = (part.astype(np.int64) for part in cubes(cells.assign(shown=shown), "shown"))
            low, high = least(buurten), most(buurten)
            low_w, high_w = least(wijken)[:, None, :], most(wijken)[:, None, :]
            at_most = np.minimum(high, high_w - (low.sum(axis=1, keepdims=True) - low))
            at_least = np.maximum(low, low_w - (high.sum(axis=1, keepdims=True) - high))
            sure = (at_most == at_least) & (at_least == n) & ((n == 1) | (n == 2))
            if is_repaired:
                assert not sure.any()
            else:
                pinned_before += int(sure.sum())
    if rate > 0.15:
        assert pinned_before > 0  # else this test proves nothing


def test_published_counts_of_the_wijk_do_not_tell_its_buurten() -> None:
    """Where an open figure says that there were one or two, no buurt shows that they were there."""
    pinned = {True: 0, False: 0}
    for seed in range(20):
        cells = town(seed, 0.3)
        n, open_n = cubes(cells, "n")
        wijken = cells[cells["level"] == "wijk"]
        for is_repaired in pinned:
            known = wijken[KEY].assign(open=wijken["n"]) if is_repaired else no_open()
            buurten, _ = cubes(cells.assign(shown=without_pins(cells, known)), "shown")
            low = least(buurten.astype(np.int64))
            left = open_n[:, None, :] - (low.sum(axis=1, keepdims=True) - low)
            pinned[is_repaired] += int(((left == low) & (left == n) & ((n == 1) | (n == 2))).sum())
    assert pinned[False] > 0
    assert pinned[True] == 0


def test_published_counts_of_another_definition_leave_the_buurten_as_they_are() -> None:
    exact = shown = 0.0
    for seed in range(20):
        cells = town(seed, 2.0)
        wijken = cells[cells["level"] == "wijk"]
        buurt = cells["level"] == "buurt"
        after = without_pins(cells, wijken[KEY].assign(open=wijken["n"] // 4))
        exact, shown = exact + cells.loc[buurt, "n"].sum(), shown + after[buurt].sum()
    assert shown == pytest.approx(exact, rel=0.02)


def test_sums_are_right_on_average_and_the_same_question_has_one_answer() -> None:
    cells = town(1, 2.0)
    exact = shown = 0.0
    for seed in range(40):
        cells = town(seed, 2.0)
        again = without_pins(cells, no_open())
        pd.testing.assert_series_equal(again, without_pins(cells, no_open()))
        buurt = cells["level"] == "buurt"
        exact, shown = exact + cells.loc[buurt, "n"].sum(), shown + again[buurt].sum()
    assert shown == pytest.approx(exact, rel=0.005)


def built(*, is_demo: bool = False, is_public: bool = False, others: int = 0) -> list[tuple[object, ...]]:
    """Protected and exact counts per buurt of the facts of the fixture, in a snapshot built from nothing.

    Args:
        others: So many of them are of a second file, which is not public.
    """
    months = [date(2023, 1, 1), date(2023, 2, 1)]
    with building(fresh=True) as made:
        made.append(area, area_rows())
        record_facts(made, is_demo=is_demo, is_public=is_public)
        facts = fact_rows()
        facts.loc[facts.index[:others], "source_id"] = "ander"
        made.append(incident, facts)
        for level, code in (("buurt", "buurt_code"), ("wijk", "wijk_code")):
            for month in months:
                named = {"grain": "incidents", "level": level, "category_id": FIETS, "month": month}
                made.connection.execute(coverage.insert(), [{**named, "status": "ok", "source_id": "feiten"}])
                here = facts[(facts["category_id"] == FIETS) & (facts["month"] == month)]
                for area_code in area_rows().query("level == @level")["area_code"]:
                    n = int((here[code] == area_code).sum())
                    made.connection.execute(cell.insert(), [{**named, "area_code": area_code, "n": n}])
        write_grid(made)
        write_protected(made)
        columns = (cell.c.level, cell.c.area_code, cell.c.month, cell.c.n, cell.c.n_public)
        found = made.connection.execute(select(*columns).order_by(*columns[:3]))
        return [tuple(row) for row in found]


def test_a_snapshot_built_anew_shows_the_same(var_dir: Path) -> None:
    first = built(is_demo=False)
    assert first == built(is_demo=False)
    assert any(n in (1, 2) for *_, n, _ in first)
    for *_, n, shown in first:
        assert shown not in (1, 2)
        assert (n == 0) <= (shown == 0)
    assert all(n == shown for *_, n, shown in built(is_demo=True))


def test_facts_that_are_public_stay_as_they_are_unless_one_of_another_file_is_among_them(var_dir: Path) -> None:
    protected = built()
    assert all(n == shown for *_, n, shown in built(is_public=True))
    assert queries.protected_categories(queries.current(), audience="publiek") == set()
    assert built(is_public=True, others=1) == protected
    assert FIETS in queries.protected_categories(queries.current(), audience="publiek")


def test_the_key_is_made_once_is_nobody_elses_and_is_missed(var_dir: Path) -> None:
    key = protection_key()
    assert key == protection_key()
    file = var_dir / "protection.key"
    assert os.stat(file).st_mode & 0o077 == 0
    file.write_text("leeg")
    with pytest.raises(InputError, match="reservekopie"):
        protection_key()

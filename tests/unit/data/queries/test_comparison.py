"""Both grains beside each other: only what both publish, and a sum with a missing part is missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from data.queries import current, grain_comparison
from data.snapshot import building
from data.tables import cell, coverage

JAN, FEB, MAR = date(2023, 1, 1), date(2023, 2, 1), date(2023, 3, 1)


def test_months_of_both_grains(var_dir: Path) -> None:
    cells = pd.DataFrame(
        [
            ("counts", "W1", JAN, 4),
            ("counts", "W2", JAN, 6),
            ("incidents", "W1", JAN, 5),
            ("incidents", "W2", JAN, 3),
            ("counts", "W1", FEB, 4),
            ("counts", "W2", FEB, None),
            ("incidents", "W1", FEB, 1),
            ("incidents", "W2", FEB, 1),
            ("counts", "W1", MAR, 4),
        ],
        columns=["grain", "area_code", "month", "n"],
    ).astype({"n": "Int64"})
    cells = cells.assign(level="wijk", category_id="a")
    slices = cells[["grain", "level", "category_id", "month"]].drop_duplicates()
    status = slices["grain"].map({"counts": "ok", "incidents": "provisional"})
    with building(fresh=True) as made:
        made.append(cell, cells)
        made.append(cell, cells.assign(level="buurt", n=1000))
        made.append(coverage, slices.assign(status=status, source_id="s"))
    found = grain_comparison(current(), audience="intern")
    assert found["month"].tolist() == [JAN, FEB]
    assert found["counts"].tolist() == [10, pd.NA]
    assert found["incidents"].tolist() == [8, 2]
    assert found["difference"].tolist() == [-2, pd.NA]
    assert found["provisional"].all()

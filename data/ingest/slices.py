"""From accepted rows to dense monthly cells: every area in every published month, zero and missing kept apart."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from data.catalogue.sources import CountsSource
from data.ingest.validate import CELL, ValidRows

GRAIN = "counts"


def build_cells(rows: ValidRows, mapping: CountsSource, areas: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Makes the cells of every category and month that the file publishes.

    With `absent = "missing"` a category and month is published when it has a row; with "zero" every month
    between the first and the last of the file is, for every category of the file. A cell that a rejected row may
    have filled is missing, never zero.

    Args:
        rows: The accepted rows and the doubtful ones.
        mapping: What an absent row means, and whether the source knows facts without an area.
        areas: Columns area_code, is_located: every area of the mapping's level.

    Returns:
        cells (grain, level, area_code, category_id, month, n nullable: one row an area in a published slice) and
        slices (grain, level, category_id, month: one row a published slice).
    """
    good = rows.good
    if mapping.absent == "zero":
        months = pd.date_range(good["month"].min(), good["month"].max(), freq="MS")
        slices = good[["category_id"]].drop_duplicates().merge(pd.DataFrame({"month": months}), how="cross")
    else:
        slices = good[["category_id", "month"]].drop_duplicates()
    slices = slices.astype({"month": "datetime64[s]"}).sort_values(["category_id", "month"], ignore_index=True)
    slices.insert(0, "grain", GRAIN)
    slices.insert(1, "level", mapping.level)
    figures = good[[*CELL, "n"]].astype({"month": "datetime64[s]", "n": "Int64"})
    cells = slices.merge(areas[["area_code", "is_located"]].astype({"area_code": "str"}), how="cross")
    cells = cells.merge(figures, how="left", on=CELL)
    filled = cells["n"].copy()
    if mapping.absent == "zero":
        filled = filled.fillna(0)
    if not mapping.area.unknown:
        filled = filled.mask(filled.isna() & ~cells["is_located"].astype(bool), 0)
    invented = cells["n"].isna() & filled.notna()
    cells["n"] = filled.mask(invented & _touched(cells, rows.doubtful))
    return cells[["grain", "level", "area_code", "category_id", "month", "n"]], slices


def _touched(cells: pd.DataFrame, doubtful: pd.DataFrame) -> pd.Series:
    """Which cells a rejected row may belong to; a row that tells less than two of area, category and month is lost."""
    touched = pd.Series(False, index=cells.index)
    known = doubtful.astype({"month": "datetime64[s]"})
    for told in (CELL, *(list(pair) for pair in combinations(CELL, 2))):
        rest = [name for name in CELL if name not in told]
        rows = known[known[told].notna().all(axis=1) & known[rest].isna().all(axis=1)]
        if not rows.empty:
            keys = pd.MultiIndex.from_frame(rows[told].drop_duplicates())
            touched |= pd.MultiIndex.from_frame(cells[told]).isin(keys)
    return touched

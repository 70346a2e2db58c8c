"""Telling good rows from bad ones: every bad row with its line and a Dutch reason.

A reason may end in a detail in parentheses; what stands before it is what rows are counted by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.catalogue.sources import CountsSource
from data.ingest.area_index import AreaIndex
from data.ingest.category_index import CategoryIndex
from data.ingest.months import read_months
from data.ingest.rows import Rows

CELL = ["area_code", "category_id", "month"]
MAX_TOTAL = 1_000_000
"""More facts than this in one area and month is a mistake in the file, not a figure."""


@dataclass(frozen=True)
class ValidRows:
    """What one file of monthly counts came down to.

    Attributes:
        good: Columns line, area_code, category_id, month (datetime64), n (int64). One row an accepted row.
        rejected: Columns line, reason, raw. One row a rejected row; good and rejected together are the file.
        doubtful: Columns area_code, category_id, month, null where the row does not tell. One row a rejected row
            that hides a figure, so that its cell must not become zero.
        mended: Dutch sentence to number of rows that were put right.
        category_names: Id to name of the categories in `good`.
    """

    good: pd.DataFrame
    rejected: pd.DataFrame
    doubtful: pd.DataFrame
    mended: dict[str, int]
    category_names: dict[str, str]


class Reasons:
    """The first reason to reject each row of a frame."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.texts = frame["fault"].astype("str").copy()

    def add(self, where: pd.Series, reason: str | pd.Series) -> None:
        """Rejects the rows `where`, unless they were rejected already."""
        fresh = where.fillna(False).astype(bool) & self.texts.isna()
        self.texts = self.texts.mask(fresh, reason)


def validate_counts(rows: Rows, mapping: CountsSource, areas: AreaIndex, *, today: date) -> ValidRows:
    """Checks every row of a file of monthly counts and translates the good ones.

    Args:
        rows: The columns that the mapping names.
        mapping: How to read them.
        areas: The areas of the mapping's level.
        today: Months after this day's month are refused.

    Returns:
        Good and rejected rows, and what was mended.
    """
    frame, columns = rows.frame, mapping.columns
    reasons = Reasons(frame)
    for name in columns.names:
        reasons.add(frame[name].isna(), f"het veld '{name}' is leeg")
    months = read_months(frame, columns, mapping.month_words, today)
    reasons.add(months["fault"].notna(), months["fault"])
    found_areas = {v: areas.find(v, by=mapping.area.match) for v in frame[columns.area].dropna().unique()}
    area_faults = frame[columns.area].map({v: f.fault for v, f in found_areas.items() if f.fault}).astype("str")
    reasons.add(area_faults.notna(), area_faults)
    index = CategoryIndex(mapping)
    found_categories = {v: index.find(v) for v in frame[columns.category].dropna().unique()}
    category_faults = frame[columns.category].map({v: f.fault for v, f in found_categories.items() if f.fault})
    reasons.add(category_faults.notna(), category_faults.astype("str"))
    totals = read_totals(frame[columns.total], typed=rows.typed)
    reasons.add(totals["fault"].notna(), totals["fault"])
    keyed = pd.DataFrame(
        {
            "line": frame["line"],
            "area_code": frame[columns.area].map({v: f.code for v, f in found_areas.items() if f.code}).astype("str"),
            "category_id": frame[columns.category]
            .map({v: f.category_id for v, f in found_categories.items() if f.category_id})
            .astype("str"),
            "month": months["month"],
            "n": totals["n"],
        }
    )
    reject_doubles(keyed, CELL, "n", reasons)
    bad = reasons.texts.notna()
    good = keyed[~bad].astype({"n": "int64"})
    elsewhere = category_faults.notna() | frame["fault"].notna()  # not a figure of any cell that we publish
    doubtful = keyed.loc[bad & ~elsewhere, CELL]
    mended: dict[str, int] = {}
    for values, found in ((frame[columns.area], found_areas), (frame[columns.category], found_categories)):
        told = values[~bad].map({v: f.mended for v, f in found.items() if f.mended}).dropna().value_counts()
        for sentence, n in told.items():
            mended[str(sentence)] = mended.get(str(sentence), 0) + int(n)
    met = set(good["category_id"].unique())
    names = {f.category_id: f.name for f in found_categories.values() if f.category_id and f.category_id in met}
    return ValidRows(good, rejected_rows(frame, reasons, columns.names), doubtful, mended, names)


def read_totals(values: pd.Series, *, typed: bool) -> pd.DataFrame:
    """Reads counts of facts.

    Args:
        values: Counts as text. "12.0" is twelve; "12.000" is only so when `typed`, elsewhere it may be twelve thousand.
        typed: Whether the format told numbers from text.

    Returns:
        Columns n (float, whole, null when there is none) and fault (Dutch reason, else null). One row a value.
    """
    zeros = "0+" if typed else "0{1,2}"
    whole = values.str.fullmatch(rf"\+?[0-9]+(?:[.,]{zeros})?").fillna(False).astype(bool)
    number = pd.to_numeric(values.where(whole).str.replace(r"[.,]0+$", "", regex=True), errors="coerce")
    detail = " (" + values.str.slice(0, 30) + ")"
    fault = pd.Series(None, index=values.index, dtype="str")
    fault = fault.mask(values.notna() & ~whole, "het aantal is geen getal" + detail)
    fraction = values.str.fullmatch(r"[+-]?[0-9]+[.,][0-9]+").fillna(False).astype(bool)
    fault = fault.mask(fraction & ~whole, "het aantal is geen geheel getal" + detail)
    fault = fault.mask(values.str.match(r"-\.?[0-9]").fillna(False).astype(bool), "het aantal is negatief" + detail)
    fault = fault.mask(number > MAX_TOTAL, "het aantal is onmogelijk groot" + detail)
    return pd.DataFrame({"n": number.where(fault.isna()).astype("float64"), "fault": fault}, index=values.index)


def reject_doubles(keyed: pd.DataFrame, key: Sequence[str], value: str, reasons: Reasons) -> None:
    """Rejects repeated rows: the copies when they say the same, all of them when they contradict each other.

    Args:
        keyed: Columns line, those of `key`, and `value`. One row a row of the file.
        key: What may be there once.
        value: What must be the same in copies.
        reasons: Gets the reasons; rows that have one already do not count.
    """
    names = list(key)
    alive = keyed[reasons.texts.isna()]
    repeated = alive[alive.duplicated(names, keep=False)]
    if repeated.empty:
        return
    groups = repeated.groupby(names, sort=False)
    conflict = groups[value].transform("nunique") > 1
    first = groups["line"].transform("min")
    copy = ~conflict & repeated.duplicated(names, keep="first")
    every = pd.Series(False, index=keyed.index)
    other = "(ook op regel " + first.astype("str") + ")"
    other = other.where(repeated["line"] != first, "(zie regel " + groups["line"].transform("max").astype("str") + ")")
    texts = pd.Series(None, index=keyed.index, dtype="str")
    texts.loc[repeated.index] = "dubbele rij " + other
    reasons.add(every.where(~keyed.index.isin(copy[copy].index), True), texts)
    texts.loc[repeated.index] = "tegenspraak: andere cijfers voor hetzelfde gebied, feit en tijdstip " + other
    reasons.add(every.where(~keyed.index.isin(conflict[conflict].index), True), texts)


def rejected_rows(frame: pd.DataFrame, reasons: Reasons, columns: Sequence[str]) -> pd.DataFrame:
    """The rejected rows as reports show them.

    Returns:
        Columns line, reason, raw ("column=value; ..."). One row a rejected row, in the order of the file.
    """
    bad = reasons.texts.notna()
    refused = frame[bad]
    raw = pd.Series("", index=refused.index, dtype="str")
    for name in columns:
        raw = raw + ("; " if name != columns[0] else "") + name + "=" + refused[name].fillna("").str.slice(0, 200)
    return pd.DataFrame({"line": refused["line"], "reason": reasons.texts[bad], "raw": raw}).reset_index(drop=True)

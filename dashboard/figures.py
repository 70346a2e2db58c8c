"""The frames of a view: sums and rates of the selection, one function a panel."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard import words
from dashboard.selection import Selection
from data import queries
from data.catalogue import CATEGORIES, DENOMINATORS, Measure
from data.config import Audience
from data.queries import AreaMonths, Months, Snapshot
from data.statistics.rates import rate
from data.statistics.smoothing import smooth, smooth_local

Part = tuple[AreaMonths, tuple[str, ...] | None]
"""A matrix and the areas of it that count; None is all of them."""


def parts_of(
    focus: tuple[str, ...],
    all_areas: pd.DataFrame,
    matrices: dict[str, AreaMonths],
) -> list[Part]:
    """The matrices that together hold the focus, each with its codes; an empty focus is the whole city."""
    if not focus:
        return [(matrices["wijk"], None)]
    by_level: dict[str, list[str]] = {}
    for code in focus:
        by_level.setdefault(all_areas.at[code, "level"], []).append(code)
    return [(matrices[level], tuple(codes)) for level, codes in by_level.items()]


def count(parts: list[Part], months: Months) -> tuple[float, str]:
    """Facts in a period over all parts, with the status of the sum."""
    totals = [queries.total(matrix, months, codes) for matrix, codes in parts]
    if any(status == "missing" for _, status in totals):
        return float("nan"), "missing"
    status = "provisional" if any(s == "provisional" for _, s in totals) else "ok"
    return sum(n for n, _ in totals), status


def series(parts: list[Part]) -> pd.DataFrame:
    """One row per month: month, n (NaN when a part is missing), status."""
    frames = [queries.per_month(matrix, codes) for matrix, codes in parts]
    answer = frames[0].copy()
    for frame in frames[1:]:
        answer["n"] = answer["n"] + frame["n"]
        answer["status"] = answer["status"].where(frame["status"] == "ok", frame["status"])
    if len(frames) > 1:
        answer["status"] = answer["status"].where(answer["n"].notna(), "missing")
    return answer


def area_counts(
    matrix: AreaMonths, all_areas: pd.DataFrame, months: Months, windows: tuple[Months, ...]
) -> pd.DataFrame:
    """Facts of every area of the map level, in the period and in the reference.

    Returns:
        One row per area, index area_code: name, parent_code, is_located, n, status, before (sum over the windows,
        NaN when missing), before_status.
    """
    places = all_areas.index.get_indexer(pd.Index(matrix.area_codes))
    n, status = queries.area_sums(matrix, months)
    earlier = [queries.area_sums(matrix, window) for window in windows]
    before = np.sum([counted for counted, _ in earlier], axis=0)
    return pd.DataFrame(
        {
            **{name: all_areas[name].array[places] for name in ("name", "parent_code", "is_located")},
            "n": n,
            "status": status,
            "before": before,
            "before_status": np.where(np.isnan(before), "missing", earlier[0][1]),
        },
        index=pd.Index(matrix.area_codes, name="area_code"),
    )


def measured(
    frame: pd.DataFrame, measure: Measure, year: int, snapshot: Snapshot, audience: Audience
) -> tuple[pd.DataFrame, str]:
    """The measure of every area.

    Args:
        frame: Rows of `area_counts`, with ratio, low, high and verdict when the measure is a change.
        measure: What is asked.
        year: Year of the denominator.

    Returns:
        The rows with value, value_low, value_high (95% interval) and value_status, and for a smoothed rate crude;
        and the source of the denominator.
    """
    if measure.kind == "count":
        none = np.full(len(frame), np.nan)
        return with_columns(frame, value=frame["n"], value_low=none, value_high=none, value_status=frame["status"]), ""
    if measure.denominator is None:
        status = frame["status"].where(frame["before_status"] != "missing", "missing")
        changed = {"value": frame["ratio"].astype(float), "value_low": frame["low"], "value_high": frame["high"]}
        return with_columns(frame, **changed, value_status=status), ""
    kind = DENOMINATORS[measure.denominator]
    sizes = queries.sizes_of(snapshot, tuple(frame.index), kind=kind.id, year=year, audience=audience)
    counted = pd.DataFrame(
        {
            "area_code": frame.index.to_numpy(),
            "n": frame["n"].to_numpy(),
            "status": frame["status"].to_numpy(),
            "denominator": sizes,
        }
    )
    if measure.local:
        around = queries.neighbours(snapshot, audience=audience)
        divided = smooth_local(counted, around, per=kind.per, minimum=kind.minimum)
    else:
        make = smooth if measure.smoothed else rate
        divided = make(counted, per=kind.per, minimum=kind.minimum)
    columns = {
        "value": divided["smoothed" if measure.smoothed else "rate"],
        "value_low": divided["low"],
        "value_high": divided["high"],
        "value_status": divided["status"],
        **({"crude": divided["rate"]} if measure.smoothed else {}),
    }
    return with_columns(frame, **columns), denominator_source(kind.id, year, snapshot, audience)


def with_columns(frame: pd.DataFrame, **more: pd.Series | npt.NDArray[Any]) -> pd.DataFrame:
    """A frame with these columns too, row by row whatever their index; `assign` would copy all that is there."""
    columns = {str(name): column.array for name, column in frame.items()}
    columns |= {name: values.array if isinstance(values, pd.Series) else values for name, values in more.items()}
    return pd.DataFrame(columns, index=frame.index, copy=False)


def denominator_source(kind_id: str, year: int, snapshot: Snapshot, audience: Audience) -> str:
    """Who says the denominator that lies nearest to a year, and of which year it is; empty when nobody does."""
    known = queries.denominators(snapshot, kind=kind_id, year=year, audience=audience)
    if known.empty:
        return ""
    years = [int(y) for y in known["year"].dropna().unique()]
    title = str(known["source_title"].iloc[0])
    named = all(str(y) in title for y in years)
    return title if named else f"{title} ({words.listing([str(y) for y in sorted(years)])})"


def spark(matrix: AreaMonths, months: Months, length: int = 12) -> pd.DataFrame:
    """One row per area, one column per month of the last year of the period; NaN is missing."""
    end = Months(months.last, months.last)
    window = Months(end.shift(1 - length).first, months.last).clip(matrix.months)
    assert window is not None  # months lie inside the matrix
    return pd.DataFrame(matrix.n[:, matrix.columns(window)], index=list(matrix.area_codes), columns=window.all())


def years(parts: list[Part], months: Months, covered: Months) -> pd.DataFrame:
    """The same months in every year that has them, at most one year of months.

    Returns:
        One row per year, oldest first: months (Months), n (NaN when missing), status.
    """
    window = months if len(months) <= 12 else Months(Months(months.last, months.last).shift(-11).first, months.last)
    windows: list[Months] = []
    while window.first >= covered.first:
        windows.insert(0, window)
        window = window.year_before()
    counted = [count(parts, each) for each in windows]
    return pd.DataFrame({"months": windows, "n": [n for n, _ in counted], "status": [status for _, status in counted]})


def category_table(
    selection: Selection,
    parts_by_category: dict[str, list[Part] | None],
    months: Months,
    windows: tuple[Months, ...],
) -> pd.DataFrame:
    """One row per category of the group: category_id, name, n, status, before (sum over the windows), shown."""
    rows = []
    for category in selection.the_group.categories:
        parts = parts_by_category[category]
        n, status = count(parts, months) if parts else (float("nan"), "missing")
        before = sum(count(parts, w)[0] for w in windows) if parts else float("nan")
        shown = category in selection.the_categories
        rows.append((category, CATEGORIES[category].name, n, status, before, shown))
    names = ("category_id", "name", "n", "status", "before", "shown")
    return pd.DataFrame(dict(zip(names, zip(*rows, strict=True), strict=True)))


def funnel_counts(frame: pd.DataFrame, kind_id: str, year: int, snapshot: Snapshot, audience: Audience) -> pd.DataFrame:
    """Located areas with their count and denominator: area_code, n, status, denominator, name."""
    places = np.flatnonzero(frame["is_located"].to_numpy(dtype=bool))
    codes = frame.index[places]
    return pd.DataFrame(
        {
            "area_code": codes.to_numpy(),
            **{name: frame[name].to_numpy()[places] for name in ("n", "status", "name")},
            "denominator": queries.sizes_of(snapshot, tuple(codes), kind=kind_id, year=year, audience=audience),
        }
    )

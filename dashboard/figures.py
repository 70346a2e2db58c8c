"""The frames of a view: sums and rates of the selection, one function a panel."""

from __future__ import annotations

import pandas as pd

from dashboard import words
from dashboard.selection import Selection
from data import queries
from data.catalogue import CATEGORIES, DENOMINATORS, Measure
from data.config import Audience
from data.queries import AreaMonths, Months, Snapshot
from data.statistics.rates import rate

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
    answer.loc[answer["n"].isna(), "status"] = "missing"
    return answer


def area_table(
    matrix: AreaMonths,
    all_areas: pd.DataFrame,
    months: Months,
    measure: Measure,
    snapshot: Snapshot,
    audience: Audience,
) -> tuple[pd.DataFrame, str]:
    """Facts and the measure of every area of the map level.

    Returns:
        One row per area, index area_code: name, parent_code, is_located, n, status, before, before_status,
        value, value_low, value_high (95% interval of a rate), value_status; and the source of the denominator.
    """
    now = queries.per_area(matrix, months)
    before = queries.per_area(matrix, months.year_before())
    frame = all_areas.loc[list(matrix.area_codes), ["name", "parent_code", "is_located"]].join(now)
    frame["before"], frame["before_status"] = before["n"], before["status"]
    if measure.denominator is None:
        return frame.assign(value=frame["n"], value_low=None, value_high=None, value_status=frame["status"]), ""
    kind = DENOMINATORS[measure.denominator]
    known = queries.denominators(snapshot, kind=kind.id, year=months.last.year, audience=audience)
    counted = frame[["n", "status"]].assign(denominator=known["value"].reindex(frame.index)).reset_index()
    divided = rate(counted, per=kind.per, minimum=kind.minimum).set_index(frame.index)
    frame["value"], frame["value_low"], frame["value_high"] = divided["rate"], divided["low"], divided["high"]
    frame["value_status"] = divided["status"]
    return frame, _denominator_source(known)


def _denominator_source(known: pd.DataFrame) -> str:
    if known.empty:
        return ""
    years = [int(y) for y in known["year"].dropna().unique()]
    title = str(known["source_title"].iloc[0])
    return f"{title} ({words.listing([str(y) for y in sorted(years)])})" if years else title


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
    rows = []
    while window.first >= covered.first:
        n, status = count(parts, window)
        rows.append({"months": window, "n": n, "status": status})
        window = window.year_before()
    return pd.DataFrame(rows[::-1], columns=["months", "n", "status"])


def category_table(
    selection: Selection,
    parts_by_category: dict[str, list[Part] | None],
    months: Months,
) -> pd.DataFrame:
    """One row per category of the group: category_id, name, n, status, before, before_status, shown."""
    rows = []
    for category in selection.the_group.categories:
        parts = parts_by_category[category]
        n, status = count(parts, months) if parts else (float("nan"), "missing")
        before, before_status = count(parts, months.year_before()) if parts else (float("nan"), "missing")
        rows.append(
            {
                "category_id": category,
                "name": CATEGORIES[category].name,
                "n": n,
                "status": status,
                "before": before,
                "before_status": before_status,
                "shown": category in selection.the_categories,
            }
        )
    return pd.DataFrame(rows)

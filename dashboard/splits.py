"""The facts of a selection split by severity and by road user, where single facts tell it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard import judgement
from dashboard.fact_choice import SEVERITIES
from dashboard.reference import Reference
from data import queries
from data.config import Audience
from data.queries import FactFilter, Facts, Months, Parts, Snapshot

FIELDS = ("severity", "road_users")
MOST_ROWS = 10


@dataclass(frozen=True, eq=False)
class Split:
    """The facts of a selection by what they tell of one field.

    Attributes:
        field: severity or road_users.
        rows: One row per part: value, n, status, before (sum over the reference; NaN when missing, as n), difference,
            verdict.
        untold: Facts of the period that do not tell it, NaN when missing.
        hidden: Parts beyond MOST_ROWS.
        family: Over how many parts the verdicts are corrected.
        monthly: Every month, for the trend.
    """

    field: str
    rows: pd.DataFrame
    untold: float
    hidden: int
    family: int
    monthly: Parts


def splits(
    snapshot: Snapshot,
    facts: Facts,
    told: dict[str, dict[str, int]],
    *,
    months: Months,
    compared: Reference,
    phi: float,
    audience: Audience,
) -> tuple[Split, ...]:
    """The split by each field that the facts tell; none where they tell none.

    Args:
        facts: Of the selection, over every month.
        told: Fields that every category tells, with their values.
        months: The period. compared: The reference. phi: Dispersion of the selection, on the safe side for a part.
    """
    found = []
    for field in FIELDS:
        monthly = queries.parts(snapshot, facts=facts, field=field, audience=audience) if field in told else None
        if monthly is not None:
            chosen = facts.wanted.severities if isinstance(facts.wanted, FactFilter) else ()
            values = [value for value in told[field] if not chosen or value in chosen]
            found.append(_split(field, monthly, values, months, compared, phi))
    return tuple(found)


def _split(field: str, monthly: Parts, values: list[str], months: Months, compared: Reference, phi: float) -> Split:
    n, status = monthly.total(months)
    before = sum((monthly.total(window)[0] for window in compared.windows), np.zeros(len(monthly.values)))
    counted = pd.DataFrame({"n": n, "status": status, "before": before}, index=pd.Index(monthly.values, name="value"))
    if field == "severity":  # each of them is a row, also where there are none
        order = [value for value in SEVERITIES if value in values]
        absent = {"n": 0.0 if status != "missing" else np.nan, "status": status, "before": 0.0}
        if np.isnan(before).any():
            absent["before"] = np.nan
        rows = [counted.loc[value].to_dict() if value in counted.index else absent for value in order]
        counted = pd.DataFrame(rows, index=pd.Index(order, name="value"))
    else:
        counted = counted[~((counted["n"] == 0) & ~(counted["before"] > 0))]
        counted = counted.sort_values("n", ascending=False, kind="stable", na_position="last")
    counted = counted.astype({"n": float, "before": float})
    judged = judgement.judge_areas(counted, exposure=compared.exposure, phi=phi, apart_from_city=False)
    untold = monthly.untold[_columns(monthly, months)].sum() if months.clip(monthly.months) == months else np.nan
    rows_of = counted.assign(difference=judged["difference"], verdict=judged["verdict"]).reset_index()
    family = int(judged["family"].iloc[0]) if len(judged) else 0
    return Split(field, rows_of.head(MOST_ROWS), float(untold), max(len(rows_of) - MOST_ROWS, 0), family, monthly)


def _columns(monthly: Parts, months: Months) -> slice:
    start = queries.month_number(months.first) - queries.month_number(monthly.months.first)
    return slice(start, start + len(months))

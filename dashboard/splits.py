"""The facts of a selection split by severity and by road user, where single facts tell it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard import judgement
from dashboard.fact_choice import SEVERITIES, road_user_name
from dashboard.reference import Reference
from dashboard.selection import SPLITS
from data import queries
from data.catalogue.road_users import VULNERABLE
from data.config import Audience
from data.queries import FactFilter, Facts, Months, Parts, Snapshot

SEVERITY, USERS = "severity", "road_users"
FIELDS = (SEVERITY, USERS)
MOST_ROWS = 10
MOST_TRENDS = 6
"""Road users with a trend of their own; the table has more."""
TREND_OF = {SEVERITY: "Feiten naar ernst", USERS: "Feiten naar betrokken weggebruiker"}
UNTOLD = ""
"""In place of a part: what no fact tells."""


@dataclass(frozen=True, eq=False)
class Split:
    """The facts of a selection by what they tell of one field.

    Attributes:
        field: severity or road_users.
        rows: One row per part: value, n, status, before (sum over the reference; NaN when missing, as n), difference,
            and what `judgement.together` gives. The first of road users is VULNERABLE, where the facts name vulnerable
            ones: each fact once.
        untold: Facts of the period that do not tell it, NaN when missing. unsure: Other facts of the period of which it
            is not known whether a vulnerable road user was involved.
        hidden: Parts beyond MOST_ROWS.
        family: Over how many parts the verdicts are corrected.
        monthly: Every month, for the trend.
    """

    field: str
    rows: pd.DataFrame
    untold: float
    unsure: float
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
        if monthly.vulnerable is not None:  # what a file itself calls so is among them
            counted = pd.concat([_vulnerable(monthly, months, compared), counted.drop(VULNERABLE, errors="ignore")])
    counted = counted.astype({"n": float, "before": float})
    alone = judgement.judge_areas(counted, exposure=compared.exposure, phi=phi, apart_from_city=False)
    judged, _ = judgement.together(alone)
    untold, unsure = (_sum(series, monthly, months) for series in (monthly.untold, monthly.unsure))
    rows_of = counted.join(judged).reset_index()
    family = int(judged["family"].iloc[0]) if len(judged) else 0
    return Split(field, rows_of.head(MOST_ROWS), untold, unsure, max(len(rows_of) - MOST_ROWS, 0), family, monthly)


def shown_split(found: tuple[Split, ...], asked: str) -> Split:
    """The split that has its trend drawn: the one that is asked, a key of SPLITS, or the one that there is."""
    return next((split for split in found if split.field == SPLITS[asked]), found[0])


def part_name(field: str, value: str) -> str:
    """A part of a split on screen."""
    name = SEVERITIES[value] if field == "severity" else road_user_name(value)
    return name[:1].upper() + name[1:]


def monthly_parts(split: Split) -> tuple[pd.DataFrame, dict[str, str]]:
    """What the trend of a split draws, each part on its own.

    Returns:
        One row per month: month, provisional and a column of facts a part, NaN when missing; and the name of each of
        those columns, from top to bottom. What no fact tells is the last one.
    """
    monthly = split.monthly
    zero = np.where(np.isnan(monthly.untold), np.nan, 0.0)
    of = dict(zip(monthly.values, monthly.n, strict=True))
    if monthly.vulnerable is not None:
        of[VULNERABLE] = monthly.vulnerable
    values = [str(value) for value in split.rows["value"]][: MOST_TRENDS if split.field == USERS else None]
    names = {value: part_name(split.field, value) for value in values}
    frame = pd.DataFrame(
        {
            "month": monthly.months.all(),
            "provisional": monthly.provisional,
            **{value: of.get(value, zero) for value in values},
        }
    )
    if np.nansum(monthly.untold) > 0:
        frame[UNTOLD], names[UNTOLD] = monthly.untold, "Niet gekend"
    return frame, names


def _vulnerable(monthly: Parts, months: Months, compared: Reference) -> pd.DataFrame:
    n, status = monthly.total_vulnerable(months)
    before = sum(monthly.total_vulnerable(window)[0] for window in compared.windows)
    return pd.DataFrame({"n": [n], "status": [status], "before": [before]}, index=pd.Index([VULNERABLE], name="value"))


def _sum(series: npt.NDArray[np.float64] | None, monthly: Parts, months: Months) -> float:
    if series is None or months.clip(monthly.months) != months:
        return float("nan")
    start = queries.month_number(months.first) - queries.month_number(monthly.months.first)
    return float(series[start : start + len(months)].sum())

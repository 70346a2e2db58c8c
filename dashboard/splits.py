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
    rows = _severities(monthly, values, months, compared) if field == SEVERITY else _users(monthly, months, compared)
    n, before = (np.array([row[column] for row in rows], dtype=float) for column in (2, 3))
    alone = judgement.judge_areas(n, before, exposure=compared.exposure, phi=phi)
    corrected, _ = judgement.together(alone)
    counted = {
        "value": np.array([row[0] for row in rows], dtype=object),
        "n": n,
        "status": np.array([row[1] for row in rows], dtype=object),
        "before": before,
    }
    frame = pd.DataFrame(
        {name: values[:MOST_ROWS] for name, values in (counted | alone | corrected).items()}, copy=False
    )
    untold, unsure = (_sum(series, monthly, months) for series in (monthly.untold, monthly.unsure))
    family = int(corrected["family"][0]) if rows else 0
    return Split(field, frame, untold, unsure, max(len(rows) - MOST_ROWS, 0), family, monthly)


_Row = tuple[str, str, float, float]
"""Part, status, facts in the period, and in the reference."""


def _severities(monthly: Parts, values: list[str], months: Months, compared: Reference) -> list[_Row]:
    """Each of them is a row, also where there are none."""
    n, status = monthly.total(months)
    before = _before(monthly, compared)
    missing = status == "missing", bool(np.isnan(before).any())
    none = tuple(float("nan") if is_missing else 0.0 for is_missing in missing)
    known = dict(zip(monthly.values, zip(n.tolist(), before.tolist(), strict=True), strict=True))
    return [(value, status, *known.get(value, none)) for value in SEVERITIES if value in values]


def _users(monthly: Parts, months: Months, compared: Reference) -> list[_Row]:
    """Those with facts, the most first; before them the vulnerable ones together."""
    n, status = monthly.total(months)
    counted = zip(monthly.values, n.tolist(), _before(monthly, compared).tolist(), strict=True)
    rows = [(value, status, now, earlier) for value, now, earlier in counted if now != 0 or earlier > 0]
    rows.sort(key=lambda row: -row[2] if row[2] == row[2] else np.inf)
    if monthly.vulnerable is None:
        return rows
    together, its_status = monthly.total_vulnerable(months)
    earlier = float(sum(monthly.total_vulnerable(window)[0] for window in compared.windows))
    others = [row for row in rows if row[0] != VULNERABLE]  # what a file itself calls so is among them
    return [(VULNERABLE, its_status, together, earlier), *others]


def _before(monthly: Parts, compared: Reference) -> npt.NDArray[np.float64]:
    return sum((monthly.total(window)[0] for window in compared.windows), np.zeros(len(monthly.values)))


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


def _sum(series: npt.NDArray[np.float64] | None, monthly: Parts, months: Months) -> float:
    if series is None or months.clip(monthly.months) != months:
        return float("nan")
    start = queries.month_number(months.first) - queries.month_number(monthly.months.first)
    return float(series[start : start + len(months)].sum())

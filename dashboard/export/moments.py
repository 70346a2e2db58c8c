"""The numbers behind the cards that only single facts can fill: the hours, and the split by severity and road user."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.asked_facts import asked_facts
from dashboard.drawn import Drawn, single_facts
from dashboard.export.panels import STATES, before_name
from dashboard.export.registry import Asked, Export, register
from dashboard.fact_choice import WEEKDAYS
from dashboard.judgement import WORDS
from dashboard.splits import TREND_OF, USERS, monthly_parts, part_name, shown_split
from dashboard.when import hours_of

FIELDS = {"severity": "ernst", "road_users": "weggebruiker"}


def hour_rows(asked: Asked) -> pd.DataFrame:
    """One row per weekday and hour; a fact with a window of time is spread over it, so counts may have decimals."""
    when = hours_of(asked_facts(asked.search, asked.snapshot, asked.audience), asked.snapshot, asked.audience)
    days = list(WEEKDAYS.values())
    return pd.DataFrame(
        {
            "weekdag": [day for day in days for _ in range(24)],
            "uur": list(range(24)) * len(days),
            "feiten": when.mine.weights.ravel(),
            "status": [STATES["provisional" if when.provisional else "ok"]] * when.mine.weights.size,
        }
    )


def split_rows(asked: Asked) -> pd.DataFrame:
    """One row per part of each split; without one of them no row."""
    view = asked.view
    columns = ["opsplitsing", "deel", "feiten", "status", before_name(view), "verschil", "p", "p, gecorrigeerd"]
    columns += ["vergelijkingen", "oordeel"]
    rows = []
    for split in view.splits:
        for row in split.rows.to_dict("records"):
            name = part_name(split.field, str(row["value"]))
            state, verdict = STATES.get(str(row["status"]), ""), WORDS.get(str(row["verdict"]), "")
            before = row["before"] / view.reference.exposure
            tested = (row["p"], row["q"], row["family"] if row["q"] == row["q"] else np.nan)
            rows.append((FIELDS[split.field], name, row["n"], state, before, row["difference"], *tested, verdict))
    return pd.DataFrame(rows, columns=columns)


def split_month_rows(asked: Asked) -> pd.DataFrame:
    """One row per month and part of the split that is drawn; without one no row."""
    view = asked.view
    columns = ["maand", "opsplitsing", "deel", "feiten", "status"]
    if not view.splits:
        return pd.DataFrame(columns=columns)
    split = shown_split(view.splits, view.selection.split)
    frame, names = monthly_parts(split)
    parts = [frame[["month", "provisional"]].assign(deel=name, feiten=frame[part]) for part, name in names.items()]
    rows = (
        pd.concat(parts, ignore_index=True).rename(columns={"month": "maand"}).assign(opsplitsing=FIELDS[split.field])
    )
    states = [
        "missing" if n != n else "provisional" if late else "ok"
        for n, late in zip(rows["feiten"], rows["provisional"], strict=True)
    ]
    return rows.assign(status=[STATES[state] for state in states])[columns]


def _trend_title(asked: Asked) -> str:
    view = asked.view
    if not view.splits:
        return f"Opsplitsing per maand in {view.focus_name}"
    field = shown_split(view.splits, view.selection.split).field
    return f"{TREND_OF[field]} in {view.focus_name}{_several(asked) if field == USERS else ''}"


def _several(asked: Asked) -> str:
    """That a fact is counted at each of its road users, for a picture or a file that is read by itself."""
    told = any(split.field == USERS for split in asked.view.splits)
    return " (een feit telt bij elk van zijn weggebruikers)" if told else ""


def _all_months(asked: Asked) -> Drawn:
    months = asked.view.info.months
    return single_facts(asked.view, months=months)


register(
    Export(
        "uren",
        "Wanneer",
        lambda asked: f"Wanneer gebeurt het in {asked.view.focus_name}?",
        hour_rows,
        drawn=lambda asked: single_facts(asked.view),
    )
)
register(
    Export(
        "opsplitsing",
        "Opsplitsing",
        lambda asked: f"Opsplitsing in {asked.view.focus_name}{_several(asked)}",
        split_rows,
        drawn=lambda asked: single_facts(asked.view),
    )
)
register(
    Export(
        "opsplitsing-trend",
        "Opsplitsing per maand",
        _trend_title,
        split_month_rows,
        drawn=_all_months,
    )
)

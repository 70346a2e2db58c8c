"""The numbers behind the cards that only single facts can fill: the hours, and the split by severity and road user."""

from __future__ import annotations

import pandas as pd

from dashboard.asked_facts import asked_facts
from dashboard.drawn import single_facts
from dashboard.export.panels import STATES, before_name
from dashboard.export.registry import Asked, Export, register
from dashboard.fact_choice import SEVERITIES, WEEKDAYS, road_user_name
from dashboard.judgement import WORDS
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
    columns = ["opsplitsing", "deel", "feiten", "status", before_name(view), "verschil", "oordeel"]
    rows = []
    for split in view.splits:
        for row in split.rows.to_dict("records"):
            name = (
                SEVERITIES.get(row["value"], row["value"])
                if split.field == "severity"
                else road_user_name(row["value"])
            )
            state, verdict = STATES.get(str(row["status"]), ""), WORDS.get(str(row["verdict"]), "")
            before = row["before"] / view.reference.exposure
            rows.append((FIELDS[split.field], name, row["n"], state, before, row["difference"], verdict))
    return pd.DataFrame(rows, columns=columns)


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
        lambda asked: f"Opsplitsing in {asked.view.focus_name}",
        split_rows,
        drawn=lambda asked: single_facts(asked.view),
    )
)

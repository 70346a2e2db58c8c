"""The numbers behind the profile of hours and the cards of a zone: its nights, its weeks, and what lies around it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.asked_facts import asked_facts
from dashboard.drawn import Drawn, single_facts
from dashboard.export.panels import STATES, tested_columns
from dashboard.export.registry import Asked, Export, register
from dashboard.fact_choice import WEEKDAYS
from dashboard.judgement import WORDS
from dashboard.when import AROUND, When, ZoneView, hours_of, zone_view
from data import queries
from data.queries import Months
from data.statistics.nights import NIGHT_FROM, NIGHT_UNTIL


def profile_rows(asked: Asked) -> pd.DataFrame:
    """One row per hour of the day: here and in the rest of the city; without areas, or with too few facts, no row."""
    when = _when(asked)
    columns = ("feiten", "aandeel", "feiten in de rest", "aandeel in de rest")
    if when.profile is None:
        return pd.DataFrame(columns=["uur", *columns, "status"])
    of = dict(zip(("n", "share", "n_rest", "share_rest"), columns, strict=True))
    frame = when.profile[list(of)].rename(columns=of).reset_index(drop=True)
    frame.insert(0, "uur", range(len(frame)))
    return frame.assign(status=_state(when))


def night_rows(asked: Asked) -> pd.DataFrame:
    """One row per night of the week, by the day of its evening; no row where the tab has no zone."""
    view = _zone(asked)
    if view is None:
        return pd.DataFrame(columns=["nacht", "feiten", "status"])
    return pd.DataFrame(
        {
            "nacht": [f"van {day}, {NIGHT_FROM} tot {NIGHT_UNTIL} uur" for day in WEEKDAYS.values()],
            "feiten": view.nights["n"].to_numpy(dtype=float),
            "status": _state(view.when),
            f"feiten {view.compared.span}": view.nights["before"].to_numpy(dtype=float),
        }
    )


def week_rows(asked: Asked) -> pd.DataFrame:
    """One row per week of each academic year; no row where the tab has no zone."""
    view = _zone(asked)
    if view is None or view.weeks.empty:
        return pd.DataFrame(columns=["academiejaar", "week", "feiten", "status"])
    weeks = view.weeks
    return pd.DataFrame(
        {
            "academiejaar": weeks["year"].astype(str).to_numpy(),
            "week": weeks["number"].to_numpy(),
            "maandag": weeks["week"].to_numpy(),
            "soort": weeks["name"].to_numpy(),
            "feiten": weeks["n"].to_numpy(dtype=float),
            "status": [STATES.get(str(status), str(status)) for status in weeks["status"]],
        }
    )


def around_rows(asked: Asked) -> pd.DataFrame:
    """The zone, each buurt that touches it, and those together; no row where there is nothing to compare."""
    view = _zone(asked)
    if view is None or view.around.empty:
        return pd.DataFrame(columns=["code", "gebied", "feiten", "status"])
    rows = view.around
    names = ["Buurten errond samen" if code == AROUND else str(name) for code, name in rows["name"].items()]
    return pd.DataFrame(
        {
            "code": ["" if code == AROUND else str(code) for code in rows.index],
            "gebied": names,
            "feiten": rows["now"].to_numpy(dtype=float),
            "status": _state(view.when),
            f"feiten {view.compared.span}": rows["before"].to_numpy(dtype=float) / view.compared.exposure,
            "verschil": rows["difference"].to_numpy(dtype=float, na_value=np.nan),
            **tested_columns(rows),
            "oordeel": [WORDS.get(str(verdict), "") for verdict in rows["verdict"]],
        }
    )


def _when(asked: Asked) -> When:
    return hours_of(asked_facts(asked.search, asked.snapshot, asked.audience), asked.snapshot, asked.audience)


def _zone(asked: Asked) -> ZoneView | None:
    zone = asked.selection.the_priority.zone
    if not zone or zone not in queries.areas(asked.snapshot, audience=asked.audience).index:
        return None
    return zone_view(_when(asked), zone, asked.snapshot, asked.audience)


def _state(when: When) -> str:
    return STATES["provisional" if when.provisional else "ok"]


def _weeks_drawn(asked: Asked) -> Drawn:
    """All academic years, whatever the period."""
    view = _zone(asked)
    if view is None or view.weeks.empty:
        return single_facts(asked.view)
    mondays = pd.to_datetime(view.weeks["week"])
    first, last = mondays.min().date(), mondays.max().date()
    return single_facts(asked.view, months=Months(first.replace(day=1), last.replace(day=1)))


register(
    Export(
        "uurprofiel",
        "Uren van de dag",
        lambda asked: f"Uren van de dag in {_place(asked)}",
        profile_rows,
        drawn=lambda asked: single_facts(asked.view, measure="aandeel van de geregistreerde feiten per uur van de dag"),
    )
)
register(
    Export(
        "nachten",
        "Nachten",
        lambda asked: f"Nachten in {_place(asked)}",
        night_rows,
        drawn=lambda asked: single_facts(asked.view),
    )
)
register(
    Export(
        "weken",
        "Academische weken",
        lambda asked: f"Weken van het academiejaar in {_place(asked)}",
        week_rows,
        drawn=_weeks_drawn,
    )
)
register(
    Export(
        "errond",
        "Zone en errond",
        lambda asked: f"{_place(asked)} en de buurten errond",
        around_rows,
        drawn=lambda asked: single_facts(asked.view),
    )
)


def _place(asked: Asked) -> str:
    return asked.view.focus_name

"""When the facts of a selection happen: the figures behind the cards that come after the first picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard import judgement
from dashboard.asked_facts import Asked
from dashboard.overlays import NOT_OF_FACTS
from dashboard.reference import Reference, reference
from dashboard.selection import Selection
from dashboard.view import View
from data import queries
from data.catalogue.academic_years import ACADEMIC_YEARS
from data.config import Audience
from data.queries import Facts, Hours, Months, Snapshot
from data.statistics.academic_weeks import academic_weeks
from data.statistics.hour_profile import hour_profile
from data.statistics.nights import nights
from data.statistics.verdict import changes, correct

PATH = "/wanneer"
AROUND = "rond"
"""Code of the row of all buurten around the zone together."""


def address(view: View) -> str:
    """Where the browser asks for the cards of this view; the same facts, the same address."""
    same = Selection()
    kept = ("reference",) if view.selection.the_priority.zone else ()  # only a zone is compared with a reference
    dropped = {name: getattr(same, name) for name in NOT_OF_FACTS if name not in kept}
    query = view.selection.but(**dropped).to_query()
    return f"{PATH}{query or '?'}{'&' if query else ''}v={view.info.version}"


@dataclass(frozen=True, eq=False)
class When:
    """Hours of the facts of a selection.

    Attributes:
        mine: In the chosen areas, or the whole city. rest: In the rest of the city; None without chosen areas.
        profile: See `data.statistics.hour_profile`; None without chosen areas, or with too few facts.
        provisional: Whether any month of the period is still being completed.
    """

    asked: Asked
    mine: Hours
    rest: Hours | None
    profile: pd.DataFrame | None
    provisional: bool


def hours_of(asked: Asked, snapshot: Snapshot, audience: Audience) -> When:
    """The hours of the asked facts."""
    mine, rest = queries.hours_and_rest(snapshot, facts=asked.facts, audience=audience)
    statuses = queries.fact_months(snapshot, categories=asked.facts.categories, audience=audience)
    provisional = any(statuses.get(month) == "provisional" for month in asked.facts.months.all())
    if not asked.facts.areas:
        return When(asked, mine, None, None, provisional)
    return When(asked, mine, rest, hour_profile(mine.weights, rest.weights), provisional)


@dataclass(frozen=True, eq=False)
class ZoneView:
    """What the tab of a zone shows besides the cards of every tab.

    Attributes:
        zone: Code of the zone; zone_name: its name.
        compared: The reference of the period. whole: Whether there are facts of every month of it.
        nights: One row a night: evening, after, n, before (brought to the length of the period; NaN unless whole).
        timed_before: Facts of the reference with a usable time.
        weeks: See `data.statistics.academic_weeks`.
        weeks_untimed: Facts of which the week is not known.
        around: One row per area: index its code: name, now, before, difference, verdict, family; the first is the zone,
            the last (AROUND) all buurten around it together. Empty when no buurt touches the zone, or unless whole.
        phi: Dispersion behind those verdicts.
    """

    when: When
    zone: str
    zone_name: str
    compared: Reference
    whole: bool
    nights: pd.DataFrame
    timed_before: int
    weeks: pd.DataFrame
    weeks_untimed: int
    around: pd.DataFrame
    phi: float


def zone_view(when: When, zone: str, snapshot: Snapshot, audience: Audience) -> ZoneView:
    """The figures of the tab of a zone.

    Args:
        when: The hours of the selection, which nights follow. zone: Code of the zone of the priority.
    """
    asked = when.asked
    compared = reference(asked.selection.reference, asked.facts.months)
    statuses = queries.fact_months(snapshot, categories=asked.facts.categories, audience=audience)
    needed = [month for window in (asked.facts.months, *compared.windows) for month in window.all()]
    whole = all(month in statuses for month in needed)
    found = nights(when.mine.weights)
    earlier = [
        queries.hours(snapshot, facts=_in(asked.facts, window), audience=audience) for window in compared.windows
    ]
    before = sum(nights(hours.weights)["n"] for hours in earlier) / compared.exposure
    weeks, untimed = _weeks(asked, statuses, snapshot, audience)
    phi = _phi(asked, snapshot, audience)
    return ZoneView(
        when=when,
        zone=zone,
        zone_name=str(queries.areas(snapshot, audience=audience).at[zone, "name"]),
        compared=compared,
        whole=whole,
        nights=found.assign(before=before if whole else float("nan")),
        timed_before=sum(hours.timed for hours in earlier),
        weeks=weeks,
        weeks_untimed=untimed,
        around=_around(asked, zone, compared, phi, snapshot, audience) if whole else pd.DataFrame(),
        phi=phi,
    )


def _in(facts: Facts, months: Months) -> Facts:
    return Facts(facts.categories, months, facts.areas, facts.wanted)


def _weeks(asked: Asked, statuses: dict[date, str], snapshot: Snapshot, audience: Audience) -> tuple[pd.DataFrame, int]:
    """All academic years for which there are facts, whatever the period on screen."""
    if not statuses:
        return academic_weeks(ACADEMIC_YEARS[0].first, np.zeros(0), months={}, years=()), 0
    every = _in(asked.facts, Months(min(statuses), max(statuses)))
    counted = queries.weeks(snapshot, facts=every, audience=audience)
    return academic_weeks(counted.first, counted.n, months=statuses, years=ACADEMIC_YEARS), counted.untimed


def _around(
    asked: Asked, zone: str, compared: Reference, phi: float, snapshot: Snapshot, audience: Audience
) -> pd.DataFrame:
    """The zone, the buurten that touch it and those together, each against its own reference, as one family."""

    def counted(months: Months) -> pd.Series:
        facts = Facts(asked.facts.categories, months, wanted=asked.facts.wanted)
        found = queries.surroundings(snapshot, zone=zone, facts=facts, audience=audience)
        return pd.Series({zone: found.zone, **found.around, AROUND: sum(found.around.values())})

    now = counted(asked.facts.months)
    if len(now) == 2:  # no buurt touches it
        return pd.DataFrame(columns=["name", "now", "before", "difference", "verdict", "family"])
    before = sum(counted(window) for window in compared.windows)
    names = queries.areas(snapshot, audience=audience)["name"].reindex(now.index)
    rows = pd.DataFrame({"name": names, "now": now, "before": before}, index=now.index)
    return correct(changes(rows.assign(exposure_before=float(compared.exposure)), phi))


def _phi(asked: Asked, snapshot: Snapshot, audience: Audience) -> float:
    history: dict[str, float] = {}
    for category in asked.facts.categories:
        matrix = queries.area_months(
            snapshot, categories=(category,), level="wijk", grain="incidents", audience=audience
        )
        history[category] = 0.0 if matrix is None else float(np.nansum(matrix.n))
    return judgement.phi_of(snapshot, history, audience)

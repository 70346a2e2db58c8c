"""Facts split by what they tell: by severity, or by who was involved, per month."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from sqlalchemy import Column, extract, func, inspect, select

from data.config import PUBLIEK, Audience
from data.queries.counts import area_months
from data.queries.months import Months, month_number
from data.queries.places import Facts, narrowed
from data.snapshot import Snapshot
from data.tables import incident, incident_field

Floats = npt.NDArray[np.float64]
BAR = "|"
_FIELDS: dict[str, Column[str]] = {"severity": incident.c.severity, "road_users": incident.c.road_users}


@dataclass(frozen=True, eq=False)
class Parts:
    """Facts per part and month, not to be written to.

    Attributes:
        values: What the facts tell, the most facts first. A fact with several road users is counted at each of them,
            so that those parts add up to more than the facts.
        months: The columns.
        n: Facts, parts x months; NaN is missing: no single facts of that month, or none that tells this.
        untold: Facts that do not tell it, per month; NaN as in `n`.
        provisional: The month is still being completed.
    """

    values: tuple[str, ...]
    months: Months
    n: Floats
    untold: Floats
    provisional: npt.NDArray[np.bool_]

    def total(self, period: Months) -> tuple[Floats, str]:
        """Facts of each part in a period, and the status of these sums (ok | provisional | missing)."""
        if period.clip(self.months) != period:
            return np.full(len(self.values), np.nan), "missing"
        start = month_number(period.first) - month_number(self.months.first)
        window = slice(start, start + len(period))
        if np.isnan(self.untold[window]).any():
            return np.full(len(self.values), np.nan), "missing"
        sums: Floats = self.n[:, window].sum(axis=1)
        return sums, "provisional" if self.provisional[window].any() else "ok"


def parts(snapshot: Snapshot, *, facts: Facts, field: str, audience: Audience = PUBLIEK) -> Parts | None:
    """Facts per month, split by severity or by road user.

    Args:
        snapshot: The snapshot to read.
        facts: Which facts; the months are the columns of the answer.
        field: severity or road_users.
        audience: Who looks.

    Returns:
        The parts, or None when the categories have no single facts or none of these tells it.
    """
    return _parts(snapshot, facts, field, audience)


@lru_cache(maxsize=128)
def _parts(snapshot: Snapshot, facts: Facts, field: str, audience: Audience) -> Parts | None:
    whole = area_months(snapshot, categories=facts.categories, level="wijk", grain="incidents", audience=audience)
    if whole is None:
        return None
    silent_months = _silent_months(snapshot, facts.categories, field)
    if silent_months is None:
        return None
    first, size = month_number(facts.months.first), len(facts.months)
    when = extract("year", incident.c.month) * 12 + extract("month", incident.c.month) - 1
    column = _FIELDS[field]
    where = narrowed(snapshot, incident, facts=facts, audience=audience)
    counted: dict[str | None, Floats] = {}
    with snapshot.engine.connect() as connection:
        rows = connection.execute(select(column, when, func.count()).where(*where).group_by(column, when))
        for said, month, facts_of in rows:
            for value in said.strip(BAR).split(BAR) if said else [None]:
                counted.setdefault(value, np.zeros(size))[int(month) - first] += facts_of
    untold = counted.pop(None, np.zeros(size))
    values = sorted(counted, key=lambda value: (-counted[value].sum(), str(value)))
    if not values:
        return None
    missing = np.isnan(whole.n.sum(axis=0))[whole.columns(facts.months)]
    missing[[month - first for month in silent_months if 0 <= month - first < size]] = True
    n = np.where(missing, np.nan, np.stack([counted[value] for value in values]))
    untold = np.where(missing, np.nan, untold)
    provisional = whole.provisional[whole.columns(facts.months)]
    for array in (n, untold):
        array.flags.writeable = False
    return Parts(tuple(str(v) for v in values), facts.months, n, untold, provisional)


@lru_cache(maxsize=128)
def _silent_months(snapshot: Snapshot, categories: tuple[str, ...], field: str) -> tuple[int, ...] | None:
    """Months in which no fact of the categories tells the field; None when the snapshot does not know."""
    told = incident_field.c
    known = (
        select(told.month)
        .where(told.field == field, told.category_id.in_(categories))
        .group_by(told.month)
        .having(func.count(told.value) == 0)
    )
    with snapshot.engine.connect() as connection:
        if not inspect(connection).has_table(incident_field.name):
            return None
        return tuple(month_number(month) for (month,) in connection.execute(known))

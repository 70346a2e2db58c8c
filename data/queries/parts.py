"""Facts split by what they tell: by severity, or by who was involved, per month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Column, func, inspect, select

from data.catalogue.road_users import is_vulnerable
from data.config import PUBLIEK, Audience
from data.own.areas import ZONE
from data.own.now import visible
from data.queries.columns import month_numbers, whole_columns
from data.queries.counts import area_months
from data.queries.fact_columns import FactColumns, area_numbers, values_of
from data.queries.fact_filter import FactFilter
from data.queries.months import Months, month_number
from data.queries.places import Facts, all_published, members, narrowed
from data.queries.protection import check_facts
from data.queries.snapshot_info import areas
from data.snapshot import Snapshot
from data.tables import incident, incident_field

Floats = npt.NDArray[np.float64]
BAR = "|"
USERS = "road_users"
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
        vulnerable: Facts with a vulnerable road user, each counted once, per month; NaN also where a month only names
            road users of an unknown kind. None: another field, or no vulnerable road user is named.
        unsure: Of the other facts, those that name a road user of an unknown kind.
        provisional: The month is still being completed.
    """

    values: tuple[str, ...]
    months: Months
    n: Floats
    untold: Floats
    provisional: npt.NDArray[np.bool_]
    vulnerable: Floats | None = None
    unsure: Floats | None = None

    def total(self, period: Months) -> tuple[Floats, str]:
        """Facts of each part in a period, and the status of these sums (ok | provisional | missing)."""
        return self._sums(self.n, period)

    def total_vulnerable(self, period: Months) -> tuple[float, str]:
        """Facts with a vulnerable road user in a period, and the status of that sum; missing where there are none."""
        series = np.full((1, len(self.untold)), np.nan) if self.vulnerable is None else self.vulnerable[None, :]
        sums, status = self._sums(series, period)
        return float(sums[0]), "missing" if np.isnan(sums[0]) else status

    def _sums(self, series: Floats, period: Months) -> tuple[Floats, str]:
        if period.clip(self.months) != period:
            return np.full(len(series), np.nan), "missing"
        start = month_number(period.first) - month_number(self.months.first)
        window = slice(start, start + len(period))
        if np.isnan(self.untold[window]).any():
            return np.full(len(series), np.nan), "missing"
        sums: Floats = series[:, window].sum(axis=1)
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
    size = len(facts.months)
    untold, vulnerable, unsure, counted = np.zeros(size), np.zeros(size), np.zeros(size), dict[str, Floats]()
    for said, n in _told(snapshot, facts, field, audience):
        if not n.any():
            continue
        users = said.strip(BAR).split(BAR) if said else []
        for value in users:
            counted[value] = counted.get(value, 0) + n
        kinds = {is_vulnerable(value) for value in users} if field == USERS else set()
        if not users:
            untold += n
        elif True in kinds:
            vulnerable += n
        elif None in kinds:
            unsure += n
    values = sorted(counted, key=lambda value: (-counted[value].sum(), value))
    if not values:
        return None
    missing = np.isnan(whole.n.sum(axis=0))[whole.columns(facts.months)]
    missing[_columns(silent_months, facts.months)] = True
    n = np.where(missing, np.nan, np.stack([counted[value] for value in values]))
    untold = np.where(missing, np.nan, untold)
    made = Parts(tuple(values), facts.months, n, untold, whole.provisional[whole.columns(facts.months)])
    if field == USERS and any(is_vulnerable(value) for value in values):
        unknown = tuple(value for value in _users(snapshot, facts.categories) if is_vulnerable(value) is None)
        missing[_columns(_silent_months(snapshot, facts.categories, field, unknown) or (), facts.months)] = True
        sums = (np.where(missing, np.nan, vulnerable), np.where(missing, np.nan, unsure))
        made = replace(made, vulnerable=sums[0], unsure=sums[1])
    for array in (n, untold, made.vulnerable, made.unsure):
        if array is not None:
            array.flags.writeable = False
    return made


def _columns(numbers: tuple[int, ...], months: Months) -> list[int]:
    """The columns of some months, as `month_number` counts them, that are among `months`."""
    first = month_number(months.first)
    return [number - first for number in numbers if 0 <= number - first < len(months)]


@dataclass(frozen=True, eq=False)
class _Counted:
    """Facts per place, text of the field and month: one row each.

    Attributes:
        wijk, buurt: Number of the area in `numbers`; -1 is not known.
        said: Number of the text in `texts`, of which None is nothing told.
        month: Column of the months that were asked.
        n: Facts.
    """

    numbers: Mapping[str, int]
    texts: tuple[str | None, ...]
    wijk: npt.NDArray[np.intp]
    buurt: npt.NDArray[np.intp]
    said: npt.NDArray[np.intp]
    month: npt.NDArray[np.intp]
    n: Floats

    def within(self, codes: frozenset[str] | None, months: int) -> Iterator[tuple[str | None, Floats]]:
        """Facts per month of each text, in any of these areas; None is everywhere."""
        cells, n = self.said * months + self.month, self.n
        if codes is not None:
            chosen = np.zeros(len(self.numbers) + 1, dtype=bool)  # the last is for -1, an area that is not known
            chosen[[self.numbers[code] for code in codes if code in self.numbers]] = True
            inside = chosen[self.wijk] | chosen[self.buurt]
            cells, n = cells[inside], n[inside]
        sums = np.bincount(cells, n, len(self.texts) * months).reshape(len(self.texts), months)
        yield from zip(self.texts, sums, strict=True)


def _told(snapshot: Snapshot, facts: Facts, field: str, audience: Audience) -> Iterator[tuple[str | None, Floats]]:
    """What the facts tell of the field, each text once, with the facts per month that tell it."""
    codes = _published(snapshot, facts.areas, audience)
    everywhere = None
    if codes is not None:  # a zone is found by the database
        whole = replace(facts, areas=())
        if facts.wanted is None:
            everywhere = _counted(snapshot, whole, field, audience)
        else:  # not read: a choice of facts is seldom asked of many areas
            everywhere = _counted_here(snapshot, whole, field, audience)
    if everywhere is None:
        return _counted(snapshot, facts, field, audience).within(None, len(facts.months))
    return everywhere.within(codes if facts.areas else None, len(facts.months))


def _published(snapshot: Snapshot, codes: tuple[str, ...], audience: Audience) -> frozenset[str] | None:
    """The wijken and buurten of a choice, with those of its groups; None when a zone is among them."""
    levels, zones = areas(snapshot, audience=audience)["level"], visible(snapshot, audience).own.zone_by_code
    found = members(snapshot, codes=codes, audience=audience)
    if any(code in zones or levels.get(code) == ZONE for code in found):
        return None
    return frozenset(found) & frozenset(levels.index)


@lru_cache(maxsize=12)
def _counted(snapshot: Snapshot, facts: Facts, field: str, audience: Audience) -> _Counted:
    """One read of the facts, whatever areas are asked of it afterwards."""
    when = month_numbers(incident.c.month)
    by = (incident.c.wijk_code, incident.c.buurt_code, _FIELDS[field], when)
    where = narrowed(snapshot, incident, facts=facts, audience=audience)
    with snapshot.engine.connect() as connection:
        query = select(*(column.label(f"by_{i}") for i, column in enumerate(by)), func.count().label("n"))
        wijk, buurt, said, month, n = whole_columns(connection, query.where(*where).group_by(*by))
    places, codes = pd.factorize(np.concatenate([wijk, buurt]))
    texts, known = pd.factorize(said)
    texts[texts < 0] = len(known)  # nothing told
    return _Counted(
        {str(code): number for number, code in enumerate(codes)},
        (*(str(text) for text in known), None),
        places[: len(n)],
        places[len(n) :],
        texts,
        month.astype(np.intp) - month_number(facts.months.first),
        n.astype(float),
    )


def _counted_here(snapshot: Snapshot, facts: Facts, field: str, audience: Audience) -> _Counted | None:
    """The same as `_counted`, of facts that are kept and whatever their area; None when they are not."""
    check_facts(snapshot, categories=facts.categories, audience=audience)
    snapshot = snapshot.published  # what is kept of it is the same for who has areas of their own
    wanted, values = facts.wanted, values_of(field)
    if not values or not isinstance(wanted, FactFilter):
        return None
    if not all_published(snapshot, facts.categories, facts.months):  # a fact of another month does not count
        return None
    found = [FactColumns.kept(snapshot, category, wanted) for category in facts.categories]
    split = [each.split(field, wanted, facts.months) for each in found if each is not None]
    if len(split) < len(found):
        return None
    wijk, buurt, said, column = (
        np.concatenate([getattr(each, name) for each in split]).astype(np.intp)
        for name in ("wijk", "buurt", "said", "column")
    )
    return _Counted(area_numbers(snapshot), values, wijk, buurt, said, column, np.ones(len(said)))


@lru_cache(maxsize=128)
def _silent_months(
    snapshot: Snapshot, categories: tuple[str, ...], field: str, unsure: tuple[str, ...] = ()
) -> tuple[int, ...] | None:
    """Months in which no fact of the categories tells the field, or only values that say nothing; None when the
    snapshot does not know."""
    told = incident_field.c
    known = (
        select(told.month)
        .where(told.field == field, told.category_id.in_(categories))
        .group_by(told.month)
        .having(func.count(told.value).filter(told.value.not_in(unsure)) == 0)
    )
    with snapshot.engine.connect() as connection:
        if not inspect(connection).has_table(incident_field.name):
            return None
        return tuple(month_number(month) for (month,) in connection.execute(known))


@lru_cache(maxsize=32)
def _users(snapshot: Snapshot, categories: tuple[str, ...]) -> tuple[str, ...]:
    """Everyone that the facts of the categories name, anywhere and at any time."""
    told = incident_field.c
    named = select(told.value).where(told.field == USERS, told.category_id.in_(categories), told.value.is_not(None))
    with snapshot.engine.connect() as connection:
        return tuple(connection.execute(named.distinct()).scalars())

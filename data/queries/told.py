"""What single facts tell of their optional fields, and how many do not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, func, inspect, or_, select

from data.config import PUBLIEK, Audience
from data.queries.fact_filter import FactFilter
from data.queries.places import Facts, narrowed
from data.queries.protection import why_not_facts
from data.snapshot import Snapshot
from data.tables import incident, incident_field

COLUMNS = {
    "day_part": incident.c.day_part,
    "weekday": incident.c.weekday,
    "severity": incident.c.severity,
    "road_users": incident.c.road_users,
    "attempt": incident.c.is_attempt,
    "object": incident.c.object,
}
"""Field -> the column that tells it, null where it is not told."""
KIND = "road_user_kind"


def told_fields(
    snapshot: Snapshot, *, categories: tuple[str, ...], audience: Audience = PUBLIEK
) -> dict[str, dict[str, int]]:
    """What the facts of some categories can be chosen by.

    Returns:
        Field -> value -> facts, over all published months, the most first; a field that no fact tells is not there,
        and none is for a snapshot of an older version, or an audience that gets only protected counts of the facts.
    """
    if why_not_facts(snapshot, categories=categories, audience=audience):
        return {}
    found: dict[str, dict[str, int]] = {}
    for category in categories:
        for field, values in _told(snapshot).get(category, {}).items():
            into = found.setdefault(field, {})
            for value, n in values.items():
                into[value] = into.get(value, 0) + n
    return {field: dict(sorted(values.items(), key=lambda v: (-v[1], v[0]))) for field, values in found.items()}


@lru_cache(maxsize=4)
def _told(snapshot: Snapshot) -> dict[str, dict[str, dict[str, int]]]:
    told = incident_field.c
    query = (
        select(told.category_id, told.field, told.value, func.sum(told.n))
        .where(told.value.is_not(None))
        .group_by(told.category_id, told.field, told.value)
    )
    found: dict[str, dict[str, dict[str, int]]] = {}
    with snapshot.engine.connect() as connection:
        if not inspect(connection).has_table(incident_field.name):
            return found
        for category, field, value, n in connection.execute(query):
            found.setdefault(category, {}).setdefault(field, {})[value] = int(n)
    return found


@dataclass(frozen=True)
class LeftOut:
    """Facts that a filter cannot judge.

    Attributes:
        facts: All facts in the areas and the period, whatever the filter.
        untold: Field of the filter -> how many of these do not tell it; KIND -> how many name a road user of whom it is
            not known whether he is vulnerable, while that is what is asked.
        together: How many of these miss at least one field of the filter.
    """

    facts: int
    untold: dict[str, int]
    together: int


def left_out(snapshot: Snapshot, *, facts: Facts, audience: Audience = PUBLIEK) -> LeftOut:
    """How many facts do not tell what the filter `facts.wanted` asks."""
    return _left_out(snapshot, facts, audience)


@lru_cache(maxsize=256)
def _left_out(snapshot: Snapshot, facts: Facts, audience: Audience) -> LeftOut:
    wanted = facts.wanted
    lacks: dict[str, ColumnElement[bool]] = {}
    if isinstance(wanted, FactFilter):
        lacks = {field: COLUMNS[field].is_(None) for field in wanted.fields}
        undecided = wanted.undecided(incident)
        if undecided is not None:
            lacks[KIND] = undecided
    columns: list[ColumnElement[int]] = [func.count(), *(func.count().filter(each) for each in lacks.values())]
    if lacks:
        columns.append(func.count().filter(or_(*lacks.values())))
    everything = Facts(facts.categories, facts.months, facts.areas)
    where = narrowed(snapshot, incident, facts=everything, audience=audience)
    with snapshot.engine.connect() as connection:
        total, *rest = (int(n) for n in connection.execute(select(*columns).where(and_(*where))).one())
    return LeftOut(total, dict(zip(lacks, rest, strict=False)), rest[-1] if lacks else 0)

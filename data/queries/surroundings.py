"""A zone and the buurten that touch it: who they are, and their facts, each counted once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import shapely
from sqlalchemy import case, func, or_, select

from data.config import PUBLIEK, Audience
from data.queries.columns import month_numbers
from data.queries.months import Months, month_number
from data.queries.places import Facts, incident_months, inside, narrowed, table_for
from data.queries.snapshot_info import shapes
from data.snapshot import Snapshot

NEAR_DEG = 0.0001
"""How far apart two drawn borders may lie and still touch, degrees: some 10 m."""
PART_OF_ZONE = 0.5
"""Share of a buurt that lies in the zone from which on it is the zone's own, not a neighbour."""


@dataclass(frozen=True)
class Surroundings:
    """Facts in a zone, and in the buurten that touch it outside the zone.

    Attributes:
        zone: Facts in the zone.
        around: Facts of each buurt that touches it, without those in the zone, by code; in the order of the areas.
    """

    zone: int
    around: dict[str, int]


def surroundings(snapshot: Snapshot, *, zone: str, facts: Facts, audience: Audience = PUBLIEK) -> Surroundings:
    """The facts in a zone and around it.

    Args:
        snapshot: The snapshot to read.
        zone: Code of the zone. facts: Which facts; their `areas` are not looked at.
        audience: Who looks.
    """
    codes = _touching(snapshot, zone, audience)
    known = [m for c, m in incident_months(snapshot, audience=audience).items() if c in facts.categories]
    found = dict.fromkeys((zone, *codes), 0)
    if known:
        every = Months(min(m.first for m in known), max(m.last for m in known))
        widened = Facts(facts.categories, every, wanted=facts.wanted)
        for code, month, n in _by_month(snapshot, zone, widened, audience):
            if month_number(facts.months.first) <= month <= month_number(facts.months.last):
                found[code] += n
    return Surroundings(found[zone], {code: found[code] for code in codes})


@lru_cache(maxsize=64)
def _by_month(snapshot: Snapshot, zone: str, facts: Facts, audience: Audience) -> tuple[tuple[str, int, int], ...]:
    """Facts of each place by month number, all months at once: another period asks nothing of the database."""
    codes = _touching(snapshot, zone, audience)
    table, n = table_for(snapshot, facts=replace(facts, areas=(zone,)), audience=audience)
    in_zone = inside(snapshot, table, codes=(zone,), audience=audience)
    where = case((in_zone, zone), else_=table.c.buurt_code).label("place")
    month = month_numbers(table.c.month).label("month")
    query = (
        select(where, month, func.sum(n))
        .where(*narrowed(snapshot, table, facts=facts, audience=audience))
        .where(or_(in_zone, table.c.buurt_code.in_(codes)))
        .group_by(where, month)
    )
    with snapshot.engine.connect() as connection:
        return tuple((code, int(at), int(count)) for code, at, count in connection.execute(query))


@lru_cache(maxsize=16)
def _touching(snapshot: Snapshot, zone: str, audience: Audience) -> tuple[str, ...]:
    """The buurten that touch the zone or lie in it for the smaller part."""
    drawn = shapes(snapshot, level="zone", audience=audience).get(zone)
    if drawn is None:
        return ()
    border = shapely.from_wkb(drawn)
    buurten = {c: shapely.from_wkb(wkb) for c, wkb in shapes(snapshot, level="buurt", audience=audience).items()}
    return tuple(
        code
        for code, shape in buurten.items()
        if shape.dwithin(border, NEAR_DEG) and shape.intersection(border).area < PART_OF_ZONE * shape.area
    )

"""Which areas hold an area, and which lie in it."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

import numpy as np
import shapely

from data.catalogue import SHOWN_LEVELS
from data.config import PUBLIEK, Audience
from data.own.now import visible
from data.queries.shapes import area_shapes, touching
from data.queries.snapshot_info import areas
from data.snapshot import Snapshot

INSIDE = 0.9
"""Share of the smaller of two areas from which on it lies in the other: borders are drawn loosely."""


def nested(snapshot: Snapshot, *, codes: Collection[str], audience: Audience = PUBLIEK) -> frozenset[str]:
    """The codes of every area that is one of these, holds one of them, or lies in one of them, on any level.

    Args:
        snapshot: The snapshot to read.
        codes: Area codes.
        audience: Who looks.
    """
    seen = visible(snapshot, audience)
    return frozenset().union(*(_share(seen, code, INSIDE, audience) for code in codes))


def sharing(snapshot: Snapshot, *, code: str, audience: Audience = PUBLIEK) -> frozenset[str]:
    """The codes of every area that has more than a sliver of ground in common with an area, itself included."""
    return _share(visible(snapshot, audience), code, 0.02, audience)


@lru_cache(maxsize=512)
def _share(snapshot: Snapshot, code: str, least: float, audience: Audience) -> frozenset[str]:
    """Areas that share this part of the smaller of the two with an area; by parents alone where there is no polygon."""
    frame = areas(snapshot, audience=audience)
    if code not in frame.index:
        return frozenset({code})
    parent = frame.at[code, "parent_code"]
    found = {code, *frame.index[frame["parent_code"] == code], *([parent] if isinstance(parent, str) else [])}
    mine = area_shapes(snapshot, level=str(frame.at[code, "level"]), audience=audience).of(code)
    if mine is None:
        return frozenset(found)
    for level in SHOWN_LEVELS:
        known = area_shapes(snapshot, level=level, audience=audience)
        if not known.shapes:
            continue
        shapes = np.array(known.shapes, dtype=object)
        near = np.flatnonzero(shapely.intersects(shapes, mine))
        shared = shapely.area(shapely.intersection(shapes[near], mine))
        smaller = np.minimum(shapely.area(shapes[near]), mine.area)
        found.update(known.codes[i] for i, share in zip(near, shared >= least * smaller, strict=True) if share)
    return frozenset(found)


def around(snapshot: Snapshot, *, code: str, audience: Audience = PUBLIEK) -> tuple[str, tuple[str, ...]]:
    """The areas that touch a wijk, a buurt or a group of one of the two, without those in it.

    Returns:
        Their level, and their codes in the order of the area table; none for a zone, around which facts are counted by
        `surroundings`, and for a group of both wijken and buurten.
    """
    seen = visible(snapshot, audience)
    frame = areas(snapshot, audience=audience)
    level = str(frame.at[code, "level"])
    group = seen.own.group_by_code.get(code)
    members = group.members if group else (code,)
    levels = {str(frame.at[member, "level"]) for member in members if member in frame.index}
    if level == "zone" or len(levels) != 1:
        return level, ()
    (one,) = levels
    found = {other for m in members for other in touching(snapshot, code=m, level=one, audience=audience)}
    return one, tuple(other for other in frame.index if other in found and other not in members)

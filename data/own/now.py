"""The figures of this moment with the own areas of this moment, for the audience that may see them.

A snapshot with own areas is another value than without, or with those of yesterday, so every answer that is kept by it
stays right: in each worker, at the next request, as soon as any worker wrote.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache

from data import snapshot as published
from data import state
from data.config import Audience, settings
from data.own.areas import ZONE, OwnAreas, OwnGroup, OwnZone
from data.snapshot import Snapshot

OWN_AUDIENCE: Audience = "intern"
"""Who draws zones and makes groups, and so the only one who gets them."""


def current(*, audience: Audience | None = None) -> Snapshot:
    """The snapshot that is published at this moment, with the own areas of this moment where the audience has them.

    Args:
        audience: Who looks; without it, the profile of this server.

    Raises:
        NoSnapshotError: when nothing was published yet.
        StateError: when the state store does not answer.
    """
    held = published.current()
    return (
        held if (audience or settings().profile) != OWN_AUDIENCE else _with_own(held, state.latest_change("own_area"))
    )


def visible(snapshot: Snapshot, audience: Audience) -> Snapshot:
    """What an audience may see of a snapshot: all but intern see it without own areas."""
    return snapshot if audience == OWN_AUDIENCE else snapshot.published


@lru_cache(maxsize=4)
def _with_own(held: Snapshot, latest: int) -> Snapshot:
    if not latest:
        return held
    zones, groups = [], []
    digest = hashlib.sha256()
    for row in state.rows("own_area"):
        digest.update(f"{row['code']} {row['kind']} {row['name']} {row['members']} ".encode() + (row["wkb"] or b""))
        if row["kind"] == ZONE:
            zones.append(OwnZone(row["code"], row["name"], row["wkb"]))
        else:
            groups.append(OwnGroup(row["code"], row["name"], tuple(row["members"].split(","))))
    if not zones and not groups:
        return held
    own = OwnAreas(digest.hexdigest()[:12], tuple(zones), tuple(groups))
    return replace(held, own=own)

"""What groups are made of."""

from __future__ import annotations

from collections.abc import Collection

from data.config import PUBLIEK, Audience
from data.own.now import visible
from data.queries.snapshot_info import areas
from data.snapshot import Snapshot


def member_levels(
    snapshot: Snapshot, *, codes: Collection[str] | None = None, audience: Audience = PUBLIEK
) -> frozenset[str]:
    """The levels whose figures some groups are added up from.

    Args:
        snapshot: The snapshot to read.
        codes: Codes of areas, of which those that are no group do not count; None is every group.
        audience: Who looks.
    """
    groups = visible(snapshot, audience).own.groups
    members = {code for group in groups if codes is None or group.code in codes for code in group.members}
    if not members:
        return frozenset()
    levels = areas(snapshot, audience=audience)["level"]
    return frozenset(str(level) for level in levels[levels.index.isin(members)])

"""The areas that people made, as one value: what a set of figures is looked at with."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import shapely

from data.catalogue import OVERLAPPING

ZONE, GROUP = OWN_LEVELS = OVERLAPPING


@dataclass(frozen=True)
class OwnZone:
    """A drawn zone; `wkb` is its polygon, EPSG:4326."""

    code: str
    name: str
    wkb: bytes

    @property
    def shape(self) -> shapely.Geometry:
        """The polygon."""
        return shapely.from_wkb(self.wkb)


@dataclass(frozen=True)
class OwnGroup:
    """Wijken and buurten under one name; `members` are their codes, none inside another."""

    code: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class OwnAreas:
    """Zones and groups at one moment. Two of the same version are the same, so answers are kept by it.

    Attributes:
        version: Changes with every change of any of them; empty where there are none.
    """

    version: str = ""
    zones: tuple[OwnZone, ...] = field(default=(), compare=False)
    groups: tuple[OwnGroup, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return bool(self.zones or self.groups)

    @cached_property
    def zone_by_code(self) -> dict[str, OwnZone]:
        """The zones by their code."""
        return {zone.code: zone for zone in self.zones}

    @cached_property
    def group_by_code(self) -> dict[str, OwnGroup]:
        """The groups by their code."""
        return {group.code: group for group in self.groups}


NO_OWN_AREAS = OwnAreas()

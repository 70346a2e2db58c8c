"""What a snapshot holds: its version, its months, its areas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd
from sqlalchemy import func, select

from data.config import PUBLIEK, Audience
from data.queries.months import Months
from data.snapshot import Snapshot
from data.tables import area, coverage, geo_asset, meta

Grain = str
"""`counts` (published monthly counts) or `incidents` (counted from single facts)."""


@dataclass(frozen=True)
class SnapshotInfo:
    """The facts about a snapshot that every page needs.

    Attributes:
        city: Name of the city, "Gent" unless other areas were imported.
        is_demo: True while any figure is of the demonstration set.
        months: The months that any figure covers, or None when there is no figure at all.
        created_at: ISO moment (UTC) at which the snapshot was built.
        geo: Hash of each polygon asset by name (wijk, buurt, zone, base).
        area_counts: Number of located areas by level.
        grains: Pairs (level, grain) that have figures.
    """

    version: str
    city: str
    is_demo: bool
    months: Months | None
    created_at: str
    geo: dict[str, str]
    area_counts: dict[str, int]
    grains: frozenset[tuple[str, Grain]]

    def has_incidents(self, level: str) -> bool:
        """Whether any figure of this level is counted from single facts."""
        return (level, "incidents") in self.grains


def snapshot_info(snapshot: Snapshot, *, audience: Audience = PUBLIEK) -> SnapshotInfo:
    """The facts about a snapshot; the same for every audience."""
    return _info(snapshot)


@lru_cache(maxsize=4)
def _info(snapshot: Snapshot) -> SnapshotInfo:
    with snapshot.engine.connect() as connection:
        values = {key: value for key, value in connection.execute(select(meta.c.key, meta.c.value))}
        geo = {name: digest for name, digest in connection.execute(select(geo_asset.c.name, geo_asset.c.hash))}
        counts = {
            level: n
            for level, n in connection.execute(
                select(area.c.level, func.count()).where(area.c.is_located).group_by(area.c.level)
            )
        }
        grains = {
            (level, grain) for level, grain in connection.execute(select(coverage.c.level, coverage.c.grain).distinct())
        }
    first, last = values.get("data_from", ""), values.get("data_until", "")
    return SnapshotInfo(
        version=snapshot.version,
        city=values.get("city", "Gent"),
        is_demo=values.get("is_demo") == "1",
        months=Months(date.fromisoformat(first), date.fromisoformat(last)) if first and last else None,
        created_at=values.get("created_at", ""),
        geo=geo,
        area_counts=counts,
        grains=frozenset(grains),
    )


def areas(snapshot: Snapshot, *, audience: Audience = PUBLIEK) -> pd.DataFrame:
    """Every area of every level.

    Returns:
        One row per area, in the order of the polygon assets, index area_code; columns level, name, parent_code,
        km2 (published area, km², null for "Onbekend"), is_located, west, south, east, north, label_lon, label_lat
        (degrees, EPSG:4326).
    """
    return _areas(snapshot).copy(deep=False)  # pandas copies what is written to


@lru_cache(maxsize=4)
def _areas(snapshot: Snapshot) -> pd.DataFrame:
    columns = [c for c in area.c if c.name != "wkb"]
    with snapshot.engine.connect() as connection:
        result = connection.execute(select(*columns).order_by(area.c.level, area.c.sort))
        frame = pd.DataFrame(result.fetchall(), columns=[c.name for c in columns])
    return frame.set_index("area_code")


def outlines(snapshot: Snapshot, *, level: str, audience: Audience = PUBLIEK) -> tuple[bytes, ...]:
    """The polygons of the located areas of a level as WKB, degrees WGS84 (EPSG:4326), in the order of the areas."""
    return _outlines(snapshot, level)


@lru_cache(maxsize=4)
def _outlines(snapshot: Snapshot, level: str) -> tuple[bytes, ...]:
    query = select(area.c.wkb).where(area.c.level == level, area.c.wkb.is_not(None)).order_by(area.c.sort)
    with snapshot.engine.connect() as connection:
        return tuple(bytes(wkb) for (wkb,) in connection.execute(query))


def shapes(snapshot: Snapshot, *, level: str, audience: Audience = PUBLIEK) -> dict[str, bytes]:
    """The polygon of each located area of a level as WKB, degrees WGS84 (EPSG:4326), by area code."""
    query = select(area.c.area_code, area.c.wkb).where(area.c.level == level, area.c.wkb.is_not(None))
    with snapshot.engine.connect() as connection:
        return {code: bytes(wkb) for code, wkb in connection.execute(query.order_by(area.c.sort))}


@dataclass(frozen=True)
class GeoFile:
    """A polygon asset as the browser gets it, compressed when the snapshot was built."""

    hash: str
    gzip: bytes
    brotli: bytes


def geo_file(snapshot: Snapshot, *, digest: str, audience: Audience = PUBLIEK) -> GeoFile | None:
    """The polygon asset with this hash, or None when the snapshot has no such asset."""
    return _geo_file(snapshot, digest)


@lru_cache(maxsize=16)
def _geo_file(snapshot: Snapshot, digest: str) -> GeoFile | None:
    with snapshot.engine.connect() as connection:
        row = connection.execute(
            select(geo_asset.c.hash, geo_asset.c.gzip, geo_asset.c.brotli).where(geo_asset.c.hash == digest)
        ).first()
    return GeoFile(row.hash, bytes(row.gzip), bytes(row.brotli)) if row else None

"""What a snapshot holds: its version, its months, its areas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import pandas as pd
import shapely
from sqlalchemy import func, select

from data.config import PUBLIEK, Audience
from data.own.areas import GROUP, OWN_LEVELS
from data.own.now import visible
from data.own.rows import OwnAsset, asset_of, shapes_of, with_own_rows
from data.queries.months import Months
from data.snapshot import Snapshot
from data.tables import area, coverage, geo_asset, meta

Grain = str
"""`counts` (published monthly counts) or `incidents` (counted from single facts)."""


@dataclass(frozen=True)
class SnapshotInfo:
    """The facts about a snapshot that every page needs.

    Attributes:
        version: Of the figures.
        key: Another text for every other answer: the version, with that of the own areas where there are any.
        city: Name of the city, "Gent" unless other areas were imported.
        is_demo: True while any figure is of the demonstration set.
        months: The months that any figure covers, or None when there is no figure at all.
        created_at: ISO moment (UTC) at which the snapshot was built.
        geo: Hash of each polygon asset by name (wijk, buurt, zone, base).
        area_counts: Number of located areas by level.
        grains: Pairs (level, grain) that have figures.
    """

    version: str
    key: str
    city: str
    is_demo: bool
    months: Months | None
    created_at: str
    geo: dict[str, str]
    area_counts: dict[str, int]
    grains: frozenset[tuple[str, Grain]]

    @property
    def has_own(self) -> bool:
        """Whether there are zones or groups that people made."""
        return self.key != self.version

    def has_incidents(self, level: str) -> bool:
        """Whether any figure of this level is counted from single facts."""
        return (level, "incidents") in self.grains


def snapshot_info(snapshot: Snapshot, *, audience: Audience = PUBLIEK) -> SnapshotInfo:
    """The facts about a snapshot; the same for every audience but for its own areas."""
    seen = visible(snapshot, audience)
    return _info(seen) if not seen.own else _with_own(seen, audience)


@lru_cache(maxsize=4)
def _with_own(snapshot: Snapshot, audience: Audience) -> SnapshotInfo:
    """The facts of a snapshot that has own areas."""
    info = _info(snapshot.published)
    levels = areas(snapshot, audience=audience)["level"]
    grains = set(info.grains)
    if ("wijk", "incidents") in grains:
        grains |= {(level, "incidents") for level in OWN_LEVELS}
    if ("wijk", "counts") in grains:
        grains.add((GROUP, "counts"))
    counts = {level: int((levels == level).sum()) for level in OWN_LEVELS}
    assets = {level: asset.hash for level, asset in _own_assets(snapshot, audience).items()}
    return replace(
        info,
        key=snapshot.key,
        geo=info.geo | assets,
        area_counts=info.area_counts | {level: n for level, n in counts.items() if n},
        grains=frozenset((level, grain) for level, grain in grains if counts.get(level) != 0),
    )


@lru_cache(maxsize=4)
def _own_assets(snapshot: Snapshot, audience: Audience) -> dict[str, OwnAsset]:
    return {level: asset_of(shapes) for level, shapes in _own_shapes(snapshot, audience).items() if shapes}


@lru_cache(maxsize=4)
def _own_shapes(snapshot: Snapshot, audience: Audience) -> dict[str, list[tuple[str, str, shapely.Geometry]]]:
    frame = areas(snapshot, audience=audience)
    return {level: shapes_of(snapshot, level, frame.loc[frame["level"] == level, "name"]) for level in OWN_LEVELS}


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
        key=snapshot.key,
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
    return _areas(visible(snapshot, audience)).copy(deep=False)  # pandas copies what is written to


@lru_cache(maxsize=4)
def _areas(snapshot: Snapshot) -> pd.DataFrame:
    if snapshot.own:
        return with_own_rows(snapshot, _areas(snapshot.published))
    columns = [c for c in area.c if c.name != "wkb"]
    with snapshot.engine.connect() as connection:
        result = connection.execute(select(*columns).order_by(area.c.level, area.c.sort))
        frame = pd.DataFrame(result.fetchall(), columns=[c.name for c in columns])
    return frame.set_index("area_code")


def outlines(snapshot: Snapshot, *, level: str, audience: Audience = PUBLIEK) -> tuple[bytes, ...]:
    """The polygons of the located areas of a level as WKB, degrees WGS84 (EPSG:4326), in the order of the areas."""
    seen = visible(snapshot, audience)
    if seen.own and level in OWN_LEVELS:
        return tuple(shapely.to_wkb(shape) for _, _, shape in _own_shapes(seen, audience)[level])
    return _outlines(seen.published, level)


@lru_cache(maxsize=4)
def _outlines(snapshot: Snapshot, level: str) -> tuple[bytes, ...]:
    query = select(area.c.wkb).where(area.c.level == level, area.c.wkb.is_not(None)).order_by(area.c.sort)
    with snapshot.engine.connect() as connection:
        return tuple(bytes(wkb) for (wkb,) in connection.execute(query))


def shapes(snapshot: Snapshot, *, level: str, audience: Audience = PUBLIEK) -> dict[str, bytes]:
    """The polygon of each located area of a level as WKB, degrees WGS84 (EPSG:4326), by area code."""
    seen = visible(snapshot, audience)
    if seen.own and level in OWN_LEVELS:
        return {code: shapely.to_wkb(shape) for code, _, shape in _own_shapes(seen, audience)[level]}
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
    seen = visible(snapshot, audience)
    if seen.own:
        for asset in _own_assets(seen, audience).values():
            if asset.hash == digest:
                return GeoFile(asset.hash, asset.gzip, asset.brotli)
    return _geo_file(seen.published, digest)


@lru_cache(maxsize=16)
def _geo_file(snapshot: Snapshot, digest: str) -> GeoFile | None:
    with snapshot.engine.connect() as connection:
        row = connection.execute(
            select(geo_asset.c.hash, geo_asset.c.gzip, geo_asset.c.brotli).where(geo_asset.c.hash == digest)
        ).first()
    return GeoFile(row.hash, bytes(row.gzip), bytes(row.brotli)) if row else None

"""Own zones and groups as rows and polygons beside the published areas."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache

import brotli
import pandas as pd
import pyproj
import shapely
from sqlalchemy import select

from data.own.areas import GROUP, ZONE
from data.snapshot import Snapshot
from data.tables import area


def with_own_rows(snapshot: Snapshot, base: pd.DataFrame) -> pd.DataFrame:
    """The areas of a snapshot with those of its own: a zone takes the place of the published one with its code.

    A group of which no member is left has no row.
    """
    base = base[~base.index.isin(list(snapshot.own.zone_by_code))]
    frames = [base]
    for level, items in ((GROUP, _groups(snapshot, base)), (ZONE, _zones(snapshot))):
        if items:
            frames.append(_rows(level, items))
    return pd.concat(frames).sort_values(["level", "sort"], kind="stable").rename_axis("area_code")


@dataclass(frozen=True)
class _Shaped:
    code: str
    name: str
    shape: shapely.Geometry
    km2: float


def _zones(snapshot: Snapshot) -> list[_Shaped]:
    return [_Shaped(z.code, z.name, z.shape, km2_of(z.shape)) for z in snapshot.own.zones]


def _groups(snapshot: Snapshot, base: pd.DataFrame) -> list[_Shaped]:
    shapes = _member_shapes(snapshot)
    found = []
    for group in snapshot.own.groups:
        members = [code for code in group.members if code in shapes]
        if members:
            sizes = base["km2"].reindex(members)
            found.append(
                _Shaped(
                    group.code,
                    group.name,
                    shapely.union_all([shapes[code] for code in members]),
                    float(sizes.sum(skipna=False)),
                )
            )
    return found


@lru_cache(maxsize=4)
def _member_shapes(snapshot: Snapshot) -> dict[str, shapely.Geometry]:
    codes = {code for group in snapshot.own.groups for code in group.members}
    query = select(area.c.area_code, area.c.wkb).where(area.c.area_code.in_(codes), area.c.wkb.is_not(None))
    with snapshot.engine.connect() as connection:
        return {code: shapely.from_wkb(bytes(wkb)) for code, wkb in connection.execute(query)}


def _rows(level: str, items: list[_Shaped]) -> pd.DataFrame:
    shapes = [item.shape for item in items]
    bounds, points = shapely.bounds(shapes), shapely.point_on_surface(shapes)
    edges = {name: bounds[:, i] for i, name in enumerate(("west", "south", "east", "north"))}
    frame = pd.DataFrame(
        {
            "level": level,
            "name": [item.name for item in items],
            "parent_code": None,
            "km2": [item.km2 for item in items],
            "is_located": True,
            "sort": range(1000, 1000 + len(items)),  # after the published zones
            **edges,
            "label_lon": shapely.get_x(points),
            "label_lat": shapely.get_y(points),
        },
        index=[item.code for item in items],
    )
    return frame.astype({"parent_code": object, "level": object, "name": object})


def km2_of(shape: shapely.Geometry) -> float:
    """Surface of a polygon in degrees (EPSG:4326), km², on the ellipsoid."""
    return round(abs(float(pyproj.Geod(ellps="WGS84").geometry_area_perimeter(shape)[0])) / 1e6, 4)


@dataclass(frozen=True)
class OwnAsset:
    """The polygons of a level as the browser gets them; see `snapshot_info.GeoFile`."""

    hash: str
    gzip: bytes
    brotli: bytes


def shapes_of(snapshot: Snapshot, level: str, names: pd.Series) -> list[tuple[str, str, shapely.Geometry]]:
    """Code, name and polygon of the areas of a level that has own ones, in the order of the areas.

    Args:
        names: Names of the areas of that level, index area_code, in their order.
    """
    mine: dict[str, shapely.Geometry] = {z.code: z.shape for z in snapshot.own.zones}
    if level == GROUP:
        mine = {item.code: item.shape for item in _groups(snapshot, pd.DataFrame(columns=["km2"]))}
    others = [code for code in names.index if code not in mine]
    query = select(area.c.area_code, area.c.wkb).where(area.c.area_code.in_(others))
    with snapshot.engine.connect() as connection:
        mine |= {code: shapely.from_wkb(bytes(wkb)) for code, wkb in connection.execute(query)}
    return [(str(code), str(name), mine[str(code)]) for code, name in names.items()]


def asset_of(shapes: list[tuple[str, str, shapely.Geometry]]) -> OwnAsset:
    """GeoJSON in the form of the published assets, compressed."""
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {"code": code, "name": name},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for code, name, shape in shapes
    ]
    whole = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    raw = whole.encode()
    return OwnAsset(hashlib.sha256(raw).hexdigest()[:16], gzip.compress(raw, mtime=0), brotli.compress(raw, quality=5))

"""The base map of the snapshot: places, waterways and the outline of the city."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache

import shapely
from shapely import Geometry
from sqlalchemy import select

from data.config import PUBLIEK, Audience
from data.queries.shapes import to_lambert
from data.snapshot import Snapshot
from data.tables import geo_asset


def base_shapes(snapshot: Snapshot, *, kind: str, audience: Audience = PUBLIEK) -> tuple[tuple[str, Geometry], ...]:
    """What the base map draws of a kind, in metres (EPSG:3812); none where a city has no base map.

    Args:
        snapshot: The snapshot to read.
        kind: place | water | rail | outline.

    Returns:
        Pairs of a name (empty when it has none) and a shape.
    """
    return _shapes(snapshot.published).get(kind, ())


@lru_cache(maxsize=4)
def _shapes(snapshot: Snapshot) -> dict[str, tuple[tuple[str, Geometry], ...]]:
    query = select(geo_asset.c.gzip).where(geo_asset.c.name == "base")
    with snapshot.engine.connect() as connection:
        packed = connection.execute(query).scalar_one_or_none()
    if packed is None:
        return {}
    found: dict[str, list[tuple[str, Geometry]]] = {}
    for feature in json.loads(gzip.decompress(bytes(packed)))["features"]:
        properties = feature["properties"]
        shape = to_lambert(shapely.from_geojson(json.dumps(feature["geometry"])))
        found.setdefault(str(properties.get("kind")), []).append((properties.get("name") or "", shape))
    return {kind: tuple(pairs) for kind, pairs in found.items()}

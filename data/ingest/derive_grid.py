"""The facts of a snapshot on a grid of 100 m: made when it is built, so that a map never reads a single fact."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer
from sqlalchemy import select

from data.catalogue.grid import CELL_M, LAMBERT
from data.snapshot import Building
from data.tables import area

_MONTHS = (
    "SELECT DISTINCT category_id, month FROM coverage WHERE grain = 'incidents'"  # what lies outside is not counted
)


def write_grid(building: Building) -> None:
    """Gives every fact with a point its cell and its zones, and counts the facts per category, month and cell.

    The cells of facts that have one already stay; zones may have been drawn anew, so they are all looked up again.
    A million facts take two seconds.
    """
    raw: Any = building.connection.connection.driver_connection
    _number_cells(raw)
    zones = building.connection.execute(select(area.c.area_code, area.c.wkb).where(area.c.level == "zone")).fetchall()
    _name_zones(raw, {zone.area_code: shapely.from_wkb(bytes(zone.wkb)) for zone in zones if zone.wkb is not None})
    raw.execute("DELETE FROM incident_grid")
    raw.execute(
        "INSERT INTO incident_grid (category_id, month, cell_x, cell_y, buurt_code, wijk_code, zone_codes, n) "
        "SELECT category_id, month, cell_x, cell_y, buurt_code, wijk_code, zone_codes, count(*) "
        f"FROM incident SEMI JOIN ({_MONTHS}) USING (category_id, month) GROUP BY ALL "
        "ORDER BY category_id, month, cell_x, cell_y"  # sorted, the database skips what a selection does not ask
    )


def _number_cells(raw: Any) -> None:
    found = raw.execute("SELECT rowid, lon, lat FROM incident WHERE lon IS NOT NULL AND cell_x IS NULL").fetchnumpy()
    if not len(found["rowid"]):
        return
    transform = Transformer.from_crs(4326, LAMBERT, always_xy=True).transform
    x, y = transform(np.asarray(found["lon"]), np.asarray(found["lat"]))
    cells = pd.DataFrame(
        {"row": found["rowid"], "x": np.floor(x / CELL_M).astype("int32"), "y": np.floor(y / CELL_M).astype("int32")}
    )
    raw.register("cells", cells)
    try:
        raw.execute(
            "UPDATE incident SET cell_x = cells.x, cell_y = cells.y FROM cells WHERE incident.rowid = cells.row"
        )
    finally:
        raw.unregister("cells")


def _name_zones(raw: Any, zones: dict[str, shapely.Geometry]) -> None:
    raw.execute("UPDATE incident SET zone_codes = NULL WHERE zone_codes IS NOT NULL")
    for code, shape in zones.items():
        shapely.prepare(shape)
        west, south, east, north = shape.bounds
        near = raw.execute(
            "SELECT rowid, lon, lat FROM incident WHERE lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?",
            [west, east, south, north],
        ).fetchnumpy()
        inside = shapely.contains_xy(shape, np.asarray(near["lon"]), np.asarray(near["lat"]))
        raw.register("in_zone", pd.DataFrame({"row": near["rowid"][inside]}))
        try:
            # Zones may overlap: a fact lies in each of them.
            raw.execute(
                "UPDATE incident SET zone_codes = coalesce(zone_codes, '|') || ? FROM in_zone "
                "WHERE incident.rowid = in_zone.row",
                [f"{code}|"],
            )
        finally:
            raw.unregister("in_zone")

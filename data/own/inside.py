"""Which facts lie in a drawn zone: looked up once for each zone, whatever is asked about it afterwards.

The web process reads the snapshot and never writes to it. What it finds lies in a database in memory beside it, which
every connection of the process sees, and which ends with the last of them.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
import shapely
from sqlalchemy import ColumnElement, Connection, Engine, column, event, literal_column, select, table

from data.own.even_odd import inside_polygon
from data.snapshot import Snapshot
from data.tables import incident

BESIDE = "own_areas"
MOST = 64
"""Zones whose facts are remembered; those of a zone with all facts of a city of a million take 8 MB."""
ROWID: ColumnElement[int] = literal_column(f"{incident.name}.rowid")

_lock = Lock()
_held: WeakKeyDictionary[Engine, _Held] = WeakKeyDictionary()


class _Held:
    """What is in memory beside one snapshot; its connection keeps it there."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.zones: dict[str, None] = {}

    def run(self, statement: str, values: tuple[float, ...] = ()) -> Any:
        """The cursor of a statement; what cannot be read is told as everywhere else."""
        return self.connection.exec_driver_sql(statement, values).cursor

    def close(self) -> None:
        self.connection.close()


def inside_zone(snapshot: Snapshot, wkb: bytes) -> ColumnElement[bool]:
    """Whether a row of `incident` lies in a polygon; a fact without a point does not.

    Args:
        snapshot: What is read; DuckDB has the facts of the zone at hand, another database tests each row.
        wkb: Valid polygon or multipolygon, EPSG:4326.
    """
    if snapshot.engine.dialect.name != "duckdb":
        return inside_polygon(incident, wkb)
    name = "zone_" + hashlib.sha256(wkb).hexdigest()[:24]
    with _lock:
        held = _held.get(snapshot.engine) or _open(snapshot.engine)
        if name not in held.zones:
            _look_up(held, name, wkb)
        held.zones[name] = held.zones.pop(name, None)  # the newest last
    return ROWID.in_(select(column("fact")).select_from(table(name, column("fact"), schema=BESIDE)))


def _open(engine: Engine) -> _Held:
    # Autocommit: what is beside the snapshot has to be there for the other connections at once.
    held = _Held(engine.connect().execution_options(isolation_level="AUTOCOMMIT"))
    held.run(f"ATTACH IF NOT EXISTS ':memory:' AS {BESIDE} (READ_WRITE)")
    event.listen(engine, "engine_disposed", _forget)
    _held[engine] = held
    return held


def _forget(engine: Engine) -> None:
    """A snapshot that is closed takes with it what lies beside it."""
    held = _held.pop(engine, None)
    if held is not None:
        held.close()


def _look_up(held: _Held, name: str, wkb: bytes) -> None:
    for oldest in list(held.zones)[: max(len(held.zones) - MOST + 1, 0)]:
        held.run(f'DROP TABLE IF EXISTS {BESIDE}."{oldest}"')
        held.zones.pop(oldest)
    shape = shapely.from_wkb(wkb)
    west, south, east, north = shape.bounds
    near = held.run(
        f"SELECT rowid, lon, lat FROM {incident.name} WHERE lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?",
        (west, east, south, north),
    ).fetchnumpy()
    shapely.prepare(shape)
    found = shapely.contains_xy(shape, np.asarray(near["lon"]), np.asarray(near["lat"]))
    raw: Any = held.connection.connection.driver_connection
    raw.register("facts_inside", pd.DataFrame({"fact": np.asarray(near["rowid"])[found]}))
    try:
        held.run(f'CREATE OR REPLACE TABLE {BESIDE}."{name}" AS SELECT fact FROM facts_inside')
    finally:
        with suppress(Exception):
            raw.unregister("facts_inside")
    held.zones[name] = None

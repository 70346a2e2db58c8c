"""What single facts can be chosen by: their day part and weekday, and which fields the facts of a month tell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from data.snapshot import Building
from data.statistics.day_parts import DAY_PARTS, belongs

_PLAIN = {
    "day_part": "day_part",
    "weekday": "CAST(weekday AS VARCHAR)",
    "severity": "severity",
    "attempt": "CASE is_attempt WHEN true THEN 'poging' WHEN false THEN 'voltooid' END",
    "object": "object",
}
"""Field -> what it says of a fact, in SQL; road users are several a fact and counted apart."""
_COUNTED = "SELECT DISTINCT category_id, month FROM coverage WHERE grain = 'incidents'"
_FACTS = f"FROM incident SEMI JOIN ({_COUNTED}) USING (category_id, month)"


def write_fields(building: Building) -> None:
    """Gives every fact its day part and weekday, and counts what the facts of each category and month tell.

    A million facts take some three seconds.
    """
    raw: Any = building.connection.connection.driver_connection
    _place_in_week(raw)
    raw.execute("DELETE FROM incident_field")
    into = "INSERT INTO incident_field (category_id, month, field, value, n)"
    for field, told in _PLAIN.items():
        raw.execute(f"{into} SELECT category_id, month, '{field}', {told}, count(*) {_FACTS} GROUP BY ALL")
    users = "unnest(coalesce(string_split(trim(road_users, '|'), '|'), [NULL]))"
    raw.execute(
        f"{into} SELECT category_id, month, 'road_users', value, count(*) FROM "
        f"(SELECT category_id, month, {users} AS value {_FACTS}) GROUP BY ALL"
    )


def _place_in_week(raw: Any) -> None:
    """Facts that have a part or a day keep it: what an import corrects is another row."""
    found = raw.execute(
        "SELECT rowid, time_from, time_until, time_known, hour FROM incident "
        "WHERE day_part IS NULL AND weekday IS NULL AND (time_from IS NOT NULL OR hour IS NOT NULL)"
    ).fetchnumpy()
    if not len(found["rowid"]):
        return
    start, until = (_filled(found[name], np.datetime64("NaT")) for name in ("time_from", "time_until"))
    known = np.asarray(_filled(np.ma.asarray(found["time_known"], dtype=object), None), dtype=object)
    hour = _filled(np.ma.asarray(found["hour"], dtype=float), np.nan)
    placed = belongs(start.astype("datetime64[s]"), until.astype("datetime64[s]"), known=known, hour=hour)
    rows = pd.DataFrame({"row": found["rowid"], "part": placed.part, "day": placed.weekday})
    raw.register("placed", rows[(rows["part"] >= 0) | (rows["day"] > 0)])
    names = " ".join(f"WHEN {number} THEN '{name}'" for number, name in enumerate(DAY_PARTS))
    try:
        raw.execute(
            f"UPDATE incident SET day_part = CASE placed.part {names} END, weekday = nullif(placed.day, 0) "
            "FROM placed WHERE incident.rowid = placed.row"
        )
    finally:
        raw.unregister("placed")


def _filled(column: Any, nothing: Any) -> Any:
    return np.ma.filled(np.ma.asarray(column), nothing)

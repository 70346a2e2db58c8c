"""The protected counts of a snapshot: what publiek and raad get of cells that are counted from single facts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import select

from data.ingest.protection_key import protection_key
from data.snapshot import Building
from data.statistics.protection import SMALLEST_SHOWN, least, most, perturbed
from data.tables import area

_DIGITS = 13
_KEYS = 16**_DIGITS
"""Record keys are whole numbers below this: 52 bits, which a float holds exactly."""
_PLACES = {"wijk": "wijk_code", "buurt": "buurt_code"}
_SLICE = ("level", "category_id", "month")
_OPEN = "SELECT source_id FROM source WHERE is_demo OR is_public"
_PROTECTED = (
    "SELECT level, category_id, month FROM coverage WHERE grain = 'incidents' AND category_id IN ("
    f"SELECT category_id FROM coverage WHERE grain = 'incidents' AND source_id NOT IN ({_OPEN}) "
    f"UNION SELECT category_id FROM incident WHERE source_id NOT IN ({_OPEN}))"
)
"""Slices of facts that are not public; a demonstration is nobody's and stays as it is."""


def write_protected(building: Building) -> None:
    """Writes `cell.n_public` of every cell that is counted from single facts; made after the zones of the facts.

    Cells of the same facts get the same number in every snapshot. A million facts take some three seconds.
    """
    raw: Any = building.connection.connection.driver_connection
    raw.execute(
        "UPDATE cell SET n_public = n WHERE grain = 'incidents' AND n_public IS DISTINCT FROM n "
        f"AND (level, category_id, month) NOT IN ({_PROTECTED})"
    )
    cells = _cells(building, raw)
    if cells.empty:
        return
    cells["shown"] = perturbed(cells["n"].to_numpy(dtype=np.int64), cells["key"].to_numpy(dtype=float))
    parents = dict(
        tuple(row)
        for row in building.connection.execute(
            select(area.c.area_code, area.c.parent_code).where(area.c.level == "buurt")
        )
    )
    cells["wijk"] = np.where(cells["level"] == "buurt", cells["area_code"].map(parents), cells["area_code"])
    cells["shown"] = without_pins(cells, _open_counts(raw))
    raw.register("shown", cells[["level", "area_code", "category_id", "month", "shown"]])
    same = " AND ".join(f"cell.{name} = shown.{name}" for name in ("level", "area_code", "category_id", "month"))
    try:
        raw.execute(
            "UPDATE cell SET n_public = CASE WHEN n IS NULL THEN NULL ELSE 0 END WHERE grain = 'incidents' "
            f"AND (level, category_id, month) IN ({_PROTECTED})"
        )
        raw.execute(f"UPDATE cell SET n_public = shown.shown FROM shown WHERE cell.grain = 'incidents' AND {same}")
    finally:
        raw.unregister("shown")


def _cells(building: Building, raw: Any) -> pd.DataFrame:
    """One row per protected cell with facts: level, area_code, category_id, month, n, key in [0, 1)."""
    raw.execute("CREATE OR REPLACE TEMP TABLE protecting AS " + _PROTECTED)
    if not raw.execute("SELECT count(*) FROM protecting").fetchone()[0]:
        return pd.DataFrame()
    number = f"CAST('0x' || substr(sha256(? || incident_key), 1, {_DIGITS}) AS BIGINT)"
    raw.execute(
        "CREATE OR REPLACE TEMP TABLE keyed AS "
        f"SELECT category_id, month, wijk_code, buurt_code, zone_codes, {number} AS record_key FROM incident "
        "SEMI JOIN (SELECT DISTINCT category_id, month FROM protecting) p USING (category_id, month)",
        [protection_key()],
    )
    counted = [
        f"SELECT '{level}' AS level, {code} AS area_code, category_id, month, sum(record_key) AS total FROM keyed "
        f"WHERE {code} IS NOT NULL GROUP BY ALL"
        for level, code in _PLACES.items()
    ]
    counted.append(
        "SELECT 'zone' AS level, zone AS area_code, category_id, month, sum(record_key) AS total FROM "
        "(SELECT category_id, month, record_key, unnest(string_split(trim(zone_codes, '|'), '|')) AS zone FROM keyed "
        "WHERE zone_codes IS NOT NULL) GROUP BY ALL"
    )
    # A cell of which the facts are not there to be keyed has a key of its own name.
    own = f"CAST('0x' || substr(sha256(? || c.area_code || c.category_id || c.month), 1, {_DIGITS}) AS BIGINT)"
    frame: pd.DataFrame = raw.execute(
        "SELECT c.level, c.area_code, c.category_id, c.month, c.n, "
        f"CAST(coalesce(k.total, {own}) % {_KEYS} AS BIGINT) AS key FROM cell c "
        "SEMI JOIN protecting USING (level, category_id, month) "
        f"LEFT JOIN ({' UNION ALL '.join(counted)}) k USING (level, area_code, category_id, month) "
        "WHERE c.grain = 'incidents' AND c.n > 0",
        [protection_key()],
    ).df()
    raw.execute("DROP TABLE keyed")
    raw.execute("DROP TABLE protecting")
    return frame.assign(key=frame["key"] / _KEYS)


def _open_counts(raw: Any) -> pd.DataFrame:
    """Published counts per wijk of the slices that there are real facts of too: wijk, category_id, month, open."""
    found: pd.DataFrame = raw.execute(
        "SELECT c.area_code AS wijk, c.category_id, c.month, c.n AS open FROM cell c SEMI JOIN "
        f"(SELECT DISTINCT category_id, month FROM ({_PROTECTED})) USING (category_id, month) "
        "WHERE c.grain = 'counts' AND c.level = 'wijk' AND c.n IS NOT NULL"
    ).df()
    return found


def without_pins(cells: pd.DataFrame, open_counts: pd.DataFrame) -> pd.Series:
    """The protected counts, changed in the few places where a wijk and its buurten together tell an exact count.

    Zero stays zero, so whatever is shown is at least one fact. Where these least counts of the buurten together are all
    that their wijk has, by its published count or at most by its protected one, each of them would be known. In the
    first case one buurt that shows the smallest count shows zero in its place, drawn by its key. In the second the wijk
    shows the sum of its buurten, which tells nothing more than they do.

    Args:
        cells: One row per cell with facts: level, wijk (its own, or that of the buurt), category_id, month, shown, key.
        open_counts: Published counts of the same wijken: wijk, category_id, month, open.
    """
    key = ["wijk", "category_id", "month"]
    shown = cells["shown"].astype("int64")
    buurt = cells["level"] == "buurt"
    if not buurt.any():
        return shown
    rows = cells.loc[buurt, [*key, "key"]].assign(
        least=least(np.asarray(shown[buurt], dtype=np.int64)), shown=shown[buurt]
    )
    open_of = rows[key].merge(open_counts, on=key, how="left")["open"].to_numpy(dtype=float)
    filled = rows["least"].groupby([rows[name] for name in key]).transform("sum").to_numpy() == open_of
    smallest = rows[filled & (rows["shown"] == SMALLEST_SHOWN)].sort_values("key", kind="stable")
    dropped = smallest.index[~smallest.duplicated(key)]
    shown[dropped] = 0
    rows.loc[dropped, ["least", "shown"]] = 0
    sums = rows.groupby(key, as_index=False)[["least", "shown"]].sum()
    wijk = cells["level"] == "wijk"
    beside = cells.loc[wijk, key].merge(sums, on=key, how="left").fillna({"least": 0, "shown": 0})
    pinned = beside["least"].to_numpy() >= most(np.asarray(shown[wijk], dtype=np.int64))
    shown[shown[wijk].index[pinned]] = beside["shown"].to_numpy(dtype=np.int64)[pinned]
    return shown

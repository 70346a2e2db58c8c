"""Keeping facts by their key: a newer export updates what was there, and nothing is there twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.ingest.loaded import numbered_id, period_name
from data.snapshot import Building
from data.tables import incident

COLUMNS = tuple(c.name for c in incident.columns)
DERIVED = ("cell_x", "cell_y", "zone_codes", "day_part", "weekday")
"""Columns that are made from the others at the end of an import: no file tells them."""
MEMORY = "160MB"
"""Of the database while facts wait for their turn; what is more goes to a file beside the snapshot."""
_OWN = "SELECT source_id FROM source WHERE mapping = ? AND kind = 'incidents'"


@dataclass(frozen=True)
class Stored:
    """What became of the facts of a file.

    Attributes:
        new: Facts that were not there.
        updated: Facts that were there and say something else now.
        same: Facts that were there already.
    """

    new: int
    updated: int
    same: int


class Staging:
    """The facts of one file, in a temporary table of the snapshot under construction."""

    def __init__(self, building: Building, mapping_id: str) -> None:
        raw: Any = building.connection.connection.driver_connection
        self._raw = raw
        self._mapping = mapping_id
        self._raw.execute(f"SET memory_limit = '{MEMORY}'")
        self._raw.execute(
            "CREATE OR REPLACE TEMP TABLE staged AS SELECT *, 0::BIGINT AS line, '' AS content FROM incident LIMIT 0"
        )

    def add(self, facts: pd.DataFrame) -> None:
        """Adds the accepted facts of a chunk; see `Checker.check` for the columns."""
        if facts.empty:
            return
        columns = ", ".join(f'"{c}"' for c in facts.columns)
        asked = ", ".join(f'"{c}"' if c != "content" else "md5(content)" for c in facts.columns)
        self._raw.register("incoming", facts)
        try:
            self._raw.execute(f"INSERT INTO staged ({columns}) SELECT {asked} FROM incoming")
        finally:
            self._raw.unregister("incoming")

    def count(self) -> int:
        """How many facts there are."""
        return int(self._raw.execute("SELECT count(*) FROM staged").fetchone()[0])

    def settle_keys(self, *, given: bool) -> int:
        """Gives every fact its key, and takes out those of which the key was used on an earlier line.

        Args:
            given: Whether the file has keys. Else the key is a hash of what the row says, and its number among equal
                rows: two bicycles stolen together may read the same.

        Returns:
            How many were taken out; `doubles` says which.
        """
        if not given:
            self._raw.execute(
                "CREATE OR REPLACE TEMP TABLE staged AS SELECT * REPLACE (content || '-' || "
                "row_number() OVER (PARTITION BY content ORDER BY line) AS incident_key) FROM staged"
            )
            return 0
        self._raw.execute(
            "CREATE OR REPLACE TEMP TABLE doubles AS SELECT line, first FROM "
            "(SELECT line, min(line) OVER (PARTITION BY incident_key) AS first FROM staged) WHERE line <> first"
        )
        found = int(self._raw.execute("SELECT count(*) FROM doubles").fetchone()[0])
        if found:
            self._raw.execute("DELETE FROM staged WHERE line IN (SELECT line FROM doubles)")
        return found

    def doubles(self, lines: pd.Series) -> dict[int, int]:
        """Of the facts that were taken out: line to the earlier line with its key, for the lines of one chunk."""
        within = [int(lines.min()), int(lines.max())]
        rows = self._raw.execute("SELECT line, first FROM doubles WHERE line BETWEEN ? AND ?", within).fetchall()
        return {int(line): int(first) for line, first in rows}

    def slices(self) -> tuple[list[str], pd.Timestamp, pd.Timestamp]:
        """The categories of the facts, and their first and last month."""
        categories = [r[0] for r in self._raw.execute("SELECT DISTINCT category_id FROM staged ORDER BY 1").fetchall()]
        first, last = self._raw.execute("SELECT min(month), max(month) FROM staged").fetchone()
        return categories, pd.Timestamp(first), pd.Timestamp(last)

    def source_id(self, first: pd.Timestamp, last: pd.Timestamp) -> str:
        """The id of this file: its mapping and period, numbered when another file of that period keeps facts."""

        def is_free(source_id: str) -> bool:
            others = self._raw.execute(
                "SELECT count(*) FROM incident WHERE source_id = ? AND incident_key NOT IN "
                "(SELECT incident_key FROM staged)",
                [source_id],
            ).fetchone()[0]
            return int(others) == 0

        return numbered_id(f"{self._mapping}-{period_name(first, last)}", is_free)

    def compare(self) -> Stored:
        """What storing the facts would change."""
        told = [c for c in COLUMNS if c not in ("incident_key", "source_id", *DERIVED)]
        equal = " AND ".join(f"s.{c} IS NOT DISTINCT FROM i.{c}" for c in told)
        there, same = self._raw.execute(
            f"SELECT count(*), count(*) FILTER (WHERE {equal}) FROM staged s JOIN incident i USING (incident_key) "
            f"WHERE i.source_id IN ({_OWN})",
            [self._mapping],
        ).fetchone()
        return Stored(self.count() - int(there), int(there) - int(same), int(same))

    def store(self, source_id: str) -> None:
        """Writes the facts in place of those of the same mapping with the same key."""
        self._raw.execute(
            f"DELETE FROM incident USING staged WHERE incident.incident_key = staged.incident_key "
            f"AND incident.source_id IN ({_OWN})",
            [self._mapping],
        )
        names = ", ".join(COLUMNS)
        asked = ", ".join("?" if c == "source_id" else c for c in COLUMNS)
        self._raw.execute(f"INSERT INTO incident ({names}) SELECT {asked} FROM staged", [source_id])

    def outside(self, first: pd.Timestamp, last: pd.Timestamp) -> int:
        """How many facts lie before the first or after the last month."""
        where = "month < ? OR month > ?"
        found = self._raw.execute(f"SELECT count(*) FROM staged WHERE {where}", [first.date(), last.date()])
        return int(found.fetchone()[0])

    def remove_others(self, categories: list[str], first: pd.Timestamp, last: pd.Timestamp) -> int:
        """Removes the facts of other mappings in the same categories and months, and tells how many there were."""
        where = f"WHERE source_id NOT IN ({_OWN}) AND category_id IN (SELECT unnest(?)) AND month BETWEEN ? AND ?"
        given = [self._mapping, categories, first.date(), last.date()]
        n = int(self._raw.execute(f"SELECT count(*) FROM incident {where}", given).fetchone()[0])
        if n:
            self._raw.execute(f"DELETE FROM incident {where}", given)
        return n

    def close(self) -> None:
        """Drops the temporary table."""
        self._raw.execute("DROP TABLE IF EXISTS staged")

"""What an import takes away: loaded figures of areas that the new file does not name in a month that it replaces."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data.ingest.cells import SLICE
from data.ingest.progress import dutch
from data.ingest.validate import ValidRows
from data.snapshot import Building

SHOWN = 3
"""Names of areas in the sentence; the rest is counted."""
_PLACE = ["area_code", "month"]


@dataclass(frozen=True)
class Lost:
    """Figures above zero that were loaded and that a file, perhaps a part of one, replaces by none or by 0.

    Attributes:
        emptied: Cells (area x category x month) that are without figure now.
        zeroed: Cells that are 0 now.
        areas: Names of the areas that they are of, in the order of the snapshot.
    """

    emptied: int
    zeroed: int
    areas: tuple[str, ...]

    @property
    def figures(self) -> int:
        """How many cells that are."""
        return self.emptied + self.zeroed

    @property
    def now(self) -> str:
        """What they are now, in Dutch."""
        return " of ".join(word for word, n in (("leeg", self.emptied), ("0", self.zeroed)) if n)

    def sentence(self, file_name: str) -> str:
        """What whoever imports reads: how many, of which areas, and what to do."""
        one = self.figures == 1
        return (
            f"Let op: {dutch(self.figures)} {'cijfer' if one else 'cijfers'} van {self._whose()} "
            f"{'dat al geladen was, staat' if one else 'die al geladen waren, staan'} niet in {file_name} en "
            f"{'is' if one else 'zijn'} nu {self.now}. Is dit een deel van een bestand? "
            "Laad dan het volledige bestand opnieuw."
        )

    def note(self) -> str:
        """What is written down with the source, before the number."""
        return f"cijfer van {self._whose()} dat al geladen was, niet in dit bestand staat en nu {self.now} is"

    def _whose(self) -> str:
        names = ", ".join(self.areas[:SHOWN]) + (", ..." if len(self.areas) > SHOWN else "")
        return f"{dutch(len(self.areas))} {'gebied' if len(self.areas) == 1 else 'gebieden'} ({names})"


def find_lost(building: Building, cells: pd.DataFrame, rows: ValidRows, areas: pd.DataFrame) -> Lost | None:
    """Finds what is lost when these cells replace those in the snapshot.

    An area is named in a month by any row of it, also of another category and also when it was rejected: that a
    figure became 0 or that a row was refused is a revision, and is told elsewhere.

    Args:
        building: The snapshot under construction, before the cells are replaced and without the demonstration set.
        cells: Columns grain, level, area_code, category_id, month, n (null: missing). What the file publishes.
        rows: The rows of the file.
        areas: Columns area_code, name; every area of the level, in the order of the snapshot.

    Returns:
        None when nothing is.
    """
    told = pd.concat([rows.good[_PLACE], rows.doubtful[_PLACE]]).dropna().drop_duplicates()
    named = pd.MultiIndex.from_frame(told.astype({"area_code": "str", "month": "datetime64[s]"}))
    unnamed = cells[~pd.MultiIndex.from_frame(cells[_PLACE]).isin(named)]
    if unnamed.empty:
        return None
    raw = building.connection.connection.driver_connection
    assert raw is not None
    raw.register("unnamed", unnamed)
    try:
        match = " AND ".join(f"cell.{c} = unnamed.{c}" for c in [*SLICE, "area_code"])
        query = f"SELECT cell.area_code, unnamed.n IS NULL FROM unnamed JOIN cell ON {match} WHERE cell.n > 0"
        found = raw.execute(query).fetchall()
    finally:
        raw.unregister("unnamed")
    if not found:
        return None
    emptied = sum(is_empty for _, is_empty in found)
    codes = {code for code, _ in found}
    names = areas.loc[areas["area_code"].isin(codes), "name"]
    return Lost(emptied, len(found) - emptied, tuple(str(name) for name in names))

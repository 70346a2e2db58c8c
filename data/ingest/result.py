"""What an import tells whoever asked for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd


@dataclass(frozen=True)
class FactsTold:
    """What an import of single facts, or its check, found; the page for uploads shows it.

    Attributes:
        guesses: Sentences that say how the file was read.
        counts: Kind (defect, mended or rejected), Dutch sentence and number of rows, where that is not zero.
        rejected: Columns line, reason, raw; the first rejected rows, one row each.
        without_place: Accepted facts without a location.
        outside: Rows rejected because their point lies outside every area.
        unmatched_rows: Accepted rows of which the area name is not on the map.
        unmatched: Those names, at most 50.
        new: Facts that were not there.
        updated: Facts that were there and say something else now.
        categories: Ids of the categories of the accepted facts.
        first: First month that is counted, its first day; None when nothing was accepted.
        last: Last month that is counted, likewise.
        done: Sentences that say what the import changed.
    """

    guesses: tuple[str, ...]
    counts: tuple[tuple[str, str, int], ...]
    rejected: pd.DataFrame
    without_place: int = 0
    outside: int = 0
    unmatched_rows: int = 0
    unmatched: tuple[str, ...] = ()
    new: int = 0
    updated: int = 0
    categories: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    done: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportResult:
    """The outcome of one import; `rows_in` is always accepted plus rejected.

    Attributes:
        changed: False when the same file was loaded already and no new snapshot was published.
        rows_in: Rows (or features) read.
        rows_accepted: Rows that are in the snapshot.
        rows_rejected: Rows that are in the report, each with its line and reason.
        report: The report of the rejected rows, or None when there are none.
        messages: Dutch sentences for the user: what was guessed, mended and removed.
        facts: What an import of single facts found; None for other imports.
    """

    changed: bool
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    report: Path | None = None
    messages: list[str] = field(default_factory=list)
    facts: FactsTold | None = None

    def __post_init__(self) -> None:
        if self.rows_in != self.rows_accepted + self.rows_rejected:
            raise ValueError("rows in is not accepted plus rejected")

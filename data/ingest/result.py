"""What an import tells whoever asked for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


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
    """

    changed: bool
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    report: Path | None = None
    messages: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.rows_in != self.rows_accepted + self.rows_rejected:
            raise ValueError("rows in is not accepted plus rejected")

"""What every import writes down: its source, what it mended, what it rejected and why."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import pandas as pd
from sqlalchemy import delete, insert, select

from data import clock
from data.config import settings
from data.snapshot import Building
from data.tables import coverage, incident, rejected, source, source_note

REJECTED_IN_DATABASE = 1000
"""Rejected rows that `/gegevens` can show per source; the report file has all of them."""

NoteKind = Literal["mended", "rejected", "defect"]


@dataclass(frozen=True)
class SourceRecord:
    """One imported file, download or built-in set.

    Attributes:
        source_id: Stable across imports of the same thing, so that a newer file replaces an older one.
        mapping: Name of the mapping that read it.
        retrieved_at: UTC, without zone.
        rows_in: Always `rows_accepted + rows_rejected`.
        month_from: First day of the first month that the figures cover.
        month_until: First day of the last month that the figures cover.
        provisional_months: How many of the newest months the publisher is still completing.
        is_public: Whether these single facts are published as they are, so that nothing in them is protected.
    """

    source_id: str
    mapping: str
    kind: Literal["areas", "counts", "incidents", "denominators"]
    title: str
    publisher: str
    licence: str
    file_name: str
    sha256: str
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    url: str | None = None
    month_from: date | None = None
    month_until: date | None = None
    provisional_months: int = 0
    is_demo: bool = False
    is_public: bool = False
    note: str | None = None
    retrieved_at: datetime = field(default_factory=clock.now)


def record_source(
    building: Building,
    record: SourceRecord,
    *,
    mended: Mapping[str, int] | None = None,
    defects: Mapping[str, int] | None = None,
    rejected_rows: pd.DataFrame | None = None,
) -> Path | None:
    """Writes the provenance of an import into the snapshot, and the rejected rows into a report file.

    Args:
        building: The snapshot under construction.
        record: The source; an older record with the same id is replaced.
        mended: What was put right on the way, as Dutch sentence and number of rows.
        defects: What is known to be wrong with the source and was left, as Dutch sentence and number.
        rejected_rows: Columns line (int, 1-based, header included), reason (str), raw (str). One row a rejected row.

    Returns:
        The report file, or None when nothing was rejected.

    Raises:
        ValueError: when rows in is not accepted plus rejected, or rejected rows lack their line and reason.
    """
    refused = rejected_rows if rejected_rows is not None else pd.DataFrame(columns=["line", "reason", "raw"])
    if record.rows_in != record.rows_accepted + record.rows_rejected or record.rows_rejected != len(refused):
        raise ValueError(f"{record.source_id}: rows do not add up")
    connection = building.connection
    for table in (source, source_note, rejected):
        connection.execute(delete(table).where(table.c.source_id == record.source_id))
    connection.execute(insert(source), [vars(record)])
    notes = pd.DataFrame(
        [("mended", reason, n) for reason, n in (mended or {}).items()]
        + [("defect", reason, n) for reason, n in (defects or {}).items()]
        + [("rejected", reason, n) for reason, n in refused["reason"].map(note_reason).value_counts().items()],
        columns=["kind", "reason", "n"],
    )
    building.append(source_note, notes.assign(source_id=record.source_id))
    building.append(rejected, refused.head(REJECTED_IN_DATABASE).assign(source_id=record.source_id))
    return write_report(record.source_id, refused, building.version) if len(refused) else None


def note_reason(reason: str) -> str:
    """A reason without its detail in parentheses, so that equal faults of many rows are counted together."""
    return reason.split(" (", 1)[0]


def write_report(source_id: str, refused: pd.DataFrame, version: str) -> Path:
    """Writes all rejected rows to `var/reports/<version>-<source>.csv` (`;`, UTF-8 with BOM) and returns the path."""
    folder = settings().reports_dir
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{version}-{source_id.replace('/', '_')}.csv"
    refused.to_csv(path, sep=";", index=False, encoding="utf-8-sig", quoting=csv.QUOTE_MINIMAL)
    return path


def drop_uncovered_sources(building: Building) -> None:
    """Forgets sources of figures of which no slice and no fact is left, because newer files replaced them all."""
    living = {row[0] for row in building.connection.execute(select(coverage.c.source_id).distinct())}
    living |= {row[0] for row in building.connection.execute(select(incident.c.source_id).distinct())}
    figures = building.connection.execute(
        source.select().with_only_columns(source.c.source_id).where(source.c.kind.in_(["counts", "incidents"]))
    )
    for (source_id,) in figures.fetchall():
        if source_id not in living:
            for table in (source, source_note, rejected):
                building.connection.execute(delete(table).where(table.c.source_id == source_id))


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

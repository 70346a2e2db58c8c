"""What every import writes down: its source, what it mended, what it rejected and why."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import pandas as pd
from sqlalchemy import delete, insert, select

from data import clock
from data.config import settings
from data.ingest.refused import COLUMNS, FIRST, Refused, note_reason, write_rows
from data.snapshot import Building
from data.tables import coverage, incident, rejected, source, source_note

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
    rejected_rows: pd.DataFrame | Refused | None = None,
) -> Path | None:
    """Writes the provenance of an import into the snapshot, and the rejected rows into a report file.

    Args:
        building: The snapshot under construction.
        record: The source; an older record with the same id is replaced.
        mended: What was put right on the way, as Dutch sentence and number of rows.
        defects: What is known to be wrong with the source and was left, as Dutch sentence and number.
        rejected_rows: Columns line (int, 1-based, header included), reason (str), raw (str), one row a rejected row; or
            those that wait on disk.

    Returns:
        The report file, or None when nothing was rejected.

    Raises:
        ValueError: when rows in is not accepted plus rejected, or rejected rows lack their line and reason.
    """
    frame = rejected_rows if isinstance(rejected_rows, pd.DataFrame) else pd.DataFrame(columns=list(COLUMNS))
    refused, count = frame.head(FIRST), len(frame)
    reasons = Counter(frame["reason"].map(note_reason).tolist())
    if isinstance(rejected_rows, Refused):
        refused, count, reasons = rejected_rows.first, rejected_rows.rows, rejected_rows.reasons
    if record.rows_in != record.rows_accepted + record.rows_rejected or record.rows_rejected != count:
        raise ValueError(f"{record.source_id}: rows do not add up")
    connection = building.connection
    for table in (source, source_note, rejected):
        connection.execute(delete(table).where(table.c.source_id == record.source_id))
    connection.execute(insert(source), [vars(record)])
    notes = pd.DataFrame(
        [("mended", reason, n) for reason, n in (mended or {}).items()]
        + [("defect", reason, n) for reason, n in (defects or {}).items()]
        + [("rejected", reason, n) for reason, n in reasons.most_common()],
        columns=["kind", "reason", "n"],
    )
    building.append(source_note, notes.assign(source_id=record.source_id))
    building.append(rejected, refused.assign(source_id=record.source_id))
    if not count:
        return None
    report = settings().reports_dir / f"{building.version}-{record.source_id.replace('/', '_')}.csv"
    report.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(rejected_rows, Refused):
        rejected_rows.write(report)
    else:
        write_rows(frame, report)
    return report


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

"""Importing a file of single facts: all of it is one publish, or nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
from sqlalchemy import select

from data.catalogue.incident_source import IncidentsSource
from data.config import settings
from data.errors import InputError
from data.ingest.category_index import write_categories
from data.ingest.cells import remove_demo
from data.ingest.derive import building_figures
from data.ingest.incidents.check import OUTSIDE, WITHOUT_PLACE, Checked, Checker
from data.ingest.incidents.figures import count_incidents
from data.ingest.incidents.located import MOST_NAMES, UNMATCHED, Places
from data.ingest.incidents.places import box_around
from data.ingest.incidents.spill import Spilled, spill
from data.ingest.incidents.store import Staging, Stored
from data.ingest.loaded import provisional_from, refresh_provisional
from data.ingest.progress import Progress, dutch, silent
from data.ingest.record import SourceRecord, record_source, sha256_of
from data.ingest.refused import Refused
from data.ingest.result import FactsTold, ImportResult
from data.ingest.validate import Reasons, rejected_rows
from data.snapshot import Building
from data.tables import source

KIND = "incidents"
_SAME = ("mapping", "title", "publisher", "licence", "url", "sha256", "rows_in", "rows_accepted", "rows_rejected")
PARTLY = "De eerste en de laatste maand kunnen onvolledig zijn: ze tellen mee zoals ze in het bestand staan."


def import_incidents(
    path: Path,
    *,
    mapping: IncidentsSource,
    progress: Progress = silent,
    today: date | None = None,
    check: bool = False,
    waiting: Callable[[], None] | None = None,
    file_name: str | None = None,
    rejected_to: Path | None = None,
) -> ImportResult:
    """Imports a file of single facts and publishes it; facts that were there with the same key are updated.

    Args:
        path: csv, xlsx, json, geojson, geopackage or parquet.
        mapping: How to read it.
        progress: Is told of every step.
        today: What happened after this day is refused; by default the day of the import (`Building.today`).
        check: Only look what importing it would do; a file of which no row is usable is told of in full then.
        waiting: Called once when another import is under way; then this one waits for its turn.
        file_name: What the file is called where it came from; by default its name on disk.
        rejected_to: A file that gets all rejected rows as well; it is there in full, or not when the import fails.

    Returns:
        Rows in, accepted and rejected, and `facts`; `changed` is False when the snapshot says all of this already.

    Raises:
        InputError: when the file cannot be used or there are no areas; nothing is changed then.
        BusyError: when another import is under way and `waiting` is not given.
    """
    written = [rejected_to] if rejected_to is not None else []
    try:
        with building_figures(waiting=waiting) as made:
            places = Places(made.connection, mapping.area)
            folder = settings().snapshots_dir
            refused = Refused(folder / f"building-{made.version}.refused.csv")
            try:
                box = box_around(places.located)
                spilled = spill(path, mapping, folder, made.version, box, progress)
                read = _read(made, path, mapping, places, spilled, refused, today or made.today(), progress)
                made.changed = not check
                result = _checked(read) if check else _store(made, read, file_name or path.name, progress)
                written += [result.report] if result.report is not None else []
                if rejected_to is not None:
                    refused.write(rejected_to)
            finally:
                (folder / f"building-{made.version}.parquet").unlink(missing_ok=True)
                refused.remove()
    except BaseException:  # nothing was published: nothing is told of it
        for target in written:
            target.unlink(missing_ok=True)
        raise
    return result


@dataclass(frozen=True)
class _Read:
    """A file that was read and checked: what is in it, before anything is stored."""

    path: Path
    mapping: IncidentsSource
    spilled: Spilled
    staging: Staging
    found: Checked
    refused: Refused
    unmatched: tuple[str, ...]
    accepted: int

    def messages(self) -> list[str]:
        rows, good, bad = dutch(self.spilled.rows), dutch(self.accepted), dutch(self.refused.rows)
        return [
            f"{self.path.name}: {rows} rijen gelezen, {good} aanvaard, {bad} verworpen.",
            *(f"  {guess}" for guess in self.spilled.guesses),
            *(f"  {_shown(kind, sentence)}: {dutch(n)}" for kind, sentence, n in self.counts()),
        ]

    def counts(self) -> list[tuple[str, str, int]]:
        reasons = self.refused.reasons
        parts = (("defect", self.found.defects), ("mended", self.found.mended), ("rejected", reasons))
        return [(kind, sentence, n) for kind, part in parts for sentence, n in part.items() if n]

    def told(
        self, covered: pd.DatetimeIndex | None, stored: Stored, categories: list[str], done: Sequence[str] = ()
    ) -> FactsTold:
        return FactsTold(
            guesses=self.spilled.guesses,
            counts=tuple(self.counts()),
            rejected=self.refused.first,
            without_place=self.found.mended[WITHOUT_PLACE],
            outside=self.refused.reasons[OUTSIDE],
            unmatched_rows=self.found.mended[UNMATCHED],
            unmatched=self.unmatched[:MOST_NAMES],
            new=stored.new,
            updated=stored.updated,
            categories=tuple(categories),
            first=covered[0].date() if covered is not None else None,
            last=covered[-1].date() if covered is not None else None,
            done=tuple(sentence.strip() for sentence in done),
        )


def _read(
    made: Building,
    path: Path,
    mapping: IncidentsSource,
    places: Places,
    spilled: Spilled,
    refused: Refused,
    today: date,
    progress: Progress,
) -> _Read:
    staging = Staging(made, mapping.id)
    checker = Checker(mapping, places, spilled, refused, today)
    done = 0
    for chunk in spilled.chunks():
        staging.add(checker.check(chunk))
        done += len(chunk)
        progress("Controleren en plaatsen", done, spilled.rows)
    found = checker.found
    if staging.settle_keys(given=bool(mapping.key)):
        for chunk in spilled.chunks():
            refused.add_late(_double_rows(chunk, staging.doubles(chunk["line"]), mapping))
    refused.settle()
    return _Read(path, mapping, spilled, staging, found, refused, places.unmatched, staging.count())


def _checked(read: _Read) -> ImportResult:
    """What importing the file would do; nothing is written."""
    messages = read.messages()
    if not read.accepted:
        told = read.told(None, Stored(0, 0, 0), [])
        return ImportResult(False, read.spilled.rows, 0, read.refused.rows, None, messages, told)
    categories, covered = _slices(read)
    stored = read.staging.compare()
    messages.append(f"  {dutch(stored.new)} nieuwe feiten, {dutch(stored.updated)} worden bijgewerkt.")
    told = read.told(covered, stored, categories)
    return ImportResult(False, read.spilled.rows, read.accepted, read.refused.rows, None, messages, told)


def _slices(read: _Read) -> tuple[list[str], pd.DatetimeIndex]:
    categories, first, last = read.staging.slices()
    covered = _covered(read.mapping, first, last)
    if covered[0] > last or covered[-1] < first:
        raise InputError(
            f"{read.path.name}: geen enkel feit valt in de maanden die de mapping geeft ({covered[0]:%m-%Y} tot en met "
            f"{covered[-1]:%m-%Y})."
        )
    return categories, covered


def _store(made: Building, read: _Read, file_name: str, progress: Progress) -> ImportResult:
    path, mapping, spilled, staging, found = read.path, read.mapping, read.spilled, read.staging, read.found
    refused, accepted = read.refused, read.accepted
    if not accepted:
        raise _nothing_left(path, refused)
    categories, covered = _slices(read)
    _, first, last = staging.slices()
    record = SourceRecord(
        source_id=staging.source_id(covered[0], covered[-1]),
        mapping=mapping.id,
        kind="incidents",
        title=mapping.title,
        publisher=mapping.publisher,
        licence=mapping.licence,
        is_public=mapping.public,
        url=mapping.url,
        file_name=file_name,
        sha256=sha256_of(path),
        rows_in=spilled.rows,
        rows_accepted=accepted,
        rows_rejected=refused.rows,
        month_from=covered[0].date(),
        month_until=covered[-1].date(),
        provisional_months=mapping.provisional_months,
        note=None if mapping.months else PARTLY,
    )
    messages: list[str] = []
    progress("Schrijven", 0, 1)
    stored = staging.compare()
    edge = provisional_from(made, mapping, covered[-1], kind=KIND)
    fresh = bool(stored.new or stored.updated) or not _is_recorded(made, record)
    demo = remove_demo(made)
    if demo:
        messages.append("De demonstratiecijfers zijn verwijderd.")
    report = None
    if fresh:
        replaced = staging.remove_others(categories, min(first, covered[0]), max(last, covered[-1]))
        if replaced:
            are = "is" if replaced == 1 else "zijn"
            messages.append(f"{_facts(replaced)} van een andere bron over dezelfde maanden {are} vervangen.")
        staging.store(record.source_id)
        count_incidents(made, categories, covered, edge=edge, source_id=record.source_id)
        write_categories(made, mapping, found.names)
        report = record_source(
            made,
            record,
            mended={sentence: n for sentence, n in found.mended.items() if n},
            defects={sentence: n for sentence, n in found.defects.items() if n},
            rejected_rows=refused,
        )
        messages.append(f"  {dutch(stored.new)} nieuwe feiten, {dutch(stored.updated)} bijgewerkt.")
        if beyond := staging.outside(covered[0], covered[-1]):
            messages.append(f"  {_facts(beyond)} buiten de maanden van de mapping: bewaard, niet geteld.")
        messages.append(f"  Maanden {covered[0]:%m-%Y} tot en met {covered[-1]:%m-%Y}. {record.note or ''}".rstrip())
    else:
        messages.append(f"  {path.name} was al geladen: er is niets gewijzigd.")
    staging.close()
    made.changed = refresh_provisional(made, mapping.id, edge, kind=KIND) or demo or fresh
    progress("Schrijven", 1, 1)
    told = read.told(covered, stored, categories, done=messages)
    messages = [*read.messages(), *messages]
    if report is not None:
        messages.append(f"  verworpen rijen met hun reden: {report}")
    return ImportResult(made.changed, spilled.rows, accepted, refused.rows, report, messages, told)


def _double_rows(chunk: pd.DataFrame, firsts: dict[int, int], mapping: IncidentsSource) -> pd.DataFrame:
    rows = chunk[chunk["line"].isin(list(firsts))]
    reasons = Reasons(rows)
    told = [f"deze sleutel staat er al (op regel {firsts[line]})" for line in rows["line"]]
    reasons.add(rows["line"].notna(), pd.Series(told, index=rows.index, dtype="str"))
    return rejected_rows(rows, reasons, mapping.columns)


def _facts(n: int) -> str:
    return f"{dutch(n)} {'feit' if n == 1 else 'feiten'}"


def _shown(kind: str, sentence: str) -> str:
    return f"verworpen: {sentence}" if kind == "rejected" else sentence


def _nothing_left(path: Path, refused: Refused) -> InputError:
    told = "; ".join(f"{reason} ({dutch(n)} keer)" for reason, n in refused.reasons.most_common(3))
    return InputError(f"{path.name}: geen enkele van de {dutch(refused.rows)} rijen is bruikbaar. {told}.")


def _covered(mapping: IncidentsSource, first: pd.Timestamp, last: pd.Timestamp) -> pd.DatetimeIndex:
    if mapping.months is not None:
        first, last = (pd.Timestamp(f"{month}-01") for month in mapping.months)
    return pd.date_range(first, last, freq="MS")


def _is_recorded(made: Building, record: SourceRecord) -> bool:
    query = select(source).where(source.c.source_id == record.source_id)
    row = made.connection.execute(query).mappings().first()
    return row is not None and all(row[name] == getattr(record, name) for name in _SAME)

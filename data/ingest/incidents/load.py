"""Importing a file of single facts: all of it is one publish, or nothing is changed."""

from __future__ import annotations

from collections import Counter
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
from data.ingest.incidents.check import Checked, Checker
from data.ingest.incidents.figures import count_incidents
from data.ingest.incidents.located import Places
from data.ingest.incidents.places import box_around
from data.ingest.incidents.spill import Spilled, spill
from data.ingest.incidents.store import Staging
from data.ingest.loaded import provisional_from, refresh_provisional
from data.ingest.progress import Progress, dutch, silent
from data.ingest.record import SourceRecord, note_reason, record_source, sha256_of
from data.ingest.result import ImportResult
from data.ingest.validate import Reasons, rejected_rows
from data.snapshot import Building
from data.tables import source

KIND = "incidents"
_SAME = ("mapping", "title", "publisher", "licence", "url", "sha256", "rows_in", "rows_accepted", "rows_rejected")
PARTLY = "De eerste en de laatste maand kunnen onvolledig zijn: ze tellen mee zoals ze in het bestand staan."


def import_incidents(
    path: Path, *, mapping: IncidentsSource, progress: Progress = silent, today: date | None = None
) -> ImportResult:
    """Imports a file of single facts and publishes it; facts that were there with the same key are updated.

    Args:
        path: csv, xlsx, json, geojson, geopackage or parquet.
        mapping: How to read it.
        progress: Is told of every step.
        today: What happened after this day is refused; by default the day of the import.

    Returns:
        Rows in, accepted and rejected; `changed` is False when the snapshot says all of this already.

    Raises:
        InputError: when the file cannot be used or there are no areas; nothing is changed then.
        BusyError: when another import is under way.
    """
    with building_figures() as made:
        places = Places(made.connection, mapping.area)
        folder = settings().snapshots_dir
        try:
            box = box_around(places.located)
            spilled = spill(path, mapping, folder, made.version, box, progress)
            return _import(made, path, mapping, places, spilled, today or date.today(), progress)
        finally:
            (folder / f"building-{made.version}.parquet").unlink(missing_ok=True)


def _import(
    made: Building,
    path: Path,
    mapping: IncidentsSource,
    places: Places,
    spilled: Spilled,
    today: date,
    progress: Progress,
) -> ImportResult:
    staging = Staging(made, mapping.id)
    checker = Checker(mapping, places, spilled, today)
    done = 0
    for chunk in spilled.chunks():
        staging.add(checker.check(chunk))
        done += len(chunk)
        progress("Controleren en plaatsen", done, spilled.rows)
    found = checker.found
    doubles = staging.settle_keys(given=bool(mapping.key))
    if doubles:
        found.rejected.append(_double_rows(spilled, doubles, mapping))
    rejected = pd.concat(found.rejected, ignore_index=True).sort_values("line", ignore_index=True)
    accepted = staging.count()
    if not accepted:
        raise _nothing_left(path, rejected)
    categories, first, last = staging.slices()
    covered = _covered(mapping, first, last)
    if covered[0] > last or covered[-1] < first:
        raise InputError(
            f"{path.name}: geen enkel feit valt in de maanden die de mapping geeft ({covered[0]:%m-%Y} tot en met "
            f"{covered[-1]:%m-%Y})."
        )
    record = SourceRecord(
        source_id=staging.source_id(covered[0], covered[-1]),
        mapping=mapping.id,
        kind="incidents",
        title=mapping.title,
        publisher=mapping.publisher,
        licence=mapping.licence,
        url=mapping.url,
        file_name=path.name,
        sha256=sha256_of(path),
        rows_in=spilled.rows,
        rows_accepted=accepted,
        rows_rejected=len(rejected),
        month_from=covered[0].date(),
        month_until=covered[-1].date(),
        provisional_months=mapping.provisional_months,
        note=None if mapping.months else PARTLY,
    )
    messages = [
        f"{path.name}: {dutch(spilled.rows)} rijen gelezen, {dutch(accepted)} aanvaard, {dutch(len(rejected))} "
        "verworpen.",
        *(f"  {guess}" for guess in spilled.guesses),
        *(f"  {sentence}: {dutch(n)}" for sentence, n in _counted(found, rejected)),
    ]
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
            messages.append(f"{dutch(replaced)} feiten van een andere bron over dezelfde maanden zijn vervangen.")
        staging.store(record.source_id)
        count_incidents(made, categories, covered, edge=edge, source_id=record.source_id)
        write_categories(made, mapping, found.names)
        report = record_source(
            made,
            record,
            mended={sentence: n for sentence, n in found.mended.items() if n},
            defects={sentence: n for sentence, n in found.defects.items() if n},
            rejected_rows=rejected,
        )
        messages.append(f"  {dutch(stored.new)} nieuwe feiten, {dutch(stored.updated)} bijgewerkt.")
        if beyond := staging.outside(covered[0], covered[-1]):
            messages.append(f"  {dutch(beyond)} feiten buiten de maanden van de mapping: bewaard, niet geteld.")
        messages.append(f"  Maanden {covered[0]:%m-%Y} tot en met {covered[-1]:%m-%Y}. {record.note or ''}".rstrip())
        if report is not None:
            messages.append(f"  verworpen rijen met hun reden: {report}")
    else:
        messages.append(f"  {path.name} was al geladen: er is niets gewijzigd.")
    staging.close()
    made.changed = refresh_provisional(made, mapping.id, edge, kind=KIND) or demo or fresh
    progress("Schrijven", 1, 1)
    return ImportResult(made.changed, spilled.rows, accepted, len(rejected), report, messages)


def _double_rows(spilled: Spilled, doubles: list[tuple[int, int]], mapping: IncidentsSource) -> pd.DataFrame:
    firsts = dict(doubles)
    rows = spilled.lines(list(firsts))
    reasons = Reasons(rows)
    told = [f"deze sleutel staat er al (op regel {firsts[line]})" for line in rows["line"]]
    reasons.add(rows["line"].notna(), pd.Series(told, index=rows.index, dtype="str"))
    return rejected_rows(rows, reasons, mapping.columns)


def _counted(found: Checked, rejected: pd.DataFrame) -> list[tuple[str, int]]:
    reasons = Counter(rejected["reason"].map(note_reason))
    told = [*found.defects.items(), *found.mended.items(), *((f"verworpen: {r}", n) for r, n in reasons.items())]
    return [(sentence, n) for sentence, n in told if n]


def _nothing_left(path: Path, rejected: pd.DataFrame) -> InputError:
    reasons = rejected["reason"].map(note_reason).value_counts().head(3)
    told = "; ".join(f"{reason} ({dutch(int(n))} keer)" for reason, n in reasons.items())
    return InputError(f"{path.name}: geen enkele van de {dutch(len(rejected))} rijen is bruikbaar. {told}.")


def _covered(mapping: IncidentsSource, first: pd.Timestamp, last: pd.Timestamp) -> pd.DatetimeIndex:
    if mapping.months is not None:
        first, last = (pd.Timestamp(f"{month}-01") for month in mapping.months)
    return pd.date_range(first, last, freq="MS")


def _is_recorded(made: Building, record: SourceRecord) -> bool:
    query = select(source).where(source.c.source_id == record.source_id)
    row = made.connection.execute(query).mappings().first()
    return row is not None and all(row[name] == getattr(record, name) for name in _SAME)

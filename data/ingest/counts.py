"""Importing monthly counts per area and category: several files at once are one publish, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from data.catalogue.sources import CountsSource
from data.errors import InputError
from data.ingest.area_index import AreaIndex, areas_of_snapshot
from data.ingest.category_index import write_categories
from data.ingest.cells import remove_demo, replace_slices
from data.ingest.derive import building_figures
from data.ingest.formats import read_rows
from data.ingest.loaded import is_loaded, provisional_from, refresh_provisional, source_id_for
from data.ingest.lost import find_lost
from data.ingest.progress import Progress, dutch, silent
from data.ingest.provenance import read_provenance
from data.ingest.record import SourceRecord, record_source, sha256_of
from data.ingest.refused import note_reason
from data.ingest.result import ImportResult
from data.ingest.slices import build_cells
from data.ingest.validate import ValidRows, validate_counts
from data.snapshot import Building


@dataclass(frozen=True)
class CountsFile:
    """One file, read, checked and laid out as cells, before anything is written.

    Attributes:
        record: The source; its id is final.
        rows: Accepted and rejected rows.
        cells: Columns grain, level, area_code, category_id, month, n. One row an area in a published slice.
        slices: Columns grain, level, category_id, month. One row a published slice.
    """

    record: SourceRecord
    rows: ValidRows
    cells: pd.DataFrame
    slices: pd.DataFrame

    @property
    def defects(self) -> dict[str, int]:
        """What is wrong with the file and was left: missing cells and months."""
        found = {
            "cel zonder cijfer: het gebied staat niet bij die maand en dat feit": int(self.cells["n"].isna().sum())
        }
        sums = self.rows.good.groupby("month")["n"].sum()
        found["maand waarin alle aantallen nul zijn"] = int((sums == 0).sum())
        span = len(pd.date_range(sums.index.min(), sums.index.max(), freq="MS"))
        found["maand zonder één rij, tussen de eerste en de laatste maand"] = span - len(sums)
        return {sentence: n for sentence, n in found.items() if n}


def import_counts(
    paths: Sequence[Path], *, mapping: CountsSource, progress: Progress = silent, today: date | None = None
) -> ImportResult:
    """Imports files of monthly counts and publishes them together, in place of what they replace.

    Args:
        paths: Files of one source, for example one a year; json, csv, geojson or parquet.
        mapping: How to read them.
        progress: Is told of every step.
        today: Months after this day's month are refused; by default the day of the import (`Building.today`).

    Returns:
        Rows in, accepted and rejected of all files together; `changed` is False when all was loaded already. Its
        messages end with the loaded figures that are gone because a file does not name their area.

    Raises:
        InputError: when a file cannot be used, the level has no areas, or two files tell about the same month;
            nothing is changed then.
        BusyError: when another import is under way.
    """
    if not paths:
        raise InputError("Geef minstens één bestand om te laden.")
    with building_figures() as made:
        areas = areas_of_snapshot(made.connection, mapping.level)
        if not areas["is_located"].any():
            raise InputError(
                f"Er zijn nog geen gebieden van niveau {mapping.level}. Laad ze eerst: "
                f"python -m data.ingest areas BESTAND --level {mapping.level}"
            )
        files: list[CountsFile] = []
        messages: list[str] = []
        for number, path in enumerate(paths):
            progress("Bestanden lezen en controleren", number, len(paths))
            file = _read_file(made, path, mapping, areas, today or made.today())
            if any(file.record.sha256 == other.record.sha256 for other in files):
                messages.append(f"{path.name}: hetzelfde bestand stond er al bij en telt één keer.")
                continue
            files.append(file)
        progress("Bestanden lezen en controleren", len(paths), len(paths))
        _refuse_overlap(files)
        result = _write(made, files, mapping, areas, messages, progress)
    return result


def _read_file(made: Building, path: Path, mapping: CountsSource, areas: pd.DataFrame, today: date) -> CountsFile:
    raw = read_rows(path, mapping.columns.names)
    rows = validate_counts(raw, mapping, AreaIndex(areas, mapping.area), today=today)
    if rows.good.empty:
        reasons = rows.rejected["reason"].map(note_reason).value_counts().head(3)
        told = "; ".join(f"{reason} ({dutch(int(n))} keer)" for reason, n in reasons.items())
        raise InputError(f"{path.name}: geen enkele van de {dutch(len(raw.frame))} rijen is bruikbaar. {told}.")
    cells, slices = build_cells(rows, mapping, areas)
    sha256 = sha256_of(path)
    known = read_provenance(path, sha256)
    record = SourceRecord(
        source_id=source_id_for(made, mapping.id, slices),
        mapping=mapping.id,
        kind="counts",
        title=(known and known.title) or mapping.title,
        publisher=(known and known.publisher) or mapping.publisher,
        licence=(known and known.licence) or mapping.licence,
        url=(known and known.url) or mapping.url,
        file_name=path.name,
        sha256=sha256,
        rows_in=len(raw.frame),
        rows_accepted=len(rows.good),
        rows_rejected=len(rows.rejected),
        month_from=slices["month"].min().date(),
        month_until=slices["month"].max().date(),
        provisional_months=mapping.provisional_months,
        note=f"Laatst gewijzigd door de uitgever: {known.modified}" if known and known.modified else None,
    )
    return CountsFile(replace(record, retrieved_at=known.retrieved_at) if known else record, rows, cells, slices)


def _refuse_overlap(files: Sequence[CountsFile]) -> None:
    seen: dict[tuple[object, ...], str] = {}
    for file in files:
        for key in file.slices[["category_id", "month"]].itertuples(index=False, name=None):
            if key in seen:
                raise InputError(
                    f"{seen[key]} en {file.record.file_name} bevatten allebei cijfers van {key[1]:%m-%Y} over "
                    f"'{key[0]}'. Geef maar één van beide, of voeg ze eerst samen."
                )
            seen[key] = file.record.file_name


def _write(
    made: Building,
    files: Sequence[CountsFile],
    mapping: CountsSource,
    areas: pd.DataFrame,
    messages: list[str],
    progress: Progress,
) -> ImportResult:
    edge = provisional_from(made, mapping, max(file.slices["month"].max() for file in files))
    published = [_published(file, edge) for file in files]
    fresh = [
        (file, slices)
        for file, slices in zip(files, published, strict=True)
        if not is_loaded(made, file.record, file.cells, slices)
    ]
    demo = remove_demo(made)
    if demo:
        messages.append("De demonstratiecijfers zijn verwijderd.")
    lost = {  # the demonstration set is gone by now: that it makes place is no loss
        file.record.sha256: found for file, _ in fresh if (found := find_lost(made, file.cells, file.rows, areas))
    }
    reports: list[Path] = []
    if fresh:
        replace_slices(
            made,
            pd.concat([file.cells for file, _ in fresh], ignore_index=True),
            pd.concat([slices for _, slices in fresh], ignore_index=True),
        )
        names = {key: name for file, _ in fresh for key, name in file.rows.category_names.items()}
        write_categories(made, mapping, names)
    for number, file in enumerate(files):
        progress("Schrijven", number, len(files))
        messages.append(_sentence(file))
        messages += [f"  {sentence}: {dutch(n)}" for sentence, n in {**file.rows.mended, **file.defects}.items()]
        if any(file is other for other, _ in fresh):
            gone = lost.get(file.record.sha256)
            report = record_source(
                made,
                file.record,
                mended=file.rows.mended,
                defects=file.defects | ({gone.note(): gone.figures} if gone else {}),
                rejected_rows=file.rows.rejected,
            )
            if report is not None:
                reports.append(report)
                messages.append(f"  verworpen rijen met hun reden: {report}")
        else:
            messages.append(f"  {file.record.file_name} was al geladen: er is niets gewijzigd.")
    # last, where it is not overlooked
    messages += [
        lost[file.record.sha256].sentence(file.record.file_name) for file in files if file.record.sha256 in lost
    ]
    changed = refresh_provisional(made, mapping.id, edge) or demo or bool(fresh)
    made.changed = changed
    progress("Schrijven", len(files), len(files))
    return ImportResult(
        changed=changed,
        rows_in=sum(file.record.rows_in for file in files),
        rows_accepted=sum(file.record.rows_accepted for file in files),
        rows_rejected=sum(file.record.rows_rejected for file in files),
        report=reports[0] if reports else None,
        messages=messages,
    )


def _published(file: CountsFile, edge: pd.Timestamp) -> pd.DataFrame:
    status = pd.Series("ok", index=file.slices.index, dtype="str").mask(file.slices["month"] >= edge, "provisional")
    return file.slices.assign(status=status, source_id=file.record.source_id)


def _sentence(file: CountsFile) -> str:
    record = file.record
    return (
        f"{record.file_name}: {dutch(record.rows_in)} rijen gelezen, {dutch(record.rows_accepted)} aanvaard, "
        f"{dutch(record.rows_rejected)} verworpen."
    )

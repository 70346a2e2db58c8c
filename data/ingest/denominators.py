"""Importing denominators: inhabitants, bike-parking places or anything else that a rate divides by, per area."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from sqlalchemy import delete, select

from data import clock
from data.catalogue import DENOMINATORS
from data.errors import InputError
from data.ingest.area_index import AreaIndex, areas_of_snapshot, place_key
from data.ingest.derive import building_figures
from data.ingest.formats import read_rows
from data.ingest.loaded import numbered_id
from data.ingest.progress import Progress, dutch, silent
from data.ingest.record import SourceRecord, record_source, sha256_of
from data.ingest.refused import note_reason
from data.ingest.result import ImportResult
from data.ingest.rows import Rows
from data.ingest.validate import Reasons, reject_doubles, rejected_rows
from data.snapshot import Building
from data.tables import denominator, rejected, source, source_note

KEY = ["area_code", "kind", "year"]


@dataclass(frozen=True)
class DenominatorFields:
    """Which column holds what, and what a file does not say itself.

    Attributes:
        area: Column with the code or the name of the area.
        value: Column with the value, >= 0.
        kind: Kind of every row, for a file without a column `kind`.
        year: Year of every row, for a file without a column `year`.
        source: Where every row comes from, for a file without a column `source`.
        level: Look areas up at this level alone.
    """

    area: str = "area"
    value: str = "value"
    kind: str | None = None
    year: int | None = None
    source: str | None = None
    level: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the file must have."""
        given = {"kind": self.kind, "year": self.year, "source": self.source}
        return (self.area, *(name for name, value in given.items() if value is None), self.value)


def import_denominators(
    path: Path, *, fields: DenominatorFields | None = None, licence: str = "niet vermeld", progress: Progress = silent
) -> ImportResult:
    """Imports denominators per area and year, and publishes them in place of those of the same area, kind and year.

    Args:
        path: csv, json, geojson or parquet; by default with columns area, year, kind, value, source.
        fields: Other column names, and values that hold for every row.
        licence: Licence to show with the source.
        progress: Is told of every step.

    Returns:
        Rows in, accepted and rejected; `changed` is False when every value was there already.

    Raises:
        InputError: when the file cannot be used or no row is usable; nothing is changed then.
        BusyError: when another import is under way.
    """
    asked = fields or DenominatorFields()
    if asked.kind is not None and _kind(asked.kind) is None:
        raise InputError(_unknown_kind(asked.kind))
    with building_figures() as made:
        progress("Noemers lezen", 0, 1)
        areas = areas_of_snapshot(made.connection, asked.level)
        if areas.empty:
            raise InputError(
                "Er zijn nog geen gebieden. Laad ze eerst: python -m data.ingest areas BESTAND --level wijk"
            )
        rows = read_rows(path, asked.columns)
        good, refused, mended = _validate(rows, asked, AreaIndex(areas[areas["is_located"]]))
        if good.empty:
            reasons = refused["reason"].map(note_reason).value_counts().head(3)
            told = "; ".join(f"{reason} ({dutch(int(n))} keer)" for reason, n in reasons.items())
            raise InputError(f"{path.name}: geen enkele van de {dutch(len(rows.frame))} rijen is bruikbaar. {told}.")
        progress("Noemers lezen", 1, 1)
        publishers = list(dict.fromkeys(good["source"]))
        record = SourceRecord(
            source_id=_source_id(made, good),
            mapping="noemers",
            kind="denominators",
            title=f"{', '.join(DENOMINATORS[k].name for k in sorted(set(good['kind'])))} per gebied, {path.name}",
            publisher="; ".join(publishers)[:300],
            licence=licence,
            file_name=path.name,
            sha256=sha256_of(path),
            rows_in=len(rows.frame),
            rows_accepted=len(good),
            rows_rejected=len(refused),
        )
        message = f"{path.name}: {dutch(record.rows_in)} rijen gelezen, {dutch(record.rows_accepted)} aanvaard, "
        messages = [message + f"{dutch(record.rows_rejected)} verworpen."]
        messages += [f"  {sentence}: {dutch(n)}" for sentence, n in mended.items()]
        report = None
        if _is_loaded(made, record, good):
            made.changed = False
            messages.append(f"  {path.name} was al geladen: er is niets gewijzigd.")
        else:
            _replace(made, good.assign(source_id=record.source_id))
            report = record_source(made, record, mended=mended, rejected_rows=refused)
            if report is not None:
                messages.append(f"  verworpen rijen met hun reden: {report}")
        return ImportResult(made.changed, record.rows_in, record.rows_accepted, record.rows_rejected, report, messages)


def _validate(
    rows: Rows, asked: DenominatorFields, areas: AreaIndex
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, int]]:
    frame = rows.frame.copy()
    for name, given in (("kind", asked.kind), ("year", asked.year), ("source", asked.source)):
        if given is not None:
            frame[name] = pd.Series(str(given), index=frame.index, dtype="str")
    reasons = Reasons(frame)
    for name in asked.columns:
        reasons.add(frame[name].isna(), f"het veld '{name}' is leeg")
    found = {v: areas.find(v, by="either") for v in frame[asked.area].dropna().unique()}
    faults = frame[asked.area].map({v: f.fault for v, f in found.items() if f.fault}).astype("str")
    reasons.add(faults.notna(), faults)
    kinds = {v: _kind(v) for v in frame["kind"].dropna().unique()}
    wrong_kinds = frame["kind"].map({v: _unknown_kind(v) for v, kind in kinds.items() if kind is None}).astype("str")
    reasons.add(wrong_kinds.notna(), wrong_kinds)
    years = pd.to_numeric(frame["year"].where(frame["year"].str.fullmatch(r"[0-9]{4}(\.0)?").fillna(False)))
    impossible = ~years.between(1900, clock.today().year + 1)
    reasons.add(impossible, "onmogelijk jaar (" + frame["year"].fillna("").str.slice(0, 30) + ")")
    values, value_faults = _values(frame[asked.value], typed=rows.typed)
    reasons.add(value_faults.notna(), value_faults)
    keyed = pd.DataFrame(
        {
            "line": frame["line"],
            "area_code": frame[asked.area].map({v: f.code for v, f in found.items() if f.code}).astype("str"),
            "kind": frame["kind"].map({v: kind for v, kind in kinds.items() if kind}).astype("str"),
            "year": years,
            "value": values,
            "source": frame["source"],
        }
    )
    reject_doubles(keyed, KEY, "value", reasons)
    fine = reasons.texts.isna()
    told = frame[asked.area][fine].map({v: f.mended for v, f in found.items() if f.mended}).dropna().value_counts()
    mended = {str(sentence): int(n) for sentence, n in told.items()}
    return keyed[fine].astype({"year": "int64"}), rejected_rows(frame, reasons, asked.columns), mended


def _values(values: pd.Series, *, typed: bool) -> tuple[pd.Series, pd.Series]:
    """Numbers with a decimal point or comma; "1.234" in a text file may be either, and is refused."""
    number = values.str.fullmatch(r"\+?[0-9]{1,15}(?:[.,][0-9]+)?").fillna(False).astype(bool)
    detail = " (" + values.str.slice(0, 30) + ")"
    fault = pd.Series(None, index=values.index, dtype="str").mask(values.notna() & ~number, "geen getal" + detail)
    fault = fault.mask(values.str.match(r"-\.?[0-9]").fillna(False).astype(bool), "negatieve waarde" + detail)
    if not typed:
        unclear = values.str.fullmatch(r"\+?[1-9][0-9]{0,2}[.,][0-9]{3}").fillna(False).astype(bool)
        fault = fault.mask(unclear, "dubbelzinnig getal: duizendtallen of decimalen? Schrijf 1234 of 1,2340" + detail)
    parsed = pd.to_numeric(values.where(fault.isna()).str.replace(",", ".", regex=False), errors="coerce")
    return parsed.astype("float64"), fault


def _kind(told: str) -> str | None:
    for kind in DENOMINATORS.values():
        if not kind.measured and place_key(told) in (place_key(kind.id), place_key(kind.name)):
            return kind.id
    return None


def _unknown_kind(told: str) -> str:
    measured = {place_key(name) for kind in DENOMINATORS.values() if kind.measured for name in (kind.id, kind.name)}
    if place_key(told) in measured:
        return "oppervlakte wordt op de kaart gemeten en niet geladen"
    known = ", ".join(kind.id for kind in DENOMINATORS.values() if not kind.measured)
    return f"onbekende noemer: kies uit {known}, of voeg hem toe aan denominators.toml ({told[:40]})"


def _source_id(made: Building, good: pd.DataFrame) -> str:
    """Kinds and years, numbered when another file of those keeps values that this one does not replace."""
    years = sorted({int(y) for y in good["year"]})
    span = f"{years[0]}" if len(years) == 1 else f"{years[0]}-{years[-1]}"
    base = f"noemers-{'-'.join(sorted(set(good['kind'])))}-{span}"
    mine = set(good[KEY].itertuples(index=False, name=None))

    def is_free(source_id: str) -> bool:
        columns = [denominator.c[name] for name in KEY]
        held = made.connection.execute(select(*columns).where(denominator.c.source_id == source_id))
        return all(tuple(row) in mine for row in held)

    return numbered_id(base, is_free)


def _is_loaded(made: Building, record: SourceRecord, good: pd.DataFrame) -> bool:
    row = made.connection.execute(select(source).where(source.c.source_id == record.source_id)).mappings().first()
    same = ("sha256", "rows_in", "rows_accepted", "rows_rejected", "publisher", "licence")
    if row is None or any(row[name] != getattr(record, name) for name in same):
        return False
    columns = [denominator.c[name] for name in (*KEY, "value")]
    held = {
        tuple(r) for r in made.connection.execute(select(*columns).where(denominator.c.source_id == record.source_id))
    }
    return held == set(good[[*KEY, "value"]].itertuples(index=False, name=None))


def _replace(made: Building, rows: pd.DataFrame) -> None:
    raw = made.connection.connection.driver_connection
    assert raw is not None
    raw.register("replacing", rows[KEY])
    try:
        match = " AND ".join(f"denominator.{c} = replacing.{c}" for c in KEY)
        raw.execute(f"DELETE FROM denominator USING replacing WHERE {match}")
    finally:
        raw.unregister("replacing")
    made.append(denominator, rows)
    living = set(made.connection.execute(select(denominator.c.source_id).distinct()).scalars())
    held = made.connection.execute(select(source.c.source_id).where(source.c.kind == "denominators")).scalars().all()
    for source_id in set(held) - living:
        for table in (source, source_note, rejected):
            made.connection.execute(delete(table).where(table.c.source_id == source_id))

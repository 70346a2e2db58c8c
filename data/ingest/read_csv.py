"""Reading csv files as they come: any separator, any encoding, broken lines named by their number."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TextIO

from data.catalogue.incident_source import FileForm
from data.errors import InputError
from data.ingest.rows import RowCollector, Rows, column_key, match_columns

_SEPARATORS = {";": "puntkomma", ",": "komma", "\t": "tab", "|": "verticale streep"}
_ENCODINGS = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
csv.field_size_limit(64 * 1024 * 1024)  # exports carry the polygon of the area in a field, in every row


@dataclass(frozen=True)
class CsvForm:
    """How a csv file turns out to be written.

    Attributes:
        header: Names of its columns.
        has_bom: Whether it begins with a byte order mark.
        skipped: Lines up to and with the header.
    """

    separator: str
    encoding: str
    header: list[str]
    has_bom: bool
    skipped: int

    @property
    def told(self) -> tuple[str, ...]:
        """Sentences that say so."""
        said = f"csv met scheidingsteken {_SEPARATORS[self.separator]}, tekencodering {_ENCODINGS[self.encoding]}."
        return (said, "Het bestand begint met een BOM: die telt niet mee.") if self.has_bom else (said,)


def csv_form(path: Path, columns: Sequence[str] = (), form: FileForm | None = None) -> CsvForm:
    """Recognises how a csv file is written: the separator that gives most of the asked columns, or most columns.

    Raises:
        InputError: when the encoding is not understood or there is no header.
    """
    told = form or FileForm()
    with path.open("rb") as raw:
        has_bom = raw.read(3).startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = {"utf-8": "utf-8-sig"}.get(told.encoding, told.encoding) if told.encoding else _encoding(path)
    skipped, first = 0, ""
    try:
        with path.open(encoding=encoding, newline="") as file:
            while not first.strip():
                first = file.readline()
                if not first:
                    raise InputError(f"{path.name}: het bestand is leeg.")
                skipped += 1
    except UnicodeError as error:
        raise _not_this_encoding(path) from error
    header, separator = _header(first, columns, told.separator)
    return CsvForm(separator, encoding, header, has_bom, skipped)


def _not_this_encoding(path: Path) -> InputError:
    return InputError(f"{path.name}: de tekencodering wordt niet herkend. Bewaar het als csv in UTF-8.")


def read_csv(
    path: Path, columns: Sequence[str], collector: RowCollector | None = None, form: FileForm | None = None
) -> Rows:
    """Reads the asked columns of a csv file; `line` is the number of the line on which the row begins.

    Raises:
        InputError: when the encoding is not understood, a quote is never closed or a column is not there.
    """
    try:
        found = csv_form(path, columns, form)
        with path.open(encoding=found.encoding, newline="") as file:
            return _read(file, columns, path.name, collector, found)
    except UnicodeError as error:
        raise _not_this_encoding(path) from error


def _read(file: TextIO, columns: Sequence[str], file_name: str, collector: RowCollector | None, form: CsvForm) -> Rows:
    header, separator, skipped = form.header, form.separator, form.skipped
    for _ in range(skipped):
        file.readline()
    places = [header.index(n) for n in match_columns(header, columns, file_name=file_name).values()]
    collected = collector or RowCollector(columns)
    reader = csv.reader(file, delimiter=separator, strict=True)
    line, width = skipped + 1, len(header)
    wanted = itemgetter(*places) if len(places) > 1 else lambda fields: (fields[places[0]],)
    try:
        for fields in reader:
            if len(fields) == width:
                collected.add(line, wanted(fields))
            elif fields:
                fault = f"de regel heeft {len(fields)} velden in plaats van {len(header)}"
                collected.add(line, [fields[p] if p < len(fields) else None for p in places], fault)
            line = skipped + reader.line_num + 1
            if collected.is_full:
                break
    except csv.Error as error:
        raise InputError(
            f"{file_name}: onleesbaar vanaf regel {line}, er staat wellicht een aanhalingsteken te veel of te weinig."
        ) from error
    return Rows(collected.frame(), typed=False, guesses=form.told)


def _header(first: str, columns: Sequence[str], declared: str | None) -> tuple[list[str], str]:
    wanted = {column_key(c) for c in columns}
    headers = {}
    for separator in [declared] if declared else _SEPARATORS:
        headers[separator] = next(csv.reader([first.lstrip("\ufeff")], delimiter=separator))
    best = max(headers, key=lambda s: (len(wanted & {column_key(n) for n in headers[s]}), len(headers[s])))
    return headers[best], best


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        file.seek(0)
        try:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"

"""Reading a file of rows in any format that people send: csv, xlsx, json, geojson, geopackage and parquet."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from data.catalogue.incident_source import FileForm
from data.errors import InputError
from data.ingest.read_csv import read_csv
from data.ingest.read_features import read_features
from data.ingest.read_json import read_json
from data.ingest.read_parquet import read_parquet
from data.ingest.read_xlsx import read_xlsx
from data.ingest.rows import RowCollector, Rows

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read_rows(
    path: Path,
    columns: Sequence[str],
    *,
    points: bool = False,
    sink: Callable[[pd.DataFrame], None] | None = None,
    form: FileForm | None = None,
    limit: int | None = None,
) -> Rows:
    """Reads the asked columns of a file; its content, not its name, tells the format.

    Args:
        path: A json list of records, a page of an API (`results`), geojson (the properties of its features), csv
            with `;`, `,` or tab, in UTF-8, UTF-16 or Windows-1252, xlsx (the first sheet), geopackage, or parquet.
        columns: Names of columns; case, spaces, hyphens and underscores may differ.
        points: Read the point of every feature too, under the names of `read_features`.
        sink: Takes the rows chunk by chunk, so that memory does not grow with the file; `frame` is the last one.
        form: How the file is written, where that would be guessed wrongly.
        limit: Read no more than about so many rows.

    Returns:
        At least one row. Rows that cannot be read are there too, with their fault.

    Raises:
        InputError: when the file cannot be opened, is of another kind, is broken, empty or lacks a column.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise InputError(f"{path}: het bestand kan niet gelezen worden ({_why(error)}).") from error
    kind = kind_of(start, path)
    collector = RowCollector(columns, sink, limit)
    if points:
        if kind not in ("json", "geopackage"):
            raise InputError(
                f"{path.name}: de mapping vraagt de punten van een kaartbestand (geometry = true), en dat is dit niet. "
                "Geef de kolommen met de coördinaten."
            )
        rows = read_features(path, columns, collector, points=True)
    else:
        readers = {"parquet": read_parquet, "json": read_json, "xlsx": read_xlsx}
        if kind == "csv":
            rows = read_csv(path, columns, collector, form)
        else:
            rows = readers.get(kind, read_features)(path, columns, collector)
    if rows.frame.empty:
        raise InputError(f"{path.name}: er staan geen rijen in het bestand.")
    return rows


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "het bestaat niet"
    if isinstance(error, IsADirectoryError):
        return "het is een map"
    if isinstance(error, PermissionError):
        return "geen toegang"
    return error.strerror or "onbekende fout"


def kind_of(start: bytes, path: Path) -> str:
    """The format of a file by its first bytes: csv, xlsx, json, geopackage or parquet.

    Raises:
        InputError: when it is empty or none of these.
    """
    file_name = path.name
    text = start
    for bom in _BOMS:
        text = text.removeprefix(bom)
    text = text.lstrip()
    if not text:
        raise InputError(f"{file_name}: het bestand is leeg.")
    if start.startswith(b"PAR1"):
        return "parquet"
    if text.startswith(b"<"):
        raise InputError(f"{file_name}: dit is een webpagina of XML en geen gegevensbestand. Download het opnieuw.")
    if start.startswith(b"SQLite format 3\x00"):
        return "geopackage"
    if start.startswith(b"PK\x03\x04") and _is_workbook(path):
        return "xlsx"
    if start.startswith((b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")):
        raise InputError(
            f"{file_name}: dit is een ouder rekenblad of een gecomprimeerd bestand. Pak het uit, of bewaar het als "
            "xlsx of csv."
        )
    if text.startswith((b"[", b"{")):
        return "json"
    if b"\x00" in start and not start.startswith(_BOMS[1:]):
        raise InputError(
            f"{file_name}: dit is geen tekstbestand. Bruikbaar zijn csv, xlsx, json, geojson, geopackage en parquet."
        )
    return "csv"


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False

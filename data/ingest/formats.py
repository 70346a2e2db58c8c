"""Reading a file of rows in any format that an open data portal offers: json, geojson, csv and parquet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from data.errors import InputError
from data.ingest.read_csv import read_csv
from data.ingest.read_json import read_json
from data.ingest.read_parquet import read_parquet
from data.ingest.rows import Rows

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read_rows(path: Path, columns: Sequence[str]) -> Rows:
    """Reads the asked columns of a file; its content, not its name, tells the format.

    Args:
        path: A json list of records, a page of an API (`results`), geojson (the properties of its features), csv
            with `;`, `,` or tab, in UTF-8, UTF-16 or Windows-1252, or parquet.
        columns: Names of columns; case, spaces, hyphens and underscores may differ.

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
    kind = _kind(start, path.name)
    read = {"parquet": read_parquet, "json": read_json, "csv": read_csv}[kind]
    rows = read(path, columns)
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


def _kind(start: bytes, file_name: str) -> str:
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
    if start.startswith((b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")):
        raise InputError(
            f"{file_name}: dit is een rekenblad of een gecomprimeerd bestand. Pak het uit of bewaar het als csv."
        )
    if text.startswith((b"[", b"{")):
        return "json"
    if b"\x00" in start and not start.startswith(_BOMS[1:]):
        raise InputError(f"{file_name}: dit is geen tekstbestand. Bruikbaar zijn csv, json, geojson en parquet.")
    return "csv"

"""Reading json records and geojson features without ever holding their polygons."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data.errors import InputError
from data.ingest.rows import RowCollector, Rows, column_key, match_columns

_FRAMES = frozenset({"results", "features", "properties", "fields", "error_code", "message"})
"""Keys that are part of the wrapping, not of a record."""


def read_json(path: Path, columns: Sequence[str], collector: RowCollector | None = None) -> Rows:
    """Reads the asked columns of a list of records, an API page (`results`) or a geojson; `line` is the record.

    Raises:
        InputError: when the file is broken or truncated, holds no list of records, or a column is in no record.
    """
    wanted = {column_key(c) for c in columns}
    seen: dict[str, bool] = {}

    def keep(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Drops everything that was not asked for as soon as it is parsed: rings make up nine tenths of a file."""
        kept: dict[str, Any] = {}
        for key, value in pairs:
            if key not in seen:
                seen[key] = column_key(key) in wanted
            if seen[key] or key in _FRAMES:
                kept[key] = value
        return kept

    try:
        document = json.loads(
            path.read_bytes(), object_pairs_hook=keep, parse_int=str, parse_float=str, parse_constant=str
        )
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path.name}: het json-bestand is afgebroken of beschadigd. Download het opnieuw.") from error
    records = [_record(item) for item in _records(document, path.name)]
    found = list(dict.fromkeys(key for record in records if record for key in record))
    if not found and not any(seen.values()):
        found = [key for key in seen if key not in _FRAMES]
    names = match_columns(found, columns, file_name=path.name) if records else {}
    collected = collector or RowCollector(columns)
    for number, record in enumerate(records, start=1):
        if record is None:
            collected.add_fault(number, "dit is geen record met velden")
        else:
            collected.add(number, [_text(record.get(names[c])) for c in columns])
        if collected.is_full:
            break
    return Rows(collected.frame(), typed=True)


def json_columns(path: Path) -> list[str]:
    """The names of the plain values of the first records.

    Raises:
        InputError: when the file is broken or holds no list of records.
    """
    try:
        document = json.loads(path.read_bytes(), parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path.name}: het json-bestand is afgebroken of beschadigd. Download het opnieuw.") from error
    records = [_record(item) for item in _records(document, path.name)[:1000]]
    values = [pair for record in records if record for pair in record.items()]
    return list(dict.fromkeys(key for key, value in values if not isinstance(value, dict | list)))


def _records(document: object, file_name: str) -> list[Any]:
    if isinstance(document, dict):
        for key in ("results", "features"):
            if isinstance(document.get(key), list):
                return list(document[key])
        if "error_code" in document or "message" in document:
            told = str(document.get("message") or document.get("error_code"))[:200]
            raise InputError(f"{file_name}: dit is een foutmelding van de opendata-server en geen gegevens: {told}")
    if isinstance(document, list):
        return document
    raise InputError(f"{file_name}: er staat geen lijst van records in het json-bestand.")


def _record(item: object) -> dict[str, Any] | None:
    if not isinstance(item, dict):
        return None
    for key in ("properties", "fields"):
        if isinstance(item.get(key), dict):
            return dict(item[key])
    return item


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None

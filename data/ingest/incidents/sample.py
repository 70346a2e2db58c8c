"""The first rows of a file of facts, with every column: what a proposal for its mapping is made from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from data.catalogue.incident_source import GEOMETRY_X, GEOMETRY_Y, FileForm
from data.errors import InputError
from data.ingest.formats import kind_of, read_rows
from data.ingest.read_csv import csv_form
from data.ingest.read_features import feature_columns
from data.ingest.read_json import json_columns
from data.ingest.read_parquet import parquet_columns
from data.ingest.read_xlsx import xlsx_columns
from data.ingest.rows import column_key

ROWS = 2000
"""Rows that are looked at; the import itself looks at all of them."""
MOST_COLUMNS = 200


@dataclass(frozen=True)
class Sample:
    """The first rows of a file.

    Attributes:
        kind: csv, xlsx, json, geopackage, parquet or geojson.
        frame: Columns line (int), fault (str, null when the row could be read) and each column of the file as str.
        points: Whether the features have a place; it is in the columns GEOMETRY_X and GEOMETRY_Y then.
        crs: EPSG code that the file gives for its points.
        told: Sentences that say how the file was read.
        form: Separator and encoding of a csv.
    """

    kind: str
    frame: pd.DataFrame
    points: bool = False
    crs: int | None = None
    told: tuple[str, ...] = ()
    form: FileForm = field(default_factory=FileForm)

    @property
    def columns(self) -> list[str]:
        """The columns of the file, without what is added to them."""
        return [c for c in self.frame.columns if c not in ("line", "fault", GEOMETRY_X, GEOMETRY_Y)]


def read_sample(path: Path, *, form: FileForm | None = None) -> Sample:
    """Reads the first rows of a file.

    Raises:
        InputError: when the file cannot be used.
    """
    kind, points = _kind(path), False
    declared = form or FileForm()
    told: tuple[str, ...] = ()
    if kind == "csv":
        found = csv_form(path, form=declared)
        names, told = found.header, found.told
        chosen = {"separator": found.separator, "encoding": found.encoding.removesuffix("-sig")}
        declared = FileForm.model_validate(chosen | {"decimal": declared.decimal})
    elif kind == "xlsx":
        names = xlsx_columns(path)
    elif kind == "parquet":
        names = parquet_columns(path)
    elif kind == "json":
        names = json_columns(path)
    else:
        names, points = feature_columns(path)
    usable, doubtful = _usable(names)
    if doubtful:
        told = (*told, f"Zonder naam, of met een naam die meer dan één keer voorkomt: {doubtful} kolommen.")
    columns = usable + ([GEOMETRY_X, GEOMETRY_Y] if points else [])
    if not columns:
        raise InputError(f"{path.name}: er zijn geen kolommen met een naam. De eerste rij moet de kolomnamen geven.")
    rows = read_rows(path, columns, points=points, form=declared, limit=ROWS)
    return Sample(kind, rows.frame, points, rows.crs, tuple(dict.fromkeys([*rows.guesses, *told])), declared)


def _kind(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4096)
    kind = kind_of(start, path)
    return "geojson" if kind == "json" and b'"FeatureCollection"' in start else kind


def _usable(names: list[str]) -> tuple[list[str], int]:
    """The columns that a mapping can name, and how many it cannot."""
    times = Counter(column_key(name) for name in names)
    own = {"line", "fault", GEOMETRY_X, GEOMETRY_Y}
    usable = [n for n in names if n.strip() and times[column_key(n)] == 1 and n not in own][:MOST_COLUMNS]
    return usable, len(names) - len(usable)

"""One pass over a file of facts: its rows go to disk chunk by chunk, and what must be guessed is guessed from all."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.catalogue.incident_source import DateFormat, IncidentsSource
from data.ingest.formats import read_rows
from data.ingest.incidents.places import Box, CoordinateForms, Coordinates
from data.ingest.incidents.times import DateForms
from data.ingest.progress import Progress


@dataclass(frozen=True)
class Spilled:
    """The rows of a file, on disk as text.

    Attributes:
        path: Parquet with line, fault and the columns of the mapping, in chunks.
        rows: How many.
        dates: How dates are written.
        coordinates: How coordinates are read; None without [place].
        guesses: Sentences that say what was guessed.
    """

    path: Path
    rows: int
    dates: DateFormat
    coordinates: Coordinates | None
    guesses: tuple[str, ...]

    def chunks(self) -> Iterator[pd.DataFrame]:
        """The rows again, chunk by chunk, as str."""
        with pq.ParquetFile(self.path) as file:
            for group in range(file.num_row_groups):
                frame = file.read_row_group(group).to_pandas()
                yield frame.astype(dict.fromkeys([c for c in frame.columns if c != "line"], "str"))


@contextmanager
def _no_cycles() -> Iterator[None]:
    """Rests the collector of cycles: rows are lists of text, and it would walk through all of them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def spill(path: Path, mapping: IncidentsSource, folder: Path, version: str, box: Box, progress: Progress) -> Spilled:
    """Reads a file once.

    Args:
        path: The file.
        mapping: Which columns matter.
        folder: Where the rows wait; whoever builds a snapshot clears what an interrupted import left there.
        version: Of the snapshot under construction.
        box: Degrees around the areas.
        progress: Is told how many rows were read.

    Raises:
        InputError: when the file cannot be used, or a guess is not possible.
    """
    target = folder / f"building-{version}.parquet"
    schema = pa.schema([("line", pa.int64()), *((name, pa.large_string()) for name in ("fault", *mapping.columns))])
    dates, points = DateForms(), CoordinateForms(mapping.file.decimal)
    count = 0
    with pq.ParquetWriter(target, schema, compression="lz4") as writer:

        def take(chunk: pd.DataFrame) -> None:
            nonlocal count
            writer.write_table(pa.Table.from_pandas(chunk, schema=schema, preserve_index=False))
            readable = chunk[chunk["fault"].isna()]
            for name in mapping.time.dates:
                dates.look_at(readable[name])
            if mapping.place is not None:
                east, north = mapping.place.pair
                points.look_at(readable[east], readable[north])
            count += len(chunk)
            progress("Lezen", count, None)

        geometry = mapping.place is not None and mapping.place.geometry
        with _no_cycles():
            read = read_rows(path, mapping.columns, points=geometry, sink=take, form=mapping.file)
    progress("Lezen", count, count)
    guesses = [f"{path.name}: {guess}" for guess in read.guesses]
    chosen: DateFormat = "iso"
    if mapping.time.dates:
        chosen = dates.settle(mapping.time.format, path.name)
        guesses += dates.told(chosen, mapping.time.format)
    coordinates = None
    if mapping.place is not None:
        coordinates = points.settle(mapping.place, read.crs, box, path.name)
        guesses += coordinates.told
    return Spilled(target, count, chosen, coordinates, tuple(guesses))

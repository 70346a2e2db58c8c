"""Reading parquet files, only the columns that are asked for, batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import InputError
from data.ingest.rows import CHUNK, RowCollector, Rows, match_columns


def read_parquet(path: Path, columns: Sequence[str], collector: RowCollector | None = None) -> Rows:
    """Reads the asked columns of a parquet file; `line` is the number of the record.

    Raises:
        InputError: when the file is broken, a column is not there or holds no plain values.
    """
    collected = collector or RowCollector(columns)
    number = 0
    try:
        with pq.ParquetFile(path) as file:
            names = match_columns(file.schema_arrow.names, columns, file_name=path.name)
            for batch in file.iter_batches(
                batch_size=collected.batch(CHUNK), columns=list(dict.fromkeys(names.values()))
            ):
                texts = [_texts(batch.column(names[c])) for c in columns]
                for values in zip(*texts, strict=True):
                    number += 1
                    collected.add(number, values)
                if collected.is_full:
                    break
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise InputError(f"{path.name}: het parquet-bestand is beschadigd of heeft een onverwachte inhoud.") from error
    return Rows(collected.frame(), typed=True)


def parquet_columns(path: Path) -> list[str]:
    """The names of the columns that hold plain values.

    Raises:
        InputError: when the file is broken.
    """
    try:
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
            nested = (pa.types.is_nested, pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)
            return [f.name for f in schema if not any(is_it(f.type) for is_it in nested)]
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise InputError(f"{path.name}: het parquet-bestand is beschadigd of heeft een onverwachte inhoud.") from error


def _texts(column: pa.Array) -> list[str | None]:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    texts: list[str | None] = column.cast(pa.string()).to_pylist()
    return texts

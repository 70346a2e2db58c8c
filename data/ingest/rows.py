"""The rows of a file as strings, whatever its format: what every reader fills and every import starts from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.errors import InputError

CHUNK = 100_000


@dataclass(frozen=True)
class Rows:
    """The rows of one file.

    Attributes:
        frame: Columns `line` (int, 1-based; the line of a text file, header included, or the number of the record),
            `fault` (str, null when the row could be read) and each column asked for (str, trimmed, null when empty).
            One row for each row or record of the file.
        typed: True when the format itself tells numbers from text (json, parquet), so that "1.234" is a fraction.
        guesses: What was guessed of the file and is told to the user, as Dutch sentences.
        crs: EPSG code that the file itself gives for the points of its features.
    """

    frame: pd.DataFrame
    typed: bool
    guesses: tuple[str, ...] = ()
    crs: int | None = None


class RowCollector:
    """Gathers rows in chunks, each as columns of text: trimmed, and null where nothing is left."""

    def __init__(
        self, columns: Sequence[str], sink: Callable[[pd.DataFrame], None] | None = None, limit: int | None = None
    ) -> None:
        """Starts empty.

        Args:
            columns: Names of the columns.
            sink: Takes every full chunk, so that nothing is kept here; `frame` is then the last chunk.
            limit: `is_full` after so many rows; a reader may stop then.
        """
        self._columns = list(columns)
        self._sink = sink
        self._limit = limit
        self._count = 0
        self._chunks: list[pd.DataFrame] = []
        self._clear()

    def _clear(self) -> None:
        self._lines: list[int] = []
        self._faults: list[str | None] = []
        self._rows: list[Sequence[str | None]] = []

    @property
    def is_full(self) -> bool:
        """Whether there are as many rows as were asked for."""
        return self._limit is not None and self._count >= self._limit

    def batch(self, most: int) -> int:
        """How many rows to read at a time."""
        return min(most, self._limit) if self._limit is not None else most

    def add(self, line: int, values: Sequence[str | None], fault: str | None = None) -> None:
        """Adds one row; `values` are in the order of the columns."""
        self._count += 1
        self._lines.append(line)
        self._faults.append(fault)
        self._rows.append(values)
        if len(self._lines) >= CHUNK:
            self._flush()

    def add_fault(self, line: int, fault: str) -> None:
        """Adds a row of which nothing could be read."""
        self.add(line, [None] * len(self._columns), fault)

    def _flush(self) -> None:
        chunk = pd.DataFrame({"line": pd.Series(self._lines, dtype="int64")})
        chunk["fault"] = pd.Series(self._faults, dtype="str")
        values = zip(*self._rows, strict=True) if self._rows else ([] for _ in self._columns)
        for name, column in zip(self._columns, values, strict=True):
            chunk[name] = _texts(list(column))
        if self._sink is None:
            self._chunks.append(chunk)
        else:
            self._sink(chunk)
            self._chunks = [chunk]
        self._clear()

    def frame(self) -> pd.DataFrame:
        """Everything that was added."""
        if self._lines or not self._chunks:
            self._flush()
        return pd.concat(self._chunks, ignore_index=True)


def _texts(values: list[str | None]) -> pd.Series:
    try:
        array = pa.array(values, pa.large_string())
    except UnicodeError:  # half a surrogate pair, which json lets through
        plain = [v.encode("utf-8", "replace").decode() if v is not None else None for v in values]
        array = pa.array(plain, pa.large_string())
    array = pc.utf8_trim(pc.utf8_trim_whitespace(array), characters="\ufeff\x00")
    return pd.Series(pc.if_else(pc.equal(array, ""), None, array).to_pandas(), dtype="str")


def column_key(name: str) -> str:
    """The name of a column without what differs between exports of the same thing: case, spaces, hyphens, BOM."""
    return "_".join(name.strip().strip("\ufeff").casefold().replace("-", " ").replace("_", " ").split())


def match_columns(found: Sequence[str], wanted: Sequence[str], *, file_name: str) -> Mapping[str, str]:
    """Finds the columns asked for among those of a file.

    Returns:
        Name asked for, to name in the file.

    Raises:
        InputError: when one is not there, or is there twice.
    """
    matches: dict[str, str] = {}
    for name in wanted:
        exact = [f for f in found if f == name]
        same = exact or [f for f in found if column_key(f) == column_key(name)]
        if len(same) > 1:
            raise InputError(f"{file_name}: de kolom '{name}' staat er meer dan één keer in.")
        if same:
            matches[name] = same[0]
    missing = [name for name in wanted if name not in matches]
    if missing:
        there = ", ".join(str(f)[:40] for f in found[:20]) or "geen"
        raise InputError(
            f"{file_name}: kolom {', '.join(repr(m) for m in missing)} ontbreekt. Gevonden kolommen: {there}. "
            "Kies een andere mapping of pas de kolomnamen aan."
        )
    return matches

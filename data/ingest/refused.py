"""The rejected rows of a file: on disk as they are found; their reasons are counted, and only the first are kept."""

from __future__ import annotations

import csv
import heapq
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pandas as pd

FIRST = 1000
"""Rejected rows that screens can show; the file has all of them."""
COLUMNS = ("line", "reason", "raw")


def note_reason(reason: str) -> str:
    """A reason without its detail in parentheses, so that equal faults of many rows are counted together."""
    return reason.split(" (", 1)[0]


def write_rows(rows: pd.DataFrame, file: IO[str] | Path, *, header: bool = True) -> None:
    """Writes rejected rows as reports are: `;`, and for a path UTF-8 with BOM."""
    rows[list(COLUMNS)].to_csv(
        file, sep=";", index=False, header=header, encoding="utf-8-sig", quoting=csv.QUOTE_MINIMAL
    )


class Refused:
    """Rejected rows, in the order of their lines; memory does not grow with how many there are.

    Attributes:
        rows: How many.
        reasons: How many of each reason, without its detail.
        first: The first of them (line, reason, raw), at most FIRST.
    """

    def __init__(self, path: Path) -> None:
        """Starts empty. `path`: where the rows wait until the import ends."""
        self._path, self._late = path, path.with_suffix(".late.csv")
        self._file: IO[str] = path.open("w", encoding="utf-8-sig", newline="")
        self._file.write(";".join(COLUMNS) + os.linesep)
        self._after: IO[str] | None = None
        self.rows = 0
        self.reasons: Counter[str] = Counter()
        self.first = pd.DataFrame({"line": pd.Series(dtype="int64"), "reason": "", "raw": ""})

    def add(self, rows: pd.DataFrame) -> None:
        """Adds rows of which each line comes after those that were added before."""
        if len(rows):
            write_rows(rows, self._file, header=False)
            self._count(rows)

    def add_late(self, rows: pd.DataFrame) -> None:
        """Adds rows that turned out bad when the whole file was read; in the order of their lines among themselves."""
        if len(rows):
            if self._after is None:
                self._after = self._late.open("w", encoding="utf-8", newline="")
            write_rows(rows, self._after, header=False)
            self._count(rows)

    def _count(self, rows: pd.DataFrame) -> None:
        self.rows += len(rows)
        self.reasons.update(rows["reason"].map(note_reason).tolist())
        both = pd.concat([self.first, rows[list(COLUMNS)].head(FIRST)])
        self.first = both.sort_values("line", kind="stable", ignore_index=True).head(FIRST)

    def settle(self) -> None:
        """Ends adding: the late rows take their places among the others."""
        self._file.close()
        if self._after is None:
            return
        self._after.close()
        merged = self._path.with_suffix(".merged.csv")
        with merged.open("w", encoding="utf-8-sig", newline="") as target:
            writer = csv.writer(target, delimiter=";", lineterminator=os.linesep)
            writer.writerow(COLUMNS)
            both = heapq.merge(_rows(self._path, skip=1), _rows(self._late))
            writer.writerows(row for _, row in both)
        os.replace(merged, self._path)
        self._late.unlink()
        self._after = None

    def write(self, target: Path) -> None:
        """Copies all rows to a file, which is there in full or not at all; without rows there is none."""
        if not self.rows:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f"{target.name}.new")
        try:
            shutil.copyfile(self._path, fresh)
            os.replace(fresh, target)
        finally:
            fresh.unlink(missing_ok=True)

    def remove(self) -> None:
        """Forgets the rows that waited."""
        for file in (self._file, self._after):
            if file is not None:
                file.close()
        for path in (self._path, self._late, self._path.with_suffix(".merged.csv")):
            path.unlink(missing_ok=True)


def _rows(path: Path, skip: int = 0) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=";")
        for _ in range(skip):
            next(reader)
        yield from ((int(row[0]), row) for row in reader)

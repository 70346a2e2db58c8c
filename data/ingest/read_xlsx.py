"""Reading the first sheet of a workbook, row by row."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from data.errors import InputError
from data.ingest.rows import RowCollector, Rows, match_columns
from data.ingest.unpacked_size import check_unpacked_size

_BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    ParseError,
    KeyError,
    ValueError,
    IndexError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    zlib.error,
)
"""What openpyxl raises for a workbook that is damaged or locked: it checks little itself."""


def read_xlsx(path: Path, columns: Sequence[str], collector: RowCollector | None = None) -> Rows:
    """Reads the asked columns of the first sheet; `line` is the number of the row in the sheet.

    Raises:
        InputError: when the workbook is broken, unpacks to too much, its first sheet is empty or a column is not there.
    """
    collected = collector or RowCollector(columns)
    opened = ExitStack()
    try:
        check_unpacked_size(path)
        file = opened.enter_context(path.open("rb"))  # by its name, openpyxl refuses all but its own extensions
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        names: list[str] = []
        places: list[int] = []
        for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            texts = [_text(value) for value in row]
            if not any(texts):
                continue
            if not names:
                names = [text or "" for text in texts]
                matches = match_columns(names, columns, file_name=path.name)
                places = [names.index(found) for found in matches.values()]
                continue
            collected.add(line, [texts[p] if p < len(texts) else None for p in places])
            if collected.is_full:
                break
        title, others = sheet.title, len(book.sheetnames) - 1
        book.close()
    except _BROKEN as error:
        raise InputError(f"{path.name}: het rekenblad is beschadigd of beveiligd. Bewaar het opnieuw.") from error
    finally:
        opened.close()
    if not names:
        raise InputError(f"{path.name}: het eerste blad is leeg.")
    told = f"xlsx, blad '{title}'" + (f" (de andere {others} bladen tellen niet mee)." if others else ".")
    return Rows(collected.frame(), typed=True, guesses=(told,))


def xlsx_columns(path: Path) -> list[str]:
    """The names in the first row of the first sheet that holds anything.

    Raises:
        InputError: when the workbook is broken, unpacks to too much or its first sheet is empty.
    """
    try:
        check_unpacked_size(path)
        with path.open("rb") as file:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for row in sheet.iter_rows(values_only=True):
                texts = [_text(value) for value in row]
                if any(texts):
                    return [text or "" for text in texts]
    except _BROKEN as error:
        raise InputError(f"{path.name}: het rekenblad is beschadigd of beveiligd. Bewaar het opnieuw.") from error
    raise InputError(f"{path.name}: het eerste blad is leeg.")


def _text(value: object) -> str | None:
    if value is None or isinstance(value, timedelta):
        return None if value is None else str(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)

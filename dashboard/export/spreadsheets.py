"""Frames as CSV and XLSX, each with the caption of the view they come from."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pandas as pd

from dashboard.caption import DEMO, Caption
from dashboard.export.safe import as_text, is_formula, one_line

DECIMALS = 4
"""Of a number that is not whole: more than the screen shows, fewer than a computer has."""

Cell = str | int | float | date | None


def told(caption: Caption, title: str) -> list[tuple[str, str]]:
    """The lines above the numbers: title, sentence, then the whole caption."""
    return [("Titel", title), ("Samengevat", caption.sentence), *caption.lines(title)]


def as_csv(frame: pd.DataFrame, caption: Caption, title: str, *, dutch: bool = True) -> bytes:
    """A frame as CSV for a spreadsheet.

    Args:
        frame: The numbers, with Dutch column names.
        caption: Of the view; its lines come first, each behind a `#`.
        title: Of the panel.
        dutch: `;` between columns and a decimal comma, as Excel in Dutch reads it; else `,` and a point.

    Returns:
        UTF-8 with a byte order mark, lines that end in CR LF.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";" if dutch else ",", lineterminator="\r\n")
    for label, text in told(caption, title):
        writer.writerow([f"# {label}", as_text(text)])
    writer.writerow([])
    writer.writerow([as_text(str(name)) for name in frame.columns])
    for row in rows_of(frame):
        writer.writerow([_written(cell, dutch) for cell in row])
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(frame: pd.DataFrame, caption: Caption, title: str) -> bytes:
    """A frame as a workbook: numbers as numbers on the first sheet, the caption on the second."""
    from openpyxl import Workbook  # a tenth of a second that only this answer needs
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "cijfers (demonstratie)" if DEMO in caption.marks else "cijfers"
    sheet.append([])
    for column, name in enumerate(frame.columns, start=1):
        cell = _put(sheet.cell(1, column), str(name))
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        longest = max([len(str(name)) / 2, *(len(str(v)) for v in frame.iloc[:200, column - 1])], default=8)
        sheet.column_dimensions[get_column_letter(column)].width = min(max(10, longest + 2), 44)
    for number, row in enumerate(rows_of(frame), start=2):
        for column, value in enumerate(row, start=1):
            _put(sheet.cell(number, column), value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    about = book.create_sheet("toelichting")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 18, 110
    for number, (label, text) in enumerate(told(caption, title), start=1):
        _put(about.cell(number, 1), label).font = Font(bold=True)
        _put(about.cell(number, 2), text).alignment = Alignment(wrap_text=True, vertical="top")
    book.properties.title, book.properties.creator = one_line(title)[:250], caption.product
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rows_of(frame: pd.DataFrame) -> list[list[Cell]]:
    """The cells of a frame; what is not there is None, a whole number is whole."""
    return [[_cell(value) for value in row] for row in zip(*(frame[name].tolist() for name in frame), strict=True)]


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value
    if value is None or pd.isna(value):
        return None
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return "ja" if value else "nee"
    number = round(float(value), DECIMALS)
    return int(number) if number == int(number) else number


def _written(cell: Cell, dutch: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return as_text(cell)
    if isinstance(cell, date):
        return f"{cell:%Y-%m}"
    text = f"{cell:.{DECIMALS}f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)
    return text.replace(".", ",") if dutch else text


def _put(cell: Any, value: Cell) -> Any:
    """Fills a cell of a workbook; a text stays a text, also when somebody edits it."""
    if isinstance(value, str):
        cell.value = one_line(value)
        cell.data_type = "s"
        cell.quotePrefix = is_formula(value)
    elif isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm"
    else:
        cell.value = value
    return cell

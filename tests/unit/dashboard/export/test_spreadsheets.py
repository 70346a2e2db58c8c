"""CSV and XLSX: Dutch Excel reads numbers as numbers, missing is empty, texts stay texts, the caption is there."""

from __future__ import annotations

import csv
import io
from datetime import date

import numpy as np
import pandas as pd
from openpyxl import load_workbook

from dashboard.caption import DEMO, Caption
from dashboard.export.spreadsheets import as_csv, as_xlsx

CAPTION = Caption(
    sentence="=Feiten in Dampoort: 3.",
    product="Buurtveiligheid Gent",
    topic="Fietsdiefstal",
    area="Dampoort (wijk)",
    period="2022",
    filters=(("Onderwerp", "Fietsdiefstal"),),
    measure="feiten per 1.000 inwoners",
    denominator="Inwoners 2022",
    sources=("Stad Gent: cijfers",),
    publisher="Stad Gent",
    version="20261124-1f2e",
    made_on="24 november 2026",
    marks=(DEMO,),
    caveats=("Kleine aantallen.",),
    url="https://voorbeeld.be/?gebied=W13&versie=20261124-1f2e",
)
FRAME = pd.DataFrame(
    {
        "gebied": ['=HYPERLINK("x")', 'A; "B"', "-3"],
        "maand": [date(2022, 1, 1), date(2022, 2, 1), date(2022, 3, 1)],
        "feiten": [1234.0, 0.0, np.nan],
        "verschil": [-12.5, -3.0, np.nan],
        "status": ["ok", "voorlopig", "geen cijfers"],
    }
)


def lines(body: bytes, delimiter: str) -> tuple[list[list[str]], list[list[str]]]:
    """The lines of the caption and those of the numbers."""
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=delimiter))
    gap = rows.index([])
    return rows[:gap], rows[gap + 1 :]


def test_dutch_excel_reads_it() -> None:
    body = as_csv(FRAME, CAPTION, "Trend")
    assert body.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in body
    about, (head, *rows) = lines(body, ";")
    assert head == ["gebied", "maand", "feiten", "verschil", "status"]
    assert rows == [
        ['\'=HYPERLINK("x")', "2022-01", "1234", "-12,5", "ok"],
        ['A; "B"', "2022-02", "0", "-3", "voorlopig"],
        ["'-3", "2022-03", "", "", "geen cijfers"],  # a name; the numbers above stay numbers
    ]
    assert ["# Samengevat", "'=Feiten in Dampoort: 3."] in about
    told = dict(about)
    assert told["# Citeer als"] == CAPTION.cite("Trend")
    assert DEMO in told["# Let op"]
    assert told["# Link"] == CAPTION.url


def test_the_other_variant_has_commas_and_points() -> None:
    _, (head, *rows) = lines(as_csv(FRAME, CAPTION, "Trend", dutch=False), ",")
    assert len(head) == 5
    assert rows[0][3] == "-12.5"


def test_a_workbook_has_numbers_and_the_caption() -> None:
    book = load_workbook(io.BytesIO(as_xlsx(FRAME, CAPTION, "Trend")))
    figures, about = book.worksheets
    assert "demonstratie" in figures.title
    (_, *rows) = figures.iter_rows()
    assert [cell.value for cell in rows[0]][2:] == [1234, -12.5, "ok"]
    assert [cell.value for cell in rows[2]][2:4] == [None, None]
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "d"}  # "f" is a formula
    assert rows[0][0].value == '=HYPERLINK("x")'
    assert rows[0][0].quotePrefix
    told = {label.value: text.value for label, text in about.iter_rows()}
    assert told["Gebied"] == "Dampoort (wijk)"
    assert about["B2"].data_type == "s"


def test_a_frame_without_rows_has_its_head() -> None:
    _, (head,) = lines(as_csv(FRAME.head(0), CAPTION, "Trend"), ";")
    assert head[0] == "gebied"
    assert load_workbook(io.BytesIO(as_xlsx(FRAME.head(0), CAPTION, "Trend"))).worksheets[0].max_row == 1

"""The route of the log as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from flask import Flask, Response, request

from dashboard import who
from dashboard.export.safe import as_text
from dashboard.log_address import FILE
from dashboard.pages.log import NOT_YOU
from data.errors import AccessError
from data.state import audit
from data.state.audit import Line

COLUMNS = ("nummer", "tijd (UTC)", "wie", "profiel", "wat", "waarover", "adres")


def register(server: Flask) -> None:
    """Adds `/logboek.csv?wie=&wat=`: every line that is kept, the latest first."""

    @server.get(FILE)
    def log() -> Response:
        if not who.reads_log():
            raise AccessError(NOT_YOU)
        what = request.args.get("wat", "")
        found = audit.every_line(by=request.args.get("wie", ""), what=what if what in audit.WHATS else "")
        answer = Response(_rows(found), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = 'attachment; filename="logboek.csv"'
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _rows(found: Iterator[Line]) -> Iterator[bytes]:
    yield "\ufeff".encode() + _row(COLUMNS)
    for line in found:
        moment = line.at.isoformat(sep=" ")
        yield _row((str(line.id), moment, line.by, line.audience, line.what, line.about, line.address))


def _row(cells: tuple[str, ...]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerow([as_text(cell) for cell in cells])
    return file.getvalue().encode()

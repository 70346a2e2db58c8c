"""The routes of the report: `/rapport.pdf?<selection>` and `/rapport.pptx?<selection>`; `blad=<code>` asks a sheet."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs

from flask import Flask, Response, request

from dashboard import who
from dashboard.errors import ReportBusyError, SelectionError
from dashboard.selection import Selection
from dashboard.sheet_address import SHEET_KEY
from data import queries

TYPES = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
AT_ONCE = 1
"""Reports that a worker makes at the same time; its other threads go on answering."""
WAIT_S = 2.0
_room = threading.BoundedSemaphore(AT_ONCE)


def register(server: Flask) -> None:
    """Adds the routes of the report."""

    @server.get("/rapport.<kind>")
    def report(kind: str) -> Response:
        if kind not in TYPES:
            raise SelectionError("Een rapport is er als PDF (/rapport.pdf) of als PowerPoint (/rapport.pptx).")
        with _turn():
            return _answer(kind, request.query_string.decode("utf-8", "replace"))


@contextmanager
def _turn() -> Iterator[None]:
    """Waits a moment for its turn.

    Raises:
        ReportBusyError: when others keep it longer.
    """
    if not _room.acquire(timeout=WAIT_S):
        raise ReportBusyError("Er worden al rapporten gemaakt. Probeer het over enkele seconden opnieuw.")
    try:
        yield
    finally:
        _room.release()


def _answer(kind: str, search: str) -> Response:
    from dashboard.report.contents import Maker  # with what it draws: only this answer needs it

    selection = Selection.from_query(search)
    audience = who.audience()
    maker = Maker(queries.current(audience=audience), audience, who.base_url())
    code = parse_qs(search).get(SHEET_KEY, [""])[-1]
    report = maker.of_area(code, selection) if code else maker.of_selection(selection)
    if kind == "pdf":
        from dashboard.report.pdf import as_pdf

        body, report = as_pdf(report)
    else:
        from dashboard.report.slides import as_pptx

        body = as_pptx(report)
    answer = Response(body, content_type=TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{report.file}.{kind}"'
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer

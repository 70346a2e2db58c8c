"""The routes of what leaves the page: numbers as files, and the caption of a picture that the browser makes."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Response, request

from dashboard import who
from dashboard.caption import Caption
from dashboard.errors import SelectionError
from dashboard.export import EXPORTS, Asked, Export, Told
from dashboard.export.geography import as_geojson, as_gpkg
from dashboard.export.spreadsheets import as_csv, as_xlsx
from dashboard.selection import Selection
from data import queries
from data.errors import BuurtError, ProtectedError

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "gpkg": "application/geopackage+sqlite3",
    "geojson": "application/geo+json",
    "json": "application/json",
}
"""Ending of the address -> what it answers; json is the caption."""

OF_MAPS = ("gpkg", "geojson")
POINT = "punt"
"""Value of `csv=` that asks for commas between columns and a decimal point."""

MOST_CHARACTERS = 4000


def register(server: Flask) -> None:
    """Adds `/uitvoer/<what>.<csv|xlsx|gpkg|geojson|json>?<selection>`; `blad=<code>` names the area of a sheet."""

    @server.get("/uitvoer/<what>.<kind>")
    def export(what: str, kind: str) -> Response:
        try:
            search = request.query_string.decode("utf-8", "replace")
            return _answer(_known(what, kind), kind, search)
        except SelectionError as error:
            return _sentence(error, 400)
        except ProtectedError as error:
            return _sentence(error, 403)
        except BuurtError as error:
            return _sentence(error, 503)


def _known(what: str, kind: str) -> Export:
    found = EXPORTS.get(what)
    if found is None or kind not in TYPES or (kind in OF_MAPS and not found.is_map):
        raise SelectionError("Deze uitvoer bestaat niet. Kies er een in het menu van een grafiek of van de kaart.")
    return found


def _answer(export: Export, kind: str, search: str) -> Response:
    if len(search) > MOST_CHARACTERS:
        raise SelectionError("Dit adres is te lang om een beeld te zijn.")
    audience = who.audience()
    selection = Selection.from_query(search)
    asked = Asked(search, selection, queries.current(audience=audience), audience, who.base_url())
    told = export.told(export, asked)
    title = export.title(asked)
    answer = Response(_body(export, kind, asked, told, title), content_type=TYPES[kind])
    answer.headers["Cache-Control"] = "private, no-cache"
    if kind != "json":
        answer.headers["Content-Disposition"] = f'attachment; filename="{told.file}.{kind}"'
    return answer


def _body(export: Export, kind: str, asked: Asked, told: Told, title: str) -> bytes:
    if kind == "json":
        return json.dumps(picture_words(told.caption, title, told.file), ensure_ascii=False).encode()
    rows = export.rows(asked)
    if kind == "csv":
        return as_csv(rows, told.caption, title, dutch=request.args.get("csv") != POINT)
    if kind == "xlsx":
        return as_xlsx(rows, told.caption, title)
    return (as_gpkg if kind == "gpkg" else as_geojson)(rows, export.shapes(asked), told.caption, title)


def picture_words(caption: Caption, title: str, name: str) -> dict[str, Any]:
    """What a picture says besides its chart: sentence, marks, lines, and the name of its file.

    Args:
        caption: Of the view. title: Of the chart. name: Of the file, without its ending.
    """
    return {
        "sentence": caption.sentence,
        "marks": list(caption.marks),
        "lines": [list(line) for line in caption.lines(title)],
        "file": name,
    }


def _sentence(error: BuurtError, status: int) -> Response:
    answer = Response(json.dumps({"fout": str(error)}, ensure_ascii=False), status=status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
